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
