//! The data directory as a place: whose it is, who may look in, and whether it can be trusted (SECURITY T2).

use rustix::{
    fs::{Access, Mode},
    process::{geteuid, umask},
};
use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// Who may use a data directory.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sharing {
    /// Its owner alone: 0700.
    Private,
    /// Its group: set-gid, 2770, made only by `init --shared`.
    Group,
}

/// Why a data directory is not used.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// It cannot be made or looked at.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is somebody else's.
    #[error("{path} belongs to account {owner}: use a directory of your own, or one made with `init --shared GROUP`", path = path.display())]
    Foreign {
        /// The directory.
        path: PathBuf,
        /// Whose it is.
        owner: u32,
    },
    /// Others can look into it.
    #[error("{path} is open to others (mode {mode:o}): chmod 700 it, or make it with `init --shared GROUP`", path = path.display())]
    Open {
        /// The directory.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// It is on a network file system, where neither locks nor durability can be relied on.
    #[error("{path} is on a network file system ({kind}): keep the data on a local disk and let places meet through `sportello hub serve`", path = path.display())]
    Network {
        /// The directory.
        path: PathBuf,
        /// Which file system.
        kind: &'static str,
    },
    /// It cannot be written.
    #[error("{path} is read-only: nothing can be saved there; use --data-dir or SPORTELLO_DATA for another", path = path.display())]
    ReadOnly {
        /// The directory.
        path: PathBuf,
    },
    /// It is no directory.
    #[error("{path} is not a directory", path = path.display())]
    NoDirectory {
        /// What it is called.
        path: PathBuf,
    },
}

/// Makes the directory when there is none, and checks that it may be used.
///
/// # Errors
/// The [`PlaceError`] that says what to do instead.
pub fn prepare(dir: &Path) -> Result<Sharing, PlaceError> {
    if !dir.exists() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)
            .map_err(|source| refusal(dir, source))?;
    } else if is_bare(dir) {
        // As `mkdir` left it: nothing is in it that others could have seen.
        let private = fs::Permissions::from_mode(0o700);
        fs::set_permissions(dir, private).map_err(|source| refusal(dir, source))?;
    }
    check(dir)
}

/// Whether it is an empty directory of one's own that is not shared.
fn is_bare(dir: &Path) -> bool {
    let own = fs::metadata(dir).is_ok_and(|known| {
        known.is_dir() && known.uid() == geteuid().as_raw() && known.mode() & 0o2000 == 0
    });
    own && fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none())
}

/// Checks that an existing directory may be used.
///
/// # Errors
/// The [`PlaceError`] that says what to do instead.
pub fn check(dir: &Path) -> Result<Sharing, PlaceError> {
    let path = || dir.to_owned();
    let known = fs::metadata(dir).map_err(|source| refusal(dir, source))?;
    if !known.is_dir() {
        return Err(PlaceError::NoDirectory { path: path() });
    }
    let mode = known.mode() & 0o7777;
    let sharing = if mode & 0o2000 == 0 {
        Sharing::Private
    } else {
        Sharing::Group
    };
    let own = known.uid() == geteuid().as_raw();
    match sharing {
        Sharing::Private if !own => {
            let owner = known.uid();
            return Err(PlaceError::Foreign {
                path: path(),
                owner,
            });
        }
        Sharing::Private if mode & 0o077 != 0 => {
            return Err(PlaceError::Open { path: path(), mode });
        }
        Sharing::Group if mode & 0o007 != 0 => {
            return Err(PlaceError::Open { path: path(), mode });
        }
        Sharing::Private | Sharing::Group => {}
    }
    if let Some(kind) = network(dir) {
        return Err(PlaceError::Network { path: path(), kind });
    }
    rustix::fs::access(dir, Access::WRITE_OK | Access::EXEC_OK)
        .map_err(|source| refusal(dir, source.into()))?;
    Ok(sharing)
}

fn refusal(dir: &Path, source: io::Error) -> PlaceError {
    let path = dir.to_owned();
    match source.kind() {
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            PlaceError::ReadOnly { path }
        }
        io::ErrorKind::NotADirectory => PlaceError::NoDirectory { path },
        _ => PlaceError::Io { path, source },
    }
}

/// The network file system a directory is on; `None` on a local one, or where the system does not say.
fn network(dir: &Path) -> Option<&'static str> {
    #[cfg(target_os = "linux")]
    {
        let told = rustix::fs::statfs(dir).ok()?;
        // The magic numbers of statfs(2).
        match u32::try_from(told.f_type).ok()? {
            0x6969 => Some("NFS"),
            0x517b | 0xff53_4d42 | 0xfe53_4d42 => Some("SMB"),
            _ => None,
        }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = dir;
        None
    }
}

/// Makes every file of this process private to whom the directory belongs.
pub fn mask(sharing: Sharing) {
    umask(match sharing {
        Sharing::Private => Mode::RWXG | Mode::RWXO,
        Sharing::Group => Mode::RWXO,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn with_mode(mode: u32) -> Result<Sharing, PlaceError> {
        let dir = tempfile::tempdir().unwrap();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(mode)).unwrap();
        check(dir.path())
    }

    #[test]
    fn only_a_closed_directory_is_used() {
        assert_eq!(with_mode(0o700).unwrap(), Sharing::Private);
        assert_eq!(with_mode(0o2770).unwrap(), Sharing::Group);
        assert!(matches!(with_mode(0o755), Err(PlaceError::Open { .. })));
        assert!(matches!(with_mode(0o2775), Err(PlaceError::Open { .. })));
    }

    #[test]
    fn a_new_directory_is_private_and_a_file_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let new = dir.path().join("a/b");
        assert_eq!(prepare(&new).unwrap(), Sharing::Private);
        assert_eq!(fs::metadata(&new).unwrap().mode() & 0o777, 0o700);
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(matches!(check(&file), Err(PlaceError::NoDirectory { .. })));
    }
}
