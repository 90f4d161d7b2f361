//! What happens when the keeper says no, or nothing: the field stays, the keys typed ahead are held, the
//! bell rings, and the words say what to do, in both languages.

use super::{
    bench::Bench,
    place::{Desk, Place},
};
use sportello::{
    desk::{app::Link, msg::Msg},
    kb::seed,
    keeper::service::{Fault, Notice},
    locale::Lang,
};

fn in_english() -> Bench {
    Place::new().desk(Desk {
        lang: Lang::En,
        ..Desk::default()
    })
}

/// A desk whose next batch meets a fault.
fn refused(fault: Fault, lang: Lang) -> Bench {
    let mut bench = match lang {
        Lang::It => Bench::alone(),
        Lang::En => in_english(),
    };
    bench.refuse.push_back(fault);
    bench
}

#[test]
fn a_refused_conclusion_comes_back_to_the_screen_with_the_reason() {
    let table = [
        (
            Lang::It,
            "NON salvato, niente è perso: ",
            "il disco non accetta scritture (No space left)",
        ),
        (
            Lang::En,
            "NOT saved, nothing is lost: ",
            "the disk takes no writes (No space left)",
        ),
    ];
    for (lang, comfort, what) in table {
        let mut bench = refused(Fault::ReadOnly("No space left".to_owned()), lang);
        bench.press("mensa scolastica<Enter><Enter><F10>");
        assert_eq!(bench.line(), "mensa scolastica");
        assert!(!bench.app.call.concluded);
        let status = bench.status();
        assert!(
            status.contains(what) && status.contains(comfort),
            "{status}"
        );
        assert_eq!((bench.beeps, bench.drafts.len()), (1, 1));
        bench.press("<F10>");
        assert_eq!(bench.journal().len(), 1, "{:?}", bench.journal());
    }
}

#[test]
fn a_refusal_by_rule_is_said_in_the_words_of_the_rule() {
    let mut bench = refused(Fault::Refused("no-role".to_owned()), Lang::It);
    bench.press("carli<Enter>");
    assert!(
        bench.status().contains("non hai un ruolo"),
        "{}",
        bench.status()
    );
    assert_eq!(bench.line(), "carli");
}

#[test]
fn keys_typed_ahead_of_a_refusal_are_held_until_the_operator_goes_on() {
    let mut bench = refused(Fault::Store("damaged".to_owned()), Lang::It);
    bench.burst("mensa scolastica<Enter><Enter><F10>");
    bench.settle();
    assert_eq!((bench.line(), bench.holds()), ("mensa scolastica", false));

    bench.refuse.push_back(Fault::Store("damaged".to_owned()));
    bench.burst("<F10><F3>altro");
    bench.settle();
    assert!(bench.holds(), "{}", bench.screen());
    assert!(
        bench.screen().contains("tasti in attesa"),
        "{}",
        bench.screen()
    );
    assert_eq!(bench.line(), "mensa scolastica");
    bench.press("<Esc>");
    assert_eq!((bench.line(), bench.holds()), ("mensa scolastica", false));
}

#[test]
fn held_keys_go_on_with_enter() {
    let mut bench = Bench::alone();
    bench.burst("<F10>carli");
    assert!(bench.holds());
    bench.press("<Enter>");
    assert_eq!(bench.line(), "carli");
}

#[test]
fn the_rescue_numbers_are_there_before_the_keeper() {
    let mut bench = Place::small().start(Desk::default());
    bench.app.help_lines = seed::help_lines();
    bench.away = true;
    bench.press("<F8>");
    for number in ["112", "115", "118"] {
        assert!(bench.screen().contains(number), "{}", bench.screen());
    }
    bench.away = false;
    bench.press("<Enter>");
    bench.connect();
    bench.settle();
    assert_eq!(
        bench.journal(),
        ["begin first-character, open, told n-112, conclude emergency n-112, close, end key"]
    );
}

#[test]
fn a_keeper_that_is_away_holds_nobody_up() {
    let mut bench = Bench::alone();
    bench.press("carli");
    bench.away = true;
    bench.tell(Msg::Notice(Notice::Disconnected));
    bench.press("<Enter>");
    assert_eq!(bench.app.link, Link::Down);
    assert!(bench.screen().contains("int. 417"), "{}", bench.screen());
    assert!(
        bench.screen().contains("numero in arrivo"),
        "a number is told only when durable"
    );
    assert!(
        bench.screen().contains("1 in corso di salvataggio"),
        "{}",
        bench.screen()
    );
    bench.press("buca in via roma");
    assert_eq!(bench.line(), "buca in via roma");
    assert!(
        bench.status().contains("l'archivio non risponde"),
        "{}",
        bench.status()
    );

    bench.away = false;
    bench.tell(Msg::Notice(Notice::Connected));
    bench.settle();
    assert_eq!(bench.journal().len(), 1);
    assert_eq!(bench.line(), "buca in via roma");
    bench.press("<F6><Enter><F10>");
    assert_eq!(bench.journal().len(), 3);
}

#[test]
fn a_note_that_is_refused_is_in_its_form_again() {
    let mut bench = Bench::alone();
    bench.press("buca in via po<F6><Enter><F10>");
    let number = bench.told_number();
    bench.press(&format!("{number}<Enter>nchiama domani"));
    bench
        .refuse
        .push_back(Fault::ReadOnly("No space left".to_owned()));
    bench.press("<Enter>");
    assert!(bench.status().contains("NON salvato"), "{}", bench.status());
    bench.press("n");
    assert!(
        bench.screen().contains("chiama domani"),
        "{}",
        bench.screen()
    );
    bench.press("<Enter>");
    assert!(bench.status().contains("Salvato"), "{}", bench.status());
    bench.press("n");
    assert!(
        !bench.screen().contains("Testo              chiama domani"),
        "{}",
        bench.screen()
    );
}

#[test]
fn two_desks_that_resume_the_same_call_do_not_both_have_it() {
    let place = Place::new();
    let (mut one, mut other) = (place.desk(Desk::default()), place.desk(Desk::default()));
    one.press("mensa scolastica<F3><F3>");
    other.press("<F3>");
    one.press("<Enter>");
    assert_eq!(one.line(), "mensa scolastica");
    other.press("<Enter>");
    assert_ne!(other.line(), "mensa scolastica", "{}", other.screen());
}
