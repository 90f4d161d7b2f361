//! Reading knowledge from a disk that is not trusted: a folder of files, or one file, within limits.
//!
//! Nothing is fetched, links are not followed, and the order of the files is the order of their
//! names, so that two imports of the same folder are the same (SECURITY T14).

use super::{
    fault::{KbError, Rule, Severity},
    layout::Reading,
    register::{self, Format, map::Map},
};
use crate::domain::slug::Slug;
use rustix::fs::OFlags;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, Read},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// How deep folders may lie in each other.
const MAX_DEPTH: usize = 8;
/// The largest file, in bytes, and the most bytes of all files of a folder.
const MAX_BYTES: u64 = 512 * 1_024 * 1_024;
/// The most files of a folder: as many as a table may have rows.
const MAX_FILES: usize = super::layout::MAX_ROWS;

/// Reads a folder, or one file. Entries that name no agency belong to `agency`, unless the folder
/// has an agency file. What cannot be read is a finding of the report, never an error: the caller
/// asks [`Reading::accept`] for all or nothing.
#[must_use]
pub fn read(path: &Path, agency: Option<Slug>) -> Reading {
    let mut reading = Reading::of(agency);
    let mut files = Vec::new();
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => list(&mut reading, path, path, 0, &mut files),
        Ok(_) => {
            alone(&mut reading, path);
            return reading;
        }
        Err(error) => reading.say(&shown(path, path), unreadable(&error)),
    }
    files.sort_by_key(|file| (!is_agency(file), file.clone()));
    let mut room = MAX_BYTES;
    for file in files {
        let name = shown(path, &file);
        match open(&file) {
            Ok((_, length)) if length > room => {
                reading.say(&name, too_large());
                break;
            }
            Ok((opened, length)) => {
                room -= length;
                reading.file(&name, BufReader::new(opened.take(length)));
            }
            Err(fault) => reading.say(&name, fault),
        }
    }
    reading
}

/// Reads the one file that was named: there is nothing beside it, so what cannot be taken is an error.
fn alone(reading: &mut Reading, path: &Path) {
    let name = shown(path, path);
    match open(path) {
        Ok((opened, length)) => reading.file(&name, BufReader::new(opened.take(length))),
        Err(fault) => reading.say(&name, as_error(fault)),
    }
}

/// In a folder a link or a pipe is passed over; named alone it is all there is.
fn as_error(fault: KbError) -> KbError {
    if fault.rule.severity() == Severity::Error {
        return fault;
    }
    KbError::new(Rule::Unreadable, 1).with_phrase("reason", fault.rule.phrase())
}

/// Reads a register of another program. What cannot be read is a finding of the report.
#[must_use]
pub fn register(
    path: &Path,
    format: Format,
    map: &Map,
    agency: Option<Slug>,
    told: &mut dyn FnMut(usize),
) -> Reading {
    let name = shown(path, path);
    let opened = open(path).and_then(|(file, _)| {
        let mut bytes = Vec::new();
        let limit = register::MAX_REGISTER;
        let read = file.take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| unreadable(&error))?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > limit) {
            return Err(KbError::new(Rule::TooLarge, 1).with("limit", "256 MiB"));
        }
        Ok(bytes)
    });
    match opened {
        Ok(bytes) => register::read(&name, bytes, format, map, agency, told),
        Err(fault) => {
            let mut reading = Reading::of(agency);
            reading.say(&name, as_error(fault));
            reading
        }
    }
}

/// The files below a folder, hidden ones left out.
fn list(reading: &mut Reading, root: &Path, folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return reading.say(&shown(root, folder), unreadable(&error)),
    };
    for entry in entries {
        let Ok(entry) = entry else { continue };
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth < MAX_DEPTH => {
                list(reading, root, &path, depth + 1, files);
            }
            Ok(kind) if kind.is_dir() => {
                let fault = KbError::new(Rule::TooLarge, 1).with("limit", "8");
                reading.say(&shown(root, &path), fault);
            }
            Ok(kind) if kind.is_symlink() => {
                reading.say(&shown(root, &path), KbError::new(Rule::Link, 1));
            }
            Ok(_) if files.len() >= MAX_FILES => {
                let fault = KbError::new(Rule::TooLarge, 1).with("limit", "1.000.000");
                return reading.say(&shown(root, folder), fault);
            }
            Ok(_) => files.push(path),
            Err(error) => reading.say(&shown(root, &path), unreadable(&error)),
        }
    }
}

/// Opens a plain file of a bearable size, and says its length: of one that grows meanwhile no more is
/// read. A pipe or a device would never end; what was opened is asked, not its name, and opening waits
/// for no writer and follows no link.
fn open(path: &Path) -> Result<(File, u64), KbError> {
    let is_link = |path: &Path| fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let flags = i32::try_from(flags.bits()).unwrap_or_default();
    let opened = OpenOptions::new().read(true).custom_flags(flags).open(path);
    let file = match opened {
        Ok(file) => file,
        Err(_) if is_link(path) => return Err(KbError::new(Rule::Link, 1)),
        Err(error) => return Err(unreadable(&error)),
    };
    let found = file.metadata().map_err(|error| unreadable(&error))?;
    if !found.is_file() {
        return Err(KbError::new(Rule::NotKnowledge, 1));
    }
    if found.len() > MAX_BYTES {
        return Err(too_large());
    }
    Ok((file, found.len()))
}

fn too_large() -> KbError {
    KbError::new(Rule::TooLarge, 1).with("limit", "512 MiB")
}

/// Whether a file lies in a folder `agency`.
fn is_agency(file: &Path) -> bool {
    file.parent()
        .and_then(Path::file_name)
        .is_some_and(|folder| folder == "agency")
}

/// How the report names a file: relative to what was asked for.
fn shown(root: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(root).unwrap_or(file);
    let name = if inside.as_os_str().is_empty() {
        file.file_name().map_or(file, Path::new)
    } else {
        inside
    };
    name.to_string_lossy().into_owned()
}

fn unreadable(error: &io::Error) -> KbError {
    KbError::new(Rule::Unreadable, 1).with("reason", &error.to_string())
}

#[cfg(test)]
mod tests;
