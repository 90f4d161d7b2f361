//! Tests of the journal as a whole, and the batches and disks they are made with.

mod damage;
mod faults;
mod laws;

use super::*;
use crate::domain::{
    batch::{Header, Seen},
    id::{BatchId, BootId, StreamId, TicketId},
    op::{Op, RawOp, Subject},
    outcome::Role,
    slug::Slug,
    text::Text,
    time::Stamp,
};
use std::{fs, os::unix::fs::PermissionsExt};
use tempfile::TempDir;

/// Segments small enough that a few batches fill one.
pub const SMALL: Options = Options {
    segment_bytes: 4096,
};

pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// One who writes a stream.
#[derive(Clone)]
pub struct Author {
    stream: StreamId,
    number: u64,
    next_seq: u64,
    hash: [u8; 32],
}

impl Author {
    pub fn new(stream: u8) -> Self {
        Self {
            stream: StreamId::new([stream; 16]),
            number: 0,
            next_seq: 1,
            hash: [0; 32],
        }
    }

    /// The next batch of his stream.
    pub fn write(&mut self, ops: Vec<Op>) -> Batch {
        self.number += 1;
        let number = u8::try_from(self.number % 256).unwrap();
        let batch = Batch {
            header: Header {
                stream: self.stream,
                number: self.number,
                first_seq: self.next_seq,
                previous: self.hash,
                id: BatchId::new([number; 16]),
                agency: Slug::parse("esempio").unwrap(),
                actor: Slug::parse("claudia-carli").unwrap(),
                role: Role::FirstLevel,
                clock: Stamp(self.number << 20),
                boot: BootId::new([0xB0; 16]),
                monotonic_ms: 1000 * self.number,
                seen: vec![Seen {
                    stream: StreamId::new([7; 16]),
                    number: self.number,
                }],
            },
            ops,
        };
        self.next_seq = batch.next_seq();
        self.hash = hash_of(&batch).unwrap();
        batch
    }

    /// Takes note of a batch that is written; one of another stream is no affair of his.
    pub fn goes_on_after(&mut self, batch: &Batch) {
        if batch.header.stream == self.stream {
            self.number = batch.header.number;
            self.next_seq = batch.next_seq();
            self.hash = hash_of(batch).unwrap();
        }
    }

    /// The next batch, of one note.
    pub fn note(&mut self, text: &str) -> Batch {
        self.write(vec![note(text)])
    }
}

fn note(text: &str) -> Op {
    Op::Note {
        ticket: TicketId::new([5; 16]),
        text: Text::block(text),
        corrects: None,
    }
}

/// A directory, removed at the end; in memory where there is one, for what these tests ask of the
/// disk they ask of a simulated one.
pub fn place() -> (TempDir, PathBuf) {
    let place = tempfile::tempdir_in("/dev/shm")
        .or_else(|_elsewhere| tempfile::tempdir())
        .unwrap();
    let dir = place.path().join("journal");
    (place, dir)
}

pub fn open(dir: &Path) -> (Journal, Recovery) {
    Journal::open(dir, SMALL).unwrap()
}

/// Everything there is to replay, and what was met.
pub fn read(journal: &Journal) -> (Vec<Batch>, Findings) {
    let mut replay = journal.replay(Position::START).unwrap();
    let batches = replay
        .by_ref()
        .map(|stored| stored.unwrap().batch)
        .collect();
    (batches, replay.findings().clone())
}

/// A journal of these groups, closed again.
pub fn written(dir: &Path, groups: &[Vec<Batch>]) {
    let (mut journal, _new) = open(dir);
    for group in groups {
        journal.append(group).unwrap();
    }
}

#[test]
fn what_is_appended_is_replayed_across_openings_and_segments() {
    let (_place, dir) = place();
    let mut author = Author::new(1);
    let mut all = Vec::new();
    for round in 0..5 {
        let (mut journal, recovery) = open(&dir);
        assert!(recovery.is_clean(), "{recovery:?}");
        let group: Vec<_> = (0..10)
            .map(|_| author.note(&"parola ".repeat(round * 9)))
            .collect();
        let positions = journal.append(&group).unwrap();
        assert!(positions.is_sorted());
        assert_eq!(journal.append(&[]).unwrap(), []);
        all.extend(group);
        let (batches, findings) = read(&journal);
        assert_eq!(batches, all);
        assert_eq!((findings.corrupt, findings.breaks), (vec![], vec![]));
        let stats = journal.stats().unwrap();
        assert_eq!(stats.totals, findings.read);
        assert_eq!(stats.totals.batches, all.len() as u64);
        assert_eq!(stats.segments, journal.end().segment);
    }
    let (journal, _clean) = open(&dir);
    assert!(journal.end().segment > 3);
    let (reader, recovery) = Reader::open(&dir).unwrap();
    assert!(recovery.is_clean());
    assert_eq!(
        (reader.end(), reader.totals()),
        (journal.end(), journal.stats().unwrap().totals)
    );
}

#[test]
fn a_replay_goes_on_from_any_position_it_gave() {
    let (_place, dir) = place();
    let mut author = Author::new(1);
    let groups: Vec<_> = (0..20)
        .map(|_| vec![author.note(&"a".repeat(500)), author.note("b")])
        .collect();
    written(&dir, &groups);
    let (journal, _clean) = open(&dir);
    let all: Vec<_> = journal
        .replay(Position::START)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (index, stored) in all.iter().enumerate() {
        for (from, skipped) in [(stored.position, index), (stored.next, index + 1)] {
            let mut replay = journal.replay(from).unwrap();
            let rest: Vec<_> = replay.by_ref().map(Result::unwrap).collect();
            assert_eq!(rest, all[skipped..], "{from}");
            assert_eq!(replay.findings().breaks, []);
        }
    }
    let beyond = Position {
        offset: journal.end().offset + 1,
        ..journal.end()
    };
    assert!(matches!(
        journal.replay(beyond),
        Err(JournalError::Beyond { .. })
    ));
}

#[test]
fn a_record_never_changes_by_accident() {
    let batch = Author::new(1).note("Sì");
    let packed = header::Packed::new(&batch).unwrap();
    let mut bytes = Vec::new();
    let group = segment::first(1);
    let position = Position {
        segment: 1,
        offset: 300,
    };
    record::write(&mut bytes, &packed, position, group);
    assert_eq!(
        hex(&bytes),
        concat!(
            "f773704a0100a400000020000000000000010000012c000000010000004001010101010101010101",
            "01010101010101000000000000000100000000000000010000000000000000000000000000000000",
            "0000000000000000000000000000000001010101010101010101010101010101076573656d70696f",
            "0d636c61756469612d6361726c6901000000100000000000b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0",
            "e8030000000000000100070707070707070707070707070707070100000000000000f7dff7d30300",
            "00010505050505050505050505050505050501000000030000000053c3ac43ee797f"
        )
    );
    assert_eq!(
        hex(&hash_of(&batch).unwrap()),
        "bbe1357295200f49917fa116f3ae0116774114d8a77536376fe1fb0d855bcb24"
    );
    let raw = record::read(&bytes, position).unwrap();
    assert_eq!(raw.batch(), Some(batch));
    assert_eq!(raw.hash(), packed.hash());
    assert_eq!(
        record::length(&packed),
        Some(u32::try_from(bytes.len()).unwrap())
    );
    let elsewhere = Position {
        segment: 2,
        offset: 300,
    };
    assert!(
        record::read(&bytes, elsewhere).is_none(),
        "a record stands in its place only"
    );
}

/// The role of a batch is its number and nothing else of the record.
#[test]
fn every_role_stands_in_the_header_by_its_number() {
    let mut batch = Author::new(1).note("Sì");
    let packed = header::Packed::new(&batch).unwrap();
    let at = 66 + 16 + (1 + "esempio".len()) + (1 + "claudia-carli".len());
    for role in Role::ALL {
        batch.header.role = *role;
        let mut expected = packed.header.clone();
        expected[at..at + 2].copy_from_slice(&role.code().to_le_bytes());
        let header = header::Packed::new(&batch).unwrap().header;
        assert_eq!(header, expected, "{role:?}");
        assert_eq!(header::read_header(&header).unwrap().0, batch.header);
    }
    let mut later = packed.header;
    later[at..at + 2].copy_from_slice(&999u16.to_le_bytes());
    assert_eq!(
        header::read_header(&later),
        None,
        "a role of a later version"
    );
}

/// The bytes of a record, as a newer program would write it at `position`: other header, good sums.
fn newer_record(author: &mut Author, position: Position, version: u16) -> Vec<u8> {
    let batch = author.note("dal futuro");
    let packed = header::Packed::new(&batch).unwrap();
    let mut bytes = Vec::new();
    record::write(&mut bytes, &packed, position, position);
    bytes[4..6].copy_from_slice(&version.to_le_bytes());
    let front = 30 + packed.header.len();
    let crc = crc32fast::hash(&bytes[..front]);
    bytes[front..front + 4].copy_from_slice(&crc.to_le_bytes());
    let end = bytes.len() - 4;
    let crc = crc32fast::hash(&bytes[..end]);
    bytes[end..].copy_from_slice(&crc.to_le_bytes());
    author.hash = header::hash(version, &packed.header, &packed.payload);
    bytes
}

#[test]
fn a_record_from_the_future_is_kept_counted_and_chained() {
    let (_place, dir) = place();
    let mut author = Author::new(1);
    let first = author.note("prima");
    written(&dir, &[vec![first.clone()]]);
    let (journal, _clean) = open(&dir);
    let position = journal.end();
    drop(journal);
    let path = segment::path(&dir, 1);
    let mut bytes = fs::read(&path).unwrap();
    let record = newer_record(&mut author, position, 9);
    let at = position.offset as usize;
    bytes[at..at + record.len()].copy_from_slice(&record);
    fs::write(&path, &bytes).unwrap();

    let (mut journal, recovery) = open(&dir);
    assert_eq!((recovery.unread, &recovery.torn), (1, &None));
    let last = author.note("dopo");
    journal.append(std::slice::from_ref(&last)).unwrap();
    let (batches, findings) = read(&journal);
    assert_eq!(batches, [first, last]);
    assert_eq!(findings.breaks, [], "the chain goes through it");
    assert_eq!(findings.unread.len(), 1);
    assert_eq!(
        (findings.unread[0].version, findings.unread[0].position),
        (9, position)
    );
    assert_eq!(journal.stats().unwrap().totals.batches, 3);
}

#[test]
fn a_batch_that_is_no_record_spoils_nothing() {
    let (_place, dir) = place();
    let (mut journal, _new) = open(&dir);
    let mut author = Author::new(1);
    let good = author.note("bene");
    let mut empty = good.clone();
    empty.ops.clear();
    let refused = journal.append(&[good.clone(), empty]);
    assert!(matches!(refused, Err(JournalError::Batch { index: 1, .. })));
    let mut nosy = good.clone();
    nosy.header.seen = vec![nosy.header.seen[0]; SEEN_LIMIT + 1];
    let refused = journal.append(&[nosy]);
    assert!(matches!(
        refused,
        Err(JournalError::Batch {
            index: 0,
            source: RecordError::Seen(_)
        })
    ));
    assert!(journal.read_only().is_none());
    journal.append(std::slice::from_ref(&good)).unwrap();
    assert_eq!(read(&journal).0, [good]);
}

#[test]
fn the_largest_batch_makes_its_segment_as_large_as_it_needs() {
    let (_place, dir) = place();
    let mut author = Author::new(1);
    let op = |size: usize| {
        Op::Unknown(RawOp {
            kind: 999,
            flags: 0,
            subject: Subject::REPLICA,
            key: None,
            clear: vec![0; size],
            personal: Vec::new(),
        })
    };
    let mut large = author.write(vec![op(65_000); 16]);
    large.header.seen = vec![large.header.seen[0]; SEEN_LIMIT];
    author.hash = hash_of(&large).unwrap();
    let groups = vec![vec![large.clone()], vec![author.note("poi")]];
    written(&dir, &groups);
    let (journal, recovery) = open(&dir);
    assert!(recovery.is_clean());
    assert_eq!(read(&journal).0, groups.concat());
}

#[test]
#[expect(
    clippy::used_underscore_binding,
    reason = "the lock is only kept, but for this test"
)]
fn one_journal_has_one_writer() {
    let (_place, dir) = place();
    let (first, _new) = open(&dir);
    assert!(matches!(
        Journal::open(&dir, SMALL),
        Err(JournalError::Locked { .. })
    ));
    // As a process has it that is being started in this moment, until it runs its own program.
    let copy = first._lock.0.try_clone().unwrap();
    drop(first);
    open(&dir);
    drop(copy);
}

#[test]
fn a_missing_segment_is_named() {
    let (_place, dir) = place();
    let mut author = Author::new(1);
    let groups: Vec<_> = (0..30)
        .map(|_| vec![author.note(&"x".repeat(400))])
        .collect();
    written(&dir, &groups);
    let (journal, _clean) = open(&dir);
    let mut replay = journal.replay(Position::START).unwrap();
    fs::remove_file(segment::path(&dir, 2)).unwrap();
    let missing = |it: &JournalError| matches!(it, JournalError::Missing { segment: 2, .. });
    let last = replay.by_ref().last().unwrap();
    assert!(missing(&last.unwrap_err()), "a replay under way");
    assert!(replay.next().is_none());
    drop(journal);
    assert!(missing(&Journal::open(&dir, SMALL).unwrap_err()), "opening");
    assert!(missing(&Reader::open(&dir).unwrap_err()), "reading");
}

#[test]
fn files_are_closed_to_others_and_open_to_the_group_of_a_shared_directory() {
    for (shared, dir_mode, file_mode) in [(0o700, 0o700, 0o600), (0o2770, 0o2770, 0o660)] {
        let (place, dir) = place();
        fs::set_permissions(place.path(), fs::Permissions::from_mode(shared)).unwrap();
        open(&dir);
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o7777;
        // The umask is the caller's: it can only take away.
        let umask = 0o022;
        assert_eq!(mode(&dir) & !umask, dir_mode & !umask);
        assert_eq!(mode(&segment::path(&dir, 1)) & !umask, file_mode & !umask);
        assert_eq!(mode(&segment::path(&dir, 1)) & 0o007, 0);
    }
}
