//! A backup as one file to take away: a tar archive of its segments and, last, its manifest.

use super::{
    Report,
    archive::{Archive, is_segment},
    error::BackupError,
    file,
    make::{Made, Source},
    manifest::{self, Manifest, Part},
    restore,
};
use crate::{
    domain::time::Moment,
    journal::{
        disk::{Disk, Real, forget_cached},
        segment,
    },
};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufReader, Write},
    ops::ControlFlow,
    os::unix::fs::FileExt,
    path::Path,
};

/// The name of the manifest within the file.
const MANIFEST: &str = "manifest.backup";
/// The folder of the segments within the file.
const SEGMENTS: &str = "segments/";
/// The most entries that are looked at: a journal of 64 TiB.
const ENTRIES: usize = 1 << 22;

/// Makes a backup as one file, which must not be there yet.
///
/// # Errors
/// When the journal cannot be read, or the file cannot be written or reads differently.
pub fn make_file(source: Source<'_>, path: &Path, report: Report<'_>) -> Result<Made, BackupError> {
    make_file_on(&Real, source, path, report)
}

pub(super) fn make_file_on(
    disk: &dyn Disk,
    source: Source<'_>,
    path: &Path,
    report: Report<'_>,
) -> Result<Made, BackupError> {
    if path.exists() {
        return Err(BackupError::Exists {
            path: path.to_owned(),
        });
    }
    let file = file::begin(disk, path)?;
    let mut tar = tar::Builder::new(Appending {
        disk,
        file: &file,
        at: 0,
    });
    let written = BackupError::io("write", path);
    let mut copied = 0;
    let (parts, walk) = source.each(report, |part, bytes| {
        file::room(path, bytes.len() as u64)?;
        copied += bytes.len() as u64;
        let name = format!("{SEGMENTS}{}", part.file_name());
        add(&mut tar, &name, &bytes, source.now).map_err(BackupError::io("write", path))?;
        Ok(bytes)
    })?;
    let manifest = source.manifest(parts, &walk);
    let text = manifest
        .text()
        .map_err(|why| BackupError::damaged(path, why))?;
    add(&mut tar, MANIFEST, text.as_bytes(), source.now)
        .and_then(|()| tar.finish())
        .map_err(written)?;
    drop(tar);
    file::settle(disk, &file, path)?;
    drop(file);
    if !reads_as(&file::unfinished(path), &manifest) {
        return Err(BackupError::ReadBack {
            path: path.to_owned(),
        });
    }
    file::name(disk, path)?;
    Ok(Made {
        path: path.to_owned(),
        manifest,
        copied,
        shared: 0,
    })
}

fn add(
    tar: &mut tar::Builder<Appending<'_>>,
    name: &str,
    bytes: &[u8],
    now: Moment,
) -> io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    header.set_mtime(u64::try_from(now.0 / 1_000).unwrap_or_default());
    tar.append_data(&mut header, name, bytes)
}

/// Whether a file that was written holds what it should.
fn reads_as(path: &Path, manifest: &Manifest) -> bool {
    let opened = Archive::open(path);
    opened.is_ok_and(|archive| {
        let going_on = &mut |_done, _total| ControlFlow::Continue(());
        archive.manifest == *manifest && restore::read(&archive, &mut |_batch| {}, going_on).is_ok()
    })
}

/// A file that is only appended to, through the disk that tests can make lie.
struct Appending<'a> {
    disk: &'a dyn Disk,
    file: &'a File,
    at: u64,
}

impl Write for Appending<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.write(self.file, bytes, self.at)?;
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A backup that is one file: where in it each segment lies. Nothing is ever unpacked by name.
#[derive(Debug)]
pub struct Bundle {
    file: File,
    /// Where the bytes of an entry begin and how many they are, by file name.
    places: BTreeMap<String, (u64, u64)>,
}

impl Bundle {
    /// Opens the file and reads its manifest.
    ///
    /// # Errors
    /// When it is no backup: an entry that is no plain file of ours is refused, whatever it is.
    pub fn open(path: &Path) -> Result<(Manifest, Self), BackupError> {
        let file = File::open(path).map_err(BackupError::io("open", path))?;
        forget_cached(&file);
        let no_backup = |why: &str| BackupError::damaged(path, why);
        let broken = |error: io::Error| no_backup(&error.to_string());
        let mut places = BTreeMap::new();
        let mut manifest = None;
        let mut tar = tar::Archive::new(BufReader::new(&file));
        let entries = tar.entries_with_seek().map_err(broken)?.raw(true);
        for (count, entry) in entries.enumerate() {
            let entry = entry.map_err(broken)?;
            let place = (entry.raw_file_position(), entry.size());
            let name = entry.path_bytes();
            let name = str::from_utf8(&name).unwrap_or_default();
            let plain = entry.header().entry_type() == tar::EntryType::Regular;
            let segment = name.strip_prefix(SEGMENTS).filter(|name| is_segment(name));
            match segment {
                _ if !plain || count > ENTRIES => return Err(no_backup("no backup of sportello")),
                Some(name) if place.1 <= u64::from(segment::LARGEST) => {
                    places.insert(name.to_owned(), place);
                }
                None if name == MANIFEST && place.1 <= manifest::LIMIT => manifest = Some(place),
                _ => return Err(no_backup("no backup of sportello")),
            }
        }
        let place = manifest.ok_or_else(|| no_backup("the manifest is missing"))?;
        let text = read_at(&file, place).map_err(broken)?;
        let manifest = Manifest::parse(path, &text)?;
        Ok((manifest, Self { file, places }))
    }

    /// The bytes of a segment.
    ///
    /// # Errors
    /// When it is not there, or the file ends before it does.
    pub fn read(&self, part: &Part) -> Result<Vec<u8>, BackupError> {
        let name = part.file_name();
        let place = self.places.get(&name);
        let read = place.map_or_else(
            || Err(io::ErrorKind::NotFound.into()),
            |place| read_at(&self.file, *place),
        );
        read.map_err(BackupError::io("read", Path::new(&name)))
    }
}

/// Reads no more than there is: a length that the file does not have costs nothing.
fn read_at(file: &File, (at, length): (u64, u64)) -> io::Result<Vec<u8>> {
    let there = file.metadata()?.len().saturating_sub(at);
    if length > there {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
    file.read_exact_at(&mut bytes, at)?;
    Ok(bytes)
}
