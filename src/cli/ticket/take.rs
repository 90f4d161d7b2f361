//! `sportello ticket take`: a request becomes one's own.

use super::{NUMBER_HELP, edit::Edit};
use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
    },
    domain::{outcome::Verb as Change, text::Text},
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Take {
    #[arg(value_name = "NUMBER")]
    number: String,
}

impl Verb for Take {
    const PATH: &'static [&'static str] = &["ticket", "take"];
    const WORDS: Words = Words {
        about: Phrase::new("Prende in carico una richiesta", "Take a request"),
        args: &[NUMBER_HELP],
    };

    fn run(self, context: &mut Context) -> Done {
        let mut edit = Edit::of(context, &self.number)?;
        edit.change(Change::Take, None, None, Text::default());
        edit.save(context)
    }
}
