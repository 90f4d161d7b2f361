use super::*;
use crate::store::{memory_kv::MemoryKv, sled_kv::SledKv};
use proptest::prelude::*;

/// A bare key, of two tables; many of one leaf.
fn bare(table: u8, n: u16) -> Vec<u8> {
    [&[table, b'=', 0][..], &n.to_be_bytes()].concat()
}

fn insert(n: u16) -> Change {
    Change::Put(bare(b'n', n), Vec::new())
}

fn all(kv: &dyn Kv, prefix: &[u8], from: &[u8]) -> Vec<Pair> {
    let mut found = Vec::new();
    kv.scan(prefix, from, &mut |key, value| {
        found.push((key.to_vec(), value.to_vec()));
        ControlFlow::Continue(())
    })
    .unwrap();
    found
}

fn full(keys: u16) -> Leaves<MemoryKv> {
    let leaves = Leaves::over(MemoryKv::default());
    for n in 0..keys {
        leaves.apply(vec![insert(n)]).unwrap();
    }
    leaves
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
        let values = all(&leaves.engine, b"n", &[]);
        assert!(values.len() < 1_000 / 7, "{} values", values.len());
        for (at, value) in values {
            assert!(read(&at, Some(&value)).unwrap().len() <= MOST);
        }
    }
}

/// Every change is in a leaf of its own that has no room: cutting them all would be too many keys.
#[test]
fn a_batch_that_would_cut_every_leaf_is_no_larger_than_the_engine_takes() {
    let leaves = full(2_000);
    let firsts = all(&leaves.engine, b"n", &[]).into_iter();
    let mut fillings: Vec<Vec<Change>> = Vec::new();
    for (at, value) in firsts.take(BATCH_KEYS) {
        let leaf = read(&at, Some(&value)).unwrap();
        let last = leaf.last().unwrap().clone();
        let more = (0..=u8::try_from(MOST).unwrap())
            .map(|n| Change::Put([&last[..], &[n]].concat(), Vec::new()));
        for (n, change) in more.enumerate() {
            if fillings.len() <= n {
                fillings.push(Vec::new());
            }
            fillings[n].push(change);
        }
    }
    let added: usize = fillings.iter().map(Vec::len).sum();
    for batch in fillings {
        assert_eq!(batch.len(), BATCH_KEYS);
        leaves.apply(batch).unwrap();
    }
    assert_eq!(all(&leaves, b"n", &[]).len(), 2_000 + added);
}

#[test]
fn a_flipped_bit_of_a_leaf_is_an_error_whoever_asks() {
    let leaves = full(10);
    let (at, mut value) = all(&leaves.engine, b"n", &[]).remove(0);
    *value.last_mut().unwrap() ^= 1;
    leaves.engine.apply(vec![Change::Put(at, value)]).unwrap();
    assert!(leaves.get(&bare(b'n', 3)).is_err());
    assert!(leaves.apply(vec![insert(11)]).is_err());
    let mut seen = 0;
    let scanned = leaves.scan(b"n", &[], &mut |_, _| {
        seen += 1;
        ControlFlow::Continue(())
    });
    assert!(scanned.is_err());
    assert_eq!(seen, 0);
}

#[test]
fn a_value_where_none_belongs_is_refused_and_nothing_of_its_batch_is_there() {
    let leaves = full(3);
    let valued = Change::Put(bare(b'n', 1), b"1".to_vec());
    assert!(leaves.apply(vec![insert(9), valued]).is_err());
    assert_eq!(all(&leaves, b"", &[]).len(), 3);
}

#[derive(Clone, Debug)]
struct Step {
    puts: bool,
    table: u8,
    n: u16,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let table = prop::sample::select(&b"alno"[..]);
    let step = (prop::bool::weighted(0.7), table, 0u16..90);
    let step = step.prop_map(|(puts, table, n)| Step { puts, table, n });
    prop::collection::vec(step, 0..400)
}

/// The law: whatever is put and deleted in whatever batches, what is found is what a map would hold.
fn holds(kv: &dyn Kv, steps: &[Step], batch: usize, from: u16) {
    let mut map = BTreeMap::new();
    for batch in steps.chunks(batch) {
        let changes = batch.iter().map(|step| {
            let key = bare(step.table, step.n);
            let value = if key::is_bare(&key) { "" } else { "1" };
            if step.puts {
                map.insert(key.clone(), value.as_bytes().to_vec());
                Change::Put(key, value.as_bytes().to_vec())
            } else {
                map.remove(&key);
                Change::Delete(key)
            }
        });
        kv.apply(changes.collect()).unwrap();
    }
    let expected = Vec::from_iter(map.clone());
    assert_eq!(all(kv, &[], &[]), expected);
    for table in *b"alno" {
        let from = bare(table, from);
        assert_eq!(kv.get(&from).unwrap(), map.get(&from).cloned());
        let of_table = expected.iter().filter(|(key, _)| key[0] == table);
        let behind = of_table.filter(|(key, _)| *key >= from);
        assert_eq!(
            all(kv, &[table], &from),
            behind.cloned().collect::<Vec<_>>()
        );
    }
}

proptest! {
    #[test]
    fn leaves_hold_what_a_map_would(steps in steps(), batch in 1usize..=BATCH_KEYS, from in 0u16..90) {
        holds(&Leaves::over(MemoryKv::default()), &steps, batch, from);
    }

    #[test]
    fn any_bytes_are_a_leaf_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(b"n", Some(&bytes));
        let _ = read(b"n", Some(&seal::with_checksum(0, &bytes)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn leaves_hold_it_on_disk_too(steps in steps(), batch in 1usize..=BATCH_KEYS, from in 0u16..90) {
        let dir = tempfile::tempdir().unwrap();
        holds(&Leaves::over(SledKv::open(dir.path()).unwrap()), &steps, batch, from);
    }
}

/// Another way to write a leaf needs another [`super::super::VERSION`].
#[test]
fn the_bytes_of_a_leaf_are_those_of_this_version() {
    let leaf = [bare(b'n', 1), bare(b'n', 2)];
    let golden = b"\xc3S\xfaY\0\0\x02\0\x05n=\0\0\x01\x04\x01\x02";
    let bytes = value(&leaf).unwrap();
    let same = bytes == golden;
    assert_eq!(
        (super::super::VERSION, same),
        (7, true),
        "{}",
        bytes.escape_ascii()
    );
}
