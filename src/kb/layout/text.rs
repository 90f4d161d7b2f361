//! Bytes of a file as text, within limits, or what is wrong with them.

use super::{MAX_CELL, MAX_COLUMNS, MAX_WHOLE_FILE};
use crate::kb::fault::{KbError, Rule};
use std::io::{self, BufRead, Read};

/// The longest line of records: every column full, and room for the quoting.
const MAX_LINE: usize = MAX_COLUMNS * MAX_CELL;

/// A table that ends where a record takes more bytes than any may: a quotation mark that nothing closes
/// would make one cell of all that follows, and hold it in memory.
pub struct Bounded<R> {
    bytes: R,
    left: usize,
}

impl<R> Bounded<R> {
    /// Nothing read yet.
    pub const fn new(bytes: R) -> Self {
        Self {
            bytes,
            left: MAX_LINE,
        }
    }

    /// The next record begins.
    pub const fn begin(&mut self) {
        self.left = MAX_LINE;
    }

    /// Whether the record was cut off.
    pub const fn is_cut(&self) -> bool {
        self.left == 0
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Ok(0);
        }
        let room = into.len().min(self.left);
        let read = self.bytes.read(into.get_mut(..room).unwrap_or_default())?;
        self.left -= read;
        Ok(read)
    }
}

/// A whole file as text.
pub fn whole(bytes: impl BufRead) -> Result<String, KbError> {
    let mut raw = Vec::new();
    bytes
        .take(limit(MAX_WHOLE_FILE))
        .read_to_end(&mut raw)
        .map_err(|error| unreadable(1, &error))?;
    if raw.len() > MAX_WHOLE_FILE {
        return Err(too_large(1, "4 MiB"));
    }
    match String::from_utf8(raw) {
        Ok(text) => Ok(text),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let before = error.as_bytes().iter().take(valid);
            let line = 1 + before.filter(|byte| **byte == b'\n').count();
            Err(not_utf8(line, error.as_bytes()))
        }
    }
}

/// The next line of a file of records, without its end; `None` at the end of the file.
pub fn line(bytes: &mut impl BufRead, number: usize) -> Option<Result<String, KbError>> {
    let mut raw = Vec::new();
    match bytes.take(limit(MAX_LINE)).read_until(b'\n', &mut raw) {
        Ok(0) => return None,
        Ok(read) if read > MAX_LINE => return Some(Err(too_large(number, "4 MiB"))),
        Ok(_) => {}
        Err(error) => return Some(Err(unreadable(number, &error))),
    }
    while raw.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
        raw.pop();
    }
    Some(String::from_utf8(raw).map_err(|error| not_utf8(number, error.as_bytes())))
}

/// One byte more than allowed, so that an excess shows.
fn limit(bytes: usize) -> u64 {
    u64::try_from(bytes).map_or(u64::MAX, |bytes| bytes + 1)
}

/// What the bytes look like, since they are no UTF-8.
pub fn not_utf8(line: usize, raw: &[u8]) -> KbError {
    let found = match raw {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16",
        _ if raw.contains(&0) => "UTF-16",
        _ => "Latin-1",
    };
    KbError::new(Rule::NotUtf8, line).with("found", found)
}

/// A limit was passed.
pub fn too_large(line: usize, limit: &str) -> KbError {
    KbError::new(Rule::TooLarge, line).with("limit", limit)
}

/// The system refused.
pub fn unreadable(line: usize, error: &io::Error) -> KbError {
    KbError::new(Rule::Unreadable, line).with("reason", &error.to_string())
}
