//! What is put right afterwards: no answer, outcome, answer, text, undo.

use super::{Script, run};

pub const SCRIPTS: &[Script] = &[
    Script {
        name: "a colleague who does not answer: his deputy",
        covers: &["call.no_answer"],
        steps: &[
            ("carli<Enter>", &["int. 417", "non risponde: Ctrl-K"]),
            (
                "<Ctrl-k>",
                &["Non risponde. Che cosa offri?", "▸ Il sostituto"],
            ),
            ("<Enter>", &["!int. 417", "Numero da dire"]),
        ],
        journal: &["?"],
    },
    Script {
        name: "a colleague who does not answer: a callback",
        covers: &["call.no_answer", "form.accept"],
        steps: &[
            ("carli<Enter><Ctrl-k>", &["Farsi richiamare da"]),
            (
                "richiamare<Enter>",
                &["Richiamata: a quale numero e quando"],
            ),
            (
                "333 1234567 dopo le 15<Enter>",
                &["Affidata a Anagrafe, sportello CIE"],
            ),
            ("<F10>", &["Salvato"]),
        ],
        journal: &["?"],
    },
    Script {
        name: "a colleague who does not answer: a request",
        covers: &["call.no_answer"],
        steps: &[
            ("carli<Enter><Ctrl-k>", &["Una richiesta a"]),
            ("richiesta<Enter>", &["Affidata a Anagrafe, sportello CIE"]),
            ("<F10>", &["Salvato"]),
        ],
        journal: &["?"],
    },
    Script {
        name: "a colleague who does not answer: another number",
        covers: &["call.no_answer"],
        steps: &[
            ("carli<Enter><Ctrl-k>", &["Un altro numero: cerca"]),
            ("altro<Enter>", &["domanda 2 di 2"]),
            ("vitale<Enter>", &["int. 418"]),
        ],
        journal: &["?"],
    },
    Script {
        name: "the outcome of a past call is corrected",
        covers: &["global.recent_calls"],
        steps: &[
            ("carli<Enter>", &["int. 417"]),
            ("<F9>", &["Ultime telefonate", "centralino: numero dato"]),
            ("<Enter>", &["Che cosa correggi?"]),
            ("altro ente<Enter>", &["Salvato"]),
            ("<F9>", &["di un altro ente"]),
        ],
        journal: &["?"],
    },
    Script {
        name: "the answer of a past call is corrected",
        covers: &["global.recent_calls"],
        steps: &[
            ("imu<Enter><Enter><F10>", &["Salvato"]),
            ("tari<F9>", &["Ultime telefonate"]),
            ("<Enter>", &["La risposta: «"]),
            ("risposta: <Enter>", &["Salvato"]),
        ],
        journal: &["?"],
    },
    Script {
        name: "the text of a past call is corrected",
        covers: &["global.recent_calls", "form.accept"],
        steps: &[
            ("carli<Enter><F9><Enter>", &["Il testo…"]),
            ("testo<Enter>", &["Correggi il testo", "carli"]),
            (" daniela<Enter>", &["Salvato"]),
        ],
        journal: &["?"],
    },
    Script {
        name: "an answer concluded is taken back, and concluded again keeps its number",
        covers: &["global.undo"],
        steps: &[
            ("imu<Enter><Enter><F10>", &["risposta al primo livello"]),
            ("<Ctrl-y>", &["> imu", "Annullato"]),
            (
                "<F10>",
                &["risposta al primo livello", "Salvato. Numero da dire"],
            ),
        ],
        journal: &["?"],
    },
    Script {
        name: "a number given is taken back, and given again keeps its number",
        covers: &["global.undo"],
        steps: &[
            ("carli<Enter>", &["int. 417"]),
            ("<Ctrl-y>", &["> carli", "▸ Persona"]),
            ("<Enter>", &["int. 417", "Numero da dire"]),
        ],
        journal: &["?"],
    },
    Script {
        name: "a request entrusted is taken back, and entrusted elsewhere keeps its number",
        covers: &["global.undo"],
        steps: &[
            (
                "buca in via roma<F6><Enter>",
                &["Affidata a Lavori pubblici"],
            ),
            ("<Ctrl-y>", &["> buca in via roma", "!Affidata"]),
            ("<F6>back<Enter>", &["Affidata a Back office"]),
        ],
        journal: &["?"],
    },
    Script {
        name: "a call passed on is taken back",
        covers: &["global.undo"],
        steps: &[
            (
                "mia madre e sola<F7>sociali<Enter>",
                &["Passata a Servizi sociali"],
            ),
            ("<Ctrl-y>", &["> mia madre e sola", "!Passata"]),
            (
                "<F7>sociali<Enter>",
                &["Passata a Servizi sociali", "Numero da dire"],
            ),
        ],
        journal: &["?"],
    },
    Script {
        name: "nothing to undo is said",
        covers: &["global.undo"],
        steps: &[("<Ctrl-y>", &["niente da annullare"])],
        journal: &[],
    },
];

#[test]
fn corrections() {
    run(SCRIPTS);
}
