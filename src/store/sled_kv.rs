//! The engine on disk: the only file that knows sled.

use super::kv::{Change, Kv, KvError, Visit, check};
use std::{
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

/// Memory for sled's pages, in bytes; its own default is 1 GiB.
const CACHE: u64 = 16 << 20;
/// How long a tree that was just dropped may keep its lock: sled's threads let go of it when they end.
const CLOSING: Duration = Duration::from_secs(5);
/// What sled says of a tree that is open, or not closed yet.
const LOCKED: &str = "could not acquire lock";

/// A sled tree.
#[derive(Debug)]
pub struct SledKv {
    /// There until this is dropped.
    db: Option<sled::Db>,
    dir: PathBuf,
}

impl SledKv {
    /// Opens the tree in `dir`, or makes it.
    ///
    /// # Errors
    /// When sled refuses, or panics: opening a damaged sled may do either, and it may also cut the
    /// tree short and say nothing, which the caller finds out by the position.
    pub fn open(dir: &Path) -> Result<Self, KvError> {
        let until = Instant::now() + CLOSING;
        let db = loop {
            match guarded(|| open(dir).map_err(failed)) {
                Err(KvError::Engine(why)) if why.contains(LOCKED) && Instant::now() < until => {
                    thread::sleep(Duration::from_millis(5));
                }
                opened => break opened?,
            }
        };
        let dir = dir.to_owned();
        let db = Some(db);
        Ok(Self { db, dir })
    }

    fn write(&self, change: &mut Change) -> Result<(), KvError> {
        let db = self.db()?;
        let before = match change {
            Change::Put(key, value) => db.insert(key, std::mem::take(value)),
            Change::Delete(key) => db.remove(key),
        };
        before.map(drop).map_err(failed)
    }

    fn db(&self) -> Result<&sled::Db, KvError> {
        let closed = || KvError::Engine("closed".to_owned());
        self.db.as_ref().ok_or_else(closed)
    }
}

impl Drop for SledKv {
    /// A tree whose disk failed may panic when it is closed, too.
    fn drop(&mut self) {
        let db = self.db.take();
        let _damaged_then = guarded(|| {
            drop(db);
            Ok(())
        });
    }
}

fn open(dir: &Path) -> sled::Result<sled::Db> {
    sled::Config::new()
        .path(dir)
        .cache_capacity(CACHE)
        .flush_every_ms(None)
        .open()
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn failed(error: sled::Error) -> KvError {
    KvError::Engine(error.to_string())
}

/// sled may panic on pages it cannot read; a panic in a view is a damaged view and nothing more.
fn guarded<T>(work: impl FnOnce() -> Result<T, KvError>) -> Result<T, KvError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_panic| Err(KvError::Engine("sled panicked".to_owned())))
}

impl Kv for SledKv {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, KvError> {
        guarded(|| {
            let value = self.db()?.get(key).map_err(failed)?;
            Ok(value.map(|value| value.to_vec()))
        })
    }

    fn scan(&self, prefix: &[u8], from: &[u8], visit: Visit<'_>) -> Result<(), KvError> {
        guarded(|| {
            for entry in self.db()?.range(prefix.max(from)..) {
                let (key, value) = entry.map_err(failed)?;
                if !key.starts_with(prefix) || visit(&key, &value).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    fn apply(&self, mut changes: Vec<Change>) -> Result<(), KvError> {
        check(&changes)?;
        // One key needs nothing of what makes a batch atomic: a quarter less on disk (decision 0012).
        if let [one] = &mut *changes {
            return guarded(|| self.write(one));
        }
        let mut batch = sled::Batch::default();
        for change in changes {
            match change {
                Change::Put(key, value) => batch.insert(key, value),
                Change::Delete(key) => batch.remove(key),
            }
        }
        guarded(|| self.db()?.apply_batch(batch).map_err(failed))
    }

    fn bytes(&self) -> u64 {
        let known = guarded(|| self.db()?.size_on_disk().map_err(failed));
        known.unwrap_or_default()
    }

    /// sled's flush is `sync_file_range`: the files are synchronised once more by their own names.
    fn flush(&self) -> Result<(), KvError> {
        guarded(|| self.db()?.flush().map_err(failed))?;
        for entry in std::fs::read_dir(&self.dir)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                File::open(entry.path())?.sync_all()?;
            }
        }
        Ok(())
    }
}
