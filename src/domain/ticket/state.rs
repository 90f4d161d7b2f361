//! The state of a ticket: a graph of decisions, each naming the heads its author saw.
//!
//! Several heads are a concurrent decision: supervisor's assign > escalate to department > escalate
//! to back office > assign > reopen > take > close; ties: the first for take and close, else the
//! last. So a close against any concurrent escalation leaves the request open: one minute too long
//! open costs less than a citizen forgotten (DESIGN §3).

use super::{Decision, Standing};
use crate::domain::{
    fold::{Entry, Record},
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

/// Resolves the decisions among `live`; `void` ones pass their parents on to their children.
pub fn resolve(live: &[&Entry], void: &BTreeSet<OpId>, record: &Record) -> Decided {
    let bridges = bridges(void, record);
    let nodes: BTreeMap<OpId, Node> = live
        .iter()
        .filter_map(|entry| match &entry.op {
            Op::Change {
                verb,
                to,
                owner,
                parents,
                ..
            } => {
                let node = Node {
                    entry,
                    verb: *verb,
                    to: to.as_ref(),
                    owner: owner.as_ref(),
                    parents: through(parents, &bridges),
                };
                Some((entry.id(), node))
            }
            _ => None,
        })
        .collect();
    let covered: BTreeSet<OpId> = nodes
        .values()
        .flat_map(|node| node.parents.iter().copied())
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

/// The parents of void decisions.
fn bridges(void: &BTreeSet<OpId>, record: &Record) -> BTreeMap<OpId, Vec<OpId>> {
    record
        .all()
        .filter(|entry| void.contains(&entry.id()))
        .filter_map(|entry| match &entry.op {
            Op::Change { parents, .. } => Some((entry.id(), parents.clone())),
            _ => None,
        })
        .collect()
}

/// `parents` with every void one replaced by its own, however many stand in a row.
fn through(parents: &[OpId], bridges: &BTreeMap<OpId, Vec<OpId>>) -> BTreeSet<OpId> {
    let mut found = BTreeSet::new();
    let mut visited = BTreeSet::new();
    let mut waiting = parents.to_vec();
    while let Some(parent) = waiting.pop() {
        if !visited.insert(parent) {
            continue;
        }
        match bridges.get(&parent) {
            Some(grandparents) => waiting.extend(grandparents),
            None => {
                found.insert(parent);
            }
        }
    }
    found
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

/// The standing after each decision: its own effect on what its strongest parent left. Decisions are
/// taken in the order of their keys, in which causes come first; a parent that is missing or later
/// counts for nothing.
fn standings(nodes: &BTreeMap<OpId, Node>) -> BTreeMap<OpId, Standing> {
    let mut ordered: Vec<&Node> = nodes.values().collect();
    ordered.sort_by_key(|node| node.entry.key);
    let mut known: BTreeMap<OpId, Standing> = BTreeMap::new();
    for node in ordered {
        let before = node
            .parents
            .iter()
            .filter_map(|parent| Some((precedence(nodes.get(parent)?), known.get(parent)?)))
            .max_by_key(|(rank, _)| *rank)
            .map(|(_, standing)| standing.clone())
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
        Verb::Open | Verb::EscalateBackOffice | Verb::EscalateDepartment => {
            let queue = node.to.cloned().unwrap_or_default();
            moved(State::Open, level_of(&queue), queue)
        }
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

fn decision(node: &&Node) -> Decision {
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
