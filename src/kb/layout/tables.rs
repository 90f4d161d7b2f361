//! Offices and help lines: several articles in one TOML file.

use super::Reading;
use crate::{
    domain::{article::Article, outcome::ArticleKind, phone::Phone, text::Text},
    kb::{
        DOUBT,
        document::{Defaults, Given, Located, Toml, given, row, tables},
        fault::KbError,
    },
};
use toml_edit::Table;

/// A file of several articles of one kind.
struct Common {
    /// The name of its tables.
    name: &'static str,
    /// What they are.
    kind: ArticleKind,
    /// The keys they have beside those of every article.
    beside: &'static [&'static str],
}

const OFFICES: Common = Common {
    name: "office",
    kind: ArticleKind::Office,
    beside: &["phone", "competences"],
};

const HELP_LINES: Common = Common {
    name: "helpline",
    kind: ArticleKind::HelpLine,
    beside: &["number", "hours"],
};

/// What such a file holds.
const NAMES: &[&str] = &[OFFICES.name, HELP_LINES.name];

/// Reads the offices or help lines of a file; false when it holds neither.
pub fn read(reading: &mut Reading, path: &str, text: &str) -> bool {
    let toml = Toml::file(text);
    let Ok(document) = toml.parse() else {
        return false;
    };
    let root = document.as_table();
    let mut found = false;
    for common in [OFFICES, HELP_LINES] {
        for table in tables(root, common.name) {
            found = true;
            let defaults = Defaults {
                kind: Some(common.kind),
                agency: reading.agency.clone(),
            };
            let mut located = Located::table(&toml, table, &defaults, common.beside);
            beside(&mut located, &toml, table, &common);
            reading.push(path, located);
        }
    }
    let others = root
        .iter()
        .map(|(key, _)| key)
        .filter(|key| !NAMES.contains(key));
    for key in others.filter(|_| found) {
        let line = toml.line_of(root, key);
        reading.say(path, KbError::unknown_key(line, key, NAMES.iter().copied()));
    }
    found
}

/// The keys that only these files have.
fn beside(located: &mut Located, toml: &Toml<'_>, table: &Table, common: &Common) {
    let Located {
        article: Some(article),
        faults,
        lines,
        ..
    } = located
    else {
        return;
    };
    for key in common.beside {
        let Some(value) = table.get(key).map(given) else {
            continue;
        };
        let line = toml.line_of(table, key);
        match (*key, value) {
            ("phone" | "number", Given::Text(cell)) => {
                lines.push(("phones", line));
                article.reach.phones = phones(&cell);
            }
            ("competences", Given::List(list)) => competences(article, &list),
            ("hours", Given::Text(words)) => {
                lines.push(("hours_text", line));
                article.hours_text = Text::line(&words);
                if words.contains(DOUBT) {
                    article.unconfirmed.push(Text::line("hours_text"));
                }
            }
            (key, value) => {
                let stands_for = if key == "hours" { "hours" } else { "role" };
                if let Some(row) = row(stands_for) {
                    row.take(article, value, line, faults);
                }
            }
        }
    }
}

/// What an office does, as a list in its body.
fn competences(article: &mut Article, list: &[String]) {
    let mut body = String::from("## Competenze\n");
    for competence in list {
        body.push_str("- ");
        body.push_str(Text::line(competence).as_str());
        body.push('\n');
    }
    article.body = Text::block(&body);
}

/// The numbers of a cell, each for itself: two numbers in one cell are two contact points. Words
/// without a number stay as they are, for the linter to find.
pub fn phones(cell: &str) -> Vec<Text> {
    let split = Phone::split(cell);
    if split.is_empty() && !cell.trim().is_empty() {
        return vec![Text::line(cell.trim())];
    }
    split.iter().map(|phone| phone.as_typed().clone()).collect()
}
