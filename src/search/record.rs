//! Makes the index record of a document.

use super::acronyms;
use super::analysis::{self, Analysis};
use super::document::{Document, Kind};
use super::phone;
use super::places;
use super::schema::{
    AGENCY, ARTICLE, DEMOTED, ID, KIND, OFFICE, Part, SHOWN_BODY, SHOWN_OFFICE, SHOWN_TITLE, SINCE,
    TOPIC, UNTIL, VALID_UNTIL,
};
use super::streets;
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
    for (field, slug) in [(OFFICE, &document.office_id), (TOPIC, &document.topic)] {
        if !slug.is_empty() {
            out.add_text(field, slug);
        }
    }
    let times = [
        (SINCE, document.since),
        (UNTIL, document.until),
        (VALID_UNTIL, document.valid_until),
    ];
    for (field, time) in times {
        if let Some(time) = time {
            out.add_i64(field, time);
        }
    }
    out.add_u64(DEMOTED, u64::from(document.demoted));
    out.add_text(ARTICLE, &document.article);
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
    let title = if document.kind == Kind::Street {
        streets::name_of(title)
    } else {
        title
    };
    let mut aliases = cut(&document.aliases.join("\n")).to_owned();
    for short in acronyms::of(document) {
        aliases.push('\n');
        aliases.push_str(short);
    }
    let led = led_here(document);
    let mut text = analysis.stems(body);
    text.extend(analysis.stems(cut(&document.office)));
    vec![
        (Part::Title, titled(document, title, &analysis)),
        (Part::Alias, analysis.stems(&aliases)),
        (Part::Led, analysis.stems(&led)),
        (Part::Body, text),
        (Part::TitleExact, analysis::exact(title)),
        (Part::Exact, exact(document, [title, &aliases, &led, body])),
        (Part::Gram, grams([title, title, &aliases, &led, body])),
        (Part::Surname, analysis::names(surname(document))),
        (Part::Name, analysis::names(&document.name)),
        (Part::Beginning, beginnings(document)),
        (Part::Phone, phones(document)),
        (Part::Whole, wholes(document, &analysis)),
        (Part::Place, places::terms(document)),
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
    for name in [surname(document), &document.name] {
        terms.extend(analysis::names(name));
    }
    terms
}

/// The stems of a title. A name has none: *tasse* is not *Tassi*.
fn titled(document: &Document, title: &str, analysis: &Analysis) -> Vec<String> {
    if document.kind == Kind::Person && !surname(document).is_empty() {
        return Vec::new();
    }
    analysis.stems(title)
}

/// The surname of a person. A place of the directory (*Palestra comunale*) has one name of several
/// words and no first name: it is found by its title, as an office is, and each of its words is
/// not the name of somebody.
fn surname(document: &Document) -> &str {
    let several = document.surname.split_whitespace().nth(1).is_some();
    if document.name.is_empty() && several {
        return "";
    }
    &document.surname
}

fn grams(texts: [&str; 5]) -> Vec<String> {
    texts
        .into_iter()
        .flat_map(analysis::topical)
        .flat_map(|token| analysis::grams(&token.fold, false))
        .collect()
}

fn beginnings(document: &Document) -> Vec<String> {
    let mut terms: Vec<String> = [surname(document), &document.name]
        .into_iter()
        .flat_map(analysis::names)
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

/// Title and aliases as wholes; a person also by surname alone and with the name first. What only
/// an alias of an office says is marked: *carta d'identità* is asked for at a counter of which it is
/// not the name.
fn wholes(document: &Document, analysis: &Analysis) -> Vec<String> {
    let mut names: Vec<String> = vec![document.title.clone()];
    if document.kind == Kind::Person {
        names.push(document.surname.clone());
        names.push(format!("{} {}", document.surname, document.name));
        names.push(format!("{} {}", document.name, document.surname));
    }
    let title = analysis.stems(cut(&document.title));
    let mut terms: Vec<String> = names.iter().map(|name| whole(name, analysis)).collect();
    let rung = matches!(document.kind, Kind::Office | Kind::Person);
    for alias in &document.aliases {
        let stems = analysis.stems(cut(alias));
        let is_name = !rung || stems.iter().all(|stem| title.contains(stem));
        let whole = whole(alias, analysis);
        terms.push(if is_name {
            whole
        } else {
            analysis::asked_for(&whole)
        });
    }
    terms.retain(|whole| {
        !whole.trim_start_matches(analysis::ASKED_FOR).is_empty() && whole.len() <= 120
    });
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn whole(name: &str, analysis: &Analysis) -> String {
    let words = analysis::exact(cut(name));
    analysis.whole(words.iter().map(String::as_str))
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

    #[test]
    fn an_alias_that_is_no_name_of_the_office_is_marked() {
        let mut document = Document::new("o1", Kind::Office, "esempio");
        document.title = "Segreteria generale, protocollo e messi".to_owned();
        document.aliases = ["il protocollo", "oggetti smarriti"]
            .map(str::to_owned)
            .to_vec();
        let marked = wholes(&document, &Analysis::new());
        assert!(marked.contains(&"protocoll".to_owned()), "{marked:?}");
        assert!(marked.contains(&"~oggett smarr".to_owned()), "{marked:?}");
        document.kind = Kind::Sheet;
        let sheet = wholes(&document, &Analysis::new());
        assert!(sheet.contains(&"oggett smarr".to_owned()), "{sheet:?}");
    }

    #[test]
    fn a_place_of_the_directory_has_no_surname() {
        let mut document = Document::new("p1", Kind::Person, "esempio");
        for (surname_of, name, kept) in [
            ("Palestra comunale", "", ""),
            ("Centralino", "", "Centralino"),
            ("De Luca", "Pietro", "De Luca"),
        ] {
            document.surname = surname_of.to_owned();
            document.name = name.to_owned();
            assert_eq!(surname(&document), kept);
        }
    }
}
