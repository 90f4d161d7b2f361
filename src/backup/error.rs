//! What can go wrong with a backup, said so that somebody can act.

use crate::journal::JournalError;
use std::{
    io,
    path::{Path, PathBuf},
};

/// Why a backup cannot be made, read or used.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
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
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// What was written reads differently: the disk lies, or somebody else wrote there.
    #[error("{} reads differently from what was written", path.display())]
    ReadBack {
        /// The file, which was not given its name.
        path: PathBuf,
    },
    /// A file is no backup, or a damaged one.
    #[error("{}: {why}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A newer program made it.
    #[error("{} has format {format}, made by a newer program", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: u32,
    },
    /// There is no backup in a directory.
    #[error("no backup in {}", path.display())]
    None {
        /// The directory.
        path: PathBuf,
    },
    /// A file that is to be written is there already.
    #[error("{} is there already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The disk has not enough room beside what the work of the day needs.
    #[error("too little room for {}: {free} bytes free", path.display())]
    Room {
        /// What was to be written.
        path: PathBuf,
        /// Free bytes.
        free: u64,
    },
    /// Another backup is being made there.
    #[error("another backup is being made in {}", path.display())]
    Busy {
        /// The directory.
        path: PathBuf,
    },
    /// Whoever asked for it wants no more.
    #[error("stopped before the end")]
    Stopped,
}

impl BackupError {
    /// For `map_err`: what was tried on which file.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            doing,
            path: path.to_owned(),
            source,
        }
    }

    /// A file is not what it should be.
    pub(super) fn damaged(path: &Path, why: impl Into<String>) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            why: why.into(),
        }
    }
}
