//! `ticket show --json`: the fields scripts count on, in their order, never translated.

use crate::{
    cli::identity,
    domain::{
        field::{self, FieldId, Value},
        interaction::{Conclusion, Interaction, Telling},
        op::ArticleRef,
        outcome::{Outcome, TicketKind},
        ticket::{Note, Ticket},
        time::Moment,
    },
    keeper::service::{Dossier, Event, Row},
};
use serde::Serialize;

/// A request as a script reads it.
#[derive(Debug, Serialize)]
pub struct Shown {
    number: Option<String>,
    id: String,
    agency: String,
    kind: String,
    state: &'static str,
    level: &'static str,
    owner: Option<String>,
    queue: String,
    topic: String,
    title: String,
    text: String,
    requester: Option<Requester>,
    channel: String,
    outcome: Option<&'static str>,
    article: Option<Article>,
    opened_at: String,
    updated_at: String,
    closed_at: Option<String>,
    due_at: Option<String>,
    flags: Vec<String>,
    aliases: Vec<String>,
    links: Vec<String>,
    interactions: Vec<Contact>,
    notes: Vec<Annotation>,
    history: Vec<Line>,
}

/// Who asked; `null` for a call without any data of the caller.
#[derive(Debug, Serialize)]
struct Requester {
    name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

#[derive(Debug, Eq, PartialEq, Serialize)]
struct Article {
    id: String,
    version: Option<String>,
}

#[derive(Debug, Serialize)]
struct Contact {
    id: String,
    channel: &'static str,
    operator: String,
    started_at: String,
    ended_at: Option<String>,
    source: &'static str,
    caller: Option<String>,
    conclusions: Vec<Ended>,
    told: Vec<Told>,
}

#[derive(Debug, Serialize)]
struct Ended {
    outcome: &'static str,
    article: Option<Article>,
    text: String,
}

#[derive(Debug, Serialize)]
struct Told {
    article: Article,
    passage: String,
    used: bool,
}

#[derive(Debug, Serialize)]
struct Annotation {
    at: String,
    by: String,
    text: String,
    corrected: bool,
}

/// One line of a history.
#[derive(Debug, Serialize)]
pub struct Line {
    at: String,
    by: String,
    role: &'static str,
    what: &'static str,
    which: String,
    words: String,
    void: bool,
}

impl Shown {
    /// The request with everything about it.
    #[must_use]
    pub fn of(dossier: &Dossier) -> Self {
        let ticket = &dossier.ticket;
        Self {
            number: ticket.number.map(|number| number.to_string()),
            id: ticket.id.to_string(),
            agency: ticket.agency.to_string(),
            kind: kind(ticket),
            state: ticket.standing.state.id(),
            level: ticket.standing.level.id(),
            owner: ticket.standing.owner.as_ref().map(ToString::to_string),
            queue: ticket.standing.queue.id().to_owned(),
            topic: ticket.words(field::TOPIC).to_owned(),
            title: ticket.headline().to_owned(),
            text: ticket.words(field::TEXT).to_owned(),
            requester: requester(ticket),
            channel: ticket.words(field::CHANNEL).to_owned(),
            outcome: outcome(ticket).map(Outcome::id),
            article: article(ticket),
            opened_at: ticket.opened_at.rfc3339(),
            updated_at: ticket.updated_at.rfc3339(),
            closed_at: ticket.closed_at.map(Moment::rfc3339),
            due_at: due(ticket).map(Moment::rfc3339),
            flags: flags(ticket),
            aliases: ticket.aliases.iter().map(ToString::to_string).collect(),
            links: ticket.links.iter().map(ToString::to_string).collect(),
            interactions: dossier
                .interactions
                .iter()
                .map(|interaction| Contact::of(interaction, ticket))
                .collect(),
            notes: ticket.notes.iter().map(Annotation::of).collect(),
            history: history(&dossier.history),
        }
    }
}

/// The kind, information where nothing says it.
#[must_use]
pub fn kind(ticket: &Ticket) -> String {
    match ticket.words(field::KIND) {
        "" => TicketKind::Information.id().to_owned(),
        kind => kind.to_owned(),
    }
}

/// How the last contact ended for it, corrections in force.
#[must_use]
pub fn outcome(ticket: &Ticket) -> Option<Outcome> {
    let mut in_force = ticket.endings.iter().filter(|ending| !ending.corrected);
    in_force.next_back().map(|ending| ending.outcome)
}

/// When it is due.
#[must_use]
pub fn due(ticket: &Ticket) -> Option<Moment> {
    match ticket.fields.get(&field::DUE_AT)?.value {
        Value::Moment(moment) => Some(moment),
        Value::Text(_) | Value::Flag(_) => None,
    }
}

/// What stands out about it: decisions or values that wait for a person, and its tags.
#[must_use]
pub fn flags(ticket: &Ticket) -> Vec<String> {
    let mut flags = Vec::new();
    if !ticket.conflict.is_empty() {
        flags.push("conflict".to_owned());
    }
    if ticket
        .fields
        .values()
        .any(|register| !register.beaten.is_empty())
    {
        flags.push("concurrent-edit".to_owned());
    }
    if ticket.unread > 0 {
        flags.push("newer-version".to_owned());
    }
    flags.extend(ticket.tags.iter().map(ToString::to_string));
    flags
}

/// A history as a script reads it.
#[must_use]
pub fn history(events: &[Event]) -> Vec<Line> {
    events.iter().map(Line::of).collect()
}

/// A request in a list, as a script reads it.
#[must_use]
pub fn row(row: &Row) -> serde_json::Value {
    serde_json::json!({
        "number": row.number.map(|number| number.to_string()),
        "id": row.id.to_string(),
        "agency": row.agency.as_str(),
        "kind": row.kind.id(),
        "state": row.state.id(),
        "level": row.level.id(),
        "owner": row.owner.as_ref().map(crate::domain::slug::Slug::as_str),
        "queue": row.queue.id(),
        "topic": row.topic.as_str(),
        "title": row.title.as_str(),
        "opened_at": row.opened_at.rfc3339(),
        "updated_at": row.updated_at.rfc3339(),
        "closed_at": row.closed_at.map(Moment::rfc3339),
        "due_at": row.due_at.map(Moment::rfc3339),
        "conflict": row.conflict,
    })
}

fn given(ticket: &Ticket, field: FieldId) -> Option<String> {
    let words = ticket.words(field);
    (!words.is_empty()).then(|| words.to_owned())
}

/// The answer its field names, else the one of its last contact.
fn article(ticket: &Ticket) -> Option<Article> {
    let named = ticket.words(field::ARTICLE);
    if let Some((id, version)) = named.split_once('@') {
        return Some(Article {
            id: id.to_owned(),
            version: Some(version.to_owned()),
        });
    }
    if !named.is_empty() {
        return Some(Article {
            id: named.to_owned(),
            version: None,
        });
    }
    let answers = ticket.endings.iter().filter(|ending| !ending.corrected);
    answers
        .filter_map(|ending| ending.answer.as_ref())
        .next_back()
        .map(Article::of)
}

impl Article {
    fn of(reference: &ArticleRef) -> Self {
        Self {
            id: reference.id.to_string(),
            version: Some(identity::hex(reference.version)),
        }
    }
}

impl Contact {
    fn of(interaction: &Interaction, ticket: &Ticket) -> Self {
        let of_ticket = |subject: Option<_>| subject.is_none_or(|subject| subject == ticket.id);
        Self {
            id: interaction.id.to_string(),
            channel: interaction.channel.id(),
            operator: interaction.operator.to_string(),
            started_at: interaction.started.rfc3339(),
            ended_at: interaction.ended.map(Moment::rfc3339),
            source: interaction.source.id(),
            caller: (!interaction.caller.is_empty()).then(|| interaction.caller.to_string()),
            conclusions: interaction
                .conclusions
                .iter()
                .filter(|conclusion| of_ticket(conclusion.ticket))
                .map(Ended::of)
                .collect(),
            told: interaction
                .told
                .iter()
                .filter(|told| of_ticket(told.ticket))
                .map(Told::of)
                .collect(),
        }
    }
}

impl Ended {
    fn of(conclusion: &Conclusion) -> Self {
        Self {
            outcome: conclusion.outcome.id(),
            article: conclusion.answer.as_ref().map(Article::of),
            text: conclusion.text.to_string(),
        }
    }
}

impl Told {
    fn of(told: &Telling) -> Self {
        Self {
            article: Article::of(&told.answer),
            passage: told.passage.to_string(),
            used: told.used,
        }
    }
}

impl Annotation {
    fn of(note: &Note) -> Self {
        Self {
            at: note.at.rfc3339(),
            by: note.by.to_string(),
            text: note.text.to_string(),
            corrected: note.corrected,
        }
    }
}

impl Line {
    fn of(event: &Event) -> Self {
        Self {
            at: event.at.rfc3339(),
            by: event.by.to_string(),
            role: event.role.id(),
            what: event.what.id(),
            which: event.which.clone(),
            words: event.words.to_string(),
            void: event.void,
        }
    }
}
/// The requester's data, when there are any.
fn requester(ticket: &Ticket) -> Option<Requester> {
    let name = given(ticket, field::NAME);
    let phone = given(ticket, field::PHONE);
    let email = given(ticket, field::EMAIL);
    let known = [&name, &phone, &email].into_iter().any(Option::is_some);
    known.then_some(Requester { name, phone, email })
}
