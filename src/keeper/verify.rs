//! A look at everything on disk: what is wrong, and which requests it touches.

use super::{
    loss::Loss,
    service::{Fault, Finding, FindingKind, Task, Verification},
    shared::{Order, Shared},
    work::Working,
};
use crate::{
    domain::{
        id::TicketId,
        op::{Subject, subject},
    },
    journal::{Break, BreakKind, Findings, Journal, Position, Reader, Stored},
    store::{Logged, Rebuild, Store, StoreError},
};
use std::ops::ControlFlow;

/// How many values of the views are compared under one lock.
const PAGE: usize = 1_000;

/// Reads the whole journal, makes views of it in memory, and holds every value of the views in use
/// against them, and the index against the views. Work goes on meanwhile; memory holds the views once
/// more, as during a rebuild.
///
/// # Errors
/// When the views are being made again, or the keeper is closing.
pub fn verify(shared: &Shared) -> Result<Verification, Fault> {
    let mut found = Verification::default();
    let mut working = shared.works.begin(Task::Verify, None);
    let (told, values) = read_journal(shared, &mut found, &mut working)?;
    compare(shared, &told, &mut found, |compared| {
        working.reached(values * 2 + compared, values * 3);
    })?;
    look_at_index(shared, &mut found)?;
    for name in shared.ask(Order::Measure)?.quarantined {
        found.findings.push(finding(FindingKind::Quarantined, name));
    }
    Ok(found)
}

fn logged(stored: &Stored) -> Logged<'_> {
    Logged {
        batch: &stored.batch,
        hash: stored.hash,
        next: u64::from_be_bytes(stored.next.bytes()),
    }
}

fn finding(kind: FindingKind, place: String) -> Finding {
    Finding {
        kind,
        place,
        tickets: Vec::new(),
    }
}

/// Reads the journal as far as the views have come; the views that it makes, and how many values
/// they have.
fn read_journal(
    shared: &Shared,
    found: &mut Verification,
    working: &mut Working<'_>,
) -> Result<(Store, u64), Fault> {
    let (end, ops) = match shared.look(Store::progress) {
        Ok(progress) => {
            let end = Position::from_bytes(progress.position.to_be_bytes());
            (end, progress.ops)
        }
        // Views that do not say how far they are: all of the journal is looked at.
        Err(Fault::Store(_)) => {
            let (journal, _as_it_stands) = Reader::open(&shared.journal).map_err(broken)?;
            (journal.end(), journal.totals().ops)
        }
        Err(fault) => return Err(fault),
    };
    let mut replay =
        Journal::replay_between(&shared.journal, Position::START, end).map_err(broken)?;
    let mut rebuild = Rebuild::default();
    for stored in replay.by_ref() {
        rebuild.take(logged(&stored.map_err(broken)?))?;
        working.reached(rebuild.progress().ops, ops * 3);
    }
    let findings = replay.findings();
    rebuild.step_over(&findings.unread)?;
    (found.batches, found.ops) = (findings.read.batches, findings.read.ops);
    shared.note_damage(findings.corrupt.len() as u64);
    found.findings = journal_findings(shared, findings);
    found.findings.extend(shared.losses().iter().map(lost));
    let told = Store::in_memory(shared.reading);
    let mut written = |done: u64, of: u64| {
        working.reached(of + done, of * 3);
        ControlFlow::Continue(())
    };
    let values = rebuild.write(&told, &mut written)?;
    Ok((told, values))
}

/// Holds the views against those the journal makes, which follow what is written meanwhile.
fn compare(
    shared: &Shared,
    told: &Store,
    found: &mut Verification,
    mut report: impl FnMut(u64),
) -> Result<(), Fault> {
    let mut from = Some(Vec::new());
    while let Some(key) = from {
        let views = shared.views();
        let views = views.as_ref().ok_or(Fault::Busy)?;
        let position = match views.progress() {
            Ok(progress) => progress.position,
            Err(error) => {
                found.findings.push(unreadable(shared, &error));
                return Ok(());
            }
        };
        follow(shared, told, position)?;
        let page = match views.differences(told, &key, PAGE) {
            Ok(page) => page,
            Err(error) => {
                found.findings.push(unreadable(shared, &error));
                return Ok(());
            }
        };
        found.values += page.compared;
        report(found.values);
        let named = page.differences.into_iter().map(|difference| Finding {
            kind: FindingKind::DifferentViews,
            place: difference.key,
            tickets: tickets(told, &difference.subjects),
        });
        found.findings.extend(named);
        from = page.next;
    }
    Ok(())
}

/// Views whose engine cannot read on: what follows is not compared, and they are made again from now on.
fn unreadable(shared: &Shared, error: &StoreError) -> Finding {
    shared.mend();
    finding(FindingKind::DifferentViews, error.to_string())
}

/// Brings the views that the journal makes up to a position.
fn follow(shared: &Shared, told: &Store, end: u64) -> Result<(), Fault> {
    let from = told.progress()?.position;
    if from == end {
        return Ok(());
    }
    let position = |at: u64| Position::from_bytes(at.to_be_bytes());
    let tail = Journal::replay_between(&shared.journal, position(from), position(end));
    let mut tail = tail.map_err(broken)?;
    for stored in tail.by_ref() {
        told.apply(&[logged(&stored.map_err(broken)?)])?;
    }
    Ok(told.step_over(&tail.findings().unread)?)
}

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::Store(error.to_string())
}

fn journal_findings(shared: &Shared, findings: &Findings) -> Vec<Finding> {
    let corrupt = findings.corrupt.iter().map(|damage| Finding {
        tickets: named(shared, &damage.subjects),
        ..finding(FindingKind::CorruptRecord, damage.position.to_string())
    });
    let breaks = findings.breaks.iter().map(chain_finding);
    let newer = findings.unread.iter().map(|unread| Finding {
        tickets: named(shared, &unread.subjects),
        ..finding(FindingKind::NewerRecord, unread.position.to_string())
    });
    corrupt.chain(breaks).chain(newer).collect()
}

fn lost(loss: &Loss) -> Finding {
    Finding {
        tickets: loss.numbers.clone(),
        ..finding(FindingKind::LostBatches, loss.place())
    }
}

fn chain_finding(found: &Break) -> Finding {
    let (stream, number) = (found.stream, found.number);
    match found.kind {
        BreakKind::Missing { from } => finding(
            FindingKind::MissingBatches,
            format!("{stream} {from}-{}", number.saturating_sub(1)),
        ),
        BreakKind::Fork | BreakKind::Repeated => {
            finding(FindingKind::ForkedStream, format!("{stream} {number}"))
        }
    }
}

fn named(shared: &Shared, subjects: &[Subject]) -> Vec<String> {
    shared
        .look(|store| Ok(tickets(store, subjects)))
        .unwrap_or_default()
}

/// The requests among these subjects, by number where they have one.
pub(super) fn tickets(store: &Store, subjects: &[Subject]) -> Vec<String> {
    let ids = subjects
        .iter()
        .filter(|touched| touched.kind == subject::TICKET)
        .map(|touched| TicketId::new(touched.id));
    ids.map(|id| {
        let row = store.row(id).ok().flatten();
        row.and_then(|row| row.number)
            .map_or_else(|| id.to_string(), |number| number.to_string())
    })
    .collect()
}

fn look_at_index(shared: &Shared, found: &mut Verification) -> Result<(), Fault> {
    shared.settle()?;
    let counted = shared.look(Store::edition_count);
    let wanted = match counted {
        Ok(wanted) => wanted,
        Err(Fault::Store(why)) => {
            let damaged = finding(FindingKind::DifferentViews, why);
            found.findings.push(damaged);
            return Ok(());
        }
        Err(fault) => return Err(fault),
    };
    let index = shared.index.current().ok_or(Fault::Busy)?;
    found.documents = index.len() as u64;
    if found.documents != wanted {
        let place = format!("{} / {wanted}", found.documents);
        found
            .findings
            .push(finding(FindingKind::DifferentIndex, place));
    }
    let broken = index
        .broken_files()
        .map_err(|error| Fault::Store(error.to_string()))?;
    let broken = broken
        .into_iter()
        .map(|name| finding(FindingKind::DamagedIndex, name));
    found.findings.extend(broken);
    Ok(())
}
