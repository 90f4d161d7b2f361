//! `ORG`: where a person or an office belongs. A text by itself; a link where an office is called so.

use super::line::Line;
use crate::{
    domain::{
        article::{Article, Fact},
        outcome::ArticleKind,
        slug::Slug,
        text::{Text, folded},
    },
    kb::{document, layout::Reading},
};
use std::collections::BTreeMap;

/// What the fact is called that holds it; the sheets of the directory are written in Italian.
const FACT: &str = "Struttura";
/// Between an organisation and its unit.
const UNDER: &str = " · ";

/// Keeps the organisation and its units, the widest first as they are written.
pub fn keep(article: &mut Article, line: &Line) {
    let parts = line.parts();
    let parts = parts.iter().map(|part| part.trim());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    if !parts.is_empty() {
        article.facts.push(Fact {
            name: Text::line(FACT),
            value: Text::line(&parts.join(UNDER)),
        });
    }
}

/// An organisation's own card names itself: that is no fact about it.
pub fn unless_itself(article: &mut Article) {
    let title = folded(article.title.as_str());
    let itself = |fact: &Fact| fact.name.as_str() == FACT && folded(fact.value.as_str()) == title;
    article.facts.retain(|fact| !itself(fact));
}

/// Links every card to the office its organisation names, among those of the same file and `known` ones;
/// where none is called so, or more than one, the text stays as it is.
pub fn seat(reading: &mut Reading, known: impl Iterator<Item = (Slug, Text)>) {
    let mut offices: BTreeMap<String, Option<Slug>> = BTreeMap::new();
    let here = reading.articles.iter().map(|entry| &entry.article);
    let here = here.filter(|article| article.kind == ArticleKind::Office);
    let here = here.map(|article| (article.id.clone(), article.title.clone()));
    for (id, title) in here.collect::<Vec<_>>().into_iter().chain(known) {
        let named = offices.entry(folded(title.as_str()));
        let named = named.or_insert_with(|| Some(id.clone()));
        if named.as_ref().is_some_and(|other| *other != id) {
            *named = None;
        }
    }
    for entry in &mut reading.articles {
        let article = &mut entry.article;
        let place = { article.facts.iter() }.position(|fact| fact.name.as_str() == FACT);
        let Some(fact) = place.and_then(|place| article.facts.get(place)) else {
            continue;
        };
        let unit = fact.value.as_str().rsplit(UNDER).next().unwrap_or_default();
        let found = offices.get(&folded(unit)).cloned().flatten();
        let Some(found) = found.filter(|found| *found != article.id) else {
            continue;
        };
        let link = match article.kind {
            ArticleKind::Office => &mut article.parent,
            _ => &mut article.office,
        };
        // What the card says in our own words counts more.
        link.get_or_insert(found);
        article.facts.retain(|fact| fact.name.as_str() != FACT);
        entry.canonical = document::write(article);
    }
}
