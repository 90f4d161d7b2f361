//! Scores the documents of a snapshot for a plan, term by term.
//!
//! BM25 is computed here and not by the library's query tree: a word counts as the best of its
//! forms, a form as the sum over parts, and every figure counts living documents only. Reading
//! postings straight through also bounds the work: [`MAX_POSTINGS`].

use super::error::Error;
use super::plan::{Form, Names, Plan, Role, Word};
use super::query::Query;
use super::schema::Part;
use super::snapshot::{Segment, Snapshot};
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

/// Postings read for one search before the rest is left out: some 20 ms of work.
const MAX_POSTINGS: usize = 4_000_000;
/// Grams found in more than one document in so many say nothing…
const COMMON_GRAM: u32 = 10;
/// …unless there are few documents.
const FEW: u32 = 1_000;

/// Bit of [`Board::seen`] for documents of which a word is a name.
pub(super) const NAMED: u32 = 1 << 31;

/// Sums of one search, one entry per document of the snapshot.
pub(super) struct Board {
    /// Score so far.
    pub total: Vec<f32>,
    /// What the words aside bring to a sheet.
    pub aside: Vec<f32>,
    /// Which words were found (one bit each), and [`NAMED`].
    pub seen: Vec<u32>,
    /// Which words were found for sure, not by a guess.
    pub sure: Vec<u32>,
    /// Which words were found in the title.
    pub titled: Vec<u32>,
    /// Documents with a score, each once.
    pub touched: Vec<u32>,
    /// Bits of the words that bring the bonus when all are found.
    pub needed: u32,
    /// Bits of the words that a sheet needs besides.
    pub needed_aside: u32,
    word: Tally,
    form: Tally,
    found: Vec<Posting>,
    left: usize,
}

/// Values of some documents, cleared in the time it took to fill them.
#[derive(Default)]
struct Tally {
    values: Vec<f32>,
    docs: Vec<u32>,
}

impl Tally {
    fn add(&mut self, doc: u32, value: f32) {
        if let Some(slot) = self.values.get_mut(doc as usize) {
            if *slot == 0.0 {
                self.docs.push(doc);
            }
            *slot += value;
        }
    }

    fn raise(&mut self, doc: u32, value: f32) {
        if let Some(slot) = self.values.get_mut(doc as usize) {
            if *slot == 0.0 {
                self.docs.push(doc);
            }
            *slot = slot.max(value);
        }
    }

    /// The values, each once; the tally is empty afterwards.
    fn drain(&mut self) -> impl Iterator<Item = (u32, f32)> + '_ {
        let values = &mut self.values;
        self.docs.drain(..).map(|doc| {
            let value = values.get_mut(doc as usize).map_or(0.0, std::mem::take);
            (doc, value)
        })
    }
}

/// A living document that has a term: its number, how often, and its length code.
type Posting = (u32, u32, u8);

impl Board {
    /// Scores `plan` over `snapshot`.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when the owner of `query` gave up; [`Error::Damaged`] or [`Error::Io`]
    /// when postings cannot be read.
    pub(super) fn score(snapshot: &Snapshot, plan: &Plan, query: &Query) -> Result<Self, Error> {
        let size = snapshot.all as usize;
        let tally = || Tally {
            values: vec![0.0; size],
            docs: Vec::new(),
        };
        let mut board = Self {
            total: vec![0.0; size],
            aside: Vec::new(),
            seen: vec![0; size],
            sure: vec![0; size],
            titled: vec![0; size],
            touched: Vec::new(),
            needed: 0,
            needed_aside: 0,
            word: tally(),
            form: tally(),
            found: Vec::new(),
            left: MAX_POSTINGS,
        };
        for (place, word) in plan.words.iter().enumerate() {
            if query.is_cancelled() {
                return Err(Error::Cancelled);
            }
            board.add_word(snapshot, word, 1 << place.min(30))?;
        }
        for gram in &plan.grams {
            if query.is_cancelled() {
                return Err(Error::Cancelled);
            }
            board.add_gram(snapshot, gram)?;
        }
        Ok(board)
    }

    fn add_word(&mut self, snapshot: &Snapshot, word: &Word, bit: u32) -> Result<(), Error> {
        for form in &word.forms {
            self.add_form(snapshot, form, bit)?;
        }
        let mut word_tally = std::mem::take(&mut self.word);
        if word.role == Role::Aside {
            self.aside.resize(self.total.len(), 0.0);
        }
        for (doc, value) in word_tally.drain() {
            if word.role == Role::Aside {
                self.add_aside(doc, value, bit);
            } else {
                self.add(doc, value, bit);
            }
        }
        self.word = word_tally;
        match word.role {
            Role::Topic => self.needed |= bit,
            Role::Aside => self.needed_aside |= bit,
            Role::Extra => {}
        }
        Ok(())
    }

    /// Sums the terms of `form` and raises the word's value to the sum.
    fn add_form(&mut self, snapshot: &Snapshot, form: &Form, bit: u32) -> Result<(), Error> {
        for (part, text) in &form.terms {
            let weight = part.worth().weight * self.read(snapshot, *part, text)?;
            let damping = snapshot.damping(*part);
            let named = part.is_name() && form.names == Names::Full;
            let found = std::mem::take(&mut self.found);
            for &(doc, times, length) in &found {
                if form.names == Names::After && !self.is_named(doc) {
                    continue;
                }
                self.form
                    .add(doc, weight * saturated(times, length, damping));
                if named {
                    self.mark(doc, NAMED);
                }
                if !form.guess {
                    mark(&mut self.sure, doc, bit);
                }
                if *part == Part::Title {
                    mark(&mut self.titled, doc, bit);
                }
            }
            self.found = found;
        }
        let mut sums = std::mem::take(&mut self.form);
        for (doc, value) in sums.drain() {
            self.word.raise(doc, value * form.weight);
        }
        self.form = sums;
        Ok(())
    }

    fn add_gram(&mut self, snapshot: &Snapshot, gram: &str) -> Result<(), Error> {
        let weight = Part::Gram.worth().weight * self.read(snapshot, Part::Gram, gram)?;
        let damping = snapshot.damping(Part::Gram);
        let common = snapshot.living / COMMON_GRAM;
        if snapshot.living > FEW && self.found.len() > common as usize {
            return Ok(());
        }
        let found = std::mem::take(&mut self.found);
        for &(doc, times, length) in &found {
            self.add(doc, weight * saturated(times, length, damping), 0);
        }
        self.found = found;
        Ok(())
    }

    /// Reads the living postings of a term into `found`; the inverse document frequency.
    fn read(&mut self, snapshot: &Snapshot, part: Part, text: &str) -> Result<f32, Error> {
        self.found.clear();
        let term = Term::from_field_text(part.field(), text);
        for segment in &snapshot.segments {
            if self.left == 0 {
                break;
            }
            self.read_segment(segment, part, &term)?;
        }
        self.left = self.left.saturating_sub(self.found.len());
        Ok(rarity(snapshot.living, self.found.len()))
    }

    fn read_segment(&mut self, segment: &Segment, part: Part, term: &Term) -> Result<(), Error> {
        let Some(inverted) = segment.inverted(part) else {
            return Ok(());
        };
        let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::WithFreqs)? else {
            return Ok(());
        };
        let deletes = segment.reader.has_deletes();
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            if !(deletes && segment.reader.is_deleted(doc)) {
                let length = segment.length_code(part, doc);
                self.found
                    .push((segment.base + doc, postings.term_freq(), length));
            }
            postings.advance();
        }
        Ok(())
    }

    fn add(&mut self, doc: u32, value: f32, bit: u32) {
        if let Some(slot) = self.total.get_mut(doc as usize) {
            if *slot == 0.0 {
                self.touched.push(doc);
            }
            *slot += value;
        }
        if bit != 0 {
            self.mark(doc, bit);
        }
    }

    /// Only a document that another word finds is found: its score tells which those are.
    fn add_aside(&mut self, doc: u32, value: f32, bit: u32) {
        if let Some(slot) = self.aside.get_mut(doc as usize) {
            *slot += value;
        }
        self.mark(doc, bit);
    }

    fn mark(&mut self, doc: u32, bit: u32) {
        mark(&mut self.seen, doc, bit);
    }

    fn is_named(&self, doc: u32) -> bool {
        self.seen
            .get(doc as usize)
            .is_some_and(|seen| seen & NAMED != 0)
    }

    /// The living documents whose title or alias is `whole`.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Io`] when postings cannot be read.
    pub(super) fn wholly(&mut self, snapshot: &Snapshot, whole: &str) -> Result<Vec<u32>, Error> {
        self.read(snapshot, Part::Whole, whole)?;
        Ok(self.found.iter().map(|&(doc, _, _)| doc).collect())
    }
}

fn mark(bits: &mut [u32], doc: u32, bit: u32) {
    if let Some(bits) = bits.get_mut(doc as usize) {
        *bits |= bit;
    }
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
fn saturated(times: u32, length: u8, damping: &[f32]) -> f32 {
    let times = times as f32;
    let share = damping.get(usize::from(length)).copied().unwrap_or(1.0);
    times * Snapshot::most() / (times + share)
}
