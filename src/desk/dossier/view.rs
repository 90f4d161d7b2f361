//! A request on screen: number and state, fields, what lost against it, history.

use super::DossierPanel;
use crate::{
    desk::{
        app::App,
        theme::Tone,
        view::body,
        widget::{Canvas, Cursor, clock, day, wrap},
        words,
    },
    domain::field::{self, FieldId, Value},
    domain::op::Queue,
    domain::outcome::{Channel, Outcome, TicketKind, Verb},
    keeper::service::{Dossier, Event, EventKind},
};
use ratatui::layout::Rect;

/// The column where the words begin, behind their label.
const WORDS: u16 = 17;
/// Rows above the lines: heading, since when, rule.
const HEADING: u16 = 3;

/// A label, its words, their tone.
type Line = (String, String, Tone);

/// Draws the request; the cursor stands on its number.
#[expect(
    clippy::unnecessary_wraps,
    reason = "every panel says where its cursor is, if anywhere"
)]
pub fn view(
    panel: &DossierPanel,
    app: &App,
    area: Rect,
    canvas: &mut Canvas<'_>,
) -> Option<Cursor> {
    let Some(dossier) = &panel.dossier else {
        canvas.put(
            area.x + 1,
            area.y,
            area.width - 2,
            app.say(words::SEARCHING),
            Tone::Dim,
        );
        return Some(Cursor {
            x: area.x + 1,
            y: area.y,
        });
    };
    heading(dossier, app, area, canvas);
    canvas.rule(area, area.y + 2, "");
    let (rows, shown) = (rows(dossier, app, area), shown(area));
    let first = panel.scroll.min(rows.len().saturating_sub(shown));
    for ((label, text, tone), y) in rows.iter().skip(first).take(shown).zip(area.y + HEADING..) {
        canvas.put(area.x + 1, y, WORDS - 2, label, Tone::Dim);
        let x = area.x + WORDS;
        canvas.put(x, y, columns(area), text, *tone);
    }
    if first + shown < rows.len() {
        let below = area.bottom().saturating_sub(1);
        let more = app.say(words::MORE_BELOW);
        canvas.put_right(area.right(), below, 12, more, Tone::Dim);
    }
    Some(Cursor {
        x: area.x + 1,
        y: area.y,
    })
}

/// How many rows can be scrolled away: no more than leave the last one at the bottom.
pub fn last_scroll(panel: &DossierPanel, app: &App) -> usize {
    let area = body(app.size);
    let dossier = panel.dossier.as_ref();
    let rows = dossier.map_or(0, |dossier| rows(dossier, app, area).len());
    rows.saturating_sub(shown(area))
}

/// How many rows of the lines are on screen at once.
fn shown(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(HEADING))
}

/// The columns that words have behind their label.
const fn columns(area: Rect) -> u16 {
    area.width.saturating_sub(WORDS + 1)
}

/// The lines broken into rows, each label beside the first of its own: scrolled row by row, words
/// longer than the screen are read to their end.
fn rows(dossier: &Dossier, app: &App, area: Rect) -> Vec<Line> {
    let mut rows = Vec::new();
    for (mut label, text, tone) in lines(dossier, app) {
        for row in wrap(&text, columns(area)) {
            rows.push((std::mem::take(&mut label), row, tone));
        }
    }
    rows
}

fn heading(dossier: &Dossier, app: &App, area: Rect, canvas: &mut Canvas<'_>) {
    let ticket = &dossier.ticket;
    let number = ticket
        .number
        .map(|number| number.to_string())
        .unwrap_or_default();
    let x = canvas.put(area.x + 1, area.y, 12, app.say(words::REQUEST), Tone::Dim) + 1;
    let x = canvas.put(x, area.y, 12, &number, Tone::Say) + 2;
    let standing = &ticket.standing;
    let holder = match &standing.queue {
        Queue::Office(office) => app.office_name(office),
        _ => app.say(standing.level.label()),
    };
    let state = words::STATE_OF.fill(
        app.lang,
        &[
            ("state", &app.say(standing.state.label())),
            ("level", &holder),
        ],
    );
    let room = area.right().saturating_sub(x + 1);
    canvas.put(x, area.y, room, &state, Tone::Strong);
    let mut since = words::OPENED_AT.fill(app.lang, &[("at", &day(ticket.opened_at, app))]);
    if let Some(owner) = &standing.owner {
        since.push_str(" · ");
        since.push_str(&words::OWNER.fill(app.lang, &[("who", &app.operator_name(owner))]));
    }
    canvas.put(area.x + 1, area.y + 1, area.width - 2, &since, Tone::Dim);
}

fn lines(dossier: &Dossier, app: &App) -> Vec<Line> {
    let ticket = &dossier.ticket;
    let mut lines: Vec<Line> = Vec::new();
    for decision in &ticket.conflict {
        let what = app.say(decision.verb.label());
        let words = words::CONFLICT_LINE.fill(
            app.lang,
            &[("who", &app.operator_name(&decision.by)), ("what", &what)],
        );
        lines.push((
            app.say(words::CONFLICT).to_owned(),
            format!("{words} {}", decision.text),
            Tone::Alarm,
        ));
    }
    for spec in field::FIELDS {
        let Some(register) = ticket.fields.get(&spec.id) else {
            continue;
        };
        let value = field_words(spec.id, &register.value, app);
        if !value.is_empty() {
            lines.push((app.say(spec.label).to_owned(), value, Tone::Plain));
        }
        for (_, lost) in &register.beaten {
            let lost = field_words(spec.id, lost, app);
            let words = app.fill(words::BEATEN, &[("value", &lost)]);
            lines.push((String::new(), words, Tone::Alarm));
        }
    }
    lines.extend(answers(dossier, app));
    lines.push((
        app.say(words::HISTORY).to_owned(),
        String::new(),
        Tone::Strong,
    ));
    let history = dossier.history.iter().rev();
    let told_once = history.filter(|event| !is_told_by_another(event, &dossier.history));
    lines.extend(told_once.filter_map(|event| history_line(event, dossier, app)));
    lines
}

/// What the sheet asked and what was answered, and what it needs and nobody answered. A question is a
/// sentence: it stands on a row of its own above its answer.
fn answers(dossier: &Dossier, app: &App) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for ((article, id), register) in &dossier.ticket.answers {
        let value = value_words(&register.value, app);
        if !value.is_empty() {
            let question = dossier.question(Some(article), id.as_str());
            let label = app.say(words::ASKED).to_owned();
            lines.push((label, question.to_owned(), Tone::Dim));
            lines.push((String::new(), value, Tone::Plain));
        }
    }
    let missing = dossier.unanswered().map(|question| {
        let label = app.say(words::UNANSWERED).to_owned();
        (label, question.to_string(), Tone::Doubt)
    });
    lines.extend(missing);
    lines
}

/// Entrusting and passing on are an outcome of the call and a change of the request, written at once:
/// one line says both.
fn is_told_by_another(event: &Event, history: &[Event]) -> bool {
    let told_by: &[Verb] = match Outcome::from_id(&event.which) {
        _ if event.what != EventKind::Concluded => &[],
        Some(Outcome::EntrustedBackOffice) => &[Verb::EscalateBackOffice],
        Some(Outcome::EntrustedDepartment) => &[Verb::EscalateDepartment],
        _ => &[],
    };
    history.iter().any(|other| {
        let verb = Verb::from_id(&other.which).filter(|_| other.what == EventKind::Change);
        (other.at, &other.by, other.void) == (event.at, &event.by, event.void)
            && verb.is_some_and(|verb| told_by.contains(&verb))
    })
}

/// A value as an operator says it: a stable id by its label, an answer without its version.
fn field_words(id: FieldId, value: &Value, app: &App) -> String {
    named(id, &value_words(value, app), app)
}

fn named(id: FieldId, text: &str, app: &App) -> String {
    let label = match id {
        field::KIND => TicketKind::from_id(text).map(|kind| app.say(kind.label()).to_owned()),
        field::CHANNEL => Channel::from_id(text).map(|channel| app.say(channel.label()).to_owned()),
        field::TOPIC => app
            .agency()
            .map(|agency| agency.topic_name(text, app.lang).to_owned()),
        field::ARTICLE => text.split_once('@').map(|(article, _)| article.to_owned()),
        _ => None,
    };
    label.unwrap_or_else(|| text.to_owned())
}

fn value_words(value: &Value, app: &App) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Moment(at) => day(*at, app),
        Value::Flag(true) => "✓".to_owned(),
        Value::Flag(false) => String::new(),
    }
}

/// A line of history. What is in force of fields and number is left out: it stands above.
fn history_line(event: &Event, dossier: &Dossier, app: &App) -> Option<Line> {
    let number = dossier.ticket.number.map(|number| number.to_string());
    let field = field::FIELDS.iter().find(|spec| spec.key == event.which);
    let words = match (event.what, field) {
        (EventKind::Set, _) if !event.void => return None,
        (EventKind::Number, _) if number.as_ref() == Some(&event.which) => return None,
        (EventKind::Set, Some(spec)) => named(spec.id, event.words.as_str(), app),
        _ => event.words.to_string(),
    };
    let tone = if event.void { Tone::Dim } else { Tone::Plain };
    let what = dossier.said(event, app.lang, "");
    let by = app.operator_name(&event.by);
    let words = if words.is_empty() {
        format!("{what} ({by})")
    } else {
        format!("{what} ({by}): {words}")
    };
    Some((clock(event.at, app), words, tone))
}
