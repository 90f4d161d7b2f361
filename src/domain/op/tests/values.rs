//! The bytes of every field, role, verb, outcome and other value of a table, kept in a file.

use super::*;
use crate::domain::field::FieldKind;

/// An op with each value that ops carry, by name.
#[expect(clippy::too_many_lines, reason = "a table: a value a line")]
fn values() -> Vec<(String, Op)> {
    let (ticket, interaction) = (TICKET, CALL);
    let mut all = fields(ticket);
    all.extend(
        Verb::ALL
            .iter()
            .map(|verb| (format!("verb {}", verb.id()), changed(*verb, None))),
    );
    let queues = [
        Queue::FirstLevel,
        Queue::BackOffice,
        Queue::Office(slug("urp")),
    ];
    all.extend(queues.map(|to| {
        (
            format!("queue {}", to.id()),
            changed(Verb::Assign, Some(to)),
        )
    }));
    all.extend(Outcome::ALL.iter().map(|outcome| {
        let op = Op::Conclude {
            interaction,
            ticket: None,
            outcome: *outcome,
            answer: None,
            corrects: None,
            text: Text::default(),
        };
        (format!("outcome {}", outcome.id()), op)
    }));
    all.extend(Channel::ALL.iter().map(|channel| {
        (
            format!("channel {}", channel.id()),
            begun(*channel, TimeSource::Key),
        )
    }));
    all.extend(TimeSource::ALL.iter().map(|source| {
        (
            format!("source {}", source.id()),
            begun(Channel::Phone, *source),
        )
    }));
    all.extend(Role::ALL.iter().map(|role| {
        let op = Op::Revoke {
            operator: slug("ada"),
            role: *role,
            agency: slug("all"),
        };
        (format!("role {}", role.id()), op)
    }));
    all.extend(ArticleKind::ALL.iter().map(|kind| {
        (
            format!("article {}", kind.id()),
            published(*kind, Provenance::Seed),
        )
    }));
    all.extend(Side::ALL.iter().map(|side| {
        let op = Op::Approve {
            article: slug("cie"),
            version: [9; 16],
            side: *side,
            act: None,
        };
        (format!("side {}", side.id()), op)
    }));
    let provenances = [
        Provenance::Seed,
        Provenance::Trusted,
        Provenance::Draft,
        Provenance::Synthetic,
        Provenance::Approved,
    ];
    all.extend(provenances.map(|provenance| {
        (
            format!("provenance {provenance:?}"),
            published(ArticleKind::Faq, provenance),
        )
    }));
    all.extend((1..=6).map(|kind| {
        let op = Op::Undo {
            subject: Subject { kind, id: [1; 16] },
            op: op_id(2, 5),
        };
        (format!("subject {kind}"), op)
    }));
    all
}

fn fields(ticket: TicketId) -> Vec<(String, Op)> {
    let set = |spec: &field::FieldSpec| {
        let value = match spec.kind {
            FieldKind::Line | FieldKind::Block => Value::Text(Text::line("sì")),
            FieldKind::Moment => Value::Moment(Moment(1_000)),
            FieldKind::Flag => Value::Flag(true),
        };
        let op = Op::SetField {
            ticket,
            field: spec.id,
            value,
            replaces: Vec::new(),
        };
        (format!("field {}", spec.key), op)
    };
    field::FIELDS.iter().map(set).collect()
}

fn changed(verb: Verb, to: Option<Queue>) -> Op {
    Op::Change {
        ticket: TICKET,
        verb,
        to,
        owner: None,
        parents: Vec::new(),
        text: Text::default(),
    }
}

fn begun(channel: Channel, source: TimeSource) -> Op {
    Op::Begin {
        interaction: CALL,
        channel,
        started: Moment(1),
        source,
        station: StationId::new([3; 16]),
        caller: Text::default(),
    }
}

fn published(kind: ArticleKind, provenance: Provenance) -> Op {
    Op::Publish {
        article: slug("cie"),
        kind,
        text: "t".to_owned(),
        provenance,
        replaces: Vec::new(),
    }
}

/// A value that is new has no line here, and one that is gone leaves its line behind: both fail. Lines
/// are added and never changed; a failure prints the ones to add.
#[test]
fn the_bytes_of_every_value_never_change() {
    let kept = include_str!("../golden-values.txt");
    let due: Vec<String> = values()
        .iter()
        .map(|(name, op)| {
            let bytes = bytes_of(op);
            assert_eq!(read(&bytes), *op);
            format!("{name} {}", hex(&bytes))
        })
        .collect();
    let missing: Vec<&String> = due
        .iter()
        .filter(|line| kept.lines().all(|kept| kept != line.as_str()))
        .collect();
    let gone: Vec<&str> = kept
        .lines()
        .filter(|kept| due.iter().all(|line| line != kept))
        .collect();
    assert_eq!(gone, Vec::<&str>::new(), "what is on disks is read no more");
    assert_eq!(missing, Vec::<&String>::new(), "add to golden-values.txt");
}

/// What this version can read is a number: views that another one made are told by it.
#[test]
fn what_is_read_has_a_number_that_changes_with_it() {
    let tables = crate::domain::outcome::tables();
    assert!(tables.iter().all(|table| !table.is_empty()));
    assert_eq!(vocabulary(&[1]), vocabulary(&[1]));
    assert_ne!(vocabulary(&[1]), vocabulary(&[2]));
}
