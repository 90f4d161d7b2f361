//! The payloads of each kind of op. A kind's number and the order of its values never change.

use super::{Op, RawOp, Subject, frame::SHED};
use crate::domain::{
    codec::{self, CodecError, OP_LIMIT},
    field::{self, FieldId, Value},
    id::{InteractionId, TicketId},
    outcome,
    text::Text,
};
use serde::{Serialize, de::DeserializeOwned};

/// The numbers of the kinds. Never reused.
pub mod kind {
    macro_rules! kinds {
        ($($name:ident = $number:literal;)+) => {
            $(pub const $name: u16 = $number;)+
            /// Every kind: each has its golden bytes.
            pub const ALL: &[u16] = &[$($name),+];
        };
    }

    kinds! {
        SET_FIELD = 1;
        CHANGE = 2;
        NOTE = 3;
        NUMBER = 4;
        TAG = 5;
        LINK = 6;
        BEGIN = 10;
        CONCLUDE = 11;
        TOLD = 12;
        PARK = 13;
        RESUME = 14;
        END = 15;
        PUBLISH = 20;
        WITHDRAW = 21;
        AGENCY = 30;
        OPERATOR = 31;
        GRANT = 32;
        REVOKE = 33;
        NUMBER_BLOCK = 40;
        RECEIPT = 50;
        REFUSED = 51;
        UNDO = 52;
    }
}

/// Everything that this version can read in an op, in a number: kinds, fields, and the values of each
/// table. `formats` are those of what ops travel in.
#[must_use]
pub fn vocabulary(formats: &[u16]) -> u64 {
    let fields: Vec<u16> = field::FIELDS.iter().map(|spec| spec.id.0).collect();
    let mut hasher = blake3::Hasher::new();
    for table in [formats, kind::ALL, &fields] {
        note(&mut hasher, table);
    }
    for table in outcome::tables() {
        note(&mut hasher, &table);
    }
    let hash = hasher.finalize();
    let number = hash.as_bytes().first_chunk();
    number.map_or(0, |number| u64::from_le_bytes(*number))
}

fn note(hasher: &mut blake3::Hasher, table: &[u16]) {
    hasher.update(&(table.len() as u64).to_le_bytes());
    for code in table {
        hasher.update(&code.to_le_bytes());
    }
}

/// The frame of a known op.
#[expect(
    clippy::too_many_lines,
    reason = "an arm a kind, exhaustive so that none is forgotten"
)]
pub fn pack(op: &Op) -> Result<RawOp, CodecError> {
    let pack = Packer {
        subject: op.subject(),
    };
    match op {
        Op::SetField {
            field,
            value,
            replaces,
            ..
        } => pack_field(&pack, *field, value, replaces),
        Op::Change {
            verb,
            to,
            owner,
            parents,
            text,
            ..
        } => pack.split(kind::CHANGE, &(verb, to, owner, parents), text.as_str()),
        Op::Note { text, corrects, .. } => pack.split(kind::NOTE, corrects, text.as_str()),
        Op::Number { number, .. } => pack.clear(kind::NUMBER, number),
        Op::Tag {
            tag,
            present,
            replaces,
            ..
        } => pack.clear(kind::TAG, &(tag, present, replaces)),
        Op::Link { to, .. } => pack.clear(kind::LINK, to),
        Op::Begin {
            channel,
            started,
            source,
            station,
            caller,
            ..
        } => pack.split(
            kind::BEGIN,
            &(channel, started, source, station),
            caller.as_str(),
        ),
        Op::Conclude {
            ticket,
            outcome,
            answer,
            corrects,
            text,
            ..
        } => pack.split(
            kind::CONCLUDE,
            &(ticket, outcome, answer, corrects),
            text.as_str(),
        ),
        Op::Told {
            ticket,
            answer,
            passage,
            used,
            ..
        } => pack.clear(kind::TOLD, &(ticket, answer, passage, used)),
        Op::Park { draft, .. } => pack.split(kind::PARK, &(), draft),
        Op::Resume {
            station, parked, ..
        } => pack.clear(kind::RESUME, &(station, parked)),
        Op::End { ended, source, .. } => pack.clear(kind::END, &(ended, source)),
        Op::Publish {
            article,
            kind,
            text,
            provenance,
        } => pack.clear(kind::PUBLISH, &(article, kind, text, provenance)),
        Op::Withdraw { article, replaces } => pack.clear(kind::WITHDRAW, &(article, replaces)),
        Op::Agency { agency, text } => pack.clear(kind::AGENCY, &(agency, text)),
        Op::Operator {
            operator,
            name,
            account,
        } => pack.clear(kind::OPERATOR, &(operator, name, account)),
        Op::Grant {
            operator,
            role,
            agency,
            office,
        } => pack.clear(kind::GRANT, &(operator, role, agency, office)),
        Op::Revoke {
            operator,
            role,
            agency,
        } => pack.clear(kind::REVOKE, &(operator, role, agency)),
        Op::NumberBlock { block } => pack.clear(kind::NUMBER_BLOCK, block),
        Op::Receipt {
            stream,
            from,
            to,
            at,
        } => pack.clear(kind::RECEIPT, &(stream, from, to, at)),
        Op::Refused { op, rule, .. } => pack.clear(kind::REFUSED, &(op, rule)),
        Op::Undo { op, .. } => pack.clear(kind::UNDO, op),
        Op::Unknown(raw) => Ok(raw.clone()),
    }
}

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
            }
        }
        kind::WITHDRAW => {
            let (article, replaces) = only_clear(raw)?;
            Op::Withdraw { article, replaces }
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

struct Packer {
    subject: Subject,
}

impl Packer {
    fn clear<T: Serialize>(&self, kind: u16, value: &T) -> Result<RawOp, CodecError> {
        let clear = codec::encode(value)?;
        Ok(RawOp {
            kind,
            flags: 0,
            subject: self.subject,
            key: None,
            clear,
            personal: Vec::new(),
        })
    }

    fn split<T: Serialize>(&self, kind: u16, value: &T, words: &str) -> Result<RawOp, CodecError> {
        let personal = words.as_bytes().to_vec();
        Ok(RawOp {
            personal,
            ..self.clear(kind, value)?
        })
    }
}

fn pack_field(
    pack: &Packer,
    id: FieldId,
    value: &Value,
    replaces: &[super::OpId],
) -> Result<RawOp, CodecError> {
    match value {
        Value::Text(words) if field::by_id(id).is_some_and(|spec| spec.personal) => pack.split(
            kind::SET_FIELD,
            &(id, None::<Value>, replaces),
            words.as_str(),
        ),
        _ => pack.clear(kind::SET_FIELD, &(id, Some(value), replaces)),
    }
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
