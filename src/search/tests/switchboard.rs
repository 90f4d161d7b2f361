//! What comes first when a person, an office or a number is wanted; and who may see it.

use super::{NOW, first_hits, hits, ids, index, marked, scope, typed};
use crate::search::{Kind, Query};

#[test]
fn names_and_offices_lead_to_the_directory() {
    first_hits(
        &index(),
        &[
            ("carli anagrafe", "carli-d"),
            ("anagrafe carli", "carli-d"),
            ("anagrafe", "uff-anagrafe"),
            ("ufficio anagrafe", "uff-anagrafe"),
            ("tributi", "uff-tributi"),
            ("vigili urbani", "uff-polizia"),
            ("ambiente", "uff-ambiente"),
            ("servizi sociali", "uff-sociali"),
            ("daniela carli", "carli-d"),
            ("carli daniela", "carli-d"),
            ("carli marco", "carli-m"),
            ("dell'orto tributi", "dellorto"),
            ("dell’orto", "dellorto"),
            ("dellorto", "dellorto"),
            ("dell orto ada", "dellorto"),
            ("de luca", "deluca"),
            ("deluca tributi", "deluca"),
            ("di pietro", "dipietro"),
            ("dipietro luca", "dipietro"),
            ("lo russo", "lorusso"),
            ("lorusso maria", "lorusso"),
            ("cossu niccolo'", "cossu"),
            ("carlli daniela", "carli-d"),
            ("danila carli", "carli-d"),
            ("bianchi al", "bianchi"),
            ("mi passa la signora carli dell'anagrafe", "carli-d"),
            ("dirigente tributi", "deluca"),
            ("emergenza", "num-112"),
        ],
    );
}

#[test]
fn a_name_is_found_while_it_is_typed() {
    let index = index();
    for (text, from, expected) in [
        ("acquaviva", 6, "acquaviva"),
        ("daniela carli", 3, "carli-d"),
        ("dellorto", 5, "dellorto"),
        ("bianchi", 3, "bianchi"),
    ] {
        for begun in typed(text, from) {
            assert_eq!(ids(&index, begun)[0], expected, "{begun}");
        }
    }
}

#[test]
fn a_surname_that_is_a_common_word_does_not_hide_the_answer() {
    let index = index();
    first_hits(
        &index,
        &[
            ("quanto costa la carta d'identità?", "faq-costo-cie"),
            ("costa", "costa"),
            ("geometra costa", "costa"),
        ],
    );
    assert!(hits(&index, "acqua")[0].kind.is_article());
}

#[test]
fn digits_are_numbers() {
    first_hits(
        &index(),
        &[
            ("417", "carli-d"),
            ("interno 417", "carli-d"),
            ("int. 417", "carli-d"),
            ("3417", "carli-d"),
            ("055 123.417", "carli-d"),
            ("055/123417", "carli-d"),
            ("+39 055 123417", "carli-d"),
            ("123-417", "carli-d"),
            ("4567", "lorusso"),
            ("333123", "lorusso"),
            ("500", "uff-polizia"),
            ("112", "num-112"),
            ("1522", "num-1522"),
        ],
    );
    assert!(ids(&index(), "999888").is_empty());
    let agencies = scope();
    let number = Query::new("055 123-417", 10, &agencies, NOW);
    assert_eq!(number.digits().as_deref(), Some("055123417"));
    assert_eq!(Query::new("carli", 10, &agencies, NOW).digits(), None);
}

#[test]
fn the_part_of_the_name_that_was_typed_is_shown() {
    let found = hits(&index(), "dellorto");
    assert_eq!(
        marked(&found[0].title, &found[0].title_highlights),
        ["Dell", "Orto"]
    );
    let begun = hits(&index(), "daniela car");
    assert_eq!(begun[0].title_highlights.len(), 2);
}

#[test]
fn nothing_outside_the_scope_is_found() {
    let index = index();
    let found = |agencies: &[String]| {
        index
            .search(&Query::new("emergenza anagrafe", 10, agencies, NOW))
            .unwrap()
    };
    assert!(found(&[]).is_empty());
    assert!(found(&["altrove".to_owned()]).is_empty());
    let common = found(&["all".to_owned()]);
    assert_eq!(common[0].id, "num-112");
    assert!(common.iter().all(|hit| hit.agency == "all"));
}

#[test]
fn only_the_kinds_asked_for_are_returned() {
    let index = index();
    let agencies = scope();
    let query = Query {
        kinds: &[Kind::Sheet, Kind::Faq],
        ..Query::new("anagrafe carta", 20, &agencies, NOW)
    };
    let found = index.search(&query).unwrap();
    assert!(found.len() > 3);
    assert!(
        found
            .iter()
            .all(|hit| matches!(hit.kind, Kind::Sheet | Kind::Faq))
    );
}
