//! Taking a value from a file into a field of an article, and saying what is wrong with it.

use super::fields::{Field, Lens, Row};
use crate::{
    domain::{
        article::{Article, Source},
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
const TABLES: Phrase = Phrase::new("[[source]] con name", "[[source]] with a name");

/// The role of an office that is the public-relations office (GLOSSARY: `Urp`).
const URP: &str = "urp";

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
    Sources(Vec<Source>),
    /// Anything else.
    Other,
}

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
            | Field::Day(_)
            | Field::Sources(_) => Self::Text(cell.to_owned()),
        }
    }

    /// A text, if it is one.
    pub fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(_) | Self::Flag(_) | Self::Sources(_) | Self::Other => None,
        }
    }

    /// A list, if it is one.
    pub fn into_list(self) -> Option<Vec<String>> {
        match self {
            Self::List(list) => Some(list),
            Self::Text(_) | Self::Flag(_) | Self::Sources(_) | Self::Other => None,
        }
    }

    /// True or false, if it is.
    pub fn into_flag(self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(flag),
            Self::Text(_) | Self::List(_) | Self::Sources(_) | Self::Other => None,
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

impl Row {
    /// Puts a value into its field. What is wrong with it goes to `faults`; an error leaves the
    /// field as it was.
    pub fn take(
        &self,
        article: &mut Article,
        given: Given,
        line: usize,
        faults: &mut Vec<KbError>,
    ) {
        let at = At {
            key: self.key,
            line,
        };
        let taken = match (self.field, given) {
            (Field::Line(lens), Given::Text(raw)) => {
                put(article, lens, Ok(told(at, Cleaned::line(&raw), faults)))
            }
            (Field::Block(lens), Given::Text(raw)) => {
                put(article, lens, Ok(told(at, Cleaned::block(&raw), faults)))
            }
            (Field::Lines(lens), Given::List(raw)) => {
                let lines = raw.iter().map(|raw| told(at, Cleaned::line(raw), faults));
                put(article, lens, Ok(lines.collect()))
            }
            (Field::Flag(lens), Given::Flag(flag)) => put(article, lens, Ok(flag)),
            (Field::Known(lens), Given::Flag(flag)) => put(article, lens, Ok(Some(flag))),
            (Field::Sources(lens), Given::Sources(cited)) => put(article, lens, Ok(cited)),
            (Field::Name(lens), Given::Text(raw)) => put(article, lens, name(at, &raw)),
            (Field::Link(lens), Given::Text(raw)) => put(article, lens, name(at, &raw).map(Some)),
            (Field::Links(lens), Given::List(raw)) => {
                let names = raw.iter().map(|raw| name(at, raw)).collect();
                put(article, lens, names)
            }
            (Field::Kind(lens), Given::Text(raw)) => {
                if raw == URP {
                    article.role = Text::line(URP);
                }
                put(article, lens, kind(at, &raw))
            }
            (Field::Day(lens), Given::Text(raw)) => put(article, lens, day(at, &raw).map(Some)),
            (Field::Hours(lens), Given::List(raw)) => put(article, lens, hours(at, &raw)),
            (field, _) => Err(at.wrong_type(wanted(field))),
        };
        faults.extend(taken.err());
    }
}

fn put<T>(article: &mut Article, lens: Lens<T>, value: Result<T, KbError>) -> Result<(), KbError> {
    *(lens.edit)(article) = value?;
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

const fn wanted(field: Field) -> Phrase {
    match field {
        Field::Name(_)
        | Field::Kind(_)
        | Field::Line(_)
        | Field::Block(_)
        | Field::Link(_)
        | Field::Day(_) => A_TEXT,
        Field::Lines(_) | Field::Links(_) | Field::Hours(_) => A_LIST,
        Field::Flag(_) | Field::Known(_) => A_FLAG,
        Field::Sources(_) => TABLES,
    }
}
