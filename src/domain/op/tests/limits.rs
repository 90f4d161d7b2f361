//! What identifies a person, what is shed, and what is too large.

use super::{golden::golden, *};

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
