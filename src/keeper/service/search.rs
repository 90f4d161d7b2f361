//! A question to the knowledge base, and what it finds.

use crate::domain::{article::Published, outcome::ArticleKind, slug::Slug, time::Moment};
use serde::{Deserialize, Serialize};

/// A question to the knowledge base.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Search {
    /// What was typed.
    pub text: String,
    /// The agency the caller reached; `all` is always added.
    pub agency: Slug,
    /// Only this kind.
    pub kind: Option<ArticleKind>,
    /// Only what this office answers for.
    pub office: Option<Slug>,
    /// Only of this topic.
    pub topic: Option<Slug>,
    /// The other agencies of this place too, after it: how the others do it (LC-02).
    pub others: bool,
    /// As it was in force at this moment, in place of now.
    pub at: Option<Moment>,
    /// How many results, 1–50.
    pub limit: u16,
}

impl Search {
    /// A search for these words in the name of an agency, now and over everything.
    #[must_use]
    pub const fn new(text: String, agency: Slug, limit: u16) -> Self {
        Self {
            text,
            agency,
            kind: None,
            office: None,
            topic: None,
            others: false,
            at: None,
            limit,
        }
    }
}

/// One result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The article.
    pub published: Published,
    /// How well it answers; comparable within one answer only.
    pub score: f32,
    /// The words around the match.
    pub snippet: String,
    /// What to highlight in the snippet, as byte ranges.
    pub highlights: Vec<(u32, u32)>,
}
