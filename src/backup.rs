//! Backups of the journal: verified copies of its bytes, from which a place is restored or mended.
//!
//! | file | what it is |
//! |---|---|
//! | `manifest` | what one backup says of itself |
//! | `file` | a file that is written, read back, and only then named |
//! | `make`, `bundle`, `keep` | making one in a backup directory, or as one file; which are kept |
//! | `archive` | reading one, wherever it lies |
//! | `restore` | its journal, verified, and written where there is none |
//! | `repair` | a journal that is damaged, mended from it |
//!
//! A backup is of the journal and of nothing else: views and index are made from it. Bytes in it stand
//! where they stand in the journal, so that damage is mended by position.

mod archive;
mod bundle;
mod error;
mod file;
mod keep;
mod make;
mod manifest;
mod repair;
mod restore;

pub use archive::{Archive, Listed, list};
pub use bundle::make_file;
pub use error::BackupError;
pub use make::{KEPT, Made, Source, make};
pub use manifest::{Manifest, Part};
pub use repair::{Appended, Doing, Mended, Patched, repair};
pub use restore::{Read, Written, read, restore};

use std::ops::ControlFlow;

/// Hears how many bytes of how many are done; a break ends the work.
pub type Report<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Tells how far it has come.
///
/// # Errors
/// [`BackupError::Stopped`] when whoever hears it wants no more.
fn tell(report: Report<'_>, done: u64, total: u64) -> Result<(), BackupError> {
    match report(done, total) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(BackupError::Stopped),
    }
}

#[cfg(test)]
mod tests;
