//! The disk as the journal writes it: every call that changes it, so that tests can make each one fail.

use rustix::fs::{Advice, FallocateFlags};
use std::{
    fmt::Debug,
    fs::{File, OpenOptions},
    io,
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::Path,
};

/// What the journal asks of the disk. Nothing is durable before `sync`, no name before `sync_dir`.
pub trait Disk: Debug + Send {
    /// Creates a file that must not exist yet.
    fn create(&self, path: &Path, mode: u32) -> io::Result<File>;
    /// Reserves space up to `length` bytes, zeros where nothing was written. Only a help: an error
    /// means that the file grows as it is written.
    fn allocate(&self, file: &File, length: u32) -> io::Result<()>;
    /// Writes all of `bytes` at `offset`.
    fn write(&self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// Cuts a file to `length` bytes.
    fn cut(&self, file: &File, length: u32) -> io::Result<()>;
    /// Makes everything written to the file durable, with its length.
    fn sync(&self, file: &File) -> io::Result<()>;
    /// Makes the names in a directory durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Renames a file within its directory.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// The real disk.
#[derive(Debug)]
pub struct Real;

impl Disk for Real {
    fn create(&self, path: &Path, mode: u32) -> io::Result<File> {
        OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(path)
    }

    fn allocate(&self, file: &File, length: u32) -> io::Result<()> {
        Ok(rustix::fs::fallocate(
            file,
            FallocateFlags::empty(),
            0,
            u64::from(length),
        )?)
    }

    fn write(&self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        file.write_all_at(bytes, offset)
    }

    fn cut(&self, file: &File, length: u32) -> io::Result<()> {
        file.set_len(u64::from(length))
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_data()
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        File::open(dir)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }
}

/// Asks the system to forget what it remembers of a file, so that the next read comes from the disk:
/// after a failed sync its memory shows what was never written. Only a help.
pub fn forget_cached(file: &File) {
    let _only_a_help = rustix::fs::fadvise(file, 0, None, Advice::DontNeed);
}
