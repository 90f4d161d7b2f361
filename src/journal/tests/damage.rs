//! Every damage we can think of, and what opening and replaying make of it.

use super::*;

/// Groups of 1, 3 and 2 batches, all in the first segment.
fn groups() -> Vec<Vec<Batch>> {
    let (mut one, mut two) = (Author::new(1), Author::new(2));
    vec![
        vec![one.note("prima telefonata")],
        vec![
            one.note("carta d'identità"),
            two.note("IMU"),
            one.note("TARI"),
        ],
        vec![two.note("strade"), one.note("ultima")],
    ]
}

/// The positions of the records of [`groups`], and the end.
fn layout(dir: &Path) -> (Vec<u32>, u32) {
    let (journal, _clean) = open(dir);
    let starts = journal
        .replay(Position::START)
        .unwrap()
        .map(|stored| stored.unwrap().position.offset)
        .collect();
    (starts, journal.end().offset)
}

/// What is left after the first segment's bytes were changed, and that a second opening is calm.
struct After {
    recovery: Recovery,
    batches: Vec<Batch>,
    findings: Findings,
}

fn after(dir: &Path, bytes: &[u8]) -> After {
    fs::write(segment::path(dir, 1), bytes).unwrap();
    let _ignored = fs::remove_dir_all(dir.join("quarantine"));
    let (journal, recovery) = open(dir);
    assert_eq!(journal.read_only(), None);
    let (batches, findings) = read(&journal);
    drop(journal);
    let (journal, again) = open(dir);
    assert_eq!(again.torn, None, "a tear is repaired once");
    assert_eq!(read(&journal), (batches.clone(), findings.clone()));
    let (_reader, read_only) = Reader::open(dir).unwrap();
    assert_eq!(read_only.corrupt, again.corrupt);
    After {
        recovery,
        batches,
        findings,
    }
}

#[test]
fn any_flipped_byte_is_reported_or_harmless() {
    let (_place, dir) = place();
    let groups = groups();
    written(&dir, &groups);
    let (starts, end) = layout(&dir);
    let clean = fs::read(segment::path(&dir, 1)).unwrap();
    let all = groups.concat();
    let last_group = starts[4];
    for at in 0..end + 100 {
        let mut bytes = clean.clone();
        bytes[at as usize] ^= 1 << (at % 8);
        let After {
            recovery,
            batches,
            findings,
        } = after(&dir, &bytes);
        assert!(!recovery.is_clean(), "flip at {at} goes unnoticed");
        assert_eq!(recovery.quarantined.len(), 1, "flip at {at}");
        let hit = starts.iter().rposition(|start| *start <= at);
        if at < 64 {
            assert_eq!(batches, all, "flip at {at}");
            assert_eq!(recovery.corrupt.len(), 1);
        } else if at >= end {
            assert_eq!(batches, all, "flip at {at}");
            assert_eq!(recovery.torn.unwrap().position.offset, end);
        } else if at >= last_group {
            assert_eq!(batches, all[..hit.unwrap()], "flip at {at}");
            assert_eq!(recovery.torn.unwrap().position.offset, starts[hit.unwrap()]);
        } else {
            let mut left = all.clone();
            left.remove(hit.unwrap());
            assert_eq!(batches, left, "flip at {at}");
            assert_eq!(recovery.corrupt, findings.corrupt);
            assert_eq!(recovery.corrupt[0].position.offset, starts[hit.unwrap()]);
            assert_eq!(recovery.torn, None);
            assert!(!findings.breaks.is_empty(), "the hole shows in the chain");
        }
    }
}

#[test]
fn a_cut_at_any_length_keeps_every_group_before_it() {
    let (_place, dir) = place();
    let groups = groups();
    written(&dir, &groups);
    let (starts, end) = layout(&dir);
    let clean = fs::read(segment::path(&dir, 1)).unwrap();
    let all = groups.concat();
    let ends: Vec<_> = starts.iter().skip(1).copied().chain([end]).collect();
    for length in 0..=end {
        for filled in [0, 4096, 10_000] {
            let mut bytes = clean[..length as usize].to_vec();
            bytes.resize(bytes.len().max(filled), 0);
            let left = after(&dir, &bytes);
            let whole = ends.iter().filter(|end| **end <= length).count();
            assert_eq!(left.batches, all[..whole], "cut at {length}, {filled}");
            assert_eq!(left.findings.breaks, []);
            assert_eq!(left.findings.corrupt, []);
        }
    }
}

#[test]
fn damage_names_whose_batch_it_was_and_what_it_was_about() {
    let (_place, dir) = place();
    let groups = groups();
    written(&dir, &groups);
    let (starts, _end) = layout(&dir);
    let mut bytes = fs::read(segment::path(&dir, 1)).unwrap();
    bytes[starts[3] as usize - 6] ^= 1;
    let left = after(&dir, &bytes);
    let damage = &left.recovery.corrupt[0];
    assert_eq!(damage.header.as_ref(), Some(&groups[1][1].header));
    assert_eq!(damage.subjects, [groups[1][1].ops[0].subject()]);
    assert_eq!(damage.position.offset + damage.length, starts[3]);
    let name = &left.recovery.quarantined[0];
    assert!(
        name.starts_with(&format!("corrupt-000001-{:08}-", starts[2])),
        "{name}"
    );
    let copy = fs::read(dir.join("quarantine").join(name)).unwrap();
    assert_eq!(copy, bytes[starts[2] as usize..starts[3] as usize]);
}

#[test]
fn a_hole_in_the_last_group_takes_what_follows_it_and_keeps_what_precedes_it() {
    let (_place, dir) = place();
    let mut groups = groups();
    groups.truncate(2);
    written(&dir, &groups);
    let (starts, end) = layout(&dir);
    let mut bytes = fs::read(segment::path(&dir, 1)).unwrap();
    bytes[starts[2] as usize..starts[3] as usize].fill(0);
    let left = after(&dir, &bytes);
    assert_eq!(left.batches, groups.concat()[..2]);
    assert_eq!(left.recovery.corrupt, []);
    let name = &left.recovery.quarantined[0];
    let copy = fs::read(dir.join("quarantine").join(name)).unwrap();
    assert_eq!(
        copy,
        bytes[starts[2] as usize..end as usize],
        "nothing is thrown away"
    );
}

#[test]
fn blocks_of_zeros_and_garbage_anywhere() {
    let (_place, dir) = place();
    let groups = groups();
    written(&dir, &groups);
    let (starts, end) = layout(&dir);
    let clean = fs::read(segment::path(&dir, 1)).unwrap();
    let all = groups.concat();
    for block in (0..4096).step_by(97) {
        for fill in [0x00, 0xFF, 0xF7] {
            let mut bytes = clean.clone();
            let range = block..(block + 512).min(bytes.len());
            bytes[range.clone()].fill(fill);
            let left = after(&dir, &bytes);
            let untouched = |index: usize| {
                let from = starts[index] as usize;
                let to = starts.get(index + 1).map_or(end, |it| *it) as usize;
                to <= range.start || from >= range.end
            };
            assert!(left.batches.iter().all(|batch| all.contains(batch)));
            for (index, batch) in all.iter().enumerate() {
                let before_tear = starts[index]
                    < left
                        .recovery
                        .torn
                        .as_ref()
                        .map_or(u32::MAX, |it| it.position.offset);
                assert_eq!(
                    left.batches.contains(batch),
                    untouched(index) && before_tear,
                    "{fill} at {block}: {index}"
                );
            }
        }
    }
}

#[test]
fn a_record_carried_by_a_record_never_passes_for_one() {
    let (_place, dir) = place();
    let mut author = Author::new(1);
    let inner = author.clone().note("finta");
    let packed = header::Packed::new(&inner).unwrap();
    let mut disguised = Vec::new();
    record::write(
        &mut disguised,
        &packed,
        segment::first(1),
        segment::first(1),
    );
    let carrier = author.write(vec![Op::Unknown(RawOp {
        kind: 999,
        flags: 0,
        subject: Subject::REPLICA,
        key: None,
        clear: disguised,
        personal: Vec::new(),
    })]);
    let next = author.note("vera");
    written(&dir, &[vec![carrier], vec![next.clone()]]);
    let mut bytes = fs::read(segment::path(&dir, 1)).unwrap();
    bytes[64] ^= 1;
    assert_eq!(after(&dir, &bytes).batches, [next]);
}

/// A journal of three segments; its batches by segment.
fn three_segments(dir: &Path) -> Vec<Vec<Batch>> {
    let mut author = Author::new(1);
    let groups: Vec<_> = (0..12)
        .map(|_| vec![author.note(&"x".repeat(400)), author.note("y")])
        .collect();
    written(dir, &groups);
    let (journal, _clean) = open(dir);
    assert_eq!(journal.end().segment, 3);
    let mut segments = vec![Vec::new(); 3];
    for stored in journal.replay(Position::START).unwrap() {
        let stored = stored.unwrap();
        segments[stored.position.segment as usize - 1].push(stored.batch);
    }
    segments
}

#[test]
fn what_is_missing_at_the_end_of_an_older_segment_is_corruption() {
    let (_place, dir) = place();
    let segments = three_segments(&dir);
    let path = segment::path(&dir, 1);
    let clean = fs::read(&path).unwrap();
    let lost = 500;
    for zeroed in [true, false] {
        let mut bytes = clean.clone();
        let from = bytes.len() - lost;
        if zeroed {
            bytes[from..].fill(0);
        } else {
            bytes.truncate(from);
        }
        fs::write(&path, &bytes).unwrap();
        let (journal, recovery) = open(&dir);
        assert!(
            recovery.is_clean(),
            "only the last segment is read at opening"
        );
        let (batches, findings) = read(&journal);
        assert!(segments[1..].concat().iter().all(|it| batches.contains(it)));
        assert_eq!(findings.corrupt.len(), 1);
        let damage = &findings.corrupt[0];
        assert_eq!(
            (damage.position.offset + damage.length) as usize,
            clean.len()
        );
        assert_eq!(findings.breaks.len(), 1);
        let name = journal.set_aside(damage).unwrap().unwrap();
        assert_eq!(journal.set_aside(damage).unwrap(), Some(name.clone()));
        assert!(journal.stats().unwrap().quarantined.contains(&name));
    }
}

#[test]
fn a_last_segment_that_was_being_created_is_begun_again() {
    for begun in [
        vec![],
        vec![0; 40],
        vec![0; 4096],
        b"SPORTJRN".to_vec(),
        vec![9; 200],
    ] {
        let (_place, dir) = place();
        let segments = three_segments(&dir);
        let held = segments.concat();
        let (journal, _clean) = open(&dir);
        let before = journal.stats().unwrap().totals;
        drop(journal);
        fs::write(segment::path(&dir, 4), &begun).unwrap();
        let (mut journal, recovery) = open(&dir);
        let blank = begun.iter().all(|byte| *byte == 0);
        assert_eq!(recovery.torn.is_none(), blank);
        assert_eq!(recovery.quarantined.len(), usize::from(!blank));
        assert_eq!(journal.stats().unwrap().totals, before);
        let mut author = Author::new(9);
        journal.append(&[author.note("si riprende")]).unwrap();
        let (batches, findings) = read(&journal);
        assert_eq!(batches[..held.len()], held);
        assert_eq!(batches.len(), held.len() + 1);
        assert_eq!(findings.corrupt, []);
        drop(journal);
        assert!(open(&dir).1.is_clean());
    }
}

#[test]
fn the_first_segment_too_may_have_been_being_created() {
    for begun in [0, 10, 64, 4096] {
        let (_place, dir) = place();
        fs::create_dir(&dir).unwrap();
        fs::write(segment::path(&dir, 1), vec![0; begun]).unwrap();
        let (journal, recovery) = open(&dir);
        assert!(recovery.is_clean());
        assert_eq!(journal.end(), segment::first(1));
        drop(journal);
        assert!(open(&dir).1.is_clean());
    }
}

#[test]
fn a_damaged_header_of_any_segment_loses_nothing() {
    for segment in 1..=3 {
        let (_place, dir) = place();
        let held = three_segments(&dir).concat();
        let path = segment::path(&dir, segment);
        let clean = fs::read(&path).unwrap();
        let mut bytes = clean.clone();
        bytes[20] ^= 1;
        fs::write(&path, &bytes).unwrap();
        let (journal, recovery) = open(&dir);
        let (batches, findings) = read(&journal);
        assert_eq!(batches, held);
        assert_eq!(journal.stats().unwrap().totals.batches, held.len() as u64);
        let header = Damage::nameless(Position { segment, offset: 0 }, segment::HEADER);
        if segment == 3 {
            assert_eq!(recovery.corrupt, [header]);
            assert_eq!(
                fs::read(&path).unwrap(),
                clean,
                "the header is written again as it was"
            );
        } else {
            assert_eq!(findings.corrupt, [header]);
        }
    }
}

#[test]
fn files_that_are_no_segments_are_left_alone_and_monsters_refused() {
    let (_place, dir) = place();
    written(&dir, &groups());
    fs::write(dir.join("note.txt"), "x").unwrap();
    fs::write(dir.join("000001.journal.bak"), "x").unwrap();
    assert!(open(&dir).1.is_clean());
    let monster = File::create(segment::path(&dir, 2)).unwrap();
    monster.set_len(1 << 40).unwrap();
    assert!(matches!(
        Journal::open(&dir, SMALL),
        Err(JournalError::TooLarge { .. })
    ));
}

#[test]
fn a_newer_segment_is_left_to_the_newer_program() {
    let (_place, dir) = place();
    written(&dir, &groups());
    let path = segment::path(&dir, 1);
    let mut bytes = fs::read(&path).unwrap();
    bytes[8] = 2;
    let crc = crc32fast::hash(&bytes[..60]).to_le_bytes();
    bytes[60..64].copy_from_slice(&crc);
    fs::write(&path, &bytes).unwrap();
    let refused = Journal::open(&dir, SMALL);
    assert!(matches!(
        refused,
        Err(JournalError::Newer {
            segment: 1,
            version: 2
        })
    ));
    assert_eq!(fs::read(&path).unwrap(), bytes);
}
