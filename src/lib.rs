//! sportello: the desk of a public contact centre.

pub mod domain;
pub mod locale;
