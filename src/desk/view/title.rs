//! The title: whose name is answered in, the call and its time, the store, the clock.

use crate::{
    desk::{
        app::{App, Link},
        theme::Tone,
        widget::{Canvas, minutes, width},
        words,
    },
    domain::{outcome::TimeSource, time},
};
use chrono::Timelike;
use ratatui::layout::Rect;

/// Draws the title row.
pub fn view(app: &App, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.put(
        area.x,
        area.y,
        area.width,
        &" ".repeat(usize::from(area.width)),
        Tone::Title,
    );
    let clock = clock_words(app);
    let mut right = canvas.put_right(area.right(), area.y, area.width, &clock, Tone::Title);
    let mut link = link_words(app);
    if !app.knowledge.news.is_empty() && !app.call.in_progress() {
        // Never in the way of a call.
        let count = words::NEWS_COUNT.count(app.lang, app.knowledge.news.len(), &[]);
        link = format!("{count}  {link}");
    }
    right = canvas.put_right(right.saturating_sub(2), area.y, right, &link, Tone::Title);
    let call = call_words(app);
    if !call.is_empty() {
        let middle = area.x + area.width / 2;
        let start = middle.min(right.saturating_sub(width(&call) + 2));
        canvas.put(
            start,
            area.y,
            right.saturating_sub(start + 1),
            &call,
            Tone::Title,
        );
        right = start;
    }
    let name = name_words(app);
    canvas.put(
        area.x + 1,
        area.y,
        right.saturating_sub(area.x + 2),
        &name,
        Tone::Title,
    );
}

/// The time; a clock that cannot be right says so, and work goes on.
fn clock_words(app: &App) -> String {
    let clock = format!("{:02}:{:02} ", app.now.local.hour(), app.now.local.minute());
    if app.now.at < time::YOUNGER_THAN {
        return format!("{} {clock}", app.say(words::WRONG_CLOCK));
    }
    clock
}

/// A fictional agency says PROVA; a real one, until privacy has landed, NIENTE DATI REALI.
/// Until the keeper has said whose desk it is, the title says neither.
fn name_words(app: &App) -> String {
    if app.agency().is_none() && !app.welcomed {
        return app.say(words::PROGRAM).to_owned();
    }
    let mark = if app.is_trial() {
        words::TRIAL
    } else {
        words::NO_REAL_DATA
    };
    let name = app
        .agency()
        .map_or(app.agency_id.as_str(), |agency| agency.name.as_str());
    format!("{} · {name}", app.say(mark))
}

/// The call's time; one that does not count as conversation says *circa*.
fn call_words(app: &App) -> String {
    let Some((start, source)) = app.call.started.filter(|_| !app.call.concluded) else {
        return String::new();
    };
    let until = app.call.ended.unwrap_or(app.now.at);
    let time = minutes(until.since(start));
    let call = app.say(words::CALL);
    if source == TimeSource::FirstCharacter {
        format!("{call} {} {time}", app.say(words::TIMER_APPROX))
    } else {
        format!("{call} {time}")
    }
}

fn link_words(app: &App) -> String {
    if !app.pending.is_empty() && app.link != Link::Up {
        return words::UNSAVED.fill(app.lang, &[("n", &app.pending.len())]);
    }
    if let (Link::Up, Some(percent)) = (app.link, app.remade) {
        return words::LINK_REMADE.fill(app.lang, &[("n", &percent)]);
    }
    let phrase = match app.link {
        Link::Waiting => words::LINK_WAITING,
        Link::Up => words::SINGLE_PLACE,
        Link::Down => words::LINK_DOWN,
        Link::ReadOnly => words::LINK_READ_ONLY,
    };
    app.say(phrase).to_owned()
}
