//! Fresh identities, from the randomness of the system.

use super::{
    failure::{Exit, Failure},
    words,
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
