//! Graphemes: what ASCII has for them, and whose width terminals do not agree on.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What ASCII draws for signs that are no letters, one column each.
const SIGNS: &[(&str, char)] = &[
    ("─━┄┅┈┉╌╍╴╶╸╺╼╾‐‑‒–—―−", '-'),
    ("│┃┆┇┊┋╎╏║╵╷╹╻╽╿▏▕", '|'),
    ("═", '='),
    ("▸▶►▷▹→»›⟩❯➜⇒", '>'),
    ("◂◀◄◁◃←«‹⟨❮⇐", '<'),
    ("▲△▴▵↑⇑", '^'),
    ("▼▽▾▿↓⇓", 'v'),
    ("•·∙▪■□●○◆◇★☆✱", '*'),
    ("✓✔√", 'v'),
    ("✗✘×✕✖", 'x'),
    ("…", '.'),
    ("‘’‚‛′´", '\''),
    ("“”„‟″", '"'),
    ("█▓▒░▌▐▀▄▍▎▋▊▉", '#'),
    ("°º", 'o'),
    ("ª", 'a'),
    ("€", 'E'),
    ("£", 'L'),
    ("§", 'S'),
    ("⏎↵", '<'),
    ("ßſ", 's'),
    ("øØ", 'o'),
    ("łŁ", 'l'),
    ("đĐð", 'd'),
    ("æÆ", 'a'),
    ("œŒ", 'o'),
    ("ıİ", 'i'),
    ("\u{a0}\u{202f}\u{2007}\u{2009}", ' '),
];

/// `grapheme`, which takes `columns` (1 or 2), in ASCII of the same width: letters without their
/// accents, signs by the nearest that ASCII has, `?` for the rest.
pub fn ascii(grapheme: &str, columns: usize) -> Cow<'_, str> {
    if grapheme.is_ascii() {
        return Cow::Borrowed(grapheme);
    }
    let first = grapheme.chars().next().unwrap_or('?');
    let sign = match first {
        '\u{2500}'..='\u{257f}' => Some(sign(first).unwrap_or('+')),
        _ => sign(first).or_else(|| letter(first)),
    };
    match sign {
        Some(c) if columns == 1 => Cow::Owned(c.to_string()),
        _ => Cow::Owned("?".repeat(columns)),
    }
}

fn sign(c: char) -> Option<char> {
    let (_, sign) = SIGNS.iter().find(|(signs, _)| signs.contains(c))?;
    Some(*sign)
}

/// The letter under the accents.
fn letter(c: char) -> Option<char> {
    let mut base = c.nfkd().filter(|part| !is_combining_mark(*part));
    base.next().filter(char::is_ascii_graphic)
}

/// Whether terminals may not agree on how many columns `grapheme` takes: several code points
/// joined into one, and pictures.
pub fn is_unsure(grapheme: &str) -> bool {
    let mut chars = grapheme.chars();
    chars.next().is_some_and(|c| c >= '\u{1f000}')
        || (!grapheme.is_ascii() && chars.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn italian_and_its_rules_stay_readable_in_ascii() {
        let table = [
            ("è", "e"),
            ("À", "A"),
            ("ç", "c"),
            ("e\u{301}", "e"),
            ("─", "-"),
            ("│", "|"),
            ("┼", "+"),
            ("╭", "+"),
            ("▸", ">"),
            ("«", "<"),
            ("…", "."),
            ("€", "E"),
            ("’", "'"),
            ("a", "a"),
            ("漢", "??"),
            ("ب", "?"),
            ("№", "N"),
            ("\u{a0}", " "),
        ];
        for (grapheme, expected) in table {
            assert_eq!(ascii(grapheme, grapheme.width()), expected, "{grapheme}");
        }
    }

    proptest! {
        /// Law: no byte above 0x7f, and the same width.
        #[test]
        fn ascii_is_ascii_of_the_same_width(c in any::<char>()) {
            let grapheme = c.to_string();
            let columns = grapheme.width();
            prop_assume!((1..=2).contains(&columns) && !c.is_control());
            let folded = ascii(&grapheme, columns);
            prop_assert!(folded.is_ascii());
            prop_assert_eq!(folded.len(), columns);
        }
    }
}
