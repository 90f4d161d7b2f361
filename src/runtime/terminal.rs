//! The terminal: what a person types, as keys; what the desk draws, as the fewest bytes.

mod decode;
mod look;
mod paint;

pub use decode::{Decoder, Input, Pasted};
pub use look::{Colours, Glyphs, Look};
pub use paint::Painter;
