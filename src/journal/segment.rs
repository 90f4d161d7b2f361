//! Segments: the files of the journal, their names, their headers, and reading a part of one.

use super::{
    JournalError, Position,
    bytes::{take, written_length},
    error::JournalError as Error,
};
use std::{
    fs::{DirBuilder, File, Metadata},
    io::{self, Read, Seek, SeekFrom},
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
};

/// Bytes of a segment before its first record.
pub const HEADER: u32 = 64;
/// The most bytes a segment may have, whatever the options say: no file makes us read more.
pub const LARGEST: u32 = 64 * 1024 * 1024;
const MAGIC: [u8; 8] = *b"SPORTJRN";
const VERSION: u16 = 1;
/// Bytes of a segment's header under its checksum.
const CHECKED: usize = 60;

/// The file of a segment.
pub fn path(dir: &Path, segment: u32) -> PathBuf {
    dir.join(format!("{segment:06}.journal"))
}

/// The number of the segment a file name stands for; `None` for other files.
fn number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".journal")?;
    let number = digits.parse().ok().filter(|number| *number > 0)?;
    (digits == format!("{number:06}")).then_some(number)
}

/// The numbers of the segments that are there, in order.
///
/// # Errors
/// When the directory cannot be read.
pub fn numbers(dir: &Path) -> Result<Vec<u32>, JournalError> {
    let entries = std::fs::read_dir(dir).map_err(Error::io("list", dir))?;
    let mut numbers = Vec::new();
    for entry in entries {
        let name = entry.map_err(Error::io("list", dir))?.file_name();
        numbers.extend(name.to_str().and_then(number));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// How many segments there are: they are numbered from 1 without a hole.
///
/// # Errors
/// When one is missing, or the directory cannot be read.
pub fn count(dir: &Path) -> Result<u32, JournalError> {
    let numbers = numbers(dir)?;
    let hole = (1..).zip(&numbers).find(|(due, found)| due != *found);
    if let Some((segment, _later)) = hole {
        return Err(Error::Missing {
            segment,
            path: path(dir, segment),
        });
    }
    Ok(numbers.last().copied().unwrap_or(0))
}

/// Creates a directory unless it is there, closed to others; open to the group where the parent is
/// shared (set-gid), which the new one then is too.
///
/// # Errors
/// When it cannot be created, or is no directory.
pub fn create_dir(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let parent = dir.parent().filter(|parent| parent.file_name().is_some());
    let shared = parent.is_some_and(|parent| parent.metadata().is_ok_and(|it| is_shared(&it)));
    DirBuilder::new()
        .mode(if shared { 0o770 } else { 0o700 })
        .create(dir)?;
    match parent {
        Some(parent) => File::open(parent)?.sync_all(),
        None => Ok(()),
    }
}

/// The permissions of a new file in `dir`: 0600, or 0660 where the directory is shared.
pub fn file_mode(dir: &Path) -> u32 {
    if dir.metadata().is_ok_and(|it| is_shared(&it)) {
        0o660
    } else {
        0o600
    }
}

fn is_shared(directory: &Metadata) -> bool {
    directory.mode() & 0o2000 != 0
}

/// Counts of what the journal holds.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Totals {
    /// Batches that can be read, those of a newer version included.
    pub batches: u64,
    /// Their ops.
    pub ops: u64,
}

impl Totals {
    /// These and one batch more.
    #[must_use]
    pub(super) fn and(self, ops: u16) -> Self {
        Self {
            batches: self.batches.saturating_add(1),
            ops: self.ops.saturating_add(u64::from(ops)),
        }
    }
}

/// What a segment says of itself before its first record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Header {
    /// Its number, the one in its name.
    pub segment: u32,
    /// Where the records of the segment before end; 0 when that is not known.
    pub previous_end: u32,
    /// What all segments before held when this one was begun.
    pub before: Totals,
}

/// Why a segment has no header that can be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoHeader {
    /// It is damaged, cut short or was never written.
    Damaged,
    /// A newer program wrote it.
    Newer(u16),
}

impl Header {
    /// Its bytes, the checksum last.
    pub fn write(&self) -> [u8; HEADER as usize] {
        let mut bytes = Vec::with_capacity(HEADER as usize);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(self.segment.to_le_bytes());
        bytes.extend(self.previous_end.to_le_bytes());
        bytes.extend(self.before.batches.to_le_bytes());
        bytes.extend(self.before.ops.to_le_bytes());
        bytes.resize(CHECKED, 0);
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        let mut header = [0; HEADER as usize];
        for (to, from) in header.iter_mut().zip(bytes) {
            *to = from;
        }
        header
    }

    /// The header at the front of the bytes of `segment`.
    pub fn read(bytes: &[u8], segment: u32) -> Result<Self, NoHeader> {
        Self::parse(bytes)
            .ok_or(NoHeader::Damaged)?
            .map_err(NoHeader::Newer)
            .and_then(|header| {
                let own = header.segment == segment;
                own.then_some(header).ok_or(NoHeader::Damaged)
            })
    }

    /// `None` when damaged; the version when it is not ours.
    fn parse(bytes: &[u8]) -> Option<Result<Self, u16>> {
        let mut rest = bytes;
        let magic: [u8; 8] = take(&mut rest)?;
        let version = u16::from_le_bytes(take(&mut rest)?);
        let header = Self {
            segment: u32::from_le_bytes(take(&mut rest)?),
            previous_end: u32::from_le_bytes(take(&mut rest)?),
            before: Totals {
                batches: u64::from_le_bytes(take(&mut rest)?),
                ops: u64::from_le_bytes(take(&mut rest)?),
            },
        };
        let crc = u32::from_le_bytes(take(&mut bytes.get(CHECKED..)?)?);
        if magic != MAGIC || crc32fast::hash(bytes.get(..CHECKED)?) != crc {
            return None;
        }
        Some((version == VERSION).then_some(header).ok_or(version))
    }
}

/// The header of a segment on disk.
///
/// # Errors
/// When the file is missing or cannot be read. A damaged header is a value, not an error.
pub fn header(dir: &Path, segment: u32) -> Result<Result<Header, NoHeader>, JournalError> {
    let bytes = read(dir, segment, 0, Some(HEADER))?;
    Ok(Header::read(&bytes, segment))
}

/// The bytes of a segment from `from`, up to `to` or its end; fewer when the file is shorter.
///
/// # Errors
/// When the file is missing, cannot be read, or is larger than a segment can be.
pub fn read(dir: &Path, segment: u32, from: u32, to: Option<u32>) -> Result<Vec<u8>, JournalError> {
    let path = path(dir, segment);
    let mut file = match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Error::Missing { segment, path });
        }
        opened => opened.map_err(Error::io("open", &path))?,
    };
    let bytes = file.metadata().map_err(Error::io("measure", &path))?.len();
    if bytes > u64::from(LARGEST) {
        return Err(Error::TooLarge { path, bytes });
    }
    let until = to.map_or(bytes, u64::from).min(bytes);
    let length = until.saturating_sub(u64::from(from));
    let mut part = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    file.seek(SeekFrom::Start(u64::from(from)))
        .and_then(|_moved| file.take(length).read_to_end(&mut part))
        .map_err(Error::io("read", &path))?;
    Ok(part)
}

/// The bytes of a segment, unwritten tail aside.
///
/// # Errors
/// As [`read`].
pub fn written(dir: &Path, segment: u32) -> Result<Vec<u8>, JournalError> {
    let mut bytes = read(dir, segment, 0, None)?;
    bytes.truncate(written_length(&bytes));
    Ok(bytes)
}

/// The first place of a segment where a record may stand.
pub const fn first(segment: u32) -> Position {
    Position {
        segment,
        offset: HEADER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::tests::hex;

    #[test]
    fn only_exact_names_are_segments() {
        assert_eq!(number("000001.journal"), Some(1));
        assert_eq!(number("1234567.journal"), Some(1_234_567));
        for other in [
            "1.journal",
            "000000.journal",
            "+00001.journal",
            "0000001.journal",
            "x",
        ] {
            assert_eq!(number(other), None, "{other}");
        }
    }

    #[test]
    fn the_header_of_a_segment_never_changes_by_accident() {
        let header = Header {
            segment: 7,
            previous_end: 16_000_000,
            before: Totals {
                batches: 1_000,
                ops: 2_500,
            },
        };
        let bytes = header.write();
        assert_eq!(Header::read(&bytes, 7), Ok(header));
        assert_eq!(Header::read(&bytes, 8), Err(NoHeader::Damaged));
        assert_eq!(
            hex(&bytes),
            concat!(
                "53504f52544a524e0100070000000024f400e803000000000000c40900000000",
                "00000000000000000000000000000000000000000000000000000000017c6029"
            )
        );
        for at in 0..bytes.len() {
            let mut flipped = bytes;
            flipped[at] ^= 0x10;
            assert_eq!(Header::read(&flipped, 7), Err(NoHeader::Damaged), "{at}");
            assert_eq!(Header::read(&bytes[..at], 7), Err(NoHeader::Damaged));
        }
    }

    #[test]
    fn a_newer_segment_says_so() {
        let mut bytes = Header {
            segment: 1,
            previous_end: 0,
            before: Totals::default(),
        }
        .write();
        bytes[8] = 2;
        let crc = crc32fast::hash(&bytes[..CHECKED]).to_le_bytes();
        bytes[CHECKED..].copy_from_slice(&crc);
        assert_eq!(Header::read(&bytes, 1), Err(NoHeader::Newer(2)));
    }
}
