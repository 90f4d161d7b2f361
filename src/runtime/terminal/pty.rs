//! A pseudo-terminal for tests: what a person's terminal is to the desk.

use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, Termios, Winsize, tcgetattr, tcsetattr, tcsetwinsize};

/// Both ends of a pseudo-terminal; dropping it hangs up.
#[derive(Debug)]
pub struct Pty {
    master: OwnedFd,
    name: std::ffi::CString,
}

impl Pty {
    pub fn open() -> Self {
        let master =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        Self { master, name }
    }

    /// A new handle on the side that programs see.
    pub fn slave(&self) -> OwnedFd {
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        rustix::fs::open(&self.name, flags, Mode::empty()).unwrap()
    }

    pub fn mode(&self) -> Termios {
        tcgetattr(self.slave()).unwrap()
    }

    pub fn set_raw(&self) {
        let mut mode = self.mode();
        mode.make_raw();
        tcsetattr(self.slave(), OptionalActions::Now, &mode).unwrap();
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        let size = Winsize {
            ws_col: columns,
            ws_row: rows,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&self.master, size).unwrap();
    }

    /// Types `bytes`.
    pub fn write(&self, bytes: &[u8]) {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = &rest[rustix::io::write(&self.master, rest).unwrap()..];
        }
    }

    /// What the program sends, `count` bytes of it.
    pub fn read_exactly(&self, count: usize) -> Vec<u8> {
        self.read_until(|bytes| bytes.len() >= count)
    }

    /// What the program sends, until `enough`; panics when ten seconds are not.
    pub fn read_until(&self, enough: impl Fn(&[u8]) -> bool) -> Vec<u8> {
        let end = Instant::now() + Duration::from_secs(10);
        let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
        while !enough(&bytes) {
            assert!(
                Instant::now() < end,
                "{:?}",
                String::from_utf8_lossy(&bytes)
            );
            let mut polled = [PollFd::new(&self.master, PollFlags::IN)];
            let tick = Timespec::try_from(Duration::from_millis(100)).unwrap();
            if poll(&mut polled, Some(&tick)).unwrap() > 0 {
                let count = rustix::io::read(&self.master, &mut part).unwrap();
                bytes.extend_from_slice(&part[..count]);
            }
        }
        bytes
    }
}
