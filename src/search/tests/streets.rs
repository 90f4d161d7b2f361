//! The street register: where do I go if I live there, and what happened there.

use super::{ids, index_of};
use crate::search::{Document, Index, Kind};

fn place() -> Index {
    let mut documents = Vec::new();
    for (id, title) in [
        ("v-saggio", "via del Saggio"),
        ("v-prova", "via della Prova"),
        ("p-esempio", "piazza dell'Esempio"),
        ("v-poggio", "viale del Poggio"),
    ] {
        let mut street = Document::new(id, Kind::Street, "esempio");
        title.clone_into(&mut street.title);
        "Centro · Scuola primaria: Saggio · Seggio 1".clone_into(&mut street.body);
        documents.push(street);
    }
    let mut hole = Document::new("buca", Kind::Faq, "esempio");
    "C'è una buca in strada, a chi lo dico?".clone_into(&mut hole.title);
    documents.push(hole);
    let mut sheet = Document::new("residenza", Kind::Sheet, "esempio");
    "Cambio di residenza".clone_into(&mut sheet.title);
    "Chi abita in un'altra via lo dichiara entro venti giorni.".clone_into(&mut sheet.body);
    documents.push(sheet);
    index_of(&documents)
}

fn found(text: &str) -> Vec<String> {
    ids(&place(), text)
}

#[test]
fn who_says_where_he_lives_finds_his_street_first() {
    for text in [
        "dove vado se abito in via del saggio",
        "abito in via del Saggio 12 che scuola",
        "residente in viale del poggio",
    ] {
        let first = found(text).into_iter().next();
        let street = if text.contains("poggio") {
            "v-poggio"
        } else {
            "v-saggio"
        };
        assert_eq!(first.as_deref(), Some(street), "{text}");
    }
    assert_eq!(
        found("via del saggio").first().map(String::as_str),
        Some("v-saggio")
    );
    assert_eq!(
        found("piazza esempio").first().map(String::as_str),
        Some("p-esempio")
    );
}

#[test]
fn a_hole_in_a_street_is_about_the_hole() {
    for text in ["buca in via del saggio", "buca in via po", "buca via prova"] {
        assert_eq!(
            found(text).first().map(String::as_str),
            Some("buca"),
            "{text}"
        );
    }
}

#[test]
fn by_what_a_street_is_called_none_is_found() {
    for text in ["via", "in via milano", "viale"] {
        let streets: Vec<String> = found(text)
            .into_iter()
            .filter(|id| id.starts_with("v-") || id.starts_with("p-"))
            .collect();
        assert_eq!(streets, [] as [&str; 0], "{text}");
    }
}
