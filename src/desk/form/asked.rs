//! The questions of a sheet about a request that leaves the operator: asked in a form, kept with the
//! call, written when the form ends or the call does (PR-05, PR-15).

use super::{Form, FormField, Purpose};
use crate::{
    desk::{
        app::{App, Item},
        command::Step,
        commit::{Batch, Said, or_told},
        draft::{Asked, Call, Ending, Question},
        line::LineEdit,
        words,
    },
    domain::{
        article::{self, Occasion, QuestionKind},
        id::TicketId,
        phone::Phone,
        place::place_in,
        slug::Slug,
        text::{Text, folded},
    },
    locale::Phrase,
};
use chrono::NaiveDate;

/// What the sheet of the question on screen asks on one of these occasions: that of the answer told,
/// else the one chosen in the results.
#[must_use]
pub fn questions(app: &App, occasions: &[Occasion]) -> Vec<Asked> {
    let Some(question) = app.call.question() else {
        return Vec::new();
    };
    let (article, ask): (&Slug, &[article::Question]) = match (question.answer(), app.chosen()) {
        (Some(told), _) if !told.ask.is_empty() => (&told.answer.id, &told.ask),
        (Some(told), _) => sheet_of(app, &told.answer.id),
        (None, Some(Item::Article(hit))) => sheet_of(app, &hit.published.article.id),
        _ => return Vec::new(),
    };
    let fitting =
        |wanted: &&article::Question| occasions.iter().any(|occasion| wanted.is_for(*occasion));
    { ask.iter().filter(fitting) }
        .map(|wanted| Asked::new(article.clone(), wanted.clone()))
        .collect()
}

/// An article among the results with what it asks; of a question and answer, the sheet that it is tied to.
fn sheet_of<'a>(app: &'a App, id: &'a Slug) -> (&'a Slug, &'a [article::Question]) {
    let find = |id: &Slug| {
        { app.results.items.iter() }.find_map(|item| match item {
            Item::Article(hit) => Some(&hit.published.article).filter(|known| known.id == *id),
            Item::Ticket(_) => None,
        })
    };
    let own = find(id);
    let sheet = own.and_then(|own| find(own.parent.as_ref()?));
    match (own, sheet) {
        (Some(own), Some(sheet)) if own.ask.is_empty() => (&sheet.id, &sheet.ask),
        (Some(own), _) => (&own.id, &own.ask),
        (None, _) => (id, &[]),
    }
}

/// Opens the form of the questions about a request, if there are any.
pub fn open_questions(app: &mut App, ticket: TicketId, asked: Vec<Asked>) {
    let mut questions = app.call.questions.iter_mut();
    let Some(question) = questions.find(|question| question.ticket == ticket) else {
        return;
    };
    for new in asked {
        let known = |old: &Asked| old.article == new.article && old.question.id == new.question.id;
        if !question.asked.iter().any(known) {
            question.asked.push(new);
        }
    }
    let fields: Vec<FormField> = { question.asked.iter() }
        .map(|asked| FormField {
            label: asked.question.text.to_string(),
            line: proposed(asked, question.line.as_str()),
            field: None,
            asked: Some(Box::new(asked.question.clone())),
        })
        .collect();
    if !fields.is_empty() {
        let ending = question.ending.clone();
        let mut title = app.say(words::QUESTIONS_TITLE).to_owned();
        if let Ending::Entrusted(_, to) = ending {
            let to = words::ENTRUSTED_TO.fill(app.lang, &[("to", &to)]);
            title = format!("{to} · {title}");
        }
        app.open(Form::new(title, fields, Purpose::Questions(ticket)));
    }
}

/// What stands in the line of a question: its answer, else the place that was typed with the request.
/// Nobody types that twice; it is an answer once the operator goes on with it.
fn proposed(asked: &Asked, typed: &str) -> LineEdit {
    let is_place = asked.question.kind() == QuestionKind::Place;
    if is_place && asked.line.is_blank() && asked.sent.is_empty() {
        LineEdit::proposing(place_in(typed))
    } else {
        asked.line.clone()
    }
}

/// The questions about the request on screen again, with what was answered: closing the form is no way
/// of losing them.
pub fn ask_again(app: &mut App) -> Step {
    let asked = { app.call.question() }.filter(|question| !question.asked.is_empty());
    match asked.map(|question| question.ticket) {
        Some(ticket) => open_questions(app, ticket, Vec::new()),
        None => app.refuse(words::NO_QUESTIONS),
    }
    Step::Done
}

/// What is typed in the form is the call's at once: no key discards it.
pub(super) fn keep_answers(app: &mut App) {
    let Some(form) = app.top::<Form>().cloned() else {
        return;
    };
    let Purpose::Questions(ticket) = form.purpose else {
        return;
    };
    let mut questions = app.call.questions.iter_mut();
    if let Some(question) = questions.find(|question| question.ticket == ticket) {
        for (asked, field) in question.asked.iter_mut().zip(form.fields) {
            // A place that was only proposed is nobody's answer yet.
            if !field.line.is_proposed() {
                asked.line = field.line;
            }
        }
        app.keep_draft();
    }
}

/// What was answered is written with the request.
pub fn write_answers(app: &mut App) {
    let before = app.call.clone();
    let mut batch = Batch::default();
    for question in &before.questions {
        batch.answers(question);
    }
    if !batch.is_empty() {
        or_told(app.commit(batch, before, Said::Saved));
        app.keep_draft();
    }
}

/// Marks what a batch writes as sent.
pub fn answers_sent(call: &mut Call, written: &[TicketId]) {
    let questions = call.questions.iter_mut();
    for question in questions.filter(|question| written.contains(&question.ticket)) {
        for asked in &mut question.asked {
            asked.sent = asked.line.text();
        }
    }
}

impl Question {
    /// What the request is not useful without, and nobody has answered.
    pub fn unanswered(&self) -> impl Iterator<Item = &Asked> {
        let missing = |asked: &&Asked| asked.question.needed && asked.line.is_blank();
        self.asked.iter().filter(missing)
    }

    /// Whether an answer was typed that was not sent.
    #[must_use]
    pub fn owes_answers(&self) -> bool {
        self.asked.iter().any(Asked::is_owed)
    }
}

/// What is doubtful about an answer: a word beside it, never a refusal.
#[must_use]
pub fn doubt(asked: &article::Question, words: &str) -> Option<Phrase> {
    let typed = words.trim();
    let said = folded(typed);
    let (sound, doubt) = match asked.kind() {
        QuestionKind::Words => return None,
        QuestionKind::Number => {
            let number = typed.replace(',', ".").parse::<f64>().is_ok();
            (number, words::DOUBT_NUMBER)
        }
        QuestionKind::Day => {
            let day = NaiveDate::parse_from_str(typed, "%d/%m/%Y").is_ok();
            let said = ["oggi", "ieri", "domani", "today", "yesterday", "tomorrow"];
            (
                day || said.contains(&typed.to_lowercase().as_str()),
                words::DOUBT_DAY,
            )
        }
        QuestionKind::Phone => (Phone::parse(typed).normal().is_some(), words::DOUBT_PHONE),
        QuestionKind::Place => (
            typed.chars().any(|c| c.is_ascii_digit()),
            words::DOUBT_PLACE,
        ),
        QuestionKind::Choice => {
            let known = |option: &Text| folded(option.as_str()) == said;
            (asked.options.iter().any(known), words::DOUBT_CHOICE)
        }
        QuestionKind::YesNo => {
            let known = ["si", "no", "yes", "s", "n", "y"];
            (known.contains(&said.trim()), words::DOUBT_YES_NO)
        }
    };
    (!sound).then_some(doubt)
}
