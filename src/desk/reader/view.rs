//! A sheet on screen: its title, and its passages from the chosen one.

use super::Reader;
use crate::desk::{
    app::App,
    phone::draw_passages,
    theme::Tone,
    widget::{Canvas, Cursor},
    words,
};
use ratatui::layout::Rect;

/// Draws the sheet; the cursor stands on the chosen passage.
pub fn view(reader: &Reader, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
    let article = &reader.published.article;
    let kind = app.say(article.kind.label());
    let x = canvas.put(area.x + 1, area.y, 12, kind, Tone::Dim) + 1;
    canvas.put(
        x,
        area.y,
        area.right().saturating_sub(x + 1),
        article.title.as_str(),
        Tone::Strong,
    );
    let passages = reader.passages(app);
    let place = words::PAGE_OF.fill(
        app.lang,
        &[("n", &(reader.passage + 1)), ("of", &passages.len().max(1))],
    );
    canvas.rule(area, area.y + 1, &place);
    let told = app.call.question().and_then(|question| {
        question
            .told
            .iter()
            .find(|told| told.answer == reader.published.reference())
    });
    if told.is_some_and(|told| told.used) {
        canvas.put_right(
            area.right(),
            area.y + 1,
            12,
            &format!(" {} ", app.say(words::TOLD_MARK)),
            Tone::Good,
        );
    }
    let below = Rect::new(
        area.x,
        area.y + 2,
        area.width,
        area.height.saturating_sub(2),
    );
    let first = first_visible(&passages, reader.passage, below);
    let shown = passages.get(first..).unwrap_or_default();
    let row = draw_passages(app, shown, Some(reader.passage - first), below, canvas);
    row.map(|y| Cursor { x: area.x, y })
}

/// The first passage to draw so that the chosen one is seen whole.
fn first_visible(passages: &[super::Passage], chosen: usize, area: Rect) -> usize {
    let columns = area.width.saturating_sub(16).max(10);
    let rows = |passage: &super::Passage| {
        let words = u16::try_from(passage.words.chars().count()).unwrap_or(u16::MAX);
        words / columns + 1 + u16::from(passage.has_heading())
    };
    let mut first = chosen;
    let mut used = passages.get(chosen).map_or(0, rows);
    while let Some(above) = first
        .checked_sub(1)
        .and_then(|position| passages.get(position))
    {
        used = used.saturating_add(rows(above));
        if used > area.height {
            break;
        }
        first -= 1;
    }
    first
}
