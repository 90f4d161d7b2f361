//! The queue and the request: taken, noted, entrusted, assigned, closed, reopened.

use super::{Bench, Script, press, run};
use sportello::{
    desk::{
        msg::{Ask, Msg},
        panel::Panel,
    },
    keeper::service::Notice,
};

pub const SCRIPTS: &[Script] = &[
    Script {
        name: "the views of the queue, one after the other",
        covers: &[
            "global.queue",
            "queue.next_view",
            "queue.previous_view",
            "queue.back",
        ],
        steps: &[
            ("buca in via po<F6><Enter><F10>", &["Affidata"]),
            (
                "<F4>",
                &[
                    "Nessuna richiesta qui. 1 in Uffici: Tab",
                    " Tutte ",
                    " Mie 0 ",
                    " Back office 0 ",
                    " Uffici 1 ",
                ],
            ),
            ("<Tab><Tab><Tab>", &["buca in via po", "Lavori"]),
            ("<Shift-Tab>", &["Nessuna richiesta qui."]),
            ("<Esc>", &["Affidata"]),
        ],
        journal: &[
            "begin first-character, open, text «buca in via po», conclude entrusted-department, \
             escalate-department lavori-pubblici",
            "end key",
        ],
    },
    Script {
        name: "the queue filtered, walked through, and a request opened",
        covers: &[
            "queue.filter",
            "queue.open",
            "queue.up",
            "queue.down",
            "queue.page_up",
            "queue.page_down",
            "queue.first",
            "queue.last",
        ],
        steps: &[
            ("lampione in via uno<F6><Enter><F10>", &["Affidata"]),
            ("lampione in via due<F6><Enter><F10>", &["Affidata"]),
            (
                "<F4><Tab><Tab><Tab>/lampione<Enter>",
                &["Filtro: lampione", "via uno", "via due", "!via po"],
            ),
            ("<End>", &["▸ "]),
            (
                "<Home><Down><Up><PageDown><PageUp><Enter>",
                &["Storia", "lampione in via"],
            ),
        ],
        journal: &[
            "begin first-character, open, text «lampione in via uno», conclude entrusted-department, \
             escalate-department lavori-pubblici",
            "end key",
            "begin first-character, open, text «lampione in via due», conclude entrusted-department, \
             escalate-department lavori-pubblici",
            "end key",
        ],
    },
    Script {
        name: "a request is taken from the queue",
        covers: &["queue.take"],
        steps: &[
            ("xyzzy uno<F6>back<Enter><F10>", &["Affidata a Back office"]),
            (
                "<F4><Tab><Tab><Ctrl-k>p",
                &["in carico", "in carico a Claudia"],
            ),
            ("<Esc><Esc><F4>", &["xyzzy uno", " Mie 1 "]),
        ],
        journal: &[
            "begin first-character, open, text «xyzzy uno», conclude entrusted-back-office, \
             escalate-back-office back-office",
            "end key",
            "take",
        ],
    },
    Script {
        name: "a request is taken, noted, entrusted, assigned, closed and reopened on its screen",
        covers: &[
            "request.take",
            "request.note",
            "request.assign",
            "request.close",
            "request.reopen",
            "request.up",
            "request.down",
            "request.page_up",
            "request.page_down",
            "request.first",
            "request.last",
            "request.back",
        ],
        steps: &[
            (
                "albero caduto<F6>back<Enter><F10>",
                &["Affidata a Back office"],
            ),
            (
                "{number}<Enter>",
                &[
                    "aperta · back office",
                    "affidata al back office (Claudia)",
                    "Ctrl-K c concludi",
                    "!F10",
                ],
            ),
            (
                "<Ctrl-k>p",
                &["in carico · back office", "in carico a Claudia"],
            ),
            ("<Ctrl-k>nchiama domani<Enter>", &["Salvato"]),
            ("<End>", &["chiama domani"]),
            ("<Home><Down><Up><PageDown><PageUp>", &["Richiesta"]),
            ("<F6>", &["A chi affidi la richiesta?"]),
            ("verde<Enter>", &["aperta · Lavori pubblici"]),
            ("<Ctrl-k>s<Enter>", &["in carico a Claudia"]),
            ("<Ctrl-k>cfatto oggi<Enter>", &["chiusa"]),
            ("<Ctrl-k>c", &["Concludi la richiesta"]),
            ("<Esc><Ctrl-k>r", &["aperta"]),
            ("<Esc>", &["> 9"]),
        ],
        journal: &[
            "begin first-character, open, text «albero caduto», conclude entrusted-back-office, \
             escalate-back-office back-office",
            "end key",
            "take",
            "note «chiama domani»",
            "escalate-department lavori-pubblici",
            "assign claudia",
            "close",
            "reopen",
        ],
    },
    Script {
        name: "what a rule forbids is refused with the rule's words",
        covers: &["request.close", "request.reopen", "request.keep"],
        steps: &[
            (
                "tombino rotto<F6>back<Enter><F10>",
                &["Affidata a Back office"],
            ),
            ("{number}<Enter><Ctrl-k>r", &["la richiesta non è chiusa"]),
            ("<Ctrl-k>k", &["qui questo tasto non fa nulla"]),
            ("<Ctrl-k>cfatto<Enter>", &["chiusa"]),
            ("<Ctrl-k>p", &["la richiesta è chiusa: prima va riaperta"]),
        ],
        journal: &[
            "begin first-character, open, text «tombino rotto», conclude entrusted-back-office, \
             escalate-back-office back-office",
            "end key",
            "close",
        ],
    },
    Script {
        name: "the history of a request says what was taken back",
        covers: &["request.take", "global.undo"],
        steps: &[
            (
                "muro crollato<F6>back<Enter><F10>",
                &["Affidata a Back office"],
            ),
            ("{number}<Enter><Ctrl-k>p", &["in carico a Claudia"]),
            (
                "<Ctrl-y><End>",
                &[
                    "aperta · back office",
                    "annullato: «presa in carico» (Claudia)",
                    "presa in carico (Claudia)",
                ],
            ),
        ],
        journal: &[
            "begin first-character, open, text «muro crollato», conclude entrusted-back-office, \
             escalate-back-office back-office",
            "end key",
            "take",
            "undo",
        ],
    },
    Script {
        name: "parked calls are listed from the queue too",
        covers: &["chooser.cancel"],
        steps: &[
            (
                "<F4><F3>",
                &["Telefonate sospese", "nessuna telefonata sospesa"],
            ),
            ("<Esc><Esc>", &["Pronto."]),
        ],
        journal: &[],
    },
    Script {
        name: "the phone rings while a list or a request is open: what is typed begins the call",
        covers: &[],
        steps: &[
            ("buca in via po<F6><Enter><F10>", &["Affidata"]),
            ("<F4>passaporto rinnovo", &["> passaporto rinnovo"]),
            ("<Ctrl-u>", &["Pronto."]),
            ("{number}<Enter>", &["Storia"]),
            ("carta smarrita<Enter>", &["Da dire"]),
        ],
        journal: &[
            "begin first-character, open, text «buca in via po», conclude entrusted-department, \
             escalate-department lavori-pubblici",
            "end key",
        ],
    },
];

/// However fast requests change, the counts are asked for one at a time, and once more at the end.
#[test]
fn the_counts_are_asked_for_one_at_a_time() {
    let mut bench = Bench::alone();
    bench.press("<F4>");
    let counting = |bench: &Bench| match bench.app.panels.last() {
        Some(Panel::Queue(queue)) => (queue.counting, queue.recount),
        other => panic!("{other:?}"),
    };
    let first = counting(&bench).0;
    for _ in 0..3 {
        bench.tell(Msg::Notice(Notice::Tickets(Vec::new())));
    }
    let asked = bench.app.outstanding.iter();
    let asked = asked.filter(|ask| matches!(ask, Ask::Counts(_)));
    assert_eq!(asked.count(), 1);
    let second = counting(&bench);
    assert!(second.0 > first && second.1);
    bench.settle();
    let last = counting(&bench);
    assert!(last.0 > second.0 && !last.1 && bench.app.outstanding.is_empty());
}

/// A text of many rows can be read to its end, row by row and page by page, and back.
#[test]
fn a_long_text_is_read_to_its_end() {
    let text = format!("principio {}fine del testo", "parola ".repeat(300));
    let mut bench = Bench::alone();
    bench.burst(&text).settle();
    bench.press("<F6>back<Enter><F10>");
    press(&mut bench, "{number}<Enter>");
    let read = |bench: &Bench| bench.screen().contains("fine del testo");
    assert!(bench.screen().contains("principio") && !read(&bench));
    let rows = (1..100).find(|_| read(bench.press("<Down>"))).unwrap();
    bench.press("<Home>");
    let pages = (1..100).find(|_| read(bench.press("<PageDown>"))).unwrap();
    assert!(rows > 10 && pages > 1 && pages < rows, "{rows} {pages}");
    bench.press("<End>");
    let end = bench.screen();
    assert!(!end.contains("continua"), "{end}");
    assert_ne!(bench.press("<Up>").screen(), end);
}

#[test]
fn queue() {
    run(SCRIPTS);
}
