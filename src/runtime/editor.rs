//! The operator's own editor: lent the terminal and a private file, which goes when it has closed.
//!
//! A desk that is killed while the editor is open leaves the folder behind. Its lock is held by the desk
//! and by the editor, which inherits it: once both have gone the next desk of the account takes what was
//! typed among its kept texts, and removes the folder.

use super::{
    drafts::{Adopted, Drafts},
    terminal::Terminal,
};
use crate::desk::version::{Editor, KeptText};
use rustix::fs::{Mode, OFlags};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process::Command,
};

/// Opens `text` in the editor; what it left, or why it did not open. `kept` says whose text it is, for the
/// next desk.
pub fn edit(
    terminal: &mut Terminal,
    data_dir: &Path,
    text: &str,
    kept: Option<&KeptText>,
) -> Result<String, String> {
    let file = PrivateFile::with(&base(data_dir), text, kept);
    let file = file.map_err(|error| error.to_string())?;
    terminal.suspend();
    let left = run(&file.path);
    let resumed = terminal.resume();
    // What was saved counts, however the editor ended and in whatever encoding: nothing typed is lost.
    let saved = fs::read(&file.path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    if let Ok(saved) = saved
        && saved != text
    {
        return Ok(saved);
    }
    left.map_err(|error| error.to_string())?;
    resumed.map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}

/// Editors looked for where none is chosen: one that shows its keys before those that do not.
const KNOWN: [&str; 3] = ["nano", "vi", "vim"];

/// Which editor a text would be opened in, before it covers the screen.
#[must_use]
pub fn found() -> Editor {
    if chosen().is_some() {
        return Editor::Chosen;
    }
    installed().map_or(Editor::Missing, |name| Editor::Found(name.to_owned()))
}

fn chosen() -> Option<String> {
    let named = |name: &str| {
        std::env::var(name)
            .ok()
            .filter(|words| !words.trim().is_empty())
    };
    named("VISUAL").or_else(|| named("EDITOR"))
}

fn installed() -> Option<&'static str> {
    let path = std::env::var_os("PATH")?;
    let runs = |file: PathBuf| {
        fs::metadata(file).is_ok_and(|found| found.is_file() && found.mode() & 0o111 != 0)
    };
    let is_there = |name: &&str| std::env::split_paths(&path).any(|dir| runs(dir.join(name)));
    KNOWN.into_iter().find(is_there)
}

fn run(path: &Path) -> io::Result<()> {
    let editor = chosen().or_else(|| installed().map(str::to_owned));
    let editor = editor.unwrap_or_else(|| "vi".to_owned());
    // As git and crontab do it: the variable may hold arguments.
    let status = Command::new("/bin/sh")
        .arg("-c")
        .arg(format!("{editor} \"$1\""))
        .arg("sportello")
        .arg(path)
        .status()?;
    if !status.success() {
        return Err(io::Error::other(format!("{editor}: {status}")));
    }
    Ok(())
}

/// How the name of an editor's folder begins.
const FOLDER: &str = "sportello-edit-";
/// The text in it.
const TEXT: &str = "bozza.md";
/// What it was before, and whose.
const KEPT: &str = "testo.json";
/// What says that desk or editor live.
const LOCK: &str = "lock";
/// The most bytes of a text that is taken back.
const TEXT_LIMIT: u64 = 512 * 1024;

/// Where the folder is: in memory, where the system has a place for it.
fn base(data_dir: &Path) -> PathBuf {
    let base = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let base = base.filter(|base| base.is_dir());
    base.unwrap_or_else(|| data_dir.to_owned())
}

/// A file that only this account reads, in a folder of its own.
struct PrivateFile {
    dir: PathBuf,
    path: PathBuf,
    lock: File,
}

impl PrivateFile {
    fn with(base: &Path, text: &str, kept: Option<&KeptText>) -> io::Result<Self> {
        let dir = base.join(format!("{FOLDER}{}", std::process::id()));
        let new = base.join(format!(".{FOLDER}{}", std::process::id()));
        for left in [&dir, &new] {
            // What is there under this name was taken back when this desk began.
            let _ = fs::remove_dir_all(left);
        }
        DirBuilder::new().mode(0o700).create(&new)?;
        let kept = kept.map_or_else(|| Ok(String::new()), serde_json::to_string)?;
        private(&new.join(TEXT), text)?;
        private(&new.join(KEPT), &kept)?;
        // Without CLOEXEC: the editor holds it too.
        let flags = OFlags::CREATE | OFlags::RDWR | OFlags::NOFOLLOW;
        let lock = rustix::fs::open(new.join(LOCK), flags, Mode::RUSR | Mode::WUSR)?;
        let lock = File::from(lock);
        lock.lock()?;
        // Only now another desk may look at it.
        fs::rename(&new, &dir)?;
        Ok(Self {
            path: dir.join(TEXT),
            dir,
            lock,
        })
    }
}

fn private(path: &Path, text: &str) -> io::Result<()> {
    let mut open = OpenOptions::new();
    let mut to = open.write(true).create_new(true).mode(0o600).open(path)?;
    to.write_all(text.as_bytes())
}

impl Drop for PrivateFile {
    fn drop(&mut self) {
        // A folder that cannot be removed is seen by this account alone, and is taken back later.
        let _ = fs::remove_dir_all(&self.dir);
        let _ = self.lock.unlock();
    }
}

/// Takes back what was typed in editors whose desk was killed, and removes their folders.
pub fn adopt(data_dir: &Path, drafts: &Drafts, adopted: &mut Adopted) {
    take_back(&base(data_dir), drafts, adopted);
}

fn take_back(base: &Path, drafts: &Drafts, adopted: &mut Adopted) {
    let own = rustix::process::getuid().as_raw();
    let Ok(entries) = fs::read_dir(base) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_own = |found: fs::Metadata| found.is_dir() && found.uid() == own;
        if name.as_encoded_bytes().starts_with(FOLDER.as_bytes())
            && entry.metadata().is_ok_and(is_own)
        {
            let dir = entry.path();
            let lock = File::open(dir.join(LOCK));
            let dead = lock.is_ok_and(|lock| lock.try_lock().is_ok());
            match dead.then(|| left(&dir, drafts, adopted)) {
                Some(true) => {
                    let _ = fs::remove_dir_all(&dir);
                }
                // It stays on disk, and is told.
                Some(false) => adopted.unread += 1,
                None => {}
            }
        }
    }
}

/// Keeps what was typed in a folder; false when it cannot be read or kept.
fn left(dir: &Path, drafts: &Drafts, adopted: &mut Adopted) -> bool {
    let Ok(bytes) = fs::read(dir.join(KEPT)) else {
        return false;
    };
    let Ok(mut kept) = serde_json::from_slice::<KeptText>(&bytes) else {
        return false;
    };
    if !fs::metadata(dir.join(TEXT)).is_ok_and(|found| found.len() <= TEXT_LIMIT) {
        return false;
    }
    let Ok(typed) = fs::read(dir.join(TEXT)) else {
        return false;
    };
    let typed = String::from_utf8_lossy(&typed).into_owned();
    if typed == kept.text {
        // What was typed before this editor opened is among the drafts.
        return true;
    }
    (kept.text, kept.typed) = (typed, true);
    let Ok(draft) = serde_json::to_string(&kept) else {
        return false;
    };
    if drafts.keep(kept.id, &draft).is_err() {
        return false;
    }
    let is_before = |draft: &String| {
        serde_json::from_str::<KeptText>(draft).is_ok_and(|before| before.id == kept.id)
    };
    adopted.drafts.retain(|draft| !is_before(draft));
    adopted.drafts.push(draft);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{InteractionId, StationId};

    fn kept(text: &str, typed: bool) -> KeptText {
        KeptText {
            id: InteractionId::new([7; 16]),
            operator: None,
            article: None,
            replaces: Vec::new(),
            findings: Vec::new(),
            text: text.to_owned(),
            typed,
        }
    }

    /// What a desk finds where another one was killed with this in its editor.
    fn found(before: &KeptText, typed: &str) -> Vec<KeptText> {
        let (base, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let open = PrivateFile::with(base.path(), &before.text, Some(before)).unwrap();
        let mode = fs::metadata(&open.dir).unwrap().mode();
        assert_eq!(mode & 0o777, 0o700);
        fs::write(&open.path, typed).unwrap();
        let (drafts, mut adopted) = Drafts::open(data.path(), StationId::new([1; 16])).unwrap();
        adopted.drafts.extend(serde_json::to_string(before));
        take_back(base.path(), &drafts, &mut adopted);
        assert!(open.dir.exists(), "desk or editor live");
        assert_eq!(adopted.drafts.len(), 1);
        // Killed: nobody tidies up, and the lock is free.
        let dir = open.dir.clone();
        let lock = open.lock.try_clone().unwrap();
        std::mem::forget(open);
        lock.unlock().unwrap();
        take_back(base.path(), &drafts, &mut adopted);
        assert!(!dir.exists());
        assert_eq!(adopted.unread, 0);
        let texts = adopted.drafts.iter();
        texts
            .map(|text| serde_json::from_str(text).unwrap())
            .collect()
    }

    #[test]
    fn what_was_typed_in_an_editor_whose_desk_was_killed_comes_back_once() {
        assert_eq!(found(&kept("a", false), "a"), [kept("a", false)]);
        assert_eq!(found(&kept("a", false), "ab"), [kept("ab", true)]);
        assert_eq!(found(&kept("a", true), "ab"), [kept("ab", true)]);
    }

    #[test]
    fn a_folder_that_cannot_be_read_stays_and_is_told() {
        let (base, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let dir = base.path().join(format!("{FOLDER}1"));
        fs::create_dir(&dir).unwrap();
        for (name, bytes) in [(LOCK, ""), (KEPT, "{no"), (TEXT, "scritto")] {
            fs::write(dir.join(name), bytes).unwrap();
        }
        let (drafts, mut adopted) = Drafts::open(data.path(), StationId::new([1; 16])).unwrap();
        take_back(base.path(), &drafts, &mut adopted);
        assert!(dir.exists());
        assert_eq!((adopted.unread, adopted.drafts.len()), (1, 0));
    }
}
