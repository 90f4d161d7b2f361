//! A place made from a backup, and the monthly drill that only looks whether it could be.

use super::{
    lock::Lock,
    open::{self, NEW_FORMAT, RESTORING},
    place::{self, PlaceError},
    views::ViewsError,
};
use crate::{
    backup::{self, Archive, BackupError, Report, Written},
    journal::{Findings, Stored},
    store::{Logged, Reading, Rebuild, Store, StoreError},
};
use std::{
    fs, io,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

/// Why a place cannot be made from a backup.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The directory is not fit for use.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// There is something in it.
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// The backup cannot be read, or the journal not be written.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A file of the directory cannot be written.
    #[error("the data directory cannot be used: {0}")]
    Io(#[from] io::Error),
    /// The journal cannot be read, or no views can be made of it.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// A keeper has the directory.
    #[error("a keeper has the data directory")]
    Held,
}

/// Makes the place `dir` from a backup. It has to be empty or not there; what an earlier attempt left
/// there that was cut off goes. Views and index are made by the keeper that opens it first. The place has
/// no streams of its own yet, so new ones begin: no sequence and no number is given a second time.
///
/// # Errors
/// When the directory holds anything, or a part of the backup is not what it was. The directory then
/// opens for nobody, and the restore can be run again.
pub fn restore(dir: &Path, archive: &Archive, report: Report<'_>) -> Result<Written, RestoreError> {
    let not_empty = || RestoreError::NotEmpty(dir.to_owned());
    if !is_vacant(dir)? {
        return Err(not_empty());
    }
    let sharing = place::prepare(dir)?;
    place::mask(sharing);
    let _lock = Lock::take(dir, sharing)?.ok_or_else(not_empty)?;
    let journal = dir.join("journal");
    open::stamp(dir, RESTORING)?;
    match fs::remove_dir_all(&journal) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _gone => {}
    }
    let written = backup::restore(archive, &journal, report)?;
    open::stamp_format(dir)?;
    Ok(written)
}

/// Whether a directory holds nothing, or only what a restore that was cut off left.
fn is_vacant(dir: &Path) -> io::Result<bool> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        entries => entries?,
    };
    let format = fs::read_to_string(dir.join("FORMAT")).unwrap_or_default();
    if format.trim() == RESTORING {
        return Ok(true);
    }
    for entry in entries {
        let name = entry?.file_name();
        if name != "keeper.lock" && name != NEW_FORMAT {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What a restore would bring back.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Drill {
    /// Batches and ops, and what was wrong with the journal that was copied.
    pub findings: Findings,
    /// Requests.
    pub tickets: u64,
    /// The hash of the whole state, as `store digest` tells it.
    pub digest: String,
}

/// Reads all of a backup and makes views of it in memory; writes nothing.
///
/// # Errors
/// When a part of it is not what it was, or no views can be made of it.
pub fn drill(
    archive: &Archive,
    reading: Reading,
    report: Report<'_>,
) -> Result<Drill, RestoreError> {
    let mut rebuild = Rebuild::default();
    let mut failed = None;
    let mut take = |stored: Stored| {
        let logged = Logged {
            batch: &stored.batch,
            hash: stored.hash,
            next: u64::from_be_bytes(stored.next.bytes()),
        };
        if let Err(error) = rebuild.take(logged) {
            failed.get_or_insert(error);
        }
    };
    let read = backup::read(archive, &mut take, report)?;
    if let Some(error) = failed {
        return Err(ViewsError::from(error).into());
    }
    let store = Store::in_memory(reading);
    let told = || -> Result<(u64, String), StoreError> {
        let going_on = &mut |_, _| ControlFlow::Continue(());
        rebuild.write(&store, going_on)?;
        let tickets = store.ticket_counts()?.iter().map(|(_, count)| count).sum();
        Ok((tickets, store.digest()?.total))
    };
    let (tickets, digest) = told().map_err(ViewsError::from)?;
    Ok(Drill {
        findings: read.findings,
        tickets,
        digest,
    })
}
