//! The search index and the thread that feeds it: behind the journal by one batch at most, never in its way.

mod document;

pub use document::kind;

use super::{
    service::{Fault, IndexStats, Notice},
    shared::Shared,
};
use crate::{
    domain::{article::Published, slug::Slug},
    search::{Error, Index},
};
use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

/// How many articles are written to the index before it is committed.
const PAGE: usize = 2_000;

/// How long a search waits for an index that is being made.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often the index is made again when that fails: a search that still holds the old one, a view
/// that is itself being made again, pass by themselves.
const ATTEMPTS: u32 = 20;
/// How long between two attempts.
const PAUSE: Duration = Duration::from_millis(250);

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

    fn set_failure(&self, failure: Option<Failure>) {
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

/// The thread: opens the index or makes it, then follows the changes.
pub fn run(shared: &Shared, tasks: &Receiver<Task>) {
    open(shared);
    let mut next = None;
    while let Some(task) = next.take().or_else(|| tasks.recv().ok()) {
        match task {
            Task::Changed(mut articles) => {
                while articles.len() < PAGE {
                    match tasks.try_recv() {
                        Ok(Task::Changed(more)) => articles.extend(more),
                        Ok(other) => {
                            next = Some(other);
                            break;
                        }
                        Err(_empty) => break,
                    }
                }
                if guarded(|| follow(shared, &articles)).is_err() {
                    remake(shared);
                }
            }
            Task::Remake => remake(shared),
            Task::Settle(done) => {
                let _ = done.send(());
            }
            Task::End => break,
        }
    }
    shared.index.put(None);
}

/// Opens the index, and makes it again when it is missing, damaged, of another version or behind.
fn open(shared: &Shared) {
    let opened = shared.index.dir.as_deref().map(Index::open);
    let wanted = shared.read(|store| Ok(store.progress()?.articles));
    // One that is not taken is dropped here: it holds the writer's lock, and no other could be made.
    let current = opened
        .and_then(Result::ok)
        .filter(|index| wanted.is_ok_and(|wanted| index.position() >= wanted));
    match current {
        Some(index) => shared.index.put(Some(Arc::new(index))),
        None => remake(shared),
    }
}

/// Why the index could not be fed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("there is no search index")]
    Missing,
    #[error("the indexing of an article failed")]
    Panicked,
    #[error(transparent)]
    Index(#[from] Error),
    #[error(transparent)]
    Views(#[from] Fault),
}

/// An article that makes the indexing fail does not take the thread with it.
fn guarded(work: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Failure::Panicked))
}

fn follow(shared: &Shared, slugs: &BTreeSet<Slug>) -> Result<(), Failure> {
    let started = Instant::now();
    let index = shared.index.current().ok_or(Failure::Missing)?;
    let (position, found) = shared.read(|store| {
        let mut found = Vec::with_capacity(slugs.len());
        for slug in slugs {
            found.push((slug, store.article(slug)?));
        }
        Ok((store.progress()?.position, found))
    })?;
    let gone = found.iter().filter(|(_, article)| article.is_none());
    index.remove(gone.map(|(slug, _)| slug.as_str()))?;
    let published: Vec<Published> = found
        .into_iter()
        .filter_map(|(_, article)| article)
        .collect();
    index.upsert(&document::documents(shared, &published)?)?;
    index.commit(position)?;
    finish(shared, started);
    Ok(())
}

fn finish(shared: &Shared, started: Instant) {
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    shared.index.millis.store(millis, Ordering::Relaxed);
    shared.watchers.tell(&Notice::Knowledge);
}

fn remake(shared: &Shared) {
    for _ in 0..ATTEMPTS {
        match guarded(|| fill(shared)) {
            Ok(()) => return shared.index.set_failure(None),
            Err(failure) => shared.index.set_failure(Some(failure)),
        }
        shared.index.put(None);
        thread::sleep(PAUSE);
    }
    // Searches say why; the next change of an article, `store rebuild` or the next start tries again.
}

/// Makes the index again, page by page: each can be searched when it is written. Until the last one
/// the index stands for position 0, so that a start after a crash makes it again.
fn fill(shared: &Shared) -> Result<(), Failure> {
    let started = Instant::now();
    let index = shared.index.create()?;
    let position = shared.read(|store| Ok(store.progress()?.position))?;
    let mut after: Option<Slug> = None;
    loop {
        let page = shared.read(|store| store.articles_after(after.as_ref(), PAGE))?;
        index.upsert(&document::documents(shared, &page)?)?;
        let Some(last) = page.last().filter(|_| page.len() == PAGE) else {
            break;
        };
        after = Some(last.article.id.clone());
        index.commit(0)?;
        shared.index.put(Some(Arc::clone(&index)));
        shared.watchers.tell(&Notice::Knowledge);
    }
    index.commit(position)?;
    shared.index.put(Some(index));
    finish(shared, started);
    Ok(())
}
