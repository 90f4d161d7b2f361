//! A progress bar for long work, here or in the keeper: on a terminal only, nothing on a pipe.

use super::output::Output;
use crate::keeper::service::{Fault, Reply, Request, Service, Task};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    ops::ControlFlow,
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

/// How often the keeper is asked how far it is.
const ASK: Duration = Duration::from_millis(200);

/// How far long work has come.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar for so many steps; invisible where nobody looks.
    #[must_use]
    pub fn new(output: &Output, steps: usize) -> Self {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        Self::styled(output, steps, "{wide_bar} {pos}/{len} {eta}")
    }

    /// A bar for work whose steps mean nothing to the one who waits.
    fn of_hundredths(output: &Output) -> Self {
        Self::styled(output, 100, "{wide_bar} {percent}% {eta}")
    }

    fn styled(output: &Output, steps: u64, style: &str) -> Self {
        let target = if output.shows_progress() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(steps), target);
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// A bar for bytes, whose number is told on the way.
    #[must_use]
    pub fn of_bytes(output: &Output) -> Self {
        Self::styled(output, 0, "{wide_bar} {bytes}/{total_bytes} {eta}")
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

/// Has the keeper do something long, and shows meanwhile how far it says it is.
///
/// # Errors
/// What kept the keeper from doing it.
pub fn attended(
    service: &dyn Service,
    output: &Output,
    task: Task,
    request: Request,
) -> Result<Reply, Fault> {
    if !output.shows_progress() {
        return service.call(request);
    }
    let bar = Progress::of_hundredths(output);
    let answer = accompanied(service, request, || bar.follow(service, task));
    bar.end();
    answer
}

/// Asks, and does something else every [`ASK`] until the answer is there.
fn accompanied(
    service: &dyn Service,
    request: Request,
    mut meanwhile: impl FnMut(),
) -> Result<Reply, Fault> {
    thread::scope(|scope| {
        let (done, answer) = channel();
        let asking = move || done.send(service.call(request));
        let asking = thread::Builder::new().spawn_scoped(scope, asking);
        asking.map_err(|error| Fault::Unreachable(error.to_string()))?;
        loop {
            match answer.recv_timeout(ASK) {
                Ok(answer) => return answer,
                Err(RecvTimeoutError::Timeout) => meanwhile(),
                Err(ended @ RecvTimeoutError::Disconnected) => {
                    return Err(Fault::Unreachable(ended.to_string()));
                }
            }
        }
    })
}

impl Progress {
    /// Goes to where the keeper is with a task. A keeper that does not say is no reason to stop.
    fn follow(&self, service: &dyn Service, task: Task) {
        let Ok(Reply::Working(works)) = service.call(Request::Working) else {
            return;
        };
        if let Some(work) = works.iter().find(|work| work.task == task) {
            self.bar.set_position(work.percent());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keeper::service::{Notice, Work};
    use std::sync::{
        atomic::{AtomicU64, Ordering},
        mpsc::Receiver,
    };

    /// A keeper whose rebuild is at its end when it was asked twice how far it is.
    #[derive(Default)]
    struct Asked(AtomicU64);

    impl Service for Asked {
        fn call(&self, request: Request) -> Result<Reply, Fault> {
            if let Request::Working = request {
                let done = self.0.fetch_add(1, Ordering::SeqCst) + 1;
                let (task, total) = (Task::Rebuild, 4);
                return Ok(Reply::Working(vec![Work { task, done, total }]));
            }
            while self.0.load(Ordering::SeqCst) < 2 {
                thread::sleep(Duration::from_millis(5));
            }
            Ok(Reply::Done)
        }

        fn watch(&self) -> Receiver<Notice> {
            channel().1
        }
    }

    #[test]
    fn the_bar_follows_while_the_keeper_works() {
        let keeper = Asked::default();
        let bar = Progress {
            bar: ProgressBar::hidden(),
        };
        let follow = || bar.follow(&keeper, Task::Rebuild);
        assert_eq!(
            accompanied(&keeper, Request::Rebuild, follow),
            Ok(Reply::Done)
        );
        assert_eq!(bar.bar.position(), 50);
    }
}
