//! Identities: fresh ones from the randomness of the system, and how sixteen bytes are written.

use super::{
    failure::{Exit, Failure},
    words,
};
use crate::domain::{
    id::{self, BatchId},
    time::Moment,
};

/// Sixteen random bytes.
///
/// # Errors
/// When the system has none to give.
pub fn random() -> Result<[u8; 16], Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::new(Exit::Store, words::NO_RANDOM).because(error))?;
    Ok(bytes)
}

/// The identity of what is made now.
///
/// # Errors
/// When the system has no randomness to give.
pub fn made_at(now: Moment) -> Result<[u8; 16], Failure> {
    Ok(id::made_at(now, random()?))
}

/// Sixteen bytes as 32 hexadecimal digits: how a version of an article is named.
#[must_use]
pub fn hex(bytes: [u8; 16]) -> String {
    BatchId::new(bytes).to_string()
}
