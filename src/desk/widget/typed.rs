//! A line being typed, on screen: every line is drawn so, and has its cursor so.

use super::{Canvas, Cursor, width};
use crate::desk::{line::LineEdit, theme::Tone};

/// Draws a line from `x` on in `room` columns and one for the cursor behind it. Of a long line the
/// part before the cursor is shown.
pub fn typed(line: &LineEdit, (x, y): (u16, u16), room: u16, canvas: &mut Canvas<'_>) -> Cursor {
    let before = line.before_cursor();
    let hidden = hidden_start(before, room);
    let shown = line.as_str().get(hidden..).unwrap_or_default();
    canvas.put(x, y, room.saturating_add(1), shown, Tone::Plain);
    let column = before.get(hidden..).map_or(0, width).min(room);
    Cursor { x: x + column, y }
}

/// How many bytes at the start do not fit before the cursor.
fn hidden_start(before: &str, room: u16) -> usize {
    let over = width(before).saturating_sub(room);
    if over == 0 {
        return 0;
    }
    let mut skipped = 0;
    for (start, c) in before.char_indices() {
        if skipped >= over {
            return start;
        }
        skipped += width(c.encode_utf8(&mut [0; 4]));
    }
    before.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{line::Edit, theme::Theme};
    use ratatui::{buffer::Buffer, layout::Rect};

    #[test]
    fn what_is_typed_is_seen_where_it_is_typed() {
        for (text, edits, row, column) in [
            ("carta", 0, "carta", 5),
            ("carta d'identità", 0, "'identità", 9),
            ("carta d'identità", 12, "carta d'i…", 4),
            // The second cell of a wide character is a space.
            ("漢字漢字漢字", 0, "漢 字 漢 字", 8),
        ] {
            let area = Rect::new(0, 0, 10, 1);
            let mut buffer = Buffer::empty(area);
            let mut canvas = Canvas::new(&mut buffer, Theme::Mono);
            let mut line = LineEdit::new(text);
            for _ in 0..edits {
                line.edit(Edit::Left);
            }
            let cursor = typed(&line, (0, 0), 9, &mut canvas);
            let cells = buffer.content.iter().map(ratatui::buffer::Cell::symbol);
            let shown: String = cells.collect();
            let shown = shown.trim_end().to_owned();
            assert_eq!((shown.as_str(), cursor.x), (row, column), "{text}");
        }
    }
}
