//! `sportello ticket close`: a request ends with its answer.

use super::{NUMBER_HELP, edit::Edit, text};
use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
        select,
    },
    desk::commit::article_words,
    domain::{
        field,
        outcome::{Outcome, TicketKind, Verb as Change},
        ticket::Ticket,
    },
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Close {
    #[arg(value_name = "NUMBER")]
    number: String,
    #[arg(long, value_name = "TEXT")]
    text: String,
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    #[arg(long, value_name = "ID")]
    outcome: Option<String>,
}

/// How a request of this kind ends when nothing else is said.
fn usual_outcome(ticket: &Ticket) -> Outcome {
    match TicketKind::from_id(ticket.words(field::KIND)) {
        Some(TicketKind::Switchboard) => Outcome::SwitchboardGiven,
        Some(TicketKind::Booking) => Outcome::Booked,
        Some(TicketKind::Information | TicketKind::ServiceRequest | TicketKind::Feedback)
        | None => Outcome::Answered,
    }
}

impl Verb for Close {
    const PATH: &'static [&'static str] = &["ticket", "close"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Chiude una richiesta con la risposta data",
            "Close a request with the answer given",
        ),
        args: &[
            NUMBER_HELP,
            (
                "text",
                Phrase::new("Che cosa è stato risposto", "What was answered"),
            ),
            (
                "article",
                Phrase::new("L'articolo che risponde", "The article that answers"),
            ),
            (
                "outcome",
                Phrase::new(
                    "L'esito del contatto (answered, booked, other-body…)",
                    "How the contact ended (answered, booked, other-body…)",
                ),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let words = text::block(context, "--text", &self.text)?;
        let named = self.outcome.as_deref();
        let named = named
            .map(|id| select::value(id, Outcome::ALL, Outcome::id))
            .transpose()?;
        let mut edit = Edit::of(context, &self.number)?;
        let mut answer = None;
        if let Some(id) = &self.article {
            let published = edit.session.article(&select::slug(id)?)?;
            let reference = published.reference();
            edit.set(field::ARTICLE, article_words(&reference).as_str());
            answer = Some(reference);
        }
        let usual = usual_outcome(&edit.dossier.ticket);
        edit.conclude(context, named, usual, answer, &words)?;
        edit.change(Change::Close, None, None, words);
        edit.save(context)
    }
}
