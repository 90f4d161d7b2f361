//! The questions the desk asks, each as a list of answers, and what the answers of a call do.

use super::{App, Choice, Chooser, Kind, Pick, Step, form};
use crate::{
    desk::{
        app::{Item, Wait},
        command::{self, Command, Shown},
        commit::{Batch, Ends, Said, or_told},
        draft::{Ending, Question},
        knowledge,
        msg::{Ask, Then},
        notices,
        panel::Panel,
        phone,
        theme::Tone,
        version,
        widget::{hours_words, key_words},
        words,
    },
    domain::{
        article::{Occasion, Published},
        id::TicketId,
        op::Queue,
        outcome::{ArticleKind, Outcome, TicketKind, Verb},
        slug::Slug,
        text::{Text, folded},
    },
    keeper::service::Row,
    keymap::GLOBAL,
};

/// F6: to whom the request is entrusted; the sheet's own office first.
pub fn open_entrust(app: &mut App) -> Step {
    if let Some(ticket) = crate::desk::dossier::shown(app) {
        return open_entrust_ticket(app, ticket);
    }
    if let Some(wait) = waits_for_offices(app) {
        return Step::Wait(wait);
    }
    if phone::question_closed(app) {
        app.refuse(words::QUESTION_CLOSED);
        return Step::Done;
    }
    if app.call.question().is_none_or(Question::is_blank) {
        app.refuse(words::NOTHING_TO_ENTRUST);
        return Step::Done;
    }
    if !app.results.fresh() {
        return Step::Wait(Wait::Results);
    }
    let choices = queues(app, proposed_office(app).as_ref(), Pick::Entrust);
    ask(app, words::ENTRUST_TITLE, choices);
    Step::Done
}

/// To whom a request of the queue is entrusted.
pub fn open_entrust_ticket(app: &mut App, ticket: TicketId) -> Step {
    if let Some(wait) = waits_for_offices(app) {
        return Step::Wait(wait);
    }
    let choices = queues(app, None, |queue| Pick::EntrustTicket(ticket, queue));
    ask(app, words::ENTRUST_TITLE, choices);
    Step::Done
}

/// To whom a request of the queue is assigned: this operator; others come with the roles.
pub fn open_assign(app: &mut App, ticket: TicketId, operators: &[(Slug, String)]) {
    let choices = operators
        .iter()
        .map(|(id, name)| Choice::new(name.clone(), id.as_str(), Pick::Assign(ticket, id.clone())))
        .collect();
    ask(app, words::ASSIGN_TITLE, choices);
}

fn waits_for_offices(app: &App) -> Option<Wait> {
    if app.operator.is_none() {
        return Some(Wait::Welcome);
    }
    let offices = Wait::Answer(Ask::Offices);
    (app.offices.is_empty() && app.is_coming(&offices)).then_some(offices)
}

fn ask(app: &mut App, title: crate::locale::Phrase, choices: Vec<Choice>) {
    let mut chooser = Chooser::new(app.say(title), choices);
    app.say(words::CHOICE_EMPTY).clone_into(&mut chooser.empty);
    app.open(chooser);
}

/// The office the answer told names, else the one of the result that is chosen.
fn proposed_office(app: &App) -> Option<Slug> {
    let told = app
        .call
        .question()
        .and_then(Question::answer)
        .and_then(|told| told.office.clone());
    told.or_else(|| match app.chosen() {
        Some(Item::Article(hit)) => {
            let article = &hit.published.article;
            let itself = (article.kind == ArticleKind::Office).then(|| article.id.clone());
            itself
                .or_else(|| article.escalate_to.clone())
                .or_else(|| article.office.clone())
        }
        _ => None,
    })
}

/// The back office and every office, the proposed one first.
fn queues(app: &App, proposed: Option<&Slug>, pick: impl Fn(Queue) -> Pick) -> Vec<Choice> {
    let back_office = Choice::new(
        app.say(words::BACK_OFFICE),
        app.say(words::BACK_OFFICE_DETAIL),
        pick(Queue::BackOffice),
    );
    // As a person sorts: capitals and accents aside.
    let mut offices: Vec<&Published> = app.offices.iter().collect();
    offices.sort_by_cached_key(|office| folded(office.article.title.as_str()));
    let first = offices
        .iter()
        .position(|office| Some(&office.article.id) == proposed);
    let mut choices: Vec<Choice> = offices
        .into_iter()
        .map(|office| {
            let id = office.article.id.clone();
            let detail = if Some(&id) == proposed {
                app.say(words::PROPOSED).to_owned()
            } else {
                hours_words(office, app)
            };
            let words: Vec<&str> = office.article.aliases.iter().map(Text::as_str).collect();
            Choice::new(
                office.article.title.as_str(),
                detail,
                pick(Queue::Office(id)),
            )
            .found_by(words.join(" "))
        })
        .collect();
    match first {
        Some(position) => {
            let chosen = choices.remove(position);
            choices.insert(0, chosen);
            choices.insert(1, back_office);
        }
        None => choices.insert(0, back_office),
    }
    choices
}

/// The request of the call is entrusted: its number is told, the call goes on.
pub fn entrust(app: &mut App, queue: Queue) {
    entrust_with(app, queue, Text::default());
}

/// The same, with words for whoever gets it.
pub fn entrust_with(app: &mut App, queue: Queue, text: Text) {
    let before = app.call.clone();
    let asked = form::questions(app, &[Occasion::Entrusted, Occasion::Reported]);
    let (verb, outcome, name) = if let Queue::Office(office) = &queue {
        let name = Text::line(app.office_name(office));
        (Verb::EscalateDepartment, Outcome::EntrustedDepartment, name)
    } else {
        let name = Text::line(app.say(words::BACK_OFFICE));
        (Verb::EscalateBackOffice, Outcome::EntrustedBackOffice, name)
    };
    let Some(question) = app.call.question_mut() else {
        return;
    };
    let mut batch = Batch::default();
    let reopened = batch.reopen(question);
    question.ending = Ending::Entrusted(queue.clone(), name);
    let question = question.clone();
    app.call.concluded &= !reopened;
    let ends = Ends {
        kind: TicketKind::Information,
        outcome,
        verb,
        to: Some(queue),
        words: text,
    };
    batch.settle(app, &question, ends);
    if app
        .commit(batch, before, Said::Number(question.ticket))
        .is_ok()
    {
        // What is to be told is on the call's own screen.
        app.close_panels();
        // Its number is told already: what the office needs besides is asked now.
        form::open_questions(app, question.ticket, asked);
        app.keep_draft();
    }
}

/// F7: to which office the live call is passed.
pub fn open_transfer(app: &mut App) -> Step {
    if let Some(wait) = waits_for_offices(app) {
        return Step::Wait(wait);
    }
    if let Some(step) = phone::forward(app) {
        return step;
    }
    if app.call.concluded || app.call.is_blank() {
        app.refuse(words::NOTHING_TO_PASS);
        return Step::Done;
    }
    if phone::question_closed(app) {
        app.refuse(words::QUESTION_CLOSED);
        return Step::Done;
    }
    if !app.results.fresh() {
        return Step::Wait(Wait::Results);
    }
    let proposed = proposed_office(app);
    let mut choices = queues(app, proposed.as_ref(), |queue| match queue {
        Queue::Office(office) => Pick::Transfer(office),
        _ => Pick::Nothing,
    });
    choices.retain(|choice| choice.pick != Pick::Nothing);
    for choice in &mut choices {
        if let Pick::Transfer(office) = &choice.pick {
            choice.label = format!("{:<12} {}", number_of(app, office), choice.label);
        }
    }
    ask(app, words::TRANSFER_TITLE, choices);
    Step::Done
}

/// The shortest number of an office: what is dialled.
fn number_of(app: &App, office: &Slug) -> Text {
    let known = app.offices.iter().find(|known| known.article.id == *office);
    let numbers = known.map_or_else(Vec::new, |known| phone::reach_words(app, known));
    numbers.into_iter().next().unwrap_or_default()
}

/// The live call is passed to an office of the second level, and ends here.
pub fn transfer(app: &mut App, office: &Slug) {
    let before = app.call.clone();
    let name = Text::line(app.office_name(office));
    let Some(question) = app.call.question_mut() else {
        return;
    };
    question.ending = Ending::Passed(name);
    or_told(phone::finish_question(
        app,
        TicketKind::Information,
        Outcome::PassedLive,
        before,
    ));
}

/// How a call ends that has no answer yet: with the chosen sheet, with own words, or without a request.
pub fn open_outcomes(app: &mut App) {
    let blank = app.call.question().is_none_or(Question::is_blank);
    let mut choices = Vec::new();
    if !blank {
        if let Some(Item::Article(hit)) = app.chosen() {
            let title = &hit.published.article.title;
            let label = words::OUTCOME_WITH.fill(app.lang, &[("title", title)]);
            choices.push(Choice::new(label, "", Pick::AnswerChosen).toned(Tone::Strong));
        }
        choices.push(Choice::new(
            app.say(words::OUTCOME_FREE),
            "",
            Pick::AnswerFree,
        ));
    }
    let fitting = |outcome: &&Outcome| match outcome {
        Outcome::Booked | Outcome::OtherBody => !blank,
        other => other.stands_without_request(),
    };
    let mut outcomes: Vec<&Outcome> = Outcome::ALL.iter().filter(fitting).collect();
    // A false emergency would stand in the figures: nobody gets there by pressing Enter blindly.
    outcomes.sort_by_key(|outcome| matches!(outcome, Outcome::Emergency));
    choices.extend(
        outcomes
            .into_iter()
            .map(|outcome| Choice::new(app.say(outcome.label()), "", Pick::Outcome(*outcome))),
    );
    ask(app, words::OUTCOME_TITLE, choices);
}

/// The question is answered with the sheet chosen in the results.
pub fn answer_chosen(app: &mut App) {
    if let Some(Item::Article(hit)) = app.chosen().cloned() {
        let told = phone::told(&hit.published, hit.published.article.say.clone());
        if let Some(question) = app.call.question_mut() {
            question.tell(told);
        }
    }
    app.go_on(Then::Conclude);
}

/// What *non risponde* waits for: the ops it corrects, and who stands in.
#[must_use]
pub fn no_answer_waits(app: &App) -> Option<Wait> {
    if let Some(pending) = app.pending.last() {
        return Some(Wait::Saved(pending.batch));
    }
    let Ending::Given { card } = &app.call.question()?.ending else {
        return None;
    };
    let wait = Wait::Answer(Ask::Article(card.deputy.clone()?));
    app.is_coming(&wait).then_some(wait)
}

/// What is offered when a number does not answer.
pub fn open_no_answer(app: &mut App) {
    let Some(Ending::Given { card }) = app.call.question().map(|question| question.ending.clone())
    else {
        return;
    };
    let mut choices = Vec::new();
    let deputy = app.deputy.as_ref();
    if let Some(deputy) = deputy.filter(|known| Some(&known.article.id) == card.deputy.as_ref()) {
        let label = words::OFFER_DEPUTY.fill(app.lang, &[("name", &deputy.article.title)]);
        choices.push(Choice::new(
            label,
            deputy_words(app, deputy),
            Pick::GiveInstead(Box::new(deputy.clone())),
        ));
    }
    let queue = card.office.clone().map_or(Queue::BackOffice, Queue::Office);
    let to = card.office.as_ref().map_or_else(
        || app.say(words::BACK_OFFICE).to_owned(),
        |office| app.office_name(office).to_owned(),
    );
    let request = words::OFFER_REQUEST.fill(app.lang, &[("to", &to)]);
    let callback = words::OFFER_CALLBACK.fill(app.lang, &[("to", &to)]);
    choices.push(Choice::new(callback, "", Pick::Callback(queue.clone())));
    choices.push(Choice::new(request, "", Pick::Entrust(queue)));
    choices.push(Choice::new(
        app.say(words::OFFER_SEARCH),
        "",
        Pick::SearchAgain,
    ));
    ask(app, words::NO_ANSWER_TITLE, choices);
}

fn deputy_words(app: &App, deputy: &Published) -> String {
    let numbers = phone::reach_words(app, deputy);
    let numbers: Vec<&str> = numbers.iter().map(Text::as_str).collect();
    numbers.join(" · ")
}

/// The emergency numbers first, 112 above all; then every other by its name.
fn help_line_order(line: &Published) -> (bool, String) {
    let article = &line.article;
    let number = article.reach.phones.first().map_or("", Text::as_str);
    let key = if article.emergency {
        format!("{:>6}", number.replace(' ', ""))
    } else {
        folded(article.title.as_str())
    };
    (!article.emergency, key)
}

/// F8: the numbers of help, from any screen; Invio gives one.
pub fn open_help_lines(app: &mut App) -> Step {
    if app.help_lines.is_empty() {
        return Step::Wait(Wait::Answer(Ask::HelpLines));
    }
    let mut lines: Vec<&Published> = app.help_lines.iter().collect();
    lines.sort_by_key(|line| help_line_order(line));
    let choices = lines
        .into_iter()
        .map(|line| {
            let article = &line.article;
            let number = article
                .reach
                .phones
                .iter()
                .map(Text::as_str)
                .collect::<Vec<_>>()
                .join(" ");
            let tone = match (article.emergency, article.to_confirm()) {
                (true, _) => Tone::Strong,
                (false, true) => Tone::Doubt,
                (false, false) => Tone::Plain,
            };
            let detail = if article.to_confirm() {
                app.say(words::TO_CONFIRM)
            } else {
                article.hours_text.as_str()
            };
            let words: Vec<&str> = article.aliases.iter().map(Text::as_str).collect();
            Choice::new(
                format!("{number:<11} {}", article.title),
                detail,
                Pick::Give(Box::new(line.clone())),
            )
            .found_by(words.join(" "))
            .toned(tone)
        })
        .collect();
    let mut chooser = Chooser::new(app.say(words::EMERGENCY_TITLE), choices);
    app.say(words::EMERGENCY_NOTE).clone_into(&mut chooser.note);
    app.open(chooser);
    Step::Done
}

/// F12: every command that can be called here, by name.
pub fn open_palette(app: &mut App) -> Step {
    let scopes = app.scopes();
    let choices = command::all()
        .filter(|command| command.shown != Shown::Hidden && scopes.contains(&command.scope))
        .map(|command| {
            let forbidden = match (command.scope, command.id) {
                (GLOBAL, "notice" | "end_notice") => notices::refused(app),
                (GLOBAL, "curation") => knowledge::refused(app),
                ("version", id) => version::refused(app, id),
                _ => None,
            };
            let detail =
                forbidden.map_or_else(|| key_words(app, command), |why| app.say(why).to_owned());
            let tone = if forbidden.is_some() {
                Tone::Dim
            } else {
                Tone::Plain
            };
            Choice::new(app.say(command.label), detail, Pick::Command(command))
                .found_by(both(command))
                .toned(tone)
        })
        .collect();
    let mut chooser = Chooser::new(app.say(words::PALETTE_TITLE), choices);
    app.say(words::PALETTE_EMPTY).clone_into(&mut chooser.empty);
    app.open(chooser);
    Step::Done
}

/// What a command is found by besides its name: its help, and its name and help in the other language.
fn both(command: &Command) -> String {
    let phrases = [command.label, command.help];
    let words = phrases.iter().flat_map(|phrase| [phrase.it, phrase.en]);
    words.collect::<Vec<_>>().join(" ")
}

/// The identified caller's own requests have come, and nobody else's: they are offered. What the
/// operator types meanwhile goes on where he types it.
pub fn caller_requests(app: &mut App, asked: u64, rows: Vec<Row>) {
    if asked != app.known.asked {
        return;
    }
    let count = rows.len();
    let first = app.known.requests.replace(rows).is_none();
    if !first || count == 0 {
        // What this call has added to them is told by its own number.
        return;
    }
    let key = command::find(&[GLOBAL], "caller").map(|command| key_words(app, command));
    let words = words::CALLER_OFFER.fill(
        app.lang,
        &[("n", &count), ("key", &key.unwrap_or_default())],
    );
    app.tell_words(Tone::Strong, words);
}

/// The caller's own requests, and the way to his data.
pub fn open_caller_requests(app: &mut App) {
    let rows = app.known.requests.as_deref().unwrap_or_default();
    let title = words::CALLER_REQUESTS.fill(app.lang, &[("n", &rows.len())]);
    let rows = rows.iter().map(|row| {
        let number = row.number.map(|number| number.to_string());
        let label = format!("{}  {}", number.unwrap_or_default(), row.title);
        Choice::new(label, app.say(row.state.label()), Pick::Ticket(row.id))
    });
    let data = Choice::new(app.say(words::CALLER_TITLE), "", Pick::Caller);
    let choices = rows.chain([data]).collect();
    app.panels.retain(
        |panel| !matches!(panel, Panel::Chooser(open) if open.kind == Kind::CallerRequests),
    );
    app.open(Chooser::new(title, choices).of_kind(Kind::CallerRequests));
}
