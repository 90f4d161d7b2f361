//! What the threads of a keeper share: the views under one lock, the watchers, the orders to the committer.

use super::{
    admit::Author,
    service::{Fault, Notice, Proposal, Reply},
    watch::Watchers,
};
use crate::{
    domain::{id::BootId, time::Moment},
    journal,
    store::{Reading, Store},
};
use std::sync::{
    Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
    atomic::{AtomicU32, AtomicU64, Ordering},
    mpsc::{Sender, SyncSender, sync_channel},
};

/// What the committer is asked.
#[derive(Debug)]
pub enum Order {
    /// Write a batch.
    Commit(Waiting),
    /// Make views and index again.
    Rebuild(SyncSender<Result<Reply, Fault>>),
    /// Close everything and end.
    End,
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
    /// How texts are read.
    pub reading: Reading,
    /// Who is told what happens.
    pub watchers: Watchers,
    orders: Mutex<Sender<Order>>,
    read_only: RwLock<Option<String>>,
    /// Figures of the journal after the last append.
    pub journal: RwLock<Option<journal::Stats>>,
    /// Searches and the index.
    pub index: super::indexer::Indexer,
    /// This run of the system.
    pub boot: BootId,
    /// When the keeper started.
    pub since: Moment,
    /// Clients connected.
    pub clients: AtomicU32,
    /// When the last client left, in milliseconds of the monotonic clock.
    pub idle_since: AtomicU64,
    /// One enrolment at a time: the first operator is the first.
    pub enrolling: Mutex<()>,
}
