//! The journal: the append-only log that is the truth. One batch is one record, one append is one
//! fsync group, and what has been appended is durable.
//!
//! | file | what it is |
//! |---|---|
//! | `plan`, `append` | which bytes go where; writing them, all or nothing |
//! | `header`, `record` | a batch as bytes, and under checksums |
//! | `segment` | the files, and what each says of the one before |
//! | `scan`, `survey`, `recovery`, `quarantine` | reading what may be damaged, and repairing it |
//! | `replay`, `chain`, `reader` | the batches in order, each stream's chain verified |
//! | `walk` | the same over a segment in memory, as a backup holds it |
//! | `disk` | every call that changes the disk |
//!
//! It has no thread and no clock: one committer thread of the keeper gathers what is waiting and
//! calls [`Journal::append`].

mod append;
mod bytes;
mod chain;
pub(crate) mod disk;
mod error;
mod header;
mod plan;
mod position;
pub(crate) mod quarantine;
mod reader;
mod record;
mod recovery;
mod replay;
mod scan;
pub(crate) mod segment;
mod survey;
mod walk;

pub use chain::{Break, BreakKind, StreamHead};
pub use error::{Cause, JournalError, ReadOnly};
pub use header::{Link, RecordError, SEEN_LIMIT, VERSION, hash_of};
pub use position::Position;
pub use reader::Reader;
pub use recovery::Recovery;
pub(crate) use replay::end_of;
pub use replay::{Findings, Replay, Stored, Unread};
pub use scan::Damage;
pub use segment::Totals;
pub(crate) use walk::{Image, Sound, Walk};

use crate::domain::batch::Batch;
use append::Writer;
use disk::Disk;
use plan::Plan;
use quarantine::Reason;
use recovery::{Active, Opened};
use rustix::fs::FlockOperation;
use std::{
    fs::File,
    path::{Path, PathBuf},
};

/// How a journal is kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Options {
    /// How many bytes a segment is given; between 4 KiB and 32 MiB whatever is asked for.
    pub segment_bytes: u32,
}

impl Default for Options {
    /// Segments of 16 MiB.
    fn default() -> Self {
        Self {
            segment_bytes: 16 * 1024 * 1024,
        }
    }
}

/// Counts and sizes of a journal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stats {
    /// Batches and ops.
    pub totals: Totals,
    /// Up to where it is durable.
    pub end: Position,
    /// Bytes of the segments, unwritten tail aside.
    pub bytes: u64,
    /// How many segments there are.
    pub segments: u32,
    /// The files in quarantine, by name.
    pub quarantined: Vec<String>,
}

/// The journal of a data directory, open for writing: there is one at a time.
#[derive(Debug)]
pub struct Journal {
    dir: PathBuf,
    options: Options,
    disk: Box<dyn Disk>,
    active: Active,
    fault: Option<ReadOnly>,
    /// Kept for as long as this lives.
    _lock: Lock,
}

impl Journal {
    /// Opens the journal in `dir`, or creates it there; repairs a torn tail. What the journal holds
    /// when this returns is durable, unless it is read-only: then it could not be repaired, and can
    /// be read up to its end.
    ///
    /// # Errors
    /// When it cannot be read at all, another process has it open, a segment is missing, or a newer
    /// program made it.
    pub fn open(dir: &Path, options: Options) -> Result<(Self, Recovery), JournalError> {
        Self::open_on(Box::new(disk::Real), dir, options)
    }

    fn open_on(
        disk: Box<dyn Disk>,
        dir: &Path,
        options: Options,
    ) -> Result<(Self, Recovery), JournalError> {
        segment::create_dir(dir).map_err(JournalError::io("create", dir))?;
        let lock = lock(dir)?;
        let options = Options {
            segment_bytes: options.segment_bytes.clamp(4096, segment::LARGEST / 2),
        };
        let writer = Writer {
            disk: disk.as_ref(),
            dir,
            segment_bytes: options.segment_bytes,
        };
        let Opened {
            active,
            recovery,
            fault,
        } = recovery::open(&writer, None)?;
        let journal = Self {
            dir: dir.to_owned(),
            options,
            disk,
            active,
            fault,
            _lock: lock,
        };
        Ok((journal, recovery))
    }

    /// Appends a group of batches with one fsync; where each record begins. When this returns they
    /// are durable, all of them. On an error none of them is in the journal; only if the disk refused
    /// to be cut back too, and the program ends before it reopened, can the next opening find some
    /// of them whole and keep them: batch ids tell.
    ///
    /// # Errors
    /// [`JournalError::Batch`] when one is no record: nothing happened. [`JournalError::ReadOnly`]
    /// when the disk failed, now or before: see [`Self::reopen_after_fault`].
    pub fn append(&mut self, group: &[Batch]) -> Result<Vec<Position>, JournalError> {
        if let Some(reason) = &self.fault {
            return Err(JournalError::ReadOnly(reason.clone()));
        }
        let packed =
            plan::pack(group).map_err(|(index, source)| JournalError::Batch { index, source })?;
        if packed.is_empty() {
            return Ok(Vec::new());
        }
        let Active { file, end, totals } = &self.active;
        let plan = Plan::new(*end, *totals, self.options.segment_bytes, &packed);
        match self.writer().execute(file, *end, &plan) {
            Ok(created) => {
                if let Some(file) = created {
                    self.active.file = file;
                }
                self.active.end = plan.end;
                self.active.totals = plan.totals;
                Ok(plan.positions)
            }
            Err(reason) => {
                self.writer().abandon(file, *end, &plan);
                self.fault = Some(reason.clone());
                Err(JournalError::ReadOnly(reason))
            }
        }
    }

    /// Tries to write again after a fault: reads the last segment anew from the disk, cuts what was
    /// never acknowledged, and is writable when all that was acknowledged is there. Without a fault
    /// nothing happens.
    ///
    /// # Errors
    /// When the disk still fails, or lost what was durable; the journal stays read-only.
    pub fn reopen_after_fault(&mut self) -> Result<Recovery, JournalError> {
        if self.fault.is_none() {
            return Ok(Recovery::default());
        }
        let opened = recovery::open(&self.writer(), Some(self.active.end))?;
        self.active = opened.active;
        self.fault.clone_from(&opened.fault);
        match opened.fault {
            None => Ok(opened.recovery),
            Some(reason) => Err(JournalError::ReadOnly(reason)),
        }
    }

    /// Why nothing can be written at present; `None` when all is well.
    #[must_use]
    pub const fn read_only(&self) -> Option<&ReadOnly> {
        self.fault.as_ref()
    }

    /// Where the next record will go.
    #[must_use]
    pub const fn end(&self) -> Position {
        self.active.end
    }

    /// The batches from `from` up to the present end. The replay is on its own: it can be moved to
    /// another thread while this journal is appended to.
    ///
    /// # Errors
    /// [`JournalError::Beyond`] when the journal ends before `from`.
    pub fn replay(&self, from: Position) -> Result<Replay, JournalError> {
        Replay::new(self.dir.clone(), from, self.end())
    }

    /// The batches between two positions of the journal in `dir`, which may be open elsewhere: what
    /// is durable does not change any more.
    ///
    /// # Errors
    /// [`JournalError::Beyond`] when `end` comes before `from`.
    pub fn replay_between(
        dir: &Path,
        from: Position,
        end: Position,
    ) -> Result<Replay, JournalError> {
        Replay::new(dir.to_owned(), from, end)
    }

    /// Puts a copy of damage that a replay found in quarantine; the name of the file, `None` when
    /// there are only zeros. Done twice, there is one copy.
    ///
    /// # Errors
    /// When the damage cannot be read or the copy not be made durable.
    pub fn set_aside(&self, damage: &Damage) -> Result<Option<String>, JournalError> {
        let until = damage.position.offset.saturating_add(damage.length);
        quarantine::copy(
            self.disk.as_ref(),
            &self.dir,
            Reason::Corrupt,
            damage.position,
            until,
        )
    }

    /// Counts and sizes.
    ///
    /// # Errors
    /// When the files cannot be measured.
    pub fn stats(&self) -> Result<Stats, JournalError> {
        let end = self.end();
        let mut bytes = u64::from(end.offset);
        for segment in 1..end.segment {
            let path = segment::path(&self.dir, segment);
            let file = path
                .metadata()
                .map_err(JournalError::io("measure", &path))?;
            bytes = bytes.saturating_add(file.len());
        }
        Ok(Stats {
            totals: self.active.totals,
            end,
            bytes,
            segments: end.segment,
            quarantined: quarantine::list(&self.dir)?,
        })
    }

    fn writer(&self) -> Writer<'_> {
        Writer {
            disk: self.disk.as_ref(),
            dir: &self.dir,
            segment_bytes: self.options.segment_bytes,
        }
    }
}

/// The directory of a journal, locked until this is dropped.
#[derive(Debug)]
pub(crate) struct Lock(File);

impl Drop for Lock {
    /// Said, and not left to closing the file: a process that is being started in this moment has a copy
    /// of it until it runs its own program, and would keep the journal locked for that long.
    fn drop(&mut self) {
        let _closing_does_it_too = rustix::fs::flock(&self.0, FlockOperation::Unlock);
    }
}

pub(crate) fn lock(dir: &Path) -> Result<Lock, JournalError> {
    let handle = File::open(dir).map_err(JournalError::io("open", dir))?;
    match rustix::fs::flock(&handle, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Lock(handle)),
        Err(rustix::io::Errno::WOULDBLOCK) => Err(JournalError::Locked {
            dir: dir.to_owned(),
        }),
        Err(error) => Err(JournalError::io("lock", dir)(error.into())),
    }
}

#[cfg(test)]
pub(crate) mod tests;
