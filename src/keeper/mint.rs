//! Ticket numbers, ascending within the blocks of this place, never given twice.

use super::{clock, replica::Replica};
use crate::{
    domain::{
        fold::Record,
        number::{Block, TicketNumber},
        op::{Op, Subject},
    },
    store::{Store, StoreError},
};
use std::collections::{BTreeSet, VecDeque};

/// Blocks that are in the journal before their first number is told: a copy of the journal from then on
/// knows them, and nobody who goes on from that copy gives these numbers again.
const RESERVE: usize = 2;

/// The block in use, those in reserve, and every block anybody is known to have.
#[derive(Debug)]
pub struct Mint {
    /// The block in use first, with its next index.
    own: VecDeque<(Block, u16)>,
    taken: BTreeSet<u32>,
}

impl Mint {
    /// Goes on after the highest number of the last own block of which one was given. The views must hold
    /// the whole journal.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn load(store: &Store, replica: &Replica) -> Result<Self, StoreError> {
        let record = store.record(Subject::REPLICA)?;
        let mut own = VecDeque::new();
        for block in own_blocks(&record, replica) {
            let next = store.next_in_block(block)?;
            if next > 0 {
                // What was left of the blocks before is given up.
                own.clear();
            }
            own.push_back((block, next));
        }
        if store.progress()?.unread > 0 {
            // A newer program may have given numbers in records that cannot be read here: what is left
            // of its blocks is given up.
            own.clear();
        }
        let taken = blocks(&record).map(|(_, digits)| digits).collect();
        Ok(Self { own, taken })
    }

    /// Draws blocks nobody is known to have, until there are enough; none when there are.
    pub fn draw(&mut self) -> Vec<Op> {
        let mut drawn = Vec::new();
        while self.own.len() <= RESERVE {
            let mut block = Block::offline(u32::from_le_bytes(clock::random()));
            // Ten thousand blocks: when half are gone, numbers of two places meet as aliases instead.
            while self.taken.contains(&block.digits()) && self.taken.len() < 5_000 {
                block = Block::offline(u32::from_le_bytes(clock::random()));
            }
            self.taken.insert(block.digits());
            self.own.push_back((block, 0));
            drawn.push(Op::NumberBlock {
                block: block.digits(),
            });
        }
        drawn
    }

    /// The next number; `None` when blocks must be drawn first. A number whose batch is then not
    /// written is lost, not given again.
    pub fn next(&mut self) -> Option<TicketNumber> {
        loop {
            let (block, next) = self.own.front_mut()?;
            if let Some(number) = block.number(*next) {
                *next += 1;
                return Some(number);
            }
            self.own.pop_front();
        }
    }
}

fn blocks(record: &Record) -> impl DoubleEndedIterator<Item = (&crate::domain::fold::Entry, u32)> {
    record.all().filter_map(|entry| match entry.op {
        Op::NumberBlock { block } => Some((entry, block)),
        _ => None,
    })
}

fn own_blocks(record: &Record, replica: &Replica) -> impl Iterator<Item = Block> {
    blocks(record)
        .filter(|(entry, _)| replica.owns(entry.id().stream))
        .filter_map(|(_, digits)| Block::new(digits))
}
