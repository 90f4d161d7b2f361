//! The life of the knowledge base: notices, wrong numbers, news, drafts and their approvals, the structure.

use super::{Script, run_at};
use crate::it::desk::place::Place;

pub const SCRIPTS: &[Script] = &[
    Script {
        name: "one sentence at once on every desk, and taken away",
        covers: &["global.notice", "global.end_notice"],
        steps: &[
            ("imu", &["IMU"]),
            ("<F12>avviso<Enter>", &["Avviso su «IMU", "Fino a (ore)"]),
            (
                "sportello chiuso oggi<Enter><Enter>",
                &["Avviso (non approvato)", "sportello chiuso oggi"],
            ),
            ("<F12>togli<Enter>", &["!sportello chiuso oggi"]),
        ],
        journal: &["notice imu «sportello chiuso oggi»", "notice imu «»"],
    },
    Script {
        name: "the questions of a sheet: the place is there already, closed they are asked again",
        covers: &["call.questions"],
        steps: &[
            (
                "segnalare buca in via Po 3<F6><Enter>",
                &["Numero da dire  ", "In che via", "  via Po 3\n"],
            ),
            (
                "<Esc>",
                &[
                    "Manca, e serve (",
                    "In che via",
                    "domande  F10",
                    "!Che cosa vede? buca",
                ],
            ),
            (
                "<Shift-Tab><Enter>altro<Enter>no<Enter><Esc>",
                &["!Manca, e serve"],
            ),
            // The last line says what is doubtful of it once.
            (
                "<Shift-Tab><Tab><Tab><Tab><Tab><Tab>boh<Enter>",
                &["di nuovo lo tiene così", "Può mandarci una foto?"],
            ),
            ("<Enter>", &["!Può mandarci una foto?"]),
            (
                "<F10>{number}<Enter>",
                &["Domanda", "Qualcuno può farsi male adesso?"],
            ),
            ("<End>", &["Qualcuno può farsi male adesso? (Claudia): no"]),
        ],
        journal: &[
            "begin first-character, open, text «segnalare buca in via Po 3», \
             conclude entrusted-department, escalate-department lavori-pubblici",
            "answer luogo «via Po 3», answer cosa «altro», answer pericolo «no», answer foto «boh»",
            "end key",
        ],
    },
    Script {
        name: "a number that is wrong, said with one key",
        covers: &["call.wrong_number"],
        steps: &[
            ("carli<Enter>", &["int. 417"]),
            ("<Insert>", &["Segnalato errato: 417"]),
            (
                "<F12>redazione<Enter><Tab><Tab><Tab>",
                &[
                    "Carli Daniela",
                    "417 · Claudia",
                    "la nuova versione, pubblicata",
                ],
            ),
            (
                "<Enter>",
                &[
                    "venuto con il programma",
                    "Numero        int. 417 (segnalato errato)",
                ],
            ),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "wrong p-carli-daniela 417",
        ],
    },
    Script {
        name: "a number that is right after all leaves the list, and another is corrected",
        covers: &["version.number_right", "knowledge.correct"],
        steps: &[
            ("conti<Enter><Insert>", &["Segnalato errato"]),
            (
                "<F12>redazione<Enter><Tab><Tab><Tab><Down><Ctrl-k>c",
                &["Il testo non è cambiato", "numero giusto"],
            ),
            ("<Ctrl-k>g<Esc>", &["Numeri errati 1"]),
        ],
        journal: &[
            "begin first-character, open, text «conti», told p-conti-paolo, \
             conclude switchboard-given p-conti-paolo, close, end key",
            "wrong p-conti-paolo 412",
            "publish p-conti-paolo Trusted for 1",
        ],
    },
    Script {
        name: "the structure: unfolded, folded, narrowed, and a number given",
        covers: &[
            "global.structure",
            "structure.give",
            "structure.unfold",
            "structure.fold",
            "structure.up",
            "structure.down",
            "structure.page_up",
            "structure.page_down",
            "structure.back",
        ],
        steps: &[
            ("<F12>struttura<Enter>", &["Struttura", "Anagrafe"]),
            ("<PageDown><PageUp><Down><Up><Right><Left>", &["Struttura"]),
            ("<Esc>", &["!Struttura ─"]),
            ("<F12>struttura<Enter>carli", &["▸", "Carli Daniela"]),
            // Who looks something up on a free desk has no caller: nothing is logged.
            (
                "<Enter>",
                &["int. 417", "niente è registrato", "Struttura ─"],
            ),
            ("<Ctrl-v><Enter>", &["int. 417", "!Struttura ─"]),
        ],
        journal: &["begin key, open, told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key"],
    },
    Script {
        name: "the lists of the curator, and a version",
        covers: &[
            "global.curation",
            "global.news",
            "knowledge.open",
            "knowledge.next_view",
            "knowledge.previous_view",
            "knowledge.up",
            "knowledge.down",
            "knowledge.page_up",
            "knowledge.page_down",
            "knowledge.back",
            "sheet.propose",
            "sheet.wrong_number",
            "version.history",
            "version.other",
            "version.back",
            "version.up",
            "version.down",
            "version.page_up",
            "version.page_down",
            "version.read",
            "version.confirm_act",
            "version.publish",
            "version.set_aside",
            "version.approve_office",
            "version.approve_urp",
            "version.record_act",
            "version.edit",
            "knowledge.new",
        ],
        steps: &[
            (
                "<F12>redazione<Enter>",
                &["Bozze", "Niente in questo elenco"],
            ),
            (
                "<Down><Up><PageDown><PageUp><Enter>",
                &["Niente in questo elenco"],
            ),
            ("<Tab><Shift-Tab><Esc>", &["!Bozze"]),
            ("<F12>novità<Enter>", &["Novità 0"]),
            ("<Ctrl-k>n", &["Il testo non è cambiato"]),
            ("<Esc>imu<Enter><Insert>", &["qui non c'è un numero"]),
            ("<Ctrl-k>v", &["Come si vedrà", "dal programma"]),
            ("<Down><Up><PageDown><PageUp>", &["Come si vedrà"]),
            ("<Ctrl-k>v", &["Pubblicata"]),
            ("<Ctrl-k>v<Enter>", &["non è una novità"]),
            ("<Ctrl-k>o", &["non c'è un'altra versione"]),
            ("<Ctrl-k>c", &["nessun atto da confermare"]),
            ("<Ctrl-k>p", &["già pubblicata"]),
            ("<Ctrl-k>s", &["non è una bozza"]),
            ("<Ctrl-k>u", &["Salvato"]),
            ("<Ctrl-k>r<Ctrl-k>a", &["Atto di approvazione"]),
            ("<Esc><Ctrl-k>m", &["Il testo non è cambiato"]),
            ("<Esc>", &["!Come si vedrà"]),
        ],
        journal: &["approve imu office"],
    },
];

#[test]
fn the_life_of_the_knowledge_base() {
    run_at(&Place::timed(), SCRIPTS);
}
