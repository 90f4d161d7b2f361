//! A folder of knowledge: which file holds what, read into articles and agencies, with a report by row.
//!
//! | file | what it holds |
//! |---|---|
//! | `*.md` | one article: front matter and body ([`document`]) |
//! | `*.toml` with `[[office]]` or `[[helpline]]` | offices, help lines |
//! | any other `*.toml` | an agency ([`agency`]) |
//! | `streets.csv` | the street register: one street a row |
//! | any other `*.csv` | the directory: one person or number a row |
//! | `*.jsonl` | one article a line, with the fields of other programs |
//!
//! The order of the files does not matter but for one thing: an agency comes before what belongs to
//! it, so that its entries need not name it.

mod csv;
mod jsonl;
mod tables;
mod text;

pub(super) use csv::{full_name, harmless, read_mapped as read_table};
pub(super) use tables::phones;
pub(super) use text::Bounded;

use super::{
    agency,
    document::{self, Located},
    fault::{Finding, KbError, Rule, Severity},
};
use crate::domain::{
    agency::Agency, article::Article, outcome::ArticleKind, slug::Slug, text::Text,
};
use std::{collections::BTreeMap, io::BufRead};

/// The most rows of a table or lines of records (SECURITY T14).
pub const MAX_ROWS: usize = 1_000_000;
/// The most rows of a table that are refused one by one; one with more is not what it was taken for.
pub const MAX_REFUSED: usize = 1_000;
/// The most articles of one import: they are held in memory together, since it is all or nothing.
pub const MAX_ENTRIES: usize = 250_000;
/// The same, as the report says it.
pub const MOST_ENTRIES: &str = "250.000";
/// The most columns of a table (SECURITY T14).
pub const MAX_COLUMNS: usize = 64;
/// The longest cell, in bytes (SECURITY T14).
pub const MAX_CELL: usize = 64 * 1_024;
/// The longest file that is read whole: an article, a file of offices, an agency.
pub const MAX_WHOLE_FILE: usize = 4 * 1_024 * 1_024;

/// An article with its canonical text and where it came from.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it says.
    pub article: Article,
    /// Its canonical text, whose hash is its version.
    pub canonical: String,
    /// The file it came from.
    pub file: Text,
    /// The line on which it begins.
    pub line: usize,
    /// The line on which its body begins; 0 when it has none of its own.
    pub body_line: usize,
    lines: Vec<(&'static str, usize)>,
}

impl Entry {
    /// Whether its file has a front-matter key, even with nothing in it.
    #[must_use]
    pub fn has_key(&self, key: &str) -> bool {
        self.lines.iter().any(|(known, _)| *known == key)
    }

    /// The line of a front-matter key, else where the article begins.
    #[must_use]
    pub fn line_of(&self, key: &str) -> usize {
        self.lines
            .iter()
            .find(|(known, _)| *known == key)
            .map_or(self.line, |(_, line)| *line)
    }
}

/// An agency with its canonical text and where it came from.
#[derive(Clone, Debug)]
pub struct AgencyEntry {
    /// What it is.
    pub agency: Agency,
    /// Its canonical text.
    pub canonical: String,
    /// The file it came from.
    pub file: Text,
}

/// What was read so far, and everything there is to say about it.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The articles, in the order of the files and their rows.
    pub articles: Vec<Entry>,
    /// The agencies.
    pub agencies: Vec<AgencyEntry>,
    /// The report: errors, warnings, and what was skipped.
    pub findings: Vec<Finding>,
    ids: BTreeMap<Slug, usize>,
    last_number: BTreeMap<Slug, usize>,
    agency: Option<Slug>,
}

/// Articles and agencies ready to be published, each with its canonical text.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// The articles.
    pub articles: Vec<(Article, String)>,
    /// The agencies.
    pub agencies: Vec<(Agency, String)>,
    /// What was left out or changed, and warnings.
    pub notes: Vec<Finding>,
}

impl Documents {
    /// How many rows or files were left out.
    #[must_use]
    pub fn skipped(&self) -> usize {
        let left_out = |finding: &&Finding| {
            matches!(
                finding.fault.rule,
                Rule::SameAgain | Rule::EmptyRow | Rule::NotKnowledge | Rule::Link
            )
        };
        self.notes.iter().filter(left_out).count()
    }
}

impl Reading {
    /// Nothing read yet; entries that name no agency belong to `agency`, unless an agency file of
    /// the same folder says otherwise.
    #[must_use]
    pub fn of(agency: Option<Slug>) -> Self {
        Self {
            agency,
            ..Self::default()
        }
    }

    /// Reads one file. `path` is how the report names it; its ending says what it holds.
    pub fn file(&mut self, path: &str, mut bytes: impl BufRead) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending {
            // An article may be called `readme`: its file is in small letters.
            _ if name.eq_ignore_ascii_case("README.md") && name != "readme.md" => {}
            "md" => self.whole(path, bytes, Self::document),
            "toml" => self.whole(path, bytes, Self::toml),
            "csv" => csv::read(self, path, bytes),
            "jsonl" => jsonl::read(self, path, &mut bytes),
            _ if folder.is_empty() && name.starts_with('.') => {}
            _ => self.say(path, KbError::new(Rule::NotKnowledge, 1)),
        }
    }

    /// All or nothing: everything that was read, or the report when there is an error in it.
    ///
    /// # Errors
    /// Every finding, warnings included.
    pub fn accept(self) -> Result<Documents, Vec<Finding>> {
        if self.has_errors() {
            return Err(self.findings);
        }
        let articles = self.articles.into_iter();
        let agencies = self.agencies.into_iter();
        Ok(Documents {
            articles: articles
                .map(|entry| (entry.article, entry.canonical))
                .collect(),
            agencies: agencies
                .map(|entry| (entry.agency, entry.canonical))
                .collect(),
            notes: self.findings,
        })
    }

    /// Whether anything read is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity() == Severity::Error)
    }

    /// The article with this id.
    #[must_use]
    pub fn get(&self, id: &Slug) -> Option<&Entry> {
        self.ids.get(id).and_then(|place| self.articles.get(*place))
    }

    /// The ids of all articles, in order.
    pub fn ids(&self) -> impl Iterator<Item = &Slug> {
        self.ids.keys()
    }

    /// The agency of entries that name none, as far as it is known.
    pub(super) const fn own_agency(&self) -> Option<&Slug> {
        self.agency.as_ref()
    }

    /// Whether there are as many articles as one import may have.
    pub(super) const fn is_full(&self) -> bool {
        self.articles.len() >= MAX_ENTRIES
    }

    /// Adds to the report.
    pub(super) fn say(&mut self, path: &str, fault: KbError) {
        self.findings.push(Finding::new(path, fault));
    }

    fn whole(&mut self, path: &str, bytes: impl BufRead, read: fn(&mut Self, &str, &str)) {
        match text::whole(bytes) {
            Ok(text) => read(self, path, &text),
            Err(fault) => self.say(path, fault),
        }
    }

    fn document(&mut self, path: &str, text: &str) {
        let located = Located::read(text);
        if let Some(article) = &located.article {
            let name = path.rsplit('/').next().unwrap_or(path);
            if name.strip_suffix(".md") != Some(article.id.as_str()) {
                let fault = KbError::new(Rule::FileName, 1);
                self.say(path, fault.with("value", article.id.as_str()));
            }
        }
        self.push(path, located);
    }

    fn toml(&mut self, path: &str, text: &str) {
        if tables::read(self, path, text) {
            return;
        }
        let (read, faults) = agency::read(text);
        for fault in faults {
            self.say(path, fault);
        }
        if let Some(read) = read {
            if self.agencies.is_empty() {
                self.agency = Some(read.id.clone());
            }
            self.agencies.push(AgencyEntry {
                canonical: agency::write_agency(&read),
                agency: read,
                file: Text::line(path),
            });
        }
    }

    /// Takes an article in, unless its id is taken.
    pub(super) fn push(&mut self, path: &str, located: Located) {
        for fault in located.faults {
            self.say(path, fault);
        }
        let Some(article) = located.article else {
            return;
        };
        let entry = Entry {
            canonical: document::write(&article),
            article,
            file: Text::line(path),
            line: located.line,
            body_line: located.body_line,
            lines: located.lines,
        };
        match self.get(&entry.article.id) {
            None => {
                self.ids
                    .insert(entry.article.id.clone(), self.articles.len());
                self.articles.push(entry);
            }
            Some(first) => {
                let place = format!("{}:{}", first.file, first.line);
                let rule = if first.canonical == entry.canonical {
                    Rule::SameAgain
                } else {
                    Rule::DuplicateId
                };
                let fault = KbError::new(rule, entry.line_of("id"))
                    .with("value", entry.article.id.as_str())
                    .with("other", &place);
                self.say(path, fault);
            }
        }
    }

    /// A blank article of a row that says neither kind nor agency, in the agency of the folder.
    pub(super) fn blank(&self, kind: ArticleKind, id: Slug) -> Option<Article> {
        let agency = match &self.agency {
            Some(agency) => agency.clone(),
            None => Slug::parse(crate::domain::agency::ALL).ok()?,
        };
        Some(Article::named(id, kind, agency, Text::default()))
    }

    /// The id a row asks for. One that is no slug becomes one, distinct from all others, and the
    /// report says so; `None` when nothing of it is left.
    fn id_for(&mut self, path: &str, line: usize, wanted: &str) -> Option<Slug> {
        if let Ok(slug) = Slug::parse(wanted) {
            return Some(slug);
        }
        let near = Slug::from_title(wanted)?;
        let free = self.free_id(near)?;
        let fault = KbError::new(Rule::Renamed, line);
        self.say(
            path,
            fault.with("value", wanted).with("other", free.as_str()),
        );
        Some(free)
    }

    /// The slug itself, else the first of `slug-2`, `slug-3`… that is free.
    fn free_id(&mut self, slug: Slug) -> Option<Slug> {
        if !self.ids.contains_key(&slug) {
            return Some(slug);
        }
        let stem: String = slug.as_str().chars().take(70).collect();
        let first = self.last_number.get(&slug).map_or(2, |last| last + 1);
        let (number, free) = (first..=first + MAX_ROWS)
            .filter_map(|number| Some((number, Slug::parse(&format!("{stem}-{number}")).ok()?)))
            .find(|(_, candidate)| !self.ids.contains_key(candidate))?;
        self.last_number.insert(slug, number);
        Some(free)
    }
}

#[cfg(test)]
mod tests;
