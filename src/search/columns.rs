//! What one segment of the index says about its documents, read once and kept while it lives.

use super::dictionary::Counted;
use super::document::Kind;
use super::error::Error;
use super::schema::{Part, column};
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, TERMINATED};

/// The properties of one document that ranking and filters need.
#[derive(Debug, Clone)]
pub(super) struct Card {
    /// Key of the document.
    pub id: Box<str>,
    /// Kind.
    pub kind: Kind,
    /// Place of its agency in [`Columns::agencies`].
    pub agency: usize,
    /// Last day of validity.
    pub valid_until: Option<i64>,
    /// Superseded or withdrawn.
    pub demoted: bool,
}

/// The cards of a segment by document number, deleted ones included.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// One card per document; `None` for a record without key or kind.
    pub cards: Vec<Option<Card>>,
    /// Agencies of the segment.
    pub agencies: Vec<Box<str>>,
}

impl Columns {
    /// Reads the fast columns of `segment`.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Io`] when a column cannot be read.
    pub(super) fn read(segment: &SegmentReader) -> Result<Self, Error> {
        let fast = segment.fast_fields();
        let (ids, id_of) = strings(segment, column::ID)?;
        let (agencies, agency_of) = strings(segment, column::AGENCY)?;
        let kinds = fast.column_opt::<u64>(column::KIND)?;
        let demoted = fast.column_opt::<u64>(column::DEMOTED)?;
        let valid = fast.column_opt::<i64>(column::VALID_UNTIL)?;
        let cards = (0..segment.max_doc())
            .map(|doc| {
                Some(Card {
                    id: ids.get(*id_of.get(doc as usize)?.as_ref()?)?.clone(),
                    kind: Kind::from_code(kinds.as_ref()?.first(doc)?)?,
                    agency: *agency_of.get(doc as usize)?.as_ref()?,
                    valid_until: valid.as_ref().and_then(|days| days.first(doc)),
                    demoted: demoted.as_ref().and_then(|flag| flag.first(doc)) == Some(1),
                })
            })
            .collect();
        Ok(Self { cards, agencies })
    }
}

/// The values of a text column and, per document, the place of its value.
type Strings = (Vec<Box<str>>, Vec<Option<usize>>);

fn strings(segment: &SegmentReader, name: &str) -> Result<Strings, Error> {
    let Some(texts) = segment.fast_fields().str(name)? else {
        return Ok((Vec::new(), Vec::new()));
    };
    let mut values = Vec::new();
    let mut stream = texts.dictionary().stream()?;
    while stream.advance() {
        values.push(String::from_utf8_lossy(stream.key()).into());
    }
    let places = (0..segment.max_doc())
        .map(|doc| texts.ords().first(doc))
        .map(|place| place.and_then(|place| usize::try_from(place).ok()))
        .collect();
    Ok((values, places))
}

/// The words of a segment with the number of its living documents that have each.
///
/// # Errors
/// [`Error::Damaged`] or [`Error::Io`] when the dictionary cannot be read.
pub(super) fn words(segment: &SegmentReader) -> Result<Vec<Counted>, Error> {
    let inverted = segment.inverted_index(Part::Exact.field())?;
    let mut found = Vec::with_capacity(inverted.terms().num_terms());
    let mut stream = inverted.terms().stream()?;
    while stream.advance() {
        let info = stream.value();
        let count = if segment.has_deletes() {
            let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            living(segment, postings)
        } else {
            info.doc_freq
        };
        if count > 0 {
            found.push((String::from_utf8_lossy(stream.key()).into(), count));
        }
    }
    Ok(found)
}

fn living(segment: &SegmentReader, mut postings: impl Postings) -> u32 {
    let mut count = 0;
    while postings.doc() != TERMINATED {
        count += u32::from(!segment.is_deleted(postings.doc()));
        postings.advance();
    }
    count
}
