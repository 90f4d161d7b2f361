//! Batches of a backup that have no place of their own any more, because the journal was written on there.

use super::{Appended, Doing, Repair, Usable};
use crate::{
    backup::error::BackupError,
    domain::batch::Batch,
    journal::{self, Image, Journal, Position, Sound, Walk},
};
use std::{collections::BTreeMap, path::Path};

/// The most batches that are appended with one fsync.
const GROUP: usize = 256;

/// Appends what backups have and the journal has not, in the order of each backup, as records of their own
/// streams. What does not come after everything the journal has of its stream is told and left out.
///
/// # Errors
/// When the journal cannot be opened or written.
pub fn append(dir: &Path, repair: &mut Repair<'_>, doing: Doing) -> Result<(), BackupError> {
    let mut opened: Option<Journal> = None;
    for usable in repair.archives.clone() {
        for number in 1..=usable.archive.manifest.end().segment {
            let lacking = lacking(&usable, number, repair);
            if lacking.is_empty() || doing == Doing::Look {
                continue;
            }
            let journal = match &mut opened {
                Some(journal) => journal,
                None => opened.insert(Journal::open(dir, journal::Options::default())?.0),
            };
            for group in lacking.chunks(GROUP) {
                journal.append(group)?;
            }
        }
    }
    Ok(())
}

/// The batches of one segment of a backup that the journal lacks and takes.
fn lacking(usable: &Usable<'_>, number: u32, repair: &mut Repair<'_>) -> Vec<Batch> {
    let archive = usable.archive;
    let parts = &archive.manifest.parts;
    let part = parts.iter().find(|part| part.number == number);
    // The journal has the same bytes, or they were gone through in another backup.
    let part = part.filter(|part| repair.whole.insert(part.blake3.clone()));
    let bytes = part.and_then(|part| Some((part.end, archive.bytes(part).ok()?)));
    let Some((end, bytes)) = bytes else {
        return Vec::new();
    };
    let image = Image::new(number, bytes, Some(end));
    let mut sound = image.sound();
    sound.retain(|record| !repair.known.has(record));
    if sound.is_empty() {
        return Vec::new();
    }
    let mut batches = batches_of(&image);
    let mut lacking = Vec::new();
    for record in &sound {
        let batch = batches.remove(&record.offset).filter(|batch| {
            // Written again it must be the same record, under the hash that the next one names.
            journal::hash_of(batch).is_ok_and(|hash| hash == record.hash)
        });
        let known = &repair.known;
        let fits = !usable.strays(record) && known.ends_before(record) && known.takes(record);
        let mended = &mut repair.mended;
        match batch.filter(|_| fits) {
            Some(batch) => {
                repair.known.note(record);
                note(&mut mended.appended, record, &archive.path);
                lacking.push(batch);
            }
            None => note(&mut mended.unfit, record, &archive.path),
        }
    }
    lacking
}

/// The batches of a segment that this version can read, by where their records begin.
fn batches_of(image: &Image) -> BTreeMap<u32, Batch> {
    let mut batches = BTreeMap::new();
    let mut walk = Walk::from(Position::START);
    image.walk(&mut walk, &mut |stored| {
        batches.insert(stored.position.offset, stored.batch);
    });
    batches
}

fn note(noted: &mut Vec<Appended>, record: &Sound, source: &Path) {
    let (stream, number) = (record.link.stream, record.link.number);
    let known = noted
        .iter()
        .any(|one| one.stream == stream && (one.first..=one.last).contains(&number));
    if known {
        return;
    }
    let follows = |one: &&mut Appended| one.stream == stream && one.last + 1 == number;
    match noted.iter_mut().find(follows) {
        Some(last) => last.last = number,
        None => noted.push(Appended {
            stream,
            first: number,
            last: number,
            source: source.to_owned(),
        }),
    }
}
