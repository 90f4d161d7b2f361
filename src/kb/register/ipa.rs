//! IndicePA: bodies, homogeneous areas and units, one row each, old files and current ones.
//!
//! An entry is known by its code, and its id follows from the code alone: a register that is imported
//! again changes nothing where nothing changed, and makes a new version where something did.

mod entry;
mod tree;

pub use entry::UNKNOWN;

use super::{
    columns::{Register, Take},
    sheet,
};
use crate::{
    domain::{article::Article, slug::Slug},
    kb::{
        document::Located,
        fault::{KbError, Rule},
        layout::{MAX_ENTRIES, MOST_ENTRIES, Reading},
    },
};
use csv::StringRecord;
use std::collections::HashSet;

/// How often the reader tells how far it is.
const TELL: usize = 1_000;

/// A row as an article, and the unit it says it is part of.
struct Found {
    article: Article,
    above: Option<Slug>,
    line: usize,
    faults: Vec<KbError>,
}

/// The cells of a row by what they fill.
struct Cells<'a> {
    takes: &'a [Take],
    record: &'a StringRecord,
}

impl<'a> Cells<'a> {
    /// The cells that fill this and say something.
    fn all(&self, wanted: Take) -> impl Iterator<Item = &'a str> {
        let cells = self.takes.iter().zip(self.record.iter());
        cells
            .filter(move |(take, _)| **take == wanted)
            .filter_map(|(_, cell)| said(cell))
    }

    /// The first of them, else nothing.
    fn get(&self, wanted: Take) -> &'a str {
        self.all(wanted).next().unwrap_or_default()
    }
}

/// A cell, unless it is one of the ways to say that there is nothing.
fn said(cell: &str) -> Option<&str> {
    const NOTHING: [&str; 6] = ["", "null", "da_indicare", "da indicare", "/", "-"];
    let cell = cell.trim();
    let nothing = NOTHING.iter().any(|word| cell.eq_ignore_ascii_case(word));
    (!nothing).then_some(cell)
}

/// Reads a register; `told` hears how many rows were read.
pub fn read(
    reading: &mut Reading,
    path: &str,
    text: &str,
    register: &Register,
    told: &mut dyn FnMut(usize),
) {
    let mut found: Vec<Found> = Vec::new();
    let mut said = Vec::new();
    let mut notes = Vec::new();
    sheet::read(
        text,
        |record, line| header(register, record, line, &mut notes),
        |takes: &Vec<Take>, record, line| {
            if record.iter().all(|cell| cell.trim().is_empty()) {
                return Err(KbError::new(Rule::EmptyRow, line));
            }
            if found.len() >= MAX_ENTRIES {
                return Err(KbError::new(Rule::TooLarge, line).with("limit", MOST_ENTRIES));
            }
            found.push(entry::entry(register, &Cells { takes, record }, line)?);
            if found.len().is_multiple_of(TELL) {
                told(found.len());
            }
            Ok(())
        },
        |fault| said.push(fault),
    );
    for fault in notes.into_iter().chain(said) {
        reading.say(path, fault);
    }
    for fault in tree::join(&mut found) {
        reading.say(path, fault);
    }
    told(found.len());
    for row in found {
        reading.push(path, Located::of_row(row.article, row.line, row.faults));
    }
}

/// What each column fills. One that is dropped is told; one that nobody knows as well.
fn header(
    register: &Register,
    record: &StringRecord,
    line: usize,
    notes: &mut Vec<KbError>,
) -> Result<Vec<Take>, KbError> {
    let mut takes = Vec::with_capacity(record.len());
    let mut seen = HashSet::new();
    for cell in record {
        let name = cell.trim().trim_start_matches('\u{feff}');
        if !seen.insert(name.to_lowercase()) {
            return Err(KbError::new(Rule::DoubleColumn, line).with("key", name));
        }
        let take = register.take(name).unwrap_or(Take::Drop(UNKNOWN));
        if let Take::Drop(why) = take {
            let fault = KbError::new(Rule::DroppedColumn, line).with("key", name);
            notes.push(fault.with_phrase("reason", why));
        }
        takes.push(take);
    }
    for group in register.wants {
        if !group.iter().any(|wanted| takes.contains(wanted)) {
            let first = register
                .columns
                .iter()
                .find(|(_, take)| group.contains(take));
            let name = first.map_or("", |(name, _)| *name);
            return Err(KbError::new(Rule::MissingColumn, line).with("key", name));
        }
    }
    Ok(takes)
}

/// The id of a body: `ipa-` and its code.
#[must_use]
pub fn body_id(code: &str) -> Option<Slug> {
    Slug::parse(&format!("ipa-{}", part(code)?)).ok()
}

/// A code as a piece of a slug, another one for each code, capitals aside: `c_a944` is `c-a944`; what is
/// not plain is told apart by a hash of it.
fn part(code: &str) -> Option<String> {
    const PLAIN: usize = 36;
    let lower = code.trim().to_lowercase();
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    if lower.is_empty() {
        return None;
    }
    if lower.len() <= PLAIN && lower.split('_').all(is_word) {
        return Some(lower.replace('_', "-"));
    }
    let hash = blake3::hash(lower.as_bytes()).to_hex();
    let near = Slug::from_title(&lower);
    let near: String = near.map_or_else(String::new, |near| {
        near.as_str().chars().take(PLAIN / 2).collect()
    });
    let tail: String = hash.chars().take(8).collect();
    Some(
        format!("{}-{tail}", near.trim_end_matches('-'))
            .trim_start_matches('-')
            .to_owned(),
    )
}

#[cfg(test)]
mod tests;
