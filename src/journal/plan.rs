//! The plan of an append: which bytes go where, decided before anything is written.

use super::{
    Position,
    header::{Packed, RecordError},
    record,
    segment::{self, Header, Totals},
};
use crate::domain::batch::Batch;

/// Bytes for one segment, contiguous.
#[derive(Debug)]
pub struct Chunk {
    /// Where they go. At offset 0 the segment is new and they begin with its header.
    pub position: Position,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Everything one append writes.
#[derive(Debug)]
pub struct Plan {
    /// The bytes, one chunk per segment, in order.
    pub chunks: Vec<Chunk>,
    /// Where the record of each batch begins.
    pub positions: Vec<Position>,
    /// Where the journal then ends.
    pub end: Position,
    /// What it then holds.
    pub totals: Totals,
}

/// The bytes of every batch of a group.
///
/// # Errors
/// The place in the group of the first batch that is no record, and why.
pub fn pack(group: &[Batch]) -> Result<Vec<Packed>, (usize, RecordError)> {
    group
        .iter()
        .enumerate()
        .map(|(index, batch)| Packed::new(batch).map_err(|error| (index, error)))
        .collect()
}

impl Plan {
    /// The plan of appending a group at `end`, in segments of `segment_bytes`. A record that does
    /// not fit in what is left of a segment begins the next one; one larger than a whole segment
    /// makes its segment larger.
    pub fn new(end: Position, totals: Totals, segment_bytes: u32, group: &[Packed]) -> Self {
        let mut plan = Self {
            chunks: Vec::new(),
            positions: Vec::with_capacity(group.len()),
            end,
            totals,
        };
        let mut chunk = Chunk {
            position: end,
            bytes: Vec::new(),
        };
        let mut start = None;
        for packed in group {
            // A record is far smaller than 4 GiB: its ops are at most 1 MiB, its header 100 KiB.
            let length = record::length(packed).unwrap_or(u32::MAX);
            if plan.is_full(length, segment_bytes) {
                let full = std::mem::replace(&mut chunk, plan.begin_segment());
                plan.keep(full);
            }
            let position = plan.end;
            let group = *start.get_or_insert(position);
            record::write(&mut chunk.bytes, packed, position, group);
            plan.positions.push(position);
            plan.end.offset = position.offset.saturating_add(length);
            plan.totals = plan.totals.and(packed.ops);
        }
        plan.keep(chunk);
        plan
    }

    /// Whether a record of `length` bytes belongs in the next segment.
    const fn is_full(&self, length: u32, segment_bytes: u32) -> bool {
        let empty = self.end.offset <= segment::HEADER;
        !empty && self.end.offset.saturating_add(length) > segment_bytes
    }

    /// Goes on to a new segment: its chunk begins with its header.
    fn begin_segment(&mut self) -> Chunk {
        let header = Header {
            segment: self.end.segment.saturating_add(1),
            previous_end: self.end.offset,
            before: self.totals,
        };
        self.end = segment::first(header.segment);
        Chunk {
            position: Position {
                segment: header.segment,
                offset: 0,
            },
            bytes: header.write().to_vec(),
        }
    }

    fn keep(&mut self, chunk: Chunk) {
        if !chunk.bytes.is_empty() {
            self.chunks.push(chunk);
        }
    }
}
