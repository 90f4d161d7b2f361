//! Short names of kinds of bodies: callers say *asl*, the directory *Azienda Sanitaria Locale*.

use super::document::{Document, Kind};
use super::token::tokens;

/// What callers say, and what the full name of a body has in it. Folded.
const ACRONYMS: &[(&str, &[&str])] = &[
    (
        "asl",
        &[
            "aziende sanitarie locali",
            "azienda sanitaria",
            "azienda unita sanitaria locale",
            "azienda usl",
            "unita sanitaria locale",
            "azienda sociosanitaria ligure",
            "ausl",
            "ulss",
        ],
    ),
    ("ausl", &["azienda unita sanitaria locale", "azienda usl"]),
    ("usl", &["unita sanitaria locale"]),
    ("aci", &["automobile club"]),
    ("ater", &["azienda territoriale edilizia residenziale"]),
    ("cciaa", &["camera di commercio"]),
    ("ic", &["istituto comprensivo"]),
    ("inail", &["istituto nazionale assicurazione infortuni"]),
    ("inps", &["istituto nazionale previdenza sociale"]),
];

/// The short names of a body; none for what is no office.
pub(super) fn of(document: &Document) -> Vec<&'static str> {
    if document.kind != Kind::Office {
        return Vec::new();
    }
    let first = document.body.lines().next().unwrap_or_default();
    let (title, first) = (padded(&document.title), padded(first));
    let says = |names: &[&str]| {
        let inside = |name: &&str| format!(" {name} ");
        names
            .iter()
            .any(|name| title.contains(&inside(name)) || first.starts_with(&inside(name)))
    };
    ACRONYMS
        .iter()
        .filter(|(_, names)| says(names))
        .map(|(short, _)| *short)
        .collect()
}

/// The folded words of a text with a space around each.
fn padded(text: &str) -> String {
    let mut out = " ".to_owned();
    for token in tokens(text) {
        out.push_str(&token.fold);
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_has_the_name_that_callers_say() {
        let named = |title: &str, kind| {
            let mut document = Document::new("b", kind, "all");
            document.title = title.to_owned();
            of(&document)
        };
        let office = Kind::Office;
        assert_eq!(
            named("Azienda Unita' Sanitaria Locale Umbria 1", office),
            ["asl", "ausl", "usl"]
        );
        assert_eq!(
            named("Azienda Sanitaria Provinciale Crotone", office),
            ["asl"]
        );
        assert_eq!(named("Camera di Commercio di Torino", office), ["cciaa"]);
        assert!(named("Comune di Prato", office).is_empty());
        assert!(named("Azienda sanitaria: il ticket", Kind::Sheet).is_empty());
    }

    #[test]
    fn the_table_is_folded() {
        for (short, names) in ACRONYMS {
            for name in names.iter().chain([short]) {
                assert_eq!(padded(name), format!(" {name} "));
            }
        }
    }
}
