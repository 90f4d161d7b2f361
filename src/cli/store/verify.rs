//! `sportello store verify`: every record, chain, view and document looked at; what is wrong, and what to do.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        session::unexpected,
    },
    keeper::service::{Finding, FindingKind, Reply, Request, Task, Verification},
    locale::{Lang, Phrase},
};
use std::collections::BTreeMap;

/// How many findings of one sort a person reads before their number is enough.
const SHOWN: usize = 5;

/// Its arguments.
#[derive(clap::Args)]
pub struct Verify {}

catalog! {
    LOOKED_AT = "guardati {batches} gruppi con {ops} operazioni, {values} valori dell'archivio, {documents} documenti"
        / "looked at {batches} batches with {ops} ops, {values} values of the store, {documents} documents";
    SOUND = "tutto integro" / "all is sound";
    UNSOUND = "danni trovati: {count}" / "damage found: {count}";
    UNSOUND_HINT = "dopo ogni riga è scritto che cosa eseguire; quel che è in quarantena non va cancellato"
        / "each line says what to run; do not delete what is in quarantine";
    TOUCHES = "richieste toccate: {tickets}" / "requests touched: {tickets}";
    CORRUPT_RECORD = "record del giornale danneggiato" / "damaged record of the journal";
    MISSING_BATCHES = "gruppi mancanti nella catena" / "batches missing in the chain";
    LOST_BATCHES = "confermato e poi perso dal disco, in fondo al giornale" / "acknowledged and then lost by the disk, at the end of the journal";
    FORKED_STREAM = "due storie dello stesso flusso (disco clonato?)" / "two histories of one stream (a cloned disk?)";
    NEWER_RECORD = "scritto da un programma più nuovo: conservato, non mostrato" / "written by a newer program: kept, not shown";
    QUARANTINED = "messo da parte a un avvio precedente" / "put aside at an earlier start";
    DIFFERENT_VIEWS = "valore dell'archivio mancante, danneggiato o diverso dal giornale" / "value of the store missing, damaged or not what the journal says";
    DIFFERENT_INDEX = "l'indice non ha gli articoli dell'archivio" / "the index has not the articles of the store";
    DAMAGED_INDEX = "file dell'indice danneggiato" / "damaged file of the index";
    DO_REPAIR = "esegui `sportello store repair`: lo riprende dalle copie; non cancellare la cartella quarantine"
        / "run `sportello store repair`: it takes it from the backups; do not delete the folder quarantine";
    DO_REPAIR_FIRST = "viene dal danno del giornale: esegui `sportello store repair`"
        / "follows from the damage of the journal: run `sportello store repair`";
    MORE = "{what}: altri {count}, tutti con `--json`" / "{what}: {count} more, all of them with `--json`";
    DO_REBUILD = "esegui `sportello store rebuild`: non si perde niente" / "run `sportello store rebuild`: nothing is lost";
    DO_UPGRADE = "si vedrà con la versione nuova" / "it is shown with the newer version";
    DO_NOTHING = "non serve fare niente" / "nothing has to be done";
    DO_CALL = "tieni entrambe le copie e avvisa chi amministra" / "keep both copies and tell the administrator";
}

impl Verb for Verify {
    const PATH: &'static [&'static str] = &["store", "verify"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Controlla giornale, archivio e indice; dice che cosa eseguire",
            "Check journal, store and index; say what to run",
        ),
        args: &[],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        let found = match session.attend(&context.out, Task::Verify, &Request::Verify)? {
            Reply::Verified(found) => *found,
            other => return Err(unexpected(&other)),
        };
        if context.out.json {
            context.out.json(&json(&found))?;
        } else {
            tell(context, &found)?;
        }
        let bad = found
            .findings
            .iter()
            .filter(|one| one.kind.is_bad())
            .count();
        if bad == 0 {
            return Ok(());
        }
        let said = Said::from(UNSOUND).with("count", bad);
        Err(Failure::new(Exit::Store, said).hint(UNSOUND_HINT))
    }
}

fn tell(context: &mut Context, found: &Verification) -> Done {
    let looked = Said::from(LOOKED_AT)
        .with("batches", found.batches)
        .with("ops", found.ops)
        .with("values", found.values)
        .with("documents", found.documents);
    context.out.say(looked)?;
    let mut counts: BTreeMap<&str, (Phrase, usize)> = BTreeMap::new();
    for finding in &found.findings {
        let (id, what, _) = words(finding.kind);
        let (_, count) = counts.entry(id).or_insert((what, 0));
        *count += 1;
        if *count <= SHOWN {
            let line = line(finding, &found.findings, context.out.lang);
            context.out.line(&line)?;
        }
    }
    for (what, count) in counts.into_values().filter(|(_, count)| *count > SHOWN) {
        let more = Said::from(MORE)
            .with("what", what.get(context.out.lang))
            .with("count", count - SHOWN);
        context.out.say(more)?;
    }
    if found.findings.iter().any(|one| one.kind.is_bad()) {
        return Ok(());
    }
    context.out.say(Said::from(SOUND))
}

/// What, where, whom, what to do; among all that was found.
fn line(finding: &Finding, all: &[Finding], lang: Lang) -> String {
    let (_, what, _) = words(finding.kind);
    let remedy = remedy(finding.kind, all);
    let mut line = format!(
        "{} ({}): {}",
        what.get(lang),
        finding.place,
        remedy.get(lang)
    );
    if !finding.tickets.is_empty() {
        let tickets = finding.tickets.join(", ");
        line.push_str("; ");
        line.push_str(&TOUCHES.fill(lang, &[("tickets", &tickets)]));
    }
    line
}

/// What to do about it. Views and index hold what the journal has lost: made again from it they would not.
fn remedy(kind: FindingKind, all: &[Finding]) -> Phrase {
    let (_, _, remedy) = words(kind);
    let follows = matches!(
        kind,
        FindingKind::DifferentViews | FindingKind::DifferentIndex
    );
    if follows && all.iter().any(|one| one.kind.is_of_the_journal()) {
        return DO_REPAIR_FIRST;
    }
    remedy
}

/// The identifier of a sort of finding, what it is called, and what to do about it.
const fn words(kind: FindingKind) -> (&'static str, Phrase, Phrase) {
    match kind {
        FindingKind::CorruptRecord => ("corrupt-record", CORRUPT_RECORD, DO_REPAIR),
        FindingKind::MissingBatches => ("missing-batches", MISSING_BATCHES, DO_REPAIR),
        FindingKind::LostBatches => ("lost-batches", LOST_BATCHES, DO_REPAIR),
        FindingKind::ForkedStream => ("forked-stream", FORKED_STREAM, DO_CALL),
        FindingKind::NewerRecord => ("newer-record", NEWER_RECORD, DO_UPGRADE),
        FindingKind::Quarantined => ("quarantined", QUARANTINED, DO_NOTHING),
        FindingKind::DifferentViews => ("different-views", DIFFERENT_VIEWS, DO_REBUILD),
        FindingKind::DifferentIndex => ("different-index", DIFFERENT_INDEX, DO_REBUILD),
        FindingKind::DamagedIndex => ("damaged-index", DAMAGED_INDEX, DO_REBUILD),
    }
}

fn json(found: &Verification) -> serde_json::Value {
    let findings = found.findings.iter().map(|finding| {
        serde_json::json!({
            "kind": words(finding.kind).0,
            "bad": finding.kind.is_bad(),
            "place": finding.place,
            "tickets": finding.tickets,
        })
    });
    serde_json::json!({
        "batches": found.batches,
        "ops": found.ops,
        "values": found.values,
        "documents": found.documents,
        "findings": findings.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;
    use std::slice::from_ref;

    #[test]
    fn what_is_wrong_is_said_with_what_to_do() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
        let finding = Finding {
            kind: FindingKind::DifferentViews,
            place: "n\\x01".to_owned(),
            tickets: vec!["914-203-127".to_owned()],
        };
        let said = line(&finding, from_ref(&finding), Lang::It);
        for part in ["diverso dal giornale", "store rebuild", "914-203-127"] {
            assert!(said.contains(part), "{said}");
        }
        let corrupt = Finding {
            kind: FindingKind::CorruptRecord,
            place: "000001:107805".to_owned(),
            tickets: Vec::new(),
        };
        let said = line(&finding, &[corrupt, finding.clone()], Lang::It);
        assert!(
            said.contains("store repair") && !said.contains("rebuild"),
            "{said}"
        );
    }
}
