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
            ("<F9>", &["Vitale Simone", "!Carli Daniela"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "correct no-answer p-carli-daniela",
            "unused p-carli-daniela, told p-vitale-simone, correct switchboard-given p-vitale-simone",
        ],
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
            ("domani mattina<Enter>", &["scrivi anche il numero"]),
            ("<Ctrl-u>", &["Richiamata: a quale numero e quando"]),
            (
                "333 1234567 dopo le 15<Enter>",
                &["Affidata a Anagrafe, sportello CIE"],
            ),
            ("<F10>", &["Salvato"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "correct no-answer p-carli-daniela",
            "undo, text «carli», told p-carli-daniela, correct entrusted-department p-carli-daniela, \
             escalate-department anagrafe-cie «Richiamare: 333 1234567 dopo le 15»",
            "end key",
        ],
    },
    Script {
        name: "a colleague who does not answer: a request",
        covers: &["call.no_answer"],
        steps: &[
            ("carli<Enter><Ctrl-k>", &["Una richiesta per"]),
            ("richiesta<Enter>", &["Affidata a Anagrafe, sportello CIE"]),
            ("<F10>", &["Salvato"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "correct no-answer p-carli-daniela",
            "undo, text «carli», told p-carli-daniela, correct entrusted-department p-carli-daniela, \
             escalate-department anagrafe-cie",
            "end key",
        ],
    },
    Script {
        name: "a colleague who does not answer: another number",
        covers: &["call.no_answer"],
        steps: &[
            ("carli<Enter><Ctrl-k>", &["Un altro numero: cerca"]),
            ("altro<Enter>", &["domanda 2 di 2"]),
            ("vitale<Enter>", &["int. 418"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "correct no-answer p-carli-daniela",
            "open, text «vitale», told p-vitale-simone, conclude switchboard-given p-vitale-simone, \
             close, end key",
        ],
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
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "correct other-body p-carli-daniela",
        ],
    },
    Script {
        name: "each request of a call with two is corrected by itself",
        covers: &["global.recent_calls"],
        steps: &[
            ("mensa scolastica<Enter><Enter><F2>", &["domanda 2 di 2"]),
            ("passaporto<Enter><Enter><F10>", &["Salvato"]),
            ("<F9>", &["Mensa scolastica", "Devo fare il passaporto"]),
            ("mensa<Enter>prenotazione<Enter>", &["Salvato"]),
        ],
        journal: &[
            "begin first-character, open, text «mensa scolastica», told mensa-scolastica, \
             conclude answered mensa-scolastica, close, open, text «passaporto», \
             told passaporto-no-comune, conclude answered passaporto-no-comune, close, end key",
            "correct booked mensa-scolastica",
        ],
    },
    Script {
        name: "the answer of a past call is corrected",
        covers: &["global.recent_calls"],
        steps: &[
            ("mensa scolastica<Enter><Enter><F10>", &["Salvato"]),
            ("quando scade imu<F9>", &["Ultime telefonate"]),
            ("<Enter>", &["La risposta: «"]),
            ("risposta: <Enter>", &["Salvato"]),
        ],
        journal: &[
            "begin first-character, open, text «mensa scolastica», told mensa-scolastica, \
             conclude answered mensa-scolastica, close, end key",
            "correct answered imu",
        ],
    },
    Script {
        name: "the text of a past call is corrected",
        covers: &["global.recent_calls", "form.accept"],
        steps: &[
            ("carli<Enter><F9><Enter>", &["Il testo…"]),
            ("testo<Enter>", &["Correggi il testo", "carli"]),
            (" daniela<Enter>", &["Salvato"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "text «carli daniela»",
        ],
    },
    Script {
        name: "an answer concluded is taken back, and concluded again keeps its number",
        covers: &["global.undo"],
        steps: &[
            (
                "mensa scolastica<Enter><Enter><F10>",
                &["risposta al primo livello"],
            ),
            ("<Ctrl-y>", &["> mensa scolastica", "Annullato"]),
            (
                "<F10>",
                &["risposta al primo livello", "Salvato. Numero da dire"],
            ),
        ],
        journal: &[
            "begin first-character, open, text «mensa scolastica», told mensa-scolastica, \
             conclude answered mensa-scolastica, close, end key",
            "undo, undo, undo, undo, undo",
            "text «mensa scolastica», told mensa-scolastica, correct answered mensa-scolastica, close, \
             end key",
        ],
    },
    Script {
        name: "a number given is taken back, and given again keeps its number",
        covers: &["global.undo"],
        steps: &[
            ("carli<Enter>", &["int. 417"]),
            ("<Ctrl-y>", &["> carli", "▸ Persona"]),
            ("<Enter>", &["int. 417", "Numero da dire"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "undo, undo, undo, undo, undo",
            "text «carli», told p-carli-daniela, correct switchboard-given p-carli-daniela, close, end key",
        ],
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
        journal: &[
            "begin first-character, open, text «buca in via roma», conclude entrusted-department, \
             escalate-department lavori-pubblici",
            "undo, undo, undo",
            "text «buca in via roma», correct entrusted-back-office, escalate-back-office back-office",
        ],
    },
    Script {
        name: "what is taken back and erased is still the request whose number was told",
        covers: &["global.undo"],
        steps: &[
            (
                "buca in via roma<F6><Enter>",
                &["Affidata a Lavori pubblici", "Numero da dire  9"],
            ),
            ("<Ctrl-y>", &["> buca", "tiene il suo numero"]),
            ("<Ctrl-u>", &["è di questa richiesta", "!Pronto"]),
            ("<F2>carli<Enter>", &["domanda 2 di 2", "Numero da dire  9"]),
        ],
        journal: &[
            "begin first-character, open, text «buca in via roma», conclude entrusted-department, \
             escalate-department lavori-pubblici",
            "undo, undo, undo",
            "open, text «carli», told p-carli-daniela, conclude switchboard-given p-carli-daniela, close",
        ],
    },
    Script {
        name: "a call passed on is taken back",
        covers: &["global.undo"],
        steps: &[
            (
                "una multa ingiusta<F7>vigili<Enter>",
                &["Passata a Polizia locale"],
            ),
            ("<Ctrl-y>", &["> una multa ingiusta", "!Passata"]),
            (
                "<F7>vigili<Enter>",
                &["Passata a Polizia locale", "Numero da dire"],
            ),
        ],
        journal: &[
            "begin first-character, open, text «una multa ingiusta», conclude passed-live, \
             close, end key",
            "undo, undo, undo, undo",
            "text «una multa ingiusta», correct passed-live, close, end key",
        ],
    },
    Script {
        name: "what was asked since a number was given is still there when it is taken back",
        covers: &["global.undo"],
        steps: &[
            (
                "carli<Enter><F2>mensa scolastica",
                &["domanda 2 di 2", "> mensa scolastica"],
            ),
            ("<Ctrl-y>", &["> carli", "domanda 1 di 2", "Annullato"]),
            ("<Tab>", &["> mensa scolastica", "domanda 2 di 2"]),
            ("<Enter><Enter><Esc><Tab><Enter>", &["int. 417"]),
            ("<F10>", &["Salvato. Numero da dire"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "undo, undo, undo, undo, undo",
            "text «carli», told p-carli-daniela, correct switchboard-given p-carli-daniela, close",
            "open, text «mensa scolastica», told mensa-scolastica, conclude answered mensa-scolastica, \
             close, end key",
        ],
    },
    Script {
        name: "no answer and the deputy's number are one action, taken back with one key",
        covers: &["call.no_answer", "global.undo"],
        steps: &[
            ("carli<Enter><Ctrl-k><Enter>", &["!int. 417"]),
            ("<Ctrl-y>", &["int. 417", "Annullato"]),
            ("<F9>", &["centralino: numero dato", "!non risponde"]),
            ("<Esc><Ctrl-k><Enter>", &["!int. 417"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "correct no-answer p-carli-daniela",
            "unused p-carli-daniela, told p-vitale-simone, correct switchboard-given p-vitale-simone",
            "undo, undo, undo, undo, undo",
            "correct no-answer p-carli-daniela",
            "unused p-carli-daniela, told p-vitale-simone, correct switchboard-given p-vitale-simone",
        ],
    },
    Script {
        name: "no answer and a callback are one action, taken back with one key",
        covers: &["call.no_answer", "global.undo"],
        steps: &[
            (
                "carli<Enter><Ctrl-k>richiesta<Enter>",
                &["Affidata a Anagrafe, sportello CIE"],
            ),
            ("<Ctrl-y>", &["int. 417", "Annullato", "!Affidata"]),
            (
                "<Ctrl-k>richiesta<Enter>",
                &["Affidata a Anagrafe, sportello CIE"],
            ),
            (
                "<F10>{number}<Enter>",
                &["aperta · Anagrafe, sportello CIE"],
            ),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "correct no-answer p-carli-daniela",
            "undo, text «carli», told p-carli-daniela, correct entrusted-department p-carli-daniela, \
             escalate-department anagrafe-cie",
            "undo, undo, undo, undo, undo, undo",
            "correct no-answer p-carli-daniela",
            "undo, text «carli», told p-carli-daniela, correct entrusted-department p-carli-daniela, \
             escalate-department anagrafe-cie",
            "end key",
        ],
    },
    Script {
        name: "what is written is not erased on screen",
        covers: &["field.erase_word"],
        steps: &[
            ("carli<Enter><Ctrl-w>", &["> carli", "è già conclusa"]),
            ("<Ctrl-y>", &["> carli", "Annullato"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "undo, undo, undo, undo, undo",
        ],
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
