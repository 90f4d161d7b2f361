//! Makes the index record of a document.

use super::analysis::{self, Analysis};
use super::document::{Document, Kind};
use super::phone;
use super::schema::{
    AGENCY, DEMOTED, ID, KIND, Part, SHOWN_BODY, SHOWN_OFFICE, SHOWN_TITLE, VALID_UNTIL,
};
use super::terms;
use std::collections::HashSet;
use tantivy::TantivyDocument;

/// The record of `document`, ready for the writer.
pub(super) fn record(document: &Document) -> TantivyDocument {
    let mut out = TantivyDocument::default();
    let body = cut(&document.body);
    let title = cut(&document.title);
    out.add_text(ID, &document.id);
    out.add_u64(KIND, document.kind.code());
    out.add_text(AGENCY, &document.agency);
    if let Some(day) = document.valid_until {
        out.add_i64(VALID_UNTIL, day);
    }
    out.add_u64(DEMOTED, u64::from(document.demoted));
    out.add_text(SHOWN_TITLE, title);
    out.add_text(SHOWN_BODY, body);
    out.add_text(SHOWN_OFFICE, cut(&document.office));
    for (part, terms) in parts(document, title, body) {
        if !terms.is_empty() {
            out.add_text(part.field(), terms::join(&terms));
        }
    }
    out
}

/// The terms of every part.
fn parts(document: &Document, title: &str, body: &str) -> Vec<(Part, Vec<String>)> {
    let analysis = Analysis::new();
    let aliases = cut(&document.aliases.join("\n")).to_owned();
    let led = led_here(document);
    let mut text = analysis.stems(body);
    text.extend(analysis.stems(cut(&document.office)));
    vec![
        (Part::Title, analysis.stems(title)),
        (Part::Alias, analysis.stems(&aliases)),
        (Part::Led, analysis.stems(&led)),
        (Part::Body, text),
        (Part::TitleExact, analysis::exact(title)),
        (Part::Exact, exact(document, [title, &aliases, &led, body])),
        (Part::Gram, grams([title, title, &aliases, &led, body])),
        (Part::Surname, analysis::names(&document.surname)),
        (Part::Name, analysis::names(&document.name)),
        (Part::Beginning, beginnings(document)),
        (Part::Phone, phones(document)),
        (Part::Whole, wholes(document, &analysis)),
    ]
}

/// The different queries that led here, the latest first, at most [`Document::MAX_LED_HERE`].
fn led_here(document: &Document) -> String {
    let mut seen = HashSet::new();
    let kept: Vec<&str> = document
        .led_here
        .iter()
        .rev()
        .filter(|query| seen.insert(analysis::exact(query)))
        .take(Document::MAX_LED_HERE)
        .map(|query| cut(query))
        .collect();
    cut(&kept.join("\n")).to_owned()
}

fn exact(document: &Document, texts: [&str; 4]) -> Vec<String> {
    let mut terms: Vec<String> = texts.into_iter().flat_map(analysis::exact).collect();
    terms.extend(analysis::exact(cut(&document.office)));
    for name in [&document.surname, &document.name] {
        terms.extend(analysis::names(name));
    }
    terms
}

fn grams(texts: [&str; 5]) -> Vec<String> {
    texts
        .into_iter()
        .flat_map(analysis::topical)
        .flat_map(|token| analysis::grams(&token.fold, false))
        .collect()
}

fn beginnings(document: &Document) -> Vec<String> {
    let mut terms: Vec<String> = [&document.surname, &document.name]
        .into_iter()
        .flat_map(|name| analysis::names(name))
        .flat_map(|form| analysis::beginnings(&form))
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn phones(document: &Document) -> Vec<String> {
    let mut terms: Vec<String> = document
        .phones
        .iter()
        .flat_map(|written| phone::terms(written))
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Title and aliases as wholes; a person also by surname alone and with the name first.
fn wholes(document: &Document, analysis: &Analysis) -> Vec<String> {
    let mut names: Vec<String> = vec![document.title.clone()];
    names.extend(document.aliases.iter().cloned());
    if document.kind == Kind::Person {
        names.push(document.surname.clone());
        names.push(format!("{} {}", document.surname, document.name));
        names.push(format!("{} {}", document.name, document.surname));
    }
    let mut terms: Vec<String> = names
        .iter()
        .map(|name| analysis::exact(cut(name)))
        .map(|words| analysis.whole(words.iter().map(String::as_str)))
        .filter(|whole| !whole.is_empty() && whole.len() <= 120)
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// At most [`Document::MAX_TEXT`] bytes of `text`.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(Document::MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learned_queries_are_capped_and_different() {
        let mut document = Document::new("s1", Kind::Sheet, "esempio");
        document.led_here = (0..40).map(|n| format!("domanda {n}")).collect();
        document.led_here.push("Domanda, 39".to_owned());
        let kept = led_here(&document);
        assert_eq!(kept.lines().count(), Document::MAX_LED_HERE);
        assert_eq!(kept.matches("39").count(), 1);
    }

    #[test]
    fn a_person_is_known_by_surname_and_in_both_orders() {
        let mut document = Document::new("p1", Kind::Person, "esempio");
        document.surname = "Dell'Orto".to_owned();
        document.name = "Ada".to_owned();
        let wholes = wholes(&document, &Analysis::new());
        assert!(wholes.contains(&"orto".to_owned()), "{wholes:?}");
        assert!(wholes.contains(&"orto ada".to_owned()), "{wholes:?}");
        assert!(wholes.contains(&"ada orto".to_owned()), "{wholes:?}");
    }

    #[test]
    fn a_huge_body_is_cut_on_a_character() {
        let text = "à".repeat(100_000);
        assert!(cut(&text).len() <= Document::MAX_TEXT);
        assert!(cut(&text).chars().all(|letter| letter == 'à'));
    }
}
