//! The inside of a bracketed paste, up to its end mark.

use super::Pasted;

/// The most bytes of a paste that are kept.
const MAX_PASTE: usize = 64 * 1024;

const END: &[u8] = b"\x1b[201~";

/// A paste whose end has not come.
#[derive(Clone, Debug, Default)]
pub struct Pasting {
    kept: Vec<u8>,
    left_out: usize,
    /// How many bytes of the end mark have matched.
    matched: usize,
}

impl Pasting {
    /// Takes the next byte; true when the end mark is whole.
    pub fn push(&mut self, byte: u8) -> bool {
        if END.get(self.matched) == Some(&byte) {
            self.matched += 1;
            return self.matched == END.len();
        }
        self.keep_matched();
        // ESC stands only at the beginning of the mark.
        if END.first() == Some(&byte) {
            self.matched = 1;
        } else {
            self.keep(byte);
        }
        false
    }

    /// The paste as far as it came; half an end mark is no text.
    pub fn finish(self) -> Pasted {
        let text = match String::from_utf8(self.kept) {
            Ok(text) => text,
            Err(error) => latin1_where_needed(error.as_bytes()),
        };
        Pasted {
            text: text.replace("\r\n", "\n").replace('\r', "\n"),
            left_out: self.left_out,
        }
    }

    fn keep_matched(&mut self) {
        let matched = std::mem::take(&mut self.matched);
        for byte in END.iter().take(matched) {
            self.keep(*byte);
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.kept.len() < MAX_PASTE {
            self.kept.push(byte);
        } else {
            self.left_out += 1;
        }
    }
}

/// UTF-8 where it is valid, Latin-1 letters where it is not. A character cut at the limit is left
/// out.
fn latin1_where_needed(bytes: &[u8]) -> String {
    let mut text = String::new();
    let full = bytes.len() == MAX_PASTE;
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        text.push_str(chunk.valid());
        let cut = full && chunks.peek().is_none();
        if !cut {
            text.extend(chunk.invalid().iter().map(|byte| char::from(*byte)));
        }
    }
    text
}
