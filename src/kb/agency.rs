//! The canonical text of an agency: one TOML file, there and back.

use super::{
    document::{
        A_FLAG, A_LIST, A_TEXT, At, Given, Toml, given, name, push_flag, push_list, push_text,
        tables, told,
    },
    fault::{KbError, Rule, Severity},
};
use crate::domain::{
    agency::{Agency, Bilingual, Topic},
    slug::Slug,
    text::{Cleaned, Text},
};
use crate::locale::Phrase;
use toml_edit::Table;

const TABLES: Phrase = Phrase::new("[[topic]] con id e name", "[[topic]] with id and name");
const WORDS: Phrase = Phrase::new("una frase .it e una .en", "a phrase .it and one .en");

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
                toml: &toml,
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
    toml: &'a Toml<'a>,
    faults: Vec<KbError>,
}

impl Reader<'_> {
    fn agency(&mut self, table: &Table) -> Option<Agency> {
        self.known(table, KEYS);
        let id = self.id(table);
        let name = self.line(table, "name");
        if name.is_empty() {
            self.missing(table, "name");
        }
        let fictional = self.value(table, "fictional", A_FLAG, Given::into_flag);
        let called = self.lines(table, "called");
        let greeting = self.words(table, "greeting");
        if table.contains_key("topic") && !table.contains_array_of_tables("topic") {
            let fault = self.at(table, "topic").wrong_type(TABLES);
            self.faults.push(fault);
        }
        let topics = tables(table, "topic").filter_map(|topic| self.topic(topic));
        Some(Agency {
            topics: topics.collect(),
            id: id?,
            name,
            fictional: fictional.unwrap_or_default(),
            called,
            greeting,
        })
    }

    fn topic(&mut self, table: &Table) -> Option<Topic> {
        self.known(table, TOPIC_KEYS);
        let id = self.id(table);
        let words = self.words(table, "name");
        if words.it.is_empty() {
            self.missing(table, "name.it");
        }
        Some(Topic {
            parent: self.slug(table, "parent"),
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

    /// The value of a key, if it is there and what it should be.
    fn value<T>(
        &mut self,
        table: &Table,
        key: &'static str,
        wanted: Phrase,
        take: fn(Given) -> Option<T>,
    ) -> Option<T> {
        let value = take(given(table.get(key)?));
        if value.is_none() {
            let fault = self.at(table, key).wrong_type(wanted);
            self.faults.push(fault);
        }
        value
    }

    fn id(&mut self, table: &Table) -> Option<Slug> {
        if !table.contains_key("id") {
            self.missing(table, "id");
        }
        self.slug(table, "id")
    }

    fn slug(&mut self, table: &Table, key: &'static str) -> Option<Slug> {
        let raw = self.value(table, key, A_TEXT, Given::into_text)?;
        name(self.at(table, key), &raw)
            .map_err(|fault| self.faults.push(fault))
            .ok()
    }

    fn line(&mut self, table: &Table, key: &'static str) -> Text {
        let raw = self.value(table, key, A_TEXT, Given::into_text);
        let cleaned = Cleaned::line(&raw.unwrap_or_default());
        told(self.at(table, key), cleaned, &mut self.faults)
    }

    fn lines(&mut self, table: &Table, key: &'static str) -> Vec<Text> {
        let at = self.at(table, key);
        let list = self.value(table, key, A_LIST, Given::into_list);
        let lines = list.unwrap_or_default();
        let lines = lines
            .iter()
            .map(|raw| told(at, Cleaned::line(raw), &mut self.faults));
        lines.collect()
    }

    fn words(&mut self, table: &Table, key: &'static str) -> Bilingual {
        let at = self.at(table, key);
        let mut words = Bilingual::default();
        let Some(item) = table.get(key) else {
            return words;
        };
        let Some(languages) = item.as_table_like() else {
            self.faults.push(at.wrong_type(WORDS));
            return words;
        };
        for (lang, item) in languages.iter() {
            let Some(raw) = item.as_str() else {
                self.faults.push(at.wrong_type(A_TEXT));
                continue;
            };
            let text = told(at, Cleaned::line(raw), &mut self.faults);
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
        self.faults
            .push(KbError::unknown_key(line, key, keys.iter().copied()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ESEMPIO: &str = r#"id = "esempio"
name = "Comune di Esempio"
fictional = true
called = ["0000 000400"]
greeting.it = "Buongiorno, sono {operator}."
greeting.en = "Good morning, {operator} speaking."

[[topic]]
id = "anagrafe"
name.it = "Anagrafe"
name.en = "Registry office"

[[topic]]
id = "residenza"
name.it = "Residenza"
parent = "anagrafe"
"#;

    #[test]
    fn an_agency_reads_and_stays_as_it_is() {
        let agency = parse_agency(ESEMPIO).unwrap();
        assert!(agency.fictional);
        assert_eq!(agency.topics.len(), 2);
        assert_eq!(write_agency(&agency), ESEMPIO);
    }

    #[test]
    fn faults_name_their_line() {
        for (from, to, rule, line) in [
            ("fictional", "fictionale", Rule::UnknownKey, 3),
            ("greeting.en", "greeting.fr", Rule::UnknownKey, 5),
            (
                "id = \"residenza\"",
                "id = \"Residenza\"",
                Rule::BadName,
                14,
            ),
            ("name.it = \"Residenza\"\n", "", Rule::Missing, 13),
            ("fictional = true", "fictional = \"no\"", Rule::WrongType, 3),
            (
                "called = [\"0000 000400\"]",
                "called = 55",
                Rule::WrongType,
                4,
            ),
            ("id = \"esempio\"\n", "", Rule::Missing, 1),
        ] {
            let fault = parse_agency(&ESEMPIO.replace(from, to)).unwrap_err();
            assert_eq!((fault.rule, fault.line), (rule, line), "{from} → {to}");
        }
    }
}
