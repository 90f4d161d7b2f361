//! Walking the bytes of a segment from record to record, and over whatever is none.

use super::{
    JournalError, Position,
    bytes::written_length,
    record::{self, MAGIC, Raw, Remains},
    segment,
};
use crate::domain::{batch::Header, op::Subject};
use std::path::Path;

/// Bytes where a record should be and is not.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Damage {
    /// Where they begin.
    pub position: Position,
    /// How many they are.
    pub length: u32,
    /// Whose batch it was, when the damage is only in its ops.
    pub header: Option<Header>,
    /// What its ops were about, as far as they can be read: not covered by a checksum any more, so a
    /// hint of where to look and no more.
    pub subjects: Vec<Subject>,
}

impl Damage {
    /// Damage of which nothing can be told.
    pub(super) const fn nameless(position: Position, length: u32) -> Self {
        Self {
            position,
            length,
            header: None,
            subjects: Vec::new(),
        }
    }
}

/// A part of a segment in memory.
#[derive(Debug)]
pub struct Window {
    segment: u32,
    /// Where its bytes begin in the segment.
    start: u32,
    bytes: Vec<u8>,
    /// Where its records end, when that is known: then zeros before it are damage. When it is not,
    /// zeros up to the end of the bytes are the unwritten tail.
    limit: Option<u32>,
}

/// What stands at a place of a window.
#[derive(Debug)]
pub enum Step<'a> {
    /// A good record.
    Record(Raw<'a>),
    /// Something else, up to the next good record or the end.
    Damage(Damage),
    /// Nothing any more.
    End,
}

impl Window {
    /// The part of a segment from `from` up to `limit`, or all that follows.
    ///
    /// # Errors
    /// When the segment is missing or cannot be read.
    pub fn load(dir: &Path, from: Position, limit: Option<u32>) -> Result<Self, JournalError> {
        let start = from.offset.max(segment::HEADER);
        Ok(Self {
            segment: from.segment,
            start,
            bytes: segment::read(dir, from.segment, start, limit)?,
            limit,
        })
    }

    /// A whole segment that is in memory already.
    #[must_use]
    pub const fn whole(segment: u32, bytes: Vec<u8>, limit: Option<u32>) -> Self {
        Self {
            segment,
            start: 0,
            bytes,
            limit,
        }
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the window begins.
    pub const fn start(&self) -> Position {
        self.at(self.start)
    }

    /// Where its bytes end, unwritten tail aside.
    pub fn written_end(&self) -> Position {
        self.at(self.offset_of(written_length(&self.bytes)))
    }

    /// What stands at `position`. Damage and records are followed by the next step at their end.
    pub fn step(&self, position: Position) -> Step<'_> {
        if self.limit.is_some_and(|limit| position.offset >= limit) {
            return Step::End;
        }
        let rest = self.from(position.offset);
        if let Some(raw) = record::read(rest, position) {
            return Step::Record(raw);
        }
        if self.limit.is_none() && written_length(rest) == 0 {
            return Step::End;
        }
        let until = self
            .next_good(position.offset)
            .or(self.limit)
            .unwrap_or_else(|| self.written_end().offset);
        let Remains { header, subjects } = record::remains(rest, position);
        Step::Damage(Damage {
            position,
            length: until.saturating_sub(position.offset).max(1),
            header,
            subjects,
        })
    }

    /// Where the next good record begins after `offset`.
    fn next_good(&self, offset: u32) -> Option<u32> {
        let mut from = offset.checked_add(1)?;
        loop {
            let rest = self.from(from);
            let skip = rest.windows(MAGIC.len()).position(|it| it == MAGIC)?;
            let found = from.checked_add(u32::try_from(skip).ok()?)?;
            if record::read(self.from(found), self.at(found)).is_some() {
                return Some(found);
            }
            from = found.checked_add(1)?;
        }
    }

    fn from(&self, offset: u32) -> &[u8] {
        let index = offset.saturating_sub(self.start) as usize;
        self.bytes.get(index..).unwrap_or_default()
    }

    fn offset_of(&self, index: usize) -> u32 {
        self.start
            .saturating_add(u32::try_from(index).unwrap_or(u32::MAX))
    }

    const fn at(&self, offset: u32) -> Position {
        Position {
            segment: self.segment,
            offset,
        }
    }
}
