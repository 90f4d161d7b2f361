//! What is printed outside a frame: any string, with nothing in it that a terminal would obey.

use super::classes::{Class, class};
use std::borrow::Cow;
use std::fmt::Write;

/// `raw` safe to print: line feeds and tabs stay, other controls show as their picture (`␛`), and
/// what is invisible or turns the direction of text as its code (`<U+202E>`). Nothing is lost, so
/// that a log still says what was there. Borrowed where there is nothing to change.
#[must_use]
pub fn neutral(raw: &str) -> Cow<'_, str> {
    if raw.chars().all(is_harmless) {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len() + 16);
    for character in raw.chars() {
        if is_harmless(character) {
            out.push(character);
        } else if let Some(picture) = control_picture(character) {
            out.push(picture);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "<U+{:04X}>", u32::from(character));
        }
    }
    Cow::Owned(out)
}

const fn is_harmless(character: char) -> bool {
    matches!(character, '\n' | '\t') || matches!(class(character), Class::Plain)
}

/// The visible form of C0 and DEL, U+2400–U+2421.
fn control_picture(character: char) -> Option<char> {
    match character {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)),
        '\u{7f}' => Some('\u{2421}'),
        _ => None,
    }
}
