//! Type-ahead is sacred (DESIGN §4): laws over scripts of keys made at random.

use super::{
    bench::Bench,
    place::{Desk, Place},
};
use proptest::{prelude::*, test_runner::Config};
use sportello::desk::panel::Panel;

/// What operators type and press, in pieces that make sense one after the other in any order.
const PIECES: &[&str] = &[
    "carli",
    "buca in via roma",
    "mensa scolastica",
    "quando scade l'imu",
    "xyzzy",
    " per mio figlio",
    "<Enter>",
    "<Enter><Enter>",
    "<Enter><Enter><F10>",
    "<Down>",
    "<Up>",
    "<Esc>",
    "<Tab>",
    "<F2>",
    "<F3>",
    "<F3><Enter>",
    "<F4>",
    "<F4><Tab><Tab><Tab><Enter>",
    "<F5>Anna<Esc>",
    "<F5><Tab>3331234567<Enter><Enter><Enter><Enter><Enter><Enter>",
    "<F5>",
    "<F6><Enter>",
    "<F6>back<Enter>",
    "<F7>vigili<Enter>",
    "<F8>112<Enter>",
    "<F9><Enter>altro ente<Enter>",
    "<F10>",
    "<F10><Enter>",
    "<Ctrl-k>",
    "<Ctrl-k>richiesta<Enter>",
    "<Ctrl-y>",
    "<Backspace>",
    "<Ctrl-w>",
    "<F1>",
    "p",
    "<F4><Tab><Tab><Tab><Ctrl-k>p",
    "<Ctrl-k>cfatto<Enter>",
    "<F12>coda<Enter>",
    "<F12>struttura<Enter>",
    "<F12>redazione<Enter>",
    "<Insert>",
];

fn script() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES);
    prop::collection::vec(piece, 1..9).prop_map(|pieces| pieces.concat())
}

/// What a desk has come to, identities and times aside: what is typed, told and concluded, where the
/// keys go, and what the journal holds. The status line is a matter of the moment.
fn outcome(bench: &Bench) -> String {
    let app = &bench.app;
    let questions: Vec<String> = app
        .call
        .questions
        .iter()
        .map(|question| {
            let told: Vec<String> = question
                .told
                .iter()
                .map(|told| format!("{}:{}", told.answer.id, told.used))
                .collect();
            format!(
                "«{}» result {} told {told:?} {:?} number {}",
                question.line.as_str(),
                question.selected,
                ending(&format!("{:?}", question.ending)),
                question.written.number.is_some()
            )
        })
        .collect();
    let panels: Vec<String> = app.panels.iter().map(panel).collect();
    format!(
        "{questions:#?}\nquestion {} concluded {} caller {:?} parked {}\npanels {panels:#?}\n{:#?}",
        app.call.current,
        app.call.concluded,
        app.call.caller,
        app.parked.len(),
        bench.journal(),
    )
}

fn ending(ending: &str) -> &str {
    ending.split([' ', '(']).next().unwrap_or_default()
}

fn panel(panel: &Panel) -> String {
    match panel {
        Panel::Reader(reader) => {
            format!("sheet {} {}", reader.published.article.id, reader.passage)
        }
        // The chosen request and not its row: two requests of one millisecond may stand either way
        // round, and a fast machine saves them so.
        Panel::Queue(queue) => format!(
            "queue {:?} {} {:?} of {}",
            queue.view,
            queue.line.as_str(),
            queue.rows.get(queue.selected).map(|row| row.title.as_str()),
            queue.rows.len()
        ),
        Panel::Dossier(dossier) => format!(
            "request {:?}",
            dossier
                .dossier
                .as_ref()
                .map(|found| found.ticket.headline().to_owned())
        ),
        Panel::Chooser(chooser) => format!(
            "chooser {} {} {} of {}",
            chooser.title,
            chooser.line.as_str(),
            chooser.selected,
            chooser.visible().len()
        ),
        Panel::Form(form) => format!(
            "form {} {} {:?}",
            form.title,
            form.focus,
            form.fields
                .iter()
                .map(|field| field.line.as_str())
                .collect::<Vec<_>>()
        ),
        Panel::Knowledge(list) => format!("knowledge {:?} {}", list.view, list.selected),
        Panel::Version(version) => format!(
            "version {} {} {}",
            version.article, version.news, version.history
        ),
        Panel::Structure(tree) => format!(
            "structure {} {} {:?} of {}",
            tree.line.as_str(),
            tree.selected,
            tree.unfolded,
            tree.people.len()
        ),
        Panel::Help(help) => format!("help {} of {}", help.scroll, help.lines.len()),
    }
}

/// Every answer in between.
fn slowly(script: &str) -> Bench {
    let mut bench = Place::small().desk(Desk::default());
    bench.press(script);
    bench
}

/// All keys at once, before the keeper has said a word; then the workers in the order of `dice`.
fn at_once(script: &str, dice: &[u8]) -> Bench {
    let mut bench = Place::small().start(Desk::default());
    bench.burst(script);
    bench.connect();
    let mut throws = dice.iter().copied().cycle();
    for _ in 0..10_000 {
        if bench.holds() {
            // The operator has seen the error and goes on.
            bench.burst("<Enter>");
            continue;
        }
        let moves = bench.moves();
        if moves.is_empty() {
            return bench;
        }
        let throw = usize::from(throws.next().unwrap_or_default());
        bench.make(moves[throw % moves.len()]);
    }
    panic!("{script}: no end\n{}", bench.screen());
}

#[track_caller]
fn same(script: &str, dice: &[u8]) {
    let (slow, fast) = (slowly(script), at_once(script, dice));
    assert_eq!(outcome(&slow), outcome(&fast), "{script} with {dice:?}");
}

/// Scripts that once came to something else when they were typed ahead.
const ONCE_WRONG: &[&str] = &[
    "<F12>coda<Enter>",
    "carli<F10><Enter>",
    "carli<F6><Enter><F6><Enter>",
    "<F8>112<Enter>",
    "buca in via roma<F6><Enter><F10><F4><Tab><Tab><Tab><Ctrl-k>p<Ctrl-k>cfatto<Enter>",
    "carli<F6><Enter><F4><Tab><Tab><Tab><Ctrl-k>p<F2>",
    "buca<F6><Enter><F10>mensa<F6><Enter><F10><F4><Tab><Tab><Tab><Ctrl-k>p<Esc><Down><Ctrl-k>p",
    "buca<F4><Tab><Tab><Tab><F6><Enter><F6><Enter>",
    "carli<Enter><Ctrl-k>",
    "mensa scolastica<F3>carli<Enter><F3><Enter>",
    "buca in via roma<F2>mensa scolastica<F10>prenot<Enter><Enter>",
    "buca<F5><Tab>3331234567<Enter><Enter><Enter><Enter><Enter><Enter><F6><Enter><F10>carli",
    "buca<F5><Tab>3331234567<Enter><Enter><Enter><Enter><Enter><Enter><F6><Enter><F10>\
     altra<F5><Tab>3331234567<Enter><Enter><Enter><Enter><Enter><Enter> buca<F5><Enter>",
    "carli<Enter><F9><Enter>testo<Enter> daniela<Enter>",
    "<F8><Enter><Ctrl-k><F5>Anna<Ctrl-y>",
    "xyzzy<F3><Enter><F3><F9><Enter>altro ente<Enter>",
];

#[test]
fn what_was_once_wrong_is_right() {
    for script in ONCE_WRONG {
        for dice in [&[0][..], &[1], &[2, 0], &[3, 1, 2]] {
            same(script, dice);
        }
    }
}

proptest! {
    #![proptest_config(cases(16))]

    /// Law: keys typed ahead come to the same as keys typed slowly, in whatever order the answers
    /// come.
    #[test]
    fn typing_ahead_changes_nothing(script in script(), dice in prop::collection::vec(any::<u8>(), 1..40)) {
        same(&script, &dice);
    }
}

/// How many cases a law tries: each opens a place, so they are few unless `PROPTEST_CASES` asks for
/// more.
pub fn cases(usual: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok();
    Config {
        cases: asked.and_then(|cases| cases.parse().ok()).unwrap_or(usual),
        failure_persistence: None,
        ..Config::default()
    }
}
