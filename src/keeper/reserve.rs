//! The reserve: space on the disk of a data directory that is kept aside, and given up first when the disk is
//! full, so that what is being said on the telephone can still be saved.

use rustix::fs::{FallocateFlags, fallocate, statvfs};
use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Bytes of the reserve: a segment of the journal, or some hours of calls.
pub const BYTES: u64 = 16 << 20;
/// Below this many free bytes a disk is full: one append may take that much.
const FULL: u64 = 2 << 20;

fn place(dir: &Path) -> PathBuf {
    dir.join("reserve")
}

/// Whether a data directory has its reserve.
pub fn is_kept(dir: &Path) -> bool {
    fs::metadata(place(dir)).is_ok_and(|known| known.len() >= BYTES)
}

/// Bytes that are free for this account on the disk of `dir`; `None` where the system does not say.
pub fn free(dir: &Path) -> Option<u64> {
    let told = statvfs(dir).ok()?;
    told.f_bavail.checked_mul(told.f_frsize)
}

/// Makes the reserve where there is room for twice its size; whether it is there.
pub fn keep(dir: &Path) -> bool {
    if is_kept(dir) {
        return true;
    }
    let room = free(dir).is_some_and(|free| free >= 2 * BYTES);
    let made = room && make(&place(dir)).is_ok();
    if !made {
        // A part of one is of no use, and takes space.
        let _there_was_none = give_up(dir);
    }
    made
}

fn make(place: &Path) -> io::Result<()> {
    let file: File = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(place)?;
    Ok(fallocate(&file, FallocateFlags::empty(), 0, BYTES)?)
}

/// Gives the reserve up; whether there was one.
pub fn give_up(dir: &Path) -> bool {
    fs::remove_file(place(dir)).is_ok()
}

/// Gives the reserve up where the disk is full; whether that made room.
pub fn give_up_if_full(dir: &Path) -> bool {
    is_full(dir) && give_up(dir)
}

/// Gives the reserve up where it would be the larger part of what is free, for views that could not be
/// made: what they had written is gone again, and so the disk does not look full. Whether that made room.
pub fn give_up_for_views(dir: &Path) -> bool {
    free(dir).is_some_and(|free| free < BYTES) && give_up(dir)
}

/// Whether no space is left.
fn is_full(dir: &Path) -> bool {
    free(dir).is_some_and(|free| free < FULL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt;

    #[test]
    fn the_reserve_is_private_takes_real_space_and_is_made_again() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!is_kept(dir.path()) && !give_up(dir.path()));
        assert!(keep(dir.path()) && is_kept(dir.path()));
        let known = fs::metadata(place(dir.path())).unwrap();
        assert_eq!(known.mode() & 0o777, 0o600);
        assert!(known.blocks() * 512 >= BYTES, "it is no hole");
        assert!(!give_up_if_full(dir.path()), "there is room");
        assert!(give_up(dir.path()) && !is_kept(dir.path()));
        assert!(keep(dir.path()));
    }

    #[test]
    fn a_part_of_a_reserve_is_none() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(place(dir.path()), "cut off").unwrap();
        assert!(!is_kept(dir.path()));
        assert!(keep(dir.path()) && is_kept(dir.path()));
    }
}
