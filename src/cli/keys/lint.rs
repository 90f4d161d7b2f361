//! `sportello keys lint`: what in a keymap will not work on some terminal, keyboard or host program.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        words,
    },
    desk::command,
    keymap::{Finding, Layer, Vocabulary, lint},
    locale::{Lang, Phrase},
};
use std::path::PathBuf;

/// The scopes in which characters are text.
const TYPING: &[&str] = &["call", "field"];

/// Its arguments.
#[derive(clap::Args)]
pub struct Lint {
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

catalog! {
    NO_FAULTS = "nessun difetto" / "no fault";
    FAULTS = "difetti nella mappa dei tasti: {count}" / "faults in the keymap: {count}";
}

impl Verb for Lint {
    const PATH: &'static [&'static str] = &["keys", "lint"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Controlla una mappa dei tasti: la tua, o un file",
            "Check a keymap: yours, or a file",
        ),
        args: &[(
            "file",
            Phrase::new("La mappa da controllare", "The keymap to check"),
        )],
    };

    fn run(self, context: &mut Context) -> Done {
        let findings = findings(self.own(context)?)?;
        if context.out.json {
            let rows: Vec<_> = findings.iter().map(json).collect();
            context.out.json(&rows)?;
        } else {
            for finding in &findings {
                context.out.line(&finding.line(context.out.lang))?;
            }
        }
        match findings.len() {
            0 if context.out.json => Ok(()),
            0 => context.out.say(NO_FAULTS),
            count => Err(Failure::refused(
                "keymap",
                Said::from(FAULTS).with("count", count),
            )),
        }
    }
}

impl Lint {
    /// The named file, else the person's own if there is one.
    fn own(&self, context: &Context) -> Result<Option<Layer>, Failure> {
        let Some(file) = &self.file else {
            return super::file(&context.place.keymap_file());
        };
        let missing = || {
            let said = Said::from(words::NO_SUCH_FILE).with("path", file.display());
            Failure::new(Exit::NotFound, said).hint(words::CHECK_PATH)
        };
        super::file(file)?.ok_or_else(missing).map(Some)
    }
}

/// The faults of the standard keymap with `own` laid over it, and what it takes away.
fn findings(own: Option<Layer>) -> Result<Vec<Finding>, Failure> {
    let standard = super::standard()?;
    let commands: Vec<(&str, &str)> = command::all()
        .map(|command| (command.scope, command.id))
        .collect();
    let vocabulary = Vocabulary {
        commands: &commands,
        typing: TYPING,
    };
    let (layer, mut findings) = match own {
        Some(own) => own.over(&standard),
        None => (standard, Vec::new()),
    };
    findings.extend(lint(&layer, &vocabulary));
    Ok(findings)
}

fn json(finding: &Finding) -> serde_json::Value {
    serde_json::json!({
        "scope": finding.scope,
        "command": finding.command,
        "keys": finding.sequence.as_ref().map(ToString::to_string),
        "fault": finding.fault.reason(Lang::En),
        "hint": finding.fault.hint().en,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_keymap_has_no_fault_and_a_wrong_one_has() {
        assert_eq!(findings(None).unwrap(), []);
        let own = Layer::read("[global]\nhelp = [\"Ctrl-z\"]\nfly = [\"F11\"]\n").unwrap();
        let found = findings(Some(own)).unwrap();
        assert!(found.len() >= 2);
        let said: Vec<String> = found.iter().map(|one| one.line(Lang::It)).collect();
        let said = said.join(" ");
        assert!(said.contains("riservato per interrompere"), "{said}");
        assert!(!said.contains("reserved"), "{said}");
    }
}
