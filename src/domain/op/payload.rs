//! The payloads of each kind of op. A kind's number and the order of its values never change.

use super::{Op, RawOp, Subject};
use crate::domain::{
    codec::{self, CodecError},
    field::{self, FieldId, Value},
    id::OpId,
    outcome,
};
use serde::Serialize;

mod unpack;

pub use unpack::unpack;

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
        ANSWER = 7;
        BEGIN = 10;
        CONCLUDE = 11;
        TOLD = 12;
        PARK = 13;
        RESUME = 14;
        END = 15;
        PUBLISH = 20;
        WITHDRAW = 21;
        PUBLISH_OVER = 22;
        APPROVE = 23;
        CONFIRM = 24;
        NOTICE = 25;
        READ = 26;
        LEARNED = 27;
        WRONG_NUMBER = 28;
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
        Op::Answer {
            article,
            question,
            value,
            replaces,
            ..
        } => pack.split(kind::ANSWER, &(article, question, replaces), value.as_str()),
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
            replaces,
        } => match replaces.as_slice() {
            [] => pack.clear(kind::PUBLISH, &(article, kind, text, provenance)),
            seen => pack.clear(kind::PUBLISH_OVER, &(article, kind, text, provenance, seen)),
        },
        Op::Withdraw { article, replaces } => pack.clear(kind::WITHDRAW, &(article, replaces)),
        Op::Approve {
            article,
            version,
            side,
            act,
        } => pack.clear(kind::APPROVE, &(article, version, side, act)),
        Op::Confirm { article, approval } => pack.clear(kind::CONFIRM, &(article, approval)),
        Op::Notice {
            article,
            text,
            until,
            replaces,
        } => pack.clear(kind::NOTICE, &(article, text, until, replaces)),
        Op::Read { article, version } => pack.clear(kind::READ, &(article, version)),
        Op::Learned {
            article,
            queries,
            forget,
        } => pack.clear(kind::LEARNED, &(article, queries, forget)),
        Op::WrongNumber { article, number } => pack.clear(kind::WRONG_NUMBER, &(article, number)),
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
    replaces: &[OpId],
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
