//! `sportello store restore`: a place made from a backup, or the drill that only looks whether it could be.

use super::backup::{unreadable, whole};
use crate::{
    backup::Archive,
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        progress::Progress,
        time, words,
    },
    journal::Findings,
    keeper::{self, Options, RestoreError},
    locale::Phrase,
};
use std::path::PathBuf;

/// Its arguments.
#[derive(clap::Args)]
pub struct Restore {
    #[arg(value_name = "FROM")]
    from: PathBuf,
    #[arg(long)]
    dry_run: bool,
}

catalog! {
    RESTORED = "ripristinato in «{path}» dalla copia del {made_at}: {batches} gruppi, {ops} operazioni, riletti tutti"
        / "restored into “{path}” from the backup of {made_at}: {batches} batches, {ops} ops, all of them read back";
    WOULD = "la copia del {made_at} si legge tutta: {batches} gruppi, {ops} operazioni, {tickets} richieste; impronta {digest}"
        / "the backup of {made_at} reads to the end: {batches} batches, {ops} ops, {tickets} requests; digest {digest}";
    UNSOUND = "il giornale copiato aveva danni: {count}" / "the journal that was copied was damaged: {count}";
    UNSOUND_HINT = "`sportello store repair --from COPIA` prende da un'altra copia quel che manca" / "`sportello store repair --from BACKUP` takes what is missing from another backup";
    NOT_EMPTY = "«{path}» non è vuota" / "“{path}” is not empty";
    NOT_EMPTY_HINT = "si ripristina solo in una cartella vuota: `sportello --data-dir NUOVA store restore COPIA`; per riparare questa, `sportello store repair`"
        / "a restore goes into an empty directory only: `sportello --data-dir NEW store restore BACKUP`; to mend this one, `sportello store repair`";
    FAILED = "il ripristino non è riuscito" / "the restore did not succeed";
    FAILED_HINT = "controlla spazio e permessi, poi rilancialo: ricomincia da capo" / "check space and permissions, then run it again: it begins anew";
}

impl Verb for Restore {
    const PATH: &'static [&'static str] = &["store", "restore"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Ripristina una copia in una cartella dei dati vuota",
            "Restore a backup into an empty data directory",
        ),
        args: &[
            (
                "from",
                Phrase::new(
                    "La copia: un file, un manifesto (.backup) o una cartella delle copie",
                    "The backup: a file, a manifest (.backup) or a directory of backups",
                ),
            ),
            (
                "dry_run",
                Phrase::new(
                    "Legge e verifica tutto e non scrive niente: la prova del mese",
                    "Reads and verifies everything and writes nothing: the monthly drill",
                ),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let archive = Archive::open(&whole(&self.from)?).map_err(unreadable)?;
        let made_at = time::local(archive.manifest.made_at(), context.out.lang);
        let progress = Progress::of_bytes(&context.out);
        let (mut tickets, mut digest) = (None, None);
        let (said, findings) = if self.dry_run {
            let reading = Options::default().reading;
            let drill = keeper::drill(&archive, reading, &mut progress.report());
            progress.end();
            let drill = drill.map_err(failed)?;
            let said = Said::from(WOULD)
                .with("tickets", drill.tickets)
                .with("digest", &drill.digest);
            (tickets, digest) = (Some(drill.tickets), Some(drill.digest));
            (said, drill.findings)
        } else {
            let dir = whole(&context.place.data_dir)?;
            let written = keeper::restore(&dir, &archive, &mut progress.report());
            progress.end();
            let said = Said::from(RESTORED).with("path", dir.display());
            (said, written.map_err(failed)?.read.findings)
        };
        if context.out.json {
            context.out.json(&serde_json::json!({
                "from": archive.path.display().to_string(),
                "made_at": archive.manifest.made_at().rfc3339(),
                "dry_run": self.dry_run,
                "batches": findings.read.batches,
                "ops": findings.read.ops,
                "findings": archive.manifest.findings,
                "requests": tickets,
                "digest": digest,
            }))?;
        } else {
            context.out.say(counted(said, made_at, &findings))?;
        }
        judged(&archive)
    }
}

fn counted(said: Said, made_at: String, findings: &Findings) -> Said {
    said.with("made_at", made_at)
        .with("batches", findings.read.batches)
        .with("ops", findings.read.ops)
}

/// A backup of a damaged journal is restored as it is, and said to be.
fn judged(archive: &Archive) -> Done {
    let findings = &archive.manifest.findings;
    if findings.is_empty() {
        return Ok(());
    }
    let said = Said::from(UNSOUND).with("count", findings.len());
    Err(Failure::new(Exit::Store, said)
        .because(findings.join("; "))
        .hint(UNSOUND_HINT))
}

/// Why a place could not be made or mended, and what to do about it.
pub fn failed(error: RestoreError) -> Failure {
    match error {
        RestoreError::Place(error) => error.into(),
        RestoreError::Backup(error) => unreadable(error),
        RestoreError::NotEmpty(path) => {
            let said = Said::from(NOT_EMPTY).with("path", path.display());
            Failure::new(Exit::Refused, said).hint(NOT_EMPTY_HINT)
        }
        RestoreError::Held => {
            Failure::new(Exit::Keeper, words::KEEPER_SILENT).hint(words::KEEPER_SILENT_HINT)
        }
        RestoreError::Io(error) => Failure::new(Exit::Store, FAILED)
            .because(error)
            .hint(FAILED_HINT),
        RestoreError::Views(error) => Failure::new(Exit::Store, FAILED)
            .because(error)
            .hint(words::STORE_UNUSABLE_HINT),
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
