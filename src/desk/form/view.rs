//! The form on screen: label, line, and a word where a value is doubtful.

use super::{Form, FormField, Purpose, checked::below};
use crate::{
    desk::{
        app::App,
        draft::Question,
        phone::number_line,
        theme::Tone,
        widget::{Canvas, Cursor, typed, width, wrap},
        words,
    },
    domain::{article, text::Text},
};
use ratatui::layout::Rect;

/// Columns of a label.
const LABEL: u16 = 18;

/// The rows of a field from its label to what stands below it; those of the one with the keys are in full.
fn rows(form: &Form, place: usize, app: &App, columns: u16) -> usize {
    let focused = place == form.focus;
    let field = form.fields.get(place);
    let above = field.map_or(0, |field| question_rows(field, focused, app, columns).len());
    above + usize::from(below(form, place, app).is_some()) + 1
}

/// The first field on screen: the one with the keys is always seen, and the row that says what they do.
fn first(form: &Form, app: &App, area: Rect, above: u16) -> usize {
    let room = usize::from(area.height.saturating_sub(above + 2));
    let columns = area.width.saturating_sub(4);
    let seen = |first: &usize| {
        let used = (*first..=form.focus).map(|at| rows(form, at, app, columns));
        used.sum::<usize>() <= room
    };
    (0..form.focus).find(seen).unwrap_or(form.focus)
}

/// The request that the form asks about: its number is to be told while the form is open.
fn request<'a>(form: &Form, app: &'a App) -> Option<&'a Question> {
    let Purpose::Questions(ticket) = form.purpose else {
        return None;
    };
    let mut questions = app.call.questions.iter();
    questions.find(|question| question.ticket == ticket)
}

/// Draws the form; the cursor stands in the focused line.
pub fn view(form: &Form, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
    canvas.rule(area, area.y, &form.title);
    let mut above = 2;
    if let Some(question) = request(form, app) {
        let row = Rect::new(area.x + 2, area.y + 1, area.width.saturating_sub(4), 1);
        number_line(app, question, row, canvas);
        // On a tall screen the number stands by itself.
        above += u16::from(area.height > 16);
    }
    let mut cursor = None;
    let mut y = area.y + above;
    let first = first(form, app, area, above);
    for (position, field) in form.fields.iter().enumerate().skip(first) {
        if y >= area.bottom() {
            break;
        }
        let focused = position == form.focus;
        let place = Rect::new(area.x, y, area.width, area.bottom() - y);
        let (used, behind) = draw(field, focused, app, place, canvas);
        if focused {
            cursor = Some(behind);
        }
        y += used;
        if let Some((words, tone)) = below(form, position, app) {
            let x = area.x + 2 + LABEL;
            let room = area.right().saturating_sub(x + 2);
            canvas.put(x, y, room, &words, tone);
            y += 1;
        }
    }
    let keys = if form.fields.len() > 1 {
        words::FORM_KEYS
    } else {
        words::FORM_KEY
    };
    let room = area.width.saturating_sub(4);
    canvas.put(area.x + 2, y + 1, room, &app.fill(keys, &[]), Tone::Dim);
    cursor
}

/// Draws a field; how many rows it took, and where its cursor stands.
fn draw(
    field: &FormField,
    focused: bool,
    app: &App,
    area: Rect,
    canvas: &mut Canvas<'_>,
) -> (u16, Cursor) {
    let label = if focused { Tone::Strong } else { Tone::Dim };
    let mut y = area.y;
    for row in question_rows(field, focused, app, area.width.saturating_sub(4)) {
        let behind = canvas.put(area.x + 2, y, area.width, &row.question, label);
        let x = behind + u16::from(!row.question.is_empty());
        let room = area.right().saturating_sub(x + 1);
        canvas.put(x, y, room, &row.hints, Tone::Dim);
        y += 1;
    }
    if field.asked.is_none() {
        canvas.put(area.x + 2, y, LABEL - 1, &field.label, label);
    }
    let x = area.x + 2 + LABEL;
    let room = area.right().saturating_sub(x + 2);
    let cursor = typed(&field.line, (x, y), room, canvas);
    if focused {
        canvas.put(area.x, y, 1, "▸", Tone::Strong);
    }
    (y + 1 - area.y, cursor)
}

/// One row above an answer: a part of the question, then what may be answered.
struct Row {
    question: String,
    hints: String,
}

/// A question is a sentence: it stands above its answer, with what may be chosen. That of the field
/// with the keys is read whole, on as many rows as it needs; the others take one.
fn question_rows(field: &FormField, focused: bool, app: &App, columns: u16) -> Vec<Row> {
    let Some(asked) = &field.asked else {
        return Vec::new();
    };
    let (question, hints) = (field.label.clone(), hints(asked, app));
    let fits = width(&question) + 1 + width(&hints) <= columns;
    if fits || !focused {
        return vec![Row { question, hints }];
    }
    let question = wrap(&question, columns).into_iter().map(|question| Row {
        question,
        hints: String::new(),
    });
    let hints = (!hints.is_empty()).then(|| wrap(&hints, columns));
    let hints = hints.into_iter().flatten().map(|hints| Row {
        question: String::new(),
        hints,
    });
    question.chain(hints).collect()
}

fn hints(asked: &article::Question, app: &App) -> String {
    let options: Vec<&str> = asked.options.iter().map(Text::as_str).collect();
    let mut hints = vec![options.join(" / ")];
    hints.extend(asked.needed.then(|| app.say(words::NEEDED).to_owned()));
    hints.retain(|hint| !hint.is_empty());
    hints.join(" · ")
}
