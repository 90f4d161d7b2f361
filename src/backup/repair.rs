//! Mending a journal from its backups: what is damaged by position, what was cut off and written over by
//! appending it, each record only where the chain of its stream takes it.
//!
//! | file | what it is |
//! |---|---|
//! | `known` | which batches the journal has, and whether one more fits between them |
//! | `merge` | one segment, put together from the journal and its backups |
//! | `append` | batches that have no place of their own any more |

mod append;
mod known;
mod merge;

use super::{Report, archive::Archive, error::BackupError, file, tell};
use crate::{
    domain::id::StreamId,
    journal::{
        self, Break, BreakKind, Damage, Position, Sound, Walk,
        disk::{Disk, Real},
        quarantine::{self, Reason},
        segment,
    },
};
use known::{Forks, Known};
use merge::{Merged, Tail};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// Whether a journal is mended or only looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Doing {
    /// Nothing is written.
    Look,
    /// It is mended.
    Mend,
}

/// What was done for a journal, and what it still lacks.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Mended {
    /// Ranges that were put back by position, in order.
    pub patched: Vec<Patched>,
    /// Batches that were appended, in order.
    pub appended: Vec<Appended>,
    /// Ranges that no backup has.
    pub missing: Vec<Damage>,
    /// What follows the last good record and may never have been acknowledged: the next opening puts it
    /// aside.
    pub torn: Option<Damage>,
    /// Places where batches of a stream are missing, or where it has two histories.
    pub breaks: Vec<Break>,
    /// Batches that a backup has and that do not fit into the journal.
    pub unfit: Vec<Appended>,
    /// Backups that could not be used, and why.
    pub refused: Vec<(PathBuf, String)>,
}

/// A range of the journal that was put back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Patched {
    /// Where it begins.
    pub from: Position,
    /// Where it ends in its segment.
    pub until: u32,
    /// The backup it came from; `None` for the header of a segment, which follows from what is before it.
    pub source: Option<PathBuf>,
}

/// Batches of one stream.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Appended {
    /// The stream.
    pub stream: StreamId,
    /// The number of the first one.
    pub first: u64,
    /// The number of the last one.
    pub last: u64,
    /// The backup they came from.
    pub source: PathBuf,
}

impl Mended {
    /// Whether nothing that is known of is missing.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.breaks.is_empty() && self.unfit.is_empty()
    }

    /// Whether the journal is another one now.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        !self.patched.is_empty() || !self.appended.is_empty()
    }

    /// How many batches are known to be missing from the chains.
    #[must_use]
    pub fn missing_batches(&self) -> u64 {
        let missing = self.breaks.iter().map(|one| match one.kind {
            BreakKind::Missing { from } => one.number.saturating_sub(from),
            BreakKind::Fork | BreakKind::Repeated => 0,
        });
        missing.sum()
    }

    fn patch(&mut self, from: Position, until: u32, source: Option<&Path>) {
        let source = source.map(Path::to_owned);
        match self.patched.last_mut() {
            Some(last)
                if last.from.segment == from.segment
                    && last.until == from.offset
                    && last.source == source =>
            {
                last.until = until;
            }
            _ => self.patched.push(Patched {
                from,
                until,
                source,
            }),
        }
    }
}

/// Mends the journal in `dir`, which nobody may have open, from backups in this order. Nothing is changed
/// in place: a segment is put together beside the old one, read back, and takes its name; what it replaces
/// is in quarantine before.
///
/// # Errors
/// When the journal is open elsewhere, cannot be read, was written by a newer program, or cannot be written.
pub fn repair(
    dir: &Path,
    archives: &[Archive],
    doing: Doing,
    report: Report<'_>,
) -> Result<Mended, BackupError> {
    repair_on(&Real, dir, archives, doing, report)
}

pub(super) fn repair_on(
    disk: &dyn Disk,
    dir: &Path,
    archives: &[Archive],
    doing: Doing,
    report: Report<'_>,
) -> Result<Mended, BackupError> {
    segment::create_dir(dir).map_err(BackupError::io("create", dir))?;
    let locked = match doing {
        Doing::Look => None,
        Doing::Mend => Some(journal::lock(dir)?),
    };
    let mut repair = Repair::of(dir, archives)?;
    let ends = archives.iter().map(|one| one.manifest.end().segment);
    let last = ends.max().unwrap_or_default().max(repair.tail.segment);
    for number in 1..=last {
        tell(report, u64::from(number) - 1, u64::from(last))?;
        let Some(merged) = repair.merge(number)? else {
            break;
        };
        if doing == Doing::Mend && merged.changed {
            put_in_place(disk, dir, &merged)?;
        }
    }
    repair.judge();
    drop(locked);
    append::append(dir, &mut repair, doing)?;
    tell(report, u64::from(last), u64::from(last))?;
    Ok(repair.mended)
}

/// Puts a segment in place of the one that is there, whose own bytes are in quarantine before.
fn put_in_place(disk: &dyn Disk, dir: &Path, merged: &Merged) -> Result<(), BackupError> {
    let segment = merged.number;
    for (offset, until) in &merged.replaced {
        let position = Position {
            segment,
            offset: *offset,
        };
        quarantine::copy(disk, dir, Reason::Corrupt, position, *until)?;
    }
    let path = segment::path(dir, segment);
    file::room(&path, merged.bytes.len() as u64)?;
    file::write(disk, &path, &merged.bytes)
}

/// A backup of this journal.
#[derive(Clone, Debug)]
struct Usable<'a> {
    archive: &'a Archive,
    forks: Forks,
}

impl Usable<'_> {
    /// Whether a record of it is of a history that is not the one here.
    fn strays(&self, record: &Sound) -> bool {
        let common = self.forks.get(&record.link.stream);
        common.is_some_and(|common| record.link.number > *common)
    }
}

/// A repair on its way from the first segment to the last.
struct Repair<'a> {
    dir: &'a Path,
    archives: Vec<Usable<'a>>,
    known: Known,
    /// The last segment of the journal that is there.
    last: u32,
    tail: Tail,
    /// The hashes of the segments as they now are, and of those of backups that were gone through.
    whole: BTreeSet<String>,
    walk: Walk,
    mended: Mended,
}

impl<'a> Repair<'a> {
    fn of(dir: &'a Path, archives: &'a [Archive]) -> Result<Self, BackupError> {
        let mut known = Known::default();
        let numbers = segment::numbers(dir)?;
        let last = numbers.last().copied().unwrap_or(0);
        let mut tail = segment::first(1);
        for number in numbers {
            let sound = known.take(dir, number)?;
            let end = sound.last().map_or(segment::HEADER, |record| record.next);
            tail = Position {
                segment: number,
                offset: end,
            };
        }
        let mut mended = Mended::default();
        let mut of_this = Vec::new();
        for archive in archives {
            if known.shares_with(archive) {
                let forks = known.forks(archive);
                of_this.push(Usable { archive, forks });
            } else {
                let why = "of another place, or nothing of it can be read".to_owned();
                mended.refused.push((archive.path.clone(), why));
            }
        }
        Ok(Self {
            dir,
            archives: of_this,
            known,
            last,
            tail,
            whole: BTreeSet::new(),
            walk: Walk::from(Position::START),
            mended,
        })
    }

    /// Tells what is still missing, once every segment was gone through.
    fn judge(&mut self) {
        let found = self.walk.findings();
        self.mended.missing.clone_from(&found.corrupt);
        self.mended.breaks.clone_from(&found.breaks);
        let at_the_end = |damage: &Damage| {
            damage.position >= self.tail && damage.position.offset >= segment::HEADER
        };
        self.mended.torn = self.mended.missing.pop_if(|damage| at_the_end(damage));
    }
}
