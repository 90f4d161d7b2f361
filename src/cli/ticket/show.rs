//! `sportello ticket show`: everything about one request.

use super::{NUMBER_HELP, history, json};
use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
        select, time, words,
    },
    domain::{
        field::{self, FieldId},
        outcome::{Channel, TicketKind},
    },
    keeper::service::Dossier,
    locale::{Lang, Phrase},
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Show {
    #[arg(value_name = "NUMBER")]
    number: String,
}

/// Label and value of everything that is known, in the order in which a person asks for it.
fn facts(dossier: &Dossier, lang: Lang) -> Vec<(Phrase, String)> {
    let ticket = &dossier.ticket;
    let standing = &ticket.standing;
    let owner = standing
        .owner
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let outcome = json::outcome(ticket).map(|outcome| outcome.label().get(lang).to_owned());
    let mut facts = vec![
        (
            words::NUMBER,
            ticket
                .number
                .map(|number| number.to_string())
                .unwrap_or_default(),
        ),
        (words::AGENCY, ticket.agency.to_string()),
        (words::STATE, standing.state.label().get(lang).to_owned()),
        (words::LEVEL, standing.level.label().get(lang).to_owned()),
        (words::QUEUE, standing.queue.id().to_owned()),
        (words::OWNER, owner),
        (words::OUTCOME, outcome.unwrap_or_default()),
        (words::OPENED, time::local(ticket.opened_at, lang)),
        (words::UPDATED, time::local(ticket.updated_at, lang)),
        (words::CLOSED, time::local_or_empty(ticket.closed_at, lang)),
        (words::DUE, time::local_or_empty(json::due(ticket), lang)),
    ];
    let shown = field::FIELDS.iter().filter(|spec| spec.id != field::DUE_AT);
    facts.extend(shown.map(|spec| (spec.label, in_words(spec.id, ticket.words(spec.id), lang))));
    facts.push((words::FLAGS, json::flags(ticket).join(", ")));
    facts
}

/// A value as a person reads it: the words of an identifier, anything else as it is.
fn in_words(field: FieldId, value: &str, lang: Lang) -> String {
    let label = match field {
        field::KIND => TicketKind::from_id(value).map(TicketKind::label),
        field::CHANNEL => Channel::from_id(value).map(Channel::label),
        _ => None,
    };
    label.map_or(value, |label| label.get(lang)).to_owned()
}

fn notes(context: &mut Context, dossier: &Dossier) -> Done {
    let lang = context.out.lang;
    for note in dossier.ticket.notes.iter().filter(|note| !note.corrected) {
        context.out.line("")?;
        context
            .out
            .line(&format!("{} · {}", time::local(note.at, lang), note.by))?;
        context.out.line(note.text.as_str())?;
    }
    context.out.line("")
}

impl Verb for Show {
    const PATH: &'static [&'static str] = &["ticket", "show"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Mostra una richiesta con la sua storia",
            "Show a request with its history",
        ),
        args: &[NUMBER_HELP],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        let dossier = select::ticket(&session, &self.number)?;
        if context.out.json {
            return context.out.json(&json::Shown::of(&dossier));
        }
        context.out.pairs(&facts(&dossier, context.out.lang))?;
        notes(context, &dossier)?;
        history::print(context, &dossier.history)
    }
}
