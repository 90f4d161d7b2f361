//! The record of a subject as the views keep it: its ops in their order, in one value.
//!
//! One value per subject and not one per op: a request of ten ops is one key to write in a rebuild, its
//! row among the lists included, and its actor, stream and time are written once per batch. sled takes
//! two to three times the bytes it is given, and most of its time by the key.

use super::{
    StoreError,
    key::{self, table},
    kv::Kv,
    row::Row,
    seal,
};
use crate::domain::{
    codec::{self, OP_LIMIT},
    fold::{Entry, Record},
    id::{OpId, StreamId, TicketId},
    op::{Op, RawOp, Subject},
    order::OrderKey,
    outcome::Role,
    slug::Slug,
    time::Stamp,
};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap, ops::ControlFlow};

/// The most bytes of one value that the views decode, a record aside.
pub const LIMIT: usize = 4 << 20;

/// The most bytes of one packed op: what an op may take, and what is written around it.
const ENTRY_LIMIT: usize = OP_LIMIT + 4096;

/// An op as a record keeps it: without what its neighbours and the record's own key say.
#[derive(Serialize, Deserialize)]
struct Packed {
    /// Order and author; `None` when they are those of the op before.
    batch: Option<Origin>,
    /// How far its sequence number lies behind the one that would follow the op before, modulo 2⁶⁴.
    gap: u64,
    kind: u16,
    clear: Vec<u8>,
    personal: Vec<u8>,
    /// What most ops do not have.
    rest: Option<Rest>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Origin {
    stamp: Stamp,
    stream: StreamId,
    actor: Slug,
    role: Role,
    agency: Slug,
}

#[derive(Serialize, Deserialize)]
struct Rest {
    flags: u8,
    /// What it is about, when that is not the record's subject.
    subject: Option<Subject>,
    key: Option<[u8; 16]>,
}

impl Origin {
    fn of(entry: &Entry) -> Self {
        Self {
            stamp: entry.key.stamp,
            stream: entry.key.op.stream,
            actor: entry.actor.clone(),
            role: entry.role,
            agency: entry.agency.clone(),
        }
    }

    fn is_of(&self, entry: &Entry) -> bool {
        self.stamp == entry.key.stamp
            && self.stream == entry.key.op.stream
            && self.actor == entry.actor
            && self.role == entry.role
            && self.agency == entry.agency
    }
}

/// Entries of a subject becoming bytes, one after the other.
#[derive(Default)]
pub struct Packer {
    bytes: Vec<u8>,
    before: Option<(Origin, u64)>,
}

impl Packer {
    /// Adds an entry of the record of `subject`, behind the ones before.
    ///
    /// # Errors
    /// When a value of it cannot be written.
    pub fn add(&mut self, subject: Subject, entry: &Entry) -> Result<(), StoreError> {
        let raw = entry.op.raw()?;
        let seq = entry.key.op.seq;
        let (origin, last) = match self.before.take() {
            Some((origin, last)) if origin.is_of(entry) => (None, last),
            _ => (Some(Origin::of(entry)), 0),
        };
        let own = raw.subject == subject;
        let rare = raw.flags != 0 || !own || raw.key.is_some();
        let packed = Packed {
            gap: seq.wrapping_sub(last).wrapping_sub(1),
            batch: origin,
            kind: raw.kind,
            clear: raw.clear,
            personal: raw.personal,
            rest: rare.then_some(Rest {
                flags: raw.flags,
                subject: (!own).then_some(raw.subject),
                key: raw.key,
            }),
        };
        self.bytes.extend(codec::encode(&packed)?);
        let origin = packed.batch.unwrap_or_else(|| Origin::of(entry));
        self.before = Some((origin, seq));
        Ok(())
    }
}

/// The bytes of the entries of a subject, in their order.
///
/// # Errors
/// When a value of them cannot be written.
pub fn pack<'e>(
    subject: Subject,
    entries: impl IntoIterator<Item = &'e Entry>,
) -> Result<Vec<u8>, StoreError> {
    let mut packer = Packer::default();
    for entry in entries {
        packer.add(subject, entry)?;
    }
    Ok(packer.bytes)
}

/// The entries of a subject whose bytes these are.
///
/// # Errors
/// When they are not.
pub fn unpack(subject: Subject, mut bytes: &[u8]) -> Result<Vec<Entry>, StoreError> {
    let mut entries: Vec<Entry> = Vec::new();
    while !bytes.is_empty() {
        let packed = codec::decode_first::<ENTRY_LIMIT, Packed>(&mut bytes)?;
        let entry = unpacked(subject, packed, entries.last())?;
        entries.push(entry);
    }
    Ok(entries)
}

fn unpacked(subject: Subject, packed: Packed, before: Option<&Entry>) -> Result<Entry, StoreError> {
    let (origin, last) = match (packed.batch, before) {
        (Some(origin), _) => (origin, 0),
        (None, Some(before)) => (Origin::of(before), before.key.op.seq),
        (None, None) => return Err(StoreError::Damaged("a record".to_owned())),
    };
    let (flags, about, key) = packed
        .rest
        .map_or((0, None, None), |rest| (rest.flags, rest.subject, rest.key));
    let op = OpId {
        stream: origin.stream,
        seq: last.wrapping_add(packed.gap).wrapping_add(1),
    };
    Ok(Entry {
        key: OrderKey {
            stamp: origin.stamp,
            op,
        },
        actor: origin.actor,
        role: origin.role,
        agency: origin.agency,
        op: Op::of(RawOp {
            kind: packed.kind,
            flags,
            subject: about.unwrap_or(subject),
            key,
            clear: packed.clear,
            personal: packed.personal,
        }),
    })
}

/// The value of a record: the row of a ticket, so that a list folds nothing, and the entries; compressed
/// where that makes them shorter.
///
/// # Errors
/// When a value of them cannot be written.
pub fn value<'e>(
    subject: Subject,
    row: Option<&Row>,
    entries: impl IntoIterator<Item = &'e Entry>,
) -> Result<Vec<u8>, StoreError> {
    let mut plain = codec::encode(&row)?;
    plain.extend(pack(subject, entries)?);
    let compressed = lz4_flex::compress(&plain);
    // The length may take three bytes, and one when it says that nothing is compressed.
    let (length, rest) = if compressed.len() + 2 < plain.len() {
        (plain.len(), compressed)
    } else {
        (0, plain)
    };
    let mut value = codec::encode(&length)?;
    value.extend(rest);
    Ok(value)
}

/// The row and the entries of a record's value as they were before they were compressed.
fn plain(mut value: &[u8]) -> Result<Cow<'_, [u8]>, StoreError> {
    let length = codec::decode_first::<16, usize>(&mut value)?;
    if length == 0 {
        return Ok(value.into());
    }
    let damaged = || StoreError::Damaged("a record".to_owned());
    // The most that LZ4 makes of so many bytes: no damage claims more memory.
    if length / 256 > value.len() {
        return Err(damaged());
    }
    let plain = lz4_flex::decompress(value, length).map_err(|_damage| damaged())?;
    if plain.len() != length {
        return Err(damaged());
    }
    Ok(plain.into())
}

/// The entries of a record's value.
///
/// # Errors
/// When they are not.
fn entries(subject: Subject, value: &[u8]) -> Result<Vec<Entry>, StoreError> {
    let plain = plain(value)?;
    let mut rest = &plain[..];
    codec::decode_first::<ENTRY_LIMIT, Option<Row>>(&mut rest)?;
    unpack(subject, rest)
}

/// The row of a ticket; `None` when there is no such ticket.
///
/// # Errors
/// When a value is damaged.
pub fn row(kv: &dyn Kv, ticket: TicketId) -> Result<Option<Row>, StoreError> {
    match seal::get(kv, &key::record(Subject::ticket(ticket)))? {
        Some(bytes) => Ok(codec::decode_first::<ENTRY_LIMIT, _>(
            &mut &plain(&bytes)?[..],
        )?),
        None => Ok(None),
    }
}

/// Every op of a subject.
///
/// # Errors
/// When a value is damaged.
pub fn record(kv: &dyn Kv, subject: Subject) -> Result<Record, StoreError> {
    match seal::get(kv, &key::record(subject))? {
        Some(bytes) => Ok(entries(subject, &bytes)?.into_iter().collect()),
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
            let entries = entries(subject, &seal::open(kv, key, head)?)?;
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
    use crate::domain::{
        id::{InteractionId, TicketId},
        outcome::Outcome,
        text::Text,
    };
    use proptest::prelude::*;

    /// Ops of two batches: of the ticket, of its call, and one of a kind this version does not know.
    fn a_record() -> (Subject, Vec<Entry>) {
        let (ticket, interaction) = (TicketId::new([7; 16]), InteractionId::new([9; 16]));
        let note = |words: &str| Op::Note {
            ticket,
            text: Text::line(words),
            corrects: None,
        };
        let conclude = Op::Conclude {
            interaction,
            ticket: Some(ticket),
            outcome: Outcome::Answered,
            answer: None,
            corrects: None,
            text: Text::line("Denuncia e una foto, poi allo sportello."),
        };
        let strange = Op::Unknown(RawOp {
            kind: 60_000,
            flags: 1,
            subject: Subject::ticket(ticket),
            key: Some([5; 16]),
            clear: vec![1, 2, 3],
            personal: vec![4; 100],
        });
        let again = "Ha richiamato per la carta d'identità smarrita";
        let ops = [
            (1, 40, note(again)),
            (1, 41, note(again)),
            (1, 39, conclude),
            (2, 1, strange),
            (2, u64::MAX, note(again)),
        ];
        let entry = |(batch, seq, op)| Entry {
            key: OrderKey {
                stamp: Stamp(1_000u64 * batch),
                op: OpId {
                    stream: StreamId::new([3; 16]),
                    seq,
                },
            },
            actor: Slug::parse("claudia").unwrap(),
            role: Role::FirstLevel,
            agency: Slug::parse("esempio").unwrap(),
            op,
        };
        (Subject::ticket(ticket), ops.map(entry).to_vec())
    }

    #[test]
    fn a_record_reads_back_and_is_shorter_than_its_ops_alone() {
        let (subject, record) = a_record();
        let value = value(subject, None, &record).unwrap();
        assert_eq!(entries(subject, &value).unwrap(), record);
        let alone = record.iter().map(|entry| pack(subject, [entry]).unwrap());
        let alone: usize = alone.map(|bytes| bytes.len()).sum();
        assert!(value.len() < alone, "{} {alone}", value.len());
        for end in 0..value.len() {
            assert!(entries(subject, &value[..end]).map_or(true, |cut| cut != record));
        }
    }

    #[test]
    fn a_record_that_claims_to_be_longer_than_its_bytes_can_be_is_damaged() {
        let (subject, record) = a_record();
        let many: Vec<Entry> = (0..50).flat_map(|_| record.clone()).collect();
        let value = value(subject, None, &many).unwrap();
        let length: usize = codec::decode_first::<16, _>(&mut &value[..]).unwrap();
        assert!(length > value.len());
        let body = &value[codec::encode(&length).unwrap().len()..];
        for claimed in [length - 1, length + 1, body.len() * 256 + 256, usize::MAX] {
            let bytes = [&codec::encode(&claimed).unwrap()[..], body].concat();
            let read = entries(subject, &bytes);
            assert!(matches!(read, Err(StoreError::Damaged(_))), "{claimed}");
        }
    }

    /// Views are compared with those the journal makes, byte for byte: other bytes need
    /// another [`super::super::VERSION`].
    #[test]
    fn the_bytes_of_a_record_are_those_of_this_version() {
        let (subject, record) = a_record();
        let hash = blake3::hash(&value(subject, None, &record).unwrap());
        let bytes = hash.to_hex();
        let golden = "3f98ba618b7b3af4";
        let same = bytes.starts_with(golden);
        assert_eq!((super::super::VERSION, same), (8, true), "{bytes}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_entries_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = unpack(Subject::REPLICA, &bytes);
            let _ = entries(Subject::REPLICA, &bytes);
            let whole = [&codec::encode(&bytes.len()).unwrap()[..], &lz4_flex::compress(&bytes)];
            let _ = entries(Subject::REPLICA, &whole.concat());
        }
    }
}
