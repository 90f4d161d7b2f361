//! The queue on screen: its views, what narrows it, its rows.

use super::{COUNTED, QueuePanel, View};
use crate::{
    desk::{
        app::App,
        theme::Tone,
        widget::{Canvas, Cursor, clock, typed},
        words,
    },
    keeper::service::Row,
};
use ratatui::layout::Rect;

/// Draws the queue; the cursor stands on the chosen row, or in the filter.
pub fn view(panel: &QueuePanel, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
    let mut x = area.x + 1;
    for (position, (view, name)) in View::ALL.iter().enumerate() {
        let tone = if *view == panel.view {
            Tone::Chosen
        } else {
            Tone::Dim
        };
        x = canvas.put(
            x,
            area.y,
            area.width,
            &format!(" {}{} ", app.say(*name), waiting(panel, position)),
            tone,
        ) + 1;
    }
    canvas.rule(area, area.y + 1, "");
    let mut top = area.y + 2;
    let mut cursor = None;
    if panel.filtering || !panel.line.is_blank() {
        let label = format!("{}: ", app.say(words::QUEUE_FILTER));
        let x = canvas.put(area.x + 1, top, 20, &label, Tone::Strong);
        let room = area.right().saturating_sub(x + 1);
        let behind = typed(&panel.line, (x, top), room, canvas);
        cursor = panel.filtering.then_some(behind);
        top += 1;
    }
    let list = Rect::new(area.x, top, area.width, area.bottom().saturating_sub(top));
    let chosen = rows(panel, app, list, canvas);
    cursor.or(chosen)
}

/// How many requests wait in a view, once they were counted.
fn waiting(panel: &QueuePanel, view: usize) -> String {
    match panel.counts.get(view) {
        Some(count) if *count >= COUNTED => format!(" {}+", COUNTED - 1),
        Some(count) => format!(" {count}"),
        None => String::new(),
    }
}

/// What is said where no request is: the views that have some, the next one first.
fn empty(panel: &QueuePanel, app: &App) -> String {
    let here = app.say(words::QUEUE_EMPTY);
    let place = View::ALL.iter().position(|(view, _)| *view == panel.view);
    let views = View::ALL.iter().enumerate();
    let next = views.cycle().skip(place.unwrap_or_default() + 1);
    let elsewhere = next
        .take(View::ALL.len() - 1)
        .filter(|(_, (view, _))| *view != View::All)
        .filter(|(at, _)| panel.counts.get(*at).is_some_and(|count| *count > 0))
        .map(|(at, (_, name))| {
            let n = waiting(panel, at);
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("n", &n.trim_start()), ("view", &app.say(*name))];
            words::QUEUE_ELSEWHERE.fill(app.lang, &values)
        });
    let elsewhere: Vec<String> = elsewhere.collect();
    if elsewhere.is_empty() || !panel.line.is_blank() {
        return here.to_owned();
    }
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("here", &here), ("where", &elsewhere.join(", "))];
    app.fill(words::QUEUE_TURN, &values)
}

fn rows(panel: &QueuePanel, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
    if panel.rows.is_empty() {
        let words = if panel.loaded {
            empty(panel, app)
        } else {
            app.say(words::QUEUE_LOADING).to_owned()
        };
        canvas.put(
            area.x + 2,
            area.y,
            area.width.saturating_sub(3),
            &words,
            Tone::Dim,
        );
        return Some(Cursor {
            x: area.x + 2,
            y: area.y,
        });
    }
    let count = (panel.selected, area.height, panel.rows.len());
    canvas.goes_on(app.lang, area, area.y.saturating_sub(1), count);
    let room = usize::from(area.height);
    let first = panel.selected.saturating_sub(room.saturating_sub(1));
    let mut cursor = None;
    for ((position, row), y) in panel
        .rows
        .iter()
        .enumerate()
        .skip(first)
        .take(room)
        .zip(area.y..)
    {
        draw(row, app, area, y, canvas);
        if position == panel.selected {
            canvas.put(area.x, y, 1, "▸", Tone::Strong);
            canvas.tint(Rect::new(area.x, y, area.width, 1), Tone::Chosen);
            cursor = Some(Cursor { x: area.x + 2, y });
        }
    }
    cursor
}

fn draw(row: &Row, app: &App, area: Rect, y: u16, canvas: &mut Canvas<'_>) {
    let number = row
        .number
        .map(|number| number.to_string())
        .unwrap_or_default();
    let x = canvas.put(area.x + 2, y, 11, &number, Tone::Strong);
    let x = x.max(area.x + 13) + 1;
    let x = canvas
        .put(x, y, 11, &clock(row.opened_at, app), Tone::Dim)
        .max(x + 11)
        + 1;
    let holder = row.owner.as_ref().map_or_else(
        || match &row.queue {
            crate::domain::op::Queue::Office(office) => app.office_name(office).to_owned(),
            _ => app.say(row.level.label()).to_owned(),
        },
        |owner| app.operator_name(owner).to_owned(),
    );
    let state = format!("{} · {holder}", app.say(row.state.label()));
    let (state, tone) = if row.conflict {
        (
            format!("{} · {state}", app.say(words::CONFLICT)),
            Tone::Alarm,
        )
    } else {
        (state, Tone::Dim)
    };
    let room = (area.width / 3).max(26);
    let right = canvas.put_right(area.right().saturating_sub(1), y, room, &state, tone);
    canvas.put(
        x,
        y,
        right.saturating_sub(x + 1),
        row.title.as_str(),
        Tone::Plain,
    );
}
