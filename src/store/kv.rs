//! The seam to the ordered key-value engine: a handful of byte-level calls, so that sled stays in one file.

use std::ops::ControlFlow;

/// The most keys one atomic batch may carry: sled takes 12 times the memory for batches of 1,000
/// tickets as for batches of 50 keys (DESIGN, rules for sled).
pub const BATCH_KEYS: usize = 64;

/// The most bytes one value may take.
pub const VALUE_LIMIT: usize = 64 * 1024;

/// One key put or taken away.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// The key takes this value.
    Put(Vec<u8>, Vec<u8>),
    /// The key goes away; nothing happens when it is not there.
    Delete(Vec<u8>),
}

impl Change {
    /// The key that changes.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        let (Self::Put(key, _) | Self::Delete(key)) = self;
        key
    }
}

/// Why the engine did not do it.
#[derive(Debug, thiserror::Error)]
pub enum KvError {
    /// The engine failed: the views are renamed away and made again.
    #[error("the views cannot be used: {0}")]
    Engine(String),
    /// More than [`BATCH_KEYS`] keys in a batch.
    #[error("{0} keys in one batch, at most {BATCH_KEYS} are allowed")]
    Batch(usize),
    /// A value larger than [`VALUE_LIMIT`].
    #[error("a value of {0} bytes, at most {VALUE_LIMIT} are allowed")]
    Value(usize),
    /// What the engine gave back is not what was written; of which key.
    #[error("damaged: {0}")]
    Damaged(String),
    /// A value for a key that stands for itself.
    #[error("a value for a key that has none")]
    Bare,
    /// The files cannot be reached.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// A key and its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// What a scan calls for each entry; it breaks when it has enough.
pub type Visit<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> ControlFlow<()>;

/// An ordered map of bytes. Adapters hold the same contract, tested in `kv/tests.rs`.
pub trait Kv: Send + Sync {
    /// The value of a key.
    ///
    /// # Errors
    /// When the engine fails.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, KvError>;

    /// Visits the keys that start with `prefix`, from `from` on, in order, until told to stop. Beside a
    /// change it may see a key twice or not at all: the store's owner keeps readers and the writer apart.
    ///
    /// # Errors
    /// When the engine fails.
    fn scan(&self, prefix: &[u8], from: &[u8], visit: Visit<'_>) -> Result<(), KvError>;

    /// Applies all the changes or none, in this order.
    ///
    /// # Errors
    /// When there are more than [`BATCH_KEYS`], a value is too large or where none belongs, or the engine
    /// fails.
    fn apply(&self, changes: Vec<Change>) -> Result<(), KvError>;

    /// How many bytes it takes on disk; 0 in memory.
    fn bytes(&self) -> u64;

    /// Hands everything to the operating system. No promise of durability: the journal makes it.
    ///
    /// # Errors
    /// When the engine fails.
    fn flush(&self) -> Result<(), KvError>;
}

/// Refuses what no adapter may take.
///
/// # Errors
/// When there are too many changes or one of them is too large.
pub fn check(changes: &[Change]) -> Result<(), KvError> {
    if changes.len() > BATCH_KEYS {
        return Err(KvError::Batch(changes.len()));
    }
    for change in changes {
        if let Change::Put(_, value) = change
            && value.len() > VALUE_LIMIT
        {
            return Err(KvError::Value(value.len()));
        }
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;
