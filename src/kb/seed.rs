//! The knowledge the program is born with: the fictional *Comune di Esempio* and national facts.

use super::layout::{Documents, Reading};
use crate::domain::{agency::Agency, article::Article};
use include_dir::{Dir, DirEntry, include_dir};

static SEED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/kb-seed");

/// The seed as it was read, report included. The embedded files are held without error by a test.
#[must_use]
pub fn read() -> Reading {
    let mut files = Vec::new();
    list(&SEED, &mut files);
    files.sort_by_key(|(path, _)| (!path.starts_with("agency/"), *path));
    let mut reading = Reading::default();
    for (path, bytes) in files {
        reading.file(path, bytes);
    }
    reading
}

/// Everything in the seed, ready to be published.
///
/// # Errors
/// The report, if the seed this binary was built with is broken.
pub fn load() -> Result<Documents, Vec<super::Finding>> {
    read().accept()
}

/// The articles of the seed, each with its canonical text.
///
/// # Errors
/// As [`load`].
pub fn documents() -> Result<Vec<(Article, String)>, Vec<super::Finding>> {
    load().map(|documents| documents.articles)
}

/// The agencies of the seed, each with its canonical text.
///
/// # Errors
/// As [`load`].
pub fn agencies() -> Result<Vec<(Agency, String)>, Vec<super::Finding>> {
    load().map(|documents| documents.agencies)
}

fn list(folder: &Dir<'static>, files: &mut Vec<(&'static str, &'static [u8])>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => list(inner, files),
            DirEntry::File(file) => {
                files.extend(file.path().to_str().map(|path| (path, file.contents())));
            }
        }
    }
}

#[cfg(test)]
mod tests;
