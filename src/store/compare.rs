//! Holding views against others, key by key: what is missing, damaged or different.

use super::{Store, StoreError, key, kv::Pair};
use crate::domain::op::Subject;
use std::ops::ControlFlow;

/// A value that is not the same in both.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Difference {
    /// Its key, readable.
    pub key: String,
    /// What it is about, as far as the key tells.
    pub subjects: Vec<Subject>,
}

/// What some keys came to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Page {
    /// How many values were compared.
    pub compared: u64,
    /// Those that differ.
    pub differences: Vec<Difference>,
    /// The key to go on with; `None` at the end.
    pub next: Option<Vec<u8>>,
}

impl Store {
    /// Compares the next `most` keys from `from` on with those of other views of the same position.
    ///
    /// # Errors
    /// When an engine fails.
    pub fn differences(&self, other: &Self, from: &[u8], most: usize) -> Result<Page, StoreError> {
        let theirs = some(other, from, most)?;
        // Up to where the others came: a page ends at the same key in both.
        let end = (theirs.len() == most)
            .then(|| theirs.last().map(|(key, _)| key.clone()))
            .flatten();
        let ours = until(self, from, end.as_deref())?;
        let mut page = Page {
            compared: theirs.len() as u64,
            ..Page::default()
        };
        let (mut ours, mut theirs) = (ours.into_iter().peekable(), theirs.into_iter().peekable());
        loop {
            let key = match (ours.peek(), theirs.peek()) {
                (None, None) => break,
                (Some((key, _)), None) | (None, Some((key, _))) => key.clone(),
                (Some((one, _)), Some((other, _))) => one.min(other).clone(),
            };
            let one = ours.next_if(|(at, _)| *at == key);
            let two = theirs.next_if(|(at, _)| *at == key);
            if one != two {
                page.differences.push(difference(&key));
            }
        }
        page.next = end.map(|last| [last.as_slice(), &[0]].concat());
        Ok(page)
    }
}

fn some(store: &Store, from: &[u8], most: usize) -> Result<Vec<Pair>, StoreError> {
    let mut pairs = Vec::new();
    store.kv.scan(&[], from, &mut |key, value| {
        pairs.push((key.to_vec(), value.to_vec()));
        if pairs.len() < most {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    Ok(pairs)
}

fn until(store: &Store, from: &[u8], end: Option<&[u8]>) -> Result<Vec<Pair>, StoreError> {
    let mut pairs = Vec::new();
    store.kv.scan(&[], from, &mut |key, value| {
        if end.is_some_and(|end| key > end) {
            return ControlFlow::Break(());
        }
        pairs.push((key.to_vec(), value.to_vec()));
        ControlFlow::Continue(())
    })?;
    Ok(pairs)
}

fn difference(key: &[u8]) -> Difference {
    Difference {
        key: key.escape_ascii().to_string(),
        subjects: key::read_record(key).into_iter().collect(),
    }
}
