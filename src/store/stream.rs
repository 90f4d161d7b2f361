//! How far a stream has come: exactly once, holes remembered.

use crate::domain::{batch::Header, id::StreamId, slug::Slug, time::Stamp};
use crate::journal::Link;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the views hold of a stream.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// Its identity.
    pub id: StreamId,
    /// Whose affairs it carries.
    pub agency: Slug,
    /// Every sequence number below this one is applied.
    pub contiguous: u64,
    /// Applied ranges beyond it, start → end excluded: an index of the highest alone loses holes.
    pub beyond: BTreeMap<u64, u64>,
    /// Number of the next batch.
    pub next_number: u64,
    /// Hash of the batch before it.
    pub last_hash: [u8; 32],
    /// Effective stamp of the batch before it.
    pub last_stamp: Stamp,
}

impl Stream {
    /// A stream of which nothing is known.
    #[must_use]
    pub const fn new(id: StreamId, agency: Slug) -> Self {
        Self {
            id,
            agency,
            contiguous: 1,
            beyond: BTreeMap::new(),
            next_number: 1,
            last_hash: [0; 32],
            last_stamp: Stamp(0),
        }
    }

    /// Whether the sequence numbers from `first` up to `end` (excluded) are applied.
    #[must_use]
    pub fn covers(&self, first: u64, end: u64) -> bool {
        end <= self.contiguous
            || self
                .beyond
                .range(..=first)
                .next_back()
                .is_some_and(|(_, until)| end <= *until)
    }

    /// Takes note of an applied batch.
    pub fn note(&mut self, header: &Header, end: u64, hash: [u8; 32], stamp: Stamp) {
        self.mark(header.first_seq, end);
        if header.number >= self.next_number {
            self.next_number = header.number.saturating_add(1);
            self.last_hash = hash;
        }
        self.last_stamp = self.last_stamp.max(stamp);
    }

    /// Takes note of a record that cannot be read: the next batch stands behind it.
    pub fn step_over(&mut self, link: &Link, hash: [u8; 32]) {
        self.mark(link.first_seq, link.next_seq());
        if link.number >= self.next_number {
            self.next_number = link.number.saturating_add(1);
            self.last_hash = hash;
        }
    }

    fn mark(&mut self, first: u64, end: u64) {
        let until = self.beyond.entry(first).or_insert(end);
        *until = end.max(*until);
        let ranges = std::mem::take(&mut self.beyond);
        for (first, end) in ranges {
            if first <= self.contiguous {
                self.contiguous = self.contiguous.max(end);
                continue;
            }
            match self.beyond.last_entry() {
                Some(mut last) if first <= *last.get() => {
                    let joined = end.max(*last.get());
                    last.insert(joined);
                }
                _ => {
                    self.beyond.insert(first, end);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stream() -> Stream {
        Stream::new(StreamId::default(), Slug::parse("all").unwrap())
    }

    #[test]
    fn a_hole_is_remembered_until_it_is_filled() {
        let mut stream = stream();
        stream.mark(5, 7);
        assert!(stream.covers(5, 7) && !stream.covers(4, 7) && !stream.covers(1, 2));
        stream.mark(1, 5);
        assert_eq!((stream.contiguous, stream.beyond.len()), (7, 0));
    }

    proptest! {
        #[test]
        fn whatever_the_order_each_range_is_covered_and_no_other(
            lengths in prop::collection::vec(1u64..5, 1..20),
            order in any::<prop::sample::Index>(),
            seed: u64,
        ) {
            let mut ranges = Vec::new();
            let mut next = 1;
            for length in lengths {
                ranges.push((next, next + length));
                next += length;
            }
            let left_out = order.index(ranges.len());
            let missing = ranges.remove(left_out);
            let turn = usize::try_from(seed % 1000).unwrap() % ranges.len().max(1);
            ranges.rotate_left(turn);
            let mut stream = stream();
            for (first, end) in &ranges {
                stream.mark(*first, *end);
            }
            prop_assert!(ranges.iter().all(|(first, end)| stream.covers(*first, *end)));
            prop_assert!(!stream.covers(missing.0, missing.1));
            stream.mark(missing.0, missing.1);
            prop_assert_eq!((stream.contiguous, stream.beyond.len()), (next, 0));
        }
    }
}
