//! Histories: what several replicas write about one ticket, each knowing only what reached it.

use super::super::Ticket;
use crate::domain::{
    field::{FieldId, Value},
    fold::{Entry, Record},
    id::{OpId, TicketId},
    number::Block,
    op::{
        Op, Queue, RawOp, Subject,
        tests::{op_id, slug},
    },
    order::{self, OrderKey},
    outcome::{Role, Verb},
    text::Text,
    time::{Moment, Stamp},
};
use proptest::{prelude::*, sample::Index};
use std::collections::BTreeSet;

pub const ID: TicketId = TicketId::new([1; 16]);
const REPLICAS: usize = 3;
/// The clocks of the replicas are an hour late, right, and a day fast.
const SKEW: [i64; REPLICAS] = [-3_600_000, 0, 86_400_000];

/// What somebody does, before it is known to what he refers.
#[derive(Clone, Debug)]
pub enum Action {
    Set(u16, u8),
    Change(Verb, u8),
    Note(Option<Index>),
    Number(u16),
    Tag(u8, bool),
    Link(u8),
    Undo(Index),
    Refuse(Index),
    Newer,
}

/// A batch: who writes it, what his clock says, whose news reached him before, what he does.
#[derive(Clone, Debug)]
pub struct Step {
    replica: usize,
    actor: u8,
    clock: i64,
    heard: [bool; REPLICAS],
    actions: Vec<Action>,
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        4 => (1u16..3, 0u8..3).prop_map(|(field, value)| Action::Set(field, value)),
        6 => (prop::sample::select(&Verb::ALL[1..]), 0u8..3).prop_map(|(verb, to)| Action::Change(verb, to)),
        2 => any::<Option<Index>>().prop_map(Action::Note),
        1 => (0u16..3).prop_map(Action::Number),
        3 => (0u8..2, any::<bool>()).prop_map(|(tag, on)| Action::Tag(tag, on)),
        1 => (0u8..2).prop_map(Action::Link),
        3 => any::<Index>().prop_map(Action::Undo),
        2 => any::<Index>().prop_map(Action::Refuse),
        1 => Just(Action::Newer),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    // Few values, so that equal times are common whatever the skew.
    let clock = prop_oneof![0i64..3, Just(3_600_000), Just(-86_400_000)];
    let heard = prop::array::uniform3(prop::bool::weighted(0.35));
    let actions = prop::collection::vec(action(), 1..4);
    (0..REPLICAS, 0u8..2, clock, heard, actions).prop_map(
        |(replica, actor, clock, heard, actions)| Step {
            replica,
            actor,
            clock,
            heard,
            actions,
        },
    )
}

/// A history of up to twelve batches after the one that opens the ticket.
pub fn history() -> impl Strategy<Value = History> {
    prop::collection::vec(step(), 1..12).prop_map(|steps| History::of(&steps))
}

/// What was written, and for each op what its author knew.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub entries: Vec<Entry>,
    /// For each op, the ones its author knew of, and his own of the same batch.
    knew: Vec<BTreeSet<OpId>>,
    /// Those among them that had effect as far as he knew.
    saw: Vec<BTreeSet<OpId>>,
    views: [Record; REPLICAS],
    next: [u64; REPLICAS],
    last: [Option<Stamp>; REPLICAS],
}

impl History {
    fn of(steps: &[Step]) -> Self {
        let mut history = Self {
            next: [1; REPLICAS],
            ..Self::default()
        };
        history.write(
            0,
            0,
            0,
            vec![Op::Change {
                ticket: ID,
                verb: Verb::Open,
                to: None,
                owner: None,
                parents: Vec::new(),
                text: Text::default(),
            }],
        );
        let opened = history.views[0].clone();
        history.views.fill(opened);
        for step in steps {
            history.hear(step.replica, step.heard);
            let view = &history.views[step.replica];
            let ops = step
                .actions
                .iter()
                .filter_map(|action| op_of(view, action))
                .collect();
            history.write(step.replica, step.actor, step.clock, ops);
        }
        history
    }

    fn hear(&mut self, replica: usize, heard: [bool; REPLICAS]) {
        for (from, heard) in heard.into_iter().enumerate() {
            if heard {
                let news: Vec<Entry> = self.views[from].all().cloned().collect();
                self.views[replica].extend(news);
            }
        }
    }

    fn write(&mut self, replica: usize, actor: u8, clock: i64, ops: Vec<Op>) {
        let clock = Stamp::at(Moment(1_000_000_000 + SKEW[replica] + clock));
        let seen = self.views[replica].all().map(|entry| entry.key.stamp).max();
        let stamp = order::effective(clock, None, self.last[replica], seen);
        let view = &self.views[replica];
        let mut knew: BTreeSet<OpId> = view.all().map(Entry::id).collect();
        let mut saw: BTreeSet<OpId> = view.live().iter().map(|entry| entry.id()).collect();
        self.last[replica] = Some(stamp);
        for op in ops {
            let stream = u8::try_from(replica).unwrap() + 1;
            let entry = entry(stamp, op_id(stream, self.next[replica]), actor, op);
            self.next[replica] += 1;
            self.knew.push(knew.clone());
            self.saw.push(saw.clone());
            knew.insert(entry.id());
            saw.insert(entry.id());
            self.views[replica].add(entry.clone());
            self.entries.push(entry);
        }
    }

    /// Everybody hears everything, then one of them decides: what follows covers every head.
    pub fn decide(&mut self, verb: Verb) -> OpId {
        self.hear(1, [true; REPLICAS]);
        let op = op_of(&self.views[1], &Action::Change(verb, 0)).unwrap();
        self.write(1, 0, 0, vec![op]);
        self.entries.last().unwrap().id()
    }

    pub fn record(&self) -> Record {
        self.entries.iter().cloned().collect()
    }

    pub fn fold(&self) -> Option<Ticket> {
        Ticket::fold(ID, &self.record())
    }

    /// Of these ops, what must be open between them and what may be. Open must be what the author
    /// of no other knew of: it is concurrent with every later one. Closed must be what one of them
    /// saw in effect. What he knew of as taken back, and what came into effect again, may be either.
    pub fn open(&self, among: &[&Entry]) -> (BTreeSet<OpId>, BTreeSet<OpId>) {
        let by_nobody = |known: &[BTreeSet<OpId>]| {
            let open = among.iter().filter(|entry| {
                !among
                    .iter()
                    .any(|later| known[self.at(later)].contains(&entry.id()))
            });
            open.map(|entry| entry.id()).collect()
        };
        (by_nobody(&self.knew), by_nobody(&self.saw))
    }

    /// Whether the author of `later` knew of `earlier`.
    pub fn knew(&self, later: &Entry, earlier: &Entry) -> bool {
        self.knew[self.at(later)].contains(&earlier.id())
    }

    /// Whether the author of `later` saw `earlier` in effect.
    pub fn saw(&self, later: &Entry, earlier: &Entry) -> bool {
        self.saw[self.at(later)].contains(&earlier.id())
    }

    fn at(&self, entry: &Entry) -> usize {
        self.entries
            .iter()
            .position(|known| known == entry)
            .unwrap()
    }

    /// The ops with effect, by the definition: nothing with effect voids them.
    pub fn live(&self) -> Vec<&Entry> {
        let voids = |op: &Op| matches!(op, Op::Refused { .. } | Op::Undo { .. });
        self.entries
            .iter()
            .filter(|entry| !voids(&entry.op) && !self.is_void(entry))
            .collect()
    }

    fn is_void(&self, entry: &Entry) -> bool {
        self.entries.iter().any(|other| match &other.op {
            Op::Refused { op, .. } => *op == entry.id() && !self.is_void(other),
            Op::Undo { op, .. } => {
                *op == entry.id() && other.actor == entry.actor && !self.is_void(other)
            }
            _ => false,
        })
    }
}

/// An op as its batch carries it.
pub fn entry(stamp: Stamp, id: OpId, actor: u8, op: Op) -> Entry {
    let hub = matches!(op, Op::Refused { .. });
    Entry {
        key: OrderKey { stamp, op: id },
        actor: slug(if hub {
            "hub"
        } else {
            ["ada", "bruno", "carla"][usize::from(actor)]
        }),
        role: Role::FirstLevel,
        agency: slug("esempio"),
        op,
    }
}

/// The queues ops send a ticket to.
pub fn queue(n: u8) -> Queue {
    match n {
        0 => Queue::FirstLevel,
        1 => Queue::BackOffice,
        _ => Queue::Office(slug("tributi")),
    }
}

/// The op of an action as a desk writes it that shows `view`.
#[expect(clippy::too_many_lines, reason = "a table: an op an action")]
fn op_of(view: &Record, action: &Action) -> Option<Op> {
    let ticket = ID;
    let shown = Ticket::fold(ID, view);
    let known: Vec<&Entry> = view.all().collect();
    let pick = |index: &Index| known[index.index(known.len())].id();
    let op = match action {
        Action::Set(field, value) => Op::SetField {
            ticket,
            field: FieldId(*field),
            value: Value::Text(Text::line(&format!("value {value}"))),
            replaces: shown
                .and_then(|shown| Some(shown.fields.get(&FieldId(*field))?.replaces()))
                .unwrap_or_default(),
        },
        Action::Change(verb, to) => Op::Change {
            ticket,
            verb: *verb,
            to: Some(queue(*to)),
            owner: None,
            parents: shown.map_or_else(Vec::new, |shown| shown.heads),
            text: Text::line(verb.id()),
        },
        Action::Note(corrects) => Op::Note {
            ticket,
            text: Text::line("note"),
            corrects: corrects.as_ref().and_then(|index| {
                let notes = shown.map_or_else(Vec::new, |shown| shown.notes);
                (!notes.is_empty()).then(|| notes[index.index(notes.len())].op)
            }),
        },
        Action::Number(index) => Op::Number {
            ticket,
            number: Block::offline(1).number(*index).unwrap(),
        },
        Action::Tag(tag, present) => Op::Tag {
            ticket,
            tag: slug(["a", "b"][usize::from(*tag)]),
            present: *present,
            replaces: if *present {
                Vec::new()
            } else {
                puttings_on(view, *tag)
            },
        },
        Action::Link(to) => Op::Link {
            ticket,
            to: TicketId::new([100 + to; 16]),
        },
        Action::Undo(index) => Op::Undo {
            subject: Subject::ticket(ID),
            op: pick(index),
        },
        Action::Refuse(index) => Op::Refused {
            subject: Subject::ticket(ID),
            op: pick(index),
            rule: Text::line("closed"),
        },
        Action::Newer => Op::Unknown(RawOp {
            kind: 900,
            flags: 0,
            subject: Subject::ticket(ID),
            key: None,
            clear: vec![1],
            personal: Vec::new(),
        }),
    };
    // An empty view has nothing to take back.
    (!known.is_empty()).then_some(op)
}

fn puttings_on(view: &Record, label: u8) -> Vec<OpId> {
    let label = slug(["a", "b"][usize::from(label)]);
    let live = view.live();
    let on = live
        .iter()
        .filter(|entry| matches!(&entry.op, Op::Tag { tag, present: true, .. } if *tag == label));
    on.map(|entry| entry.id()).collect()
}

/// Ops that no honest replica writes: references to anything or nothing, times against causality.
pub fn nonsense() -> impl Strategy<Value = Vec<Entry>> {
    let any_id = || (1u8..4, 1u64..8).prop_map(|(stream, seq)| op_id(stream, seq));
    let ids = || prop::collection::vec(any_id(), 0..4);
    let op = prop_oneof![
        (1u16..3, 0u8..3, ids()).prop_map(|(field, value, replaces)| Op::SetField {
            ticket: ID,
            field: FieldId(field),
            value: Value::Flag(value == 1),
            replaces,
        }),
        (
            prop::sample::select(Verb::ALL),
            prop::option::of(0u8..3),
            ids()
        )
            .prop_map(|(verb, to, parents)| Op::Change {
                ticket: ID,
                verb,
                to: to.map(queue),
                owner: None,
                parents,
                text: Text::default(),
            }),
        (0u8..2, any::<bool>(), ids()).prop_map(|(tag, present, replaces)| Op::Tag {
            ticket: ID,
            tag: slug(["a", "b"][usize::from(tag)]),
            present,
            replaces,
        }),
        prop::option::of(any_id()).prop_map(|corrects| Op::Note {
            ticket: ID,
            text: Text::default(),
            corrects,
        }),
        any_id().prop_map(|op| Op::Undo {
            subject: Subject::ticket(ID),
            op,
        }),
        any_id().prop_map(|op| Op::Refused {
            subject: Subject::ticket(ID),
            op,
            rule: Text::default(),
        }),
    ];
    // One op has one place in the order, whoever tells of it.
    prop::collection::btree_map((1u8..4, 1u64..8), (0u64..4, 0u8..2, op), 0..20).prop_map(|ops| {
        ops.into_iter()
            .map(|((stream, seq), (stamp, actor, op))| {
                entry(Stamp(stamp), op_id(stream, seq), actor, op)
            })
            .collect()
    })
}
