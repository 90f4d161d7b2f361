//! Making the views again: folded in memory by subject, each record written once, in key order.
//!
//! A transaction per op makes 10,800 ops/s; this is ten times faster (DESIGN, rules for sled; docs/performance.md).

use super::{
    Logged, Progress, Store, StoreError,
    apply::{self, Arrivals},
    derive, entry, key,
    kv::{Change, Pair},
    writer::Writer,
};
use crate::{
    domain::{
        fold::{Entry, Record},
        op::{Op, Subject, subject},
    },
    journal::Unread,
};
use std::{collections::BTreeMap, ops::ControlFlow};

/// Ops of a subject, packed one by one: each may be of another batch than the one before.
type Packed = Vec<Box<[u8]>>;

/// Hears how much is done, and of how much; says whether to go on.
pub type Report<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// How many bytes of the journal a pass takes in, about: unpacked, with the keys that follow from them,
/// they are three times as many in memory.
const PASS: u64 = 32 << 20;

/// The most passes: each reads the whole journal again, so a large one rather takes more in at a time.
const PASSES: u16 = 8;

/// After how many records, or keys that follow from them, it is reported how far the writing is.
const REPORTED: u64 = 256;

/// The subjects whose records one pass over the journal gathers: by the end of their identities, which is
/// random or a hash.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pass {
    number: u16,
    of: u16,
}

impl Pass {
    /// One of so many passes.
    #[cfg(test)]
    #[must_use]
    pub const fn nth(number: u16, of: u16) -> Self {
        Self { number, of }
    }

    /// The passes that a journal of so many bytes takes, so that memory grows little with it.
    pub fn over(bytes: u64) -> impl Iterator<Item = Self> {
        let of = u16::try_from(bytes / PASS + 1).map_or(PASSES, |of| of.min(PASSES));
        (0..of).map(move |number| Self { number, of })
    }

    /// Which of the passes it is, and of how many.
    #[must_use]
    pub const fn place(self) -> (u64, u64) {
        (self.number as u64, self.of as u64)
    }

    fn takes(self, subject: Subject) -> bool {
        let [.., high, low] = subject.id;
        let at = u32::from(u16::from_be_bytes([high, low]));
        (at * u32::from(self.of)) >> 16 == u32::from(self.number)
    }
}

/// A rebuild that is gathering the journal.
#[derive(Debug)]
pub struct Rebuild {
    pass: Pass,
    subjects: BTreeMap<Subject, Packed>,
    /// Keys of the batches themselves; each pass writes those of its share of them.
    keys: Vec<Pair>,
    arrivals: Arrivals<'static>,
}

impl std::fmt::Debug for Arrivals<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Arrivals")
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

impl Default for Rebuild {
    /// Of everything, in one pass.
    fn default() -> Self {
        Self::of(Pass { number: 0, of: 1 })
    }
}

impl Rebuild {
    /// Of what a pass takes; each pass must see the whole journal.
    #[must_use]
    pub fn of(pass: Pass) -> Self {
        Self {
            pass,
            subjects: BTreeMap::new(),
            keys: Vec::new(),
            arrivals: Arrivals::over(None, Progress::default(), 0),
        }
    }

    /// Takes in the next batch of the journal.
    ///
    /// # Errors
    /// When an op cannot be packed.
    pub fn take(&mut self, logged: Logged<'_>) -> Result<(), StoreError> {
        let entries = self.arrivals.take(logged)?;
        let keys = std::mem::take(&mut self.arrivals.keys);
        if logged.batch.header.number % u64::from(self.pass.of) == u64::from(self.pass.number) {
            self.keys.extend(keys);
        }
        for entry in entries {
            let subject = entry.op.subject();
            if self.pass.takes(subject) || says_of_another(&entry.op) {
                self.add(subject, &entry)?;
            }
        }
        Ok(())
    }

    /// Takes note of records that this version cannot read.
    ///
    /// # Errors
    /// Never: nothing is read yet.
    pub fn step_over(&mut self, unread: &[Unread]) -> Result<(), StoreError> {
        unread
            .iter()
            .try_for_each(|one| self.arrivals.step_over(one))
    }

    fn add(&mut self, subject: Subject, entry: &Entry) -> Result<(), StoreError> {
        let packed = entry::pack(subject, [entry])?.into_boxed_slice();
        let ops = self.subjects.entry(subject).or_default();
        ops.push(packed);
        Ok(())
    }

    /// What was taken in.
    #[must_use]
    pub const fn progress(&self) -> Progress {
        self.arrivals.progress
    }

    fn accompany(&mut self) -> Result<(), StoreError> {
        let first = Subject {
            kind: subject::INTERACTION,
            id: [0; 16],
        };
        let last = Subject {
            kind: subject::INTERACTION,
            id: [0xff; 16],
        };
        let mut found = Vec::new();
        for (subject, packed) in self.subjects.range(first..=last) {
            found.extend(entry::companions(&record(*subject, packed)?));
        }
        for (ticket, entry) in found {
            self.add(ticket, &entry)?;
        }
        // What was gathered only for what it says of another is written in its own pass.
        let pass = self.pass;
        self.subjects.retain(|subject, _| pass.takes(*subject));
        Ok(())
    }

    /// Writes everything into `store`, which must hold nothing but earlier passes; says how many keys it
    /// wrote. `report` hears how far it is, every few hundred keys: the records are one half of the work,
    /// what follows from them the other.
    ///
    /// # Errors
    /// When the engine fails, or `report` says to stop.
    pub fn write(mut self, store: &Store, report: Report<'_>) -> Result<u64, StoreError> {
        self.arrivals.progress.vocabulary = store.reading.vocabulary;
        self.accompany()?;
        let (mut records, mut others) = (0, std::mem::take(&mut self.keys));
        let subjects = std::mem::take(&mut self.subjects);
        let half = subjects.len() as u64;
        for (done, (subject, packed)) in (0..).zip(subjects) {
            if done % REPORTED == 0 {
                going_on(report(done, 2 * half))?;
            }
            let mut keys = derive::derive(subject, &record(subject, &packed)?, store.reading)?;
            if let Some((key, value)) = keys.remove_entry(&key::record(subject)) {
                // By itself: see `SledKv::apply`.
                store.kv.apply(vec![Change::Put(key, value)])?;
                records += 1;
            }
            others.extend(keys);
        }
        // What is not in the order of the records is written after them, in its own.
        others.sort_unstable();
        let count = others.len() as u64;
        let mut writer = Writer::over(&*store.kv);
        for (done, (key, value)) in (0..).zip(others) {
            if done % REPORTED == 0 {
                going_on(report(half + half * done / count, 2 * half))?;
            }
            writer.together(vec![Change::Put(key, value)])?;
        }
        writer.together(apply::puts(self.arrivals.position_keys()?))?;
        let others = writer.end()?;
        store.flush()?;
        Ok(records + others)
    }
}

const fn going_on(said: ControlFlow<()>) -> Result<(), StoreError> {
    match said {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(StoreError::GivenUp),
    }
}

/// Whether an op of an interaction belongs to a ticket too, or may void one that does.
const fn says_of_another(op: &Op) -> bool {
    matches!(
        op,
        Op::Conclude { .. } | Op::Told { .. } | Op::Refused { .. } | Op::Undo { .. }
    )
}

fn record(subject: Subject, packed: &Packed) -> Result<Record, StoreError> {
    let mut record = Record::default();
    for bytes in packed {
        record.extend(entry::unpack(subject, bytes)?);
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_takes_as_many_passes_as_it_is_long_but_never_many() {
        let table = [
            (0, 1),
            (PASS - 1, 1),
            (PASS, 2),
            (3 * PASS, 4),
            (100 * PASS, 8),
            (u64::MAX, 8),
        ];
        for (bytes, passes) in table {
            let all: Vec<Pass> = Pass::over(bytes).collect();
            assert_eq!(all.len(), passes, "{bytes}");
            let subject = Subject {
                kind: subject::TICKET,
                id: [0xa7; 16],
            };
            let taking = all.iter().filter(|pass| pass.takes(subject));
            assert_eq!(taking.count(), 1, "{bytes}");
        }
    }
}
