//! JSON that is safe to print: what a terminal would obey is escaped, not lost.

use super::super::failure::Told;
use crate::{domain::text::neutral, locale::Lang};
use std::fmt::Write;

/// `json` with every character that [`neutral`] would change written as a `\u` escape: the same value to
/// every parser. Such characters stand only inside strings.
#[must_use]
pub fn safe_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut buffer = [0; 4];
    for character in json.chars() {
        let text: &str = character.encode_utf8(&mut buffer);
        if neutral(text) == text {
            out.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

/// A failure for a script: stable words, in English.
pub fn failure(told: &Told) -> String {
    let value = serde_json::json!({
        "error": told.exit.id(),
        "exit": told.exit.code(),
        "rule": told.rule,
        "message": told.what.get(Lang::En),
        "cause": told.cause,
        "hint": told.hint.as_ref().map(|hint| hint.get(Lang::En)),
    });
    safe_json(&value.to_string())
}
