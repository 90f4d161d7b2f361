//! The shift around the calls: parking and resuming, the last ten calls, undo, drafts found, leaving.

mod drafts;
mod undo;

use super::{
    app::{App, KnownCaller, PARKED_MAX, Wait},
    chooser::{Choice, Chooser, Kind, Pick},
    command::Step,
    commit::{Batch, Said, or_told},
    dossier,
    draft::Call,
    msg::{Ask, Then},
    panel::Panel,
    phone,
    theme::Tone,
    widget, words,
};
use crate::{
    domain::{
        id::{InteractionId, TicketId},
        op::Op,
        outcome::Outcome,
        text::Text,
    },
    keeper::service::{CallRow, Request},
};

pub use drafts::{Unclaimed, claim, drafts_found, not_adopted, take_draft};
pub use undo::undo;

/// How many calls can be corrected (DESIGN §4).
const RECENT: u16 = 10;

/// What is corrected in a past call.
#[derive(Clone, Debug, PartialEq)]
pub enum Correction {
    /// Its outcome.
    Outcome(Outcome),
    /// Its answer: the sheet chosen in the results now.
    Answer(Box<crate::domain::article::Published>),
    /// Its text.
    Text,
}

/// F3: parks the call; on a free desk lists the parked ones.
pub fn park(app: &mut App) -> Step {
    if app.operator.is_none() {
        return Step::Wait(Wait::Welcome);
    }
    if app.call.is_blank() || app.call.concluded {
        return open_parked(app);
    }
    if app.parked.len() >= PARKED_MAX {
        app.refuse(words::PARK_FULL);
        return Step::Done;
    }
    if let Some(wait) = app.unsaved() {
        // The draft must name the ops it goes on from.
        return Step::Wait(wait);
    }
    let Ok(draft) = serde_json::to_string(&app.call) else {
        return Step::Done;
    };
    let before = app.call.clone();
    let interaction = before.interaction;
    let mut batch = Batch::default();
    batch.begin(app);
    batch.push(Op::Park { interaction, draft });
    if app.commit(batch, before, Said::Parked).is_err() {
        return Step::Done;
    }
    app.parked.push(interaction);
    app.new_call();
    app.keep_draft();
    Step::Done
}

/// Lists the parked calls of the agency: any desk of it may resume one.
pub fn open_parked(app: &mut App) -> Step {
    if app.operator.is_none() {
        return Step::Wait(Wait::Welcome);
    }
    if let Some(pending) = app.pending.last() {
        return Step::Wait(Wait::Saved(pending.batch));
    }
    let mut chooser = Chooser::new(app.fill(words::PARKED_TITLE, &[]), Vec::new());
    app.say(words::PARKED_NONE).clone_into(&mut chooser.empty);
    let asked = app.ask_parked();
    chooser.waits = Some(Wait::Answer(asked));
    app.open(chooser);
    Step::Done
}

impl App {
    /// Asks for the parked calls of the agency.
    pub fn ask_parked(&mut self) -> Ask {
        let asked = Ask::Parked(self.next_question());
        let agency = self.agency_id.clone();
        self.ask(asked.clone(), Request::ParkedCalls(agency));
        asked
    }
}

/// The parked calls have come: the list that waits for them shows them, with the drafts of this desk.
pub fn parked_arrived(app: &mut App, asked: &Ask, calls: Vec<CallRow>) {
    let here: Vec<InteractionId> = calls.iter().map(|row| row.interaction.id).collect();
    app.parked.retain(|id| here.contains(id));
    for row in &calls {
        let mine = row
            .interaction
            .parked
            .as_ref()
            .is_some_and(|parked| app.operator.as_ref().is_some_and(|me| me.id == parked.by));
        if mine && !app.parked.contains(&row.interaction.id) {
            app.parked.push(row.interaction.id);
        }
    }
    let drafts = app.drafts.iter().map(|draft| {
        let label = format!(
            "{}  {}",
            widget::since(draft.started.map(|(at, _)| at), app),
            headline(draft)
        );
        let pick = Pick::Draft(draft.interaction);
        Choice::new(label, app.say(words::DRAFT_FROM), pick).toned(Tone::Doubt)
    });
    let rows = calls.into_iter().map(|row| {
        let draft = draft_of(&row);
        let at = row.interaction.parked.as_ref().map(|parked| parked.at);
        let by = row
            .interaction
            .parked
            .as_ref()
            .map_or_else(String::new, |parked| {
                app.operator_name(&parked.by).to_owned()
            });
        let title = draft.as_ref().map_or_else(String::new, headline);
        Choice::new(
            format!("{}  {title}", widget::since(at, app)),
            by,
            Pick::Resume(Box::new(row)),
        )
    });
    let choices = drafts.chain(rows).collect();
    show_in_waiting(app, asked, choices);
}

/// Shows the choices of an answer in the list that waits for them, if it is still open: another one
/// may cover it by now.
fn show_in_waiting(app: &mut App, asked: &Ask, choices: Vec<Choice>) {
    let waiting = Some(Wait::Answer(asked.clone()));
    for panel in &mut app.panels {
        if let Panel::Chooser(chooser) = panel
            && chooser.waits == waiting
        {
            chooser.show(choices);
            chooser.waits = None;
            return;
        }
    }
}

/// What a parked or found call is about.
fn headline(draft: &Call) -> String {
    let lines = draft
        .questions
        .iter()
        .map(|question| question.line.as_str().trim());
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" / ")
}

fn draft_of(row: &CallRow) -> Option<Call> {
    let parked = row.interaction.parked.as_ref()?;
    serde_json::from_str(&parked.draft).ok()
}

/// Takes a parked call up at this desk.
pub fn resume(app: &mut App, row: &CallRow) -> Step {
    if !app.call.is_blank() && !app.call.concluded {
        app.refuse(words::FINISH_FIRST);
        return Step::Done;
    }
    let (Some(draft), Some(parked)) = (draft_of(row), row.interaction.parked.as_ref()) else {
        app.refuse(words::PARKED_GONE);
        return Step::Done;
    };
    let before = app.call.clone();
    let interaction = row.interaction.id;
    let mut batch = Batch::default();
    batch.push(Op::Resume {
        interaction,
        station: app.station,
        parked: parked.op,
    });
    let call = Call {
        begun: true,
        ..draft
    };
    let said = Said::Resumed(Box::new(call.clone()));
    if app.commit(batch, before, said).is_err() {
        return Step::Done;
    }
    app.parked.retain(|id| *id != interaction);
    put_back(app, call);
    Step::Done
}

fn put_back(app: &mut App, call: Call) {
    if app.call.interaction != call.interaction {
        app.known = KnownCaller::default();
        phone::write_caller(app);
    }
    app.call = call;
    app.close_panels();
    app.line_changed();
    app.keep_draft();
}

/// F9: the last ten calls of this operator, to be corrected.
pub fn open_recent(app: &mut App) -> Step {
    let Some(me) = app.operator.as_ref().map(|me| me.id.clone()) else {
        return Step::Wait(Wait::Welcome);
    };
    if let Some(pending) = app.pending.last() {
        return Step::Wait(Wait::Saved(pending.batch));
    }
    let mut chooser = Chooser::new(app.fill(words::RECENT_TITLE, &[]), Vec::new());
    app.say(words::RECENT_NONE).clone_into(&mut chooser.empty);
    let asked = Ask::Recent(app.next_question());
    chooser.waits = Some(Wait::Answer(asked.clone()));
    app.open(chooser);
    app.ask(asked, Request::RecentCalls(me, RECENT));
    Step::Done
}

/// The last calls have come.
pub fn recent_arrived(app: &mut App, asked: &Ask, calls: &[CallRow]) {
    let choices = calls
        .iter()
        .flat_map(by_request)
        .map(|row| {
            let titles: Vec<&str> = row
                .tickets
                .iter()
                .map(|ticket| ticket.title.as_str())
                .collect();
            let outcome = row.interaction.conclusions.last().map(|last| last.outcome);
            let number = row.tickets.first().and_then(|ticket| ticket.number);
            let number = number.map(|number| number.to_string()).unwrap_or_default();
            let at = widget::clock(row.interaction.started, app);
            let label = format!("{at}  {number:<11}  {}", titles.join(" / "));
            let detail = outcome
                .map_or("", |outcome| app.say(outcome.label()))
                .to_owned();
            Choice::new(label, detail, Pick::Recent(Box::new(row)))
        })
        .collect();
    show_in_waiting(app, asked, choices);
}

/// A call with several requests is corrected request by request: a row for each conclusion.
fn by_request(call: &CallRow) -> Vec<CallRow> {
    let rows = call.interaction.conclusions.iter().map(|conclusion| {
        let mut row = call.clone();
        row.interaction.conclusions = vec![conclusion.clone()];
        row.tickets
            .retain(|ticket| conclusion.ticket == Some(ticket.id));
        row
    });
    rows.collect()
}

/// What may be corrected in a call; the sheet chosen in the results may become its answer.
pub fn open_correction(app: &mut App, row: &CallRow) -> Step {
    if !app.results.fresh() {
        return Step::Wait(Wait::Results);
    }
    let mut choices = Vec::new();
    let pick = |correction| Pick::Correct(Box::new(row.clone()), correction);
    if !row.tickets.is_empty() {
        choices.push(Choice::new(
            app.say(words::CORRECT_TEXT),
            "",
            pick(Correction::Text),
        ));
        let told = row.interaction.conclusions.last();
        let told = told.and_then(|last| last.answer.clone());
        if let Some(super::app::Item::Article(hit)) = app.chosen()
            && told != Some(hit.published.reference())
        {
            let title = &hit.published.article.title;
            let label = words::CORRECT_ANSWER.fill(app.lang, &[("title", title)]);
            let correction = Correction::Answer(Box::new(hit.published.clone()));
            choices.push(Choice::new(label, "", pick(correction)));
        }
    }
    let alone = row.tickets.is_empty();
    let fitting = |outcome: &&Outcome| !alone || outcome.stands_without_request();
    let now = row.interaction.conclusions.last().map(|last| last.outcome);
    choices.extend(Outcome::ALL.iter().filter(fitting).map(|outcome| {
        let detail = if now == Some(*outcome) {
            app.say(words::IT_IS_SO)
        } else {
            ""
        };
        Choice::new(
            app.say(outcome.label()),
            detail,
            pick(Correction::Outcome(*outcome)),
        )
    }));
    app.open(Chooser::new(app.say(words::CORRECT_TITLE), choices));
    Step::Done
}

/// Corrects a call: a new op that refers to the old one, so that no timer has to be raced.
pub fn correct(app: &mut App, row: &CallRow, correction: Correction) -> Step {
    let Some(last) = row.interaction.conclusions.last() else {
        app.refuse(words::NOTHING_TO_DO);
        return Step::Done;
    };
    let (outcome, answer) = match correction {
        Correction::Text => {
            let Some(ticket) = row.tickets.first() else {
                return Step::Done;
            };
            return dossier::open_to(app, ticket.id, Then::CorrectText);
        }
        Correction::Outcome(outcome) => (outcome, last.answer.clone()),
        Correction::Answer(published) => (last.outcome, Some(published.reference())),
    };
    let mut batch = Batch::default();
    batch.push(Op::Conclude {
        interaction: row.interaction.id,
        ticket: last.ticket,
        outcome,
        answer,
        corrects: Some(last.op),
        text: last.text.clone(),
    });
    or_told(app.commit_apart(batch, Said::Saved));
    Step::Done
}

/// Other words for a request of a past call.
pub fn correct_text(app: &mut App, ticket: TicketId, text: Text) {
    dossier::set_text(app, ticket, text);
}

/// How many open forms hold words that nothing has confirmed: they are kept like those put by.
fn words_in_open_forms(app: &App) -> usize {
    let forms = app.panels.iter().filter_map(|panel| match panel {
        Panel::Form(form) => form.unconfirmed(),
        _ => None,
    });
    forms.count()
}

/// Ctrl-q: what is still open, and the way out. Nothing stays behind unseen.
pub fn open_end(app: &mut App) -> Step {
    if app
        .top::<Chooser>()
        .is_some_and(|open| open.kind == Kind::End)
    {
        return Step::Done;
    }
    let mut choices = Vec::new();
    if !app.pending.is_empty() {
        let words = words::END_UNSAVED.count(app.lang, app.pending.len(), &[]);
        choices.push(Choice::new(words, "", Pick::Nothing).toned(Tone::Alarm));
    }
    if !app.call.is_blank() && !app.call.concluded {
        choices
            .push(Choice::new(app.say(words::END_OPEN_CALL), "", Pick::Nothing).toned(Tone::Doubt));
    }
    if !app.drafts.is_empty() {
        let words = words::END_DRAFTS.count(app.lang, app.drafts.len(), &[]);
        choices.push(Choice::new(words, "", Pick::Nothing).toned(Tone::Doubt));
    }
    if !app.parked.is_empty() {
        let words = words::END_PARKED.count(app.lang, app.parked.len(), &[]);
        choices.push(Choice::new(words, "", Pick::Nothing).toned(Tone::Doubt));
    }
    let unconfirmed = app.unconfirmed.len() + words_in_open_forms(app);
    if unconfirmed > 0 {
        let words = words::END_WORDS.count(app.lang, unconfirmed, &[]);
        choices.push(Choice::new(words, "", Pick::Nothing).toned(Tone::Doubt));
    }
    let clean = choices.is_empty();
    choices.insert(
        0,
        Choice::new(app.say(words::END_LEAVE), "", Pick::Leave).toned(Tone::Strong),
    );
    let mut chooser = Chooser::new(app.say(words::END_TITLE), choices).of_kind(Kind::End);
    if clean {
        app.say(words::END_CLEAN).clone_into(&mut chooser.note);
    }
    app.open(chooser);
    Step::Done
}
