//! sportello: the desk of a public contact centre, as a library; the binary is one call into [`cli`].
//!
//! Rooms, in the order in which a reader meets them; dependencies run downwards only and
//! `tests/it/house.rs` holds them there:
//!
//! | room | what it is |
//! |---|---|
//! | [`locale`] | the two languages: phrases, and how values are written in them |
//! | [`domain`] | what a contact centre is; pure |
//! | [`keymap`] | key text ⇄ keys, scoped tries, presets, lint; pure |
//! | [`journal`] | the append-only log that is the truth |
//! | [`backup`] | verified copies of the journal: made, restored, mended from |
//! | [`store`] | sled: views of the journal, indexes; rebuild, digest |
//! | [`search`] | tantivy: Italian analysis, indexing, ranking, snippets |
//! | [`kb`] | knowledge as files: read, check, import, the seed |
//! | [`keeper`] | the process that owns a data directory, and its service |
//! | [`desk`] | the terminal desk: state, messages, effects, commands, panels; pure |
//! | [`runtime`] | the desk's only place with threads, clock, terminal |
//! | [`cli`] | the command line: one file per subcommand |

pub mod backup;
pub mod cli;
pub mod desk;
pub mod domain;
pub mod journal;
pub mod kb;
pub mod keeper;
pub mod keymap;
pub mod locale;
pub mod runtime;
pub mod search;
pub mod store;
