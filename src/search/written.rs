//! Whether a word stands in a published article: what is learned from operators holds no other words.

use super::{analysis, columns::Card, error::Error, schema::Part, snapshot::Snapshot};
use tantivy::{DocSet, TERMINATED, Term, schema::IndexRecordOption};

/// True when an article that is read out, and in force at `instant`, has `word`, folded, and nobody of the
/// directory is called so.
///
/// # Errors
/// [`Error::Damaged`] or [`Error::Io`] when the index cannot be read.
pub(super) fn is_written(snapshot: &Snapshot, word: &str, instant: i64) -> Result<bool, Error> {
    for folded in analysis::exact(word) {
        let explained = |card: &Card| card.kind.is_article() && card.holds(instant);
        let called = has(snapshot, Part::Surname, &folded, |_card| true)?
            || has(snapshot, Part::Name, &folded, |_card| true)?;
        if called || !has(snapshot, Part::Exact, &folded, explained)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a living document that counts has a word in a part.
fn has(
    snapshot: &Snapshot,
    part: Part,
    word: &str,
    counts: impl Fn(&Card) -> bool,
) -> Result<bool, Error> {
    let term = Term::from_field_text(part.field(), word);
    for segment in &snapshot.segments {
        let Some(inverted) = segment.inverted(part) else {
            continue;
        };
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            let card = segment.columns.card(doc);
            if !segment.reader.is_deleted(doc) && card.is_some_and(&counts) {
                return Ok(true);
            }
            postings.advance();
        }
    }
    Ok(false)
}
