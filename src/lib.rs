//! sportello: the desk of a public contact centre.

pub mod search;
