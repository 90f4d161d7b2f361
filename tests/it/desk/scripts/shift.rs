//! Parking, resuming, leaving.

use super::{Script, run};

pub const SCRIPTS: &[Script] = &[
    Script {
        name: "a call is parked, another taken, the first resumed with its text",
        covers: &["global.park", "chooser.accept"],
        steps: &[
            ("come si fa lo spid", &["▸ "]),
            ("<F3>", &["Sospesa. F3 la ritrova.", "Pronto."]),
            ("carli<Enter>", &["int. 417"]),
            ("<F3>", &["Telefonate sospese", "come si fa lo spid"]),
            ("<Enter>", &["> come si fa lo spid", "▸ "]),
            ("<Enter><Enter><F10>", &["Salvato. Numero da dire"]),
        ],
        journal: &[
            "begin first-character, park",
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "resume",
            "open, text «come si fa lo spid», told spid-identita-digitale, \
             conclude answered spid-identita-digitale, close, end key",
        ],
    },
    Script {
        name: "leaving says what stays open, and leaves",
        covers: &["global.quit", "chooser.cancel"],
        steps: &[
            ("<Ctrl-q>", &["Fine turno", "▸ Esci", "niente resta aperto"]),
            ("<Esc>", &["Pronto."]),
            (
                "contributo<Ctrl-q>",
                &["La telefonata in corso: resta come bozza"],
            ),
            ("<Enter>", &["> contributo"]),
        ],
        journal: &[],
    },
    Script {
        name: "leaving counts the words of a form, open or closed",
        covers: &["global.quit"],
        steps: &[
            (
                "orario della messa<F10>senza<Enter>alle dieci<Ctrl-q>",
                &[
                    "Un testo scritto e non confermato: resta nel suo campo",
                    "!|",
                    "!{n}",
                ],
            ),
            (
                "<Esc><Esc><Ctrl-q>",
                &["Un testo scritto e non confermato: resta nel suo campo"],
            ),
        ],
        journal: &[],
    },
];

#[test]
fn shift() {
    run(SCRIPTS);
}
