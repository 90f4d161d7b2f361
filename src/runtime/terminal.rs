//! The terminal: what a person types, as keys; what the desk draws, as the fewest bytes.

mod decode;

pub use decode::{Decoder, Input, Pasted};
