use super::*;
use crate::store::{leaves::Leaves, memory_kv::MemoryKv, sled_kv::SledKv};

/// Runs `check` over every adapter.
pub(crate) fn each_adapter(check: impl Fn(&dyn Kv)) {
    check(&MemoryKv::default());
    let dir = tempfile::tempdir().unwrap();
    check(&SledKv::open(&dir.path().join("views")).unwrap());
    check(&Leaves::over(MemoryKv::default()));
    check(&Leaves::over(
        SledKv::open(&dir.path().join("leaves")).unwrap(),
    ));
}

fn put(key: &[u8], value: &[u8]) -> Change {
    Change::Put(key.to_vec(), value.to_vec())
}

/// At most `most` of what a scan finds.
pub(crate) fn pairs(kv: &dyn Kv, prefix: &[u8], from: &[u8], most: usize) -> Vec<Pair> {
    let mut found = Vec::new();
    kv.scan(prefix, from, &mut |key, value| {
        found.push((key.to_vec(), value.to_vec()));
        if found.len() < most {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })
    .unwrap();
    found
}

fn keys(kv: &dyn Kv, prefix: &[u8], from: &[u8], most: usize) -> Vec<Vec<u8>> {
    let found = pairs(kv, prefix, from, most).into_iter();
    found.map(|(key, _)| key).collect()
}

#[test]
fn a_batch_is_applied_in_its_order() {
    each_adapter(|kv| {
        let delete = Change::Delete(b"a".to_vec());
        kv.apply(vec![
            put(b"a", b"1"),
            put(b"a", b"2"),
            put(b"b", b""),
            delete,
        ])
        .unwrap();
        assert_eq!(kv.get(b"a").unwrap(), None);
        assert_eq!(kv.get(b"b").unwrap(), Some(Vec::new()));
        kv.flush().unwrap();
    });
}

#[test]
fn a_scan_stays_within_its_prefix_and_stops_when_told() {
    each_adapter(|kv| {
        // Of a table with values, and of one without.
        for [before, table, after] in [[b"a", b"b", b"e"], [b"m", b"n", b"o"]] {
            let [b0, b1, bf] = [0, 1, 0xff].map(|end| [&table[..], &[end]].concat());
            let batch = [&before[..], &b0, &b1, &bf, after];
            let all = batch.map(|key| put(key, b""));
            kv.apply(all.to_vec()).unwrap();
            assert_eq!(keys(kv, table, b"", 9).len(), 3);
            assert_eq!(keys(kv, table, &b1, 9).len(), 2);
            assert_eq!(keys(kv, table, b"", 1), std::slice::from_ref(&b0));
            assert_eq!(keys(kv, &b1, b"", 9), std::slice::from_ref(&b1));
            assert_eq!(keys(kv, b"", b"", 9).len(), 5);
            assert_eq!(keys(kv, b"", &b1, 9).len(), 3);
            assert_eq!(keys(kv, table, after, 9).len(), 0);
            kv.apply(batch.map(|key| Change::Delete(key.to_vec())).to_vec())
                .unwrap();
            assert_eq!(keys(kv, b"", b"", 9).len(), 0);
        }
    });
}

#[test]
fn what_is_too_large_is_refused_whole() {
    each_adapter(|kv| {
        let many = (0..=BATCH_KEYS).map(|n| put(&n.to_be_bytes(), b""));
        assert!(matches!(kv.apply(many.collect()), Err(KvError::Batch(65))));
        let large = vec![put(b"a", b""), put(b"b", &vec![0; VALUE_LIMIT + 1])];
        assert!(matches!(kv.apply(large), Err(KvError::Value(_))));
        assert_eq!(keys(kv, b"", b"", 9).len(), 0);
    });
}

#[test]
fn what_was_flushed_is_there_when_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    let kv = SledKv::open(dir.path()).unwrap();
    kv.apply(vec![put(b"a", b"1")]).unwrap();
    kv.flush().unwrap();
    drop(kv);
    let kv = SledKv::open(dir.path()).unwrap();
    assert_eq!(kv.get(b"a").unwrap(), Some(b"1".to_vec()));
    assert!(kv.bytes() > 0);
}

#[test]
fn a_place_that_cannot_be_opened_is_an_error_and_no_panic() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("views");
    std::fs::write(&file, b"rubbish").unwrap();
    assert!(SledKv::open(&file).is_err());
}
