//! Records of other programs: one JSON object a line, with `id kind title body tags source`, and for persons `cognome nome telefono`.

use super::{
    MAX_CELL, MAX_COLUMNS, MAX_REFUSED, MAX_ROWS, MOST_ENTRIES, Reading,
    csv::full_name,
    tables::phones,
    text::{self, too_large},
};
use crate::{
    domain::{
        article::{Article, Source},
        outcome::ArticleKind,
        text::{Cleaned, Text},
    },
    kb::{
        document::{At, Located, told},
        fault::{KbError, Rule, Severity},
    },
};
use serde_json::{Map, Value};
use std::io::BufRead;

type Record = Map<String, Value>;

/// The fields of a record.
const FIELDS: &[&str] = &[
    "id", "kind", "title", "body", "tags", "source", "cognome", "nome", "telefono",
];

/// Reads a file of records.
pub fn read(reading: &mut Reading, path: &str, bytes: &mut impl BufRead) {
    let mut refused = 0;
    for number in 1..=MAX_ROWS {
        let Some(line) = text::line(bytes, number) else {
            return;
        };
        if let Err(fault) = line.and_then(|line| record(reading, path, &line, number)) {
            let beyond = fault.rule == Rule::TooLarge;
            refused += usize::from(fault.rule.severity() == Severity::Error);
            reading.say(path, fault);
            if beyond {
                return;
            }
        }
        if refused == MAX_REFUSED {
            return reading.say(path, too_large(number, "1.000"));
        }
        if reading.is_full() {
            return reading.say(path, too_large(number, MOST_ENTRIES));
        }
    }
    reading.say(path, too_large(MAX_ROWS, "1.000.000"));
}

fn record(reading: &mut Reading, path: &str, line: &str, number: usize) -> Result<(), KbError> {
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.is_empty() {
        return Err(KbError::new(Rule::EmptyRow, number));
    }
    let record: Record = serde_json::from_str(line)
        .map_err(|error| KbError::new(Rule::Json, number).with("reason", &error.to_string()))?;
    if record.len() > MAX_COLUMNS {
        return Err(too_large(number, "64"));
    }
    if record
        .values()
        .any(|value| value.as_str().is_some_and(|cell| cell.len() > MAX_CELL))
    {
        return Err(too_large(number, "64 KiB"));
    }
    let missing = || KbError::new(Rule::Missing, number).with("key", "id");
    let wanted = word(&record, "id").unwrap_or_default();
    let id = reading.id_for(path, number, &wanted).ok_or_else(missing)?;
    let kind = kind(&word(&record, "kind").unwrap_or_default());
    let article = reading.blank(kind, id).ok_or_else(missing)?;
    let located = filled(&record, article, number);
    reading.push(path, located);
    Ok(())
}

/// The kind of a record: questions, persons, and everything else a sheet.
fn kind(word: &str) -> ArticleKind {
    match word {
        "faq" => ArticleKind::Faq,
        "persona" | "person" => ArticleKind::Contact,
        _ => ArticleKind::Sheet,
    }
}

fn filled(record: &Record, mut article: Article, line: usize) -> Located {
    let mut located = Located {
        line,
        ..Located::default()
    };
    let faults = &mut located.faults;
    for key in record.keys().filter(|key| !FIELDS.contains(&key.as_str())) {
        faults.push(KbError::unknown_key(line, key, FIELDS.iter().copied()));
    }
    let mut take = |key: &'static str| {
        let cleaned = Cleaned::line(&word(record, key).unwrap_or_default());
        told(At { key, line }, cleaned, faults)
    };
    article.title = take("title");
    article.surname = take("cognome");
    article.given_name = take("nome");
    let source = take("source");
    if !source.is_empty() {
        article.sources.push(Source {
            name: source,
            ..Source::default()
        });
    }
    if article.title.is_empty() {
        article.title = full_name(&article.surname, &article.given_name);
    }
    let raw = word(record, "body").unwrap_or_default();
    article.body = told(At { key: "body", line }, Cleaned::block(&raw), faults);
    article.reach.phones = phones(&word(record, "telefono").unwrap_or_default());
    article.aliases = aliases(record.get("tags"));
    located.article = Some(article);
    located
}

/// Text or number under a key, as text.
fn word(record: &Record, key: &str) -> Option<String> {
    match record.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The tags as aliases: a list, or one text parted by commas. Tags of digits only are endings of a
/// number, which the search finds by itself.
fn aliases(tags: Option<&Value>) -> Vec<Text> {
    let words: Vec<&str> = match tags {
        Some(Value::String(tags)) => tags.split(',').collect(),
        Some(Value::Array(tags)) => tags.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is_word = |tag: &&str| tag.chars().any(char::is_alphabetic);
    let words = words.into_iter().map(str::trim).filter(is_word);
    words.map(Text::line).collect()
}
