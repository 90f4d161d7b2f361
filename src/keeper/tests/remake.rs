//! Views made again beside the work: nothing of what is saved meanwhile is missing in them.

use super::*;
use std::{sync::atomic::AtomicBool, thread, time::Duration};

/// Four desks save as fast as they can while the views are made again, five times over.
fn made_again_under(options: Options) {
    const CALLS: usize = 120;
    let dir = tempfile::tempdir().unwrap();
    let keeper = Keeper::open(dir.path(), options.clone()).unwrap();
    let desk = keeper.session(1000);
    enrolled(&desk, "Claudia");
    let working = AtomicBool::new(true);
    thread::scope(|scope| {
        let desks: Vec<_> = (0..4)
            .map(|_| {
                let desk = keeper.session(1000);
                scope.spawn(move || {
                    for _ in 0..CALLS {
                        let (ticket, proposal) = opening();
                        desk.call(Request::Commit(proposal)).unwrap();
                        // Who was answered finds what he wrote.
                        let found = desk.call(Request::Dossier(ticket));
                        assert!(matches!(found, Ok(Reply::Dossier(Some(_)))), "{found:?}");
                    }
                })
            })
            .collect();
        let remaking = scope.spawn(|| {
            let mut times = 0;
            while working.load(Ordering::SeqCst) || times == 0 {
                assert_eq!(desk.call(Request::Rebuild), Ok(Reply::Done));
                times += 1;
            }
            times
        });
        for desk in desks {
            desk.join().unwrap();
        }
        working.store(false, Ordering::SeqCst);
        assert!(remaking.join().unwrap() > 0);
    });
    assert_eq!(stats(&desk).tickets[0], (State::Open, 4 * CALLS as u64));
    let before = digest(&desk);
    assert_eq!(desk.call(Request::Rebuild), Ok(Reply::Done));
    assert_eq!(digest(&desk), before);
    drop(desk);
    keeper.close();
    if !options.in_memory {
        let keeper = Keeper::open(dir.path(), options).unwrap();
        assert_eq!(digest(&keeper.session(1000)), before);
    }
}

#[test]
fn views_made_again_in_memory_hold_what_was_saved_meanwhile() {
    made_again_under(in_memory());
}

#[test]
fn views_made_again_on_disk_hold_what_was_saved_meanwhile() {
    made_again_under(options());
}

#[test]
fn a_keeper_that_closes_gives_up_what_it_was_making_again() {
    let dir = tempfile::tempdir().unwrap();
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    let desk = keeper.session(1000);
    enrolled(&desk, "Claudia");
    for _ in 0..50 {
        desk.call(Request::Commit(opening().1)).unwrap();
    }
    let before = digest(&desk);
    let asked = thread::spawn(move || desk.call(Request::Rebuild));
    keeper.close();
    // Whether it was over already, given up or never begun: whoever asked is told.
    let told = asked.join().unwrap();
    assert!(
        matches!(told, Ok(Reply::Done) | Err(Fault::Unreachable(_))),
        "{told:?}"
    );
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    assert_eq!(digest(&keeper.session(1000)), before);
    assert!(!dir.path().join("views.new").exists());
}

/// Asks until the views are there to answer from.
fn patiently(desk: &Session, request: &Request) -> Reply {
    for _ in 0..2_000 {
        match desk.call(request.clone()) {
            Err(Fault::Busy) => thread::sleep(Duration::from_millis(5)),
            answer => return answer.unwrap(),
        }
    }
    panic!("{request:?}: the views are not made again");
}

/// What a start reads of the views, and what only a question does: either way whoever comes is answered.
#[test]
fn a_page_damaged_anywhere_in_the_views_hinders_no_start_and_no_question() {
    const PLACES: usize = 24;
    let dir = tempfile::tempdir().unwrap();
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    let desk = keeper.session(1000);
    enrolled(&desk, "Claudia");
    for _ in 0..40 {
        desk.call(Request::Commit(opening().1)).unwrap();
    }
    let before = digest(&desk);
    drop(desk);
    keeper.close();
    let file = dir.path().join("views/db");
    for place in 0..PLACES {
        let mut bytes = std::fs::read(&file).unwrap();
        let written = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
        let at = written * place / PLACES;
        for byte in &mut bytes[at..written.min(at + 256)] {
            *byte ^= 0x5a;
        }
        std::fs::write(&file, bytes).unwrap();
        let keeper = Keeper::open(dir.path(), options()).unwrap();
        let desk = keeper.session(1000);
        let Reply::Digest(_, after) = patiently(&desk, &Request::Digest) else {
            panic!("no digest");
        };
        assert_eq!(after, before, "{place}");
        drop(desk);
        keeper.close();
    }
}

/// A desk that comes back while there are no views is told to wait, and not that it has no role.
#[test]
fn who_comes_while_there_are_no_views_is_known_when_there_are() {
    let dir = tempfile::tempdir().unwrap();
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    enrolled(&keeper.session(1000), "Claudia");
    let views = keeper.shared().views_mut().take();
    let desk = keeper.session(1000);
    let (_, proposal) = opening();
    let refused = desk.call(Request::Commit(proposal.clone()));
    assert!(matches!(refused, Err(Fault::Busy)), "{refused:?}");
    *keeper.shared().views_mut() = views;
    let saved = desk.call(Request::Commit(proposal));
    assert!(matches!(saved, Ok(Reply::Saved { .. })), "{saved:?}");
}
