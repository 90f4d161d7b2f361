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
    for finding in &found.findings {
        let line = line(finding, context.out.lang);
        context.out.line(&line)?;
    }
    if found.findings.iter().any(|one| one.kind.is_bad()) {
        return Ok(());
    }
    context.out.say(Said::from(SOUND))
}

/// What, where, whom, what to do.
fn line(finding: &Finding, lang: Lang) -> String {
    let (_, what, remedy) = words(finding.kind);
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

    #[test]
    fn what_is_wrong_is_said_with_what_to_do() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
        let finding = Finding {
            kind: FindingKind::DifferentViews,
            place: "n\\x01".to_owned(),
            tickets: vec!["914-203-127".to_owned()],
        };
        let said = line(&finding, Lang::It);
        for part in ["diverso dal giornale", "store rebuild", "914-203-127"] {
            assert!(said.contains(part), "{said}");
        }
    }
}
