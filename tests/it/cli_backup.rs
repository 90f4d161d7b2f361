//! Backups with the real binary: made while people save, restored elsewhere, the same state in the end.

use super::{
    rounds::{
        caller::Caller,
        promise::{self, Size},
    },
    sandbox::Sandbox,
};
use sportello::{
    domain::time::Moment,
    keeper::{self, Lock, Phase},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The digest of a place.
fn digest(place: &Sandbox) -> String {
    place.run(&["store", "digest"]).done()
}

/// Restores `from` into a new place.
#[track_caller]
fn restored(from: &str) -> Sandbox {
    let place = Sandbox::empty();
    place.run(&["store", "restore", from]).done();
    place
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_backup_is_the_same_place_somewhere_else() {
    let place = Sandbox::trial();
    let number = place.ticket("prima della copia");
    let made = place.json(&["store", "backup"]);
    assert_eq!(made["sound"], true, "{made}");
    let before = digest(&place);
    place.ticket("dopo la copia");
    let again = place.json(&["store", "backup"]);
    assert!(again["batches"].as_u64() > made["batches"].as_u64());
    let listed = place.json(&["store", "backups"]);
    assert_eq!(listed.as_array().map(Vec::len), Some(2));

    let drill = [
        "store",
        "restore",
        "--dry-run",
        made["path"].as_str().unwrap(),
    ];
    let drilled = Sandbox::empty().json(&drill);
    assert_eq!(drilled["digest"], before.trim());
    assert_eq!(drilled["requests"], 1);

    let copy = restored(made["path"].as_str().unwrap());
    assert_eq!(digest(&copy), before);
    assert_eq!(
        copy.json(&["ticket", "show", &number])["title"],
        "prima della copia"
    );
    let newest = restored(&text(&place.data().join("backups")));
    assert_eq!(digest(&newest), digest(&place));
}

#[test]
fn a_backup_made_while_two_clients_save_is_one_moment_of_the_journal() {
    let place = Sandbox::trial();
    let notes = place.path("notes");
    fs::create_dir(&notes).unwrap();
    let mut callers: Vec<Caller> = [11, 12]
        .map(|seed| Caller::start(&place.data(), &notes, seed, Size::Call))
        .into();
    callers.iter_mut().for_each(Caller::at_work);
    let directory = place.json(&["store", "backup"]);
    let file = text(&place.path("copia.tar"));
    let one_file = place.json(&["store", "backup", &file]);
    assert_eq!(
        (&directory["sound"], &one_file["sound"]),
        (&true.into(), &true.into())
    );
    assert!(one_file["batches"].as_u64() >= directory["batches"].as_u64());
    let promises = callers.into_iter().flat_map(Caller::kill).collect();
    for made in [&directory, &one_file] {
        let from = made["path"].as_str().unwrap();
        let drilled = Sandbox::empty().json(&["store", "restore", "--dry-run", from]);
        let copy = restored(from);
        assert_eq!(drilled["digest"], digest(&copy).trim());
        copy.run(&["store", "verify"]).done();
        assert_eq!(copy.json(&["store", "stats"])["batches"], made["batches"]);
    }
    promise::kept(&place.data(), &promises);
}

#[test]
fn a_restored_place_goes_on_in_streams_and_numbers_of_its_own() {
    let place = Sandbox::trial();
    let mut told = vec![place.ticket("prima")];
    let made = place.json(&["store", "backup"]);
    // Numbers told after the backup: the restored place knows nothing of them.
    told.extend((0..5).map(|_| place.ticket("dopo")));
    let streams = |place: &Sandbox| fs::read_to_string(place.data().join("replica")).unwrap();
    let copy = restored(made["path"].as_str().unwrap());
    assert!(!copy.data().join("replica").exists());
    let new: Vec<String> = (0..8).map(|_| copy.ticket("nel ripristinato")).collect();
    for line in streams(&copy).lines() {
        assert!(!streams(&place).contains(line), "{line}");
    }
    assert!(
        new.iter().all(|number| !told.contains(number)),
        "{new:?} {told:?}"
    );
    copy.run(&["store", "verify"]).done();
}

#[test]
fn a_restore_goes_into_an_empty_directory_only() {
    let place = Sandbox::trial();
    place.run(&["store", "backup"]).done();
    let from = text(&place.data().join("backups"));
    let other = Sandbox::trial();
    let before = digest(&other);
    let said = other.run(&["store", "restore", &from]).failed(1);
    assert!(said.contains("store repair"), "{said}");
    assert_eq!(digest(&other), before);
    place.run(&["store", "restore", "/nowhere"]).failed(3);
    let empty = Sandbox::empty();
    fs::create_dir(empty.path("niente")).unwrap();
    empty
        .run(&["store", "restore", &text(&empty.path("niente"))])
        .failed(4);
}

#[test]
fn a_restore_that_was_cut_off_opens_for_nobody_and_can_be_run_again() {
    let place = Sandbox::trial();
    place.ticket("una");
    place.run(&["store", "backup"]).done();
    let from = text(&place.data().join("backups"));
    let copy = restored(&from);
    digest(&copy);
    copy.run(&["keeper", "stop"]).done();
    // As it stands when the machine stops in the middle.
    fs::write(copy.data().join("FORMAT"), "sportello restoring\n").unwrap();
    let said = copy.run(&["ticket", "list"]).failed(3);
    assert!(said.contains("store restore"), "{said}");
    copy.run(&["store", "restore", &from]).done();
    assert_eq!(digest(&copy), digest(&place));
}

/// A place with a backup of all that it has, its keeper stopped.
fn backed_up() -> (Sandbox, String) {
    let place = Sandbox::trial();
    let line = ["demo", "--tickets", "40", "--articles", "5", "--seed", "3"];
    place.run(&line).done();
    let before = digest(&place);
    place.run(&["store", "backup"]).done();
    place.run(&["keeper", "stop"]).done();
    (place, before)
}

fn segment(place: &Sandbox) -> PathBuf {
    place.data().join("journal/000001.journal")
}

/// How many bytes of a file are written.
fn written(path: &Path) -> usize {
    let bytes = fs::read(path).unwrap();
    bytes.iter().rposition(|byte| *byte != 0).unwrap()
}

#[test]
fn damage_is_mended_from_the_backup_and_views_and_index_follow() {
    let (place, before) = backed_up();
    let mut bytes = fs::read(segment(&place)).unwrap();
    let middle = written(&segment(&place)) / 2;
    bytes[middle..middle + 3_000].fill(0x55);
    fs::write(segment(&place), bytes).unwrap();
    // Views made of the damaged journal lack what it lacks.
    let said = place.run(&["store", "rebuild"]).failed(3);
    assert!(said.contains("store repair"), "{said}");
    assert_ne!(digest(&place), before);
    let verified = place.run(&["store", "verify"]);
    assert!(verified.out.contains("store repair"), "{}", verified.out);
    verified.failed(3);
    assert!(place.run(&["doctor"]).out.contains("store repair"));

    let would = place.json(&["store", "repair", "--dry-run"]);
    assert_eq!(
        (&would["changed"], &would["whole"]),
        (&true.into(), &true.into())
    );
    assert_ne!(digest(&place), before);
    let mended = place.json(&["store", "repair"]);
    assert_eq!(mended["patched"], would["patched"]);
    assert_eq!(digest(&place), before);
    place.run(&["store", "verify"]).done();
    let said = place.run(&["store", "repair"]).done();
    assert!(said.contains("non c'era niente da riparare"), "{said}");
    assert!(
        !place.data().join("views.open").exists(),
        "views are closed whole"
    );
    assert_eq!(digest(&place), before);
}

/// A repair that has nothing to take it from names the numbers that were told, and goes on naming them.
#[test]
fn what_no_backup_has_is_named_until_it_is_back() {
    let place = Sandbox::trial();
    let before = written(&segment(&place));
    let lost = place.ticket("questa si perde");
    let after = written(&segment(&place));
    place.ticket("questa resta");
    let elsewhere = text(&place.path("trovata.tar"));
    place.run(&["store", "backup", &elsewhere]).done();
    place.run(&["keeper", "stop"]).done();
    let mut bytes = fs::read(segment(&place)).unwrap();
    bytes[usize::midpoint(before, after)] ^= 1;
    fs::write(segment(&place), bytes).unwrap();

    for _ in 0..2 {
        let mended = place.run(&["store", "repair", "--json"]);
        assert_eq!(mended.code, Some(3));
        let mended: serde_json::Value = serde_json::from_str(&mended.out).unwrap();
        assert_eq!(mended["lost_numbers"][0], lost, "{mended}");
    }
    place.run(&["ticket", "show", &lost]).failed(4);
    assert!(place.run(&["doctor"]).out.contains("store repair"));
    let verified = place.run(&["store", "verify"]);
    assert!(verified.out.contains(&lost), "{}", verified.out);
    place.run(&["keeper", "stop"]).done();

    place.run(&["store", "repair", "--from", &elsewhere]).done();
    place.run(&["ticket", "show", &lost]).done();
    place.run(&["store", "verify"]).done();
}

#[test]
fn a_journal_without_a_segment_says_what_to_run_and_that_mends_it() {
    let (place, before) = backed_up();
    fs::copy(
        segment(&place),
        segment(&place).with_file_name("000002.journal"),
    )
    .unwrap();
    fs::remove_file(segment(&place)).unwrap();
    let said = place.run(&["ticket", "list"]).failed(3);
    assert!(said.contains("sportello store repair"), "{said}");
    fs::remove_file(segment(&place).with_file_name("000002.journal")).unwrap();
    place.run(&["store", "repair"]).done();
    assert_eq!(digest(&place), before);
    place.run(&["store", "verify"]).done();
}

#[test]
fn desks_that_are_open_go_on_after_a_repair() {
    let (place, _) = backed_up();
    let desk = promise::client(&place.data());
    promise::commit(&desk, &promise::proposal(21, 0, Size::Call));
    let mut bytes = fs::read(segment(&place)).unwrap();
    bytes[written(&segment(&place)) / 2] ^= 1;
    fs::write(segment(&place), bytes).unwrap();
    let mended = place.json(&["store", "repair"]);
    assert_eq!(mended["whole"], true, "{mended}");
    let number = promise::commit(&desk, &promise::proposal(21, 1, Size::Call));
    drop(desk);
    place.run(&["ticket", "show", &number]).done();
    place.run(&["store", "verify"]).done();
}

#[test]
fn what_no_backup_has_is_named_until_one_does() {
    let (place, _) = backed_up();
    let known = written(&segment(&place));
    let number = place.ticket("dopo la copia");
    let later = digest(&place);
    let elsewhere = place.path("altrove.tar");
    place.run(&["store", "backup", &text(&elsewhere)]).done();
    place.run(&["keeper", "stop"]).done();
    // The disk loses the end of what it had confirmed.
    let file = fs::OpenOptions::new()
        .write(true)
        .open(segment(&place))
        .unwrap();
    file.set_len(known as u64 - 500).unwrap();
    let said = place.run(&["store", "repair"]);
    assert!(said.out.contains(&number), "{}{}", said.out, said.err);
    assert!(said.failed(3).contains("--from"));
    // Work goes on meanwhile, under new streams.
    let meanwhile = place.ticket("nel frattempo");
    assert_ne!(meanwhile, number);
    assert!(place.run(&["store", "verify"]).failed(3).contains("danni"));
    let mended = place.json(&["store", "repair", "--from", &text(&elsewhere)]);
    assert_eq!(
        (&mended["whole"], &mended["lost"]),
        (&true.into(), &0.into()),
        "{mended}"
    );
    assert!(!mended["appended"].as_array().unwrap().is_empty());
    for number in [&number, &meanwhile] {
        place.run(&["ticket", "show", number]).done();
    }
    place.run(&["store", "verify"]).done();
    assert_ne!(digest(&place), later);
}

/// A repair has the directory like a keeper, and is not sent away like one.
#[test]
fn a_repair_does_not_end_another_one() {
    let place = Sandbox::trial();
    place.run(&["keeper", "stop"]).done();
    // It is this process that would be asked to end.
    let sharing = keeper::place::prepare(&place.data()).unwrap();
    let mut lock = Lock::take(&place.data(), sharing).unwrap().unwrap();
    lock.note(Moment(1_800_000_000_000), Phase::Mending)
        .unwrap();
    let said = place.run(&["store", "repair"]).failed(6);
    assert!(said.contains(&std::process::id().to_string()), "{said}");
    drop(lock);
    place.run(&["store", "repair"]).done();
}
