//! The files of the views: which are trusted, and which are made again.

use super::*;

#[test]
fn views_that_cannot_be_trusted_are_set_aside() {
    let dir = tempfile::tempdir().unwrap();
    let history = [batch(1, 1, vec![opened(1, Queue::FirstLevel)])];
    let views = Views::new(dir.path(), READING, BootId::new([1; 16]));
    assert!(matches!(views.open().unwrap(), Opened::Unusable(_)));
    let make = || {
        let mut rebuild = Rebuild::default();
        rebuild.take(logged(&history)[0]).unwrap();
        let mut go_on = |_, _| ControlFlow::Continue(());
        let store = views.fresh().unwrap();
        rebuild.write(&store, &mut go_on).unwrap();
        drop(store);
        views.install().unwrap()
    };
    drop(make());
    let Opened::Sound(store) = views.open().unwrap() else {
        panic!("a killed keeper leaves sound views");
    };
    drop(store);
    let after_a_power_cut = Views::new(dir.path(), READING, BootId::new([2; 16]));
    assert!(matches!(
        after_a_power_cut.open().unwrap(),
        Opened::Unusable(_)
    ));
    views.close(make()).unwrap();
    assert!(matches!(
        after_a_power_cut.open().unwrap(),
        Opened::Sound(_)
    ));
    std::fs::write(dir.path().join("views/conf"), "rubbish").unwrap();
    assert!(matches!(views.open().unwrap(), Opened::Unusable(_)));
    assert!(dir.path().join("views.damaged").exists());
}

#[test]
fn views_of_another_version_or_vocabulary_are_never_read() {
    let dir = tempfile::tempdir().unwrap();
    let history = [batch(1, 1, vec![opened(1, Queue::FirstLevel)])];
    let views = Views::new(dir.path(), READING, BootId::new([1; 16]));
    let made = || {
        let mut rebuild = Rebuild::default();
        rebuild.take(logged(&history)[0]).unwrap();
        let mut go_on = |_, _| ControlFlow::Continue(());
        let store = views.fresh().unwrap();
        rebuild.write(&store, &mut go_on).unwrap();
        drop(store);
        views.install().unwrap()
    };
    // An older version, a newer one, and one whose progress has more in it than this one knows.
    for version in [VERSION - 1, VERSION + 1] {
        let store = made();
        let progress = Progress {
            version,
            ..store.progress().unwrap()
        };
        written(&store, &codec::encode(&progress).unwrap());
        views.close(store).unwrap();
        assert!(matches!(views.open().unwrap(), Opened::Foreign));
    }
    let store = made();
    let mut longer = codec::encode(&store.progress().unwrap()).unwrap();
    longer.push(0);
    written(&store, &longer);
    views.close(store).unwrap();
    assert!(matches!(views.open().unwrap(), Opened::Unusable(_)));
    views.close(made()).unwrap();
    let other = Reading {
        vocabulary: 2,
        ..READING
    };
    let others = Views::new(dir.path(), other, BootId::new([1; 16]));
    assert!(matches!(others.open().unwrap(), Opened::Foreign));
}

fn written(store: &Store, progress: &[u8]) {
    let mut keys = seal::Sealed::new();
    seal::seal(&mut keys, key::progress(), progress);
    store.kv.apply(apply::puts(keys)).unwrap();
}
