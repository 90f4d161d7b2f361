//! Reading the payloads: `None` for what this version does not know, which is then kept as it came.

use super::kind;
use crate::domain::{
    codec::{self, OP_LIMIT},
    field::{FieldId, Value},
    id::{InteractionId, OpId, TicketId},
    op::{Op, RawOp, frame::SHED},
    text::Text,
};
use serde::de::DeserializeOwned;

/// The op of a frame; `None` when this version cannot read it: another kind, a sealed payload, a flag
/// or bytes it does not know.
pub fn unpack(raw: &RawOp) -> Option<Op> {
    if raw.flags & !SHED != 0 {
        return None;
    }
    unpack_ticket(raw)
        .or_else(|| unpack_call(raw))
        .or_else(|| unpack_knowledge(raw))
        .or_else(|| unpack_place(raw))
        .or_else(|| unpack_order(raw))
        .filter(|op| op.subject() == raw.subject)
}

fn unpack_ticket(raw: &RawOp) -> Option<Op> {
    let ticket = TicketId::new(raw.subject.id);
    Some(match raw.kind {
        kind::SET_FIELD => unpack_field(raw, ticket)?,
        kind::CHANGE => {
            let (verb, to, owner, parents) = clear(raw)?;
            Op::Change {
                ticket,
                verb,
                to,
                owner,
                parents,
                text: personal(raw)?,
            }
        }
        kind::NOTE => Op::Note {
            ticket,
            corrects: clear(raw)?,
            text: personal(raw)?,
        },
        kind::NUMBER => Op::Number {
            ticket,
            number: only_clear(raw)?,
        },
        kind::TAG => {
            let (tag, present, replaces) = only_clear(raw)?;
            Op::Tag {
                ticket,
                tag,
                present,
                replaces,
            }
        }
        kind::ANSWER => {
            let (article, question, replaces) = clear(raw)?;
            Op::Answer {
                ticket,
                article,
                question,
                value: personal(raw)?,
                replaces,
            }
        }
        kind::LINK => Op::Link {
            ticket,
            to: only_clear(raw)?,
        },
        _ => return None,
    })
}

fn unpack_call(raw: &RawOp) -> Option<Op> {
    let interaction = InteractionId::new(raw.subject.id);
    Some(match raw.kind {
        kind::BEGIN => {
            let (channel, started, source, station) = clear(raw)?;
            Op::Begin {
                interaction,
                channel,
                started,
                source,
                station,
                caller: personal(raw)?,
            }
        }
        kind::CONCLUDE => {
            let (ticket, outcome, answer, corrects) = clear(raw)?;
            Op::Conclude {
                interaction,
                ticket,
                outcome,
                answer,
                corrects,
                text: personal(raw)?,
            }
        }
        kind::TOLD => {
            let (ticket, answer, passage, used) = only_clear(raw)?;
            Op::Told {
                interaction,
                ticket,
                answer,
                passage,
                used,
            }
        }
        kind::PARK => {
            let () = clear(raw)?;
            Op::Park {
                interaction,
                draft: std::str::from_utf8(&raw.personal).ok()?.to_owned(),
            }
        }
        kind::RESUME => {
            let (station, parked) = only_clear(raw)?;
            Op::Resume {
                interaction,
                station,
                parked,
            }
        }
        kind::END => {
            let (ended, source) = only_clear(raw)?;
            Op::End {
                interaction,
                ended,
                source,
            }
        }
        _ => return None,
    })
}

fn unpack_knowledge(raw: &RawOp) -> Option<Op> {
    Some(match raw.kind {
        kind::PUBLISH => {
            let (article, kind, text, provenance) = only_clear(raw)?;
            Op::Publish {
                article,
                kind,
                text,
                provenance,
                replaces: Vec::new(),
            }
        }
        kind::PUBLISH_OVER => {
            let (article, kind, text, provenance, replaces) = only_clear(raw)?;
            let replaces: Vec<OpId> = replaces;
            // Written as PUBLISH: it would not come back as it was.
            if replaces.is_empty() {
                return None;
            }
            Op::Publish {
                article,
                kind,
                text,
                provenance,
                replaces,
            }
        }
        kind::WITHDRAW => {
            let (article, replaces) = only_clear(raw)?;
            Op::Withdraw { article, replaces }
        }
        kind::APPROVE => {
            let (article, version, side, act) = only_clear(raw)?;
            Op::Approve {
                article,
                version,
                side,
                act,
            }
        }
        kind::CONFIRM => {
            let (article, approval) = only_clear(raw)?;
            Op::Confirm { article, approval }
        }
        kind::NOTICE => {
            let (article, text, until, replaces) = only_clear(raw)?;
            Op::Notice {
                article,
                text,
                until,
                replaces,
            }
        }
        _ => return unpack_use_of_knowledge(raw),
    })
}

fn unpack_use_of_knowledge(raw: &RawOp) -> Option<Op> {
    Some(match raw.kind {
        kind::READ => {
            let (article, version) = only_clear(raw)?;
            Op::Read { article, version }
        }
        kind::LEARNED => {
            let (article, queries, forget) = only_clear(raw)?;
            Op::Learned {
                article,
                queries,
                forget,
            }
        }
        kind::WRONG_NUMBER => {
            let (article, number) = only_clear(raw)?;
            Op::WrongNumber { article, number }
        }
        _ => return None,
    })
}

fn unpack_place(raw: &RawOp) -> Option<Op> {
    Some(match raw.kind {
        kind::AGENCY => {
            let (agency, text) = only_clear(raw)?;
            Op::Agency { agency, text }
        }
        kind::OPERATOR => {
            let (operator, name, account) = only_clear(raw)?;
            Op::Operator {
                operator,
                name,
                account,
            }
        }
        kind::GRANT => {
            let (operator, role, agency, office) = only_clear(raw)?;
            Op::Grant {
                operator,
                role,
                agency,
                office,
            }
        }
        kind::REVOKE => {
            let (operator, role, agency) = only_clear(raw)?;
            Op::Revoke {
                operator,
                role,
                agency,
            }
        }
        _ => return None,
    })
}

fn unpack_order(raw: &RawOp) -> Option<Op> {
    Some(match raw.kind {
        kind::NUMBER_BLOCK => Op::NumberBlock {
            block: only_clear(raw)?,
        },
        kind::RECEIPT => {
            let (stream, from, to, at) = only_clear(raw)?;
            Op::Receipt {
                stream,
                from,
                to,
                at,
            }
        }
        kind::REFUSED => {
            let (op, rule) = only_clear(raw)?;
            Op::Refused {
                subject: raw.subject,
                op,
                rule,
            }
        }
        kind::UNDO => Op::Undo {
            subject: raw.subject,
            op: only_clear(raw)?,
        },
        _ => return None,
    })
}

fn unpack_field(raw: &RawOp, ticket: TicketId) -> Option<Op> {
    let (field, value, replaces): (FieldId, Option<Value>, _) = clear(raw)?;
    let value = match value {
        Some(value) if raw.personal.is_empty() => value,
        Some(_) => return None,
        None => Value::Text(personal(raw)?),
    };
    Some(Op::SetField {
        ticket,
        field,
        value,
        replaces,
    })
}

fn clear<T: DeserializeOwned>(raw: &RawOp) -> Option<T> {
    codec::decode::<OP_LIMIT, T>(&raw.clear).ok()
}

/// The clear payload of an op that has no other.
fn only_clear<T: DeserializeOwned>(raw: &RawOp) -> Option<T> {
    raw.personal.is_empty().then(|| clear(raw)).flatten()
}

/// The personal words of an op; empty once they have been shed.
fn personal(raw: &RawOp) -> Option<Text> {
    if raw.flags & SHED != 0 {
        return Some(Text::default());
    }
    std::str::from_utf8(&raw.personal).ok().map(Text::block)
}
