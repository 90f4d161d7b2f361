//! Whether a word stands in a published article: what is learned from operators holds no other words.

use super::{analysis, document::Kind, error::Error, schema::Part, snapshot::Snapshot};
use tantivy::{DocSet, TERMINATED, Term, schema::IndexRecordOption};

/// True when an article that is read out has `word`, folded; names of the directory do not count.
///
/// # Errors
/// [`Error::Damaged`] or [`Error::Io`] when the index cannot be read.
pub(super) fn is_written(snapshot: &Snapshot, word: &str) -> Result<bool, Error> {
    for folded in analysis::exact(word) {
        if !has(snapshot, &folded)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn has(snapshot: &Snapshot, word: &str) -> Result<bool, Error> {
    let term = Term::from_field_text(Part::Exact.field(), word);
    for segment in &snapshot.segments {
        let Some(inverted) = segment.inverted(Part::Exact) else {
            continue;
        };
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            let kind = segment.kind(doc);
            if !segment.reader.is_deleted(doc) && kind.is_some_and(Kind::is_article) {
                return Ok(true);
            }
            postings.advance();
        }
    }
    Ok(false)
}
