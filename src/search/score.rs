//! Scores the documents of a snapshot for a plan, word by word.
//!
//! BM25 is computed here and not by the library's query tree: a word counts as the best of its
//! forms, a form as the sum over parts, and every figure counts living documents only. The work of
//! a keystroke is bounded by how many documents can matter: rare words go first, a word of every
//! second sheet is then looked up only in what they found, and grams only in the best of that.

use super::error::Error;
use super::found::{self, Found, NAME, SURE, Sums, TITLED};
use super::plan::{Names, Plan, Role, Word};
use super::postings::{Known, Posting, Reader, saturated};
use super::query::Query;
use super::schema::Part;
use super::snapshot::Snapshot;
use std::sync::Arc;

/// A word of more than one document in so many is common.
const COMMON_WORD: u32 = 50;
/// …but never one of fewer than so many.
const UNCOMMON: u32 = 4_000;
/// Documents of rarer words from which on a common one finds no others.
const ENOUGH: usize = 400;
/// Grams of more than one document in so many say nothing…
const COMMON_GRAM: usize = 10;
/// …unless there are few documents.
const FEW: u32 = 1_000;
/// Known documents from which on they are not put in order to look words up in them.
const SORTED: usize = 8_000;
/// Documents of a gram that are read rather than looked up.
const RARE_GRAM: usize = 1_000;
/// The best documents by words, in which the other grams are looked up.
const BEST: usize = 300;

/// Bit of [`Board::seen`] for documents of which a word is a name.
pub(super) const NAMED: u32 = 1 << 31;

/// What one search knows of a document: side by side, because a search jumps from one document to
/// another and waits for the memory each time.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Entry {
    /// Score so far.
    pub total: f32,
    /// What the words aside bring to a sheet.
    pub aside: f32,
    /// Which words were found (one bit each), and [`NAMED`].
    pub seen: u32,
    /// Which words were found for sure, not by a guess.
    pub sure: u32,
    /// Which words were found in the title.
    pub titled: u32,
}

/// Sums of one search, one entry per document of the snapshot.
pub(super) struct Board {
    entries: Vec<Entry>,
    /// Documents with a score, each once.
    pub touched: Vec<u32>,
    /// Bits of the words that bring the bonus when all are found.
    pub needed: u32,
    /// Bits of the words that a sheet needs besides.
    pub needed_aside: u32,
    /// Bits of the words that name a street.
    pub streets: u32,
    /// Bits of the words that name a place.
    pub places: u32,
    /// Documents with an entry of any kind.
    marked: Vec<u32>,
    sums: Sums,
    postings: Vec<Posting>,
}

impl Board {
    /// An empty board for a snapshot of so many documents.
    pub(super) fn of(size: usize) -> Self {
        Self {
            entries: vec![Entry::default(); size],
            touched: Vec::new(),
            needed: 0,
            needed_aside: 0,
            streets: 0,
            places: 0,
            marked: Vec::new(),
            sums: Sums::of(size),
            postings: Vec::new(),
        }
    }

    /// What is known of a document.
    pub(super) fn entry(&self, doc: u32) -> Entry {
        self.entries.get(doc as usize).copied().unwrap_or_default()
    }

    /// Makes it as good as new, in the time it took to fill it.
    pub(super) fn clear(&mut self) {
        let mut marked = std::mem::take(&mut self.marked);
        for doc in marked.drain(..) {
            self.entries.get_mut(doc as usize).map(std::mem::take);
        }
        self.marked = marked;
        self.touched.clear();
        (self.needed, self.needed_aside) = (0, 0);
        (self.streets, self.places) = (0, 0);
    }

    /// Scores `plan`. The board must be clear.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when the owner of `query` gave up; [`Error::Damaged`] or [`Error::Io`]
    /// when postings cannot be read.
    pub(super) fn score(
        &mut self,
        snapshot: &Snapshot,
        plan: &Plan,
        query: &Query,
    ) -> Result<(), Error> {
        let mut reader = Reader::new(snapshot);
        let mut words: Vec<(usize, &Word)> = plan.words.iter().enumerate().collect();
        words.sort_by_key(|(_, word)| (depends(word), word.role == Role::Aside, word.documents));
        for (place, word) in words {
            if query.is_cancelled() {
                return Err(Error::Cancelled);
            }
            self.add_word(&mut reader, word, 1 << place.min(30))?;
        }
        self.add_grams(&mut reader, plan, query)
    }

    fn add_word(&mut self, reader: &mut Reader<'_>, word: &Word, bit: u32) -> Result<(), Error> {
        match word.role {
            Role::Topic => self.needed |= bit,
            Role::Aside => self.needed_aside |= bit,
            Role::Street => self.streets |= bit,
            Role::Extra => {}
        }
        if word.place {
            self.places |= bit;
        }
        for found in self.found(reader, word)?.iter() {
            if word.role == Role::Aside {
                self.add_aside(found, bit);
            } else {
                self.add(found, bit);
            }
        }
        Ok(())
    }

    /// What `word` finds: kept, or read.
    fn found(&mut self, reader: &mut Reader<'_>, word: &Word) -> Result<Arc<Vec<Found>>, Error> {
        let entries = &self.entries;
        let is_named = |doc: u32| {
            let entry = entries.get(doc as usize);
            entry.is_some_and(|entry| entry.seen & NAMED != 0)
        };
        let snapshot = reader.snapshot();
        let common = word.documents > UNCOMMON.max(snapshot.living / COMMON_WORD);
        if depends(word) {
            return Ok(Arc::new(self.sums.word(reader, word, None, is_named)?));
        }
        let key = found::key(word);
        if let Some(kept) = snapshot.kept().get(&key) {
            return Ok(kept);
        }
        if common && self.touched.len() >= ENOUGH {
            if self.touched.len() <= SORTED {
                self.touched.sort_unstable();
            }
            let only = Some(Known {
                entries: &self.entries,
                sorted: Some(self.touched.as_slice()).filter(|known| known.len() <= SORTED),
            });
            return Ok(Arc::new(self.sums.word(reader, word, only, is_named)?));
        }
        let found = Arc::new(self.sums.word(reader, word, None, is_named)?);
        snapshot.kept().put(key, &found);
        Ok(found)
    }

    /// Grams say which of the documents that words found is meant; alone they find nothing.
    fn add_grams(
        &mut self,
        reader: &mut Reader<'_>,
        plan: &Plan,
        query: &Query,
    ) -> Result<(), Error> {
        let living = reader.snapshot().living;
        let most = if living > FEW {
            living as usize / COMMON_GRAM
        } else {
            usize::MAX
        };
        let mut later = Vec::new();
        let touched = std::mem::take(&mut self.touched);
        for gram in &plan.grams {
            if query.is_cancelled() {
                return Err(Error::Cancelled);
            }
            match reader.count(Part::Gram, gram)? {
                0 => {}
                count if count > most => {}
                count if count <= RARE_GRAM => self.add_gram(reader, gram, None)?,
                _ => later.push(gram),
            }
        }
        let best = self.best(&touched);
        for gram in later {
            self.add_gram(reader, gram, Some(&best))?;
        }
        self.touched = touched;
        Ok(())
    }

    /// Adds a gram to all documents that words found, or to `best` of them.
    fn add_gram(
        &mut self,
        reader: &mut Reader<'_>,
        gram: &str,
        best: Option<&[u32]>,
    ) -> Result<(), Error> {
        let only = Known {
            entries: &self.entries,
            sorted: best,
        };
        let rarity = reader.read(Part::Gram, gram, Some(only), &mut self.postings)?;
        let weight = Part::Gram.worth().weight * rarity;
        let damping = reader.snapshot().damping(Part::Gram);
        for &(doc, times, length) in &self.postings {
            if let Some(entry) = self.entries.get_mut(doc as usize) {
                entry.total += weight * saturated(times, length, damping);
            }
        }
        Ok(())
    }

    /// The best of `touched` so far, in their order.
    fn best(&self, touched: &[u32]) -> Vec<u32> {
        let score = |doc: &u32| self.entry(*doc).total;
        let mut best = touched.to_vec();
        if best.len() > BEST {
            best.select_nth_unstable_by(BEST - 1, |a, b| score(b).total_cmp(&score(a)));
            best.truncate(BEST);
        }
        best.sort_unstable();
        best
    }

    fn add(&mut self, found: &Found, bit: u32) {
        if let Some(entry) = self.entries.get_mut(found.doc as usize) {
            if entry.total == 0.0 {
                self.touched.push(found.doc);
            }
            entry.total += found.value;
        }
        self.mark(found, bit);
    }

    /// Only a document that another word finds is found: its score tells which those are.
    fn add_aside(&mut self, found: &Found, bit: u32) {
        if let Some(entry) = self.entries.get_mut(found.doc as usize) {
            entry.aside += found.value;
        }
        self.mark(found, bit);
    }

    fn mark(&mut self, found: &Found, bit: u32) {
        let Some(entry) = self.entries.get_mut(found.doc as usize) else {
            return;
        };
        if entry.seen == 0 {
            self.marked.push(found.doc);
        }
        entry.seen |= bit;
        if found.flags & NAME != 0 {
            entry.seen |= NAMED;
        }
        if found.flags & SURE != 0 {
            entry.sure |= bit;
        }
        if found.flags & TITLED != 0 {
            entry.titled |= bit;
        }
    }

    /// The living documents whose title or alias is `whole`, in order.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Io`] when postings cannot be read.
    pub(super) fn wholly(&mut self, snapshot: &Snapshot, whole: &str) -> Result<Vec<u32>, Error> {
        Reader::new(snapshot).read(Part::Whole, whole, None, &mut self.postings)?;
        Ok(self.postings.iter().map(|&(doc, _, _)| doc).collect())
    }
}

/// True for a word that counts only beside a name that was found before.
fn depends(word: &Word) -> bool {
    word.forms.iter().any(|form| form.names == Names::After)
}
