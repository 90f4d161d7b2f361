//! The keeper: whether it runs, is of this version, and has an index to search.

use super::finding::{Finding, Verdict};
use crate::{
    catalog,
    cli::{
        context::Context,
        failure::{Failure, Said},
        keeper::status,
        session::Session,
        store::stats,
    },
    keeper::Spawn,
};

catalog! {
    KEEPER = "Custode" / "Keeper";
    NOT_RUNNING = "fermo: parte da sé quando serve" / "not running: it starts by itself when needed";
    KEEPER_VERSION = "Versione del custode" / "Keeper's version";
    VERSION_IS = "{version}" / "{version}";
    OTHER_HINT = "`sportello keeper stop`: il prossimo comando avvia quello di questa versione"
        / "`sportello keeper stop`: the next command starts the one of this version";
    JOURNAL = "Giornale" / "Journal";
    JOURNAL_SOUND = "integro all'ultimo avvio" / "sound at the last start";
    JOURNAL_TORN = "l'ultima scrittura era interrotta: mai confermata, messa in quarantena"
        / "the last write was cut off: never acknowledged, put in quarantine";
    JOURNAL_CORRUPT = "{count} parti danneggiate, messe in quarantena" / "{count} damaged parts, put in quarantine";
    JOURNAL_LOST = "{count} gruppi salvati e poi persi dal disco" / "{count} batches saved and then lost by the disk";
    LOST_HINT = "`sportello store verify` dice quali numeri erano stati detti; `sportello store repair` li riprende dalle copie"
        / "`sportello store verify` says which numbers had been told; `sportello store repair` takes them from the backups";
    CORRUPT_HINT = "`sportello store repair` riprende dalle copie quel che manca; non cancellare la cartella `quarantine`"
        / "`sportello store repair` takes what is missing from the backups; do not delete the folder `quarantine`";
    INDEX = "Indice" / "Index";
    INDEX_IS = "{documents} documenti, {segments} segmenti" / "{documents} documents, {segments} segments";
    EMPTY_HINT = "se qui c'erano articoli, `sportello store rebuild` rifà l'indice"
        / "if there were articles here, `sportello store rebuild` makes the index again";
    SILENT = "non risponde" / "it does not answer";
    SILENT_HINT = "aspetta qualche secondo; poi ferma il processo indicato sopra e riprova"
        / "wait a few seconds; then end the process named above and try again";
}

/// Whether a keeper has the data directory.
pub fn alive(context: &Context) -> Finding {
    match status::running(context) {
        None => Finding::good("keeper", KEEPER, NOT_RUNNING),
        Some(holder) => Finding::good("keeper", KEEPER, status::words(&holder, context)),
    }
}

/// Whether it is of this version.
pub fn version(context: &Context) -> Finding {
    let Some(holder) = status::running(context) else {
        return Finding::good("keeper-version", KEEPER_VERSION, NOT_RUNNING);
    };
    let words = Said::from(VERSION_IS).with("version", &holder.version);
    let finding = Finding::good("keeper-version", KEEPER_VERSION, words);
    if holder.version == env!("CARGO_PKG_VERSION") {
        finding
    } else {
        finding.not(Verdict::Bad, OTHER_HINT)
    }
}

/// Whether it answers, and what it can find.
pub fn index(context: &Context) -> Finding {
    if status::running(context).is_none() {
        return Finding::good("index", INDEX, NOT_RUNNING);
    }
    let figures = Session::connect(&context.place, None, Spawn::Never)
        .and_then(|session| stats::figures(&session));
    match figures {
        Ok(figures) => {
            let index = figures.index;
            let words = Said::from(INDEX_IS)
                .with("documents", index.documents)
                .with("segments", index.segments);
            let finding = Finding::good("index", INDEX, words);
            if index.documents == 0 {
                finding.not(Verdict::Doubtful, EMPTY_HINT)
            } else {
                finding
            }
        }
        Err(failure) => silent(&failure),
    }
}

/// Whether what was durable is readable.
pub fn journal(context: &Context) -> Finding {
    if status::running(context).is_none() {
        return Finding::good("journal", JOURNAL, NOT_RUNNING);
    }
    let figures = Session::connect(&context.place, None, Spawn::Never)
        .and_then(|session| stats::figures(&session));
    let Ok(figures) = figures else {
        // The row of the index says why.
        return Finding::good("journal", JOURNAL, SILENT).not(Verdict::Doubtful, SILENT_HINT);
    };
    let found = figures.findings;
    if found.lost > 0 {
        let words = Said::from(JOURNAL_LOST).with("count", found.lost);
        return Finding::good("journal", JOURNAL, words).not(Verdict::Bad, LOST_HINT);
    }
    if found.corrupt > 0 {
        let words = Said::from(JOURNAL_CORRUPT).with("count", found.corrupt);
        return Finding::good("journal", JOURNAL, words).not(Verdict::Bad, CORRUPT_HINT);
    }
    let words = if found.torn {
        JOURNAL_TORN
    } else {
        JOURNAL_SOUND
    };
    Finding::good("journal", JOURNAL, words)
}

fn silent(failure: &Failure) -> Finding {
    let words = match failure {
        Failure::Pipe => SILENT.into(),
        Failure::Told(told) => told.what.clone(),
    };
    Finding::good("index", INDEX, words).not(Verdict::Bad, SILENT_HINT)
}
