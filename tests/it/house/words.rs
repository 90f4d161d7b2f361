//! Words for people in the code of the desk: they belong where both languages stand side by side.

use super::source::{Literal, Source};
use std::ops::Range;

/// Where literals in both languages stand, and where they are for no operator.
const HOMES: [&str; 6] = [
    "catalog!",
    "commands!",
    "stable!",
    "Phrase::new",
    "#[",
    "macro_rules!",
];

/// Literals that look like words and are none: file, text, why.
const ALLOWED: &[(&str, &str)] = &[];

/// The literals that only one language would read.
pub fn faults(source: &Source) -> Vec<String> {
    let homes: Vec<Range<usize>> = HOMES.iter().flat_map(|home| source.spans(home)).collect();
    source
        .literals
        .iter()
        .filter(|literal| looks_like_words(&literal.text))
        .filter(|literal| !homes.iter().any(|home| home.contains(&literal.at)))
        .filter(|literal| !ALLOWED.contains(&(source.path.as_str(), literal.text.as_str())))
        .map(|Literal { at, text }| {
            let place = source.place(*at);
            format!("{place}: «{text}» is said in one language: put it in src/desk/words.rs (or in ALLOWED, tests/it/house/words.rs)")
        })
        .collect()
}

/// Where the names of keys stand: the keymap names them, and the linear desk reads lines, whose end no
/// keymap moves.
const KEYS_AT_HOME: [&str; 2] = ["src/keymap", "src/cli/linear"];

/// The phrases that name a key: after it is bound elsewhere they would lie.
pub fn key_faults(source: &Source) -> Vec<String> {
    if KEYS_AT_HOME
        .iter()
        .any(|home| source.path.starts_with(home))
    {
        return Vec::new();
    }
    let phrases = ["catalog!", "commands!", "Phrase::new"];
    let phrases: Vec<Range<usize>> = phrases.iter().flat_map(|at| source.spans(at)).collect();
    source
        .literals
        .iter()
        .filter(|literal| phrases.iter().any(|phrase| phrase.contains(&literal.at)))
        .filter_map(|Literal { at, text }| {
            let key = text
                .split(|c: char| !c.is_alphanumeric())
                .find(|word| names_a_key(word))?;
            let place = source.place(*at);
            Some(format!(
                "{place}: «{text}» names the key {key}: write {{scope.command}}, which is filled from the keymap"
            ))
        })
        .collect()
}

fn names_a_key(word: &str) -> bool {
    const NAMED: [&str; 9] = [
        "Ctrl",
        "Alt",
        "Maiusc",
        "Invio",
        "Enter",
        "Esc",
        "Tab",
        "Canc",
        "Backspace",
    ];
    let function = word
        .strip_prefix('F')
        .and_then(|digits| digits.parse::<u8>().ok());
    NAMED.contains(&word) || function.is_some_and(|number| (1..=24).contains(&number))
}

/// Whether a literal reads as words: a name in code is one word of lower-case ASCII, a format has
/// only places and signs.
fn looks_like_words(text: &str) -> bool {
    let mut outside = String::new();
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    let words = outside
        .split(|c: char| !c.is_alphanumeric() && !"_-.".contains(c))
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2);
    let words: Vec<&str> = words.collect();
    let is_name = |word: &str| !word.chars().any(|c| c.is_uppercase() || !c.is_ascii());
    !(words.is_empty() || (words.len() == 1 && words.iter().all(|word| is_name(word))))
}
