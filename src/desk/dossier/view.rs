//! A request on screen: number and state, fields, what lost against it, history.

use super::DossierPanel;
use crate::{
    desk::{
        app::App,
        theme::Tone,
        widget::{Canvas, Cursor, clock, day, wrap},
        words,
    },
    domain::field::{self, FieldId, Value},
    domain::op::Queue,
    domain::outcome::{Channel, Outcome, TicketKind, Verb},
    keeper::service::{Dossier, Event},
};
use ratatui::layout::Rect;

/// The column where the words begin, behind their label.
const WORDS: u16 = 17;
/// Rows around the lines: title, heading, rule, status, footer.
const AROUND: u16 = 6;

/// One drawn row: label, words, tone.
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
    let lines = lines(dossier, app);
    let mut y = area.y + 3;
    for (label, text, tone) in lines.iter().skip(panel.scroll) {
        if y >= area.bottom() {
            canvas.put_right(
                area.right(),
                area.bottom() - 1,
                12,
                app.say(words::MORE_BELOW),
                Tone::Dim,
            );
            break;
        }
        canvas.put(area.x + 1, y, WORDS - 2, label, Tone::Dim);
        let x = area.x + WORDS;
        let place = Rect::new(x, y, area.right().saturating_sub(x + 1), area.bottom() - y);
        y += canvas.paragraph(place, text, *tone).max(1);
    }
    Some(Cursor {
        x: area.x + 1,
        y: area.y,
    })
}

/// How far it can be scrolled: no further than the last row at the bottom.
pub fn last_scroll(panel: &DossierPanel, app: &App) -> usize {
    let Some(dossier) = &panel.dossier else {
        return 0;
    };
    let columns = app.size.0.saturating_sub(WORDS + 1);
    let mut room = usize::from(app.size.1.saturating_sub(AROUND));
    let lines = lines(dossier, app);
    let fit = lines
        .iter()
        .rev()
        .take_while(|(_, text, _)| {
            let rows = wrap(text, columns).len();
            let fits = rows <= room;
            room = room.saturating_sub(rows);
            fits
        })
        .count();
    lines.len() - fit
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
    lines.push((
        app.say(words::HISTORY).to_owned(),
        String::new(),
        Tone::Strong,
    ));
    let history = dossier.history.iter().rev();
    let told_once = history.filter(|event| !is_told_by_another(event, &dossier.history));
    lines.extend(told_once.filter_map(|event| history_line(event, app)));
    lines
}

/// Entrusting and passing on are an outcome of the call and a change of the request, written at once:
/// one line says both.
fn is_told_by_another(event: &Event, history: &[Event]) -> bool {
    let told_by: &[Verb] = match Outcome::from_id(&event.which) {
        _ if event.what != "concluded" => &[],
        Some(Outcome::EntrustedBackOffice) => &[Verb::EscalateBackOffice],
        Some(Outcome::EntrustedDepartment) => &[Verb::EscalateDepartment],
        _ => &[],
    };
    history.iter().any(|other| {
        let verb = Verb::from_id(&other.which).filter(|_| other.what == "change");
        (other.at, &other.by, other.void) == (event.at, &event.by, event.void)
            && verb.is_some_and(|verb| told_by.contains(&verb))
    })
}

/// A value as an operator says it: a stable id by its label, an answer without its version.
fn field_words(id: FieldId, value: &Value, app: &App) -> String {
    let text = value_words(value, app);
    let label = match id {
        field::KIND => TicketKind::from_id(&text).map(|kind| app.say(kind.label()).to_owned()),
        field::CHANNEL => {
            Channel::from_id(&text).map(|channel| app.say(channel.label()).to_owned())
        }
        field::TOPIC => app
            .agency()
            .map(|agency| agency.topic_name(&text, app.lang).to_owned()),
        field::ARTICLE => text.split_once('@').map(|(article, _)| article.to_owned()),
        _ => None,
    };
    label.unwrap_or(text)
}

fn value_words(value: &Value, app: &App) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Moment(at) => day(*at, app),
        Value::Flag(true) => "✓".to_owned(),
        Value::Flag(false) => String::new(),
    }
}

/// A line of history; the setting of fields is left out: their values stand above.
fn history_line(event: &Event, app: &App) -> Option<Line> {
    let what = match event.what.as_str() {
        "change" => app.say(Verb::from_id(&event.which)?.label()).to_owned(),
        "concluded" => app.say(Outcome::from_id(&event.which)?.label()).to_owned(),
        "note" => app.say(words::NOTE_TITLE).to_owned(),
        "told" => app.say(words::TOLD_MARK).to_owned(),
        _ => return None,
    };
    let tone = if event.void { Tone::Dim } else { Tone::Plain };
    let by = app.operator_name(&event.by);
    let words = if event.words.is_empty() {
        format!("{what} ({by})")
    } else {
        format!("{what} ({by}): {}", event.words)
    };
    Some((clock(event.at, app), words, tone))
}
