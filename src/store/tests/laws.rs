//! Laws: applying and rebuilding write the same, twice is once, and death at any key is mended.

use super::*;

/// An engine that stops after so many batches, as a killed keeper does.
struct Dying {
    kv: Arc<Leaves<MemoryKv>>,
    left: AtomicUsize,
}

impl Kv for Dying {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, KvError> {
        self.kv.get(key)
    }
    fn scan(&self, prefix: &[u8], from: &[u8], visit: Visit<'_>) -> Result<(), KvError> {
        self.kv.scan(prefix, from, visit)
    }
    fn apply(&self, changes: Vec<Change>) -> Result<(), KvError> {
        // One key at a time, so that death comes anywhere; the position with the streams at once.
        let is_position = |change: &Change| {
            let (Change::Put(key, _) | Change::Delete(key)) = change;
            matches!(key.first(), Some(&key::table::META | &key::table::STREAM))
        };
        let (last, first): (Vec<_>, Vec<_>) = changes.into_iter().partition(is_position);
        let steps = first.into_iter().map(|change| vec![change]);
        for step in steps.chain([last]) {
            let alive = self
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                    left.checked_sub(1)
                });
            alive.map_err(|_dead| KvError::Engine("killed".to_owned()))?;
            self.kv.apply(step)?;
        }
        Ok(())
    }
    fn bytes(&self) -> u64 {
        0
    }
    fn flush(&self) -> Result<(), KvError> {
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn applying_and_rebuilding_write_the_same(
        history in any_history(),
        cut in any::<prop::sample::Index>(),
    ) {
        let whole = rebuilt(&history);
        let store = in_memory();
        let logged = logged(&history);
        let (first, rest) = logged.split_at(cut.index(logged.len()));
        store.apply(first).unwrap();
        for one in rest {
            store.apply(&[*one]).unwrap();
        }
        prop_assert_eq!(store.digest().unwrap(), whole.digest().unwrap());
        let mut paged = Digesting::default();
        while store.digest_page(&mut paged, 3).unwrap() {}
        prop_assert_eq!(paged.end(), whole.digest().unwrap());
        prop_assert_eq!(everything(&*store.kv), everything(&*whole.kv));
        for (key, value) in everything(&*whole.kv) {
            prop_assert_eq!(key::is_bare(&key), value.is_empty(), "{}", key.escape_ascii());
        }
    }

    #[test]
    fn several_passes_write_what_one_writes(history in any_history(), of in 2u16..=400) {
        let store = in_memory();
        for number in 0..of {
            let mut rebuild = Rebuild::of(Pass::nth(number, of));
            for logged in logged(&history) {
                rebuild.take(logged).unwrap();
            }
            rebuild.write(&store, &mut |_, _| ControlFlow::Continue(())).unwrap();
        }
        prop_assert_eq!(everything(&*store.kv), everything(&*rebuilt(&history).kv));
    }

    #[test]
    fn applying_again_changes_nothing(history in any_history()) {
        let store = in_memory();
        let logged = logged(&history);
        store.apply(&logged).unwrap();
        let before = everything(&*store.kv);
        store.apply(&logged).unwrap();
        prop_assert_eq!(everything(&*store.kv), before);
    }

    #[test]
    fn death_at_any_key_is_mended_by_the_rest_of_the_journal(
        history in any_history(),
        first in any::<prop::sample::Index>(),
        lives in 0usize..120,
    ) {
        let logged = logged(&history);
        let kv = Arc::new(Leaves::over(MemoryKv::default()));
        let dying = Dying { kv: Arc::clone(&kv), left: AtomicUsize::new(usize::MAX) };
        let mortal = Store::new(Box::new(dying), READING);
        mortal.apply(&logged[..first.index(logged.len())]).unwrap();
        drop(mortal);
        let dying = Dying { kv: Arc::clone(&kv), left: AtomicUsize::new(lives) };
        let _ = Store::new(Box::new(dying), READING).apply(&logged[first.index(logged.len())..]);
        let immortal = Dying { kv, left: AtomicUsize::new(usize::MAX) };
        let store = Store::new(Box::new(immortal), READING);
        let position = usize::try_from(store.progress().unwrap().position).unwrap();
        for one in &logged[position..] {
            store.apply(&[*one]).unwrap();
        }
        prop_assert_eq!(everything(&*store.kv), everything(&*rebuilt(&history).kv));
    }
}
