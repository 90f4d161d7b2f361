//! The cleaning of a text in two passes around NFC: what must go whatever stands around it, and what
//! depends on what stands before it.
//!
//! The second pass decides each character by the output so far and puts a mark wherever it removes
//! something. The mark is a base that composes with nothing, so the result is still NFC and a second
//! cleaning decides the same: cleaning is idempotent.

use super::classes::{Class, class, is_joiner, is_rtl, is_variation, may_follow};
use super::escape::skip_sequence;
use super::{MARK, Shape, Text};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether a text can pass as it is. True only for what needs no table: printable ASCII and the
/// letters of western Europe (all below U+0300, where NFC changes nothing).
pub(super) fn is_plain(raw: &str, shape: Shape) -> bool {
    let line_feed = shape == Shape::Block;
    raw.bytes()
        .all(|byte| matches!(byte, b' '..=b'~') || byte == b'\n' && line_feed)
        || raw.chars().all(|character| match character {
            ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' => true,
            '\n' => line_feed,
            _ => false,
        })
}

/// The cleaned text and how many characters were removed.
pub(super) fn clean(raw: &str, shape: Shape) -> (String, usize) {
    let (text, removed_first) = remove_forbidden(raw, shape);
    let mut second = InContext::with_capacity(text.len());
    text.nfc().for_each(|character| second.take(character));
    (second.out, removed_first + second.removed)
}

/// First pass: escape sequences, controls, hidden and directing characters; line ends and tabs.
fn remove_forbidden(raw: &str, shape: Shape) -> (String, usize) {
    let line_end = match shape {
        Shape::Line => ' ',
        Shape::Block => '\n',
    };
    let mut out = String::with_capacity(raw.len());
    let mut removed = 0;
    let mut rest = raw.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(character) = rest.next() {
        match class(character) {
            Class::Plain => out.push(character),
            Class::Tab => out.push(' '),
            Class::Silent => {}
            Class::LineEnd => {
                if character == '\r' {
                    rest.next_if_eq(&'\n');
                }
                out.push(line_end);
            }
            Class::Removed => {
                removed += 1 + skip_sequence(character, &mut rest);
                out.push(MARK);
            }
        }
    }
    (out, removed)
}

/// Second pass: joiners, variation selectors and combining marks, judged by what stands before.
struct InContext {
    out: String,
    removed: usize,
    /// The last character written; a line feed at the start, after which no mark may stand either.
    before: char,
    /// Combining marks since the last base.
    marks: u8,
    /// Whether a right-to-left letter was written.
    after_rtl: bool,
}

impl InContext {
    fn with_capacity(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes),
            removed: 0,
            before: '\n',
            marks: 0,
            after_rtl: false,
        }
    }

    fn take(&mut self, character: char) {
        if character == MARK {
            self.mark();
        } else if self.may_stand(character) {
            self.write(character);
        } else {
            self.removed += 1;
            self.mark();
        }
    }

    fn may_stand(&self, character: char) -> bool {
        if is_joiner(character) {
            return may_follow(character, self.before, self.after_rtl);
        }
        if !is_combining_mark(character) && !is_variation(character) {
            return true;
        }
        let has_base = !matches!(self.before, '\n' | MARK);
        let room = if is_variation(character) {
            self.marks == 0
        } else {
            self.marks < Text::MAX_MARKS
        };
        has_base && room
    }

    fn write(&mut self, character: char) {
        if is_combining_mark(character) || is_variation(character) {
            self.marks += 1;
        } else if !is_joiner(character) {
            self.marks = 0;
        }
        self.after_rtl |= is_rtl(character);
        self.before = character;
        self.out.push(character);
    }

    /// One mark for a run: next to another it is not repeated.
    fn mark(&mut self) {
        if self.before != MARK {
            self.write(MARK);
        }
    }
}
