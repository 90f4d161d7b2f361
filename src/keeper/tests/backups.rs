//! The daily backup: made when it is due, told when it fails, and never in the way of leaving.

use super::*;
use crate::{
    backup,
    keeper::daily::{Daily, Policy},
};
use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

/// Looks at once, and often.
fn eager(dir: PathBuf) -> Policy {
    let often = Duration::from_millis(20);
    Policy {
        dir,
        settle: often,
        look: often,
    }
}

fn await_that(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < until, "waited for: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn made(dir: &Path) -> usize {
    backup::list(dir).unwrap().len()
}

#[test]
fn one_backup_a_day_is_made_beside_the_work() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("copie");
    let keeper = Keeper::open(place.path(), options()).unwrap();
    let desk = keeper.session(1000);
    enrolled(&desk, "Claudia");
    assert_eq!(stats(&desk).backups.dir, None);
    let daily = Daily::begin(keeper.shared(), eager(dir.clone())).unwrap();
    assert!(stats(&desk).backups.dir.is_some());
    await_that("the first backup", || made(&dir) == 1);
    for _ in 0..20 {
        desk.call(Request::Commit(opening().1)).unwrap();
        std::thread::sleep(Duration::from_millis(5));
    }
    // Looked at again and again: the day is not over.
    assert_eq!((made(&dir), stats(&desk).backups.failed), (1, None));
    drop(daily);
    let listed = backup::list(&dir).unwrap();
    let manifest = listed[0].manifest.as_ref().unwrap();
    assert!(manifest.is_sound() && manifest.batches > 0);
}

#[test]
fn a_backup_that_fails_is_told_until_one_succeeds() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("copie");
    fs::write(&dir, "una cartella non si può fare qui").unwrap();
    let keeper = Keeper::open(place.path(), options()).unwrap();
    let desk = keeper.session(1000);
    let notices = desk.watch();
    let _daily = Daily::begin(keeper.shared(), eager(dir.clone())).unwrap();
    await_that("the failure", || stats(&desk).backups.failed.is_some());
    let why = stats(&desk).backups.failed.unwrap();
    assert!(why.contains("copie"), "{why}");
    // Tried again and again, and the desks hear of it once.
    std::thread::sleep(Duration::from_millis(100));
    let heard = notices.try_iter();
    assert_eq!(heard.filter(|one| *one == Notice::BackupFailed).count(), 1);
    fs::remove_file(&dir).unwrap();
    await_that("the first backup", || stats(&desk).backups.failed.is_none());
    await_that("the first backup", || dir.exists() && made(&dir) == 1);
}

#[test]
fn a_backup_from_after_tomorrow_does_not_put_off_the_next_one() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("copie");
    let keeper = Keeper::open(place.path(), options()).unwrap();
    let daily = Daily::begin(keeper.shared(), eager(dir.clone())).unwrap();
    await_that("the first backup", || made(&dir) == 1);
    drop(daily);
    // As a clock that had jumped ahead left it.
    let path = backup::list(&dir).unwrap().remove(0).path;
    let text = fs::read_to_string(&path).unwrap();
    let body = text.split_once('\n').unwrap().1;
    let (before, after) = body.split_once("made_at = \"20").unwrap();
    let body = format!("{before}made_at = \"21{after}");
    let hash = blake3::hash(body.as_bytes()).to_hex();
    fs::write(&path, format!("# sportello backup {hash}\n{body}")).unwrap();
    let _daily = Daily::begin(keeper.shared(), eager(dir.clone())).unwrap();
    await_that("another one", || made(&dir) > 1);
}
