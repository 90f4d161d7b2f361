//! The form: one overlay for every few lines the desk asks for.

mod asked;
mod caller;
mod checked;
mod kept;
mod view;

use super::{
    app::{App, Wait},
    chooser,
    command::{Command, Shown, Step, commands},
    draft::{Ending, Question},
    line::LineEdit,
    msg::{Ask, Effect, Then},
    notices,
    panel::{Panel, Screen},
    phone, shift,
    theme::Tone,
    version,
    widget::{Canvas, Cursor},
    words,
};
use crate::{
    domain::{
        article,
        field::{self, FieldId},
        id::TicketId,
        op::Queue,
        outcome::Role,
        slug::Slug,
        text::Text,
    },
    keeper::service::Request,
    locale::Phrase,
};
use ratatui::layout::Rect;
use serde::{Deserialize, Serialize};

use asked::keep_answers;
pub use asked::{answers_sent, ask_again, open_questions, questions, write_answers};
use caller::{ask_for_caller, keep_caller};
pub use caller::{ask_for_requests, caller, open_caller};
pub use checked::open_notice;
pub use kept::{KeptWords, Lines};

/// What the lines are for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Purpose {
    /// The caller's data.
    Caller,
    /// What was answered to this question without a sheet.
    FreeAnswer(TicketId),
    /// Where and when to call back, and who does.
    Callback(TicketId, Queue),
    /// Who works at this desk.
    Enrol,
    /// A note on a request.
    Note(TicketId),
    /// What was answered, to close a request.
    Close(TicketId),
    /// Other words for a request of a past call.
    CorrectText(TicketId),
    /// One sentence on an article, and until when.
    Notice(Slug),
    /// The act by which a version of an article was approved.
    Act(Slug, [u8; 16]),
    /// What a sheet asks about this request.
    Questions(TicketId),
}

impl Purpose {
    /// Whether what is typed is the call's at once, and may be left blank.
    const fn is_of_call(&self) -> bool {
        matches!(self, Self::Caller | Self::Questions(_))
    }
}

/// One line of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormField {
    /// Its words.
    pub label: String,
    /// What is typed.
    pub line: LineEdit,
    /// The ticket field it fills, if it does.
    pub field: Option<FieldId>,
    /// The question of a sheet that it answers, if it does.
    pub asked: Option<Box<article::Question>>,
}

/// A few lines to fill in.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// What is asked.
    pub title: String,
    /// Its lines; never empty.
    pub fields: Vec<FormField>,
    /// The line that has the keys.
    pub focus: usize,
    /// What the lines are for.
    pub purpose: Purpose,
    /// The doubtful words of the last line that were remarked on: they are remarked on once.
    pub remarked: Option<LineEdit>,
    /// What stood in the lines before anything was typed.
    start: Vec<LineEdit>,
}

use Shown::{Footer, Hidden};

impl Screen for Form {
    const SCOPES: &'static [&'static str] = &["form", "field"];
    const OVERLAY: bool = true;
    const COMMANDS: &'static [Command] = commands! {
        "form" "accept" Footer(0), "avanti / conferma" / "next / confirm", "Il campo seguente; sull'ultimo, conferma." / "The next field; on the last one, confirms.", accept;
        "form" "cancel" Footer(1), "chiudi" / "close", "Chiude; ciò che è scritto resta per la prossima volta." / "Closes; what was typed stays for the next time.", cancel;
        "form" "next_field" Hidden, "campo seguente" / "next field", "Il campo seguente." / "The next field.", |app| step(app, 1);
        "form" "previous_field" Hidden, "campo precedente" / "previous field", "Il campo precedente." / "The previous field.", |app| step(app, -1);
    };

    fn line(&mut self) -> Option<&mut LineEdit> {
        self.fields.get_mut(self.focus).map(|field| &mut field.line)
    }

    fn typed(app: &mut App) {
        keep_caller(app);
        keep_answers(app);
    }

    fn view(&self, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
        view::view(self, app, area, canvas)
    }
}

impl Form {
    /// A form with these lines.
    #[must_use]
    pub fn new(title: impl Into<String>, fields: Vec<FormField>, purpose: Purpose) -> Self {
        Self {
            title: title.into(),
            start: { fields.iter() }.map(|field| field.line.clone()).collect(),
            fields,
            focus: 0,
            purpose,
            remarked: None,
        }
    }

    fn single(app: &App, title: Phrase, label: Phrase, start: &str, purpose: Purpose) -> Self {
        let field = FormField {
            label: app.say(label).to_owned(),
            line: LineEdit::new(start),
            field: None,
            asked: None,
        };
        Self::new(app.say(title), vec![field], purpose)
    }

    fn words(&self) -> Text {
        self.fields
            .first()
            .map_or_else(Text::default, |field| field.line.text())
    }

    /// What has been typed in it, unless the call holds that already.
    #[must_use]
    pub fn unconfirmed(&self) -> Option<(Purpose, Lines)> {
        let lines: Vec<LineEdit> = { self.fields.iter() }
            .map(|field| field.line.clone())
            .collect();
        // Of several lines some are filled in beforehand: those alone are nobody's words.
        let typed = match lines.as_slice() {
            [line] => !line.is_blank(),
            many => {
                { many.iter().map(LineEdit::as_str) }.ne(self.start.iter().map(LineEdit::as_str))
            }
        };
        let own = !self.purpose.is_of_call() && typed;
        own.then(|| (self.purpose.clone(), Lines(lines)))
    }

    /// What is doubtful about a line: a word beside it, never a refusal (KNOWLEDGE §4).
    #[must_use]
    pub fn doubt(field: &FormField) -> Option<Phrase> {
        if let Some(asked) = field.asked.as_ref().filter(|_| !field.line.is_blank()) {
            return asked::doubt(asked, field.line.as_str());
        }
        let spec = field::by_id(field.field?)?;
        (!field.line.is_blank())
            .then(|| (spec.doubt)(field.line.as_str()))
            .flatten()
    }
}

fn step(app: &mut App, by: isize) -> Step {
    if let Some(form) = app.top::<Form>() {
        let last = form.fields.len().saturating_sub(1);
        form.focus = form.focus.saturating_add_signed(by).min(last);
    }
    Step::Done
}

/// The line that has the keys is this one.
fn step_to(app: &mut App, place: usize) {
    if let Some(form) = app.top::<Form>() {
        form.focus = place;
    }
}

fn accept(app: &mut App) -> Step {
    if let Some(form) = app.top::<Form>()
        && let Some(field) = form.fields.get_mut(form.focus)
    {
        field.line.take_on();
    }
    let last = app
        .top::<Form>()
        .is_none_or(|form| form.focus + 1 >= form.fields.len());
    if !last {
        return step(app, 1);
    }
    if remark(app) {
        return Step::Done;
    }
    submit(app)
}

/// Says what is doubtful about the last line before it goes out of sight: `true` when it has just been
/// said. The other lines have their remark beside them while the form is filled in.
fn remark(app: &mut App) -> bool {
    let Some(form) = app.top::<Form>() else {
        return false;
    };
    let Some(field) = form.fields.get(form.focus) else {
        return false;
    };
    let doubt = Form::doubt(field).or_else(|| checked::doubt(&form.purpose, field));
    let said = form.remarked.replace(field.line.clone());
    let Some(doubt) = doubt.filter(|_| said != form.remarked) else {
        return false;
    };
    let words = app.fill(words::KEEP_DOUBTFUL, &[("doubt", &app.say(doubt))]);
    app.tell_words(Tone::Doubt, words);
    app.effects.push(Effect::Beep);
    true
}

/// Closing keeps what was typed: the same form opens with it again.
fn cancel(app: &mut App) -> Step {
    let typed = app.top::<Form>().and_then(|form| form.unconfirmed());
    if let Some(words) = typed {
        app.put_by(words);
    }
    app.back();
    Step::Done
}

/// Whether F10 means the form on screen: what was typed in it concludes something.
pub fn asks_to_close(app: &mut App) -> bool {
    app.top::<Form>()
        .is_some_and(|form| !form.purpose.is_of_call() && !form.words().is_empty())
}

/// Does what the lines are for.
pub fn submit(app: &mut App) -> Step {
    let Some(form) = app.top::<Form>().cloned() else {
        return Step::Done;
    };
    let words = form.words();
    if words.is_empty() && !form.purpose.is_of_call() {
        app.refuse(words::NOTHING_TO_DO);
        return Step::Done;
    }
    if !still_asked(app, &form.purpose) {
        app.refuse(words::QUESTION_CLOSED);
        return Step::Done;
    }
    if let Purpose::Close(ticket) | Purpose::CorrectText(ticket) = form.purpose
        && let Some(wait) = super::dossier::waits(app, ticket)
    {
        return Step::Wait(wait);
    }
    if let Some((place, why)) = checked::fault(app, &form) {
        step_to(app, place);
        app.error(why);
        return Step::Done;
    }
    if matches!(form.purpose, Purpose::Callback(..)) && !can_be_called(app, words.as_str()) {
        app.refuse(words::CALLBACK_NUMBER);
        return Step::Done;
    }
    // A number that the telephone system told is the caller's once it is confirmed.
    keep_caller(app);
    keep_answers(app);
    app.back();
    app.confirmed = form.unconfirmed();
    confirm(app, form, words);
    // What no batch has taken was refused at once.
    if let Some(words) = app.confirmed.take() {
        app.put_by(words);
    }
    Step::Done
}

/// Does what a form is for that was confirmed.
fn confirm(app: &mut App, form: Form, words: Text) {
    match form.purpose {
        Purpose::Caller => {
            phone::write_caller(app);
            ask_for_caller(app);
        }
        Purpose::FreeAnswer(_) => free_answer(app, words),
        Purpose::Callback(_, queue) => {
            let note = words::CALLBACK_NOTE.fill(app.lang, &[("words", &words)]);
            chooser::entrust_with(app, queue, Text::block(&note));
        }
        Purpose::Enrol => {
            let roles = vec![Role::FirstLevel];
            let agency = app.agency_id.clone();
            app.ask(
                Ask::Enrol,
                Request::Enrol {
                    name: words,
                    roles,
                    agency,
                },
            );
            app.wait = Some(Wait::Answer(Ask::Enrol));
        }
        Purpose::Note(ticket) => super::dossier::note(app, ticket, words),
        Purpose::Close(ticket) => super::dossier::close(app, ticket, words),
        Purpose::CorrectText(ticket) => shift::correct_text(app, ticket, words),
        Purpose::Notice(article) => {
            let when = form.fields.get(1).map_or("", |field| field.line.as_str());
            notices::post(app, &article, words, when);
        }
        Purpose::Questions(_) => write_answers(app),
        Purpose::Act(article, of) => {
            let lines: Vec<Text> = form.fields.iter().map(|field| field.line.text()).collect();
            version::record_act(app, &article, of, &lines);
        }
    }
}

/// Whether there is a number to call back at: among the words, or known of the caller. The shortest
/// telephone numbers have six digits with their prefix.
fn can_be_called(app: &App, words: &str) -> bool {
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let known = app.call.caller.get(&field::PHONE);
    digits >= 6 || !app.call.caller_number.is_empty() || known.is_some_and(|line| !line.is_blank())
}

/// Whether the question that a form is about is there and waits for it; it is on screen then.
fn still_asked(app: &mut App, purpose: &Purpose) -> bool {
    let (Purpose::FreeAnswer(ticket) | Purpose::Callback(ticket, _)) = purpose else {
        return true;
    };
    let given = matches!(purpose, Purpose::Callback(..));
    let waits = |question: &Question| match question.ending {
        Ending::Open => true,
        Ending::Given { .. } => given,
        _ => false,
    };
    let questions = &app.call.questions;
    let place = questions
        .iter()
        .position(|question| question.ticket == *ticket && waits(question));
    app.call.current = place.unwrap_or(app.call.current);
    place.is_some()
}

/// Who works at this desk: asked on the first start. One at a time: the form that is open comes up.
pub fn open_enrol(app: &mut App) {
    let is_enrol =
        |panel: &Panel| matches!(panel, Panel::Form(form) if form.purpose == Purpose::Enrol);
    if let Some(position) = app.panels.iter().position(is_enrol) {
        let form = app.panels.remove(position);
        return app.panels.push(form);
    }
    let form = Form::single(
        app,
        words::ENROL_TITLE,
        words::ENROL_LABEL,
        "",
        Purpose::Enrol,
    );
    app.ask_line(form);
}

/// A form of several lines, each with its label and what stands in it.
fn lines(app: &App, title: String, rows: &[(Phrase, &str)], purpose: Purpose) -> Form {
    let fields = rows.iter().map(|(label, start)| FormField {
        label: app.say(*label).to_owned(),
        line: LineEdit::new(start),
        field: None,
        asked: None,
    });
    Form::new(title, fields.collect(), purpose)
}

/// The act by which a version was approved.
pub fn open_act(app: &mut App, article: Slug, of: [u8; 16]) {
    let today = app.now.local.date().format("%d/%m/%Y").to_string();
    let rows = [
        (words::ACT_PROTOCOL, ""),
        (words::ACT_DATE, today.as_str()),
        (words::ACT_NAME, ""),
        (words::ACT_SIDE, ""),
    ];
    let title = app.say(words::ACT_TITLE).to_owned();
    let form = lines(app, title, &rows, Purpose::Act(article, of));
    app.ask_line(form);
}

/// What was answered without a sheet.
pub fn open_free_answer(app: &mut App) {
    let Some(ticket) = app.call.question().map(|question| question.ticket) else {
        return;
    };
    let form = Form::single(
        app,
        words::OUTCOME_FREE,
        words::ANSWER_LABEL,
        "",
        Purpose::FreeAnswer(ticket),
    );
    app.ask_line(form);
}

fn free_answer(app: &mut App, answer: Text) {
    if let Some(question) = app.call.question_mut() {
        question.own_words = answer;
        app.confirmed = None;
        app.keep_draft();
    }
    app.go_on(Then::Conclude);
}

/// Where and when to call back.
pub fn open_callback(app: &mut App, queue: Queue) {
    let Some(ticket) = app.call.question().map(|question| question.ticket) else {
        return;
    };
    let start = app
        .call
        .caller
        .get(&field::PHONE)
        .map_or("", LineEdit::as_str)
        .to_owned();
    let purpose = Purpose::Callback(ticket, queue);
    let form = Form::single(
        app,
        words::CALLBACK_TITLE,
        words::CALLBACK_LABEL,
        &start,
        purpose,
    );
    app.ask_line(form);
}

/// A note on a request.
pub fn open_note(app: &mut App, ticket: TicketId) {
    let form = Form::single(
        app,
        words::NOTE_TITLE,
        words::NOTE_LABEL,
        "",
        Purpose::Note(ticket),
    );
    app.ask_line(form);
}

/// What was answered, to close a request.
pub fn open_close(app: &mut App, ticket: TicketId) {
    let form = Form::single(
        app,
        words::CLOSE_TITLE,
        words::ANSWER_LABEL,
        "",
        Purpose::Close(ticket),
    );
    app.ask_line(form);
}

/// Other words for a request of a past call.
pub fn open_correct_text(app: &mut App, ticket: TicketId, text: &str) {
    let purpose = Purpose::CorrectText(ticket);
    let form = Form::single(app, words::CORRECT_TEXT_TITLE, words::BODY, text, purpose);
    app.ask_line(form);
}
