//! Keys without a value, kept several to a value of the engine: sled takes 240 bytes on disk for a key of 40.
//!
//! A leaf holds the keys from its own, which is where they begin, to the next leaf's. The engine sees the
//! leaves; whoever asks through here sees the keys, in the order of all others.

use super::{
    key,
    kv::{BATCH_KEYS, Change, Kv, KvError, Pair, VALUE_LIMIT, Visit, check},
    seal,
};
use crate::domain::codec;
use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    ops::ControlFlow,
    sync::{Mutex, PoisonError},
};

/// How many keys a leaf holds: with more it is cut, as far as the batch has room for the pieces.
const MOST: usize = 16;

/// An engine that can say what stands before a key.
pub trait Engine: Kv {
    /// The last entry between two keys, both included.
    ///
    /// # Errors
    /// When the engine fails.
    fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<Pair>, KvError>;
}

/// An engine whose bare keys ([`key::is_bare`]) are kept in leaves.
#[derive(Debug, Default)]
pub struct Leaves<E> {
    engine: E,
    /// A leaf is read, changed and written: by one thread at a time.
    changing: Mutex<()>,
}

/// The keys of a leaf.
type Leaf = BTreeSet<Vec<u8>>;

impl<E: Engine> Leaves<E> {
    /// Leaves in this engine, which must hold nothing that was not written through here.
    pub const fn over(engine: E) -> Self {
        let changing = Mutex::new(());
        Self { engine, changing }
    }

    /// The leaf a bare key belongs to, as the engine has it: a table's first leaf begins where it does.
    fn home(&self, bare: &[u8]) -> Result<(Vec<u8>, Option<Vec<u8>>), KvError> {
        let first = bare.get(..1).unwrap_or_default();
        let found = self.engine.last(first, bare)?;
        Ok(found.map_or_else(|| (first.to_vec(), None), |(at, value)| (at, Some(value))))
    }

    /// Applies changes of which some are of bare keys.
    fn change(&self, changes: Vec<Change>) -> Result<(), KvError> {
        let _alone = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut own, mut leaves) = (Vec::new(), BTreeMap::new());
        for change in changes {
            let (Change::Put(key, _) | Change::Delete(key)) = &change;
            if !key::is_bare(key) {
                own.push(change);
                continue;
            }
            let leaf = match leaves.entry(self.home(key)?) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let leaf = read(&new.key().0, new.key().1.as_deref())?;
                    new.insert(leaf)
                }
            };
            match change {
                Change::Put(key, value) if value.is_empty() => leaf.insert(key),
                Change::Put(key, _) => return Err(damaged(&key)),
                Change::Delete(key) => leaf.remove(&key),
            };
        }
        let mut room = BATCH_KEYS.saturating_sub(own.len() + leaves.len());
        for ((at, _), leaf) in leaves {
            let pieces = leaf.len().div_ceil(MOST).clamp(1, room + 1);
            room -= pieces - 1;
            own.extend(written(at, leaf, pieces)?);
        }
        self.engine.apply(own)
    }
}

impl<E: Engine> Kv for Leaves<E> {
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
        let start = if key::is_bare(from) {
            self.home(from)?.0
        } else {
            from.to_vec()
        };
        let table = prefix.get(..1).unwrap_or_default();
        let mut fault = Ok(());
        self.engine.scan(table, &start, &mut |at, value| {
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
        let bare = changes.iter().any(|change| {
            let (Change::Put(key, _) | Change::Delete(key)) = change;
            key::is_bare(key)
        });
        if bare {
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
    let mut at = Some(at);
    let mut puts = Vec::with_capacity(pieces);
    for keys in keys.chunks(keys.len().div_ceil(pieces)) {
        let first = keys.first().cloned().unwrap_or_default();
        let value = value(keys).map_err(|_too_long| damaged(&first))?;
        puts.push(Change::Put(at.take().unwrap_or(first), value));
    }
    Ok(puts)
}

/// Keys in their order, each by how much it shares with the one before and what follows.
fn value(keys: &[Vec<u8>]) -> Result<Vec<u8>, codec::CodecError> {
    let mut before: &[u8] = &[];
    let mut packed = Vec::with_capacity(keys.len());
    for key in keys {
        let shared = key.iter().zip(before).take_while(|(a, b)| a == b).count();
        packed.push((shared, key.get(shared..).unwrap_or_default()));
        before = key;
    }
    Ok(seal::with_checksum(0, &codec::encode(&packed)?))
}

/// Reads what [`value`] wrote; a leaf that is not there is empty.
fn read(at: &[u8], value: Option<&[u8]>) -> Result<Leaf, KvError> {
    let Some(value) = value else {
        return Ok(Leaf::new());
    };
    let (_, bytes) = seal::checked(at, value).map_err(|_why| damaged(at))?;
    let packed: Vec<(usize, Vec<u8>)> =
        codec::decode::<VALUE_LIMIT, _>(bytes).map_err(|_why| damaged(at))?;
    let (mut leaf, mut before) = (Leaf::new(), Vec::new());
    for (shared, rest) in packed {
        before.truncate(shared);
        before.extend(rest);
        leaf.insert(before.clone());
    }
    Ok(leaf)
}

fn damaged(key: &[u8]) -> KvError {
    KvError::Engine(format!("damaged: {}", key.escape_ascii()))
}

#[cfg(test)]
mod tests;
