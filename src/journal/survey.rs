//! The survey of a journal as it is found: where it ends, what is damaged, what is torn. Changes nothing.
//!
//! A bad record is a torn tail unless a good record of a *later fsync group* follows: a group is
//! begun only after the one before is durable, so then the bad record was durable once and is
//! corrupt. A torn tail begins at the first bad byte and takes everything after it: whole records
//! behind a hole are of the same group, never acknowledged, and may chain to what the hole held.
//! Whole records *before* the first bad byte are kept, though their group was not acknowledged:
//! nobody was promised that they would not be there, their chains hold, and their authors will send
//! them again under the same batch id.

use super::{
    JournalError, Position,
    bytes::written_length,
    header::VERSION,
    record::Raw,
    replay,
    scan::{Damage, Step, Window},
    segment::{self, Header, NoHeader, Totals},
};
use std::path::Path;

/// What a journal is found to be. Older segments are taken at their word: replaying reads them.
#[derive(Debug)]
pub struct Survey {
    /// The header the last segment has, or should have when `header_damaged`.
    pub header: Header,
    /// Whether the last segment has none that can be read.
    pub header_damaged: bool,
    /// Where the next record goes.
    pub end: Position,
    /// Where the bytes of the last segment end, unwritten tail aside.
    pub written_end: Position,
    /// What is held up to the end.
    pub totals: Totals,
    /// Records of a newer version in the last segment.
    pub unread: u64,
    /// Damage between good records in the last segment.
    pub corrupt: Vec<Damage>,
    /// What is to be cut.
    pub torn: Option<Damage>,
}

/// Surveys a journal of `last` segments. Everything after `floor` counts as torn.
///
/// # Errors
/// When the last segment cannot be read or was made by a newer program.
pub fn survey(dir: &Path, last: u32, floor: Option<Position>) -> Result<Survey, JournalError> {
    let (header, header_damaged) = match segment::header(dir, last)? {
        Ok(header) => (header, false),
        Err(NoHeader::Damaged) => (reconstruct(dir, last)?, true),
        Err(NoHeader::Newer(version)) => {
            return Err(JournalError::Newer {
                segment: last,
                version,
            });
        }
    };
    let window = Window::load(dir, segment::first(last), None)?;
    let mut survey = Survey {
        header,
        header_damaged,
        end: window.start(),
        written_end: window.written_end(),
        totals: header.before,
        unread: 0,
        corrupt: Vec::new(),
        torn: None,
    };
    survey.walk(&window, floor);
    if header_damaged {
        survey.judge_header(dir)?;
    }
    Ok(survey)
}

/// Damage of which it is not known yet whether a later group follows, and what stood before it.
struct Doubt {
    damage: Damage,
    totals: Totals,
    unread: u64,
}

impl Survey {
    fn walk(&mut self, window: &Window, floor: Option<Position>) {
        let mut doubts = Vec::new();
        let floor = floor.unwrap_or(Position {
            segment: u32::MAX,
            offset: u32::MAX,
        });
        loop {
            match window.step(self.end) {
                Step::End => break,
                Step::Record(raw) if raw.next() > floor => {
                    let length = self.written_end.offset.saturating_sub(self.end.offset);
                    doubts.push(self.doubt(Damage::nameless(self.end, length)));
                    break;
                }
                Step::Record(raw) => self.count(&raw, &mut doubts),
                Step::Damage(damage) => {
                    let length = damage.length;
                    doubts.push(self.doubt(damage));
                    self.end.offset = self.end.offset.saturating_add(length);
                }
            }
        }
        if let Some(first) = doubts.into_iter().next() {
            self.end = first.damage.position;
            self.totals = first.totals;
            self.unread = first.unread;
            self.torn = Some(first.damage);
        }
    }

    /// A damaged header is corrupt when there are records to keep, and else a part of the torn tail,
    /// as when the segment was being created; a blank segment is neither.
    fn judge_header(&mut self, dir: &Path) -> Result<(), JournalError> {
        let segment = self.header.segment;
        let start = Position { segment, offset: 0 };
        if self.end > segment::first(segment) {
            let header = Damage::nameless(start, segment::HEADER);
            self.corrupt.insert(0, header);
            return Ok(());
        }
        let until = self.written_end.offset;
        let bytes = segment::read(dir, segment, 0, Some(until))?;
        self.torn = (written_length(&bytes) > 0).then(|| Damage::nameless(start, until));
        Ok(())
    }

    const fn doubt(&self, damage: Damage) -> Doubt {
        Doubt {
            damage,
            totals: self.totals,
            unread: self.unread,
        }
    }

    fn count(&mut self, raw: &Raw<'_>, doubts: &mut Vec<Doubt>) {
        let proven = doubts.partition_point(|it| it.damage.position < raw.group);
        self.corrupt
            .extend(doubts.drain(..proven).map(|it| it.damage));
        self.end = raw.next();
        self.totals = self.totals.and(raw.link.ops);
        self.unread += u64::from(raw.version != VERSION);
    }
}

/// The header a segment should have, found by walking everything before it.
fn reconstruct(dir: &Path, segment: u32) -> Result<Header, JournalError> {
    let mut header = Header {
        segment,
        previous_end: 0,
        before: Totals::default(),
    };
    for earlier in 1..segment {
        let limit = if earlier.saturating_add(1) < segment {
            replay::end_of(dir, earlier)?
        } else {
            None
        };
        let window = Window::load(dir, segment::first(earlier), limit)?;
        let mut at = window.start();
        loop {
            match window.step(at) {
                Step::End => break,
                Step::Damage(damage) => at.offset = at.offset.saturating_add(damage.length),
                Step::Record(raw) => {
                    at = raw.next();
                    header.before = header.before.and(raw.link.ops);
                }
            }
        }
        header.previous_end = at.offset;
    }
    Ok(header)
}
