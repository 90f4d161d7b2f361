//! `sportello ticket`: the life of a request, one verb a file.

pub mod assign;
pub mod close;
mod contact;
mod edit;
pub mod escalate;
pub mod history;
mod json;
pub mod link;
pub mod list;
pub mod note;
pub mod open;
pub mod remind;
pub mod reopen;
pub mod show;
pub mod take;
pub mod text;
pub mod transfer;

use crate::locale::Phrase;

/// What `--help` says of the number every verb takes.
const NUMBER_HELP: (&str, Phrase) = (
    "number",
    Phrase::new(
        "Il numero della richiesta, con o senza trattini e spazi",
        "The request's number, with or without its dashes and spaces",
    ),
);
