//! The canonical text of an agency: one TOML file, there and back.

use super::{
    document::{At, Given, Toml, given, name, push_flag, push_list, push_text, tables, told},
    fault::{KbError, Rule, Severity, nearest},
};
use crate::domain::{
    agency::{Agency, Bilingual, Topic},
    slug::Slug,
    text::{Cleaned, Text},
};
use toml_edit::{Item, Table};

const KEYS: &[&str] = &["id", "name", "fictional", "called", "greeting", "topic"];
const TOPIC_KEYS: &[&str] = &["id", "name", "parent"];
const LANGUAGES: &[&str] = &["it", "en"];

/// Reads an agency.
///
/// # Errors
/// The first rule broken.
pub fn parse_agency(text: &str) -> Result<Agency, KbError> {
    let (agency, mut faults) = read(text);
    faults.retain(|fault| fault.rule.severity() == Severity::Error);
    match (faults.into_iter().next(), agency) {
        (Some(fault), _) => Err(fault),
        (None, Some(agency)) => Ok(agency),
        (None, None) => Err(KbError::new(Rule::Missing, 1).with("key", "id")),
    }
}

/// Reads an agency with everything there is to say; no agency without an id.
pub(super) fn read(text: &str) -> (Option<Agency>, Vec<KbError>) {
    let toml = Toml::file(text);
    match toml.parse() {
        Err(fault) => (None, vec![fault]),
        Ok(document) => {
            let mut reader = Reader {
                toml,
                faults: Vec::new(),
            };
            let agency = reader.agency(document.as_table());
            (agency, reader.faults)
        }
    }
}

/// The canonical text of an agency.
#[must_use]
pub fn write_agency(agency: &Agency) -> String {
    let mut out = String::new();
    push_text(&mut out, "id", agency.id.as_str());
    push_text(&mut out, "name", agency.name.as_str());
    push_flag(&mut out, "fictional", agency.fictional.then_some(true));
    push_list(&mut out, "called", agency.called.iter().map(Text::as_str));
    push_words(&mut out, "greeting", &agency.greeting);
    for topic in &agency.topics {
        out.push_str("\n[[topic]]\n");
        push_text(&mut out, "id", topic.id.as_str());
        push_words(&mut out, "name", &topic.name);
        push_text(
            &mut out,
            "parent",
            topic.parent.as_ref().map_or("", |parent| parent.as_str()),
        );
    }
    out
}

fn push_words(out: &mut String, key: &str, words: &Bilingual) {
    push_text(out, &format!("{key}.it"), words.it.as_str());
    push_text(out, &format!("{key}.en"), words.en.as_str());
}

struct Reader<'a> {
    toml: Toml<'a>,
    faults: Vec<KbError>,
}

impl Reader<'_> {
    fn agency(&mut self, table: &Table) -> Option<Agency> {
        self.known(table, KEYS);
        let id = self.required_name(table, "id");
        let agency_name = self.line(table, "name");
        if agency_name.is_empty() {
            self.missing(table, "name");
        }
        let topics = tables(table, "topic")
            .filter_map(|topic| self.topic(topic))
            .collect();
        Some(Agency {
            id: id?,
            name: agency_name,
            fictional: table.get("fictional").and_then(Item::as_bool) == Some(true),
            called: self.lines(table, "called"),
            greeting: self.words(table, "greeting"),
            topics,
        })
    }

    fn topic(&mut self, table: &Table) -> Option<Topic> {
        self.known(table, TOPIC_KEYS);
        let id = self.required_name(table, "id");
        let words = self.words(table, "name");
        if words.it.is_empty() {
            self.missing(table, "name.it");
        }
        let parent = table.get("parent").and_then(Item::as_str);
        Some(Topic {
            parent: parent.and_then(|raw| self.slug(table, "parent", raw)),
            id: id?,
            name: words,
        })
    }

    fn at(&self, table: &Table, key: &'static str) -> At {
        At {
            key,
            line: self.toml.line_of(table, key),
        }
    }

    fn missing(&mut self, table: &Table, key: &'static str) {
        let line = self.toml.line(table.span());
        self.faults
            .push(KbError::new(Rule::Missing, line).with("key", key));
    }

    fn required_name(&mut self, table: &Table, key: &'static str) -> Option<Slug> {
        match table.get(key).and_then(Item::as_str) {
            Some(raw) => self.slug(table, key, raw),
            None => {
                self.missing(table, key);
                None
            }
        }
    }

    fn slug(&mut self, table: &Table, key: &'static str, raw: &str) -> Option<Slug> {
        match name(self.at(table, key), raw) {
            Ok(slug) => Some(slug),
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    fn line(&mut self, table: &Table, key: &'static str) -> Text {
        let raw = table.get(key).and_then(Item::as_str).unwrap_or_default();
        told(self.at(table, key), Cleaned::line(raw), &mut self.faults)
    }

    fn lines(&mut self, table: &Table, key: &'static str) -> Vec<Text> {
        let at = self.at(table, key);
        match table.get(key).map(given) {
            Some(Given::List(list)) => list
                .iter()
                .map(|raw| told(at, Cleaned::line(raw), &mut self.faults))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn words(&mut self, table: &Table, key: &'static str) -> Bilingual {
        let at = self.at(table, key);
        let mut words = Bilingual::default();
        for (lang, item) in table
            .get(key)
            .and_then(Item::as_table_like)
            .into_iter()
            .flat_map(|t| t.iter())
        {
            let text = told(
                at,
                Cleaned::line(item.as_str().unwrap_or_default()),
                &mut self.faults,
            );
            match lang {
                "it" => words.it = text,
                "en" => words.en = text,
                other => self.unknown(at.line, other, LANGUAGES),
            }
        }
        words
    }

    fn known(&mut self, table: &Table, keys: &[&str]) {
        for (key, _) in table {
            if !keys.contains(&key) {
                self.unknown(self.toml.line_of(table, key), key, keys);
            }
        }
    }

    fn unknown(&mut self, line: usize, key: &str, keys: &[&str]) {
        let near = nearest(key, keys.iter().copied()).unwrap_or_default();
        let fault = KbError::new(Rule::UnknownKey, line);
        self.faults.push(fault.with("key", key).with("near", near));
    }
}
