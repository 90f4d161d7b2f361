//! The canvas: text put into cells, cut to its place, never past it.

use crate::{
    desk::{
        theme::{Theme, Tone},
        words,
    },
    locale::Lang,
};
use ratatui::{buffer::Buffer, layout::Rect, style::Style};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Where the hardware cursor stands: on the focused line or row, which screen readers and braille
/// lines follow.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cursor {
    /// Column, from 0.
    pub x: u16,
    /// Row, from 0.
    pub y: u16,
}

/// The columns a text takes.
#[must_use]
pub fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// A frame being drawn.
#[derive(Debug)]
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    /// Where it may draw.
    place: Rect,
    theme: Theme,
}

impl<'a> Canvas<'a> {
    /// A canvas over these cells.
    pub const fn new(buffer: &'a mut Buffer, theme: Theme) -> Self {
        Self {
            place: buffer.area,
            buffer,
            theme,
        }
    }

    /// The same cells, of which only those of an area can be drawn on: on a small terminal a screen
    /// leaves the rows below it alone, however many it wants.
    pub fn within(&mut self, area: Rect) -> Canvas<'_> {
        Canvas {
            place: area.intersection(self.place),
            buffer: self.buffer,
            theme: self.theme,
        }
    }

    /// The style of a tone.
    #[must_use]
    pub fn style(&self, tone: Tone) -> Style {
        self.theme.style(tone)
    }

    /// Clears an area.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.place);
        let style = self.style(Tone::Plain);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    /// Shows the rows of a larger sheet from `first` on, as many as the area has.
    pub fn window(&mut self, area: Rect, sheet: &Buffer, first: u16) {
        let area = area.intersection(self.place);
        for (y, row) in (area.top()..area.bottom()).zip(first..) {
            for (x, column) in (area.left()..area.right()).zip(0..) {
                if let (Some(cell), Some(shown)) =
                    (self.buffer.cell_mut((x, y)), sheet.cell((column, row)))
                {
                    cell.clone_from(shown);
                }
            }
        }
    }

    /// Fills a row of an area with a tone, keeping its text.
    pub fn tint(&mut self, area: Rect, tone: Tone) {
        let style = self.style(tone);
        self.buffer.set_style(area.intersection(self.place), style);
    }

    /// Puts text at `x`, `y`, in at most `room` columns; what does not fit ends in `…`. Returns the
    /// column behind it.
    pub fn put(&mut self, x: u16, y: u16, room: u16, text: &str, tone: Tone) -> u16 {
        let room = room.min(self.place.right().saturating_sub(x));
        if room == 0 || !(self.place.top()..self.place.bottom()).contains(&y) {
            return x;
        }
        let style = self.style(tone);
        if width(text) <= room {
            return self
                .buffer
                .set_stringn(x, y, text, usize::from(room), style)
                .0;
        }
        let (x, _) = self
            .buffer
            .set_stringn(x, y, fit(text, room - 1), usize::from(room), style);
        self.buffer.set_stringn(x, y, "…", 1, style).0
    }

    /// Puts text so that it ends at column `right` (exclusive); returns where it starts.
    pub fn put_right(&mut self, right: u16, y: u16, room: u16, text: &str, tone: Tone) -> u16 {
        let columns = width(text).min(room);
        let x = right.saturating_sub(columns);
        self.put(x, y, columns, text, tone);
        x
    }

    /// A rule across the area's row `y`, with a title set into it.
    pub fn rule(&mut self, area: Rect, y: u16, title: &str) {
        if y >= area.bottom() {
            return;
        }
        let line = "─".repeat(usize::from(area.width));
        self.put(area.x, y, area.width, &line, Tone::Rule);
        if !title.is_empty() {
            let title = format!(" {title} ");
            self.put(
                area.x + 2,
                y,
                area.width.saturating_sub(4),
                &title,
                Tone::Strong,
            );
        }
    }

    /// Says at the right of the rule `y` that a list goes on where not all of it is on screen: which
    /// row is chosen (from 0), how many are shown, how many there are.
    pub fn goes_on(
        &mut self,
        lang: Lang,
        area: Rect,
        y: u16,
        (chosen, shown, of): (usize, u16, usize),
    ) {
        if usize::from(shown) >= of {
            return;
        }
        let place = words::PLACE_OF.fill(lang, &[("n", &(chosen + 1)), ("of", &of)]);
        // The list scrolls so that the chosen row is the last one at most.
        let more = if chosen.max(usize::from(shown).saturating_sub(1)) + 1 < of {
            words::MORE_BELOW.get(lang)
        } else {
            ""
        };
        let right = area.right().saturating_sub(1);
        self.put_right(right, y, 30, &format!(" {place}{more} "), Tone::Dim);
    }

    /// Puts text over several rows, broken between words; returns how many rows it took.
    pub fn paragraph(&mut self, area: Rect, text: &str, tone: Tone) -> u16 {
        let mut y = area.y;
        for row in wrap(text, area.width) {
            if y >= area.bottom() {
                break;
            }
            self.put(area.x, y, area.width, &row, tone);
            y += 1;
        }
        y - area.y
    }
}

/// The start of a text that takes at most `room` columns.
fn fit(text: &str, room: u16) -> &str {
    let mut used = 0;
    let mut end = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > room {
            break;
        }
        end = start + grapheme.len();
    }
    text.get(..end).unwrap_or_default()
}

/// A text broken into rows of at most `columns`, between words where there are any.
#[must_use]
pub fn wrap(text: &str, columns: u16) -> Vec<String> {
    let mut rows = Vec::new();
    for line in text.split('\n') {
        let mut row = String::new();
        for word in line.split_whitespace() {
            let mut word = word;
            let gap = u16::from(!row.is_empty());
            if width(&row) + gap + width(word) > columns && !row.is_empty() {
                rows.push(std::mem::take(&mut row));
            }
            while width(word) > columns {
                let head = fit(word, columns.max(1));
                if head.is_empty() {
                    break;
                }
                rows.push(head.to_owned());
                word = word.get(head.len()..).unwrap_or_default();
            }
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        }
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_cut_to_its_place_and_says_so() {
        let area = Rect::new(0, 0, 10, 1);
        let mut buffer = Buffer::empty(area);
        let mut canvas = Canvas::new(&mut buffer, Theme::Mono);
        canvas.put(0, 0, 6, "carta d'identità", Tone::Plain);
        let row: String = buffer
            .content
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert_eq!(row, "carta…    ");
    }

    #[test]
    fn nothing_is_drawn_past_its_place() {
        let area = Rect::new(0, 0, 4, 3);
        let mut buffer = Buffer::empty(area);
        let mut canvas = Canvas::new(&mut buffer, Theme::Mono);
        let mut inside = canvas.within(Rect::new(0, 1, 3, 1));
        for y in 0..4 {
            inside.put(0, y, 9, "abcdef", Tone::Plain);
        }
        inside.tint(area, Tone::Plain);
        inside.clear(Rect::new(0, 2, 4, 9));
        let cells = buffer.content.iter().map(ratatui::buffer::Cell::symbol);
        assert_eq!(cells.collect::<String>(), "    ab…     ");
    }

    proptest! {
        #[test]
        fn no_row_is_wider_than_its_place_and_no_word_is_lost(text in "[a-zà-ù \\n]{0,200}", columns in 1u16..60) {
            let rows = wrap(&text, columns);
            for row in &rows {
                prop_assert!(width(row) <= columns, "{row:?}");
            }
            let squeeze = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(squeeze(&rows.join(" ")), squeeze(&text));
        }
    }
}
