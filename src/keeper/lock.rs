//! The lock of a data directory: one keeper at a time, and a note of which one it is.

use super::{open::OpenError, place::Sharing, service::Fault};
use crate::{domain::time::Moment, journal::JournalError};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Seek, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// How the note of a failure begins when a newer program made the directory.
const NEWER: &str = "newer: ";

/// What the keeper is doing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Phase {
    /// It opens journal and views: clients wait.
    Opening,
    /// It answers.
    Ready,
    /// It is no keeper but a repair, which nobody sends away.
    Mending,
}

/// Which keeper has a data directory.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Holder {
    /// Its process.
    pub process: u32,
    /// Its account's name, or number.
    pub user: String,
    /// Since when.
    pub since: Moment,
    /// Its version.
    pub version: String,
    /// What it is doing.
    pub phase: Phase,
}

/// The lock, held as long as this lives.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

fn place(dir: &Path) -> PathBuf {
    dir.join("keeper.lock")
}

impl Lock {
    /// Takes the lock; `None` when another process has it.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn take(dir: &Path, sharing: Sharing) -> io::Result<Option<Self>> {
        let mode = match sharing {
            Sharing::Private => 0o600,
            Sharing::Group => 0o660,
        };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .mode(mode)
            .open(place(dir))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Notes who has it, and what he is doing.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn note(&mut self, since: Moment, phase: Phase) -> io::Result<()> {
        let phase = match phase {
            Phase::Opening => "opening",
            Phase::Ready => "ready",
            Phase::Mending => "mending",
        };
        let note = format!(
            "{}\n{}\n{}\n{}\n{phase}\n",
            std::process::id(),
            user(),
            since.0,
            env!("CARGO_PKG_VERSION"),
        );
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(note.as_bytes())
    }
}

impl Drop for Lock {
    /// Said, and not left to closing the file: a process that is being started in this moment has a copy
    /// of it until it runs its own program.
    fn drop(&mut self) {
        let _closing_does_it_too = self.file.unlock();
    }
}

/// How the note of a keeper begins that a part of the journal is missing for.
const OF_THE_JOURNAL: &str = "journal: ";

/// Why the last keeper that was started could not serve; `None` when it could.
#[must_use]
pub fn failure(dir: &Path) -> Option<Fault> {
    let note = fs::read_to_string(dir.join("keeper.failed")).ok()?;
    let marked = |mark| note.strip_prefix(mark).map(str::to_owned);
    Some(if let Some(why) = marked(OF_THE_JOURNAL) {
        Fault::Journal(why)
    } else if let Some(why) = marked(NEWER) {
        Fault::Newer(why)
    } else if note == OpenError::Unfinished.to_string() {
        Fault::Unfinished
    } else {
        Fault::Store(note)
    })
}

/// Forgets the failure before another keeper is started.
pub fn forget_failure(dir: &Path) {
    // A note that cannot be removed is read again; nothing worse.
    let _ = fs::remove_file(dir.join("keeper.failed"));
}

/// Leaves word for the client that waits.
pub fn note_failure(dir: &Path, error: &OpenError) {
    let mark = match error {
        newer if newer.is_of_a_newer_program() => NEWER,
        OpenError::Journal(JournalError::Missing { .. }) => OF_THE_JOURNAL,
        _ => "",
    };
    // Where not even this can be written, the client says so itself.
    let _ = fs::write(dir.join("keeper.failed"), format!("{mark}{error}"));
}

/// Whether some process has the lock now.
#[must_use]
pub fn is_held(dir: &Path) -> bool {
    File::open(place(dir))
        .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Who has, or last had, the lock; `None` when nobody left a note.
#[must_use]
pub fn holder(dir: &Path) -> Option<Holder> {
    let note = fs::read_to_string(place(dir)).ok()?;
    let mut lines = note.lines();
    let process = lines.next()?.parse().ok()?;
    let user = lines.next()?.to_owned();
    let since = Moment(lines.next()?.parse().ok()?);
    let version = lines.next()?.to_owned();
    let phase = match lines.next()? {
        "ready" => Phase::Ready,
        "mending" => Phase::Mending,
        _ => Phase::Opening,
    };
    Some(Holder {
        process,
        user,
        since,
        version,
        phase,
    })
}

fn user() -> String {
    let named = std::env::var("USER").ok();
    let plain = named.filter(|name| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    });
    plain.unwrap_or_else(|| rustix::process::geteuid().as_raw().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_lock_and_it_says_who_has_it() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!is_held(dir.path()) && holder(dir.path()).is_none());
        let mut lock = Lock::take(dir.path(), Sharing::Private).unwrap().unwrap();
        lock.note(Moment(5), Phase::Opening).unwrap();
        lock.note(Moment(5), Phase::Ready).unwrap();
        assert!(Lock::take(dir.path(), Sharing::Private).unwrap().is_none());
        assert!(is_held(dir.path()));
        let holder = holder(dir.path()).unwrap();
        assert_eq!(
            (holder.process, holder.phase),
            (std::process::id(), Phase::Ready)
        );
        assert_eq!(holder.since, Moment(5));
        let copy = lock.file.try_clone().unwrap();
        drop(lock);
        drop(Lock::take(dir.path(), Sharing::Private).unwrap().unwrap());
        drop(copy);
        assert!(!is_held(dir.path()));
    }
}
