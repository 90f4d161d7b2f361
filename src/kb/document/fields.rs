//! The table of front-matter keys and the fields they stand for: a new field of an article is one row.

use crate::domain::{
    article::{Annex, Article, Deadline, Extra, Fact, Point, Question, Source},
    hours::Hours,
    outcome::ArticleKind,
    slug::Slug,
    text::Text,
};
use chrono::NaiveDate;

/// How a field is reached in an article, or in a part of one.
pub struct Lens<S, T> {
    /// To read it.
    pub get: fn(&S) -> &T,
    /// To change it.
    pub edit: fn(&mut S) -> &mut T,
}

// Two functions, whatever the field is made of: a derive would ask `S: Copy, T: Copy`.
impl<S, T> Clone for Lens<S, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, T> Copy for Lens<S, T> {}

/// A field of an article or of a part, by the shape of its value.
pub enum Field<S> {
    /// The article's id, or its agency.
    Name(Lens<S, Slug>),
    /// What it is.
    Kind(Lens<S, ArticleKind>),
    /// One line.
    Line(Lens<S, Text>),
    /// Text that may have several lines.
    Block(Lens<S, Text>),
    /// Several lines, each for itself.
    Lines(Lens<S, Vec<Text>>),
    /// A reference, if any.
    Link(Lens<S, Option<Slug>>),
    /// References.
    Links(Lens<S, Vec<Slug>>),
    /// Opening hours.
    Hours(Lens<S, Hours>),
    /// A day.
    Day(Lens<S, Option<NaiveDate>>),
    /// Left out when false.
    Flag(Lens<S, bool>),
    /// Left out when unknown.
    Known(Lens<S, Option<bool>>),
    /// Keys that this version does not know.
    Extra(Lens<S, Vec<Extra>>),
    /// Contact points.
    Points(Lens<S, Vec<Point>>),
    /// Terms in days.
    Deadlines(Lens<S, Vec<Deadline>>),
    /// Questions to ask.
    Questions(Lens<S, Vec<Question>>),
    /// What comes with it.
    Annexes(Lens<S, Vec<Annex>>),
    /// Facts with a name.
    Facts(Lens<S, Vec<Fact>>),
    /// Where the facts were read.
    Sources(Lens<S, Vec<Source>>),
}

impl<S> Clone for Field<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Field<S> {}

/// A row of a table of fields.
pub struct Row<S = Article> {
    /// The key.
    pub key: &'static str,
    /// The field.
    pub field: Field<S>,
}

/// A part of an article, written as an array of tables.
pub trait Part: Default + 'static {
    /// Its fields, in the order in which they are written.
    const ROWS: &'static [Row<Self>];
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
                get: |whole| &whole.$($field).+,
                edit: |whole| &mut whole.$($field).+,
            }),
        },)+]
    };
}

/// The name under which the table lists the keys it does not know; no file has such a key.
pub const EXTRA: &str = "*";

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
    "inactive" Line inactive;
    "topic" Link topic;
    "themes" Lines themes;
    "life_events" Lines life_events;
    "business_events" Lines business_events;
    "office" Link office;
    "escalate_to" Link escalate_to;
    "sheet" Link parent;
    "parent" Link parent;
    "deputy" Link deputy;
    "owner" Link owner;
    "phones" Lines reach.phones;
    "extension" Line reach.extension;
    "email" Line reach.email;
    "pec" Line reach.pec;
    "address" Line reach.address;
    "room" Line reach.room;
    "web" Line reach.web;
    "town" Line town;
    "province" Line province;
    "region" Line region;
    "head" Line head;
    "code" Line code;
    "tax_code" Line tax_code;
    "hours" Hours hours;
    "hours_text" Line hours_text;
    "emergency" Flag emergency;
    "free" Known free;
    "area" Line area;
    "audience" Line audience;
    "steps" Lines steps;
    "needs" Lines needs;
    "obtain" Line obtain;
    "cost" Line cost;
    "terms" Line terms;
    "place" Line place;
    "online" Line online;
    "follow_up" Line follow_up;
    "limits" Block limits;
    "exceptions" Block exceptions;
    "law" Lines law;
    "related" Links related;
    "verified_on" Day verified_on;
    "unconfirmed" Lines unconfirmed;
    "valid_from" Day valid_from;
    "valid_to" Day valid_to;
    "identity" Flag identity;
    "*" Extra extra;
    "contact" Points reach.points;
    "deadline" Deadlines deadlines;
    "ask" Questions ask;
    "annex" Annexes annexes;
    "fact" Facts facts;
    "source" Sources sources;
};

impl Part for Point {
    const ROWS: &'static [Row<Self>] = rows! {
        "kind" Line kind;
        "value" Line value;
        "note" Line note;
        "verified_on" Day verified_on;
    };
}

impl Part for Deadline {
    const ROWS: &'static [Row<Self>] = rows! {
        "name" Line name;
        "days" Line days;
        "note" Line note;
    };
}

impl Part for Question {
    const ROWS: &'static [Row<Self>] = rows! {
        "id" Line id;
        "text" Line text;
        "kind" Line kind;
        "options" Lines options;
        "when" Lines when;
        "needed" Flag needed;
    };
}

impl Part for Annex {
    const ROWS: &'static [Row<Self>] = rows! {
        "name" Line name;
        "kind" Line kind;
        "url" Line url;
        "text" Block text;
    };
}

impl Part for Fact {
    const ROWS: &'static [Row<Self>] = rows! {
        "name" Line name;
        "value" Line value;
    };
}

impl Part for Source {
    const ROWS: &'static [Row<Self>] = rows! {
        "name" Line name;
        "url" Line url;
        "date" Day date;
    };
}

/// Every front-matter key, in the order in which it is written.
pub fn keys() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|row| row.key).filter(|key| *key != EXTRA)
}

/// The row of a key.
pub fn row(key: &str) -> Option<&'static Row> {
    FIELDS.iter().find(|row| row.key == key && key != EXTRA)
}
