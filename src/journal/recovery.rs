//! Opening for writing: what the survey found is put aside, cut, and made durable.

use super::{
    JournalError, Position, ReadOnly,
    append::Writer,
    disk::forget_cached,
    error::Cause,
    quarantine::{self, Reason},
    scan::Damage,
    segment::{self, Header, Totals},
    survey::{Survey, survey},
};
use std::fs::{File, OpenOptions};

/// What opening found and did. Only the last segment is read then; what is wrong with older ones is
/// among the findings of a replay.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Recovery {
    /// The tail after the last whole record: put aside, and cut.
    pub torn: Option<Damage>,
    /// Records that were durable once and are damaged: put aside, and stepped over.
    pub corrupt: Vec<Damage>,
    /// Records of a newer version: kept, and stepped over.
    pub unread: u64,
    /// The files in quarantine that hold what is damaged, by name.
    pub quarantined: Vec<String>,
}

impl Recovery {
    /// Whether there was nothing to repair or report.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        *self == Self::default()
    }

    /// What a survey found, before anything is done about it.
    pub(super) fn found(survey: &Survey) -> Self {
        Self {
            torn: survey.torn.clone(),
            corrupt: survey.corrupt.clone(),
            unread: survey.unread,
            quarantined: Vec::new(),
        }
    }
}

/// The segment that is being written.
#[derive(Debug)]
pub struct Active {
    /// Its file.
    pub file: File,
    /// Where the next record goes.
    pub end: Position,
    /// What the journal holds up to there.
    pub totals: Totals,
}

/// An opened journal.
#[derive(Debug)]
pub struct Opened {
    /// Where to go on.
    pub active: Active,
    /// What was found.
    pub recovery: Recovery,
    /// Why it could not be repaired or made durable, and so cannot be written yet.
    pub fault: Option<ReadOnly>,
}

/// Opens the journal, repairs its tail and makes sure that whatever is now in it is durable: after
/// a crash of the program, whole records may stand in the system's memory only. With a `floor`,
/// everything up to it must be there and what follows goes.
///
/// # Errors
/// When it cannot be read, or lost what was durable.
pub fn open(writer: &Writer<'_>, floor: Option<Position>) -> Result<Opened, JournalError> {
    let last = segment::count(writer.dir)?;
    if last == 0 && floor.is_none() {
        return create_first(writer);
    }
    let last = match floor {
        Some(floor) => drop_after(writer, floor, last)?,
        None => last,
    };
    let path = segment::path(writer.dir, last);
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(&path)
        .map_err(JournalError::io("open", &path))?;
    if floor.is_some() {
        forget_cached(&file);
    }
    let found = survey(writer.dir, last, floor)?;
    if let Some(durable) = floor.filter(|floor| found.end < *floor) {
        return Err(JournalError::Lost {
            durable,
            found: found.end,
        });
    }
    let mut recovery = Recovery::found(&found);
    let fault = repair(writer, &file, &found, &mut recovery).err();
    Ok(Opened {
        active: Active {
            file,
            end: found.end,
            totals: found.totals,
        },
        recovery,
        fault,
    })
}

fn create_first(writer: &Writer<'_>) -> Result<Opened, JournalError> {
    let header = Header {
        segment: 1,
        previous_end: 0,
        before: Totals::default(),
    };
    let file = writer
        .create(header.segment, &header.write())
        .map_err(JournalError::ReadOnly)?;
    Ok(Opened {
        active: Active {
            file,
            end: segment::first(header.segment),
            totals: header.before,
        },
        recovery: Recovery::default(),
        fault: None,
    })
}

/// Removes the segments after `floor`, a copy kept; the number of the last one left.
fn drop_after(writer: &Writer<'_>, floor: Position, last: u32) -> Result<u32, JournalError> {
    for segment in (floor.segment.saturating_add(1)..=last).rev() {
        let position = Position { segment, offset: 0 };
        quarantine::copy(writer.disk, writer.dir, Reason::Torn, position, u32::MAX)?;
        let path = segment::path(writer.dir, segment);
        writer
            .disk
            .remove(&path)
            .map_err(JournalError::io("remove", &path))?;
    }
    if last < floor.segment {
        return Err(JournalError::Missing {
            segment: floor.segment,
            path: segment::path(writer.dir, floor.segment),
        });
    }
    Ok(floor.segment)
}

fn repair(
    writer: &Writer<'_>,
    file: &File,
    found: &Survey,
    recovery: &mut Recovery,
) -> Result<(), ReadOnly> {
    for damage in &found.corrupt {
        let until = damage.position.offset.saturating_add(damage.length);
        put_aside(writer, Reason::Corrupt, damage.position, until, recovery)?;
    }
    if let Some(torn) = &found.torn {
        let until = found.written_end.offset;
        put_aside(writer, Reason::Torn, torn.position, until, recovery)?;
    }
    let failed = |error| ReadOnly::because(Cause::Repair, &error);
    if found.torn.is_some() {
        writer.disk.cut(file, found.end.offset).map_err(failed)?;
    }
    if found.header_damaged {
        let header = found.header.write();
        writer.disk.write(file, &header, 0).map_err(failed)?;
    }
    writer.allocate(file);
    writer
        .disk
        .sync(file)
        .and_then(|()| writer.disk.sync_dir(writer.dir))
        .map_err(|error| ReadOnly::because(Cause::Sync, &error))
}

fn put_aside(
    writer: &Writer<'_>,
    reason: Reason,
    position: Position,
    until: u32,
    recovery: &mut Recovery,
) -> Result<(), ReadOnly> {
    let copied = quarantine::copy(writer.disk, writer.dir, reason, position, until);
    recovery.quarantined.extend(copied.map_err(unrepaired)?);
    Ok(())
}

fn unrepaired(error: JournalError) -> ReadOnly {
    match error {
        JournalError::Io { source, .. } => ReadOnly::because(Cause::Repair, &source),
        other => ReadOnly {
            cause: Cause::Repair,
            detail: other.to_string(),
        },
    }
}
