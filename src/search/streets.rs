//! Names of streets: *buca in via Roma* is about a hole, and not about Rome.

use super::{token::Token, words};
use crate::domain::place::{AMBIGUOUS, STREETS};

/// The words before an ambiguous one that make it a street.
const BEFORE: &[&str] = &["a", "angolo", "da", "di", "in", "tra", "fra"];

/// Words between a street and its name, or that the name begins with.
const WITHIN: &[&str] = &[
    "d", "da", "de", "degli", "dei", "del", "della", "delle", "dello", "di", "don", "san", "sant",
    "santa", "santi", "santo",
];

/// The words of a query that are about a street, by their byte offsets.
#[derive(Debug, Default)]
pub(super) struct Streets {
    /// What it is called before its name, where a name follows: *via*.
    pub called: Vec<usize>,
    /// Its name.
    pub named: Vec<usize>,
}

/// The words that name a street.
pub(super) fn names(tokens: &[Token]) -> Streets {
    let mut streets = Streets::default();
    for (at, street) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        if !is_street(street, before) {
            continue;
        }
        for token in tokens.iter().skip(at + 1) {
            let goes_on = WITHIN.contains(&token.fold.as_str());
            if !goes_on && words::is_stop(&token.fold) {
                break;
            }
            streets.named.push(token.start);
            if !goes_on {
                streets.called.push(street.start);
                break;
            }
        }
    }
    streets
}

/// The words by which a caller says where he lives.
const LIVING: &[&str] = &[
    "abita",
    "abitano",
    "abitare",
    "abitiamo",
    "abito",
    "residente",
    "residenti",
    "vive",
    "vivo",
];

/// Whether the caller says where he lives: then the street itself is the answer, with its area, its
/// school and its office.
pub(super) fn lives(tokens: &[Token]) -> bool {
    tokens
        .iter()
        .any(|token| LIVING.contains(&token.fold.as_str()))
}

/// A street without what a street is called: by *via* alone none is found.
pub(super) fn name_of(title: &str) -> &str {
    let (first, rest) = title.split_once(' ').unwrap_or((title, ""));
    let called = crate::domain::text::folded(first);
    if STREETS.contains(&called.as_str()) && !rest.is_empty() {
        rest
    } else {
        title
    }
}

fn is_street(word: &Token, before: Option<&Token>) -> bool {
    let word = word.fold.as_str();
    let after = |before: &Token| BEFORE.contains(&before.fold.as_str());
    let first = before.is_none() && word == "via";
    STREETS.contains(&word) && (!AMBIGUOUS.contains(&word) || first || before.is_some_and(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::token::tokens;

    #[test]
    fn a_street_is_found_by_its_name() {
        for (title, name) in [
            ("via del Saggio", "del Saggio"),
            ("Piazza dell'Esempio", "dell'Esempio"),
            ("Saggio", "Saggio"),
            ("Via", "Via"),
        ] {
            assert_eq!(name_of(title), name);
        }
    }

    #[test]
    fn the_words_after_a_street_are_its_name() {
        let table: &[(&str, &[&str])] = &[
            ("buca in via roma davanti alla scuola", &["roma"]),
            ("incidente in piazza san marco", &["san", "marco"]),
            ("lampione viale della repubblica", &["della", "repubblica"]),
            ("rumore in corso vittorio", &["vittorio"]),
            ("corso di nuoto", &[]),
            ("portare via un mobile", &[]),
            ("chi porta via mobili", &[]),
            ("per via del rumore", &[]),
            ("manutenzione strada", &[]),
            ("in via", &[]),
            ("via del saggio", &["del", "saggio"]),
        ];
        for (text, expected) in table {
            let all = tokens(text);
            let named = names(&all).named;
            let found: Vec<&str> = all
                .iter()
                .filter(|token| named.contains(&token.start))
                .map(|token| token.fold.as_str())
                .collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
