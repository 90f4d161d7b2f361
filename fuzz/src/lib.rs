//! What each fuzz target does with bytes that may be anything: it must not panic, and a law must hold.
//!
//! cargo-fuzz runs these from `fuzz_targets/`, and `tests/it/fuzz.rs` runs the same functions for a
//! short while in the ordinary suite.

mod journal;
mod typed;
mod wire;

pub use journal::{open, record};
pub use typed::{article, import, keymap, text};
pub use wire::{frame, ops, query, request};

/// A target: bytes in, a panic where a law is broken.
pub type Target = fn(&[u8]);

/// Every target by name.
pub const TARGETS: &[(&str, Target)] = &[
    ("record", record),
    ("open", open),
    ("ops", ops),
    ("frame", frame),
    ("request", request),
    ("text", text),
    ("query", query),
    ("article", article),
    ("import", import),
    ("keymap", keymap),
];
