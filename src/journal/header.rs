//! The header of a batch as bytes, version 1, and the hash that chains the batches of a stream.
//!
//! Every version of the format begins its header with the [`Link`] and hashes its records alike, so
//! that the chain of a stream can be followed through records this version cannot read.

use super::bytes::{take, take_slice};
use crate::domain::{
    batch::{Batch, BatchError, Header, Seen, pack_ops},
    id::{BatchId, BootId, StreamId},
    outcome::Role,
    slug::Slug,
    time::Stamp,
};

/// The version of the record format that this program writes.
pub const VERSION: u16 = 1;
/// The most streams an author can name as seen in one batch.
pub const SEEN_LIMIT: usize = 4096;

/// Why a batch is no record.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Its ops are malformed, too many, or too large.
    #[error(transparent)]
    Ops(#[from] BatchError),
    /// Its author names too many streams as seen.
    #[error("{0} streams seen in a batch: at most {SEEN_LIMIT} are allowed")]
    Seen(usize),
}

/// What ties a record to its stream, in every version of the format.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Link {
    /// The stream that carries the batch.
    pub stream: StreamId,
    /// Its place in the stream, from 1.
    pub number: u64,
    /// The sequence number of its first op, from 1.
    pub first_seq: u64,
    /// How many ops it has.
    pub ops: u16,
    /// The hash of the previous batch of the stream; zero for the first.
    pub previous: [u8; 32],
}

impl Link {
    /// The sequence number after its last op.
    #[must_use]
    pub fn next_seq(&self) -> u64 {
        self.first_seq.saturating_add(u64::from(self.ops))
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.stream.bytes());
        out.extend(self.number.to_le_bytes());
        out.extend(self.first_seq.to_le_bytes());
        out.extend(self.ops.to_le_bytes());
        out.extend(self.previous);
    }

    /// Reads a link from the front of `bytes`, which moves on behind it.
    pub(super) fn take(bytes: &mut &[u8]) -> Option<Self> {
        Some(Self {
            stream: StreamId::new(take(bytes)?),
            number: u64::from_le_bytes(take(bytes)?),
            first_seq: u64::from_le_bytes(take(bytes)?),
            ops: u16::from_le_bytes(take(bytes)?),
            previous: take(bytes)?,
        })
    }
}

/// A batch as the bytes that are the same in every journal that holds it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Packed {
    /// Its header.
    pub header: Vec<u8>,
    /// Its packed ops.
    pub payload: Vec<u8>,
    /// How many ops they are.
    pub ops: u16,
}

impl Packed {
    /// The bytes of a batch.
    ///
    /// # Errors
    /// When it is larger than a record may be.
    pub fn new(batch: &Batch) -> Result<Self, RecordError> {
        let payload = pack_ops(&batch.ops)?;
        let ops = u16::try_from(batch.ops.len())
            .map_err(|_more_than_allowed| BatchError::Count(batch.ops.len()))?;
        Ok(Self {
            header: write_header(&batch.header, ops)?,
            payload,
            ops,
        })
    }

    /// The hash that the next batch of the stream names as previous.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash(VERSION, &self.header, &self.payload)
    }
}

/// The hash that the next batch of the stream names as `previous`. It does not depend on where the
/// record stands, so it is the same on every replica.
///
/// # Errors
/// When the batch is larger than a record may be: then it has no bytes to hash.
pub fn hash_of(batch: &Batch) -> Result<[u8; 32], RecordError> {
    Packed::new(batch).map(|packed| packed.hash())
}

/// The hash of a record of any version.
pub fn hash(version: u16, header: &[u8], payload: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&version.to_le_bytes());
    hasher.update(&(header.len() as u64).to_le_bytes());
    hasher.update(header);
    hasher.update(payload);
    hasher.finalize().into()
}

fn write_header(header: &Header, ops: u16) -> Result<Vec<u8>, RecordError> {
    let seen = header.seen.len();
    let seen_count = u16::try_from(seen)
        .ok()
        .filter(|_fits| seen <= SEEN_LIMIT)
        .ok_or(RecordError::Seen(seen))?;
    let mut out = Vec::with_capacity(192 + 24 * seen);
    let link = Link {
        stream: header.stream,
        number: header.number,
        first_seq: header.first_seq,
        ops,
        previous: header.previous,
    };
    link.write(&mut out);
    out.extend(header.id.bytes());
    write_slug(&mut out, &header.agency);
    write_slug(&mut out, &header.actor);
    out.extend(header.role.code().to_le_bytes());
    out.extend(header.clock.0.to_le_bytes());
    out.extend(header.boot.bytes());
    out.extend(header.monotonic_ms.to_le_bytes());
    out.extend(seen_count.to_le_bytes());
    for seen in &header.seen {
        out.extend(seen.stream.bytes());
        out.extend(seen.number.to_le_bytes());
    }
    Ok(out)
}

/// A name is at most 80 bytes, so its length is one byte.
fn write_slug(out: &mut Vec<u8>, slug: &Slug) {
    let bytes = slug.as_str().as_bytes();
    out.push(u8::try_from(bytes.len()).unwrap_or(u8::MAX));
    out.extend(bytes);
}

/// The header these bytes are, and how many ops it announces. `None` when this version cannot read
/// it: a role it does not know, a name that is none, bytes left over.
pub fn read_header(mut bytes: &[u8]) -> Option<(Header, u16)> {
    let bytes = &mut bytes;
    let link = Link::take(bytes)?;
    let header = Header {
        stream: link.stream,
        number: link.number,
        first_seq: link.first_seq,
        previous: link.previous,
        id: BatchId::new(take(bytes)?),
        agency: take_slug(bytes)?,
        actor: take_slug(bytes)?,
        role: Role::from_code(u16::from_le_bytes(take(bytes)?))?,
        clock: Stamp(u64::from_le_bytes(take(bytes)?)),
        boot: BootId::new(take(bytes)?),
        monotonic_ms: u64::from_le_bytes(take(bytes)?),
        seen: take_seen(bytes)?,
    };
    bytes.is_empty().then_some((header, link.ops))
}

fn take_slug(bytes: &mut &[u8]) -> Option<Slug> {
    let [length] = take(bytes)?;
    let text = take_slice(bytes, usize::from(length))?;
    Slug::parse(std::str::from_utf8(text).ok()?).ok()
}

fn take_seen(bytes: &mut &[u8]) -> Option<Vec<Seen>> {
    let count = usize::from(u16::from_le_bytes(take(bytes)?));
    if count > SEEN_LIMIT {
        return None;
    }
    std::iter::repeat_with(|| {
        Some(Seen {
            stream: StreamId::new(take(bytes)?),
            number: u64::from_le_bytes(take(bytes)?),
        })
    })
    .take(count)
    .collect()
}
