//! The keeper: the only process that opens a data directory, and the service it gives to desks and commands.

pub mod service;
