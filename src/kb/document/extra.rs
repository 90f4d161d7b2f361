//! Front matter of a later version or another program: kept as canonical TOML, so that an edit here loses nothing of it.

use super::write::push_quoted;
use crate::domain::{article::Extra, text::Text};
use toml_edit::{InlineTable, Item, Value};

/// How deep arrays and tables may lie in each other.
const MAX_DEPTH: usize = 8;
/// The most characters of a value: what a line of text may have.
const MAX_CHARS: usize = crate::domain::text::LINE_MAX_CHARS;

/// An unknown key with its value; `None` when it is too large or too deep to be kept, or would not
/// come back the same.
pub fn of(key: &str, item: &Item) -> Option<Extra> {
    let value = item.clone().into_value().ok()?;
    let mut written = String::new();
    push(&mut written, &value, 0)?;
    let mut name = String::new();
    push_key(&mut name, key);
    let extra = Extra {
        key: Text::line(&name),
        value: Text::line(&written),
    };
    let same = extra.key.as_str() == name && extra.value.as_str() == written;
    (same && written.chars().count() <= MAX_CHARS).then_some(extra)
}

/// A key, quoted where it has to be.
fn push_key(out: &mut String, key: &str) {
    let is_bare = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '-';
    if !key.is_empty() && key.chars().all(is_bare) {
        out.push_str(key);
    } else {
        push_quoted(out, key);
    }
}

/// A value on one line, always in the same words.
fn push(out: &mut String, value: &Value, depth: usize) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    match value {
        Value::String(text) => push_quoted(out, text.value()),
        Value::Integer(number) => out.push_str(&number.value().to_string()),
        Value::Float(number) => out.push_str(&float(*number.value())),
        Value::Boolean(flag) => out.push_str(if *flag.value() { "true" } else { "false" }),
        Value::Datetime(moment) => out.push_str(&moment.value().to_string()),
        Value::Array(array) => {
            out.push('[');
            for (place, value) in array.iter().enumerate() {
                out.push_str(if place > 0 { ", " } else { "" });
                push(out, value, depth + 1)?;
            }
            out.push(']');
        }
        Value::InlineTable(table) => push_table(out, table, depth)?,
    }
    Some(())
}

fn push_table(out: &mut String, table: &InlineTable, depth: usize) -> Option<()> {
    out.push('{');
    for (place, (key, value)) in table.iter().enumerate() {
        out.push_str(if place > 0 { ", " } else { " " });
        push_key(out, key);
        out.push_str(" = ");
        push(out, value, depth + 1)?;
    }
    out.push_str(if table.is_empty() { "}" } else { " }" });
    Some(())
}

/// A number that TOML reads as a float again.
fn float(number: f64) -> String {
    if number.is_nan() {
        return "nan".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    format!("{number:?}")
}
