//! The one thread that writes: gathers what is waiting, judges it, one append, one fsync, all replies.

use super::{
    admit::{Author, admit},
    draft::{Group, Scribe, program, wanted},
    loss,
    overlay::Overlay,
    pace::Pace,
    remake::{Asking, Durable, Remade, Remaking},
    replica::Replica,
    service::{Fault, Notice, Reply},
    shared::{Closing, Order, Shared, Waiting},
    space::Space,
    views::{Keeping, Size, ViewsError, follow},
};
use crate::{
    domain::{
        batch::{self, Batch},
        id::{BatchId, OpId},
        op::Op,
    },
    journal::{Journal, JournalError, Position},
    store::{Logged, StoreError},
};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::Ordering,
        mpsc::{Receiver, RecvTimeoutError, SyncSender},
    },
    time::Duration,
};

/// The most batches of one append.
const GROUP: usize = 256;
/// The most bytes of packed ops of one append: a save never waits behind more than this.
const GROUP_BYTES: usize = 2 << 20;
/// Who waits for which batch.
type Answering = Vec<(SyncSender<Result<Reply, Fault>>, BatchId)>;

/// What the thread owns.
pub struct Committer {
    shared: Arc<Shared>,
    orders: Receiver<Order>,
    journal: Journal,
    keeping: Keeping,
    scribe: Scribe,
    durable: Arc<Durable>,
    /// New views that are being made.
    remaking: Option<Remaking>,
    /// When views that could not be made are tried again.
    pace: Pace,
    space: Space,
}

/// What became of a proposal before the append.
enum Judged {
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
        space: Space,
    ) -> Result<Self, Fault> {
        shared.set_space_short(space.is_short());
        let scribe =
            shared.read(|store| Scribe::load(store, replica, Arc::clone(&shared.clock)))?;
        Ok(Self {
            shared,
            orders,
            journal,
            keeping,
            scribe,
            durable: Arc::default(),
            remaking: None,
            pace: Pace::default(),
            space,
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
                Order::Rebuild(asking) => self.remake(Some(asking)),
                Order::Remade(made) => self.remade(made),
                Order::Measure(reply) => {
                    let measured = self.journal.stats();
                    let _ = reply.send(measured.map_err(|error| Fault::Store(error.to_string())));
                }
                Order::End(closing) => return self.close(closing),
            }
        }
        self.close(Closing::Abrupt);
    }

    /// The next order. What failed is tried again while there is none: those who only read have nobody
    /// else to do it.
    fn next(&mut self) -> Option<Order> {
        while let Some(wait) = self.wait() {
            match self.orders.recv_timeout(wait) {
                Ok(order) => return Some(order),
                Err(RecvTimeoutError::Timeout) => {
                    self.look_at_disk();
                    self.retry_views();
                }
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        self.orders.recv().ok()
    }

    /// How long until something has to be tried again; `None` when all is well.
    fn wait(&self) -> Option<Duration> {
        let views = self.remaking.is_none().then(|| self.pace.wait());
        let (views, space) = (views.flatten(), self.space.wait());
        views.into_iter().chain(space).min()
    }

    /// Looks whether the disk is nearly full, and goes on when it was full and no longer is.
    fn look_at_disk(&mut self) {
        self.space.look();
        self.shared.set_space_short(self.space.is_short());
        let stopped = self.journal.read_only().is_some();
        if stopped && !self.space.is_short() && self.journal.reopen_after_fault().is_ok() {
            self.shared.set_read_only(None);
        }
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
        self.look_at_disk();
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

    /// Appends; where the record after each batch begins. On a full disk the reserve is given up, and the
    /// same is appended once more.
    fn append(&mut self, batches: &[Batch]) -> Result<Vec<u64>, JournalError> {
        match self.try_append(batches) {
            Err(error) if error.is_full() && self.space.give_up() => {
                self.shared.set_space_short(true);
                self.try_append(batches)
            }
            other => other,
        }
    }

    /// Appends, once. After a fault it tries to go on first.
    fn try_append(&mut self, batches: &[Batch]) -> Result<Vec<u64>, JournalError> {
        if self.journal.read_only().is_some() {
            self.journal.reopen_after_fault()?;
        }
        let positions = self.journal.append(batches)?;
        self.shared.set_read_only(None);
        self.durable.note(&self.journal);
        let begins = positions.into_iter().skip(1);
        let nexts = begins.chain(std::iter::once(self.journal.end()));
        Ok(nexts.map(|next| u64::from_be_bytes(next.bytes())).collect())
    }

    /// Everything durable: the answers, the views, the watchers. The answers go first, because nobody
    /// has to wait for what only readers need; but the views are locked before, so that who was
    /// answered and then reads finds what he wrote.
    fn fold(&mut self, group: &Group, answering: Answering, nexts: &[u64]) {
        let shared = Arc::clone(&self.shared);
        let mut views = shared.views_mut();
        answer(group, answering);
        let logged = group.batches.iter().zip(&group.hashes).zip(nexts);
        let logged: Vec<Logged<'_>> = logged
            .map(|((batch, hash), next)| Logged {
                batch,
                hash: *hash,
                next: *next,
            })
            .collect();
        let applied = views.as_ref().map(|store| store.apply(&logged));
        let Some(Ok(changed)) = applied else {
            // The journal has it; only the views are wrong. They must not come past what they miss.
            let wrong = views.take();
            drop(views);
            drop(wrong);
            return self.remake(None);
        };
        if !changed.articles.is_empty() {
            // Before the lock is let go: who asks to settle comes after it.
            shared.index.changed(changed.articles);
        }
        drop(views);
        if !changed.tickets.is_empty() {
            let tickets = changed.tickets.into_iter().collect();
            shared.watchers.tell(&Notice::Tickets(tickets));
        }
        if changed.lives {
            shared.watchers.tell(&Notice::Lives);
        }
        if changed.parked {
            shared.watchers.tell(&Notice::Parked);
        }
    }

    fn prepare_all(&mut self, waiting: Vec<Waiting>) -> (Group, Answering) {
        let shared = Arc::clone(&self.shared);
        let views = shared.views();
        let (mut group, mut answering) = (Group::default(), Answering::new());
        let Some(store) = views.as_ref() else {
            let fault = shared.read_only().map_or(Fault::Busy, Fault::ReadOnly);
            for lost in waiting {
                let _ = lost.reply.send(Err(fault.clone()));
            }
            return (group, answering);
        };
        let (mut overlay, mut damaged, mut refused) = (Overlay::over(store), false, false);
        for one in waiting {
            let id = one.proposal.id;
            match self.prepare(&mut overlay, &mut group, &one) {
                Ok(Judged::Grouped) => answering.push((one.reply, id)),
                Ok(Judged::Known(reply)) => {
                    let _ = one.reply.send(Ok(reply));
                }
                // Damage: the views are made again, and the desk tries again until they are.
                Err(Fault::Store(_)) => {
                    damaged = true;
                    let _ = one.reply.send(Err(Fault::Busy));
                }
                Err(fault) => {
                    refused |= matches!(fault, Fault::ReadOnly(_));
                    let _ = one.reply.send(Err(fault));
                }
            }
        }
        drop(overlay);
        drop(views);
        if damaged {
            self.remake(None);
        }
        if refused && self.space.give_up_if_full() {
            shared.set_space_short(true);
        }
        (group, answering)
    }

    fn prepare(
        &mut self,
        overlay: &mut Overlay<'_>,
        group: &mut Group,
        waiting: &Waiting,
    ) -> Result<Judged, Fault> {
        let proposal = &waiting.proposal;
        if group
            .batches
            .iter()
            .any(|batch| batch.header.id == proposal.id)
        {
            return Ok(Judged::Grouped);
        }
        if let Some((first, numbers)) = overlay.store().answer(proposal.id)? {
            let batch = proposal.id;
            return Ok(Judged::Known(Reply::Saved {
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
        Ok(Judged::Grouped)
    }

    /// Begins to make the views again, unless that is being done; `asking` hears when it is over. The
    /// old ones, where there are any, answer and are written until the new ones are whole.
    fn remake(&mut self, asking: Option<Asking>) {
        if let Some(remaking) = &mut self.remaking {
            return remaking.ask(asking);
        }
        self.durable.note(&self.journal);
        let stats = self.journal.stats();
        let size = stats.map_or_else(|_unmeasured| Size::default(), |known| Size::of(&known));
        match Remaking::start(&self.shared, &self.keeping, &self.durable, size) {
            Ok(mut remaking) => {
                remaking.ask(asking);
                self.remaking = Some(remaking);
            }
            Err(error) => {
                self.pace.failed();
                if let Some(asking) = asking {
                    let _ = asking.send(Err(Fault::Store(error.to_string())));
                }
            }
        }
    }

    /// Puts new views in place, or notes that they could not be made.
    fn remade(&mut self, made: Result<Remade, Fault>) {
        let asking = self.remaking.take().map(Remaking::end);
        let done = made.and_then(|remade| self.install(remade));
        self.shared.mended();
        match &done {
            Ok(_made) => {
                self.pace.worked();
                self.shared.index.remake();
                if self.journal.read_only().is_none() {
                    self.shared.set_read_only(None);
                }
            }
            Err(why) => {
                self.pace.failed();
                self.no_views(why);
            }
        }
        for asking in asking.into_iter().flatten() {
            let _ = asking.send(done.clone());
        }
    }

    /// Views that cannot be made: on a full disk the reserve is for them too; where that is gone, or it is
    /// something else, the desks hear why nothing is saved until they can be made.
    fn no_views(&mut self, why: &Fault) {
        if self.space.give_up_for_views() {
            self.shared.set_space_short(true);
        } else if self.shared.views().is_none() {
            self.shared.set_read_only(Some(why.to_string()));
        }
    }

    /// Puts new views in place of the old ones and has them follow what is left.
    fn install(&self, remade: Remade) -> Result<Reply, Fault> {
        // Closing the old ones and opening the new may take seconds, and nobody may wait that long for a
        // lock: who asks meanwhile waits a little, and then hears that they are being made.
        self.shared.installing.store(true, Ordering::SeqCst);
        let installed = self.replace(remade);
        self.shared.installing.store(false, Ordering::SeqCst);
        installed
    }

    /// Where the journal is damaged, what the old ones still know is noted first, and they are kept.
    fn replace(&self, remade: Remade) -> Result<Reply, Fault> {
        let dir = self.shared.dir();
        let noted = remade.loss.map(|loss| loss::note(dir, loss)).transpose();
        let is_lost = noted.map_err(unwritten)?.is_some();
        match self.shared.views_mut().take() {
            Some(old) if is_lost => self.keeping.keep_ahead(old)?,
            old => drop(old),
        }
        let store = self.keeping.install(remade.prepared)?;
        let from = Position::from_bytes(store.progress()?.position.to_be_bytes());
        let missing = self.journal.replay(from).map_err(ViewsError::from)?;
        if !follow(&store, missing)? {
            return Err(Fault::Store("new views do not follow".to_owned()));
        }
        self.shared.note_damage(remade.corrupt);
        let losses = loss::missing(dir, &store).map_err(unwritten)?;
        if losses.is_empty() {
            self.keeping.forget_ahead()?;
        }
        self.shared.note_losses(losses);
        *self.shared.views_mut() = Some(store);
        Ok(Reply::Done)
    }

    /// Tries again to make views that could not be made, when there may be space again.
    fn retry_views(&mut self) {
        if self.shared.views().is_some() {
            // The old ones are still in use: only new ones could not be made.
            self.pace.worked();
        } else if self.pace.is_due() {
            self.remake(None);
        }
    }

    fn close(&mut self, closing: Closing) {
        if let Some(remaking) = self.remaking.take() {
            remaking.stop();
        }
        let store = self.shared.views_mut().take();
        if let (Some(store), Closing::Clean) = (store, closing) {
            // A failure leaves the mark of open views: the next start looks closer.
            let _ = self.keeping.close(store);
        }
        self.shared.index.end();
    }
}

fn answer(group: &Group, answering: Answering) {
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

fn unwritten(error: std::io::Error) -> Fault {
    StoreError::from(error).into()
}

fn unacceptable(error: impl std::fmt::Display) -> Fault {
    Fault::Unacceptable(error.to_string())
}
