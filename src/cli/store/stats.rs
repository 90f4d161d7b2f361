//! `sportello store stats`: counts and sizes of a data directory.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure},
        session::{Session, unexpected},
        time,
    },
    keeper::service::{Reply, Request, Stats as Figures},
    locale::{Lang, Phrase},
};
use std::collections::BTreeMap;

/// Its arguments.
#[derive(clap::Args)]
pub struct Stats {}

catalog! {
    VERSION = "Versione" / "Version";
    KEEPER = "Custode" / "Keeper";
    PROCESS = "processo {process}, dal {since}, {clients} collegati"
        / "process {process}, since {since}, {clients} connected";
    JOURNAL = "Giornale" / "Journal";
    JOURNAL_OF = "{batches} gruppi, {ops} operazioni, {bytes}" / "{batches} batches, {ops} ops, {bytes}";
    UNREAD = "Non lette" / "Unread";
    VIEWS = "Archivio" / "Store";
    INDEX = "Indice" / "Index";
    INDEX_OF = "{documents} documenti, {segments} segmenti, {bytes}"
        / "{documents} documents, {segments} segments, {bytes}";
    TICKETS = "Richieste" / "Requests";
    ARTICLES = "Articoli" / "Articles";
    QUARANTINED = "In quarantena" / "In quarantine";
}

impl Verb for Stats {
    const PATH: &'static [&'static str] = &["store", "stats"];
    const WORDS: Words = Words {
        about: Phrase::new("Conteggi e dimensioni", "Counts and sizes"),
        args: &[],
    };

    fn run(self, context: &mut Context) -> Done {
        let figures = figures(&context.session()?)?;
        if context.out.json {
            return context.out.json(&json(&figures));
        }
        context.out.pairs(&pairs(&figures, context.out.lang))
    }
}

/// The figures of the keeper.
///
/// # Errors
/// When it does not answer.
pub fn figures(session: &Session) -> Result<Figures, Failure> {
    match session.call(Request::Stats)? {
        Reply::Stats(figures) => Ok(*figures),
        other => Err(unexpected(&other)),
    }
}

fn json(figures: &Figures) -> serde_json::Value {
    let tickets: BTreeMap<&str, u64> = figures
        .tickets
        .iter()
        .map(|(state, count)| (state.id(), *count))
        .collect();
    let articles: BTreeMap<&str, u64> = figures
        .articles
        .iter()
        .map(|(kind, count)| (kind.id(), *count))
        .collect();
    serde_json::json!({
        "version": figures.version,
        "process": figures.process,
        "since": figures.since.rfc3339(),
        "clients": figures.clients,
        "batches": figures.batches,
        "ops": figures.ops,
        "unread_ops": figures.unread_ops,
        "journal_bytes": figures.journal_bytes,
        "view_bytes": figures.view_bytes,
        "tickets": tickets,
        "articles": articles,
        "index": {
            "documents": figures.index.documents,
            "bytes": figures.index.bytes,
            "segments": figures.index.segments,
        },
        "backups": {
            "dir": figures.backups.dir,
            "failed": figures.backups.failed,
        },
        "quarantined": figures.quarantined,
    })
}

fn pairs(figures: &Figures, lang: Lang) -> Vec<(Phrase, String)> {
    let counted = |label: Phrase, count: u64| format!("{count} {}", label.get(lang));
    let tickets: Vec<String> = figures
        .tickets
        .iter()
        .map(|(state, count)| counted(state.label(), *count))
        .collect();
    let articles: Vec<String> = figures
        .articles
        .iter()
        .map(|(kind, count)| counted(kind.label(), *count))
        .collect();
    let unread = if figures.unread_ops == 0 {
        String::new()
    } else {
        figures.unread_ops.to_string()
    };
    let since = time::local(figures.since, lang);
    let process = PROCESS.fill(
        lang,
        &[
            ("process", &figures.process),
            ("since", &since),
            ("clients", &figures.clients),
        ],
    );
    let journal_bytes = size(figures.journal_bytes);
    let journal = JOURNAL_OF.fill(
        lang,
        &[
            ("batches", &figures.batches),
            ("ops", &figures.ops),
            ("bytes", &journal_bytes),
        ],
    );
    let index = &figures.index;
    let index_bytes = size(index.bytes);
    let index = INDEX_OF.fill(
        lang,
        &[
            ("documents", &index.documents),
            ("segments", &index.segments),
            ("bytes", &index_bytes),
        ],
    );
    vec![
        (VERSION, figures.version.clone()),
        (KEEPER, process),
        (JOURNAL, journal),
        (UNREAD, unread),
        (VIEWS, size(figures.view_bytes)),
        (INDEX, index),
        (TICKETS, tickets.join(", ")),
        (ARTICLES, articles.join(", ")),
        (QUARANTINED, figures.quarantined.join("\n")),
    ]
}

/// Bytes as a person reads them.
pub fn size(bytes: u64) -> String {
    const STEPS: [(&str, u64); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    for (unit, step) in STEPS {
        if bytes >= step {
            let tenths = bytes / (step / 10);
            return format!("{}.{} {unit}", tenths / 10, tenths % 10);
        }
    }
    format!("{bytes} B")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;

    #[test]
    fn sizes_are_read_at_a_glance() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
        let sizes: Vec<String> = [0, 1_023, 1_024, 1_500_000, 3 << 30].map(size).into();
        assert_eq!(sizes, ["0 B", "1023 B", "1.0 KiB", "1.4 MiB", "3.0 GiB"]);
    }
}
