//! Rows of a delimited text within limits: tabs, semicolons or commas, whichever its first line has most of.

use crate::kb::{
    fault::{KbError, Rule},
    layout::{Bounded, MAX_CELL, MAX_COLUMNS, MAX_REFUSED, MAX_ROWS},
};
use csv::StringRecord;

/// The sign that parts the cells.
#[must_use]
pub fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    let by_count = |sign: &u8| count(*sign);
    // The last of equals wins: a comma where there is none of them.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(by_count)
        .unwrap_or(b',')
}

/// Reads the first row with `header`, the others with `row`; what is refused goes to `say`, which a
/// faulty header ends.
pub fn read<H>(
    text: &str,
    header: impl FnOnce(&StringRecord, usize) -> Result<H, KbError>,
    mut row: impl FnMut(&H, &StringRecord, usize) -> Result<(), KbError>,
    mut say: impl FnMut(KbError),
) {
    let separator = separator(text);
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(separator != b'\t')
        .from_reader(Bounded::new(text.as_bytes()));
    let mut record = StringRecord::new();
    let first = next(&mut table, &mut record);
    let columns = record.len();
    let head = match first {
        Some(Ok(line)) => fits(&record, columns, line).and_then(|()| header(&record, line)),
        Some(Err(fault)) => Err(fault),
        None => Err(KbError::new(Rule::EmptyRow, 1)),
    };
    let head = match head {
        Ok(head) => head,
        Err(fault) => return say(fault),
    };
    let mut refused = 0;
    for _ in 0..MAX_ROWS {
        let read = match next(&mut table, &mut record) {
            None => return,
            Some(Err(fault)) => return say(fault),
            Some(Ok(line)) => fits(&record, columns, line).and_then(|()| row(&head, &record, line)),
        };
        if let Err(fault) = read {
            refused += 1;
            let line = fault.line;
            say(fault);
            if refused == MAX_REFUSED {
                return say(KbError::new(Rule::TooLarge, line).with("limit", "1.000"));
            }
        }
    }
    if let Some(Ok(line)) = next(&mut table, &mut record) {
        say(KbError::new(Rule::TooLarge, line).with("limit", "1.000.000"));
    }
}

/// The line of the next row; `None` at the end.
fn next(
    table: &mut csv::Reader<Bounded<&[u8]>>,
    record: &mut StringRecord,
) -> Option<Result<usize, KbError>> {
    table.get_mut().begin();
    let begun = line_of(table.position());
    let read = table.read_record(record);
    if table.get_ref().is_cut() {
        return Some(Err(
            KbError::new(Rule::TooLarge, begun).with("limit", "64 KiB")
        ));
    }
    match read {
        Ok(false) => None,
        Ok(true) => Some(Ok(record.position().map_or(1, line_of))),
        Err(error) => {
            let line = error.position().map_or(1, line_of);
            Some(Err(
                KbError::new(Rule::Csv, line).with("reason", &error.to_string())
            ))
        }
    }
}

fn line_of(position: &csv::Position) -> usize {
    usize::try_from(position.line()).unwrap_or(usize::MAX)
}

/// Whether a row is within the limits and as wide as the first.
fn fits(record: &StringRecord, columns: usize, line: usize) -> Result<(), KbError> {
    let large = |limit| Err(KbError::new(Rule::TooLarge, line).with("limit", limit));
    if record.len() > MAX_COLUMNS {
        return large("64");
    }
    if record.iter().any(|cell| cell.len() > MAX_CELL) {
        return large("64 KiB");
    }
    if record.len() != columns {
        let reason = format!("{} ≠ {columns}", record.len());
        return Err(KbError::new(Rule::Csv, line).with("reason", &reason));
    }
    Ok(())
}
