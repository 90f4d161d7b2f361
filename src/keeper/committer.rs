//! The one thread that writes: gathers what is waiting, judges it, one append, one fsync, all replies.

use super::{
    admit::{Author, admit},
    draft::{Group, Scribe, program, wanted},
    overlay::Overlay,
    replica::Replica,
    service::{Fault, Notice, Reply},
    shared::{Closing, Order, Shared, Waiting},
    views::Keeping,
};
use crate::{
    domain::{
        batch::{self, Batch},
        id::{BatchId, OpId},
        op::Op,
    },
    journal::{Journal, JournalError},
    store::Logged,
};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, SyncSender},
    },
    time::{Duration, Instant},
};

/// The most batches of one append.
const GROUP: usize = 256;
/// The most bytes of packed ops of one append: a save never waits behind more than this.
const GROUP_BYTES: usize = 2 << 20;
/// How long before views that could not be made are tried again.
const AGAIN: Duration = Duration::from_secs(5);
/// Who waits for which batch.
type Answering = Vec<(SyncSender<Result<Reply, Fault>>, BatchId)>;

/// What the thread owns.
pub struct Committer {
    shared: Arc<Shared>,
    orders: Receiver<Order>,
    journal: Journal,
    keeping: Keeping,
    scribe: Scribe,
    /// When views that could not be made were last tried.
    tried: Option<Instant>,
}

/// What became of a proposal before the append.
enum Prepared {
    /// It was written before: the answer is known.
    Known(Reply),
    /// It stands in the group.
    Grouped,
}

impl Committer {
    /// A committer over an open journal and views that hold all of it.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn new(
        shared: Arc<Shared>,
        orders: Receiver<Order>,
        journal: Journal,
        keeping: Keeping,
        replica: Replica,
    ) -> Result<Self, Fault> {
        let scribe =
            shared.read(|store| Scribe::load(store, replica, Arc::clone(&shared.clock)))?;
        Ok(Self {
            shared,
            orders,
            journal,
            keeping,
            scribe,
            tried: None,
        })
    }

    /// Works until it is told to end.
    pub fn run(mut self) {
        let mut next = None;
        while let Some(order) = next.take().or_else(|| self.next()) {
            match order {
                Order::Commit(first) => {
                    let (group, after) = self.gather(first);
                    self.commit(group);
                    next = after;
                }
                Order::Rebuild(reply) => {
                    let _ = reply.send(self.rebuild());
                }
                Order::Measure(reply) => {
                    let measured = self.journal.stats();
                    let _ = reply.send(measured.map_err(|error| Fault::Store(error.to_string())));
                }
                Order::End(closing) => return self.close(closing),
            }
        }
        self.close(Closing::Abrupt);
    }

    /// The next order. Views that could not be made are tried again while there is none: those who
    /// only read have nobody else to do it.
    fn next(&mut self) -> Option<Order> {
        while self.tried.is_some() {
            match self.orders.recv_timeout(AGAIN) {
                Ok(order) => return Some(order),
                Err(RecvTimeoutError::Timeout) => self.retry_views(),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        self.orders.recv().ok()
    }

    /// What is waiting now, up to a group, and the order that ended it.
    fn gather(&self, first: Waiting) -> (Vec<Waiting>, Option<Order>) {
        let mut bytes = first.proposal.ops.len();
        let mut group = vec![first];
        while group.len() < GROUP && bytes < GROUP_BYTES {
            match self.orders.try_recv() {
                Ok(Order::Commit(waiting)) => {
                    bytes += waiting.proposal.ops.len();
                    group.push(waiting);
                }
                Ok(other) => return (group, Some(other)),
                Err(_empty) => break,
            }
        }
        (group, None)
    }

    fn commit(&mut self, waiting: Vec<Waiting>) {
        self.retry_views();
        let heads = self.scribe.heads();
        let (group, answering) = self.prepare_all(waiting);
        if group.batches.is_empty() {
            return;
        }
        match self.append(&group.batches) {
            Ok(nexts) => self.fold(&group, answering, &nexts),
            Err(error) => {
                let scribe = &mut self.scribe;
                // Damaged views are made again, and the next group finds its place from them.
                let _ = self.shared.read(|store| scribe.go_back(store, heads));
                self.shared.set_read_only(Some(error.to_string()));
                for (reply, _) in answering {
                    let _ = reply.send(Err(Fault::ReadOnly(error.to_string())));
                }
            }
        }
    }

    /// Appends; where the record after each batch begins. After a fault it tries to go on first.
    fn append(&mut self, batches: &[Batch]) -> Result<Vec<u64>, JournalError> {
        if self.journal.read_only().is_some() {
            self.journal.reopen_after_fault()?;
        }
        let positions = self.journal.append(batches)?;
        self.shared.set_read_only(None);
        let begins = positions.into_iter().skip(1);
        let nexts = begins.chain(std::iter::once(self.journal.end()));
        Ok(nexts.map(|next| u64::from_be_bytes(next.bytes())).collect())
    }

    /// Everything durable: into the views, then the answers, then the watchers.
    fn fold(&mut self, group: &Group, answering: Answering, nexts: &[u64]) {
        let logged = group.batches.iter().zip(&group.hashes).zip(nexts);
        let logged: Vec<Logged<'_>> = logged
            .map(|((batch, hash), next)| Logged {
                batch,
                hash: *hash,
                next: *next,
            })
            .collect();
        let mut applied = match self.shared.views_mut().as_ref() {
            Some(store) => store.apply(&logged).map_err(Fault::from),
            None => Err(Fault::Busy),
        };
        // Before the answers: who then asks to settle waits for these too.
        let articles = applied.as_mut().map(|it| std::mem::take(&mut it.articles));
        if let Ok(articles) = articles
            && !articles.is_empty()
        {
            self.shared.index.changed(articles);
        }
        let answers: BTreeMap<BatchId, Reply> = group
            .batches
            .iter()
            .map(|batch| (batch.header.id, saved(batch)))
            .collect();
        for (reply, id) in answering {
            if let Some(answer) = answers.get(&id) {
                let _ = reply.send(Ok(answer.clone()));
            }
        }
        let Ok(changed) = applied else {
            // The journal has it; only the views are wrong. They must not come past what they miss.
            drop(self.shared.views_mut().take());
            let _ = self.rebuild();
            return;
        };
        if !changed.tickets.is_empty() {
            let tickets = changed.tickets.into_iter().collect();
            self.shared.watchers.tell(&Notice::Tickets(tickets));
        }
        if changed.parked {
            self.shared.watchers.tell(&Notice::Parked);
        }
    }

    fn prepare_all(&mut self, waiting: Vec<Waiting>) -> (Group, Answering) {
        let shared = Arc::clone(&self.shared);
        let views = shared.views();
        let (mut group, mut answering) = (Group::default(), Answering::new());
        let Some(store) = views.as_ref() else {
            for lost in waiting {
                let _ = lost.reply.send(Err(Fault::Busy));
            }
            return (group, answering);
        };
        let mut overlay = Overlay::over(store);
        for one in waiting {
            let id = one.proposal.id;
            match self.prepare(&mut overlay, &mut group, &one) {
                Ok(Prepared::Grouped) => answering.push((one.reply, id)),
                Ok(Prepared::Known(reply)) => {
                    let _ = one.reply.send(Ok(reply));
                }
                Err(fault) => {
                    let _ = one.reply.send(Err(fault));
                }
            }
        }
        (group, answering)
    }

    fn prepare(
        &mut self,
        overlay: &mut Overlay<'_>,
        group: &mut Group,
        waiting: &Waiting,
    ) -> Result<Prepared, Fault> {
        let proposal = &waiting.proposal;
        if group
            .batches
            .iter()
            .any(|batch| batch.header.id == proposal.id)
        {
            return Ok(Prepared::Grouped);
        }
        if let Some((first, numbers)) = overlay.store().answer(proposal.id)? {
            let batch = proposal.id;
            return Ok(Prepared::Known(Reply::Saved {
                batch,
                first,
                numbers,
            }));
        }
        let ops = batch::unpack_ops(&proposal.ops).map_err(unacceptable)?;
        let mint = wanted(&proposal.mint, &ops)?;
        let actor = match &waiting.author {
            Author::Person(operator) => operator.clone(),
            Author::Birth => program()?,
        };
        let (agency, role) = (&proposal.agency, proposal.role);
        let mut new = self.scribe.batch(agency, actor, role, proposal.id, ops)?;
        admit(overlay, &waiting.author, &new, self.shared.reading)?;
        self.scribe.number(overlay, group, &mut new, &mint)?;
        self.scribe.push(group, new)?;
        Ok(Prepared::Grouped)
    }

    fn rebuild(&mut self) -> Result<Reply, Fault> {
        self.tried = Some(Instant::now());
        let made = self.make_views();
        self.shared.mended();
        made?;
        self.tried = None;
        self.shared.index.remake();
        Ok(Reply::Done)
    }

    fn make_views(&self) -> Result<(), Fault> {
        // The old views answer until the new ones are whole.
        let prepared = self.keeping.prepare(&self.journal, self.shared.reading)?;
        let mut views = self.shared.views_mut();
        drop(views.take());
        *views = Some(self.keeping.install(prepared)?);
        Ok(())
    }

    /// Tries again to make views that could not be made, when there may be space again.
    fn retry_views(&mut self) {
        if self.shared.views().is_some() {
            // The old ones are still in use: only new ones could not be made.
            self.tried = None;
        } else if self.tried.is_some_and(|at| at.elapsed() >= AGAIN) {
            let _ = self.rebuild();
        }
    }

    fn close(&mut self, closing: Closing) {
        let store = self.shared.views_mut().take();
        if let (Some(store), Closing::Clean) = (store, closing) {
            // A failure leaves the mark of open views: the next start looks closer.
            let _ = self.keeping.close(store);
        }
        self.shared.index.end();
    }
}

fn saved(batch: &Batch) -> Reply {
    let header = &batch.header;
    let numbers = batch.ops.iter().filter_map(|op| match op {
        Op::Number { ticket, number } => Some((*ticket, *number)),
        _ => None,
    });
    Reply::Saved {
        batch: header.id,
        first: OpId {
            stream: header.stream,
            seq: header.first_seq,
        },
        numbers: numbers.collect(),
    }
}

fn unacceptable(error: impl std::fmt::Display) -> Fault {
    Fault::Unacceptable(error.to_string())
}
