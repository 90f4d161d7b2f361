//! The batches a journal has, each tied to the ones before and after it in its stream.

use crate::{
    backup::{archive::Archive, error::BackupError},
    domain::id::StreamId,
    journal::{Image, Sound, segment},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
};

/// Streams with two histories, each with the last batch that both have.
pub type Forks = BTreeMap<StreamId, u64>;

/// What ties a batch to its neighbours.
#[derive(Clone, Copy, Debug)]
struct Tie {
    previous: [u8; 32],
    hash: [u8; 32],
}

/// Every batch that can be read, by stream and number: some 100 bytes each, held while a journal is mended.
#[derive(Debug, Default)]
pub struct Known {
    ties: HashMap<(StreamId, u64), Tie>,
    /// The highest number of every stream.
    heads: HashMap<StreamId, u64>,
}

impl Known {
    /// Takes in the good records of a segment of the journal.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn take(&mut self, dir: &Path, number: u32) -> Result<Vec<Sound>, BackupError> {
        let bytes = segment::written(dir, number)?;
        let sound = Image::new(number, bytes, None).sound();
        for record in &sound {
            self.note(record);
        }
        Ok(sound)
    }

    /// Takes in one more.
    pub fn note(&mut self, record: &Sound) {
        let link = &record.link;
        let tie = Tie {
            previous: link.previous,
            hash: record.hash,
        };
        self.ties.insert((link.stream, link.number), tie);
        let head = self.heads.entry(link.stream).or_default();
        *head = link.number.max(*head);
    }

    /// Whether it is here.
    pub fn has(&self, record: &Sound) -> bool {
        self.tie(record, 0)
            .is_some_and(|tie| tie.hash == record.hash)
    }

    /// Whether it is not here, and follows the one before it and is followed by the one after it, as far
    /// as these are here.
    pub fn takes(&self, record: &Sound) -> bool {
        let link = &record.link;
        let before = link.number.checked_sub(1);
        let before = before.and_then(|number| self.ties.get(&(link.stream, number)));
        self.tie(record, 0).is_none()
            && before.is_none_or(|tie| tie.hash == link.previous)
            && self
                .tie(record, 1)
                .is_none_or(|tie| tie.previous == record.hash)
    }

    /// Whether it comes after everything that is here of its stream.
    pub fn ends_before(&self, record: &Sound) -> bool {
        let link = &record.link;
        self.heads
            .get(&link.stream)
            .is_none_or(|head| *head < link.number)
    }

    fn tie(&self, record: &Sound, after: u64) -> Option<&Tie> {
        let number = record.link.number.checked_add(after)?;
        self.ties.get(&(record.link.stream, number))
    }

    /// The streams of a backup that went another way than here, as after a cloned disk: each with the last
    /// batch that both have. The hash of a head stands for all of its stream, so a backup whose heads are
    /// here, or is as far as here, is not read for it.
    pub fn forks(&self, archive: &Archive) -> Forks {
        let mut open: BTreeSet<StreamId> = BTreeSet::new();
        for head in archive.manifest.heads() {
            let here = self.ties.get(&(head.stream, head.number));
            if here.is_none_or(|tie| tie.hash != head.hash) {
                open.insert(head.stream);
            }
        }
        let mut common = Forks::new();
        let mut forked = BTreeSet::new();
        if open.is_empty() {
            return common;
        }
        for part in &archive.manifest.parts {
            let bytes = archive.bytes(part).unwrap_or_default();
            for record in Image::new(part.number, bytes, Some(part.end)).sound() {
                let (stream, number) = (record.link.stream, record.link.number);
                if open.contains(&stream) && self.has(&record) {
                    common.insert(stream, number);
                } else if open.contains(&stream) && self.tie(&record, 0).is_some() {
                    common.entry(stream).or_default();
                    forked.insert(stream);
                }
            }
        }
        common.retain(|stream, _| forked.contains(stream));
        common
    }

    /// Whether a backup is of this journal: they have a batch in common, or there is none left here.
    pub fn shares_with(&self, archive: &Archive) -> bool {
        archive.manifest.parts.iter().any(|part| {
            let bytes = archive.bytes(part).unwrap_or_default();
            let sound = Image::new(part.number, bytes, Some(part.end)).sound();
            sound
                .iter()
                .any(|record| self.ties.is_empty() || self.has(record))
        })
    }
}
