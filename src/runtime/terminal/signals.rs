//! The thread that hears signals: they become events, and stopping lends the terminal out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::flag::register_conditional_default;
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level::emulate_default_handler;

use super::line::Line;
use super::{Event, Sink};

/// The signals that ask the process to end.
const ENDING: [i32; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

/// The hearing thread; dropping it ends the thread, and what ends a process does so again.
#[derive(Debug)]
pub struct Hearing {
    /// Whether the signals that end a process do so by themselves.
    deaf: Arc<AtomicBool>,
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

impl Hearing {
    /// Starts hearing on behalf of `line`.
    ///
    /// # Errors
    /// The handlers could not be set, or the thread not started.
    pub fn start(line: Arc<Line>, sink: Sink) -> std::io::Result<Self> {
        let deaf = Arc::new(AtomicBool::new(false));
        for signal in ENDING {
            register_conditional_default(signal, Arc::clone(&deaf))?;
        }
        let mut signals = Signals::new(ENDING)?;
        for signal in [SIGWINCH, SIGTSTP, SIGCONT] {
            signals.add_signal(signal)?;
        }
        let handle = signals.handle();
        let thread = thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                let mut asked_to_end = false;
                for signal in signals.forever() {
                    hear(signal, &line, &sink, &mut asked_to_end);
                }
            })?;
        Ok(Self {
            deaf,
            handle,
            thread: Some(thread),
        })
    }
}

impl Drop for Hearing {
    fn drop(&mut self) {
        self.deaf.store(true, Ordering::SeqCst);
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended too.
            let _ = thread.join();
        }
    }
}

fn hear(signal: i32, line: &Line, sink: &Sink, asked_to_end: &mut bool) {
    match signal {
        SIGWINCH => sink(Event::Resize(line.size())),
        SIGTSTP => line.lend(|| act_by_default(SIGTSTP)),
        SIGCONT => {
            line.take_again();
            // The window may have changed meanwhile.
            sink(Event::Resize(line.size()));
            sink(Event::Continue);
        }
        _ if *asked_to_end => {
            // Asked twice: the desk hangs, and the terminal must not stay raw.
            line.leave();
            act_by_default(signal);
        }
        _ => {
            *asked_to_end = true;
            sink(Event::Terminate);
        }
    }
}

fn act_by_default(signal: i32) {
    // It fails only for signals that do not exist.
    let _ = emulate_default_handler(signal);
}
