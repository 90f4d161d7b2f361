//! Reads the documents of a term: all of them, or only those among some that are already known.

use super::error::Error;
use super::schema::Part;
use super::score::Entry;
use super::snapshot::{Segment, Snapshot};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

/// Documents found by the terms of one search, one term after the other, before the rest is left out.
const MAX_POSTINGS: usize = 3_000_000;
/// A known document is looked up where a term has so many times more of them; else all are read.
const SEEK: usize = 8;

/// A living document that has a term: its number, how often, and its length code.
pub(super) type Posting = (u32, u32, u8);

/// Documents that are known: with a total that is not zero; few of them also in order.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    /// Per document of the snapshot.
    pub entries: &'k [Entry],
    /// Those that are meant, in order; `None` for all with a total.
    pub sorted: Option<&'k [u32]>,
}

/// Reads postings within the budget of one search.
pub(super) struct Reader<'s> {
    snapshot: &'s Snapshot,
    left: usize,
}

impl<'s> Reader<'s> {
    /// A reader with the whole budget.
    pub(super) const fn new(snapshot: &'s Snapshot) -> Self {
        Self {
            snapshot,
            left: MAX_POSTINGS,
        }
    }

    /// The snapshot that is read.
    pub(super) const fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// Living documents that have a term.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Io`] when the index cannot be read.
    pub(super) fn count(&mut self, part: Part, text: &str) -> Result<usize, Error> {
        let term = Term::from_field_text(part.field(), text);
        let mut count = 0;
        for segment in &self.snapshot.segments {
            count += self.count_in(segment, part, &term)?;
        }
        Ok(count)
    }

    fn count_in(&mut self, segment: &Segment, part: Part, term: &Term) -> Result<usize, Error> {
        let Some(inverted) = segment.inverted(part) else {
            return Ok(0);
        };
        if !segment.reader.has_deletes() {
            return Ok(inverted.doc_freq(term)? as usize);
        }
        let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else {
            return Ok(0);
        };
        let having = postings.doc_freq() as usize;
        let deleted = segment.deleted();
        if deleted.len() * SEEK < having {
            let gone = deleted.iter().filter(|doc| is_in(&mut postings, **doc));
            return Ok(having - gone.count());
        }
        let mut count = 0;
        while postings.doc() != TERMINATED {
            count += usize::from(!segment.reader.is_deleted(postings.doc()));
            postings.advance();
        }
        self.left = self.left.saturating_sub(count);
        Ok(count)
    }

    /// Reads the living documents of a term into `found`; with `only` those among them.
    /// The inverse document frequency.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Io`] when the index cannot be read.
    pub(super) fn read(
        &mut self,
        part: Part,
        text: &str,
        only: Option<Known<'_>>,
        found: &mut Vec<Posting>,
    ) -> Result<f32, Error> {
        found.clear();
        if self.left == 0 {
            return Ok(0.0);
        }
        let term = Term::from_field_text(part.field(), text);
        let mut having = 0;
        for segment in &self.snapshot.segments {
            let Some(inverted) = segment.inverted(part) else {
                continue;
            };
            let option = IndexRecordOption::WithFreqs;
            let Some(mut postings) = inverted.read_postings(&term, option)? else {
                continue;
            };
            let before = found.len();
            let few = only
                .and_then(|only| only.sorted)
                .map(|sorted| segment.own(sorted))
                .filter(|few| few.len() * SEEK < postings.doc_freq() as usize);
            if let Some(few) = few {
                having += self.count_in(segment, part, &term)?;
                look_up(segment, part, &mut postings, few, found);
            } else {
                let entries = only.map(|only| only.entries);
                having += scan(segment, part, &mut postings, entries, found);
            }
            self.left = self.left.saturating_sub(found.len() - before);
        }
        Ok(rarity(self.snapshot.living, having))
    }
}

/// Reads every posting; those of documents with a total, or all, are kept. The number of living ones.
fn scan(
    segment: &Segment,
    part: Part,
    postings: &mut SegmentPostings,
    entries: Option<&[Entry]>,
    found: &mut Vec<Posting>,
) -> usize {
    let deletes = segment.reader.has_deletes();
    let mut living = 0;
    while postings.doc() != TERMINATED {
        let doc = postings.doc();
        if !(deletes && segment.reader.is_deleted(doc)) {
            living += 1;
            let number = segment.base + doc;
            let is_known = |entries: &[Entry]| {
                let entry = entries.get(number as usize);
                entry.is_some_and(|entry| entry.total != 0.0)
            };
            if entries.is_none_or(is_known) {
                let length = segment.length_code(part, doc);
                found.push((number, postings.term_freq(), length));
            }
        }
        postings.advance();
    }
    living
}

/// Looks the `known` documents up, which are few.
fn look_up(
    segment: &Segment,
    part: Part,
    postings: &mut SegmentPostings,
    known: &[u32],
    found: &mut Vec<Posting>,
) {
    let deletes = segment.reader.has_deletes();
    for &number in known {
        // The library never ends looking for a number that no document can have.
        let Some(doc) = number
            .checked_sub(segment.base)
            .filter(|doc| *doc < segment.reader.max_doc())
        else {
            continue;
        };
        if is_in(postings, doc) && !(deletes && segment.reader.is_deleted(doc)) {
            let length = segment.length_code(part, doc);
            found.push((number, postings.term_freq(), length));
        }
    }
}

/// Whether `doc`, which is of the segment and not before one that was asked for, is in `postings`.
fn is_in(postings: &mut SegmentPostings, doc: u32) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
}

/// BM25's inverse document frequency.
#[expect(
    clippy::cast_precision_loss,
    reason = "a rank value; document counts stay far below 2^24"
)]
fn rarity(living: u32, having: usize) -> f32 {
    let (living, having) = (living as f32, having as f32);
    (1.0 + (living - having + 0.5) / (having + 0.5)).ln()
}

/// BM25's share for `times` occurrences in a text of this length.
#[expect(
    clippy::cast_precision_loss,
    reason = "a rank value; a term occurs far less than 2^24 times"
)]
pub(super) fn saturated(times: u32, length: u8, damping: &[f32]) -> f32 {
    let times = times as f32;
    let share = damping.get(usize::from(length)).copied().unwrap_or(1.0);
    times * Snapshot::most() / (times + share)
}
