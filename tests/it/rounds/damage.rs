//! Flipped bits, cuts and zeroed blocks in the files of a closed directory: each is detected and named,
//! mended, or harmless; nothing that is shown is wrong.

use super::{
    Dice, depth,
    promise::{self, Size},
    say,
};
use crate::it::terminal::{Data, command};
use serde_json::Value;
use sportello::{
    domain::{batch::Batch, id::BatchId},
    journal::{self, Journal, Position},
};
use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

/// Bytes of a block that a disk loses.
const BLOCK: u64 = 4_096;

/// What is done to a file.
#[derive(Clone, Copy, Debug)]
enum Damage {
    Flip,
    Cut,
    Zero,
}

const DAMAGES: [Damage; 3] = [Damage::Flip, Damage::Cut, Damage::Zero];

/// What became of a round.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Became {
    Harmless,
    Mended,
    Named,
}

#[test]
fn damage_is_named_mended_or_harmless() {
    let rounds = depth(3);
    let mut dice = Dice::thrown("damage");
    let data = Data::new();
    fill(&data);
    let sound = read(&data.dir());
    let whole = digest(&data);
    data.json(&["store", "backup", "--to", &copies(&data)]);
    data.json(&["keeper", "stop"]);
    let kept = data.root().join("sound");
    promise::copy(&data.dir(), &kept);
    let mut became: BTreeMap<(&str, Became), u64> = BTreeMap::new();
    for round in 0..rounds {
        let place = ["journal", "views", "index"][usize::try_from(round % 3).unwrap()];
        let _ = fs::remove_dir_all(data.dir());
        promise::copy(&kept, &data.dir());
        let what = DAMAGES[usize::try_from(dice.below(3)).unwrap()];
        let file = damaged(&data.dir().join(place), what, &mut dice);
        let outcome = look(&data, &sound, &format!("{what:?} in {}", file.display()));
        *became.entry((place, outcome)).or_default() += 1;
        mended(&data, &whole, &file);
    }
    say(&format!("damage: {rounds} rounds, {became:?}"));
}

/// Requests and sheets enough for some pages of each file.
fn fill(data: &Data) {
    data.json(&[
        "demo",
        "--tickets",
        "150",
        "--articles",
        "30",
        "--seed",
        "7",
    ]);
    {
        let client = promise::client(&data.dir());
        for nth in 0..40 {
            promise::commit(&client, &promise::proposal(1, nth, Size::Call));
        }
    }
    data.json(&["keeper", "stop"]);
}

fn digest(data: &Data) -> String {
    data.json(&["store", "digest"])["digest"].to_string()
}

/// Where the backup from before the damage is.
fn copies(data: &Data) -> String {
    data.root().join("copie").to_str().unwrap().to_owned()
}

/// After a repair from the backup nothing is missing, and the state is the one from before.
fn mended(data: &Data, whole: &str, file: &Path) {
    let mended = data.json(&["store", "repair", "--from", &copies(data)]);
    assert_eq!(mended["whole"], true, "{}: {mended}", file.display());
    assert_eq!(digest(data), whole, "{}: {mended}", file.display());
    let found = bad(data);
    if !found.is_empty() {
        // A page of the views that nobody has read since: what verify says is to make them again.
        let views = found.iter().all(|one| one["kind"] == "different-views");
        assert!(views, "{}: {found:?}", file.display());
        data.json(&["store", "rebuild"]);
        assert_eq!(bad(data), Vec::<Value>::new(), "{}", file.display());
    }
    data.json(&["keeper", "stop"]);
}

/// What verify finds that needs a person.
fn bad(data: &Data) -> Vec<Value> {
    let output = command(&data.dir())
        .args(["store", "verify", "--json"])
        .output();
    let verified: Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
    let findings = verified["findings"].as_array().unwrap().iter();
    findings.filter(|one| one["bad"] == true).cloned().collect()
}

/// Every batch of the journal.
fn read(data: &Path) -> BTreeMap<BatchId, Batch> {
    let place = data.join("journal");
    let (journal, _) = Journal::open(&place, journal::Options::default()).unwrap();
    let replay = journal.replay(Position::START).unwrap();
    replay
        .map(|stored| stored.unwrap().batch)
        .map(|batch| (batch.header.id, batch))
        .collect()
}

/// Damages one file below `place`, within what is written of it; which one.
fn damaged(place: &Path, what: Damage, dice: &mut Dice) -> PathBuf {
    let mut files: Vec<PathBuf> = fs::read_dir(place)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.metadata().is_ok_and(|it| it.is_file() && it.len() > 0))
        .collect();
    files.sort();
    let index = usize::try_from(dice.below(files.len() as u64)).unwrap();
    let path = files.swap_remove(index);
    let bytes = fs::read(&path).unwrap();
    let written = bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(1, |last| last + 1) as u64;
    let at = dice.below(written);
    let file = OpenOptions::new().write(true).open(&path).unwrap();
    match what {
        Damage::Flip => {
            let byte = bytes[usize::try_from(at).unwrap()] ^ (1 << dice.below(8));
            file.write_all_at(&[byte], at).unwrap();
        }
        Damage::Cut => file.set_len(at).unwrap(),
        Damage::Zero => {
            let from = at / BLOCK * BLOCK;
            let length = usize::try_from(BLOCK.min(bytes.len() as u64 - from)).unwrap();
            file.write_all_at(&vec![0; length], from).unwrap();
        }
    }
    path
}

/// Opens the directory without help, reads everything that can be read, and says what became of it.
fn look(data: &Data, sound: &BTreeMap<BatchId, Batch>, what: &str) -> Became {
    let said = |arguments: &[&str]| {
        let output = command(&data.dir())
            .args(arguments)
            .arg("--json")
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!error.contains("panicked"), "{what}: {error}");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
            error,
        )
    };
    // Whatever a person reads may have been mended first; twice is the most.
    for _ in 0..2 {
        for line in [
            &["ticket", "list", "--limit", "1000"][..],
            &["kb", "search", "carta"],
        ] {
            let (code, _, error) = said(line);
            assert!(
                matches!(code, Some(0 | 3)),
                "{what}: {line:?} {code:?} {error}"
            );
        }
    }
    let (code, out, error) = said(&["store", "verify"]);
    assert!(
        matches!(code, Some(0 | 3)),
        "{what}: verify {code:?} {error}"
    );
    let found: Value =
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{what}: {out}{error}"));
    let log = fs::read_to_string(data.dir().join("keeper.log")).unwrap_or_default();
    assert!(!log.contains("panicked"), "{what}: {log}");
    said(&["keeper", "stop"]);
    judged(data, sound, &found, what)
}

/// What became of it, by what the journal still holds and what was said of it.
fn judged(data: &Data, sound: &BTreeMap<BatchId, Batch>, found: &Value, what: &str) -> Became {
    let findings = found["findings"].as_array().unwrap();
    let now = read(&data.dir());
    for (id, batch) in &now {
        let written = sound.get(id);
        assert_eq!(
            Some(batch),
            written,
            "{what}: another batch than was written"
        );
    }
    let lost = sound.len() - now.len();
    assert!(
        lost == 0 || !findings.is_empty(),
        "{what}: {lost} batches are lost and nobody says so"
    );
    match (lost, findings.is_empty()) {
        (0, true) => Became::Harmless,
        (0, false) => Became::Mended,
        _ => Became::Named,
    }
}
