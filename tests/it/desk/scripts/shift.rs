//! Parking, resuming, leaving.

use super::{Script, run};

pub const SCRIPTS: &[Script] = &[
    Script {
        name: "a call is parked, another taken, the first resumed with its text",
        covers: &["global.park", "chooser.accept"],
        steps: &[
            ("contributo affitto", &["▸ "]),
            ("<F3>", &["Sospesa. F4 la ritrova.", "Pronto."]),
            ("carli<Enter>", &["int. 417"]),
            ("<F3>", &["Telefonate sospese", "contributo affitto"]),
            ("<Enter>", &["> contributo affitto", "▸ "]),
            ("<Enter><Enter><F10>", &["Salvato. Numero da dire"]),
        ],
        journal: &["?"],
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
            ("<Enter>", &["Fine turno"]),
        ],
        journal: &[],
    },
];

#[test]
fn shift() {
    run(SCRIPTS);
}
