//! The table of front-matter keys and the fields they stand for: a new field of an article is one row.

use crate::domain::{
    article::{Article, Source},
    hours::Hours,
    outcome::ArticleKind,
    slug::Slug,
    text::Text,
};
use chrono::NaiveDate;

/// How a field is reached in an article.
pub struct Lens<T> {
    /// To read it.
    pub get: fn(&Article) -> &T,
    /// To change it.
    pub edit: fn(&mut Article) -> &mut T,
}

// Two functions, whatever the field is made of: a derive would ask `T: Copy`.
impl<T> Clone for Lens<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Lens<T> {}

/// A field of an article, by the shape of its value.
#[derive(Clone, Copy)]
pub enum Field {
    /// The article's id, or its agency.
    Name(Lens<Slug>),
    /// What it is.
    Kind(Lens<ArticleKind>),
    /// One line.
    Line(Lens<Text>),
    /// Text that may have several lines.
    Block(Lens<Text>),
    /// Several lines, each for itself.
    Lines(Lens<Vec<Text>>),
    /// A reference, if any.
    Link(Lens<Option<Slug>>),
    /// References.
    Links(Lens<Vec<Slug>>),
    /// Opening hours.
    Hours(Lens<Hours>),
    /// A day.
    Day(Lens<Option<NaiveDate>>),
    /// Left out when false.
    Flag(Lens<bool>),
    /// Left out when unknown.
    Known(Lens<Option<bool>>),
    /// Where the facts were read.
    Sources(Lens<Vec<Source>>),
}

/// A row of the table.
pub struct Row {
    /// The key.
    pub key: &'static str,
    /// The field.
    pub field: Field,
}

impl Row {
    /// Whether articles of this kind have the key. Only the two names of `parent` differ: a FAQ
    /// belongs to a *sheet*, an office to its *parent*.
    pub fn applies(&self, kind: ArticleKind) -> bool {
        match self.key {
            "sheet" => kind == ArticleKind::Faq,
            "parent" => kind != ArticleKind::Faq,
            _ => true,
        }
    }
}

macro_rules! rows {
    ($($key:literal $shape:ident $($field:ident).+;)+) => {
        &[$(Row {
            key: $key,
            field: Field::$shape(Lens {
                get: |article| &article.$($field).+,
                edit: |article| &mut article.$($field).+,
            }),
        },)+]
    };
}

/// Every key, in the order in which it is written.
pub static FIELDS: &[Row] = rows! {
    "id" Name id;
    "kind" Kind kind;
    "agency" Name agency;
    "title" Line title;
    "surname" Line surname;
    "given_name" Line given_name;
    "role" Line role;
    "summary" Line summary;
    "say" Block say;
    "avoid" Block avoid;
    "aliases" Lines aliases;
    "topic" Link topic;
    "office" Link office;
    "escalate_to" Link escalate_to;
    "sheet" Link parent;
    "parent" Link parent;
    "deputy" Link deputy;
    "phones" Lines reach.phones;
    "extension" Line reach.extension;
    "email" Line reach.email;
    "pec" Line reach.pec;
    "address" Line reach.address;
    "room" Line reach.room;
    "hours" Hours hours;
    "hours_text" Line hours_text;
    "emergency" Flag emergency;
    "free" Known free;
    "area" Line area;
    "audience" Line audience;
    "needs" Lines needs;
    "cost" Line cost;
    "terms" Line terms;
    "place" Line place;
    "law" Lines law;
    "related" Links related;
    "verified_on" Day verified_on;
    "unconfirmed" Lines unconfirmed;
    "valid_from" Day valid_from;
    "valid_to" Day valid_to;
    "identity" Flag identity;
    "source" Sources sources;
};

/// Every front-matter key, in the order in which it is written.
pub fn keys() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|row| row.key)
}

/// The row of a key.
pub fn row(key: &str) -> Option<&'static Row> {
    FIELDS.iter().find(|row| row.key == key)
}
