//! `sportello kb check`: what a curator should mend before an operator says it to a caller.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure, Said},
    },
    kb::{
        Severity,
        check::{self, Known},
        import,
    },
    locale::Phrase,
};
use std::path::PathBuf;

/// Its arguments.
#[derive(clap::Args)]
pub struct Check {
    #[arg(value_name = "PATH")]
    path: PathBuf,
}

catalog! {
    SOUND = "{articles} articoli, nessun errore; avvisi: {warnings}"
        / "{articles} articles, no error; warnings: {warnings}";
    ERRORS = "errori: {count}" / "errors: {count}";
    ERRORS_HINT = "correggi le righe indicate e ripeti `sportello kb check`"
        / "mend the lines named and run `sportello kb check` again";
}

impl Verb for Check {
    const PATH: &'static [&'static str] = &["kb", "check"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Controlla file di conoscenza senza pubblicarli",
            "Check knowledge files without publishing them",
        ),
        args: &[(
            "path",
            Phrase::new("Un file o una cartella", "A file or a folder"),
        )],
    };

    fn run(self, context: &mut Context) -> Done {
        super::reachable(&self.path)?;
        let reading = import::read(&self.path, None);
        let today = chrono::Local::now().date_naive();
        let findings = check::check(&reading, &known(context)?, today);
        let errors = findings
            .iter()
            .filter(|finding| finding.severity() == Severity::Error)
            .count();
        if context.out.json {
            let rows: Vec<_> = findings.iter().map(super::finding_json).collect();
            context.out.json(&rows)?;
        } else {
            super::report(context, &findings)?;
        }
        if errors > 0 {
            let said = Said::from(ERRORS).with("count", errors);
            return Err(Failure::refused("kb-check", said).hint(ERRORS_HINT));
        }
        let sound = Said::from(SOUND)
            .with("articles", reading.articles.len())
            .with("warnings", findings.len());
        context.out.remark(sound)
    }
}

/// What is in force, where there is a data directory; without one, files may point to what is not seen.
fn known(context: &Context) -> Result<Known, Failure> {
    let Some(session) = context.standing_session()? else {
        return Ok(Known::unseen());
    };
    super::known(&session)
}
