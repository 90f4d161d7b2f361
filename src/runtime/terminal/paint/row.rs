//! One row of a frame as a terminal sees it: glyphs, and the second halves of wide ones.

use std::borrow::Cow;

use ratatui::buffer::Cell;
use unicode_width::UnicodeWidthStr;

use super::glyph;
use super::ink::Ink;
use crate::runtime::terminal::look::{Glyphs, Look};

/// One column of a row.
#[derive(Clone, Debug)]
pub enum Slot<'a> {
    /// A glyph begins here.
    Glyph {
        /// What is sent for it; never empty, never a control character.
        text: Cow<'a, str>,
        /// How it is drawn.
        ink: Ink,
        /// Whether it is a space.
        blank: bool,
        /// Its width in columns, 1 or 2.
        width: u16,
        /// Whether terminals may not agree on its width.
        unsure: bool,
    },
    /// The second column of a wide glyph.
    Tail,
}

impl Slot<'_> {
    /// Whether erasing gives the same.
    pub fn is_plain_blank(&self) -> bool {
        match self {
            Slot::Glyph { ink, blank, .. } => *blank && Ink::PLAIN.suits(*ink, true),
            Slot::Tail => false,
        }
    }
}

impl PartialEq for Slot<'_> {
    /// Whether the two look the same.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Slot::Glyph {
                    text, ink, blank, ..
                },
                Slot::Glyph {
                    text: other_text,
                    ink: other_ink,
                    ..
                },
            ) => text == other_text && ink.suits(*other_ink, *blank),
            (Slot::Tail, Slot::Tail) => true,
            _ => false,
        }
    }
}

/// The columns of one row of cells, one slot for each cell.
pub fn slots(cells: &[Cell], look: Look) -> Vec<Slot<'_>> {
    let mut slots = Vec::with_capacity(cells.len());
    while let Some(cell) = cells.get(slots.len()) {
        let room = cells.len() - slots.len();
        let slot = glyph_of(cell, room, look);
        let wide = matches!(slot, Slot::Glyph { width: 2, .. });
        slots.push(slot);
        if wide {
            slots.push(Slot::Tail);
        }
    }
    slots
}

fn glyph_of(cell: &Cell, room: usize, look: Look) -> Slot<'_> {
    let symbol = cell.symbol();
    let columns = symbol.width();
    let text = if columns == 0 || symbol.chars().any(char::is_control) {
        Cow::Borrowed(" ")
    } else if columns > 2 || columns > room {
        Cow::Borrowed("?")
    } else {
        match look.glyphs {
            Glyphs::Unicode => Cow::Borrowed(symbol),
            Glyphs::Ascii => glyph::ascii(symbol, columns),
        }
    };
    Slot::Glyph {
        ink: Ink::of(cell, look.colours),
        blank: text == " ",
        width: if text.width() == 2 { 2 } else { 1 },
        unsure: glyph::is_unsure(&text),
        text,
    }
}
