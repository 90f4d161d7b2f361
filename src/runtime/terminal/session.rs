//! The terminal while the desk runs on it: entered, drawn on, lent out, given back.

use std::os::fd::AsFd;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use rustix::termios::isatty;
use thiserror::Error;

use super::line::Line;
use super::look::Look;
use super::output::SendError;
use super::paint::Painter;
use super::panic;
use super::reader::Reader;
use super::signals::Hearing;
use super::{Event, Sink};

/// Why there is no terminal to draw on, or no longer.
#[derive(Debug, Error)]
pub enum TerminalError {
    /// Standard input is no terminal.
    #[error("standard input is no terminal")]
    InputNoTerminal,
    /// Standard output is no terminal.
    #[error("standard output is no terminal")]
    OutputNoTerminal,
    /// `TERM` is empty or `dumb`: nothing can be placed on such a screen.
    #[error("this terminal cannot place the cursor (TERM is `dumb` or not set)")]
    Dumb,
    /// The terminal is gone: nothing more can be shown or typed.
    #[error("the terminal is gone")]
    Gone,
    /// The terminal has taken nothing for two seconds: the frame is lost, and the next, which the
    /// caller draws when something changes or after a while, is sent whole and not waited for.
    #[error("the terminal takes no output")]
    Stalled,
    /// The system refused a thread, a pipe or a signal handler.
    #[error("the terminal could not be set up")]
    System(#[from] std::io::Error),
}

impl From<SendError> for TerminalError {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Gone => Self::Gone,
            SendError::Stalled => Self::Stalled,
        }
    }
}

/// Whether this process has a terminal that the desk can be drawn on.
///
/// # Errors
/// Why it has none: the caller can name the command to use instead.
pub fn probe() -> Result<(), TerminalError> {
    if !isatty(std::io::stdin()) {
        return Err(TerminalError::InputNoTerminal);
    }
    if !isatty(std::io::stdout()) {
        return Err(TerminalError::OutputNoTerminal);
    }
    match std::env::var_os("TERM") {
        Some(term) if !term.is_empty() && term != "dumb" => Ok(()),
        _ => Err(TerminalError::Dumb),
    }
}

/// The terminal of this process, in the desk's hands. Dropping it gives it back as it was found.
#[derive(Debug)]
pub struct Terminal {
    reader: Option<Reader>,
    hearing: Option<Hearing>,
    painter: Painter,
    line: Arc<Line>,
    sink: Held,
}

/// A sink, which has nothing to show.
struct Held(Sink);

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sink")
    }
}

impl Terminal {
    /// Takes the terminal of this process: raw, alternate screen, bracketed paste. What was typed
    /// before comes first. `send` is called from threads and must not block.
    ///
    /// # Errors
    /// As [`probe`], or the terminal is gone, or the system refuses a thread.
    pub fn enter(
        look: Look,
        send: impl Fn(Event) + Send + Sync + 'static,
    ) -> Result<Self, TerminalError> {
        probe()?;
        let input = std::io::stdin().as_fd().try_clone_to_owned()?;
        let output = std::io::stdout().as_fd().try_clone_to_owned()?;
        let line = Line::of(input, output).map_err(std::io::Error::from)?;
        let mut terminal = Self::on(line, look, Arc::new(send))?;
        panic::guard(&terminal.line);
        let sink = Arc::clone(&terminal.sink.0);
        terminal.hearing = Some(Hearing::start(Arc::clone(&terminal.line), sink)?);
        Ok(terminal)
    }

    /// As [`enter`](Self::enter) on any line, deaf to signals and without a panic hook.
    fn on(line: Line, look: Look, sink: Sink) -> Result<Self, TerminalError> {
        let mut terminal = Self {
            reader: None,
            hearing: None,
            painter: Painter::new(look),
            line: Arc::new(line),
            sink: Held(sink),
        };
        terminal.resume()?;
        Ok(terminal)
    }

    /// The size now; 80×24 where the terminal does not tell, at most 1000×500.
    #[must_use]
    pub fn size(&self) -> Size {
        self.line.size()
    }

    /// Shows `frame`, with the cursor at `cursor` or hidden: one write with what differs from the
    /// frame before, none when nothing does.
    ///
    /// # Errors
    /// [`TerminalError::Gone`] and [`TerminalError::Stalled`].
    pub fn draw(&mut self, frame: &Buffer, cursor: Option<Position>) -> Result<(), TerminalError> {
        let bytes = self.painter.frame(frame, cursor);
        if bytes.is_empty() {
            return Ok(());
        }
        let sent = self.line.send(&bytes);
        if sent.is_err() {
            self.painter.forget();
        }
        Ok(sent?)
    }

    /// Has the next frame sent whole: after [`Event::Continue`], or when another program has
    /// written over the screen.
    pub fn repaint(&mut self) {
        self.painter.forget();
    }

    /// Beeps, or flashes, as the person at the terminal has chosen.
    ///
    /// # Errors
    /// As [`draw`](Self::draw).
    pub fn ring(&self) -> Result<(), TerminalError> {
        Ok(self.line.send(b"\x07")?)
    }

    /// Gives the terminal back for a while, to a program that the desk starts. Nothing is read.
    pub fn suspend(&mut self) {
        self.reader = None;
        self.line.leave();
    }

    /// Takes the terminal again; the next frame is sent whole.
    ///
    /// # Errors
    /// The terminal is gone, or the system refuses a thread.
    pub fn resume(&mut self) -> Result<(), TerminalError> {
        self.painter.start_over();
        self.line.enter()?;
        if self.reader.is_none() {
            let sink = Arc::clone(&self.sink.0);
            self.reader = Some(Reader::start(self.line.input()?, sink)?);
        }
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Threads end before the line is given back.
        self.hearing = None;
        self.suspend();
    }
}

#[cfg(test)]
mod tests;
