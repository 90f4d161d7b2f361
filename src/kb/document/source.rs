//! TOML and where it stands: every value with the line of its file.

use super::take::Given;
use crate::{
    kb::fault::{KbError, Rule},
    locale::Phrase,
};
use std::ops::Range;
use toml_edit::{Document, Item, Table, Value};

/// What the parser objects to, by a word of what it says, in words of ours: it speaks one language.
const REASONS: [(&str, Phrase); 8] = [
    (
        "duplicate",
        Phrase::new("questa chiave c'è due volte", "this key is there twice"),
    ),
    (
        "string",
        Phrase::new(
            "un testo sta tra virgolette, aperte e chiuse",
            "a text stands between quotes, opened and closed",
        ),
    ),
    (
        "quote",
        Phrase::new("mancano le virgolette", "the quotes are missing"),
    ),
    (
        "array",
        Phrase::new(
            "in un elenco manca una virgola o una parentesi quadra",
            "a comma or a square bracket is missing in a list",
        ),
    ),
    (
        "table",
        Phrase::new(
            "manca una parentesi, o ce n'è una di troppo",
            "a bracket is missing, or there is one too many",
        ),
    ),
    (
        "escape",
        Phrase::new(
            "dopo una barra rovesciata c'è un segno che non si usa: se ne scrivano due",
            "a sign that is not used stands behind a backslash: write two of them",
        ),
    ),
    (
        "key",
        Phrase::new(
            "una riga è: nome = valore, e un testo sta tra virgolette",
            "a line is: name = value, and a text stands between quotes",
        ),
    ),
    (
        "value",
        Phrase::new(
            "il valore manca o non si legge",
            "the value is missing or cannot be read",
        ),
    ),
];

fn reason(message: &str) -> Phrase {
    let known = REASONS.iter().find(|(word, _)| message.contains(word));
    known.map_or(
        Phrase::new("la riga non si legge", "the line cannot be read"),
        |(_, phrase)| *phrase,
    )
}

/// A piece of TOML and where in its file it stands.
pub struct Toml<'a> {
    text: &'a str,
    first_line: usize,
    /// Where its lines end, so that naming a line costs the same in a file of any size.
    breaks: Vec<usize>,
}

impl<'a> Toml<'a> {
    /// A whole file of TOML.
    pub fn file(text: &'a str) -> Self {
        Self::from_line(text, 1)
    }

    /// TOML that begins on a line of its file.
    pub fn from_line(text: &'a str, first_line: usize) -> Self {
        Self {
            text,
            first_line,
            breaks: text.match_indices('\n').map(|(place, _)| place).collect(),
        }
    }

    /// Reads it; the parser bounds its depth.
    pub fn parse(&self) -> Result<Document<&'a str>, KbError> {
        Document::parse(self.text).map_err(|error| {
            let fault = KbError::new(Rule::Toml, self.line(error.span()));
            fault.with_phrase("reason", reason(error.message()))
        })
    }

    /// The line of a place in it.
    pub fn line(&self, span: Option<Range<usize>>) -> usize {
        let start = span.map_or(0, |span| span.start);
        self.first_line + self.breaks.partition_point(|end| *end < start)
    }

    /// The line of a key of a table.
    pub fn line_of(&self, table: &Table, key: &str) -> usize {
        match table.get_key_value(key) {
            Some((key, item)) => self.line(key.span().or_else(|| item.span())),
            None => self.line(table.span()),
        }
    }
}

/// The value of an item, as the table of fields takes it.
pub fn given(item: &Item) -> Given {
    match item.as_value() {
        Some(Value::String(text)) => Given::Text(text.value().clone()),
        Some(Value::Boolean(flag)) => Given::Flag(*flag.value()),
        Some(Value::Integer(number)) => Given::Text(number.value().to_string()),
        Some(Value::Datetime(date)) => Given::Text(date.value().to_string()),
        Some(Value::Array(array)) => array
            .iter()
            .map(|value| value.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
            .map_or(Given::Other, Given::List),
        _ => Given::Other,
    }
}

/// The tables of an array such as `[[office]]`; none where there is no such array.
pub fn tables<'a>(table: &'a Table, name: &str) -> impl Iterator<Item = &'a Table> {
    table
        .get(name)
        .and_then(Item::as_array_of_tables)
        .into_iter()
        .flatten()
}
