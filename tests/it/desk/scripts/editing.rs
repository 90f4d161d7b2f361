//! The editing keys of a line, the lists that narrow, and the keys that show keys.

use super::{Script, run};

pub const SCRIPTS: &[Script] = &[
    Script {
        name: "a line is corrected where it is wrong",
        covers: &[
            "field.left",
            "field.right",
            "field.start",
            "field.end",
            "field.erase_left",
            "field.erase_right",
        ],
        steps: &[
            ("crta<Left><Left><Left>a", &["> carta"]),
            ("<End>x<Backspace>", &["> carta\n"]),
            ("<Home><Delete>C<Right><End>!", &["> Carta!"]),
        ],
        journal: &[],
    },
    Script {
        name: "words and lines erased come back",
        covers: &["field.erase_word", "field.erase_line", "global.undo"],
        steps: &[
            ("ho perso la carta<Ctrl-w>", &["> ho perso la\n"]),
            ("<Ctrl-y>", &["> ho perso la carta"]),
            ("<Ctrl-u>", &["!ho perso"]),
            ("<Ctrl-y>", &["> ho perso la carta"]),
        ],
        journal: &[],
    },
    Script {
        name: "the palette calls a command by its name",
        covers: &["global.palette", "chooser.accept", "chooser.cancel"],
        steps: &[
            ("<F12>", &["Comandi", "ultime telefonate"]),
            ("coda<Enter>", &["Nessuna richiesta qui.", "Back office"]),
            ("<Esc><F12>zzz", &["nessun comando con questo nome"]),
            ("<Esc>", &["Pronto."]),
        ],
        journal: &[],
    },
    Script {
        name: "a key that does nothing says what does",
        covers: &[],
        steps: &[
            ("<Enter>", &["scrivi quello che dice chi chiama"]),
            ("<Ctrl-c>", &["per uscire, Ctrl-Q"]),
            ("<F12>avviso<Enter>", &["su che cosa?", "poi di nuovo F12"]),
            // The other language's words find a command too.
            ("<F12>draft", &["redazione"]),
        ],
        journal: &[],
    },
    Script {
        name: "what is called so comes before what only mentions it",
        covers: &["global.palette"],
        steps: &[
            ("imu<F12>numero", &["▸ numero errato"]),
            ("<Esc><Enter><F12>versioni", &["▸ versioni e modifiche"]),
            ("<Ctrl-u>avviso", &["▸ avviso\n"]),
        ],
        journal: &[],
    },
    Script {
        name: "what is typed over an open sheet is another word",
        covers: &["sheet.back"],
        steps: &[
            ("imu<Enter>", &["Da dire"]),
            ("seconda casa", &["> imu seconda casa\n"]),
            ("<Enter> quando", &["> imu seconda casa quando\n"]),
            ("<Enter><Esc>", &["> imu seconda casa quando\n"]),
        ],
        journal: &[],
    },
    Script {
        name: "undo takes nothing back that a box covers",
        covers: &["global.undo"],
        steps: &[
            ("xyzzy quux<F6><Enter>", &["Numero da dire"]),
            (
                "<F2>buca in via Po<F6><Ctrl-y>",
                &["prima chiudi questo riquadro"],
            ),
            ("<Esc>", &["> buca in via Po\n"]),
        ],
        journal: &[
            "begin first-character, open, text «xyzzy quux», conclude entrusted-back-office, \
             escalate-back-office back-office",
        ],
    },
    Script {
        name: "the help of the call, scrolled and closed",
        covers: &[
            "global.help",
            "help.up",
            "help.down",
            "help.page_up",
            "help.page_down",
            "help.close",
        ],
        steps: &[
            ("<F1>", &["Aiuto", "Invio", "Apre la scheda scelta"]),
            ("<Down><PageDown><PageUp><Up>", &["Apre la scheda scelta"]),
            ("<Down>", &["!Apre la scheda scelta"]),
            ("<Esc>", &["Pronto."]),
            ("<F1><F1>", &["Pronto."]),
        ],
        journal: &[],
    },
    Script {
        name: "a screen another program wrote over is drawn again",
        covers: &["global.redraw"],
        steps: &[("<Ctrl-l>", &["Pronto."])],
        journal: &[],
    },
    Script {
        name: "a form open over what is entrusted stands in no way, and keeps its words",
        covers: &["global.entrust"],
        steps: &[
            ("orario messa<F10>senza<Enter>alle dieci", &["alle dieci"]),
            (
                "<F6>back<Enter>",
                &["Affidata a Back office", "!alle dieci"],
            ),
            ("<Ctrl-y><F10>senza<Enter>", &["alle dieci"]),
            ("<F10>", &["risposta al primo livello"]),
        ],
        journal: &[
            "begin first-character, open, text «orario messa», conclude entrusted-back-office, \
             escalate-back-office back-office",
            "undo, undo, undo",
            "text «orario messa», correct answered «alle dieci», close, end key",
        ],
    },
    Script {
        name: "a form closed keeps what was typed in it",
        covers: &["form.cancel"],
        steps: &[
            (
                "orario messa<F10>senza<Enter>alle dieci<Esc>",
                &["!alle dieci"],
            ),
            ("<F10>senza<Enter>", &["alle dieci"]),
            ("<F10>", &["risposta al primo livello"]),
        ],
        journal: &[
            "begin first-character, open, text «orario messa», conclude answered «alle dieci», close, end key",
        ],
    },
];

#[test]
fn editing() {
    run(SCRIPTS);
}
