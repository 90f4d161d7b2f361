//! Ops and their bytes: what is written is read, what cannot be read is kept, and no byte panics.

mod any;
mod golden;
mod limits;
mod values;

use super::{
    frame::{SEALED, SHED},
    *,
};
use crate::domain::{
    batch::{BatchError, pack_ops, unpack_ops},
    codec::{BATCH_LIMIT, BATCH_OPS, OP_LIMIT},
    field,
    number::Block,
};
use any::{any_op, id};
use proptest::prelude::*;

/// A slug that the test knows to be one.
pub(crate) fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

/// The op of a stream at a place.
pub(crate) const fn op_id(stream: u8, seq: u64) -> OpId {
    OpId {
        stream: StreamId::new([stream; 16]),
        seq,
    }
}

const TICKET: TicketId = TicketId::new([7; 16]);
const CALL: InteractionId = InteractionId::new([8; 16]);

fn bytes_of(op: &Op) -> Vec<u8> {
    let mut bytes = Vec::new();
    op.write(&mut bytes).unwrap();
    bytes
}

fn read(mut bytes: &[u8]) -> Op {
    let op = Op::read(&mut bytes).unwrap();
    assert!(bytes.is_empty(), "bytes are left over");
    op
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

fn unhex(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

fn raw(op: &Op) -> RawOp {
    payload::pack(op).unwrap()
}

proptest! {
    #[test]
    fn what_is_written_is_read(op in any_op()) {
        let bytes = bytes_of(&op);
        prop_assert_eq!(bytes.len(), raw(&op).len());
        prop_assert_eq!(read(&bytes), op);
    }

    #[test]
    fn a_batch_is_read_as_it_was_packed(ops in prop::collection::vec(any_op(), 1..6)) {
        let bytes = pack_ops(&ops).unwrap();
        prop_assert_eq!(unpack_ops(&bytes).unwrap(), ops);
    }

    #[test]
    fn what_cannot_be_read_is_kept_byte_for_byte(
        kind in prop_oneof![Just(0u16), 7u16..10, 16u16..20, 100u16..],
        flags in 0u8..4,
        subject in (any::<u8>(), id()),
        key in id(),
        clear in prop::collection::vec(any::<u8>(), 0..40),
        personal in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let subject = Subject { kind: subject.0, id: subject.1 };
        let key = (flags & SEALED != 0).then_some(key);
        let unknown = Op::Unknown(RawOp { kind, flags, subject, key, clear, personal });
        let bytes = bytes_of(&unknown);
        prop_assert_eq!(&read(&bytes), &unknown);
        prop_assert_eq!(read(&bytes).subject(), subject);
    }

    #[test]
    fn bytes_cut_short_are_no_op(op in any_op(), cut in any::<prop::sample::Index>()) {
        let bytes = bytes_of(&op);
        let mut short = &bytes[..cut.index(bytes.len())];
        prop_assert!(matches!(Op::read(&mut short), Err(FrameError::Short)));
    }

    #[test]
    fn garbage_never_panics_and_reads_as_itself_or_not_at_all(
        op in any_op(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        noise in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut bytes = bytes_of(&op);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        for bytes in [bytes, noise] {
            if let Ok(Op::Unknown(raw)) = Op::read(&mut &*bytes) {
                prop_assert_eq!(bytes_of(&Op::Unknown(raw.clone())), &bytes[..raw.len()]);
            }
            let _whatever_it_is = unpack_ops(&bytes);
        }
    }

    #[test]
    fn a_kind_about_another_sort_of_subject_is_unknown(op in any_op(), kind in 7u8..) {
        prop_assume!(!matches!(op, Op::Undo { .. } | Op::Refused { .. }));
        let subject = Subject { kind, ..op.subject() };
        let wrong = RawOp { subject, ..raw(&op) };
        prop_assert_eq!(read(&bytes_of(&Op::Unknown(wrong.clone()))), Op::Unknown(wrong));
    }

    #[test]
    fn a_flag_of_a_later_version_is_unknown(op in any_op(), flag in 2u32..8) {
        let later = RawOp { flags: 1 << flag, ..raw(&op) };
        prop_assert_eq!(read(&bytes_of(&Op::Unknown(later.clone()))), Op::Unknown(later));
    }

    #[test]
    fn payloads_a_kind_does_not_have_are_not_dropped(op in any_op()) {
        let mut longer = raw(&op);
        longer.clear.push(0);
        prop_assert_eq!(read(&bytes_of(&Op::Unknown(longer.clone()))), Op::Unknown(longer));
    }

    #[test]
    fn words_from_a_peer_are_cleaned(words in any::<String>()) {
        let note = Op::Note { ticket: TICKET, text: Text::default(), corrects: None };
        let peer = RawOp { personal: words.clone().into_bytes(), ..raw(&note) };
        let Op::Note { text, .. } = read(&bytes_of(&Op::Unknown(peer))) else {
            return Err(TestCaseError::fail("no note"));
        };
        prop_assert_eq!(text, Text::block(&words));
    }
}
