//! A search as the caller asks it, and what it gets back.

use super::document::Kind;
use super::phone;
use std::sync::atomic::{AtomicBool, Ordering};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// One search. The scope is the caller's duty and is never widened here: no agency, no hit.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// What was typed, as it was typed: a trailing space or mark closes the last word. Of a long
    /// text the last 256 characters count, and of those the last 16 words that carry a topic.
    pub text: &'a str,
    /// Most hits to return, at most [`Query::MAX_HITS`].
    pub limit: usize,
    /// Kinds to return; empty for all.
    pub kinds: &'a [Kind],
    /// Agencies whose documents may be returned, `all` included by the caller.
    pub agencies: &'a [String],
    /// Slug of an office; empty for all.
    pub office: &'a str,
    /// Slug of a topic; empty for all.
    pub topic: &'a str,
    /// The agency that was called, when others are searched too: their documents come below its
    /// own and those of every agency. Empty for no preference.
    pub first: &'a str,
    /// Now, in milliseconds since 1970.
    pub now: i64,
    /// The instant whose knowledge is searched, when it is not now.
    pub at: Option<i64>,
    /// Set by the owner to stop the search.
    pub cancel: Option<&'a AtomicBool>,
}

impl<'a> Query<'a> {
    /// Most hits of one search.
    pub const MAX_HITS: usize = 200;

    /// A search of every kind, in what is in force `now` (milliseconds since 1970).
    #[must_use]
    pub const fn new(text: &'a str, limit: usize, agencies: &'a [String], now: i64) -> Self {
        Self {
            text,
            limit,
            kinds: &[],
            agencies,
            office: "",
            topic: "",
            first: "",
            now,
            at: None,
            cancel: None,
        }
    }

    /// The number in the query when it is one (three digits or more): then only telephone numbers
    /// and titles are searched, and the caller may look up ticket numbers with the same digits.
    #[must_use]
    pub fn digits(&self) -> Option<String> {
        phone::digits(self.text)
    }

    /// The instant whose knowledge is searched.
    pub(super) fn instant(&self) -> i64 {
        self.at.unwrap_or(self.now)
    }

    /// The day of that instant since 1970-01-01: what was valid until before it is shown lower
    /// down.
    pub(super) fn day(&self) -> i64 {
        self.instant().div_euclid(DAY)
    }

    /// True when the owner no longer wants the answer.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}

/// A part of a text to show in evidence: byte offsets on character boundaries, end excluded.
pub type Span = (usize, usize);

/// One document found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Key of the document.
    pub id: String,
    /// The article it is a version of.
    pub article: String,
    /// What it is.
    pub kind: Kind,
    /// Its agency.
    pub agency: String,
    /// Its office; may be empty.
    pub office: String,
    /// Rank value; comparable within one answer only.
    pub score: f32,
    /// True when it is past its validity, superseded or withdrawn.
    pub demoted: bool,
    /// Title.
    pub title: String,
    /// The words of the title that answer the query, in order, not overlapping.
    pub title_highlights: Vec<Span>,
    /// The passage of the body that answers the query best, in one line.
    pub snippet: String,
    /// The words of the snippet that answer the query, in order, not overlapping.
    pub highlights: Vec<Span>,
}
