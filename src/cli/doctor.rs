//! `sportello doctor`: what may stand in the way, each with what to do about it.

mod backup;
mod clock;
mod directory;
mod finding;
mod keeper;
mod terminal;

use super::{
    commands::{Verb, Words},
    context::Context,
    failure::{Done, Exit, Failure, Said},
};
use crate::{catalog, locale::Phrase};
use finding::{Finding, Verdict};

/// Its arguments.
#[derive(clap::Args)]
pub struct Doctor {}

catalog! {
    UNSOUND = "cose da sistemare: {count}" / "things to mend: {count}";
}

/// Every check, in the order in which they are told. None starts a keeper or makes a directory.
const CHECKS: &[fn(&Context) -> Finding] = &[
    finding::version,
    terminal::terminal,
    terminal::encoding,
    clock::clock,
    clock::zone,
    directory::place,
    directory::space,
    directory::kept,
    keeper::alive,
    keeper::version,
    keeper::journal,
    keeper::index,
    backup::backup,
];

impl Verb for Doctor {
    const PATH: &'static [&'static str] = &["doctor"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Controlla terminale, cartella dei dati, custode, indice e orologio",
            "Check terminal, data directory, keeper, index and clock",
        ),
        args: &[],
    };

    fn run(self, context: &mut Context) -> Done {
        let findings: Vec<Finding> = CHECKS.iter().map(|check| check(context)).collect();
        if context.out.json {
            let rows: Vec<_> = findings.iter().map(Finding::json).collect();
            context.out.json(&rows)?;
        } else {
            for finding in &findings {
                let text = finding.text(context.out.lang);
                context.out.line(&text)?;
            }
        }
        match findings
            .iter()
            .filter(|finding| finding.verdict == Verdict::Bad)
            .count()
        {
            0 => Ok(()),
            count => Err(Failure::new(
                Exit::Store,
                Said::from(UNSOUND).with("count", count),
            )),
        }
    }
}
