//! The chooser on screen: the question, what narrows it, its rows.

use super::Chooser;
use crate::desk::{
    app::App,
    theme::Tone,
    widget::{Canvas, Cursor, width},
    words,
};
use ratatui::layout::Rect;

/// Draws the chooser; the cursor stands behind what was typed.
pub fn view(chooser: &Chooser, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
    canvas.rule(area, area.y, &chooser.title);
    let mut y = area.y + 1;
    let x = canvas.put(area.x + 1, y, 2, "> ", Tone::Strong);
    canvas.put(
        x,
        y,
        area.width.saturating_sub(4),
        chooser.line.as_str(),
        Tone::Plain,
    );
    let column = x + width(chooser.line.before_cursor()).min(area.width.saturating_sub(4));
    let mut cursor = Cursor { x: column, y };
    y += 1;
    if !chooser.note.is_empty() {
        let note = Rect::new(area.x + 2, y, area.width.saturating_sub(3), 2);
        y += canvas.paragraph(note, &chooser.note, Tone::Doubt);
    }
    let visible = chooser.visible();
    if visible.is_empty() {
        let words = if chooser.waits.is_some() {
            app.say(words::SEARCHING)
        } else {
            &chooser.empty
        };
        canvas.put(
            area.x + 2,
            y,
            area.width.saturating_sub(3),
            words,
            Tone::Dim,
        );
        return Some(cursor);
    }
    let room = usize::from(area.bottom().saturating_sub(y));
    let first = chooser.selected.saturating_sub(room.saturating_sub(1));
    let detail_room = (area.width * 2 / 5).min(34);
    for ((position, choice), y) in visible.iter().enumerate().skip(first).take(room).zip(y..) {
        let right = canvas.put_right(
            area.right().saturating_sub(1),
            y,
            detail_room,
            &choice.detail,
            Tone::Dim,
        );
        let x = area.x + 2;
        canvas.put(
            x,
            y,
            right.saturating_sub(x + 1),
            &choice.label,
            choice.tone,
        );
        if position == chooser.selected {
            canvas.put(area.x, y, 1, "▸", Tone::Strong);
            canvas.tint(Rect::new(area.x, y, area.width, 1), Tone::Chosen);
            if chooser.line.as_str().is_empty() {
                cursor = Cursor { x, y };
            }
        }
    }
    Some(cursor)
}
