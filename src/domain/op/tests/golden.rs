//! The bytes of every kind of op, kept in a file: they never change by accident.

use super::*;

/// A small op of each kind, in the order of the lines of `golden.txt`.
#[expect(clippy::too_many_lines, reason = "a table: an op a kind")]
pub fn golden() -> Vec<Op> {
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
        Op::Answer {
            ticket,
            article: slug("cie"),
            question: Text::line("dove"),
            value: text.clone(),
            replaces: parents.clone(),
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
            replaces: Vec::new(),
        },
        Op::Withdraw {
            article: slug("cie"),
            replaces: parents.clone(),
        },
        Op::Publish {
            article: slug("cie"),
            kind: ArticleKind::Sheet,
            text: "t".to_owned(),
            provenance: Provenance::Approved,
            replaces: parents.clone(),
        },
        Op::Approve {
            article: slug("cie"),
            version: [9; 16],
            side: Side::Urp,
            act: Some(Act {
                protocol: Text::line("12/2026"),
                date: NaiveDate::default(),
                name: text.clone(),
            }),
        },
        Op::Confirm {
            article: slug("cie"),
            approval: at,
        },
        Op::Notice {
            article: slug("cie"),
            text: text.clone(),
            until: Moment(4),
            replaces: parents,
        },
        Op::Read {
            article: slug("cie"),
            version: [9; 16],
        },
        Op::Learned {
            article: slug("cie"),
            queries: vec![text.clone()],
            forget: false,
        },
        Op::WrongNumber {
            article: slug("cie"),
            number: text.clone(),
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
    let kept = include_str!("../golden.txt");
    let due: Vec<String> = golden()
        .iter()
        .map(|op| {
            let bytes = bytes_of(op);
            let kind = u16::from_le_bytes([bytes[0], bytes[1]]);
            assert_eq!(read(&bytes), *op);
            format!("{kind} {}", hex(&bytes))
        })
        .collect();
    let missing: Vec<&String> = due
        .iter()
        .filter(|line| kept.lines().all(|kept| kept != line.as_str()))
        .collect();
    assert_eq!(missing, Vec::<&String>::new(), "add to golden.txt");
    assert_eq!(
        kept.lines().count(),
        due.len(),
        "what is on disks is read no more"
    );
}

/// What an older version wrote is read, and written again as it was: no line is ever taken away.
#[test]
fn the_bytes_of_the_past_are_read() {
    for line in include_str!("../golden.txt")
        .lines()
        .chain(include_str!("../golden-values.txt").lines())
    {
        let bytes = unhex(line.rsplit(' ').next().unwrap());
        let op = read(&bytes);
        assert!(!matches!(op, Op::Unknown(_)), "{line}");
        assert_eq!(bytes_of(&op), bytes, "{line}");
    }
}

#[test]
fn every_kind_has_its_golden_bytes() {
    let mut kinds: Vec<u16> = golden().iter().map(|op| raw(op).kind).collect();
    kinds.dedup();
    assert_eq!(kinds, payload::kind::ALL);
    assert!(kinds.is_sorted(), "a number twice, or out of order");
}
