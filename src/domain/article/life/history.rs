//! What of the ops of an article was put in force, withdrawn, proposed, and by what it gave way.

use super::{Doubt, Span};
use crate::domain::{
    article::version_of,
    fold::{Entry, Lineage},
    id::OpId,
    op::{Op, Provenance},
    order::OrderKey,
    time::Moment,
};
use std::collections::BTreeSet;

/// A publication on its way into the spans.
pub struct Publication<'a> {
    /// Its op.
    pub entry: &'a Entry,
    /// The version it puts in force.
    pub version: [u8; 16],
    /// From when on.
    pub since: Moment,
}

/// The publications that have effect, in order.
pub fn publications<'a>(
    live: &[&'a Entry],
    begins: impl Fn(&str) -> Option<Moment>,
) -> Vec<Publication<'a>> {
    let found = live.iter().filter_map(|entry| match &entry.op {
        Op::Publish {
            text, provenance, ..
        } if *provenance != Provenance::Draft => Some(Publication {
            entry,
            version: version_of(text),
            since: begins(text).map_or(entry.at(), |day| day.max(entry.at())),
        }),
        _ => None,
    });
    found.collect()
}

/// The withdrawals, each with the last op it covers: what it names and everything before that, so that
/// what a later version had superseded does not come back.
pub fn withdrawals<'a>(live: &[&'a Entry]) -> Vec<(OrderKey, &'a Entry)> {
    let last_of = |named: &[OpId]| {
        let named = live.iter().filter(|entry| named.contains(&entry.id()));
        let published = named.filter(|entry| draft_of(entry).is_none());
        published.map(|entry| entry.key).max()
    };
    let found = live.iter().filter_map(|entry| match &entry.op {
        Op::Withdraw { replaces, .. } => Some((last_of(replaces)?, *entry)),
        _ => None,
    });
    found.collect()
}

/// When each publication was, is or will be in force.
pub fn spans<'a>(
    published: &[Publication<'a>],
    covered: impl Fn(OrderKey) -> Option<&'a Entry>,
) -> Vec<Span> {
    let mut spans = Vec::with_capacity(published.len());
    for (place, one) in published.iter().enumerate() {
        let later = published.iter().skip(place + 1);
        let superseded = later.map(|later| later.since).min();
        let withdrawn = covered(one.entry.key).map(Entry::at);
        let until = superseded.into_iter().chain(withdrawn).min();
        spans.push(Span {
            op: one.entry.id(),
            version: one.version,
            since: one.since,
            until: until.map(|until| until.max(one.since)),
        });
    }
    spans
}

/// The publications that stand and that no other has seen, of versions that differ.
pub fn heads<'a>(
    published: &[Publication<'a>],
    lineage: &Lineage<'_>,
    covered: impl Fn(OrderKey) -> Option<&'a Entry>,
) -> Vec<OpId> {
    let standing = published
        .iter()
        .filter(|one| covered(one.entry.key).is_none());
    let standing: Vec<&Publication<'_>> = standing.collect();
    let mut heads: Vec<&Publication<'_>> = Vec::new();
    // From the last one back: nothing has seen what comes after it, whatever a peer may claim.
    let mut seen = BTreeSet::new();
    for one in standing.into_iter().rev() {
        let again = heads.iter().any(|head| head.version == one.version);
        if !again && !seen.contains(&one.entry.id()) {
            heads.push(one);
        }
        seen.extend(lineage.parents(one.entry));
    }
    heads.iter().rev().map(|head| head.entry.id()).collect()
}

/// The version an op proposes, when it is a draft.
fn draft_of(entry: &Entry) -> Option<[u8; 16]> {
    match &entry.op {
        Op::Publish {
            text,
            provenance: Provenance::Draft,
            ..
        } => Some(version_of(text)),
        _ => None,
    }
}

/// The drafts that no later op has taken up: published as they are, changed, or set aside.
pub fn open_drafts(live: &[&Entry], lineage: &Lineage<'_>) -> Vec<([u8; 16], OpId)> {
    let mut seen = BTreeSet::new();
    let mut published = BTreeSet::new();
    let mut open = Vec::new();
    for entry in live.iter().rev() {
        if let Some(version) = draft_of(entry)
            && !seen.contains(&entry.id())
            && !published.contains(&version)
        {
            open.push((version, entry.id()));
        }
        match &entry.op {
            Op::Publish { text, .. } => {
                seen.extend(lineage.parents(entry));
                // The same text proposed again is one proposal: the last.
                published.insert(version_of(text));
            }
            Op::Withdraw { .. } => seen.extend(lineage.parents(entry)),
            _ => {}
        }
    }
    open.reverse();
    open
}

/// What was said of its numbers since the last publication, each number once.
pub fn doubts(live: &[&Entry], published: Option<OrderKey>) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = Vec::new();
    let since = live
        .iter()
        .filter(|entry| published.is_none_or(|last| last < entry.key));
    for entry in since {
        if let Op::WrongNumber { number, .. } = &entry.op
            && doubts.iter().all(|known| known.number != *number)
        {
            doubts.push(Doubt {
                number: number.clone(),
                by: entry.actor.clone(),
                at: entry.at(),
            });
        }
    }
    doubts
}
