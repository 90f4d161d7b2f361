//! Bytes from a terminal to keys and pastes: incremental, and the same for every way the bytes are
//! cut into packets.
//!
//! Only silence is the caller's to judge: [`Decoder::patience`] says how long to wait for the rest
//! of what has begun, [`Decoder::flush`] tells that nothing came.

mod paste;
mod sequence;
mod utf8;

use std::time::Duration;

use self::paste::Pasting;
use self::utf8::Partial;
use crate::keymap::{Key, KeyCode, Mods};

/// The longest control sequence kept; what is longer is swallowed to its end.
const MAX_SEQUENCE: usize = 64;

/// The longest answer of a terminal (`OSC …`) swallowed while its end is missing.
const MAX_ANSWER: usize = 4096;

const ESC: u8 = 0x1b;
const BELL: u8 = 0x07;

/// What a person did at the terminal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Input {
    /// One key press.
    Key(Key),
    /// A bracketed paste.
    Paste(Pasted),
}

/// The text of one paste, CR and CR LF made LF, otherwise as the terminal sent it: outside text,
/// to be cleaned before use.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Pasted {
    /// The text, at most 64 KiB of what was sent.
    pub text: String,
    /// How many bytes beyond that were left out.
    pub left_out: usize,
}

#[derive(Clone, Debug)]
enum State {
    /// Between keys. `after_esc`: the last key was an Esc told by silence, so a `[` that follows
    /// may be the late rest of a torn sequence.
    Ground { after_esc: bool, after_cr: bool },
    /// After ESC.
    Escape,
    /// After ESC O: the parameters so far.
    Ss3(Vec<u8>),
    /// After ESC [: the bytes so far.
    Csi(Vec<u8>),
    /// As `Csi`, but its ESC has already been told as the key Esc.
    Late(Vec<u8>),
    /// Inside a control sequence that is too long.
    Overlong,
    /// Inside an answer nobody asked for: its length so far, and whether the last byte was ESC.
    Answer { length: usize, escaped: bool },
    /// Inside a character of several bytes.
    Utf8(Partial),
    /// Inside a bracketed paste.
    Paste(Pasting),
}

const GROUND: State = State::Ground {
    after_esc: false,
    after_cr: false,
};

/// Turns bytes into [`Input`]s.
#[derive(Clone, Debug)]
pub struct Decoder {
    state: State,
}

impl Default for Decoder {
    fn default() -> Self {
        Self { state: GROUND }
    }
}

impl Decoder {
    /// Decodes `bytes`, which go on where the last ones ended, and appends what is complete to
    /// `out`.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Input>) {
        for byte in bytes {
            self.byte(*byte, out);
        }
    }

    /// How long to wait for the rest before [`flush`](Self::flush); `None` when nothing is open.
    /// A lone ESC waits 100 ms, for lines that tear sequences apart; a begun sequence and a paste
    /// wait longer, because nobody types their beginnings.
    #[must_use]
    pub const fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground { .. } => None,
            State::Escape | State::Ss3(_) | State::Late(_) | State::Utf8(_) => {
                Some(Duration::from_millis(100))
            }
            State::Csi(_) | State::Overlong | State::Answer { .. } => Some(Duration::from_secs(1)),
            State::Paste(_) => Some(Duration::from_secs(2)),
        }
    }

    /// Ends what is open, because no more bytes came: a lone ESC is the key Esc, half a character
    /// is Latin-1, a torn sequence is dropped, an unterminated paste is given as it is.
    pub fn flush(&mut self, out: &mut Vec<Input>) {
        match std::mem::replace(&mut self.state, GROUND) {
            State::Ground {
                after_esc,
                after_cr,
            } => {
                self.state = State::Ground {
                    after_esc,
                    after_cr,
                };
            }
            State::Escape => {
                press(Key::plain(KeyCode::Esc), out);
                self.state = State::Ground {
                    after_esc: true,
                    after_cr: false,
                };
            }
            State::Ss3(parameters) => split_ss3(&parameters, out),
            State::Late(bytes) => retype(&bytes, out),
            State::Utf8(partial) => partial.latin1(out),
            State::Paste(pasting) => out.push(Input::Paste(pasting.finish())),
            State::Csi(_) | State::Overlong | State::Answer { .. } => {}
        }
    }

    fn byte(&mut self, byte: u8, out: &mut Vec<Input>) {
        match std::mem::replace(&mut self.state, GROUND) {
            State::Ground {
                after_esc: true, ..
            } if byte == b'[' => self.state = State::Late(Vec::new()),
            State::Ground { after_cr: true, .. } if byte == b'\n' => {}
            State::Ground { .. } => self.ground(byte, out),
            State::Escape => self.escape(byte, out),
            State::Ss3(parameters) => self.ss3(parameters, byte, out),
            State::Csi(bytes) => self.csi(bytes, byte, out),
            State::Late(bytes) => self.late(bytes, byte, out),
            State::Overlong => self.overlong(byte, out),
            State::Answer { length, escaped } => self.answer(length, escaped, byte, out),
            State::Utf8(partial) => self.utf8(partial, byte, out),
            State::Paste(mut pasting) => {
                if pasting.push(byte) {
                    out.push(Input::Paste(pasting.finish()));
                } else {
                    self.state = State::Paste(pasting);
                }
            }
        }
    }

    /// A byte between keys.
    fn ground(&mut self, byte: u8, out: &mut Vec<Input>) {
        match byte {
            ESC => self.state = State::Escape,
            b'\r' => {
                press(Key::plain(KeyCode::Enter), out);
                self.state = State::Ground {
                    after_esc: false,
                    after_cr: true,
                };
            }
            0x80.. => match Partial::begin(byte) {
                Some(partial) => self.state = State::Utf8(partial),
                None => utf8::type_latin1(byte, out),
            },
            _ => press(ascii(byte), out),
        }
    }

    fn escape(&mut self, byte: u8, out: &mut Vec<Input>) {
        match byte {
            b'[' => self.state = State::Csi(Vec::new()),
            b'O' => self.state = State::Ss3(Vec::new()),
            b']' => {
                self.state = State::Answer {
                    length: 0,
                    escaped: false,
                }
            }
            // ESC and a character is Alt on some terminals, but in a burst it is the key Esc and
            // then text. No command has Alt, and text is never lost.
            _ => {
                press(Key::plain(KeyCode::Esc), out);
                self.ground(byte, out);
            }
        }
    }

    fn ss3(&mut self, mut parameters: Vec<u8>, byte: u8, out: &mut Vec<Input>) {
        if matches!(byte, b'0'..=b'9' | b';') && parameters.len() < 4 {
            parameters.push(byte);
            self.state = State::Ss3(parameters);
            return;
        }
        if let Some(key) = sequence::ss3(&parameters, byte) {
            press(key, out);
        } else {
            split_ss3(&parameters, out);
            self.ground(byte, out);
        }
    }

    fn csi(&mut self, mut bytes: Vec<u8>, byte: u8, out: &mut Vec<Input>) {
        if sequence::goes_on(&bytes, byte) {
            bytes.push(byte);
            self.state = if bytes.len() > MAX_SEQUENCE {
                State::Overlong
            } else {
                State::Csi(bytes)
            };
        } else if !sequence::ends(byte) {
            // No byte of a sequence: the line tore it, and this begins something else.
            self.ground(byte, out);
        } else if bytes == b"200" && byte == b'~' {
            self.state = State::Paste(Pasting::default());
        } else if let Some(key) = sequence::csi(&bytes, byte) {
            press(key, out);
        }
    }

    /// The rest of a sequence whose ESC came long before, or a `[` typed after Esc: only a whole
    /// known sequence is taken for one.
    fn late(&mut self, mut bytes: Vec<u8>, byte: u8, out: &mut Vec<Input>) {
        if sequence::goes_on(&bytes, byte) && bytes.len() < 8 {
            bytes.push(byte);
            self.state = State::Late(bytes);
        } else if bytes == b"200" && byte == b'~' {
            self.state = State::Paste(Pasting::default());
        } else if let Some(key) = sequence::csi(&bytes, byte) {
            press(key, out);
        } else {
            retype(&bytes, out);
            self.ground(byte, out);
        }
    }

    fn overlong(&mut self, byte: u8, out: &mut Vec<Input>) {
        match byte {
            0x20..=0x3f => self.state = State::Overlong,
            0x40..=0x7e => {}
            _ => self.ground(byte, out),
        }
    }

    fn answer(&mut self, length: usize, escaped: bool, byte: u8, out: &mut Vec<Input>) {
        match byte {
            BELL => {}
            b'\\' if escaped => {}
            // ESC without its `\`: the answer broke off and something else begins.
            _ if escaped => self.escape(byte, out),
            b'\r' | b'\n' => self.ground(byte, out),
            _ if length >= MAX_ANSWER => {}
            _ => {
                self.state = State::Answer {
                    length: length + 1,
                    escaped: byte == ESC,
                };
            }
        }
    }

    fn utf8(&mut self, partial: Partial, byte: u8, out: &mut Vec<Input>) {
        match partial.next(byte, out) {
            utf8::Step::Open(partial) => self.state = State::Utf8(partial),
            utf8::Step::Done => {}
            utf8::Step::Again => self.ground(byte, out),
        }
    }
}

fn press(key: Key, out: &mut Vec<Input>) {
    out.push(Input::Key(key));
}

/// ESC O that began no function key: the keys as they were pressed.
fn split_ss3(parameters: &[u8], out: &mut Vec<Input>) {
    press(Key::plain(KeyCode::Esc), out);
    press(Key::char('O'), out);
    for byte in parameters {
        press(ascii(*byte), out);
    }
}

/// A `[` after Esc that was typed after all, and what followed it.
fn retype(bytes: &[u8], out: &mut Vec<Input>) {
    press(Key::char('['), out);
    for byte in bytes {
        press(ascii(*byte), out);
    }
}

/// The key of a byte below 0x80 that stands alone.
fn ascii(byte: u8) -> Key {
    match byte {
        0x00 => Key::new(KeyCode::Char(' '), Mods::CTRL),
        0x08 | 0x7f => Key::plain(KeyCode::Backspace),
        b'\t' => Key::plain(KeyCode::Tab),
        // Enter typed before raw mode has been turned into LF by the line.
        b'\r' | b'\n' => Key::plain(KeyCode::Enter),
        ESC => Key::plain(KeyCode::Esc),
        0x01..=0x1a => Key::ctrl(char::from(byte | 0x60)),
        0x1c..=0x1f => Key::new(KeyCode::Char(char::from(byte | 0x40)), Mods::CTRL),
        _ => Key::char(char::from(byte)),
    }
}

#[cfg(test)]
mod tests;
