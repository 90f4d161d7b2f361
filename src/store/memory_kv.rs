//! The engine in memory, under the same contract: what views on disk are held against, and for tests.

use super::kv::{Change, Kv, KvError, Visit, check};
use std::{
    collections::BTreeMap,
    sync::{PoisonError, RwLock},
};

/// A `BTreeMap`.
#[derive(Debug, Default)]
pub struct MemoryKv {
    map: RwLock<BTreeMap<Vec<u8>, Vec<u8>>>,
}

impl Kv for MemoryKv {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, KvError> {
        let map = self.map.read().unwrap_or_else(PoisonError::into_inner);
        Ok(map.get(key).cloned())
    }

    fn scan(&self, prefix: &[u8], from: &[u8], visit: Visit<'_>) -> Result<(), KvError> {
        let map = self.map.read().unwrap_or_else(PoisonError::into_inner);
        let start = prefix.max(from).to_vec();
        for (key, value) in map.range(start..) {
            if !key.starts_with(prefix) || visit(key, value).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn apply(&self, changes: Vec<Change>) -> Result<(), KvError> {
        check(&changes)?;
        let mut map = self.map.write().unwrap_or_else(PoisonError::into_inner);
        for change in changes {
            match change {
                Change::Put(key, value) => map.insert(key, value),
                Change::Delete(key) => map.remove(&key),
            };
        }
        Ok(())
    }

    fn bytes(&self) -> u64 {
        0
    }

    fn flush(&self) -> Result<(), KvError> {
        Ok(())
    }
}
