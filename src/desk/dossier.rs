//! One request with its history, and what may be done with it.

mod view;

use super::{
    app::{App, Wait},
    chooser,
    command::{Command, Shown, Step, commands},
    commit::{Batch, Said, or_told},
    form,
    line::LineEdit,
    msg::{Ask, Then},
    panel::{Panel, Screen},
    widget::{Canvas, Cursor},
    words,
};
use crate::{
    domain::{
        field::{self, Value},
        id::TicketId,
        op::{Op, Queue},
        outcome::Verb,
        rules::{self, Principal},
        slug::Slug,
        text::Text,
        ticket::Ticket,
    },
    keeper::service::{Dossier, Request},
};
use ratatui::layout::Rect;

/// The request screen.
#[derive(Clone, Debug, PartialEq)]
pub struct DossierPanel {
    /// Which request.
    pub ticket: TicketId,
    /// Everything about it, once it has come.
    pub dossier: Option<Box<Dossier>>,
    /// Rows scrolled away.
    pub scroll: usize,
    /// The question that will answer how it stands now; 0 once it has been answered.
    pub asked: u64,
}

use Shown::{Footer, Hidden, Listed};

impl Screen for DossierPanel {
    const SCOPES: &'static [&'static str] = &["request"];
    const OVERLAY: bool = false;
    const COMMANDS: &'static [Command] = commands! {
        "request" "take" Footer(0), "prendi" / "take", "Prende in carico la richiesta." / "Takes the request.", take;
        "request" "note" Footer(1), "nota" / "note", "Aggiunge una nota: chiunque, in ogni momento." / "Adds a note: anyone, at any time.", |app| on_ticket(app, form::open_note);
        "request" "assign" Listed, "assegna a me" / "assign to me", "Assegna la richiesta." / "Assigns the request.", assign_key;
        "request" "close" Footer(3), "concludi" / "close", "Conclude la richiesta con la risposta data." / "Closes the request with the answer given.", |app| on_ticket(app, form::open_close);
        "request" "reopen" Footer(4), "riapri" / "reopen", "Riapre la richiesta." / "Reopens the request.", reopen;
        "request" "keep" Listed, "tieni l'altro valore" / "keep the other value", "Tiene il valore che aveva perso contro uno scritto nello stesso momento." / "Keeps the value that lost against one written at the same time.", keep_other;
        "request" "back" Footer(5), "indietro" / "back", "Torna indietro." / "Goes back.", back;
        "request" "up" Hidden, "su" / "up", "Una riga più su." / "A line up.", |app| scroll(app, -1);
        "request" "down" Hidden, "giù" / "down", "Una riga più giù." / "A line down.", |app| scroll(app, 1);
        "request" "page_up" Hidden, "pagina su" / "page up", "Una pagina più su." / "A page up.", |app| scroll(app, -10);
        "request" "page_down" Hidden, "pagina giù" / "page down", "Una pagina più giù." / "A page down.", |app| scroll(app, 10);
        "request" "first" Hidden, "all'inizio" / "to the start", "All'inizio." / "To the start.", |app| scroll(app, isize::MIN);
        "request" "last" Hidden, "alla fine" / "to the end", "Alla fine." / "To the end.", |app| scroll(app, isize::MAX);
    };

    fn line(&mut self) -> Option<&mut LineEdit> {
        None
    }

    fn view(&self, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
        view::view(self, app, area, canvas)
    }
}

/// Opens a request; its content is on its way.
pub fn open(app: &mut App, ticket: TicketId) -> Step {
    app.open(DossierPanel {
        ticket,
        dossier: None,
        scroll: 0,
        asked: 0,
    });
    read_again(app, ticket);
    Step::Done
}

/// Opens a request to do something with it as soon as it has come.
pub fn open_to(app: &mut App, ticket: TicketId, then: Then) -> Step {
    app.go_on(then);
    open(app, ticket)
}

fn read_again(app: &mut App, ticket: TicketId) {
    let question = app.next_question();
    app.ask(Ask::Dossier(ticket, question), Request::Dossier(ticket));
    for panel in &mut app.panels {
        if let Panel::Dossier(panel) = panel
            && panel.ticket == ticket
        {
            panel.asked = question;
        }
    }
}

/// The request on screen, when one has the keys.
#[must_use]
pub fn shown(app: &App) -> Option<TicketId> {
    match app.panels.last() {
        Some(Panel::Dossier(panel)) => Some(panel.ticket),
        _ => None,
    }
}

/// The content of a request has come.
pub fn arrived(app: &mut App, question: u64, found: Option<Box<Dossier>>) {
    let Some(found) = found else {
        app.refuse(words::NO_TICKET);
        return;
    };
    let owner = found.ticket.standing.owner.as_ref();
    app.meet(found.history.iter().map(|event| &event.by).chain(owner));
    for panel in &mut app.panels {
        if let Panel::Dossier(panel) = panel
            && panel.ticket == found.ticket.id
        {
            panel.dossier = Some(found.clone());
            if panel.asked == question {
                panel.asked = 0;
            }
        }
    }
}

/// Requests changed somewhere: an open one is read again.
pub fn changed(app: &mut App, tickets: &[TicketId]) {
    let open: Vec<TicketId> = app
        .panels
        .iter()
        .filter_map(|panel| match panel {
            Panel::Dossier(panel) if tickets.contains(&panel.ticket) => Some(panel.ticket),
            _ => None,
        })
        .collect();
    for ticket in open {
        read_again(app, ticket);
    }
}

/// Something was saved: every request on screen is read again before a key decides about it.
pub fn saved(app: &mut App) {
    let open: Vec<TicketId> = app
        .panels
        .iter()
        .filter_map(|panel| match panel {
            Panel::Dossier(panel) => Some(panel.ticket),
            _ => None,
        })
        .collect();
    changed(app, &open);
}

/// What a decision on a request waits for: it names the decisions its author saw, the one he has
/// just taken included. What was asked and could not be had is asked again.
#[must_use]
pub fn waits(app: &mut App, ticket: TicketId) -> Option<Wait> {
    if let Some(pending) = app.pending.last() {
        return Some(Wait::Saved(pending.batch));
    }
    let coming = content_coming(app, ticket)?;
    if app.is_coming(&coming) {
        return Some(coming);
    }
    read_again(app, ticket);
    content_coming(app, ticket)
}

/// The content of a request that was asked for and has not come.
fn content_coming(app: &App, ticket: TicketId) -> Option<Wait> {
    app.panels.iter().rev().find_map(|panel| match panel {
        Panel::Dossier(panel) if panel.ticket == ticket && panel.asked > 0 => {
            Some(Wait::Answer(Ask::Dossier(ticket, panel.asked)))
        }
        _ => None,
    })
}

/// The ticket on screen or in the stack, once it has come.
fn ticket_of(app: &App, ticket: TicketId) -> Option<&Ticket> {
    app.panels.iter().rev().find_map(|panel| match panel {
        Panel::Dossier(panel) if panel.ticket == ticket => {
            panel.dossier.as_ref().map(|dossier| &dossier.ticket)
        }
        _ => None,
    })
}

fn on_ticket(app: &mut App, then: fn(&mut App, TicketId)) -> Step {
    let Some(ticket) = shown(app) else {
        return Step::Done;
    };
    if let Some(wait) = waits(app, ticket) {
        return Step::Wait(wait);
    }
    then(app, ticket);
    Step::Done
}

/// Takes the request on screen.
pub fn take(app: &mut App) -> Step {
    on_ticket(app, |app, ticket| {
        change(app, ticket, Verb::Take, None, None, Text::default());
    })
}

/// Asks for other words for the request on screen.
pub fn correct_text(app: &mut App) -> Step {
    on_ticket(app, |app, ticket| {
        let text = ticket_of(app, ticket).map(|found| found.words(field::TEXT).to_owned());
        if let Some(text) = text {
            form::open_correct_text(app, ticket, &text);
        }
    })
}

fn reopen(app: &mut App) -> Step {
    on_ticket(app, |app, ticket| {
        change(app, ticket, Verb::Reopen, None, None, Text::default());
    })
}

fn assign_key(app: &mut App) -> Step {
    on_ticket(app, |app, ticket| {
        let me = app
            .operator
            .as_ref()
            .map(|me| (me.id.clone(), me.name.to_string()));
        chooser::open_assign(app, ticket, me.as_slice());
    })
}

/// Entrusts a request of the queue.
pub fn entrust(app: &mut App, ticket: TicketId, queue: Queue) {
    let verb = match queue {
        Queue::Office(_) => Verb::EscalateDepartment,
        _ => Verb::EscalateBackOffice,
    };
    change(app, ticket, verb, Some(queue), None, Text::default());
}

/// Assigns a request to an operator.
pub fn assign(app: &mut App, ticket: TicketId, operator: Slug) {
    change(
        app,
        ticket,
        Verb::Assign,
        None,
        Some(operator),
        Text::default(),
    );
}

/// Closes a request with the answer given.
pub fn close(app: &mut App, ticket: TicketId, answer: Text) {
    change(app, ticket, Verb::Close, None, None, answer);
}

/// Adds a note.
pub fn note(app: &mut App, ticket: TicketId, text: Text) {
    let mut batch = Batch::default();
    batch.push(Op::Note {
        ticket,
        text,
        corrects: None,
    });
    write(app, batch);
}

fn write(app: &mut App, batch: Batch) {
    or_told(app.commit_apart(batch, Said::Saved));
}

/// Changes the state from the heads on screen; the rulebook says beforehand what the keeper would.
fn change(
    app: &mut App,
    id: TicketId,
    verb: Verb,
    to: Option<Queue>,
    owner: Option<Slug>,
    text: Text,
) {
    let Some(ticket) = ticket_of(app, id).cloned() else {
        return;
    };
    let parents = ticket.heads.clone();
    let op = Op::Change {
        ticket: id,
        verb,
        to,
        owner,
        parents,
        text,
    };
    let allowed = app.operator.as_ref().map(|me| {
        rules::authorize(
            Principal::Person(me),
            &op,
            &ticket.agency,
            rules::Known::Ticket(&ticket),
        )
    });
    if let Some(Err(refusal)) = allowed {
        app.refuse(refusal.words);
        return;
    }
    let mut batch = Batch::default();
    batch.push(op);
    write(app, batch);
}

/// One key keeps the value that lost against a concurrent one (DESIGN §3, Merge).
fn keep_other(app: &mut App) -> Step {
    on_ticket(app, |app, id| {
        let Some(ticket) = ticket_of(app, id) else {
            return;
        };
        let lost = ticket.fields.iter().find_map(|(field, register)| {
            let (_, value) = register.beaten.first()?;
            Some((*field, value.clone(), register.replaces()))
        });
        let Some((field, value, replaces)) = lost else {
            app.refuse(words::NOTHING_TO_DO);
            return;
        };
        let mut batch = Batch::default();
        batch.set_value(id, field, value, replaces);
        write(app, batch);
    })
}

/// Other words for a request of a past call, in place of those on screen.
pub fn set_text(app: &mut App, id: TicketId, text: Text) {
    let Some(ticket) = ticket_of(app, id) else {
        return;
    };
    let replaces = ticket
        .fields
        .get(&field::TEXT)
        .map(crate::domain::ticket::Register::replaces);
    let mut batch = Batch::default();
    batch.set_value(
        id,
        field::TEXT,
        Value::Text(text),
        replaces.unwrap_or_default(),
    );
    write(app, batch);
}

fn back(app: &mut App) -> Step {
    app.back();
    Step::Done
}

fn scroll(app: &mut App, by: isize) -> Step {
    let last = match app.panels.last() {
        Some(Panel::Dossier(panel)) => view::last_scroll(panel, app),
        _ => 0,
    };
    if let Some(panel) = app.top::<DossierPanel>() {
        panel.scroll = panel.scroll.saturating_add_signed(by).min(last);
    }
    Step::Done
}
