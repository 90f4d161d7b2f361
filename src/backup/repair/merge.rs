//! One segment put together: the journal's own good records stay, backups fill what is between them.

use super::{Repair, Usable};
use crate::{
    backup::{archive::Archive, error::BackupError, manifest::Part},
    journal::{
        Image, Position, Sound,
        segment::{self, Header},
    },
};
use std::{collections::BTreeSet, path::Path};

/// Where the good records of the journal end: behind it a backup's records are put only one after another,
/// so that no hole is made where none was.
pub type Tail = Position;

/// A segment as it should be.
#[derive(Debug)]
pub struct Merged {
    /// Its number.
    pub number: u32,
    /// All of its bytes.
    pub bytes: Vec<u8>,
    /// Whether it is another one than the journal has.
    pub changed: bool,
    /// The ranges of the journal's own bytes that are not in it any more.
    pub replaced: Vec<(u32, u32)>,
    /// How many bytes of it the journal itself had.
    own: u32,
    /// How long its file was, unwritten tail included.
    length: u64,
    /// The good records in it, in order: where they begin and end.
    used: Vec<(u32, u32)>,
}

impl Merged {
    /// Whether nothing good stands in a range.
    fn is_free(&self, from: u32, until: u32) -> bool {
        let at = self.used.partition_point(|(_, end)| *end <= from);
        self.used.get(at).is_none_or(|(begin, _)| until <= *begin)
    }

    /// Whether good records stand one after another from the header up to `end`.
    fn is_complete(&self, end: u32) -> bool {
        let reached = self
            .used
            .iter()
            .try_fold(segment::HEADER, |at, (from, until)| {
                (*from == at).then_some(*until)
            });
        reached == Some(end)
    }

    /// Puts a record where it stands in every copy of the journal.
    fn put(&mut self, record: &Sound, bytes: &[u8]) {
        let (from, until) = (record.offset, record.next);
        self.overwrite(from, until, bytes);
        let at = self.used.partition_point(|(_, end)| *end <= from);
        self.used.insert(at, (from, until));
    }

    fn overwrite(&mut self, from: u32, until: u32, bytes: &[u8]) {
        let (begin, end) = (from as usize, until as usize);
        if from < self.own {
            self.replaced.push((from, until.min(self.own)));
        }
        if end > self.bytes.len() {
            self.bytes.resize(end, 0);
        }
        if let Some(place) = self.bytes.get_mut(begin..end)
            && place.len() == bytes.len()
        {
            place.copy_from_slice(bytes);
        }
        self.changed = true;
    }

    /// Ends it: whatever of its own stands behind goes.
    fn end_at(&mut self, end: u32) {
        if self.own > end {
            self.replaced.push((end, self.own));
        }
        self.bytes.resize(end as usize, 0);
        self.changed |= self.length != u64::from(end);
    }
}

impl<'a> Repair<'a> {
    /// Puts the next segment together; `None` when neither the journal nor a backup goes on.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn merge(&mut self, number: u32) -> Result<Option<Merged>, BackupError> {
        let length = segment::path(self.dir, number).metadata();
        let length = length.map(|file| file.len()).ok();
        let there = length.is_some();
        if number > self.last && !self.goes_on(number) {
            return Ok(None);
        }
        let bytes = if there {
            segment::written(self.dir, number)?
        } else {
            Vec::new()
        };
        let own = Image::new(number, bytes, None);
        let used = own.sound();
        let mut merged = Merged {
            number,
            bytes: own.bytes().to_vec(),
            changed: !there,
            replaced: Vec::new(),
            length: length.unwrap_or_default(),
            own: u32::try_from(own.bytes().len()).unwrap_or(u32::MAX),
            used: used.iter().map(|one| (one.offset, one.next)).collect(),
        };
        let due = self.end_of(number)?;
        if due.is_none_or(|end| !merged.is_complete(end)) {
            self.fill(&mut merged);
        }
        // The tail may have come as far as a backup says that the segment goes.
        let end = self.end_of(number)?;
        if let Some(end) = end {
            merged.end_at(end);
        }
        self.head(&mut merged)?;
        let hash = blake3::hash(&merged.bytes).to_hex().to_string();
        self.whole.insert(hash);
        let image = Image::new(number, merged.bytes.clone(), end);
        image.walk(&mut self.walk, &mut |_batch| {});
        Ok(Some(merged))
    }

    /// Whether a backup has this segment, and the one before it ends here as it does there.
    fn goes_on(&mut self, number: u32) -> bool {
        let before = number.saturating_sub(1);
        let follows = |one: &Usable<'_>| {
            let end_of = |number| part_of(one.archive, number).map(|part| part.end);
            end_of(number).is_some() && (before == 0 || end_of(before) == Some(self.tail.offset))
        };
        let entered = self.archives.iter().any(follows);
        if entered && before == self.tail.segment {
            self.tail = segment::first(number);
        }
        entered && self.tail.segment == number
    }

    /// Fills a segment from the backups, until none has anything more to give.
    fn fill(&mut self, merged: &mut Merged) {
        let copies: Vec<_> = self
            .copies(merged.number)
            .into_iter()
            .map(|(source, image)| {
                let mut sound = image.sound();
                sound.retain(|record| !source.strays(record));
                (source, sound, image)
            })
            .collect();
        loop {
            let before = merged.used.len();
            for (source, sound, image) in &copies {
                for record in sound {
                    self.offer(merged, record, image.bytes(), &source.archive.path);
                }
            }
            if merged.used.len() == before {
                return;
            }
        }
    }

    /// The copies of a segment that the backups have, each once.
    fn copies(&self, number: u32) -> Vec<(Usable<'a>, Image)> {
        let mut hashes = BTreeSet::new();
        let mut copies = Vec::new();
        for one in &self.archives {
            let part = part_of(one.archive, number);
            let Some(part) = part.filter(|part| hashes.insert(&part.blake3)) else {
                continue;
            };
            // What is gone is no help, and what has rotted helps as far as it is good.
            if let Ok(bytes) = one.archive.bytes(part) {
                let image = Image::new(number, bytes, Some(part.end));
                copies.push((one.clone(), image));
            }
        }
        copies
    }

    /// Takes a record of a backup if there is room for it and the chain of its stream takes it.
    fn offer(&mut self, merged: &mut Merged, record: &Sound, bytes: &[u8], source: &Path) {
        let from = Position {
            segment: merged.number,
            offset: record.offset,
        };
        let apart = from > self.tail;
        let bytes = bytes.get(record.offset as usize..record.next as usize);
        let Some(bytes) = bytes.filter(|_| !apart) else {
            return;
        };
        if !merged.is_free(record.offset, record.next) || !self.known.takes(record) {
            return;
        }
        merged.put(record, bytes);
        self.known.note(record);
        self.mended.patch(from, record.next, Some(source));
        if from == self.tail {
            self.tail.offset = record.next;
        }
    }

    /// Where the records of a segment end that has a later one, in the journal or in a backup that goes
    /// on where the journal ends.
    fn end_of(&self, number: u32) -> Result<Option<u32>, BackupError> {
        let next = number.saturating_add(1);
        if number < self.last && segment::path(self.dir, next).exists() {
            let own = crate::journal::end_of(self.dir, number)?;
            if own.is_some() {
                return Ok(own);
            }
        }
        let told = self.archives.iter().find_map(|one| {
            let _goes_on = part_of(one.archive, next)?;
            Some(part_of(one.archive, number)?.end)
        });
        let reached = number < self.last || told == Some(self.tail.offset);
        Ok(told.filter(|_| reached))
    }

    /// Sees to the header: the journal's own, that of a backup, or the one that follows from what is before.
    fn head(&mut self, merged: &mut Merged) -> Result<(), BackupError> {
        let number = merged.number;
        match Header::read(&merged.bytes, number) {
            Ok(_own) => return Ok(()),
            Err(segment::NoHeader::Newer(version)) => {
                let segment = number;
                return Err(crate::journal::JournalError::Newer { segment, version }.into());
            }
            Err(segment::NoHeader::Damaged) => {}
        }
        let copied = self.archives.iter().find_map(|one| {
            let bytes = one.archive.bytes(part_of(one.archive, number)?).ok()?;
            let header = Header::read(&bytes, number).ok()?;
            Some((header, one.archive.path.clone()))
        });
        let (header, source) = match copied {
            Some((header, source)) => (header, Some(source)),
            None => (self.due(number)?, None),
        };
        merged.overwrite(0, segment::HEADER, &header.write());
        let from = Position {
            segment: number,
            offset: 0,
        };
        self.mended.patch(from, segment::HEADER, source.as_deref());
        Ok(())
    }

    /// The header that follows from the segments before.
    fn due(&self, number: u32) -> Result<Header, BackupError> {
        let before = number.saturating_sub(1);
        let previous_end = if before == 0 {
            0
        } else {
            let written = segment::written(self.dir, before).unwrap_or_default();
            let written = u32::try_from(written.len()).unwrap_or(u32::MAX);
            self.end_of(before)?.unwrap_or(written)
        };
        let found = self.walk.findings();
        let mut before = found.read;
        for unread in &found.unread {
            before.batches += 1;
            before.ops += u64::from(unread.link.ops);
        }
        Ok(Header {
            segment: number,
            previous_end,
            before,
        })
    }
}

/// What a backup says of a segment.
fn part_of(archive: &Archive, number: u32) -> Option<&Part> {
    let parts = &archive.manifest.parts;
    parts.iter().find(|part| part.number == number)
}
