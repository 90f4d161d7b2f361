//! The lists of the knowledge base on screen: their names, and the rows of the one that is open.

use super::{KnowledgePanel, View, rows};
use crate::desk::{
    app::App,
    theme::Tone,
    widget::{Canvas, Cursor},
    words,
};
use ratatui::layout::Rect;

/// Draws the list; the cursor stands on the chosen row.
pub fn view(panel: &KnowledgePanel, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Cursor {
    let mut x = area.x;
    for (view, name) in View::ALL {
        let tone = if *view == panel.view {
            Tone::Chosen
        } else {
            Tone::Dim
        };
        let name = format!(" {} {} ", app.say(*name), rows(app, *view).len());
        x = canvas.put(x, area.y, area.width, &name, tone);
    }
    canvas.rule(area, area.y + 1, "");
    let rows = rows(app, panel.view);
    let (left, top) = (area.x + 2, area.y + 2);
    if rows.is_empty() {
        let room = area.width.saturating_sub(3);
        canvas.put(left, top, room, app.say(words::NOTHING_WAITS), Tone::Dim);
        return Cursor { x: left, y: top };
    }
    let height = area.height.saturating_sub(2);
    canvas.goes_on(
        app.lang,
        area,
        area.y + 1,
        (panel.selected, height, rows.len()),
    );
    let room = usize::from(height);
    let first = panel.selected.saturating_sub(room.saturating_sub(1));
    let mut cursor = Cursor { x: left, y: top };
    for ((position, row), y) in rows.iter().enumerate().skip(first).take(room).zip(top..) {
        let right = area.right().saturating_sub(1);
        let right = canvas.put_right(right, y, area.width / 2, &row.detail, Tone::Dim);
        let room = right.saturating_sub(left + 1);
        canvas.put(left, y, room, row.title.as_str(), Tone::Plain);
        if position == panel.selected {
            canvas.put(area.x, y, 1, "▸", Tone::Strong);
            canvas.tint(Rect::new(area.x, y, area.width, 1), Tone::Chosen);
            cursor.y = y;
        }
    }
    cursor
}
