//! The operator's own editor: lent the terminal and a private file, which goes when it has closed.

use super::terminal::Terminal;
use crate::desk::version::Editor;
use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process::Command,
};

/// Opens `text` in the editor; what it left, or why it did not open.
pub fn edit(terminal: &mut Terminal, data_dir: &Path, text: &str) -> Result<String, String> {
    let file = PrivateFile::with(data_dir, text).map_err(|error| error.to_string())?;
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
    let is_there = |name: &&str| std::env::split_paths(&path).any(|dir| dir.join(name).is_file());
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

/// A file that only this account reads, in a folder of its own.
struct PrivateFile {
    dir: PathBuf,
    path: PathBuf,
}

impl PrivateFile {
    fn with(data_dir: &Path, text: &str) -> io::Result<Self> {
        let base = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let base = base.filter(|base| base.is_dir());
        let base = base.unwrap_or_else(|| data_dir.to_owned());
        let dir = base.join(format!("sportello-edit-{}", std::process::id()));
        // What a desk of this number that died left behind is its own again.
        let _ = fs::remove_dir_all(&dir);
        DirBuilder::new().mode(0o700).create(&dir)?;
        let file = Self {
            path: dir.join("bozza.md"),
            dir,
        };
        let mut open = OpenOptions::new();
        let mut to = open
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&file.path)?;
        to.write_all(text.as_bytes())?;
        Ok(file)
    }
}

impl Drop for PrivateFile {
    fn drop(&mut self) {
        // A folder that cannot be removed is seen by this account alone.
        let _ = fs::remove_dir_all(&self.dir);
    }
}
