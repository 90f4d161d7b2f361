//! The line to a terminal and its mode: raw while the desk is drawn on it, as it was found
//! otherwise.

use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ratatui::layout::Size;
use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr};

use super::output::{Output, SendError};

/// Alternate screen and bracketed paste; the first frame empties the page.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h";

/// The page is emptied first: a console without an alternate screen keeps what stands on it, and
/// that may be somebody's data.
const LEAVE: &[u8] = b"\x1b[m\x1b[H\x1b[2J\x1b[?25h\x1b[?2004l\x1b[?1049l";

/// How long a frame waits for a line that takes nothing.
const FRAME_PATIENCE: Duration = Duration::from_secs(2);

/// How long leaving waits: the line is most likely dead.
const LEAVE_PATIENCE: Duration = Duration::from_millis(500);

/// The size taken where a terminal does not tell its own.
const USUAL: Size = Size::new(80, 24);

/// The largest size believed: a terminal that tells more is wrong, and a frame costs memory.
const LARGEST: Size = Size::new(1000, 500);

/// A terminal and the mode in which it was found. Shared by the thread that draws, the one that
/// hears signals, and the panic hook.
#[derive(Debug)]
pub struct Line {
    input: OwnedFd,
    output: Output,
    found: Termios,
    /// Whether the desk wants the terminal: true between `enter` and `leave`.
    wanted: AtomicBool,
    turn: Mutex<()>,
}

impl Line {
    /// The line whose two sides are `input` and `output`, in the mode it has now.
    ///
    /// # Errors
    /// `input` is no terminal, or one that is gone.
    pub fn of(input: OwnedFd, output: OwnedFd) -> Result<Self, Errno> {
        let found = tcgetattr(&input)?;
        Ok(Self {
            input,
            output: Output::of(output),
            found,
            wanted: AtomicBool::new(false),
            turn: Mutex::new(()),
        })
    }

    /// Makes the line raw and takes the screen.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn enter(&self) -> Result<(), SendError> {
        let _turn = self.turn();
        self.wanted.store(true, Ordering::SeqCst);
        self.take()
    }

    /// Takes the terminal again after the process was stopped, if it is wanted.
    pub fn take_again(&self) {
        let _turn = self.turn();
        if self.wanted.load(Ordering::SeqCst) {
            // A terminal that is gone is told by the reader.
            let _ = self.take();
        }
    }

    /// Gives the terminal back as it was found. Does nothing the second time; never panics, and
    /// waits for nobody: the thread that is drawing may be the one that panicked.
    pub fn leave(&self) {
        let _turn = self.turn.try_lock();
        if self.wanted.swap(false, Ordering::SeqCst) {
            self.give_back();
        }
    }

    /// Gives the terminal back, runs `stop`, which returns when the process goes on, and takes the
    /// terminal again. Nothing is drawn meanwhile.
    pub fn lend(&self, stop: impl FnOnce()) {
        let _turn = self.turn();
        let wanted = self.wanted.load(Ordering::SeqCst);
        if wanted {
            self.give_back();
        }
        stop();
        if wanted {
            // A terminal that is gone is told by the reader.
            let _ = self.take();
        }
    }

    /// Sends a frame.
    ///
    /// # Errors
    /// [`SendError`].
    pub fn send(&self, bytes: &[u8]) -> Result<(), SendError> {
        let _turn = self.turn();
        self.output.send(bytes, FRAME_PATIENCE)
    }

    /// The size of the terminal; 80×24 where it does not say.
    pub fn size(&self) -> Size {
        match tcgetwinsize(&self.input) {
            Ok(told) if told.ws_col > 0 && told.ws_row > 0 => Size::new(
                told.ws_col.min(LARGEST.width),
                told.ws_row.min(LARGEST.height),
            ),
            _ => USUAL,
        }
    }

    /// Another handle on the side that is read.
    ///
    /// # Errors
    /// No more files can be opened.
    pub fn input(&self) -> std::io::Result<OwnedFd> {
        self.input.as_fd().try_clone_to_owned()
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Result<(), SendError> {
        let mut raw = self.found.clone();
        raw.make_raw();
        self.set(&raw)?;
        self.output.send(ENTER, FRAME_PATIENCE)
    }

    fn give_back(&self) {
        // In the background a change of mode would stop the process, and the terminal is another's.
        if self.is_in_background() {
            return;
        }
        // Both are tried whatever becomes of the other; on a dead line neither matters.
        let _ = self.output.send(LEAVE, LEAVE_PATIENCE);
        let _ = self.set(&self.found);
    }

    /// Sets the mode at once: any other way of setting it throws away what was typed ahead, or
    /// waits for a line that may never drain.
    fn set(&self, mode: &Termios) -> Result<(), SendError> {
        loop {
            match tcsetattr(&self.input, OptionalActions::Now, mode) {
                Ok(()) => return Ok(()),
                Err(Errno::INTR) => {}
                Err(_) => return Err(SendError::Gone),
            }
        }
    }

    fn is_in_background(&self) -> bool {
        // No controlling terminal: nobody's background.
        tcgetpgrp(&self.input).is_ok_and(|front| front != getpgrp())
    }
}
