//! What a desk keeps on disk until the journal has it: drafts of calls, and batches on their way.
//!
//! Every open desk has a folder of its own under `drafts/`, locked while it lives. A folder whose
//! lock is free belongs to a desk that died: the next desk of the same account adopts what it
//! holds. A batch is written here before it is sent and removed when it is durable; sent again
//! after a crash under the same name, it is written once (DESIGN rule 3).

use crate::{
    domain::{
        codec,
        id::{BatchId, InteractionId, StationId},
        slug::Slug,
    },
    keeper::service::Proposal,
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, Permissions},
    io,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// The file whose lock says that a desk lives.
const LOCK: &str = "lock";
/// Drafts hold what citizens said: nobody but their operator's account reads them (SECURITY T2).
const PRIVATE: u32 = 0o700;
/// The most bytes a kept batch may take: a batch of 1 MiB and its frame.
const BATCH_FILE: usize = codec::BATCH_LIMIT + 64 * 1024;
/// The most bytes of a draft that is read back.
const DRAFT_FILE: u64 = 1024 * 1024;

/// The folder of one desk.
#[derive(Debug)]
pub struct Drafts {
    folder: PathBuf,
    _lock: File,
}

/// What a desk that died left behind.
#[derive(Debug, Default)]
pub struct Adopted {
    /// Drafts of calls, oldest first.
    pub drafts: Vec<String>,
    /// Batches that may not have been written.
    pub batches: Vec<Kept>,
}

/// A batch on its way, and whose it is: an account may have several operators.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Its author, when the desk knew him.
    pub operator: Option<Slug>,
    /// The batch.
    pub proposal: Proposal,
}

impl Drafts {
    /// Makes the folder of this desk and adopts what dead desks of this account left. One desk opens
    /// at a time: a folder between its making and its locking would look dead to another.
    ///
    /// # Errors
    /// When the data directory takes no files.
    pub fn open(data_dir: &Path, station: StationId) -> io::Result<(Self, Adopted)> {
        let root = data_dir.join("drafts");
        make_root(&root, data_dir)?;
        let opening = File::create(root.join(format!(".opening-{}", own_account())))?;
        opening.lock()?;
        let folder = root.join(station.to_string());
        fs::create_dir(&folder)?;
        fs::set_permissions(&folder, Permissions::from_mode(PRIVATE))?;
        let lock = File::create(folder.join(LOCK))?;
        lock.lock()?;
        let drafts = Self {
            folder,
            _lock: lock,
        };
        let adopted = drafts.adopt(&root)?;
        Ok((drafts, adopted))
    }

    /// Keeps the draft of a call, in place of the one before.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(&self, interaction: InteractionId, draft: &str) -> io::Result<()> {
        self.write(&format!("{interaction}.call"), draft.as_bytes())
    }

    /// Nothing is left to keep of a call.
    pub fn forget(&self, interaction: InteractionId) {
        self.remove(&format!("{interaction}.call"));
    }

    /// Keeps a batch until it is durable.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep_batch(&self, batch: &Kept) -> io::Result<()> {
        let bytes = codec::encode(batch).map_err(io::Error::other)?;
        self.write(&format!("{}.batch", batch.proposal.id), &bytes)
    }

    /// A batch is durable, or was refused and is on screen again.
    pub fn forget_batch(&self, batch: BatchId) {
        self.remove(&format!("{batch}.batch"));
    }

    /// Removes the folder when nothing is left in it.
    pub fn close(&self) {
        remove_if_empty(&self.folder);
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let new = self.folder.join(format!("{name}.new"));
        fs::write(&new, bytes)?;
        fs::rename(new, self.folder.join(name))
    }

    fn remove(&self, name: &str) {
        // Gone already is as good as removed; a file that stays is found, and told, at the next start.
        let _ = fs::remove_file(self.folder.join(name));
    }

    fn adopt(&self, root: &Path) -> io::Result<Adopted> {
        let mut adopted = Adopted::default();
        let own = fs::metadata(&self.folder)?.uid();
        for entry in fs::read_dir(root)?.flatten() {
            let path = entry.path();
            if path == self.folder || entry.metadata().is_ok_and(|found| found.uid() != own) {
                continue;
            }
            let Ok(lock) = File::open(path.join(LOCK)) else {
                continue;
            };
            if lock.try_lock().is_ok() {
                self.move_in(&path, &mut adopted)?;
            }
        }
        Ok(adopted)
    }

    /// Moves the files of a dead desk here, reads them, and removes its folder.
    fn move_in(&self, from: &Path, adopted: &mut Adopted) -> io::Result<()> {
        let mut found: Vec<(std::time::SystemTime, PathBuf)> = fs::read_dir(from)?
            .flatten()
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .collect();
        found.sort();
        for (_, path) in found {
            let Some(name) = path.file_name().map(PathBuf::from) else {
                continue;
            };
            let here = self.folder.join(&name);
            match name.extension().and_then(|end| end.to_str()) {
                Some("call") if fs::rename(&path, &here).is_ok() => {
                    adopted.drafts.extend(read_draft(&here));
                }
                Some("batch") if fs::rename(&path, &here).is_ok() => {
                    adopted.batches.extend(read_batch(&here));
                }
                _ => {}
            }
        }
        remove_if_empty(from);
        Ok(())
    }
}

/// The folder of every desk's folder: open to the group where the data directory is, so that each
/// account can make its own, which is private.
fn make_root(root: &Path, data_dir: &Path) -> io::Result<()> {
    match fs::create_dir(root) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
        Ok(()) => fs::set_permissions(root, fs::metadata(data_dir)?.permissions()),
    }
}

fn own_account() -> u32 {
    rustix::process::getuid().as_raw()
}

/// Removes a folder that holds nothing but its lock. One that stays is adopted by the next desk:
/// nothing is lost either way.
fn remove_if_empty(folder: &Path) {
    let left = fs::read_dir(folder).map_or(usize::MAX, Iterator::count);
    if left <= 1 {
        let _ = fs::remove_file(folder.join(LOCK));
        let _ = fs::remove_dir(folder);
    }
}

fn read_draft(path: &Path) -> Option<String> {
    let small = fs::metadata(path).is_ok_and(|found| found.len() <= DRAFT_FILE);
    small.then(|| fs::read_to_string(path).ok()).flatten()
}

fn read_batch(path: &Path) -> Option<Kept> {
    codec::decode::<BATCH_FILE, Kept>(&fs::read(path).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outcome::Role;

    fn station(byte: u8) -> StationId {
        StationId::new([byte; 16])
    }

    #[test]
    fn a_dead_desks_drafts_are_adopted_and_a_living_ones_are_not() {
        let data = tempfile::tempdir().unwrap();
        let call = InteractionId::new([7; 16]);
        let proposal = Proposal {
            id: BatchId::new([9; 16]),
            agency: Slug::parse("esempio").unwrap(),
            role: Role::FirstLevel,
            ops: vec![1, 2, 3],
            mint: Vec::new(),
        };
        let batch = Kept {
            operator: Some(Slug::parse("bruno").unwrap()),
            proposal,
        };
        let (dead, _) = Drafts::open(data.path(), station(1)).unwrap();
        dead.keep(call, "{}").unwrap();
        dead.keep_batch(&batch).unwrap();
        let (living, nothing) = Drafts::open(data.path(), station(2)).unwrap();
        assert!(nothing.drafts.is_empty() && nothing.batches.is_empty());
        living.keep(InteractionId::new([8; 16]), "altro").unwrap();
        drop(dead);
        let (_heir, adopted) = Drafts::open(data.path(), station(3)).unwrap();
        assert_eq!(adopted.drafts, ["{}"]);
        assert_eq!(adopted.batches, [batch]);
    }

    #[test]
    fn what_is_forgotten_is_not_adopted() {
        let data = tempfile::tempdir().unwrap();
        let call = InteractionId::new([7; 16]);
        let (desk, _) = Drafts::open(data.path(), station(1)).unwrap();
        desk.keep(call, "{}").unwrap();
        desk.forget(call);
        drop(desk);
        let (_, adopted) = Drafts::open(data.path(), station(2)).unwrap();
        assert!(adopted.drafts.is_empty());
    }
}
