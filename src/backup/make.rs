//! Making a backup beside desks at work: what is durable does not change any more, so it is copied as it is.

use super::{
    Report, archive,
    error::BackupError,
    file, keep,
    manifest::{Manifest, Part},
    tell,
};
use crate::{
    domain::time::Moment,
    journal::{
        self, Image, Position, Walk,
        disk::{Disk, Real, forget_cached},
        segment,
    },
};
use rustix::fs::FlockOperation;
use std::{
    fs::File,
    path::{Path, PathBuf},
};

/// How many backups a directory keeps, unless told otherwise.
pub const KEPT: usize = 7;

/// What is copied.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The directory of the journal.
    pub journal: &'a Path,
    /// Up to where it is durable.
    pub end: Position,
    /// The present time.
    pub now: Moment,
}

/// A backup that was made.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Made {
    /// Its manifest, or the one file it is.
    pub path: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    /// Bytes that were copied.
    pub copied: u64,
    /// Bytes that an earlier backup had copied.
    pub shared: u64,
}

/// Makes a backup in the directory `dir`, and removes those that are no longer kept.
///
/// # Errors
/// When the journal cannot be read, or a copy cannot be written or reads differently: then there is no
/// manifest, and earlier backups are as they were. A journal that is damaged is copied as it is, and its
/// damage is among the findings of the manifest.
pub fn make(source: Source<'_>, dir: &Path, report: Report<'_>) -> Result<Made, BackupError> {
    make_on(&Real, source, dir, report)
}

pub(super) fn make_on(
    disk: &dyn Disk,
    source: Source<'_>,
    dir: &Path,
    report: Report<'_>,
) -> Result<Made, BackupError> {
    let segments = archive::segments_of(dir);
    for made in [dir, &segments] {
        segment::create_dir(made).map_err(BackupError::io("create", made))?;
    }
    let _locked = lock(dir)?;
    let (mut copied, mut shared) = (0, 0);
    let (parts, walk) = source.each(report, |part, bytes| {
        let path = segments.join(part.file_name());
        let length = bytes.len() as u64;
        if holds(&path, &bytes) {
            shared += length;
        } else {
            file::room(&path, length)?;
            file::write(disk, &path, &bytes)?;
            copied += length;
        }
        Ok(bytes)
    })?;
    let manifest = source.manifest(parts, &walk);
    let path = free_name(dir, source.now);
    let text = manifest
        .text()
        .map_err(|why| BackupError::damaged(&path, why))?;
    file::write(disk, &path, text.as_bytes())?;
    keep::prune(disk, dir, KEPT);
    Ok(Made {
        path,
        manifest,
        copied,
        shared,
    })
}

impl Source<'_> {
    /// Gives the bytes of each segment to `copy`, and goes through those that come back of it.
    ///
    /// # Errors
    /// When a segment cannot be read, or `copy` fails.
    pub(super) fn each(
        &self,
        report: Report<'_>,
        mut copy: impl FnMut(&Part, Vec<u8>) -> Result<Vec<u8>, BackupError>,
    ) -> Result<(Vec<Part>, Walk), BackupError> {
        let mut walk = Walk::from(Position::START);
        let mut parts = Vec::new();
        let (mut done, total) = (0, self.size());
        for number in 1..=self.end.segment {
            tell(report, done, total)?;
            let (bytes, end) = self.read(number)?;
            done += bytes.len() as u64;
            let part = Part {
                number,
                end,
                bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
                blake3: blake3::hash(&bytes).to_hex().to_string(),
            };
            let copied = copy(&part, bytes)?;
            Image::new(number, copied, Some(end)).walk(&mut walk, &mut |_batch| {});
            parts.push(part);
        }
        tell(report, total, total)?;
        Ok((parts, walk))
    }

    /// The bytes of the journal, as far as its files say.
    fn size(&self) -> u64 {
        let sealed = (1..self.end.segment)
            .filter_map(|number| segment::path(self.journal, number).metadata().ok());
        let sealed: u64 = sealed.map(|file| file.len()).sum();
        sealed.saturating_add(u64::from(self.end.offset))
    }

    /// The bytes of a segment, and where its records end.
    fn read(&self, number: u32) -> Result<(Vec<u8>, u32), BackupError> {
        let known = if number == self.end.segment {
            Some(self.end.offset)
        } else {
            journal::end_of(self.journal, number)?
        };
        let bytes = segment::read(self.journal, number, 0, known)?;
        let end = known.unwrap_or_else(|| u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        Ok((bytes, end.clamp(segment::HEADER, segment::LARGEST)))
    }

    /// The manifest of what was copied and gone through.
    pub(super) fn manifest(&self, parts: Vec<Part>, walk: &Walk) -> Manifest {
        let program = env!("CARGO_PKG_VERSION");
        let (read, heads) = (walk.findings(), walk.heads());
        Manifest::new(program, self.now, self.end, parts, read, &heads)
    }
}

/// Whether an earlier backup copied these bytes, and they can still be read from the disk.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    if let Ok(file) = File::open(path) {
        forget_cached(&file);
    }
    file::read(path, bytes.len() as u64).is_ok_and(|held| held == bytes)
}

/// One backup is made at a time in a directory, and nobody prunes under it.
fn lock(dir: &Path) -> Result<File, BackupError> {
    let handle = File::open(dir).map_err(BackupError::io("open", dir))?;
    match rustix::fs::flock(&handle, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(handle),
        Err(rustix::io::Errno::WOULDBLOCK) => Err(BackupError::Busy {
            path: dir.to_owned(),
        }),
        Err(error) => Err(BackupError::io("lock", dir)(error.into())),
    }
}

/// The name of a manifest made now: a second backup within the second has the next one's.
fn free_name(dir: &Path, now: Moment) -> PathBuf {
    let mut at = now;
    loop {
        let path = dir.join(archive::manifest_name(at));
        if !path.exists() {
            return path;
        }
        at = at.plus(1_000);
    }
}
