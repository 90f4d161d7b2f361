mod laws;
mod views;

use super::*;
use crate::domain::{
    article::Article,
    batch::Header,
    field,
    id::{BatchId, BootId, InteractionId, OpId, StationId, StreamId, TicketId},
    number::Block,
    op::{Op, Provenance, Queue, Subject},
    outcome::{ArticleKind, Channel, Level, Outcome, Role, State, TimeSource, Verb},
    slug::Slug,
    text::Text,
    time::{Moment, Stamp},
};
use kv::{Change, KvError, Visit};
use memory_kv::MemoryKv;
use proptest::prelude::*;
use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

/// A text is the article's slug; `?` stands for what this version cannot read.
pub(crate) const READING: Reading = Reading {
    article: |text| {
        let id = Slug::parse(text.split(' ').next()?).ok()?;
        let title = Text::line(text);
        Some(Article::named(id, ArticleKind::Faq, slug("esempio"), title))
    },
    agency: |_| None,
    vocabulary: 1,
};

fn ticket(n: u8) -> TicketId {
    TicketId::new([n; 16])
}

fn call(n: u8) -> InteractionId {
    InteractionId::new([n; 16])
}

fn op_id(stream: u8, seq: u64) -> OpId {
    OpId {
        stream: StreamId::new([stream; 16]),
        seq,
    }
}

#[expect(clippy::too_many_lines, reason = "a table of kinds")]
/// Ops on few subjects, so that they meet; their references point to ops that may exist.
fn any_op() -> impl Strategy<Value = Op> {
    let at = || (1u8..3, 1u64..12).prop_map(|(stream, seq)| op_id(stream, seq));
    let heads = || prop::collection::vec(at(), 0..3);
    let text = || "[a-z]{0,4}".prop_map(|words| Text::line(&words));
    prop_oneof![
        (0u8..3, text(), heads()).prop_map(|(n, words, replaces)| Op::SetField {
            ticket: ticket(n),
            field: field::TITLE,
            value: field::Value::Text(words),
            replaces,
        }),
        (0u8..3, 0usize..8, heads(), text()).prop_map(|(n, verb, parents, text)| Op::Change {
            ticket: ticket(n),
            verb: Verb::ALL[verb],
            to: (verb % 2 == 0).then(|| Queue::Office(slug("tributi"))),
            owner: None,
            parents,
            text,
        }),
        (0u8..3, text()).prop_map(|(n, text)| Op::Note {
            ticket: ticket(n),
            text,
            corrects: None
        }),
        (0u8..3, 0u16..5).prop_map(|(n, index)| Op::Number {
            ticket: ticket(n),
            number: Block::offline(1).number(index).unwrap(),
        }),
        (0u8..2, 0i64..9).prop_map(|(n, started)| Op::Begin {
            interaction: call(n),
            channel: Channel::Phone,
            started: Moment(started),
            source: TimeSource::Key,
            station: StationId::default(),
            caller: Text::default(),
        }),
        (0u8..2, prop::option::of(0u8..3), text()).prop_map(|(n, of, text)| Op::Conclude {
            interaction: call(n),
            ticket: of.map(ticket),
            outcome: Outcome::Answered,
            answer: None,
            corrects: None,
            text,
        }),
        (0u8..2).prop_map(|n| Op::Park {
            interaction: call(n),
            draft: String::new()
        }),
        (0u8..2, at()).prop_map(|(n, parked)| Op::Resume {
            interaction: call(n),
            station: StationId::default(),
            parked,
        }),
        ("[ab] [a-z]?", any::<bool>()).prop_map(|(text, draft)| Op::Publish {
            article: slug(text.split(' ').next().unwrap()),
            kind: ArticleKind::Faq,
            text,
            provenance: if draft {
                Provenance::Draft
            } else {
                Provenance::Trusted
            },
            replaces: Vec::new(),
        }),
        ("[ab]", heads()).prop_map(|(name, replaces)| Op::Withdraw {
            article: slug(&name),
            replaces
        }),
        (0u8..2, at()).prop_map(|(n, op)| Op::Undo {
            subject: Subject::interaction(call(n)),
            op
        }),
        (0u8..3, at()).prop_map(|(n, op)| Op::Undo {
            subject: Subject::ticket(ticket(n)),
            op
        }),
        ("[ab]", text(), prop::option::of(0u32..2)).prop_map(|(name, words, account)| {
            Op::Operator {
                operator: slug(&name),
                name: words,
                account,
            }
        }),
    ]
}

/// Batches of two streams as one journal would hold them, with clocks that jump.
fn any_history() -> impl Strategy<Value = Vec<Batch>> {
    let batch = (1u8..3, 0i64..50, prop::collection::vec(any_op(), 1..5));
    prop::collection::vec(batch, 1..25).prop_map(|batches| {
        let mut heads = [(1u64, 1u64); 3];
        let chained = batches
            .into_iter()
            .enumerate()
            .map(|(n, (stream, at, ops))| {
                let other = 3 - stream;
                let seen = crate::domain::batch::Seen {
                    stream: StreamId::new([other; 16]),
                    number: heads[usize::from(other)].0 - 1,
                };
                let (number, first_seq) = &mut heads[usize::from(stream)];
                let header = header(stream, *number, *first_seq, at, n, vec![seen]);
                *number += 1;
                *first_seq += ops.len() as u64;
                Batch { header, ops }
            });
        chained.collect()
    })
}

fn header(
    stream: u8,
    number: u64,
    first_seq: u64,
    at: i64,
    n: usize,
    seen: Vec<crate::domain::batch::Seen>,
) -> Header {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&n.to_be_bytes());
    Header {
        stream: StreamId::new([stream; 16]),
        number,
        first_seq,
        previous: [0; 32],
        id: BatchId::new(id),
        agency: slug("esempio"),
        actor: slug("claudia"),
        role: Role::FirstLevel,
        clock: Stamp::at(Moment(at)),
        boot: BootId::default(),
        monotonic_ms: 0,
        seen,
    }
}

fn logged(history: &[Batch]) -> Vec<Logged<'_>> {
    let positions = (1u64..).zip(history);
    let logged = positions.map(|(next, batch)| Logged {
        batch,
        hash: [7; 32],
        next,
    });
    logged.collect()
}

fn everything(kv: &dyn Kv) -> Vec<kv::Pair> {
    kv::tests::pairs(kv, &[], &[], usize::MAX)
}

fn in_memory() -> Store {
    Store::in_memory(READING)
}

fn rebuilt(history: &[Batch]) -> Store {
    let store = in_memory();
    let mut rebuild = Rebuild::default();
    for logged in logged(history) {
        rebuild.take(logged).unwrap();
    }
    let mut go_on = |_, _| ControlFlow::Continue(());
    rebuild.write(&store, &mut go_on).unwrap();
    store
}

fn batch(number: u64, first_seq: u64, ops: Vec<Op>) -> Batch {
    let at = i64::try_from(number).unwrap() * 1_000;
    let n = usize::try_from(number).unwrap();
    Batch {
        header: header(1, number, first_seq, at, n, Vec::new()),
        ops,
    }
}

fn opened(n: u8, to: Queue) -> Op {
    Op::Change {
        ticket: ticket(n),
        verb: Verb::Open,
        to: Some(to),
        owner: None,
        parents: Vec::new(),
        text: Text::default(),
    }
}

fn applied(history: &[Batch]) -> Store {
    let store = in_memory();
    store.apply(&logged(history)).unwrap();
    store
}

#[test]
fn a_list_shows_the_newest_change_first_and_only_what_was_asked() {
    let office = Queue::Office(slug("tributi"));
    let store = applied(&[
        batch(1, 1, vec![opened(1, office.clone())]),
        batch(2, 2, vec![opened(2, office.clone())]),
        batch(3, 3, vec![opened(3, Queue::BackOffice)]),
        batch(
            4,
            4,
            vec![Op::SetField {
                ticket: ticket(1),
                field: field::TITLE,
                value: field::Value::Text(Text::line("Perché la TARI è così")),
                replaces: Vec::new(),
            }],
        ),
    ]);
    let ids = |filter: &Filter| -> Vec<TicketId> {
        let rows = store.list(filter, &[slug("esempio")]).unwrap();
        rows.iter().map(|row| row.id).collect()
    };
    let all = Filter::default();
    assert_eq!(ids(&all), [ticket(1), ticket(3), ticket(2)]);
    let queue = Filter {
        queue: Some(office),
        ..all.clone()
    };
    assert_eq!(ids(&queue), [ticket(1), ticket(2)]);
    assert_eq!(
        ids(&Filter {
            limit: 1,
            ..queue.clone()
        }),
        [ticket(1)]
    );
    let words = Filter {
        words: "PERCHE tari".to_owned(),
        ..queue
    };
    assert_eq!(ids(&words), [ticket(1)]);
    let since = Filter {
        since: Some(Moment(2_500)),
        ..all.clone()
    };
    assert_eq!(ids(&since), [ticket(3)]);
    let closed = Filter {
        state: Some(State::Closed),
        ..all
    };
    assert_eq!(ids(&closed), []);
    assert!(store.list(&Filter::default(), &[]).unwrap().is_empty());
    assert_eq!(store.ticket_counts().unwrap()[0], (State::Open, 3));
}

/// A count says what the list would show, whichever index it is read off, and no more than its limit.
#[test]
fn a_count_is_that_of_its_list() {
    let office = |name| Queue::Office(slug(name));
    let taken = Op::Change {
        ticket: ticket(2),
        verb: Verb::Take,
        to: None,
        owner: None,
        parents: vec![op_id(1, 2)],
        text: Text::default(),
    };
    let store = applied(&[
        batch(1, 1, vec![opened(1, office("tributi"))]),
        batch(2, 2, vec![opened(2, office("anagrafe"))]),
        batch(3, 3, vec![opened(3, Queue::BackOffice)]),
        batch(4, 4, vec![opened(4, Queue::FirstLevel)]),
        batch(5, 5, vec![taken]),
    ]);
    let scope = [slug("esempio")];
    let mut counts = Vec::new();
    for queue in [None, Some(office("tributi")), Some(Queue::BackOffice)] {
        for level in [None, Some(Level::First), Some(Level::Department)] {
            for (limit, words, state) in [
                (0, "", None),
                (2, "", None),
                (9, "", Some(State::Taken)),
                (9, "niente", None),
            ] {
                let filter = Filter {
                    queue: queue.clone(),
                    level,
                    state,
                    limit,
                    words: words.to_owned(),
                    ..Filter::default()
                };
                let count = store.list_count(&filter, &scope).unwrap();
                assert_eq!(
                    count,
                    store.list(&filter, &scope).unwrap().len(),
                    "{filter:?}"
                );
                counts.push(count);
            }
        }
    }
    assert_eq!(counts[..12], [4, 2, 1, 0, 1, 1, 0, 0, 2, 2, 1, 0]);
    let everybody = Filter::default();
    assert_eq!(store.list_count(&everybody, &[]).unwrap(), 0);
}

#[test]
fn undoing_a_conclusion_reaches_its_ticket_even_when_it_comes_first() {
    let conclude = Op::Conclude {
        interaction: call(1),
        ticket: Some(ticket(1)),
        outcome: Outcome::Answered,
        answer: None,
        corrects: None,
        text: Text::default(),
    };
    let undo = Op::Undo {
        subject: Subject::interaction(call(1)),
        op: op_id(1, 2),
    };
    let open = batch(1, 1, vec![opened(1, Queue::FirstLevel), conclude]);
    let mut undone = batch(2, 1, vec![undo]);
    (undone.header.stream, undone.header.number) = (StreamId::new([2; 16]), 1);
    for history in [[open.clone(), undone.clone()], [undone, open]] {
        let folded = applied(&history).ticket(ticket(1)).unwrap().unwrap();
        assert!(folded.endings.is_empty());
    }
}

#[test]
fn the_later_publication_is_in_force_until_it_is_withdrawn() {
    let publish = |text: &str, provenance| Op::Publish {
        article: slug("a"),
        kind: ArticleKind::Faq,
        text: text.to_owned(),
        provenance,
        replaces: Vec::new(),
    };
    let withdraw = Op::Withdraw {
        article: slug("a"),
        replaces: vec![op_id(1, 2)],
    };
    let history = [
        batch(1, 1, vec![publish("a uno", Provenance::Seed)]),
        batch(2, 2, vec![publish("a due", Provenance::Trusted)]),
        batch(3, 3, vec![publish("a tre", Provenance::Draft)]),
        batch(4, 4, vec![withdraw]),
    ];
    let title = |count: usize| {
        let article = applied(&history[..count])
            .article(&slug("a"), Moment(i64::MAX))
            .unwrap();
        article.map(|found| found.article.title.to_string())
    };
    assert_eq!(title(1).as_deref(), Some("a uno"));
    assert_eq!(title(3).as_deref(), Some("a due"));
    assert_eq!(title(4), None);
    let old = crate::domain::article::version_of("a uno");
    assert!(
        applied(&history)
            .version(&slug("a"), old)
            .unwrap()
            .is_some()
    );
}

#[test]
fn numbers_go_on_after_the_highest_that_was_minted() {
    let block = Block::offline(1);
    let number = |n, index| Op::Number {
        ticket: ticket(n),
        number: block.number(index).unwrap(),
    };
    let store = applied(&[batch(1, 1, vec![number(1, 0), number(2, 41)])]);
    assert_eq!(store.next_in_block(block).unwrap(), 42);
    assert_eq!(store.next_in_block(Block::offline(2)).unwrap(), 0);
    let found = store.by_number(block.number(41).unwrap()).unwrap();
    assert_eq!(found, [ticket(2)]);
    let (first, numbers) = store
        .answer(batch(1, 1, Vec::new()).header.id)
        .unwrap()
        .unwrap();
    assert_eq!((first, numbers.len()), (op_id(1, 1), 2));
}
