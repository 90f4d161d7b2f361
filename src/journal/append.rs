//! Writing a plan to the disk, and taking it back when a part of it failed.

use super::{
    Position,
    disk::Disk,
    error::{Cause, ReadOnly},
    plan::{Chunk, Plan},
    segment,
};
use std::{fs::File, io, path::Path};

/// Where and how segments are written.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    /// The disk.
    pub disk: &'a dyn Disk,
    /// The directory of the journal.
    pub dir: &'a Path,
    /// How many bytes a segment is given when it is created.
    pub segment_bytes: u32,
}

impl Writer<'_> {
    /// Creates a segment with these first bytes, durable with its name when this returns.
    ///
    /// # Errors
    /// When it exists, or something of it cannot be made durable.
    pub fn create(&self, segment: u32, bytes: &[u8]) -> Result<File, ReadOnly> {
        let file = self.begin(segment, bytes)?;
        self.finish_new(&file)?;
        Ok(file)
    }

    /// Writes a plan: one write per segment, each durable before the next one is created. Returns
    /// the file of the last segment when it is a new one.
    ///
    /// # Errors
    /// At the first thing that fails; then nothing of the plan may be relied on.
    pub fn execute(
        &self,
        active: &File,
        end: Position,
        plan: &Plan,
    ) -> Result<Option<File>, ReadOnly> {
        let mut created: Option<File> = None;
        let mut end = end.offset;
        for Chunk { position, bytes } in &plan.chunks {
            if position.offset > 0 {
                self.write(active, bytes, position.offset)?;
                end = end_of(*position, bytes);
                continue;
            }
            match &created {
                None => self.seal(active, end)?,
                Some(full) => {
                    self.seal(full, end)?;
                    self.sync_dir()?;
                }
            }
            created = Some(self.begin(position.segment, bytes)?);
            end = end_of(*position, bytes);
        }
        match &created {
            None => self.sync(active)?,
            Some(last) => self.finish_new(last)?,
        }
        Ok(created)
    }

    /// Takes back, as far as the disk lets it, what a failed plan left: opening again does the rest.
    pub fn abandon(&self, active: &File, end: Position, plan: &Plan) {
        for chunk in plan.chunks.iter().rev() {
            if chunk.position.offset == 0 {
                let path = segment::path(self.dir, chunk.position.segment);
                let _left_to_reopening = self.disk.remove(&path);
            }
        }
        let _left_to_reopening = self
            .disk
            .cut(active, end.offset)
            .and_then(|()| self.disk.sync(active))
            .and_then(|()| self.disk.sync_dir(self.dir));
    }

    /// Reserves the space of a whole segment. Where there is none, or the file system cannot, the
    /// file grows as it is written.
    pub fn allocate(&self, file: &File) {
        let _only_a_help = self.disk.allocate(file, self.segment_bytes);
    }

    fn begin(&self, segment: u32, bytes: &[u8]) -> Result<File, ReadOnly> {
        let path = segment::path(self.dir, segment);
        let file = self
            .disk
            .create(&path, segment::file_mode(self.dir))
            .map_err(fault(Cause::Write))?;
        self.allocate(&file);
        self.write(&file, bytes, 0)?;
        Ok(file)
    }

    /// Ends a segment: no unwritten tail is left in it.
    fn seal(&self, file: &File, end: u32) -> Result<(), ReadOnly> {
        self.disk.cut(file, end).map_err(fault(Cause::Write))?;
        self.sync(file)
    }

    fn finish_new(&self, file: &File) -> Result<(), ReadOnly> {
        self.sync(file)?;
        self.sync_dir()
    }

    fn write(&self, file: &File, bytes: &[u8], offset: u32) -> Result<(), ReadOnly> {
        self.disk
            .write(file, bytes, u64::from(offset))
            .map_err(fault(Cause::Write))
    }

    fn sync(&self, file: &File) -> Result<(), ReadOnly> {
        self.disk.sync(file).map_err(fault(Cause::Sync))
    }

    fn sync_dir(&self) -> Result<(), ReadOnly> {
        self.disk.sync_dir(self.dir).map_err(fault(Cause::Sync))
    }
}

fn end_of(position: Position, bytes: &[u8]) -> u32 {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    position.offset.saturating_add(length)
}

fn fault(cause: Cause) -> impl FnOnce(io::Error) -> ReadOnly {
    move |error| ReadOnly::because(cause, &error)
}
