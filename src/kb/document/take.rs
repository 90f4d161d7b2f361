//! Taking a value from a file into a field of an article, and saying what is wrong with it.

use super::fields::{Field, Lens, Part, Row};
use crate::{
    domain::{
        hours::Hours,
        outcome::ArticleKind,
        slug::Slug,
        text::{Cleaned, Text},
    },
    kb::fault::{KbError, Rule},
    locale::Phrase,
};
use chrono::NaiveDate;

/// What a value should be.
pub const A_TEXT: Phrase = Phrase::new("un testo", "a text");
/// What a value should be.
pub const A_LIST: Phrase = Phrase::new("una lista di testi", "a list of texts");
/// What a value should be.
pub const A_FLAG: Phrase = Phrase::new("true o false", "true or false");
const TABLES: Phrase = Phrase::new(
    "una tabella tra doppie parentesi quadre",
    "a table in double brackets",
);

/// The role of an office that is the public-relations office (GLOSSARY: `Urp`).
pub const URP: &str = "urp";

/// A value as a file gives it.
#[derive(Clone, Debug)]
pub enum Given {
    /// A string; also a bare date.
    Text(String),
    /// An array of strings.
    List(Vec<String>),
    /// True or false.
    Flag(bool),
    /// An array of tables.
    Tables(Vec<GivenTable>),
    /// Anything else.
    Other,
}

/// A table of a file: each key with its line and its value.
pub type GivenTable = Vec<(String, usize, Given)>;

impl Given {
    /// A cell of a table: `;` parts the values of a list.
    #[must_use]
    pub fn cell(cell: &str, row: &Row) -> Self {
        match row.field {
            Field::Lines(_) | Field::Links(_) | Field::Hours(_) => Self::List(
                cell.split(';')
                    .map(str::trim)
                    .filter(|piece| !piece.is_empty())
                    .map(str::to_owned)
                    .collect(),
            ),
            Field::Flag(_) | Field::Known(_) => match cell {
                "true" | "1" | "sì" | "si" => Self::Flag(true),
                "false" | "0" | "no" => Self::Flag(false),
                _ => Self::Other,
            },
            Field::Name(_)
            | Field::Kind(_)
            | Field::Line(_)
            | Field::Block(_)
            | Field::Link(_)
            | Field::Day(_) => Self::Text(cell.to_owned()),
            Field::Extra(_)
            | Field::Points(_)
            | Field::Deadlines(_)
            | Field::Questions(_)
            | Field::Annexes(_)
            | Field::Facts(_)
            | Field::Sources(_) => Self::Other,
        }
    }

    /// A text, if it is one.
    pub fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A list, if it is one.
    pub fn into_list(self) -> Option<Vec<String>> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// True or false, if it is.
    pub fn into_flag(self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(flag),
            _ => None,
        }
    }
}

/// Where a value stands.
#[derive(Clone, Copy)]
pub struct At {
    /// Its key.
    pub key: &'static str,
    /// Its line.
    pub line: usize,
}

impl At {
    /// A value of another type than `wanted`.
    pub fn wrong_type(self, wanted: Phrase) -> KbError {
        self.fault(Rule::WrongType).with_phrase("wanted", wanted)
    }

    fn fault(self, rule: Rule) -> KbError {
        KbError::new(rule, self.line).with("key", self.key)
    }
}

impl<S> Row<S> {
    /// Puts a value into its field. What is wrong with it goes to `faults`; an error leaves the
    /// field as it was.
    pub fn take(&self, whole: &mut S, given: Given, line: usize, faults: &mut Vec<KbError>) {
        let at = At {
            key: self.key,
            line,
        };
        let taken = match (self.field, given) {
            (Field::Line(lens), Given::Text(raw)) => {
                put(whole, lens, Ok(told(at, Cleaned::line(&raw), faults)))
            }
            (Field::Block(lens), Given::Text(raw)) => {
                put(whole, lens, Ok(told(at, Cleaned::block(&raw), faults)))
            }
            (Field::Lines(lens), Given::List(raw)) => {
                let lines = raw.iter().map(|raw| told(at, Cleaned::line(raw), faults));
                put(whole, lens, Ok(lines.collect()))
            }
            (Field::Flag(lens), Given::Flag(flag)) => put(whole, lens, Ok(flag)),
            (Field::Known(lens), Given::Flag(flag)) => put(whole, lens, Ok(Some(flag))),
            (Field::Name(lens), Given::Text(raw)) => put(whole, lens, name(at, &raw)),
            (Field::Link(lens), Given::Text(raw)) => put(whole, lens, name(at, &raw).map(Some)),
            (Field::Links(lens), Given::List(raw)) => {
                let names = raw.iter().map(|raw| name(at, raw)).collect();
                put(whole, lens, names)
            }
            (Field::Kind(lens), Given::Text(raw)) => put(whole, lens, kind(at, &raw)),
            (Field::Day(lens), Given::Text(raw)) => put(whole, lens, day(at, &raw).map(Some)),
            (Field::Hours(lens), Given::List(raw)) => put(whole, lens, hours(at, &raw)),
            (field, Given::Tables(given)) => field.take_tables(at, whole, given, faults),
            (field, _) => Err(at.wrong_type(wanted(&field))),
        };
        faults.extend(taken.err());
    }
}

impl<S> Field<S> {
    /// Puts tables into the parts they are.
    fn take_tables(
        self,
        at: At,
        whole: &mut S,
        given: Vec<GivenTable>,
        faults: &mut Vec<KbError>,
    ) -> Result<(), KbError> {
        match self {
            Self::Points(lens) => put(whole, lens, Ok(parts(given, faults))),
            Self::Deadlines(lens) => put(whole, lens, Ok(parts(given, faults))),
            Self::Questions(lens) => put(whole, lens, Ok(parts(given, faults))),
            Self::Annexes(lens) => put(whole, lens, Ok(parts(given, faults))),
            Self::Facts(lens) => put(whole, lens, Ok(parts(given, faults))),
            Self::Sources(lens) => put(whole, lens, Ok(parts(given, faults))),
            field => Err(at.wrong_type(wanted(&field))),
        }
    }
}

/// The parts that tables are. A key that a part has not is an error: it would be lost.
fn parts<P: Part>(tables: Vec<GivenTable>, faults: &mut Vec<KbError>) -> Vec<P> {
    let mut parts = Vec::with_capacity(tables.len());
    for table in tables {
        let mut part = P::default();
        for (key, line, given) in table {
            if let Some(row) = P::ROWS.iter().find(|row| row.key == key) {
                row.take(&mut part, given, line, faults);
            } else {
                let known = P::ROWS.iter().map(|row| row.key);
                faults.push(KbError::unknown_key(line, &key, known));
            }
        }
        parts.push(part);
    }
    parts
}

fn put<S, T>(whole: &mut S, lens: Lens<S, T>, value: Result<T, KbError>) -> Result<(), KbError> {
    *(lens.edit)(whole) = value?;
    Ok(())
}

/// The cleaned text; what its cleaning did is told.
pub fn told(at: At, cleaned: Cleaned, faults: &mut Vec<KbError>) -> Text {
    if cleaned.clipped {
        faults.push(at.fault(Rule::Clipped));
    } else if cleaned.removed > 0 {
        faults.push(
            at.fault(Rule::Cleaned)
                .with("count", &cleaned.removed.to_string()),
        );
    }
    cleaned.text
}

/// A slug exactly as written.
pub fn name(at: At, raw: &str) -> Result<Slug, KbError> {
    Slug::parse(raw).map_err(|reason| {
        at.fault(Rule::BadName)
            .with("value", raw)
            .with("reason", &reason.to_string())
    })
}

/// The kind of an article; a URP is an office, and files may glue *helpline*.
fn kind(at: At, raw: &str) -> Result<ArticleKind, KbError> {
    match raw {
        URP => Ok(ArticleKind::Office),
        "helpline" => Ok(ArticleKind::HelpLine),
        _ => ArticleKind::from_id(raw).ok_or_else(|| at.fault(Rule::BadKind).with("value", raw)),
    }
}

/// A day, year first.
pub fn day(at: At, raw: &str) -> Result<NaiveDate, KbError> {
    raw.parse::<NaiveDate>()
        .map_err(|_unreadable| at.fault(Rule::BadDate).with("value", raw))
}

fn hours(at: At, raw: &[String]) -> Result<Hours, KbError> {
    let pieces: Vec<&str> = raw.iter().map(String::as_str).collect();
    Hours::parse(&pieces).map_err(|error| {
        at.fault(Rule::BadHours)
            .with("value", &error.piece)
            .with_phrase("reason", error.fault.phrase())
    })
}

const fn wanted<S>(field: &Field<S>) -> Phrase {
    match field {
        Field::Name(_)
        | Field::Kind(_)
        | Field::Line(_)
        | Field::Block(_)
        | Field::Link(_)
        | Field::Day(_) => A_TEXT,
        Field::Lines(_) | Field::Links(_) | Field::Hours(_) => A_LIST,
        Field::Flag(_) | Field::Known(_) => A_FLAG,
        Field::Extra(_)
        | Field::Points(_)
        | Field::Deadlines(_)
        | Field::Questions(_)
        | Field::Annexes(_)
        | Field::Facts(_)
        | Field::Sources(_) => TABLES,
    }
}
