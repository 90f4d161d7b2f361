//! What was acknowledged and is not in the journal any more: known from the views, which are never ahead of
//! a sound journal; noted, told, and forgotten when it is back.
//!
//! It takes a disk that loses or cuts what it had confirmed. The views that still knew are kept aside, and
//! this place goes on under new streams: what the lost batches were called is never used again.

use super::{clock, views::ViewsError};
use crate::{
    domain::{id::BatchId, time::Moment},
    journal::{Journal, JournalError, Position},
    store::{Store, StoreError},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// Acknowledged batches that one opening of the journal missed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Loss {
    /// When it was noticed.
    pub noticed: Moment,
    /// The end that the journal had when the views last followed it.
    pub durable: String,
    /// The end that was found.
    pub found: String,
    /// The batches the views had and the journal has not; none when the views could not be read.
    pub batches: Vec<String>,
    /// The ticket numbers that were told for them.
    pub numbers: Vec<String>,
}

impl Loss {
    /// What the views know and the journal has not.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn between(ahead: &Store, journal: &Journal) -> Result<Self, JournalError> {
        let mut held = BTreeSet::new();
        for stored in journal.replay(Position::START)? {
            held.insert(stored?.batch.header.id);
        }
        Ok(Self::told(ahead, journal.end(), |batch| {
            held.contains(&batch)
        }))
    }

    /// What the views know and new ones, made of a damaged journal up to `end`, do not; `None` when that
    /// is nothing.
    #[must_use]
    pub fn of_damage(views: &Store, new: &Store, end: Position) -> Option<Self> {
        let known = |batch| new.answer(batch).is_ok_and(|answer| answer.is_some());
        Some(Self::told(views, end, known)).filter(|loss| !loss.batches.is_empty())
    }

    fn told(ahead: &Store, end: Position, held: impl Fn(BatchId) -> bool) -> Self {
        let position = ahead.progress().map_or(0, |progress| progress.position);
        let mut loss = Self {
            noticed: clock::now(),
            durable: Position::from_bytes(position.to_be_bytes()).to_string(),
            found: end.to_string(),
            batches: Vec::new(),
            numbers: Vec::new(),
        };
        // Views as damaged as the journal may end early: what they told until then counts.
        let _as_far_as_they_go = ahead.answers(&mut |batch, (_, numbers)| {
            if !held(batch) {
                loss.batches.push(batch.to_string());
                let told = numbers.iter().map(|(_, number)| number.to_string());
                loss.numbers.extend(told);
            }
        });
        loss
    }

    /// The place of it in the journal, as a person reads it.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{} – {}", self.found, self.durable)
    }

    /// How many batches, as far as it is known; at least one.
    #[must_use]
    pub fn weight(&self) -> u64 {
        (self.batches.len() as u64).max(1)
    }

    /// Whether all of it is in these views again.
    fn is_back(&self, store: &Store) -> Result<bool, StoreError> {
        for batch in &self.batches {
            let known = BatchId::parse(batch)
                .map(|id| store.answer(id))
                .transpose()?;
            if known.flatten().is_none() {
                return Ok(false);
            }
        }
        Ok(!self.batches.is_empty())
    }
}

/// Adds a loss to the noted ones, durably.
///
/// # Errors
/// When the data directory cannot be written.
pub fn note(dir: &Path, loss: Loss) -> io::Result<()> {
    let mut losses = noted(dir)?;
    losses.push(loss);
    write(dir, &losses)
}

/// The losses that were noted and are not all in the journal again.
///
/// # Errors
/// When the data directory or the journal cannot be read.
pub fn outstanding(dir: &Path, journal: &Journal) -> Result<Vec<Loss>, ViewsError> {
    let noted = noted(dir).map_err(StoreError::from)?;
    if noted.is_empty() {
        return Ok(noted);
    }
    let mut held = BTreeSet::new();
    for stored in journal.replay(Position::START)? {
        held.insert(stored?.batch.header.id.to_string());
    }
    let mut outstanding = noted;
    for loss in &mut outstanding {
        loss.batches.retain(|batch| !held.contains(batch));
    }
    outstanding.retain(|loss| !loss.batches.is_empty());
    Ok(outstanding)
}

/// The losses that are still missing from these views; those that are back are forgotten.
///
/// # Errors
/// When the data directory cannot be read or written.
pub fn missing(dir: &Path, store: &Store) -> io::Result<Vec<Loss>> {
    let noted = noted(dir)?;
    let mut missing = noted.clone();
    // Damaged views say nothing of what is back: they are made again, and the next start asks again.
    missing.retain(|loss| !loss.is_back(store).unwrap_or(false));
    if missing != noted {
        write(dir, &missing)?;
    }
    Ok(missing)
}

fn noted(dir: &Path) -> io::Result<Vec<Loss>> {
    let place = place(dir);
    match fs::read(&place) {
        Ok(bytes) => serde_json::from_slice(&bytes).or_else(|_unreadable| {
            fs::rename(&place, dir.join("lost.damaged"))?;
            Ok(Vec::new())
        }),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn write(dir: &Path, losses: &[Loss]) -> io::Result<()> {
    if losses.is_empty() {
        fs::remove_file(place(dir))?;
    } else {
        let new = dir.join("lost.new");
        let mut file = File::create(&new)?;
        file.write_all(&serde_json::to_vec_pretty(losses)?)?;
        file.sync_all()?;
        fs::rename(new, place(dir))?;
    }
    File::open(dir)?.sync_all()
}

fn place(dir: &Path) -> PathBuf {
    dir.join("lost.json")
}
