//! The knowledge the program is born with: the fictional *Comune di Esempio* and national facts.

use super::layout::{Documents, Reading};
use crate::domain::{
    agency::Agency,
    article::{self, Article, Published},
    op::Provenance,
};
use include_dir::{Dir, DirEntry, include_dir};

static SEED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/kb-seed");

/// The folder of the agency.
const AGENCY: &str = "agency/";
/// The file of the national numbers.
const HELP_LINES: &str = "helplines.toml";

/// The seed as it was read, report included. The embedded files are held without error by a test.
#[must_use]
pub fn read() -> Reading {
    read_some(|_| true)
}

/// The files of the seed that are `wanted`, the agency's first: what belongs to it names it.
fn read_some(wanted: impl Fn(&str) -> bool) -> Reading {
    let mut files = Vec::new();
    list(&SEED, &mut files);
    files.retain(|(path, _)| wanted(path));
    files.sort_by_key(|(path, _)| (!path.starts_with(AGENCY), *path));
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

/// The national numbers of the seed, as they are published: they can be shown before any keeper speaks.
#[must_use]
pub fn help_lines() -> Vec<Published> {
    let reading = read_some(|path| path.starts_with(AGENCY) || path == HELP_LINES);
    let published = reading.articles.into_iter().map(|entry| {
        let version = article::version_of(&entry.canonical);
        Published::outside(entry.article, version, Provenance::Seed)
    });
    published.collect()
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
