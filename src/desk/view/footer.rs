//! The last two rows: what happened, and what can be done now.

use crate::{
    desk::{
        app::{App, Wait},
        command::{self, Command, Shown},
        theme::Tone,
        widget::{Canvas, key_words, width},
        words,
    },
    keymap::{Lookup, Next},
};
use ratatui::layout::Rect;

/// Draws the status line.
pub fn status(app: &App, area: Rect, canvas: &mut Canvas<'_>) {
    let y = area.bottom().saturating_sub(2);
    canvas.rule(area, y, "");
    if let Some(status) = &app.status {
        let words = format!(" {} ", status.words);
        canvas.put(area.x + 1, y, area.width - 2, &words, status.tone);
    }
}

/// Draws the keys: the commands of what has the keys, as many as find a place.
pub fn keys(app: &App, area: Rect, canvas: &mut Canvas<'_>) {
    let y = area.bottom().saturating_sub(1);
    let mut x = area.x + 1;
    if app.wait == Some(Wait::Attention) {
        // After an error only these two keys mean something: the reason stands above.
        let held = words::KEYS_HELD.fill(app.lang, &[("n", &app.inbox.len())]);
        canvas.put(x, y, area.width - 2, &held, Tone::Alarm);
        return;
    }
    let entries = if app.chord.is_empty() {
        offered(app)
    } else {
        hints(app)
    };
    for (key, label) in entries {
        let needed = width(&key) + 1 + width(&label);
        if x + needed > area.right() {
            continue;
        }
        x = canvas.put(x, y, area.width, &key, Tone::Key);
        x = canvas.put(x + 1, y, area.width, &label, Tone::Plain) + 2;
    }
}

/// The commands offered now, most needed first.
fn offered(app: &App) -> Vec<(String, String)> {
    let scopes = app.scopes();
    let mut commands: Vec<(usize, u8, &Command)> = command::all()
        .filter_map(|command| {
            let scope = scopes.iter().position(|scope| *scope == command.scope)?;
            match command.shown {
                Shown::Footer(rank) => Some((scope, rank, command)),
                Shown::Listed | Shown::Hidden => None,
            }
        })
        .collect();
    let overlaid = app.panels.last().is_some_and(super::Panel::is_overlay);
    if overlaid {
        commands.retain(|(_, _, command)| {
            command.scope != crate::keymap::GLOBAL || command.id == "help"
        });
    }
    commands.sort_by_key(|(scope, rank, _)| (*scope, *rank));
    commands
        .into_iter()
        .map(|(_, _, command)| (key_words(app, command), app.say(command.label).to_owned()))
        .filter(|(key, _)| !key.is_empty())
        .collect()
}

/// What may follow the keys pressed so far.
fn hints(app: &App) -> Vec<(String, String)> {
    let scopes = app.scopes();
    let Lookup::Pending(hints) = app.keys.lookup(&scopes, &app.chord) else {
        return Vec::new();
    };
    hints
        .into_iter()
        .map(|hint| {
            let label = match hint.next {
                Next::Command(id) => command::find(&scopes, id.as_str())
                    .map_or_else(String::new, |command| app.say(command.label).to_owned()),
                Next::More(count) => format!("+{count}"),
            };
            (hint.key.label(app.lang), label)
        })
        .collect()
}
