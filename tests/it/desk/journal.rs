//! Batches in words, so that a test can say what a call must leave in the journal.

use sportello::domain::{
    field::{self, Value},
    op::{ArticleRef, Op, Queue},
    slug::Slug,
    text::Text,
};

/// The fields every request has; they are left out.
const USUAL: &[field::FieldId] = &[
    field::TITLE,
    field::TOPIC,
    field::KIND,
    field::CHANNEL,
    field::ARTICLE,
];

/// The ops of a batch, one after the other.
pub fn line(ops: &[Op]) -> String {
    ops.iter().filter_map(words).collect::<Vec<_>>().join(", ")
}

fn words(op: &Op) -> Option<String> {
    let said = match op {
        Op::SetField { field, .. } if USUAL.contains(field) => return None,
        Op::SetField { field, value, .. } => {
            let key = field::by_id(*field).map_or("?", |spec| spec.key);
            format!("{key} «{}»", value_words(value))
        }
        Op::Change {
            verb,
            to,
            owner,
            text,
            ..
        } => {
            let to = to.as_ref().map(Queue::id);
            let owner = owner.as_ref().map(Slug::as_str);
            let words = [Some(verb.id()), to, owner];
            let words: Vec<&str> = words.into_iter().flatten().collect();
            said_with(&words.join(" "), text)
        }
        Op::Note { text, .. } => format!("note «{text}»"),
        Op::Begin { source, caller, .. } if caller.is_empty() => format!("begin {}", source.id()),
        Op::Begin { source, caller, .. } => format!("begin {} {caller}", source.id()),
        Op::Conclude {
            outcome,
            answer,
            corrects,
            text,
            ..
        } => {
            let how = if corrects.is_some() {
                "correct"
            } else {
                "conclude"
            };
            let what = format!("{how} {}{}", outcome.id(), article(answer.as_ref()));
            said_with(&what, text)
        }
        Op::Told { answer, used, .. } => {
            let how = if *used { "told" } else { "unused" };
            format!("{how}{}", article(Some(answer)))
        }
        Op::Park { .. } => "park".to_owned(),
        Op::Resume { .. } => "resume".to_owned(),
        Op::End { source, .. } => format!("end {}", source.id()),
        Op::Undo { .. } => "undo".to_owned(),
        Op::Answer {
            question, value, ..
        } => format!("answer {question} «{value}»"),
        other => of_article(other),
    };
    Some(said)
}

/// What happened to an article.
fn of_article(op: &Op) -> String {
    match op {
        Op::Publish {
            article,
            provenance,
            replaces,
            ..
        } => format!("publish {article} {provenance:?} for {}", replaces.len()),
        Op::Withdraw { article, .. } => format!("withdraw {article}"),
        Op::Approve {
            article, side, act, ..
        } => {
            let act = act.as_ref().map_or("", |act| act.name.as_str());
            format!("approve {article} {} {act}", side.id())
                .trim_end()
                .to_owned()
        }
        Op::Confirm { article, .. } => format!("confirm {article}"),
        Op::Notice { article, text, .. } => format!("notice {article} «{text}»"),
        Op::Read { article, .. } => format!("read {article}"),
        Op::WrongNumber { article, number } => format!("wrong {article} {number}"),
        other => format!("{other:?}"),
    }
}

/// The closing words repeat the passage told, and are left out.
fn said_with(what: &str, words: &Text) -> String {
    if words.is_empty() || what == "close" {
        what.to_owned()
    } else {
        format!("{what} «{words}»")
    }
}

fn article(answer: Option<&ArticleRef>) -> String {
    answer.map_or_else(String::new, |answer| format!(" {}", answer.id))
}

fn value_words(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Moment(at) => at.rfc3339(),
        Value::Flag(flag) => flag.to_string(),
    }
}
