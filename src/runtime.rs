//! The desk's only place with threads, a clock, a terminal and files: it feeds messages and does effects.
//!
//! ```text
//! terminal ─► Event ─┐                        ┌─► Search ─► searcher ─┐
//! clock ─────────────┼─► update(&mut App) ─► Effect ─► Ask ─► asker ──┼─► Service ─► Msg ─► …
//! keeper's notices ──┘        │               └─► Commit ─► disk ─► committer
//!                             └─► view(&App) ─► one frame ─► terminal
//! ```

mod clock;
mod drafts;
mod editor;
mod session;
pub mod terminal;
mod workers;

pub use session::{DeskError, DeskOptions, run};
pub use workers::Reach;
