//! A sheet on screen: its title, and the part of it that the chosen passage is in.

use super::{Reader, layout::Layout};
use crate::desk::{
    app::App,
    theme::Tone,
    widget::{Canvas, Cursor, kind_words, warnings, wrap},
    words,
};
use ratatui::layout::Rect;

/// Rows above the sheet: title, what is to be known before anything of it is said, rule.
pub fn heading(reader: &Reader, app: &App, width: u16) -> u16 {
    let rows = warnings(&reader.published, app);
    let rows = rows
        .iter()
        .map(|row| wrap(row, width.saturating_sub(2)).len());
    u16::try_from(rows.sum::<usize>())
        .unwrap_or_default()
        .min(MOST_WARNINGS)
        + 2
}

/// The most rows of warnings: the sheet itself keeps its place.
const MOST_WARNINGS: u16 = 6;

/// Draws the sheet; the cursor stands on the chosen passage.
pub fn view(reader: &Reader, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Cursor {
    let article = &reader.published.article;
    let kind = kind_words(article, app);
    let x = canvas.put(area.x + 1, area.y, 12, kind, Tone::Dim) + u16::from(!kind.is_empty());
    canvas.put(
        x,
        area.y,
        area.right().saturating_sub(x + 1),
        article.title.as_str(),
        Tone::Strong,
    );
    let heading = heading(reader, app, area.width);
    let mut y = area.y + 1;
    for words in warnings(&reader.published, app) {
        let room = Rect::new(
            area.x + 1,
            y,
            area.width.saturating_sub(2),
            (area.y + heading - 1).saturating_sub(y),
        );
        y += canvas.paragraph(room, &words, Tone::Doubt);
    }
    let below = Rect::new(
        area.x,
        area.y + heading,
        area.width,
        area.height.saturating_sub(heading),
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
    let rule = area.y + heading - 1;
    canvas.rule(area, rule, &place);
    told(reader, app, (area.right(), rule), canvas);
    let row = layout.top(reader.passage).saturating_sub(first);
    let y = below.y + row.min(below.height.saturating_sub(1));
    Cursor { x: area.x, y }
}

/// Says so when what counts as told is of this sheet.
fn told(reader: &Reader, app: &App, (right, y): (u16, u16), canvas: &mut Canvas<'_>) {
    let reference = reader.published.reference();
    let told = app.call.question().and_then(|question| {
        let mut told = question.told.iter();
        told.find(|told| told.answer == reference)
    });
    if told.is_some_and(|told| told.used) {
        let mark = format!(" {} ", app.say(words::TOLD_MARK));
        canvas.put_right(right, y, 12, &mark, Tone::Good);
    }
}
