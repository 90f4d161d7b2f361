//! What is wanted, what is meant, and when nothing is the better answer.

use super::{first_hits, hits, ids, index, index_of};
use crate::search::{Document, Kind};

#[test]
fn who_wants_to_be_put_through_gets_somebody_to_ring() {
    first_hits(
        &index(),
        &[
            ("mi passa i tributi", "uff-tributi"),
            ("mi può passare i vigili urbani", "uff-polizia"),
            ("numero dell'anagrafe", "uff-anagrafe"),
            (
                "numero dell'anagrafe per la carta d'identità",
                "uff-anagrafe",
            ),
            ("interno di carli daniela", "carli-d"),
            ("cerco la signora lo russo", "lorusso"),
            ("orari anagrafe", "uff-anagrafe"),
            ("numero della palestra", "palestra"),
            ("chi segue i lavori pubblici", "carli-m"),
            ("il responsabile dell'ambiente", "bianchi"),
        ],
    );
}

#[test]
fn what_is_asked_for_at_an_office_is_first_a_sheet() {
    assert!(hits(&index(), "carta d'identità")[0].kind.is_article());
    first_hits(
        &index(),
        &[
            ("mi passa la carta d'identità", "uff-anagrafe"),
            ("palestra", "sport"),
            // No sheet is called so: the alias of the office stands.
            ("vigili urbani", "uff-polizia"),
            ("ecologia", "uff-ambiente"),
        ],
    );
}

#[test]
fn callers_words_lead_to_the_words_of_the_sheets() {
    first_hits(
        &index(),
        &[
            ("contravvenzione", "multe"),
            ("immondizia", "tari"),
            ("automobile in divieto", "passo"),
            ("mi sposo a giugno nozze", "matrimonio"),
            ("iscrivere alla refezione", "mensa"),
            ("rateizzare le imposte", "rate"),
            ("tassa azienda rifiuti", "tari"),
            ("è nato il bimbo", "nascita"),
            ("mi hanno rubato il documento", "cie-persa"),
        ],
    );
}

#[test]
fn the_typed_word_goes_before_the_one_that_means_the_same() {
    let sheet = |id: &str, title: &str| Document {
        title: title.to_owned(),
        ..Document::new(id, Kind::Sheet, "esempio")
    };
    let index = index_of(&[
        sheet("a", "Pagare una multa"),
        sheet("b", "Pagare un verbale"),
        sheet("c", "Pagare una contravvenzione"),
    ]);
    for (text, first) in [("multa", "a"), ("verbale", "b"), ("contravvenzione", "c")] {
        let found = hits(&index, text);
        assert_eq!(found[0].id, first);
        assert_eq!(found.len(), 3, "{text}");
        assert!(found[1].score < found[0].score, "{text}");
    }
}

#[test]
fn a_synonym_is_shown_where_it_was_found() {
    let found = hits(&index(), "immondizia ");
    let title = &found[0].title;
    let marked: Vec<&str> = super::marked(title, &found[0].title_highlights);
    assert_eq!(marked, ["rifiuti"]);
}

#[test]
fn nothing_rather_than_a_false_answer() {
    let index = index();
    for text in [
        "topi",
        "tasi",
        "concorso",
        "dentista",
        "aeroporto",
        "mi passi la ragioneria",
        "numero del dentista",
    ] {
        assert_eq!(ids(&index, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn two_guesses_or_a_guess_beside_a_word_are_an_answer() {
    let index = index();
    for (text, expected) in [("casta identta", "cie"), ("carli marcp", "carli-m")] {
        assert!(ids(&index, text).contains(&expected.to_owned()), "{text}");
    }
}

#[test]
fn a_name_is_not_bent() {
    let person = Document {
        title: "Tassi Lorenzo".to_owned(),
        surname: "Tassi".to_owned(),
        name: "Lorenzo".to_owned(),
        ..Document::new("tassi", Kind::Person, "esempio")
    };
    let mut documents = super::corpus::documents();
    documents.push(person);
    let index = index_of(&documents);
    assert!(!ids(&index, "tasse").contains(&"tassi".to_owned()));
    first_hits(&index, &[("tassi", "tassi"), ("lorenzo tassi", "tassi")]);
}
