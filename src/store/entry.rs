//! The record of a subject as the views keep it: its ops in their order, in one value.
//!
//! One value per subject and not one per op: a request of ten ops is one key to write in a rebuild,
//! and its actor, stream and time are written once per batch.

use super::{
    StoreError,
    key::{self, table},
    kv::Kv,
    seal,
};
use crate::domain::{
    codec,
    fold::{Entry, Record},
    id::{OpId, StreamId},
    op::{Op, Subject},
    order::OrderKey,
    outcome::Role,
    slug::Slug,
    time::Stamp,
};
use std::{collections::BTreeMap, ops::ControlFlow};

/// The most bytes of one value that the views decode, a record aside.
pub const LIMIT: usize = 4 << 20;

/// The entry has an order and an author of its own.
const FULL: u8 = 0;
/// The entry is of the same batch as the one before it.
const SAME_BATCH: u8 = 1;

/// The bytes of entries in their order.
///
/// # Errors
/// When an op is larger than an op may be.
pub fn pack<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    let mut before: Option<&Entry> = None;
    for entry in entries {
        let same = before.is_some_and(|before| same_batch(before, entry));
        bytes.push(if same { SAME_BATCH } else { FULL });
        bytes.extend(entry.key.op.seq.to_le_bytes());
        if !same {
            bytes.extend(entry.key.stamp.0.to_le_bytes());
            bytes.extend(entry.key.op.stream.bytes());
            let author = codec::encode(&(&entry.actor, entry.role, &entry.agency))?;
            let length = u16::try_from(author.len())
                .map_err(|_long| StoreError::Damaged("an author".to_owned()))?;
            bytes.extend(length.to_le_bytes());
            bytes.extend(author);
        }
        entry.op.write(&mut bytes)?;
        before = Some(entry);
    }
    Ok(bytes)
}

fn same_batch(one: &Entry, other: &Entry) -> bool {
    one.key.stamp == other.key.stamp
        && one.key.op.stream == other.key.op.stream
        && one.actor == other.actor
        && one.role == other.role
        && one.agency == other.agency
}

/// The entries whose bytes these are.
///
/// # Errors
/// When they are not.
pub fn unpack(mut bytes: &[u8]) -> Result<Vec<Entry>, StoreError> {
    let mut entries: Vec<Entry> = Vec::new();
    while !bytes.is_empty() {
        let entry = read(&mut bytes, entries.last())?;
        entries.push(entry);
    }
    Ok(entries)
}

fn read(bytes: &mut &[u8], before: Option<&Entry>) -> Result<Entry, StoreError> {
    let damaged = || StoreError::Damaged("a record".to_owned());
    let [kind] = take(bytes).ok_or_else(damaged)?;
    let seq = u64::from_le_bytes(take(bytes).ok_or_else(damaged)?);
    let (stamp, stream, (actor, role, agency)) = match (kind, before) {
        (SAME_BATCH, Some(before)) => {
            let author = (before.actor.clone(), before.role, before.agency.clone());
            (before.key.stamp, before.key.op.stream, author)
        }
        (FULL, _) => {
            let stamp = Stamp(u64::from_le_bytes(take(bytes).ok_or_else(damaged)?));
            let stream = StreamId::new(take(bytes).ok_or_else(damaged)?);
            let length = u16::from_le_bytes(take(bytes).ok_or_else(damaged)?);
            let (author, rest) = bytes
                .split_at_checked(usize::from(length))
                .ok_or_else(damaged)?;
            *bytes = rest;
            (
                stamp,
                stream,
                codec::decode::<1024, (Slug, Role, Slug)>(author)?,
            )
        }
        _ => return Err(damaged()),
    };
    let op = OpId { stream, seq };
    Ok(Entry {
        key: OrderKey { stamp, op },
        actor,
        role,
        agency,
        op: Op::read(bytes)?,
    })
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = bytes.split_first_chunk()?;
    *bytes = tail;
    Some(*head)
}

/// Every op of a subject.
///
/// # Errors
/// When a value is damaged.
pub fn record(kv: &dyn Kv, subject: Subject) -> Result<Record, StoreError> {
    match seal::get(kv, &key::record(subject))? {
        Some(bytes) => Ok(unpack(&bytes)?.into_iter().collect()),
        None => Ok(Record::default()),
    }
}

/// Visits the records from a key on, by subject, as long as `each` says to go on; the key to begin
/// with next time when it says to stop.
///
/// # Errors
/// When a value is damaged, or what `each` says.
pub fn visit(
    kv: &dyn Kv,
    from: &[u8],
    mut each: impl FnMut(Subject, &Record) -> Result<bool, StoreError>,
) -> Result<Option<Vec<u8>>, StoreError> {
    let mut ended = Ok(None);
    kv.scan(&[table::RECORD], from, &mut |key, head| {
        let mut visit = || {
            let subject = key::read_record(key).ok_or_else(|| StoreError::damaged(key))?;
            let entries = unpack(&seal::open(kv, key, head)?)?;
            each(subject, &entries.into_iter().collect())
        };
        match visit() {
            Ok(true) => return ControlFlow::Continue(()),
            // The smallest key after this one.
            Ok(false) => ended = Ok(Some([key, &[0]].concat())),
            Err(error) => ended = Err(error),
        }
        ControlFlow::Break(())
    })?;
    ended
}

/// The entries of an interaction that belong to its tickets too: conclusions and passages told, and
/// whatever voids one of them, however often.
pub fn companions(record: &Record) -> Vec<(Subject, Entry)> {
    let mut belongs = BTreeMap::new();
    let mut found = Vec::new();
    for entry in record.all() {
        let also = match &entry.op {
            Op::Refused { op, .. } | Op::Undo { op, .. } => belongs.get(op).copied(),
            other => other.also(),
        };
        if let Some(subject) = also {
            belongs.insert(entry.id(), subject);
            found.push((subject, entry.clone()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_entries_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = unpack(&bytes);
        }
    }
}
