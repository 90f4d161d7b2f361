//! Stub.
use crate::locale::Phrase;
/// Doubt.
pub fn doubt(_: &str) -> Option<Phrase> {
    None
}
