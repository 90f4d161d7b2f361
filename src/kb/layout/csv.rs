//! The directory and the street register as tables: one entry a row, the first row names the columns.
//!
//! Rows of `streets.csv` are streets, those of any other table persons, unless a column `kind` says
//! otherwise. A column `fact:Scuola primaria` is a fact with that name.

use super::{
    MAX_CELL, MAX_COLUMNS, MAX_REFUSED, MAX_ROWS, MOST_ENTRIES, Reading,
    tables::phones,
    text::{Bounded, not_utf8, too_large},
};
use crate::{
    domain::{
        article::{Article, Fact},
        outcome::ArticleKind,
        slug::Slug,
        text::Text,
    },
    kb::{
        document::{Given, Located, Row, keys, row},
        fault::{KbError, Rule, Severity},
        register::{
            map::{self, Map},
            separator,
        },
    },
};
use csv::ByteRecord;
use std::io::Read;

/// What a column fills.
enum Column {
    /// The id of the row.
    Id,
    /// Telephone numbers.
    Phones,
    /// The body.
    Notes,
    /// A fact with this name.
    Fact(Text),
    /// Nothing.
    Dropped,
    /// A field of the article.
    Field(&'static Row),
}

/// How a table is read.
struct Form<'a> {
    /// What its columns mean.
    map: &'a Map,
    /// What its rows are.
    kind: ArticleKind,
    /// Whether a row without an id is given one.
    foreign: bool,
}

/// The first row.
struct Head {
    /// How many cells every row has.
    width: usize,
    /// What each of them fills; nothing where the row was refused.
    columns: Option<Vec<Column>>,
}

/// The column of a name: a front-matter key, or the word a directory uses for it.
fn column(name: &str) -> Option<Column> {
    match name {
        "id" => Some(Column::Id),
        "phone" | "phones" => Some(Column::Phones),
        "notes" => Some(Column::Notes),
        "name" => row("given_name").map(Column::Field),
        other => match other.strip_prefix(map::FACT) {
            Some(fact) => Some(Column::Fact(Text::line(fact.trim()))),
            None => row(other).map(Column::Field),
        },
    }
}

/// The table of the street register.
const STREETS: &str = "streets.csv";

/// Reads a table of our own.
pub fn read(reading: &mut Reading, path: &str, bytes: impl Read) {
    let name = path.rsplit('/').next();
    let kind = if name == Some(STREETS) {
        ArticleKind::Street
    } else {
        ArticleKind::Contact
    };
    let map = Map::default();
    let foreign = false;
    let form = Form {
        map: &map,
        kind,
        foreign,
    };
    rows(reading, path, bytes, b',', &form);
}

/// Reads a table of another program through a map of its columns; rows without an id get one made of
/// their names.
pub fn read_mapped(reading: &mut Reading, path: &str, text: &str, map: &Map) {
    let (kind, foreign) = (ArticleKind::Contact, true);
    let form = Form { map, kind, foreign };
    rows(reading, path, text.as_bytes(), separator(text), &form);
}

fn rows(reading: &mut Reading, path: &str, bytes: impl Read, separator: u8, form: &Form<'_>) {
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(Bounded::new(bytes));
    let mut record = ByteRecord::new();
    let mut head: Option<Head> = None;
    let mut refused = 0;
    for number in 0..=MAX_ROWS {
        table.get_mut().begin();
        let begun = line_of(table.position());
        let read = table.read_byte_record(&mut record);
        if table.get_ref().is_cut() {
            return reading.say(path, too_large(begun, "64 KiB"));
        }
        match read {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                let at = error.position().map_or(1, line_of);
                let fault = KbError::new(Rule::Csv, at);
                return reading.say(path, fault.with("reason", &error.to_string()));
            }
        }
        let line = record.position().map_or(number + 1, line_of);
        let faults = match &head {
            None => {
                let (named, faults) = header(&record, line, form.map);
                head = Some(named);
                faults
            }
            Some(head) => {
                let taken = taken(reading, path, (form, head), &record, line);
                taken.err().into_iter().collect()
            }
        };
        for fault in faults {
            refused += usize::from(fault.rule.severity() == Severity::Error);
            reading.say(path, fault);
        }
        if refused >= MAX_REFUSED {
            return reading.say(path, too_large(line, "1.000"));
        }
        if reading.is_full() {
            return reading.say(path, too_large(line, MOST_ENTRIES));
        }
    }
    reading.say(path, too_large(MAX_ROWS, "1.000.000"));
}

fn line_of(position: &csv::Position) -> usize {
    usize::try_from(position.line()).unwrap_or(usize::MAX)
}

/// What the first row says: which columns there are, with everything that is wrong with it.
fn header(record: &ByteRecord, line: usize, map: &Map) -> (Head, Vec<KbError>) {
    let width = record.len();
    if width > MAX_COLUMNS {
        let head = Head {
            width,
            columns: None,
        };
        return (head, vec![too_large(line, "64")]);
    }
    let known = || keys().chain(["name", "phone", "notes"]);
    let mut columns = Vec::with_capacity(width);
    let mut faults = Vec::new();
    for cell in record {
        let read = text(cell, line).and_then(|cell| {
            let name = cell.trim_start_matches('\u{feff}').trim();
            match map.key(name) {
                None => Ok(Column::Dropped),
                Some(key) => column(key).ok_or_else(|| KbError::unknown_key(line, name, known())),
            }
        });
        match read {
            Ok(column) => columns.push(column),
            Err(fault) => faults.push(fault),
        }
    }
    let columns = faults.is_empty().then_some(columns);
    (Head { width, columns }, faults)
}

/// Takes a row in. Under a first row that was refused only its shape is looked at, so that one report
/// names all there is to mend.
fn taken(
    reading: &mut Reading,
    path: &str,
    (form, head): (&Form<'_>, &Head),
    record: &ByteRecord,
    line: usize,
) -> Result<(), KbError> {
    if record.len() != head.width {
        let reason = format!("{} ≠ {}", record.len(), head.width);
        return Err(KbError::new(Rule::Csv, line).with("reason", &reason));
    }
    match &head.columns {
        Some(columns) => entry(reading, path, (form, columns), record, line),
        None => record
            .iter()
            .try_for_each(|cell| text(cell, line).map(drop)),
    }
}

fn text(cell: &[u8], line: usize) -> Result<&str, KbError> {
    if cell.len() > MAX_CELL {
        return Err(too_large(line, "64 KiB"));
    }
    std::str::from_utf8(cell).map_err(|_invalid| not_utf8(line, cell))
}

fn entry(
    reading: &mut Reading,
    path: &str,
    (form, columns): (&Form<'_>, &[Column]),
    record: &ByteRecord,
    line: usize,
) -> Result<(), KbError> {
    let cells = record.iter().map(|cell| text(cell, line).map(as_written));
    let cells: Vec<&str> = cells.collect::<Result<_, _>>()?;
    if cells.iter().all(|cell| cell.is_empty()) {
        return Err(KbError::new(Rule::EmptyRow, line));
    }
    let missing = || KbError::new(Rule::Missing, line).with("key", "id");
    let of = |wanted: &dyn Fn(&Column) -> bool| {
        let place = columns.iter().position(wanted);
        let cell = place.and_then(|place| cells.get(place)).copied();
        cell.filter(|cell| !cell.is_empty())
    };
    let of_key = |key: &str| of(&|column| matches!(column, Column::Field(row) if row.key == key));
    let id = match of(&|column| matches!(column, Column::Id)) {
        Some(wanted) => reading.id_for(path, line, wanted).ok_or_else(missing)?,
        None if form.foreign => {
            let names =
                ["surname", "given_name", "title"].map(|key| of_key(key).unwrap_or_default());
            let id = Slug::from_title(&names.join(" ")).ok_or_else(missing)?;
            reading.free_id(id).ok_or_else(missing)?
        }
        None => return Err(missing()),
    };
    let mut article = reading.blank(form.kind, id).ok_or_else(missing)?;
    let mut located = Located {
        line,
        ..Located::default()
    };
    for (column, cell) in columns.iter().zip(cells) {
        if !cell.is_empty() {
            fill(&mut located, &mut article, column, cell);
        }
    }
    if article.title.is_empty() {
        article.title = full_name(&article.surname, &article.given_name);
    }
    located.article = Some(article);
    reading.push(path, located);
    Ok(())
}

fn fill(located: &mut Located, article: &mut Article, column: &Column, cell: &str) {
    match column {
        Column::Id | Column::Dropped => {}
        Column::Fact(name) => article.facts.push(Fact {
            name: name.clone(),
            value: Text::line(cell),
        }),
        Column::Phones => article.reach.phones = phones(cell),
        Column::Notes => article.body = Text::block(cell),
        Column::Field(row) => {
            row.take(
                article,
                Given::cell(cell, row),
                located.line,
                &mut located.faults,
            );
        }
    }
}

/// Surname and name, as a directory lists them.
pub fn full_name(surname: &Text, given_name: &Text) -> Text {
    Text::line(format!("{surname} {given_name}").trim())
}

/// A cell as it was before an export made it harmless for spreadsheets (SECURITY T16).
fn as_written(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

/// A cell as a spreadsheet may be given it: what it would take for a formula begins with an apostrophe,
/// and what begins with one before such a sign gets one more, so that reading undoes it (SECURITY T16).
pub fn harmless(cell: &str) -> String {
    if is_formula(cell) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// Whether a spreadsheet might compute it, spaces and apostrophes at its start apart.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['\t', '\r'])
        || cell
            .trim_start_matches(|sign: char| sign == '\'' || sign.is_whitespace())
            .starts_with(is_formula_sign)
}

const fn is_formula_sign(sign: char) -> bool {
    matches!(sign, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_formula_leaves() {
        for cell in ["=1+1", "+39", "-x", "@a", " =1", "＝1", "'=1", "\t=1"] {
            assert!(harmless(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(harmless("piazza"), "piazza");
        assert_eq!(harmless("l'altra"), "l'altra");
    }

    proptest! {
        #[test]
        fn what_was_made_harmless_comes_back(cell in "['=+@ a-]{0,6}") {
            let cell = cell.trim();
            let harmless = harmless(cell);
            prop_assert_eq!(as_written(&harmless), cell);
        }
    }
}
