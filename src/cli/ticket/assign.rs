//! `sportello ticket assign`: a request is given to somebody.

use super::{NUMBER_HELP, edit::Edit, text};
use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
        select,
    },
    domain::outcome::{Role, Verb as Change},
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Assign {
    #[arg(value_name = "NUMBER")]
    number: String,
    #[arg(long, value_name = "OPERATOR", alias = "owner")]
    to: String,
    #[arg(long, value_name = "back-office|OFFICE_ID")]
    queue: Option<String>,
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
}

impl Verb for Assign {
    const PATH: &'static [&'static str] = &["ticket", "assign"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Assegna una richiesta a una persona",
            "Assign a request to a person",
        ),
        args: &[
            NUMBER_HELP,
            (
                "to",
                Phrase::new("L'operatore che la riceve", "The operator who receives it"),
            ),
            (
                "queue",
                Phrase::new(
                    "La coda in cui va: back-office o un ufficio",
                    "The queue it goes to: back-office or an office",
                ),
            ),
            ("text", Phrase::new("Perché", "Why")),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let words = text::optional(context, "--text", self.text.as_deref())?;
        let mut edit = Edit::of(context, &self.number)?;
        let owner = select::operator(&edit.session, &self.to)?;
        let queue = self.queue.as_deref();
        let queue = queue
            .map(|queue| select::queue(&edit.session, queue))
            .transpose()?;
        let agency = &edit.dossier.ticket.agency;
        let supervises = edit.session.operator()?.holds(Role::Supervisor, agency);
        let verb = if supervises {
            Change::SupervisorAssign
        } else {
            Change::Assign
        };
        edit.change(verb, queue, Some(owner), words);
        edit.save(context)
    }
}
