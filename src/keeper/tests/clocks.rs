//! Clocks that jump: whatever the wall clock says, a save is durable, stamps ascend, numbers are given once.

use super::{super::Clock, *};
use crate::{
    domain::{
        batch::Batch,
        id::BootId,
        number::Block,
        time::{Moment, Stamp},
    },
    journal::{Position, Reader},
};
use proptest::prelude::*;
use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicI64},
};

const DAY: i64 = 86_400_000;
/// 22 November 2026, and the first of January 2100.
pub(super) const TODAY: i64 = 1_795_305_600_000;
const YEAR_2100: i64 = 4_102_444_800_000;

/// A clock that is set by whoever holds it; each look at it takes a millisecond.
#[derive(Debug)]
pub(super) struct Set {
    pub(super) wall: AtomicI64,
    pub(super) steady: AtomicU64,
    pub(super) boot: u8,
}

impl Clock for Set {
    fn wall(&self) -> Moment {
        Moment(self.wall.load(Ordering::SeqCst))
    }

    fn monotonic_ms(&self) -> u64 {
        self.steady.fetch_add(1, Ordering::SeqCst)
    }

    fn boot(&self) -> BootId {
        BootId::new([self.boot; 16])
    }
}

/// What somebody does to the clock.
fn jump() -> impl Strategy<Value = Jump> {
    prop_oneof![
        Just(Jump::By(DAY)),
        Just(Jump::By(-DAY)),
        Just(Jump::By(1)),
        Just(Jump::By(0)),
        Just(Jump::To(0)),
        Just(Jump::To(YEAR_2100)),
        Just(Jump::To(TODAY)),
        any::<i64>().prop_map(Jump::To),
    ]
}

#[derive(Clone, Copy, Debug)]
enum Jump {
    By(i64),
    To(i64),
}

impl Set {
    fn jump(&self, jump: Jump) {
        let wall = match jump {
            Jump::By(millis) => self.wall().plus(millis).0,
            Jump::To(moment) => moment,
        };
        self.wall.store(wall, Ordering::SeqCst);
    }
}

fn written(dir: &Path) -> Vec<Batch> {
    let (reader, _sound) = Reader::open(&dir.join("journal")).unwrap();
    let replay = reader.replay(Position::START).unwrap();
    replay.map(|stored| stored.unwrap().batch).collect()
}

/// What a life of a keeper saves: a request opened, and something told of the one before.
fn save(desk: &Session, before: Option<TicketId>) -> (TicketId, TicketNumber) {
    let (ticket, proposal) = opening();
    let reply = desk.call(Request::Commit(proposal)).unwrap();
    let [(_, number)] = numbers(&reply)[..] else {
        panic!("{reply:?}");
    };
    if let Some(ticket) = before {
        let note = Op::Note {
            ticket,
            text: Text::line("dopo"),
            corrects: None,
        };
        desk.call(Request::Commit(proposal_of(note))).unwrap();
    }
    (ticket, number)
}

fn proposal_of(op: Op) -> Proposal {
    proposal(&[op], Vec::new())
}

/// The history of a request is in the order in which it was written, and its times never go back.
fn assert_told_in_order(desk: &Session, ticket: TicketId) {
    let Reply::Dossier(Some(dossier)) = desk.call(Request::Dossier(ticket)).unwrap() else {
        panic!();
    };
    let what: Vec<&str> = dossier.history.iter().map(|it| it.what.id()).collect();
    assert!(["change", "number", "note"].starts_with(&what), "{what:?}");
    assert!(dossier.history.is_sorted_by_key(|event| event.at));
}

/// The stamps of a stream ascend, and a batch is later than all that its author had seen.
fn assert_causes_come_first(batches: &[Batch]) {
    let mut stamps: BTreeMap<(StreamId, u64), Stamp> = BTreeMap::new();
    for Batch { header, .. } in batches {
        stamps.insert((header.stream, header.number), header.clock);
    }
    for Batch { header, .. } in batches {
        let before = Some((header.stream, header.number - 1)).filter(|(_, number)| *number > 0);
        let seen = header.seen.iter().map(|seen| (seen.stream, seen.number));
        for cause in before.into_iter().chain(seen) {
            let cause = stamps.get(&cause).unwrap();
            assert!(*cause < header.clock, "{header:?}");
        }
    }
    let seen = |batch: &&Batch| !batch.header.seen.is_empty();
    assert!(
        batches.iter().any(|batch| seen(&batch)),
        "nobody saw anything"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]

    #[test]
    fn no_clock_loses_or_reorders_anything(
        lives in prop::collection::vec((jump(), any::<bool>(), prop::collection::vec(jump(), 1..6)), 1..4),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let (mut given, mut wall, mut steady) = (Vec::new(), TODAY, 0);
        for (life, (between, same_boot, jumps)) in (1u8..).zip(lives) {
            // Another run of the system begins its steady clock anew.
            let clock = Arc::new(Set {
                wall: AtomicI64::new(wall),
                steady: AtomicU64::new(if same_boot { steady } else { 0 }),
                boot: if same_boot { 1 } else { life },
            });
            clock.jump(between);
            let options = Options { clock: Arc::clone(&clock) as Arc<dyn Clock>, ..options() };
            let keeper = Keeper::open(dir.path(), options).unwrap();
            let desk = keeper.session(1000);
            enrolled(&desk, "Claudia");
            for jump in jumps {
                clock.jump(jump);
                let before = given.last().map(|(ticket, _)| *ticket);
                given.push(save(&desk, before));
            }
            for (ticket, number) in &given {
                assert_told_in_order(&desk, *ticket);
                let found = desk.call(Request::ByNumber(*number)).unwrap();
                prop_assert!(matches!(&found, Reply::Rows(rows) if rows.len() == 1 && rows[0].id == *ticket));
            }
            let folded = digest(&desk);
            desk.call(Request::Rebuild).unwrap();
            prop_assert_eq!(digest(&desk), folded);
            (wall, steady) = (clock.wall().0, clock.monotonic_ms());
            if life % 2 == 0 { keeper.close() } else { drop(keeper) }
        }
        assert_causes_come_first(&written(dir.path()));
        let mut blocks: BTreeMap<Block, Vec<TicketNumber>> = BTreeMap::new();
        for (_, number) in given {
            blocks.entry(number.block()).or_default().push(number);
        }
        for numbers in blocks.values() {
            prop_assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
