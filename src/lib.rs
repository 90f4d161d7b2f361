//! sportello: the desk of a public contact centre.

pub mod keymap;
pub mod locale;
pub mod runtime;
