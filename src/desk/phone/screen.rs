//! The call screen: greeting, the line, the results with a preview, or the number given.

use super::ended;
use crate::{
    desk::{
        app::{App, Item, Link},
        draft::{Ending, Question},
        theme::Tone,
        widget::{
            Canvas, Cursor, LABEL, Passage, hours_words, passages, typed, warnings, width, wrap,
        },
        words,
    },
    domain::outcome::ArticleKind,
    keeper::service::{Hit, Row},
};
use ratatui::layout::Rect;

/// Draws the call screen.
pub fn view(app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
    greeting(app, area, canvas);
    canvas.rule(area, area.y + 1, "");
    notice(app, area, canvas);
    let cursor = line(app, area, canvas);
    canvas.rule(area, area.y + 3, &question_count(app));
    let below = Rect::new(
        area.x,
        area.y + 4,
        area.width,
        area.height.saturating_sub(4),
    );
    let question = app.call.question()?;
    match &question.ending {
        Ending::Open => open(app, question, below, canvas),
        _ => ended::view(app, question, below, canvas),
    }
    cursor
}

fn greeting(app: &App, area: Rect, canvas: &mut Canvas<'_>) {
    // A greeting without a name would be read out so.
    let (Some(agency), Some(operator)) = (app.agency(), &app.operator) else {
        return;
    };
    let words = agency.greet(app.lang, operator.name.as_str());
    if !words.is_empty() {
        let room = area.width.saturating_sub(2);
        canvas.put(area.x + 1, area.y, room, &quoted(&words, room), Tone::Dim);
    }
}

/// A sentence between its quotes; one that is too long ends at a word.
fn quoted(words: &str, room: u16) -> String {
    let whole = format!("«{words}»");
    if width(&whole) <= room {
        return whole;
    }
    let first = wrap(words, room.saturating_sub(3)).into_iter().next();
    format!("«{}…»", first.unwrap_or_default())
}

/// The last sentence said on every desk, set into the rule under the greeting.
fn notice(app: &App, area: Rect, canvas: &mut Canvas<'_>) {
    if let Some(words) = app.notice_line() {
        let room = area.width.saturating_sub(4);
        canvas.put(
            area.x + 1,
            area.y + 1,
            room + 2,
            &format!(" {words} "),
            Tone::Doubt,
        );
    }
}

fn line(app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
    let y = area.y + 2;
    let x = canvas.put(area.x + 1, y, 2, "> ", Tone::Strong);
    let room = area.right().saturating_sub(x + 1);
    let question = app.call.question()?;
    Some(typed(&question.line, (x, y), room, canvas))
}

/// Which question it is, and whether the call is over.
fn question_count(app: &App) -> String {
    let of = app.call.questions.len();
    let count = app.fill(
        words::QUESTION_OF,
        &[("n", &(app.call.current + 1)), ("of", &of)],
    );
    match (of > 1, app.call.concluded) {
        (true, true) => format!("{count} · {}", app.say(words::CALL_OVER)),
        (true, false) => count,
        (false, true) => app.say(words::CALL_OVER).to_owned(),
        (false, false) => String::new(),
    }
}

fn open(app: &App, question: &Question, area: Rect, canvas: &mut Canvas<'_>) {
    if question.line.is_blank() {
        ready(app, question, area, canvas);
        return;
    }
    let rows = result_rows(app, area);
    let list = Rect {
        height: rows,
        ..area
    };
    results(app, question, list, canvas);
    canvas.rule(area, area.y + rows, "");
    let count = app.results.items.len();
    canvas.goes_on(
        app.lang,
        area,
        area.y + rows,
        (question.selected, rows, count),
    );
    let top = area.y + rows + 1;
    let preview = Rect::new(area.x, top, area.width, area.bottom().saturating_sub(top));
    match app.chosen() {
        Some(Item::Article(hit)) => self::preview(app, hit, preview, canvas),
        Some(Item::Ticket(row)) => ticket_preview(app, row, preview, canvas),
        None => {}
    }
}

/// The rows a preview reads well in; what a tall screen has besides is the results'.
const PREVIEW: u16 = 14;

/// The results take what they need, at most two fifths of the place, or what the preview leaves.
fn result_rows(app: &App, area: Rect) -> u16 {
    let most = (area.height * 2 / 5)
        .max(area.height.saturating_sub(PREVIEW + 1))
        .max(1);
    u16::try_from(app.results.items.len())
        .unwrap_or(most)
        .clamp(1, most)
}

fn ready(app: &App, question: &Question, area: Rect, canvas: &mut Canvas<'_>) {
    let x = area.x + 1;
    let mut y = area.y + 1;
    let (state, more) = match (app.link, question.written.number) {
        (Link::Waiting, _) => (words::LINK_WAITING, words::READY_MORE),
        (_, Some(_)) => (words::KEEPS_NUMBER, words::KEEPS_NUMBER_MORE),
        (_, None) => (words::READY, words::READY_MORE),
    };
    let number = question.written.number;
    let number = number.map_or_else(String::new, |number| number.to_string());
    let state = app.fill(state, &[("number", &number)]);
    canvas.put(x, y, area.width - 2, &state, Tone::Strong);
    y += 1;
    canvas.put(x, y, area.width - 2, &app.fill(more, &[]), Tone::Dim);
    let waiting = app.parked.len() + app.drafts.len();
    if waiting > 0 {
        let parked = words::PARKED_HERE.count(app.lang, waiting, &[]);
        canvas.put(x, y + 2, area.width - 2, &parked, Tone::Doubt);
    }
}

fn results(app: &App, question: &Question, area: Rect, canvas: &mut Canvas<'_>) {
    if app.results.items.is_empty() {
        let words = if app.results.fresh() {
            words::NOTHING_FOUND
        } else {
            words::SEARCHING
        };
        canvas.put(
            area.x + 1,
            area.y,
            area.width - 2,
            &app.fill(words, &[]),
            Tone::Dim,
        );
        return;
    }
    let room = usize::from(area.height);
    let first = question.selected.saturating_sub(room.saturating_sub(1));
    let visible = app.results.items.iter().enumerate().skip(first).take(room);
    for ((position, item), y) in visible.zip(area.y..) {
        let chosen = position == question.selected;
        match item {
            Item::Article(hit) => article_row(app, hit, area, y, canvas),
            Item::Ticket(row) => ticket_row(app, row, area, y, canvas),
        }
        if chosen {
            canvas.put(area.x, y, 1, "▸", Tone::Strong);
            canvas.tint(Rect::new(area.x, y, area.width, 1), Tone::Chosen);
        }
    }
}

fn article_row(app: &App, hit: &Hit, area: Rect, y: u16, canvas: &mut Canvas<'_>) {
    let article = &hit.published.article;
    let (aside, tone) = aside(app, hit);
    let mut right = canvas.put_right(area.right().saturating_sub(1), y, 24, &aside, tone);
    canvas.put(area.x + 2, y, 9, app.say(article.kind.label()), Tone::Dim);
    if article.is_directory() {
        right = canvas.put_right(
            area.right().saturating_sub(27),
            y,
            13,
            &number(app, hit),
            Tone::Strong,
        );
    } else if area.width >= WIDE {
        let column = area.x + area.width * 6 / 10;
        canvas.put(
            column,
            y,
            right.saturating_sub(column + 1),
            office_of(app, hit),
            Tone::Dim,
        );
        right = column;
    }
    let x = area.x + 12;
    canvas.put(
        x,
        y,
        right.saturating_sub(x + 1),
        &name(app, hit),
        Tone::Plain,
    );
}

/// From this width on a sheet's office has a column of its own.
const WIDE: u16 = 100;

/// The title; a person with the office he works in.
fn name(app: &App, hit: &Hit) -> String {
    let article = &hit.published.article;
    match (article.kind, office_of(app, hit)) {
        (ArticleKind::Contact, office) if !office.is_empty() => {
            format!("{}, {office}", article.title)
        }
        _ => article.title.to_string(),
    }
}

/// The shortest number of a directory entry.
fn number(app: &App, hit: &Hit) -> String {
    let reach = &hit.published.article.reach;
    match reach.phones.first() {
        _ if !reach.extension.is_empty() => {
            words::EXTENSION.fill(app.lang, &[("n", &reach.extension)])
        }
        Some(phone) => phone.to_string(),
        None => String::new(),
    }
}

/// The office that answers for it.
fn office_of<'a>(app: &'a App, hit: &'a Hit) -> &'a str {
    hit.published
        .article
        .office
        .as_ref()
        .map_or("", |office| app.office_name(office))
}

/// In force or not; open or not; to be confirmed.
fn aside(app: &App, hit: &Hit) -> (String, Tone) {
    let article = &hit.published.article;
    if app.notices_on(&article.id).next().is_some() {
        return (app.say(words::NOTICE_MARK).to_owned(), Tone::Doubt);
    }
    if !hit.published.doubts.is_empty() {
        return (app.say(words::WRONG_MARK).to_owned(), Tone::Doubt);
    }
    if article.is_directory() {
        return (hours_words(&hit.published, app), Tone::Dim);
    }
    if !article.in_force(app.now.local.date()) {
        return (app.say(words::EXPIRED).to_owned(), Tone::Doubt);
    }
    if article.to_confirm() {
        return (app.say(words::TO_CONFIRM).to_owned(), Tone::Doubt);
    }
    let words = if app.size.0 >= WIDE {
        app.say(words::IN_FORCE)
    } else {
        ""
    };
    (words.to_owned(), Tone::Dim)
}

fn ticket_row(app: &App, row: &Row, area: Rect, y: u16, canvas: &mut Canvas<'_>) {
    canvas.put(area.x + 2, y, 10, app.say(words::REQUEST), Tone::Dim);
    let number = row
        .number
        .map(|number| number.to_string())
        .unwrap_or_default();
    let state = app.say(row.state.label());
    let right = canvas.put_right(area.right().saturating_sub(1), y, 26, state, Tone::Dim);
    let x = canvas.put(area.x + 12, y, 12, &number, Tone::Strong) + 2;
    canvas.put(
        x,
        y,
        right.saturating_sub(x + 1),
        row.title.as_str(),
        Tone::Plain,
    );
}

fn preview(app: &App, hit: &Hit, area: Rect, canvas: &mut Canvas<'_>) {
    let passages = if hit.published.article.is_directory() {
        directory_passages(app, hit)
    } else {
        passages(&hit.published, app)
    };
    let mut below = area;
    for words in warnings(&hit.published, app) {
        let room = Rect::new(
            area.x + 2,
            below.y,
            area.width.saturating_sub(3),
            below.height.min(2),
        );
        let rows = canvas.paragraph(room, &words, Tone::Doubt);
        below = Rect::new(area.x, below.y + rows, area.width, below.height - rows);
    }
    draw_passages(app, &passages, None, below, canvas);
}

/// A directory entry before it is given: who, where, when, who stands in.
fn directory_passages(app: &App, hit: &Hit) -> Vec<Passage> {
    let article = &hit.published.article;
    let reach = &article.reach;
    let mut phones: Vec<String> = Vec::new();
    if !reach.extension.is_empty() {
        phones.push(words::EXTENSION.fill(app.lang, &[("n", &reach.extension)]));
    }
    phones.extend(reach.phones.iter().map(ToString::to_string));
    let office = article
        .office
        .as_ref()
        .map_or("", |office| app.office_name(office));
    let place = [
        reach.address.as_str(),
        reach.room.as_str(),
        reach.email.as_str(),
    ];
    let place: Vec<&str> = place
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    let rows = [
        (words::NUMBER, phones.join(" · ")),
        (words::ROLE, article.role.to_string()),
        (words::OFFICE, office.to_owned()),
        (words::SUMMARY, article.summary.to_string()),
        (words::HOURS, hours_words(&hit.published, app)),
        (words::WHERE, place.join(" · ")),
    ];
    rows.into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| Passage {
            label: app.say(label).to_owned(),
            words: text,
            aside: String::new(),
            doubtful: false,
            say: label == words::NUMBER,
        })
        .collect()
}

/// Draws passages one under the other; returns the rows they begin at, and the one behind the last.
pub fn draw_passages(
    app: &App,
    passages: &[Passage],
    chosen: Option<usize>,
    area: Rect,
    canvas: &mut Canvas<'_>,
) -> Vec<u16> {
    let mut y = area.y;
    let mut rows = Vec::new();
    if area.is_empty() {
        return vec![y];
    }
    for (position, passage) in passages.iter().enumerate() {
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
        rows.push(y);
        let tone = match passage {
            Passage { say: true, .. } => Tone::Say,
            Passage { doubtful: true, .. } => Tone::Doubt,
            _ => Tone::Plain,
        };
        let aside = if passage.doubtful {
            app.say(words::TO_CONFIRM)
        } else {
            &passage.aside
        };
        let right = if aside.is_empty() {
            area.right()
        } else {
            let tone = if passage.doubtful {
                Tone::Doubt
            } else {
                Tone::Dim
            };
            canvas.put_right(area.right().saturating_sub(1), y, 30, aside, tone)
        };
        let x = area.x + 2 + LABEL;
        let label = if passage.has_heading() {
            right.saturating_sub(area.x + 3)
        } else {
            LABEL - 1
        };
        canvas.put(area.x + 2, y, label, &passage.label, Tone::Dim);
        if chosen == Some(position) {
            canvas.put(area.x, y, 1, "▸", Tone::Strong);
        }
        if passage.has_heading() {
            y += 1;
        }
        let text = Rect::new(
            x,
            y,
            right.saturating_sub(x + 1),
            area.bottom().saturating_sub(y),
        );
        y += canvas.paragraph(text, &passage.words, tone).max(1);
    }
    rows.push(y);
    rows
}

fn ticket_preview(app: &App, row: &Row, area: Rect, canvas: &mut Canvas<'_>) {
    let state = words::STATE_OF.fill(
        app.lang,
        &[
            ("state", &app.say(row.state.label())),
            ("level", &app.say(row.level.label())),
        ],
    );
    canvas.put(area.x + 2, area.y, area.width - 3, &state, Tone::Say);
    let opened = crate::desk::widget::day(row.opened_at, app);
    let opened = words::OPENED_AT.fill(app.lang, &[("at", &opened)]);
    canvas.put(area.x + 2, area.y + 1, area.width - 3, &opened, Tone::Plain);
    canvas.put(
        area.x + 2,
        area.y + 2,
        area.width - 3,
        row.title.as_str(),
        Tone::Plain,
    );
}
