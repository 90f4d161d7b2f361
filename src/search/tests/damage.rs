//! An index that is missing, old, damaged or in use is told apart, never a panic.

use super::{corpus, ids};
use crate::search::{Error, Index};
use std::fs;
use std::path::{Path, PathBuf};

fn filled(dir: &Path) -> Index {
    let index = Index::create(dir).unwrap();
    index.upsert(&corpus::documents()).unwrap();
    index.commit(42).unwrap();
    index
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with(".lock"))
        .collect();
    found.sort();
    found
}

#[test]
fn what_was_committed_is_there_after_opening_again() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("index");
    drop(filled(&dir));
    let index = Index::open(&dir).unwrap();
    assert_eq!(index.position(), 42);
    assert_eq!(ids(&index, "tari")[0], "tari");
    assert!(matches!(Index::open(&dir), Err(Error::Busy)));
    drop(index);
    let empty = Index::create(&dir).unwrap();
    assert!(empty.is_empty());
    assert_eq!(empty.position(), 0);
}

#[test]
fn a_new_index_clears_the_old_one_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    drop(filled(home.path()));
    fs::write(home.path().join("notes.txt"), "keep").unwrap();
    fs::write(home.path().join("meta.json"), "not an index").unwrap();
    assert!(matches!(Index::open(home.path()), Err(Error::Damaged(_))));
    let count = files(home.path()).len();
    drop(Index::create(home.path()).unwrap());
    assert!(files(home.path()).len() < count);
    assert!(home.path().join("notes.txt").is_file());
    assert!(Index::open(home.path()).unwrap().is_empty());
}

#[test]
fn a_missing_index_is_missing() {
    let home = tempfile::tempdir().unwrap();
    assert!(matches!(Index::open(home.path()), Err(Error::Missing)));
    let nowhere = home.path().join("nowhere");
    assert!(matches!(Index::open(&nowhere), Err(Error::Missing)));
}

#[test]
fn an_index_of_another_version_is_outdated() {
    let home = tempfile::tempdir().unwrap();
    drop(filled(home.path()));
    let meta = home.path().join("meta.json");
    let old = fs::read_to_string(&meta).unwrap();
    let other = old.replace("sportello-search-", "sportello-search-0");
    assert_ne!(old, other);
    fs::write(&meta, other).unwrap();
    let error = Index::open(home.path()).unwrap_err();
    assert!(matches!(error, Error::Outdated { .. }), "{error}");
    assert!(error.calls_for_rebuild());
}

#[test]
fn every_damaged_file_is_noticed() {
    let home = tempfile::tempdir().unwrap();
    drop(filled(home.path()));
    for path in files(home.path()) {
        let good = fs::read(&path).unwrap();
        let mut flipped = good.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 0x55;
        let cut = good[..middle].to_vec();
        for (what, bad) in [("flipped", flipped), ("cut", cut), ("emptied", Vec::new())] {
            fs::write(&path, bad).unwrap();
            if let Err(error) = Index::open(home.path()) {
                assert!(error.calls_for_rebuild(), "{what} {path:?}: {error}");
            } else {
                let name = path.file_name().unwrap().to_string_lossy();
                assert!(name.ends_with(".json"), "{what} {path:?} was not noticed");
            }
            fs::write(&path, &good).unwrap();
        }
        fs::remove_file(&path).unwrap();
        if let Err(error) = Index::open(home.path()) {
            assert!(error.calls_for_rebuild(), "deleted {path:?}: {error}");
        }
        fs::write(&path, &good).unwrap();
    }
    assert!(Index::open(home.path()).is_ok());
}

#[test]
fn what_was_gathered_answers_as_before_and_stays_so_after_opening_again() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("index");
    let index = Index::create(&dir).unwrap();
    let documents = corpus::documents();
    for (position, some) in (1..).zip(documents.chunks(8)) {
        index.upsert(some).unwrap();
        index.commit(position).unwrap();
    }
    index.remove([documents[0].id.as_str()]).unwrap();
    index.commit(42).unwrap();
    assert!(index.is_scattered());
    let (found, count) = (ids(&index, "carta identita smarrita"), index.len());
    index.gather().unwrap();
    assert!(!index.is_scattered());
    assert_eq!((index.len(), index.position()), (count, 42));
    assert_eq!(ids(&index, "carta identita smarrita"), found);
    drop(index);
    let index = Index::open(&dir).unwrap();
    assert_eq!((index.len(), index.position()), (count, 42));
}
