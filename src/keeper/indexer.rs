//! The search index and the thread that feeds it: behind the journal by one batch at most, never in its way.

mod document;
mod feed;

pub use document::kind;
pub use feed::run;

use super::service::{Fault, IndexStats};
use crate::{
    domain::{slug::Slug, time::Moment},
    search::{Error, Index},
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    },
    time::Duration,
};

/// How long a search waits for an index that is being made.
const PATIENCE: Duration = Duration::from_secs(5);
/// What the thread is asked.
#[derive(Debug)]
pub enum Task {
    /// These articles changed.
    Changed(BTreeSet<Slug>),
    /// Make the index again.
    Remake,
    /// Say when everything before is done.
    Settle(SyncSender<()>),
    /// End.
    End,
}

/// The index, and the way to its thread.
#[derive(Debug)]
pub struct Indexer {
    index: Mutex<Option<Arc<Index>>>,
    made: Condvar,
    failure: Mutex<Option<String>>,
    tasks: Mutex<Sender<Task>>,
    dir: Option<PathBuf>,
    millis: AtomicU64,
}

impl Indexer {
    /// An indexer for the index in `dir`, or in memory; and what its thread receives.
    pub fn new(dir: Option<&Path>) -> (Self, Receiver<Task>) {
        let (tasks, receiver) = channel();
        let indexer = Self {
            index: Mutex::new(None),
            made: Condvar::new(),
            failure: Mutex::new(None),
            tasks: Mutex::new(tasks),
            dir: dir.map(Path::to_owned),
            millis: AtomicU64::new(0),
        };
        (indexer, receiver)
    }

    /// The index; `None` while there is none.
    pub fn current(&self) -> Option<Arc<Index>> {
        let index = self.index.lock();
        index.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The index, as soon as there is one: a search that comes while it is being made waits for its
    /// first page instead of failing. `None` after [`PATIENCE`].
    pub fn awaited(&self) -> Option<Arc<Index>> {
        let index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .made
            .wait_timeout_while(index, PATIENCE, |index| index.is_none());
        waited.unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// Whether a word stands in a published article that is read out; false while there is no index.
    pub fn is_written(&self, word: &str, at: Moment) -> bool {
        self.current()
            .is_some_and(|index| index.is_written(word, at.0))
    }

    /// Has these articles indexed, if there are any.
    pub fn changed(&self, articles: BTreeSet<Slug>) {
        if !articles.is_empty() {
            self.send(Task::Changed(articles));
        }
    }

    /// Has the index made again.
    pub fn remake(&self) {
        self.send(Task::Remake);
    }

    /// Ends the thread.
    pub fn end(&self) {
        self.send(Task::End);
    }

    /// Waits until everything that was committed before can be searched.
    ///
    /// # Errors
    /// [`Fault::Store`] when the index cannot be used, with the reason; [`Fault::Unreachable`] when
    /// the keeper is closing.
    pub fn settle(&self) -> Result<IndexStats, Fault> {
        let (done, wait) = sync_channel(1);
        self.send(Task::Settle(done));
        wait.recv()
            .map_err(|_ended| Fault::Unreachable("the keeper is closing".to_owned()))?;
        match self.failure() {
            Some(why) => Err(Fault::Store(why)),
            None => Ok(self.stats()),
        }
    }

    /// Why the index could not be fed, when that failed last.
    pub fn failure(&self) -> Option<String> {
        let failure = self.failure.lock();
        failure.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_failure(&self, failure: Option<feed::Failure>) {
        let why = failure.map(|failure| failure.to_string());
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = why;
    }

    /// The state of the index.
    pub fn stats(&self) -> IndexStats {
        let documents = self.current().map_or(0, |index| index.len() as u64);
        let (bytes, segments) = self.dir.as_deref().map_or((0, 0), measure);
        IndexStats {
            documents,
            bytes,
            segments,
            millis: self.millis.load(Ordering::Relaxed),
        }
    }

    fn send(&self, task: Task) {
        let tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        // A thread that has ended needs no tasks.
        let _ = tasks.send(task);
    }

    fn put(&self, index: Option<Arc<Index>>) {
        *self.index.lock().unwrap_or_else(PoisonError::into_inner) = index;
        self.made.notify_all();
    }

    fn create(&self) -> Result<Arc<Index>, Error> {
        // The old one holds the writer's lock until nobody searches with it any more.
        self.put(None);
        let index = Arc::new(match &self.dir {
            Some(dir) => Index::create(dir)?,
            None => Index::in_memory()?,
        });
        Ok(index)
    }
}

/// Bytes of the files, and how many segments they make.
fn measure(dir: &Path) -> (u64, u64) {
    let files = std::fs::read_dir(dir).into_iter().flatten().flatten();
    files.fold((0, 0), |(bytes, segments), file| {
        let length = file.metadata().map_or(0, |known| known.len());
        let stores = file.path().extension().is_some_and(|end| end == "store");
        (bytes + length, segments + u64::from(stores))
    })
}
