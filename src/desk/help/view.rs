//! The help on screen: key, name, what it does.

use super::Help;
use crate::desk::{
    app::App,
    theme::Tone,
    widget::{Canvas, Cursor},
    words,
};
use ratatui::layout::Rect;

/// Draws the help; the cursor stands on its first visible line.
#[expect(
    clippy::unnecessary_wraps,
    reason = "every panel says where its cursor is, if anywhere"
)]
pub fn view(help: &Help, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
    canvas.rule(area, area.y, app.say(words::HELP_TITLE));
    let mut y = area.y + 1;
    for line in help.lines.iter().skip(help.scroll) {
        if y + 1 >= area.bottom() {
            canvas.put_right(
                area.right(),
                area.bottom() - 1,
                12,
                app.say(words::MORE_BELOW),
                Tone::Dim,
            );
            break;
        }
        canvas.put(area.x + 1, y, 10, &line.key, Tone::Key);
        canvas.put(area.x + 12, y, 17, &line.label, Tone::Strong);
        let x = area.x + 30;
        let text = Rect::new(
            x,
            y,
            area.right().saturating_sub(x + 1),
            area.bottom() - y - 1,
        );
        y += canvas.paragraph(text, &line.help, Tone::Plain).max(1);
    }
    canvas.put(
        area.x + 1,
        area.bottom() - 1,
        40,
        &app.fill(words::HELP_HINT, &[]),
        Tone::Dim,
    );
    Some(Cursor {
        x: area.x + 1,
        y: area.y + 1,
    })
}
