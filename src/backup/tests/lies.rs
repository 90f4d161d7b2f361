//! A disk that says it wrote and did not: what is read back decides, never what was said.

use super::{super::*, NOW, Place, on};
use crate::{
    backup::{bundle::make_file_on, make::make_on, repair::repair_on, restore::restore_on},
    journal::{
        disk::{Disk, Real},
        segment,
    },
};
use std::{
    cell::Cell,
    fs::{self, File},
    io,
    path::Path,
};

/// What the disk does with the write it lies about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lie {
    /// One bit is another.
    Flip,
    /// Only half of it is written.
    Short,
    /// None of it is.
    Nothing,
}

/// A disk that says `Ok` to the n-th write and does something else.
#[derive(Debug)]
struct Liar {
    lie: Lie,
    left: Cell<Option<usize>>,
}

impl Liar {
    fn at(lie: Lie, nth: usize) -> Self {
        let left = Cell::new(Some(nth));
        Self { lie, left }
    }

    /// Whether it came to lying.
    fn lied(&self) -> bool {
        self.left.get().is_none()
    }
}

impl Disk for Liar {
    fn create(&self, path: &Path, mode: u32) -> io::Result<File> {
        Real.create(path, mode)
    }

    fn allocate(&self, file: &File, length: u32) -> io::Result<()> {
        Real.allocate(file, length)
    }

    fn write(&self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        let left = self.left.get();
        self.left.set(left.and_then(|left| left.checked_sub(1)));
        match (left, self.lie) {
            (Some(0), Lie::Nothing) => Ok(()),
            (Some(0), Lie::Short) => Real.write(file, &bytes[..bytes.len() / 2], offset),
            (Some(0), Lie::Flip) => {
                let mut wrong = bytes.to_vec();
                wrong[bytes.len() / 2] ^= 4;
                Real.write(file, &wrong, offset)
            }
            _ => Real.write(file, bytes, offset),
        }
    }

    fn cut(&self, file: &File, length: u32) -> io::Result<()> {
        Real.cut(file, length)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        Real.sync(file)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        Real.sync_dir(dir)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Real.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        Real.remove(path)
    }
}

/// Has every write of something lied about in turn, in each way: `attempt` gives what came of it.
fn lied_to(mut attempt: impl FnMut(&Liar) -> Result<(), BackupError>) {
    for lie in [Lie::Flip, Lie::Short, Lie::Nothing] {
        for nth in 0.. {
            let disk = Liar::at(lie, nth);
            let result = attempt(&disk);
            if !disk.lied() {
                assert!(nth > 1, "several writes were lied about");
                result.unwrap();
                break;
            }
            assert!(result.is_err(), "{lie:?} of write {nth} goes unnoticed");
        }
    }
}

#[test]
fn a_backup_that_reads_differently_is_refused() {
    let place = Place::of(30);
    let (journal, end) = (&*place.journal, place.end());
    let source = Source {
        journal,
        end,
        now: NOW,
    };
    lied_to(|disk| {
        let _fresh = fs::remove_dir_all(place.backups());
        let made = make_on(disk, source, &place.backups(), &mut on);
        let manifests = list(&place.backups()).unwrap().len();
        assert_eq!(
            manifests,
            usize::from(made.is_ok()),
            "a manifest is a sound copy"
        );
        made.map(|_| ())
    });
}

#[test]
fn a_backup_in_one_file_that_reads_differently_is_refused() {
    let place = Place::of(30);
    let (journal, end) = (&*place.journal, place.end());
    let source = Source {
        journal,
        end,
        now: NOW,
    };
    let path = place.root.path().join("copia.tar");
    for lie in [Lie::Flip, Lie::Nothing] {
        let mut noticed = 0;
        for nth in 0.. {
            let _fresh = fs::remove_file(&path);
            let disk = Liar::at(lie, nth);
            let made = make_file_on(&disk, source, &path, &mut on);
            if !disk.lied() {
                made.unwrap();
                break;
            }
            // The zeros that end an entry or the file may be wrong, or not there, and change nothing.
            noticed += usize::from(made.is_err());
            if made.is_ok() {
                let archive = Archive::open(&path).unwrap();
                read(&archive, &mut |_| {}, &mut on).unwrap();
            } else {
                assert!(!path.exists());
            }
        }
        assert!(noticed >= 6, "{lie:?}: {noticed}");
    }
}

#[test]
fn a_restored_journal_that_reads_differently_is_none() {
    let place = Place::of(30);
    let archive = Archive::open(&place.back_up(NOW).path).unwrap();
    let target = place.root.path().join("nuovo");
    lied_to(|disk| {
        let _fresh = fs::remove_dir_all(&target);
        let restored = restore_on(disk, &archive, &target, &mut on);
        assert_eq!(target.exists(), restored.is_ok());
        restored.map(|_| ())
    });
}

#[test]
fn a_mended_segment_that_reads_differently_never_takes_its_name() {
    let place = Place::of(30);
    place.back_up(NOW);
    let sound = place.bytes();
    let archives = Archive::all(&place.backups()).unwrap();
    let damage = |number: u32| {
        let mut bytes = sound[number as usize - 1].clone();
        bytes[300] ^= 1;
        fs::write(segment::path(&place.journal, number), bytes).unwrap();
    };
    lied_to(|disk| {
        let _fresh = fs::remove_dir_all(place.journal.join("quarantine"));
        damage(1);
        damage(2);
        let before = place.bytes();
        let mended = repair_on(disk, &place.journal, &archives, Doing::Mend, &mut on);
        // Each segment is as it was, or as it should be; what is set aside may be the write that was lied about.
        for ((now, was), should) in place.bytes().iter().zip(&before).zip(&sound) {
            assert!(now == was || now == should);
        }
        if mended.is_ok() {
            assert_eq!(place.bytes(), sound);
        }
        match mended {
            Ok(_) if disk.lied() => Err(BackupError::Stopped),
            other => other.map(|_| ()),
        }
    });
}
