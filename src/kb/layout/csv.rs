//! The directory as a table: one person or number a row, the first row names the columns.

use super::{
    MAX_CELL, MAX_COLUMNS, MAX_ROWS, Reading,
    tables::phones,
    text::{not_utf8, too_large},
};
use crate::{
    domain::{article::Article, outcome::ArticleKind, text::Text},
    kb::{
        document::{Given, Located, Row, keys, row},
        fault::{KbError, Rule},
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
    /// A field of the article.
    Field(&'static Row),
}

/// The column of a name: a front-matter key, or the word a directory uses for it.
fn column(name: &str) -> Option<Column> {
    match name {
        "id" => Some(Column::Id),
        "phone" | "phones" => Some(Column::Phones),
        "notes" => Some(Column::Notes),
        "name" => row("given_name").map(Column::Field),
        other => row(other).map(Column::Field),
    }
}

/// Reads a directory.
pub fn read(reading: &mut Reading, path: &str, bytes: impl Read) {
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let mut record = ByteRecord::new();
    let mut columns: Option<Vec<Column>> = None;
    for number in 0..=MAX_ROWS {
        match table.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                let at = error.position().map_or(1, line_of);
                let reason = reason(&error);
                reading.say(path, KbError::new(Rule::Csv, at).with("reason", &reason));
                return;
            }
        }
        let line = record.position().map_or(number + 1, line_of);
        let outcome = match &columns {
            None => header(&record, line).map(|named| columns = Some(named)),
            Some(columns) => entry(reading, path, columns, &record, line),
        };
        if let Err(fault) = outcome {
            reading.say(path, fault);
            if columns.is_none() {
                return;
            }
        }
    }
    reading.say(path, too_large(MAX_ROWS, "1.000.000"));
}

fn line_of(position: &csv::Position) -> usize {
    usize::try_from(position.line()).unwrap_or(usize::MAX)
}

fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("{len} ≠ {expected_len}"),
        _ => error.to_string(),
    }
}

fn header(record: &ByteRecord, line: usize) -> Result<Vec<Column>, KbError> {
    if record.len() > MAX_COLUMNS {
        return Err(too_large(line, "64"));
    }
    let known = || keys().chain(["name", "phone", "notes"]);
    record
        .iter()
        .map(|cell| {
            let name = text(cell, line)?.trim_start_matches('\u{feff}').trim();
            column(name).ok_or_else(|| KbError::unknown_key(line, name, known()))
        })
        .collect()
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
    columns: &[Column],
    record: &ByteRecord,
    line: usize,
) -> Result<(), KbError> {
    let cells = record.iter().map(|cell| text(cell, line).map(as_written));
    let cells: Vec<&str> = cells.collect::<Result<_, _>>()?;
    if cells.iter().all(|cell| cell.is_empty()) {
        return Err(KbError::new(Rule::EmptyRow, line));
    }
    let missing = || KbError::new(Rule::Missing, line).with("key", "id");
    let place = columns
        .iter()
        .position(|column| matches!(column, Column::Id));
    let wanted = place.and_then(|place| cells.get(place)).copied();
    let id = match wanted.filter(|wanted| !wanted.is_empty()) {
        Some(wanted) => reading.id_for(path, line, wanted).ok_or_else(missing)?,
        None => return Err(missing()),
    };
    let mut article = reading
        .blank(ArticleKind::Contact, id)
        .ok_or_else(missing)?;
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
        Column::Id => {}
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
        Some(rest) if rest.trim_start().starts_with(is_formula_sign) => rest,
        _ => cell,
    }
}

const fn is_formula_sign(sign: char) -> bool {
    matches!(sign, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}
