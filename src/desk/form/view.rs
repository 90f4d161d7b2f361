//! The form on screen: label, line, and a word where a value is doubtful.

use super::Form;
use crate::desk::{
    app::App,
    theme::Tone,
    widget::{Canvas, Cursor, typed},
    words,
};
use ratatui::layout::Rect;

/// Columns of a label.
const LABEL: u16 = 18;

/// Draws the form; the cursor stands in the focused line.
pub fn view(form: &Form, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
    canvas.rule(area, area.y, &form.title);
    let mut cursor = None;
    let mut y = area.y + 2;
    for (position, field) in form.fields.iter().enumerate() {
        if y >= area.bottom() {
            break;
        }
        let focused = position == form.focus;
        let label = if focused { Tone::Strong } else { Tone::Dim };
        canvas.put(area.x + 2, y, LABEL - 1, &field.label, label);
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
