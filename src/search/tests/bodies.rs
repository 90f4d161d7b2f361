//! The directory of bodies: what is asked for at a place is not answered by another place.

use super::{first_hits, hits, ids, index_of, marked};
use crate::search::{Document, Index, Kind};

/// Id, name, town, province, region.
const BODIES: &[(&str, &str, &str, &str, &str)] = &[
    ("c-fi", "Comune di Firenze", "Firenze", "FI", "Toscana"),
    (
        "c-firenzuola",
        "Comune di Firenzuola",
        "Firenzuola",
        "FI",
        "Toscana",
    ),
    (
        "aba-fi",
        "Accademia di Belle Arti di Firenze",
        "Firenze",
        "FI",
        "Toscana",
    ),
    ("c-fg", "Comune di Foggia", "Foggia", "FG", "Puglia"),
    ("asl-fg", "Asl Foggia", "Foggia", "FG", "Puglia"),
    (
        "asl-pz",
        "Azienda Sanitaria di Potenza",
        "Potenza",
        "PZ",
        "Basilicata",
    ),
    (
        "asl-tr",
        "Azienda Unita' Sanitaria Locale Umbria 2",
        "Terni",
        "TR",
        "Umbria",
    ),
    ("ater-pz", "Ater di Potenza", "Potenza", "PZ", "Basilicata"),
    (
        "cm-na",
        "Citta' Metropolitana di Napoli",
        "Napoli",
        "NA",
        "Campania",
    ),
    (
        "cm-to",
        "Città Metropolitana di Torino",
        "Torino",
        "TO",
        "Piemonte",
    ),
    (
        "uni-na",
        "Universita' di Napoli",
        "Napoli",
        "NA",
        "Campania",
    ),
    (
        "c-marignano",
        "Comune di San Giovanni in Marignano",
        "San Giovanni in Marignano",
        "RN",
        "Emilia-Romagna",
    ),
    (
        "c-galdo",
        "Comune di San Giovanni in Galdo",
        "San Giovanni in Galdo",
        "CB",
        "Molise",
    ),
];

fn index() -> Index {
    let bodies = BODIES
        .iter()
        .map(|(id, name, town, province, region)| Document {
            title: (*name).to_owned(),
            town: (*town).to_owned(),
            province: (*province).to_owned(),
            region: (*region).to_owned(),
            ..Document::new(*id, Kind::Office, "all")
        });
    let mut documents: Vec<Document> = super::corpus::documents();
    documents.extend(bodies);
    index_of(&documents)
}

#[test]
fn a_body_is_found_by_what_it_is_and_where() {
    first_hits(
        &index(),
        &[
            ("comune di firenze", "c-fi"),
            ("comune firenze", "c-fi"),
            ("asl basilicata", "asl-pz"),
            ("asl potenza", "asl-pz"),
            ("asl foggia", "asl-fg"),
            ("asl puglia", "asl-fg"),
            ("asl pz", "asl-pz"),
            ("usl umbria", "asl-tr"),
            ("comune di san giovanni in marignano", "c-marignano"),
            ("università campania", "uni-na"),
        ],
    );
}

#[test]
fn a_named_place_weighs_against_the_others() {
    let found = ids(&index(), "asl basilicata");
    let at = |id: &str| found.iter().position(|found| found == id);
    assert_eq!(at("asl-pz"), Some(0));
    assert!(
        at("ater-pz") < at("asl-fg") || at("asl-fg").is_none(),
        "{found:?}"
    );
}

#[test]
fn accents_are_one_however_they_are_written() {
    let index = index();
    let first = ids(&index, "città metropolitana");
    assert!(["cm-na", "cm-to"].contains(&first[0].as_str()));
    for text in [
        "citta metropolitana",
        "citta' metropolitana",
        "CITTA’ METROPOLITANA",
    ] {
        assert_eq!(ids(&index, text)[..2], first[..2], "{text}");
    }
    let hit = &hits(&index, "citta metropolitana napoli")[0];
    assert_eq!(
        marked(&hit.title, &hit.title_highlights),
        ["Citta", "Metropolitana", "Napoli"]
    );
}

#[test]
fn a_place_does_not_weigh_against_what_has_none() {
    let found = hits(&index(), "carta identità firenze");
    assert!(found[0].kind.is_article(), "{found:?}");
}
