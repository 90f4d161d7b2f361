//! F7 on the directory: the live call is put through, and logged as such with the same key.

use super::log_switchboard;
use crate::{
    desk::{
        app::{App, Item, Wait},
        command::Step,
        commit::{Batch, Said},
        draft::Ending,
    },
    domain::outcome::Outcome,
};

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
        app.commit(batch, before, Said::Number(question.ticket));
    }
    Step::Done
}
