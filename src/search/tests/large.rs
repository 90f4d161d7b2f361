//! What size must not change: the budget of a search, and what learning brings.

use super::{NOW, first_hits, index_of, scope};
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

/// More documents than are judged in any case, each a better match by its words than the one that is
/// wanted, which comes first for what it is.
#[test]
fn a_document_is_not_left_out_for_its_words_alone() {
    let mut documents = documents(3_000);
    documents.extend((0..300).map(|n| Document {
        title: "Asilo Saggio".to_owned(),
        aliases: vec!["asilo saggio".to_owned()],
        body: "Asilo, asilo, Saggio, Saggio.".to_owned(),
        ..Document::new(format!("s{n}"), Kind::Sheet, "esempio")
    }));
    documents.push(Document {
        title: "via del Saggio".to_owned(),
        ..Document::new("street", Kind::Street, "esempio")
    });
    documents.push(Document {
        title: "Custodia di asilo e palestra".to_owned(),
        ..Document::new("office", Kind::Office, "esempio")
    });
    let index = index_of(&documents);
    first_hits(
        &index,
        &[
            ("mi passa l'asilo", "office"),
            ("abito in via del saggio", "street"),
        ],
    );
}

/// The same documents as sheets, persons and streets, of here and of elsewhere, in force and not.
fn mixed(count: usize) -> Vec<Document> {
    let mut documents = documents(count);
    for (n, document) in documents.iter_mut().enumerate() {
        document.kind = [Kind::Sheet, Kind::Person, Kind::Faq, Kind::Street][n % 4];
        document.demoted = n % 5 == 0;
        document.office = WORDS[n % 11].to_owned();
        if n % 3 == 0 {
            document.agency = "all".to_owned();
        }
    }
    documents
}

/// Documents are left out of the judging when they cannot come first any more: fewer of them for
/// two hundred hits than for one, and never one that comes first.
#[test]
fn what_is_left_out_is_not_among_the_best() {
    let index = index_of(&mixed(4_000));
    let agencies = scope();
    let texts = [
        "car",
        "sosta acqua",
        "mi passa la scuola",
        "abito in mensa acqua",
        "come pago i tributi",
        "numero anagrafe",
        "residenza permesso strada",
    ];
    for text in texts {
        let best = |limit: usize| {
            let mut hits = index
                .search(&Query::new(text, limit, &agencies, NOW))
                .unwrap();
            // What is out of date was put behind the others of these.
            hits.sort_by(|a, b| {
                let by_score = b.score.total_cmp(&a.score);
                by_score.then_with(|| (a.kind, &a.id).cmp(&(b.kind, &b.id)))
            });
            hits
        };
        let all = best(Query::MAX_HITS);
        assert_eq!(all.len(), Query::MAX_HITS, "{text}");
        for limit in [1, 3, 10, 50] {
            assert_eq!(best(limit), all[..limit], "{text}, {limit}");
        }
    }
}
