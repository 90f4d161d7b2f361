//! A progress bar for long work: on a terminal only, nothing on a pipe.

use super::output::Output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::ops::ControlFlow;

/// How far long work has come.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar for so many steps; invisible where nobody looks.
    #[must_use]
    pub fn new(output: &Output, steps: usize) -> Self {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        let target = if output.shows_progress() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(steps), target);
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// A bar for bytes, whose number is told on the way.
    #[must_use]
    pub fn of_bytes(output: &Output) -> Self {
        Self::new(output, 0)
    }

    /// What long work tells how far it has come.
    pub fn report(&self) -> impl FnMut(u64, u64) -> ControlFlow<()> {
        |done, total| {
            self.bar.set_length(total);
            self.bar.set_position(done);
            ControlFlow::Continue(())
        }
    }

    /// So many steps are done.
    pub fn set(&self, done: usize) {
        self.bar
            .set_position(u64::try_from(done).unwrap_or(u64::MAX));
    }

    /// All is done: the bar goes.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
