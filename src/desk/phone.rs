//! The call: one line that is the text of the request and the live search at once, and what becomes of it.

mod card;
mod ended;
mod offered;
mod screen;
mod switchboard;
mod wrong;

use super::{
    app::{App, Item, Wait},
    chooser,
    command::{Command, Shown, Step, commands},
    commit::{Batch, Ends, Said, TooLarge, closing_words, or_told},
    draft::{Call, Ending, Question},
    form,
    msg::Then,
    reader::Reader,
    theme::Tone,
    words,
};
use crate::{
    domain::{
        article::Occasion,
        number::{NumberError, TicketNumber},
        outcome::{Outcome, TicketKind, TimeSource},
    },
    keeper::service::{Ring, RingEvent},
};

use card::card;
pub use card::{reach_words, told};
pub use ended::{is_for_the_record, number_line};
pub use offered::offered;
pub use screen::{draw_passages, view};
use switchboard::no_answer;
pub use switchboard::{forward, give, give_instead};
pub use wrong::{about, about_waits, say_wrong, wrong_number};

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
    "call" "wrong_number" Listed, "numero errato" / "wrong number",
        "Il numero dato o scelto è errato: lo vede chi cura la rubrica." / "The number given or chosen is wrong: the curator sees it.",
        wrong_number;
    "call" "questions" Listed, "domande" / "questions",
        "Le domande della scheda sulla richiesta affidata, di nuovo: ciò che è già scritto resta." / "The questions of the sheet about the entrusted request, again: what was typed stays.",
        form::ask_again;
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

/// Whether what is on screen of the call is over: the next character begins something else.
#[must_use]
pub fn is_closed(app: &App) -> bool {
    app.call.concluded || question_closed(app)
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
        if question.line.is_blank() {
            // Other words are coming: what was told to these is no answer to them.
            question.told.iter_mut().for_each(|told| told.used = false);
        }
    }
    if app.call.holds_nothing() {
        // A stray key began it, and is gone: there is no call, and no time runs.
        app.call.started = None;
    }
    app.line_changed();
    app.keep_draft();
}

/// A key says that the call begins now: its time counts as conversation. A call that runs has its
/// beginning, the telephone system's above all.
pub fn start_call(app: &mut App) -> Step {
    if app.call.in_progress() {
        app.refuse(words::CALL_RUNS);
        return Step::Done;
    }
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
            let known = matches!(app.call.started, Some((_, TimeSource::Telephony)));
            if known || app.call.begun {
                // Another call, put through while this one runs: its beginning and its number stay.
                return;
            }
            app.call.started = Some((app.now.at, TimeSource::Telephony));
            app.call.caller_number = ring.from;
            app.keep_draft();
        }
        RingEvent::Ended if app.call.in_progress() => app.call.ended = Some(app.now.at),
        // The call was concluded or parked before the line went: its end is known, or not its affair.
        RingEvent::Ended => {}
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
        _ if typed.trim().is_empty() => app.refuse(words::TYPE_FIRST),
        Err(error @ NumberError::WrongCheck) => app.refuse(error.phrase()),
        _ => app.refuse(words::NOTHING_FOUND),
    }
}

/// Writes the current question with its outcome; the last open one of a call ends the call too.
///
/// # Errors
/// [`TooLarge`]; the call is as it was.
pub fn finish_question(
    app: &mut App,
    kind: TicketKind,
    outcome: Outcome,
    before: Call,
) -> Result<(), TooLarge> {
    let mut batch = Batch::default();
    let Some(question) = app.call.question().cloned() else {
        return Ok(());
    };
    let ends = Ends::closed(kind, outcome, closing_words(&question, app));
    batch.settle(app, &question, ends);
    let alone = app
        .call
        .questions
        .iter()
        .all(|question| question.ending != Ending::Open);
    if alone {
        batch.end(app);
        app.call.concluded = true;
    }
    app.commit(batch, before, Said::Number(question.ticket))?;
    // What is to be told is on the call's own screen.
    app.close_panels();
    app.keep_draft();
    Ok(())
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
    if write_caller(app) {
        return Step::Done;
    }
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
            let (kind, outcome) = (TicketKind::Information, Outcome::Answered);
            let ends = Ends::closed(kind, outcome, closing_words(&question, app));
            batch.settle(app, &question, ends);
            last = Some(question.ticket);
        } else {
            batch.caller(&app.call, &question);
            batch.answers(&question);
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
    if app.commit(batch, before, said).is_ok() {
        app.keep_draft();
    }
}

/// What the caller has said of himself since the call was concluded is written with his requests;
/// `false` when there is nothing to write.
pub fn write_caller(app: &mut App) -> bool {
    if !(app.call.concluded && app.call.owes_caller()) {
        return false;
    }
    let before = app.call.clone();
    let mut batch = Batch::default();
    for question in &before.questions {
        batch.caller(&app.call, question);
        batch.answers(question);
    }
    if batch.is_empty() {
        return false;
    }
    or_told(app.commit(batch, before, Said::Saved));
    true
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
        if app.commit(batch, before, Said::Saved).is_ok() {
            app.keep_draft();
        }
        return;
    }
    let asked = match outcome {
        Outcome::Booked => form::questions(app, &[Occasion::Booked]),
        _ => Vec::new(),
    };
    let ticket = app.call.question().map(|question| question.ticket);
    if let Some(question) = app.call.question_mut() {
        question.ending = Ending::Other(outcome);
    }
    let written = finish_question(app, TicketKind::Information, outcome, before);
    if let (Ok(()), Some(ticket), false) = (written, ticket, asked.is_empty()) {
        form::open_questions(app, ticket, asked);
    } else if written.is_ok() && !app.call.concluded {
        app.go_on(Then::Conclude);
    }
}
