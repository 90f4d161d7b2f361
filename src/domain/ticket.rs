//! A ticket: one request of one citizen, folded from its ops.

mod state;

use super::{
    field::{self, FieldId, Value},
    fold::{Entry, Lineage, Record},
    id::{InteractionId, OpId, TicketId},
    number::TicketNumber,
    op::{ArticleRef, Op, Queue},
    outcome::{Level, Outcome, State, Verb},
    slug::Slug,
    text::Text,
    time::Moment,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A value, who set it, and the concurrent values it beat.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Register {
    /// The value in force.
    pub value: Value,
    /// The op that set it: a later edit names it, with the beaten ones.
    pub op: OpId,
    /// Who set it.
    pub by: Slug,
    /// When.
    pub at: Moment,
    /// Concurrent values nobody has decided about: shown, and one key keeps one instead.
    pub beaten: Vec<(OpId, Value)>,
    /// Concurrent ops that set the same value: nothing to show, but a later edit replaces them too.
    pub agreed: Vec<OpId>,
}

impl Register {
    /// The ops a new value replaces when its author saw this register.
    #[must_use]
    pub fn replaces(&self) -> Vec<OpId> {
        std::iter::once(self.op)
            .chain(self.beaten.iter().map(|(op, _)| *op))
            .chain(self.agreed.iter().copied())
            .collect()
    }
}

/// An annotation.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The op that made it.
    pub op: OpId,
    /// Who wrote it.
    pub by: Slug,
    /// When.
    pub at: Moment,
    /// What it says.
    pub text: Text,
    /// Whether a later note corrects it.
    pub corrected: bool,
}

/// A decision on the state: a head of the state graph, or one that lost against it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The op.
    pub op: OpId,
    /// Who decided.
    pub by: Slug,
    /// When.
    pub at: Moment,
    /// What.
    pub verb: Verb,
    /// Where the request would go.
    pub to: Option<Queue>,
    /// The words that went with it.
    pub text: Text,
}

/// How one interaction ended for this request.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Ending {
    /// The op that says so.
    pub op: OpId,
    /// The interaction.
    pub interaction: InteractionId,
    /// The outcome of the pair.
    pub outcome: Outcome,
    /// The answer given.
    pub answer: Option<ArticleRef>,
    /// Who concluded.
    pub by: Slug,
    /// When.
    pub at: Moment,
    /// What was said.
    pub text: Text,
    /// Whether a later one corrects it.
    pub corrected: bool,
}

/// Where a request stands.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// What it is doing.
    pub state: State,
    /// Who holds it.
    pub level: Level,
    /// The queue it waits in.
    pub queue: Queue,
    /// Whose it is.
    pub owner: Option<Slug>,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            state: State::Open,
            level: Level::First,
            queue: Queue::FirstLevel,
            owner: None,
        }
    }
}

/// A ticket as its ops make it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// Its identity.
    pub id: TicketId,
    /// The agency it belongs to.
    pub agency: Slug,
    /// The number told on the phone.
    pub number: Option<TicketNumber>,
    /// Numbers it also answers to.
    pub aliases: Vec<TicketNumber>,
    /// Its fields.
    pub fields: BTreeMap<FieldId, Register>,
    /// Where it stands.
    pub standing: Standing,
    /// The state ops the next one names as parents.
    pub heads: Vec<OpId>,
    /// *Decisioni diverse*: decisions that lost against a concurrent one, words kept.
    pub conflict: Vec<Decision>,
    /// Annotations.
    pub notes: Vec<Note>,
    /// Tags.
    pub tags: BTreeSet<Slug>,
    /// Linked tickets.
    pub links: BTreeSet<TicketId>,
    /// How each interaction ended for it.
    pub endings: Vec<Ending>,
    /// When it was opened.
    pub opened_at: Moment,
    /// Who opened it.
    pub opened_by: Slug,
    /// The last op with effect.
    pub updated_at: Moment,
    /// When it was closed, if it is.
    pub closed_at: Option<Moment>,
    /// Ops this version cannot read, kept for a later one.
    pub unread: usize,
    /// The answers to the questions of the articles it is about, by article and question (PR-15).
    pub answers: BTreeMap<(Slug, Text), Register>,
}

impl Ticket {
    /// The ticket its ops make; `None` when no op has effect.
    #[must_use]
    pub fn fold(id: TicketId, record: &Record) -> Option<Self> {
        let live = record.live();
        let (first, last) = (live.first()?, live.last()?);
        let lineage = record.lineage();
        let decided = state::resolve(&live, &lineage);
        let mut numbers = fold_numbers(&live);
        Some(Self {
            id,
            agency: first.agency.clone(),
            number: numbers.pop(),
            aliases: numbers,
            fields: fold_fields(&live, &lineage),
            standing: decided.standing,
            heads: decided.heads,
            conflict: decided.conflict,
            notes: fold_notes(&live, &lineage),
            tags: fold_tags(&live, &lineage),
            links: fold_links(&live),
            endings: fold_endings(&live, &lineage),
            opened_at: first.at(),
            opened_by: first.actor.clone(),
            updated_at: last.at(),
            closed_at: decided.closed_at,
            unread: live
                .iter()
                .filter(|entry| matches!(entry.op, Op::Unknown(_)))
                .count(),
            answers: fold_answers(&live, &lineage),
        })
    }

    /// The words of a field; empty when it has none.
    #[must_use]
    pub fn words(&self, field: FieldId) -> &str {
        self.fields
            .get(&field)
            .map_or("", |register| register.value.text())
    }

    /// The line that stands for it in a list: its title, else the first line of its text.
    #[must_use]
    pub fn headline(&self) -> &str {
        match self.words(field::TITLE) {
            "" => self.words(field::TEXT).lines().next().unwrap_or(""),
            title => title,
        }
    }

    /// Every interaction it had, in order.
    #[must_use]
    pub fn interactions(&self) -> Vec<InteractionId> {
        let mut seen = Vec::new();
        for ending in &self.endings {
            if !seen.contains(&ending.interaction) {
                seen.push(ending.interaction);
            }
        }
        seen
    }
}

/// The numbers it was given, each once, the one in force last.
fn fold_numbers(live: &[&Entry]) -> Vec<TicketNumber> {
    let mut numbers = Vec::new();
    for entry in live {
        if let Op::Number { number, .. } = &entry.op {
            numbers.retain(|known| known != number);
            numbers.push(*number);
        }
    }
    numbers
}

fn fold_links(live: &[&Entry]) -> BTreeSet<TicketId> {
    let links = live.iter().filter_map(|entry| match &entry.op {
        Op::Link { to, .. } => Some(*to),
        _ => None,
    });
    links.collect()
}

fn fold_answers(live: &[&Entry], lineage: &Lineage<'_>) -> BTreeMap<(Slug, Text), Register> {
    let mut written: BTreeMap<(&Slug, &Text), Vec<(&Entry, Value)>> = BTreeMap::new();
    for entry in live {
        if let Op::Answer {
            article,
            question,
            value,
            ..
        } = &entry.op
        {
            let said = written.entry((article, question)).or_default();
            said.push((entry, Value::Text(value.clone())));
        }
    }
    let registers = written
        .into_iter()
        .filter_map(|((article, question), said)| {
            let said: Vec<(&Entry, &Value)> =
                said.iter().map(|(entry, value)| (*entry, value)).collect();
            Some((
                (article.clone(), question.clone()),
                register(&said, lineage)?,
            ))
        });
    registers.collect()
}

/// Last writer by the order key; a value nobody replaced stands beside it as beaten.
fn fold_fields(live: &[&Entry], lineage: &Lineage<'_>) -> BTreeMap<FieldId, Register> {
    let mut written: BTreeMap<FieldId, Vec<(&Entry, &Value)>> = BTreeMap::new();
    for entry in live {
        if let Op::SetField { field, value, .. } = &entry.op {
            written.entry(*field).or_default().push((entry, value));
        }
    }
    let registers = written
        .into_iter()
        .filter_map(|(field, written)| Some((field, register(&written, lineage)?)));
    registers.collect()
}

/// The register of one field, from what was written to it, in order.
fn register(written: &[(&Entry, &Value)], lineage: &Lineage<'_>) -> Option<Register> {
    let (winner, value) = written.last()?;
    let covered: BTreeSet<OpId> = written
        .iter()
        .flat_map(|(entry, _)| lineage.parents(entry))
        .collect();
    let (mut beaten, mut agreed) = (Vec::new(), Vec::new());
    let open = |(entry, _): &&(&Entry, &Value)| {
        entry.id() != winner.id() && !covered.contains(&entry.id())
    };
    for (entry, lost) in written.iter().filter(open) {
        if lost == value {
            agreed.push(entry.id());
        } else {
            beaten.push((entry.id(), (*lost).clone()));
        }
    }
    Some(Register {
        value: (*value).clone(),
        op: winner.id(),
        by: winner.actor.clone(),
        at: winner.at(),
        beaten,
        agreed,
    })
}

fn fold_notes(live: &[&Entry], lineage: &Lineage<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for entry in live {
        if let Op::Note { text, .. } = &entry.op {
            let corrects = lineage.parents(entry);
            for note in notes.iter_mut().filter(|note| corrects.contains(&note.op)) {
                note.corrected = true;
            }
            notes.push(Note {
                op: entry.id(),
                by: entry.actor.clone(),
                at: entry.at(),
                text: text.clone(),
                corrected: false,
            });
        }
    }
    notes
}

/// Add wins: a taking-off covers only the puttings-on its author saw.
fn fold_tags(live: &[&Entry], lineage: &Lineage<'_>) -> BTreeSet<Slug> {
    let mut on: Vec<(&Entry, &Slug)> = Vec::new();
    for entry in live {
        let Op::Tag { tag, present, .. } = &entry.op else {
            continue;
        };
        if *present {
            on.push((entry, tag));
            continue;
        }
        let covered = lineage.parents(entry);
        on.retain(|(put, label)| *label != tag || !covered.contains(&put.id()));
    }
    on.into_iter().map(|(_, tag)| tag.clone()).collect()
}

fn fold_endings(live: &[&Entry], lineage: &Lineage<'_>) -> Vec<Ending> {
    let mut endings: Vec<Ending> = Vec::new();
    for entry in live {
        if let Op::Conclude {
            interaction,
            outcome,
            answer,
            text,
            ..
        } = &entry.op
        {
            let corrects = lineage.parents(entry);
            for ending in endings
                .iter_mut()
                .filter(|ending| corrects.contains(&ending.op))
            {
                ending.corrected = true;
            }
            endings.push(Ending {
                op: entry.id(),
                interaction: *interaction,
                outcome: *outcome,
                answer: answer.clone(),
                by: entry.actor.clone(),
                at: entry.at(),
                text: text.clone(),
                corrected: false,
            });
        }
    }
    endings
}

#[cfg(test)]
mod tests;
