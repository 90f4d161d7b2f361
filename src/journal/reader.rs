//! Reading a journal without owning it: for verification, and beside a keeper at work.

use super::{
    JournalError, Position, Recovery, replay::Replay, segment, segment::Totals, survey::survey,
};
use std::path::{Path, PathBuf};

/// A journal as it stands, read without changing or locking anything. Beside a keeper at work, the
/// group that is being written may look torn.
#[derive(Debug)]
pub struct Reader {
    dir: PathBuf,
    end: Position,
    totals: Totals,
}

impl Reader {
    /// Surveys the journal in `dir`; what is damaged is told and left as it is.
    ///
    /// # Errors
    /// When there is none, it cannot be read, a segment is missing, or a newer program made it.
    pub fn open(dir: &Path) -> Result<(Self, Recovery), JournalError> {
        let last = segment::count(dir)?.max(1);
        let survey = survey(dir, last, None)?;
        let reader = Self {
            dir: dir.to_owned(),
            end: survey.end,
            totals: survey.totals,
        };
        Ok((reader, Recovery::found(&survey)))
    }

    /// Where its whole records end.
    #[must_use]
    pub const fn end(&self) -> Position {
        self.end
    }

    /// What it holds.
    #[must_use]
    pub const fn totals(&self) -> Totals {
        self.totals
    }

    /// The batches from `from` on.
    ///
    /// # Errors
    /// [`JournalError::Beyond`] when the journal ends before `from`.
    pub fn replay(&self, from: Position) -> Result<Replay, JournalError> {
        Replay::new(self.dir.clone(), from, self.end)
    }
}
