//! What is kept of an article that was told, and what is read out of a directory entry.

use crate::{
    desk::{
        app::App,
        draft::{Card, Told},
        words,
    },
    domain::{
        article::Published,
        outcome::{ArticleKind, Outcome},
        text::Text,
    },
};

/// What is remembered of an article that was told.
#[must_use]
pub fn told(published: &Published, passage: Text) -> Told {
    let article = &published.article;
    Told {
        answer: published.reference(),
        title: article.title.clone(),
        topic: article
            .topic
            .as_ref()
            .map_or_else(Text::default, |topic| Text::line(topic.as_str())),
        office: article
            .escalate_to
            .clone()
            .or_else(|| article.office.clone()),
        passage,
        used: true,
        ask: article.ask.clone(),
    }
}

/// The numbers of a directory entry, each with its sort, the shortest first.
#[must_use]
pub fn reach_words(app: &App, published: &Published) -> Vec<Text> {
    let reach = &published.article.reach;
    let extension = (!reach.extension.is_empty()).then_some((words::EXTENSION, &reach.extension));
    let phones = published.article.numbers();
    let phones = phones.map(|phone| (words::PHONE, phone));
    extension
        .into_iter()
        .chain(phones)
        .map(|(sort, number)| {
            let mut said = sort.fill(app.lang, &[("n", number)]);
            if published.doubts.iter().any(|doubt| doubt.number == *number) {
                said = format!("{said} ({})", app.say(words::WRONG_MARK));
            }
            Text::line(&said)
        })
        .collect()
}

/// What is read out of a directory entry, and how the call is logged.
pub fn card(app: &App, published: &Published, outcome: Outcome) -> Card {
    let article = &published.article;
    let reach = &article.reach;
    let mut lines = reach_words(app, published);
    for words in [&reach.email, &reach.address] {
        if !words.is_empty() {
            lines.push(words.clone());
        }
    }
    if !reach.room.is_empty() {
        lines.push(Text::line(
            &words::ROOM.fill(app.lang, &[("n", &reach.room)]),
        ));
    }
    let own_office = article.kind == ArticleKind::Office;
    Card {
        title: article.title.clone(),
        detail: if article.role.is_empty() {
            article.summary.clone()
        } else {
            article.role.clone()
        },
        lines,
        outcome,
        answer: published.reference(),
        numbers: super::wrong::numbers(article),
        deputy: article.deputy.clone(),
        office: if own_office {
            Some(article.id.clone())
        } else {
            article.office.clone()
        },
    }
}
