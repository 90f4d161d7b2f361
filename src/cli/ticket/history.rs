//! `sportello ticket history`: who did what to one request.

use super::{NUMBER_HELP, json};
use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
        names::Names,
        select, time, words,
    },
    keeper::service::Dossier,
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct History {
    #[arg(value_name = "NUMBER")]
    number: String,
}

/// A history as a table, oldest first; what was taken back or refused in brackets.
///
/// # Errors
/// When nobody reads any more.
pub fn print(context: &mut Context, names: &Names<'_>, dossier: &Dossier) -> Done {
    let lang = context.out.lang;
    let rows: Vec<Vec<String>> = dossier
        .history
        .iter()
        .map(|event| {
            let (what, words) = names.event(dossier, event);
            let what = if event.void {
                format!("({what})")
            } else {
                what
            };
            vec![
                time::local(event.at, lang),
                names.operator(&event.by),
                what,
                words,
            ]
        })
        .collect();
    let heads = [words::WHEN, words::WHO, words::WHAT, words::WORDS];
    context.out.table(&heads, &rows)
}

impl Verb for History {
    const PATH: &'static [&'static str] = &["ticket", "history"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Mostra chi ha fatto che cosa a una richiesta",
            "Show who did what to a request",
        ),
        args: &[NUMBER_HELP],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        let dossier = select::ticket(&session, &self.number)?;
        if context.out.json {
            return context.out.json(&json::history(&dossier.history));
        }
        let names = Names::of(&session, context.out.lang)?;
        print(context, &names, &dossier)
    }
}
