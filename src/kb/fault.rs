//! What can be wrong with a knowledge file: one table of rules, and a broken one as data.

mod rules;

pub use rules::Rule;

use crate::{
    domain::text::Text,
    locale::{Lang, Phrase},
};
use std::fmt;

/// The longest value quoted in a fault, in characters.
const QUOTED_MAX_CHARS: usize = 80;

/// The place of a hint that names the closest of those there are.
const NEAR: &str = "near";

/// The hint where there is nothing to name.
const NOTHING_NEAR: Phrase = Phrase::new(
    "controlli come è scritto, o tolga la riga",
    "check how it is written, or take the line away",
);

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub enum Severity {
    /// The file cannot be taken as it is.
    Error,
    /// It can be taken; an operator would stumble over it.
    Warning,
    /// For the curator's list.
    Note,
}

impl Severity {
    /// The words on screen.
    #[must_use]
    pub const fn label(self) -> Phrase {
        match self {
            Self::Error => Phrase::new("errore", "error"),
            Self::Warning => Phrase::new("avviso", "warning"),
            Self::Note => Phrase::new("nota", "note"),
        }
    }
}

/// A rule broken at a line. The values fill the places of its phrase and hint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KbError {
    /// Which rule.
    pub rule: Rule,
    /// The line of the file, from 1.
    pub line: usize,
    values: Vec<(&'static str, Said)>,
}

/// A value quoted in a fault.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Said {
    /// From a file, the same in both languages.
    Quoted(Text),
    /// Our own words.
    Phrase(Phrase),
}

impl Said {
    fn get(&self, lang: Lang) -> &str {
        match self {
            Self::Quoted(text) => text.as_str(),
            Self::Phrase(phrase) => phrase.get(lang),
        }
    }
}

impl KbError {
    pub(super) const fn new(rule: Rule, line: usize) -> Self {
        Self {
            rule,
            line,
            values: Vec::new(),
        }
    }

    /// A key that nothing is called by, with the closest of those there are.
    pub(super) fn unknown_key<'a>(
        line: usize,
        key: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let near = nearest(key, known);
        Self::new(Rule::UnknownKey, line)
            .with("key", key)
            .near(near)
    }

    /// A key that nothing is called by, and that is kept.
    pub(super) fn kept_key<'a>(
        line: usize,
        key: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let near = nearest(key, known);
        Self::new(Rule::KeptKey, line).with("key", key).near(near)
    }

    /// Quotes a value; it comes from a file, so it is cleaned and kept short.
    pub(super) fn with(mut self, place: &'static str, value: &str) -> Self {
        let quoted = Text::line(value).clipped(QUOTED_MAX_CHARS);
        let text = if quoted.clipped {
            Text::line(&format!("{}…", quoted.text))
        } else {
            quoted.text
        };
        self.values.push((place, Said::Quoted(text)));
        self
    }

    /// Fills a place with keys and kinds of ours: as long as they are.
    pub(super) fn with_keys(mut self, place: &'static str, keys: &str) -> Self {
        self.values.push((place, Said::Quoted(Text::line(keys))));
        self
    }

    /// Names the closest of those there are; where there is none, the hint says something else.
    pub(super) fn near(self, near: Option<&str>) -> Self {
        match near {
            Some(near) => self.with(NEAR, near),
            None => self,
        }
    }

    /// Fills a place with words of ours.
    pub(super) fn with_phrase(mut self, place: &'static str, phrase: Phrase) -> Self {
        self.values.push((place, Said::Phrase(phrase)));
        self
    }

    /// What is wrong, in `lang`.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        self.fill(self.rule.phrase(), lang)
    }

    /// What to do about it, in `lang`.
    #[must_use]
    pub fn hint(&self, lang: Lang) -> String {
        let hint = self.rule.hint();
        let names_one = self.values.iter().any(|(place, _)| *place == NEAR);
        if !names_one && hint.get(lang).contains("{near}") {
            return NOTHING_NEAR.get(lang).to_owned();
        }
        self.fill(hint, lang)
    }

    fn fill(&self, phrase: Phrase, lang: Lang) -> String {
        let values: Vec<(&str, &str)> = self
            .values
            .iter()
            .map(|(place, value)| (*place, value.get(lang)))
            .collect();
        let shown: Vec<(&str, &dyn fmt::Display)> = values
            .iter()
            .map(|(place, value)| (*place, value as &dyn fmt::Display))
            .collect();
        phrase.fill(lang, &shown)
    }
}

impl fmt::Display for KbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}: {} ({})",
            self.line,
            self.words(Lang::En),
            self.hint(Lang::En)
        )
    }
}

impl std::error::Error for KbError {}

/// What was found in a file: one row of the report of an import or a check.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The file, as the report names it.
    pub file: Text,
    /// What is wrong, and where.
    pub fault: KbError,
}

impl Finding {
    pub(super) fn new(file: &str, fault: KbError) -> Self {
        Self {
            file: Text::line(file),
            fault,
        }
    }

    /// How much it weighs.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.fault.rule.severity()
    }

    /// One line: file, line, severity, what is wrong, what to do.
    #[must_use]
    pub fn report(&self, lang: Lang) -> String {
        format!(
            "{}:{}: {}: {} [{}] · {}",
            self.file,
            self.fault.line,
            self.severity().label().get(lang),
            self.fault.words(lang),
            self.fault.rule.id(),
            self.fault.hint(lang)
        )
    }
}

/// Of `known`, the one that takes the fewest changed letters to become `word`.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.min_by_key(|candidate| distance(word, candidate))
}

/// Levenshtein distance, in characters; words beyond 80 characters count as that long.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().take(QUOTED_MAX_CHARS).collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, letter) in from.chars().take(QUOTED_MAX_CHARS).enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let mut left = above + 1;
        next.push(left);
        for (other, pair) in to.iter().zip(row.windows(2)) {
            let [diagonal, up] = pair else { continue };
            left = (diagonal + usize::from(letter != *other)).min(left.min(*up) + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{rules::CATALOG, *};
    use crate::locale::catalog_faults;

    #[test]
    fn every_rule_speaks_both_languages() {
        assert_eq!(catalog_faults(CATALOG), Vec::<String>::new());
    }

    #[test]
    fn rule_ids_are_unique() {
        let mut ids: Vec<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Rule::ALL.len());
    }

    #[test]
    fn the_nearest_key_is_named() {
        let keys = ["title", "terms", "aliases"];
        for (typed, near) in [("titel", "title"), ("alias", "aliases"), ("term", "terms")] {
            assert_eq!(nearest(typed, keys.into_iter()), Some(near));
        }
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("gatto", "gatti"), 1);
        assert_eq!(nearest("x", std::iter::empty()), None);
    }

    #[test]
    fn no_hint_names_an_empty_nearest() {
        let none = std::iter::empty();
        for fault in [
            KbError::unknown_key(1, "titel", none.clone()),
            KbError::kept_key(1, "titel", none),
            KbError::new(Rule::BrokenReference, 1).near(None),
            KbError::new(Rule::BadWord, 1).near(None),
        ] {
            for lang in [Lang::It, Lang::En] {
                let hint = fault.hint(lang);
                assert_eq!(hint, NOTHING_NEAR.get(lang));
            }
        }
        let named = KbError::new(Rule::BadWord, 1).near(Some("casa"));
        assert!(named.hint(Lang::It).contains("«casa»"));
    }

    #[test]
    fn a_quoted_value_cannot_reach_the_terminal_as_an_escape() {
        let fault = KbError::new(Rule::UnknownKey, 3)
            .with("key", &format!("\u{1b}[2J{}", "x".repeat(300)))
            .with("near", "title");
        let said = fault.words(Lang::It);
        assert!(!said.contains('\u{1b}'), "{said}");
        assert!(said.chars().count() < 130, "{said}");
    }
}
