//! The telephone system, the first start, and the greeting: what comes from elsewhere than keys.

use crate::it::desk::{
    bench::Bench,
    place::{Desk, Place},
};
use sportello::{
    desk::msg::Msg,
    domain::text::Text,
    keeper::service::{Notice, Ring, RingEvent},
    locale::Lang,
};

fn ring(bench: &mut Bench, event: RingEvent) {
    let ring = Ring {
        id: Text::line("7"),
        from: Text::line("333 1234567"),
        to: Text::default(),
        event,
        operator: None,
    };
    bench.tell(Msg::Notice(Notice::Ring(ring)));
}

#[test]
fn a_call_rung_by_the_telephone_system_has_its_number_and_its_times() {
    let mut bench = Bench::alone();
    ring(&mut bench, RingEvent::Ringing);
    assert_eq!(bench.status(), "squilla: 333 1234567");
    ring(&mut bench, RingEvent::Answered);
    bench.wait(134);
    assert!(
        bench.screen().contains("telefonata 02:14"),
        "{}",
        bench.screen()
    );
    ring(&mut bench, RingEvent::Ended);
    bench.wait(60).press("mensa scolastica<F5>");
    assert!(
        bench.screen().contains("333 1234567"),
        "the caller's form knows it\n{}",
        bench.screen()
    );
    bench.press("<Esc><Enter><Enter><F10>");
    assert!(
        bench.journal()[0].starts_with("begin telephony 333 1234567"),
        "{:?}",
        bench.journal()
    );
    assert!(
        bench.journal()[0].ends_with("end telephony"),
        "{:?}",
        bench.journal()
    );
}

#[test]
fn the_number_that_rang_finds_the_callers_requests_once_it_is_confirmed() {
    let mut bench = Bench::alone();
    ring(&mut bench, RingEvent::Answered);
    bench.press(
        "buca in via roma<F5><Tab><Enter><Enter><Enter><Enter><Enter><Enter><F6><Enter><F10>",
    );
    assert!(
        bench.journal()[0].contains("phone «333 1234567»"),
        "{:?}",
        bench.journal()
    );
    ring(&mut bench, RingEvent::Answered);
    bench.press("<F5><Tab><Enter><Enter><Enter><Enter><Enter><Enter><F5>");
    assert!(
        bench.screen().contains("Sue richieste: 1"),
        "{}",
        bench.screen()
    );
}

#[test]
fn a_ring_during_a_call_leaves_the_call_as_it_is() {
    let mut bench = Bench::alone();
    bench.press("mensa scolastica");
    let began = bench.app.call.started;
    ring(&mut bench, RingEvent::Ringing);
    assert_eq!(bench.line(), "mensa scolastica");
    ring(&mut bench, RingEvent::Answered);
    assert_eq!(bench.line(), "mensa scolastica");
    assert!(bench.app.call.started.is_some() && began.is_some());
}

#[test]
fn the_beginning_that_the_telephone_system_told_is_kept() {
    let mut bench = Bench::alone();
    ring(&mut bench, RingEvent::Answered);
    let began = bench.app.call.started;
    bench.wait(30).press("<Ctrl-v>carli");
    let other = Ring {
        id: Text::line("8"),
        from: Text::line("055 000111"),
        to: Text::default(),
        event: RingEvent::Answered,
        operator: None,
    };
    bench.tell(Msg::Notice(Notice::Ring(other)));
    assert_eq!(bench.app.call.started, began);
    bench.press("<Enter>");
    assert!(
        bench.journal()[0].starts_with("begin telephony 333 1234567"),
        "{:?}",
        bench.journal()
    );
}

#[test]
fn a_line_that_goes_after_the_call_was_parked_ends_no_other_call() {
    let mut bench = Bench::alone();
    ring(&mut bench, RingEvent::Answered);
    bench.press("mensa scolastica<F3>");
    ring(&mut bench, RingEvent::Ended);
    bench.wait(60).press("carli<Enter>");
    assert!(
        bench.journal()[1].ends_with("end key"),
        "{:?}",
        bench.journal()
    );
}

#[test]
fn the_first_start_asks_who_it_is_and_takes_keys_typed_before_it_asked() {
    let mut bench = Place::new().start(Desk {
        operator: None,
        ..Desk::default()
    });
    bench.connect();
    bench.settle();
    assert!(bench.screen().contains("Chi sei?"), "{}", bench.screen());
    bench.press("Claudia<Enter>");
    assert!(
        bench.screen().contains("sono Claudia."),
        "{}",
        bench.screen()
    );

    bench.press("carli<Enter>");
    assert_eq!(bench.journal().len(), 1);
}

#[test]
fn what_a_caller_says_is_no_name_before_it_was_asked_twice() {
    let mut bench = Place::new().start(Desk {
        operator: None,
        ..Desk::default()
    });
    bench.connect();
    bench.settle();
    let screen = bench.screen();
    assert!(
        screen.contains("il nome di chi risponde; Esc: dopo"),
        "{screen}"
    );
    bench.press("quando devo pagare la tassa<Enter>");
    let screen = bench.screen();
    assert!(screen.contains("è il tuo nome?"), "{screen}");
    assert!(bench.app.operator.is_none());
    bench.press("<Ctrl-u>posso pagare?<Enter>");
    assert!(bench.app.operator.is_none());
    bench.press("<Enter>");
    assert!(bench.app.operator.is_some());
}

#[test]
fn keys_typed_before_the_keeper_asks_who_it_is_stay_with_the_call() {
    let mut bench = Place::new().start(Desk {
        operator: None,
        ..Desk::default()
    });
    bench.burst("carli<Enter>");
    bench.connect();
    bench.settle();
    assert!(bench.screen().contains("Chi sei?"), "{}", bench.screen());
    assert_eq!(bench.line(), "carli");
    bench.press("Claudia<Enter>");
    assert!(
        bench.screen().contains("sono Claudia."),
        "{}",
        bench.screen()
    );
}

#[test]
fn the_agency_greets_in_the_language_of_the_desk() {
    let place = Place::new();
    for (lang, words) in [
        (Lang::It, "«Buongiorno, Comune di Esempio, sono Claudia."),
        (
            Lang::En,
            "«Good morning, Comune di Esempio, Claudia speaking.",
        ),
    ] {
        let bench = place.desk(Desk {
            lang,
            ..Desk::default()
        });
        assert!(bench.screen().contains(words), "{}", bench.screen());
    }
}

#[test]
fn a_parked_call_is_resumed_at_another_desk() {
    let place = Place::new();
    let (mut one, mut other) = (
        place.desk(Desk::default()),
        place.desk(Desk {
            account: 1001,
            operator: Some("Bruno"),
            ..Desk::default()
        }),
    );
    one.press("mensa scolastica<F5>Anna<Esc><F3>");
    assert_eq!(one.line(), "");
    other.settle().press("<F3><Enter>");
    assert_eq!(other.line(), "mensa scolastica");
    other.press("<Enter><Enter><F10>");
    assert_eq!(
        other.journal(),
        [
            "resume",
            "open, text «mensa scolastica», name «Anna», told mensa-scolastica, \
             conclude answered mensa-scolastica, close, end key",
        ]
    );
    one.settle().press("<F3>");
    assert!(
        one.screen().contains("nessuna telefonata sospesa"),
        "{}",
        one.screen()
    );
}

#[test]
fn what_a_first_level_operator_may_not_do_is_refused_by_rule() {
    let place = Place::new();
    place.desk(Desk::default());
    let mut bench = place.desk(Desk {
        account: 1001,
        operator: Some("Bruno"),
        ..Desk::default()
    });
    bench.press("xyzzy<F6>back<Enter><F10>");
    let number = bench.told_number();
    bench.press(&format!("{number}<Enter><Ctrl-k>p"));
    assert!(
        bench
            .status()
            .contains("la richiesta è di un altro livello"),
        "{}",
        bench.status()
    );
    assert!(bench.beeps > 0);
    bench.press("<Ctrl-k>s<Enter>");
    assert!(
        bench.status().contains("non hai un ruolo"),
        "{}",
        bench.status()
    );
    bench.press("<Ctrl-k>nrichiamare<Enter>");
    assert!(bench.status().contains("Salvato"), "{}", bench.status());
}
