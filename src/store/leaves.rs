//! Keys without a value, kept several to a value of the engine: sled takes 240 bytes on disk for a key of 41.
//!
//! A leaf lies under its last key and holds the bare keys of its table that come behind the leaf before it;
//! whoever asks through here sees the keys, in the order of all others. A leaf that is too long is cut, one
//! that is empty goes away, and none is ever joined with its neighbour.
//!
//! The last key and not the first, so that the leaf of a key is found going forwards: backwards, sled 0.34.7
//! takes its bound for a key of the page to the left (`Node::predecessor`), as its source reads.

use super::{
    entry, key,
    kv::{BATCH_KEYS, Change, Kv, KvError, Visit, check},
    seal,
};
use crate::domain::codec::{self, CodecError};
use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    ops::ControlFlow,
    sync::{Mutex, PoisonError},
};

/// With more keys than these a leaf is cut, unless the batch is full: then the next one that meets it does.
const MOST: usize = 16;

/// What a table's last leaf lies under, behind the table's byte: no key comes after it.
const END: [u8; 64] = [0xff; 64];

/// An engine whose bare keys ([`key::is_bare`]) are kept in leaves.
#[derive(Debug)]
pub struct Leaves<E> {
    engine: E,
    /// Two writers that read a leaf at once would lose each other's keys.
    changing: Mutex<()>,
}

/// The keys of a leaf.
type Leaf = BTreeSet<Vec<u8>>;

impl<E: Kv> Leaves<E> {
    /// Leaves in this engine, which must hold nothing that was not written through here.
    pub const fn over(engine: E) -> Self {
        let changing = Mutex::new(());
        Self { engine, changing }
    }

    /// The leaf a bare key belongs to, and its value in the engine.
    fn home(&self, bare: &[u8]) -> Result<(Vec<u8>, Option<Vec<u8>>), KvError> {
        let table = bare.get(..1).unwrap_or_default();
        let mut home = None;
        self.engine.scan(table, bare, &mut |at, value| {
            home = Some((at.to_vec(), Some(value.to_vec())));
            ControlFlow::Break(())
        })?;
        Ok(home.unwrap_or_else(|| ([table, &END].concat(), None)))
    }

    /// Applies changes of which some are of bare keys.
    fn change(&self, changes: Vec<Change>) -> Result<(), KvError> {
        let _alone = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut own, mut leaves) = (Vec::new(), BTreeMap::new());
        for change in changes {
            if !key::is_bare(change.key()) {
                own.push(change);
                continue;
            }
            let (at, value) = self.home(change.key())?;
            let leaf: &mut Leaf = match leaves.entry(at) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let leaf = read(new.key(), value.as_deref())?;
                    new.insert(leaf)
                }
            };
            match change {
                Change::Put(key, value) if value.is_empty() => leaf.insert(key),
                Change::Put(..) => return Err(KvError::Bare),
                Change::Delete(key) => leaf.remove(&key),
            };
        }
        let mut room = BATCH_KEYS.saturating_sub(own.len() + leaves.len());
        for (at, leaf) in leaves {
            let pieces = leaf.len().div_ceil(MOST).clamp(1, room + 1);
            room -= pieces - 1;
            own.extend(written(at, leaf, pieces)?);
        }
        self.engine.apply(own)
    }
}

impl<E: Kv> Kv for Leaves<E> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, KvError> {
        if !key::is_bare(key) {
            return self.engine.get(key);
        }
        let (at, value) = self.home(key)?;
        let leaf = read(&at, value.as_deref())?;
        Ok(leaf.contains(key).then(Vec::new))
    }

    fn scan(&self, prefix: &[u8], from: &[u8], visit: Visit<'_>) -> Result<(), KvError> {
        let from = prefix.max(from);
        let table = prefix.get(..1).unwrap_or_default();
        let mut fault = Ok(());
        self.engine.scan(table, from, &mut |at, value| {
            let mut see = |key: &[u8], value: &[u8]| {
                if key.starts_with(prefix) {
                    visit(key, value)
                } else {
                    ControlFlow::Break(())
                }
            };
            if !key::is_bare(at) {
                return see(at, value);
            }
            match read(at, Some(value)) {
                Ok(leaf) => leaf
                    .range(from.to_vec()..)
                    .try_for_each(|key| see(key, &[])),
                Err(error) => {
                    fault = Err(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        fault
    }

    fn apply(&self, changes: Vec<Change>) -> Result<(), KvError> {
        check(&changes)?;
        if changes.iter().any(|change| key::is_bare(change.key())) {
            self.change(changes)
        } else {
            self.engine.apply(changes)
        }
    }

    fn bytes(&self) -> u64 {
        self.engine.bytes()
    }

    fn flush(&self) -> Result<(), KvError> {
        self.engine.flush()
    }
}

/// What puts the keys of a leaf into so many pieces; an empty one goes away.
fn written(at: Vec<u8>, leaf: Leaf, pieces: usize) -> Result<Vec<Change>, KvError> {
    if leaf.is_empty() {
        return Ok(vec![Change::Delete(at)]);
    }
    let keys = Vec::from_iter(leaf);
    let mut puts = Vec::with_capacity(pieces);
    let mut left = &keys[..];
    while !left.is_empty() {
        // The last piece stays where the leaf was.
        let (keys, rest) = left.split_at(left.len().div_ceil(pieces - puts.len()));
        let last = keys.last().filter(|_| !rest.is_empty()).unwrap_or(&at);
        let value = value(keys).map_err(|error| KvError::Engine(error.to_string()))?;
        puts.push(Change::Put(last.clone(), value));
        left = rest;
    }
    Ok(puts)
}

/// Keys in their order, each by how much it shares with the one before and what follows.
fn value(keys: &[Vec<u8>]) -> Result<Vec<u8>, CodecError> {
    let mut before: &[u8] = &[];
    let mut packed = Vec::with_capacity(keys.len());
    for key in keys {
        let shared = key.iter().zip(before).take_while(|(a, b)| a == b).count();
        packed.push((shared, key.get(shared..).unwrap_or_default()));
        before = key;
    }
    Ok(seal::with_checksum(0, &codec::encode(&packed)?))
}

/// Reads what [`value`] wrote under `at`; a leaf that is not there is empty.
fn read(at: &[u8], value: Option<&[u8]>) -> Result<Leaf, KvError> {
    let Some(value) = value else {
        return Ok(Leaf::new());
    };
    let damaged = || KvError::Damaged(at.escape_ascii().to_string());
    let (_, bytes) = seal::checked(at, value).map_err(|_why| damaged())?;
    let packed = codec::decode::<{ entry::LIMIT }, Vec<(usize, Vec<u8>)>>(bytes);
    let (mut leaf, mut key) = (Leaf::new(), Vec::new());
    for (shared, rest) in packed.map_err(|_why| damaged())? {
        let before = key.clone();
        key.truncate(shared);
        key.extend(rest);
        let follows = shared <= before.len() && key > before && *key <= *at;
        if !follows || key.first() != at.first() {
            return Err(damaged());
        }
        leaf.insert(key.clone());
    }
    Ok(leaf)
}

#[cfg(test)]
mod tests;
