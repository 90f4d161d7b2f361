//! The keeper: the only process that opens a data directory, and the service it gives to desks and commands.
//!
//! | file | what it is |
//! |---|---|
//! | [`service`] | the contract: what may be asked, in process and over the socket alike |
//! | [`session`], [`answer`] | one client's questions, answered from the views |
//! | [`committer`], [`admit`], [`overlay`], [`limits`], [`mint`] | the one thread that writes: judged, numbered, durable, then told |
//! | [`shared`], [`watch`], [`indexer`], [`history`] | what the threads share |
//! | [`birth`], [`replica`], [`clock`], [`views`] | a data directory's first minute, and its next start |

mod admit;
mod answer;
mod birth;
mod clock;
mod committer;
mod enrol;
mod history;
mod indexer;
mod limits;
mod mint;
mod open;
mod overlay;
mod replica;
pub mod service;
mod session;
mod shared;
mod views;
mod watch;

pub use open::{Keeper, OpenError, Options, Seed};
pub use session::Session;

#[cfg(test)]
pub(crate) mod tests;
