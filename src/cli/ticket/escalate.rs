//! `sportello ticket escalate`: a request is handed up.

use super::{NUMBER_HELP, edit::Edit, text};
use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
        select,
    },
    domain::{
        op::Queue,
        outcome::{Outcome, Verb as Change},
    },
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Escalate {
    #[arg(value_name = "NUMBER")]
    number: String,
    #[arg(long, value_name = "back-office|OFFICE_ID")]
    to: String,
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
}

impl Verb for Escalate {
    const PATH: &'static [&'static str] = &["ticket", "escalate"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Affida una richiesta al back office o a un ufficio",
            "Entrust a request to the back office or to an office",
        ),
        args: &[
            NUMBER_HELP,
            (
                "to",
                Phrase::new(
                    "back-office, oppure l'identificativo di un ufficio",
                    "back-office, or the identifier of an office",
                ),
            ),
            ("text", Phrase::new("Che cosa serve", "What is needed")),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let words = text::optional(context, "--text", self.text.as_deref())?;
        let mut edit = Edit::of(context, &self.number)?;
        let queue = select::queue(&edit.session, &self.to)?;
        let (verb, outcome) = match &queue {
            Queue::Office(_) => (Change::EscalateDepartment, Outcome::EntrustedDepartment),
            Queue::BackOffice | Queue::FirstLevel => {
                (Change::EscalateBackOffice, Outcome::EntrustedBackOffice)
            }
        };
        edit.conclude(context, None, outcome, None, &words)?;
        edit.change(verb, Some(queue), None, words);
        edit.save(context)
    }
}
