//! The thread that feeds the index: opens it or makes it, then follows the changes; a fault that passes
//! leaves no trace in it.

use super::{Task, document};
use crate::{
    domain::slug::Slug,
    keeper::{
        pace::Pace,
        service::{self, Fault, Notice},
        shared::Shared,
    },
    search::{Error, Index},
};
use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::Ordering,
        mpsc::{Receiver, RecvTimeoutError, SyncSender},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// How many articles are written to the index before it is committed.
const PAGE: usize = 2_000;

/// How long nothing must have changed before the index is gathered.
const QUIET: Duration = Duration::from_secs(2);

/// How long whoever waits for the index waits for one that cannot be made.
const PATIENCE: Duration = Duration::from_secs(5);

/// The thread, until it is told to end.
pub fn run(shared: &Shared, tasks: &Receiver<Task>) {
    let mut feed = Feed {
        shared,
        tasks,
        next: None,
        pace: Pace::default(),
        tidied: false,
        tidying: None,
        waiting: Vec::new(),
    };
    feed.open();
    while let Some(task) = feed.next() {
        match task {
            Task::Changed(articles) => feed.changed(articles),
            Task::Remake => feed.remake(),
            Task::Settle(done) => feed.settle(done),
            Task::End => break,
        }
    }
    feed.end_tidying();
    shared.index.put(None);
}

/// What the thread holds.
struct Feed<'a> {
    shared: &'a Shared,
    tasks: &'a Receiver<Task>,
    /// A task that was taken while others were gathered.
    next: Option<Task>,
    /// When an index that could not be made is tried again.
    pace: Pace,
    /// Whether the index was gathered since the last change.
    tidied: bool,
    /// The thread that gathers it.
    tidying: Option<JoinHandle<()>>,
    /// Who waits for that, and since when.
    waiting: Vec<(Instant, SyncSender<()>)>,
}

impl Feed<'_> {
    /// Opens the index, and makes it again when it is missing, damaged, of another version or behind.
    fn open(&mut self) {
        let shared = self.shared;
        let opened = shared.index.dir.as_deref().map(Index::open);
        let wanted = shared.read(|store| Ok(store.progress()?.articles));
        // One that is not taken is dropped here: it holds the writer's lock, and no other could be made.
        let current = opened
            .and_then(Result::ok)
            .filter(|index| wanted.is_ok_and(|wanted| index.position() >= wanted));
        match current {
            Some(index) => shared.index.put(Some(Arc::new(index))),
            None => self.remake(),
        }
    }

    /// The next task; meanwhile an index that could not be made is tried again when it is time.
    fn next(&mut self) -> Option<Task> {
        loop {
            if let Some(task) = self.next.take() {
                return Some(task);
            }
            let Some(wait) = self.pace.wait() else {
                if !self.is_untidy() {
                    return self.tasks.recv().ok();
                }
                match self.tasks.recv_timeout(QUIET) {
                    Ok(task) => return Some(task),
                    Err(RecvTimeoutError::Timeout) => self.tidy(),
                    Err(RecvTimeoutError::Disconnected) => return None,
                }
                continue;
            };
            if self.pace.is_due() {
                self.remake();
                continue;
            }
            match self.tasks.recv_timeout(wait) {
                Ok(task) => return Some(task),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// Whether the index has become slow by many small changes, and nobody has seen to it since.
    fn is_untidy(&self) -> bool {
        let index = self.shared.index.current();
        !self.tidied && index.is_some_and(|index| index.is_scattered())
    }

    /// Gathers the index beside the work, once for what has changed.
    fn tidy(&mut self) {
        self.tidied = true;
        self.end_tidying();
        if let Some(index) = self.shared.index.current() {
            // What fails leaves the index as it was: slower, and right.
            let gather = move || drop(index.gather());
            self.tidying = thread::Builder::new()
                .name("gather".to_owned())
                .spawn(gather)
                .ok();
        }
    }

    /// Waits for the gathering: it holds the index.
    fn end_tidying(&mut self) {
        if let Some(thread) = self.tidying.take() {
            let _ = thread.join();
        }
    }

    fn changed(&mut self, mut articles: BTreeSet<Slug>) {
        while articles.len() < PAGE {
            match self.tasks.try_recv() {
                Ok(Task::Changed(more)) => articles.extend(more),
                Ok(other) => {
                    self.next = Some(other);
                    break;
                }
                Err(_empty) => break,
            }
        }
        self.tidied = false;
        // An index that has to be made again will hold these too.
        if self.pace.is_well() && guarded(|| follow(self.shared, &articles)).is_err() {
            self.remake();
        }
    }

    fn settle(&mut self, done: SyncSender<()>) {
        if self.pace.is_well() {
            let _ = done.send(());
        } else {
            self.waiting.push((Instant::now(), done));
        }
    }

    /// Makes the index again. While it cannot be made, searches say why.
    fn remake(&mut self) {
        self.end_tidying();
        self.tidied = false;
        match guarded(|| fill(self.shared)) {
            Ok(()) => {
                self.pace.worked();
                self.shared.index.set_failure(None);
            }
            Err(failure) => {
                self.pace.failed();
                self.shared.index.set_failure(Some(failure));
                self.shared.index.put(None);
            }
        }
        let well = self.pace.is_well();
        self.waiting.retain(|(since, done)| {
            let waits = !well && since.elapsed() < PATIENCE;
            if !waits {
                let _ = done.send(());
            }
            waits
        });
    }
}

/// Why the index could not be fed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
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
    let (position, kept) = shared.read(|store| {
        let mut kept = Vec::with_capacity(slugs.len());
        for slug in slugs {
            kept.extend(store.shelf(slug)?);
        }
        Ok((store.progress()?.position, kept))
    })?;
    index.remove(slugs.iter().map(Slug::as_str))?;
    index.upsert(&document::documents(shared, &kept)?)?;
    index.commit(position)?;
    finish(shared, started);
    Ok(())
}

fn finish(shared: &Shared, started: Instant) {
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    shared.index.millis.store(millis, Ordering::Relaxed);
    shared.watchers.tell(&Notice::Knowledge);
}

/// Makes the index again, page by page: each can be searched when it is written. Until the last one
/// the index stands for position 0, so that a start after a crash makes it again.
fn fill(shared: &Shared) -> Result<(), Failure> {
    let started = Instant::now();
    let mut working = shared.works.begin(service::Task::Index, None);
    let (position, all) = shared.read(|store| {
        let kinds = store.article_counts()?;
        let all = kinds.iter().map(|(_, count)| count).sum();
        Ok((store.progress()?.position, all))
    })?;
    working.reached(0, all);
    let index = shared.index.create()?;
    let mut done = 0;
    let mut after: Option<Slug> = None;
    loop {
        let page = shared.read(|store| store.shelves_after(after.as_ref(), PAGE))?;
        let whole = page.len() == PAGE;
        let last = page.last().map(|shelf| shelf.last.article.id.clone());
        index.upsert(&document::documents(shared, &page)?)?;
        if !whole {
            break;
        }
        after = last;
        done += page.len() as u64;
        working.reached(done, all);
        index.commit(0)?;
        shared.index.put(Some(Arc::clone(&index)));
        shared.watchers.tell(&Notice::Knowledge);
    }
    index.commit(position)?;
    shared.index.put(Some(index));
    finish(shared, started);
    Ok(())
}
