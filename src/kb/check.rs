//! A linter for knowledge: what a curator should mend before an operator says it to a caller.

mod body;
mod claims;
mod fields;
mod references;
mod words;

use super::{
    fault::{Finding, KbError, Rule},
    layout::{Entry, MAX_REFUSED, Reading},
};
use crate::domain::{agency::TRIAL, outcome::ArticleKind, slug::Slug};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub use fields::lacks;

/// What is already in force beside the files that are checked: references may point there.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The articles, with their kind.
    pub articles: BTreeMap<Slug, ArticleKind>,
    /// The topics of the agencies.
    pub topics: BTreeSet<Slug>,
    /// Whether there may be more.
    pub beyond: Beyond,
}

impl Known {
    /// What is known where nothing in force can be seen: the files, and they may point beyond them.
    #[must_use]
    pub fn unseen() -> Self {
        Self {
            beyond: Beyond::Unseen,
            ..Self::default()
        }
    }
}

/// What lies beyond the files and what is known beside them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum Beyond {
    /// Nothing: a reference that leads nowhere is broken.
    #[default]
    Nothing,
    /// What cannot be seen from here: such a reference cannot be checked.
    Unseen,
}

/// Everything there is to say about the files: the report of their reading, then that of their
/// content, by file and line.
#[must_use]
pub fn check(reading: &Reading, known: &Known, today: NaiveDate) -> Vec<Finding> {
    let context = Context::new(reading, known, today);
    let mut report = reading.findings.clone();
    report.extend(each(reading, |desk| {
        fields::check(desk, &context);
        references::check(desk, &context);
        words::check(desk);
        claims::check(desk, &context);
        body::check(desk);
    }));
    references::check_aliases(reading, &mut report);
    references::check_topics(reading, &mut report);
    report.sort_by(|a, b| (&a.file, a.fault.line).cmp(&(&b.file, b.fault.line)));
    report
}

/// What no import takes, whoever vouches for it: links that run programs, towers of lists (SECURITY T14).
#[must_use]
pub fn limits(reading: &Reading) -> Vec<Finding> {
    each(reading, body::limits)
}

/// What a rule finds, article by article.
fn each(reading: &Reading, rule: impl Fn(&mut Desk<'_>)) -> Vec<Finding> {
    let mut report = Vec::new();
    for entry in &reading.articles {
        rule(&mut Desk {
            entry,
            report: &mut report,
        });
    }
    report
}

/// What articles point to that is not there: offices, topics, sheets.
#[must_use]
pub fn references(reading: &Reading, known: &Known, today: NaiveDate) -> Vec<Finding> {
    let context = Context::new(reading, known, today);
    each(reading, |desk| references::check(desk, &context))
}

/// What the rows of a register may not say: numbers that are none, references that lead nowhere. A file
/// with more of them than are told one by one is not what it was taken for.
#[must_use]
pub fn rows(reading: &Reading, known: &Known, today: NaiveDate) -> Vec<Finding> {
    let context = Context::new(reading, known, today);
    let mut report = Vec::new();
    for entry in &reading.articles {
        let mut desk = Desk {
            entry,
            report: &mut report,
        };
        fields::numbers(&mut desk);
        references::check(&mut desk, &context);
        if report.len() >= MAX_REFUSED {
            let fault = KbError::new(Rule::TooLarge, entry.line).with("limit", "1.000");
            report.push(Finding::new(entry.file.as_str(), fault));
            break;
        }
    }
    report
}

/// What an article is checked against.
struct Context {
    articles: BTreeMap<Slug, ArticleKind>,
    parents: BTreeMap<Slug, Slug>,
    topics: BTreeSet<Slug>,
    fictional: BTreeSet<Slug>,
    agencies: BTreeSet<Slug>,
    beyond: Beyond,
    today: NaiveDate,
}

impl Context {
    fn new(reading: &Reading, known: &Known, today: NaiveDate) -> Self {
        let mut context = Self {
            articles: known.articles.clone(),
            parents: BTreeMap::new(),
            topics: known.topics.clone(),
            fictional: Slug::parse(TRIAL).into_iter().collect(),
            agencies: BTreeSet::new(),
            beyond: known.beyond,
            today,
        };
        for Entry { article, .. } in &reading.articles {
            context.articles.insert(article.id.clone(), article.kind);
            if let Some(parent) = &article.parent {
                context.parents.insert(article.id.clone(), parent.clone());
            }
        }
        for entry in &reading.agencies {
            let topics = entry.agency.topics.iter().map(|topic| topic.id.clone());
            context.topics.extend(topics);
            context.agencies.insert(entry.agency.id.clone());
            if entry.agency.fictional {
                context.fictional.insert(entry.agency.id.clone());
            }
        }
        context
    }
}

/// An article on the linter's desk, and the report that grows.
struct Desk<'a> {
    entry: &'a Entry,
    report: &'a mut Vec<Finding>,
}

impl Desk<'_> {
    fn say(&mut self, fault: KbError) {
        self.report
            .push(Finding::new(self.entry.file.as_str(), fault));
    }
}

#[cfg(test)]
mod tests;
