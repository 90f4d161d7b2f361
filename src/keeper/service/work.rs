//! What a keeper does that takes its time, and how far it has come.

use serde::{Deserialize, Serialize};

/// Work that takes longer than a person waits without being told.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
pub enum Task {
    /// The views are made again.
    Rebuild,
    /// The search index is made again.
    Index,
    /// Everything on disk is looked at.
    Verify,
    /// The state is hashed.
    Digest,
    /// A copy is made.
    Backup,
}

/// How far a piece of work has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// What is done.
    pub task: Task,
    /// How many of its steps are done; a step is whatever the task counts.
    pub done: u64,
    /// How many there are, as far as is known; never less than `done`.
    pub total: u64,
}

impl Work {
    /// How much is done, in hundredths; 0 while it is not known how much there is.
    #[must_use]
    pub fn percent(&self) -> u64 {
        let hundredths = u128::from(self.done) * 100;
        let percent = hundredths.checked_div(u128::from(self.total)).unwrap_or(0);
        u64::try_from(percent).unwrap_or(100).min(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_of_what_is_known() {
        let of = |done, total| {
            let task = Task::Rebuild;
            Work { task, done, total }.percent()
        };
        assert_eq!((of(0, 0), of(1, 3), of(3, 3)), (0, 33, 100));
        assert_eq!(of(u64::MAX, u64::MAX), 100);
    }
}
