//! The thread that reads the terminal: as much as there is, at once, and never spinning.

use std::io::{PipeReader, PipeWriter};
use std::os::fd::{AsFd, OwnedFd};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::decode::{Decoder, Input};
use super::{Event, Sink};

/// The most bytes read at once.
const READ: usize = 64 * 1024;

/// The reading thread; dropping it ends the thread, and what was not read stays with the terminal.
#[derive(Debug)]
pub struct Reader {
    /// Closing it wakes the thread.
    wake: Option<PipeWriter>,
    thread: Option<JoinHandle<()>>,
}

impl Reader {
    /// Starts reading `input`, a terminal in raw mode, into `sink`.
    ///
    /// # Errors
    /// No more files can be opened, or threads started.
    pub fn start(input: OwnedFd, sink: Sink) -> std::io::Result<Self> {
        let (woken, wake) = std::io::pipe()?;
        let thread = thread::Builder::new()
            .name("terminal".to_owned())
            .spawn(move || read_on(&input, &woken, &sink))?;
        Ok(Self {
            wake: Some(wake),
            thread: Some(thread),
        })
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        drop(self.wake.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended too.
            let _ = thread.join();
        }
    }
}

/// What the terminal is at.
enum Ready {
    Bytes,
    Silence,
    Woken,
    Gone,
}

fn read_on(input: &OwnedFd, woken: &PipeReader, sink: &Sink) {
    let mut decoder = Decoder::default();
    let mut bytes = vec![0; READ];
    loop {
        let mut inputs = Vec::new();
        let goes_on = match wait(input, woken, decoder.patience()) {
            Ready::Woken => return,
            Ready::Silence => {
                decoder.flush(&mut inputs);
                true
            }
            Ready::Bytes => read(input, &mut bytes, &mut decoder, &mut inputs),
            Ready::Gone => false,
        };
        if !goes_on {
            decoder.flush(&mut inputs);
        }
        if !inputs.is_empty() {
            sink(Event::Inputs(inputs));
        }
        if !goes_on {
            sink(Event::Gone);
            return;
        }
    }
}

/// Reads and decodes what there is; false when the terminal is gone.
fn read(input: &OwnedFd, bytes: &mut [u8], decoder: &mut Decoder, inputs: &mut Vec<Input>) -> bool {
    match rustix::io::read(input, &mut *bytes) {
        Ok(0) => false,
        Ok(count) => {
            decoder.feed(bytes.get(..count).unwrap_or_default(), inputs);
            true
        }
        Err(Errno::INTR | Errno::AGAIN) => true,
        Err(_) => false,
    }
}

fn wait(input: &OwnedFd, woken: &PipeReader, patience: Option<Duration>) -> Ready {
    let mut polled = [
        PollFd::from_borrowed_fd(input.as_fd(), PollFlags::IN),
        PollFd::from_borrowed_fd(woken.as_fd(), PollFlags::IN),
    ];
    let timeout = patience.and_then(|patience| Timespec::try_from(patience).ok());
    loop {
        match poll(&mut polled, timeout.as_ref()) {
            Err(Errno::INTR) => continue,
            Err(_) => return Ready::Gone,
            Ok(0) => return Ready::Silence,
            Ok(_) => {}
        }
        let [terminal, wake] = &polled;
        return if !wake.revents().is_empty() {
            Ready::Woken
        } else if terminal.revents().contains(PollFlags::IN) {
            Ready::Bytes
        } else {
            Ready::Gone
        };
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::{Receiver, channel};

    use super::*;
    use crate::keymap::{Key, KeyCode};
    use crate::runtime::terminal::pty::Pty;

    fn reading(pty: &Pty) -> (Reader, Receiver<Event>) {
        let (send, events) = channel();
        let sink: Sink = Arc::new(move |event| drop(send.send(event)));
        (Reader::start(pty.slave(), sink).unwrap(), events)
    }

    fn next(events: &Receiver<Event>) -> Event {
        events.recv_timeout(Duration::from_secs(10)).unwrap()
    }

    #[test]
    fn more_than_a_kilobyte_at_once_does_not_stall() {
        let pty = Pty::open();
        pty.set_raw();
        let (_reader, events) = reading(&pty);
        pty.write(&[b'x'; 3000]);
        pty.write(b"\x1b[17~");
        let mut keys = Vec::new();
        while keys.last() != Some(&Input::Key(Key::plain(KeyCode::F(6)))) {
            if let Event::Inputs(more) = next(&events) {
                keys.extend(more);
            }
        }
        assert_eq!(keys.len(), 3001);
    }

    #[test]
    fn esc_is_told_after_a_silence_and_a_torn_sequence_is_one_key() {
        let pty = Pty::open();
        pty.set_raw();
        let (_reader, events) = reading(&pty);
        pty.write(b"\x1b");
        let esc = Input::Key(Key::plain(KeyCode::Esc));
        assert_eq!(next(&events), Event::Inputs(vec![esc]));
        for piece in [&b"\x1b["[..], b"1", b"7~"] {
            pty.write(piece);
            thread::sleep(Duration::from_millis(15));
        }
        let f6 = Input::Key(Key::plain(KeyCode::F(6)));
        assert_eq!(next(&events), Event::Inputs(vec![f6]));
    }

    #[test]
    fn a_terminal_that_is_gone_is_told_once_and_the_thread_ends() {
        let pty = Pty::open();
        pty.set_raw();
        let (reader, events) = reading(&pty);
        drop(pty);
        assert_eq!(next(&events), Event::Gone);
        assert!(events.recv_timeout(Duration::from_secs(10)).is_err());
        drop(reader);
    }

    #[test]
    fn dropping_the_reader_ends_its_thread() {
        let pty = Pty::open();
        let (reader, events) = reading(&pty);
        drop(reader);
        assert!(events.recv().is_err());
    }
}
