//! What one word of a query finds: its best form in every document, kept while the caller types on.

use super::error::Error;
use super::plan::{Form, Names, Word};
use super::postings::{Known, Posting, Reader, saturated};
use super::schema::Part;
use std::collections::VecDeque;
use std::sync::Arc;

/// Documents that the kept words may have found together: twelve bytes each.
const KEPT: usize = 500_000;

/// A document that a word finds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// Its number.
    pub doc: u32,
    /// The best of the forms.
    pub value: f32,
    /// How it was found: [`SURE`], [`TITLED`], [`NAME`].
    pub flags: u8,
}

/// Not by a guess.
pub(super) const SURE: u8 = 1;
/// In the title.
pub(super) const TITLED: u8 = 2;
/// As the name of somebody.
pub(super) const NAME: u8 = 4;

/// What one word brings to a document, while it is summed.
#[derive(Debug, Default, Clone, Copy)]
struct Slot {
    /// The best of the forms before.
    best: f32,
    /// The form that is being summed.
    form: f32,
    flags: u8,
}

/// The sums of one word while they are made; empty in between.
pub(super) struct Sums {
    slots: Vec<Slot>,
    /// Documents that the word finds, each once.
    docs: Vec<u32>,
    /// Documents that the form being summed finds, each once.
    formed: Vec<u32>,
    postings: Vec<Posting>,
}

impl Sums {
    /// Sums for a snapshot of so many documents.
    pub(super) fn of(size: usize) -> Self {
        Self {
            slots: vec![Slot::default(); size],
            docs: Vec::new(),
            formed: Vec::new(),
            postings: Vec::new(),
        }
    }

    /// The documents of `word`, among `only` if it is given. `is_named` tells which ones
    /// were asked for by name before.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Io`] when the index cannot be read.
    pub(super) fn word(
        &mut self,
        reader: &mut Reader<'_>,
        word: &Word,
        only: Option<Known<'_>>,
        is_named: impl Fn(u32) -> bool,
    ) -> Result<Vec<Found>, Error> {
        for form in &word.forms {
            self.form(reader, form, only, &is_named)?;
        }
        // Kept for long: no more than it needs.
        let mut found = Vec::with_capacity(self.docs.len());
        let slots = &mut self.slots;
        found.extend(self.docs.drain(..).filter_map(|doc| {
            let slot = std::mem::take(slots.get_mut(doc as usize)?);
            Some(Found {
                doc,
                value: slot.best,
                flags: slot.flags,
            })
        }));
        Ok(found)
    }

    /// Sums the terms of `form` and raises the word's values to the sums.
    fn form(
        &mut self,
        reader: &mut Reader<'_>,
        form: &Form,
        only: Option<Known<'_>>,
        is_named: impl Fn(u32) -> bool,
    ) -> Result<(), Error> {
        for (part, text) in &form.terms {
            let rarity = reader.read(*part, text, only, &mut self.postings)?;
            let weight = part.worth().weight * rarity;
            let damping = reader.snapshot().damping(*part);
            let flags = flags(*part, form);
            for &(doc, times, length) in &self.postings {
                if form.names == Names::After && !is_named(doc) {
                    continue;
                }
                let Some(slot) = self.slots.get_mut(doc as usize) else {
                    continue;
                };
                if slot.form == 0.0 {
                    self.formed.push(doc);
                }
                slot.form += weight * saturated(times, length, damping);
                slot.flags |= flags;
            }
        }
        for doc in self.formed.drain(..) {
            let Some(slot) = self.slots.get_mut(doc as usize) else {
                continue;
            };
            if slot.best == 0.0 {
                self.docs.push(doc);
            }
            slot.best = slot.best.max(std::mem::take(&mut slot.form) * form.weight);
        }
        Ok(())
    }
}

fn flags(part: Part, form: &Form) -> u8 {
    let mut flags = 0;
    if !form.guess {
        flags |= SURE;
    }
    if part == Part::Title {
        flags |= TITLED;
    }
    if part.is_name() && form.names == Names::Full {
        flags |= NAME;
    }
    flags
}

/// What words found in one snapshot: between two keystrokes only the last one changes.
#[derive(Default)]
pub(super) struct Kept {
    words: VecDeque<(String, Arc<Vec<Found>>)>,
    size: usize,
}

impl Kept {
    /// What the word with this key found.
    pub(super) fn get(&mut self, key: &str) -> Option<Arc<Vec<Found>>> {
        let at = self.words.iter().position(|(known, _)| known == key)?;
        let known = self.words.remove(at)?;
        let found = Arc::clone(&known.1);
        self.words.push_back(known);
        Some(found)
    }

    /// Keeps what a word found and lets go what was not asked for longest.
    pub(super) fn put(&mut self, key: String, found: &Arc<Vec<Found>>) {
        if found.len() > KEPT / 4 || self.words.iter().any(|(known, _)| *known == key) {
            return;
        }
        self.size += found.len();
        self.words.push_back((key, Arc::clone(found)));
        while self.size > KEPT {
            let Some((_, oldest)) = self.words.pop_front() else {
                return;
            };
            self.size -= oldest.len();
        }
    }
}

/// What tells words apart: the forms they may stand for, in order.
pub(super) fn key(word: &Word) -> String {
    let mut key = String::new();
    for form in &word.forms {
        key.push_str(&form.weight.to_bits().to_string());
        key.push(if form.guess { '?' } else { '!' });
        key.push(match form.names {
            Names::Full => 'f',
            Names::Weak => 'w',
            Names::After => 'a',
        });
        for (part, text) in &form.terms {
            key.push(char::from(b'a' + *part as u8));
            key.push_str(text);
            key.push('\n');
        }
    }
    key
}
