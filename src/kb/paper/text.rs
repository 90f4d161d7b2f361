//! Pages of 66 lines of 80 columns, parted by form feeds, as any printer of any age takes them.

use super::{
    AS_OF, DIRECTORY, EMERGENCIES, Edition, INDEX, OFFICE_PAGE, OFFICES, OTHERS, PAGE_OF, TRIAL,
    USEFUL, titled,
};
use crate::{
    domain::{article::Article, slug::Slug},
    locale::Phrase,
};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// Columns of a page.
const WIDTH: usize = 80;
/// Lines of a page, the running head included.
const LINES: usize = 66;
/// Lines of the running head.
const HEAD: usize = 3;
/// How far lines under a name are moved in.
const INDENT: usize = 4;

/// The edition as pages of text.
#[must_use]
pub fn text(edition: &Edition<'_>) -> String {
    let mut pages = Pages::default();
    let mut first = vec![edition.agency.name.to_string()];
    let day = edition.date();
    first.extend(wrapped(&AS_OF.fill(edition.lang, &[("day", &day)]), 0));
    if edition.agency.fictional {
        first.extend(wrapped(TRIAL.get(edition.lang), 0));
    }
    first.push(String::new());
    pages.block(&first);
    pages.entries(edition, EMERGENCIES, &edition.emergencies);
    pages.entries(edition, USEFUL, &edition.useful);
    pages.new_page();
    pages.heading(edition, OFFICES);
    for section in &edition.offices {
        pages.entry(edition, section.office, 0);
        for person in &section.people {
            pages.entry(edition, person, INDENT);
        }
        pages.gap();
    }
    if !edition.others.is_empty() {
        pages.entries(edition, OTHERS, &edition.others);
    }
    pages.new_page();
    pages.heading(edition, INDEX);
    let index = index(edition, &pages.places);
    for line in index {
        pages.block(&[line]);
    }
    pages.print(edition)
}

/// The lines of the index: a name, its first number, its office and the page it stands on.
fn index(edition: &Edition<'_>, places: &BTreeMap<Slug, usize>) -> Vec<String> {
    let persons = edition.persons().into_iter();
    let lines = persons.map(|(person, office)| {
        let number = edition.reach(person).into_iter().next().unwrap_or_default();
        let office = office.map_or("", |office| office.title.as_str());
        let page = places.get(&person.id).copied().unwrap_or(1);
        let page = OFFICE_PAGE.fill(edition.lang, &[("n", &page)]);
        let cells = [
            (person.title.as_str(), 30),
            (number.as_str(), 18),
            (office, 20),
        ];
        let mut line = String::new();
        for (cell, width) in cells {
            line.push_str(&fitted(cell, width));
            line.push(' ');
        }
        line.push_str(&page);
        line
    });
    lines.collect()
}

/// The pages that are being filled.
#[derive(Default)]
struct Pages {
    pages: Vec<Vec<String>>,
    /// The page, from 1, on which each entry stands.
    places: BTreeMap<Slug, usize>,
}

impl Pages {
    /// Puts lines that belong together on one page, where one page is enough for them.
    fn block(&mut self, lines: &[String]) {
        let room = LINES - HEAD;
        let used = self.pages.last().map_or(room, Vec::len);
        if used + lines.len() > room && (lines.len() <= room || used == room) {
            self.pages.push(Vec::new());
        }
        for line in lines {
            if self.pages.last().is_none_or(|page| page.len() >= room) {
                self.pages.push(Vec::new());
            }
            if let Some(page) = self.pages.last_mut() {
                page.push(line.clone());
            }
        }
    }

    fn new_page(&mut self) {
        if self.pages.last().is_none_or(|page| !page.is_empty()) {
            self.pages.push(Vec::new());
        }
    }

    /// An empty line, but not at the top of a page.
    fn gap(&mut self) {
        if let Some(page) = self.pages.last_mut()
            && !page.is_empty()
            && page.len() < LINES - HEAD
        {
            page.push(String::new());
        }
    }

    fn heading(&mut self, edition: &Edition<'_>, heading: Phrase) {
        self.gap();
        let words = heading.get(edition.lang).to_uppercase();
        let rule = "=".repeat(words.width());
        self.block(&[words, rule, String::new()]);
    }

    fn entries(&mut self, edition: &Edition<'_>, heading: Phrase, entries: &[&Article]) {
        if entries.is_empty() {
            return;
        }
        self.heading(edition, heading);
        for entry in entries {
            self.entry(edition, entry, 0);
        }
        self.gap();
    }

    fn entry(&mut self, edition: &Edition<'_>, article: &Article, indent: usize) {
        let mut lines = wrapped(&titled(article), indent);
        for line in edition.lines(article) {
            lines.extend(wrapped(&line, indent + INDENT));
        }
        self.block(&lines);
        self.places.insert(article.id.clone(), self.pages.len());
    }

    /// Every page under its running head.
    fn print(self, edition: &Edition<'_>) -> String {
        let all = self.pages.len();
        let mut out = String::new();
        for (page, number) in self.pages.iter().zip(1..) {
            if number > 1 {
                out.push('\u{c}');
            }
            let right = PAGE_OF.fill(edition.lang, &[("n", &number), ("m", &all)]);
            let date = edition.date();
            let room = WIDTH.saturating_sub(right.width() + date.width() + 4);
            let left = format!("{} · {}", edition.agency.name, DIRECTORY.get(edition.lang));
            for piece in [&fitted(&left, room), "  ", &date, "  ", &right, "\n"] {
                out.push_str(piece);
            }
            out.push_str(&"-".repeat(WIDTH));
            out.push_str("\n\n");
            for line in page {
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
        out
    }
}

/// A text as lines no wider than a page, moved in; a word that is wider is cut.
fn wrapped(text: &str, indent: usize) -> Vec<String> {
    let room = WIDTH - indent;
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let word = fitted(word, room);
        let word = word.trim_end();
        if !line.is_empty() && line.width() + 1 + word.width() > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    let margin = " ".repeat(indent);
    lines.iter().map(|line| format!("{margin}{line}")).collect()
}

/// A text exactly so wide: cut, or followed by spaces.
fn fitted(text: &str, width: usize) -> String {
    let mut out = String::new();
    if text.width() <= width {
        out.push_str(text);
    } else {
        for sign in text.chars() {
            let mut next = out.clone();
            next.push(sign);
            if next.width() + 1 > width {
                break;
            }
            out = next;
        }
        out.push('…');
    }
    let missing = width.saturating_sub(out.width());
    out.push_str(&" ".repeat(missing));
    out
}
