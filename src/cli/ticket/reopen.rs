//! `sportello ticket reopen`: a closed request is open again.

use super::{NUMBER_HELP, edit::Edit, text};
use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
    },
    domain::outcome::Verb as Change,
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Reopen {
    #[arg(value_name = "NUMBER")]
    number: String,
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
}

impl Verb for Reopen {
    const PATH: &'static [&'static str] = &["ticket", "reopen"];
    const WORDS: Words = Words {
        about: Phrase::new("Riapre una richiesta chiusa", "Reopen a closed request"),
        args: &[NUMBER_HELP, ("text", Phrase::new("Perché", "Why"))],
    };

    fn run(self, context: &mut Context) -> Done {
        let words = text::optional(context, "--text", self.text.as_deref())?;
        let mut edit = Edit::of(context, &self.number)?;
        edit.change(Change::Reopen, None, None, words);
        edit.save(context)
    }
}
