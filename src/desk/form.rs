//! The form: one overlay for every few lines the desk asks for.

mod view;

use super::{
    app::{App, KnownCaller, Link, Wait},
    chooser,
    command::{Command, Shown, Step, commands},
    line::LineEdit,
    msg::{Ask, Effect, Then},
    panel::{Panel, Screen},
    shift,
    widget::{Canvas, Cursor},
    words,
};
use crate::{
    domain::{
        field::{self, Asked, FieldId, FieldSpec},
        id::{InteractionId, TicketId},
        op::Queue,
        outcome::Role,
        phone::Phone,
        text::Text,
    },
    keeper::service::Request,
};
use ratatui::layout::Rect;
use serde::{Deserialize, Serialize};

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
}

/// Words of forms that nothing has confirmed, as they are kept on disk beside the drafts of calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptWords {
    /// The name they are kept under.
    pub id: InteractionId,
    /// What each was typed for.
    pub words: Vec<(Purpose, LineEdit)>,
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
            fields,
            focus: 0,
            purpose,
        }
    }

    fn single(
        app: &App,
        title: crate::locale::Phrase,
        label: crate::locale::Phrase,
        start: &str,
        purpose: Purpose,
    ) -> Self {
        let field = FormField {
            label: app.say(label).to_owned(),
            line: LineEdit::new(start),
            field: None,
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
    pub fn unconfirmed(&self) -> Option<(Purpose, LineEdit)> {
        let line = &self.fields.first()?.line;
        let own = self.purpose != Purpose::Caller && !line.is_blank();
        own.then(|| (self.purpose.clone(), line.clone()))
    }

    /// What is doubtful about a line: a word beside it, never a refusal (KNOWLEDGE §4).
    #[must_use]
    pub fn doubt(field: &FormField) -> Option<crate::locale::Phrase> {
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

fn accept(app: &mut App) -> Step {
    let last = app
        .top::<Form>()
        .is_none_or(|form| form.focus + 1 >= form.fields.len());
    if last { submit(app) } else { step(app, 1) }
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

impl App {
    /// Closes every panel; what was typed in a form is kept for the next time it opens.
    pub fn close_panels(&mut self) {
        for words in self.words_in_forms() {
            self.put_by(words);
        }
        self.panels.clear();
    }

    /// Keeps words of a form for the next time it opens.
    pub fn put_by(&mut self, words: (Purpose, LineEdit)) {
        self.unconfirmed.retain(|(purpose, _)| *purpose != words.0);
        self.unconfirmed.push(words);
    }

    fn words_in_forms(&self) -> Vec<(Purpose, LineEdit)> {
        let forms = self.panels.iter().filter_map(|panel| match panel {
            Panel::Form(form) => form.unconfirmed(),
            _ => None,
        });
        forms.collect()
    }

    /// The words of forms that nothing has confirmed follow on disk: a desk that dies loses none.
    pub fn keep_words(&mut self) {
        let mut words = self.unconfirmed.clone();
        words.extend(self.words_in_forms());
        if words == self.kept_words.words {
            return;
        }
        self.kept_words.words = words;
        let id = self.kept_words.id;
        self.effects
            .retain(|effect| !matches!(effect, Effect::Keep(of, _) if *of == id));
        let kept = serde_json::to_string(&self.kept_words);
        self.effects.push(match kept {
            Ok(kept) if !self.kept_words.words.is_empty() => Effect::Keep(id, kept),
            _ => Effect::Forget(id),
        });
    }

    /// Words that a desk that died left behind are in their forms again.
    pub fn words_found(&mut self, found: &[KeptWords]) {
        for words in found.iter().flat_map(|found| &found.words) {
            let open = self.top::<Form>();
            let open = open.filter(|form| form.purpose == words.0 && form.unconfirmed().is_none());
            match open.and_then(|form| form.fields.first_mut()) {
                Some(field) => field.line = words.1.clone(),
                None => self.put_by(words.clone()),
            }
        }
        // They are kept with this desk's own before the others are let go.
        self.keep_words();
        let gone = found.iter().map(|found| Effect::Forget(found.id));
        self.effects.extend(gone);
    }

    /// Opens a form with one line, with what was typed in it before.
    fn ask_line(&mut self, mut form: Form) {
        let kept = self
            .unconfirmed
            .iter()
            .position(|(purpose, _)| *purpose == form.purpose);
        if let (Some(position), Some(field)) = (kept, form.fields.first_mut()) {
            field.line = self.unconfirmed.remove(position).1;
        }
        self.open(form);
    }
}

/// Whether F10 means the form on screen: what was typed in it concludes something.
pub fn asks_to_close(app: &mut App) -> bool {
    app.top::<Form>()
        .is_some_and(|form| form.purpose != Purpose::Caller && !form.words().is_empty())
}

/// Does what the lines are for.
pub fn submit(app: &mut App) -> Step {
    let Some(form) = app.top::<Form>().cloned() else {
        return Step::Done;
    };
    let words = form.words();
    if words.is_empty() && form.purpose != Purpose::Caller {
        app.refuse(words::NOTHING_TO_DO);
        return Step::Done;
    }
    if let Purpose::Close(ticket) | Purpose::CorrectText(ticket) = form.purpose
        && let Some(wait) = super::dossier::waits(app, ticket)
    {
        return Step::Wait(wait);
    }
    // A number that the telephone system told is the caller's once it is confirmed.
    keep_caller(app);
    app.back();
    app.confirmed = form.unconfirmed();
    match form.purpose {
        Purpose::Caller => ask_for_caller(app),
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
    }
    // What no batch has taken was refused at once.
    app.unconfirmed.extend(app.confirmed.take());
    Step::Done
}

/// F5: the caller's own requests, once he is known by his number; else his data.
pub fn caller(app: &mut App) -> Step {
    let saving = app.pending.last().map(|last| Wait::Saved(last.batch));
    let saving = saving.filter(|_| app.known.phone.is_some() && app.link != Link::Down);
    let coming = Wait::Answer(Ask::CallerRequests(app.known.asked));
    if let Some(wait) = saving.or_else(|| app.is_coming(&coming).then_some(coming)) {
        return Step::Wait(wait);
    }
    if app.known.requests.as_ref().is_none_or(Vec::is_empty) {
        open_caller(app);
    } else {
        chooser::open_caller_requests(app);
    }
    Step::Done
}

/// The caller's data, from the rows of the field table that ask for them.
pub fn open_caller(app: &mut App) {
    let asked = |spec: &&FieldSpec| spec.asked == Asked::Caller;
    let fields = field::FIELDS
        .iter()
        .filter(asked)
        .map(|spec| {
            let mut line = app.call.caller.get(&spec.id).cloned().unwrap_or_default();
            if line.is_blank() && spec.id == field::PHONE {
                line.insert(app.call.caller_number.as_str());
            }
            FormField {
                label: app.say(spec.label).to_owned(),
                line,
                field: Some(spec.id),
            }
        })
        .collect();
    let title = app.say(words::CALLER_TITLE);
    // One at a time: an older one below would bring back what it held.
    app.panels
        .retain(|panel| !matches!(panel, Panel::Form(form) if form.purpose == Purpose::Caller));
    app.open(Form::new(title, fields, Purpose::Caller));
}

/// What is typed in the caller's form is the caller's at once: no key discards it.
fn keep_caller(app: &mut App) {
    let Some(form) = app
        .top::<Form>()
        .filter(|form| form.purpose == Purpose::Caller)
        .cloned()
    else {
        return;
    };
    for line in form.fields {
        if let Some(field) = line.field {
            app.call.caller.insert(field, line.line);
        }
    }
    app.keep_draft();
}

/// A telephone number identifies the caller: his own requests are offered.
fn ask_for_caller(app: &mut App) {
    app.known = KnownCaller::default();
    let phone = app
        .call
        .caller
        .get(&field::PHONE)
        .map(|line| Phone::parse(line.as_str()));
    app.known.phone = phone.and_then(|phone| phone.normal());
    ask_for_requests(app);
}

/// His requests, asked again when something was saved: it may be another of his.
pub fn ask_for_requests(app: &mut App) {
    if let Some(phone) = app.known.phone.clone() {
        app.known.asked = app.next_question();
        let ask = Ask::CallerRequests(app.known.asked);
        app.ask(ask, Request::ByPhone(phone));
    }
}

/// Who works at this desk: asked on the first start.
pub fn open_enrol(app: &mut App) {
    let form = Form::single(
        app,
        words::ENROL_TITLE,
        words::ENROL_LABEL,
        "",
        Purpose::Enrol,
    );
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
