//! Finds the words that answer a query in a text, and the passage that holds most of them.

use super::analysis::Analysis;
use super::plan::Plan;
use super::query::Span;
use super::schema::Part;
use super::token::{Token, tokens};
use super::words;
use std::collections::{HashMap, HashSet};

/// Bytes of a snippet, roughly two lines of a desk of 80 columns.
const LENGTH: usize = 150;
/// Bytes of context before the first word found.
const LEAD: usize = 30;
/// Bytes of a body that are looked at.
const LOOKED_AT: usize = 8 * 1024;
/// Shown where the passage does not begin or end with the text.
const ELLIPSIS: &str = "…";

/// Recognises the words of a text that answer a plan.
pub(super) struct Marker<'p> {
    analysis: Analysis,
    stems: HashMap<&'p str, usize>,
    folds: HashMap<&'p str, usize>,
    /// First letters of the stems: the others need not be stemmed.
    heads: HashSet<Head>,
    beginnings: Vec<(&'p str, usize)>,
}

/// A word found: its place in the text and which word of the plan it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    span: Span,
    word: usize,
}

impl<'p> Marker<'p> {
    /// A marker for the words of `plan`.
    pub(super) fn new(plan: &'p Plan) -> Self {
        let mut marker = Self {
            analysis: Analysis::new(),
            stems: HashMap::new(),
            folds: HashMap::new(),
            heads: HashSet::new(),
            beginnings: Vec::new(),
        };
        let terms = plan.words.iter().enumerate().flat_map(|(place, word)| {
            let forms = word.forms.iter().flat_map(|form| &form.terms);
            forms.map(move |(part, text)| (place, *part, text.as_str()))
        });
        for (place, part, text) in terms {
            match part {
                Part::Title => {
                    marker.stems.entry(text).or_insert(place);
                    marker.heads.insert(head(text));
                }
                Part::TitleExact => {
                    marker.folds.entry(text).or_insert(place);
                }
                Part::Beginning => marker.beginnings.push((text, place)),
                _ => {}
            }
        }
        marker
    }

    /// The words of `title` that answer the query. `is_name` lets beginnings of words count.
    pub(super) fn title(&self, title: &str, is_name: bool) -> Vec<Span> {
        let mut spans: Vec<Span> = self.marks(title).into_iter().map(|m| m.span).collect();
        if is_name {
            let begun = tokens(title).into_iter().filter(|token| {
                let mut starts = self.beginnings.iter();
                starts.any(|(start, _)| token.fold.starts_with(start))
            });
            spans.extend(begun.map(|token| (token.start, token.end)));
            spans.sort_unstable();
            spans.dedup();
        }
        spans
    }

    /// The passage of `body` that answers best, on one line, and its words.
    pub(super) fn snippet(&self, body: &str) -> (String, Vec<Span>) {
        let line = one_line(body);
        let marks = self.marks(&line);
        let start = passage_start(&line, &marks);
        let end = floor_word(&line, start, start + LENGTH);
        let mut shown = String::with_capacity(LENGTH + 8);
        if start > 0 {
            shown.push_str(ELLIPSIS);
        }
        let shift = shown.len();
        shown.push_str(line.get(start..end).unwrap_or_default());
        if end < line.len() {
            shown.push_str(ELLIPSIS);
        }
        let spans = marks
            .iter()
            .map(|mark| mark.span)
            .filter(|&(from, to)| from >= start && to <= end)
            .map(|(from, to)| (from - start + shift, to - start + shift))
            .collect();
        (shown, spans)
    }

    fn marks(&self, text: &str) -> Vec<Mark> {
        let found = tokens(text);
        let mut marks: Vec<Mark> = Vec::new();
        for (at, token) in found.iter().enumerate() {
            let next = found.get(at + 1);
            if let Some(word) = self.word_of(token) {
                push(&mut marks, token, word);
            } else if let Some((word, next)) = next.and_then(|n| Some((self.glued(token, n)?, n))) {
                push(&mut marks, token, word);
                push(&mut marks, next, word);
            }
        }
        marks
    }

    /// The word of the plan that `token` answers.
    fn word_of(&self, token: &Token) -> Option<usize> {
        if let Some(place) = self.folds.get(token.fold.as_str()) {
            return Some(*place);
        }
        if !self.heads.contains(&head(&token.fold)) || words::is_stop(&token.fold) {
            return None;
        }
        self.stems
            .get(self.analysis.stem(&token.fold).as_str())
            .copied()
    }

    /// The word of the plan that two words answer together (`dellorto` for *Dell'Orto*).
    fn glued(&self, token: &Token, next: &Token) -> Option<usize> {
        let (first, second) = (token.fold.as_str(), next.fold.as_str());
        self.folds
            .iter()
            .find(|(word, _)| word.strip_prefix(first) == Some(second))
            .map(|(_, place)| *place)
    }
}

/// The first two letters of a word, which stemming leaves alone.
type Head = (Option<char>, Option<char>);

fn head(word: &str) -> Head {
    let mut letters = word.chars();
    (letters.next(), letters.next())
}

fn push(marks: &mut Vec<Mark>, token: &Token, word: usize) {
    let span = (token.start, token.end);
    if marks.last().is_none_or(|last| last.span.1 <= span.0) {
        marks.push(Mark { span, word });
    }
}

/// The first part of `body` with every run of white space as one space.
fn one_line(body: &str) -> String {
    let mut line = String::new();
    for word in body.split_whitespace() {
        if line.len() + word.len() > LOOKED_AT {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Where the passage with most different words begins.
fn passage_start(line: &str, marks: &[Mark]) -> usize {
    let mut best = (0, 0);
    for (at, first) in marks.iter().enumerate() {
        let limit = first.span.0 + LENGTH - LEAD;
        let inside = marks.iter().skip(at).take_while(|m| m.span.1 <= limit);
        let mut different = 0_u32;
        let mut count = 0;
        for mark in inside {
            different |= 1 << mark.word.min(31);
            count += 1;
        }
        let value = different.count_ones() * 8 + u32::min(count, 7);
        if value > best.0 {
            best = (value, first.span.0);
        }
    }
    let start = best.1.saturating_sub(LEAD);
    if best.1 + LEAD < LENGTH || start == 0 {
        return 0;
    }
    ceil_word(line, start, best.1)
}

/// The start of the first word after `from`, at most `to`.
fn ceil_word(line: &str, from: usize, to: usize) -> usize {
    let after = |at: usize| line.get(at..to).and_then(|part| part.find(' '));
    (from..to)
        .find(|&at| line.is_char_boundary(at))
        .and_then(|at| Some(at + after(at)? + 1))
        .unwrap_or(to)
}

/// The end of the last whole word before `end`, or the last character when there is none.
fn floor_word(line: &str, start: usize, end: usize) -> usize {
    if end >= line.len() {
        return line.len();
    }
    let mut cut = end;
    while !line.is_char_boundary(cut) {
        cut -= 1;
    }
    let space = line.get(start..cut).and_then(|part| part.rfind(' '));
    space.filter(|&at| at > 0).map_or(cut, |at| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::dictionary::{Counted, Dictionary};
    use crate::search::plan::plan;

    fn marked(query: &str, text: &str) -> Vec<String> {
        let mut list: Vec<Counted> = tokens(text)
            .into_iter()
            .map(|t| (t.fold.into(), 1))
            .collect();
        list.push(("dellorto".into(), 1));
        list.sort();
        let dictionary = Dictionary::merge(std::iter::once(list.as_slice()));
        let plan = plan(query, &dictionary);
        let (snippet, spans) = Marker::new(&plan).snippet(text);
        assert!(snippet.len() <= LENGTH + 2 * ELLIPSIS.len());
        spans
            .into_iter()
            .map(|(from, to)| snippet.get(from..to).unwrap().to_owned())
            .collect()
    }

    #[test]
    fn stems_typos_and_beginnings_are_marked() {
        let text = "Chi ha perso la carta d’identità deve sporgere denuncia.";
        let table: &[(&str, &[&str])] = &[
            ("carte identita", &["carta", "identità"]),
            ("cartta ", &["carta"]),
            ("denun", &["denuncia"]),
            ("zzzz", &[]),
        ];
        for (query, expected) in table {
            assert_eq!(marked(query, text), *expected, "{query}");
        }
        assert_eq!(marked("dellorto ", "Ada Dell'Orto"), ["Dell", "Orto"]);
    }

    #[test]
    fn the_passage_holds_most_of_the_words() {
        let filler = "Testo che non c'entra, à lungo. ".repeat(40);
        let text = format!("La carta. {filler} Per la carta d'identità serve una foto. {filler}");
        assert_eq!(
            marked("carta identita foto ", &text),
            ["carta", "identità", "foto"]
        );
    }

    #[test]
    fn odd_texts_do_no_harm() {
        assert!(marked("carta ", "").is_empty());
        assert!(marked("carta ", &"à".repeat(50_000)).is_empty());
        assert_eq!(marked("carta ", &"carta ".repeat(9_000)).len(), 25);
        assert_eq!(
            marked("carta ", &format!("{} carta", "€".repeat(300))),
            ["carta"]
        );
    }
}
