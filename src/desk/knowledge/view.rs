//! The lists of the knowledge base on screen: their names, and the rows of the one that is open.

use super::{KnowledgePanel, Row, View, empty, rows, views};
use crate::{
    desk::{
        app::App,
        theme::Tone,
        widget::{Canvas, Cursor, Entry, width, wrap},
        words,
    },
    keeper::service::CuratorTask,
};
use ratatui::layout::Rect;

/// Draws the list; the cursor stands on the chosen row.
pub fn view(panel: &KnowledgePanel, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Cursor {
    names(panel, app, area, canvas);
    canvas.rule(area, area.y + 1, "");
    let rows = rows(app, panel.view);
    let (left, top) = (area.x + 2, area.y + 2);
    if rows.is_empty() {
        let room = area.width.saturating_sub(3);
        canvas.put(
            left,
            top,
            room,
            &app.fill(empty(panel.view), &[]),
            Tone::Dim,
        );
        return Cursor { x: left, y: top };
    }
    let entry = |row: &Row| (row.title.to_string(), row.detail.clone());
    let entries: Vec<(String, String)> = rows.iter().map(entry).collect();
    let chosen =
        { entries.get(panel.selected) }.map_or(1, |row| of(row, area).whole(area.width).len());
    let more = u16::try_from(chosen.saturating_sub(1)).unwrap_or_default();
    let mut height = area.height.saturating_sub(2 + more);
    if panel.view == View::Task(CuratorTask::WrongNumber) {
        // What takes a row off this list is no key of it alone.
        let said = wrap(&app.fill(words::SETTLES, &[]), area.width.saturating_sub(3));
        let rows = u16::try_from(said.len()).unwrap_or_default();
        height = height.saturating_sub(rows + 1);
        for (row, y) in said.iter().zip(area.bottom().saturating_sub(rows)..) {
            canvas.put(left, y, area.width, row, Tone::Dim);
        }
    }
    let place = (panel.selected, height, rows.len());
    canvas.goes_on(app.lang, area, area.y + 1, place);
    let room = usize::from(height).max(1);
    let first = panel.selected.saturating_sub(room.saturating_sub(1));
    let mut cursor = Cursor { x: left, y: top };
    let mut y = top;
    let bottom = area.bottom().min(top + height.max(1) + more);
    for (position, row) in entries.iter().enumerate().skip(first).take(room) {
        let place = Rect::new(area.x, y, area.width, bottom.saturating_sub(y));
        if position == panel.selected {
            cursor.y = y;
            y += of(row, area).draw_chosen(place, canvas).1;
        } else {
            of(row, area).draw(place, canvas);
            y += 1;
        }
    }
    cursor
}

fn of((title, detail): &(String, String), area: Rect) -> Entry<'_> {
    Entry {
        label: title,
        detail: (detail, area.width / 2),
        tone: Tone::Plain,
    }
}

/// The names of the lists with how much waits in each: set closer where they would not all be seen.
fn names(panel: &KnowledgePanel, app: &App, area: Rect, canvas: &mut Canvas<'_>) {
    let names = views(app).into_iter().map(|(view, name)| {
        let name = format!("{} {}", app.say(name), rows(app, view).len());
        (view == panel.view, name)
    });
    let names: Vec<(bool, String)> = names.collect();
    let wide: u16 = names.iter().map(|(_, name)| width(name) + 2).sum();
    let mut x = area.x;
    for (chosen, name) in names {
        let tone = if chosen { Tone::Chosen } else { Tone::Dim };
        let name = if wide <= area.width {
            format!(" {name} ")
        } else {
            name
        };
        x = canvas.put(x, area.y, area.width, &name, tone);
        x += u16::from(wide > area.width);
    }
}
