//! The Italian word tables of the analysis: words that carry no topic, elided articles, and the
//! turns of phrase that tell a question about a service from a call for the switchboard.

use super::english;

/// Words without a topic, folded and sorted. Dropped on both sides, never from names.
const STOP: &[&str] = &[
    "a", "abbia", "abbiamo", "abbiano", "ad", "agl", "agli", "ai", "al", "all", "alla", "alle",
    "allo", "anche", "ancora", "avendo", "avere", "avete", "aveva", "avevano", "avevo", "avra",
    "avrebbe", "avrei", "avro", "avuta", "avuto", "c", "che", "chi", "ci", "cio", "coi", "col",
    "coll", "come", "con", "cosa", "cui", "d", "da", "dagl", "dagli", "dai", "dal", "dall",
    "dalla", "dalle", "dallo", "degl", "degli", "dei", "del", "dell", "della", "delle", "dello",
    "deve", "devo", "di", "dov", "dove", "dovrebbe", "dovrei", "e", "ecco", "ed", "era", "erano",
    "eravamo", "ero", "essendo", "essere", "fa", "faccia", "faccio", "fanno", "fare", "fra", "gia",
    "gli", "glielo", "ha", "hai", "hanno", "ho", "i", "il", "in", "io", "l", "la", "le", "lei",
    "li", "lo", "loro", "lui", "ma", "me", "mi", "mia", "mie", "miei", "mio", "ne", "negl",
    "negli", "nei", "nel", "nell", "nella", "nelle", "nello", "noi", "non", "nostra", "nostre",
    "nostri", "nostro", "o", "od", "per", "perche", "pero", "piu", "po", "possa", "possiamo",
    "posso", "possono", "puo", "qual", "quale", "quali", "quand", "quando", "quant", "quanta",
    "quante", "quanti", "quanto", "quel", "quell", "quella", "quelle", "quelli", "quello", "quest",
    "questa", "queste", "questi", "questo", "s", "sara", "saranno", "sarebbe", "se", "sei", "si",
    "sia", "siamo", "siano", "siete", "sono", "sta", "stanno", "stata", "stati", "stato", "sto",
    "su", "sua", "sue", "sugl", "sugli", "sui", "sul", "sull", "sulla", "sulle", "sullo", "suo",
    "suoi", "t", "te", "ti", "tra", "tu", "tua", "tue", "tuo", "tuoi", "tutta", "tutte", "tutti",
    "tutto", "un", "una", "uno", "v", "va", "vi", "voi", "vostra", "vostre", "vostri", "vostro",
];

/// What an operator types out of courtesy; dropped from queries only. Folded and sorted.
const COURTESY: &[&str] = &[
    "buonasera",
    "buongiorno",
    "buonpomeriggio",
    "chiamo",
    "chiede",
    "chiedo",
    "cortesia",
    "favore",
    "grazie",
    "piacere",
    "prego",
    "pronto",
    "salve",
    "sapere",
    "scusi",
    "vorrebbe",
    "vorrei",
];

/// Articles and prepositions that lose their vowel before another word, longest first: glued to it
/// when the apostrophe is not typed (`dellacqua`).
pub(super) const ELIDED: &[&str] = &[
    "quell", "quest", "quant", "dell", "dall", "nell", "sull", "coll", "quand", "all", "com",
    "dov", "un", "l", "d", "c", "s",
];

/// Words of a question about a service. Folded and sorted.
const ASKING: &[&str] = &[
    "bisogna",
    "che",
    "come",
    "cosa",
    "cos",
    "deve",
    "devo",
    "dov",
    "dove",
    "ho",
    "occorre",
    "occorrono",
    "perche",
    "perso",
    "possiamo",
    "posso",
    "puo",
    "qual",
    "quale",
    "quali",
    "quando",
    "quant",
    "quanta",
    "quante",
    "quanti",
    "quanto",
    "rubato",
    "serve",
    "servono",
    "smarrito",
];

/// Words that name a post or an office. Folded and sorted.
const CALLING: &[&str] = &[
    "architetto",
    "assessore",
    "avvocato",
    "bibliotecaria",
    "centralino",
    "comandante",
    "custode",
    "dirigente",
    "dott",
    "dottor",
    "dottore",
    "dottoressa",
    "dottssa",
    "geom",
    "geometra",
    "impiegata",
    "impiegato",
    "ing",
    "ingegner",
    "ingegnere",
    "int",
    "interno",
    "messo",
    "responsabile",
    "segretaria",
    "segreteria",
    "sig",
    "signor",
    "signora",
    "sigra",
    "ufficio",
];

/// Titles of courtesy said before a name: no topic, and no role in the directory.
const TITLES: &[&str] = &[
    "dott",
    "dottor",
    "dottore",
    "dottoressa",
    "dottssa",
    "sig",
    "signor",
    "signora",
    "sigra",
];

/// Generic first words of office names: *ufficio anagrafe* and *anagrafe* are one name.
const GENERIC: &[&str] = &[
    "area",
    "direzione",
    "rip",
    "ripartizione",
    "servizi",
    "servizio",
    "settore",
    "sportello",
    "uff",
    "ufficio",
    "unita",
];

/// Words before a number to ring. Folded and sorted.
const BEFORE_NUMBER: &[&str] = &[
    "cell",
    "cellulare",
    "chiamare",
    "fax",
    "int",
    "interno",
    "n",
    "num",
    "numero",
    "tel",
    "telefono",
];

fn listed(table: &[&str], word: &str) -> bool {
    table.contains(&word)
}

/// True for a word that carries no topic (folded).
pub(super) fn is_stop(word: &str) -> bool {
    STOP.binary_search(&word).is_ok()
}

/// True for a word that says nothing in a query (folded).
pub(super) fn is_courtesy(word: &str) -> bool {
    COURTESY.binary_search(&word).is_ok() || english::is_empty(word)
}

/// True for a word of a question about a service.
pub(super) fn is_asking(word: &str) -> bool {
    listed(ASKING, word)
}

/// True for a word said when a person or an office is wanted.
pub(super) fn is_calling(word: &str) -> bool {
    listed(CALLING, word)
}

/// True for a title of courtesy.
pub(super) fn is_title(word: &str) -> bool {
    listed(TITLES, word)
}

/// True for a word that may be left out of the name of an office.
pub(super) fn is_generic(word: &str) -> bool {
    listed(GENERIC, word)
}

/// True for a word that announces a number to ring.
pub(super) fn announces_number(word: &str) -> bool {
    listed(BEFORE_NUMBER, word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::token::tokens;

    #[test]
    fn tables_are_folded_and_the_searched_ones_sorted() {
        for table in [
            STOP,
            COURTESY,
            ELIDED,
            ASKING,
            CALLING,
            TITLES,
            GENERIC,
            BEFORE_NUMBER,
        ] {
            for word in table {
                let found = tokens(word);
                assert_eq!(found.len(), 1, "{word}");
                assert_eq!(found[0].fold, *word);
            }
        }
        for table in [STOP, COURTESY] {
            assert!(table.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    #[test]
    fn an_elision_is_tried_after_the_longer_ones_that_contain_it() {
        for (at, short) in ELIDED.iter().enumerate() {
            for long in ELIDED.iter().skip(at + 1) {
                assert!(!long.starts_with(short), "{short} hides {long}");
            }
        }
    }

    #[test]
    fn words_are_known_by_table() {
        assert!(is_stop("della") && !is_stop("carta"));
        assert!(is_courtesy("buongiorno"));
        assert!(is_asking("quanto") && is_calling("interno"));
        assert!(is_generic("ufficio") && announces_number("tel"));
    }
}
