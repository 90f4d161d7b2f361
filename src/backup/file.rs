//! A file that is written, made durable, read back from the disk, and only then given its name.

use super::error::BackupError;
use crate::journal::{
    disk::{Disk, forget_cached},
    segment::file_mode,
};
use std::{
    ffi::OsString,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

/// Free bytes that a backup leaves on its disk, which is often the one that everybody works on.
const LEFT_FREE: u64 = 64 << 20;

/// The name of a file until it is whole.
pub fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().map(OsString::from).unwrap_or_default();
    name.push(".part");
    path.with_file_name(name)
}

/// Begins a file under its unfinished name; what an earlier attempt left there goes.
///
/// # Errors
/// When it cannot be created.
pub fn begin(disk: &dyn Disk, path: &Path) -> Result<File, BackupError> {
    let part = unfinished(path);
    match disk.remove(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(BackupError::io("remove", &part)(error));
        }
        _gone => {}
    }
    let dir = path.parent().unwrap_or(path);
    disk.create(&part, file_mode(dir))
        .map_err(BackupError::io("create", &part))
}

/// Makes an unfinished file durable and forgets what the system remembers of it: what is read next
/// comes from the disk.
///
/// # Errors
/// When the disk does not confirm it.
pub fn settle(disk: &dyn Disk, file: &File, path: &Path) -> Result<(), BackupError> {
    disk.sync(file).map_err(BackupError::io("write", path))?;
    forget_cached(file);
    Ok(())
}

/// Gives a whole file its name; durable with it when this returns.
///
/// # Errors
/// When it cannot be renamed.
pub fn name(disk: &dyn Disk, path: &Path) -> Result<(), BackupError> {
    disk.rename(&unfinished(path), path)
        .map_err(BackupError::io("name", path))?;
    let dir = path.parent().unwrap_or(path);
    disk.sync_dir(dir).map_err(BackupError::io("write", dir))
}

/// Writes a whole file, in place of what has its name, and reads it back: whatever the disk says of a
/// write, what it then gives is what counts.
///
/// # Errors
/// When it cannot be written, or reads differently.
pub fn write(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), BackupError> {
    let file = begin(disk, path)?;
    disk.write(&file, bytes, 0)
        .map_err(BackupError::io("write", path))?;
    settle(disk, &file, path)?;
    drop(file);
    let part = unfinished(path);
    if read(&part, bytes.len() as u64)? != bytes {
        return Err(BackupError::ReadBack {
            path: path.to_owned(),
        });
    }
    name(disk, path)
}

/// The bytes of a file of at most `limit`.
///
/// # Errors
/// When it cannot be read, or is longer.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, BackupError> {
    let file = File::open(path).map_err(BackupError::io("open", path))?;
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(BackupError::io("read", path))?;
    if bytes.len() as u64 > limit {
        return Err(BackupError::damaged(path, "it is longer than it should be"));
    }
    Ok(bytes)
}

/// Makes sure that so many bytes fit beside what the work of the day needs.
///
/// # Errors
/// [`BackupError::Room`] when they do not.
pub fn room(path: &Path, bytes: u64) -> Result<(), BackupError> {
    let dir = path.parent().unwrap_or(path);
    let Ok(told) = rustix::fs::statvfs(dir) else {
        return Ok(());
    };
    let free = told.f_bavail.saturating_mul(told.f_frsize);
    if free < bytes.saturating_add(LEFT_FREE) {
        let path = path.to_owned();
        return Err(BackupError::Room { path, free });
    }
    Ok(())
}
