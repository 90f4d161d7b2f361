//! A disk that fails at any call, and one that loses power: what was acknowledged is there.

use super::*;
use rustix::io::Errno;
use std::{
    io,
    os::{fd::AsRawFd, unix::fs::FileExt},
    sync::{Arc, Mutex},
};

/// Something that is not durable yet, and how to take it back.
#[derive(Debug)]
enum Undo {
    /// The bytes that were there, by sector.
    Bytes(PathBuf, u64, Vec<u8>),
    /// The length it had, and what was beyond the new one.
    Length(PathBuf, u64, Vec<u8>),
    /// It was not there.
    Created(PathBuf),
    /// It was there, with these bytes.
    Removed(PathBuf, Vec<u8>),
    /// It had another name.
    Renamed(PathBuf, PathBuf),
}

impl Undo {
    fn path(&self) -> &Path {
        match self {
            Self::Bytes(path, ..)
            | Self::Length(path, ..)
            | Self::Created(path)
            | Self::Removed(path, _)
            | Self::Renamed(_, path) => path,
        }
    }

    const fn is_name(&self) -> bool {
        matches!(
            self,
            Self::Created(_) | Self::Removed(..) | Self::Renamed(..)
        )
    }

    /// Takes it back. What is gone altogether needs no taking back.
    fn take_back(self) {
        let write = |path: &Path, at: u64, bytes: &[u8]| {
            if let Ok(file) = fs::OpenOptions::new().write(true).open(path) {
                file.write_all_at(bytes, at).unwrap();
            }
        };
        match self {
            Self::Bytes(path, at, bytes) => write(&path, at, &bytes),
            Self::Length(path, length, beyond) => {
                write(&path, length - beyond.len() as u64, &beyond);
                if let Ok(file) = fs::OpenOptions::new().write(true).open(path) {
                    file.set_len(length).unwrap();
                }
            }
            Self::Created(path) => drop(fs::remove_file(path)),
            Self::Removed(path, bytes) => fs::write(path, bytes).unwrap(),
            Self::Renamed(from, to) => drop(fs::rename(to, from)),
        }
    }
}

/// What the tests and the disk share.
#[derive(Debug, Default)]
struct Fate {
    /// Calls so far.
    calls: usize,
    /// The calls that fail, and how.
    failing: Option<(std::ops::Range<usize>, Errno)>,
    /// What a power cut may take back, oldest first.
    volatile: Vec<Undo>,
}

/// A real disk that can fail and be cut off.
#[derive(Clone, Debug, Default)]
struct Frail(Arc<Mutex<Fate>>);

const SECTOR: usize = 512;

impl Frail {
    /// Counts a call; its error when it is to fail.
    fn call(&self) -> io::Result<()> {
        let mut fate = self.0.lock().unwrap();
        let call = fate.calls;
        fate.calls += 1;
        match &fate.failing {
            Some((calls, errno)) if calls.contains(&call) => Err((*errno).into()),
            _ => Ok(()),
        }
    }

    fn note(&self, undo: Undo) {
        self.0.lock().unwrap().volatile.push(undo);
    }

    /// The power goes: of what is not durable, what `lost` says is taken back, newest first.
    fn cut_power(&self, mut lost: impl FnMut() -> bool) {
        let volatile = std::mem::take(&mut self.0.lock().unwrap().volatile);
        for undo in volatile.into_iter().rev() {
            if lost() {
                undo.take_back();
            }
        }
    }
}

fn path_of(file: &File) -> PathBuf {
    fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd())).unwrap()
}

fn bytes_from(file: &File, at: u64) -> Vec<u8> {
    let length = file.metadata().unwrap().len().saturating_sub(at);
    let mut bytes = vec![0; usize::try_from(length).unwrap()];
    file.read_exact_at(&mut bytes, at).unwrap();
    bytes
}

impl Disk for Frail {
    fn create(&self, path: &Path, mode: u32) -> io::Result<File> {
        self.call()?;
        let file = disk::Real.create(path, mode)?;
        self.note(Undo::Created(path.to_owned()));
        Ok(file)
    }

    fn allocate(&self, file: &File, length: u32) -> io::Result<()> {
        self.call()?;
        let before = file.metadata()?.len();
        if before < u64::from(length) {
            self.note(Undo::Length(path_of(file), before, Vec::new()));
        }
        disk::Real.allocate(file, length)
    }

    /// A failing write leaves half of its bytes.
    fn write(&self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        let outcome = self.call();
        let written = match outcome {
            Ok(()) => bytes,
            Err(_) => &bytes[..bytes.len() / 2],
        };
        let path = path_of(file);
        let old = bytes_from(file, offset);
        let length = file.metadata()?.len();
        if length < offset + written.len() as u64 {
            self.note(Undo::Length(path.clone(), length, Vec::new()));
        }
        let first = SECTOR - usize::try_from(offset).unwrap() % SECTOR;
        let mut at = 0;
        while at < written.len() {
            let to = written.len().min(if at == 0 { first } else { at + SECTOR });
            let mut before = old.get(at..to.min(old.len())).unwrap_or_default().to_vec();
            before.resize(to - at, 0);
            let place = offset + at as u64;
            self.note(Undo::Bytes(path.clone(), place, before));
            at = to;
        }
        disk::Real.write(file, written, offset)?;
        outcome
    }

    fn cut(&self, file: &File, length: u32) -> io::Result<()> {
        self.call()?;
        let beyond = bytes_from(file, u64::from(length));
        let before = file.metadata()?.len();
        self.note(Undo::Length(path_of(file), before, beyond));
        disk::Real.cut(file, length)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        self.call()?;
        let path = path_of(file);
        let mut fate = self.0.lock().unwrap();
        fate.volatile
            .retain(|undo| undo.is_name() || undo.path() != path);
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.call()?;
        let mut fate = self.0.lock().unwrap();
        fate.volatile
            .retain(|undo| !undo.is_name() || undo.path().parent() != Some(dir));
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call()?;
        disk::Real.rename(from, to)?;
        self.note(Undo::Renamed(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call()?;
        let bytes = fs::read(path).unwrap_or_default();
        disk::Real.remove(path)?;
        self.note(Undo::Removed(path.to_owned(), bytes));
        Ok(())
    }
}

/// Bits that look random and are the same on every run.
fn bits(seed: u64) -> impl FnMut() -> bool {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state & 4 == 0
    }
}

/// A shift: groups that fill three segments, one of them across a boundary.
fn shift() -> Vec<Vec<Batch>> {
    let (mut one, mut two) = (Author::new(1), Author::new(2));
    (0..9)
        .map(|round| {
            vec![
                one.note(&"x".repeat(200 + 40 * round)),
                two.note("y"),
                one.note(&"z".repeat(300)),
            ]
        })
        .collect()
}

/// Works through the shift on a disk that fails from some call on; what was acknowledged.
/// Whoever is refused tries to reopen, and sends the group again.
fn work(dir: &Path, disk: &Frail, groups: &[Vec<Batch>]) -> Option<(Journal, Vec<Batch>)> {
    let mut durable = Vec::new();
    let opened = || Journal::open_on(Box::new(disk.clone()), dir, SMALL);
    let (mut journal, _recovery) = opened().or_else(|_once_more| opened()).ok()?;
    for group in groups {
        for _attempt in 0..20 {
            let end = journal.end();
            match journal.append(group) {
                Ok(_) => {
                    durable.extend(group.clone());
                    break;
                }
                Err(JournalError::ReadOnly(reason)) => {
                    assert_eq!(journal.read_only(), Some(&reason));
                    assert_eq!(journal.end(), end);
                    assert!(read(&journal).0 == durable, "what was durable can be read");
                    let _tried_again_later = journal.reopen_after_fault();
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
    Some((journal, durable))
}

/// How many calls the shift takes when nothing fails.
fn calls(groups: &[Vec<Batch>]) -> usize {
    let (_place, dir) = place();
    let disk = Frail::default();
    let (journal, durable) = work(&dir, &disk, groups).unwrap();
    assert_eq!(durable, groups.concat());
    assert!(journal.end().segment >= 3);
    disk.0.lock().unwrap().calls
}

#[test]
fn one_failure_at_any_call_loses_nothing_and_work_goes_on() {
    let groups = shift();
    for call in 0..calls(&groups) {
        for (width, errno) in [
            (1, Errno::IO),
            (1, Errno::NOSPC),
            (4, Errno::IO),
            (9, Errno::NOSPC),
        ] {
            let (_place, dir) = place();
            let disk = Frail::default();
            disk.0.lock().unwrap().failing = Some((call..call + width, errno));
            let Some((journal, durable)) = work(&dir, &disk, &groups) else {
                assert!(call < 6, "call {call}: a failure while creating");
                continue;
            };
            assert!(durable == groups.concat(), "call {call}: {errno}");
            let (batches, findings) = read(&journal);
            assert!(batches == durable, "call {call}: {errno}");
            assert_eq!(findings.corrupt, []);
            drop(journal);
            let (journal, recovery) = open(&dir);
            assert_eq!(recovery.corrupt, [], "call {call}: {errno}");
            assert!(read(&journal).0 == durable, "call {call}: {errno}");
        }
    }
}

#[test]
fn a_full_disk_and_a_failing_one_are_told_apart() {
    let groups = shift();
    for (errno, cause) in [
        (Errno::NOSPC, Cause::Full),
        (Errno::DQUOT, Cause::Full),
        (Errno::IO, Cause::Write),
    ] {
        let (_place, dir) = place();
        let disk = Frail::default();
        let (mut journal, _new) = Journal::open_on(Box::new(disk.clone()), &dir, SMALL).unwrap();
        journal.append(&groups[0]).unwrap();
        let forever = disk.0.lock().unwrap().calls..usize::MAX;
        disk.0.lock().unwrap().failing = Some((forever, errno));
        let Err(JournalError::ReadOnly(reason)) = journal.append(&groups[1]) else {
            panic!("{errno} goes unnoticed");
        };
        assert_eq!(reason.cause, cause);
        assert!(journal.reopen_after_fault().is_err());
        assert!(journal.append(&groups[1]).is_err());
        assert_eq!(read(&journal).0, groups[0]);
        disk.0.lock().unwrap().failing = None;
        let left = journal.reopen_after_fault().unwrap();
        assert_eq!(
            left.quarantined.len(),
            1,
            "what could not be cut is kept, then cut"
        );
        journal.append(&groups[1]).unwrap();
        assert_eq!(read(&journal).0, groups[..2].concat());
    }
}

#[test]
fn a_power_cut_at_any_call_keeps_what_was_acknowledged() {
    let groups = shift();
    let all = groups.concat();
    for call in 0..calls(&groups) {
        for seed in 0..6 {
            let (_place, dir) = place();
            let disk = Frail::default();
            disk.0.lock().unwrap().failing = Some((call..usize::MAX, Errno::IO));
            let durable = work(&dir, &disk, &groups).map_or_else(Vec::new, |(_, durable)| durable);
            let mut random = bits(seed + 100 * call as u64);
            disk.cut_power(|| match seed {
                0 => true,
                1 => false,
                _ => random(),
            });
            let (mut journal, recovery) = open(&dir);
            let (batches, findings) = read(&journal);
            let context = format!("call {call}, seed {seed}: {recovery:?}");
            assert!(batches.starts_with(&durable), "{context}");
            assert!(all.starts_with(&batches), "{context}");
            assert!(batches.len() <= durable.len() + 3, "{context}");
            assert_eq!(
                (findings.corrupt, findings.breaks),
                (vec![], vec![]),
                "{context}"
            );
            journal.append(&all[batches.len()..]).unwrap_or_default();
            assert!(read(&journal).0 == all, "{context}");
            drop(journal);
            assert!(open(&dir).1.is_clean(), "{context}");
        }
    }
}

#[test]
fn damage_that_cannot_be_put_aside_is_not_cut() {
    let (_place, dir) = place();
    let groups = shift();
    written(&dir, &groups[..1]);
    let path = segment::path(&dir, 1);
    let mut bytes = fs::read(&path).unwrap();
    let used = bytes::written_length(&bytes);
    bytes[used..used + 9].copy_from_slice(b"strappato");
    fs::write(&path, &bytes).unwrap();
    let disk = Frail::default();
    disk.0.lock().unwrap().failing = Some((0..usize::MAX, Errno::NOSPC));
    let (mut journal, recovery) = Journal::open_on(Box::new(disk.clone()), &dir, SMALL).unwrap();
    assert!(recovery.torn.is_some());
    assert_eq!(journal.read_only().unwrap().cause, Cause::Full);
    assert_eq!(read(&journal).0, groups[0]);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    disk.0.lock().unwrap().failing = None;
    let recovery = journal.reopen_after_fault().unwrap();
    assert_eq!(recovery.quarantined.len(), 1);
    journal.append(&groups[1]).unwrap();
    assert_eq!(read(&journal).0, groups[..2].concat());
}

#[test]
fn a_group_not_acknowledged_is_gone_after_reopening_even_when_it_could_not_be_cut() {
    let (_place, dir) = place();
    let groups = shift();
    let disk = Frail::default();
    let (mut journal, _new) = Journal::open_on(Box::new(disk.clone()), &dir, SMALL).unwrap();
    journal.append(&groups[0]).unwrap();
    let calls = disk.0.lock().unwrap().calls;
    disk.0.lock().unwrap().failing = Some((calls + 1..calls + 9, Errno::IO));
    assert!(
        journal.append(&groups[1]).is_err(),
        "written, not synced, not cut"
    );
    disk.0.lock().unwrap().failing = None;
    assert_eq!(journal.read_only().unwrap().cause, Cause::Sync);
    let recovery = journal.reopen_after_fault().unwrap();
    assert_eq!(recovery.quarantined.len(), 1, "a copy is kept");
    assert_eq!(read(&journal).0, groups[0]);
    journal.append(&groups[1]).unwrap();
    assert_eq!(read(&journal).0, groups[..2].concat());
}

#[test]
fn a_group_that_was_refused_is_not_there_for_whoever_opens_next() {
    let groups = shift();
    let mut refused = 0;
    for call in 0..3 {
        let (_place, dir) = place();
        let disk = Frail::default();
        let (mut journal, _new) = Journal::open_on(Box::new(disk.clone()), &dir, SMALL).unwrap();
        journal.append(&groups[0]).unwrap();
        let failing = disk.0.lock().unwrap().calls + call;
        disk.0.lock().unwrap().failing = Some((failing..failing + 1, Errno::IO));
        if journal.append(&groups[1]).is_ok() {
            continue;
        }
        refused += 1;
        // It ends before it could open again.
        drop(journal);
        let (journal, _recovery) = open(&dir);
        assert!(read(&journal).0 == groups[0], "call {call}");
    }
    assert!(refused > 1, "neither the write nor the sync failed");
}

#[test]
fn a_fault_after_which_durable_records_are_gone_is_not_forgiven() {
    let (_place, dir) = place();
    let groups = shift();
    let disk = Frail::default();
    let (mut journal, _new) = Journal::open_on(Box::new(disk.clone()), &dir, SMALL).unwrap();
    journal.append(&groups[0]).unwrap();
    let durable = journal.end();
    let calls = disk.0.lock().unwrap().calls;
    disk.0.lock().unwrap().failing = Some((calls..calls + 1, Errno::IO));
    assert!(journal.append(&groups[1]).is_err());
    fs::OpenOptions::new()
        .write(true)
        .open(segment::path(&dir, 1))
        .unwrap()
        .set_len(100)
        .unwrap();
    let refused = journal.reopen_after_fault();
    assert!(matches!(refused, Err(JournalError::Lost { durable: it, .. }) if it == durable));
    assert!(journal.read_only().is_some());
}

#[test]
fn what_an_opening_finds_whole_is_durable_from_then_on() {
    let (_place, dir) = place();
    let groups = shift();
    let disk = Frail::default();
    let opened = || Journal::open_on(Box::new(disk.clone()), &dir, SMALL).unwrap();
    let (mut journal, _new) = opened();
    let calls = disk.0.lock().unwrap().calls;
    disk.0.lock().unwrap().failing = Some((calls + 1..usize::MAX, Errno::IO));
    assert!(journal.append(&groups[0]).is_err(), "written, and killed");
    drop(journal);
    disk.0.lock().unwrap().failing = None;
    let (journal, _whole) = opened();
    assert_eq!(read(&journal).0, groups[0]);
    drop(journal);
    disk.cut_power(|| true);
    assert_eq!(read(&open(&dir).0).0, groups[0]);
}
