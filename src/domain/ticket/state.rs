//! The state of a ticket: a graph of decisions, each naming the heads its author saw.
//!
//! Several heads are a concurrent decision: supervisor's assign > escalate to department > escalate
//! to back office > assign > reopen > take > close; ties: the first for take and close, else the
//! last. So a close against any concurrent escalation leaves the request open: one minute too long
//! open costs less than a citizen forgotten (DESIGN §3).

use super::{Decision, Standing};
use crate::domain::{
    fold::{Entry, Lineage},
    id::OpId,
    op::{Op, Queue},
    order::OrderKey,
    outcome::{Level, State, Verb},
    slug::Slug,
    time::Moment,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// What the decisions come to.
pub struct Decided {
    pub standing: Standing,
    pub heads: Vec<OpId>,
    pub conflict: Vec<Decision>,
    pub closed_at: Option<Moment>,
}

/// A decision that has effect, with its parents seen through the void ones.
struct Node<'a> {
    entry: &'a Entry,
    verb: Verb,
    to: Option<&'a Queue>,
    owner: Option<&'a Slug>,
    parents: BTreeSet<OpId>,
}

/// Resolves the decisions among `live`. A decision covers the heads its author saw and what he
/// decided before in the same batch; only what comes later in the order of ops covers.
pub fn resolve(live: &[&Entry], lineage: &Lineage<'_>) -> Decided {
    let nodes = nodes(live, lineage);
    let covered: BTreeSet<OpId> = nodes
        .values()
        .flat_map(|node| causes(node, &nodes))
        .map(|cause| cause.entry.id())
        .collect();
    let mut heads: Vec<&Node> = nodes
        .values()
        .filter(|node| !covered.contains(&node.entry.id()))
        .collect();
    heads.sort_by_key(|node| Reverse(precedence(node)));
    let Some(winner) = heads.first() else {
        return Decided {
            standing: Standing::default(),
            heads: Vec::new(),
            conflict: Vec::new(),
            closed_at: None,
        };
    };
    let standing = standings(&nodes)
        .remove(&winner.entry.id())
        .unwrap_or_default();
    let closed_at = (standing.state == State::Closed).then(|| winner.entry.at());
    let conflict = heads.iter().skip(1).map(|node| decision(node)).collect();
    let heads = heads.iter().map(|node| node.entry.id()).collect();
    Decided {
        standing,
        heads,
        conflict,
        closed_at,
    }
}

fn nodes<'a>(live: &[&'a Entry], lineage: &Lineage<'_>) -> BTreeMap<OpId, Node<'a>> {
    let decisions = live.iter().filter_map(|entry| match &entry.op {
        Op::Change {
            verb, to, owner, ..
        } => {
            let node = Node {
                entry,
                verb: *verb,
                to: to.as_ref(),
                owner: owner.as_ref(),
                parents: lineage.parents(entry),
            };
            Some((entry.id(), node))
        }
        _ => None,
    });
    decisions.collect()
}

/// The parents that are here and come before it. One that does not is no cause: heads cannot hide
/// each other in a circle.
fn causes<'n, 'a>(
    node: &'n Node<'a>,
    nodes: &'n BTreeMap<OpId, Node<'a>>,
) -> impl Iterator<Item = &'n Node<'a>> {
    node.parents
        .iter()
        .filter_map(|parent| nodes.get(parent))
        .filter(|parent| parent.entry.key < node.entry.key)
}

/// What stands above what: weight first; among equals the first or the last by the order key.
fn precedence(node: &Node) -> (u8, Option<Reverse<OrderKey>>, Option<OrderKey>) {
    let key = node.entry.key;
    if node.verb.first_wins() {
        (node.verb.weight(), Some(Reverse(key)), None)
    } else {
        (node.verb.weight(), None, Some(key))
    }
}

/// The standing after each decision: its own effect on what its strongest cause left. Decisions are
/// taken in the order of their keys, in which causes come first.
fn standings(nodes: &BTreeMap<OpId, Node>) -> BTreeMap<OpId, Standing> {
    let mut ordered: Vec<&Node> = nodes.values().collect();
    ordered.sort_by_key(|node| node.entry.key);
    let mut known: BTreeMap<OpId, Standing> = BTreeMap::new();
    for node in ordered {
        let before = causes(node, nodes)
            .max_by_key(|cause| precedence(cause))
            .and_then(|cause| known.get(&cause.entry.id()))
            .cloned()
            .unwrap_or_default();
        known.insert(node.entry.id(), apply(node, before));
    }
    known
}

fn apply(node: &Node, before: Standing) -> Standing {
    let moved = |state, level, queue| Standing {
        state,
        level,
        queue,
        owner: node.owner.cloned(),
    };
    match node.verb {
        Verb::Open | Verb::EscalateDepartment => {
            let queue = node.to.cloned().unwrap_or(before.queue);
            moved(State::Open, level_of(&queue), queue)
        }
        Verb::EscalateBackOffice => moved(State::Open, Level::BackOffice, Queue::BackOffice),
        Verb::Assign | Verb::SupervisorAssign => {
            let queue = node.to.cloned().unwrap_or(before.queue);
            let state = if node.owner.is_some() {
                State::Taken
            } else {
                State::Open
            };
            moved(state, level_of(&queue), queue)
        }
        Verb::Reopen => Standing {
            state: State::Open,
            owner: None,
            ..before
        },
        Verb::Take => Standing {
            state: State::Taken,
            owner: Some(node.entry.actor.clone()),
            ..before
        },
        Verb::Close => Standing {
            state: State::Closed,
            ..before
        },
    }
}

const fn level_of(queue: &Queue) -> Level {
    match queue {
        Queue::FirstLevel => Level::First,
        Queue::BackOffice => Level::BackOffice,
        Queue::Office(_) => Level::Department,
    }
}

fn decision(node: &Node<'_>) -> Decision {
    let text = match &node.entry.op {
        Op::Change { text, .. } => text.clone(),
        _ => crate::domain::text::Text::default(),
    };
    Decision {
        op: node.entry.id(),
        by: node.entry.actor.clone(),
        at: node.entry.at(),
        verb: node.verb,
        to: node.to.cloned(),
        text,
    }
}
