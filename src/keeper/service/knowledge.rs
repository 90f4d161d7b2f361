//! What the keeper tells of the life of articles.

use crate::domain::{
    article::life::Notice, outcome::ArticleKind, slug::Slug, text::Text, time::Moment,
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
