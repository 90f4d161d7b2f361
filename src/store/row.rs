//! A ticket in a list, and which tickets a list shows.

use crate::domain::{
    field::{self, Value},
    id::TicketId,
    number::TicketNumber,
    op::Queue,
    outcome::{Level, State, TicketKind},
    slug::Slug,
    text::{Text, folded},
    ticket::Ticket,
    time::Moment,
};
use serde::{Deserialize, Serialize};

/// The most characters of a headline.
const HEADLINE: usize = 200;

/// Which tickets a list shows.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    /// Of this agency; every one the operator works for when `None`.
    pub agency: Option<Slug>,
    /// In this queue.
    pub queue: Option<Queue>,
    /// At this level.
    pub level: Option<Level>,
    /// In this state.
    pub state: Option<State>,
    /// Not closed.
    pub unclosed: bool,
    /// Owned by this operator.
    pub owner: Option<Slug>,
    /// Opened at or after.
    pub since: Option<Moment>,
    /// With all these words in number, title or topic, accents and case aside.
    pub words: String,
    /// At most so many, newest change first; 0 means 100.
    pub limit: u32,
}

/// A ticket in a list.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its identity.
    pub id: TicketId,
    /// Its number.
    pub number: Option<TicketNumber>,
    /// Its agency.
    pub agency: Slug,
    /// What sort of request.
    pub kind: TicketKind,
    /// What it is doing.
    pub state: State,
    /// Who holds it.
    pub level: Level,
    /// Where it waits.
    pub queue: Queue,
    /// Whose it is.
    pub owner: Option<Slug>,
    /// Its topic's slug, or empty.
    pub topic: Text,
    /// Its headline, at most 200 characters.
    pub title: Text,
    /// When it was opened.
    pub opened_at: Moment,
    /// Its last change.
    pub updated_at: Moment,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// When it is due.
    pub due_at: Option<Moment>,
    /// *Decisioni diverse* wait for a person.
    pub conflict: bool,
}

impl Row {
    /// The row of a ticket.
    #[must_use]
    pub fn of(ticket: &Ticket) -> Self {
        let standing = &ticket.standing;
        let due = ticket.fields.get(&field::DUE_AT);
        Self {
            id: ticket.id,
            number: ticket.number,
            agency: ticket.agency.clone(),
            kind: TicketKind::from_id(ticket.words(field::KIND)).unwrap_or(TicketKind::Information),
            state: standing.state,
            level: standing.level,
            queue: standing.queue.clone(),
            owner: standing.owner.clone(),
            topic: Text::line(ticket.words(field::TOPIC)),
            title: Text::line(&ticket.headline().chars().take(HEADLINE).collect::<String>()),
            opened_at: ticket.opened_at,
            updated_at: ticket.updated_at,
            closed_at: ticket.closed_at,
            due_at: due.and_then(|register| match register.value {
                Value::Moment(moment) => Some(moment),
                Value::Text(_) | Value::Flag(_) => None,
            }),
            conflict: !ticket.conflict.is_empty(),
        }
    }
}

impl Filter {
    /// Whether the list shows this row; the words aside, which [`Filter::says`] looks for.
    #[must_use]
    pub fn shows(&self, row: &Row) -> bool {
        fn is<T: PartialEq>(wanted: Option<&T>, has: &T) -> bool {
            wanted.is_none_or(|wanted| wanted == has)
        }
        is(self.agency.as_ref(), &row.agency)
            && is(self.queue.as_ref(), &row.queue)
            && is(self.level.as_ref(), &row.level)
            && is(self.state.as_ref(), &row.state)
            && (!self.unclosed || row.state != State::Closed)
            && (self.owner.is_none() || self.owner == row.owner)
            && self.since.is_none_or(|since| since <= row.opened_at)
    }

    /// Whether the row holds all these words in number, title or topic, accents and case aside.
    #[must_use]
    pub fn says(words: &[String], row: &Row) -> bool {
        if words.is_empty() {
            return true;
        }
        let number = row.number.map(|number| number.value().to_string());
        let text = folded(&format!("{} {}", row.title, row.topic));
        words
            .iter()
            .all(|word| text.contains(word) || number.as_ref().is_some_and(|n| n.contains(word)))
    }

    /// The words to look for, folded; a number may be written in groups.
    #[must_use]
    pub fn folded_words(&self) -> Vec<String> {
        if let Ok(number) = TicketNumber::parse(&self.words) {
            return vec![number.value().to_string()];
        }
        folded(&self.words)
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    }

    /// How many rows the list may have.
    #[must_use]
    pub const fn most(&self) -> usize {
        match self.limit {
            0 => 100,
            limit => limit as usize,
        }
    }
}
