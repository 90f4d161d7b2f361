//! What can go wrong with the search index, and what the caller can do about it.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// A failure of the index. The index is a disposable cache: after [`Error::Missing`],
/// [`Error::Outdated`] and [`Error::Damaged`] the caller creates a new one and fills it from the journal.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no index in the directory.
    #[error("there is no search index here: rebuild it")]
    Missing,
    /// The index was written by another version of the analysis or of the schema.
    #[error("the search index is of another version ({found}): rebuild it")]
    Outdated {
        /// The stamp found in the index, empty when there was none.
        found: String,
    },
    /// The files are damaged or incomplete.
    #[error("the search index is damaged ({0}): rebuild it")]
    Damaged(String),
    /// Another process holds the writer of this index.
    #[error("the search index is in use by another process")]
    Busy,
    /// The directory cannot be read or written.
    #[error("the search index cannot be reached on disk")]
    Io(#[from] std::io::Error),
    /// The query was cancelled by its owner before it ended.
    #[error("the search was cancelled")]
    Cancelled,
}

impl Error {
    /// True when creating the index anew is the way out.
    #[must_use]
    pub const fn calls_for_rebuild(&self) -> bool {
        matches!(
            self,
            Self::Missing | Self::Outdated { .. } | Self::Damaged(_)
        )
    }
}

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError as T;
        match error {
            T::LockFailure(..) => Self::Busy,
            T::IoError(cause) => Self::Io(std::io::Error::new(cause.kind(), cause.to_string())),
            other => Self::Damaged(other.to_string()),
        }
    }
}

/// Runs `work` and turns a panic of the index library (damaged bytes reach its assertions) into
/// [`Error::Damaged`].
///
/// # Errors
/// The error of `work`, or [`Error::Damaged`] when it panicked.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::Damaged("the index library panicked".to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        let result: Result<(), Error> = guarded(|| panic!("bad bytes"));
        assert!(matches!(result, Err(Error::Damaged(_))));
    }

    #[test]
    fn only_a_broken_cache_calls_for_a_rebuild() {
        assert!(Error::Missing.calls_for_rebuild());
        assert!(Error::Damaged(String::new()).calls_for_rebuild());
        assert!(!Error::Busy.calls_for_rebuild());
        assert!(!Error::Cancelled.calls_for_rebuild());
    }
}
