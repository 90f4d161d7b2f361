//! The batch: the unit of a commit, one record of the journal, applied whole or not at all.

use super::{
    codec::{BATCH_LIMIT, BATCH_OPS},
    id::{BatchId, BootId, OpId, StreamId},
    op::{FrameError, Op},
    outcome::Role,
    slug::Slug,
    time::Stamp,
};
use serde::{Deserialize, Serialize};

/// What an author had of a stream when he wrote: its batches up to this number.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// The stream.
    pub stream: StreamId,
    /// Its last batch the author had.
    pub number: u64,
}

/// What stands before the ops of a batch. Agencies and actors never mix in a batch.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Header {
    /// The stream that carries it.
    pub stream: StreamId,
    /// Its place in the stream, from 1.
    pub number: u64,
    /// The sequence number of its first op, from 1.
    pub first_seq: u64,
    /// The hash of the previous batch of the stream; zero for the first.
    pub previous: [u8; 32],
    /// Its author's name for it: sent twice, it is written once.
    pub id: BatchId,
    /// Whose affairs it is about; `all` for what belongs to everyone.
    pub agency: Slug,
    /// Who acted.
    pub actor: Slug,
    /// In which role.
    pub role: Role,
    /// The hybrid clock of the replica that wrote it.
    pub clock: Stamp,
    /// The run of the operating system it was written in.
    pub boot: BootId,
    /// Milliseconds of that run's monotonic clock: the age of the batch at receipt is a difference of two.
    pub monotonic_ms: u64,
    /// What the author had of the other streams.
    pub seen: Vec<Seen>,
}

/// A batch: its header and its ops.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Batch {
    /// Who, when, in which stream.
    pub header: Header,
    /// The facts.
    pub ops: Vec<Op>,
}

/// Why ops are no batch.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// An op is malformed or too large.
    #[error(transparent)]
    Op(#[from] FrameError),
    /// No op, or more than 256.
    #[error("{0} ops in a batch: from 1 to {BATCH_OPS} are allowed")]
    Count(usize),
    /// More than 1 MiB.
    #[error("{0} bytes in a batch: at most {BATCH_LIMIT} are allowed")]
    Large(usize),
}

impl Batch {
    /// Its ops with their identities.
    pub fn identified(&self) -> impl Iterator<Item = (OpId, &Op)> {
        let Header {
            stream, first_seq, ..
        } = self.header;
        (first_seq..)
            .zip(&self.ops)
            .map(move |(seq, op)| (OpId { stream, seq }, op))
    }

    /// The sequence number after its last op.
    #[must_use]
    pub fn next_seq(&self) -> u64 {
        self.header.first_seq.saturating_add(self.ops.len() as u64)
    }
}

/// The packed ops of a batch.
///
/// # Errors
/// When there are none or too many, or they take too many bytes.
pub fn pack_ops(ops: &[Op]) -> Result<Vec<u8>, BatchError> {
    if ops.is_empty() || ops.len() > BATCH_OPS {
        return Err(BatchError::Count(ops.len()));
    }
    let mut bytes = Vec::new();
    for op in ops {
        op.write(&mut bytes)?;
        if bytes.len() > BATCH_LIMIT {
            return Err(BatchError::Large(bytes.len()));
        }
    }
    Ok(bytes)
}

/// The ops packed in these bytes; unknown kinds become [`Op::Unknown`].
///
/// # Errors
/// When the bytes are no frames, or hold none or too many.
pub fn unpack_ops(mut bytes: &[u8]) -> Result<Vec<Op>, BatchError> {
    if bytes.len() > BATCH_LIMIT {
        return Err(BatchError::Large(bytes.len()));
    }
    let mut ops = Vec::new();
    while !bytes.is_empty() {
        ops.push(Op::read(&mut bytes)?);
        if ops.len() > BATCH_OPS {
            return Err(BatchError::Count(ops.len()));
        }
    }
    if ops.is_empty() {
        return Err(BatchError::Count(0));
    }
    Ok(ops)
}
