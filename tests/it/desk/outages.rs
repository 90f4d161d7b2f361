//! A full disk, a keeper that is away or never answers: no key waits for ever, and what could not be had
//! is asked for again.

use super::{
    bench::Bench,
    place::{Desk, Place},
};
use sportello::{
    desk::{app::Link, form::Purpose, msg::Msg, panel::Panel},
    keeper::service::Fault,
};

/// Keys that wait for what was sent, with the screen they come from.
const WAITING: &[(&str, &str)] = &[
    ("carli<Enter>", "<F4>"),
    ("carli<Enter>", "<F9>"),
    ("carli<Enter>", "<F3>"),
    ("carli<Enter>", "<Ctrl-y>"),
    ("carli<Enter>", "<Ctrl-k>"),
    ("carli<Enter>", "<F7>"),
];

fn help_is_on_screen(bench: &Bench) -> bool {
    ["112", "115", "118"]
        .iter()
        .all(|number| bench.screen().contains(number))
}

#[test]
fn a_full_disk_holds_no_key() {
    let place = Place::new();
    for (typed, key) in WAITING {
        let mut bench = place.desk(Desk::default());
        bench.fill_disk();
        bench.press(typed).press(key);
        let status = bench.status();
        assert!(status.contains("non ancora salvato"), "{key}: {status}");
        assert!(
            bench.app.wait.is_none() && bench.app.inbox.is_empty(),
            "{key}"
        );
        bench.press("<F8>");
        assert!(help_is_on_screen(&bench), "{key}: {}", bench.screen());
        bench.press("<Esc>buca");
        assert_eq!(bench.line(), "buca", "{key}: {}", bench.screen());
        bench.free_disk();
        bench.settle();
        assert_eq!(bench.journal().len(), 1, "{key}");
    }
}

#[test]
fn a_key_that_waits_when_the_disk_fills_up_is_refused_and_those_behind_it_are_held() {
    let mut bench = Bench::alone();
    bench.press("carli");
    bench.full = true;
    bench.press("<Enter>").burst("<F4><F8>");
    assert_eq!(bench.app.inbox.len(), 2, "{}", bench.screen());
    bench.fill_disk();
    assert!(bench.holds(), "{}", bench.screen());
    assert!(
        bench.status().contains("non ancora salvato"),
        "{}",
        bench.status()
    );
    bench.press("<Enter>");
    assert!(help_is_on_screen(&bench), "{}", bench.screen());
}

#[test]
fn keys_outlive_a_keeper_that_comes_back_and_give_up_one_that_does_not() {
    for comes_back in [true, false] {
        let mut bench = Bench::alone();
        bench.press("carli");
        bench.lose_keeper();
        bench.press("<Enter>").burst("<F4><F8>");
        bench.wait(2);
        assert_eq!((bench.app.inbox.len(), bench.holds()), (2, false));
        if comes_back {
            bench.find_keeper();
            bench.settle();
            assert!(
                matches!(bench.app.panels[0], Panel::Queue(_)),
                "{}",
                bench.screen()
            );
        } else {
            bench.wait(4);
            assert!(bench.holds(), "{}", bench.screen());
            bench.press("<Enter>");
            assert!(
                !matches!(bench.app.panels[0], Panel::Queue(_)),
                "{}",
                bench.screen()
            );
        }
        assert!(help_is_on_screen(&bench), "{}", bench.screen());
    }
}

#[test]
fn a_keeper_that_is_there_and_never_answers_holds_no_key_for_ever() {
    let mut bench = Bench::alone();
    bench.press("carli");
    bench.full = true;
    bench.press("<Enter>").burst("<F4>");
    bench.wait(9);
    assert_eq!(bench.app.inbox.len(), 1);
    bench.wait(2);
    assert!(
        bench.status().contains("non ancora salvato"),
        "{}",
        bench.status()
    );
    assert!(bench.app.inbox.is_empty() && bench.app.link == Link::Up);
}

#[test]
fn a_keeper_that_refuses_at_the_start_holds_no_key() {
    for key in ["<F10>", "<F4>", "<F6>"] {
        let mut bench = Place::small().start(Desk::default());
        bench.burst("carli").burst(key).burst("<Esc>");
        assert!(bench.app.wait.is_some(), "{key} waits for the first word");
        bench.tell(Msg::Refused(Fault::Refused("not-this-account".to_owned())));
        assert!(bench.holds(), "{key}: {}", bench.screen());
        assert!(bench.app.panels.is_empty(), "{key}: {}", bench.screen());
        bench.press("<Enter>");
        assert!(!bench.holds() && bench.app.inbox.is_empty(), "{key}");
        assert_eq!(bench.line(), "carli");
        bench.press(" daniela").press(key);
        assert!(bench.app.inbox.is_empty(), "{key}: {}", bench.screen());
        assert_eq!(bench.line(), "carli daniela");
    }
}

#[test]
fn what_the_caller_says_can_be_typed_while_nothing_is_saved() {
    let mut bench = Bench::alone();
    bench.press("buca<F5><Tab>3331234567<Enter><Enter><Enter><Enter><Enter><Enter>");
    bench.fill_disk();
    bench.press("<F6><Enter><F5>");
    assert!(
        matches!(bench.app.panels.last(), Some(Panel::Form(_))),
        "{}",
        bench.screen()
    );
}

#[test]
fn a_search_that_failed_leaves_no_entry_of_another_text_to_be_given() {
    let mut bench = Bench::alone();
    bench.press("carli");
    assert!(!bench.app.results.items.is_empty());
    bench.burst(" vitale");
    bench.fail.push_back(Fault::Busy);
    bench.settle();
    assert!(
        bench.status().contains("si sta rifacendo"),
        "{}",
        bench.status()
    );
    assert!(bench.app.results.items.is_empty(), "{}", bench.screen());
    bench.press("<Enter>");
    assert_eq!(bench.journal(), Vec::<String>::new());
}

#[test]
fn a_number_that_could_not_be_looked_up_leaves_no_request_of_another() {
    let mut bench = Bench::alone();
    bench.press("buca in via roma<F6><Enter><F10>");
    let number = bench.told_number();
    bench.press(&number);
    assert!(!bench.app.results.items.is_empty());
    // Another text, the same number: it is asked again.
    bench.burst(" ");
    bench.fail.extend([Fault::Busy, Fault::Busy]);
    bench.settle();
    assert!(bench.app.results.items.is_empty(), "{}", bench.screen());
    assert!(bench.app.results.fresh());
}

#[test]
fn what_was_on_screen_is_asked_again_after_an_outage() {
    let place = Place::new();
    let (mut here, mut there) = (place.desk(Desk::default()), place.desk(Desk::default()));
    here.press("<F4><Tab><Tab><Tab>");
    let before = rows(&here);
    here.lose_keeper();
    there.press("buca in via roma<F6><Enter><F10>");
    // Notices of a keeper that is away do not come.
    here.deaf();
    here.find_keeper();
    here.settle();
    assert_eq!(rows(&here), before + 1, "{}", here.screen());
}

fn rows(bench: &Bench) -> usize {
    match &bench.app.panels[0] {
        Panel::Queue(queue) => queue.rows.len(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_search_that_failed_is_made_again_when_the_keeper_is_there() {
    let mut bench = Bench::alone();
    bench.lose_keeper();
    bench.press("carli");
    assert!(bench.app.results.items.is_empty());
    bench.find_keeper();
    bench.settle();
    assert!(bench.screen().contains("Carli"), "{}", bench.screen());
}

#[test]
fn keys_on_a_list_or_a_request_that_failed_are_not_lost() {
    let mut bench = Bench::alone();
    bench.press("buca in via roma<F6><Enter><F10><F4><Tab><Tab>");
    bench.fail.push_back(Fault::Busy);
    bench.press("<Tab>");
    bench.fail.push_back(Fault::Busy);
    bench.press("<Enter>");
    assert!(bench.holds(), "the list failed again: {}", bench.screen());
    bench.press("<Enter>");
    assert!(
        matches!(bench.app.panels.last(), Some(Panel::Dossier(_))),
        "{}",
        bench.screen()
    );
    bench.press("<Esc>");
    bench.fail.push_back(Fault::Busy);
    bench.press("<Enter>");
    bench.press("<Ctrl-k>n");
    assert!(
        matches!(bench.app.panels.last(), Some(Panel::Form(_))),
        "{}",
        bench.screen()
    );
}

#[test]
fn who_works_here_is_asked_in_one_form() {
    let mut bench = Place::small().start(Desk {
        operator: None,
        ..Desk::default()
    });
    bench.connect();
    bench.settle();
    bench.press("Clau<F10>dia");
    bench.press("<F4>");
    let enrol =
        |panel: &&Panel| matches!(panel, Panel::Form(form) if form.purpose == Purpose::Enrol);
    assert_eq!(
        bench.app.panels.iter().filter(enrol).count(),
        1,
        "{}",
        bench.screen()
    );
}
