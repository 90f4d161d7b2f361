//! From one frame to the next in the fewest bytes: only what differs is sent, and nothing at all
//! when nothing does.

pub(super) mod glyph;
mod ink;
mod motion;
mod row;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use self::ink::Ink;
use self::row::{Slot, slots};
use super::look::Look;

/// The shortest end of a row worth erasing with one command instead of spaces.
const WORTH_ERASING: usize = 4;

/// Where a terminal's cursor and pen were left by what was sent so far.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Pen {
    /// The cursor's column and row, from 0; `None` when it cannot be known.
    at: Option<(u16, u16)>,
    ink: Option<Ink>,
    cursor_shown: bool,
    look: Look,
    size: Size,
}

/// Draws frames on one terminal; remembers what stands on it.
#[derive(Clone, Debug)]
pub struct Painter {
    shown: Option<Buffer>,
    pen: Pen,
}

impl Painter {
    /// For a terminal whose contents are not known and whose cursor is visible.
    #[must_use]
    pub const fn new(look: Look) -> Self {
        Self {
            shown: None,
            pen: Pen {
                at: None,
                ink: None,
                cursor_shown: true,
                look,
                size: Size::new(0, 0),
            },
        }
    }

    /// Forgets what stands on the terminal: the next frame is sent whole.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Forgets all, the cursor's visibility too: the terminal was in other hands.
    pub fn start_over(&mut self) {
        *self = Self::new(self.pen.look);
    }

    /// The bytes that turn what stands on the terminal into `next`, with the cursor at `cursor`
    /// (kept inside the frame), or hidden. Empty when nothing differs.
    #[must_use]
    pub fn frame(&mut self, next: &Buffer, cursor: Option<Position>) -> Vec<u8> {
        let mut out = Vec::new();
        let area = Rect::new(0, 0, next.area.width, next.area.height);
        let before = match self.shown.take() {
            Some(shown) if shown.area == area => shown,
            _ => {
                self.pen.clear(area.as_size(), &mut out);
                Buffer::empty(area)
            }
        };
        frame_bytes(&before, next, &mut self.pen, &mut out);
        self.pen.place_cursor(cursor, &mut out);
        let mut shown = before;
        shown.content.clone_from(&next.content);
        self.shown = Some(shown);
        out
    }
}

/// Appends what turns `before` into `next`, two buffers of the pen's size.
fn frame_bytes(before: &Buffer, next: &Buffer, pen: &mut Pen, out: &mut Vec<u8>) {
    let width = usize::from(pen.size.width).max(1);
    let rows = before.content.chunks(width).zip(next.content.chunks(width));
    for ((old, new), y) in rows.zip(0u16..) {
        if old != new {
            let look = pen.look;
            pen.row(y, &slots(old, look), &slots(new, look), out);
        }
    }
}

impl Pen {
    fn clear(&mut self, size: Size, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\x1b[m\x1b[H\x1b[2J");
        self.ink = Some(Ink::PLAIN);
        self.at = Some((0, 0));
        self.size = size;
    }

    fn row(&mut self, y: u16, old: &[Slot<'_>], new: &[Slot<'_>], out: &mut Vec<u8>) {
        let blank_from = new.len() - new.iter().rev().take_while(|s| s.is_plain_blank()).count();
        let dirty_end = old
            .iter()
            .zip(new)
            .skip(blank_from)
            .filter(|(a, b)| a != b)
            .count();
        let erase = dirty_end >= WORTH_ERASING;
        for ((x, before), slot) in (0u16..).zip(old).zip(new) {
            // A second half comes with its first, which then differs too.
            if before == slot || matches!(slot, Slot::Tail) {
                continue;
            }
            self.reach(x, y, new, out);
            if erase && usize::from(x) >= blank_from {
                self.dip(Ink::PLAIN, out);
                out.extend_from_slice(b"\x1b[K");
                return;
            }
            self.write(slot, out);
        }
    }

    /// Brings the cursor to column `x` of row `y`: by writing once more what stands between, where
    /// that is shortest, else by a motion.
    fn reach(&mut self, x: u16, y: u16, row: &[Slot<'_>], out: &mut Vec<u8>) {
        if self.at == Some((x, y)) {
            return;
        }
        let motion = motion::shortest(self.at, (x, y));
        if let Some((from, line)) = self.at
            && line == y
            && from < x
        {
            let between = row.get(from.into()..x.into()).unwrap_or_default();
            if self.costs_at_most(between, motion.len()) {
                for slot in between {
                    self.write(slot, out);
                }
                if self.at == Some((x, y)) {
                    return;
                }
            }
        }
        out.extend_from_slice(&motion::shortest(self.at, (x, y)));
        self.at = Some((x, y));
    }

    fn costs_at_most(&self, between: &[Slot<'_>], limit: usize) -> bool {
        let mut cost = 0;
        between.iter().all(|slot| match slot {
            Slot::Tail => true,
            Slot::Glyph {
                text, ink, blank, ..
            } => {
                cost += text.len();
                cost <= limit && self.ink.is_some_and(|held| held.suits(*ink, *blank))
            }
        }) && !matches!(between.first(), Some(Slot::Tail))
    }

    fn write(&mut self, slot: &Slot<'_>, out: &mut Vec<u8>) {
        let Slot::Glyph {
            text,
            ink,
            blank,
            width,
            unsure,
        } = slot
        else {
            return;
        };
        if !self.ink.is_some_and(|held| held.suits(*ink, *blank)) {
            self.dip(*ink, out);
        }
        out.extend_from_slice(text.as_bytes());
        // In the last column a cursor waits to wrap, each terminal in its own way; and of some
        // graphemes terminals do not agree on the width.
        self.at = self
            .at
            .map(|(x, y)| (x + width, y))
            .filter(|(x, _)| *x < self.size.width && !unsure);
    }

    fn dip(&mut self, ink: Ink, out: &mut Vec<u8>) {
        if self.ink != Some(ink) {
            ink.change_from(self.ink, out);
            self.ink = Some(ink);
        }
    }

    fn place_cursor(&mut self, cursor: Option<Position>, out: &mut Vec<u8>) {
        if let Some(place) = cursor {
            let x = place.x.min(self.size.width.saturating_sub(1));
            let y = place.y.min(self.size.height.saturating_sub(1));
            if self.at != Some((x, y)) {
                out.extend_from_slice(&motion::shortest(self.at, (x, y)));
                self.at = Some((x, y));
            }
        }
        if cursor.is_some() != self.cursor_shown {
            self.cursor_shown = cursor.is_some();
            out.extend_from_slice(if self.cursor_shown {
                b"\x1b[?25h"
            } else {
                b"\x1b[?25l"
            });
        }
    }
}

#[cfg(test)]
mod tests;
