//! Time that is set while a call runs: what has passed is what the steady clock says.

use super::{app::App, msg::Now};

/// What somebody sets the clock by, and not how much two readings differ by themselves, in milliseconds.
const SET: i64 = 2_000;

impl App {
    /// Takes note of the time. When the wall clock was set, the running call moves with it: its timer
    /// goes on, and its beginning and end are told by the same clock.
    pub(super) fn note_time(&mut self, now: Now) {
        let by = self.now.set_by(now);
        if by.saturating_abs() >= SET {
            self.call.started = self.call.started.map(|(at, source)| (at.plus(by), source));
            self.call.ended = self.call.ended.map(|at| at.plus(by));
        }
        self.now = now;
    }
}
