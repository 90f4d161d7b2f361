//! One hash per agency over the folded state: equal on all replicas that hold the same ops.

use super::{Store, StoreError, derive, entry};
use crate::domain::{
    agency::ALL,
    codec,
    fold::{Entry, Record},
    id::{InteractionId, TicketId},
    interaction::Interaction,
    op::{Subject, subject},
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

impl Store {
    /// Folds every subject and hashes what comes out, by agency, in the order of subjects.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn digest(&self) -> Result<Digests, StoreError> {
        let mut hashers = BTreeMap::<String, blake3::Hasher>::new();
        entry::visit(&*self.kv, |subject, record| {
            if let Some((agency, bytes)) = folded(subject, record)? {
                let hasher = hashers.entry(agency).or_default();
                hasher.update(&subject.bytes());
                hasher.update(&(bytes.len() as u64).to_le_bytes());
                hasher.update(&bytes);
            }
            Ok(())
        })?;
        Ok(Digests::of(hashers))
    }
}

/// The agency a subject belongs to and the canonical bytes of its state.
fn folded(subject: Subject, record: &Record) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let state = match subject.kind {
        subject::TICKET => Ticket::fold(TicketId::new(subject.id), record)
            .map(|ticket| (ticket.agency.to_string(), codec::encode(&ticket))),
        subject::INTERACTION => Interaction::fold(InteractionId::new(subject.id), record)
            .map(|call| (call.agency.to_string(), codec::encode(&call))),
        subject::OPERATOR => {
            Operator::fold(record).map(|operator| (ALL.to_owned(), codec::encode(&operator)))
        }
        subject::ARTICLE => {
            derive::in_force(record).map(|entry| (entry.agency.to_string(), Ok(frame(entry))))
        }
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

fn frame(entry: &Entry) -> Vec<u8> {
    entry::pack([entry]).unwrap_or_default()
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
