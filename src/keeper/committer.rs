//! The one thread that writes: gathers what is waiting, judges it, one append, one fsync, all replies.

use super::{
    admit::{Author, admit},
    clock,
    mint::Mint,
    overlay::{Overlay, entries},
    replica::Replica,
    service::{Fault, Notice, Reply},
    shared::{Closing, Order, Shared, Waiting},
    views::Keeping,
};
use crate::{
    domain::{
        agency,
        batch::{self, Batch, Header, Seen},
        codec::BATCH_OPS,
        id::{BatchId, BootId, OpId, StreamId, TicketId},
        number::TicketNumber,
        op::{Op, Subject},
        outcome::Role,
        slug::Slug,
        time::HybridClock,
    },
    journal::{self, Journal, JournalError},
    store::{Logged, Stream},
};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender},
    },
};

/// The most batches of one append.
const GROUP: usize = 256;
/// The most bytes of packed ops of one append: a save never waits behind more than this.
const GROUP_BYTES: usize = 2 << 20;
/// Who acts when nobody does: the program, at birth and for number blocks.
const PROGRAM: &str = "sportello";

type Answering = SyncSender<Result<Reply, Fault>>;

/// What the thread owns.
pub struct Committer {
    shared: Arc<Shared>,
    orders: Receiver<Order>,
    journal: Journal,
    keeping: Keeping,
    replica: Replica,
    mint: Mint,
    clock: HybridClock,
    boot: BootId,
    heads: BTreeMap<StreamId, Stream>,
}

/// The batches of one append, and who waits for which.
#[derive(Default)]
struct Group {
    batches: Vec<Batch>,
    hashes: Vec<[u8; 32]>,
    waiting: Vec<(Answering, BatchId)>,
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
        let (streams, mint) =
            shared.read(|store| Ok((store.streams()?, Mint::load(store, &replica)?)))?;
        let last = streams.iter().map(|stream| stream.last_stamp).max();
        Ok(Self {
            shared,
            orders,
            journal,
            keeping,
            replica,
            mint,
            clock: HybridClock::starting_after(last.unwrap_or_default()),
            boot: clock::boot(),
            heads: streams
                .into_iter()
                .map(|stream| (stream.id, stream))
                .collect(),
        })
    }

    /// Works until it is told to end.
    pub fn run(mut self) {
        let mut next = None;
        while let Some(order) = next.take().or_else(|| self.orders.recv().ok()) {
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
        let heads = self.heads.clone();
        let group = self.prepare_all(waiting);
        if group.batches.is_empty() {
            return;
        }
        match self.append(&group.batches) {
            Ok(nexts) => self.fold(group, &nexts),
            Err(error) => {
                self.heads = heads;
                let minted = self.shared.read(|store| Mint::load(store, &self.replica));
                if let Ok(mint) = minted {
                    self.mint = mint;
                }
                self.shared.set_read_only(Some(error.to_string()));
                for (reply, _) in group.waiting {
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
    fn fold(&mut self, group: Group, nexts: &[u64]) {
        let logged = group.batches.iter().zip(&group.hashes).zip(nexts);
        let logged: Vec<Logged<'_>> = logged
            .map(|((batch, hash), next)| Logged {
                batch,
                hash: *hash,
                next: *next,
            })
            .collect();
        let applied = match self.shared.views_mut().as_ref() {
            Some(store) => store.apply(&logged).map_err(Fault::from),
            None => Err(Fault::Store(String::new())),
        };
        let answers: BTreeMap<BatchId, Reply> = group
            .batches
            .iter()
            .map(|batch| (batch.header.id, saved(batch)))
            .collect();
        for (reply, id) in group.waiting {
            if let Some(answer) = answers.get(&id) {
                let _ = reply.send(Ok(answer.clone()));
            }
        }
        let Ok(changed) = applied else {
            // The journal has it; only the views are wrong.
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
        if !changed.articles.is_empty() {
            self.shared.index.changed(changed.articles);
        }
    }

    fn prepare_all(&mut self, waiting: Vec<Waiting>) -> Group {
        let shared = Arc::clone(&self.shared);
        let views = shared.views();
        let mut group = Group::default();
        let Some(store) = views.as_ref() else {
            for lost in waiting {
                let fault = Fault::Store("the views are being made again".to_owned());
                let _ = lost.reply.send(Err(fault));
            }
            return group;
        };
        let mut overlay = Overlay::over(store);
        for one in waiting {
            let id = one.proposal.id;
            match self.prepare(&mut overlay, &mut group, &one) {
                Ok(Prepared::Grouped) => group.waiting.push((one.reply, id)),
                Ok(Prepared::Known(reply)) => {
                    let _ = one.reply.send(Ok(reply));
                }
                Err(fault) => {
                    let _ = one.reply.send(Err(fault));
                }
            }
        }
        group
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
        let mut new = self.batch(&proposal.agency, actor, proposal.role, proposal.id, ops)?;
        admit(overlay, &waiting.author, &new, self.shared.reading)?;
        if self.number(overlay, group, &mut new, &mint)? {
            // A block of numbers went before: the batch follows it in its stream.
            self.renumber(&mut new);
        }
        self.push(group, new)?;
        Ok(Prepared::Grouped)
    }

    /// Adds a number for each ticket that wants one; whether a block was drawn for it.
    fn number(
        &mut self,
        overlay: &mut Overlay<'_>,
        group: &mut Group,
        batch: &mut Batch,
        wanted: &[TicketId],
    ) -> Result<bool, Fault> {
        let mut drawn = false;
        for ticket in wanted {
            let known = overlay.number(*ticket)?;
            let number = if let Some(number) = known.or_else(|| self.mint.next()) {
                number
            } else {
                drawn = true;
                self.draw(group)?
            };
            batch.ops.push(Op::Number {
                ticket: *ticket,
                number,
            });
        }
        for entry in entries(batch).skip(batch.ops.len() - wanted.len()) {
            overlay.add(entry)?;
        }
        Ok(drawn)
    }

    /// Writes a new block into the group and takes its first number.
    fn draw(&mut self, group: &mut Group) -> Result<TicketNumber, Fault> {
        let all = Slug::parse(agency::ALL).map_err(unacceptable)?;
        let id = BatchId::new(clock::random());
        let ops = vec![self.mint.draw()];
        let block = self.batch(&all, program()?, Role::Admin, id, ops)?;
        self.push(group, block)?;
        self.mint
            .next()
            .ok_or_else(|| Fault::Store("a block of numbers is empty".to_owned()))
    }

    /// A batch at the end of the stream of its agency.
    fn batch(
        &mut self,
        agency: &Slug,
        actor: Slug,
        role: Role,
        id: BatchId,
        ops: Vec<Op>,
    ) -> Result<Batch, Fault> {
        let stream = self.replica.stream(agency).map_err(|error| {
            Fault::ReadOnly(format!("the list of streams cannot be written: {error}"))
        })?;
        let mut batch = Batch {
            header: Header {
                stream,
                number: 0,
                first_seq: 0,
                previous: [0; 32],
                id,
                agency: agency.clone(),
                actor,
                role,
                clock: self.clock.tick(clock::now()),
                boot: self.boot,
                monotonic_ms: clock::monotonic_ms(),
                seen: self.seen(stream),
            },
            ops,
        };
        self.renumber(&mut batch);
        Ok(batch)
    }

    /// Puts a batch behind the last one of its stream.
    fn renumber(&mut self, batch: &mut Batch) {
        let header = &mut batch.header;
        let head = self
            .heads
            .entry(header.stream)
            .or_insert_with(|| Stream::new(header.stream, header.agency.clone()));
        header.number = head.next_number;
        header.first_seq = head.contiguous;
        header.previous = head.last_hash;
    }

    /// What this place has of the other streams, where that is more recent than the stream itself.
    fn seen(&self, own: StreamId) -> Vec<Seen> {
        let last = self.heads.get(&own).map(|head| head.last_stamp);
        self.heads
            .values()
            .filter(|head| head.id != own && Some(head.last_stamp) > last)
            .take(journal::SEEN_LIMIT)
            .map(|head| Seen {
                stream: head.id,
                number: head.next_number.saturating_sub(1),
            })
            .collect()
    }

    fn push(&mut self, group: &mut Group, batch: Batch) -> Result<(), Fault> {
        let hash = journal::hash_of(&batch).map_err(unacceptable)?;
        if let Some(head) = self.heads.get_mut(&batch.header.stream) {
            head.note(&batch.header, batch.next_seq(), hash, batch.header.clock);
        }
        group.hashes.push(hash);
        group.batches.push(batch);
        Ok(())
    }

    fn rebuild(&mut self) -> Result<Reply, Fault> {
        let old = self.shared.views_mut().take();
        drop(old);
        let store = self.keeping.make(&self.journal, self.shared.reading)?;
        *self.shared.views_mut() = Some(store);
        self.shared.mended();
        self.shared.index.remake();
        Ok(Reply::Done)
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

/// The tickets that want a number, each once, each a subject of the batch.
fn wanted(mint: &[TicketId], ops: &[Op]) -> Result<Vec<TicketId>, Fault> {
    let mut wanted = Vec::new();
    for ticket in mint {
        if !ops
            .iter()
            .any(|op| op.subject() == Subject::ticket(*ticket))
        {
            return Err(Fault::Unacceptable(format!(
                "the batch says nothing of ticket {ticket}, which wants a number"
            )));
        }
        if !wanted.contains(ticket) {
            wanted.push(*ticket);
        }
    }
    if ops.len() + wanted.len() > BATCH_OPS {
        return Err(unacceptable(batch::BatchError::Count(
            ops.len() + wanted.len(),
        )));
    }
    Ok(wanted)
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

fn program() -> Result<Slug, Fault> {
    Slug::parse(PROGRAM).map_err(unacceptable)
}

fn unacceptable(error: impl std::fmt::Display) -> Fault {
    Fault::Unacceptable(error.to_string())
}
