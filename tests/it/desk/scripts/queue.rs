//! The queue and the request: taken, noted, entrusted, assigned, closed, reopened.

use super::{Script, run};

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
                    "Nessuna richiesta qui.",
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

#[test]
fn queue() {
    run(SCRIPTS);
}
