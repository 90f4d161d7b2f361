//! The backups: whether there is a fresh one, whether it is sound, and whether it is on a disk of its own.

use super::finding::{Finding, Verdict};
use crate::{
    backup, catalog,
    cli::{context::Context, failure::Said, keeper::status, session::Session, store::stats, time},
    keeper::{Spawn, service::Backups},
};
use std::{
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

/// A daily backup is late when it is two days old, in milliseconds.
const LATE: i64 = 2 * 86_400_000;

catalog! {
    BACKUP = "Copie" / "Backups";
    NONE = "nessuna, in {path}" / "none, in {path}";
    NEWEST = "{count} in {path}, l'ultima del {made_at}" / "{count} in {path}, the last one of {made_at}";
    FAILED = "l'ultima non è riuscita: {why}" / "the last one failed: {why}";
    UNREADABLE = "{path} non si può leggere" / "{path} cannot be read";
    NONE_HINT = "la prima si fa da sé dopo un minuto di lavoro; subito: `sportello store backup`"
        / "the first one is made after a minute of work; at once: `sportello store backup`";
    FAILED_HINT = "`sportello store backup` riprova e dice che cosa manca; `backups` nella configurazione indica un altro posto"
        / "`sportello store backup` tries again and says what is missing; `backups` in the configuration names another place";
    LATE_HINT = "`sportello store backup` ne fa una; controlla `daily_backup` nella configurazione"
        / "`sportello store backup` makes one; check `daily_backup` in the configuration";
    OFF_HINT = "il custode non fa copie: `daily_backup = true` nella configurazione le riattiva"
        / "the keeper makes no backups: `daily_backup = true` in the configuration turns them on again";
    UNSOUND_HINT = "l'ultima copia un giornale con danni: esegui `sportello store repair`; quando dice che è intero, `sportello store backup` ne fa una senza"
        / "the last one copies a damaged journal: run `sportello store repair`; when it says that it is whole, `sportello store backup` makes one without";
    SAME_DISK_HINT = "le copie stanno sullo stesso disco dei dati: se si rompe, si perdono insieme. `backups` nella configurazione, o `sportello store backup FILE`, le mette altrove"
        / "the backups are on the same disk as the data: if it breaks, both are lost. `backups` in the configuration, or `sportello store backup FILE`, puts them elsewhere";
}

/// Whether there is a backup to go back to.
pub fn backup(context: &Context) -> Finding {
    let told = told(context);
    let named = told.as_ref().and_then(|told| told.dir.as_ref());
    let dir = named.map_or_else(|| context.backups(), PathBuf::from);
    let said = |phrase| Said::from(phrase).with("path", dir.display());
    let finding = |words: Said| Finding::good("backup", BACKUP, words);
    if !context.place.data_dir.exists() {
        return finding(said(NONE));
    }
    if let Some(why) = told.as_ref().and_then(|told| told.failed.as_ref()) {
        let words = Said::from(FAILED).with("why", why);
        return finding(words).not(Verdict::Bad, FAILED_HINT);
    }
    let Ok(all) = backup::list(&dir) else {
        return finding(said(UNREADABLE)).not(Verdict::Bad, FAILED_HINT);
    };
    let readable: Vec<_> = all.iter().flat_map(|one| &one.manifest).collect();
    let Some(newest) = readable.first() else {
        return finding(said(NONE)).not(Verdict::Doubtful, NONE_HINT);
    };
    let words = said(NEWEST)
        .with("count", readable.len())
        .with("made_at", time::local(newest.made_at(), context.out.lang));
    let finding = finding(words);
    if told.is_some_and(|told| told.dir.is_none()) {
        finding.not(Verdict::Doubtful, OFF_HINT)
    } else if !newest.is_sound() {
        finding.not(Verdict::Bad, UNSOUND_HINT)
    } else if context.now().since(newest.made_at()) > LATE {
        finding.not(Verdict::Doubtful, LATE_HINT)
    } else if device(&dir).is_some_and(|disk| device(&context.place.data_dir) == Some(disk)) {
        finding.not(Verdict::Doubtful, SAME_DISK_HINT)
    } else {
        finding
    }
}

/// What the keeper says of its daily backups, where one runs.
fn told(context: &Context) -> Option<Backups> {
    status::running(context)?;
    let session = Session::connect(&context.place, None, Spawn::Never).ok()?;
    Some(stats::figures(&session).ok()?.backups)
}

fn device(path: &Path) -> Option<u64> {
    path.metadata().ok().map(|it| it.dev())
}

#[cfg(test)]
mod tests {
    use crate::locale::catalog_faults;

    #[test]
    fn the_catalog_is_complete() {
        assert_eq!(catalog_faults(super::ALL), Vec::<String>::new());
    }
}
