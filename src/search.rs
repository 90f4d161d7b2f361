//! Search over everything an operator may say or ring: sheets, FAQ, procedures, offices, persons,
//! help lines.
//!
//! The index is a disposable cache over tantivy, which keeps the terms and the texts; analysis,
//! typo handling, ranking and snippets are ours, because they decide quality. A search goes
//! `query` → `plan` (`turns`: what is wanted; `synonyms` and slips: what each word may stand for) →
//! `score` (BM25 over parts) → `rank` (scope, validity, kind) → `snippet`.

mod acronyms;
mod analysis;
mod columns;
mod dictionary;
mod distance;
mod document;
mod english;
mod error;
mod forms;
mod found;
mod index;
mod phone;
mod places;
mod plan;
mod postings;
mod query;
mod rank;
mod record;
mod schema;
mod score;
mod snapshot;
mod snippet;
mod streets;
mod synonyms;
mod terms;
mod token;
mod turns;
mod words;
mod written;

pub use analysis::covers;
pub use document::{Document, Kind};
pub use error::Error;
pub use index::Index;
pub use phone::digits;
pub use query::{Hit, Query, Span};

#[cfg(test)]
mod tests;
