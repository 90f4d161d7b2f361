//! Bytes out: the whole of a frame, however slow the line, and never a wait without end.

use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

/// Why bytes did not get out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SendError {
    /// The terminal is gone.
    Gone,
    /// It has taken nothing for as long as was asked to wait; a part may have got out.
    Stalled,
}

/// The writing side of a terminal.
#[derive(Debug)]
pub struct Output {
    fd: OwnedFd,
    /// The line took nothing last time: it is not waited for again until it does.
    stalled: AtomicBool,
}

impl Output {
    /// Writes to the terminal behind `fd`, through an open file of its own that never blocks: the
    /// one given is shared with other programs, which would see it change. Where the terminal
    /// cannot be opened again `fd` itself serves.
    pub fn of(fd: OwnedFd) -> Self {
        let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let own = rustix::termios::ttyname(&fd, Vec::new())
            .and_then(|name| rustix::fs::open(name, flags, Mode::empty()));
        Self {
            fd: own.unwrap_or(fd),
            stalled: AtomicBool::new(false),
        }
    }

    /// Sends all of `bytes`, in as few writes as the line takes, waiting at most `patience` each
    /// time that it takes nothing, and not at all while it stays stalled.
    ///
    /// # Errors
    /// [`SendError`].
    pub fn send(&self, bytes: &[u8], patience: Duration) -> Result<(), SendError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            match rustix::io::write(&self.fd, rest) {
                Ok(count) => {
                    self.stalled.store(false, Ordering::Relaxed);
                    rest = rest.get(count..).unwrap_or_default();
                }
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => self.wait(patience)?,
                Err(_) => return Err(SendError::Gone),
            }
        }
        Ok(())
    }

    fn wait(&self, patience: Duration) -> Result<(), SendError> {
        let mut polled = [PollFd::from_borrowed_fd(self.fd.as_fd(), PollFlags::OUT)];
        let patience = if self.stalled.load(Ordering::Relaxed) {
            Duration::ZERO
        } else {
            patience
        };
        let timeout = Timespec::try_from(patience).ok();
        match poll(&mut polled, timeout.as_ref()) {
            Ok(0) => {
                self.stalled.store(true, Ordering::Relaxed);
                Err(SendError::Stalled)
            }
            Ok(_) if polled.iter().any(is_gone) => Err(SendError::Gone),
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(_) => Err(SendError::Gone),
        }
    }
}

fn is_gone(polled: &PollFd<'_>) -> bool {
    polled
        .revents()
        .intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;
    use crate::runtime::terminal::pty::Pty;

    const SHORT: Duration = Duration::from_millis(50);

    #[test]
    fn a_slow_line_gets_every_byte() {
        let pty = Pty::open();
        pty.set_raw();
        let output = Output::of(pty.slave());
        let bytes: Vec<u8> = (0..200_000u32).map(|n| b'a' + (n % 26) as u8).collect();
        let expected = bytes.clone();
        let sender = thread::spawn(move || output.send(&bytes, Duration::from_secs(10)));
        assert!(pty.read_exactly(expected.len()) == expected);
        assert_eq!(sender.join().unwrap(), Ok(()));
    }

    #[test]
    fn a_stopped_line_is_told_and_a_dead_one_too() {
        let pty = Pty::open();
        pty.set_raw();
        let output = Output::of(pty.slave());
        assert_eq!(
            output.send(&vec![b'a'; 200_000], SHORT),
            Err(SendError::Stalled)
        );
        // Not waited for a second time; and heard again when it moves.
        let long = Duration::from_secs(600);
        assert_eq!(output.send(b"a", long), Err(SendError::Stalled));
        pty.read_until(|_| output.send(b"a", long).is_ok());
        drop(pty);
        assert_eq!(output.send(b"a", SHORT), Err(SendError::Gone));
    }
}
