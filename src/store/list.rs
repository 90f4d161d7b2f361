//! Lists of tickets and their counts by index range: newest change first, never a scan of everything.

use super::{
    Store, StoreError, entry,
    key::{self, Facet, table},
    row::{Filter, Row},
};
use crate::domain::{
    id::TicketId,
    op::Queue,
    outcome::{Level, State},
    slug::Slug,
};
use std::{cmp::Reverse, ops::ControlFlow};

/// How many rows of each index range a list with words reads at most.
const ROWS_READ: usize = 20_000;

impl Store {
    /// The row of a ticket.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn row(&self, id: TicketId) -> Result<Option<Row>, StoreError> {
        entry::row(&*self.kv, id)
    }

    /// The tickets a filter shows, newest change first. Agencies are taken from the filter, else from
    /// `scope`: the ones the operator works for.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn list(&self, filter: &Filter, scope: &[Slug]) -> Result<Vec<Row>, StoreError> {
        let words = filter.folded_words();
        let mut rows = Vec::new();
        for (agency, state) in ranges(filter, scope) {
            let prefix = key::list(facet(filter), agency, state);
            self.range(&prefix, filter, &words, &mut rows)?;
        }
        rows.sort_by_key(|row| (Reverse(row.updated_at), row.id));
        rows.truncate(filter.most());
        Ok(rows)
    }

    /// How many tickets a filter shows; its limit where there are as many or more, and where the rows
    /// that may be read do not tell: never a number that is too small.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn list_count(&self, filter: &Filter, scope: &[Slug]) -> Result<usize, StoreError> {
        let most = filter.most();
        let words = filter.folded_words();
        let exact = is_exact(filter);
        let mut rows = Vec::new();
        let mut keys = 0;
        for (agency, state) in ranges(filter, scope) {
            let prefix = key::list(facet(filter), agency, state);
            if exact {
                keys += self.keys(&prefix, most.saturating_sub(keys))?;
            } else if !self.range(&prefix, filter, &words, &mut rows)? {
                return Ok(most);
            }
        }
        Ok((keys + rows.len()).min(most))
    }

    /// How many keys an index range has, counted to `most`; no row is read.
    fn keys(&self, prefix: &[u8], most: usize) -> Result<usize, StoreError> {
        let mut count = 0;
        if most == 0 {
            return Ok(0);
        }
        self.kv.scan(prefix, &[], &mut |_, _| {
            count += 1;
            if count < most {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        Ok(count)
    }

    /// The rows of one index range, no more than the list may have. False when there may be more than
    /// were read.
    fn range(
        &self,
        prefix: &[u8],
        filter: &Filter,
        words: &[String],
        rows: &mut Vec<Row>,
    ) -> Result<bool, StoreError> {
        let enough = rows.len().saturating_add(filter.most());
        let mut read = 0;
        let mut fault = Ok(());
        self.kv.scan(prefix, &[], &mut |key, _| {
            read += 1;
            let row = key::tail(key).map(|id| self.row(TicketId::new(id)));
            match row {
                Some(Ok(Some(row))) => {
                    if filter.since.is_some_and(|since| row.updated_at < since) {
                        return ControlFlow::Break(());
                    }
                    if filter.shows(&row) && Filter::says(words, &row) {
                        rows.push(row);
                    }
                }
                Some(Err(error)) => fault = Err(error),
                Some(Ok(None)) | None => fault = Err(StoreError::damaged(key)),
            }
            if fault.is_err() || rows.len() >= enough || read >= ROWS_READ {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })?;
        fault.map(|()| read < ROWS_READ)
    }

    /// The agencies that have tickets.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn listed_agencies(&self) -> Result<Vec<Slug>, StoreError> {
        let mut found = Vec::new();
        let prefix = [table::LIST, 1];
        let mut from = prefix.to_vec();
        loop {
            let mut next = None;
            self.kv.scan(&prefix, &from, &mut |key, _| {
                next = key
                    .get(prefix.len()..)
                    .and_then(|rest| rest.split(|byte| *byte == 0).next())
                    .and_then(|slug| Slug::parse(std::str::from_utf8(slug).ok()?).ok());
                ControlFlow::Break(())
            })?;
            let Some(agency) = next else {
                return Ok(found);
            };
            from = [&prefix[..], agency.as_str().as_bytes(), &[1]].concat();
            found.push(agency);
        }
    }
}

/// The narrowest index for a filter.
fn facet(filter: &Filter) -> Facet<'_> {
    match (&filter.owner, &filter.queue, filter.level) {
        (Some(owner), _, _) => Facet::Owner(owner),
        (None, Some(queue), _) => Facet::Queue(queue.id()),
        (None, None, Some(Level::First)) => Facet::Queue(Queue::FirstLevel.id()),
        (None, None, Some(Level::BackOffice)) => Facet::Queue(Queue::BackOffice.id()),
        (None, None, Some(Level::Department)) => Facet::Departments,
        (None, None, None) => Facet::Agency,
    }
}

/// Whether the index alone says which tickets a filter shows: its keys can be counted.
fn is_exact(filter: &Filter) -> bool {
    let named = [
        filter.owner.is_some(),
        filter.queue.is_some(),
        filter.level.is_some(),
    ];
    let one = named.into_iter().filter(|named| *named).count() <= 1;
    one && filter.since.is_none() && filter.words.trim().is_empty()
}

/// The agencies and states whose ranges hold what a filter shows.
fn ranges<'a>(
    filter: &'a Filter,
    scope: &'a [Slug],
) -> impl Iterator<Item = (&'a Slug, State)> + 'a {
    let wanted = |known: &&Slug| filter.agency.as_ref().is_none_or(|agency| *known == agency);
    let agencies = scope.iter().filter(wanted);
    agencies.flat_map(|agency| {
        let states = State::ALL.iter().filter(|state| within(filter, **state));
        states.map(move |state| (agency, *state))
    })
}

fn within(filter: &Filter, state: State) -> bool {
    filter.state.is_none_or(|wanted| wanted == state)
        && (!filter.unclosed || state != State::Closed)
}
