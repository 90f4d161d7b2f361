//! The rules of the knowledge base at the desk: two approvals, validity, news until it is read, the
//! version with every answer, a notice that goes.

use super::{
    bench::Bench,
    place::{Desk, Place},
};
use sportello::{
    desk::{msg::Msg, panel::Panel, version::Editor},
    domain::{
        article::version_of,
        id::BatchId,
        op::{Op, Provenance},
        outcome::{ArticleKind, Role},
        slug::Slug,
    },
    keeper::service::{Proposal, Reply, Request},
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

const MENSA: &str = "mensa-scolastica";

fn slug(words: &str) -> Slug {
    Slug::parse(words).unwrap()
}

/// A colleague with an account and roles of his own.
fn colleague(place: &Arc<Place>, account: u32, name: &'static str, roles: &[Role]) -> Bench {
    let desk = Desk {
        account,
        operator: Some(name),
        ..Desk::default()
    };
    let mut bench = place.start(desk);
    let operator = bench.operator.clone().unwrap();
    let some = if roles.is_empty() {
        &[Role::FirstLevel]
    } else {
        roles
    };
    let grants: Vec<Op> = { some.iter() }
        .map(|role| Op::Grant {
            operator: operator.clone(),
            role: *role,
            agency: slug("esempio"),
            office: None,
        })
        .collect();
    let batch = BatchId::new([u8::try_from(account % 256).unwrap(); 16]);
    let all = slug("all");
    let proposal = Proposal::new(batch, all, Role::Admin, &grants, Vec::new()).unwrap();
    let reply = place.call(1000, Request::Commit(proposal));
    assert!(matches!(reply, Reply::Saved { .. }), "{reply:?}");
    bench.connect();
    bench.settle();
    bench
}

#[track_caller]
fn sees(bench: &Bench, words: &str) {
    assert!(
        bench.screen().contains(words),
        "{words}\n{}",
        bench.screen()
    );
}

#[track_caller]
fn sees_not(bench: &Bench, words: &str) {
    assert!(
        !bench.screen().contains(words),
        "{words}\n{}",
        bench.screen()
    );
}

/// Claudia, who may do everything, changes the sheet on school meals.
fn draft(place: &Arc<Place>, editor: fn(&str) -> String) -> Bench {
    let mut claudia = place.desk(Desk::default());
    claudia.editor = editor;
    claudia.press("mensa scolastica<Enter><Ctrl-k>v<Ctrl-k>m");
    claudia.press("<Esc><Esc><Esc><Ctrl-u>");
    claudia
}

fn other_words(text: &str) -> String {
    text.replacen("say = \"", "say = \"Da oggi: ", 1)
}

const OPEN_DRAFT: &str = "<F12>redazione<Enter><Enter>";

const OPEN_APPROVED: &str = "<F12>redazione<Enter><Tab><Enter>";

#[test]
fn two_people_approve_and_neither_is_the_author() {
    let place = Place::timed();
    let mut claudia = draft(&place, other_words);
    let mut anna = colleague(&place, 1001, "Anna", &[Role::Department]);
    let mut bruno = colleague(&place, 1002, "Bruno", &[Role::Urp, Role::BackOffice]);
    claudia.press(OPEN_DRAFT);
    sees(&claudia, "Da oggi:");
    sees(&claudia, "ufficio: manca");
    claudia.press("<Ctrl-k>u");
    sees(&claudia, "nessuno approva un testo che ha scritto");
    claudia.press("<Enter><Ctrl-k>p");
    sees(&claudia, "prima l'approvano l'ufficio e l'URP");
    bruno.press(OPEN_DRAFT).press("<Ctrl-k>r");
    sees(&bruno, "URP: Bruno");
    bruno.press("<Ctrl-k>u");
    sees(&bruno, "hai già approvato questa versione");
    // One side is not enough.
    claudia.press("<Enter><Ctrl-k>p").settle();
    sees(&claudia, "prima l'approvano");
    anna.press(OPEN_DRAFT).press("<Ctrl-k>u");
    sees(&anna, "ufficio: Anna");
    claudia.settle();
    // Anna came after this desk had asked who works here.
    sees(&claudia, "Stato         Approvata");
    sees(&claudia, "ufficio: Anna");
    sees_not(&claudia, "Approvata · non approvata");
    claudia.press("<Enter><Ctrl-k>p").settle();
    let last = claudia.journal().pop().unwrap();
    assert_eq!(last, format!("publish {MENSA} Approved for 2"));
    sees(&claudia, "Pubblicata · approvata da ufficio e URP");
}

/// The sheet on school meals, changed, approved by two and published.
fn published(place: &Arc<Place>, editor: fn(&str) -> String) -> Bench {
    let mut claudia = draft(place, editor);
    let mut anna = colleague(place, 1001, "Anna", &[Role::Department]);
    let mut bruno = colleague(place, 1002, "Bruno", &[Role::Urp]);
    anna.press(OPEN_DRAFT).press("<Ctrl-k>u");
    bruno.press(OPEN_DRAFT).press("<Ctrl-k>r");
    claudia.press(OPEN_APPROVED).press("<Ctrl-k>p<Esc><Esc>");
    place.call(1000, Request::Settle);
    claudia
}

#[test]
fn what_is_not_valid_yet_is_not_found_before_its_day() {
    let place = Place::timed();
    let mut claudia = published(&place, |text| {
        let text = other_words(text);
        text.replacen("say = \"", "valid_from = \"2026-11-05\"\nsay = \"", 1)
    });
    claudia.press("mensa scolastica");
    sees_not(&claudia, "Da oggi:");
    claudia.press("<Ctrl-u>");
    claudia.wait(3 * 24 * 3_600);
    place.call(1000, Request::Settle);
    claudia.press("mensa scolastica");
    sees(&claudia, "Da oggi:");
}

#[test]
fn news_is_news_until_it_is_read_and_never_during_a_call() {
    let place = Place::timed();
    published(&place, other_words);
    let mut dario = colleague(&place, 1003, "Dario", &[]);
    sees(&dario, "una novità");
    dario.press("imu");
    sees_not(&dario, "una novità");
    dario.press("<Ctrl-u>").press("<F12>novità<Enter>");
    sees(&dario, "Novità 1");
    dario.press("<Enter>");
    sees(&dario, "Che cosa cambia");
    // What is said now stands before what was said.
    let screen = dario.screen();
    let [now, before] = ["+ ora", "− prima"].map(|label| screen.find(label));
    assert!(now.is_some() && now < before, "{screen}");
    sees(&dario, "Da oggi:");
    dario.press("<Enter>").press("<Esc>");
    assert_eq!(dario.journal(), [format!("read {MENSA}")]);
    sees_not(&dario, "una novità");
}

#[test]
fn what_no_caller_hears_is_no_news() {
    let place = Place::timed();
    let claudia = published(&place, |text| {
        text.replacen("aliases = [", "aliases = [\"refettorio\", ", 1)
    });
    let last = claudia.journal().pop().unwrap();
    assert_eq!(last, format!("publish {MENSA} Approved for 2"));
    let dario = colleague(&place, 1003, "Dario", &[]);
    sees_not(&dario, "una novità");
}

#[test]
fn every_answer_told_names_the_version_it_was_told_from() {
    let place = Place::timed();
    let mut claudia = published(&place, other_words);
    claudia.press("mensa scolastica<Enter><Enter><F10>");
    let published = claudia.batches.iter().flatten().find_map(|op| match op {
        Op::Publish {
            text, provenance, ..
        } if format!("{provenance:?}") == "Approved" => Some(version_of(text)),
        _ => None,
    });
    let told = claudia.batches.iter().flatten().find_map(|op| match op {
        Op::Told { answer, .. } => Some(answer.version),
        _ => None,
    });
    assert!(told.is_some());
    assert_eq!(told, published);
}

#[test]
fn a_notice_is_on_every_desk_and_gone_after_its_time() {
    let place = Place::timed();
    let mut claudia = place.desk(Desk::default());
    let mut anna = colleague(&place, 1001, "Anna", &[]);
    claudia.press("mensa scolastica<F12>avviso<Enter>cucina chiusa<Enter><Ctrl-u>2<Enter>");
    claudia.settle();
    anna.settle();
    for bench in [&claudia, &anna] {
        sees(bench, "Avviso (non approvato)");
        sees(bench, "cucina chiusa");
    }
    anna.press("mensa scolastica");
    sees(&anna, "avviso");
    sees(&anna, "Avviso (non approvato, fino a 12:4");
    anna.press("<F12>avviso");
    sees(&anna, "non hai un ruolo che lo");
    anna.press("<Esc>").wait(2 * 3_600 + 60);
    sees_not(&anna, "cucina chiusa");
}

#[test]
fn an_act_that_a_curator_records_counts_once_somebody_else_has_seen_it() {
    let place = Place::timed();
    draft(&place, other_words);
    let mut rita = colleague(&place, 1004, "Rita", &[Role::Curator]);
    let mut sara = colleague(&place, 1005, "Sara", &[Role::Supervisor]);
    rita.press(OPEN_DRAFT)
        .press("<Ctrl-k>a12/2026<Enter><Enter>Verdi Ugo<Enter><Enter>");
    sees(&rita, "12/2026 del 03/11/2026 · da confermare");
    rita.press("<Ctrl-k>c");
    sees(&rita, "non hai un ruolo");
    sara.press(OPEN_DRAFT).press("<Ctrl-k>c").press("<Ctrl-k>r");
    sees(&sara, "visto da Sara");
    // Who saw the act does not sign for the other side besides: one person would be enough.
    sees_not(&sara, "Stato         Approvata");
    let mut ugo = colleague(&place, 1006, "Ugo", &[Role::Urp]);
    ugo.press(OPEN_DRAFT).press("<Ctrl-k>r");
    sees(&ugo, "Stato         Approvata");
}

#[test]
fn a_text_with_faults_is_no_draft_and_is_not_lost() {
    let place = Place::timed();
    let claudia = draft(&place, |text| text.replacen("title = \"", "title = ", 1));
    assert_eq!(claudia.app.texts.len(), 1);
    assert!(
        claudia
            .drafts
            .values()
            .any(|kept| kept.contains("title = Mensa"))
    );
    assert_eq!(claudia.journal(), Vec::<String>::new());
}

#[test]
fn a_text_that_is_no_draft_can_be_thrown_away_once_it_was_asked() {
    let place = Place::timed();
    let mut claudia = draft(&place, |text| text.replacen("title = \"", "title = ", 1));
    claudia.press("<F12>redazione<Enter><Ctrl-k>n");
    sees(
        &claudia,
        "Testo di «mensa-scolastica», non ancora una bozza",
    );
    // Why, in the operator's language.
    sees(&claudia, "sulla riga c'è qualcosa di troppo");
    claudia.press("<Down><Enter>");
    sees(&claudia, "Eliminare il testo?");
    claudia.press("<Esc>");
    assert_eq!(claudia.app.texts.len(), 1);
    claudia.press("<Ctrl-k>n<Down><Enter><Down><Enter>");
    sees(&claudia, "Testo eliminato.");
    assert_eq!(claudia.app.texts, []);
    let kept = claudia.drafts.values();
    assert_eq!(
        kept.filter(|kept| kept.contains("title = Mensa")).count(),
        0
    );
}

#[test]
fn a_text_that_waits_is_in_nobodys_way_to_a_blank_sheet() {
    let place = Place::timed();
    let mut claudia = draft(&place, |text| text.replacen("title = \"", "title = ", 1));
    claudia.press("<F12>redazione<Enter><Ctrl-k>n<Down><Down>");
    sees(&claudia, "▸ Nuova scheda vuota");
    claudia.press("<Enter>");
    sees(&claudia, "Testo di una scheda nuova, non ancora una bozza");
    let articles: Vec<bool> = { claudia.app.texts.iter() }
        .map(|kept| kept.article.is_some())
        .collect();
    assert_eq!(articles, [true, false]);
}

#[test]
fn a_notice_that_is_too_long_stays_in_its_form_with_the_reason() {
    let place = Place::timed();
    let mut claudia = place.desk(Desk::default());
    claudia.press("imu<F12>avviso<Enter>");
    sees(&claudia, "una frase, al massimo 200 caratteri");
    sees(&claudia, "da 1 a 24 ore");
    claudia.press(&"a".repeat(170));
    sees(&claudia, "170 caratteri su 200");
    claudia.press(&"a".repeat(31)).press("<Enter><Enter>");
    sees(&claudia, "troppo lunga: 201 caratteri, al massimo 200");
    sees(&claudia, "Avviso su «IMU");
    assert_eq!(claudia.journal(), Vec::<String>::new());
    claudia.press("<Esc>").press("<F12>avviso<Enter>");
    sees(&claudia, "C'è ancora ciò che avevi scritto");
    claudia.press("<Backspace>");
    sees(&claudia, "200 caratteri su 200");
    claudia.press("<Enter><Ctrl-u>30<Enter>");
    sees(&claudia, "scrivi quante ore (al massimo 24)");
    claudia.press("<Ctrl-u>3<Enter>").settle();
    assert_eq!(claudia.journal().len(), 1);
}

#[test]
fn the_lists_of_a_curator_are_nobody_elses() {
    let place = Place::timed();
    // The first one enrolled may do everything.
    place.desk(Desk::default());
    let mut dario = colleague(&place, 1003, "Dario", &[]);
    dario.press("<F12>novità<Enter>");
    sees(&dario, "Niente di nuovo; Esc torna alla telefonata.");
    sees_not(&dario, "Bozze");
    dario.press("<Tab>");
    sees(&dario, "Novità 0");
    dario.press("<Esc><F12>redazione");
    sees(&dario, "non hai un ruolo che lo");
    dario.press("<Enter>");
    sees_not(&dario, "Bozze 0");
}

#[test]
fn who_has_chosen_no_editor_is_told_which_one_opens_and_where_there_is_none_what_to_do() {
    let place = Place::timed();
    let mut claudia = place.desk(Desk::default());
    claudia.editor = other_words;
    claudia.app.knowledge.editor = Editor::Missing;
    claudia.press("mensa scolastica<Enter><Ctrl-k>v<Ctrl-k>m");
    sees(&claudia, "qui non c'è un editor di testo");
    assert_eq!(claudia.app.texts, []);
    claudia.app.knowledge.editor = Editor::Found("vi".to_owned());
    claudia.press("<Enter><Ctrl-k>m");
    sees(&claudia, "il testo si apre con «vi»");
    sees(&claudia, "EDITOR=nano");
    assert_eq!(claudia.journal(), Vec::<String>::new());
    claudia.press("<Enter>").settle();
    assert_eq!(
        claudia.journal().pop().unwrap(),
        format!("publish {MENSA} Draft for 0")
    );
}

#[test]
fn a_key_that_repeats_opens_one_editor_and_what_is_typed_in_it_is_a_draft() {
    static OPENED: AtomicUsize = AtomicUsize::new(0);
    let place = Place::timed();
    let mut claudia = place.desk(Desk::default());
    claudia.editor = |text| {
        OPENED.fetch_add(1, Ordering::SeqCst);
        other_words(text)
    };
    claudia.press("mensa scolastica<Enter><Ctrl-k>v");
    claudia.burst("<Ctrl-k>m<Ctrl-k>m").settle();
    assert_eq!(OPENED.load(Ordering::SeqCst), 1);
    assert_eq!(
        claudia.journal().pop().unwrap(),
        format!("publish {MENSA} Draft for 0")
    );
}

#[test]
fn a_text_left_behind_is_offered_at_once_and_to_who_is_at_work_later() {
    let place = Place::timed();
    let left = draft(&place, |_| "senza intestazione".to_owned());
    let found: Vec<String> = left.drafts.values().cloned().collect();
    let texts = |typed: &str| {
        let mut next = place.start(Desk::default());
        next.press(typed);
        next.tell(Msg::Drafts(found.clone(), 0));
        next.connect();
        next.settle();
        next
    };
    sees(&texts(""), "Torna al testo");
    let mut busy = texts("mensa");
    sees(&busy, "Ritrovato un testo non ancora bozza");
    sees_not(&busy, "Torna al testo");
    busy.press("<F12>redazione<Enter><Ctrl-k>n");
    sees(&busy, "Torna al testo");
}

#[test]
fn what_is_typed_in_every_line_of_an_act_is_there_when_its_form_opens_again() {
    let place = Place::timed();
    draft(&place, other_words);
    let mut rita = colleague(&place, 1004, "Rita", &[Role::Curator]);
    rita.press(OPEN_DRAFT)
        .press("<Ctrl-k>a<Enter><Enter>Verdi Ugo<Enter>urp<Esc>");
    sees_not(&rita, "Verdi Ugo");
    assert!(rita.drafts.values().any(|kept| kept.contains("Verdi Ugo")));
    rita.press("<Ctrl-k>a");
    sees(&rita, "Verdi Ugo");
    sees(&rita, "urp");
}

#[test]
fn a_draft_that_is_set_aside_waits_for_nobody() {
    let place = Place::timed();
    let mut claudia = draft(&place, other_words);
    claudia.press(OPEN_DRAFT).press("<Ctrl-k>s").press("<Esc>");
    sees(&claudia, "Bozze 0");
    assert_eq!(
        claudia.journal().pop().unwrap(),
        format!("withdraw {MENSA}")
    );
}

#[test]
fn the_questions_of_a_sheet_are_asked_once_its_request_is_entrusted() {
    let place = Place::timed();
    let mut bench = place.desk(Desk::default());
    bench.press("segnalare una buca<Enter><Enter><F6><Enter>");
    sees(&bench, "In che via, e vicino a che numero o a che punto?");
    bench.press("via Po<Enter>");
    sees(&bench, "manca il numero civico?");
    bench.press("buca o asfalto<Enter>");
    assert!(bench.drafts.values().any(|kept| kept.contains("via Po")));
    bench.press("<F10>");
    let journal = bench.journal().join("\n");
    assert!(
        journal.contains("answer luogo «via Po», answer cosa «buca o asfalto»"),
        "{journal}"
    );
    let number = bench.told_number();
    bench.press(&format!("{number}<Enter>"));
    sees(&bench, "via Po");
}

/// A text put in force on trust, by an import that has seen no other.
fn import(place: &Arc<Place>, account: u32, text: &str) {
    let op = Op::Publish {
        article: slug(MENSA),
        kind: ArticleKind::Sheet,
        text: text.to_owned(),
        provenance: Provenance::Trusted,
        replaces: Vec::new(),
    };
    let batch = BatchId::new([u8::try_from(text.len() % 251).unwrap(); 16]);
    let proposal = Proposal::new(batch, slug("esempio"), Role::Curator, &[op], Vec::new()).unwrap();
    let reply = place.call(account, Request::Commit(proposal));
    assert!(matches!(reply, Reply::Saved { .. }), "{reply:?}");
    place.call(account, Request::Settle);
}

#[test]
fn of_two_versions_published_at_once_a_curator_chooses_one() {
    let place = Place::timed();
    let mut claudia = place.desk(Desk::default());
    claudia.press("mensa scolastica<Enter><Ctrl-k>v");
    let shown = claudia
        .app
        .panels
        .iter()
        .rev()
        .find_map(|panel| match panel {
            Panel::Version(panel) => panel.edition.clone(),
            _ => None,
        });
    let text = shown.unwrap().canonical;
    import(&place, 1000, &text.replacen("say = \"", "say = \"Uno: ", 1));
    import(
        &place,
        1000,
        &text.replacen("say = \"", "say = \"Due volte: ", 1),
    );
    claudia.press("<Esc><Esc><Ctrl-u>mensa scolastica");
    sees(&claudia, "due versioni pubblicate insieme");
    sees(&claudia, "Due volte:");
    claudia.press("<F12>redazione<Enter><Tab><Tab><Enter><Ctrl-k>o");
    sees(&claudia, "Uno:");
    claudia.press("<Ctrl-k>p<Esc>");
    sees(&claudia, "Due versioni 0");
    claudia.press("<Esc><Ctrl-u>mensa scolastica");
    sees(&claudia, "Uno:");
    sees_not(&claudia, "due versioni pubblicate insieme");
}
