//! One committed state of the index, ready to be searched: segments, lengths, words.
//!
//! All figures count living documents only, so that an index grown by small updates ranks like one
//! built in one go.

use super::columns::{Card, Columns, places, words};
use super::dictionary::{Counted, Dictionary};
use super::error::Error;
use super::found::Kept;
use super::schema::Part;
use super::score::Board;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::{InvertedIndexReader, Searcher, SegmentReader};

/// BM25 `k1`: how fast repetitions of a word stop counting.
const SATURATION: f32 = 0.7;

/// One segment and the number its documents start from.
pub(super) struct Segment {
    /// Number of its first document in the snapshot.
    pub base: u32,
    /// The segment.
    pub reader: SegmentReader,
    /// Its cards.
    pub columns: Arc<Columns>,
    /// Its words, with the deletions of this snapshot.
    words: Arc<Vec<Counted>>,
    /// Its names of places, the same way.
    places: Arc<Vec<Counted>>,
    /// Its deleted documents, in order.
    deleted: Vec<u32>,
    inverted: Vec<Arc<InvertedIndexReader>>,
    norms: Vec<Option<FieldNormReader>>,
}

impl Segment {
    fn open(reader: &SegmentReader, base: u32, old: Option<&Self>) -> Result<Self, Error> {
        let mut inverted = Vec::with_capacity(Part::ALL.len());
        let mut norms = Vec::with_capacity(Part::ALL.len());
        for part in Part::ALL {
            inverted.push(reader.inverted_index(part.field())?);
            norms.push(reader.fieldnorms_readers().get_field(part.field())?);
        }
        let columns = match old {
            Some(old) => Arc::clone(&old.columns),
            None => Arc::new(Columns::read(reader)?),
        };
        let unchanged =
            old.filter(|old| old.reader.num_deleted_docs() == reader.num_deleted_docs());
        let (words, places) = match unchanged {
            Some(old) => (Arc::clone(&old.words), Arc::clone(&old.places)),
            None => (Arc::new(words(reader)?), Arc::new(places(reader)?)),
        };
        Ok(Self {
            base,
            reader: reader.clone(),
            columns,
            words,
            places,
            deleted: deleted(reader),
            inverted,
            norms,
        })
    }

    /// Those of some sorted documents that are of this segment.
    pub(super) fn own<'d>(&self, docs: &'d [u32]) -> &'d [u32] {
        let end = self.base + self.reader.max_doc();
        let from = docs.partition_point(|doc| *doc < self.base);
        let to = docs.partition_point(|doc| *doc < end);
        docs.get(from..to).unwrap_or_default()
    }

    /// Its deleted documents, in order.
    pub(super) fn deleted(&self) -> &[u32] {
        &self.deleted
    }

    /// The postings of `part`.
    pub(super) fn inverted(&self, part: Part) -> Option<&InvertedIndexReader> {
        self.inverted.get(part.at()).map(Arc::as_ref)
    }

    /// The length code of `part` in a document of this segment.
    pub(super) fn length_code(&self, part: Part, doc: u32) -> u8 {
        match self.norms.get(part.at()) {
            Some(Some(norms)) => norms.fieldnorm_id(doc),
            _ => 0,
        }
    }
}

fn deleted(reader: &SegmentReader) -> Vec<u32> {
    if !reader.has_deletes() {
        return Vec::new();
    }
    (0..reader.max_doc())
        .filter(|doc| reader.is_deleted(*doc))
        .collect()
}

/// A committed state.
pub(super) struct Snapshot {
    /// Reads stored texts.
    pub searcher: Searcher,
    /// Its segments, in document order.
    pub segments: Vec<Segment>,
    /// Living documents.
    pub living: u32,
    /// All documents, deleted ones included.
    pub all: u32,
    /// The words of the index.
    pub dictionary: Dictionary,
    damping: Vec<Vec<f32>>,
    kept: Mutex<Kept>,
    boards: Mutex<Vec<Board>>,
}

impl Snapshot {
    /// Reads the state `searcher` sees; what did not change is taken over from `old`.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Io`] when a file cannot be read.
    pub(super) fn open(searcher: Searcher, old: Option<&Self>) -> Result<Self, Error> {
        let known: HashMap<SegmentId, &Segment> = old
            .map(|old| old.segments.as_slice())
            .unwrap_or_default()
            .iter()
            .map(|segment| (segment.reader.segment_id(), segment))
            .collect();
        let mut segments = Vec::new();
        let (mut base, mut living) = (0, 0);
        for reader in searcher.segment_readers() {
            let old = known.get(&reader.segment_id()).copied();
            segments.push(Segment::open(reader, base, old)?);
            base += reader.max_doc();
            living += reader.num_docs();
        }
        let dictionary = Dictionary::merge(segments.iter().map(|segment| segment.words.as_slice()))
            .with_places(segments.iter().map(|segment| segment.places.as_slice()));
        let damping = Part::ALL
            .into_iter()
            .map(|part| damping(part, &segments))
            .collect();
        Ok(Self {
            searcher,
            segments,
            living,
            all: base,
            dictionary,
            damping,
            kept: Mutex::default(),
            boards: Mutex::default(),
        })
    }

    /// What words of earlier keystrokes found.
    pub(super) fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lends a clear board to `work`: making one costs more than most searches.
    ///
    /// # Errors
    /// Those of `work`.
    pub(super) fn with_board<T>(
        &self,
        work: impl FnOnce(&mut Board) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let boards = || self.boards.lock().unwrap_or_else(PoisonError::into_inner);
        let lent = boards().pop();
        let mut board = lent.unwrap_or_else(|| Board::of(self.all as usize));
        // A board that saw an error or a panic is not given back.
        let done = work(&mut board)?;
        board.clear();
        boards().push(board);
        Ok(done)
    }

    /// BM25's denominator share for each length code of `part`.
    pub(super) fn damping(&self, part: Part) -> &[f32] {
        self.damping.get(part.at()).map_or(&[], Vec::as_slice)
    }

    /// The segment of a document, with its place, and its number there.
    pub(super) fn place(&self, doc: u32) -> Option<(usize, &Segment, u32)> {
        let after = self.segments.partition_point(|segment| segment.base <= doc);
        let ordinal = after.checked_sub(1)?;
        let segment = self.segments.get(ordinal)?;
        Some((ordinal, segment, doc - segment.base))
    }

    /// The card of a document.
    pub(super) fn card(&self, doc: u32) -> Option<&Card> {
        let (_, segment, local) = self.place(doc)?;
        segment.columns.card(local)
    }

    /// The key of a document.
    pub(super) fn id(&self, doc: u32) -> &str {
        self.place(doc)
            .map_or("", |(_, segment, local)| segment.columns.id(local))
    }

    /// BM25's saturation constant plus one: the most a repeated word can bring.
    pub(super) const fn most() -> f32 {
        SATURATION + 1.0
    }
}

/// `k1 · (1 − b + b · length ⁄ average)` for every length code, over the documents that have the part.
#[expect(
    clippy::cast_precision_loss,
    reason = "lengths are averaged, not counted"
)]
fn damping(part: Part, segments: &[Segment]) -> Vec<f32> {
    let (mut total, mut having) = (0_u64, 0_u64);
    for segment in segments {
        for doc in segment.reader.doc_ids_alive() {
            let length = FieldNormReader::id_to_fieldnorm(segment.length_code(part, doc));
            total += u64::from(length);
            having += u64::from(length > 0);
        }
    }
    let average = if having == 0 {
        1.0
    } else {
        total as f32 / having as f32
    };
    let rule = part.worth().length;
    (0..=u8::MAX)
        .map(|code| FieldNormReader::id_to_fieldnorm(code) as f32)
        .map(|length| SATURATION * (1.0 - rule + rule * length / average))
        .collect()
}
