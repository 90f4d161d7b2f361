//! What an op may hold (SECURITY T7), checked before anything is written.

use crate::{
    domain::{
        field::{self, FieldId, FieldKind, Value},
        op::Op,
        slug::Slug,
        text::{TEXT_MAX_BYTES, TITLE_MAX_CHARS, Text},
    },
    store::Reading,
};

/// Why an op cannot be taken as it is.
///
/// # Errors
/// What is wrong with it.
pub fn check(op: &Op, agency: &Slug, reading: Reading) -> Result<(), String> {
    match op {
        Op::SetField { field, value, .. } => check_field(*field, value),
        Op::Change { text, .. }
        | Op::Note { text, .. }
        | Op::Conclude { text, .. }
        | Op::Told { passage: text, .. }
        | Op::Answer { value: text, .. } => check_text(text),
        Op::Learned { queries, .. } => queries.iter().try_for_each(check_title),
        Op::Approve { act: Some(act), .. } => {
            check_title(&act.protocol)?;
            check_title(&act.name)
        }
        Op::Begin { caller: text, .. }
        | Op::Operator { name: text, .. }
        | Op::Notice { text, .. }
        | Op::WrongNumber { number: text, .. } => check_title(text),
        Op::Publish {
            article,
            kind,
            text,
            ..
        } => {
            let read = (reading.article)(text).ok_or("the text of the article cannot be read")?;
            let same = read.id == *article && read.kind == *kind && read.agency == *agency;
            same.then_some(())
                .ok_or_else(|| "the article's own text names another id, kind or agency".to_owned())
        }
        Op::Agency { agency, text } => {
            let read = (reading.agency)(text).ok_or("the text of the agency cannot be read")?;
            (read.id == *agency)
                .then_some(())
                .ok_or_else(|| "the agency's own text names another".to_owned())
        }
        Op::Unknown(raw) => Err(format!("kind {} is unknown to this version", raw.kind)),
        Op::Number { .. }
        | Op::Tag { .. }
        | Op::Link { .. }
        | Op::Park { .. }
        | Op::Resume { .. }
        | Op::End { .. }
        | Op::Withdraw { .. }
        | Op::Approve { act: None, .. }
        | Op::Confirm { .. }
        | Op::Read { .. }
        | Op::Grant { .. }
        | Op::Revoke { .. }
        | Op::NumberBlock { .. }
        | Op::Receipt { .. }
        | Op::Refused { .. }
        | Op::Undo { .. } => Ok(()),
    }
}

fn check_field(field: FieldId, value: &Value) -> Result<(), String> {
    let spec = field::by_id(field).ok_or_else(|| format!("there is no field {}", field.0))?;
    match (spec.kind, value) {
        (FieldKind::Line | FieldKind::Block, Value::Text(text)) if field == field::TITLE => {
            check_title(text)
        }
        (FieldKind::Line | FieldKind::Block, Value::Text(text)) => check_text(text),
        (FieldKind::Moment, Value::Moment(_)) | (FieldKind::Flag, Value::Flag(_)) => Ok(()),
        _ => Err(format!("the field {} holds something else", spec.key)),
    }
}

fn check_text(text: &Text) -> Result<(), String> {
    if text.as_str().len() <= TEXT_MAX_BYTES {
        return Ok(());
    }
    Err(format!("a text of more than {TEXT_MAX_BYTES} bytes"))
}

fn check_title(text: &Text) -> Result<(), String> {
    if text.as_str().chars().count() <= TITLE_MAX_CHARS {
        return Ok(());
    }
    Err(format!("a title of more than {TITLE_MAX_CHARS} characters"))
}
