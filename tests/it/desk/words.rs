//! No single key ever discards typed text (DESIGN §4): a law over keys made at random, Enter left out.

use super::{
    bench::Bench,
    journal,
    keys::keys,
    laws::cases,
    place::{Desk, Place},
};
use proptest::prelude::*;
use sportello::{
    desk::{
        form::KeptWords,
        msg::{Input, Msg},
        panel::Panel,
    },
    domain::op::Op,
    keeper::service::Fault,
};
use std::sync::Arc;

/// Every key but Enter, which sends, and the two that erase one letter at a time. `@` stands for a
/// word never typed before: one Chinese character, which no later word can split.
const PRESSES: &[&str] = &[
    "@",
    "@",
    "@",
    "@",
    "<F1>",
    "<F2>",
    "<F3>",
    "<F4>",
    "<F5>",
    "<F6>",
    "<F7>",
    "<F8>",
    "<F9>",
    "<F10>",
    "<F12>",
    "<Esc>",
    "<Tab>",
    "<Shift-Tab>",
    "<Up>",
    "<Down>",
    "<Left>",
    "<Right>",
    "<Home>",
    "<End>",
    "<PageUp>",
    "<PageDown>",
    "<Ctrl-w>",
    "<Ctrl-u>",
    "<Ctrl-y>",
    "<Ctrl-k>",
    "<Ctrl-v>",
    "<Ctrl-q>",
    "<Ctrl-l>",
];

/// Where typed words may be: the call, the forms open or closed, the drafts on disk, the journal.
fn kept(bench: &Bench) -> String {
    let app = &bench.app;
    let mut places = vec![
        serde_json::to_string(&app.call).unwrap(),
        format!("{:?} {:?} {:?}", app.panels, app.unconfirmed, app.drafts),
    ];
    places.extend(bench.drafts.values().cloned());
    for op in bench.batches.iter().flatten() {
        if let Op::Park { draft, .. } = op {
            places.push(draft.clone());
        }
    }
    places.extend(bench.batches.iter().map(|ops| journal::line(ops)));
    places.join("\n")
}

/// What operators type and press in the middle of it, with what sends; nothing that erases.
const SENDING: &[&str] = &[
    "@",
    "@",
    "@",
    "carli",
    "mensa scolastica",
    "<Enter>",
    "<Enter>",
    "<Enter><Enter>",
    "<Esc>",
    "<Tab>",
    "<Down>",
    "<F2>",
    "<F3>",
    "<F3><Enter>",
    "<F4><Tab><Tab><Tab><Tab><Enter><Ctrl-k>n",
    "<F5>",
    "<F6>",
    "<F6><Enter>",
    "<F7><Enter>",
    "<F8><Enter>",
    "<F9>",
    "<F10>",
    "<F10>senza<Enter>",
    "<F10>muta<Enter>",
    "<Ctrl-k>",
    "<Ctrl-k>richiamare<Enter>",
    "<Ctrl-y>",
    "refused",
    "away",
    "back",
];

/// What happens to a desk between two keys: the keeper refuses the next batch, goes away, comes back.
fn happens(bench: &mut Bench, what: &str) -> bool {
    match what {
        "refused" => bench.refuse.push_back(Fault::Refused("no-role".to_owned())),
        "away" => {
            bench.lose_keeper();
            // Past the time in which the next keeper is there, no key waits for it.
            bench.wait(6);
        }
        "back" => {
            bench.find_keeper();
            bench.settle();
        }
        _ => return false,
    }
    true
}

/// What a desk that is killed now leaves: the drafts and the batches on disk, and the journal.
fn left(bench: &Bench) -> String {
    let mut places: Vec<String> = bench.drafts.values().cloned().collect();
    for op in bench.batches.iter().chain(bench.sent.values()).flatten() {
        places.push(format!("{op:?}"));
    }
    places.join("\n")
}

/// Whether what is typed now is content, and not the narrowing of a list, nor behind a key that waits.
fn takes_content(bench: &Bench) -> bool {
    if !bench.app.inbox.is_empty() {
        return false;
    }
    match bench.app.panels.last() {
        None
        | Some(Panel::Form(_) | Panel::Reader(_) | Panel::Knowledge(_) | Panel::Version(_)) => true,
        Some(
            Panel::Chooser(_)
            | Panel::Queue(_)
            | Panel::Dossier(_)
            | Panel::Help(_)
            | Panel::Structure(_),
        ) => false,
    }
}

fn type_word(bench: &mut Bench, word: &str) {
    let letters: Vec<Input> = keys(word);
    for letter in letters {
        bench.tell(Msg::Inputs(vec![letter]));
    }
    bench.settle();
}

proptest! {
    #![proptest_config(cases(32))]

    /// Law: a word typed as content is on disk or in the journal, whatever is sent.
    #[test]
    fn a_desk_that_is_killed_loses_no_word(presses in prop::collection::vec(prop::sample::select(SENDING), 1..30)) {
        let mut bench = Place::small().desk(Desk::default());
        let mut words: Vec<char> = Vec::new();
        for (position, press) in presses.iter().enumerate() {
            if *press == "@" {
                let word = char::from_u32(0x4E00 + u32::try_from(position).unwrap()).unwrap();
                let content = takes_content(&bench);
                type_word(&mut bench, &format!(" {word}"));
                if content {
                    words.push(word);
                }
            } else if !happens(&mut bench, press) {
                bench.press(press);
            }
            let left = left(&bench);
            for word in &words {
                prop_assert!(left.contains(*word), "{word} is gone after {press} in {presses:?}\n{}", bench.screen());
            }
        }
    }

    /// Law: a word typed as content is somewhere it can be brought back from, whatever key follows.
    #[test]
    fn no_key_discards_a_word(presses in prop::collection::vec(prop::sample::select(PRESSES), 1..40)) {
        let mut bench = Place::small().desk(Desk::default());
        let mut words: Vec<char> = Vec::new();
        for (position, press) in presses.iter().enumerate() {
            if *press == "@" {
                let word = char::from_u32(0x4E00 + u32::try_from(position).unwrap()).unwrap();
                let content = takes_content(&bench);
                type_word(&mut bench, &format!(" {word}"));
                if content {
                    words.push(word);
                }
            } else {
                bench.press(press);
            }
            let kept = kept(&bench);
            for word in &words {
                prop_assert!(kept.contains(*word), "{word} is gone after {press} in {presses:?}\n{}", bench.screen());
            }
        }
    }
}

/// The number of a request of this place.
fn request(place: &Arc<Place>) -> String {
    let mut bench = place.desk(Desk::default());
    bench.press("buca in via roma<F6><Enter><F10>");
    bench.told_number()
}

#[test]
fn a_note_that_is_refused_and_one_put_by_after_it_are_both_kept() {
    let place = Place::small();
    let number = request(&place);
    let mut bench = place.desk(Desk::default());
    bench.press(&format!("{number}<Enter><Ctrl-k>nseconda nota"));
    bench.press("<F4><Tab><Tab><Tab><Enter><Ctrl-k>n");
    bench.refuse.push_back(Fault::Refused("no-role".to_owned()));
    bench.press("prima nota<Enter><Esc><Esc><Esc>");
    let kept = format!("{:?}", bench.app.unconfirmed);
    assert!(
        kept.contains("prima nota") && kept.contains("seconda nota"),
        "{kept}"
    );
    bench.press("<Ctrl-k>n");
    assert!(
        bench.screen().contains("seconda nota"),
        "{}",
        bench.screen()
    );
    bench.press("<Enter><Ctrl-k>n");
    assert!(bench.screen().contains("prima nota"), "{}", bench.screen());
}

#[test]
fn words_of_two_dead_desks_for_one_form_are_both_found() {
    let place = Place::small();
    let number = request(&place);
    let words = |text: &str| {
        let mut bench = place.desk(Desk::default());
        bench.press(&format!("{number}<Enter><Ctrl-k>n{text}"));
        serde_json::to_string(&bench.app.kept_words).unwrap()
    };
    let (one, other) = (words("prima nota"), words("seconda nota"));
    let mut bench = place.desk(Desk::default());
    bench.tell(Msg::Drafts(vec![one, other], 0));
    let left = left(&bench);
    assert!(
        left.contains("prima nota") && left.contains("seconda nota"),
        "{left}"
    );
}

#[test]
fn words_of_another_operator_of_the_account_are_left_for_his_desk() {
    let place = Place::small();
    let number = request(&place);
    let words = |operator, text: &str| {
        let mut bench = place.desk(Desk {
            operator: Some(operator),
            ..Desk::default()
        });
        bench.press(&format!("{number}<Enter><Ctrl-k>n{text}"));
        serde_json::to_string(&bench.app.kept_words).unwrap()
    };
    let found = [words("Claudia", "mia nota"), words("Bruno", "sua nota")];
    let mut bench = place.start(Desk::default());
    // The desk does not know yet who sits at it.
    for draft in &found {
        let id = serde_json::from_str::<KeptWords>(draft).unwrap().id;
        bench.drafts.insert(id, draft.clone());
    }
    bench.tell(Msg::Drafts(found.to_vec(), 0));
    assert_eq!(bench.app.unconfirmed, []);
    bench.connect();
    bench.settle();
    assert!(left(&bench).contains("mia nota"), "{}", left(&bench));
    assert!(!left(&bench).contains("sua nota"), "{}", left(&bench));
    assert_eq!(bench.released, found[1..]);
    bench.press(&format!("{number}<Enter><Ctrl-k>n"));
    assert!(bench.screen().contains("mia nota"), "{}", bench.screen());
}

#[test]
fn what_the_caller_said_since_the_call_was_concluded_outlives_what_takes_it_back() {
    for script in [
        "<F8><Enter><Ctrl-k><F5>Anna<Ctrl-y>",
        "carli<Enter><F5>Anna<Esc><Ctrl-k>",
    ] {
        let mut bench = Place::small().desk(Desk::default());
        bench.press(script);
        let left = left(&bench);
        assert!(left.contains("Anna"), "{script}: {left}");
    }
}
