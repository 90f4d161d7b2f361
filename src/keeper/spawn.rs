//! Starting the keeper of a data directory from a client.

use std::{
    fs::{File, OpenOptions, Permissions},
    io,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

/// What the allocator of a keeper is told, which it reads only when its process starts (mimalloc's options):
/// memory goes back as soon as it is free, and none comes in huge pages (docs/performance.md, Search at
/// size). A desk, which lives on little, has its defaults.
const FRUGAL: [(&str, &str); 2] = [("MIMALLOC_PURGE_DELAY", "0"), ("MIMALLOC_ALLOW_THP", "0")];

/// Whether a client starts a keeper where there is none.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Spawn {
    /// Start this program (`std::env::current_exe`) in the other role.
    IfNeeded(PathBuf),
    /// Say that there is none.
    Never,
}

/// Starts a keeper, detached: it leads its own session and outlives this process. What it has to say
/// goes to `keeper.log`, ids only (SECURITY T17).
///
/// # Errors
/// When the program cannot be started.
pub fn start(program: &Path, dir: &Path) -> io::Result<()> {
    // The keeper works from the root, so that it holds no other directory: the name must be whole.
    let dir = std::path::absolute(dir)?;
    let log = open_log(&dir);
    let log = log.map_or_else(|_unwritable| Stdio::null(), Stdio::from);
    let mut child = Command::new(program)
        .arg("--data-dir")
        .arg(&dir)
        .args(["keeper", "--foreground"])
        .envs(FRUGAL)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()?;
    // Somebody has to take note of its end while this process lives.
    thread::Builder::new().spawn(move || child.wait())?;
    Ok(())
}

/// The log, for whoever of the group starts a keeper next: with the permissions of its directory.
fn open_log(dir: &Path) -> io::Result<File> {
    let log = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(dir.join("keeper.log"))?;
    let mode = dir.metadata()?.permissions().mode() & 0o666;
    // Only its owner may, and he has done so.
    let _ = log.set_permissions(Permissions::from_mode(mode));
    Ok(log)
}
