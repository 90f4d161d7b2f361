//! A row of a list: its words, and more about it at the right. The chosen one is read whole.

use super::{
    Canvas,
    canvas::{width, wrap},
};
use crate::desk::theme::Tone;
use ratatui::layout::Rect;

/// The columns before the words of a row: its mark.
const MARK: u16 = 2;

/// A row of a list.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its words.
    pub label: &'a str,
    /// More about it; it gives way to the words where it takes more than this many columns.
    pub detail: (&'a str, u16),
    /// How its words look.
    pub tone: Tone,
}

impl Entry<'_> {
    fn detail_columns(&self) -> u16 {
        width(self.detail.0).min(self.detail.1)
    }

    /// The words as they are read when the row is chosen: beside what is at the right where there is
    /// place for both, else on rows of their own above it.
    #[must_use]
    pub fn whole(&self, columns: u16) -> Vec<String> {
        let room = columns.saturating_sub(MARK + 1);
        if width(self.label) + 1 + self.detail_columns() <= room
            && width(self.detail.0) <= self.detail.1
        {
            return vec![self.label.to_owned()];
        }
        let mut rows = wrap(self.label, room);
        if !self.detail.0.is_empty() {
            rows.extend(wrap(self.detail.0, room));
        }
        rows
    }

    /// Draws the row, cut to one; returns where its words begin.
    pub fn draw(&self, row: Rect, canvas: &mut Canvas<'_>) -> u16 {
        let right = row.right().saturating_sub(1);
        let (detail, most) = self.detail;
        let right = canvas.put_right(right, row.y, most, detail, Tone::Dim);
        let x = row.x + MARK;
        canvas.put(x, row.y, right.saturating_sub(x + 1), self.label, self.tone);
        x
    }

    /// Draws the chosen row whole, in as many rows as the area has; returns where its words begin and
    /// how many rows it took.
    pub fn draw_chosen(&self, area: Rect, canvas: &mut Canvas<'_>) -> (u16, u16) {
        let x = area.x + MARK;
        let rows = self.whole(area.width);
        let height = u16::try_from(rows.len()).unwrap_or(u16::MAX);
        let height = height.min(area.height);
        if height == 0 {
            return (x, 0);
        }
        if height == 1 {
            // The one row there is place for says as much of both as it can.
            self.draw(area, canvas);
        } else {
            let room = area.width.saturating_sub(MARK + 1);
            let words = wrap(self.label, room).len();
            for ((place, row), y) in rows.iter().enumerate().zip(area.y..area.y + height) {
                let tone = if place < words { self.tone } else { Tone::Dim };
                canvas.put(x, y, room, row, tone);
            }
        }
        canvas.put(area.x, area.y, 1, "▸", Tone::Strong);
        canvas.tint(Rect { height, ..area }, Tone::Chosen);
        (x, height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::theme::Theme;
    use ratatui::buffer::Buffer;

    #[test]
    fn the_chosen_row_stays_in_its_area() {
        let entry = Entry {
            label: "Carta d'identità elettronica per chi è maggiorenne",
            detail: ("verificata ieri dall'anagrafe", 8),
            tone: Tone::Plain,
        };
        let page = Rect::new(0, 0, 24, 8);
        let needed = u16::try_from(entry.whole(page.width).len()).unwrap();
        assert_eq!(needed, 5);
        for height in 0..8 {
            let mut buffer = Buffer::empty(page);
            let mut canvas = Canvas::new(&mut buffer, Theme::Mono);
            let (_, took) = entry.draw_chosen(Rect { height, ..page }, &mut canvas);
            assert_eq!(took, height.min(needed));
            let blank = Buffer::empty(page);
            for y in 0..page.height {
                let drawn = (0..page.width).any(|x| buffer[(x, y)] != blank[(x, y)]);
                assert_eq!(drawn, y < took, "row {y} of an area of {height}");
            }
        }
    }
}
