//! What the terminal at the other end can show: its characters and its colours.

use super::paint::glyph;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Which characters may be sent.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Glyphs {
    /// All of Unicode, as UTF-8.
    #[default]
    Unicode,
    /// ASCII alone: rules and arrows are drawn with it, accents are left off.
    Ascii,
}

/// Which colours may be sent. Bold, underline and reverse are sent in any case.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Colours {
    /// None.
    None,
    /// The sixteen that the person at the terminal has chosen.
    #[default]
    Ansi16,
    /// The 256 of xterm.
    Ansi256,
    /// Any.
    True,
}

/// Characters and colours together.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Look {
    /// Which characters may be sent.
    pub glyphs: Glyphs,
    /// Which colours may be sent.
    pub colours: Colours,
}

impl Look {
    /// What the environment says of the terminal; `variable` gives the value of a variable.
    /// `LC_ALL`, `LC_CTYPE` and `LANG` name the character set, the first that is not empty; without
    /// any it is `C`, which is ASCII. A `NO_COLOR` that is not empty means no colours.
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name| variable(name).unwrap_or_default();
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .map(value)
            .find(|text| !text.is_empty())
            .unwrap_or_default();
        let colours = if value("NO_COLOR").is_empty() {
            Colours::of(&value("TERM"), &value("COLORTERM"))
        } else {
            Colours::None
        };
        Self {
            glyphs: Glyphs::of(&locale),
            colours,
        }
    }
}

impl Glyphs {
    /// A text in these characters, as wide as before.
    #[must_use]
    pub fn text(self, text: &str) -> Cow<'_, str> {
        if self == Self::Unicode || text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let folded = text
            .graphemes(true)
            .map(|grapheme| glyph::ascii(grapheme, grapheme.width()));
        Cow::Owned(folded.collect())
    }

    fn of(locale: &str) -> Self {
        let lower = locale.to_ascii_lowercase();
        if lower.contains("utf-8") || lower.contains("utf8") {
            Self::Unicode
        } else {
            Self::Ascii
        }
    }
}

impl Colours {
    fn of(term: &str, colorterm: &str) -> Self {
        let monochrome = ["vt1", "vt2", "vt3", "vt4", "vt5"];
        if monochrome.iter().any(|name| term.starts_with(name))
            || term.ends_with("-m")
            || term.ends_with("-mono")
        {
            Self::None
        } else if matches!(colorterm, "truecolor" | "24bit") {
            Self::True
        } else if term.contains("256color") {
            Self::Ansi256
        } else {
            Self::Ansi16
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_in_ascii_has_no_other_sign() {
        let line = "«Attività» · 16,79 € …";
        assert_eq!(Glyphs::Ascii.text(line), "<Attivita> * 16,79 E .");
        assert_eq!(Glyphs::Unicode.text(line), line);
    }

    #[test]
    fn the_environment_tells_the_look() {
        type Variables = &'static [(&'static str, &'static str)];
        let table: &[(Variables, Glyphs, Colours)] = &[
            (&[], Glyphs::Ascii, Colours::Ansi16),
            (&[("LANG", "C")], Glyphs::Ascii, Colours::Ansi16),
            (
                &[("LANG", "it_IT.UTF-8"), ("LC_ALL", "C")],
                Glyphs::Ascii,
                Colours::Ansi16,
            ),
            (
                &[("LANG", "C"), ("LC_ALL", ""), ("LC_CTYPE", "C.utf8")],
                Glyphs::Unicode,
                Colours::Ansi16,
            ),
            (
                &[("LANG", "it_IT.ISO-8859-1")],
                Glyphs::Ascii,
                Colours::Ansi16,
            ),
            (
                &[("TERM", "xterm-256color"), ("NO_COLOR", "1")],
                Glyphs::Ascii,
                Colours::None,
            ),
            (
                &[("TERM", "xterm-256color"), ("NO_COLOR", "")],
                Glyphs::Ascii,
                Colours::Ansi256,
            ),
            (
                &[("TERM", "xterm"), ("COLORTERM", "truecolor")],
                Glyphs::Ascii,
                Colours::True,
            ),
            (&[("TERM", "vt220")], Glyphs::Ascii, Colours::None),
            (&[("TERM", "linux")], Glyphs::Ascii, Colours::Ansi16),
        ];
        for (variables, glyphs, colours) in table {
            let look = Look::from_environment(|name| {
                let found = variables.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            });
            assert_eq!(
                (look.glyphs, look.colours),
                (*glyphs, *colours),
                "{variables:?}"
            );
        }
    }
}
