//! Which key does what: key text ⇄ keys, scoped tries, keymap files and their lint; pure, and
//! commands are known by id only.
//!
//! A keymap file is TOML: a table per scope, in it `command = ["key", "first second", …]`. The
//! first sequence of a command is the one shown on screen. [`STANDARD`] is the preset; a user's
//! file is laid over it by [`Layer::over`]. [`lint()`] says what in the result will not work, and
//! where.
//!
//! | file | what it holds |
//! |---|---|
//! | `key` | a key, its modifiers |
//! | `text` | keys as text in files, and as labels on screen |
//! | `layer` | one keymap file: reading, laying one over another |
//! | `trie` | the map ready for use: lookup by scope stack, which-key hints |
//! | `hazard` | keys that some terminal, keyboard or host program does not let through |
//! | `lint` | the faults of a layer, as data |

mod hazard;
mod key;
mod layer;
mod lint;
mod text;
mod trie;

pub use hazard::{Hazard, hazard};
pub use key::{Key, KeyCode, Mods};
pub use layer::{Binding, FileError, FileFault, Layer};
pub use lint::{Fault, Finding, Vocabulary, lint};
pub use text::{KeyTextError, Sequence};
pub use trie::{CommandId, Hint, Keymap, Lookup, Next};

/// The preset every desk starts from, as its file.
pub const STANDARD: &str = include_str!("../keymaps/standard.toml");

/// The scope whose keys work everywhere, below all others.
pub const GLOBAL: &str = "global";

/// The most keys one sequence may have.
pub const MAX_SEQUENCE: usize = 4;
