//! Quarantine: damaged bytes are copied into a directory of their own before anything is cut.

use super::{
    JournalError, Position,
    disk::Disk,
    segment::{self, create_dir, file_mode},
};
use std::{
    io,
    path::{Path, PathBuf},
};

/// Why bytes are put aside; the first word of the file's name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reason {
    /// The tail after the last whole record, cut.
    Torn,
    /// A record between good ones, left where it is and stepped over.
    Corrupt,
}

fn dir_of(journal: &Path) -> PathBuf {
    journal.join("quarantine")
}

/// The names of the files put aside so far, in order.
///
/// # Errors
/// When the directory is there and cannot be read.
pub fn list(journal: &Path) -> Result<Vec<String>, JournalError> {
    let dir = dir_of(journal);
    let entries = match std::fs::read_dir(&dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(JournalError::io("list", &dir))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(JournalError::io("list", &dir))?.file_name();
        names.push(name.to_string_lossy().into_owned());
    }
    names.retain(|name| name.ends_with(SUFFIX));
    names.sort_unstable();
    Ok(names)
}

const SUFFIX: &str = ".bytes";

/// Copies the bytes of a segment from `position` up to `until`, durably; the name says where they
/// stood and begins the hash of what they were. Copied before, they are not copied again; `None`
/// when there is nothing but zeros.
///
/// # Errors
/// When they cannot be read or the copy cannot be made durable.
pub fn copy(
    disk: &dyn Disk,
    journal: &Path,
    reason: Reason,
    position: Position,
    until: u32,
) -> Result<Option<String>, JournalError> {
    let bytes = segment::read(journal, position.segment, position.offset, Some(until))?;
    if super::bytes::written_length(&bytes) == 0 {
        return Ok(None);
    }
    let word = match reason {
        Reason::Torn => "torn",
        Reason::Corrupt => "corrupt",
    };
    let hash = blake3::hash(&bytes).to_hex();
    let name = format!(
        "{word}-{:06}-{:08}-{}{SUFFIX}",
        position.segment,
        position.offset,
        hash.get(..8).unwrap_or_default()
    );
    let dir = dir_of(journal);
    let path = dir.join(&name);
    if !path.exists() {
        create_dir(&dir)
            .and_then(|()| write(disk, &dir, &path, &bytes))
            .map_err(JournalError::io("put damaged bytes aside in", &path))?;
    }
    Ok(Some(name))
}

/// A whole file or none: it takes its name only when its bytes are durable.
fn write(disk: &dyn Disk, dir: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("part");
    match disk.remove(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _gone => {}
    }
    let file = disk.create(&unfinished, file_mode(dir))?;
    disk.write(&file, bytes, 0)?;
    disk.sync(&file)?;
    disk.rename(&unfinished, path)?;
    disk.sync_dir(dir)
}
