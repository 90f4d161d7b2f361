//! Ops and their bytes: what is written is read, what cannot be read is kept, and no byte panics.

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

fn text() -> impl Strategy<Value = Text> {
    any::<String>().prop_map(|words| Text::block(&words))
}

fn name() -> impl Strategy<Value = Slug> {
    "[a-z0-9][a-z0-9-]{0,20}".prop_map(|name| slug(&name))
}

fn id() -> impl Strategy<Value = [u8; 16]> {
    any::<[u8; 16]>()
}

fn any_op_id() -> impl Strategy<Value = OpId> {
    (id(), any::<u64>()).prop_map(|(stream, seq)| OpId {
        stream: StreamId::new(stream),
        seq,
    })
}

fn ids() -> impl Strategy<Value = Vec<OpId>> {
    prop::collection::vec(any_op_id(), 0..4)
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn queue() -> impl Strategy<Value = Queue> {
    prop_oneof![
        Just(Queue::FirstLevel),
        Just(Queue::BackOffice),
        name().prop_map(Queue::Office)
    ]
}

fn answer() -> impl Strategy<Value = ArticleRef> {
    (name(), id()).prop_map(|(id, version)| ArticleRef { id, version })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        text().prop_map(Value::Text),
        any::<i64>().prop_map(|millis| Value::Moment(Moment(millis))),
        any::<bool>().prop_map(Value::Flag),
    ]
}

fn ticket_op() -> impl Strategy<Value = Op> {
    let ticket = || id().prop_map(TicketId::new);
    prop_oneof![
        (ticket(), 0u16..40, value(), ids()).prop_map(|(ticket, field, value, replaces)| {
            let field = FieldId(field);
            Op::SetField {
                ticket,
                field,
                value,
                replaces,
            }
        }),
        (
            (ticket(), one_of(Verb::ALL), prop::option::of(queue())),
            (prop::option::of(name()), ids(), text())
        )
            .prop_map(|((ticket, verb, to), (owner, parents, text))| {
                Op::Change {
                    ticket,
                    verb,
                    to,
                    owner,
                    parents,
                    text,
                }
            }),
        (ticket(), text(), prop::option::of(any_op_id())).prop_map(|(ticket, text, corrects)| {
            Op::Note {
                ticket,
                text,
                corrects,
            }
        }),
        (ticket(), any::<u32>(), 0u16..1000).prop_map(|(ticket, block, index)| {
            let number = Block::offline(block).number(index).unwrap();
            Op::Number { ticket, number }
        }),
        (ticket(), name(), any::<bool>(), ids()).prop_map(|(ticket, tag, present, replaces)| {
            Op::Tag {
                ticket,
                tag,
                present,
                replaces,
            }
        }),
        (ticket(), ticket()).prop_map(|(ticket, to)| Op::Link { ticket, to }),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table: a strategy a kind")]
fn call_op() -> impl Strategy<Value = Op> {
    let call = || id().prop_map(InteractionId::new);
    let ticket = || prop::option::of(id().prop_map(TicketId::new));
    let station = || id().prop_map(StationId::new);
    let moment = || any::<i64>().prop_map(Moment);
    let source = || one_of(TimeSource::ALL);
    prop_oneof![
        (
            (call(), one_of(Channel::ALL), moment()),
            (source(), station(), text())
        )
            .prop_map(
                |((interaction, channel, started), (source, station, caller))| {
                    Op::Begin {
                        interaction,
                        channel,
                        started,
                        source,
                        station,
                        caller,
                    }
                }
            ),
        (
            (call(), ticket(), one_of(Outcome::ALL)),
            (
                prop::option::of(answer()),
                prop::option::of(any_op_id()),
                text()
            )
        )
            .prop_map(
                |((interaction, ticket, outcome), (answer, corrects, text))| {
                    Op::Conclude {
                        interaction,
                        ticket,
                        outcome,
                        answer,
                        corrects,
                        text,
                    }
                }
            ),
        (call(), ticket(), answer(), text(), any::<bool>()).prop_map(
            |(interaction, ticket, answer, passage, used)| {
                Op::Told {
                    interaction,
                    ticket,
                    answer,
                    passage,
                    used,
                }
            }
        ),
        (call(), any::<String>()).prop_map(|(interaction, draft)| Op::Park { interaction, draft }),
        (call(), station(), any_op_id()).prop_map(|(interaction, station, parked)| Op::Resume {
            interaction,
            station,
            parked
        }),
        (call(), moment(), source()).prop_map(|(interaction, ended, source)| Op::End {
            interaction,
            ended,
            source
        }),
    ]
}

fn other_op() -> impl Strategy<Value = Op> {
    let provenance = one_of(&[
        Provenance::Seed,
        Provenance::Trusted,
        Provenance::Draft,
        Provenance::Synthetic,
    ]);
    let role = || one_of(Role::ALL);
    let subject = || (any::<u8>(), id()).prop_map(|(kind, id)| Subject { kind, id });
    prop_oneof![
        (
            name(),
            one_of(ArticleKind::ALL),
            any::<String>(),
            provenance
        )
            .prop_map(|(article, kind, text, provenance)| Op::Publish {
                article,
                kind,
                text,
                provenance
            }),
        (name(), ids()).prop_map(|(article, replaces)| Op::Withdraw { article, replaces }),
        (name(), any::<String>()).prop_map(|(agency, text)| Op::Agency { agency, text }),
        (name(), text(), prop::option::of(any::<u32>())).prop_map(|(operator, name, account)| {
            Op::Operator {
                operator,
                name,
                account,
            }
        }),
        (name(), role(), name(), prop::option::of(name())).prop_map(
            |(operator, role, agency, office)| Op::Grant {
                operator,
                role,
                agency,
                office
            }
        ),
        (name(), role(), name()).prop_map(|(operator, role, agency)| Op::Revoke {
            operator,
            role,
            agency
        }),
        any::<u32>().prop_map(|block| Op::NumberBlock { block }),
        (id(), any::<u64>(), any::<u64>(), any::<i64>()).prop_map(|(stream, from, to, at)| {
            Op::Receipt {
                stream: StreamId::new(stream),
                from,
                to,
                at: Moment(at),
            }
        }),
        (subject(), any_op_id(), text()).prop_map(|(subject, op, rule)| Op::Refused {
            subject,
            op,
            rule
        }),
        (subject(), any_op_id()).prop_map(|(subject, op)| Op::Undo { subject, op }),
    ]
}

/// Any op this version knows.
fn any_op() -> impl Strategy<Value = Op> {
    prop_oneof![ticket_op(), call_op(), other_op()]
}

/// A small op of each kind, in the order of the lines of `golden.txt`.
#[expect(clippy::too_many_lines, reason = "a table: an op a kind")]
fn golden() -> Vec<Op> {
    let (ticket, interaction) = (TICKET, CALL);
    let (parents, at) = (vec![op_id(1, 300)], op_id(2, 5));
    let answer = ArticleRef {
        id: slug("cie"),
        version: [9; 16],
    };
    let (text, station) = (Text::block("sì"), StationId::new([3; 16]));
    vec![
        Op::SetField {
            ticket,
            field: field::TOPIC,
            value: Value::Text(text.clone()),
            replaces: parents.clone(),
        },
        Op::SetField {
            ticket,
            field: field::NAME,
            value: Value::Text(text.clone()),
            replaces: Vec::new(),
        },
        Op::SetField {
            ticket,
            field: field::DUE_AT,
            value: Value::Moment(Moment(-1)),
            replaces: Vec::new(),
        },
        Op::Change {
            ticket,
            verb: Verb::EscalateDepartment,
            to: Some(Queue::Office(slug("tributi"))),
            owner: Some(slug("ada")),
            parents: parents.clone(),
            text: text.clone(),
        },
        Op::Note {
            ticket,
            text: text.clone(),
            corrects: Some(at),
        },
        Op::Number {
            ticket,
            number: Block::offline(1).number(2).unwrap(),
        },
        Op::Tag {
            ticket,
            tag: slug("urgente"),
            present: true,
            replaces: parents.clone(),
        },
        Op::Link {
            ticket,
            to: TicketId::new([6; 16]),
        },
        Op::Begin {
            interaction,
            channel: Channel::Phone,
            started: Moment(1),
            source: TimeSource::Key,
            station,
            caller: text.clone(),
        },
        Op::Conclude {
            interaction,
            ticket: Some(ticket),
            outcome: Outcome::Answered,
            answer: Some(answer.clone()),
            corrects: None,
            text: text.clone(),
        },
        Op::Told {
            interaction,
            ticket: None,
            answer,
            passage: text.clone(),
            used: false,
        },
        Op::Park {
            interaction,
            draft: "{}".to_owned(),
        },
        Op::Resume {
            interaction,
            station,
            parked: at,
        },
        Op::End {
            interaction,
            ended: Moment(2),
            source: TimeSource::Telephony,
        },
        Op::Publish {
            article: slug("cie"),
            kind: ArticleKind::Faq,
            text: "t".to_owned(),
            provenance: Provenance::Trusted,
        },
        Op::Withdraw {
            article: slug("cie"),
            replaces: parents,
        },
        Op::Agency {
            agency: slug("esempio"),
            text: "t".to_owned(),
        },
        Op::Operator {
            operator: slug("ada"),
            name: text.clone(),
            account: Some(1000),
        },
        Op::Grant {
            operator: slug("ada"),
            role: Role::FirstLevel,
            agency: slug("all"),
            office: Some(slug("urp")),
        },
        Op::Revoke {
            operator: slug("ada"),
            role: Role::Admin,
            agency: slug("all"),
        },
        Op::NumberBlock { block: 90_001 },
        Op::Receipt {
            stream: StreamId::new([1; 16]),
            from: 1,
            to: 2,
            at: Moment(3),
        },
        Op::Refused {
            subject: Subject::ticket(ticket),
            op: at,
            rule: Text::line("closed"),
        },
        Op::Undo {
            subject: Subject::interaction(interaction),
            op: at,
        },
    ]
}

/// The bytes are on people's disks: a line of the file never changes, new ones are added.
#[test]
fn the_bytes_of_every_kind_never_change() {
    let lines: Vec<&str> = include_str!("golden.txt").lines().collect();
    for (n, op) in golden().iter().enumerate() {
        let bytes = bytes_of(op);
        let kind = u16::from_le_bytes([bytes[0], bytes[1]]);
        let line = format!("{kind} {}", hex(&bytes));
        assert_eq!(lines.get(n), Some(&line.as_str()), "line {}: {op:?}", n + 1);
        assert_eq!(read(&bytes), *op);
    }
    assert_eq!(lines.len(), golden().len());
}

#[test]
fn every_kind_has_its_golden_bytes() {
    let mut kinds: Vec<u16> = golden().iter().map(|op| raw(op).kind).collect();
    kinds.dedup();
    assert_eq!(kinds, payload::kind::ALL);
    assert!(kinds.is_sorted(), "a number twice, or out of order");
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

#[test]
fn a_clear_kind_with_a_personal_payload_is_unknown() {
    for op in golden() {
        let mut odd = raw(&op);
        if odd.personal.is_empty() {
            odd.personal.extend(b"x");
            let odd = Op::Unknown(odd);
            assert_eq!(read(&bytes_of(&odd)), odd, "{op:?}");
        }
    }
}

#[test]
fn what_identifies_a_person_is_never_in_the_clear_payload() {
    let secret = Text::block("Rossi Maria 3331234567");
    let (ticket, interaction, text) = (TICKET, CALL, secret.clone());
    let personal_fields = field::FIELDS
        .iter()
        .filter(|spec| spec.personal)
        .map(|spec| Op::SetField {
            ticket,
            field: spec.id,
            value: Value::Text(secret.clone()),
            replaces: Vec::new(),
        });
    let rest = [
        Op::Note {
            ticket,
            text: text.clone(),
            corrects: None,
        },
        Op::Change {
            ticket,
            verb: Verb::Close,
            to: None,
            owner: None,
            parents: Vec::new(),
            text: text.clone(),
        },
        Op::Conclude {
            interaction,
            ticket: None,
            outcome: Outcome::Answered,
            answer: None,
            corrects: None,
            text,
        },
        Op::Begin {
            interaction,
            channel: Channel::Phone,
            started: Moment(0),
            source: TimeSource::Key,
            station: StationId::default(),
            caller: secret.clone(),
        },
        Op::Park {
            interaction,
            draft: secret.to_string(),
        },
    ];
    for op in personal_fields.chain(rest) {
        let raw = raw(&op);
        assert_eq!(raw.personal, secret.as_str().as_bytes(), "{op:?}");
        let clear = String::from_utf8_lossy(&raw.clear).into_owned();
        assert!(!clear.contains("Rossi") && !clear.contains("333"), "{op:?}");
    }
}

#[test]
fn a_shed_op_keeps_what_statistics_need_and_a_sealed_one_waits() {
    let op = Op::Conclude {
        interaction: CALL,
        ticket: Some(TICKET),
        outcome: Outcome::Answered,
        answer: None,
        corrects: None,
        text: Text::block("Rossi"),
    };
    let shed = RawOp {
        flags: SHED,
        personal: Vec::new(),
        ..raw(&op)
    };
    let Op::Conclude { outcome, text, .. } = read(&bytes_of(&Op::Unknown(shed))) else {
        panic!("a shed op is read");
    };
    assert_eq!((outcome, text.as_str()), (Outcome::Answered, ""));
    let sealed = RawOp {
        flags: SEALED,
        key: Some([5; 16]),
        ..raw(&op)
    };
    let sealed = Op::Unknown(sealed);
    assert_eq!(read(&bytes_of(&sealed)), sealed);
}

#[test]
fn limits_hold_when_writing_and_when_reading() {
    let of_length = |length: usize| {
        let empty = raw(&Op::NumberBlock { block: 1 });
        let clear = vec![1; length - empty.len() + empty.clear.len()];
        RawOp {
            kind: 999,
            clear,
            ..empty
        }
    };
    let mut bytes = Vec::new();
    of_length(OP_LIMIT).write(&mut bytes).unwrap();
    assert_eq!(bytes.len(), OP_LIMIT);
    assert_eq!(read(&bytes), Op::Unknown(of_length(OP_LIMIT)));
    let large = of_length(OP_LIMIT + 1);
    assert!(matches!(
        large.write(&mut Vec::new()),
        Err(FrameError::Large(_))
    ));
    let length_at = 2 + 1 + 17;
    let claimed = u32::try_from(large.clear.len()).unwrap().to_le_bytes();
    bytes[length_at..length_at + 4].copy_from_slice(&claimed);
    bytes.push(1);
    assert!(matches!(Op::read(&mut &*bytes), Err(FrameError::Large(_))));
    bytes[length_at..length_at + 8].fill(0xff);
    assert!(matches!(Op::read(&mut &*bytes), Err(FrameError::Large(_))));
}

#[test]
fn a_batch_has_from_1_to_256_ops_and_at_most_a_mebibyte() {
    let op = Op::NumberBlock { block: 1 };
    assert!(matches!(pack_ops(&[]), Err(BatchError::Count(0))));
    assert!(matches!(unpack_ops(&[]), Err(BatchError::Count(0))));
    assert_eq!(
        unpack_ops(&pack_ops(&vec![op.clone(); BATCH_OPS]).unwrap())
            .unwrap()
            .len(),
        BATCH_OPS
    );
    assert!(matches!(
        pack_ops(&vec![op.clone(); BATCH_OPS + 1]),
        Err(BatchError::Count(257))
    ));
    let too_many: Vec<u8> = (0..=BATCH_OPS).flat_map(|_| bytes_of(&op)).collect();
    assert!(matches!(unpack_ops(&too_many), Err(BatchError::Count(257))));
    let big = Op::Park {
        interaction: CALL,
        draft: "x".repeat(60 * 1024),
    };
    assert!(matches!(
        pack_ops(&vec![big; 18]),
        Err(BatchError::Large(_))
    ));
    assert!(matches!(
        unpack_ops(&vec![0; BATCH_LIMIT + 1]),
        Err(BatchError::Large(_))
    ));
}
