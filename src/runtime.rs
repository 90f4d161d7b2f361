//! The desk's only place with threads, a clock and a terminal.

pub mod terminal;
