//! `sportello ticket show`: everything about one request.

use super::{NUMBER_HELP, history, json};
use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
        names::Names,
        select, time, words,
    },
    domain::field,
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
fn facts(dossier: &Dossier, names: &Names<'_>, lang: Lang) -> Vec<(Phrase, String)> {
    let ticket = &dossier.ticket;
    let standing = &ticket.standing;
    let owner = standing
        .owner
        .as_ref()
        .map(|owner| names.operator(owner))
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
        (words::AGENCY, names.agency(&ticket.agency)),
        (words::STATE, standing.state.label().get(lang).to_owned()),
        (words::LEVEL, standing.level.label().get(lang).to_owned()),
        (words::QUEUE, names.queue(&standing.queue)),
        (words::OWNER, owner),
        (words::OUTCOME, outcome.unwrap_or_default()),
        (words::OPENED, time::local(ticket.opened_at, lang)),
        (words::UPDATED, time::local(ticket.updated_at, lang)),
        (words::CLOSED, time::local_or_empty(ticket.closed_at, lang)),
        (words::DUE, time::local_or_empty(json::due(ticket), lang)),
    ];
    let shown = field::FIELDS.iter().filter(|spec| spec.id != field::DUE_AT);
    facts.extend(shown.map(|spec| {
        let value = ticket.words(spec.id);
        (spec.label, names.value(&ticket.agency, spec.id, value))
    }));
    let flags = json::flags(ticket);
    let flags: Vec<String> = flags.iter().map(|flag| names.flag(flag)).collect();
    facts.push((words::FLAGS, flags.join(", ")));
    facts
}

fn notes(context: &mut Context, names: &Names<'_>, dossier: &Dossier) -> Done {
    let lang = context.out.lang;
    for note in dossier.ticket.notes.iter().filter(|note| !note.corrected) {
        context.out.line("")?;
        context.out.line(&format!(
            "{} · {}",
            time::local(note.at, lang),
            names.operator(&note.by)
        ))?;
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
        let names = Names::of(&session, context.out.lang)?;
        context
            .out
            .pairs(&facts(&dossier, &names, context.out.lang))?;
        notes(context, &names, &dossier)?;
        history::print(context, &names, &dossier)
    }
}
