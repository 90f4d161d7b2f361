//! A number that reaches somebody else, or nobody: one key says so.

use crate::{
    desk::{
        app::{App, Item, Wait},
        chooser::{Choice, Chooser, Pick},
        command::Step,
        commit::{Batch, Said},
        draft::Ending,
        panel::Panel,
        theme::Tone,
        words,
    },
    domain::{article::Article, op::Op, slug::Slug, text::Text},
};

/// The numbers of an entry, as a caller was given them.
pub fn numbers(article: &Article) -> Vec<Text> {
    let extension = Some(&article.reach.extension).filter(|extension| !extension.is_empty());
    extension
        .into_iter()
        .chain(article.numbers())
        .cloned()
        .collect()
}

/// The article on screen: the sheet that is open, the number given, or the result that is chosen.
#[must_use]
pub fn about(app: &App) -> Option<(Slug, Text, Vec<Text>)> {
    let of = |article: &Article| (article.id.clone(), article.title.clone(), numbers(article));
    match app.panels.last() {
        Some(Panel::Reader(reader)) => return Some(of(&reader.published.article)),
        Some(Panel::Version(version)) => {
            let edition = version.edition.as_ref()?;
            return Some(of(&edition.published.article));
        }
        _ => {}
    }
    let ending = app.call.question().map(|question| &question.ending)?;
    match (ending, app.chosen()) {
        (Ending::Given { card }, _) => Some((
            card.answer.id.clone(),
            card.title.clone(),
            card.numbers.clone(),
        )),
        (Ending::Open, Some(Item::Article(hit))) => Some(of(&hit.published.article)),
        _ => None,
    }
}

/// What a command on the article on screen waits for: the results for exactly the text typed.
#[must_use]
pub fn about_waits(app: &App) -> Option<Wait> {
    let open = app
        .call
        .question()
        .is_some_and(|question| question.ending == Ending::Open);
    let of_results = app.panels.is_empty() && open;
    (of_results && !app.results.fresh()).then_some(Wait::Results)
}

/// The number on screen is wrong; of several, which one is asked.
pub fn wrong_number(app: &mut App) -> Step {
    if let Some(wait) = about_waits(app) {
        return Step::Wait(wait);
    }
    let Some((article, _, numbers)) = about(app) else {
        app.refuse(words::NO_NUMBER);
        return Step::Done;
    };
    match numbers.as_slice() {
        [] => app.refuse(words::NO_NUMBER),
        // Of a number given, the one that was read out first.
        [number, ..] if given(app) => say_wrong(app, article, number.clone()),
        [number] => say_wrong(app, article, number.clone()),
        _ => {
            let choices = numbers.into_iter().map(|number| {
                let label = number.to_string();
                Choice::new(label, "", Pick::WrongNumber(article.clone(), number))
            });
            app.open(Chooser::new(app.say(words::WRONG_TITLE), choices.collect()));
        }
    }
    Step::Done
}

/// Whether a number has just been given, and nothing covers it.
fn given(app: &App) -> bool {
    let ending = app.call.question().map(|question| &question.ending);
    app.panels.is_empty() && matches!(ending, Some(Ending::Given { .. }))
}

/// Says that a number is wrong: the curator sees it, and every desk marks it.
pub fn say_wrong(app: &mut App, article: Slug, number: Text) {
    let said = words::WRONG_TOLD.fill(app.lang, &[("number", &number)]);
    let mut batch = Batch::default();
    batch.push(Op::WrongNumber { article, number });
    if app.commit_apart(batch, Said::Words(said.clone())).is_ok() {
        app.tell_words(Tone::Good, said);
    }
}
