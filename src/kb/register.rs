//! Registers of other programs read into articles: IndicePA, tables with a map of columns, vCard, our own JSONL.
//!
//! | module | what it is |
//! |---|---|
//! | [`columns`] | every column of IndicePA: what it fills, or why it is dropped |
//! | [`ipa`] | bodies, homogeneous areas and units of IndicePA |
//! | [`map`] | which column of a foreign table is which key |
//! | [`vcard`] | address books, there and back |
//! | [`jsonl`] | articles by their own keys, one a line, there and back |
//! | [`table`] | the directory as CSV |
//! | [`decode`] | bytes of any encoding as text |
//! | [`mend`] | accents written as apostrophes |
//!
//! A register is a snapshot of somebody else's: what it no longer names is not withdrawn, an entry is the
//! same one when its code is (`ipa-c-a944`), and a row that cannot be taken refuses the whole file, with a
//! report by row.

pub mod columns;
pub mod decode;
pub mod ipa;
pub mod jsonl;
pub mod map;
pub mod mend;
mod sheet;
pub mod table;
pub mod vcard;

use super::{
    fault::{KbError, Rule},
    layout::{self, Reading},
};
use crate::domain::slug::Slug;
use map::Map;
pub(super) use sheet::separator;

/// The largest register, in bytes: it is read whole, to know its encoding.
pub const MAX_REGISTER: u64 = 256 * 1_024 * 1_024;

/// What a register is written as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// Bodies of IndicePA: the old `amministrazioni`, the current `enti`.
    Bodies,
    /// Homogeneous areas of IndicePA.
    Areas,
    /// Units of IndicePA.
    Units,
    /// A table whose first row names the columns.
    Csv,
    /// An address book.
    VCard,
    /// Articles by their own keys, one a line.
    Jsonl,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Bodies,
        Self::Areas,
        Self::Units,
        Self::Csv,
        Self::VCard,
        Self::Jsonl,
    ];

    /// The word for it on the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Bodies => "ipa-enti",
            Self::Areas => "ipa-aoo",
            Self::Units => "ipa-ou",
            Self::Csv => "csv",
            Self::VCard => "vcard",
            Self::Jsonl => "jsonl",
        }
    }
}

/// Reads a register that was given as bytes; entries without an agency belong to `agency`, those of
/// IndicePA to everybody. `told` hears how many rows were read.
#[must_use]
pub fn read(
    path: &str,
    bytes: Vec<u8>,
    format: Format,
    map: &Map,
    agency: Option<Slug>,
    told: &mut dyn FnMut(usize),
) -> Reading {
    let mut reading = Reading::of(agency);
    if let Some(fault) = decode::archive(&bytes) {
        reading.say(path, fault);
        return reading;
    }
    let decoded = decode::text(bytes);
    if let Some(found) = decoded.found {
        reading.say(path, KbError::new(Rule::Decoded, 1).with("found", found));
    }
    let text = decoded.text.as_str();
    match format {
        Format::Bodies => ipa::read(&mut reading, path, text, &columns::BODIES, told),
        Format::Areas => ipa::read(&mut reading, path, text, &columns::AREAS, told),
        Format::Units => ipa::read(&mut reading, path, text, &columns::UNITS, told),
        Format::Csv => layout::read_table(&mut reading, path, text, map),
        Format::VCard => vcard::read(&mut reading, path, text),
        Format::Jsonl => jsonl::read(&mut reading, path, text),
    }
    reading
}
