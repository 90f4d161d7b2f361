//! Whose documents are returned, and whose come first.

use super::{NOW, index_of};
use crate::search::{Document, Index, Kind, Query};

fn index() -> Index {
    let sheet = |id: &str, agency: &str, office: &str, topic: &str| Document {
        title: "Carta d'identità".to_owned(),
        body: "Si chiede allo sportello.".to_owned(),
        office_id: office.to_owned(),
        topic: topic.to_owned(),
        ..Document::new(id, Kind::Sheet, agency)
    };
    let mut national = sheet("n", "all", "", "documenti");
    national.kind = Kind::Faq;
    index_of(&[
        sheet("a", "arezzo", "anagrafe", "documenti"),
        sheet("b", "bologna", "anagrafe", "documenti"),
        sheet("b2", "bologna", "quartiere", "documenti"),
        sheet("c", "cuneo", "anagrafe", "cie"),
        national,
    ])
}

fn agencies() -> Vec<String> {
    ["all", "arezzo", "bologna", "cuneo"]
        .map(str::to_owned)
        .to_vec()
}

fn found(index: &Index, query: &Query) -> Vec<String> {
    let hits = index.search(query).unwrap();
    hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn the_agency_that_was_called_comes_first_with_what_is_for_all() {
    let (index, agencies) = (index(), agencies());
    let plain = Query::new("carta identità", 10, &agencies, NOW);
    assert_eq!(found(&index, &plain), ["a", "b", "b2", "c", "n"]);
    for (first, expected) in [
        ("bologna", ["b", "b2", "n", "a", "c"]),
        ("cuneo", ["c", "n", "a", "b", "b2"]),
    ] {
        let query = Query { first, ..plain };
        assert_eq!(found(&index, &query), expected, "{first}");
    }
}

#[test]
fn the_preference_widens_nothing() {
    let (index, only) = (index(), ["arezzo".to_owned()]);
    let query = Query {
        first: "bologna",
        ..Query::new("carta identità", 10, &only, NOW)
    };
    assert_eq!(found(&index, &query), ["a"]);
}

#[test]
fn office_and_topic_are_filters() {
    let (index, agencies) = (index(), agencies());
    let plain = Query::new("carta identità", 10, &agencies, NOW);
    for (office, topic, expected) in [
        ("anagrafe", "", &["a", "b", "c"][..]),
        ("", "documenti", &["a", "b", "b2", "n"]),
        ("anagrafe", "documenti", &["a", "b"]),
        ("quartiere", "cie", &[]),
        ("nessuno", "", &[]),
    ] {
        let query = Query {
            office,
            topic,
            ..plain
        };
        assert_eq!(found(&index, &query), expected, "{office} {topic}");
    }
}
