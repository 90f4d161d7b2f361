//! Telephone numbers as search terms: a caller says the last digits, an operator types the first.

use super::token::tokens;
use super::words;

/// Digits from which a query is a number and nothing else.
const MIN_QUERY: usize = 3;
/// Digits of an extension, when the operator announces it (`interno 41`).
const MIN_ANNOUNCED: usize = 2;
/// Shortest indexed ending.
const MIN_SUFFIX: usize = 3;
/// Longest number indexed (E.164 allows fifteen digits).
const MAX_NUMBER: usize = 20;

/// The digits of one number without the Italian country code.
fn national(written: &str) -> String {
    let all: String = written.chars().filter(char::is_ascii_digit).collect();
    let plus = written.trim_start().starts_with('+');
    let bare = if plus {
        all.strip_prefix("39")
    } else if all.len() > 6 {
        all.strip_prefix("0039")
    } else {
        None
    };
    bare.map_or_else(|| all.clone(), str::to_owned)
}

/// The number of a query, or `None` when it is text. A number is three digits or more, with
/// spaces, dots, slashes, dashes and brackets between them and perhaps a word before them
/// (`tel.`, `interno`); `+39` and `0039` are dropped. The same digits may be a ticket number.
#[must_use]
pub fn digits(text: &str) -> Option<String> {
    let between = |letter: char| letter.is_whitespace() || ".-/()+".contains(letter);
    let first = text.find(|letter: char| letter.is_ascii_digit() || letter == '+')?;
    let (before, number) = text.split_at_checked(first)?;
    if !number.chars().all(|c| c.is_ascii_digit() || between(c)) {
        return None;
    }
    let announcing = tokens(before);
    if !announcing
        .iter()
        .all(|token| words::announces_number(&token.fold) || words::is_stop(&token.fold))
    {
        return None;
    }
    let found = national(number);
    let least = if announcing.is_empty() {
        MIN_QUERY
    } else {
        MIN_ANNOUNCED
    };
    (least..=MAX_NUMBER).contains(&found.len()).then_some(found)
}

/// The term of a whole number.
pub(super) fn whole_term(number: &str) -> String {
    format!("={number}")
}

/// The term of the first digits of a number.
pub(super) fn start_term(number: &str) -> String {
    format!("^{number}")
}

/// The terms of one written number: the whole, every ending and every beginning of three digits
/// or more. A cell with several numbers is cut at `;` and `,`.
pub(super) fn terms(written: &str) -> Vec<String> {
    written.split([';', ',']).flat_map(number_terms).collect()
}

fn number_terms(written: &str) -> Vec<String> {
    let number = national(written);
    if number.is_empty() || number.len() > MAX_NUMBER {
        return Vec::new();
    }
    let mut found = vec![whole_term(&number)];
    for length in MIN_SUFFIX..=number.len() {
        if let Some(end) = number.get(number.len() - length..) {
            found.push(end.to_owned());
        }
        if let Some(start) = number.get(..length).filter(|_| length < number.len()) {
            found.push(start_term(start));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_of_digits_is_a_number() {
        let table: &[(&str, Option<&str>)] = &[
            ("417", Some("417")),
            ("interno 417", Some("417")),
            ("int. 41", Some("41")),
            ("41", None),
            ("+39 055 123-45/67", Some("0551234567")),
            ("0039 055 1234567", Some("0551234567")),
            ("il numero è 0552859953", Some("0552859953")),
            ("tel. (055) 285.9953", Some("0552859953")),
            ("legge 104", None),
            ("417 carli", None),
            ("carli", None),
            ("+", None),
            ("", None),
            ("112", Some("112")),
        ];
        for (text, expected) in table {
            assert_eq!(digits(text).as_deref(), *expected, "{text}");
        }
        assert_eq!(digits(&"1".repeat(10_000)), None);
    }

    #[test]
    fn a_number_is_known_by_its_end_and_its_beginning() {
        assert_eq!(
            terms("+39 05512"),
            ["=05512", "512", "^055", "5512", "^0551", "05512"]
        );
        assert_eq!(terms("41"), ["=41"]);
        assert_eq!(terms("417; 418"), ["=417", "417", "=418", "418"]);
        assert!(terms("").is_empty());
        assert!(terms("senza numero").is_empty());
    }
}
