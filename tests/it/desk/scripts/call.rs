//! Calls from the first character to the end.

use super::{Script, run};
use crate::it::desk::bench::Bench;
use sportello::{
    desk::reader::Reader,
    domain::{article::Source, text::Text},
    keymap::{Keymap, Layer, STANDARD},
};
use std::collections::BTreeSet;

pub const SCRIPTS: &[Script] = &[
    Script {
        name: "a switchboard call is logged with one key, and its number stays on screen",
        covers: &["call.open"],
        steps: &[
            ("carli", &["▸ Persona", "Carli Daniela"]),
            (
                "<Enter>",
                &[
                    "Carli Daniela",
                    "int. 417",
                    "Numero da dire",
                    "Salvato. Numero da dire",
                ],
            ),
            ("<F10>", &["int. 417", "Già salvata: 9"]),
            ("altro", &["!int. 417", "> altro"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
        ],
    },
    Script {
        name: "a sheet opened, told and concluded",
        covers: &["call.open", "sheet.mark", "global.conclude"],
        steps: &[
            ("mi hanno rubato la carta", &["▸ ", "Da dire"]),
            (
                "<Enter>",
                &["Carta d'identità: furto o smarrimento", "Portare"],
            ),
            ("<Enter>", &["Segnato come detto. F10 conclude.", " detto "]),
            (
                "<F10>",
                &["risposta al primo livello", "Salvato. Numero da dire"],
            ),
        ],
        journal: &[
            "begin first-character, open, text «mi hanno rubato la carta», \
             told carta-identita-smarrita, conclude answered carta-identita-smarrita, close, end key",
        ],
    },
    Script {
        name: "what was told and then abandoned stays as not used",
        covers: &["sheet.back", "call.down", "call.up"],
        steps: &[
            ("quando scade l'imu", &["▸ "]),
            ("<Enter><Enter><Esc>", &["> quando scade l'imu"]),
            ("<Down><Down><Up><Enter><Enter>", &["Segnato come detto"]),
            ("<F10>", &["Salvato."]),
        ],
        journal: &[
            "begin first-character, open, text «quando scade l'imu», unused imu, \
             told quando-scade-imu, conclude answered quando-scade-imu, close, end key",
        ],
    },
    Script {
        name: "a request is entrusted to the office its sheet names, and its number told",
        covers: &["global.entrust", "chooser.accept"],
        steps: &[
            ("buca in via roma", &["Lavori pubblici"]),
            (
                "<F6>",
                &[
                    "A chi affidi la richiesta?",
                    "▸ Lavori pubblici",
                    "proposto dalla scheda",
                ],
            ),
            ("<Enter>", &["Affidata a Lavori pubblici", "Numero da dire"]),
            ("<F10>", &["Salvato", "Affidata a Lavori pubblici"]),
        ],
        journal: &[
            "begin first-character, open, text «buca in via roma», \
             conclude entrusted-department, escalate-department lavori-pubblici",
            "end key",
        ],
    },
    Script {
        name: "a request nobody's sheet answers goes to the back office",
        covers: &[
            "chooser.up",
            "chooser.down",
            "chooser.page_down",
            "chooser.page_up",
        ],
        steps: &[
            ("xyzzy quux", &["Nessuna risposta trovata"]),
            ("<F6>", &["▸ Back office"]),
            ("<PageDown><PageUp><Down><Up>", &["▸ Back office"]),
            ("<Enter>", &["Affidata a Back office"]),
            ("<F10>", &["Salvato"]),
        ],
        journal: &[
            "begin first-character, open, text «xyzzy quux», conclude entrusted-back-office, \
             escalate-back-office back-office",
            "end key",
        ],
    },
    Script {
        name: "two questions in one call are two requests with one beginning and one end",
        covers: &["global.another_question", "call.next_question"],
        steps: &[
            ("quando scade l'imu<Enter><Enter>", &["Segnato come detto"]),
            ("<F2>", &["domanda 2 di 2", "!scade"]),
            (
                "mensa scolastica<Enter><Enter><Esc>",
                &["domanda 2 di 2", "> mensa"],
            ),
            ("<Tab>", &["domanda 1 di 2", "> quando scade"]),
            ("<F10>", &["Salvato. Numero da dire"]),
        ],
        journal: &[
            "begin first-character, open, text «quando scade l'imu», told imu, conclude answered imu, close, \
             open, text «mensa scolastica», told mensa-scolastica, conclude answered mensa-scolastica, \
             close, end key",
        ],
    },
    Script {
        name: "a number given, then another question of the same caller",
        covers: &["global.another_question"],
        steps: &[
            ("carli<Enter>", &["int. 417"]),
            ("<F2>", &["domanda 2 di 2", "!int. 417"]),
            (
                "mensa scolastica<Enter><Enter><F10>",
                &["risposta al primo livello"],
            ),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "open, text «mensa scolastica», told mensa-scolastica, conclude answered mensa-scolastica, \
             close, end key",
        ],
    },
    Script {
        name: "the live call is passed to an office of the second level",
        covers: &["global.transfer"],
        steps: &[
            ("una multa ingiusta", &["▸ "]),
            (
                "<F7>",
                &["A chi passi la telefonata?", "proposto dalla scheda"],
            ),
            (
                "vigili<Enter>",
                &["Passata a Polizia locale", "Chiamare", "Numero da dire"],
            ),
        ],
        journal: &[
            "begin first-character, open, text «una multa ingiusta», conclude passed-live, close, end key",
        ],
    },
    Script {
        name: "a directory entry is put through with one key",
        covers: &["global.transfer"],
        steps: &[
            ("carli", &["Invio numero  F7 passa"]),
            ("<F7>", &["centralino: passata", "int. 417", "Registrata"]),
            ("<F7>", &["niente da passare"]),
            ("altro", &["> altro", "!niente da passare"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-forwarded p-carli-daniela, close, end key",
        ],
    },
    Script {
        name: "a number given, and then the call is put through",
        covers: &["global.transfer"],
        steps: &[
            ("carli<Enter>", &["centralino: numero dato", "passata: F7"]),
            ("<F7>", &["centralino: passata", "!passata: F7"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "correct switchboard-forwarded p-carli-daniela",
        ],
    },
    Script {
        name: "a rescue number is given, and the request's number is only registered",
        covers: &["global.help_lines"],
        steps: &[
            ("<F8>112<Enter>", &["112", "Registrata", "!Numero da dire"]),
            ("<F10>", &["Già salvata"]),
        ],
        journal: &[
            "begin first-character, open, told n-112, conclude emergency n-112, close, end key",
        ],
    },
    Script {
        name: "a call without an answer asks how it ends: with the chosen sheet",
        covers: &["global.conclude", "chooser.accept"],
        steps: &[
            ("passaporto", &["▸ "]),
            ("<F10>", &["Come si conclude?", "▸ Risposto con"]),
            ("<Enter>", &["risposta al primo livello"]),
        ],
        journal: &[
            "begin first-character, open, text «passaporto», told passaporto-no-comune, \
             conclude answered passaporto-no-comune, close, end key",
        ],
    },
    Script {
        name: "a call without an answer asks how it ends: in own words",
        covers: &["form.accept"],
        steps: &[
            ("orario della messa", &["▸ "]),
            ("<F10>", &["Come si conclude?"]),
            ("senza scheda<Enter>", &["Risposto senza scheda"]),
            ("alle dieci<Enter>", &["risposta al primo livello"]),
        ],
        journal: &[
            "begin first-character, open, text «orario della messa», conclude answered «alle dieci», close, end key",
        ],
    },
    Script {
        name: "of two questions without an answer each asks how it ends",
        covers: &["global.conclude"],
        steps: &[
            ("buca in via roma<F2>mensa scolastica", &["domanda 2 di 2"]),
            ("<F10>", &["domanda 1 di 2", "Come si conclude?"]),
            ("prenot<Enter>", &["domanda 2 di 2", "▸ Risposto con"]),
            ("<Enter>", &["risposta al primo livello"]),
        ],
        journal: &[
            "begin first-character, open, text «buca in via roma», conclude booked, close",
            "open, text «mensa scolastica», told mensa-scolastica, conclude answered mensa-scolastica, \
             close, end key",
        ],
    },
    Script {
        name: "a call that drops or is silent needs no request",
        covers: &["global.start_call"],
        steps: &[
            ("<Ctrl-v>", &["telefonata 00:00"]),
            ("<Ctrl-v>", &["la telefonata è già cominciata"]),
            ("<F10>", &["caduta la linea"]),
            ("muta<Enter>", &["Salvato."]),
        ],
        journal: &["begin key, conclude silent, end key"],
    },
    Script {
        name: "what was typed before the line dropped stays with the call",
        covers: &["global.conclude"],
        steps: &[("voleva la signora carli<F10>caduta<Enter>", &["Salvato."])],
        journal: &["begin first-character, conclude dropped «voleva la signora carli», end key"],
    },
    Script {
        name: "emergency numbers from the call with one key, given with the next",
        covers: &["global.help_lines"],
        steps: &[
            ("c'e un incendio", &["> c'e un incendio"]),
            ("<F8>", &["Numeri di emergenza", "▸ 112"]),
            ("fuoco<Enter>", &["Vigili del fuoco", "115"]),
        ],
        journal: &[
            "begin first-character, open, text «c'e un incendio», told n-115, conclude emergency n-115, \
             close, end key",
        ],
    },
    Script {
        name: "the caller's own requests appear by his telephone number",
        covers: &["global.caller", "form.next_field", "form.previous_field"],
        steps: &[
            ("lampione spento in via verdi", &["▸ "]),
            ("<F5>", &["Chi chiama (solo se serve)", "▸ Nome"]),
            (
                "Anna Verdi<Tab>3331234567<Down><Up>",
                &["Anna Verdi", "▸ Telefono"],
            ),
            ("<F10>", &["Come si conclude?"]),
            ("<Esc><F6><Enter><F10>", &["Affidata a Lavori pubblici"]),
            ("ho gia chiamato<F5>", &["Chi chiama"]),
            (
                "<Down>333 1234567<Enter><Enter><Enter><Enter><Enter><Enter>",
                &["Sue richieste: 1. F5 le mostra.", "> ho gia chiamato"],
            ),
            (" ieri", &["> ho gia chiamato ieri"]),
            ("<F5>", &["Sue richieste: 1", "aperta", "Chi chiama"]),
            ("chi chiama<Enter>", &["333 1234567", "▸ Nome"]),
            ("<Esc>", &["> ho gia chiamato ieri"]),
            (
                "<F5><Enter>",
                &["Richiesta", "aperta · Lavori pubblici", "Anna Verdi"],
            ),
        ],
        journal: &[
            "begin first-character, open, text «lampione spento in via verdi», name «Anna Verdi», \
             phone «3331234567», conclude entrusted-department, \
             escalate-department lavori-pubblici",
            "end key",
        ],
    },
    Script {
        name: "a caller comes back with a number: its state, with one key more",
        covers: &["request.back"],
        steps: &[
            ("buca in via po<F6><Enter><F10>", &["Affidata"]),
            ("{number}", &["▸ Richiesta", "aperta"]),
            (
                "<Enter>",
                &["Richiesta", "aperta · Lavori pubblici", "Storia"],
            ),
            ("<Esc>", &["> 9"]),
            ("<F10>", &["Salvato."]),
        ],
        journal: &[
            "begin first-character, open, text «buca in via po», conclude entrusted-department, \
             escalate-department lavori-pubblici",
            "end key",
            "begin first-character, conclude existing-request, end key",
        ],
    },
    Script {
        name: "a number with a wrong digit is told so",
        covers: &[],
        steps: &[
            ("buca in via po<F6><Enter><F10>", &["Affidata"]),
            ("{typo}", &["forse un errore di battitura"]),
        ],
        journal: &[
            "begin first-character, open, text «buca in via po», conclude entrusted-department, \
             escalate-department lavori-pubblici",
            "end key",
        ],
    },
    Script {
        name: "what a caller says of himself after the call is concluded is written with it",
        covers: &["global.caller", "global.conclude"],
        steps: &[
            ("carli<Enter>", &["int. 417"]),
            ("<F5>Anna Verdi<Esc><F10>", &["Salvato."]),
            ("<F5>!<Esc>mensa", &["> mensa", "Salvato."]),
            ("<Ctrl-y>", &["> mensa", "prima concludi"]),
        ],
        journal: &[
            "begin first-character, open, text «carli», told p-carli-daniela, \
             conclude switchboard-given p-carli-daniela, close, end key",
            "name «Anna Verdi»",
            "name «Anna Verdi!»",
        ],
    },
    Script {
        name: "who called is known of a call without a request too",
        covers: &["global.caller"],
        steps: &[
            (
                "<Ctrl-v><F5>Anna Verdi<Esc><F10>caduta<Enter>",
                &["Salvato."],
            ),
            ("<F5>", &["senza richiesta"]),
        ],
        journal: &["begin key, conclude dropped «Anna Verdi», end key"],
    },
    Script {
        name: "results by pages",
        covers: &["call.page_down", "call.page_up"],
        steps: &[
            ("carta", &["▸ "]),
            ("<PageDown>", &["▸ "]),
            ("<PageUp><Enter>", &["1/"]),
        ],
        journal: &[],
    },
    Script {
        name: "a sheet passage by passage",
        covers: &[
            "sheet.next_passage",
            "sheet.previous_passage",
            "sheet.up",
            "sheet.down",
            "sheet.page_up",
            "sheet.page_down",
            "sheet.first",
            "sheet.last",
            "sheet.back",
        ],
        steps: &[
            ("smarrimento carta identita<Enter>", &[" 1/", "▸ Da dire"]),
            ("<Tab>", &[" 2/"]),
            ("<Down>", &[" 3/"]),
            ("<Up><Shift-Tab>", &[" 1/"]),
            ("<PageDown>", &[" 5/"]),
            ("<PageUp>", &[" 1/"]),
            ("<End>", &["▸ Fonte"]),
            ("<Home>", &["▸ Da dire"]),
            ("<Esc>", &["> smarrimento carta identita"]),
        ],
        journal: &[],
    },
    Script {
        name: "typing on a sheet goes on with the line of the call",
        covers: &[],
        steps: &[
            ("carta<Enter>", &[" 1/"]),
            (" persa", &["> carta persa", "! 1/"]),
        ],
        journal: &[],
    },
];

/// Phrases name the key that is bound, and the command where none is left to it.
#[test]
fn what_is_said_of_a_key_follows_the_keymap() {
    let mut bench = Bench::alone();
    let own = "[global]\nconclude = [\"Ctrl-b\"]\nanother_question = []\n";
    let own = Layer::read(own).unwrap();
    let standard = Layer::read(STANDARD).unwrap();
    bench.app.keys = Keymap::of(&own.over(&standard).0);
    bench.press("mensa scolastica<Enter><Enter>");
    assert_eq!(bench.status(), "Segnato come detto. Ctrl-B conclude.");
    bench.press("<Esc><F6><Enter><Enter>");
    assert_eq!(
        bench.status(),
        "questa domanda è già conclusa: «altra domanda» per un'altra"
    );
}

#[test]
fn calls() {
    run(SCRIPTS);
}

/// A sheet at 80×24 whose first passage is longer than the screen and whose last one is too.
fn long_sheet() -> Bench {
    let mut bench = Bench::alone();
    bench.press("mensa scolastica<Enter>");
    let words = |name: &str| {
        let words: Vec<String> = (0..300).map(|n| format!("{name}{n:03}")).collect();
        Text::block(&words.join(" "))
    };
    let Some(reader) = bench.app.top::<Reader>() else {
        panic!("no sheet\n{}", bench.screen());
    };
    reader.published.article.say = words("dire");
    reader.published.article.sources = vec![Source {
        name: words("fonte"),
        url: Text::default(),
        date: None,
    }];
    bench
}

/// The words of the sheet that some of these screens show.
fn seen(screens: &[String]) -> BTreeSet<&str> {
    let words = screens.iter().flat_map(|screen| screen.split_whitespace());
    words
        .filter(|word| {
            let name = word.trim_end_matches(|c: char| c.is_ascii_digit());
            matches!(name, "dire" | "fonte") && word.len() == name.len() + 3
        })
        .collect()
}

#[test]
fn a_sheet_is_read_to_its_last_row_with_the_arrows_and_with_the_page_keys() {
    for (on, back) in [("<Down>", "<Up>"), ("<PageDown>", "<PageUp>")] {
        for key in [on, back] {
            let mut bench = long_sheet();
            if key == back {
                bench.press("<End>");
                assert!(bench.screen().contains("fonte299"), "{}", bench.screen());
            }
            let mut screens = vec![bench.screen()];
            loop {
                bench.press(key);
                if screens.last() == Some(&bench.screen()) {
                    break;
                }
                screens.push(bench.screen());
            }
            assert_eq!(seen(&screens).len(), 600, "{key}");
        }
    }
    let mut bench = long_sheet();
    bench.press("<End><Home>");
    assert!(bench.screen().contains("dire000"), "{}", bench.screen());
}
