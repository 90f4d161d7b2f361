//! A sheet on screen: its title, and the part of it that the chosen passage is in.

use super::{Reader, layout::Layout};
use crate::desk::{
    app::App,
    theme::Tone,
    widget::{Canvas, Cursor},
    words,
};
use ratatui::layout::Rect;

/// Rows of the title above the sheet.
pub const TITLE: u16 = 2;

/// Draws the sheet; the cursor stands on the chosen passage.
pub fn view(reader: &Reader, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Cursor {
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
    let below = Rect::new(
        area.x,
        area.y + TITLE,
        area.width,
        area.height.saturating_sub(TITLE),
    );
    let layout = Layout::of(reader, app, below);
    let first = layout.fit(reader.passage, reader.scroll);
    canvas.window(below, &layout.sheet, first);
    let mut place = words::PAGE_OF.fill(
        app.lang,
        &[("n", &(reader.passage + 1)), ("of", &layout.count())],
    );
    if layout.goes_on(first) {
        place.push_str(app.say(words::MORE_BELOW));
    }
    canvas.rule(area, area.y + 1, &place);
    told(reader, app, area, canvas);
    let row = layout.top(reader.passage).saturating_sub(first);
    let y = below.y + row.min(below.height.saturating_sub(1));
    Cursor { x: area.x, y }
}

/// Says so when what counts as told is of this sheet.
fn told(reader: &Reader, app: &App, area: Rect, canvas: &mut Canvas<'_>) {
    let reference = reader.published.reference();
    let told = app.call.question().and_then(|question| {
        let mut told = question.told.iter();
        told.find(|told| told.answer == reference)
    });
    if told.is_some_and(|told| told.used) {
        let mark = format!(" {} ", app.say(words::TOLD_MARK));
        canvas.put_right(area.right(), area.y + 1, 12, &mark, Tone::Good);
    }
}
