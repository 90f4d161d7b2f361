//! The journal: any bytes as segments, read beside their keeper and opened by him.

use sportello::{
    domain::{
        batch::{Batch, Header},
        id::{BatchId, BootId, StreamId, TicketId},
        op::Op,
        outcome::Role,
        slug::Slug,
        text::Text,
        time::Stamp,
    },
    journal::{Journal, JournalError, Options, Position, Reader, Recovery},
};
use std::{fs, path::Path};
use tempfile::TempDir;

/// How a segment begins; where it stands again in the bytes, the next one does.
const SEGMENT: &[u8] = b"SPORTJRN";
/// Bytes of a segment's header, the last four its checksum.
const HEADER: usize = 64;
/// How a record begins.
const RECORD: &[u8] = &[0xF7, b's', b'p', b'J'];
/// Bytes of a record before its header.
const FRAME: usize = 30;
/// Bytes of a checksum.
const CRC: usize = 4;

/// Reads the bytes as a journal beside its keeper: as they are, and with every checksum and position
/// mended, so that what is behind them is reached.
///
/// # Panics
/// When positions do not ascend, or a batch has no ops.
pub fn record(bytes: &[u8]) {
    for bytes in [bytes.to_vec(), mended(bytes)] {
        let place = place(&bytes);
        let Ok((reader, _found)) = Reader::open(place.path()) else {
            continue;
        };
        let mut at = Position::START;
        let mut replay = reader.replay(Position::START).unwrap();
        for stored in replay.by_ref() {
            let Ok(stored) = stored else { break };
            assert!(stored.position >= at && stored.next > stored.position);
            assert!(!stored.batch.ops.is_empty());
            at = stored.next;
        }
        let findings = replay.findings();
        assert!(findings.read.batches <= bytes.len() as u64);
    }
}

/// Opens the bytes as a journal of their keeper, as they are and mended: it can be written to, and
/// what it gives is the same after it is opened again.
///
/// # Panics
/// When it is opened and cannot be written to, or something changes by itself.
pub fn open(bytes: &[u8]) {
    for bytes in [bytes.to_vec(), mended(bytes)] {
        let place = place(&bytes);
        let (mut journal, _found) = match opened(place.path()) {
            Err(
                JournalError::Newer { .. }
                | JournalError::TooLarge { .. }
                | JournalError::Missing { .. },
            ) => continue,
            opened => opened.unwrap(),
        };
        assert!(journal.read_only().is_none());
        journal.append(&[batch()]).unwrap();
        let end = journal.end();
        let batches = match read(&journal) {
            // Opening looks at the last segments; one before them that is of a newer program ends the
            // reading of all of it.
            Err(JournalError::Newer { .. }) => continue,
            read => read.unwrap(),
        };
        assert_eq!(batches.last(), Some(&batch()));
        drop(journal);
        let (again, found) = opened(place.path()).unwrap();
        assert!(found.torn.is_none());
        assert_eq!((again.end(), read(&again).unwrap()), (end, batches));
    }
}

fn opened(dir: &Path) -> Result<(Journal, Recovery), JournalError> {
    let options = Options {
        segment_bytes: 4096,
    };
    Journal::open(dir, options)
}

fn read(journal: &Journal) -> Result<Vec<Batch>, JournalError> {
    let replay = journal.replay(Position::START).unwrap();
    replay.map(|stored| Ok(stored?.batch)).collect()
}

/// A journal directory of these bytes: a file for each time a segment begins in them.
fn place(bytes: &[u8]) -> TempDir {
    let place = tempfile::tempdir_in("/dev/shm")
        .or_else(|_elsewhere| tempfile::tempdir())
        .unwrap();
    for (number, segment) in (1..).zip(segments(bytes)) {
        fs::write(place.path().join(format!("{number:06}.journal")), segment).unwrap();
    }
    place
}

fn segments(bytes: &[u8]) -> Vec<&[u8]> {
    let mut begins: Vec<usize> = bytes
        .windows(SEGMENT.len())
        .enumerate()
        .filter(|(at, window)| *at > 0 && *window == SEGMENT)
        .map(|(at, _)| at)
        .take(7)
        .collect();
    begins.insert(0, 0);
    let ends: Vec<usize> = begins
        .iter()
        .skip(1)
        .copied()
        .chain([bytes.len()])
        .collect();
    begins
        .into_iter()
        .zip(ends)
        .map(|(begin, end)| &bytes[begin..end])
        .collect()
}

/// The same bytes with good checksums and positions wherever a segment or a record seems to begin.
fn mended(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for (number, segment) in (1u32..).zip(segments(bytes)) {
        let mut segment = segment.to_vec();
        if segment.starts_with(SEGMENT) && segment.len() >= HEADER {
            segment[10..14].copy_from_slice(&number.to_le_bytes());
            seal(&mut segment, 0, HEADER - CRC);
        }
        let mut at = HEADER;
        while at < segment.len() {
            at = if segment[at..].starts_with(RECORD) {
                mend(&mut segment, at, number).unwrap_or(at + 1)
            } else {
                at + 1
            };
        }
        out.extend(segment);
    }
    out
}

/// Mends the record at `at`; where it ends, `None` when its lengths lead out of the segment.
fn mend(segment: &mut [u8], at: usize, number: u32) -> Option<usize> {
    let length = |from: usize| {
        let bytes = segment.get(from..from + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
    };
    let front = at + FRAME + length(at + 6)?;
    let end = front.checked_add(CRC)?.checked_add(length(at + 10)?)?;
    segment.get(..end.checked_add(CRC)?)?;
    let offset = u32::try_from(at).ok()?;
    segment[at + 14..at + 18].copy_from_slice(&number.to_be_bytes());
    segment[at + 18..at + 22].copy_from_slice(&offset.to_be_bytes());
    seal(segment, at, front);
    seal(segment, at, end);
    Some(end + CRC)
}

/// Writes the checksum of what stands between two places behind it.
fn seal(bytes: &mut [u8], from: usize, to: usize) {
    let crc = crc32fast::hash(&bytes[from..to]).to_le_bytes();
    bytes[to..to + CRC].copy_from_slice(&crc);
}

/// A batch of a stream of its own.
fn batch() -> Batch {
    let slug = |name: &str| Slug::parse(name).unwrap();
    Batch {
        header: Header {
            stream: StreamId::new([0xEE; 16]),
            number: 1,
            first_seq: 1,
            previous: [0; 32],
            id: BatchId::new([0xEE; 16]),
            agency: slug("esempio"),
            actor: slug("claudia"),
            role: Role::FirstLevel,
            clock: Stamp(1),
            boot: BootId::default(),
            monotonic_ms: 0,
            seen: Vec::new(),
        },
        ops: vec![Op::Note {
            ticket: TicketId::default(),
            text: Text::block("si lavora"),
            corrects: None,
        }],
    }
}
