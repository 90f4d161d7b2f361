//! One hash per agency over the folded state: equal on all replicas that hold the same ops.

use super::{Store, StoreError, entry};
use crate::domain::{
    agency::ALL,
    article::life::Life,
    codec,
    fold::{Entry, Record},
    id::{InteractionId, TicketId},
    interaction::Interaction,
    op::{Op, Provenance, Subject, subject},
    operator::Operator,
    ticket::Ticket,
};
use std::collections::BTreeMap;

/// The hashes of the state.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Digests {
    /// By agency, hexadecimal.
    pub agencies: BTreeMap<String, String>,
    /// Of all of them together.
    pub total: String,
}

/// A digest that is being taken, a page of subjects at a time: nobody who writes waits for all of it.
#[derive(Debug, Default)]
pub struct Digesting {
    hashers: BTreeMap<String, blake3::Hasher>,
    /// The key the next page begins with.
    from: Vec<u8>,
    ops: u64,
}

impl Digesting {
    /// The digest, after the last page.
    #[must_use]
    pub fn end(self) -> Digests {
        Digests::of(self.hashers)
    }

    /// How many ops the pages so far have folded; one that belongs to two subjects counts twice.
    #[must_use]
    pub const fn ops(&self) -> u64 {
        self.ops
    }

    fn take(&mut self, subject: Subject, record: &Record) -> Result<(), StoreError> {
        self.ops += record.all().count() as u64;
        if let Some((agency, bytes)) = folded(subject, record)? {
            let hasher = self.hashers.entry(agency).or_default();
            hasher.update(&subject.bytes());
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(&bytes);
        }
        Ok(())
    }
}

impl Store {
    /// Folds every subject and hashes what comes out, by agency, in the order of subjects.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn digest(&self) -> Result<Digests, StoreError> {
        let mut digesting = Digesting::default();
        self.digest_page(&mut digesting, usize::MAX)?;
        Ok(digesting.end())
    }

    /// Takes the next subjects, at most `most`; false when there are no more. The pages make a digest
    /// only if nothing was applied between the first and the last: the position tells.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn digest_page(&self, digesting: &mut Digesting, most: usize) -> Result<bool, StoreError> {
        let from = std::mem::take(&mut digesting.from);
        let mut taken = 0;
        let next = entry::visit(&*self.kv, &from, |subject, record| {
            digesting.take(subject, record)?;
            taken += 1;
            Ok(taken < most)
        })?;
        let more = next.is_some();
        digesting.from = next.unwrap_or_default();
        Ok(more)
    }
}

/// The agency a subject belongs to and the canonical bytes of its state.
fn folded(subject: Subject, record: &Record) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let state = match subject.kind {
        subject::TICKET => Ticket::fold(TicketId::new(subject.id), record)
            .map(|ticket| (ticket.agency.to_string(), ticket_bytes(&ticket))),
        subject::INTERACTION => Interaction::fold(InteractionId::new(subject.id), record)
            .map(|call| (call.agency.to_string(), codec::encode(&call))),
        subject::OPERATOR => {
            Operator::fold(record).map(|operator| (ALL.to_owned(), codec::encode(&operator)))
        }
        subject::ARTICLE => article(record),
        _ => record.live().last().map(|last| {
            let frames = record
                .live()
                .iter()
                .flat_map(|entry| frame(entry))
                .collect();
            (last.agency.to_string(), Ok(frames))
        }),
    };
    state
        .map(|(agency, bytes)| Ok((agency, bytes?)))
        .transpose()
}

/// The bytes of a ticket. Its answers come last: where there are none, nothing is said of them, so that
/// what earlier versions wrote keeps its digest.
fn ticket_bytes(ticket: &Ticket) -> Result<Vec<u8>, codec::CodecError> {
    let mut bytes = codec::encode(ticket)?;
    if ticket.answers.is_empty() {
        bytes.pop();
    }
    Ok(bytes)
}

/// The publication that stands, and the life of the article where there was more to it: what earlier
/// versions wrote keeps its digest.
fn article(record: &Record) -> Option<(String, Result<Vec<u8>, codec::CodecError>)> {
    let life = Life::fold(record, |_text| None);
    let standing = life.spans.last().filter(|_| life.withdrawn.is_none());
    let standing = standing.and_then(|span| record.all().find(|entry| entry.id() == span.op));
    let plain = |entry: &Entry| match &entry.op {
        Op::Publish { provenance, .. } => *provenance != Provenance::Draft,
        op => matches!(op, Op::Withdraw { .. }),
    };
    let effective = record.live();
    let mut bytes = standing.map(frame).unwrap_or_default();
    if !effective.iter().all(|entry| plain(entry)) {
        match codec::encode(&life) {
            Ok(life) => bytes.extend(life),
            Err(error) => return Some((ALL.to_owned(), Err(error))),
        }
    }
    let agency = &standing.or_else(|| effective.last().copied())?.agency;
    (!bytes.is_empty()).then(|| (agency.to_string(), Ok(bytes)))
}

/// An op with its order and its author. A digest is compared between versions, so these bytes are its
/// own, and stay when the views are written in another way.
fn frame(entry: &Entry) -> Vec<u8> {
    let mut bytes = vec![0];
    bytes.extend(entry.key.op.seq.to_le_bytes());
    bytes.extend(entry.key.stamp.0.to_le_bytes());
    bytes.extend(entry.key.op.stream.bytes());
    let author = codec::encode(&(&entry.actor, entry.role, &entry.agency)).unwrap_or_default();
    bytes.extend(
        u16::try_from(author.len())
            .unwrap_or_default()
            .to_le_bytes(),
    );
    bytes.extend(author);
    // An op that was read can be written.
    let _ = entry.op.write(&mut bytes);
    bytes
}

impl Digests {
    fn of(hashers: BTreeMap<String, blake3::Hasher>) -> Self {
        let mut total = blake3::Hasher::new();
        let agencies = hashers
            .into_iter()
            .map(|(agency, hasher)| {
                let hash = hasher.finalize();
                total.update(agency.as_bytes());
                total.update(hash.as_bytes());
                (agency, hash.to_hex().to_string())
            })
            .collect();
        Self {
            agencies,
            total: total.finalize().to_hex().to_string(),
        }
    }
}
