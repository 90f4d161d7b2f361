//! The keeper: the only process that opens a data directory, and the service it gives to desks and commands.
//!
//! | file | what it is |
//! |---|---|
//! | [`service`] | the contract: what may be asked, in process and over the socket alike |
//! | [`session`], [`answer`] | one client's questions, answered from the views |
//! | [`committer`], [`draft`], [`mint`], [`admit`], [`overlay`], [`limits`] | the one thread that writes: judged, numbered, durable, then told |
//! | [`shared`], [`watch`], [`work`], [`remake`], [`indexer`], [`history`] | what the threads share |
//! | [`wire`], [`socket`], [`server`], [`serve`] | the keeper as a process behind its socket |
//! | [`client`], [`link`], [`spawn`] | the other end, which starts a keeper where there is none |
//! | [`place`], [`lock`] | whose a data directory is, and which keeper has it |
//! | [`reserve`], [`space`], [`pace`] | a disk that is full, and what failed and is tried again |
//! | [`birth`], [`replica`], [`clock`], [`views`] | a data directory's first minute, and its next start |
//! | [`daily`], [`restore`], [`mend`] | its backups: made every day, a data directory made or mended from them |

mod admit;
mod answer;
mod birth;
pub mod client;
mod clock;
mod committer;
mod daily;
mod dossier;
mod draft;
mod edition;
mod enrol;
mod gaps;
mod history;
mod indexer;
mod knowledge;
mod learning;
mod limits;
mod link;
mod lock;
mod loss;
mod mend;
mod mint;
mod open;
mod overlay;
mod pace;
pub mod place;
mod remake;
mod replica;
pub(crate) mod reserve;
mod restore;
mod serve;
mod server;
pub mod service;
mod session;
mod shared;
mod socket;
mod space;
mod spawn;
mod usage;
mod verify;
mod views;
mod watch;
#[doc(hidden)]
pub mod wire;
mod work;

pub use client::Client;
pub use clock::{Clock, System};
pub use daily::Policy;
pub use link::ConnectOptions;
pub use lock::{Holder, Lock, Phase, holder, is_held};
pub use mend::{Mending, mend};
pub use open::{Keeper, OpenError, Options, Seed};
pub use restore::{Drill, RestoreError, drill, restore};
pub use serve::{ExitReason, ServeError, ServeOptions, serve};
pub use session::Session;
pub use spawn::Spawn;

use service::Fault;
use std::path::Path;

/// Connects to the keeper of a data directory.
///
/// # Errors
/// As [`Client::connect`].
pub fn connect(dir: &Path, options: ConnectOptions) -> Result<Client, Fault> {
    Client::connect(dir, options)
}

#[cfg(test)]
pub(crate) mod tests;
