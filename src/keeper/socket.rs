//! The address of a keeper: a socket in its data directory, however long the path.

use super::place::Sharing;
use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    os::{
        fd::AsRawFd,
        unix::{
            ffi::OsStrExt,
            fs::PermissionsExt,
            net::{UnixListener, UnixStream},
        },
    },
    path::{Path, PathBuf},
};

/// The most bytes of a path that every system takes as a socket's address.
const ADDRESS: usize = 100;

fn place(dir: &Path) -> PathBuf {
    dir.join("keeper.sock")
}

/// Does something with the address of the socket; a long path goes through the opened directory.
fn with_address<T>(dir: &Path, work: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let direct = place(dir);
    if direct.as_os_str().as_bytes().len() <= ADDRESS {
        return work(&direct);
    }
    let opened = File::open(dir)?;
    work(&PathBuf::from(format!(
        "/proc/self/fd/{}/keeper.sock",
        opened.as_raw_fd()
    )))
}

/// Binds the socket, in place of one a dead keeper left. Only who has the lock may do this.
///
/// # Errors
/// When the directory cannot be written.
pub fn bind(dir: &Path, sharing: Sharing) -> io::Result<UnixListener> {
    remove(dir)?;
    let listener = with_address(dir, |address| UnixListener::bind(address))?;
    let mode = match sharing {
        Sharing::Private => 0o600,
        Sharing::Group => 0o660,
    };
    fs::set_permissions(place(dir), fs::Permissions::from_mode(mode))?;
    Ok(listener)
}

/// Removes the socket.
///
/// # Errors
/// When the directory cannot be written.
pub fn remove(dir: &Path) -> io::Result<()> {
    match fs::remove_file(place(dir)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Connects to the keeper.
///
/// # Errors
/// When none listens.
pub fn connect(dir: &Path) -> io::Result<UnixStream> {
    with_address(dir, |address| UnixStream::connect(address))
}

/// The Unix account at the other end of a connection.
///
/// # Errors
/// When the system does not say.
pub fn peer(stream: &UnixStream) -> io::Result<u32> {
    #[cfg(target_os = "linux")]
    {
        Ok(rustix::net::sockopt::socket_peercred(stream)?.uid.as_raw())
    }
    #[cfg(not(target_os = "linux"))]
    {
        // Only the owner's own processes pass the socket's mode.
        let _ = stream;
        Ok(rustix::process::geteuid().as_raw())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_is_reached_and_the_peer_is_known() {
        let dir = tempfile::tempdir().unwrap();
        for deep in [dir.path().to_owned(), dir.path().join("d".repeat(120))] {
            fs::create_dir_all(&deep).unwrap();
            let listener = bind(&deep, Sharing::Private).unwrap();
            let client = connect(&deep).unwrap();
            let (server, _) = listener.accept().unwrap();
            let own = rustix::process::geteuid().as_raw();
            assert_eq!((peer(&server).unwrap(), peer(&client).unwrap()), (own, own));
            let mode = fs::metadata(place(&deep)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            drop(bind(&deep, Sharing::Private).unwrap());
        }
    }
}
