//! The life of an article by commands: proposed, approved, published, corrected, withdrawn; what is new and what is missing.

pub mod case;
pub mod confirm;
pub mod diff;
pub mod forget;
pub mod gaps;
pub mod history;
pub mod news;
pub mod notice;
pub mod notices;
pub mod publish;
pub mod sign;
pub mod tasks;
pub mod withdraw;
mod words;

use crate::locale::Phrase;

/// What `--help` says of the article every verb takes.
pub const ID_HELP: (&str, Phrase) = (
    "id",
    Phrase::new("L'identificativo dell'articolo", "The article's identifier"),
);
/// What `--help` says of a version.
pub const VERSION_HELP: (&str, Phrase) = (
    "edition",
    Phrase::new(
        "La versione: le prime cifre bastano (`sportello kb history`)",
        "The version: its first digits are enough (`sportello kb history`)",
    ),
);
/// What `--help` says of the agency.
const AGENCY_HELP: (&str, Phrase) = ("agency", Phrase::new("L'ente", "The agency"));
