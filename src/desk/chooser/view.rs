//! The chooser on screen: the question, what narrows it, its rows.

use super::{Choice, Chooser};
use crate::desk::{
    app::App,
    theme::Tone,
    widget::{Canvas, Cursor, Entry, typed},
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
    let chosen = visible.get(chooser.selected);
    let more = chosen.map_or(0, |choice| entry(choice, area).whole(area.width).len() - 1);
    let shown = area.bottom().saturating_sub(y);
    let shown = shown.saturating_sub(u16::try_from(more).unwrap_or_default());
    canvas.goes_on(
        app.lang,
        area,
        area.y,
        (chooser.selected, shown, visible.len()),
    );
    let room = usize::from(shown).max(1);
    let first = chooser.selected.saturating_sub(room.saturating_sub(1));
    for (position, choice) in visible.iter().enumerate().skip(first).take(room) {
        let row = Rect::new(area.x, y, area.width, area.bottom().saturating_sub(y));
        if position != chooser.selected {
            entry(choice, area).draw(row, canvas);
            y += 1;
            continue;
        }
        let (x, rows) = entry(choice, area).draw_chosen(row, canvas);
        if chooser.line.as_str().is_empty() {
            cursor = Cursor { x, y };
        }
        y += rows;
    }
    cursor
}

/// One choice as a row of the list.
fn entry(choice: &Choice, area: Rect) -> Entry<'_> {
    Entry {
        label: &choice.label,
        detail: (&choice.detail, (area.width * 2 / 5).min(34)),
        tone: choice.tone,
    }
}
