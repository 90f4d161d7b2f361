//! What size must not change: the budget of a search, and what learning brings.

use super::{NOW, index_of, scope};
use crate::search::{Document, Index, Kind, Query};
use std::time::{Duration, Instant};

const WORDS: &[&str] = &[
    "carta",
    "tributi",
    "scuola",
    "rifiuti",
    "residenza",
    "permesso",
    "domanda",
    "contributo",
    "ufficio",
    "servizio",
    "certificato",
    "anagrafe",
    "sosta",
    "mensa",
    "acqua",
    "strada",
];

/// Documents that have most words in common, as those of one municipality do.
fn documents(count: usize) -> Vec<Document> {
    let word = |n: usize| WORDS[n % WORDS.len()];
    (0..count)
        .map(|n| Document {
            title: format!("{} {} {n}", word(n), word(n / 7)),
            body: format!("{} {} {}", WORDS.join(" "), word(n * 3), word(n / 5)),
            ..Document::new(format!("d{n}"), Kind::Sheet, "esempio")
        })
        .collect()
}

/// Texts made to cost as much as they can.
fn bombs() -> Vec<String> {
    let beginnings: Vec<&str> = WORDS.iter().filter_map(|word| word.get(..3)).collect();
    let slips: Vec<String> = WORDS.iter().map(|word| format!("{word}x")).collect();
    vec![
        WORDS.join(" "),
        beginnings.join(" "),
        slips.join(" "),
        WORDS.join(" ").repeat(100),
        "c".to_owned(),
    ]
}

fn hold_budget(index: &Index, budget: Duration) {
    let agencies = scope();
    for text in bombs() {
        let started = Instant::now();
        let query = Query::new(&text, 10, &agencies, NOW);
        assert!(!index.search(&query).unwrap().is_empty(), "{text}");
        let took = started.elapsed();
        assert!(took < budget, "{took:?} for {text}");
    }
}

#[test]
fn a_query_made_to_cost_stays_in_its_budget() {
    // Not the release build, on a machine that does other things too.
    hold_budget(&index_of(&documents(3_000)), Duration::from_secs(2));
}

/// `cargo test --release --lib search::tests::large -- --ignored`
#[test]
#[ignore = "a minute, and the release build"]
fn a_query_made_to_cost_stays_in_its_budget_at_full_size() {
    hold_budget(&index_of(&documents(150_000)), Duration::from_millis(100));
}

/// What is typed again is answered from what its words found before, and the same.
#[test]
fn typing_on_and_asking_at_once_give_the_same() {
    let (typed, asked) = (index_of(&documents(3_000)), index_of(&documents(3_000)));
    let agencies = scope();
    let text = "certificato residenza mensa 123";
    for end in 1..=text.len() {
        let begun = text.get(..end).unwrap();
        let typed = typed
            .search(&Query::new(begun, 10, &agencies, NOW))
            .unwrap();
        let fresh = asked
            .search(&Query::new(begun, 10, &agencies, NOW))
            .unwrap();
        asked.commit(u64::try_from(end).unwrap()).unwrap();
        assert_eq!(typed, fresh, "{begun}");
    }
}
