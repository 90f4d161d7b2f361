//! What happens when the keeper says no, or nothing: the field stays, the keys typed ahead are held, the
//! bell rings, and the words say what to do, in both languages.

use super::{
    bench::Bench,
    place::{Desk, Place},
};
use sportello::{
    desk::{
        app::Link,
        draft::{Call, Ending, Question},
        line::LineEdit,
        msg::Msg,
    },
    domain::{
        id::{OpId, StreamId},
        number::TicketNumber,
        op::Op,
        outcome::Role,
        text::Text,
    },
    kb::seed,
    keeper::service::{Fault, Notice, Proposal, Task, Work},
    locale::Lang,
};
use std::sync::Arc;

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
            "archivio non utilizzabile (damaged)",
        ),
        (
            Lang::En,
            "NOT saved, nothing is lost: ",
            "the store cannot be used (damaged)",
        ),
    ];
    for (lang, comfort, what) in table {
        let mut bench = refused(Fault::Store("damaged".to_owned()), lang);
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
fn a_full_disk_is_said_at_once_and_again_when_there_is_space() {
    let mut bench = Bench::alone();
    bench.press("mensa");
    bench.tell(Msg::Notice(Notice::ReadOnly));
    assert_eq!((bench.app.link, bench.beeps), (Link::ReadOnly, 1));
    assert!(bench.status().contains("non accetta"), "{}", bench.status());
    assert_eq!(bench.line(), "mensa");
    bench.press(" scolastica");
    assert_eq!(bench.line(), "mensa scolastica");
    bench.tell(Msg::Notice(Notice::Writable));
    assert_eq!(bench.app.link, Link::Up);
    assert!(bench.status().contains("di nuovo"), "{}", bench.status());
}

#[test]
fn a_disk_that_is_nearly_full_is_said_and_the_call_goes_on() {
    let mut bench = Bench::alone();
    bench.press("mensa");
    bench.tell(Msg::Notice(Notice::SpaceShort));
    assert_eq!((bench.app.link, bench.beeps), (Link::Up, 1));
    assert!(bench.status().contains("quasi pieno"), "{}", bench.status());
    assert_eq!(bench.line(), "mensa");
    bench.tell(Msg::Notice(Notice::SpaceEnough));
    assert!(
        bench.status().contains("di nuovo spazio"),
        "{}",
        bench.status()
    );
}

#[test]
fn the_title_says_quietly_how_far_the_views_are_made_again() {
    let mut bench = Bench::alone();
    let notice = |task, done| {
        let total = 200;
        Msg::Notice(Notice::Working(Work { task, done, total }))
    };
    bench.tell(notice(Task::Rebuild, 84));
    assert!(bench.screen().contains("rifaccio l'archivio: 42 %"));
    bench.tell(notice(Task::Digest, 199));
    assert!(bench.screen().contains("rifaccio l'archivio: 42 %"));
    assert_eq!((bench.beeps, bench.status()), (0, ""));
    bench.tell(Msg::Notice(Notice::Rested(Task::Rebuild)));
    assert!(bench.screen().contains("sede singola"));
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
        bench.screen().contains("tasti premuti prima di vedere"),
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
    bench.press(&format!("{number}<Enter><Ctrl-k>nchiama domani"));
    bench.refuse.push_back(Fault::Refused("no-role".to_owned()));
    bench.press("<Enter>");
    assert!(bench.status().contains("NON salvato"), "{}", bench.status());
    bench.press("<Ctrl-k>n");
    assert!(
        bench.screen().contains("chiama domani"),
        "{}",
        bench.screen()
    );
    bench.press("<Enter>");
    assert!(bench.status().contains("Salvato"), "{}", bench.status());
    bench.press("<Ctrl-k>n");
    assert!(
        !bench.screen().contains("Testo              chiama domani"),
        "{}",
        bench.screen()
    );
}

#[test]
fn a_refusal_takes_back_its_own_question_and_leaves_the_one_being_typed() {
    let mut bench = Bench::alone();
    bench.press("buca in via roma<F6>");
    bench.away = true;
    bench.press("<Enter><Esc>mensa scolastica");
    bench.away = false;
    bench.refuse.push_back(Fault::Refused("no-role".to_owned()));
    bench.settle();
    assert!(bench.status().contains("NON salvato"), "{}", bench.status());
    assert_eq!(bench.line(), "mensa scolastica", "{}", bench.screen());
    bench.press("<Tab>");
    assert_eq!(bench.line(), "buca in via roma", "{}", bench.screen());
    bench.press("<F6><Enter><Esc><Tab><Enter><Enter><F10>");
    assert_eq!(
        bench.journal(),
        [
            "begin first-character, open, text «buca in via roma», conclude entrusted-department, \
             escalate-department lavori-pubblici",
            "open, text «mensa scolastica», told mensa-scolastica, \
             conclude answered mensa-scolastica, close, end key",
        ]
    );
}

#[test]
fn two_refusals_of_one_call_bring_both_of_its_questions_back() {
    let mut bench = Bench::alone();
    bench.press("buca in via roma<F6>");
    bench.away = true;
    bench.press("<Enter><F8>112<Enter>");
    assert!(bench.app.call.concluded, "{}", bench.screen());
    for _ in 0..2 {
        bench.refuse.push_back(Fault::Store("damaged".to_owned()));
    }
    bench.away = false;
    bench.settle();
    let open = |bench: &Bench| {
        let questions = bench.app.call.questions.iter();
        questions
            .filter(|question| question.ending == Ending::Open)
            .count()
    };
    assert_eq!((open(&bench), bench.app.call.concluded), (2, false));
    assert_eq!(bench.line(), "buca in via roma");
    bench.press("<F6><Enter><F10>");
    assert!(
        bench.journal()[0].starts_with("begin first-character, open, text «buca in via roma»"),
        "{:?}",
        bench.journal()
    );
}

#[test]
fn a_call_too_large_for_one_record_stays_and_the_way_out_is_said() {
    let mut bench = Bench::alone();
    bench.press("mensa scolastica");
    for _ in 0..80 {
        let ticket = bench.app.new_ticket();
        let mut question = Question::new(ticket);
        question.line = LineEdit::new(&"parola ".repeat(2_300));
        question.own_words = Text::line("sì");
        bench.app.call.questions.push(question);
    }
    bench.app.call.current = 1;
    let before = bench.app.call.clone();
    for key in ["<F3>", "<F10>"] {
        bench.press(key);
        let screen = bench.screen();
        assert!(bench.status().contains("affida (F6)"), "{key}: {screen}");
        assert!(bench.app.parked.is_empty() && bench.app.pending.is_empty());
        assert_eq!(bench.app.call.questions.len(), before.questions.len());
        assert!(!bench.app.call.concluded && !bench.app.call.begun);
        bench.app.call.questions[0].own_words = Text::line("sì");
    }
    bench.press("<F6><Enter>");
    assert_eq!(bench.journal().len(), 1, "{}", bench.screen());
}

#[test]
fn a_resume_refused_after_the_next_call_has_begun_brings_no_concluded_call_back() {
    let mut bench = Bench::alone();
    bench.press("<Ctrl-v><F3>carli<Enter><F3>");
    bench
        .refuse
        .push_back(Fault::Refused("taken-up".to_owned()));
    bench.burst("<Enter>");
    bench.burst("<F8>112<Enter>");
    bench.burst("altro");
    bench.settle();
    assert_eq!(bench.beeps, 1, "{}", bench.screen());
    assert_eq!(bench.line(), "altro", "{}", bench.screen());
    let concluded = |draft: &&Call| draft.concluded;
    assert_eq!(bench.app.drafts.iter().filter(concluded).count(), 0);
}

#[test]
fn a_record_of_an_earlier_desk_that_is_not_taken_is_shown() {
    let mut bench = Bench::alone();
    bench.press("mensa scolastica");
    let ops = [Op::Note {
        ticket: bench.app.new_ticket(),
        text: Text::line("richiamare dopo le 15"),
        corrects: None,
    }];
    let (id, agency) = (bench.app.new_batch(), bench.app.agency_id.clone());
    let proposal = Proposal::new(id, agency, Role::FirstLevel, &ops, Vec::new()).unwrap();
    bench.tell(Msg::NotAdopted(
        proposal,
        Fault::Refused("no-role".to_owned()),
    ));
    let status = bench.status();
    assert!(
        status.contains("NON salvata") && status.contains("richiamare dopo le 15"),
        "{status}"
    );
    assert_eq!((bench.line(), bench.beeps), ("mensa scolastica", 1));
}

#[test]
fn drafts_that_cannot_be_kept_are_told_and_hold_no_key() {
    let mut bench = Bench::alone();
    bench.press("mensa");
    bench.tell(Msg::Kept(Some("No space left on device".to_owned())));
    assert!(
        bench.status().contains("Bozze NON su disco") && bench.beeps == 1,
        "{}",
        bench.status()
    );
    bench.press(" scolastica");
    assert_eq!(bench.line(), "mensa scolastica");
    bench.tell(Msg::Kept(None));
    assert!(
        bench.status().contains("di nuovo su disco"),
        "{}",
        bench.status()
    );
}

/// What a desk that is killed now leaves on disk, found by the next one of the same place.
fn killed(bench: Bench, place: &Arc<Place>) -> Bench {
    let drafts = bench.drafts.values().cloned().collect();
    drop(bench);
    let mut next = place.start(Desk::default());
    next.tell(Msg::Drafts(drafts, 0));
    next.connect();
    next.settle();
    next
}

#[test]
fn words_typed_in_a_form_outlive_a_desk_that_is_killed() {
    let place = Place::new();
    let mut bench = place.desk(Desk::default());
    bench.press("buca in via po<F6><Enter><F10>");
    let number = bench.told_number();
    bench.press(&format!("{number}<Enter><Ctrl-k>nchiama domani"));
    let mut next = killed(bench, &place);
    assert!(
        next.status().contains("testi non confermati"),
        "{}",
        next.screen()
    );
    next.press("<Enter><Ctrl-k>n");
    assert!(next.screen().contains("chiama domani"), "{}", next.screen());
    next.press("<Enter>");
    assert_eq!(next.journal(), ["note «chiama domani»"]);
    assert!(!format!("{:?}", next.drafts).contains("chiama domani"));

    next.press("<Esc><F10>orario messa<F10>senza<Enter>alle dieci");
    let mut last = killed(next, &place);
    assert_eq!(last.line(), "orario messa", "{}", last.screen());
    last.press("<F10>senza<Enter>");
    assert!(last.screen().contains("alle dieci"), "{}", last.screen());
    last.press("<Enter>");
    assert!(
        last.journal()[0].contains("conclude answered «alle dieci»"),
        "{:?}",
        last.journal()
    );
}

#[test]
fn the_name_of_a_new_operator_who_is_refused_is_in_its_form_again() {
    let mut bench = Place::new().start(Desk {
        operator: None,
        ..Desk::default()
    });
    bench.connect();
    bench.settle();
    bench.press("Claudia");
    bench.away = true;
    bench.press("<Enter>");
    bench.away = false;
    bench.press("carli<Enter>");
    assert!(
        bench.screen().contains("Chi sei?") && bench.screen().contains("Claudia"),
        "{}",
        bench.screen()
    );
    bench.press("<Enter>");
    assert!(
        bench.screen().contains("sono Claudia."),
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

#[test]
fn a_refused_undo_can_be_tried_again() {
    let mut bench = Bench::alone();
    bench.press("mensa scolastica<Enter><Enter><F10>");
    bench.refuse.push_back(Fault::Refused("no-role".to_owned()));
    bench.press("<Ctrl-y>");
    assert!(bench.status().contains("NON salvato"), "{}", bench.status());
    assert!(bench.app.call.concluded, "{}", bench.screen());
    bench.press("<Ctrl-y>");
    assert_eq!(bench.journal().len(), 2, "{}", bench.screen());
    assert_eq!(
        (bench.line(), bench.app.call.concluded),
        ("mensa scolastica", false)
    );
}

#[test]
fn a_record_of_an_earlier_desk_that_is_saved_tells_its_number() {
    let mut bench = Bench::alone();
    bench.press("mensa");
    let (batch, ticket) = (bench.app.new_batch(), bench.app.new_ticket());
    let first = OpId {
        stream: StreamId::new([0; 16]),
        seq: 1,
    };
    let number = TicketNumber::parse(&numbered()).unwrap();
    bench.tell(Msg::Saved(batch, first, vec![(ticket, number)]));
    let told = format!("Salvata una registrazione di prima: {number}");
    assert_eq!(bench.status(), told);
    bench.tell(Msg::Saved(batch, first, Vec::new()));
    assert_eq!(bench.status(), "Salvata una registrazione di prima.");
    assert_eq!(bench.line(), "mensa");
}

/// A number that some place has minted.
fn numbered() -> String {
    let mut bench = Bench::alone();
    bench.press("buca<F6><Enter><F10>");
    bench.told_number()
}

#[test]
fn drafts_that_cannot_be_read_are_counted_and_told() {
    let mut bench = Place::small().start(Desk::default());
    let drafts = vec!["{ cut of".to_owned(), "{}".to_owned()];
    bench.tell(Msg::Drafts(drafts, 1));
    assert_eq!(
        bench.status(),
        "3 bozze di prima non si leggono: restano su disco."
    );
    bench.connect();
    bench.settle();
    assert!(bench.status().contains("3 bozze"), "{}", bench.status());
}
