//! Applying batches: union of their ops into the subjects' sets, and the difference of what follows.
//!
//! The order of writing makes a crash harmless: what a subject changes goes into one atomic batch
//! where it fits, else its record goes last; last of all go the position and the streams. Until the
//! record is written its subject derives as before, so whatever part was written, applying the same
//! batches again ends in the same keys and values.

use super::{
    Logged, Progress, Store, StoreError, VERSION, derive, entry, key,
    kv::{Change, Kv},
    seal::{self, Sealed, seal},
    stream::Stream,
    writer::Writer,
};
use crate::domain::{
    agency,
    batch::Batch,
    codec,
    fold::Entry,
    id::{OpId, StreamId, TicketId},
    number::TicketNumber,
    op::{Op, Provenance, Subject, subject},
    order::{self, OrderKey},
    slug::Slug,
    time::Stamp,
};
use crate::journal::Unread;
use std::collections::{BTreeMap, BTreeSet};

/// What changed: for watchers and for the index.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Changed {
    /// Tickets.
    pub tickets: BTreeSet<TicketId>,
    /// Articles that came into force, changed or went.
    pub articles: BTreeSet<Slug>,
    /// Whether there is news of the life of an article: a draft, an approval, a notice.
    pub lives: bool,
    /// Whether a call was parked or taken up.
    pub parked: bool,
}

impl Changed {
    fn note(&mut self, subject: Subject, keys: impl Iterator<Item = Vec<u8>>) {
        if subject.kind == subject::TICKET {
            self.tickets.insert(TicketId::new(subject.id));
        }
        for key in keys {
            match key.first() {
                Some(&key::table::ARTICLE) => {
                    self.articles
                        .extend(key::slug_after(&key, &[key::table::ARTICLE]));
                }
                Some(&key::table::PARKED) => self.parked = true,
                _ => {}
            }
        }
    }
}

/// Whether the index has to follow: a draft is not found, and changes nothing of what is.
fn changes_what_is_found(op: &Op) -> bool {
    match op {
        Op::Publish { provenance, .. } => *provenance != Provenance::Draft,
        Op::Approve { .. } | Op::Confirm { .. } | Op::Read { .. } => false,
        other => other.subject().kind == subject::ARTICLE,
    }
}

/// What was answered to a batch: its first op, and the numbers minted for it.
pub type Answer = (OpId, Vec<(TicketId, TicketNumber)>);

/// The streams and stamps of the batches of a group, over what the views hold.
pub struct Arrivals<'a> {
    kv: Option<&'a dyn Kv>,
    pub streams: BTreeMap<StreamId, Stream>,
    stamps: BTreeMap<(StreamId, u64), Stamp>,
    pub keys: Sealed,
    pub progress: Progress,
}

impl<'a> Arrivals<'a> {
    /// Arrivals over what `kv` holds, of a program with this vocabulary; over nothing when a rebuild
    /// starts.
    pub const fn over(kv: Option<&'a dyn Kv>, progress: Progress, vocabulary: u64) -> Self {
        Self {
            kv,
            streams: BTreeMap::new(),
            stamps: BTreeMap::new(),
            keys: Sealed::new(),
            progress: Progress {
                version: VERSION,
                vocabulary,
                ..progress
            },
        }
    }

    /// Takes a batch in; its ops with their order, or none when it was applied before.
    pub fn take(&mut self, logged: Logged<'_>) -> Result<Vec<Entry>, StoreError> {
        let header = &logged.batch.header;
        self.progress.position = logged.next;
        let end = logged.batch.next_seq();
        let (previous, covered) = {
            let stream = self.stream(header.stream, &header.agency)?;
            let started = stream.next_number > 1;
            (
                started.then_some(stream.last_stamp),
                stream.covers(header.first_seq, end),
            )
        };
        if covered {
            return Ok(Vec::new());
        }
        if let Some(stream) = self.streams.get_mut(&header.stream) {
            // One that began with a record that could not be read did not tell it.
            stream.agency.clone_from(&header.agency);
        }
        let mut seen = None;
        for known in &header.seen {
            seen = seen.max(self.stamp(known.stream, known.number)?);
        }
        let stamp = order::effective(header.clock, None, previous, seen);
        if let Some(stream) = self.streams.get_mut(&header.stream) {
            stream.note(header, end, logged.hash, stamp);
        }
        self.stamps.insert((header.stream, header.number), stamp);
        let stamp_key = key::stamp(header.stream, header.number);
        seal(&mut self.keys, stamp_key, &codec::encode(&stamp)?);
        let answer = codec::encode(&answer_of(logged.batch))?;
        seal(&mut self.keys, key::batch(header.id), &answer);
        self.progress.batches += 1;
        self.progress.ops += logged.batch.ops.len() as u64;
        Ok(self.entries(logged.batch, stamp))
    }

    /// Takes note of a record that this version cannot read: its place in its stream is taken, and its
    /// ops are counted. Otherwise the next batch of the stream would be written in the same place.
    pub fn step_over(&mut self, unread: &Unread) -> Result<(), StoreError> {
        let link = &unread.link;
        let next = u64::from_be_bytes(unread.next.bytes());
        self.progress.position = self.progress.position.max(next);
        let all = Slug::parse(agency::ALL).map_err(|_no| StoreError::Damaged("all".to_owned()))?;
        if self
            .stream(link.stream, &all)?
            .covers(link.first_seq, link.next_seq())
        {
            return Ok(());
        }
        if let Some(stream) = self.streams.get_mut(&link.stream) {
            stream.step_over(link, unread.hash);
        }
        self.progress.unread += u64::from(link.ops);
        Ok(())
    }

    fn entries(&mut self, batch: &Batch, stamp: Stamp) -> Vec<Entry> {
        let header = &batch.header;
        let entries = batch.identified().map(|(id, op)| {
            self.progress.unread += u64::from(matches!(op, Op::Unknown(_)));
            if changes_what_is_found(op) {
                self.progress.articles = self.progress.position;
            }
            Entry {
                key: OrderKey { stamp, op: id },
                actor: header.actor.clone(),
                role: header.role,
                agency: header.agency.clone(),
                op: op.clone(),
            }
        });
        entries.collect()
    }

    fn stream(&mut self, id: StreamId, agency: &Slug) -> Result<&Stream, StoreError> {
        if !self.streams.contains_key(&id) {
            let stored = self.stored(&key::stream(id))?;
            let stream = match stored {
                Some(bytes) => codec::decode::<{ entry::LIMIT }, _>(&bytes)?,
                None => Stream::new(id, agency.clone()),
            };
            self.streams.insert(id, stream);
        }
        self.streams
            .get(&id)
            .ok_or_else(|| StoreError::Damaged("stream".to_owned()))
    }

    fn stamp(&self, stream: StreamId, number: u64) -> Result<Option<Stamp>, StoreError> {
        if let Some(stamp) = self.stamps.get(&(stream, number)) {
            return Ok(Some(*stamp));
        }
        let stored = self.stored(&key::stamp(stream, number))?;
        Ok(stored
            .map(|bytes| codec::decode::<64, _>(&bytes))
            .transpose()?)
    }

    fn stored(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.kv.map_or(Ok(None), |kv| seal::get(kv, key))
    }

    /// The keys that say how far the streams and the views have come: the last to be written.
    pub fn position_keys(&self) -> Result<Sealed, StoreError> {
        let mut keys = Sealed::new();
        for (id, stream) in &self.streams {
            seal(&mut keys, key::stream(*id), &codec::encode(stream)?);
        }
        let progress = codec::encode(&self.progress)?;
        seal(&mut keys, key::progress(), &progress);
        Ok(keys)
    }
}

fn answer_of(batch: &Batch) -> Answer {
    let first = OpId {
        stream: batch.header.stream,
        seq: batch.header.first_seq,
    };
    let numbers = batch.ops.iter().filter_map(|op| match op {
        Op::Number { ticket, number } => Some((*ticket, *number)),
        _ => None,
    });
    (first, numbers.collect())
}

/// New ops by subject, those of an interaction's tickets among them.
type Arrived = BTreeMap<Subject, Vec<Entry>>;

fn by_subject(entries: Vec<Entry>, arrived: &mut Arrived) {
    for entry in entries {
        arrived.entry(entry.op.subject()).or_default().push(entry);
    }
}

impl Store {
    /// Applies a group of batches, in the order of the journal. At most 32 streams in a group.
    ///
    /// # Errors
    /// When the engine fails; applying the group again is then safe.
    pub fn apply(&self, group: &[Logged<'_>]) -> Result<Changed, StoreError> {
        let vocabulary = self.reading.vocabulary;
        let mut arrivals = Arrivals::over(Some(&*self.kv), self.progress()?, vocabulary);
        let mut arrived = Arrived::new();
        for logged in group {
            by_subject(arrivals.take(*logged)?, &mut arrived);
        }
        self.accompany(&mut arrived)?;
        let mut changed = Changed::default();
        let mut writer = Writer::over(&*self.kv);
        for (subject, entries) in arrived {
            // That somebody has read something is news to nobody else.
            let reads = |entry: &Entry| matches!(entry.op, Op::Read { .. });
            changed.lives |= subject.kind == subject::ARTICLE && !entries.iter().all(reads);
            let differing = self.difference(subject, &entries)?;
            let keys = differing.iter().map(|change| match change {
                Change::Put(key, _) | Change::Delete(key) => key.clone(),
            });
            changed.note(subject, keys);
            writer.together(differing)?;
        }
        for change in puts(std::mem::take(&mut arrivals.keys)) {
            writer.together(vec![change])?;
        }
        writer.together(puts(arrivals.position_keys()?))?;
        writer.end()?;
        Ok(changed)
    }

    /// Takes note of records that this version cannot read. Done twice, it changes nothing.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn step_over(&self, unread: &[Unread]) -> Result<(), StoreError> {
        if unread.is_empty() {
            return Ok(());
        }
        let vocabulary = self.reading.vocabulary;
        let mut arrivals = Arrivals::over(Some(&*self.kv), self.progress()?, vocabulary);
        for one in unread {
            arrivals.step_over(one)?;
        }
        let mut writer = Writer::over(&*self.kv);
        writer.together(puts(arrivals.position_keys()?))?;
        writer.end()?;
        Ok(())
    }

    /// Adds to the tickets what the interactions among `arrived` say of them.
    fn accompany(&self, arrived: &mut Arrived) -> Result<(), StoreError> {
        let mut found = Vec::new();
        for (subject, entries) in arrived.iter() {
            if subject.kind == subject::INTERACTION {
                let mut record = entry::record(&*self.kv, *subject)?;
                record.extend(entries.iter().cloned());
                found.extend(entry::companions(&record));
            }
        }
        for (ticket, entry) in found {
            let known = entry::record(&*self.kv, ticket)?;
            if known.all().all(|known| known.key != entry.key) {
                arrived.entry(ticket).or_default().push(entry);
            }
        }
        Ok(())
    }

    /// What changes among the keys of a subject when these ops join it, its record last.
    fn difference(&self, subject: Subject, entries: &[Entry]) -> Result<Vec<Change>, StoreError> {
        let mut record = entry::record(&*self.kv, subject)?;
        let mut old = derive::derive(subject, &record, self.reading)?;
        record.extend(entries.iter().cloned());
        let mut new = derive::derive(subject, &record, self.reading)?;
        old.retain(|key, value| match new.get(key) {
            Some(same) if same == value => {
                new.remove(key);
                false
            }
            Some(_) => false,
            None => true,
        });
        let head = new.remove_entry(&key::record(subject));
        let gone = old.into_keys().map(Change::Delete);
        let head = head.map(|(key, value)| Change::Put(key, value));
        Ok(gone.chain(puts(new)).chain(head).collect())
    }
}

/// The changes that put these keys.
pub fn puts(keys: Sealed) -> Vec<Change> {
    keys.into_iter()
        .map(|(key, value)| Change::Put(key, value))
        .collect()
}
