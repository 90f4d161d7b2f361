//! The laws of a ticket: one state from one set of ops, nothing beaten that its author saw, nobody forgotten.

mod history;

use super::*;
use crate::domain::{
    fold::Record,
    number::Block,
    op::{
        Subject,
        tests::{op_id, slug},
    },
    time::Stamp,
};
use history::{History, ID, entry, history, nonsense, queue};
use proptest::prelude::*;

/// Some entries, and the same ones in another order, a few of them more than once.
fn shuffled(entries: Vec<Entry>) -> impl Strategy<Value = (Vec<Entry>, Vec<Entry>)> {
    let twice = prop::collection::vec(any::<prop::sample::Index>(), 0..6);
    let same = Just(entries.clone());
    (same, Just(entries).prop_shuffle(), twice).prop_map(|(entries, mut other, twice)| {
        for again in twice {
            if !other.is_empty() {
                other.push(other[again.index(other.len())].clone());
            }
        }
        (entries, other)
    })
}

fn record(entries: &[Entry]) -> Record {
    entries.iter().cloned().collect()
}

fn union(parts: &[&Record]) -> Record {
    parts.iter().flat_map(|part| part.all().cloned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_ticket_is_a_function_of_the_set_of_its_ops(
        (entries, other) in history().prop_flat_map(|history| shuffled(history.entries)),
    ) {
        prop_assert_eq!(Ticket::fold(ID, &record(&entries)), Ticket::fold(ID, &record(&other)));
    }

    #[test]
    fn even_of_ops_that_make_no_sense((entries, other) in nonsense().prop_flat_map(shuffled)) {
        let (one, two) = (record(&entries), record(&other));
        let ticket = Ticket::fold(ID, &one);
        prop_assert_eq!(&ticket, &Ticket::fold(ID, &two));
        let decided = one.live().iter().any(|entry| matches!(entry.op, Op::Change { .. }));
        prop_assert_eq!(decided, ticket.is_some_and(|ticket| !ticket.heads.is_empty()));
    }

    #[test]
    fn merging_is_commutative_associative_and_idempotent(
        history in history(),
        parts in prop::collection::vec(1u8..8, 40),
    ) {
        let part = |bit: u8| -> Record {
            let mine = history.entries.iter().zip(parts.iter().cycle());
            mine.filter(|(_, parts)| *parts & bit != 0).map(|(entry, _)| entry.clone()).collect()
        };
        let (a, b, c) = (part(1), part(2), part(4));
        let fold = |record: &Record| Ticket::fold(ID, record);
        prop_assert_eq!(fold(&union(&[&a, &b])), fold(&union(&[&b, &a])));
        let (ab, bc) = (union(&[&a, &b]), union(&[&b, &c]));
        prop_assert_eq!(fold(&union(&[&ab, &c])), fold(&union(&[&a, &bc])));
        prop_assert_eq!(fold(&union(&[&a, &a])), fold(&a));
        prop_assert_eq!(fold(&union(&[&a, &bc])), history.fold());
    }

    #[test]
    fn the_ops_with_effect_are_those_nothing_with_effect_voids(history in history()) {
        let mut expected: Vec<OpId> = history.live().iter().map(|entry| entry.id()).collect();
        let mut live: Vec<OpId> = history.record().live().iter().map(|entry| entry.id()).collect();
        expected.sort_unstable();
        live.sort_unstable();
        prop_assert_eq!(live, expected);
    }

    /// Beaten: exactly the other values that nobody who wrote the field afterwards had seen.
    #[test]
    fn a_value_is_beaten_if_and_only_if_nobody_saw_it(history in history()) {
        let Some(ticket) = history.fold() else { return Ok(()) };
        for (field, register) in &ticket.fields {
            let written: Vec<(&Entry, &Value)> = history.live().into_iter().filter_map(|entry| {
                match &entry.op {
                    Op::SetField { field: of, value, .. } if of == field => Some((entry, value)),
                    _ => None,
                }
            }).collect();
            let (last, value) = written.iter().max_by_key(|(entry, _)| entry.key).unwrap();
            prop_assert_eq!((register.op, &register.value), (last.id(), *value));
            let entries: Vec<&Entry> = written.iter().map(|(entry, _)| *entry).collect();
            let open: BTreeSet<OpId> = register.replaces().into_iter().collect();
            let (must, may) = history.open(&entries);
            prop_assert!(open.is_superset(&must) && open.is_subset(&may));
            prop_assert!(register.beaten.iter().all(|(_, beaten)| beaten != &register.value));
        }
    }

    /// Heads: exactly the decisions that nobody who decided afterwards had seen.
    #[test]
    fn a_decision_is_a_head_if_and_only_if_nobody_saw_it(history in history()) {
        let Some(ticket) = history.fold() else { return Ok(()) };
        let entries: Vec<&Entry> = decisions(&history).iter().map(|(entry, _)| *entry).collect();
        let heads: BTreeSet<OpId> = ticket.heads.iter().copied().collect();
        let (must, may) = history.open(&entries);
        prop_assert!(heads.is_superset(&must) && heads.is_subset(&may));
        prop_assert_eq!(ticket.conflict.len(), heads.len().saturating_sub(1));
    }

    /// A request is closed only when, for each of its escalations, somebody who knew of it closed it.
    #[test]
    fn a_close_against_a_concurrent_escalation_stays_open(history in history()) {
        let Some(ticket) = history.fold() else { return Ok(()) };
        if ticket.standing.state != State::Closed {
            return Ok(());
        }
        let decided = decisions(&history);
        for (entry, verb) in &decided {
            if matches!(verb, Verb::EscalateBackOffice | Verb::EscalateDepartment) {
                let answered = decided
                    .iter()
                    .any(|(later, verb)| *verb == Verb::Close && history.knew(later, entry));
                prop_assert!(answered, "forgotten: {entry:?}");
            }
        }
    }

    #[test]
    fn the_next_decision_by_anyone_covers_every_head(history in history()) {
        let mut history = history;
        let decision = history.decide(Verb::Take);
        let ticket = history.fold().unwrap();
        prop_assert_eq!(ticket.heads, vec![decision]);
        prop_assert_eq!(ticket.conflict, Vec::new());
    }

    #[test]
    fn a_tag_stays_that_nobody_who_took_it_off_had_seen(history in history()) {
        let Some(ticket) = history.fold() else { return Ok(()) };
        let live = history.live();
        let tags = |on: bool| live.iter().filter_map(move |entry| match &entry.op {
            Op::Tag { tag, present, .. } if *present == on => Some((*entry, tag)),
            _ => None,
        });
        let expected: BTreeSet<Slug> = tags(true)
            .filter(|(put, tag)| {
                !tags(false).any(|(off, label)| label == *tag && history.saw(off, put))
            })
            .map(|(_, tag)| tag.clone())
            .collect();
        prop_assert_eq!(ticket.tags, expected);
    }
}

/// The decisions with effect.
fn decisions(history: &History) -> Vec<(&Entry, Verb)> {
    let live = history.live().into_iter();
    live.filter_map(|entry| match &entry.op {
        Op::Change { verb, .. } => Some((entry, *verb)),
        _ => None,
    })
    .collect()
}

/// An op of stream 1–9 by one of its actors; equal times where `at` is equal.
fn op(at: u64, stream: u8, seq: u64, op: Op) -> Entry {
    entry(Stamp(at), op_id(stream, seq), stream % 2, op)
}

fn change(verb: Verb, parents: &[OpId]) -> Op {
    let to = match verb {
        Verb::EscalateBackOffice => Some(queue(1)),
        Verb::EscalateDepartment | Verb::Assign | Verb::SupervisorAssign => Some(queue(2)),
        Verb::Open | Verb::Take | Verb::Reopen | Verb::Close => None,
    };
    let assigned = matches!(verb, Verb::Assign | Verb::SupervisorAssign);
    Op::Change {
        ticket: ID,
        verb,
        to,
        owner: assigned.then(|| slug("dario")),
        parents: parents.to_vec(),
        text: Text::line(verb.id()),
    }
}

fn set(value: &str, replaces: &[OpId]) -> Op {
    Op::SetField {
        ticket: ID,
        field: field::TITLE,
        value: Value::Text(Text::line(value)),
        replaces: replaces.to_vec(),
    }
}

fn refused(op: OpId) -> Op {
    let (subject, rule) = (Subject::ticket(ID), Text::line("closed"));
    Op::Refused { subject, op, rule }
}

fn undo(op: OpId) -> Op {
    let subject = Subject::ticket(ID);
    Op::Undo { subject, op }
}

fn fold(entries: &[Entry]) -> Ticket {
    Ticket::fold(ID, &record(entries)).unwrap()
}

/// DESIGN §3, Merge: what stands above what.
const PRECEDENCE: [Verb; 7] = [
    Verb::SupervisorAssign,
    Verb::EscalateDepartment,
    Verb::EscalateBackOffice,
    Verb::Assign,
    Verb::Reopen,
    Verb::Take,
    Verb::Close,
];

#[test]
fn of_two_decisions_at_once_the_stronger_stands_whenever_it_was_made() {
    for (rank, strong) in PRECEDENCE.into_iter().enumerate() {
        for weak in PRECEDENCE.into_iter().skip(rank + 1) {
            for (strong_at, weak_at) in [(2, 3), (3, 2), (2, 2)] {
                let open = op(1, 1, 1, change(Verb::Open, &[]));
                let strong_op = op(strong_at, 2, 1, change(strong, &[open.id()]));
                let weak_op = op(weak_at, 3, 1, change(weak, &[open.id()]));
                let ticket = fold(&[open, weak_op.clone(), strong_op.clone()]);
                assert_eq!(
                    ticket.heads,
                    [strong_op.id(), weak_op.id()],
                    "{strong:?} and {weak:?}"
                );
                let lost = &ticket.conflict[0];
                assert_eq!((lost.verb, lost.text.as_str()), (weak, weak.id()));
                assert_ne!(
                    ticket.standing.state,
                    State::Closed,
                    "{strong:?} and {weak:?}"
                );
            }
        }
    }
}

#[test]
fn of_two_equal_decisions_the_first_take_and_close_stand_and_the_last_of_the_others() {
    for verb in PRECEDENCE {
        for (first_at, second_at) in [(2, 3), (2, 2)] {
            let open = op(1, 1, 1, change(Verb::Open, &[]));
            let first = op(first_at, 2, 1, change(verb, &[open.id()]));
            let second = op(second_at, 3, 1, change(verb, &[open.id()]));
            let (first_id, second_id) = (first.id(), second.id());
            let ticket = fold(&[second, first, open]);
            let stands = if matches!(verb, Verb::Take | Verb::Close) {
                first_id
            } else {
                second_id
            };
            assert_eq!(ticket.heads[0], stands, "{verb:?}");
            assert_eq!(ticket.conflict.len(), 1, "{verb:?}");
        }
    }
}

/// After opening, giving it to the office and each verb: state, level, queue, owner.
#[test]
fn each_decision_leaves_the_request_where_it_says() {
    let office = queue(2);
    let table = [
        (Verb::Take, State::Taken, &office, Some("bruno")),
        (Verb::Close, State::Closed, &office, None),
        (Verb::Reopen, State::Open, &office, None),
        (
            Verb::EscalateBackOffice,
            State::Open,
            &Queue::BackOffice,
            None,
        ),
        (Verb::EscalateDepartment, State::Open, &office, None),
        (Verb::Assign, State::Taken, &office, Some("dario")),
        (Verb::SupervisorAssign, State::Taken, &office, Some("dario")),
    ];
    for (verb, state, queue, owner) in table {
        let open = op(1, 1, 1, change(Verb::Open, &[]));
        let sent = op(2, 1, 2, change(Verb::EscalateDepartment, &[open.id()]));
        let done = op(3, 1, 3, change(verb, &[sent.id()]));
        let closed_at = (state == State::Closed).then(|| done.at());
        let ticket = fold(&[open, sent, done]);
        let standing = &ticket.standing;
        assert_eq!(
            (standing.state, &standing.queue),
            (state, queue),
            "{verb:?}"
        );
        assert_eq!(standing.owner.as_ref().map(Slug::as_str), owner, "{verb:?}");
        assert_eq!(ticket.closed_at, closed_at);
        let level = match queue {
            Queue::FirstLevel => Level::First,
            Queue::BackOffice => Level::BackOffice,
            Queue::Office(_) => Level::Department,
        };
        assert_eq!(standing.level, level);
    }
}

#[test]
fn an_escalation_to_the_back_office_goes_there_whatever_else_it_names() {
    let open = op(1, 1, 1, change(Verb::Open, &[]));
    let mut odd = change(Verb::EscalateBackOffice, &[open.id()]);
    if let Op::Change { to, .. } = &mut odd {
        *to = Some(queue(2));
    }
    let ticket = fold(&[open, op(2, 1, 2, odd)]);
    assert_eq!(ticket.standing.queue, Queue::BackOffice);
}

#[test]
fn what_one_batch_decides_it_decides_in_order() {
    // A desk opens, concludes and closes in one batch: it cannot name ops that have no identity yet.
    let batch = [Verb::Open, Verb::Take, Verb::Close];
    let entries: Vec<Entry> = (1..)
        .zip(batch)
        .map(|(seq, verb)| op(5, 1, seq, change(verb, &[])))
        .collect();
    let ticket = fold(&entries);
    assert_eq!(ticket.standing.state, State::Closed);
    assert_eq!(ticket.standing.owner, Some(slug("bruno")));
    assert_eq!((ticket.heads.len(), ticket.conflict.len()), (1, 0));
    // The same decisions of two batches were made without knowing of each other.
    let apart = [entries[0].clone(), op(6, 1, 3, change(Verb::Close, &[]))];
    assert_eq!(fold(&apart).heads.len(), 2);
}

#[test]
fn the_children_of_a_refused_decision_inherit_its_parents() {
    let open = op(1, 1, 1, change(Verb::Open, &[]));
    let sent = op(2, 1, 2, change(Verb::EscalateDepartment, &[open.id()]));
    let wrong = op(3, 2, 1, change(Verb::EscalateBackOffice, &[sent.id()]));
    let wrong_too = op(4, 2, 2, change(Verb::Assign, &[wrong.id()]));
    let taken = op(5, 2, 3, change(Verb::Take, &[wrong_too.id()]));
    let entries = [
        open,
        sent,
        op(6, 9, 1, refused(wrong.id())),
        op(7, 9, 2, refused(wrong_too.id())),
        wrong,
        wrong_too,
        taken.clone(),
    ];
    let ticket = fold(&entries);
    assert_eq!((ticket.heads, ticket.conflict.len()), (vec![taken.id()], 0));
    assert_eq!(ticket.standing.queue, queue(2));
}

#[test]
fn the_children_of_a_refused_value_note_and_conclusion_inherit_too() {
    let one = op(1, 1, 1, set("one", &[]));
    let two = op(2, 1, 2, set("two", &[one.id()]));
    let three = op(3, 1, 3, set("three", &[two.id()]));
    let note = |corrects| {
        let text = Text::line("note");
        Op::Note {
            ticket: ID,
            text,
            corrects,
        }
    };
    let first = op(4, 1, 4, note(None));
    let second = op(5, 1, 5, note(Some(first.id())));
    let third = op(6, 1, 6, note(Some(second.id())));
    let entries = [
        op(8, 9, 1, refused(two.id())),
        op(9, 9, 2, refused(second.id())),
        one,
        two,
        three,
        first,
        second,
        third,
    ];
    let ticket = fold(&entries);
    assert_eq!(ticket.words(field::TITLE), "three");
    assert_eq!(ticket.fields[&field::TITLE].beaten, []);
    let corrected: Vec<bool> = ticket.notes.iter().map(|note| note.corrected).collect();
    assert_eq!(corrected, [true, false]);
}

#[test]
fn undoing_an_undoing_restores_and_nobody_undoes_what_another_did() {
    let value = op(1, 1, 1, set("kept", &[]));
    let back = op(2, 1, 2, undo(value.id()));
    let again = op(3, 1, 3, undo(back.id()));
    let by_another = op(4, 2, 1, undo(value.id()));
    let refusal = op(5, 9, 1, refused(value.id()));
    let unrefused = op(6, 1, 4, undo(refusal.id()));
    let title = |entries: &[&Entry]| {
        let entries: Vec<Entry> = entries.iter().map(|entry| (*entry).clone()).collect();
        Ticket::fold(ID, &record(&entries)).map(|ticket| ticket.words(field::TITLE).to_owned())
    };
    let kept = Some("kept".to_owned());
    assert_eq!(title(&[&value, &back]), None);
    assert_eq!(title(&[&value, &back, &again]), kept);
    assert_eq!(title(&[&value, &by_another]), kept);
    assert_eq!(title(&[&value, &refusal, &unrefused]), None);
}

#[test]
fn values_that_agree_are_not_shown_as_beaten_and_a_later_edit_covers_them_all() {
    let (one, two) = (op(1, 1, 1, set("same", &[])), op(1, 2, 1, set("same", &[])));
    let other = op(1, 3, 1, set("other", &[]));
    let agreed = fold(&[one.clone(), two.clone()]);
    assert_eq!(agreed.fields[&field::TITLE].beaten, []);
    let ticket = fold(&[one.clone(), two.clone(), other.clone()]);
    let register = &ticket.fields[&field::TITLE];
    assert_eq!((register.op, register.beaten.len()), (other.id(), 2));
    let seen = agreed.fields[&field::TITLE].replaces();
    let later = fold(&[one, two, op(2, 1, 2, set("later", &seen))]);
    assert_eq!(later.fields[&field::TITLE].beaten, []);
}

#[test]
fn a_note_is_corrected_by_a_later_one_and_both_stay() {
    let note = |text: &str, corrects| {
        let text = Text::line(text);
        Op::Note {
            ticket: ID,
            text,
            corrects,
        }
    };
    let first = op(1, 1, 1, note("lunedì", None));
    let ticket = fold(&[op(2, 2, 1, note("martedì", Some(first.id()))), first]);
    let notes: Vec<_> = ticket
        .notes
        .iter()
        .map(|n| (n.text.as_str(), n.corrected))
        .collect();
    assert_eq!(notes, [("lunedì", true), ("martedì", false)]);
}

#[test]
fn every_number_a_request_had_stays_as_an_alias() {
    let number = |index| Block::offline(1).number(index).unwrap();
    let given = |at, index| {
        op(
            at,
            1,
            at,
            Op::Number {
                ticket: ID,
                number: number(index),
            },
        )
    };
    let ticket = fold(&[given(1, 1), given(2, 2), given(3, 1), given(4, 3)]);
    assert_eq!(ticket.number, Some(number(3)));
    assert_eq!(ticket.aliases, [number(2), number(1)]);
}

#[test]
fn a_decision_whose_parents_are_not_here_yet_counts() {
    let (missing, open) = (op_id(7, 7), op(1, 1, 1, change(Verb::Open, &[])));
    let ticket = fold(&[
        open.clone(),
        op(2, 2, 1, change(Verb::Take, &[missing, open.id()])),
    ]);
    assert_eq!(
        (ticket.standing.state, ticket.heads.len()),
        (State::Taken, 1)
    );
    let alone = fold(&[op(2, 2, 1, change(Verb::Take, &[missing]))]);
    assert_eq!(alone.standing.state, State::Taken);
}

#[test]
fn ops_of_a_newer_version_are_counted() {
    let raw = crate::domain::op::RawOp {
        kind: 900,
        flags: 0,
        subject: Subject::ticket(ID),
        key: None,
        clear: Vec::new(),
        personal: Vec::new(),
    };
    let open = op(1, 1, 1, change(Verb::Open, &[]));
    assert_eq!(fold(&[open, op(2, 1, 2, Op::Unknown(raw))]).unread, 1);
}
