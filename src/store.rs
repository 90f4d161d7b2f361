//! The views of the journal: what is asked quickly. Derived, disposable, made again from the journal.
//!
//! A view is a function of the *set* of ops of its subject ([`derive`]), so applying a batch twice,
//! or again after half of it was written, ends in the same keys and values as a rebuild. Readers and the one
//! writer are kept apart by the owner's lock: nobody sees half a batch.

mod apply;
mod articles;
mod compare;
mod derive;
mod digest;
mod directory;
mod entry;
mod key;
pub mod kv;
mod leaves;
mod list;
mod memory_kv;
mod read;
mod rebuild;
pub mod row;
mod seal;
pub mod shelf;
mod sled_kv;
mod stream;
mod writer;

pub use apply::Changed;
pub use derive::Reading;
pub use digest::{Digesting, Digests};
pub use directory::{Opened, Views};
pub use rebuild::{Pass, Rebuild, Report};
pub use row::{Filter, Row};
pub use shelf::{CuratorTask, Shelf};
pub use stream::Stream;

use crate::domain::{
    batch::Batch,
    codec::{self, CodecError},
    op::FrameError,
};
use kv::{Kv, KvError};
use leaves::Leaves;
use memory_kv::MemoryKv;
use serde::{Deserialize, Serialize};

/// Version of the keys and values: views of another version are made again.
const VERSION: u32 = 8;

/// Why the views cannot answer. None of it touches the journal: `sportello store rebuild`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine failed.
    #[error(transparent)]
    Kv(#[from] KvError),
    /// A value is not what was written.
    #[error("damaged: {0}")]
    Damaged(String),
    /// A value cannot be written or read.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// An op cannot be written or read.
    #[error(transparent)]
    Op(#[from] FrameError),
    /// It was told to stop.
    #[error("given up")]
    GivenUp,
    /// The files of the views cannot be reached.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl StoreError {
    fn damaged(key: &[u8]) -> Self {
        Self::Damaged(key.escape_ascii().to_string())
    }
}

/// A batch as the journal holds it.
#[derive(Clone, Copy, Debug)]
pub struct Logged<'a> {
    /// The batch.
    pub batch: &'a Batch,
    /// Its hash.
    pub hash: [u8; 32],
    /// The position in the journal behind it.
    pub next: u64,
}

/// What the views stand for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Version of the views.
    pub version: u32,
    /// What the program that made them could read.
    pub vocabulary: u64,
    /// The position in the journal up to which it is applied.
    pub position: u64,
    /// Batches applied.
    pub batches: u64,
    /// Ops applied.
    pub ops: u64,
    /// Ops of the journal that this version cannot read.
    pub unread: u64,
    /// The position behind the last batch that changed an article in force.
    pub articles: u64,
}

/// The views over an engine. One thread writes; the owner keeps readers out meanwhile.
pub struct Store {
    kv: Box<dyn Kv>,
    reading: Reading,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// How texts are read.
    #[must_use]
    pub const fn reading(&self) -> Reading {
        self.reading
    }

    /// Empty views in memory: to hold others against, and for tests.
    #[must_use]
    pub fn in_memory(reading: Reading) -> Self {
        Self::new(Box::new(Leaves::over(MemoryKv::default())), reading)
    }

    /// Views over this engine; empty when it is.
    fn new(kv: Box<dyn Kv>, reading: Reading) -> Self {
        Self { kv, reading }
    }

    /// What the views stand for.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn progress(&self) -> Result<Progress, StoreError> {
        let stored = seal::get(&*self.kv, &key::progress())?;
        stored.map_or_else(
            || Ok(Progress::default()),
            |bytes| Ok(codec::decode::<1024, _>(&bytes)?),
        )
    }

    /// Bytes on disk.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.kv.bytes()
    }

    /// Hands everything to the disk.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn flush(&self) -> Result<(), StoreError> {
        Ok(self.kv.flush()?)
    }
}

#[cfg(test)]
pub(crate) mod tests;
