//! Law: an index grown by any series of updates answers like one built in one go.

use super::{NOW, corpus, hits, index, index_of, scope};
use crate::search::{Document, Index, Kind, Query};
use proptest::prelude::*;

const QUERIES: &[&str] = &[
    "carta",
    "carli anagrafe",
    "acqua",
    "ingombrnati",
    "c",
    "quanto costa",
    "417",
    "tributi",
    "dellorto",
    "residenza cert",
];

#[derive(Debug, Clone)]
enum Step {
    Put(usize, bool),
    Remove(usize),
    Commit,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let count = corpus::documents().len();
    let step = prop_oneof![
        6 => (0..count, any::<bool>()).prop_map(|(at, changed)| Step::Put(at, changed)),
        2 => (0..count).prop_map(Step::Remove),
        1 => Just(Step::Commit),
    ];
    prop::collection::vec(step, 1..80)
}

/// The document at `at`, perhaps with another text.
fn version(at: usize, changed: bool) -> Document {
    let mut document = corpus::documents().swap_remove(at);
    if changed {
        document.body = format!("{} Carta dei servizi aggiornata.", document.office);
        document.demoted = at.is_multiple_of(3);
    }
    document
}

fn grow(steps: &[Step]) -> (Index, Vec<Document>) {
    let index = Index::in_memory().unwrap();
    let mut state: Vec<Document> = Vec::new();
    for step in steps {
        match step {
            Step::Put(at, changed) => {
                let document = version(*at, *changed);
                index.upsert([&document]).unwrap();
                state.retain(|old| old.id != document.id);
                state.push(document);
            }
            Step::Remove(at) => {
                let id = version(*at, false).id;
                index.remove([id.as_str()]).unwrap();
                state.retain(|old| old.id != id);
            }
            Step::Commit => index.commit(7).unwrap(),
        }
    }
    index.commit(8).unwrap();
    (index, state)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn growing_equals_building(steps in steps()) {
        let (grown, state) = grow(&steps);
        let built = index_of(&state);
        prop_assert_eq!(grown.len(), state.len());
        for text in QUERIES {
            prop_assert_eq!(hits(&grown, text), hits(&built, text), "{}", text);
        }
    }
}

#[test]
fn an_uncommitted_change_is_not_seen() {
    let index = index();
    let before = hits(&index, "carta");
    index.remove(["cie"]).unwrap();
    let mut new = Document::new("new", Kind::Sheet, "esempio");
    new.title = "Carta dei servizi".to_owned();
    index.upsert([&new]).unwrap();
    assert_eq!(hits(&index, "carta"), before);
    index.commit(2).unwrap();
    assert_eq!(index.position(), 2);
    let after: Vec<String> = hits(&index, "carta dei servizi")
        .into_iter()
        .map(|h| h.id)
        .collect();
    assert_eq!(after[0], "new");
    assert!(!after.contains(&"cie".to_owned()));
}

#[test]
fn searches_go_on_during_commits() {
    let index = index();
    std::thread::scope(|threads| {
        threads.spawn(|| {
            for round in 0..10 {
                index.upsert(&corpus::documents()).unwrap();
                index.commit(round).unwrap();
            }
        });
        let agencies = scope();
        for _ in 0..50 {
            let found = index
                .search(&Query::new("tari", 3, &agencies, NOW))
                .unwrap();
            assert_eq!(found[0].id, "tari");
        }
    });
    assert_eq!(index.position(), 9);
}
