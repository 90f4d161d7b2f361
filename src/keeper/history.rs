//! The history of a ticket as lines: when, who, what, in which words.

use super::service::Event;
use crate::domain::{
    field::{self, Value},
    fold::Record,
    op::Op,
    text::Text,
};

/// The history of a subject, oldest first, what was refused or taken back included.
#[must_use]
pub fn history(record: &Record) -> Vec<Event> {
    let void = record.void();
    record
        .all()
        .map(|entry| {
            let (what, which, words) = line(&entry.op);
            Event {
                at: entry.at(),
                by: entry.actor.clone(),
                role: entry.role,
                what: what.to_owned(),
                which,
                words,
                void: void.contains(&entry.id()),
            }
        })
        .collect()
}

fn line(op: &Op) -> (&'static str, String, Text) {
    let bare = |what| (what, String::new(), Text::default());
    match op {
        Op::SetField { field, value, .. } => {
            let key = field::by_id(*field).map_or("", |spec| spec.key);
            ("set", key.to_owned(), shown(value))
        }
        Op::Change { verb, text, .. } => ("change", verb.id().to_owned(), text.clone()),
        Op::Note { text, .. } => ("note", String::new(), text.clone()),
        Op::Number { number, .. } => ("number", number.to_string(), Text::default()),
        Op::Tag { tag, present, .. } => {
            let what = if *present { "tag" } else { "untag" };
            (what, tag.to_string(), Text::default())
        }
        Op::Link { to, .. } => ("link", to.to_string(), Text::default()),
        Op::Begin { channel, .. } => ("begin", channel.id().to_owned(), Text::default()),
        Op::Conclude { outcome, text, .. } => ("concluded", outcome.id().to_owned(), text.clone()),
        Op::Told {
            answer, passage, ..
        } => ("told", answer.id.to_string(), passage.clone()),
        Op::Refused { rule, .. } => ("refused", rule.to_string(), Text::default()),
        Op::Park { .. } => bare("park"),
        Op::Resume { .. } => bare("resume"),
        Op::End { .. } => bare("end"),
        Op::Undo { .. } => bare("undo"),
        Op::Unknown(raw) => ("unknown", raw.kind.to_string(), Text::default()),
        Op::Publish { .. } => bare("publish"),
        Op::Withdraw { .. } => bare("withdraw"),
        Op::Agency { .. } => bare("agency"),
        Op::Operator { .. } => bare("operator"),
        Op::Grant { .. } => bare("grant"),
        Op::Revoke { .. } => bare("revoke"),
        Op::NumberBlock { .. } => bare("number-block"),
        Op::Receipt { .. } => bare("receipt"),
    }
}

fn shown(value: &Value) -> Text {
    match value {
        Value::Text(text) => text.clone(),
        Value::Moment(moment) => Text::line(&moment.rfc3339()),
        Value::Flag(flag) => Text::line(if *flag { "true" } else { "false" }),
    }
}
