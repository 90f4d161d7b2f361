//! The two languages of the screen: a phrase carries both, so that neither can be missing.

use std::fmt::Display;

/// A language of the interface. Italian is the default (GLOSSARY).
#[derive(Clone, Copy, Debug, Eq, PartialEq, Default)]
pub enum Lang {
    /// Italian.
    #[default]
    It,
    /// English.
    En,
}

impl Lang {
    /// The language named by a locale string such as `it_IT.UTF-8` or `en`; `None` when it names
    /// neither. `C` and `POSIX` name no language.
    #[must_use]
    pub fn from_locale(name: &str) -> Option<Self> {
        match name.get(..2) {
            Some("it" | "IT") => Some(Self::It),
            Some("en" | "EN") => Some(Self::En),
            _ => None,
        }
    }

    /// `it` or `en`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::En => "en",
        }
    }
}

/// One thing said on screen, in both languages. `{name}` marks a place to be filled.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Phrase {
    /// Italian.
    pub it: &'static str,
    /// English.
    pub en: &'static str,
}

impl Phrase {
    /// A phrase from its two texts.
    #[must_use]
    pub const fn new(it: &'static str, en: &'static str) -> Self {
        Self { it, en }
    }

    /// The text in `lang`, places unfilled.
    #[must_use]
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::It => self.it,
            Lang::En => self.en,
        }
    }

    /// The text in `lang` with every `{name}` replaced by its value. A value is inserted as it is:
    /// braces inside it are not looked at again.
    #[must_use]
    pub fn fill(self, lang: Lang, values: &[(&str, &dyn Display)]) -> String {
        filled(self.get(lang), values)
    }

    /// The text for `n` of something, its `{n}` and its other places filled: a phrase that counts is
    /// written `one thing|{n} things`, the form for one first.
    #[must_use]
    pub fn count(self, lang: Lang, n: usize, values: &[(&str, &dyn Display)]) -> String {
        let text = self.get(lang);
        let text = match text.split_once('|') {
            Some((one, _)) if n == 1 => one,
            Some((_, many)) => many,
            None => text,
        };
        filled(text, &[&[("n", &n as &dyn Display)], values].concat())
    }

    /// The names of the places to fill, in order of appearance in `lang`.
    #[must_use]
    pub fn places(self, lang: Lang) -> Vec<&'static str> {
        let mut names = Vec::new();
        let mut rest = self.get(lang);
        while let Some((_, after)) = rest.split_once('{') {
            let Some((name, tail)) = after.split_once('}') else {
                break;
            };
            names.push(name);
            rest = tail;
        }
        names
    }
}

fn filled(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
            out.push_str(&value.to_string());
        } else {
            out.push('{');
            out.push_str(name);
            out.push('}');
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Declares phrases as constants and lists them in `ALL`, with the test that holds the catalog
/// complete: `catalog! { SAVED = "salvato" / "saved"; }`.
#[macro_export]
macro_rules! catalog {
    ($($(#[$meta:meta])* $name:ident = $it:literal / $en:literal;)+) => {
        $(
            #[doc = concat!("`` ", $it, " `` / `` ", $en, " ``")]
            $(#[$meta])*
            pub const $name: $crate::locale::Phrase = $crate::locale::Phrase::new($it, $en);
        )+
        /// Every phrase of this catalog, by name.
        #[allow(dead_code, reason = "read by the tests that hold every catalog complete")]
        pub const ALL: &[(&str, $crate::locale::Phrase)] = &[$((stringify!($name), $name)),+];

        #[cfg(test)]
        #[test]
        fn every_phrase_is_there_in_both_languages() {
            assert_eq!($crate::locale::catalog_faults(ALL), Vec::<String>::new());
        }
    };
}

/// The faults of a catalog: an empty text, places that differ between the languages, or a count in one
/// of them alone.
/// Empty when the catalog is complete.
#[must_use]
pub fn catalog_faults(catalog: &[(&str, Phrase)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, phrase) in catalog {
        if phrase.it.trim().is_empty() || phrase.en.trim().is_empty() {
            faults.push(format!("{name}: a text is empty"));
        }
        if phrase.it.matches('|').count() != phrase.en.matches('|').count() {
            faults.push(format!("{name}: one language counts, the other does not"));
        }
        let (mut it, mut en) = (phrase.places(Lang::It), phrase.places(Lang::En));
        it.sort_unstable();
        en.sort_unstable();
        if it != en {
            faults.push(format!("{name}: places differ, {it:?} and {en:?}"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once_and_unknown_ones_stay() {
        let phrase = Phrase::new("richiesta {n} di {x}", "request {n} of {x}");
        assert_eq!(
            phrase.fill(Lang::It, &[("n", &"{x}")]),
            "richiesta {x} di {x}"
        );
        assert_eq!(
            phrase.fill(Lang::En, &[("n", &1), ("x", &2)]),
            "request 1 of 2"
        );
    }

    #[test]
    fn a_catalog_with_a_missing_text_or_other_places_is_faulty() {
        let bad = [
            ("A", Phrase::new("", "x")),
            ("B", Phrase::new("{a}", "{b}")),
            ("C", Phrase::new("{a} {b}", "{b} {a}")),
            ("D", Phrase::new("una|{n}", "{n}")),
        ];
        assert_eq!(catalog_faults(&bad).len(), 3);
    }

    #[test]
    fn what_is_counted_has_a_form_for_one() {
        let phrase = Phrase::new("una sospesa|{n} sospese", "{n} parked");
        assert_eq!(phrase.count(Lang::It, 1, &[]), "una sospesa");
        assert_eq!(phrase.count(Lang::It, 0, &[]), "0 sospese");
        assert_eq!(phrase.count(Lang::En, 1, &[]), "1 parked");
    }

    #[test]
    fn a_locale_names_its_language_or_none() {
        assert_eq!(Lang::from_locale("it_IT.UTF-8"), Some(Lang::It));
        assert_eq!(Lang::from_locale("en"), Some(Lang::En));
        assert_eq!(Lang::from_locale("C"), None);
        assert_eq!(Lang::from_locale("ì"), None);
    }
}
