//! Reading front matter: each key through the table of fields, with everything there is to say.

mod lacking;

use super::{
    body, extra,
    fields::{EXTRA, FIELDS, Row, keys},
    source::{Toml, given, tables},
    split,
    take::{Given, GivenTable, URP},
    unclosed,
};
use crate::{
    domain::{article::Article, outcome::ArticleKind, slug::Slug, text::Text},
    kb::fault::{KbError, Rule, Severity},
};
use toml_edit::{Item, Table};

/// How many unknown keys of one table are told: a file of nothing else is no article.
const MAX_UNKNOWN: usize = 64;

/// What an entry need not repeat because its file or folder says it.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    /// The kind, where the file has only one.
    pub kind: Option<ArticleKind>,
    /// The agency, where the entry names none.
    pub agency: Option<Slug>,
}

/// An article as a file gives it, with everything there is to say about the reading.
#[derive(Clone, Debug, Default)]
pub struct Located {
    /// The article; missing when id, kind or agency cannot be read.
    pub article: Option<Article>,
    /// What is wrong, errors and warnings.
    pub faults: Vec<KbError>,
    /// The keys that are there, each with its line.
    pub lines: Vec<(&'static str, usize)>,
    /// The line on which it begins.
    pub line: usize,
    /// The line on which its body begins; 0 when it has no body of its own.
    pub body_line: usize,
}

impl Located {
    /// Reads a Markdown file with front matter.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let Some((front, rest, body_line)) = split(text) else {
            return Self::failed(match unclosed(text) {
                Some(line) => KbError::new(Rule::UnclosedFrontMatter, line),
                None => KbError::new(Rule::FrontMatter, 1),
            });
        };
        let toml = Toml::from_line(front, 2);
        let document = match toml.parse() {
            Ok(document) => document,
            Err(fault) => return Self::failed(fault),
        };
        let mut located = Self::table(&toml, document.as_table(), &Defaults::default(), &[]);
        let (text, fault) = body(rest, body_line);
        located.faults.extend(fault);
        located.line = 1;
        located.body_line = body_line;
        match &mut located.article {
            Some(article) => article.body = text,
            None => lacking::name_rest(&mut located, document.as_table(), &text),
        }
        located
    }

    /// Reads one table of a file. Keys in `beside` are left to the caller.
    #[must_use]
    pub(in crate::kb) fn table(
        toml: &Toml<'_>,
        table: &Table,
        defaults: &Defaults,
        beside: &[&'static str],
    ) -> Self {
        let mut located = Self {
            line: toml.line(table.span()),
            ..Self::default()
        };
        if let Some(mut article) = located.begin(toml, table, defaults) {
            let rest = |row: &&Row| !matches!(row.key, "id" | "kind" | "agency" | EXTRA);
            for row in FIELDS.iter().filter(rest) {
                if let Some(item) = table.get(row.key).filter(|_| !beside.contains(&row.key)) {
                    located.field(row, &mut article, toml, table, item);
                }
            }
            located.unknown_keys(toml, table, beside, &mut article);
            located.article = Some(article);
        }
        located
    }

    /// An article that a row of a table is.
    pub(in crate::kb) fn of_row(article: Article, line: usize, faults: Vec<KbError>) -> Self {
        Self {
            article: Some(article),
            faults,
            line,
            ..Self::default()
        }
    }

    fn failed(fault: KbError) -> Self {
        Self {
            line: fault.line,
            faults: vec![fault],
            ..Self::default()
        }
    }

    /// The article with what everything else needs: its id, kind and agency.
    fn begin(&mut self, toml: &Toml<'_>, table: &Table, defaults: &Defaults) -> Option<Article> {
        let blank = Slug::parse("x").ok()?;
        let mut article = Article::named(
            blank.clone(),
            defaults.kind.unwrap_or(ArticleKind::Sheet),
            defaults.agency.clone().unwrap_or(blank),
            Text::default(),
        );
        for row in FIELDS {
            let has_default = match row.key {
                "id" => false,
                "kind" => defaults.kind.is_some(),
                "agency" => defaults.agency.is_some(),
                _ => continue,
            };
            match table.get(row.key) {
                Some(item) => {
                    let line = toml.line_of(table, row.key);
                    self.lines.push((row.key, line));
                    let value = given(item);
                    if matches!(&value, Given::Text(kind) if row.key == "kind" && kind == URP) {
                        article.role = Text::line(URP);
                    }
                    row.take(&mut article, value, line, &mut self.faults);
                }
                None if has_default => {}
                None if row.key == "kind" => self
                    .faults
                    .push(lacking::no_kind(self.line, |_| Vec::new())),
                None => self
                    .faults
                    .push(KbError::new(Rule::Missing, self.line).with("key", row.key)),
            }
        }
        first_error(&self.faults).is_none().then_some(article)
    }

    fn field(
        &mut self,
        row: &'static Row,
        article: &mut Article,
        toml: &Toml<'_>,
        table: &Table,
        item: &Item,
    ) {
        let line = toml.line_of(table, row.key);
        self.lines.push((row.key, line));
        if !row.applies(article.kind) {
            self.faults
                .push(KbError::new(Rule::KeyOfOtherKind, line).with("key", row.key));
            return;
        }
        let value = if item.is_array_of_tables() {
            Given::Tables(
                tables(table, row.key)
                    .map(|part| part_of(toml, part))
                    .collect(),
            )
        } else {
            given(item)
        };
        row.take(article, value, line, &mut self.faults);
    }

    /// Keys that this version does not know: told, and kept as they came.
    fn unknown_keys(
        &mut self,
        toml: &Toml<'_>,
        table: &Table,
        beside: &[&'static str],
        article: &mut Article,
    ) {
        let unknown = table.iter().filter(|(key, _)| {
            !keys()
                .chain(beside.iter().copied())
                .any(|known| known == *key)
        });
        for (key, item) in unknown.take(MAX_UNKNOWN) {
            let line = toml.line_of(table, key);
            match extra::of(key, item) {
                Some(extra) => {
                    article.extra.push(extra);
                    self.faults.push(KbError::kept_key(line, key, keys()));
                }
                None => self.faults.push(KbError::unknown_key(line, key, keys())),
            }
        }
    }
}

/// A table as the fields of its part take it.
fn part_of(toml: &Toml<'_>, table: &Table) -> GivenTable {
    let keys = table.iter();
    keys.map(|(key, item)| (key.to_owned(), toml.line_of(table, key), given(item)))
        .collect()
}

/// The first fault that is an error.
pub fn first_error(faults: &[KbError]) -> Option<&KbError> {
    faults
        .iter()
        .find(|fault| fault.rule.severity() == Severity::Error)
}
