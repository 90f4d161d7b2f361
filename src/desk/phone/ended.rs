//! A question that has ended: the number to tell first, then how it ended and what was told.

use super::{reach_words, screen::draw_passages};
use crate::{
    desk::{
        app::App,
        draft::{Card, Ending, Question},
        theme::Tone,
        widget::{Canvas, Passage},
        words,
    },
    domain::{
        outcome::{ArticleKind, Outcome},
        text::Text,
    },
    locale::Phrase,
};
use ratatui::layout::Rect;

/// Draws what became of the question.
pub fn view(app: &App, question: &Question, area: Rect, canvas: &mut Canvas<'_>) {
    let x = area.x + 2;
    let area = Rect::new(
        x,
        area.y + 1,
        area.width.saturating_sub(4),
        area.height.saturating_sub(1),
    );
    let what = match &question.ending {
        Ending::Open => return,
        Ending::Given { card } => return given(app, card, question, area, canvas),
        Ending::Entrusted(_, to) => words::ENTRUSTED_TO.fill(app.lang, &[("to", to)]),
        Ending::Passed(to) => words::PASSED_TO.fill(app.lang, &[("to", to)]),
        Ending::Other(outcome) => app.say(outcome.label()).to_owned(),
    };
    let saving = question.written.number.is_none() && !app.pending.is_empty();
    let what = if saving {
        app.say(words::SAVING)
    } else {
        &what
    };
    canvas.put(area.x, area.y, area.width, what, Tone::Strong);
    number_line(app, question, row(area, 2), canvas);
    let room = Rect::new(
        area.x,
        area.y + 4,
        area.width,
        area.height.saturating_sub(4),
    );
    let used = missing(app, question, room, canvas);
    let below = Rect::new(
        area.x - 2,
        room.y + used,
        area.width + 2,
        room.height.saturating_sub(used),
    );
    draw_passages(app, &told(app, question), None, below, canvas);
}

/// Says which questions nobody answered that the request is not useful without; returns the rows taken.
fn missing(app: &App, question: &Question, area: Rect, canvas: &mut Canvas<'_>) -> u16 {
    let asked = question.unanswered();
    let asked: Vec<&str> = asked.map(|asked| asked.question.text.as_str()).collect();
    if asked.is_empty() {
        return 0;
    }
    let words = app.fill(words::MISSING_ANSWERS, &[("questions", &asked.join(" · "))]);
    canvas.paragraph(area, &words, Tone::Doubt) + 1
}

/// One row of an area, counted from its top.
const fn row(area: Rect, offset: u16) -> Rect {
    Rect::new(area.x, area.y + offset, area.width, 1)
}

/// What was told, from which sheet, and who answers for it; of a call passed on, whom to dial.
fn told(app: &App, question: &Question) -> Vec<Passage> {
    let mut rows: Vec<(Phrase, String)> = Vec::new();
    if let Ending::Passed(to) = &question.ending {
        let office = app.offices.iter().find(|known| known.article.title == *to);
        let numbers = office.map_or_else(Vec::new, |office| reach_words(app, office));
        rows.push((words::DIAL, joined(&numbers)));
    }
    if let Some(told) = question.answer() {
        rows.push((words::TOLD, told.title.to_string()));
        rows.push((words::SAY, told.passage.to_string()));
        let office = told.office.as_ref();
        let office = office.map_or("", |office| app.office_name(office));
        rows.push((words::OFFICE, office.to_owned()));
    }
    rows.push((words::TOLD, question.own_words.to_string()));
    let others = app.call.questions.iter();
    let others = others.filter(|other| other.ticket != question.ticket);
    rows.extend(others.filter_map(|other| {
        let number = other.written.number?;
        Some((
            words::OTHER_NUMBER,
            format!("{number} · {}", other.line.as_str()),
        ))
    }));
    rows.retain(|(_, words)| !words.is_empty());
    let passages = rows.into_iter().map(|(label, words)| Passage {
        label: app.say(label).to_owned(),
        words,
        aside: String::new(),
        doubtful: false,
        say: label == words::DIAL,
    });
    passages.collect()
}

fn joined(numbers: &[Text]) -> String {
    let numbers: Vec<&str> = numbers.iter().map(Text::as_str).collect();
    numbers.join(" · ")
}

/// The number given: it stays on screen until the next call.
fn given(app: &App, card: &Card, question: &Question, area: Rect, canvas: &mut Canvas<'_>) {
    let outcome = app.say(card.outcome.label());
    let right = canvas.put_right(area.right(), area.y, 40, outcome, Tone::Dim);
    let room = right.saturating_sub(area.x + 2);
    canvas.put(area.x, area.y, room, card.title.as_str(), Tone::Strong);
    let detail = row(area, 1);
    canvas.put(
        detail.x,
        detail.y,
        detail.width,
        card.detail.as_str(),
        Tone::Dim,
    );
    let mut y = area.y + 3;
    for (position, line) in card.lines.iter().enumerate() {
        let tone = if position == 0 {
            Tone::Say
        } else {
            Tone::Plain
        };
        canvas.put(area.x, y, area.width, line.as_str(), tone);
        y += 1;
    }
    number_line(
        app,
        question,
        Rect::new(area.x, y + 1, area.width, 1),
        canvas,
    );
    let hints: &[Phrase] = match card.outcome {
        _ if is_help_line(app, question) => &[],
        Outcome::SwitchboardGiven => &[
            words::PUT_THROUGH_HINT,
            words::NO_ANSWER_HINT,
            words::WRONG_HINT,
        ],
        _ => &[words::NO_ANSWER_HINT, words::WRONG_HINT],
    };
    let hints: Vec<String> = hints.iter().map(|hint| app.fill(*hint, &[])).collect();
    canvas.put(area.x, y + 3, area.width, &hints.join(" · "), Tone::Dim);
}

/// Whether a national number was given: beside 112 no other number may be heard.
#[must_use]
pub fn is_help_line(app: &App, question: &Question) -> bool {
    let Some(told) = question.answer() else {
        return false;
    };
    app.help_lines
        .iter()
        .any(|line| line.article.kind == ArticleKind::HelpLine && line.article.id == told.answer.id)
}

/// Whether the request's number is only for the record: the caller is gone, or has another one to hear.
#[must_use]
pub fn is_for_the_record(app: &App, question: &Question) -> bool {
    let put_through = matches!(
        &question.ending,
        Ending::Given { card } if card.outcome == Outcome::SwitchboardForwarded
    );
    put_through || is_help_line(app, question)
}

/// The number, only once it is durable (rule 2).
pub fn number_line(app: &App, question: &Question, area: Rect, canvas: &mut Canvas<'_>) {
    let for_the_record = is_for_the_record(app, question);
    let (label, tone) = if for_the_record {
        (words::REGISTERED, Tone::Plain)
    } else {
        (words::NUMBER_TO_TELL, Tone::Say)
    };
    // A call that ended without a request has no number, and none is on its way.
    let none_comes = question.written.number.is_none() && app.pending.is_empty();
    if none_comes {
        return;
    }
    let x = canvas.put(area.x, area.y, area.width, app.say(label), Tone::Dim) + 2;
    let (words, tone) = match question.written.number {
        Some(number) => (number.to_string(), tone),
        None => (app.say(words::NUMBER_COMING).to_owned(), Tone::Dim),
    };
    canvas.put(x, area.y, area.width, &words, tone);
}
