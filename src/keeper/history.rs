//! The history of a ticket as lines: when, who, what, in which words.

use super::service::{Event, EventKind};
use crate::domain::{
    field::{self, Value},
    fold::{Entry, Record},
    id::OpId,
    op::Op,
    slug::Slug,
    text::Text,
};
use std::collections::BTreeMap;

/// The history of a subject, oldest first, what was refused or taken back included.
#[must_use]
pub fn history(record: &Record) -> Vec<Event> {
    let void = record.void();
    let places: BTreeMap<OpId, u64> = record.all().map(Entry::id).zip(0..).collect();
    record
        .all()
        .map(|entry| {
            let (what, which, words) = line(&entry.op);
            Event {
                at: entry.at(),
                by: entry.actor.clone(),
                role: entry.role,
                what,
                which,
                words,
                void: void.contains(&entry.id()),
                article: article(&entry.op),
                undid: undone(&entry.op).and_then(|op| places.get(&op).copied()),
            }
        })
        .collect()
}

/// The article whose question was answered: two sheets may ask under one name.
fn article(op: &Op) -> Option<Slug> {
    match op {
        Op::Answer { article, .. } => Some(article.clone()),
        _ => None,
    }
}

fn undone(op: &Op) -> Option<OpId> {
    match op {
        Op::Undo { op, .. } => Some(*op),
        _ => None,
    }
}

fn line(op: &Op) -> (EventKind, String, Text) {
    let bare = |what| (what, String::new(), Text::default());
    match op {
        Op::SetField { field, value, .. } => {
            // A field of a newer version has no name here, and still a number.
            let key = field::by_id(*field)
                .map_or_else(|| field.0.to_string(), |spec| spec.key.to_owned());
            (EventKind::Set, key, shown(value))
        }
        Op::Change { verb, text, .. } => (EventKind::Change, verb.id().to_owned(), text.clone()),
        Op::Note { text, .. } => (EventKind::Note, String::new(), text.clone()),
        Op::Number { number, .. } => (EventKind::Number, number.to_string(), Text::default()),
        Op::Tag { tag, present, .. } => {
            let what = if *present {
                EventKind::Tag
            } else {
                EventKind::Untag
            };
            (what, tag.to_string(), Text::default())
        }
        Op::Link { to, .. } => (EventKind::Link, to.to_string(), Text::default()),
        Op::Begin { channel, .. } => (EventKind::Begin, channel.id().to_owned(), Text::default()),
        Op::Conclude { outcome, text, .. } => {
            (EventKind::Concluded, outcome.id().to_owned(), text.clone())
        }
        Op::Told {
            answer, passage, ..
        } => (EventKind::Told, answer.id.to_string(), passage.clone()),
        Op::Refused { rule, .. } => (EventKind::Refused, rule.to_string(), Text::default()),
        Op::Park { .. } => bare(EventKind::Park),
        Op::Resume { .. } => bare(EventKind::Resume),
        Op::End { .. } => bare(EventKind::End),
        Op::Undo { .. } => bare(EventKind::Undo),
        Op::Unknown(raw) => (EventKind::Unknown, raw.kind.to_string(), Text::default()),
        Op::Answer {
            question, value, ..
        } => (EventKind::Answer, question.to_string(), value.clone()),
        Op::Publish { .. } => bare(EventKind::Publish),
        Op::Approve { side, .. } => (EventKind::Approve, side.id().to_owned(), Text::default()),
        Op::Confirm { .. } => bare(EventKind::Confirm),
        Op::Notice { text, .. } => (EventKind::Notice, String::new(), text.clone()),
        Op::Read { .. } => bare(EventKind::Read),
        Op::Learned { .. } => bare(EventKind::Learned),
        Op::WrongNumber { number, .. } => (EventKind::WrongNumber, String::new(), number.clone()),
        Op::Withdraw { .. } => bare(EventKind::Withdraw),
        Op::Agency { .. } => bare(EventKind::Agency),
        Op::Operator { .. } => bare(EventKind::Operator),
        Op::Grant { .. } => bare(EventKind::Grant),
        Op::Revoke { .. } => bare(EventKind::Revoke),
        Op::NumberBlock { .. } => bare(EventKind::NumberBlock),
        Op::Receipt { .. } => bare(EventKind::Receipt),
    }
}

fn shown(value: &Value) -> Text {
    match value {
        Value::Text(text) => text.clone(),
        Value::Moment(moment) => Text::line(&moment.rfc3339()),
        Value::Flag(flag) => Text::line(if *flag { "true" } else { "false" }),
    }
}
