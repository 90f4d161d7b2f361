//! How far the keeper's long work has come: told to whoever asks, without waiting for any of it.

use super::{
    service::{Notice, Task, Work},
    watch::Watchers,
};
use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// How often the desks hear of it: a status line is no film.
const NOTICE: Duration = Duration::from_secs(1);

/// The steps of one piece of work.
#[derive(Debug)]
struct Steps {
    task: Task,
    done: AtomicU64,
    total: AtomicU64,
}

impl Steps {
    fn work(&self) -> Work {
        let done = self.done.load(Ordering::Relaxed);
        Work {
            task: self.task,
            done,
            total: self.total.load(Ordering::Relaxed).max(done),
        }
    }
}

/// The long work that is being done.
#[derive(Debug, Default)]
pub struct Works {
    going: Mutex<Vec<Arc<Steps>>>,
}

impl Works {
    /// Everything long that is being done now, the latest last.
    pub fn going(&self) -> Vec<Work> {
        self.lock().iter().map(|steps| steps.work()).collect()
    }

    /// Begins a piece of work; it goes on until the guard is dropped. `watchers` hear of it where
    /// those who did not ask for it should know.
    pub fn begin<'a>(&'a self, task: Task, watchers: Option<&'a Watchers>) -> Working<'a> {
        let steps = Arc::new(Steps {
            task,
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
        });
        self.lock().push(Arc::clone(&steps));
        Working {
            works: self,
            steps,
            watchers,
            told: None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Steps>>> {
        self.going.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A piece of work while it is done.
#[derive(Debug)]
pub struct Working<'a> {
    works: &'a Works,
    steps: Arc<Steps>,
    watchers: Option<&'a Watchers>,
    told: Option<Instant>,
}

impl Working<'_> {
    /// So many of so many steps are done.
    pub fn reached(&mut self, done: u64, total: u64) {
        self.steps.total.store(total, Ordering::Relaxed);
        self.steps.done.store(done, Ordering::Relaxed);
        if let Some(watchers) = self.watchers
            && self.told.is_none_or(|at| at.elapsed() >= NOTICE)
        {
            self.told = Some(Instant::now());
            watchers.tell(&Notice::Working(self.steps.work()));
        }
    }
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        let ended = &self.steps;
        self.works.lock().retain(|going| !Arc::ptr_eq(going, ended));
        if let (Some(watchers), Some(_)) = (self.watchers, self.told) {
            watchers.tell(&Notice::Rested(self.steps.task));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_known_while_it_goes_on_and_its_end_is_told() {
        let (works, watchers) = (Works::default(), Watchers::default());
        let heard = watchers.watch();
        let mut rebuild = works.begin(Task::Rebuild, Some(&watchers));
        let mut digest = works.begin(Task::Digest, None);
        for done in 1..=3 {
            rebuild.reached(done, 4);
            digest.reached(done, 3);
        }
        let going = |task, done, total| Work { task, done, total };
        let both = vec![going(Task::Rebuild, 3, 4), going(Task::Digest, 3, 3)];
        assert_eq!(works.going(), both);
        drop(rebuild);
        drop(digest);
        assert_eq!(works.going(), Vec::new());
        // Three steps within a second are one notice; the digest is nobody else's affair.
        let heard: Vec<_> = heard.try_iter().collect();
        let told = Notice::Working(going(Task::Rebuild, 1, 4));
        assert_eq!(heard, [told, Notice::Rested(Task::Rebuild)]);
    }
}
