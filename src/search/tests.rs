//! The rules of the search, each as a table over a small corpus of a fictional municipality.

mod bodies;
mod corpus;
mod damage;
mod large;
mod laws;
mod learned;
mod meaning;
mod poison;
mod ranking;
mod scope;
mod streets;
mod switchboard;
mod times;

use super::{Document, Hit, Index, Kind, Query, Span};

/// The day of these tests.
const TODAY: i64 = 20_000;
/// Noon of that day, in milliseconds.
const NOW: i64 = TODAY * 86_400_000 + 43_200_000;

/// An index in memory over `documents`.
fn index_of(documents: &[Document]) -> Index {
    let index = Index::in_memory().unwrap();
    index.upsert(documents).unwrap();
    index.commit(1).unwrap();
    index
}

/// An index over the corpus.
fn index() -> Index {
    index_of(&corpus::documents())
}

/// The scope of an operator of the example municipality.
fn scope() -> Vec<String> {
    vec!["esempio".to_owned(), "all".to_owned()]
}

/// The ten best for `text`.
fn hits(index: &Index, text: &str) -> Vec<Hit> {
    index.search(&Query::new(text, 10, &scope(), NOW)).unwrap()
}

/// The ids of the ten best for `text`.
fn ids(index: &Index, text: &str) -> Vec<String> {
    hits(index, text).into_iter().map(|hit| hit.id).collect()
}

/// Holds each query of `table` to its first hit.
fn first_hits(index: &Index, table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(text, expected)| {
            let found = ids(index, text);
            let first = found.first().map(String::as_str);
            (first != Some(*expected)).then(|| format!("«{text}»: {expected}, found {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The beginnings of an ASCII `text` from `from` letters on, as they are typed.
fn typed(text: &str, from: usize) -> impl Iterator<Item = &str> {
    (from..=text.len()).filter_map(|end| text.get(..end))
}

/// The highlighted words of a text.
fn marked<'t>(text: &'t str, spans: &[Span]) -> Vec<&'t str> {
    spans
        .iter()
        .filter_map(|&(from, to)| text.get(from..to))
        .collect()
}

#[test]
fn the_corpus_has_every_kind() {
    let documents = corpus::documents();
    assert!(documents.len() >= 40);
    // Streets have a corpus of their own.
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Street) {
        assert!(documents.iter().any(|document| document.kind == kind));
    }
}
