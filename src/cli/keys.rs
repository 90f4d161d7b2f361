//! `sportello keys`: which key does what, and what will not work on some terminal.

pub mod lint;
pub mod list;

use super::failure::{Exit, Failure, Said};
use crate::{
    catalog,
    keymap::{Layer, STANDARD},
};
use std::{fs, io, path::Path};

catalog! {
    BAD_KEYMAP = "la mappa dei tasti «{path}» non si legge" / "the keymap “{path}” cannot be read";
    BAD_KEYMAP_HINT = "`sportello keys list` mostra come è fatta quella standard"
        / "`sportello keys list` shows what the standard one holds";
}

/// The standard keymap.
///
/// # Errors
/// When the program carries a broken one.
fn standard() -> Result<Layer, Failure> {
    read(STANDARD, "standard")
}

/// A keymap file; `None` where there is none.
///
/// # Errors
/// When it cannot be read, or is no keymap.
fn file(path: &Path) -> Result<Option<Layer>, Failure> {
    let shown = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => read(&text, &shown).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(
            Exit::Usage,
            Said::from(super::words::CANNOT_READ).with("path", shown),
        )
        .because(error)
        .hint(super::words::CHECK_PATH)),
    }
}

/// The keymap in force: the person's own file laid over the standard one.
///
/// # Errors
/// When the person's file cannot be read, or is no keymap.
pub(super) fn in_force(own: &Path) -> Result<Layer, Failure> {
    let standard = standard()?;
    Ok(match file(own)? {
        Some(own) => own.over(&standard).0,
        None => standard,
    })
}

fn read(text: &str, path: &str) -> Result<Layer, Failure> {
    Layer::read(text).map_err(|error| {
        Failure::new(Exit::Usage, Said::from(BAD_KEYMAP).with("path", path))
            .because(error)
            .hint(BAD_KEYMAP_HINT)
    })
}
