//! A backup read whole, and written as the journal of a place that has none.

use super::{Report, archive::Archive, error::BackupError, file, tell};
use crate::journal::{
    Findings, Image, Position, Stored, Walk,
    disk::{Disk, Real},
    segment,
};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Is given the bytes of each segment, by its number.
type Copying<'a> = &'a mut dyn FnMut(u32, &[u8]) -> Result<(), BackupError>;

/// What a backup was found to hold.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Read {
    /// Its batches, and what was wrong with the journal it was made of.
    pub findings: Findings,
}

/// A journal that was written from a backup.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Written {
    /// What it holds.
    pub read: Read,
    /// Its bytes.
    pub bytes: u64,
}

/// Reads and verifies every byte of a backup, and gives each batch to `each`.
///
/// # Errors
/// When a part of it is gone or is not what it was.
pub fn read(
    archive: &Archive,
    each: &mut dyn FnMut(Stored),
    report: Report<'_>,
) -> Result<Read, BackupError> {
    through(archive, each, &mut |_segment, _bytes| Ok(()), report)
}

/// Writes the journal of a backup into `journal`, which must not be there: it is there when all of it is
/// verified and durable, and not before.
///
/// # Errors
/// When it is there, cannot be written, or a part of the backup is gone or is not what it was.
pub fn restore(
    archive: &Archive,
    journal: &Path,
    report: Report<'_>,
) -> Result<Written, BackupError> {
    restore_on(&Real, archive, journal, report)
}

pub(super) fn restore_on(
    disk: &dyn Disk,
    archive: &Archive,
    journal: &Path,
    report: Report<'_>,
) -> Result<Written, BackupError> {
    if journal.exists() {
        return Err(BackupError::Exists {
            path: journal.to_owned(),
        });
    }
    let part = unfinished(journal)?;
    let mut bytes = 0;
    let read = through(
        archive,
        &mut |_batch| {},
        &mut |number, copied| {
            bytes += copied.len() as u64;
            let path = segment::path(&part, number);
            file::room(&path, copied.len() as u64)?;
            file::write(disk, &path, copied)
        },
        report,
    )?;
    file::name(disk, journal)?;
    Ok(Written { read, bytes })
}

/// An empty directory for the journal until it is whole; what an earlier attempt left goes.
fn unfinished(journal: &Path) -> Result<PathBuf, BackupError> {
    let part = file::unfinished(journal);
    match fs::remove_dir_all(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(BackupError::io("remove", &part)(error));
        }
        _gone => {}
    }
    segment::create_dir(&part).map_err(BackupError::io("create", &part))?;
    Ok(part)
}

fn through(
    archive: &Archive,
    each: &mut dyn FnMut(Stored),
    copy: Copying<'_>,
    report: Report<'_>,
) -> Result<Read, BackupError> {
    let mut walk = Walk::from(Position::START);
    let total = archive.manifest.bytes();
    let mut done = 0;
    for part in &archive.manifest.parts {
        tell(report, done, total)?;
        let bytes = archive.verified(part)?;
        copy(part.number, &bytes)?;
        Image::new(part.number, bytes, Some(part.end)).walk(&mut walk, each);
        done += u64::from(part.bytes);
    }
    tell(report, done, total)?;
    if !archive.manifest.tells(walk.findings(), &walk.heads()) {
        let why = "its segments hold something else than its manifest says";
        return Err(BackupError::damaged(&archive.path, why));
    }
    Ok(Read {
        findings: walk.findings().clone(),
    })
}
