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
use std::collections::BTreeSet;

/// The block in use, and every block anybody is known to have.
#[derive(Debug)]
pub struct Mint {
    current: Option<(Block, u16)>,
    taken: BTreeSet<u32>,
}

impl Mint {
    /// Goes on after the highest number of the last own block. The views must hold the whole journal.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn load(store: &Store, replica: &Replica) -> Result<Self, StoreError> {
        let record = store.record(Subject::REPLICA)?;
        // A newer program may have given numbers in records that cannot be read here: what is left of
        // its block is given up.
        let hidden = store.progress()?.unread > 0;
        let current = match last_own(&record, replica).filter(|_block| !hidden) {
            Some(block) => Some((block, store.next_in_block(block)?)),
            None => None,
        };
        let taken = blocks(&record).map(|(_, digits)| digits).collect();
        Ok(Self { current, taken })
    }

    /// Draws a block nobody is known to have; what was left of the one before is given up.
    pub fn draw(&mut self) -> Op {
        let mut block = Block::offline(u32::from_le_bytes(clock::random()));
        // Ten thousand blocks: when half are gone, numbers of two places meet as aliases instead.
        while self.taken.contains(&block.digits()) && self.taken.len() < 5_000 {
            block = Block::offline(u32::from_le_bytes(clock::random()));
        }
        self.taken.insert(block.digits());
        self.current = Some((block, 0));
        Op::NumberBlock {
            block: block.digits(),
        }
    }

    /// The next number; `None` when a block must be drawn first. A number whose batch is then not
    /// written is lost, not given again.
    pub fn next(&mut self) -> Option<TicketNumber> {
        let (block, next) = self.current.as_mut()?;
        let number = block.number(*next)?;
        *next += 1;
        Some(number)
    }
}

fn blocks(record: &Record) -> impl DoubleEndedIterator<Item = (&crate::domain::fold::Entry, u32)> {
    record.all().filter_map(|entry| match entry.op {
        Op::NumberBlock { block } => Some((entry, block)),
        _ => None,
    })
}

fn last_own(record: &Record, replica: &Replica) -> Option<Block> {
    let mut own = blocks(record).filter(|(entry, _)| replica.owns(entry.id().stream));
    own.next_back().and_then(|(_, digits)| Block::new(digits))
}
