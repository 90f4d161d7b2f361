//! sportello: the desk of a public contact centre, as a library; the binary is one call into [`cli`].
//!
//! Rooms, in the order in which a reader meets them; dependencies run downwards only and
//! `tests/it/house.rs` holds them there:
//!
//! | room | what it is |
//! |---|---|
//! | [`locale`] | the two languages: phrases, and how values are written in them |
//! | [`domain`] | what a contact centre is; pure |
//! | [`keeper`] | the process that owns a data directory, and its service |

pub mod domain;
pub mod journal;
pub mod keeper;
pub mod locale;
