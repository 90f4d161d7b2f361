//! `sportello ticket transfer`: the live call was passed on, and the request ends with it.

use super::{NUMBER_HELP, edit::Edit, text};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Said},
        select,
    },
    domain::{
        outcome::{Outcome, Verb as Change},
        text::Text,
    },
    locale::Phrase,
};

catalog! {
    PASSED = "passata a {to}" / "passed to {to}";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Transfer {
    #[arg(value_name = "NUMBER")]
    number: String,
    #[arg(long, value_name = "OFFICE_ID")]
    to: String,
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
}

impl Verb for Transfer {
    const PATH: &'static [&'static str] = &["ticket", "transfer"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Segna che la telefonata è stata passata al secondo livello",
            "Record that the live call was passed to the second level",
        ),
        args: &[
            NUMBER_HELP,
            (
                "to",
                Phrase::new("L'ufficio che l'ha ricevuta", "The office that received it"),
            ),
            (
                "text",
                Phrase::new("Che cosa è stato detto", "What was said"),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let mut edit = Edit::of(context, &self.number)?;
        let queue = select::queue(&edit.session, &self.to)?;
        let words = match &self.text {
            Some(raw) => text::block(context, "--text", raw)?,
            None => Text::line(
                &Said::from(PASSED)
                    .with("to", queue.id())
                    .get(context.out.lang),
            ),
        };
        edit.conclude(
            context,
            Some(Outcome::PassedLive),
            Outcome::PassedLive,
            None,
            &words,
        )?;
        edit.change(Change::Close, None, None, words);
        edit.save(context)
    }
}
