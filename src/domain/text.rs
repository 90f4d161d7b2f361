//! `Text`: the one way in for what a citizen, a file or a peer supplies.

mod classes;
mod clean;
mod escape;
mod neutral;

pub use neutral::neutral;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// The longest title, in characters (SECURITY T7).
pub const TITLE_MAX_CHARS: usize = 200;

/// The longest one-line text, in characters.
pub const LINE_MAX_CHARS: usize = 1_000;

/// The longest text, in bytes of UTF-8 (SECURITY T7).
pub const TEXT_MAX_BYTES: usize = 16 * 1_024;

/// What stands for each run of removed characters: U+FFFD.
pub const MARK: char = '\u{fffd}';

/// Text from outside, safe to draw, print and compare.
///
/// It is in normal form NFC; it holds no control characters but the line feed, no escape sequences,
/// no bidi overrides or isolates, no tag characters, no invisible fillers, at most
/// [`MAX_MARKS`](Self::MAX_MARKS) combining marks on a base, and at most [`TEXT_MAX_BYTES`]. Where
/// something was removed stands one [`MARK`]. Arabic, Hebrew, Chinese and the scripts of India stay
/// whole (SECURITY T10, T11). Cleaning it again changes nothing.
///
/// Deserialising cleans as well, so that no byte from disk or from a peer comes in another way. A
/// deserialised text may hold line feeds; a field that is one line asks [`Text::into_line`].
#[derive(Clone, Debug, Default, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct Text(Box<str>);

/// A text with what its cleaning did, so that the desk can tell the operator.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Cleaned {
    /// The text.
    pub text: Text,
    /// How many characters were removed; an escape sequence counts as its characters. Line ends,
    /// tabs, soft hyphens and a byte-order mark at the start are changed without being counted.
    pub removed: usize,
    /// Whether the end was cut off at a limit.
    pub clipped: bool,
}

impl Cleaned {
    /// One line of at most [`LINE_MAX_CHARS`]: every line end and tab becomes a space (T12).
    #[must_use]
    pub fn line(raw: &str) -> Self {
        Self::new(raw, Shape::Line).limited(LINE_MAX_CHARS)
    }

    /// One line of at most [`TITLE_MAX_CHARS`].
    #[must_use]
    pub fn title(raw: &str) -> Self {
        Self::new(raw, Shape::Line).limited(TITLE_MAX_CHARS)
    }

    /// Text of several lines; every line end becomes a line feed, a tab a space.
    #[must_use]
    pub fn block(raw: &str) -> Self {
        Self::new(raw, Shape::Block)
    }

    /// Text of several lines from bytes that should be UTF-8; each invalid sequence counts as one
    /// removed character.
    #[must_use]
    pub fn from_bytes(raw: &[u8]) -> Self {
        let invalid = raw
            .utf8_chunks()
            .filter(|chunk| !chunk.invalid().is_empty())
            .count();
        let mut cleaned = Self::block(&String::from_utf8_lossy(raw));
        cleaned.removed += invalid;
        cleaned
    }

    fn new(raw: &str, shape: Shape) -> Self {
        if clean::is_plain(raw, shape) {
            return Self {
                text: Text(raw.into()),
                removed: 0,
                clipped: false,
            }
            .bounded();
        }
        let (text, removed) = clean::clean(raw, shape);
        Self {
            text: Text(text.into()),
            removed,
            clipped: false,
        }
        .bounded()
    }

    /// Cut to [`TEXT_MAX_BYTES`].
    fn bounded(self) -> Self {
        if self.text.0.len() <= TEXT_MAX_BYTES {
            return self;
        }
        let text = Text(head(&self.text.0, TEXT_MAX_BYTES).into());
        Self {
            text,
            clipped: true,
            ..self
        }
    }

    fn limited(self, max_chars: usize) -> Self {
        let clipped = self.text.clipped(max_chars);
        Self {
            text: clipped.text,
            removed: self.removed,
            clipped: self.clipped || clipped.clipped,
        }
    }
}

/// Whether a text is one line or several.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Shape {
    Line,
    Block,
}

impl Text {
    /// How many combining marks a base may carry (SECURITY T11). Vietnamese needs two, pointed
    /// Hebrew and Arabic three.
    pub const MAX_MARKS: u8 = 4;

    /// [`Cleaned::line`] without the report.
    #[must_use]
    pub fn line(raw: &str) -> Self {
        Cleaned::line(raw).text
    }

    /// [`Cleaned::block`] without the report.
    #[must_use]
    pub fn block(raw: &str) -> Self {
        Cleaned::block(raw).text
    }

    /// The text cut to at most `max_chars` characters, between two graphemes where possible.
    #[must_use]
    pub fn clipped(self, max_chars: usize) -> Cleaned {
        match self.0.char_indices().nth(max_chars) {
            None => Cleaned {
                text: self,
                removed: 0,
                clipped: false,
            },
            Some((end, _)) => Cleaned {
                text: Self(head(&self.0, end).into()),
                removed: 0,
                clipped: true,
            },
        }
    }

    /// The same text on one line: line feeds become spaces. Costs nothing where there is none.
    #[must_use]
    pub fn into_line(self) -> Self {
        if self.0.contains('\n') {
            Self::line(&self.0)
        } else {
            self
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is not one character.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// Takes an owned text, keeping its allocation where there is nothing to clean.
    fn admit(raw: Cow<'_, str>) -> Self {
        if raw.len() <= TEXT_MAX_BYTES && clean::is_plain(&raw, Shape::Block) {
            Self(raw.into())
        } else {
            Self::block(&raw)
        }
    }
}

/// Lower case without accents: for comparing what people type with what is written.
#[must_use]
pub fn folded(text: &str) -> String {
    text.nfd()
        .filter(|character| !is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The start of `text` of at most `end` bytes, whole graphemes only. One grapheme that is longer (a
/// chain of emoji) is cut inside, between two characters.
fn head(text: &str, end: usize) -> &str {
    let within = |boundary: &usize| *boundary <= end;
    let after = |(start, piece): (usize, &str)| start + piece.len();
    let graphemes = text
        .grapheme_indices(true)
        .map(after)
        .take_while(within)
        .last();
    let characters = || {
        text.char_indices()
            .map(|(start, _)| start)
            .take_while(within)
            .last()
    };
    let length = graphemes.or_else(characters).unwrap_or_default();
    text.get(..length).unwrap_or_default()
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(TextVisitor)
    }
}

/// Cleans every string it is given; refuses one that is longer than any text can be (T7).
struct TextVisitor;

impl de::Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a text of at most {TEXT_MAX_BYTES} bytes")
    }

    fn visit_str<E: de::Error>(self, raw: &str) -> Result<Text, E> {
        if raw.len() > TEXT_MAX_BYTES {
            return Err(E::invalid_length(raw.len(), &self));
        }
        Ok(Text::admit(Cow::Borrowed(raw)))
    }

    fn visit_string<E: de::Error>(self, raw: String) -> Result<Text, E> {
        if raw.len() > TEXT_MAX_BYTES {
            return Err(E::invalid_length(raw.len(), &self));
        }
        Ok(Text::admit(Cow::Owned(raw)))
    }
}

#[cfg(test)]
mod tests;
