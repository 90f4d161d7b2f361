//! Articles by their own keys, one JSON object a line, there and back: what front matter holds, and `body`.

use crate::{
    domain::article::Article,
    kb::{
        document::{self, At, Defaults, Located, Toml, told},
        fault::{KbError, Rule},
        layout::{MAX_CELL, MAX_COLUMNS, MAX_REFUSED, MAX_ROWS, MOST_ENTRIES, Reading},
    },
};
use serde_json::{Map, Value as Json};
use toml_edit::{Array, ArrayOfTables, InlineTable, Item, Table, Value};

/// How deep arrays and objects may lie in each other.
const MAX_DEPTH: usize = 8;

/// Reads a file of articles.
pub fn read(reading: &mut Reading, path: &str, text: &str) {
    let mut refused = 0;
    for (line, number) in text.lines().zip(1..) {
        if number > MAX_ROWS {
            let fault = KbError::new(Rule::TooLarge, number).with("limit", "1.000.000");
            return reading.say(path, fault);
        }
        if line.trim().is_empty() {
            reading.say(path, KbError::new(Rule::EmptyRow, number));
            continue;
        }
        match located(reading, line, number) {
            Ok(located) => reading.push(path, located),
            Err(fault) => {
                refused += 1;
                reading.say(path, fault);
            }
        }
        let limit = match refused {
            MAX_REFUSED => "1.000",
            _ if reading.is_full() => MOST_ENTRIES,
            _ => continue,
        };
        return reading.say(
            path,
            KbError::new(Rule::TooLarge, number).with("limit", limit),
        );
    }
}

fn located(reading: &Reading, line: &str, number: usize) -> Result<Located, KbError> {
    let large = |limit| Err(KbError::new(Rule::TooLarge, number).with("limit", limit));
    let record: Map<String, Json> = serde_json::from_str(line)
        .map_err(|error| KbError::new(Rule::Json, number).with("reason", &error.to_string()))?;
    if record.len() > MAX_COLUMNS {
        return large("64");
    }
    let too_long = |value: &Json| value.as_str().is_some_and(|cell| cell.len() > MAX_CELL);
    if record.values().any(too_long) {
        return large("64 KiB");
    }
    if let Some((key, _)) = record.iter().find(|(_, value)| is_deeper(value, MAX_DEPTH)) {
        let fault = KbError::new(Rule::DeepValue, number).with("key", key);
        return Err(fault.with("limit", &MAX_DEPTH.to_string()));
    }
    let mut table = Table::new();
    for (key, value) in &record {
        match item(value, 0) {
            Some(item) if key != "body" => {
                table.insert(key, item);
            }
            _ => {}
        }
    }
    let defaults = Defaults {
        kind: None,
        agency: reading.own_agency().cloned(),
    };
    let toml = Toml::from_line("", number);
    let mut located = Located::table(&toml, &table, &defaults, &[]);
    located.line = number;
    if let (Some(article), Some(Json::String(body))) = (&mut located.article, record.get("body")) {
        let at = At {
            key: "body",
            line: number,
        };
        let cleaned = crate::domain::text::Cleaned::block(body);
        article.body = told(at, cleaned, &mut located.faults);
    }
    Ok(located)
}

/// Whether arrays and objects lie deeper in each other than so many; the reader ends at 128.
fn is_deeper(json: &Json, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else {
        return json.is_array() || json.is_object();
    };
    match json {
        Json::Array(list) => list.iter().any(|json| is_deeper(json, below)),
        Json::Object(object) => object.values().any(|json| is_deeper(json, below)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}

/// A value of JSON as one of TOML; nothing for null and for what lies too deep.
fn item(json: &Json, depth: usize) -> Option<Item> {
    if let Json::Array(list) = json
        && !list.is_empty()
        && list.iter().all(Json::is_object)
    {
        let mut tables = ArrayOfTables::new();
        for object in list.iter().filter_map(Json::as_object) {
            let mut table = Table::new();
            for (key, json) in object {
                if let Some(item) = item(json, depth + 1) {
                    table.insert(key, item);
                }
            }
            tables.push(table);
        }
        return Some(Item::ArrayOfTables(tables));
    }
    value(json, depth).map(Item::Value)
}

fn value(json: &Json, depth: usize) -> Option<Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    Some(match json {
        Json::Null => return None,
        Json::Bool(flag) => Value::from(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::from(whole),
            None => Value::from(number.as_f64()?),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(list) => {
            let list = list.iter().filter_map(|json| value(json, depth + 1));
            Value::Array(list.collect::<Array>())
        }
        Json::Object(object) => {
            let mut table = InlineTable::new();
            for (key, json) in object {
                if let Some(value) = value(json, depth + 1) {
                    table.insert(key, value);
                }
            }
            Value::InlineTable(table)
        }
    })
}

/// An article as one line.
#[must_use]
pub fn write(article: &Article) -> String {
    let canonical = document::write(article);
    let mut record = Map::new();
    if let Some(front) = document::front_matter(&canonical) {
        for (key, item) in front.iter() {
            record.insert(key.to_owned(), json(item));
        }
    }
    if !article.body.is_empty() {
        let body = article.body.as_str().to_owned();
        record.insert("body".to_owned(), Json::String(body));
    }
    Json::Object(record).to_string()
}

fn json(item: &Item) -> Json {
    match item {
        Item::None => Json::Null,
        Item::Value(value) => json_of(value),
        Item::Table(table) => object(table.iter()),
        Item::ArrayOfTables(tables) => tables.iter().map(|table| object(table.iter())).collect(),
    }
}

fn object<'a>(pairs: impl Iterator<Item = (&'a str, &'a Item)>) -> Json {
    let pairs = pairs.map(|(key, item)| (key.to_owned(), json(item)));
    Json::Object(pairs.collect())
}

fn json_of(value: &Value) -> Json {
    match value {
        Value::String(text) => Json::String(text.value().clone()),
        Value::Integer(number) => Json::from(*number.value()),
        Value::Float(number) => Json::from(*number.value()),
        Value::Boolean(flag) => Json::from(*flag.value()),
        Value::Datetime(moment) => Json::String(moment.value().to_string()),
        Value::Array(array) => array.iter().map(json_of).collect(),
        Value::InlineTable(table) => {
            let pairs = table.iter();
            Json::Object(
                pairs
                    .map(|(key, value)| (key.to_owned(), json_of(value)))
                    .collect(),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kb::document::tests::any_article;
    use proptest::prelude::*;

    fn back(text: &str) -> Reading {
        let mut reading = Reading::default();
        read(&mut reading, "a.jsonl", text);
        reading
    }

    proptest! {
        #[test]
        fn an_article_written_and_read_is_the_same(mut article in any_article()) {
            // A day in the front matter of another program comes back as words.
            article.extra.clear();
            let line = write(&article);
            prop_assert!(!line.contains('\n'));
            let reading = back(&line);
            let read = reading.articles.first().map(|entry| &entry.article);
            prop_assert_eq!(read, Some(&article), "{}", line);
        }

        #[test]
        fn no_line_breaks_the_reader(text in "[{}\\[\\]\",:a-z0-9]{0,60}") {
            let _ = back(&text);
        }
    }

    #[test]
    fn faults_name_their_line() {
        let text = "\n{\"id\":1}\n{no\n{\"id\":\"a\",\"kind\":\"faq\",\"agency\":\"all\",\"title\":\"A\",\"zz\":[{\"b\":1}]}\n";
        let reading = back(text);
        let found: Vec<_> = reading
            .findings
            .iter()
            .map(|finding| (finding.fault.rule, finding.fault.line))
            .collect();
        assert!(found.contains(&(Rule::EmptyRow, 1)), "{found:?}");
        assert!(found.contains(&(Rule::Json, 3)), "{found:?}");
        assert!(found.contains(&(Rule::KeptKey, 4)), "{found:?}");
        assert!(found.iter().any(|(_, line)| *line == 2));
        assert_eq!(reading.articles.len(), 1);
    }
}
