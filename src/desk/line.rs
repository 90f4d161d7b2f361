//! A line being typed: its text, its cursor, its editing keys.

use crate::domain::text::{Cleaned, TEXT_MAX_BYTES, Text};
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

/// A line being typed. The cursor stands before the grapheme at its byte offset.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct LineEdit {
    text: String,
    cursor: usize,
    /// What keys erased by the word or the line, and where, the last erased last: undo brings it back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    erased: Vec<(usize, String)>,
    /// What stands there was put there and not typed: words typed take its place.
    #[serde(skip)]
    proposed: bool,
}

/// A line as a draft on disk, or a parked one of another desk, holds it: outside text again.
#[derive(Deserialize)]
struct Stored {
    text: String,
    #[serde(default)]
    cursor: usize,
    #[serde(default)]
    erased: Vec<(usize, String)>,
}

impl From<Stored> for LineEdit {
    fn from(stored: Stored) -> Self {
        let mut line = Self::new(&stored.text);
        if line.text.is_char_boundary(stored.cursor) {
            line.cursor = stored.cursor;
        }
        let clean = |(at, words): (usize, String)| (at, Self::new(&words).text);
        line.erased = stored.erased.into_iter().map(clean).collect();
        line
    }
}

/// An editing key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Edit {
    /// One grapheme to the left.
    Left,
    /// One grapheme to the right.
    Right,
    /// To the first column.
    Start,
    /// Behind the last character.
    End,
    /// Erases the grapheme to the left.
    EraseLeft,
    /// Erases the grapheme to the right.
    EraseRight,
    /// Erases the word to the left.
    EraseWord,
    /// Erases everything to the left.
    EraseLine,
}

impl Edit {
    /// Whether it takes text away.
    #[must_use]
    pub const fn erases(self) -> bool {
        match self {
            Self::Left | Self::Right | Self::Start | Self::End => false,
            Self::EraseLeft | Self::EraseRight | Self::EraseWord | Self::EraseLine => true,
        }
    }
}

impl LineEdit {
    /// A line with this text, the cursor behind it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.insert(text);
        line
    }

    /// A line with a text that somebody may mean: a word typed takes its place, a number goes behind it
    /// (*via Roma*, then *12*); a key that moves or erases makes it his.
    #[must_use]
    pub fn proposing(text: &str) -> Self {
        Self {
            proposed: !text.is_empty(),
            ..Self::new(text)
        }
    }

    /// Whether nobody has typed in it, moved in it or gone on with it since it was proposed.
    #[must_use]
    pub const fn is_proposed(&self) -> bool {
        self.proposed
    }

    /// Goes on with what was proposed: it is as if typed.
    pub const fn take_on(&mut self) {
        self.proposed = false;
    }

    /// What has been typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What has been typed, as the record keeps it.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::block(self.text.trim())
    }

    /// Whether nothing but space has been typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// What stands before the cursor.
    #[must_use]
    pub fn before_cursor(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or(&self.text)
    }

    /// Puts outside text in at the cursor: control characters and escape sequences stay out, a line
    /// end becomes a space (T12). What exceeds 16 KiB stays out; `false` says so.
    pub fn insert(&mut self, outside: &str) -> bool {
        let Cleaned { text, clipped, .. } = Cleaned::block(outside);
        let clean = text.as_str().replace('\n', " ");
        if std::mem::take(&mut self.proposed) && !clean.is_empty() {
            if clean.starts_with(char::is_alphabetic) {
                self.edit(Edit::EraseLine);
            } else {
                self.begin_word();
            }
        }
        let room = TEXT_MAX_BYTES.saturating_sub(self.text.len());
        let mut end = clean.len().min(room);
        while !clean.is_char_boundary(end) {
            end -= 1;
        }
        let fitting = clean.get(..end).unwrap_or_default();
        self.text
            .insert_str(self.cursor.min(self.text.len()), fitting);
        self.cursor += fitting.len();
        !clipped && end == clean.len()
    }

    /// Goes to the end, where the next character begins a word of its own.
    pub fn begin_word(&mut self) {
        self.edit(Edit::End);
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.insert(" ");
        }
    }

    /// Does an editing key; `false` when it changed no text.
    pub fn edit(&mut self, edit: Edit) -> bool {
        let length = self.text.len();
        self.proposed = false;
        match edit {
            Edit::Left => self.cursor = self.left(),
            Edit::Right => self.cursor = self.right(),
            Edit::Start => self.cursor = 0,
            Edit::End => self.cursor = length,
            Edit::EraseLeft => self.erase(self.left(), self.cursor),
            Edit::EraseRight => self.erase(self.cursor, self.right()),
            Edit::EraseWord => self.erase_many(self.word_start()),
            Edit::EraseLine => self.erase_many(0),
        }
        self.text.len() != length
    }

    /// Brings back what was last erased by the word or the line; `false` when there is nothing.
    pub fn restore(&mut self) -> bool {
        let Some((at, erased)) = self.erased.pop() else {
            return false;
        };
        // What was typed since may have moved the place.
        let at = if self.text.is_char_boundary(at) {
            at
        } else {
            self.text.len()
        };
        self.text.insert_str(at, &erased);
        self.cursor = at + erased.len();
        true
    }

    /// Takes the text away and leaves an empty line.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn left(&self) -> usize {
        let before = self.before_cursor();
        before
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(start, _)| start)
    }

    fn right(&self) -> usize {
        let after = self.text.get(self.cursor..).unwrap_or_default();
        let step = after.graphemes(true).next().map_or(0, str::len);
        self.cursor + step
    }

    fn word_start(&self) -> usize {
        let before = self.before_cursor().trim_end();
        before
            .char_indices()
            .rfind(|(_, c)| c.is_whitespace())
            .map_or(0, |(start, space)| start + space.len_utf8())
    }

    /// Erases from `from` to the cursor, to be brought back. Words erased one after the other come
    /// back together.
    fn erase_many(&mut self, from: usize) {
        let erased = self
            .text
            .get(from..self.cursor)
            .unwrap_or_default()
            .to_owned();
        if erased.is_empty() {
            return;
        }
        let before = self.erased.pop_if(|(at, _)| *at == self.cursor);
        let before = before.map_or_else(String::new, |(_, more)| more);
        self.erase(from, self.cursor);
        self.erased.push((from, erased + &before));
        while self.erased_bytes() > TEXT_MAX_BYTES {
            self.erased.remove(0);
        }
    }

    fn erased_bytes(&self) -> usize {
        self.erased.iter().map(|(_, text)| text.len()).sum()
    }

    fn erase(&mut self, from: usize, to: usize) {
        if self.text.get(from..to).is_some() {
            self.text.replace_range(from..to, "");
            self.cursor = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn editing_keys_move_and_erase_by_grapheme_and_word() {
        let cases: &[(&str, &[Edit], &str, usize)] = &[
            ("carta", &[Edit::Left, Edit::EraseLeft], "cara", 3),
            ("carta", &[Edit::Start, Edit::EraseRight], "arta", 0),
            ("carta d'identità", &[Edit::EraseWord], "carta ", 6),
            ("carta  ", &[Edit::EraseWord], "", 0),
            ("perché", &[Edit::EraseLeft], "perch", 5),
            ("a", &[Edit::Left, Edit::Left, Edit::EraseLeft], "a", 0),
            ("abc", &[Edit::Left, Edit::EraseLine], "c", 0),
            ("", &[Edit::EraseRight, Edit::EraseWord, Edit::Right], "", 0),
        ];
        for (start, edits, text, cursor) in cases {
            let mut line = LineEdit::new(start);
            for edit in *edits {
                line.edit(*edit);
            }
            assert_eq!(
                (line.as_str(), line.before_cursor().len()),
                (*text, *cursor),
                "{start}"
            );
        }
    }

    #[test]
    fn a_huge_paste_is_cut_and_says_so() {
        let mut line = LineEdit::default();
        assert!(!line.insert(&"è".repeat(20_000)));
        assert!(line.as_str().len() <= TEXT_MAX_BYTES);
        assert!(LineEdit::default().insert("due\nrighe"));
    }

    #[test]
    fn words_of_two_lines_stay_two_words() {
        for end in [
            "\n", "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}", "\t",
        ] {
            for (typed, pasted) in [
                ("", format!("via Roma{end}12")),
                ("via ", format!("Roma{end}12")),
            ] {
                let mut line = LineEdit::new(typed);
                assert!(line.insert(&pasted));
                assert_eq!(line.as_str(), "via Roma 12", "{end:?}");
            }
        }
    }

    #[test]
    fn words_erased_come_back_together() {
        let mut line = LineEdit::new("ho perso la carta");
        line.edit(Edit::EraseWord);
        line.edit(Edit::EraseWord);
        assert_eq!(line.as_str(), "ho perso ");
        assert!(line.restore());
        assert_eq!(line.as_str(), "ho perso la carta");
        assert!(!line.restore());
    }

    #[test]
    fn a_stored_line_is_outside_text_and_its_cursor_is_checked() {
        let line: LineEdit =
            serde_json::from_str(r#"{"text":"perch\u00e9\u001b[2J","cursor":6}"#).unwrap();
        assert_eq!(line.cursor, line.text.len());
        assert!(!line.as_str().contains('\u{1b}'));
    }

    #[test]
    fn what_was_erased_before_something_else_was_typed_comes_back_too() {
        let mut line = LineEdit::new("carta");
        line.edit(Edit::EraseLine);
        line.insert("patente");
        line.edit(Edit::EraseLine);
        assert!(line.restore());
        assert_eq!(line.as_str(), "patente");
        assert!(line.restore());
        assert_eq!(line.as_str(), "cartapatente");
    }

    proptest! {
        #[test]
        fn no_sequence_of_edits_breaks_a_character(
            text in ".{0,40}",
            edits in prop::collection::vec(0usize..8, 0..30),
        ) {
            const EDITS: [Edit; 8] = [
                Edit::Left, Edit::Right, Edit::Start, Edit::End,
                Edit::EraseLeft, Edit::EraseRight, Edit::EraseWord, Edit::EraseLine,
            ];
            let mut line = LineEdit::new(&text);
            for edit in edits {
                line.edit(EDITS[edit]);
                prop_assert!(line.text.is_char_boundary(line.cursor));
                line.insert("è");
            }
        }
    }

    #[test]
    fn a_proposal_is_replaced_by_words_and_gone_on_with_by_digits() {
        let table: [(&str, &[&str], &str); 3] = [
            ("via Roma", &["12", " bis"], "via Roma 12 bis"),
            ("via Roma", &["v", "ia Po"], "via Po"),
            ("", &["via Po"], "via Po"),
        ];
        for (proposed, typed, expected) in table {
            let mut line = LineEdit::proposing(proposed);
            for text in typed {
                line.insert(text);
            }
            assert_eq!(line.as_str(), expected);
        }
        let mut line = LineEdit::proposing("via Rom");
        line.edit(Edit::End);
        line.insert("a");
        assert_eq!(line.as_str(), "via Roma");
        let mut line = LineEdit::proposing("via Roma");
        line.insert("x");
        line.edit(Edit::EraseLine);
        assert!(
            line.restore() && line.restore(),
            "nothing that stood there is lost"
        );
        assert!(line.as_str().contains("via Roma"));
    }
}
