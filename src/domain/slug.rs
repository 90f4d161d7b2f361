//! Slugs: the names of articles, offices and agencies in files, links and commands.

use super::text;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest slug, in characters (all of them one byte).
pub const SLUG_MAX: usize = 80;

/// A name of lower-case letters, digits and hyphens that starts with a letter or digit:
/// `carta-d-identita`.
#[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(Box<str>);

/// Why a text is not a slug.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SlugError {
    /// Nothing there.
    #[error("empty name")]
    Empty,
    /// More than [`SLUG_MAX`] characters.
    #[error("longer than {SLUG_MAX} characters")]
    TooLong,
    /// It starts with a hyphen.
    #[error("starts with a hyphen")]
    StartsWithHyphen,
    /// Only `a`–`z`, `0`–`9` and `-` may stand in it.
    #[error("`{}` cannot stand in a name: only a-z, 0-9 and -", .0.escape_default())]
    Character(char),
}

impl Slug {
    /// The slug written exactly so; nothing is corrected.
    ///
    /// # Errors
    /// A [`SlugError`] for the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        if let Some(wrong) = text.chars().find(|c| !is_allowed(*c)) {
            return Err(SlugError::Character(wrong));
        }
        match text.bytes().next() {
            None => Err(SlugError::Empty),
            Some(b'-') => Err(SlugError::StartsWithHyphen),
            Some(_) if text.len() > SLUG_MAX => Err(SlugError::TooLong),
            Some(_) => Ok(Self(text.into())),
        }
    }

    /// A slug made from a title: accents are dropped, every apostrophe, space or sign separates two
    /// words, and what exceeds the limit is left out by whole words where it can. `None` when no
    /// Latin letter or digit is left (a title in Arabic, or of signs only).
    #[must_use]
    pub fn from_title(title: &str) -> Option<Self> {
        let mut out = String::new();
        for word in ascii(title).split('-').filter(|word| !word.is_empty()) {
            let room = SLUG_MAX.saturating_sub(out.len());
            if out.is_empty() {
                out.push_str(word.get(..word.len().min(room)).unwrap_or_default());
            } else if word.len() < room {
                out.push('-');
                out.push_str(word);
            } else {
                break;
            }
        }
        (!out.is_empty()).then(|| Self(out.into()))
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const fn is_allowed(character: char) -> bool {
    matches!(character, 'a'..='z' | '0'..='9' | '-')
}

/// The title in ASCII lower case, everything else than letters and digits as a hyphen.
fn ascii(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for character in text::folded(title).chars() {
        match character {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            allowed if is_allowed(allowed) => out.push(allowed),
            _ => out.push('-'),
        }
    }
    out
}

impl TryFrom<String> for Slug {
    type Error = SlugError;

    fn try_from(text: String) -> Result<Self, SlugError> {
        Self::parse(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0.into()
    }
}

impl std::str::FromStr for Slug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, SlugError> {
        Self::parse(text)
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_become_names() {
        let table = [
            (
                "Carta d'identità: furto o smarrimento",
                "carta-d-identita-furto-o-smarrimento",
            ),
            (
                "Carta d’identità elettronica (CIE)",
                "carta-d-identita-elettronica-cie",
            ),
            ("  IMU — acconto 2026  ", "imu-acconto-2026"),
            ("PERCHÉ È COSÌ", "perche-e-cosi"),
            ("Straße, Łódź & İzmir", "strasse-lodz-izmir"),
            ("e\u{301}", "e"),
        ];
        for (title, name) in table {
            assert_eq!(Slug::from_title(title).unwrap().as_str(), name, "{title}");
        }
    }

    #[test]
    fn a_title_without_latin_letters_has_no_name() {
        for title in ["", "—", "بطاقة", "身份证"] {
            assert_eq!(Slug::from_title(title), None, "{title}");
        }
    }

    #[test]
    fn a_long_title_loses_whole_words() {
        let slug = Slug::from_title(&"certificato ".repeat(20)).unwrap();
        assert_eq!(slug.as_str().len(), 71);
        assert!(slug.as_str().ends_with("-certificato"));
        assert_eq!(
            Slug::from_title(&"a".repeat(200)).unwrap().as_str().len(),
            SLUG_MAX
        );
    }

    #[test]
    fn refusals_say_what_is_wrong() {
        assert_eq!(Slug::parse(""), Err(SlugError::Empty));
        assert_eq!(Slug::parse("-a"), Err(SlugError::StartsWithHyphen));
        assert_eq!(Slug::parse("Anagrafe"), Err(SlugError::Character('A')));
        assert_eq!(Slug::parse("../etc"), Err(SlugError::Character('.')));
        assert_eq!(Slug::parse(&"a".repeat(81)), Err(SlugError::TooLong));
        assert!(serde_json::from_str::<Slug>("\"a b\"").is_err());
    }

    proptest! {
        #[test]
        fn a_name_made_from_any_title_is_a_name(title in ".{0,120}") {
            if let Some(slug) = Slug::from_title(&title) {
                prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug.clone()));
                prop_assert_eq!(Slug::from_title(slug.as_str()), Some(slug));
            }
        }
    }
}
