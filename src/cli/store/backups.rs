//! `sportello store backups`: the backups that there are, newest first.

use super::{
    backup::{unreadable, whole},
    stats::size,
};
use crate::{
    backup::{self, Listed},
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
        time, words,
    },
    locale::{Lang, Phrase},
};
use std::path::PathBuf;

/// Its arguments.
#[derive(clap::Args)]
pub struct Backups {
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
}

catalog! {
    MADE_AT = "Fatta" / "Made";
    BATCHES = "Gruppi" / "Batches";
    OPS = "Operazioni" / "Ops";
    BYTES = "Byte" / "Bytes";
    SOURCE = "Giornale copiato" / "Journal copied";
    FILE = "File" / "File";
    SOUND = "integro" / "sound";
    UNSOUND = "con danni: {count}" / "damaged: {count}";
    UNREADABLE = "non si legge: {why}" / "cannot be read: {why}";
}

impl Verb for Backups {
    const PATH: &'static [&'static str] = &["store", "backups"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Elenca le copie del giornale, dalla più recente",
            "List the backups of the journal, newest first",
        ),
        args: &[(
            "from",
            Phrase::new(
                "Un'altra cartella delle copie",
                "Another directory of backups",
            ),
        )],
    };

    fn run(self, context: &mut Context) -> Done {
        let dir = match &self.from {
            Some(dir) => whole(dir)?,
            None => context.backups(),
        };
        let all = backup::list(&dir).map_err(unreadable)?;
        if context.out.json {
            let rows: Vec<_> = all.iter().map(json).collect();
            return context.out.json(&rows);
        }
        if all.is_empty() {
            return context.out.say(words::NOTHING_FOUND);
        }
        let lang = context.out.lang;
        let rows: Vec<_> = all.iter().map(|one| row(one, lang)).collect();
        context
            .out
            .table(&[MADE_AT, BATCHES, OPS, BYTES, SOURCE, FILE], &rows)
    }
}

fn row(one: &Listed, lang: Lang) -> Vec<String> {
    let file = one.path.display().to_string();
    match &one.manifest {
        Ok(manifest) => {
            let sound = if manifest.is_sound() {
                SOUND.get(lang).to_owned()
            } else {
                UNSOUND.fill(lang, &[("count", &manifest.findings.len())])
            };
            vec![
                time::local(manifest.made_at(), lang),
                manifest.batches.to_string(),
                manifest.ops.to_string(),
                size(manifest.bytes()),
                sound,
                file,
            ]
        }
        Err(why) => {
            let said = UNREADABLE.fill(lang, &[("why", why)]);
            vec![
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                said,
                file,
            ]
        }
    }
}

fn json(one: &Listed) -> serde_json::Value {
    let path = one.path.display().to_string();
    match &one.manifest {
        Ok(manifest) => serde_json::json!({
            "path": path,
            "made_at": manifest.made_at().rfc3339(),
            "batches": manifest.batches,
            "ops": manifest.ops,
            "bytes": manifest.bytes(),
            "sound": manifest.is_sound(),
            "findings": manifest.findings,
        }),
        Err(why) => serde_json::json!({ "path": path, "unreadable": why.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use crate::locale::catalog_faults;

    #[test]
    fn the_catalog_is_complete() {
        assert_eq!(catalog_faults(super::ALL), Vec::<String>::new());
    }
}
