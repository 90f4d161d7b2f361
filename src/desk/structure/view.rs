//! The tree on screen: what narrows it, and its rows with their numbers.

use super::{Branch, StructurePanel};
use crate::{
    desk::{
        app::App,
        phone::reach_words,
        theme::Tone,
        widget::{Canvas, Cursor, typed},
        words,
    },
    domain::{outcome::ArticleKind, text::Text},
};
use ratatui::layout::Rect;

/// Draws the tree; the cursor stands behind what is typed, else on the chosen row.
pub fn view(panel: &StructurePanel, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Cursor {
    let x = canvas.put(area.x + 1, area.y, 2, "> ", Tone::Strong);
    let room = area.right().saturating_sub(x + 1);
    let mut cursor = typed(&panel.line, (x, area.y), room, canvas);
    canvas.rule(area, area.y + 1, app.say(words::STRUCTURE));
    let branches = panel.branches(app);
    let top = area.y + 2;
    if branches.is_empty() {
        canvas.put(
            area.x + 2,
            top,
            room,
            app.say(words::CHOICE_EMPTY),
            Tone::Dim,
        );
        return cursor;
    }
    let height = area.height.saturating_sub(2);
    canvas.goes_on(
        app.lang,
        area,
        area.y + 1,
        (panel.selected, height, branches.len()),
    );
    let room = usize::from(height);
    let first = panel.selected.saturating_sub(room.saturating_sub(1));
    for ((place, branch), y) in branches
        .iter()
        .enumerate()
        .skip(first)
        .take(room)
        .zip(top..)
    {
        let x = row(
            panel,
            app,
            branch,
            Rect::new(area.x, y, area.width, 1),
            canvas,
        );
        if place == panel.selected {
            canvas.put(area.x, y, 1, "▸", Tone::Strong);
            canvas.tint(Rect::new(area.x, y, area.width, 1), Tone::Chosen);
            if panel.line.as_str().is_empty() {
                cursor = Cursor { x, y };
            }
        }
    }
    cursor
}

/// One row: its mark, its name, its number; where the name begins.
fn row(
    panel: &StructurePanel,
    app: &App,
    branch: &Branch<'_>,
    area: Rect,
    canvas: &mut Canvas<'_>,
) -> u16 {
    let numbers = reach_words(app, branch.entry);
    let number = numbers.first().map_or("", Text::as_str);
    let right = area.right().saturating_sub(1);
    let right = canvas.put_right(right, area.y, 34, number, Tone::Strong);
    let article = &branch.entry.article;
    let open = panel.unfolded.contains(&article.id);
    let mark = match (branch.has_more, open) {
        (true, true) => "- ",
        (true, false) => "+ ",
        (false, _) => "  ",
    };
    let indent = u16::try_from(branch.depth * 2).unwrap_or_default();
    let x = canvas.put(area.x + 2 + indent, area.y, 2, mark, Tone::Dim);
    let name = if article.role.is_empty() || article.kind != ArticleKind::Contact {
        article.title.to_string()
    } else {
        format!("{}, {}", article.title, article.role)
    };
    canvas.put(x, area.y, right.saturating_sub(x + 1), &name, Tone::Plain);
    x
}
