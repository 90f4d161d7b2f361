//! Cuts text into words and folds them: lower case, no accents, no apostrophes.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Characters of a word that are kept; the rest of a longer word is ignored.
const MAX_WORD: usize = 40;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// The folded word, never empty.
    pub fold: String,
    /// Byte offset of its first character in the text.
    pub start: usize,
    /// Byte offset just after its last character.
    pub end: usize,
}

/// The words of `text`, in order. Everything that is neither letter nor digit separates words,
/// both apostrophes included, so that `l'acqua` is `l` `acqua`, and `citta'` is `citta` like `città`.
/// Dotted initials are one word: `C.I.E.` is `cie`.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut open: Option<Token> = None;
    for (at, letter) in text.char_indices() {
        if letter.is_alphanumeric() || (open.is_some() && is_combining_mark(letter)) {
            let token = open.get_or_insert_with(|| Token {
                fold: String::new(),
                start: at,
                end: at,
            });
            token.end = at + letter.len_utf8();
            if token.fold.len() < MAX_WORD {
                fold_into(letter, &mut token.fold);
            }
        } else if let Some(token) = open.take() {
            keep(token, &mut found);
        }
    }
    if let Some(token) = open {
        keep(token, &mut found);
    }
    join_initials(text, found)
}

/// True while the last word of `text` may still be growing: nothing closes it yet.
pub(super) fn is_open(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_alphanumeric)
}

fn keep(token: Token, found: &mut Vec<Token>) {
    if !token.fold.is_empty() {
        found.push(token);
    }
}

fn fold_into(letter: char, out: &mut String) {
    if letter.is_ascii() {
        out.push(letter.to_ascii_lowercase());
        return;
    }
    for low in letter.to_lowercase().nfkd() {
        match low {
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            _ if low.is_alphanumeric() => out.extend(low.to_lowercase()),
            _ => {}
        }
    }
}

/// Joins single letters that only a full stop separates.
fn join_initials(text: &str, found: Vec<Token>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::with_capacity(found.len());
    let mut last_was_initial = false;
    for token in found {
        let initial = is_initial(&token);
        if let Some(previous) = joined.last_mut().filter(|_| initial && last_was_initial)
            && text.get(previous.end..token.start) == Some(".")
        {
            previous.fold.push_str(&token.fold);
            previous.end = token.end;
            continue;
        }
        last_was_initial = initial;
        joined.push(token);
    }
    joined
}

fn is_initial(token: &Token) -> bool {
    let mut letters = token.fold.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folds(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.fold).collect()
    }

    #[test]
    fn words_are_cut_and_folded() {
        let table: &[(&str, &[&str])] = &[
            ("Città", &["citta"]),
            ("Citta\u{300}", &["citta"]),
            ("citta'", &["citta"]),
            ("e' PERCHÉ", &["e", "perche"]),
            ("l'acqua dell’orto", &["l", "acqua", "dell", "orto"]),
            ("C.I.E. e i.m.u.", &["cie", "e", "imu"]),
            ("Ñíguez Łódź Straße", &["niguez", "lodz", "strasse"]),
            ("via Roma, 12/b", &["via", "roma", "12", "b"]),
            ("😀 \u{7} -- …", &[]),
            ("رخصة", &["رخصة"]),
            ("", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(folds(text), *expected, "{text}");
        }
    }

    #[test]
    fn offsets_point_at_the_original_word() {
        let text = "La Città è l’acqua";
        let found: Vec<&str> = tokens(text)
            .iter()
            .map(|token| text.get(token.start..token.end).unwrap())
            .collect();
        assert_eq!(found, ["La", "Città", "è", "l", "acqua"]);
    }

    #[test]
    fn a_long_word_is_cut() {
        let text = "x".repeat(10_000);
        assert_eq!(folds(&text), ["x".repeat(MAX_WORD)]);
        assert_eq!(tokens(&text)[0].end, 10_000);
    }

    #[test]
    fn only_a_letter_or_a_digit_leaves_the_word_open() {
        assert!(is_open("carta d'id"));
        assert!(!is_open("carta "));
        assert!(!is_open("carta?"));
        assert!(!is_open(""));
    }
}
