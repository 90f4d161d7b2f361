//! One frame: title, the screen that has the keys, the status line, the footer.

mod footer;
mod title;

use super::{
    app::App,
    panel::Panel,
    phone,
    theme::Tone,
    widget::{Canvas, Cursor},
    words,
};
use ratatui::{buffer::Buffer, layout::Rect};

/// The least rows a screen is drawn on; below it one line says so.
const LEAST: (u16, u16) = (20, 6);

/// Draws the desk into `buffer` and says where the hardware cursor is.
#[must_use]
pub fn view(app: &App, buffer: &mut Buffer) -> Option<Cursor> {
    let area = buffer.area;
    let mut canvas = Canvas::new(buffer, app.theme);
    canvas.clear(area);
    if area.width < LEAST.0 || area.height < LEAST.1 {
        canvas.put(
            0,
            0,
            area.width,
            app.say(words::TERMINAL_SMALL),
            Tone::Plain,
        );
        return Some(Cursor { x: 0, y: 0 });
    }
    title::view(app, area, &mut canvas);
    let body = body((area.width, area.height));
    let cursor = screens(app, body, &mut canvas.within(body));
    footer::status(app, area, &mut canvas);
    footer::keys(app, area, &mut canvas);
    cursor
}

/// Where the screens stand on a terminal of this size: below the title, above status and footer.
#[must_use]
pub const fn body((width, height): (u16, u16)) -> Rect {
    Rect::new(0, 1, width, height.saturating_sub(3))
}

/// The topmost full screen, then the overlays above it; the last one drawn has the cursor.
fn screens(app: &App, body: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
    let full = app.panels.iter().rposition(|panel| !panel.is_overlay());
    let mut cursor = match full.and_then(|position| app.panels.get(position)) {
        Some(screen) => screen.view(app, body, canvas),
        None => phone::view(app, body, canvas),
    };
    let above = full.map_or(0, |position| position + 1);
    for overlay in app.panels.iter().skip(above) {
        let area = overlay_area(overlay, body);
        canvas.clear(area);
        cursor = overlay.view(app, area, canvas);
    }
    cursor
}

/// An overlay leaves the call's line visible above it where there is room.
fn overlay_area(_overlay: &Panel, body: Rect) -> Rect {
    let kept = if body.height > 14 { 4 } else { 0 };
    Rect::new(body.x, body.y + kept, body.width, body.height - kept)
}
