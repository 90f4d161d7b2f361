//! `sportello store backup`: a verified copy of the journal, made while the desks work.

use crate::{
    backup::{self, BackupError, Made, Source},
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        progress::Progress,
        store::stats::{self, size},
    },
    journal::{JournalError, Position},
    keeper::place,
    locale::Phrase,
};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Backup {
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[arg(long, value_name = "DIR", conflicts_with = "file")]
    to: Option<PathBuf>,
}

catalog! {
    MADE = "copia fatta e riletta: {path} ({batches} gruppi, {ops} operazioni; copiati {copied}, già copiati {shared}, in {seconds} s)"
        / "backup made and read back: {path} ({batches} batches, {ops} ops; {copied} copied, {shared} copied before, in {seconds} s)";
    UNSOUND = "la copia è fatta, ma il giornale ha danni: {count}" / "the backup is made, but the journal is damaged: {count}";
    UNSOUND_HINT = "`sportello store repair` lo ripara dalle copie precedenti, che restano" / "`sportello store repair` mends it from the earlier backups, which are kept";
    FAILED = "la copia non si può fare" / "the backup cannot be made";
    UNREADABLE = "la copia non si può leggere" / "the backup cannot be read";
    NONE = "nessuna copia in «{path}»" / "no backup in “{path}”";
    NONE_HINT = "`sportello store backup` ne fa una; `--from` ne indica un'altra" / "`sportello store backup` makes one; `--from` names another";
    DAMAGED_HINT = "usane un'altra: `sportello store backups` dice quali ci sono" / "use another one: `sportello store backups` says which there are";
    NEWER_HINT = "usa la versione più nuova di sportello" / "use the newer version of sportello";
    EXISTS = "«{path}» esiste già" / "“{path}” is there already";
    EXISTS_HINT = "indica un altro nome" / "give another name";
    ROOM_HINT = "libera spazio, o indica un altro disco con `--to CARTELLA`" / "free some space, or name another disk with `--to DIR`";
    BUSY_HINT = "aspetta che finisca e riprova" / "wait until it ends and try again";
    READ_BACK_HINT = "il disco della copia rende altro da quel che riceve: usane un altro" / "the disk of the backup gives back something else than it was given: use another";
    JOURNAL_HINT = "`sportello store repair` ripara il giornale dalle copie" / "`sportello store repair` mends the journal from the backups";
}

impl Verb for Backup {
    const PATH: &'static [&'static str] = &["store", "backup"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Copia il giornale e rilegge la copia, mentre si lavora; ne restano sette",
            "Copy the journal and read the copy back, while people work; seven are kept",
        ),
        args: &[
            (
                "file",
                Phrase::new(
                    "Un file unico da portare via, invece della cartella delle copie",
                    "One file to take away, instead of the directory of backups",
                ),
            ),
            (
                "to",
                Phrase::new(
                    "Un'altra cartella delle copie, meglio su un altro disco",
                    "Another directory of backups, better on another disk",
                ),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let end = stats::figures(&context.session()?)?.journal_end;
        let sharing = context.place.prepare()?;
        place::mask(sharing);
        let journal = context.place.data_dir.join("journal");
        let source = Source {
            journal: &journal,
            end: Position::from_bytes(end),
            now: context.now(),
        };
        let begun = Instant::now();
        let made = self.make(context, source)?;
        tell(context, &made, begun.elapsed().as_secs_f64())
    }
}

impl Backup {
    fn make(&self, context: &Context, source: Source<'_>) -> Result<Made, Failure> {
        let progress = Progress::of_bytes(&context.out);
        let made = match &self.file {
            Some(file) if !file.is_dir() => {
                backup::make_file(source, &whole(file)?, &mut progress.report())
            }
            named => {
                let named = named.as_ref().or(self.to.as_ref());
                let dir = named.map_or_else(|| Ok(context.backups()), |dir| whole(dir))?;
                backup::make(source, &dir, &mut progress.report())
            }
        };
        progress.end();
        made.map_err(failed)
    }
}

fn tell(context: &mut Context, made: &Made, seconds: f64) -> Done {
    let manifest = &made.manifest;
    if context.out.json {
        context.out.json(&serde_json::json!({
            "path": made.path.display().to_string(),
            "made_at": manifest.made_at().rfc3339(),
            "batches": manifest.batches,
            "ops": manifest.ops,
            "bytes_copied": made.copied,
            "bytes_shared": made.shared,
            "seconds": seconds,
            "sound": manifest.is_sound(),
            "findings": manifest.findings,
        }))?;
    } else {
        let said = Said::from(MADE)
            .with("path", made.path.display())
            .with("batches", manifest.batches)
            .with("ops", manifest.ops)
            .with("copied", size(made.copied))
            .with("shared", size(made.shared))
            .with("seconds", format!("{seconds:.1}"));
        context.out.say(said)?;
    }
    if manifest.is_sound() {
        return Ok(());
    }
    let said = Said::from(UNSOUND).with("count", manifest.findings.len());
    let because = manifest.findings.join("; ");
    Err(Failure::new(Exit::Store, said)
        .because(because)
        .hint(UNSOUND_HINT))
}

/// A path that says everything by itself.
///
/// # Errors
/// When it is empty.
pub fn whole(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(|error| Failure::new(Exit::Usage, FAILED).because(error))
}

/// Why a backup could not be made, and what to do about it.
pub fn failed(error: BackupError) -> Failure {
    told(FAILED, error)
}

/// Why a backup could not be read, and what to do about it.
pub fn unreadable(error: BackupError) -> Failure {
    told(UNREADABLE, error)
}

fn told(what: Phrase, error: BackupError) -> Failure {
    let failure = |hint: Phrase| Failure::new(Exit::Store, what).hint(hint);
    match &error {
        BackupError::None { path } => Failure::new(
            Exit::NotFound,
            Said::from(NONE).with("path", path.display()),
        )
        .hint(NONE_HINT),
        BackupError::Exists { path } => {
            Failure::new(Exit::Usage, Said::from(EXISTS).with("path", path.display()))
                .hint(EXISTS_HINT)
        }
        BackupError::Damaged { .. } => failure(DAMAGED_HINT).because(error),
        BackupError::Newer { .. } | BackupError::Journal(JournalError::Newer { .. }) => {
            failure(NEWER_HINT).because(error)
        }
        BackupError::Room { .. } => failure(ROOM_HINT).because(error),
        BackupError::Busy { .. } => failure(BUSY_HINT).because(error),
        BackupError::ReadBack { .. } => failure(READ_BACK_HINT).because(error),
        BackupError::Journal(_) => failure(JOURNAL_HINT).because(error),
        BackupError::Io { .. } | BackupError::Stopped => {
            failure(crate::cli::words::CHECK_PATH).because(error)
        }
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
