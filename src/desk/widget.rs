//! What the screens are drawn with: a canvas of cells, and values put into words.

mod canvas;
mod entry;
mod passages;
mod typed;
mod values;

pub use canvas::{Canvas, Cursor, width, wrap};
pub use entry::Entry;
pub use passages::{LABEL, Passage, passages, warnings};
pub use typed::typed;
pub use values::{clock, day, hours_words, key_words, kind_words, minutes, since};
