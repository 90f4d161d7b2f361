//! Which commands the footer offers on the call: those that mean something as it stands now.

use crate::{
    desk::{
        app::{App, Item},
        command::{self, Command},
        draft::Ending,
        words,
    },
    locale::Phrase,
};

/// A command of the footer: its scope, its name, and what it is called here when not as everywhere.
type Offer = (&'static str, &'static str, Option<Phrase>);

/// Nothing is typed yet.
const FREE: &[Offer] = &[
    ("global", "help_lines", None),
    ("global", "queue", None),
    ("global", "recent_calls", None),
    ("global", "park", Some(words::PARKED_LABEL)),
    ("global", "palette", None),
    ("global", "help", None),
    ("global", "start_call", None),
];
/// Something is typed and a directory entry is chosen.
const DIRECTORY: &[Offer] = &[
    ("call", "open", Some(words::GIVE_LABEL)),
    ("global", "transfer", None),
    ("global", "conclude", None),
    ("global", "entrust", None),
    ("global", "caller", None),
    ("global", "another_question", None),
    ("global", "help_lines", None),
    ("global", "park", None),
    ("global", "queue", None),
    ("global", "help", None),
];
/// The question has ended, the call goes on.
const ANSWERED: &[Offer] = &[
    ("global", "conclude", None),
    ("global", "another_question", None),
    ("global", "caller", None),
    ("global", "undo", None),
    ("global", "park", None),
    ("global", "help", None),
    ("global", "recent_calls", None),
];
/// The call is concluded.
const OVER: &[Offer] = &[
    ("global", "undo", None),
    ("global", "recent_calls", None),
    ("global", "park", Some(words::PARKED_LABEL)),
    ("global", "help", None),
    ("global", "another_question", None),
    ("global", "help_lines", None),
    ("global", "queue", None),
];
/// The number given does not answer.
const NO_ANSWER: &[Offer] = &[("call", "no_answer", None)];

/// The sheet asks something about the request.
const ASKED: &[Offer] = &[("call", "questions", None)];

/// The commands offered, most needed first, with their names; `None` when they are the usual ones.
#[must_use]
pub fn offered(app: &App) -> Option<Vec<(&'static Command, Phrase)>> {
    let question = app.call.question()?;
    let ending = &question.ending;
    let given: &[Offer] = match ending {
        Ending::Given { .. } => NO_ANSWER,
        Ending::Open => &[],
        _ if question.asked.is_empty() => &[],
        _ => ASKED,
    };
    let rest = match (ending, app.chosen()) {
        _ if app.call.concluded => OVER,
        (Ending::Open, _) if app.call.is_blank() => FREE,
        (Ending::Open, Some(Item::Article(hit))) if hit.published.article.is_directory() => {
            DIRECTORY
        }
        (Ending::Open, _) => return None,
        _ => ANSWERED,
    };
    let offers = given.iter().chain(rest);
    let found = offers.filter_map(|(scope, id, name)| {
        let command = command::find(&[scope], id)?;
        Some((command, name.unwrap_or(command.label)))
    });
    Some(found.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offer_is_a_command() {
        for (scope, id, _) in [FREE, DIRECTORY, ANSWERED, OVER, NO_ANSWER, ASKED].concat() {
            assert!(command::find(&[scope], id).is_some(), "{scope}.{id}");
        }
    }
}
