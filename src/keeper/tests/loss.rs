//! A disk that loses what it had confirmed: noticed, named, and nothing it lost is called so again.

use super::*;
use crate::{
    journal::{self, Journal, Position},
    keeper::service::{FindingKind, Findings, Verification},
};
use std::fs::{self, OpenOptions};

/// Saves that many requests; what they were called, and the position behind each.
fn saved(dir: &Path, count: usize) -> Vec<(OpId, TicketNumber)> {
    let keeper = Keeper::open(dir, options()).unwrap();
    let desk = keeper.session(1000);
    enrolled(&desk, "Claudia");
    let saved = (0..count).map(|_| save(&desk)).collect();
    drop(desk);
    keeper.close();
    saved
}

fn save(desk: &Session) -> (OpId, TicketNumber) {
    let (_, proposal) = opening();
    let reply = desk.call(Request::Commit(proposal)).unwrap();
    let Reply::Saved { first, .. } = reply else {
        panic!("{reply:?}")
    };
    (first, numbers(&reply)[0].1)
}

/// Where the batch that begins with this op stands.
fn position_of(dir: &Path, first: OpId) -> Position {
    let (journal, _) = Journal::open(&dir.join("journal"), journal::Options::default()).unwrap();
    let mut replay = journal.replay(Position::START).unwrap();
    let stored = replay.find_map(|stored| {
        let stored = stored.unwrap();
        let header = &stored.batch.header;
        (header.stream == first.stream && header.first_seq == first.seq).then_some(stored)
    });
    stored.unwrap().position
}

fn segment(dir: &Path) -> std::path::PathBuf {
    dir.join("journal/000001.journal")
}

fn cut(dir: &Path, at: Position) {
    let file = OpenOptions::new().write(true).open(segment(dir)).unwrap();
    file.set_len(u64::from(at.offset)).unwrap();
}

fn verified(desk: &Session) -> Verification {
    match desk.call(Request::Verify).unwrap() {
        Reply::Verified(found) => *found,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_tail_that_was_durable_and_is_gone_is_named_and_never_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let before = saved(dir.path(), 5);
    cut(dir.path(), position_of(dir.path(), before[3].0));

    let keeper = Keeper::open(dir.path(), options()).unwrap();
    let desk = keeper.session(1000);
    assert_eq!(stats(&desk).findings.lost, 2);
    let found = verified(&desk).findings;
    let told: Vec<&String> = found
        .iter()
        .filter(|finding| finding.kind == FindingKind::LostBatches)
        .flat_map(|finding| &finding.tickets)
        .collect();
    let lost: Vec<String> = before[3..].iter().map(|(_, n)| n.to_string()).collect();
    assert_eq!(told.len(), 2);
    assert!(lost.iter().all(|number| told.contains(&number)));
    let (first, number) = save(&desk);
    assert!(
        before
            .iter()
            .all(|(op, old)| op.stream != first.stream && *old != number)
    );
    drop(desk);
    keeper.close();

    // It is told until it is back, whatever was written meanwhile.
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    assert_eq!(stats(&keeper.session(1000)).findings.lost, 2);
    keeper.close();
}

#[test]
fn what_is_back_is_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    let before = saved(dir.path(), 3);
    let whole = fs::read(segment(dir.path())).unwrap();
    cut(dir.path(), position_of(dir.path(), before[1].0));
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    assert_eq!(stats(&keeper.session(1000)).findings.lost, 2);
    keeper.close();
    assert!(dir.path().join("views.ahead").exists());
    fs::write(segment(dir.path()), whole).unwrap();
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    assert_eq!(stats(&keeper.session(1000)).findings.lost, 0);
    assert!(!dir.path().join("views.ahead").exists());
    assert!(!dir.path().join("lost.json").exists());
}

#[test]
fn a_hole_in_an_own_stream_ends_it() {
    let dir = tempfile::tempdir().unwrap();
    let before = saved(dir.path(), 4);
    flip(dir.path(), position_of(dir.path(), before[1].0));
    fs::remove_dir_all(dir.path().join("views")).unwrap();
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    let desk = keeper.session(1000);
    let (first, number) = save(&desk);
    assert!(
        before
            .iter()
            .all(|(op, old)| op.stream != first.stream && *old != number)
    );
    let (second, _) = save(&desk);
    assert_eq!(second.stream, first.stream);
    assert_eq!(
        verified(&desk).findings.len(),
        3,
        "a record, its chain, its copy"
    );
}

fn flip(dir: &Path, at: Position) {
    let mut bytes = fs::read(segment(dir)).unwrap();
    bytes[at.offset as usize + 40] ^= 1;
    fs::write(segment(dir), bytes).unwrap();
}

/// Views made of a damaged journal lack what stood there: what the old ones knew is noted and they are kept.
#[test]
fn a_rebuild_of_a_damaged_journal_notes_what_only_the_old_views_knew() {
    let dir = tempfile::tempdir().unwrap();
    let before = saved(dir.path(), 5);
    let whole = fs::read(segment(dir.path())).unwrap();
    let [at, end] = [1, 2].map(|n: usize| position_of(dir.path(), before[n].0));
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    let desk = keeper.session(1000);
    flip(dir.path(), at);
    assert_eq!(stats(&desk).findings, Findings::default());
    desk.call(Request::Rebuild).unwrap();
    let findings = stats(&desk).findings;
    assert_eq!((findings.corrupt, findings.lost), (1, 1));
    let lost: Vec<String> = verified(&desk)
        .findings
        .into_iter()
        .filter(|finding| finding.kind == FindingKind::LostBatches)
        .flat_map(|finding| finding.tickets)
        .collect();
    assert_eq!(lost, [before[1].1.to_string()]);
    assert!(dir.path().join("views.ahead").exists());
    desk.call(Request::Rebuild).unwrap();
    assert_eq!(stats(&desk).findings.lost, 1, "it is noted once");
    drop(desk);
    keeper.close();

    // Put back, it is forgotten, and so is what was kept of it.
    let mut bytes = fs::read(segment(dir.path())).unwrap();
    let record = at.offset as usize..end.offset as usize;
    bytes[record.clone()].copy_from_slice(&whole[record]);
    fs::write(segment(dir.path()), bytes).unwrap();
    fs::remove_dir_all(dir.path().join("views")).unwrap();
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    assert_eq!(stats(&keeper.session(1000)).findings, Findings::default());
    assert!(!dir.path().join("views.ahead").exists());
}

#[test]
fn what_a_verification_found_is_known_to_who_asks_afterwards() {
    let dir = tempfile::tempdir().unwrap();
    let before = saved(dir.path(), 3);
    let at = position_of(dir.path(), before[1].0);
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    let desk = keeper.session(1000);
    flip(dir.path(), at);
    verified(&desk);
    assert_eq!(stats(&desk).findings.corrupt, 1);
}

#[test]
fn blocks_are_in_the_journal_before_their_first_number_is_told() {
    let dir = tempfile::tempdir().unwrap();
    saved(dir.path(), 1);
    let (journal, _) =
        Journal::open(&dir.path().join("journal"), journal::Options::default()).unwrap();
    let batches = journal.replay(Position::START).unwrap();
    let blocks: Vec<u32> = batches
        .flat_map(|stored| stored.unwrap().batch.ops)
        .filter_map(|op| match op {
            Op::NumberBlock { block } => Some(block),
            _ => None,
        })
        .collect();
    assert_eq!(blocks.len(), 3, "one in use, two in reserve");
}

#[test]
fn a_place_that_lost_its_mark_is_not_born_again() {
    let dir = tempfile::tempdir().unwrap();
    saved(dir.path(), 1);
    fs::remove_file(dir.path().join("FORMAT")).unwrap();
    let keeper = Keeper::open(dir.path(), Options::default()).unwrap();
    assert!(
        stats(&keeper.session(1000))
            .articles
            .iter()
            .all(|(_, count)| *count == 0)
    );
    assert!(dir.path().join("FORMAT").exists());
}
