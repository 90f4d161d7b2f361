//! What the keeper tells of the life of articles.

use crate::domain::{
    article::{
        Published,
        life::{Life, Notice},
    },
    gap::Gap,
    outcome::ArticleKind,
    slug::Slug,
    text::Text,
    time::Moment,
};
use crate::store::CuratorTask;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Something a curator has to do about an article.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct CuratorRow {
    /// What.
    pub task: CuratorTask,
    /// The article.
    pub article: Slug,
    /// What it is.
    pub kind: ArticleKind,
    /// Its title; that of the draft, where there is one.
    pub title: Text,
    /// The version it is about: the draft, or the one in force.
    pub version: [u8; 16],
    /// Since when it waits.
    pub since: Moment,
    /// Who made it so.
    pub by: Slug,
    /// The last day of validity, where that is the task.
    pub expires: Option<NaiveDate>,
    /// The numbers said to be wrong, where that is the task.
    pub doubted: Vec<Text>,
}

/// Articles asked for a page at a time, as they are in force at one moment: what is published while the
/// pages are turned is on none of them.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Their kind.
    pub kind: ArticleKind,
    /// Their agency.
    pub agency: Slug,
    /// The last one of the page before.
    pub after: Option<Slug>,
    /// When; a moment that has not come is now.
    pub at: Moment,
}

/// A sentence on the desks, and the article it is about.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct NoticeRow {
    /// The article.
    pub article: Slug,
    /// Its title.
    pub title: Text,
    /// What is said.
    pub notice: Notice,
}

/// What the calls of the last thirty days say of the knowledge base of an agency (BA-23).
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Gaps {
    /// From when on calls were looked at.
    pub since: Moment,
    /// How many requests there were.
    pub calls: u32,
    /// Questions without an article, those that cost most calls first.
    pub gaps: Vec<Gap>,
    /// Questions without an article that have no word the knowledge base has: they cannot be shown
    /// without showing what somebody typed, perhaps a name, and are new subjects all the more.
    pub wordless: u32,
    /// How often such a question was asked again after the first time.
    pub again: u32,
    /// How often of these the first level answered from an article.
    pub solved: u32,
    /// Articles nobody told, by id and title.
    pub unused: Vec<(Slug, Text)>,
    /// Entries of the directory that often do not answer.
    pub unanswered: Vec<Unanswered>,
}

/// An entry of the directory that often does not answer.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Unanswered {
    /// The entry.
    pub article: Slug,
    /// Its title.
    pub title: Text,
    /// How often its number was given or a call put through.
    pub rung: u32,
    /// How often nobody answered.
    pub missed: u32,
}

/// A version as who approves, publishes or reads it has it before him.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// What it says.
    pub published: Published,
    /// Its canonical text, as it stands in the journal.
    pub canonical: String,
    /// What it comes after: the version in force, else the last one that was.
    pub before: Option<Published>,
    /// Everything that happened to the article.
    pub life: Life,
}

/// What the linter says of a text.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Linted {
    /// The article, its kind and its agency; `None` when it cannot be read.
    pub article: Option<(Slug, ArticleKind, Slug)>,
    /// Whether there is an article of that name already.
    pub taken: bool,
    /// Its canonical text; empty when it cannot be read.
    pub canonical: String,
    /// File, line, what is wrong and what to do, a row each.
    pub findings: Vec<String>,
    /// Whether one of them keeps it from being a draft.
    pub has_errors: bool,
}
