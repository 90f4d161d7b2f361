//! Damage of every sort, mended from backups: with a backup of all of it the bytes are the same again.

use super::{super::*, DAY, NOW, Place, on};
use crate::{
    domain::batch::Batch,
    journal::{
        Journal, segment,
        tests::{Author, SMALL},
    },
};
use std::fs;

fn mend(place: &Place) -> Mended {
    let archives = Archive::all(&place.backups()).unwrap();
    repair(&place.journal, &archives, Doing::Mend, &mut on).unwrap()
}

/// Writes the bytes of every segment as they were.
fn put_back(place: &Place, sound: &[Vec<u8>]) {
    fs::remove_dir_all(&place.journal).unwrap();
    fs::create_dir(&place.journal).unwrap();
    for (number, bytes) in (1..).zip(sound) {
        fs::write(segment::path(&place.journal, number), bytes).unwrap();
    }
}

fn contains_all(batches: &[Batch], wanted: &[Batch]) -> bool {
    wanted.iter().all(|batch| batches.contains(batch))
}

#[test]
fn with_a_whole_backup_any_damage_is_undone_to_the_byte() {
    let place = Place::of(30);
    place.back_up(NOW);
    let sound = place.bytes();
    assert!(sound.len() > 2);
    for (number, bytes) in (1..).zip(&sound) {
        let path = segment::path(&place.journal, number);
        for at in (0..bytes.len()).step_by(37) {
            for what in ["flip", "cut", "zero", "longer", "gone"] {
                if what == "gone" && at > 0 {
                    continue;
                }
                put_back(&place, &sound);
                let mut damaged = bytes.clone();
                match what {
                    "flip" => damaged[at] ^= 1 << (at % 8),
                    "cut" => damaged.truncate(at),
                    "zero" => {
                        let end = damaged.len().min(at + 512);
                        damaged[at..end].fill(0);
                    }
                    _ => damaged.extend_from_slice(b"altro"),
                }
                if what == "gone" {
                    fs::remove_file(&path).unwrap();
                } else {
                    fs::write(&path, damaged).unwrap();
                }
                let mended = mend(&place);
                assert!(mended.is_whole(), "{what} {number}:{at} {mended:?}");
                if what == "longer" && mended.torn.is_some() {
                    // Behind the end of the journal: what opening calls torn.
                    Journal::open(&place.journal, SMALL).unwrap();
                }
                assert_eq!(place.bytes(), sound, "{what} {number}:{at}");
                assert!(mended.appended.is_empty());
            }
        }
    }
}

#[test]
fn a_journal_that_is_gone_comes_back_whole() {
    let place = Place::of(30);
    place.back_up(NOW);
    let sound = place.bytes();
    fs::remove_dir_all(&place.journal).unwrap();
    assert!(mend(&place).is_whole());
    assert_eq!(place.bytes(), sound);
}

#[test]
fn a_sound_journal_is_left_alone_and_looking_writes_nothing() {
    let mut place = Place::of(20);
    place.back_up(NOW);
    place.grow(10);
    let sound = place.bytes();
    let mended = mend(&place);
    assert!(mended.is_whole() && !mended.is_changed(), "{mended:?}");
    assert_eq!(place.bytes(), sound);
    let path = segment::path(&place.journal, 1);
    let mut bytes = fs::read(&path).unwrap();
    bytes[150] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let archives = Archive::all(&place.backups()).unwrap();
    let looked = repair(&place.journal, &archives, Doing::Look, &mut on).unwrap();
    assert_eq!(looked.patched.len(), 1);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(mend(&place), looked);
    // What was replaced is in quarantine.
    assert_eq!(super::files(&place.journal.join("quarantine")).len(), 1);
}

#[test]
fn what_was_cut_off_and_written_over_is_appended() {
    let mut place = Place::of(20);
    place.back_up(NOW);
    let all = place.batches.clone();
    for keep in [1, 2] {
        let whole = place.bytes();
        // The journal loses its end, opens without help, and is written on under another stream.
        for number in (keep + 1)..=whole.len() {
            let number = u32::try_from(number).unwrap();
            fs::remove_file(segment::path(&place.journal, number)).unwrap();
        }
        let path = segment::path(&place.journal, u32::try_from(keep).unwrap());
        let half = whole[keep - 1].len() / 2;
        fs::write(path, &whole[keep - 1][..half]).unwrap();
        let left = place.read();
        assert!(left.len() < all.len());
        let mut new = Author::new(9 + u8::try_from(keep).unwrap());
        let written: Vec<Batch> = (0..9).map(|_| new.note("di nuovo")).collect();
        let (mut journal, _) = Journal::open(&place.journal, SMALL).unwrap();
        journal.append(&written).unwrap();
        drop(journal);
        let mended = mend(&place);
        assert!(mended.is_whole(), "{mended:?}");
        assert!(mended.patched.is_empty() && !mended.appended.is_empty());
        let now = place.read();
        assert_eq!(now.len(), all.len() + written.len());
        assert!(contains_all(&now, &all) && contains_all(&now, &written));
        // Once is enough.
        assert!(!mend(&place).is_changed());
        put_back(&place, &whole);
    }
    place.grow(1);
}

#[test]
fn a_backup_of_earlier_gives_back_what_it_has_and_the_rest_is_named() {
    let mut place = Place::of(20);
    place.back_up(NOW);
    let known = place.batches.len();
    place.grow(20);
    let sound = place.bytes();
    let last = u32::try_from(sound.len()).unwrap();
    for number in 1..last {
        put_back(&place, &sound);
        fs::remove_file(segment::path(&place.journal, number)).unwrap();
        assert!(Journal::open(&place.journal, SMALL).is_err());
        let mended = mend(&place);
        let now = place.read();
        assert!(contains_all(&now, &place.batches[..known]), "{number}");
        assert_eq!(
            mended.is_whole(),
            now.len() == place.batches.len(),
            "{mended:?}"
        );
        if !mended.is_whole() {
            assert!(
                mended
                    .missing
                    .iter()
                    .all(|damage| damage.position.segment == number)
            );
            let gone = place.batches.len() - now.len();
            assert_eq!(mended.missing_batches(), gone as u64);
        }
        assert!(!mend(&place).is_changed());
    }
    put_back(&place, &sound);
    place.back_up(NOW.plus(DAY));
    for number in 1..last {
        fs::remove_file(segment::path(&place.journal, number)).unwrap();
    }
    assert!(mend(&place).is_whole());
    assert_eq!(place.bytes(), sound);
}

#[test]
fn one_backup_fills_what_has_rotted_in_another() {
    let mut place = Place::of(20);
    while place.end().offset > 2_500 {
        place.grow(1);
    }
    let first = place.back_up(NOW);
    place.grow(10);
    let second = place.back_up(NOW.plus(DAY));
    let sound = place.bytes();
    let rot = |made: &Made, part: usize| {
        let part = &made.manifest.parts[part];
        let path = place.backups().join("segments").join(part.file_name());
        let mut bytes = fs::read(&path).unwrap();
        bytes[300] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    // The last segment of the older one is a part of the newer one's, under another name.
    let shared = first.manifest.parts.len() - 1;
    assert_ne!(first.manifest.parts[shared], second.manifest.parts[shared]);
    rot(&second, shared);
    fs::remove_dir_all(&place.journal).unwrap();
    let mended = mend(&place);
    assert!(mended.is_whole(), "{mended:?}");
    assert_eq!(place.bytes(), sound);
    let sources: std::collections::BTreeSet<_> =
        mended.patched.iter().map(|one| &one.source).collect();
    assert_eq!(sources.len(), 2);
}

#[test]
fn the_backup_of_another_place_is_not_used() {
    let place = Place::of(20);
    let mut other = Place::of(0);
    other.authors = [Author::new(3), Author::new(4)];
    let (mut journal, _) = Journal::open(&other.journal, SMALL).unwrap();
    let batches: Vec<Batch> = (0..40).map(|_| other.authors[0].note("altrove")).collect();
    journal.append(&batches).unwrap();
    drop(journal);
    other.back_up(NOW);
    let path = segment::path(&place.journal, 2);
    fs::remove_file(&path).unwrap();
    let archives = Archive::all(&other.backups()).unwrap();
    let mended = repair(&place.journal, &archives, Doing::Mend, &mut on).unwrap();
    assert_eq!(mended.refused.len(), 1);
    assert!(!mended.is_whole() && mended.appended.is_empty());
    // It opens all the same, and what is missing is named.
    let now = place.read();
    assert!(now.len() < place.batches.len() && contains_all(&place.batches, &now));
    assert_eq!(mended.missing[0].position.segment, 2);
}

#[test]
fn a_clone_that_went_another_way_gives_only_what_both_have() {
    for seed in 0..6 {
        let mut place = Place::of(12);
        let clone = Place::of(12);
        let common = place.bytes();
        put_back(&clone, &common);
        // From here on two histories of the same streams, equally long, at the same places.
        let [mut one, mut two] = [1, 2].map(|_| place.authors[0].clone());
        let ours: Vec<Batch> = (0..40).map(|_| one.note("di qua")).collect();
        let theirs: Vec<Batch> = (0..60).map(|_| two.note("di la'")).collect();
        for (of, batches) in [(&place, &ours), (&clone, &theirs)] {
            let (mut journal, _) = Journal::open(&of.journal, SMALL).unwrap();
            journal.append(batches).unwrap();
        }
        place.batches.extend(ours.clone());
        clone.back_up(NOW);
        let sound = place.bytes();
        // The last segment but one: both wrote all of it apart.
        let apart = sound.len() - 2;
        let path = segment::path(&place.journal, u32::try_from(apart).unwrap() + 1);
        let mut bytes = sound[apart].clone();
        let at = 100 + seed * 70;
        bytes[at..at + 500].fill(0x55);
        fs::write(&path, bytes).unwrap();
        let archives = Archive::all(&clone.backups()).unwrap();
        let mended = repair(&place.journal, &archives, Doing::Mend, &mut on).unwrap();
        let now = place.read();
        assert!(
            contains_all(&place.batches, &now),
            "nothing of the other history"
        );
        assert!(now.len() < place.batches.len() && !mended.is_whole());
        assert!(
            mended.appended.is_empty() && !mended.unfit.is_empty(),
            "{mended:?}"
        );
    }
}
