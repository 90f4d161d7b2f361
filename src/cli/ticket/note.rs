//! `sportello ticket note`: a note on a request.

use super::{NUMBER_HELP, edit::Edit, text};
use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
    },
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Note {
    #[arg(value_name = "NUMBER")]
    number: String,
    #[arg(long, value_name = "TEXT")]
    text: String,
}

impl Verb for Note {
    const PATH: &'static [&'static str] = &["ticket", "note"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Aggiunge una nota a una richiesta",
            "Add a note to a request",
        ),
        args: &[
            NUMBER_HELP,
            (
                "text",
                Phrase::new("Il testo della nota", "The words of the note"),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let words = text::block(context, "--text", &self.text)?;
        let mut edit = Edit::of(context, &self.number)?;
        edit.note(words);
        edit.save(context)
    }
}
