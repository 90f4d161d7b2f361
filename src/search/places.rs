//! Names of places: *asl basilicata* is no question for Foggia.
//!
//! A body of the directory has a town, a province and a region. A place that a query names in full
//! is found by any of them, and weighs against a body that has another one.

use super::dictionary::Dictionary;
use super::document::Document;
use super::token::{Token, tokens};
use super::words;
use crate::domain::vocabulary::{self, PROVINCES, Province};

/// Words of the longest name of a place that is looked for in a query, stop words left out.
const LONGEST: usize = 5;
/// Letters from which a word of a region stands for it (*emilia*).
const WORD_OF_REGION: usize = 5;

/// The name of a place as it is indexed and looked for: folded words without stop words.
fn whole(name: &str) -> String {
    let all = tokens(name);
    let kept: Vec<&str> = all
        .iter()
        .map(|token| token.fold.as_str())
        .filter(|word| !words::is_stop(word))
        .collect();
    kept.join(" ")
}

/// The terms of the places of a document: each name as a whole, the code and the name of the
/// province, the telling words of the region.
pub(super) fn terms(document: &Document) -> Vec<String> {
    let region = whole(&document.region);
    let mut terms = vec![whole(&document.town), region.clone()];
    terms.extend(province(&document.province));
    if region.contains(' ') {
        let long = region
            .split(' ')
            .filter(|word| word.chars().count() >= WORD_OF_REGION);
        terms.extend(long.map(str::to_owned));
    }
    terms.retain(|term| !term.is_empty());
    terms
}

/// A province written by its letters or by its name, as both.
fn province(written: &str) -> Vec<String> {
    let letters = exact(written);
    let name = whole(written);
    let is = |known: &&Province| {
        known.letters.eq_ignore_ascii_case(&letters) || whole(known.name) == name
    };
    match PROVINCES.iter().find(is) {
        Some(known) => vec![known.letters.to_ascii_lowercase(), whole(known.name)],
        None => vec![name],
    }
}

fn exact(text: &str) -> String {
    let mut all = tokens(text);
    match all.pop() {
        Some(only) if all.is_empty() => only.fold,
        _ => String::new(),
    }
}

/// The places that the words of a query name in full: per place the byte offsets of its words, and
/// its term. The longest name counts.
pub(super) fn named(kept: &[&Token], dictionary: &Dictionary) -> Vec<(Vec<usize>, String)> {
    let mut found = Vec::new();
    let mut rest = kept;
    while !rest.is_empty() {
        let longest = (1..=rest.len().min(LONGEST)).rev().find_map(|length| {
            let words = rest.get(..length)?;
            let folds: Vec<&str> = words.iter().map(|token| token.fold.as_str()).collect();
            let name = folds.join(" ");
            dictionary.knows_place(&name).then_some((words, name))
        });
        let taken = longest.as_ref().map_or(1, |(words, _)| words.len());
        if let Some((words, name)) = longest {
            found.push((words.iter().map(|token| token.start).collect(), name));
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    found
}

/// True for the code of a province.
pub(super) fn is_code(word: &str) -> bool {
    vocabulary::province(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Kind;

    #[test]
    fn a_province_is_known_by_its_letters() {
        assert!(is_code("fi") && is_code("mi") && !is_code("zz"));
    }

    #[test]
    fn a_body_is_known_by_town_province_and_region() {
        let mut body = Document::new("b", Kind::Office, "all");
        body.town = "Sant'Agata de' Goti".to_owned();
        body.province = "BN".to_owned();
        body.region = "Friuli-Venezia Giulia".to_owned();
        let found = terms(&body);
        for term in [
            "sant agata de goti",
            "bn",
            "benevento",
            "friuli venezia giulia",
            "friuli",
        ] {
            assert!(found.contains(&term.to_owned()), "{term}: {found:?}");
        }
        body.province = "Reggio nell'Emilia".to_owned();
        assert!(terms(&body).contains(&"reggio emilia".to_owned()));
        assert!(terms(&body).contains(&"re".to_owned()));
        assert!(terms(&Document::new("b", Kind::Office, "all")).is_empty());
    }
}
