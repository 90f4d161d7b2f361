//! The chain of every stream: each batch names the number and the hash of the one before it.

use super::{Position, header::Link};
use crate::domain::id::StreamId;
use std::collections::{HashMap, hash_map::Entry};

/// A place where the chain of a stream does not hold. The batch itself is whole.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Break {
    /// The batch that does not follow the one before it.
    pub position: Position,
    /// Its stream.
    pub stream: StreamId,
    /// Its number in the stream.
    pub number: u64,
    /// What is wrong.
    pub kind: BreakKind,
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BreakKind {
    /// Batches from this number up to the one before are missing: damaged, or never received.
    Missing {
        /// The first that is missing.
        from: u64,
    },
    /// It names another batch, or another sequence, than the one before it: two histories of one
    /// stream, as after a cloned disk (SECURITY T6).
    Fork,
    /// Its number was there already.
    Repeated,
}

/// A stream and the last batch of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct StreamHead {
    /// The stream.
    pub stream: StreamId,
    /// The number of its last batch, from 1.
    pub number: u64,
    /// The sequence number its next op will have.
    pub next_seq: u64,
    /// The hash that its next batch names as previous.
    pub hash: [u8; 32],
}

/// The last batch of a stream.
#[derive(Clone, Copy, Debug)]
struct Head {
    number: u64,
    next_seq: u64,
    hash: [u8; 32],
}

impl Head {
    /// Before the first batch of any stream.
    const NONE: Self = Self {
        number: 0,
        next_seq: 1,
        hash: [0; 32],
    };
}

/// The heads of the streams met so far.
#[derive(Debug)]
pub struct Chains {
    heads: HashMap<StreamId, Head>,
    /// Whether the walk began at the first record, so that every stream must begin with its first batch.
    whole: bool,
}

impl Chains {
    /// The chains of a walk that begins at `from`.
    pub fn from(from: Position) -> Self {
        Self {
            heads: HashMap::new(),
            whole: from <= super::segment::first(1),
        }
    }

    /// The last batch of every stream met, by stream.
    pub fn heads(&self) -> Vec<StreamHead> {
        let heads = self.heads.iter().map(|(stream, head)| StreamHead {
            stream: *stream,
            number: head.number,
            next_seq: head.next_seq,
            hash: head.hash,
        });
        let mut heads: Vec<_> = heads.collect();
        heads.sort_unstable_by_key(|head| head.stream);
        heads
    }

    /// Takes the next record of a stream; says what is wrong when it does not follow its chain.
    pub fn follow(&mut self, position: Position, link: &Link, hash: [u8; 32]) -> Option<Break> {
        let next = Head {
            number: link.number,
            next_seq: link.next_seq(),
            hash,
        };
        let head = match self.heads.entry(link.stream) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(first) if self.whole => first.insert(Head::NONE),
            Entry::Vacant(first) => {
                first.insert(next);
                return None;
            }
        };
        let kind = compare(head, link);
        if kind != Some(BreakKind::Repeated) {
            *head = next;
        }
        kind.map(|kind| Break {
            position,
            stream: link.stream,
            number: link.number,
            kind,
        })
    }
}

fn compare(head: &Head, link: &Link) -> Option<BreakKind> {
    let due = head.number.saturating_add(1);
    if link.number > due {
        Some(BreakKind::Missing { from: due })
    } else if link.number < due {
        Some(BreakKind::Repeated)
    } else if link.previous != head.hash || link.first_seq != head.next_seq {
        Some(BreakKind::Fork)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::segment;

    const MIDDLE: Position = Position {
        segment: 2,
        offset: 64,
    };

    fn link(number: u64, first_seq: u64, previous: u8) -> Link {
        Link {
            stream: StreamId::new([9; 16]),
            number,
            first_seq,
            ops: 2,
            previous: [previous; 32],
        }
    }

    /// Follows links whose records hash to their number.
    fn breaks(from: Position, links: &[Link]) -> Vec<BreakKind> {
        let mut chains = Chains::from(from);
        let hash = |link: &Link| [u8::try_from(link.number).unwrap(); 32];
        links
            .iter()
            .filter_map(|link| chains.follow(from, link, hash(link)))
            .map(|it| it.kind)
            .collect()
    }

    #[test]
    fn every_way_a_chain_can_fail_has_a_name() {
        let start = segment::first(1);
        let table = [
            (
                start,
                vec![link(1, 1, 0), link(2, 3, 1), link(3, 5, 2)],
                vec![],
            ),
            (
                start,
                vec![link(2, 3, 1)],
                vec![BreakKind::Missing { from: 1 }],
            ),
            (MIDDLE, vec![link(2, 3, 1), link(3, 5, 2)], vec![]),
            (
                start,
                vec![link(1, 1, 0), link(4, 7, 3)],
                vec![BreakKind::Missing { from: 2 }],
            ),
            (
                start,
                vec![link(1, 1, 0), link(2, 3, 7)],
                vec![BreakKind::Fork],
            ),
            (
                start,
                vec![link(1, 1, 0), link(2, 4, 1)],
                vec![BreakKind::Fork],
            ),
            (start, vec![link(1, 2, 0)], vec![BreakKind::Fork]),
            (
                start,
                vec![link(1, 1, 0), link(2, 3, 1), link(1, 1, 0), link(3, 5, 2)],
                vec![BreakKind::Repeated],
            ),
        ];
        for (from, links, expected) in table {
            assert_eq!(breaks(from, &links), expected, "{links:?}");
        }
    }
}
