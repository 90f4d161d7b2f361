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

/// The uses of a phrase `one|many` that do not count: both forms would be on screen.
pub fn count_faults(sources: &[Source]) -> Vec<String> {
    let counting: Vec<(&Source, &str)> = sources
        .iter()
        .flat_map(|source| counting_names(source).map(move |name| (source, name)))
        .collect();
    let mut faults = Vec::new();
    for source in sources {
        for (home, name) in &counting {
            // Another room may use the name for a phrase of its own.
            let own = home.room() == source.room();
            for at in source.find(name).into_iter().filter(|_| own) {
                let after = source.code[at + name.len()..].trim_start();
                if !after.starts_with(".count(") && !after.starts_with("= \"") {
                    let place = source.place(at);
                    faults.push(format!(
                        "{place}: {name} is written `one|many`: choose between them with `.count(`"
                    ));
                }
            }
        }
    }
    faults.sort();
    faults.dedup();
    faults
}

/// The names of the phrases of a file's catalogs that are written `one|many`.
fn counting_names(source: &Source) -> impl Iterator<Item = &str> {
    let catalogs = source.spans("catalog!");
    let counting = source.literals.iter().filter(move |literal| {
        literal.text.contains('|') && catalogs.iter().any(|catalog| catalog.contains(&literal.at))
    });
    counting.filter_map(|literal| {
        let before = source.code[..literal.at].rsplit_once(['{', ';'])?.1;
        let name = before.split('=').next()?.trim();
        (!name.is_empty()).then_some(name)
    })
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
