//! What the views are asked: one subject, one number, one slug.

use super::{
    Store, StoreError,
    apply::Answer,
    derive, entry,
    key::{self, table},
    seal,
    stream::Stream,
};
use crate::domain::{
    agency::Agency,
    codec,
    fold::Record,
    id::{BatchId, InteractionId, StreamId, TicketId},
    interaction::Interaction,
    number::{Block, TicketNumber},
    op::Subject,
    operator::Operator,
    outcome::{ArticleKind, State},
    slug::Slug,
    ticket::Ticket,
    time::Moment,
};
use serde::de::DeserializeOwned;
use std::ops::ControlFlow;

impl Store {
    /// Every op of a subject.
    ///
    /// # Errors
    /// When the views are damaged; so for every question below.
    pub fn record(&self, subject: Subject) -> Result<Record, StoreError> {
        entry::record(&*self.kv, subject)
    }

    /// A ticket as its ops make it.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn ticket(&self, id: TicketId) -> Result<Option<Ticket>, StoreError> {
        Ok(Ticket::fold(id, &self.record(Subject::ticket(id))?))
    }

    /// An interaction as its ops make it.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn interaction(&self, id: InteractionId) -> Result<Option<Interaction>, StoreError> {
        Ok(Interaction::fold(
            id,
            &self.record(Subject::interaction(id))?,
        ))
    }

    /// The tickets that answer to a number.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn by_number(&self, number: TicketNumber) -> Result<Vec<TicketId>, StoreError> {
        self.tickets_under(&key::number(number), usize::MAX)
    }

    /// At most `most` tickets whose requester has this number, typed in any form.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn by_phone(&self, typed: &str, most: usize) -> Result<Vec<TicketId>, StoreError> {
        match derive::normal_phone(typed) {
            Some(normal) => self.tickets_under(&key::phone(&normal), most),
            None => Ok(Vec::new()),
        }
    }

    fn tickets_under(&self, prefix: &[u8], most: usize) -> Result<Vec<TicketId>, StoreError> {
        Ok(self
            .tails(prefix, most)?
            .into_iter()
            .map(TicketId::new)
            .collect())
    }

    /// The last calls of an operator, newest first.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn calls(&self, operator: &Slug, most: usize) -> Result<Vec<InteractionId>, StoreError> {
        let tails = self.tails(&key::calls(operator), most)?;
        Ok(tails.into_iter().map(InteractionId::new).collect())
    }

    /// The calls of an operator that began at `since` or later, newest first.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn calls_since(
        &self,
        operator: &Slug,
        since: Moment,
    ) -> Result<Vec<InteractionId>, StoreError> {
        let prefix = key::calls(operator);
        let mut found = Vec::new();
        self.kv.scan(&prefix, &[], &mut |key, _| {
            if key::started(key, &prefix).is_none_or(|started| started < since) {
                return ControlFlow::Break(());
            }
            found.extend(key::tail(key).map(InteractionId::new));
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// The parked calls of an agency, oldest first.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn parked(&self, agency: &Slug) -> Result<Vec<InteractionId>, StoreError> {
        let tails = self.tails(&key::parked(agency), usize::MAX)?;
        Ok(tails.into_iter().map(InteractionId::new).collect())
    }

    fn tails(&self, prefix: &[u8], most: usize) -> Result<Vec<[u8; 16]>, StoreError> {
        let mut found = Vec::new();
        self.kv.scan(prefix, &[], &mut |key, _| {
            if found.len() >= most {
                return ControlFlow::Break(());
            }
            found.extend(key::tail(key));
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// Every operator.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn operators(&self) -> Result<Vec<Operator>, StoreError> {
        self.values(&[table::OPERATOR], &[], usize::MAX)
    }

    /// An operator.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn operator(&self, slug: &Slug) -> Result<Option<Operator>, StoreError> {
        self.value(&key::operator(slug))
    }

    /// The operators of a Unix account.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn operators_of(&self, account: u32) -> Result<Vec<Operator>, StoreError> {
        let prefix = key::account(account);
        let mut slugs = Vec::new();
        self.kv.scan(&prefix, &[], &mut |key, _| {
            slugs.extend(key::slug_after(key, &prefix));
            ControlFlow::Continue(())
        })?;
        let mut found = Vec::new();
        for slug in slugs {
            found.extend(self.operator(&slug)?);
        }
        Ok(found)
    }

    /// Every agency that was described.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn agencies(&self) -> Result<Vec<Agency>, StoreError> {
        self.values(&[table::AGENCY], &[], usize::MAX)
    }

    /// An agency.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn agency(&self, slug: &Slug) -> Result<Option<Agency>, StoreError> {
        self.value(&key::agency(slug))
    }

    /// What was answered to a batch; `None` when it is not applied.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn answer(&self, batch: BatchId) -> Result<Option<Answer>, StoreError> {
        self.value(&key::batch(batch))
    }

    /// Visits what was answered to every batch.
    ///
    /// # Errors
    /// When the views are damaged; what was visited until then was sound.
    pub fn answers(&self, visit: &mut dyn FnMut(BatchId, Answer)) -> Result<(), StoreError> {
        let mut ended = Ok(());
        self.kv.scan(&[table::BATCH], &[], &mut |key, head| {
            let answer = seal::open(&*self.kv, key, head)
                .and_then(|bytes| Ok(codec::decode::<{ entry::LIMIT }, Answer>(&bytes)?));
            match (key::tail(key), answer) {
                (Some(id), Ok(answer)) => {
                    visit(BatchId::new(id), answer);
                    return ControlFlow::Continue(());
                }
                (None, _) => ended = Err(StoreError::damaged(key)),
                (_, Err(error)) => ended = Err(error),
            }
            ControlFlow::Break(())
        })?;
        ended
    }

    /// How far a stream has come.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn stream(&self, id: StreamId) -> Result<Option<Stream>, StoreError> {
        self.value(&key::stream(id))
    }

    /// Every stream.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn streams(&self) -> Result<Vec<Stream>, StoreError> {
        self.values(&[table::STREAM], &[], usize::MAX)
    }

    /// The index after the highest number of a block that any ticket answers to.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn next_in_block(&self, block: Block) -> Result<u16, StoreError> {
        let (Some(first), Some(last)) = (block.number(0), block.number(999)) else {
            return Ok(0);
        };
        let mut next = 0;
        let from = key::number(first);
        self.kv.scan(
            &[table::NUMBER],
            &from,
            &mut |key, _| match key::read_number(key) {
                Some(number) if number <= last.value() => {
                    let index = u16::try_from(number / 10 % 1_000).unwrap_or_default();
                    next = index.saturating_add(1);
                    ControlFlow::Continue(())
                }
                _ => ControlFlow::Break(()),
            },
        )?;
        Ok(next)
    }

    /// How many articles are in force, by kind.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn article_counts(&self) -> Result<Vec<(ArticleKind, u64)>, StoreError> {
        let kinds = ArticleKind::ALL.iter();
        kinds
            .map(|kind| Ok((*kind, self.count(&key::kind(*kind))?)))
            .collect()
    }

    /// How many tickets there are, by state.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn ticket_counts(&self) -> Result<Vec<(State, u64)>, StoreError> {
        let mut counts: Vec<(State, u64)> = State::ALL.iter().map(|state| (*state, 0)).collect();
        for agency in self.listed_agencies()? {
            for (state, count) in &mut counts {
                *count += self.count(&key::list(key::Facet::Agency, &agency, *state))?;
            }
        }
        Ok(counts)
    }

    fn count(&self, prefix: &[u8]) -> Result<u64, StoreError> {
        let mut count = 0;
        self.kv.scan(prefix, &[], &mut |_, _| {
            count += 1;
            ControlFlow::Continue(())
        })?;
        Ok(count)
    }

    /// The value under a key.
    pub(super) fn value<T: DeserializeOwned>(&self, key: &[u8]) -> Result<Option<T>, StoreError> {
        match seal::get(&*self.kv, key)? {
            Some(bytes) => Ok(Some(codec::decode::<{ entry::LIMIT }, _>(&bytes)?)),
            None => Ok(None),
        }
    }

    /// At most `most` values of the keys that begin so, from one on.
    pub(super) fn values<T: DeserializeOwned>(
        &self,
        prefix: &[u8],
        from: &[u8],
        most: usize,
    ) -> Result<Vec<T>, StoreError> {
        let mut heads = Vec::new();
        self.kv.scan(prefix, from, &mut |key, head| {
            if heads.len() >= most {
                return ControlFlow::Break(());
            }
            heads.push((key.to_vec(), head.to_vec()));
            ControlFlow::Continue(())
        })?;
        heads
            .into_iter()
            .map(|(key, head)| {
                let bytes = seal::open(&*self.kv, &key, &head)?;
                Ok(codec::decode::<{ entry::LIMIT }, _>(&bytes)?)
            })
            .collect()
    }
}
