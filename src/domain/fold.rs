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
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.values()
    }

    /// Whether there is no op.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The ops without effect: refused by a rule, or taken back. Taking back a taking-back restores.
    #[must_use]
    pub fn void(&self) -> BTreeSet<OpId> {
        let mut void = BTreeSet::new();
        for entry in self.entries.values().rev() {
            if void.contains(&entry.id()) {
                continue;
            }
            if let Op::Refused { op, .. } | Op::Undo { op, .. } = &entry.op {
                void.insert(*op);
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
