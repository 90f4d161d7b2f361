//! Changes gathered into atomic batches of the size the engine takes well.

use super::kv::{BATCH_KEYS, Change, Kv, KvError};

/// Gathers changes; what belongs together goes into one batch where it fits.
pub struct Writer<'a> {
    kv: &'a dyn Kv,
    waiting: Vec<Change>,
    written: u64,
}

impl<'a> Writer<'a> {
    /// A writer with nothing waiting.
    pub const fn over(kv: &'a dyn Kv) -> Self {
        Self {
            kv,
            waiting: Vec::new(),
            written: 0,
        }
    }

    /// Adds changes that belong together. More of them than a batch may have are written in their
    /// order, the last ones in the last batch.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn together(&mut self, changes: Vec<Change>) -> Result<(), KvError> {
        if self.waiting.len() + changes.len() > BATCH_KEYS {
            self.flush()?;
        }
        for change in changes {
            if self.waiting.len() == BATCH_KEYS {
                self.flush()?;
            }
            self.waiting.push(change);
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), KvError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.written += self.waiting.len() as u64;
        self.kv.apply(std::mem::take(&mut self.waiting))
    }

    /// Writes what is left; how many changes there were in all.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end(mut self) -> Result<u64, KvError> {
        self.flush()?;
        Ok(self.written)
    }
}
