//! Backups under disks that lie, files that are not what they were, and other people's files.

mod hostile;
mod lies;
mod mending;

use super::*;
use crate::{
    domain::{batch::Batch, time::Moment},
    journal::{
        Journal, Position, segment,
        tests::{Author, SMALL, place},
    },
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// 2026-11-22T03:15:00Z.
const NOW: Moment = Moment(1_795_317_300_000);
const DAY: i64 = 86_400_000;

fn on(_done: u64, _total: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A place with a journal that grows, and a directory for its backups.
struct Place {
    root: TempDir,
    journal: PathBuf,
    authors: [Author; 2],
    batches: Vec<Batch>,
}

impl Place {
    /// One with so many groups of batches of two streams, some segments of them.
    fn of(groups: usize) -> Self {
        let (root, journal) = place();
        let mut place = Self {
            root,
            journal,
            authors: [Author::new(1), Author::new(2)],
            batches: Vec::new(),
        };
        place.grow(groups);
        place
    }

    fn grow(&mut self, groups: usize) {
        let (mut journal, _) = Journal::open(&self.journal, SMALL).unwrap();
        for group in 0..groups {
            let text = "a che ora apre lo sportello? ".repeat(1 + group % 4);
            let [one, two] = &mut self.authors;
            let batches = [one.note(&text), two.note(&text), one.note("poi")];
            let batches = &batches[..=group % 3];
            journal.append(batches).unwrap();
            self.batches.extend_from_slice(batches);
            // A batch that was not appended is not written.
            for (author, left) in [(0, group % 3 < 2), (1, group % 3 < 1)] {
                if left {
                    self.authors[author] = last_of(&self.batches, author);
                }
            }
        }
    }

    fn backups(&self) -> PathBuf {
        self.root.path().join("copie")
    }

    fn end(&self) -> Position {
        Journal::open(&self.journal, SMALL).unwrap().0.end()
    }

    fn back_up(&self, now: Moment) -> Made {
        self.try_back_up(now).unwrap()
    }

    fn try_back_up(&self, now: Moment) -> Result<Made, BackupError> {
        let (journal, end) = (&*self.journal, self.end());
        make(Source { journal, end, now }, &self.backups(), &mut on)
    }

    /// The bytes of every segment, unwritten tail aside.
    fn bytes(&self) -> Vec<Vec<u8>> {
        let numbers = segment::numbers(&self.journal).unwrap();
        let bytes = numbers
            .into_iter()
            .map(|number| segment::written(&self.journal, number).unwrap());
        bytes.collect()
    }

    /// Every batch that can be read.
    fn read(&self) -> Vec<Batch> {
        let (journal, _) = Journal::open(&self.journal, SMALL).unwrap();
        let replay = journal.replay(Position::START).unwrap();
        replay.map(|stored| stored.unwrap().batch).collect()
    }
}

/// An author who goes on after the last batch of his stream.
fn last_of(batches: &[Batch], author: usize) -> Author {
    let mut author = Author::new(u8::try_from(author).unwrap() + 1);
    for batch in batches {
        author.goes_on_after(batch);
    }
    author
}

fn files(dir: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(dir).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn a_backup_holds_every_batch_and_restores_the_same_bytes() {
    let place = Place::of(40);
    let made = place.back_up(NOW);
    assert!(made.manifest.is_sound());
    assert_eq!(made.manifest.batches, place.batches.len() as u64);
    assert_eq!(made.manifest.made_at(), NOW);
    assert!(made.manifest.parts.len() > 2, "several segments");
    let file = place.root.path().join("copia.tar");
    let (journal, end) = (&*place.journal, place.end());
    make_file(
        Source {
            journal,
            end,
            now: NOW,
        },
        &file,
        &mut on,
    )
    .unwrap();
    for from in [&made.path, &place.backups(), &file] {
        let archive = Archive::open(from).unwrap();
        let mut batches = Vec::new();
        let each = &mut |stored: crate::journal::Stored| batches.push(stored.batch);
        let read = read(&archive, each, &mut on).unwrap();
        assert_eq!(read.findings.read.batches, made.manifest.batches);
        assert_eq!(batches, place.batches);
        let target = place.root.path().join("nuovo");
        restore(&archive, &target, &mut on).unwrap();
        assert!(matches!(
            restore(&archive, &target, &mut on),
            Err(BackupError::Exists { .. })
        ));
        let restored = Place {
            root: tempfile::tempdir().unwrap(),
            journal: target.clone(),
            authors: [Author::new(1), Author::new(2)],
            batches: Vec::new(),
        };
        assert_eq!(restored.bytes(), place.bytes());
        fs::remove_dir_all(target).unwrap();
    }
}

#[test]
fn the_next_backup_copies_only_what_is_new() {
    let mut place = Place::of(40);
    let first = place.back_up(NOW);
    assert_eq!(first.shared, 0);
    place.grow(2);
    let second = place.back_up(NOW.plus(DAY));
    assert_eq!(second.copied + second.shared, second.manifest.bytes());
    assert!(second.copied < first.copied, "{second:?}");
    let sealed = second.manifest.parts.len() - 1;
    assert_eq!(
        first.manifest.parts[..sealed],
        second.manifest.parts[..sealed]
    );
    // One that rotted since is copied again and not shared.
    let rotten = place
        .backups()
        .join("segments")
        .join(first.manifest.parts[0].file_name());
    fs::write(rotten, "niente").unwrap();
    let third = place.back_up(NOW.plus(2 * DAY));
    assert!(third.copied >= u64::from(third.manifest.parts[0].bytes));
    let archive = Archive::open(&first.path).unwrap();
    read(&archive, &mut |_| {}, &mut on).unwrap();
}

#[test]
fn seven_are_kept_and_no_segment_that_nobody_names() {
    let mut place = Place::of(3);
    let mut made = Vec::new();
    for day in 0..10 {
        place.grow(3);
        made.push(place.back_up(NOW.plus(day * DAY)));
    }
    let listed = list(&place.backups()).unwrap();
    let kept: Vec<_> = listed.iter().map(|one| one.path.clone()).collect();
    let newest: Vec<_> = made
        .iter()
        .rev()
        .take(KEPT)
        .map(|one| one.path.clone())
        .collect();
    assert_eq!(kept, newest);
    let named: BTreeSet<String> = made[3..]
        .iter()
        .flat_map(|one| one.manifest.parts.iter().map(Part::file_name))
        .collect();
    assert_eq!(files(&place.backups().join("segments")), named);
    for one in &made[3..] {
        read(&Archive::open(&one.path).unwrap(), &mut |_| {}, &mut on).unwrap();
    }
}

#[test]
fn backups_made_by_hand_push_out_no_day() {
    let place = Place::of(3);
    for day in 0..10 {
        place.back_up(NOW.plus(day * DAY));
    }
    let daily = list(&place.backups()).unwrap();
    for minute in 1..20 {
        place.back_up(NOW.plus(9 * DAY + minute * 60_000));
    }
    let kept: Vec<_> = list(&place.backups()).unwrap();
    // Seven of the last day, and the newest of each of the six before.
    assert_eq!(kept.len(), KEPT + 6);
    for one in &daily[1..] {
        assert!(one.path.exists(), "{}", one.path.display());
    }
}

#[test]
fn the_last_sound_backup_is_kept_whatever_comes_after() {
    let mut place = Place::of(40);
    let before = place.back_up(NOW);
    let sound = place.back_up(NOW.plus(DAY));
    let path = segment::path(&place.journal, 1);
    let mut bytes = fs::read(&path).unwrap();
    bytes[200] ^= 1;
    fs::write(&path, bytes).unwrap();
    for day in 2..12 {
        place.grow(1);
        let made = place.back_up(NOW.plus(day * DAY));
        assert!(!made.manifest.is_sound());
        assert!(
            made.manifest.findings[0].starts_with("damaged 000001:"),
            "{made:?}"
        );
    }
    assert!(!before.path.exists());
    assert!(sound.path.exists());
    assert_eq!(list(&place.backups()).unwrap().len(), KEPT + 1);
    // The newest sound one is what a directory stands for.
    let archive = Archive::open(&place.backups()).unwrap();
    assert_eq!(archive.path, sound.path);
    assert!(archive.manifest.is_sound());
    read(&archive, &mut |_| {}, &mut on).unwrap();
    // A damaged one is read to the end too, and says what it says.
    let newest = &list(&place.backups()).unwrap()[0];
    let damaged = Archive::open(&newest.path).unwrap();
    let read = read(&damaged, &mut |_| {}, &mut on).unwrap();
    assert_eq!(read.findings.corrupt.len(), 1);
}

#[test]
fn whoever_wants_no_more_is_heard_and_leaves_no_backup() {
    let place = Place::of(40);
    let (journal, end) = (&*place.journal, place.end());
    let source = Source {
        journal,
        end,
        now: NOW,
    };
    let mut heard = 0;
    let stop = &mut |done, total| {
        heard += 1;
        assert!(done <= total);
        if heard == 3 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let stopped = make(source, &place.backups(), stop);
    assert!(matches!(stopped, Err(BackupError::Stopped)));
    assert_eq!(list(&place.backups()).unwrap().len(), 0);
}
