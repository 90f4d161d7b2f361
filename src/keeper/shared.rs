//! What the threads of a keeper share: the views under one lock, the watchers, the orders to the committer.

use super::{
    admit::Author,
    clock::Clock,
    daily,
    indexer::Indexer,
    loss::Loss,
    remake::{Asking, Remade},
    service::{Fault, Findings, IndexStats, Notice, Proposal, Reply},
    watch::Watchers,
    work::Works,
};
use crate::{
    domain::time::Moment,
    journal,
    store::{Reading, Store, StoreError},
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicBool, AtomicU32, Ordering},
        mpsc::{Sender, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

/// How long a question waits for new views that take the place of the old.
const INSTALLING: Duration = Duration::from_secs(1);

/// What the committer is asked.
#[derive(Debug)]
pub enum Order {
    /// Write a batch.
    Commit(Waiting),
    /// Make views and index again.
    Rebuild(Asking),
    /// New views were made, beside the ones in use; or could not be.
    Remade(Result<Remade, Fault>),
    /// Counts and sizes of the journal.
    Measure(SyncSender<Result<journal::Stats, Fault>>),
    /// End; `Closing::Clean` leaves views that the next start trusts.
    End(Closing),
}

/// How a keeper ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Closing {
    /// The views are handed to the disk.
    Clean,
    /// Everything is dropped as it is, as when the process is killed.
    Abrupt,
}

/// A proposal that waits for its answer.
#[derive(Debug)]
pub struct Waiting {
    /// Who proposes.
    pub author: Author,
    /// What.
    pub proposal: Proposal,
    /// Where the answer goes; who has gone is not waited for.
    pub reply: SyncSender<Result<Reply, Fault>>,
}

/// A keeper's common state.
#[derive(Debug)]
pub struct Shared {
    views: RwLock<Option<Store>>,
    orders: Mutex<Sender<Order>>,
    read_only: RwLock<Option<String>>,
    space_short: AtomicBool,
    mending: AtomicBool,
    /// Whether new views are taking the place of the old ones.
    pub installing: AtomicBool,
    /// How texts are read.
    pub reading: Reading,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Who is told what happens.
    pub watchers: Watchers,
    /// What takes long, and how far it is.
    pub works: Works,
    /// Searches and the index.
    pub index: Indexer,
    /// Where the journal lies.
    pub journal: PathBuf,
    /// The daily backups.
    pub daily: daily::State,
    /// What whoever read the journal found.
    findings: Mutex<Findings>,
    /// What was acknowledged and is gone.
    losses: Mutex<Vec<Loss>>,
    /// When the keeper started.
    pub since: Moment,
    /// Clients connected.
    pub clients: AtomicU32,
    /// Whether the keeper was asked to leave.
    pub leaving: AtomicBool,
    /// Whether the committer has failed: the keeper ends.
    pub broken: AtomicBool,
    /// One enrolment at a time: the first operator is the first.
    pub enrolling: Mutex<()>,
}

impl Shared {
    /// The data directory.
    pub fn dir(&self) -> &Path {
        self.journal.parent().unwrap_or(&self.journal)
    }

    /// What is known to be wrong with the journal.
    pub fn findings(&self) -> Findings {
        Findings {
            lost: self.losses().iter().map(Loss::weight).sum(),
            ..*held(&self.findings)
        }
    }

    /// What was acknowledged and is gone.
    pub fn losses(&self) -> Vec<Loss> {
        held(&self.losses).clone()
    }

    /// Notes what opening the journal found.
    pub fn note_findings(&self, findings: Findings) {
        *held(&self.findings) = findings;
    }

    /// Notes in how many places somebody who read all of the journal could not read it.
    pub fn note_damage(&self, corrupt: u64) {
        let mut findings = held(&self.findings);
        findings.corrupt = findings.corrupt.max(corrupt);
    }

    /// Notes what was acknowledged and is gone.
    pub fn note_losses(&self, losses: Vec<Loss>) {
        *held(&self.losses) = losses;
    }

    /// A keeper that has these views and sends its orders here.
    pub fn new(
        store: Store,
        orders: Sender<Order>,
        reading: Reading,
        index: Indexer,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            journal: PathBuf::new(),
            daily: daily::State::default(),
            findings: Mutex::default(),
            losses: Mutex::default(),
            views: RwLock::new(Some(store)),
            orders: Mutex::new(orders),
            read_only: RwLock::new(None),
            space_short: AtomicBool::new(false),
            mending: AtomicBool::new(false),
            installing: AtomicBool::new(false),
            reading,
            watchers: Watchers::default(),
            works: Works::default(),
            index,
            since: clock.wall(),
            clock,
            clients: AtomicU32::new(0),
            leaving: AtomicBool::new(false),
            broken: AtomicBool::new(false),
            enrolling: Mutex::new(()),
        }
    }

    /// Reads the views; damage found on the way has them made again, and whoever asked asks again.
    ///
    /// # Errors
    /// [`Fault::Busy`] while there are none, or none that are sound.
    pub fn read<T>(
        &self,
        question: impl FnOnce(&Store) -> Result<T, StoreError>,
    ) -> Result<T, Fault> {
        let views = self.present();
        let store = views.as_ref().ok_or(Fault::Busy)?;
        question(store).map_err(|_damaged| {
            self.mend();
            Fault::Busy
        })
    }

    /// Has damaged views made again, once however many find the damage.
    pub fn mend(&self) {
        if !self.mending.swap(true, Ordering::SeqCst) {
            let (reply, _nobody) = sync_channel(1);
            let _ = self.send(Order::Rebuild(reply));
        }
    }

    /// Reads the views as they are: damage is the answer, and nothing is done about it.
    ///
    /// # Errors
    /// [`Fault::Busy`] while there are none, [`Fault::Store`] when they are damaged.
    pub fn look<T>(
        &self,
        question: impl FnOnce(&Store) -> Result<T, StoreError>,
    ) -> Result<T, Fault> {
        let views = self.present();
        Ok(question(views.as_ref().ok_or(Fault::Busy)?)?)
    }

    /// The views, for whoever asks: for the moment in which new ones take the place of the old, he waits.
    fn present(&self) -> RwLockReadGuard<'_, Option<Store>> {
        let until = Instant::now() + INSTALLING;
        loop {
            let views = self.views();
            let awaited = views.is_none() && self.installing.load(Ordering::SeqCst);
            if !awaited || Instant::now() > until {
                return views;
            }
            drop(views);
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The views, for reading.
    pub fn views(&self) -> RwLockReadGuard<'_, Option<Store>> {
        self.views.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The views, for the committer.
    pub fn views_mut(&self) -> RwLockWriteGuard<'_, Option<Store>> {
        self.views.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the views were made again.
    pub fn mended(&self) {
        self.mending.store(false, Ordering::SeqCst);
    }

    /// Why nothing can be saved now.
    pub fn read_only(&self) -> Option<String> {
        let reason = self.read_only.read();
        reason.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes why nothing can be saved, or that all is well again.
    pub fn set_read_only(&self, reason: Option<String>) {
        let mut known = self
            .read_only
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if known.is_some() != reason.is_some() {
            self.watchers.tell(match reason {
                Some(_) => &Notice::ReadOnly,
                None => &Notice::Writable,
            });
        }
        *known = reason;
    }

    /// Whether the disk is nearly full.
    pub fn space_short(&self) -> bool {
        self.space_short.load(Ordering::SeqCst)
    }

    /// Notes whether the disk is nearly full; whoever watches hears of a change.
    pub fn set_space_short(&self, short: bool) {
        if self.space_short.swap(short, Ordering::SeqCst) != short {
            self.watchers.tell(if short {
                &Notice::SpaceShort
            } else {
                &Notice::SpaceEnough
            });
        }
    }

    /// Writes a batch and waits until it is durable.
    ///
    /// # Errors
    /// The [`Fault`] that kept it from being written.
    pub fn commit(&self, author: Author, proposal: Proposal) -> Result<Reply, Fault> {
        self.ask(|reply| {
            Order::Commit(Waiting {
                author,
                proposal,
                reply,
            })
        })
    }

    /// Waits until everything committed so far can be searched. Whoever asks was told that his batch is
    /// durable before it was in the views; the index hears of it from there.
    ///
    /// # Errors
    /// When the index cannot be used.
    pub fn settle(&self) -> Result<IndexStats, Fault> {
        drop(self.views());
        self.index.settle()
    }

    /// Has views and index made again.
    ///
    /// # Errors
    /// When they cannot be.
    pub fn rebuild(&self) -> Result<Reply, Fault> {
        self.ask(Order::Rebuild)
    }

    /// Asks the committer and waits for its answer.
    ///
    /// # Errors
    /// What it answers; [`Fault::Unreachable`] when it has ended.
    pub fn ask<T>(
        &self,
        order: impl FnOnce(SyncSender<Result<T, Fault>>) -> Order,
    ) -> Result<T, Fault> {
        let (reply, answer) = sync_channel(1);
        self.send(order(reply))?;
        answer.recv().map_err(|_ended| ended())?
    }

    /// Gives an order without waiting.
    ///
    /// # Errors
    /// [`Fault::Unreachable`] when the committer has ended.
    pub fn send(&self, order: Order) -> Result<(), Fault> {
        let orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        orders.send(order).map_err(|_ended| ended())
    }
}

fn ended() -> Fault {
    Fault::Unreachable("the keeper is closing".to_owned())
}

fn held<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
