//! Which column of a foreign table is which key: `Cognome=surname,Nome=name,Note=-`, or the same as TOML.

use crate::kb::{
    document::keys,
    fault::{KbError, Rule},
};
use toml_edit::DocumentMut;

/// The key that leaves a column out.
const DROP: &str = "-";

/// A map of columns; a column that is not in it is the key it is called by.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Map {
    pairs: Vec<(String, String)>,
}

/// What a table calls a key otherwise.
pub const WORDS: [&str; 4] = ["name", "phone", "notes", "id"];

impl Map {
    /// Reads `column=key,column=key`.
    ///
    /// # Errors
    /// The first pair that is none, or whose key nobody knows.
    pub fn parse(pairs: &str) -> Result<Self, KbError> {
        let pairs = pairs
            .split(',')
            .map(str::trim)
            .filter(|pair| !pair.is_empty());
        Self::of(pairs.map(|pair| match pair.split_once('=') {
            Some((column, key)) => (column.trim().to_owned(), key.trim().to_owned()),
            None => (pair.to_owned(), String::new()),
        }))
    }

    /// Reads a TOML file of `column = "key"`.
    ///
    /// # Errors
    /// As [`Self::parse`], and what keeps it from being TOML.
    pub fn toml(text: &str) -> Result<Self, KbError> {
        let document: DocumentMut = text
            .parse()
            .map_err(|error: toml_edit::TomlError| bad(error.message()))?;
        Self::of(document.iter().map(|(column, key)| {
            let key = key.as_str().unwrap_or_default();
            (column.to_owned(), key.to_owned())
        }))
    }

    fn of(pairs: impl Iterator<Item = (String, String)>) -> Result<Self, KbError> {
        let known = |key: &str| {
            key == DROP
                || key.starts_with(FACT)
                || WORDS.contains(&key)
                || keys().any(|known| known == key)
        };
        let pairs: Vec<(String, String)> = pairs.collect();
        match pairs.iter().find(|(_, key)| !known(key)) {
            Some((column, key)) => Err(bad(&format!("{column}={key}"))),
            None => Ok(Self { pairs }),
        }
    }

    /// The key of a column; `None` when it is left out.
    #[must_use]
    pub fn key<'a>(&'a self, column: &'a str) -> Option<&'a str> {
        let found = |(name, _): &&(String, String)| name.eq_ignore_ascii_case(column);
        let key = self.pairs.iter().find(found);
        let key = key.map_or(column, |(_, key)| key.as_str());
        (key != DROP).then_some(key)
    }
}

/// How a column begins that is a fact with a name of its own.
pub const FACT: &str = "fact:";

fn bad(reason: &str) -> KbError {
    KbError::new(Rule::BadMap, 1).with("reason", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_reads_from_the_line_and_from_a_file() {
        let line = Map::parse("Cognome=surname, Nome = name,Note=-,").unwrap();
        let file = Map::toml("Cognome = \"surname\"\nNome = \"name\"\nNote = \"-\"\n").unwrap();
        assert_eq!(line, file);
        assert_eq!(line.key("COGNOME"), Some("surname"));
        assert_eq!(line.key("Note"), None);
        assert_eq!(line.key("phone"), Some("phone"));
    }

    #[test]
    fn a_map_that_leads_nowhere_is_refused() {
        for pairs in ["Cognome", "Cognome=", "Cognome=cognome"] {
            assert_eq!(Map::parse(pairs).unwrap_err().rule, Rule::BadMap, "{pairs}");
        }
        assert!(Map::toml("a = [").is_err());
        assert!(Map::toml("a = 1").is_err());
    }
}
