//! References between articles: where they point, rings of parents, and aliases that two articles claim.

use super::{Beyond, Context, Desk};
use crate::{
    domain::{agency::ALL, article::Article, outcome::ArticleKind, slug::Slug},
    kb::{
        fault::{Finding, KbError, Rule, nearest},
        layout::{Entry, Reading},
    },
    locale::Phrase,
};
use std::collections::BTreeMap;

/// How long a chain of parents may be before it is taken for a ring.
const MAX_PARENTS: usize = 32;

/// How many names are compared to find the closest: a hint is not worth a minute.
const MAX_COMPARED: usize = 2_000;

const AN_OFFICE: Phrase = Phrase::new("un ufficio", "an office");
const A_SHEET: Phrase = Phrase::new("una scheda o una procedura", "a sheet or a procedure");
const A_DIRECTORY_ENTRY: Phrase = Phrase::new("un ufficio o una persona", "an office or a person");
const AN_ARTICLE: Phrase = Phrase::new("un articolo", "an article");
const A_PARENT: Phrase = Phrase::new("un ufficio o un ente", "an office or a body");

pub fn check(desk: &mut Desk<'_>, context: &Context) {
    let article = &desk.entry.article;
    let parent = if article.kind == ArticleKind::Faq {
        ("sheet", A_SHEET)
    } else {
        ("parent", A_PARENT)
    };
    for (key, wanted, to) in [
        ("office", AN_OFFICE, &article.office),
        ("escalate_to", AN_OFFICE, &article.escalate_to),
        (parent.0, parent.1, &article.parent),
        ("deputy", A_DIRECTORY_ENTRY, &article.deputy),
        ("owner", AN_OFFICE, &article.owner),
    ] {
        if let Some(to) = to {
            refer(desk, context, key, wanted, to);
        }
    }
    for to in &article.related {
        refer(desk, context, "related", AN_ARTICLE, to);
    }
    topic(desk, context);
    ring(desk, context);
}

fn refer(desk: &mut Desk<'_>, context: &Context, key: &'static str, wanted: Phrase, to: &Slug) {
    let line = desk.entry.line_of(key);
    match context.articles.get(to) {
        None if context.beyond == Beyond::Unseen => desk.say(unchecked(line, key, to)),
        None => {
            let fitting = context
                .articles
                .iter()
                .filter(|(_, kind)| fits(wanted, **kind));
            desk.say(broken(line, key, to, fitting.map(|(id, _)| id)));
        }
        Some(kind) if !fits(wanted, *kind) => desk.say(
            KbError::new(Rule::WrongReference, line)
                .with("key", key)
                .with("value", to.as_str())
                .with_phrase("wanted", wanted),
        ),
        Some(_) => {}
    }
}

fn broken<'a>(line: usize, key: &str, to: &Slug, known: impl Iterator<Item = &'a Slug>) -> KbError {
    let known = known.map(Slug::as_str).take(MAX_COMPARED);
    let near = nearest(to.as_str(), known);
    KbError::new(Rule::BrokenReference, line)
        .with("key", key)
        .with("value", to.as_str())
        .near(near)
}

/// A reference to what may well be in force, where nothing in force can be seen.
fn unchecked(line: usize, key: &str, to: &Slug) -> KbError {
    KbError::new(Rule::UncheckedReference, line)
        .with("key", key)
        .with("value", to.as_str())
}

fn fits(wanted: Phrase, kind: ArticleKind) -> bool {
    match kind {
        ArticleKind::Sheet | ArticleKind::Procedure => wanted == A_SHEET || wanted == AN_ARTICLE,
        ArticleKind::Office => wanted != A_SHEET,
        ArticleKind::Contact => wanted == A_DIRECTORY_ENTRY || wanted == AN_ARTICLE,
        ArticleKind::Body => wanted == A_PARENT || wanted == AN_ARTICLE,
        ArticleKind::Faq | ArticleKind::HelpLine | ArticleKind::Street => wanted == AN_ARTICLE,
    }
}

fn topic(desk: &mut Desk<'_>, context: &Context) {
    let article = &desk.entry.article;
    let Some(topic) = article.topic.as_ref() else {
        return;
    };
    if context.topics.contains(topic) {
        return;
    }
    let line = desk.entry.line_of("topic");
    // An agency that is among the files has no topics elsewhere.
    let elsewhere = context.beyond == Beyond::Unseen && !context.agencies.contains(&article.agency);
    desk.say(if elsewhere {
        unchecked(line, "topic", topic)
    } else {
        broken(line, "topic", topic, context.topics.iter())
    });
}

/// Offices that are, in the end, part of themselves.
fn ring(desk: &mut Desk<'_>, context: &Context) {
    let own = &desk.entry.article.id;
    let mut at = own;
    for _ in 0..MAX_PARENTS {
        match context.parents.get(at) {
            None => return,
            Some(parent) if parent == own => {
                let fault = KbError::new(Rule::Ring, desk.entry.line_of("parent"));
                return desk.say(fault.with("value", own.as_str()));
            }
            Some(parent) => at = parent,
        }
    }
}

/// Topics whose parent is no topic of their agency.
pub fn check_topics(reading: &Reading, report: &mut Vec<Finding>) {
    for entry in &reading.agencies {
        let ids = || entry.agency.topics.iter().map(|topic| &topic.id);
        let parents = entry
            .agency
            .topics
            .iter()
            .filter_map(|topic| topic.parent.as_ref());
        for parent in parents.filter(|parent| !ids().any(|id| id == *parent)) {
            report.push(Finding::new(
                entry.file.as_str(),
                broken(1, "parent", parent, ids()),
            ));
        }
    }
}

/// Aliases that two articles claim, compared as the search folds them. An alias may stand on a sheet
/// and on its own FAQ, and on an answer and an entry of the directory: there both are wanted.
pub fn check_aliases(reading: &Reading, report: &mut Vec<Finding>) {
    let mut claimed: BTreeMap<Slug, Vec<&Entry>> = BTreeMap::new();
    for entry in &reading.articles {
        for alias in &entry.article.aliases {
            let Some(folded) = Slug::from_title(alias.as_str()) else {
                continue;
            };
            let owners = claimed.entry(folded).or_default();
            let rival = owners
                .iter()
                .find(|other| compete(&other.article, &entry.article));
            if let Some(rival) = rival {
                let fault = KbError::new(Rule::CollidingAlias, entry.line_of("aliases"))
                    .with("value", alias.as_str())
                    .with("other", rival.article.id.as_str());
                report.push(Finding::new(entry.file.as_str(), fault));
            }
            owners.push(entry);
        }
    }
}

fn compete(one: &Article, other: &Article) -> bool {
    let everyone = |article: &Article| article.agency.as_str() == ALL;
    let same_agency = one.agency == other.agency || everyone(one) || everyone(other);
    same_agency
        && one.is_directory() == other.is_directory()
        && one.id != other.id
        && family(one) != family(other)
}

/// A sheet and its FAQ are one family.
fn family(article: &Article) -> &Slug {
    match (&article.parent, article.kind) {
        (Some(sheet), ArticleKind::Faq) => sheet,
        _ => &article.id,
    }
}
