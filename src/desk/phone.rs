//! The call: one line that is the text of the request and the live search at once, and what becomes of it.

mod card;
mod ended;
mod forward;
mod offered;
mod screen;

use super::{
    app::{App, Item, Wait},
    chooser,
    command::{Command, Shown, Step, commands},
    commit::{Batch, Said, article_words, closing_words},
    draft::{Call, Ending, Question},
    form,
    msg::Ask,
    reader::Reader,
    theme::Tone,
    words,
};
use crate::{
    domain::{
        article::Published,
        field::{self, Value},
        number::{NumberError, TicketNumber},
        outcome::{Outcome, TicketKind, TimeSource, Verb},
        text::Text,
    },
    keeper::service::{Request, Ring, RingEvent},
};

use card::card;
pub use card::{reach_words, told};
pub use ended::is_for_the_record;
pub use forward::forward;
pub use offered::offered;
pub use screen::{LABEL, draw_passages, view};

/// The scopes of the call.
pub const SCOPES: &[&str] = &["call", "field"];

use Shown::{Footer, Hidden, Listed};

/// The commands of the call.
pub const COMMANDS: &[Command] = commands! {
    "call" "open" Footer(0), "apri" / "open",
        "Apre la scheda scelta; di una voce della rubrica dà il numero e registra «centralino: numero dato». Non chiude mai." / "Opens the chosen sheet; of a directory entry gives the number and logs “switchboard: number given”. Never closes.",
        open;
    "call" "no_answer" Listed, "non risponde" / "no answer",
        "Il numero dato non risponde: corregge l'esito e offre altro." / "The number given does not answer: corrects the outcome and offers something else.",
        no_answer;
    "call" "up" Hidden, "su" / "up", "Il risultato precedente." / "The previous result.", |app| choose(app, -1);
    "call" "down" Hidden, "giù" / "down", "Il risultato seguente." / "The next result.", |app| choose(app, 1);
    "call" "page_up" Hidden, "pagina su" / "page up", "Cinque risultati più su." / "Five results up.", |app| choose(app, -5);
    "call" "page_down" Hidden, "pagina giù" / "page down", "Cinque risultati più giù." / "Five results down.", |app| choose(app, 5);
    "call" "next_question" Listed, "domanda seguente" / "next question",
        "Passa fra le domande dello stesso chiamante." / "Goes through the questions of the same caller.",
        next_question;
};

/// Before a character reaches the line, or a number is given: a concluded call makes room, a
/// question that is concluded goes on with another, and the timer of a new call starts.
pub fn begin_if_over(app: &mut App) {
    if app.call.concluded {
        app.new_call();
        app.status = None;
    }
    if question_closed(app) {
        add_question(app);
    }
    if app.call.started.is_none() {
        app.call.started = Some((app.now.at, TimeSource::FirstCharacter));
        app.status = None;
    }
}

/// Whether the question on screen has ended.
#[must_use]
pub fn question_closed(app: &App) -> bool {
    app.call
        .question()
        .is_some_and(|question| question.ending != Ending::Open)
}

/// The line changed.
pub fn typed(app: &mut App) {
    if let Some(question) = app.call.question_mut() {
        question.selected = 0;
    }
    if app.call.holds_nothing() {
        // A stray key began it, and is gone: there is no call, and no time runs.
        app.call.started = None;
    }
    app.line_changed();
    app.keep_draft();
}

/// A key says that the call begins now: its time counts as conversation.
pub fn start_call(app: &mut App) -> Step {
    if app.call.concluded {
        app.new_call();
    }
    app.call.started = Some((app.now.at, TimeSource::Key));
    app.keep_draft();
    Step::Done
}

/// The telephone system says something to this desk.
pub fn rang(app: &mut App, ring: Ring) {
    match ring.event {
        RingEvent::Ringing => {
            let from = if ring.from.is_empty() {
                app.say(words::UNKNOWN_CALLER).to_owned()
            } else {
                ring.from.to_string()
            };
            app.tell_words(
                Tone::Strong,
                words::RINGING.fill(app.lang, &[("from", &from)]),
            );
        }
        RingEvent::Answered => {
            if app.call.concluded {
                app.new_call();
            }
            app.call.started = Some((app.now.at, TimeSource::Telephony));
            app.call.caller_number = ring.from;
            app.keep_draft();
        }
        RingEvent::Ended => app.call.ended = Some(app.now.at),
    }
}

fn choose(app: &mut App, by: isize) -> Step {
    if !app.results.fresh() {
        return Step::Wait(Wait::Results);
    }
    let last = app.results.items.len().saturating_sub(1);
    if let Some(question) = app.call.question_mut() {
        question.selected = question.selected.saturating_add_signed(by).min(last);
    }
    Step::Done
}

fn next_question(app: &mut App) -> Step {
    app.call.current = (app.call.current + 1) % app.call.questions.len().max(1);
    app.line_changed();
    Step::Done
}

/// Invio: it never closes. On exactly the results of the text typed before it.
fn open(app: &mut App) -> Step {
    if !app.results.fresh() {
        return Step::Wait(Wait::Results);
    }
    if app.call.concluded {
        app.refuse(words::NOTHING_TO_DO);
        return Step::Done;
    }
    if question_closed(app) {
        app.refuse(words::QUESTION_CLOSED);
        return Step::Done;
    }
    match app.chosen().cloned() {
        None => nothing_found(app),
        Some(Item::Ticket(row)) => {
            app.call.looked_up = Some(row.id);
            return super::dossier::open(app, row.id);
        }
        Some(Item::Article(hit)) if hit.published.article.is_directory() => {
            return give(app, &hit.published);
        }
        Some(Item::Article(hit)) => app.open(Reader::new(hit.published)),
    }
    Step::Done
}

/// Nothing to open: the reason is the number mistyped, where it is one.
fn nothing_found(app: &mut App) {
    let typed = app
        .call
        .question()
        .map_or("", |question| question.line.as_str());
    match TicketNumber::parse(typed.trim()) {
        Err(error @ NumberError::WrongCheck) => app.refuse(error.phrase()),
        _ => app.refuse(words::NOTHING_FOUND),
    }
}

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
    finish_question(app, TicketKind::Switchboard, outcome, before);
    Step::Done
}

/// Writes the current question with its outcome; the only question of a call ends the call too.
fn finish_question(app: &mut App, kind: TicketKind, outcome: Outcome, before: Call) {
    let mut batch = Batch::default();
    batch.begin(app);
    let Some(question) = app.call.question().cloned() else {
        return;
    };
    close(app, &mut batch, &question, kind, outcome);
    let alone = app
        .call
        .questions
        .iter()
        .all(|question| question.ending != Ending::Open);
    if alone {
        batch.end(app);
        app.call.concluded = true;
    }
    app.commit(batch, before, Said::Number(question.ticket));
    app.keep_draft();
}

/// The ops that open, tell, conclude and close one question.
fn close(app: &App, batch: &mut Batch, question: &Question, kind: TicketKind, outcome: Outcome) {
    let interaction = app.call.interaction;
    batch.ticket(&app.call, question, kind);
    batch.told(interaction, question);
    let answer = question.answer().map(|told| told.answer.clone());
    batch.conclude(interaction, question, outcome, answer);
    batch.change(question, Verb::Close, None, closing_words(question, app));
}

/// F2: another question of the same caller, in the same call.
pub fn another_question(app: &mut App) -> Step {
    if app.call.is_blank() {
        app.refuse(words::NOTHING_TO_CONCLUDE);
        return Step::Done;
    }
    app.close_panels();
    app.call.concluded = false;
    if app
        .call
        .question()
        .is_some_and(|question| !question.is_blank())
    {
        add_question(app);
    }
    app.status = None;
    Step::Done
}

fn add_question(app: &mut App) {
    let ticket = app.new_ticket();
    app.call.questions.push(Question::new(ticket));
    app.call.current = app.call.questions.len() - 1;
    app.line_changed();
    app.keep_draft();
}

/// F10: concludes the call with what was told. A question without an answer asks how it ends.
pub fn conclude(app: &mut App) -> Step {
    if app.operator.is_none() {
        return Step::Wait(Wait::Welcome);
    }
    if form::asks_to_close(app) {
        return form::submit(app);
    }
    app.close_panels();
    if app.call.concluded {
        already_saved(app);
        return Step::Done;
    }
    if app.call.is_blank() && app.call.started.is_none() {
        app.refuse(words::NOTHING_TO_CONCLUDE);
        return Step::Done;
    }
    let empty = app.call.questions.iter().all(Question::is_blank);
    let open = app.call.questions.iter().position(|question| {
        let open = question.ending == Ending::Open && !question.is_answered();
        open && (empty || !question.is_blank())
    });
    if open.is_some() && app.call.looked_up.is_some() && app.call.questions.len() == 1 {
        conclude_with(app, Outcome::ExistingRequest);
        return Step::Done;
    }
    if let Some(position) = open {
        if app.call.current != position {
            app.call.current = position;
            app.line_changed();
        }
        // Among the answers offered is the sheet chosen in the results.
        if !app.results.fresh() {
            return Step::Wait(Wait::Results);
        }
        chooser::open_outcomes(app);
        return Step::Done;
    }
    conclude_answered(app);
    Step::Done
}

/// A switchboard call is concluded by the key that gave the number: the number of the request is said
/// again.
fn already_saved(app: &mut App) {
    let written = app.call.question().map(|question| &question.written);
    let words = match written.and_then(|written| written.number) {
        Some(number) => words::SAVED_BEFORE.fill(app.lang, &[("number", &number)]),
        None if app.pending.is_empty() => app.say(words::SAVED).to_owned(),
        None => app.say(words::SAVING).to_owned(),
    };
    app.tell_words(Tone::Good, words);
}

/// Questions nothing was typed for leave the call that ends, unless there is no other.
fn drop_blank_questions(call: &mut Call) {
    let current = call.question().map(|question| question.ticket);
    if call.questions.iter().any(|question| !question.is_blank()) {
        call.questions.retain(|question| !question.is_blank());
        let again = |question: &Question| Some(question.ticket) == current;
        call.current = call.questions.iter().position(again).unwrap_or_default();
    }
}

/// Every question has an answer or an ending: what is not written yet is, and the call ends.
fn conclude_answered(app: &mut App) {
    let before = app.call.clone();
    drop_blank_questions(&mut app.call);
    let mut batch = Batch::default();
    batch.begin(app);
    let mut last = None;
    for question in app.call.questions.clone() {
        if question.ending == Ending::Open {
            close(
                app,
                &mut batch,
                &question,
                TicketKind::Information,
                Outcome::Answered,
            );
            last = Some(question.ticket);
        } else {
            batch.caller(&app.call, &question);
        }
    }
    for question in &mut app.call.questions {
        if question.ending == Ending::Open {
            question.ending = Ending::Other(Outcome::Answered);
        }
    }
    batch.end(app);
    app.call.concluded = true;
    let said = last
        .or_else(|| {
            before
                .questions
                .iter()
                .rev()
                .find_map(|q| q.written.number.map(|_| q.ticket))
        })
        .map_or(Said::Saved, Said::Number);
    app.commit(batch, before, said);
    app.keep_draft();
}

/// The call, or its current question, ends with an outcome that is no answer of a sheet.
pub fn conclude_with(app: &mut App, outcome: Outcome) {
    let before = app.call.clone();
    drop_blank_questions(&mut app.call);
    let blank = app.call.questions.iter().all(Question::is_blank);
    if blank || (outcome.stands_without_request() && app.call.questions.len() == 1) {
        let mut batch = Batch::default();
        batch.begin(app);
        let existing = outcome == Outcome::ExistingRequest;
        let about = app.call.looked_up.filter(|_| existing);
        batch.conclude_call(&app.call, outcome, about);
        batch.end(app);
        app.call.concluded = true;
        app.commit(batch, before, Said::Saved);
        app.keep_draft();
        return;
    }
    if let Some(question) = app.call.question_mut() {
        question.ending = Ending::Other(outcome);
    }
    finish_question(app, TicketKind::Information, outcome, before);
    if !app.call.concluded {
        conclude(app);
    }
}

/// The number given does not answer: the outcome is corrected at once, and something else offered.
fn no_answer(app: &mut App) -> Step {
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
        app.commit(batch, before, Said::Saved);
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
    app.commit(batch, before, Said::Number(question.ticket));
}
