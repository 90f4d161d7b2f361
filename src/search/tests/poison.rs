//! Queries and documents made to hurt.

use super::{NOW, hits, ids, index, index_of, scope};
use crate::search::{Document, Error, Kind, Query};
use proptest::prelude::*;
use std::sync::atomic::AtomicBool;

#[test]
fn odd_queries_do_no_harm() {
    let index = index();
    for text in [
        "",
        " ",
        "\n\t\u{0}\u{7}\u{1b}[31m",
        "?!… -- ''''’’’",
        "😀🙈",
        "()\"\\*:^~[]{}AND OR NOT title:",
        "\u{202e}\u{200b}\u{feff}",
        "\u{300}\u{301}",
    ] {
        let _ = hits(&index, text);
    }
    assert!(ids(&index, "?!… 😀").is_empty());
    assert!(
        !ids(&index, "la").is_empty(),
        "a lone stop word is searched"
    );
    assert_eq!(ids(&index, "\u{1b}tari\u{0} 😀")[0], "tari");
    assert!(hits(&index, &"(".repeat(10_000)).is_empty());
    let _ = hits(&index, &"a".repeat(10_000));
    let _ = hits(&index, &"9".repeat(10_000));
    let _ = hits(&index, &"e\u{300}".repeat(10_000));
    let long = format!("{} rifiuti ingombranti", "lorem ipsum ".repeat(1_000));
    assert_eq!(ids(&index, &long)[0], "ingombranti");
}

#[test]
fn limits_hold() {
    let index = index();
    let agencies = scope();
    let none = Query::new("carta", 0, &agencies, NOW);
    assert!(index.search(&none).unwrap().is_empty());
    let many = Query::new("carta anagrafe comune", usize::MAX, &agencies, i64::MIN);
    assert!(index.search(&many).unwrap().len() <= Query::MAX_HITS);
}

#[test]
fn a_search_can_be_cancelled() {
    let flag = AtomicBool::new(true);
    let agencies = scope();
    let query = Query {
        cancel: Some(&flag),
        ..Query::new("carta", 10, &agencies, NOW)
    };
    assert!(matches!(index().search(&query), Err(Error::Cancelled)));
}

#[test]
fn odd_documents_are_indexed_and_found() {
    let mut huge = Document::new("huge", Kind::Sheet, "esempio");
    huge.title = "Enorme".to_owned();
    huge.body = "parola à ".repeat(100_000);
    huge.aliases = vec!["x".repeat(100_000)];
    huge.phones = vec!["1".repeat(10_000), "+".to_owned()];
    let mut empty = Document::new("", Kind::Person, "");
    empty.surname = "\u{300}\u{0}".to_owned();
    let index = index_of(&[huge, empty]);
    assert_eq!(ids(&index, "enorme"), ["huge"]);
    assert_eq!(index.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_answered_with_spans_on_characters(
        text in prop_oneof![".{0,40}", "[a-z' ’àè0-9]{0,40}"],
    ) {
        thread_local!(static INDEX: crate::search::Index = index());
        for hit in INDEX.with(|index| hits(index, &text)) {
            for (shown, spans) in [(&hit.title, &hit.title_highlights), (&hit.snippet, &hit.highlights)] {
                let mut last = 0;
                for &(from, to) in spans {
                    prop_assert!(from >= last && to > from);
                    prop_assert!(shown.get(from..to).is_some());
                    last = to;
                }
            }
            prop_assert!(hit.score.is_finite() && hit.score > 0.0);
        }
    }
}
