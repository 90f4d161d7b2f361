//! An op as the views keep it under its subject, and the record of a subject read back.

use super::{StoreError, key, kv::Kv, seal};
use crate::domain::{
    codec,
    fold::{Entry, Record},
    op::{Op, Subject},
    order::OrderKey,
    outcome::Role,
    slug::Slug,
};
use std::{collections::BTreeMap, ops::ControlFlow};

/// The most bytes the views decode at once.
pub const LIMIT: usize = 4 << 20;

/// The bytes of an entry, without its key: who, in which role, for whom, and the op's own frame.
///
/// # Errors
/// When the op is larger than an op may be.
pub fn pack(entry: &Entry) -> Result<Vec<u8>, StoreError> {
    let mut bytes = codec::encode(&(&entry.actor, entry.role, &entry.agency))?;
    let length =
        u16::try_from(bytes.len()).map_err(|_long| StoreError::Damaged("entry".to_owned()))?;
    bytes.splice(..0, length.to_le_bytes());
    entry.op.write(&mut bytes)?;
    Ok(bytes)
}

/// The entry whose bytes these are.
///
/// # Errors
/// When they are not.
pub fn unpack(order: OrderKey, bytes: &[u8]) -> Result<Entry, StoreError> {
    let damaged = || StoreError::Damaged(format!("op {}", order.op));
    let (length, rest) = bytes.split_first_chunk().ok_or_else(damaged)?;
    let (head, mut frame) = rest
        .split_at_checked(usize::from(u16::from_le_bytes(*length)))
        .ok_or_else(damaged)?;
    let (actor, role, agency): (Slug, Role, Slug) = codec::decode::<1024, _>(head)?;
    Ok(Entry {
        key: order,
        actor,
        role,
        agency,
        op: Op::read(&mut frame)?,
    })
}

/// Every op of a subject.
///
/// # Errors
/// When a value is damaged.
pub fn record(kv: &dyn Kv, subject: Subject) -> Result<Record, StoreError> {
    let mut record = Record::default();
    visit(kv, &key::ops(subject), |_, entry| record.add(entry))?;
    Ok(record)
}

/// Visits the ops whose keys start with `prefix`, by subject and order.
///
/// # Errors
/// When a value is damaged.
pub fn visit(
    kv: &dyn Kv,
    prefix: &[u8],
    mut each: impl FnMut(Subject, Entry),
) -> Result<(), StoreError> {
    let mut fault = Ok(());
    kv.scan(prefix, &[], &mut |key, head| {
        let read = || {
            let (subject, order) = key::read_op(key).ok_or_else(|| StoreError::damaged(key))?;
            Ok((subject, unpack(order, &seal::open(kv, key, head)?)?))
        };
        match read() {
            Ok((subject, entry)) => {
                each(subject, entry);
                ControlFlow::Continue(())
            }
            Err(error) => {
                fault = Err(error);
                ControlFlow::Break(())
            }
        }
    })?;
    fault
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
