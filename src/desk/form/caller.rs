//! The caller of a call: what he says of himself, and the requests his telephone number finds.

use super::{Form, FormField, Purpose};
use crate::{
    desk::{
        app::{App, KnownCaller, Wait},
        chooser,
        command::Step,
        draft::{Ending, Question},
        msg::Ask,
        panel::Panel,
        words,
    },
    domain::{
        field::{self, Asked, FieldSpec},
        phone::Phone,
    },
    keeper::service::Request,
};

/// F5: the caller's own requests, once he is known by his number; else his data.
pub fn caller(app: &mut App) -> Step {
    let written = |question: &Question| question.ending != Ending::Open;
    if app.call.concluded && !app.call.questions.iter().any(written) {
        app.refuse(words::NO_REQUEST_HERE);
        return Step::Done;
    }
    let saving = app.pending.last().map(|last| Wait::Saved(last.batch));
    let saving = saving.filter(|_| app.known.phone.is_some());
    let coming = Wait::Answer(Ask::CallerRequests(app.known.asked));
    // His data can be typed whatever the keeper does.
    let waits = [saving, Some(coming)].into_iter().flatten();
    if let Some(wait) = { waits }.find(|wait| app.is_coming(wait)) {
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
                asked: None,
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
pub(super) fn keep_caller(app: &mut App) {
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
pub(super) fn ask_for_caller(app: &mut App) {
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
