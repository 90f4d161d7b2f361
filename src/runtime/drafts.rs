//! What a desk keeps on disk until the journal has it: drafts of calls, and batches on their way.
//!
//! Every open desk has a folder of its own under `drafts/`, locked while it lives. A folder whose
//! lock is free was left by a desk that died, or by one that found in it what another operator of the
//! account had typed: the next desk of the same account adopts what it holds. A batch is written here before it is sent and removed when it is durable; sent again
//! after a crash under the same name, it is written once (DESIGN rule 3).

use crate::{
    domain::{
        codec,
        id::{BatchId, InteractionId, StationId},
        slug::Slug,
    },
    keeper::{reserve, service::Proposal},
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, Permissions},
    io,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// How the name of a file ends that is being written.
const NEW: &str = "new";
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
    /// How many files cannot be read: they stay on disk.
    pub unread: usize,
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
    /// at a time.
    ///
    /// # Errors
    /// When the data directory takes no files.
    pub fn open(data_dir: &Path, station: StationId) -> io::Result<(Self, Adopted)> {
        let root = data_dir.join("drafts");
        make_root(&root, data_dir)?;
        let _turn = turn(&root)?;
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

    /// Leaves what another operator typed for the next desk of this account, in a folder that nobody has
    /// locked. What cannot be moved stays here until this desk closes.
    pub fn release(&self, interaction: InteractionId) {
        let _ = self.try_release(interaction);
    }

    fn try_release(&self, interaction: InteractionId) -> io::Result<()> {
        let root = self.folder.parent().unwrap_or(&self.folder);
        let _turn = turn(root)?;
        let folder = root.join(interaction.to_string());
        fs::create_dir(&folder)?;
        fs::set_permissions(&folder, Permissions::from_mode(PRIVATE))?;
        File::create(folder.join(LOCK))?;
        let name = format!("{interaction}.call");
        fs::rename(self.folder.join(&name), folder.join(name))
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
        match self.try_write(name, bytes) {
            // The reserve of the data directory is for this too; the keeper notices that it is gone.
            Err(error) if is_full(&error) && self.give_up_reserve() => self.try_write(name, bytes),
            other => other,
        }
    }

    fn try_write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let new = self.folder.join(format!("{name}.{NEW}"));
        let written =
            fs::write(&new, bytes).and_then(|()| fs::rename(&new, self.folder.join(name)));
        if written.is_err() {
            // Half a file is nothing to adopt, and the space may be needed.
            let _ = fs::remove_file(new);
        }
        written
    }

    fn give_up_reserve(&self) -> bool {
        let data_dir = self.folder.ancestors().nth(2);
        data_dir.is_some_and(reserve::give_up)
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
            let cut = name.extension().is_some_and(|end| end == NEW);
            let name = if cut { name.with_extension("") } else { name };
            let here = self.folder.join(&name);
            if cut && here.exists() {
                // What it was to replace is there: that is the draft.
                let _ = fs::remove_file(&path);
                continue;
            }
            let end = name.extension().and_then(|end| end.to_str());
            if !matches!(end, Some("call" | "batch")) || fs::rename(&path, &here).is_err() {
                continue;
            }
            let read = match end {
                Some("call") => read_draft(&here).map(|draft| adopted.drafts.push(draft)),
                _ => read_batch(&here).map(|batch| adopted.batches.push(batch)),
            };
            adopted.unread += usize::from(read.is_none());
        }
        remove_if_empty(from);
        Ok(())
    }
}

/// The turn of one desk of this account, until it is let go: a folder between its making and its locking
/// would look dead to another.
fn turn(root: &Path) -> io::Result<File> {
    let opening = File::create(root.join(format!(".opening-{}", own_account())))?;
    opening.lock()?;
    Ok(opening)
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

/// Whether no space, or no quota, is left.
fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
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
    fn what_is_released_is_adopted_by_the_next_desk_while_this_one_lives() {
        let data = tempfile::tempdir().unwrap();
        let call = InteractionId::new([7; 16]);
        let (dead, _) = Drafts::open(data.path(), station(1)).unwrap();
        dead.keep(call, "di Ada").unwrap();
        drop(dead);
        for desk in [2, 3] {
            let (desk, adopted) = Drafts::open(data.path(), station(desk)).unwrap();
            assert_eq!(adopted.drafts, ["di Ada"]);
            desk.release(call);
            let (_other, adopted) = Drafts::open(data.path(), station(9)).unwrap();
            assert_eq!(adopted.drafts, ["di Ada"]);
            desk.close();
        }
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

    #[test]
    fn what_cannot_be_read_is_counted_and_stays_and_half_a_file_keeps_no_folder() {
        let data = tempfile::tempdir().unwrap();
        let (desk, _) = Drafts::open(data.path(), station(1)).unwrap();
        let folder = desk.folder.clone();
        let call = format!("{}.call", InteractionId::new([7; 16]));
        let batch = format!("{}.batch", BatchId::new([9; 16]));
        fs::write(folder.join(&call), [0xFF, 0xFE]).unwrap();
        fs::write(folder.join(&batch), "cut").unwrap();
        fs::write(folder.join(format!("{call}.new")), "half").unwrap();
        drop(desk);
        let (heir, adopted) = Drafts::open(data.path(), station(2)).unwrap();
        assert_eq!(adopted.unread, 2);
        assert!(adopted.drafts.is_empty() && adopted.batches.is_empty());
        assert!(heir.folder.join(call).exists() && heir.folder.join(batch).exists());
        assert!(!folder.exists());
    }

    #[test]
    fn a_file_that_cannot_be_put_in_its_place_leaves_no_half() {
        let data = tempfile::tempdir().unwrap();
        let (desk, _) = Drafts::open(data.path(), station(1)).unwrap();
        let call = InteractionId::new([7; 16]);
        fs::create_dir_all(desk.folder.join(format!("{call}.call")).join("full")).unwrap();
        assert!(desk.keep(call, "{}").is_err());
        let left: Vec<_> = fs::read_dir(&desk.folder).unwrap().flatten().collect();
        assert!(
            left.iter().all(|entry| !entry.path().ends_with("new")
                && entry.path().extension() != Some(NEW.as_ref())),
            "{left:?}"
        );
    }
}
