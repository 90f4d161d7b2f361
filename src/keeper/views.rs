//! Bringing the views up to the journal: the missing tail is replayed, and what cannot be trusted is made again.

use super::service::Fault;
use crate::{
    journal::{Findings, Journal, JournalError, Position, Replay, Stats, Stored},
    store::{Logged, Opened, Pass, Reading, Rebuild, Report, Store, StoreError, Views},
};
use std::{cmp::Ordering, ops::ControlFlow, panic, sync::mpsc::sync_channel, thread};

/// How many batches of a tail are applied at once.
const TAIL: usize = 128;
/// How many batches may be read ahead of what becomes of them: an import's is a mebibyte, and more unpacked.
const AHEAD: usize = 2;

/// Where the views are kept.
#[derive(Clone, Debug)]
pub enum Keeping {
    /// In memory, for tests.
    Memory,
    /// In the data directory.
    Disk(Views),
}

/// Views as they were found.
#[derive(Debug)]
pub enum Found {
    /// They hold all of the journal.
    Whole(Store),
    /// They hold more than the journal does: it has lost what was acknowledged.
    Ahead(Store),
    /// None that can be used: make them.
    Nothing,
    /// Those of a program that reads other things: make them, and the index after them.
    Foreign,
}

/// New views, and what was met in the journal they are made of.
#[derive(Debug)]
pub struct Made {
    /// The views.
    pub store: Store,
    /// How many places of the journal could not be read: what was there is not in these views.
    pub corrupt: u64,
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
    /// The views as they are found, brought up to the journal.
    ///
    /// # Errors
    /// When the journal cannot be read or the data directory cannot be written.
    pub fn open(&self, journal: &Journal) -> Result<Found, ViewsError> {
        let Self::Disk(views) = self else {
            return Ok(Found::Nothing);
        };
        let store = match views.open()? {
            Opened::Sound(store) => store,
            Opened::Foreign => return Ok(Found::Foreign),
            Opened::Unusable(_) => return Ok(Found::Nothing),
        };
        let Ok(progress) = store.progress() else {
            return Ok(Found::Nothing);
        };
        if Position::from_bytes(progress.position.to_be_bytes()) > journal.end() {
            return Ok(Found::Ahead(store));
        }
        let from = Position::from_bytes(progress.position.to_be_bytes());
        if follow(&store, journal.replay(from)?)? {
            return Ok(Found::Whole(store));
        }
        Ok(Found::Nothing)
    }

    /// Puts views that are ahead of the journal where nothing removes them.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn keep_ahead(&self, store: Store) -> Result<(), StoreError> {
        drop(store);
        match self {
            Self::Memory => Ok(()),
            Self::Disk(views) => views.keep_ahead(),
        }
    }

    /// Has views made again at the next opening: renames away those there are, which nobody may have open.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn discard(&self) -> Result<(), StoreError> {
        match self {
            Self::Memory => Ok(()),
            Self::Disk(views) => views.discard(),
        }
    }

    /// Removes views kept because they were ahead.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn forget_ahead(&self) -> Result<(), ViewsError> {
        match self {
            Self::Memory => {}
            Self::Disk(views) => views.forget_ahead()?,
        }
        Ok(())
    }

    /// New views of all of the journal, in place of whatever is there.
    ///
    /// # Errors
    /// When the journal cannot be read or the data directory cannot be written.
    pub fn make(&self, journal: &Journal, reading: Reading) -> Result<Made, ViewsError> {
        let size = Size::of(&journal.stats()?);
        let whole = || journal.replay(Position::START);
        let made = self.prepare(&whole, size, reading, &mut |_, _| ControlFlow::Continue(()))?;
        let prepared = self.put_down(made.store)?;
        Ok(Made {
            store: self.install(prepared)?,
            corrupt: made.corrupt,
        })
    }

    /// New views of the journal from its first record on, beside the ones in use. `whole` reads it as
    /// often as its `size` needs passes; `report` hears how far they are.
    ///
    /// # Errors
    /// When the journal cannot be read or the data directory cannot be written; when told to stop.
    pub fn prepare(
        &self,
        whole: &dyn Fn() -> Result<Replay, JournalError>,
        size: Size,
        reading: Reading,
        report: Report<'_>,
    ) -> Result<Made, ViewsError> {
        let mut corrupt = 0;
        let store = match self {
            Self::Memory => Store::in_memory(reading),
            Self::Disk(views) => views.fresh()?,
        };
        let ops = size.ops;
        for pass in Pass::over(size.bytes) {
            // Reading them is half of the work of a pass, writing what follows from them the other.
            let (before, of) = pass.place();
            let mut rebuild = Rebuild::of(pass);
            let findings = ahead(whole()?, |stored| {
                rebuild.take(logged(&stored))?;
                let read = rebuild.progress().ops;
                match report(2 * before * ops + read, 2 * of * ops) {
                    ControlFlow::Continue(()) => Ok(()),
                    ControlFlow::Break(()) => Err(StoreError::GivenUp.into()),
                }
            })?;
            rebuild.step_over(&findings.unread)?;
            corrupt = findings.corrupt.len() as u64;
            let mut written = |done: u64, all: u64| {
                let done = done.saturating_mul(ops) / all.max(1);
                report((2 * before + 1) * ops + done, 2 * of * ops)
            };
            rebuild.write(&store, &mut written)?;
        }
        Ok(Made { store, corrupt })
    }

    /// Closes new views, so that they can be put in place of others.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn put_down(&self, store: Store) -> Result<Prepared, StoreError> {
        if let Self::Memory = self {
            return Ok(Prepared::Memory(store));
        }
        store.flush()?;
        Ok(Prepared::Disk)
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

/// How much a journal is, about: what a rebuild is divided by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    /// Its ops.
    ops: u64,
    /// Its bytes on disk.
    bytes: u64,
}

impl Size {
    /// Of the journal with these figures.
    #[must_use]
    pub const fn of(stats: &Stats) -> Self {
        Self {
            ops: stats.totals.ops,
            bytes: stats.bytes,
        }
    }
}

/// Takes every batch in while the next ones are read on a thread of their own; what else was met.
fn ahead(
    mut whole: Replay,
    mut take: impl FnMut(Stored) -> Result<(), ViewsError>,
) -> Result<Findings, ViewsError> {
    thread::scope(|scope| {
        let (read, batches) = sync_channel(AHEAD);
        let reading = thread::Builder::new().spawn_scoped(scope, move || {
            // Nobody takes them when it was given up.
            whole.by_ref().try_for_each(|stored| read.send(stored).ok());
            whole.findings().clone()
        });
        let reading = reading.map_err(StoreError::Io)?;
        for stored in batches {
            take(stored?)?;
        }
        let findings = reading.join();
        Ok(findings.unwrap_or_else(|panic| panic::resume_unwind(panic)))
    })
}

fn logged(stored: &Stored) -> Logged<'_> {
    Logged {
        batch: &stored.batch,
        hash: stored.hash,
        next: u64::from_be_bytes(stored.next.bytes()),
    }
}

/// Applies what the views miss; false when they are not views of this journal.
///
/// # Errors
/// When the journal cannot be read.
pub fn follow(store: &Store, mut missing: Replay) -> Result<bool, ViewsError> {
    let mut waiting: Vec<Stored> = Vec::new();
    for stored in missing.by_ref() {
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
    Ok(done && store.step_over(&missing.findings().unread).is_ok())
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
