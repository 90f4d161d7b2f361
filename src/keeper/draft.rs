//! Making batches: the next place in a stream, the clock, the numbers of new tickets.

use super::{
    clock::{self, Clock},
    mint::Mint,
    overlay::{Overlay, entries},
    replica::Replica,
    service::Fault,
};
use crate::{
    domain::{
        agency,
        batch::{self, Batch, Header, Seen},
        codec::BATCH_OPS,
        id::{BatchId, BootId, StreamId, TicketId},
        op::{Op, Subject},
        outcome::Role,
        slug::Slug,
        time::HybridClock,
    },
    journal,
    store::{Store, StoreError, Stream},
};
use std::{collections::BTreeMap, sync::Arc};

/// Who acts when nobody does: the program, at birth and for number blocks.
const PROGRAM: &str = "sportello";

/// The heads of the streams, to go back to.
pub type Heads = BTreeMap<StreamId, Stream>;

/// The batches of one append.
#[derive(Default)]
pub struct Group {
    /// The batches, in the order in which they are written.
    pub batches: Vec<Batch>,
    /// Their hashes.
    pub hashes: Vec<[u8; 32]>,
}

/// What a batch is made from.
pub struct Scribe {
    replica: Replica,
    mint: Mint,
    time: Arc<dyn Clock>,
    clock: HybridClock,
    boot: BootId,
    heads: Heads,
}

impl Scribe {
    /// Goes on where the views end; they must hold the whole journal.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn load(store: &Store, replica: Replica, time: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let streams = store.streams()?;
        let last = streams.iter().map(|stream| stream.last_stamp).max();
        Ok(Self {
            mint: Mint::load(store, &replica)?,
            replica,
            clock: HybridClock::starting_after(last.unwrap_or_default()),
            boot: time.boot(),
            time,
            heads: streams
                .into_iter()
                .map(|stream| (stream.id, stream))
                .collect(),
        })
    }

    /// Where the streams end now.
    pub fn heads(&self) -> Heads {
        self.heads.clone()
    }

    /// Takes back a group that was not written: nobody was told its numbers, and the journal cuts
    /// what it may have left before anything else is written.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn go_back(&mut self, store: &Store, heads: Heads) -> Result<(), StoreError> {
        self.heads = heads;
        self.mint = Mint::load(store, &self.replica)?;
        Ok(())
    }

    /// Adds a number for each ticket that wants one, and puts new blocks before it in the group when
    /// those in reserve run short.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn number(
        &mut self,
        overlay: &mut Overlay<'_>,
        group: &mut Group,
        batch: &mut Batch,
        wanted: &[TicketId],
    ) -> Result<(), Fault> {
        let drawn = !wanted.is_empty() && self.draw(group)?;
        for ticket in wanted {
            let known = overlay.number(*ticket)?;
            let number = known
                .or_else(|| self.mint.next())
                .ok_or_else(|| Fault::Store("there is no block of numbers".to_owned()))?;
            batch.ops.push(Op::Number {
                ticket: *ticket,
                number,
            });
        }
        for entry in entries(batch).skip(batch.ops.len() - wanted.len()) {
            overlay.add(entry)?;
        }
        if drawn {
            // The blocks went before: a batch of the same stream follows them.
            self.renumber(batch);
        }
        Ok(())
    }

    /// Writes new blocks into the group when they are needed; whether they were.
    fn draw(&mut self, group: &mut Group) -> Result<bool, Fault> {
        let ops = self.mint.draw();
        if ops.is_empty() {
            return Ok(false);
        }
        let all = Slug::parse(agency::ALL).map_err(unacceptable)?;
        let id = BatchId::new(clock::random());
        let blocks = self.batch(&all, program()?, Role::Admin, id, ops)?;
        self.push(group, blocks)?;
        Ok(true)
    }

    /// A batch at the end of the stream of its agency.
    ///
    /// # Errors
    /// [`Fault::ReadOnly`] when a new stream cannot be noted.
    pub fn batch(
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
                clock: self.clock.tick(self.time.wall()),
                boot: self.boot,
                monotonic_ms: self.time.monotonic_ms(),
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

    /// Adds a batch to the group; the next one of its stream follows it.
    ///
    /// # Errors
    /// When it cannot be a record.
    pub fn push(&mut self, group: &mut Group, batch: Batch) -> Result<(), Fault> {
        let hash = journal::hash_of(&batch).map_err(unacceptable)?;
        if let Some(head) = self.heads.get_mut(&batch.header.stream) {
            head.note(&batch.header, batch.next_seq(), hash, batch.header.clock);
        }
        group.hashes.push(hash);
        group.batches.push(batch);
        Ok(())
    }
}

/// The tickets that want a number, each once, each a subject of the batch.
///
/// # Errors
/// When the batch says nothing of one, or there are too many.
pub fn wanted(mint: &[TicketId], ops: &[Op]) -> Result<Vec<TicketId>, Fault> {
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

/// The program as an actor.
///
/// # Errors
/// Never: its name is a slug.
pub fn program() -> Result<Slug, Fault> {
    Slug::parse(PROGRAM).map_err(unacceptable)
}

fn unacceptable(error: impl std::fmt::Display) -> Fault {
    Fault::Unacceptable(error.to_string())
}
