//! What can go wrong with the journal, said so that somebody can act.

use super::{Position, RecordError};
use std::{
    io,
    path::{Path, PathBuf},
};

/// Why the journal cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// A file or directory cannot be used.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another keeper has it open.
    #[error("the journal in {} is open in another process", dir.display())]
    Locked {
        /// Its directory.
        dir: PathBuf,
    },
    /// A segment is not there though later ones are: restore it from a backup.
    #[error("segment {} of the journal is missing", path.display())]
    Missing {
        /// Its number.
        segment: u32,
        /// The file it should be.
        path: PathBuf,
    },
    /// A newer version of the program wrote the segment in a way this one cannot read.
    #[error("segment {segment} has format {version}, made by a newer program: use that one")]
    Newer {
        /// Its number.
        segment: u32,
        /// The version of its format.
        version: u16,
    },
    /// A file has the name of a segment and more bytes than a segment can have.
    #[error("{} has {bytes} bytes, too many for a segment: put it aside", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// A batch of the group cannot be a record; nothing of the group was written.
    #[error("batch {index} of the group cannot be written: {source}")]
    Batch {
        /// Its place in the group, from 0.
        index: usize,
        /// Why.
        source: RecordError,
    },
    /// Nothing can be written until [`super::Journal::reopen_after_fault`] succeeds.
    #[error("the journal is read-only: {0}")]
    ReadOnly(ReadOnly),
    /// The journal ends before this position: whoever remembers it saw more than is left.
    #[error("no record begins at {asked}: the journal ends at {end}")]
    Beyond {
        /// What was asked for.
        asked: Position,
        /// Where the journal ends.
        end: Position,
    },
    /// Records that were durable are gone.
    #[error("the journal was durable up to {durable} and is whole only up to {found}")]
    Lost {
        /// The end that was acknowledged.
        durable: Position,
        /// The end that is found now.
        found: Position,
    },
}

impl JournalError {
    /// Whether no space, or no quota, is left.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::ReadOnly(reason) => reason.cause == Cause::Full,
            Self::Io { source, .. } => is_full(source),
            _ => false,
        }
    }

    /// For `map_err`: what was tried on which file.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            doing,
            path: path.to_owned(),
            source,
        }
    }
}

/// Why nothing can be written at present. Everything written before can be read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{cause}: {detail}")]
pub struct ReadOnly {
    /// What sort of thing it is.
    pub cause: Cause,
    /// What the system said.
    pub detail: String,
}

/// What sort of fault made the journal read-only.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Cause {
    /// No space, or no quota, is left.
    #[error("the disk is full")]
    Full,
    /// A write or a change of a file failed.
    #[error("the disk cannot be written")]
    Write,
    /// The disk did not confirm that something is durable; the same is never asked twice.
    #[error("the disk does not confirm what was written")]
    Sync,
    /// Damage found at opening could not be put aside or cut.
    #[error("the journal could not be repaired")]
    Repair,
}

impl ReadOnly {
    /// A fault of this sort, or a full disk if that is what the system says.
    pub(super) fn because(cause: Cause, error: &io::Error) -> Self {
        let full = is_full(error);
        Self {
            cause: if full { Cause::Full } else { cause },
            detail: error.to_string(),
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}
