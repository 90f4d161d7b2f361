//! Replay: the batches from a position on, in order, with whatever is wrong on the way counted and kept.

use super::{
    JournalError, Position,
    chain::Break,
    header::Link,
    scan::{Damage, Step, Window},
    segment::{self, NoHeader, Totals},
    walk::Walk,
};
use crate::domain::{batch::Batch, op::Subject};
use std::path::PathBuf;

/// A batch and where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stored {
    /// Where its record begins.
    pub position: Position,
    /// Where to go on after it.
    pub next: Position,
    /// The batch.
    pub batch: Batch,
    /// The hash that the next batch of its stream names as previous.
    pub hash: [u8; 32],
}

/// A record whose checksums hold and that this version cannot read: a newer program wrote it. It
/// stays where it is and is replayed after an upgrade.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unread {
    /// Where it begins.
    pub position: Position,
    /// Where to go on after it.
    pub next: Position,
    /// The version of its format.
    pub version: u16,
    /// Its place in its stream.
    pub link: Link,
    /// The hash that the next batch of its stream names as previous.
    pub hash: [u8; 32],
    /// What its ops are about, as far as they can be read.
    pub subjects: Vec<Subject>,
}

/// What a replay met besides the batches it gave.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Findings {
    /// How many batches it gave, and their ops.
    pub read: Totals,
    /// Records of a newer version, stepped over.
    pub unread: Vec<Unread>,
    /// Damage, stepped over: see [`super::Journal::set_aside`].
    pub corrupt: Vec<Damage>,
    /// Chains that do not hold; their batches were given all the same.
    pub breaks: Vec<Break>,
}

/// The batches from a position up to the end the journal had when this began. It reads on its own:
/// the journal may be appended to meanwhile. Keeps one segment in memory at a time.
#[derive(Debug)]
pub struct Replay {
    dir: PathBuf,
    at: Position,
    end: Position,
    window: Option<Window>,
    walk: Walk,
}

impl Replay {
    pub(super) fn new(dir: PathBuf, from: Position, end: Position) -> Result<Self, JournalError> {
        let from = from.max(Position::START);
        if from > end {
            return Err(JournalError::Beyond { asked: from, end });
        }
        Ok(Self {
            dir,
            at: from,
            end,
            window: None,
            walk: Walk::from(from),
        })
    }

    /// What was met up to here.
    #[must_use]
    pub const fn findings(&self) -> &Findings {
        self.walk.findings()
    }

    /// Where the next step reads.
    #[must_use]
    pub const fn position(&self) -> Position {
        self.at
    }

    fn advance(&mut self) -> Result<Option<Stored>, JournalError> {
        loop {
            let window = match self.window.take() {
                Some(window) => window,
                None if self.at >= self.end => return Ok(None),
                None => self.enter()?,
            };
            let stored = match window.step(self.at) {
                Step::End => {
                    self.leave();
                    continue;
                }
                Step::Damage(damage) => {
                    self.at.offset = self.at.offset.saturating_add(damage.length);
                    self.walk.damaged(damage);
                    None
                }
                Step::Record(raw) => {
                    self.at = raw.next();
                    self.walk.take(&raw)
                }
            };
            self.window = Some(window);
            if stored.is_some() {
                return Ok(stored);
            }
        }
    }

    /// Reads the segment that is next, up to where its records are known to end.
    fn enter(&mut self) -> Result<Window, JournalError> {
        let Position { segment, offset } = self.at;
        if offset < segment::HEADER {
            match segment::header(&self.dir, segment)? {
                Ok(_header) => {}
                Err(NoHeader::Newer(version)) => {
                    return Err(JournalError::Newer { segment, version });
                }
                Err(NoHeader::Damaged) => self.walk.damaged(Damage::nameless(
                    Position { segment, offset: 0 },
                    segment::HEADER,
                )),
            }
        }
        let limit = if segment == self.end.segment {
            Some(self.end.offset)
        } else {
            end_of(&self.dir, segment)?
        };
        let window = Window::load(&self.dir, self.at, limit)?;
        self.at = window.start();
        Ok(window)
    }

    /// Goes on to the next segment, or to the end.
    fn leave(&mut self) {
        self.at = if self.at.segment < self.end.segment {
            Position {
                segment: self.at.segment.saturating_add(1),
                offset: 0,
            }
        } else {
            self.end
        };
    }
}

/// Where the records of a segment end that has a later one: what that one says; `None` when it
/// cannot be asked.
pub fn end_of(dir: &std::path::Path, segment: u32) -> Result<Option<u32>, JournalError> {
    let later = segment::header(dir, segment.saturating_add(1))?;
    Ok(later
        .ok()
        .map(|header| header.previous_end)
        .filter(|end| *end > 0))
}

impl Iterator for Replay {
    type Item = Result<Stored, JournalError>;

    /// The next batch. After an error there is nothing more.
    fn next(&mut self) -> Option<Self::Item> {
        let next = self.advance().transpose();
        if matches!(next, Some(Err(_))) {
            self.at = self.end;
            self.window = None;
        }
        next
    }
}
