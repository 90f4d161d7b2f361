//! The chooser on screen: the question, what narrows it, its rows.

use super::{Choice, Chooser};
use crate::desk::{
    app::App,
    theme::Tone,
    widget::{Canvas, Cursor, typed},
    words,
};
use ratatui::layout::Rect;

/// Draws the chooser; the cursor stands behind what was typed.
pub fn view(chooser: &Chooser, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Cursor {
    canvas.rule(area, area.y, &chooser.title);
    let mut y = area.y + 1;
    let x = canvas.put(area.x + 1, y, 2, "> ", Tone::Strong);
    let room = area.right().saturating_sub(x + 1);
    let mut cursor = typed(&chooser.line, (x, y), room, canvas);
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
        return cursor;
    }
    let shown = area.bottom().saturating_sub(y);
    canvas.goes_on(
        app.lang,
        area,
        area.y,
        (chooser.selected, shown, visible.len()),
    );
    let room = usize::from(shown);
    let first = chooser.selected.saturating_sub(room.saturating_sub(1));
    for ((position, choice), y) in visible.iter().enumerate().skip(first).take(room).zip(y..) {
        let x = offer(choice, Rect::new(area.x, y, area.width, 1), canvas);
        if position == chooser.selected {
            canvas.put(area.x, y, 1, "▸", Tone::Strong);
            canvas.tint(Rect::new(area.x, y, area.width, 1), Tone::Chosen);
            if chooser.line.as_str().is_empty() {
                cursor = Cursor { x, y };
            }
        }
    }
    cursor
}

/// One choice on its row; where its words begin.
fn offer(choice: &Choice, row: Rect, canvas: &mut Canvas<'_>) -> u16 {
    let right = canvas.put_right(
        row.right().saturating_sub(1),
        row.y,
        (row.width * 2 / 5).min(34),
        &choice.detail,
        Tone::Dim,
    );
    let x = row.x + 2;
    let room = right.saturating_sub(x + 1);
    canvas.put(x, row.y, room, &choice.label, choice.tone);
    x
}
