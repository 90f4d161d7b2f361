//! The switchboard: a number is given or the live call put through, and logged with the same key; what
//! is done when nobody answers there.

use super::{begin_if_over, card, finish_question, told};
use crate::{
    desk::{
        app::{App, Item, Wait},
        chooser,
        command::Step,
        commit::{Batch, Said, article_words, or_told},
        draft::Ending,
        msg::Ask,
        words,
    },
    domain::{
        article::Published,
        field::{self, Value},
        outcome::{Outcome, TicketKind},
        text::Text,
    },
    keeper::service::Request,
};

/// Gives the number of a directory entry and logs the switchboard call: one key.
pub fn give(app: &mut App, published: &Published) -> Step {
    log_switchboard(app, published, Outcome::SwitchboardGiven)
}

/// Logs the call as a switchboard call with this outcome; a rescue service is always an emergency.
fn log_switchboard(app: &mut App, published: &Published, outcome: Outcome) -> Step {
    if app.operator.is_none() {
        return Step::Wait(Wait::Welcome);
    }
    begin_if_over(app);
    let before = app.call.clone();
    let outcome = if published.article.emergency {
        Outcome::Emergency
    } else {
        outcome
    };
    let card = card(app, published, outcome);
    if let Some(deputy) = &card.deputy {
        app.ask(
            Ask::Article(deputy.clone()),
            Request::Article(deputy.clone(), None),
        );
    }
    let told = told(published, Text::default());
    let Some(question) = app.call.question_mut() else {
        return Step::Done;
    };
    question.tell(told);
    question.ending = Ending::Given { card };
    or_told(finish_question(
        app,
        TicketKind::Switchboard,
        outcome,
        before,
    ));
    Step::Done
}

/// Puts the call through to the directory entry that is chosen, or whose number is on screen; `None`
/// when neither is: the call then goes to the second level.
pub fn forward(app: &mut App) -> Option<Step> {
    if !app.panels.is_empty() {
        return None;
    }
    let ending = app.call.question().map(|question| &question.ending)?;
    match (ending, app.chosen()) {
        (Ending::Given { card }, _) if card.outcome == Outcome::SwitchboardGiven => {
            Some(given_then_forwarded(app))
        }
        (Ending::Open, Some(Item::Article(hit)))
            if app.results.fresh() && hit.published.article.is_directory() =>
        {
            let published = hit.published.clone();
            Some(log_switchboard(
                app,
                &published,
                Outcome::SwitchboardForwarded,
            ))
        }
        _ => None,
    }
}

/// The number was given, then the caller asked to be put through: the outcome is corrected.
fn given_then_forwarded(app: &mut App) -> Step {
    if let Some(pending) = app.pending.last() {
        return Step::Wait(Wait::Saved(pending.batch));
    }
    let before = app.call.clone();
    let outcome = Outcome::SwitchboardForwarded;
    if let Some(question) = app.call.question_mut() {
        if let Ending::Given { card } = &mut question.ending {
            card.outcome = outcome;
        }
        let question = question.clone();
        let mut batch = Batch::default();
        let answer = question.answer().map(|told| told.answer.clone());
        batch.conclude(app.call.interaction, &question, outcome, answer);
        or_told(app.commit(batch, before, Said::Number(question.ticket)));
    }
    Step::Done
}

/// The number given does not answer: the outcome is corrected at once, and something else offered.
pub fn no_answer(app: &mut App) -> Step {
    let Some(question) = app
        .call
        .questions
        .iter()
        .rposition(|q| matches!(q.ending, Ending::Given { .. }))
    else {
        app.refuse(words::NO_NUMBER_GIVEN);
        return Step::Done;
    };
    app.call.current = question;
    if let Some(wait) = chooser::no_answer_waits(app) {
        return Step::Wait(wait);
    }
    let before = app.call.clone();
    if let Some(question) = app.call.question().cloned() {
        let mut batch = Batch::default();
        let answer = question.answer().map(|told| told.answer.clone());
        batch.conclude(app.call.interaction, &question, Outcome::NoAnswer, answer);
        let said = Said::NoAnswer(question.ticket);
        if app.commit(batch, before, said).is_err() {
            return Step::Done;
        }
    }
    chooser::open_no_answer(app);
    Step::Done
}

/// After *non risponde* another number is given: the same question, its outcome corrected again.
pub fn give_instead(app: &mut App, published: &Published) {
    let before = app.call.clone();
    let outcome = match app.call.question().map(|question| &question.ending) {
        Some(Ending::Given { card }) => card.outcome,
        _ => Outcome::SwitchboardGiven,
    };
    let card = card(app, published, outcome);
    let told = told(published, Text::default());
    let answer = told.answer.clone();
    let Some(question) = app.call.question_mut() else {
        return;
    };
    question.tell(told);
    question.ending = Ending::Given { card };
    let question = question.clone();
    let mut batch = Batch::default();
    // The lists name the request by whom it was given in the end.
    for (field, words) in [
        (field::ARTICLE, article_words(&answer)),
        (field::TITLE, published.article.title.clone()),
    ] {
        let replaces = question.written.fields.get(&field).copied();
        let replaces = replaces.into_iter().collect();
        batch.set_value(question.ticket, field, Value::Text(words), replaces);
    }
    batch.told(app.call.interaction, &question);
    batch.conclude(app.call.interaction, &question, outcome, Some(answer));
    or_told(app.commit(batch, before, Said::Number(question.ticket)));
}
