//! What was in force when: versions of one article, and only one of them at an instant.

use super::{NOW, index_of, scope};
use crate::search::{Document, Index, Kind, Query};

const DAY: i64 = 86_400_000;

fn version(id: &str, says: &str, since: Option<i64>, until: Option<i64>) -> Document {
    Document {
        article: "tari".to_owned(),
        title: "Tassa sui rifiuti".to_owned(),
        body: says.to_owned(),
        since,
        until,
        ..Document::new(id, Kind::Sheet, "esempio")
    }
}

fn found(index: &Index, now: i64, at: Option<i64>) -> Vec<(String, String)> {
    let agencies = scope();
    let query = Query {
        at,
        ..Query::new("tassa rifiuti", 10, &agencies, now)
    };
    let hits = index.search(&query).unwrap();
    hits.into_iter().map(|hit| (hit.id, hit.article)).collect()
}

#[test]
fn of_the_versions_of_an_article_one_is_in_force() {
    let change = NOW - 10 * DAY;
    let index = index_of(&[
        version("tari@1", "Due rate.", None, Some(change)),
        version("tari@2", "Tre rate.", Some(change), Some(NOW + DAY)),
        version("tari@3", "Quattro rate.", Some(NOW + DAY), None),
    ]);
    let one = |id: &str| vec![(id.to_owned(), "tari".to_owned())];
    for (at, expected) in [
        (None, "tari@2"),
        (Some(NOW), "tari@2"),
        (Some(i64::MIN), "tari@1"),
        (Some(change - 1), "tari@1"),
        (Some(change), "tari@2"),
        (Some(NOW + DAY - 1), "tari@2"),
        (Some(NOW + DAY), "tari@3"),
        (Some(i64::MAX), "tari@3"),
    ] {
        assert_eq!(found(&index, NOW, at), one(expected), "{at:?}");
    }
    assert_eq!(found(&index, NOW + 2 * DAY, None), one("tari@3"));
}

#[test]
fn a_version_that_holds_at_no_time_is_never_found() {
    let index = index_of(&[version("tari@1", "Due rate.", Some(NOW), Some(NOW))]);
    assert!(found(&index, NOW, None).is_empty());
    assert!(found(&index, NOW, Some(NOW - 1)).is_empty());
}

#[test]
fn validity_is_judged_on_the_day_that_is_asked_about() {
    let today = NOW.div_euclid(DAY);
    let mut sheet = version("tari", "Due rate.", None, None);
    sheet.valid_until = Some(today - 5);
    let index = index_of(&[sheet]);
    let agencies = scope();
    for (at, demoted) in [(None, true), (Some(NOW - 5 * DAY), false)] {
        let query = Query {
            at,
            ..Query::new("rifiuti", 10, &agencies, NOW)
        };
        let hits = index.search(&query).unwrap();
        assert_eq!(hits[0].demoted, demoted, "{at:?}");
        assert_eq!(hits[0].article, "tari");
    }
}

#[test]
fn a_document_is_its_own_article_unless_it_says_so() {
    assert_eq!(Document::new("a", Kind::Faq, "all").article, "a");
}
