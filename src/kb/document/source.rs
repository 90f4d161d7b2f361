//! TOML and where it stands: every value with the line of its file.

use super::{reasons::reason, take::Given};
use crate::kb::fault::{KbError, Rule};
use std::ops::Range;
use toml_edit::{Document, Item, Table, Value};

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
            let line = self.line(error.span());
            KbError::new(Rule::Toml, line)
                .with("line", &line.to_string())
                .with("column", &self.column(error.span()).to_string())
                .with_phrase("reason", reason(error.message()))
        })
    }

    /// The line of a place in it.
    pub fn line(&self, span: Option<Range<usize>>) -> usize {
        let start = span.map_or(0, |span| span.start);
        self.first_line + self.breaks.partition_point(|end| *end < start)
    }

    /// The column of a place in it, in characters, from 1.
    fn column(&self, span: Option<Range<usize>>) -> usize {
        let start = span.map_or(0, |span| span.start);
        let before = self.text.get(..start).unwrap_or(self.text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.chars().count() + 1
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
