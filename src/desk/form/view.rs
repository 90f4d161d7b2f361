//! The form on screen: label, line, and a word where a value is doubtful.

use super::{Form, FormField};
use crate::{
    desk::{
        app::App,
        theme::Tone,
        widget::{Canvas, Cursor, typed},
        words,
    },
    domain::text::Text,
};
use ratatui::layout::Rect;

/// Columns of a label.
const LABEL: u16 = 18;

/// The first field on screen: the one with the keys is always seen, and the row that says what they do.
fn first(form: &Form, area: Rect) -> usize {
    let rows = |field: &FormField| {
        usize::from(field.asked.is_some()) + usize::from(Form::doubt(field).is_some()) + 1
    };
    let room = usize::from(area.height.saturating_sub(4));
    let seen = |first: &usize| {
        let shown = form.fields.iter().take(form.focus + 1).skip(*first);
        shown.map(rows).sum::<usize>() <= room
    };
    (0..form.focus).find(seen).unwrap_or(form.focus)
}

/// Draws the form; the cursor stands in the focused line.
pub fn view(form: &Form, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
    canvas.rule(area, area.y, &form.title);
    let mut cursor = None;
    let mut y = area.y + 2;
    for (position, field) in form.fields.iter().enumerate().skip(first(form, area)) {
        if y >= area.bottom() {
            break;
        }
        let focused = position == form.focus;
        let label = if focused { Tone::Strong } else { Tone::Dim };
        if let Some(asked) = &field.asked {
            // A question is a sentence: it stands above its answer, with what may be chosen.
            let options: Vec<&str> = asked.options.iter().map(Text::as_str).collect();
            let mut hints = vec![options.join(" / ")];
            hints.extend(asked.needed.then(|| app.say(words::NEEDED).to_owned()));
            hints.retain(|hint| !hint.is_empty());
            let room = area.width.saturating_sub(4);
            let behind = canvas.put(area.x + 2, y, room, &field.label, label) + 1;
            let room = area.right().saturating_sub(behind + 1);
            canvas.put(behind, y, room, &hints.join(" · "), Tone::Dim);
            y += 1;
        } else {
            canvas.put(area.x + 2, y, LABEL - 1, &field.label, label);
        }
        let x = area.x + 2 + LABEL;
        let room = area.right().saturating_sub(x + 2);
        let behind = typed(&field.line, (x, y), room, canvas);
        if focused {
            canvas.put(area.x, y, 1, "▸", Tone::Strong);
            cursor = Some(behind);
        }
        y += 1;
        if let Some(doubt) = Form::doubt(field) {
            canvas.put(x, y, room, app.say(doubt), Tone::Doubt);
            y += 1;
        }
    }
    let keys = if form.fields.len() > 1 {
        words::FORM_KEYS
    } else {
        words::FORM_KEY
    };
    canvas.put(
        area.x + 2,
        y + 1,
        area.width.saturating_sub(4),
        &app.fill(keys, &[]),
        Tone::Dim,
    );
    cursor
}
