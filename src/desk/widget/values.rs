//! Values put into words: keys, hours, times.

use crate::{
    desk::{
        app::App,
        command::{self, Command},
        words,
    },
    domain::{
        article::{Article, Published},
        text::folded,
        time::Moment,
    },
    locale::Phrase,
};
use chrono::{Duration, NaiveDateTime, Timelike};
use std::fmt::Display;

/// The key of a command, as its cap says; empty when it has none.
#[must_use]
pub fn key_words(app: &App, command: &Command) -> String {
    app.keys
        .sequences(&[command.scope], command.id)
        .first()
        .map(|sequence| sequence.label(app.lang))
        .unwrap_or_default()
}

/// A key by the place it has in a phrase: `{scope.command}` is that command's key as it is bound now,
/// or its name where no key is left to it.
fn named_key(place: &str, app: &App) -> Option<String> {
    let (scope, id) = place.split_once('.')?;
    let command = command::find(&[scope], id)?;
    let key = key_words(app, command);
    Some(if key.is_empty() {
        format!("«{}»", app.say(command.label))
    } else {
        key
    })
}

impl App {
    /// The words of a phrase with its places filled: those that name a command by its key.
    #[must_use]
    pub fn fill(&self, phrase: Phrase, values: &[(&str, &dyn Display)]) -> String {
        let keys: Vec<(&str, String)> = phrase
            .places(self.lang)
            .into_iter()
            .filter_map(|place| Some((place, named_key(place, self)?)))
            .collect();
        let keys = keys
            .iter()
            .map(|(place, key)| (*place, key as &dyn Display));
        let values: Vec<(&str, &dyn Display)> = keys.chain(values.iter().copied()).collect();
        phrase.fill(self.lang, &values)
    }
}

/// What an article is, before its title; empty where the title says it: *via del Saggio*.
#[must_use]
pub fn kind_words(article: &Article, app: &App) -> &'static str {
    let kind = app.say(article.kind.label());
    let first = article.title.as_str().split_whitespace().next();
    let said = first.is_some_and(|first| folded(first) == folded(kind));
    if said { "" } else { kind }
}

/// A moment on the wall of this place.
#[must_use]
pub fn local(moment: Moment, app: &App) -> NaiveDateTime {
    let moved = Duration::try_milliseconds(moment.since(app.now.at));
    // A peer may have written any moment: one beyond all calendars is shown as the epoch.
    moved
        .and_then(|moved| app.now.local.checked_add_signed(moved))
        .unwrap_or_else(|| moment.utc().naive_utc())
}

/// Hours and minutes of a moment; with the day when it is not today.
#[must_use]
pub fn clock(moment: Moment, app: &App) -> String {
    let at = local(moment, app);
    if at.date() == app.now.local.date() {
        format!("{:02}:{:02}", at.hour(), at.minute())
    } else {
        at.format("%d/%m %H:%M").to_string()
    }
}

/// The day of a moment.
#[must_use]
pub fn day(moment: Moment, app: &App) -> String {
    local(moment, app).format("%d/%m/%Y %H:%M").to_string()
}

/// How long ago, as minutes and seconds; empty when unknown.
#[must_use]
pub fn since(start: Option<Moment>, app: &App) -> String {
    start.map_or_else(String::new, |start| minutes(app.now.at.since(start)))
}

/// Milliseconds as `MM:SS`; negative ones as zero.
#[must_use]
pub fn minutes(millis: i64) -> String {
    let seconds = (millis / 1000).max(0);
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}

/// Whether an office, a person or a line is open now, in words; a person without hours of his own
/// keeps those of his office. Empty when nobody knows.
#[must_use]
pub fn hours_words(published: &Published, app: &App) -> String {
    let article = &published.article;
    let office = article.office.as_ref();
    let office = app
        .offices
        .iter()
        .find(|known| Some(&known.article.id) == office);
    let hours = match office {
        Some(office) if article.hours.is_empty() && article.hours_text.is_empty() => {
            &office.article.hours
        }
        _ => &article.hours,
    };
    if hours.is_empty() {
        return article.hours_text.to_string();
    }
    hours
        .at(app.now.local)
        .words(app.now.local.date(), app.lang)
}

/// The day an article's facts were checked, or that they have to be confirmed.
#[must_use]
pub fn verified(published: &Published, app: &App) -> String {
    let article = &published.article;
    match article.verified_on {
        Some(on) if !article.to_confirm() => {
            words::VERIFIED.fill(app.lang, &[("on", &on.format("%d/%m/%Y"))])
        }
        _ if article.to_confirm() => app.say(words::TO_CONFIRM).to_owned(),
        _ => String::new(),
    }
}
