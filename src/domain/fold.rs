//! Folding: the state of a subject is a pure function of the *set* of its ops.
//!
//! A set has no order and no duplicates, so two replicas that hold the same ops show the same state
//! whatever way the ops came: union is commutative, associative and idempotent, and the laws below
//! are tested on the function that follows it.

use super::{id::OpId, op::Op, order::OrderKey, outcome::Role, slug::Slug, time::Moment};
use std::collections::{BTreeMap, BTreeSet};

/// An op with what its batch says of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Where it stands in the order of all ops.
    pub key: OrderKey,
    /// Who acted.
    pub actor: Slug,
    /// In which role.
    pub role: Role,
    /// Whose affairs.
    pub agency: Slug,
    /// The fact.
    pub op: Op,
}

impl Entry {
    /// Its identity.
    #[must_use]
    pub const fn id(&self) -> OpId {
        self.key.op
    }

    /// When it took effect: the time that is shown.
    #[must_use]
    pub const fn at(&self) -> Moment {
        self.key.stamp.moment()
    }

    /// Whether taking back `done` is his affair: he wrote it, before.
    fn may_undo(&self, done: &Self) -> bool {
        self.actor == done.actor && done.key < self.key
    }
}

/// The ops of one subject, in their order, each once.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Record {
    entries: BTreeMap<OrderKey, Entry>,
}

impl Record {
    /// Adds an op; adding it again changes nothing.
    pub fn add(&mut self, entry: Entry) {
        self.entries.insert(entry.key, entry);
    }

    /// Every op, refused and undone ones included, in order.
    #[must_use]
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.values()
    }

    /// Whether there is no op.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The ops without effect: refused by a rule, or taken back by their author. Taking back a
    /// taking-back restores; nobody takes back what another wrote, a refusal least of all.
    #[must_use]
    pub fn void(&self) -> BTreeSet<OpId> {
        let voids = |op: &Op| matches!(op, Op::Refused { .. } | Op::Undo { .. });
        let mut void = BTreeSet::new();
        if !self.entries.values().any(|entry| voids(&entry.op)) {
            return void;
        }
        let known: BTreeMap<OpId, &Entry> = self
            .entries
            .values()
            .map(|entry| (entry.id(), entry))
            .collect();
        for entry in self.entries.values().rev() {
            if void.contains(&entry.id()) {
                continue;
            }
            match &entry.op {
                Op::Refused { op, .. } => {
                    void.insert(*op);
                }
                Op::Undo { op, .. } if known.get(op).is_some_and(|done| entry.may_undo(done)) => {
                    void.insert(*op);
                }
                _ => {}
            }
        }
        void
    }

    /// The ops that have effect, in order, without the ones that void others.
    #[must_use]
    pub fn live(&self) -> Vec<&Entry> {
        let void = self.void();
        let voids = |op: &Op| matches!(op, Op::Refused { .. } | Op::Undo { .. });
        self.entries
            .values()
            .filter(|entry| !void.contains(&entry.id()) && !voids(&entry.op))
            .collect()
    }

    /// What each op stands on.
    #[must_use]
    pub fn lineage(&self) -> Lineage<'_> {
        let void = self.void();
        let entries = self.entries.values();
        let void = entries
            .filter(|entry| void.contains(&entry.id()))
            .map(|entry| (entry.id(), entry))
            .collect();
        Lineage { record: self, void }
    }
}

/// What each op stands on: whoever stands on an op without effect stands on what that stood on.
#[derive(Clone, Debug)]
pub struct Lineage<'a> {
    record: &'a Record,
    void: BTreeMap<OpId, &'a Entry>,
}

impl Lineage<'_> {
    /// The ops with effect (or not here yet) that `entry` stands on: those it names and those its
    /// batch said before of the same thing. One without effect gives way to its own parents,
    /// however many stand in a row.
    #[must_use]
    pub fn parents(&self, entry: &Entry) -> BTreeSet<OpId> {
        let mut found = BTreeSet::new();
        let mut visited = BTreeSet::new();
        let mut waiting = self.direct(entry);
        while let Some(parent) = waiting.pop() {
            if !visited.insert(parent) {
                continue;
            }
            match self.void.get(&parent) {
                Some(void) => waiting.extend(self.direct(void)),
                None => {
                    found.insert(parent);
                }
            }
        }
        found
    }

    fn direct(&self, entry: &Entry) -> Vec<OpId> {
        let said_before = self
            .record
            .entries
            .range(..entry.key)
            .rev()
            .take_while(|(key, _)| key.precedes_in_batch(entry.key))
            .filter(|(_, before)| entry.op.is_about_the_same(&before.op))
            .map(|(key, _)| key.op);
        said_before.chain(entry.op.parents().to_vec()).collect()
    }
}

impl Extend<Entry> for Record {
    fn extend<I: IntoIterator<Item = Entry>>(&mut self, entries: I) {
        entries.into_iter().for_each(|entry| self.add(entry));
    }
}

impl FromIterator<Entry> for Record {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut record = Self::default();
        record.extend(entries);
        record
    }
}
