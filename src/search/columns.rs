//! What one segment of the index says about its documents, read once and kept while it lives.

use super::dictionary::Counted;
use super::document::Kind;
use super::error::Error;
use super::schema::{Part, column};
use tantivy::columnar::Column;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, TERMINATED};

/// The place of a text that a document does not have.
const NONE: u32 = u32::MAX;

/// The properties of one document that ranking and filters need: forty bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Card {
    since: i64,
    until: i64,
    valid_until: i64,
    agency: u32,
    office: u32,
    topic: u32,
    /// Kind.
    pub kind: Kind,
    demoted: bool,
}

impl Card {
    /// True when it is in force at `instant`, in milliseconds since 1970.
    pub(super) const fn holds(&self, instant: i64) -> bool {
        self.since <= instant && (instant < self.until || self.until == i64::MAX)
    }

    /// True when it is past its validity on `day`, superseded or withdrawn.
    pub(super) const fn is_demoted(&self, day: i64) -> bool {
        self.demoted || self.valid_until < day
    }

    /// Place of its agency in [`Columns::agencies`].
    pub(super) const fn agency(&self) -> usize {
        self.agency as usize
    }
}

/// The cards of a segment by document number, deleted ones included.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// One card per document; `None` for a record without key or kind.
    cards: Vec<Option<Card>>,
    /// The keys one after the other, and where each ends.
    ids: String,
    ends: Vec<u32>,
    /// Agencies of the segment.
    pub agencies: Vec<Box<str>>,
    offices: Vec<Box<str>>,
    topics: Vec<Box<str>>,
}

impl Columns {
    /// Reads the fast columns of `segment`.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Io`] when a column cannot be read.
    pub(super) fn read(segment: &SegmentReader) -> Result<Self, Error> {
        let fast = segment.fast_fields();
        let numbers = |name| fast.column_opt::<i64>(name);
        let (agencies, agency_of) = strings(segment, column::AGENCY)?;
        let (offices, office_of) = strings(segment, column::OFFICE)?;
        let (topics, topic_of) = strings(segment, column::TOPIC)?;
        let kinds = fast.column_opt::<u64>(column::KIND)?;
        let demoted = fast.column_opt::<u64>(column::DEMOTED)?;
        let since = numbers(column::SINCE)?;
        let until = numbers(column::UNTIL)?;
        let valid = numbers(column::VALID_UNTIL)?;
        let place = |of: &[u32], doc: u32| of.get(doc as usize).copied().unwrap_or(NONE);
        let cards = (0..segment.max_doc())
            .map(|doc| {
                Some(Card {
                    since: number(since.as_ref(), doc).unwrap_or(i64::MIN),
                    until: number(until.as_ref(), doc).unwrap_or(i64::MAX),
                    valid_until: number(valid.as_ref(), doc).unwrap_or(i64::MAX),
                    agency: place(&agency_of, doc),
                    office: place(&office_of, doc),
                    topic: place(&topic_of, doc),
                    kind: Kind::from_code(kinds.as_ref()?.first(doc)?)?,
                    demoted: demoted.as_ref().and_then(|flag| flag.first(doc)) == Some(1),
                })
            })
            .collect();
        let (ids, ends) = keys(segment)?;
        Ok(Self {
            cards,
            ids,
            ends,
            agencies,
            offices,
            topics,
        })
    }

    /// The card of a document of the segment.
    pub(super) fn card(&self, doc: u32) -> Option<&Card> {
        self.cards.get(doc as usize)?.as_ref()
    }

    /// The key of a document of the segment.
    pub(super) fn id(&self, doc: u32) -> &str {
        let end = |doc: usize| self.ends.get(doc).map(|end| *end as usize);
        let doc = doc as usize;
        let start = doc.checked_sub(1).and_then(end).unwrap_or(0);
        end(doc)
            .and_then(|end| self.ids.get(start..end))
            .unwrap_or_default()
    }

    /// The agency of a document.
    pub(super) fn agency(&self, card: &Card) -> &str {
        self.agencies.get(card.agency()).map_or("", AsRef::as_ref)
    }

    /// Whether the document is of this office and this topic; an empty slug is every one.
    pub(super) fn is_about(&self, card: &Card, office: &str, topic: &str) -> bool {
        let is = |texts: &[Box<str>], at: u32, wanted: &str| {
            wanted.is_empty() || texts.get(at as usize).is_some_and(|text| **text == *wanted)
        };
        is(&self.offices, card.office, office) && is(&self.topics, card.topic, topic)
    }
}

fn number(column: Option<&Column<i64>>, doc: u32) -> Option<i64> {
    column.and_then(|column| column.first(doc))
}

/// The keys in document order, and where each ends.
fn keys(segment: &SegmentReader) -> Result<(String, Vec<u32>), Error> {
    let (values, id_of) = strings(segment, column::ID)?;
    let mut ids = String::with_capacity(values.iter().map(|id| id.len()).sum());
    let mut ends = Vec::with_capacity(id_of.len());
    for place in id_of {
        ids.push_str(values.get(place as usize).map_or("", AsRef::as_ref));
        ends.push(u32::try_from(ids.len()).unwrap_or(NONE));
    }
    Ok((ids, ends))
}

/// The values of a text column and, per document, the place of its value.
type Strings = (Vec<Box<str>>, Vec<u32>);

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
        .map(|place| place.and_then(|place| u32::try_from(place).ok()))
        .map(|place| place.unwrap_or(NONE))
        .collect();
    Ok((values, places))
}

/// The words of a segment with the number of its living documents that have each.
///
/// # Errors
/// [`Error::Damaged`] or [`Error::Io`] when the dictionary cannot be read.
pub(super) fn words(segment: &SegmentReader) -> Result<Vec<Counted>, Error> {
    counted(segment, Part::Exact)
}

/// The names of places of a segment, the same way.
///
/// # Errors
/// [`Error::Damaged`] or [`Error::Io`] when the dictionary cannot be read.
pub(super) fn places(segment: &SegmentReader) -> Result<Vec<Counted>, Error> {
    counted(segment, Part::Place)
}

fn counted(segment: &SegmentReader, part: Part) -> Result<Vec<Counted>, Error> {
    let inverted = segment.inverted_index(part.field())?;
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
