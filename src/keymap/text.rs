//! Keys as text: `Ctrl-d`, `F6`, `Shift-Tab` in files, and the labels shown on screen.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::key::{Key, KeyCode, Mods};
use crate::locale::Lang;

/// Name in files, then the label in Italian and in English. The Italian ones stand on the keycaps.
const NAMED: &[(&str, KeyCode, &str, &str)] = &[
    ("Enter", KeyCode::Enter, "Invio", "Enter"),
    ("Esc", KeyCode::Esc, "Esc", "Esc"),
    ("Tab", KeyCode::Tab, "Tab", "Tab"),
    ("Shift-Tab", KeyCode::BackTab, "Maiusc-Tab", "Shift-Tab"),
    ("Backspace", KeyCode::Backspace, "Indietro", "Backspace"),
    ("Delete", KeyCode::Delete, "Canc", "Del"),
    ("Insert", KeyCode::Insert, "Ins", "Ins"),
    ("Up", KeyCode::Up, "Su", "Up"),
    ("Down", KeyCode::Down, "Giù", "Down"),
    ("Left", KeyCode::Left, "Sinistra", "Left"),
    ("Right", KeyCode::Right, "Destra", "Right"),
    ("Home", KeyCode::Home, "Inizio", "Home"),
    ("End", KeyCode::End, "Fine", "End"),
    ("PageUp", KeyCode::PageUp, "Pag su", "PgUp"),
    ("PageDown", KeyCode::PageDown, "Pag giù", "PgDn"),
    ("Space", KeyCode::Char(' '), "Spazio", "Space"),
];

/// Prefixes in the order in which they are written: name in files, label in Italian.
const PREFIXES: &[(&str, Mods, &str)] = &[
    ("Ctrl-", Mods::CTRL, "Ctrl-"),
    ("Alt-", Mods::ALT, "Alt-"),
    ("Shift-", Mods::SHIFT, "Maiusc-"),
];

/// Why a text is no key, or no sequence of keys.
#[derive(Clone, Debug, Error, Eq, PartialEq)]
pub enum KeyTextError {
    /// Nothing was written.
    #[error("no key is written")]
    Empty,
    /// The text names no key.
    #[error("`{0}` is no key; write it like `F6`, `Ctrl-d`, `Enter`, `Space` or `a`")]
    Unknown(String),
    /// More keys in a row than [`super::MAX_SEQUENCE`].
    #[error("more than {} keys in one sequence", super::MAX_SEQUENCE)]
    TooLong,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, held, _) in PREFIXES {
            if self.mods.has(*held) {
                f.write_str(name)?;
            }
        }
        match (named(self.code), self.code) {
            (Some((name, ..)), _) => f.write_str(name),
            (None, KeyCode::F(number)) => write!(f, "F{number}"),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, other) => write!(f, "{other:?}"),
        }
    }
}

impl FromStr for Key {
    type Err = KeyTextError;

    fn from_str(text: &str) -> Result<Self, KeyTextError> {
        if text.is_empty() {
            return Err(KeyTextError::Empty);
        }
        let (mut mods, mut rest) = (Mods::NONE, text);
        while let Some((held, after)) = strip_modifier(rest) {
            mods = mods.with(held);
            rest = after;
        }
        let code = code_of(rest).ok_or_else(|| KeyTextError::Unknown(text.to_owned()))?;
        Ok(Self::new(code, mods))
    }
}

impl Key {
    /// What the footer and the help call this key, in `lang`: `Invio`, `Canc`, `Ctrl-D`.
    #[must_use]
    pub fn label(self, lang: Lang) -> String {
        let mut out = String::new();
        for (english, held, italian) in PREFIXES {
            if self.mods.has(*held) {
                out.push_str(match lang {
                    Lang::It => italian,
                    Lang::En => english,
                });
            }
        }
        match (named(self.code), lang, self.code) {
            (Some((_, _, label, _)), Lang::It, _) | (Some((_, _, _, label)), Lang::En, _) => {
                out.push_str(label);
            }
            // Under Control a letter stands for the keycap, and keycaps are upper case.
            (None, _, KeyCode::Char(c)) if !self.mods.is_empty() => out.extend(c.to_uppercase()),
            (None, _, _) => out.push_str(&Self::plain(self.code).to_string()),
        }
        out
    }
}

fn named(code: KeyCode) -> Option<&'static (&'static str, KeyCode, &'static str, &'static str)> {
    NAMED.iter().find(|row| row.1 == code)
}

/// `text` without its first modifier; a lone `-` after a modifier is the key itself.
fn strip_modifier(text: &str) -> Option<(Mods, &str)> {
    PREFIXES.iter().find_map(|(name, held, _)| {
        let rest = text.strip_prefix(name)?;
        (!rest.is_empty()).then_some((*held, rest))
    })
}

fn code_of(text: &str) -> Option<KeyCode> {
    if let Some((_, code, ..)) = NAMED.iter().find(|row| row.0 == text) {
        return Some(*code);
    }
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if !c.is_control() && !c.is_whitespace() => Some(KeyCode::Char(c)),
        (Some('F'), Some(_)) => function_number(text).map(KeyCode::F),
        _ => None,
    }
}

fn function_number(text: &str) -> Option<u8> {
    let digits = text.strip_prefix('F')?;
    if digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|n| (1..=24).contains(n))
}

/// One to [`super::MAX_SEQUENCE`] keys pressed one after the other: `Ctrl-x s`.
#[derive(Clone, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub struct Sequence(Vec<Key>);

impl Sequence {
    /// The keys in order; at least one.
    #[must_use]
    pub fn keys(&self) -> &[Key] {
        &self.0
    }

    /// What the screen calls this sequence, keys apart by a space.
    #[must_use]
    pub fn label(&self, lang: Lang) -> String {
        let labels: Vec<String> = self.0.iter().map(|key| key.label(lang)).collect();
        labels.join(" ")
    }
}

impl FromStr for Sequence {
    type Err = KeyTextError;

    fn from_str(text: &str) -> Result<Self, KeyTextError> {
        let keys = text
            .split_whitespace()
            .map(Key::from_str)
            .collect::<Result<Vec<_>, _>>()?;
        match keys.len() {
            0 => Err(KeyTextError::Empty),
            n if n > super::MAX_SEQUENCE => Err(KeyTextError::TooLong),
            _ => Ok(Self(keys)),
        }
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, key) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{key}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_and_key_agree_both_ways() {
        let table = [
            ("F6", Key::plain(KeyCode::F(6))),
            ("Ctrl-d", Key::ctrl('d')),
            ("Enter", Key::plain(KeyCode::Enter)),
            ("Shift-Tab", Key::plain(KeyCode::BackTab)),
            ("a", Key::char('a')),
            ("A", Key::char('A')),
            ("-", Key::char('-')),
            ("Space", Key::char(' ')),
            ("è", Key::char('è')),
            ("Ctrl--", Key::new(KeyCode::Char('-'), Mods::CTRL)),
            ("Ctrl-Space", Key::new(KeyCode::Char(' '), Mods::CTRL)),
            (
                "Ctrl-Alt-Shift-Up",
                Key::new(KeyCode::Up, Mods::CTRL.with(Mods::ALT).with(Mods::SHIFT)),
            ),
        ];
        for (text, key) in table {
            assert_eq!(text.parse::<Key>(), Ok(key), "{text}");
            assert_eq!(key.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in [
            "", "F0", "F25", "F06", "Ctrl-", "enter", "ab", "F+1", "\u{7}",
        ] {
            assert!(text.parse::<Key>().is_err(), "{text:?}");
        }
        assert_eq!("  ".parse::<Sequence>(), Err(KeyTextError::Empty));
        assert_eq!("a b c d e".parse::<Sequence>(), Err(KeyTextError::TooLong));
    }

    #[test]
    fn labels_are_what_stands_on_the_keycap() {
        let table = [
            ("Enter", "Invio", "Enter"),
            ("Delete", "Canc", "Del"),
            ("Ctrl-d", "Ctrl-D", "Ctrl-D"),
            ("Shift-Tab", "Maiusc-Tab", "Shift-Tab"),
            ("Shift-F1", "Maiusc-F1", "Shift-F1"),
            ("p", "p", "p"),
            ("Ctrl-x PageUp", "Ctrl-X Pag su", "Ctrl-X PgUp"),
        ];
        for (text, it, en) in table {
            let sequence: Sequence = text.parse().unwrap();
            assert_eq!(sequence.label(Lang::It), it);
            assert_eq!(sequence.label(Lang::En), en);
        }
    }

    proptest! {
        /// Law: every key that can be written is read back as itself.
        #[test]
        fn written_then_read_is_the_same(c in any::<char>(), f in 1u8..=24, held in 0u8..8) {
            let mods = PREFIXES.iter().enumerate()
                .filter(|(bit, _)| held & (1 << bit) != 0)
                .fold(Mods::NONE, |all, (_, row)| all.with(row.1));
            prop_assume!(!c.is_control() && (c == ' ' || !c.is_whitespace()));
            for code in [KeyCode::Char(c), KeyCode::F(f), KeyCode::Tab, KeyCode::Home] {
                let key = Key::new(code, mods);
                prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key));
            }
        }
    }
}
