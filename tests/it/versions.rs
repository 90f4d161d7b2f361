//! Versions: a data directory of an older program, and of a newer one, by what is on disk.
//!
//! There is one program here. What another one wrote is made from what this one writes: a record, a
//! kind or a value gets a number that nobody has yet, with its checksums and the chain behind it mended,
//! and the views keep what the program of that time could read. Nothing in the product knows of it.

mod future;
mod golden;
mod place;
