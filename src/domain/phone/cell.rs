//! Reading what people write in the telephone cell of a table: several numbers, words, extensions.

use super::plan::{PhoneKind, classify, is_separator};

/// The fewest digits that make a number of its own beside another one.
const NUMBER_DIGITS: usize = 5;

/// The most digits that, after a bar, replace the last ones of the number before it.
const ENDING_DIGITS: usize = 4;

/// The most numbers that only spaces part: every further one multiplies the ways to part them.
const MOST_BY_SPACES: usize = 4;

/// The words that begin an extension, without their dot.
const EXTENSION_WORDS: &[&str] = &["int", "interno", "ext", "est", "x"];

/// The pieces of a cell, one for each number.
pub(super) fn pieces(cell: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for part in cell
        .split([';', ',', '\n', '|', '&'])
        .flat_map(parts_at_words)
    {
        let part = part.trim();
        match pieces.last_mut() {
            // «091 7404508, int. 5»: the extension belongs to the number before the comma.
            Some(previous) if begins_with_extension(part) => {
                previous.push(' ');
                previous.push_str(part);
            }
            _ if digit_count(part) > 0 => {
                let parts = parts_at_bars(part);
                pieces.extend(parts.iter().flat_map(|part| parts_at_spaces(part)));
            }
            _ => {}
        }
    }
    pieces
}

/// Parts a text where a word stands between two numbers: `tel. 055 123456 fax 055 123457`.
fn parts_at_words(text: &str) -> Vec<&str> {
    let starts = word_starts(text);
    let mut parts = Vec::new();
    let mut begin = 0;
    for (place, start) in starts.iter().enumerate() {
        let end = starts.get(place + 1).copied().unwrap_or(text.len());
        let before = text.get(begin..*start).unwrap_or_default();
        let here = text.get(*start..end).unwrap_or_default();
        let parted = digit_count(before) >= NUMBER_DIGITS && digit_count(here) >= NUMBER_DIGITS;
        if parted && !begins_with_extension(here) {
            parts.push(before);
            begin = *start;
        }
    }
    parts.extend(text.get(begin..));
    parts
}

/// Where each run of letters begins.
fn word_starts(text: &str) -> Vec<usize> {
    let mut in_word = false;
    let mut starts = Vec::new();
    for (place, character) in text.char_indices() {
        if character.is_alphabetic() && !in_word {
            starts.push(place);
        }
        in_word = character.is_alphabetic();
    }
    starts
}

/// Parts a text at the bars and dashes that stand between numbers, not within one.
fn parts_at_bars(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for piece in text.split_inclusive(['/', '-', '–', '—']) {
        let digits = digit_count(piece);
        match parts.last_mut() {
            None => parts.push(piece.to_owned()),
            Some(previous) if digit_count(previous) < NUMBER_DIGITS => previous.push_str(piece),
            Some(_) if digits >= NUMBER_DIGITS && begins_number(piece) => {
                parts.push(piece.to_owned());
            }
            Some(previous) => match with_ending(previous, piece) {
                Some(other) => parts.push(other),
                None => previous.push_str(piece),
            },
        }
    }
    let bars = |c: char| c.is_whitespace() || matches!(c, '/' | '-' | '–' | '—');
    parts
        .iter()
        .map(|part| part.trim_matches(bars).to_owned())
        .collect()
}

/// Parts what is no number by itself at a space between two that are: `0000 000779 0000 000780`. What
/// cannot be parted so stays whole, for the linter to find.
fn parts_at_spaces(text: &str) -> Vec<String> {
    numbers_between_spaces(text, MOST_BY_SPACES).unwrap_or_else(|| vec![text.to_owned()])
}

/// The numbers that a text is, no more than so many; none where it is not numbers only.
fn numbers_between_spaces(text: &str, most: usize) -> Option<Vec<String>> {
    if is_number(text) {
        return Some(vec![text.to_owned()]);
    }
    let fewer = most.checked_sub(1)?;
    text.match_indices(' ').find_map(|(place, _)| {
        let (before, after) = text.split_at_checked(place)?;
        if !is_number(before) || !begins_number(after) {
            return None;
        }
        let mut numbers = numbers_between_spaces(after.trim_start(), fewer)?;
        numbers.insert(0, before.trim_end().to_owned());
        Some(numbers)
    })
}

/// Whether a text without words is one whole number that the plan knows.
fn is_number(text: &str) -> bool {
    let only_digits = !text.contains(char::is_alphabetic) && digit_count(text) >= NUMBER_DIGITS;
    let kind = || classify(&number_and_extension(text).0).0;
    only_digits && !matches!(kind(), PhoneKind::Unknown | PhoneKind::Extension)
}

/// Whether a piece looks like the start of a whole number and not like the rest of one.
fn begins_number(piece: &str) -> bool {
    piece.trim_start().starts_with(['0', '3', '8', '+', '('])
}

/// `091 7404508/` and `501` make `091 7404501`; only after a bar, and only for up to four digits.
fn with_ending(previous: &str, ending: &str) -> Option<String> {
    let body = previous.strip_suffix('/')?;
    let digits: Vec<char> = ending.chars().filter(char::is_ascii_digit).collect();
    let known = digit_count(body);
    if digits.is_empty() || digits.len() > ENDING_DIGITS || known < NUMBER_DIGITS + digits.len() {
        return None;
    }
    let kept = known - digits.len();
    let mut seen = 0;
    let mut fresh = digits.into_iter();
    let renewed = body.chars().map(|character| {
        seen += usize::from(character.is_ascii_digit());
        let replaced = character.is_ascii_digit() && seen > kept;
        if replaced {
            fresh.next().unwrap_or(character)
        } else {
            character
        }
    });
    let mut other: String = renewed.collect();
    if ending.trim_end().ends_with('/') {
        other.push('/');
    }
    Some(other)
}

/// The digits of the number in a piece, after a `+` where there is one, and those of its extension.
pub(super) fn number_and_extension(piece: &str) -> (String, Option<String>) {
    let number = piece.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '+');
    let goes_on = |c: char| c.is_ascii_digit() || c == '+' || is_separator(c);
    let end = number.find(|c: char| !goes_on(c)).unwrap_or(number.len());
    let (body, after) = number.split_at_checked(end).unwrap_or((number, ""));
    let extension = begins_with_extension(after)
        .then(|| leading_digits(after))
        .flatten();
    (digits_of(body), extension)
}

/// The digits of a number, with a leading `+`. The `(0)` that other countries write for a trunk
/// prefix is not dialled after their code; in Italy the zero stays.
fn digits_of(body: &str) -> String {
    let foreign = body.starts_with('+') && !body.starts_with("+39");
    let body = if foreign {
        body.replace("(0)", "")
    } else {
        body.to_owned()
    };
    let digits = body.chars().filter(char::is_ascii_digit);
    body.chars()
        .take(1)
        .filter(|c| *c == '+')
        .chain(digits)
        .collect()
}

fn begins_with_extension(text: &str) -> bool {
    let word: String = text
        .trim_start()
        .chars()
        .take_while(|c| c.is_alphabetic())
        .collect();
    EXTENSION_WORDS.contains(&word.to_lowercase().as_str())
}

/// The first run of digits in a text.
fn leading_digits(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    (!digits.is_empty()).then_some(digits)
}

fn digit_count(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}
