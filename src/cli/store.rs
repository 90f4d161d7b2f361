//! `sportello store`: the journal, its backups, and the views and the index derived from it.

pub mod backup;
pub mod backups;
pub mod digest;
pub mod rebuild;
pub mod repair;
pub mod restore;
pub mod stats;
pub mod verify;
