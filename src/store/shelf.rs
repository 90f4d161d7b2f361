//! What the views keep of an article: what was, is and will be in force, and what is to be done about it.

use super::{
    Reading, StoreError, key,
    seal::{Sealed, seal},
};
use crate::domain::{
    article::{
        Article, Published,
        life::{Life, Notice, Span, Stage},
        version_of,
    },
    codec,
    fold::{Entry, Record},
    op::{Op, Provenance},
    slug::Slug,
    text::Text,
    time::Moment,
};
use serde::{Deserialize, Serialize};

/// An article that was published once.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Shelf {
    /// The last publication, in force or not.
    pub last: Published,
    /// Everything that was, is or will be in force, by the order of the publications.
    pub spans: Vec<Span>,
    /// What callers were looking for when it was picked.
    pub learned: Vec<Text>,
    /// When something was learned last.
    pub learned_at: Option<Moment>,
    /// The sentences on it that nobody took away.
    pub notices: Vec<Notice>,
}

impl Shelf {
    /// What is in force at a moment.
    #[must_use]
    pub fn in_force(&self, at: Moment) -> Option<&Span> {
        self.spans.iter().rev().find(|span| span.holds(at))
    }
}

/// What a curator has to do about an article.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
pub enum CuratorTask {
    /// A draft waits for approvals.
    Draft,
    /// An approved draft waits to be published.
    Approved,
    /// Two versions were published at once.
    Rivals,
    /// A number was said to be wrong.
    WrongNumber,
    /// It has a last day of validity.
    Expires,
}

impl CuratorTask {
    /// Every task, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Approved,
        Self::Rivals,
        Self::WrongNumber,
        Self::Expires,
    ];

    /// Its number in the keys.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The task of a number.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.code() == code)
    }
}

/// The moment from which on a text is meant to be in force, where it says so.
#[must_use]
pub fn begins(text: &str, reading: Reading) -> Option<Moment> {
    // Few texts name a day, and reading one takes longer than the rest of the fold.
    if !text.contains("valid_from") {
        return None;
    }
    let article = (reading.article)(text)?;
    article.valid_from.map(Moment::day_begins)
}

/// The life of an article.
#[must_use]
pub fn life(record: &Record, reading: Reading) -> Life {
    Life::fold(record, |text| begins(text, reading))
}

/// The keys that follow from the ops of an article.
///
/// # Errors
/// When a value cannot be encoded.
pub fn derive(record: &Record, reading: Reading, keys: &mut Sealed) -> Result<(), StoreError> {
    let life = life(record, reading);
    let shelf = shelf(record, &life, reading);
    let Some(slug) = slug_of(record) else {
        return Ok(());
    };
    let draft = life.open_drafts().next();
    let draft = draft.and_then(|draft| text_of(record, draft.id));
    let draft = draft.and_then(|entry| article_of(entry, reading));
    for (reader, version, _) in &life.readers {
        keys.insert(key::read(reader, slug, *version), Vec::new());
    }
    for notice in &life.notices {
        keys.insert(key::notice(&notice.agency, notice.until, slug), Vec::new());
    }
    let shown = shelf.as_ref().map(|shelf| &shelf.last.article);
    if let Some(article) = draft.as_ref().or(shown) {
        for task in tasks(&life, article) {
            keys.insert(key::task(&article.agency, task.code(), slug), Vec::new());
        }
    }
    let Some(shelf) = shelf else {
        return Ok(());
    };
    let article = &shelf.last.article;
    if life.withdrawn.is_none() {
        let listed = key::articles(article.kind, &article.agency);
        keys.insert([&listed[..], slug.as_str().as_bytes()].concat(), Vec::new());
        if is_news(&shelf.last) {
            keys.insert(
                key::news_of(&article.agency, shelf.last.since, slug),
                Vec::new(),
            );
        }
    }
    seal(keys, key::article(slug), &codec::encode(&shelf)?);
    Ok(())
}

/// Whether operators are told that it is new: what is read out, and did not come with the program.
#[must_use]
pub const fn is_news(published: &Published) -> bool {
    let vouched = matches!(
        published.provenance,
        Provenance::Approved | Provenance::Trusted
    );
    published.article.is_explained() && vouched
}

fn tasks(life: &Life, article: &Article) -> Vec<CuratorTask> {
    let has = |stage| life.open_drafts().any(|draft| draft.stage == stage);
    let mut tasks = Vec::new();
    if has(Stage::Approved) {
        tasks.push(CuratorTask::Approved);
    }
    let waits = |stage| stage != Stage::Approved;
    if life.open_drafts().any(|draft| waits(draft.stage)) {
        tasks.push(CuratorTask::Draft);
    }
    if life.heads.len() > 1 {
        tasks.push(CuratorTask::Rivals);
    }
    if !life.doubts.is_empty() {
        tasks.push(CuratorTask::WrongNumber);
    }
    if article.valid_to.is_some() && life.withdrawn.is_none() && !life.spans.is_empty() {
        tasks.push(CuratorTask::Expires);
    }
    tasks
}

/// The slug that the ops of the article name.
fn slug_of(record: &Record) -> Option<&Slug> {
    record.all().find_map(|entry| entry.op.article())
}

fn shelf(record: &Record, life: &Life, reading: Reading) -> Option<Shelf> {
    let span = life.spans.last()?;
    let entry = record.all().find(|entry| entry.id() == span.op)?;
    let last = Published {
        since: span.since,
        until: span.until,
        heads: life.heads.clone(),
        doubts: life.doubts.clone(),
        ..published(entry, reading)?
    };
    Some(Shelf {
        last,
        spans: life.spans.clone(),
        learned: life.learned.clone(),
        learned_at: life.learned_at,
        notices: life.notices.clone(),
    })
}

/// The last op that says this text.
#[must_use]
pub fn text_of(record: &Record, version: [u8; 16]) -> Option<&Entry> {
    let mut live = record.live().into_iter();
    live.rfind(|entry| matches!(&entry.op, Op::Publish { text, .. } if version_of(text) == version))
}

fn article_of(entry: &Entry, reading: Reading) -> Option<Article> {
    match &entry.op {
        Op::Publish { text, .. } => (reading.article)(text),
        _ => None,
    }
}

/// The article a publication says; `None` when this version cannot read it.
#[must_use]
pub fn published(entry: &Entry, reading: Reading) -> Option<Published> {
    let Op::Publish {
        text, provenance, ..
    } = &entry.op
    else {
        return None;
    };
    let article = (reading.article)(text)?;
    Some(Published {
        since: entry.at(),
        ..Published::outside(article, version_of(text), *provenance)
    })
}
