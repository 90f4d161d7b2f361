//! `sportello store`: the views and the index, derived from the journal.

pub mod digest;
pub mod rebuild;
pub mod stats;
pub mod verify;
