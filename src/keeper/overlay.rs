//! The views with what the present group adds to them: the second batch is judged by what the first one does.

use crate::{
    domain::{
        article::life::Life,
        batch::Batch,
        fold::{Entry, Record},
        id::{InteractionId, TicketId},
        interaction::Interaction,
        number::TicketNumber,
        op::{Op, Subject, subject},
        operator::Operator,
        order::OrderKey,
        slug::Slug,
        ticket::Ticket,
    },
    store::{Store, StoreError, shelf},
};
use std::collections::BTreeMap;

/// Records of the subjects that were asked for or touched.
pub struct Overlay<'a> {
    store: &'a Store,
    records: BTreeMap<Subject, Record>,
}

impl<'a> Overlay<'a> {
    /// Nothing added yet.
    pub const fn over(store: &'a Store) -> Self {
        Self {
            store,
            records: BTreeMap::new(),
        }
    }

    /// The views below.
    pub const fn store(&self) -> &'a Store {
        self.store
    }

    /// Every op of a subject, the added ones too.
    pub fn record(&mut self, subject: Subject) -> Result<&mut Record, StoreError> {
        match self.records.entry(subject) {
            std::collections::btree_map::Entry::Occupied(known) => Ok(known.into_mut()),
            std::collections::btree_map::Entry::Vacant(new) => {
                Ok(new.insert(self.store.record(subject)?))
            }
        }
    }

    /// The ticket as it stands now.
    pub fn ticket(&mut self, id: TicketId) -> Result<Option<Ticket>, StoreError> {
        Ok(Ticket::fold(id, self.record(Subject::ticket(id))?))
    }

    /// The number a ticket already has.
    pub fn number(&mut self, id: TicketId) -> Result<Option<TicketNumber>, StoreError> {
        Ok(self.ticket(id)?.and_then(|ticket| ticket.number))
    }

    /// The call as it stands now.
    pub fn interaction(&mut self, id: InteractionId) -> Result<Option<Interaction>, StoreError> {
        Ok(Interaction::fold(
            id,
            self.record(Subject::interaction(id))?,
        ))
    }

    /// The operator as he stands now.
    pub fn operator(&mut self, slug: &Slug) -> Result<Option<Operator>, StoreError> {
        let record = self.record(Subject::named(subject::OPERATOR, slug))?;
        Ok(Operator::fold(record))
    }

    /// The agency an article belongs to: the one that first proposed or published it.
    pub fn owner(&mut self, slug: &Slug) -> Result<Option<Slug>, StoreError> {
        let record = self.record(Subject::named(subject::ARTICLE, slug))?;
        let mut live = record.live().into_iter();
        let first = live.find(|entry| matches!(entry.op, Op::Publish { .. }));
        Ok(first.map(|entry| entry.agency.clone()))
    }

    /// The life of an article as it stands now.
    pub fn life(&mut self, slug: &Slug) -> Result<Life, StoreError> {
        let reading = self.store.reading();
        let record = self.record(Subject::named(subject::ARTICLE, slug))?;
        Ok(shelf::life(record, reading))
    }

    /// Adds an op.
    pub fn add(&mut self, entry: Entry) -> Result<(), StoreError> {
        if let Some(also) = entry.op.also() {
            self.record(also)?.add(entry.clone());
        }
        self.record(entry.op.subject())?.add(entry);
        Ok(())
    }

    /// What is known, to go back to when a batch is refused halfway.
    pub fn save(&self, batch: &Batch) -> BTreeMap<Subject, Record> {
        let touched = batch
            .ops
            .iter()
            .flat_map(|op| [Some(op.subject()), op.also()])
            .flatten();
        touched
            .filter_map(|subject| Some((subject, self.records.get(&subject)?.clone())))
            .collect()
    }

    /// Forgets what a refused batch added.
    pub fn restore(&mut self, batch: &Batch, saved: BTreeMap<Subject, Record>) {
        for op in &batch.ops {
            self.records.remove(&op.subject());
            if let Some(also) = op.also() {
                self.records.remove(&also);
            }
        }
        self.records.extend(saved);
    }
}

/// The entry an op of a batch will be, once written.
pub fn entries(batch: &Batch) -> impl Iterator<Item = Entry> + '_ {
    batch.identified().map(|(op, fact)| Entry {
        key: OrderKey {
            stamp: batch.header.clock,
            op,
        },
        actor: batch.header.actor.clone(),
        role: batch.header.role,
        agency: batch.header.agency.clone(),
        op: fact.clone(),
    })
}
