//! Turns text into the terms of the index: stems, exact words, within-word 4-grams and names.

use super::token::{Token, tokens};
use super::words;
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::BTreeSet;

/// Letters of a gram.
const GRAM: usize = 4;

/// The Italian analysis. Cheap to make and to copy around; one per thread of work.
pub(super) struct Analysis {
    stemmer: Stemmer,
}

impl Analysis {
    /// The analysis of this version of the index.
    pub(super) fn new() -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::Italian),
        }
    }

    /// The stem of a folded word.
    pub(super) fn stem(&self, fold: &str) -> String {
        self.stemmer.stem(fold).into_owned()
    }

    /// Stems of the words of `text` that carry a topic.
    pub(super) fn stems(&self, text: &str) -> Vec<String> {
        topical(text).iter().map(|t| self.stem(&t.fold)).collect()
    }

    /// The name under which a title or an alias is known as a whole: its stems in order, without
    /// generic first words (*ufficio*). Empty when nothing is left.
    pub(super) fn whole<'a>(&self, folds: impl Iterator<Item = &'a str>) -> String {
        let stems: Vec<String> = folds
            .filter(|word| !words::is_stop(word) && !words::is_generic(word))
            .map(|word| self.stem(word))
            .collect();
        stems.join(" ")
    }
}

/// Mark of a whole that is asked for at an office without being its name.
pub(super) const ASKED_FOR: char = '~';

/// The marked form of `whole`.
pub(super) fn asked_for(whole: &str) -> String {
    format!("{ASKED_FOR}{whole}")
}

/// The words of `text` that carry a topic.
pub(super) fn topical(text: &str) -> Vec<Token> {
    let mut found = tokens(text);
    found.retain(|token| !words::is_stop(&token.fold));
    found
}

/// Whether every word of `question` that carries a topic stands in one of `texts`, endings aside. No
/// question without such a word is covered.
#[must_use]
pub fn covers<'a>(question: &str, texts: impl Iterator<Item = &'a str>) -> bool {
    let analysis = Analysis::new();
    let wanted = analysis.stems(question);
    let there: BTreeSet<String> = texts.flat_map(|text| analysis.stems(text)).collect();
    !wanted.is_empty() && wanted.iter().all(|stem| there.contains(stem))
}

/// Every word of `text`, folded.
pub(super) fn exact(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.fold).collect()
}

/// The 4-grams of a folded word between `_` marks; a word still being typed has no closing mark.
/// A marked word shorter than a gram is one gram.
pub(super) fn grams(fold: &str, open: bool) -> Vec<String> {
    let closing = if open { None } else { Some('_') };
    let marked: Vec<char> = std::iter::once('_')
        .chain(fold.chars())
        .chain(closing)
        .collect();
    if marked.len() < GRAM {
        return vec![marked.into_iter().collect()];
    }
    marked
        .windows(GRAM)
        .map(|letters| letters.iter().collect())
        .collect()
}

/// The forms under which a surname or a first name is found: its words without dropping any, and
/// all of them glued (`Dell'Orto` is `dell`, `orto` and `dellorto`).
pub(super) fn names(text: &str) -> Vec<String> {
    let mut forms = exact(text);
    if forms.len() > 1 {
        let glued: String = forms.concat();
        if glued.len() <= 40 {
            forms.push(glued);
        }
    }
    forms
}

/// Every beginning of a name of one letter or more, itself included.
pub(super) fn beginnings(form: &str) -> Vec<String> {
    form.char_indices()
        .filter_map(|(at, letter)| form.get(..at + letter.len_utf8()))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_covered_by_all_of_its_words_and_by_nothing_less() {
        let texts = || ["Carta d'identità smarrita", "documenti persi"].into_iter();
        for (question, covered) in [
            ("ho perso la carta d'identità", true),
            ("carta di identità smarrite", true),
            ("la carta e i documenti", true),
            ("carta d'identità elettronica", false),
            ("per la", false),
            ("", false),
        ] {
            assert_eq!(covers(question, texts()), covered, "{question}");
        }
    }

    #[test]
    fn stems_drop_stop_words_and_endings() {
        let analysis = Analysis::new();
        assert_eq!(
            analysis.stems("Ho perso la carta d'identità"),
            ["pers", "cart", "ident"]
        );
        assert_eq!(analysis.stem("certificati"), analysis.stem("certificato"));
    }

    #[test]
    fn grams_have_marks_at_the_edges_of_the_word() {
        assert_eq!(grams("acqua", false), ["_acq", "acqu", "cqua", "qua_"]);
        assert_eq!(grams("acqua", true), ["_acq", "acqu", "cqua"]);
        assert_eq!(grams("ok", false), ["_ok_"]);
        assert_eq!(grams("a", true), ["_a"]);
    }

    #[test]
    fn names_keep_every_word_and_the_glued_form() {
        assert_eq!(names("Dell'Orto"), ["dell", "orto", "dellorto"]);
        assert_eq!(names("De Luca"), ["de", "luca", "deluca"]);
        assert_eq!(names("Carli"), ["carli"]);
        assert_eq!(beginnings("ugo"), ["u", "ug", "ugo"]);
    }

    #[test]
    fn an_office_is_known_without_its_generic_words() {
        let analysis = Analysis::new();
        let whole = |text: &str| analysis.whole(exact(text).iter().map(String::as_str));
        assert_eq!(whole("Ufficio Anagrafe"), whole("anagrafe"));
        assert_eq!(whole("ufficio"), "");
    }
}
