//! Lists of tickets by index range: newest change first, never a scan of everything.

use super::{
    Store, StoreError,
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
        self.value(&key::row(id))
    }

    /// The tickets a filter shows, newest change first. Agencies are taken from the filter, else from
    /// `scope`: the ones the operator works for.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn list(&self, filter: &Filter, scope: &[Slug]) -> Result<Vec<Row>, StoreError> {
        let agencies = match &filter.agency {
            Some(agency) => scope.iter().filter(|known| *known == agency).collect(),
            None => scope.iter().collect::<Vec<_>>(),
        };
        let words = filter.folded_words();
        let mut rows = Vec::new();
        for agency in agencies {
            for state in State::ALL.iter().filter(|state| within(filter, **state)) {
                let prefix = key::list(facet(filter), agency, *state);
                self.range(&prefix, filter, &words, &mut rows)?;
            }
        }
        rows.sort_by_key(|row| (Reverse(row.updated_at), row.id));
        rows.truncate(filter.most());
        Ok(rows)
    }

    /// The rows of one index range, no more than the list may have.
    fn range(
        &self,
        prefix: &[u8],
        filter: &Filter,
        words: &[String],
        rows: &mut Vec<Row>,
    ) -> Result<(), StoreError> {
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
        fault
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
        (None, None, Some(Level::Department) | None) => Facet::Agency,
    }
}

fn within(filter: &Filter, state: State) -> bool {
    filter.state.is_none_or(|wanted| wanted == state)
        && (!filter.unclosed || state != State::Closed)
}
