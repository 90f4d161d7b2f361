use super::*;
use crate::store::{
    kv::{Pair, tests::pairs},
    memory_kv::MemoryKv,
    sled_kv::SledKv,
};
use proptest::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Tables of the law: two of bare keys between two with values.
const TABLES: [u8; 4] = *b"alno";

fn key_of(table: u8, n: u16) -> Vec<u8> {
    [&[table, b'=', 0][..], &n.to_be_bytes()].concat()
}

fn insert(n: u16) -> Change {
    Change::Put(key_of(b'n', n), Vec::new())
}

fn all(kv: &dyn Kv, prefix: &[u8], from: &[u8]) -> Vec<Pair> {
    pairs(kv, prefix, from, usize::MAX)
}

fn full(keys: u16) -> Leaves<MemoryKv> {
    let leaves = Leaves::over(MemoryKv::default());
    for n in 0..keys {
        leaves.apply(vec![insert(n)]).unwrap();
    }
    leaves
}

/// How many keys each leaf holds.
fn lengths(leaves: &Leaves<MemoryKv>) -> Vec<usize> {
    let values = all(&leaves.engine, b"n", &[]).into_iter();
    let length = |(at, value): Pair| read(&at, Some(&value)).unwrap().len();
    values.map(length).collect()
}

#[test]
fn keys_take_few_values_of_the_engine_one_by_one_and_in_batches() {
    let one_by_one = full(1_000);
    let batches = Leaves::over(MemoryKv::default());
    for n in 0..1_000 / 50 {
        let batch = (n * 50..(n + 1) * 50).map(insert);
        batches.apply(batch.collect()).unwrap();
    }
    for leaves in [one_by_one, batches] {
        assert_eq!(all(&leaves, b"n", &[]).len(), 1_000);
        let lengths = lengths(&leaves);
        assert!(lengths.len() < 1_000 / 7, "{} values", lengths.len());
        assert!(lengths.iter().all(|length| *length <= MOST), "{lengths:?}");
    }
}

/// Every change is in a leaf of its own that has no room: cutting them all would be too many keys.
#[test]
fn a_batch_that_would_cut_every_leaf_leaves_it_to_later_ones() {
    let leaves = full(2_000);
    let firsts = all(&leaves.engine, b"n", &[]).into_iter();
    let lasts: Vec<Vec<u8>> = firsts
        .take(BATCH_KEYS)
        .map(|(at, value)| read(&at, Some(&value)).unwrap().pop_last().unwrap())
        .collect();
    let behind = |last: &Vec<u8>, n: u8| Change::Put([&last[..], &[n]].concat(), Vec::new());
    for n in 0..=u8::try_from(MOST).unwrap() {
        let batch = lasts.iter().map(|last| behind(last, n));
        leaves.apply(batch.collect()).unwrap();
    }
    assert_eq!(
        all(&leaves, b"n", &[]).len(),
        2_000 + lasts.len() * (MOST + 1)
    );
    assert!(lengths(&leaves).iter().any(|length| *length > MOST));
    for last in &lasts {
        leaves.apply(vec![behind(last, 200)]).unwrap();
    }
    assert!(lengths(&leaves).iter().all(|length| *length <= MOST));
}

#[test]
fn a_flipped_bit_of_a_leaf_is_an_error_whoever_asks() {
    let leaves = full(10);
    let (at, mut value) = all(&leaves.engine, b"n", &[]).remove(0);
    *value.last_mut().unwrap() ^= 1;
    leaves.engine.apply(vec![Change::Put(at, value)]).unwrap();
    let damaged = |error: &KvError| matches!(error, KvError::Damaged(_));
    assert!(damaged(&leaves.get(&key_of(b'n', 3)).unwrap_err()));
    assert!(damaged(&leaves.apply(vec![insert(11)]).unwrap_err()));
    let mut seen = 0;
    let scanned = leaves.scan(b"n", &[], &mut |_, _| {
        seen += 1;
        ControlFlow::Continue(())
    });
    assert!(damaged(&scanned.unwrap_err()));
    assert_eq!(seen, 0);
}

#[test]
fn a_leaf_under_another_key_is_damage() {
    let leaves = full(40);
    let mut values = all(&leaves.engine, b"n", &[]);
    let (_, last) = values.pop().unwrap();
    let (first, _) = values.swap_remove(0);
    assert!(read(&first, Some(&last)).is_err());
    assert!(read(b"p", Some(&last)).is_err());
    assert!(read(&[b"n", &END[..]].concat(), Some(&last)).is_ok());
}

#[test]
fn a_value_where_none_belongs_is_refused_and_nothing_of_its_batch_is_there() {
    let leaves = full(3);
    let valued = Change::Put(key_of(b'n', 1), b"1".to_vec());
    let applied = leaves.apply(vec![insert(9), valued]);
    assert!(matches!(applied, Err(KvError::Bare)));
    assert_eq!(all(&leaves, b"", &[]).len(), 3);
}

/// An engine that takes so many batches and refuses the next ones.
struct Failing {
    engine: MemoryKv,
    left: AtomicUsize,
}

impl Kv for Failing {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, KvError> {
        self.engine.get(key)
    }
    fn scan(&self, prefix: &[u8], from: &[u8], visit: Visit<'_>) -> Result<(), KvError> {
        self.engine.scan(prefix, from, visit)
    }
    fn apply(&self, changes: Vec<Change>) -> Result<(), KvError> {
        let one_less = |left: usize| left.checked_sub(1);
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
            .map_err(|_none| KvError::Engine("refused".to_owned()))?;
        self.engine.apply(changes)
    }
    fn bytes(&self) -> u64 {
        0
    }
    fn flush(&self) -> Result<(), KvError> {
        Ok(())
    }
}

#[derive(Clone, Debug)]
struct Step {
    puts: bool,
    table: u8,
    n: u16,
}

impl Step {
    fn change(&self) -> Change {
        let key = key_of(self.table, self.n);
        if self.puts {
            let value = if key::is_bare(&key) { "" } else { "1" };
            Change::Put(key, value.as_bytes().to_vec())
        } else {
            Change::Delete(key)
        }
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let table = prop::sample::select(&TABLES[..]);
    let step = (prop::bool::weighted(0.7), table, 0u16..90);
    let step = step.prop_map(|(puts, table, n)| Step { puts, table, n });
    prop::collection::vec(step, 0..400)
}

/// The law: whatever is put and deleted in whatever batches, what is found is what a map would hold.
fn holds(kv: &dyn Kv, steps: &[Step], batch: usize, from: u16, page: usize) {
    let mut map = BTreeMap::new();
    for batch in steps.chunks(batch) {
        let changes: Vec<Change> = batch.iter().map(Step::change).collect();
        for change in changes.clone() {
            match change {
                Change::Put(key, value) => map.insert(key, value),
                Change::Delete(key) => map.remove(&key),
            };
        }
        kv.apply(changes).unwrap();
    }
    let expected = Vec::from_iter(map.clone());
    assert_eq!(all(kv, &[], &[]), expected);
    for table in TABLES {
        let from = key_of(table, from);
        assert_eq!(kv.get(&from).unwrap(), map.get(&from).cloned());
        let of_table = expected.iter().filter(|(key, _)| key[0] == table);
        let behind = of_table.filter(|(key, _)| *key >= from);
        assert_eq!(
            all(kv, &[table], &from),
            behind.cloned().collect::<Vec<_>>()
        );
    }
    // Page by page, each from behind the last key of the one before.
    let (mut paged, mut from) = (Vec::new(), Vec::new());
    loop {
        let found = pairs(kv, &[], &from, page);
        let Some((last, _)) = found.last() else { break };
        from = [&last[..], &[0]].concat();
        paged.extend(found);
    }
    assert_eq!(paged, expected);
}

proptest! {
    #[test]
    fn leaves_hold_what_a_map_would(
        steps in steps(),
        batch in 1usize..=BATCH_KEYS,
        from in 0u16..90,
        page in 1usize..40,
    ) {
        holds(&Leaves::over(MemoryKv::default()), &steps, batch, from, page);
    }

    /// What is applied is one batch of the engine, so that none of it is there when that fails.
    #[test]
    fn a_batch_is_there_whole_or_not_at_all(
        steps in steps(),
        batch in 1usize..=BATCH_KEYS,
        lives in 0usize..40,
    ) {
        let failing = Failing { engine: MemoryKv::default(), left: AtomicUsize::new(lives) };
        let (mortal, other) = (Leaves::over(failing), Leaves::over(MemoryKv::default()));
        for (nth, batch) in steps.chunks(batch).enumerate() {
            let changes: Vec<Change> = batch.iter().map(Step::change).collect();
            prop_assert_eq!(mortal.apply(changes.clone()).is_ok(), nth < lives);
            if nth < lives {
                other.apply(changes).unwrap();
            }
        }
        prop_assert_eq!(all(&mortal, &[], &[]), all(&other, &[], &[]));
    }

    #[test]
    fn any_bytes_are_a_leaf_or_refused(
        at in prop::collection::vec(any::<u8>(), 0..3),
        keys in prop::collection::vec((0usize..4, prop::collection::vec(any::<u8>(), 0..4)), 0..6),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let packed = codec::encode(&keys).unwrap();
        for bytes in [bytes, packed] {
            let _ = read(&at, Some(&bytes));
            if let Ok(leaf) = read(&at, Some(&seal::with_checksum(0, &bytes))) {
                let written = value(&Vec::from_iter(leaf.clone())).unwrap();
                prop_assert_eq!(read(&at, Some(&written)).unwrap(), leaf);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn leaves_hold_it_on_disk_too(
        steps in steps(),
        batch in 1usize..=BATCH_KEYS,
        from in 0u16..90,
        page in 1usize..40,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let leaves = Leaves::over(SledKv::open(dir.path()).unwrap());
        holds(&leaves, &steps, batch, from, page);
    }
}

/// Lists whose entries come and go, over many pages of sled: leaves end and begin where pages do.
#[test]
fn entries_that_come_and_go_are_found_over_many_pages() {
    let dir = tempfile::tempdir().unwrap();
    let leaves = Leaves::over(SledKv::open(dir.path()).unwrap());
    let mut map = BTreeSet::new();
    let mut chance = 1u64;
    let mut below = |most: u64| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (chance >> 33) % most
    };
    for round in 0..600 {
        let changes: Vec<Change> = if round % 3 < 2 {
            let new = (0..BATCH_KEYS).map(|_| {
                let key = [&[b'l', 1][..], &below(1 << 31).to_be_bytes()[4..]].concat();
                map.insert(key.clone());
                Change::Put(key, Vec::new())
            });
            new.collect()
        } else {
            let from = [&[b'l', 1][..], &below(1 << 31).to_be_bytes()[4..]].concat();
            let gone: Vec<_> = map.range(from..).take(BATCH_KEYS).cloned().collect();
            let gone = gone.into_iter().inspect(|key| {
                map.remove(key);
            });
            gone.map(Change::Delete).collect()
        };
        leaves.apply(changes).unwrap();
    }
    let found = all(&leaves, b"l", &[]).into_iter().map(|(key, _)| key);
    assert_eq!(found.collect::<BTreeSet<_>>(), map);
    assert!(map.iter().all(|key| leaves.get(key).unwrap().is_some()));
}

/// Another way to write a leaf needs another [`super::super::VERSION`].
#[test]
fn the_bytes_of_a_leaf_are_those_of_this_version() {
    let leaf = [key_of(b'n', 1), key_of(b'n', 2)];
    let golden = b"\xc3S\xfaY\0\0\x02\0\x05n=\0\0\x01\x04\x01\x02";
    let bytes = value(&leaf).unwrap();
    let same = bytes == golden;
    assert_eq!(
        (super::super::VERSION, same),
        (8, true),
        "{}",
        bytes.escape_ascii()
    );
}
