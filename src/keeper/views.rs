//! Bringing the views up to the journal: the missing tail is replayed, and what cannot be trusted is made again.

use super::service::Fault;
use crate::{
    journal::{Journal, JournalError, Position, Stored},
    store::{Logged, Opened, Reading, Rebuild, Store, StoreError, Views, memory_kv::MemoryKv},
};
use std::cmp::Ordering;

/// How many batches of a tail are applied at once.
const TAIL: usize = 128;

/// Where the views are kept.
#[derive(Debug)]
pub enum Keeping {
    /// In memory, for tests.
    Memory,
    /// In the data directory.
    Disk(Views),
}

/// Views that are made and not yet in use.
#[derive(Debug)]
pub enum Prepared {
    /// In memory.
    Memory(Store),
    /// In a directory of their own.
    Disk,
}

/// Why views cannot be brought up.
#[derive(Debug, thiserror::Error)]
pub enum ViewsError {
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The views cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ViewsError> for Fault {
    fn from(error: ViewsError) -> Self {
        Self::Store(error.to_string())
    }
}

impl Keeping {
    /// Views that hold all of the journal, and whether another program had made those before.
    ///
    /// # Errors
    /// When the journal cannot be read or the data directory cannot be written.
    pub fn open(&self, journal: &Journal, reading: Reading) -> Result<(Store, bool), ViewsError> {
        let mut foreign = false;
        if let Self::Disk(views) = self {
            match views.open()? {
                Opened::Sound(store) if catch_up(&store, journal)? => return Ok((store, false)),
                Opened::Foreign => foreign = true,
                Opened::Sound(_) | Opened::Unusable(_) => {}
            }
        }
        Ok((self.make(journal, reading)?, foreign))
    }

    fn make(&self, journal: &Journal, reading: Reading) -> Result<Store, ViewsError> {
        let prepared = self.prepare(journal, reading)?;
        Ok(self.install(prepared)?)
    }

    /// New views, from the first record on, beside the ones in use.
    ///
    /// # Errors
    /// When the journal cannot be read or the data directory cannot be written.
    pub fn prepare(&self, journal: &Journal, reading: Reading) -> Result<Prepared, ViewsError> {
        let mut rebuild = Rebuild::default();
        let mut replay = journal.replay(Position::START)?;
        for stored in replay.by_ref() {
            rebuild.take(logged(&stored?))?;
        }
        rebuild.step_over(&replay.findings().unread)?;
        Ok(match self {
            Self::Memory => {
                let store = Store::new(Box::new(MemoryKv::default()), reading);
                rebuild.write(&store, &mut |_, _| {})?;
                Prepared::Memory(store)
            }
            Self::Disk(views) => {
                views.prepare(rebuild, &mut |_, _| {})?;
                Prepared::Disk
            }
        })
    }

    /// Puts new views in place of the old ones, which must be closed.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn install(&self, prepared: Prepared) -> Result<Store, StoreError> {
        match (self, prepared) {
            (_, Prepared::Memory(store)) => Ok(store),
            (Self::Disk(views), Prepared::Disk) => views.install(),
            (Self::Memory, Prepared::Disk) => Err(StoreError::Damaged("views".to_owned())),
        }
    }

    /// Hands the views to the disk.
    ///
    /// # Errors
    /// When that fails; the next start then does not trust them after a power cut.
    pub fn close(&self, store: Store) -> Result<(), StoreError> {
        match self {
            Self::Memory => Ok(()),
            Self::Disk(views) => views.close(store),
        }
    }
}

fn logged(stored: &Stored) -> Logged<'_> {
    Logged {
        batch: &stored.batch,
        hash: stored.hash,
        next: u64::from_be_bytes(stored.next.bytes()),
    }
}

/// Applies what the views miss; false when they are not views of this journal.
fn catch_up(store: &Store, journal: &Journal) -> Result<bool, ViewsError> {
    let Ok(progress) = store.progress() else {
        return Ok(false);
    };
    let from = Position::from_bytes(progress.position.to_be_bytes());
    let mut replay = match journal.replay(from) {
        Ok(replay) => replay,
        Err(JournalError::Beyond { .. }) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let mut waiting: Vec<Stored> = Vec::new();
    while let Some(stored) = replay.next() {
        let stored = stored?;
        if !follows(store, &stored, &waiting) {
            return Ok(false);
        }
        waiting.push(stored);
        if waiting.len() == TAIL && !applied(store, &mut waiting) {
            return Ok(false);
        }
    }
    let done = applied(store, &mut waiting);
    Ok(done && store.step_over(&replay.findings().unread).is_ok())
}

fn applied(store: &Store, waiting: &mut Vec<Stored>) -> bool {
    let group: Vec<Logged<'_>> = waiting.iter().map(logged).collect();
    let done = group.is_empty() || store.apply(&group).is_ok();
    waiting.clear();
    done
}

/// Whether the first batch of a tail names the last one the views hold of its stream: views of
/// another journal, or views that lost something, do not get past this.
fn follows(store: &Store, stored: &Stored, waiting: &[Stored]) -> bool {
    let header = &stored.batch.header;
    if waiting
        .iter()
        .any(|one| one.batch.header.stream == header.stream)
    {
        return true;
    }
    match store.stream(header.stream) {
        Ok(Some(known)) => match header.number.cmp(&known.next_number) {
            // Applied before: applying it again changes nothing.
            Ordering::Less => true,
            Ordering::Equal => known.last_hash == header.previous,
            Ordering::Greater => false,
        },
        Ok(None) => header.number == 1,
        Err(_damaged) => false,
    }
}
