//! The last two rows: what happened, and what can be done now.

use crate::{
    desk::{
        app::{App, Wait},
        command::{self, Command, Shown},
        knowledge::View,
        panel::Panel,
        phone,
        theme::Tone,
        version,
        widget::{Canvas, key_words, width, wrap},
        words,
    },
    domain::outcome::State,
    keeper::service::CuratorTask,
    keymap::{GLOBAL, Key, KeyCode, Lookup, Next},
    locale::Phrase,
};
use ratatui::layout::Rect;
use std::fmt::Display;

/// The most rows a status takes.
const STATUS: usize = 3;

/// Draws the status line: on the rule above the keys, and on the rows above it when it says more.
pub fn status(app: &App, area: Rect, canvas: &mut Canvas<'_>) {
    let bottom = area.bottom().saturating_sub(2);
    let Some(status) = &app.status else {
        canvas.rule(area, bottom, "");
        return;
    };
    let room = area.width.saturating_sub(4);
    let rows: Vec<String> = wrap(&status.words, room).into_iter().take(STATUS).collect();
    let above = u16::try_from(rows.len().saturating_sub(1)).unwrap_or_default();
    let top = bottom.saturating_sub(above);
    canvas.clear(Rect::new(area.x, top, area.width, bottom + 1 - top));
    canvas.rule(area, top, "");
    for (row, y) in rows.iter().zip(top..) {
        canvas.put(area.x + 1, y, room + 2, &format!(" {row} "), status.tone);
    }
}

/// Draws the keys: the commands of what has the keys, as many as find a place.
pub fn keys(app: &App, area: Rect, canvas: &mut Canvas<'_>) {
    let y = area.bottom().saturating_sub(1);
    let mut x = area.x + 1;
    if app.wait == Some(Wait::Attention) {
        // After an error only these two keys mean something: the reason stands above.
        let [resume, drop] =
            [KeyCode::Enter, KeyCode::Esc].map(|code| Key::plain(code).label(app.lang));
        let places: [(&str, &dyn Display); 2] = [("resume", &resume), ("drop", &drop)];
        let held = words::KEYS_HELD.count(app.lang, app.inbox.len(), &places);
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
    let of_call = app.panels.is_empty().then(|| phone::offered(app)).flatten();
    let commands = of_call.unwrap_or_else(|| usual(app));
    commands
        .into_iter()
        .map(|(command, label)| (key_words(app, command), app.say(label).to_owned()))
        .filter(|(key, _)| !key.is_empty())
        .collect()
}

/// The commands of the screen's scopes, by their rank.
fn usual(app: &App) -> Vec<(&'static Command, Phrase)> {
    let scopes = app.scopes();
    let mut commands: Vec<(usize, u8, &'static Command)> = command::all()
        .filter_map(|command| {
            let scope = scopes.iter().position(|scope| *scope == command.scope)?;
            match command.shown {
                Shown::Footer(rank) => Some((scope, rank, command)),
                Shown::Listed | Shown::Hidden => None,
            }
        })
        .collect();
    commands.retain(|(_, _, command)| applies(app, command));
    let overlaid = app.panels.last().is_some_and(Panel::is_overlay);
    if overlaid {
        commands.retain(|(_, _, command)| command.scope != GLOBAL || command.id == "help");
    }
    commands.sort_by_key(|(scope, rank, _)| (*scope, *rank));
    let mut usual: Vec<(&Command, Phrase)> = Vec::new();
    for (_, _, command) in commands {
        // What is near goes before what works everywhere: two keys of one name would be told apart by
        // nobody.
        let name = app.say(command.label);
        if !usual.iter().any(|(_, label)| app.say(*label) == name) {
            usual.push((command, command.label));
        }
    }
    usual
}

/// Whether a command means something now: without a call nothing of a call is offered, and a request
/// is not reopened before it is closed.
fn applies(app: &App, command: &Command) -> bool {
    let of_call = [
        "conclude",
        "entrust",
        "transfer",
        "caller",
        "another_question",
        "park",
    ];
    let closed = match app.panels.last() {
        Some(Panel::Dossier(panel)) => panel
            .dossier
            .as_ref()
            .map(|dossier| dossier.ticket.standing.state == State::Closed),
        _ => None,
    };
    if command.scope == "version" {
        return version::applies(app, command.id);
    }
    if (command.scope, command.id) == ("knowledge", "correct") {
        return matches!(
            app.panels.last(),
            Some(Panel::Knowledge(panel)) if panel.view == View::Task(CuratorTask::WrongNumber)
        );
    }
    match (command.scope, command.id, closed) {
        (GLOBAL, "entrust", Some(closed)) => !closed,
        (GLOBAL, id, _) if of_call.contains(&id) => app.call.in_progress(),
        ("request", "reopen", Some(closed)) => closed,
        ("request", "take" | "close", Some(closed)) => !closed,
        _ => true,
    }
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
