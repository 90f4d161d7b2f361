//! Characters of several bytes, and Latin-1 where the bytes are no UTF-8.

use super::{Input, press};
use crate::keymap::Key;

/// A character whose last byte has not come: up to three bytes.
#[derive(Clone, Copy, Debug)]
pub struct Partial {
    bytes: [u8; 4],
    have: usize,
    need: usize,
}

/// What the next byte did to a [`Partial`].
pub enum Step {
    /// It belongs to the character, which is not whole yet.
    Open(Partial),
    /// It was the last, and is spent.
    Done,
    /// It is no part of the character, which has been typed as Latin-1; the byte is still to read.
    Again,
}

impl Partial {
    /// A character that begins with `byte`; `None` when no UTF-8 character does.
    pub const fn begin(byte: u8) -> Option<Self> {
        let need = match byte {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        Some(Self {
            bytes: [byte, 0, 0, 0],
            have: 1,
            need,
        })
    }

    /// Takes the next byte.
    pub fn next(mut self, byte: u8, out: &mut Vec<Input>) -> Step {
        if !(0x80..=0xbf).contains(&byte) {
            self.latin1(out);
            return Step::Again;
        }
        if let Some(slot) = self.bytes.get_mut(self.have) {
            *slot = byte;
        }
        self.have += 1;
        if self.have < self.need {
            return Step::Open(self);
        }
        match std::str::from_utf8(self.held()) {
            Ok(text) => text.chars().for_each(|c| type_char(c, out)),
            Err(_) => self.latin1(out),
        }
        Step::Done
    }

    /// Types the bytes held as one Latin-1 letter each: what a terminal sends that is not set to
    /// UTF-8.
    pub fn latin1(self, out: &mut Vec<Input>) {
        for byte in self.held() {
            type_latin1(*byte, out);
        }
    }

    fn held(&self) -> &[u8] {
        self.bytes.get(..self.have).unwrap_or(&self.bytes)
    }
}

/// Types a byte from 0x80 up as its Latin-1 letter.
pub fn type_latin1(byte: u8, out: &mut Vec<Input>) {
    type_char(char::from(byte), out);
}

/// Types `c`; the C1 controls (U+0080 to U+009F) are no keys and type nothing.
fn type_char(c: char, out: &mut Vec<Input>) {
    if !c.is_control() {
        press(Key::char(c), out);
    }
}
