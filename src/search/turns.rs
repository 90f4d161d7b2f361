//! Turns of phrase that say what is wanted, not what about: *mi passa*, *chi segue*, *orari*.
//!
//! Their words are no topic: searched for, they would bring every sheet that says whom to call.

use super::token::Token;
use super::words;

/// What a turn of phrase asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Want {
    /// When somebody can be reached.
    Hours,
    /// A person, an office, a number to ring.
    Contact,
    /// Whoever deals with something.
    Duty,
}

/// The turns of phrase, folded.
const TURNS: &[(&[&str], Want)] = &[
    (&["mi", "passa"], Want::Contact),
    (&["mi", "passi"], Want::Contact),
    (&["mi", "passate"], Want::Contact),
    (&["mi", "puo", "passare"], Want::Contact),
    (&["mi", "potete", "passare"], Want::Contact),
    (&["puo", "passarmi"], Want::Contact),
    (&["potete", "passarmi"], Want::Contact),
    (&["parlare", "con"], Want::Contact),
    (&["parlare", "col"], Want::Contact),
    (&["numero", "di", "telefono"], Want::Contact),
    (&["numero"], Want::Contact),
    (&["interno"], Want::Contact),
    (&["recapito"], Want::Contact),
    (&["recapiti"], Want::Contact),
    (&["contattare"], Want::Contact),
    (&["cerco"], Want::Contact),
    (&["chi", "segue"], Want::Duty),
    (&["chi", "si", "occupa"], Want::Duty),
    (&["chi", "tratta"], Want::Duty),
    (&["chi", "gestisce"], Want::Duty),
    (&["chi", "chiamo"], Want::Duty),
    (&["chi", "devo", "chiamare"], Want::Duty),
    (&["chi", "posso", "chiamare"], Want::Duty),
    (&["chi", "bisogna", "chiamare"], Want::Duty),
    (&["a", "chi", "telefono"], Want::Duty),
    (&["a", "chi", "devo", "telefonare"], Want::Duty),
    (&["a", "chi", "mi", "rivolgo"], Want::Duty),
    (&["a", "chi", "mi", "devo", "rivolgere"], Want::Duty),
    (&["a", "chi", "devo", "rivolgermi"], Want::Duty),
    (&["con", "chi", "parlo"], Want::Duty),
    (&["con", "chi", "devo", "parlare"], Want::Duty),
    (&["orari"], Want::Hours),
    (&["orario"], Want::Hours),
    (&["orari", "di", "apertura"], Want::Hours),
    (&["orario", "di", "apertura"], Want::Hours),
    (&["opening", "hours"], Want::Hours),
    (&["opening", "times"], Want::Hours),
    (&["are", "you", "open"], Want::Hours),
    (&["aprite"], Want::Hours),
    (&["siete", "aperti"], Want::Hours),
    (&["siete", "chiusi"], Want::Hours),
    (&["quando", "siete", "aperti"], Want::Hours),
    (&["a", "che", "ora", "siete", "aperti"], Want::Hours),
    (&["fino", "a", "che", "ora", "siete", "aperti"], Want::Hours),
    (&["fino", "a", "quando", "siete", "aperti"], Want::Hours),
    (&["e", "chiusa", "adesso"], Want::Hours),
    (&["e", "chiusa", "domani"], Want::Hours),
    (&["e", "chiusa", "oggi"], Want::Hours),
    (&["e", "chiuso", "adesso"], Want::Hours),
    (&["e", "chiuso", "domani"], Want::Hours),
    (&["e", "chiuso", "oggi"], Want::Hours),
    (&["e", "aperta", "adesso"], Want::Hours),
    (&["e", "aperta", "domani"], Want::Hours),
    (&["e", "aperta", "oggi"], Want::Hours),
    (&["e", "aperto", "adesso"], Want::Hours),
    (&["e", "aperto", "domani"], Want::Hours),
    (&["e", "aperto", "oggi"], Want::Hours),
    (&["quando", "e", "aperto"], Want::Hours),
    (&["quando", "e", "aperta"], Want::Hours),
    (&["quando", "e", "chiuso"], Want::Hours),
    (&["quando", "e", "chiusa"], Want::Hours),
    (&["comune", "e", "aperto"], Want::Hours),
    (&["comune", "e", "chiuso"], Want::Hours),
    (&["quando", "apre"], Want::Hours),
    (&["quando", "chiude"], Want::Hours),
    (&["quando", "aprite"], Want::Hours),
    (&["quando", "chiudete"], Want::Hours),
    (&["a", "che", "ora", "apre"], Want::Hours),
    (&["a", "che", "ora", "chiude"], Want::Hours),
    (&["a", "che", "ora", "aprite"], Want::Hours),
    (&["a", "che", "ora", "chiudete"], Want::Hours),
];

/// Words that make a *numero* one that nobody rings: that of a house, of a request, of a school
/// for voters; a *numero verde* is known by both words.
const NO_TELEPHONE: &[&str] = &[
    "civici",
    "civico",
    "pratica",
    "protocollo",
    "richiesta",
    "sezione",
    "targa",
    "verde",
];

/// The word under which hours are looked for when nobody's in particular are asked.
pub(super) const HOURS: &str = "orari";

/// Words beside the wish for hours that say of nobody in particular whose.
const ANYBODY: &[&str] = &[
    "apertura",
    "chiusura",
    "comunale",
    "comunali",
    "comune",
    "municipio",
    "pubblico",
    "sportelli",
    "sportello",
    "uffici",
    "ufficio",
];

/// Days and hours of the day that are counted from now: the office's entry says whether it is open.
const FROM_NOW: &[&str] = &[
    "today",
    "tomorrow",
    "now",
    "adesso",
    "domani",
    "dopodomani",
    "mattina",
    "oggi",
    "ora",
    "pomeriggio",
    "sera",
    "stamattina",
    "stasera",
];

/// Days, feasts and months with a name: a sheet may say when it is open then.
const DAYS: &[&str] = &[
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
    "natale",
    "capodanno",
    "epifania",
    "pasqua",
    "pasquetta",
    "ferragosto",
    "festivi",
    "festa",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "christmas",
    "domenica",
    "giovedi",
    "lunedi",
    "martedi",
    "mercoledi",
    "sabato",
    "venerdi",
];

/// What the words of a query ask for.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// What is wanted most plainly.
    pub want: Option<Want>,
    /// Hours are wanted, and nobody is named whose.
    pub anybody: bool,
    /// Byte offsets of the words that only say so.
    said: Vec<usize>,
}

impl Turns {
    /// Reads the turns of phrase among `tokens`.
    pub(super) fn of(tokens: &[Token]) -> Self {
        let mut turns = Self::default();
        let mut rest = tokens;
        while let Some((first, after)) = rest.split_first() {
            let Some((length, want)) = turn(tokens, rest) else {
                if after.first().is_some_and(|next| is_title(first, next)) {
                    turns.said.push(first.start);
                }
                rest = after;
                continue;
            };
            let (words, after) = rest.split_at(length);
            turns.said.extend(words.iter().map(|token| token.start));
            turns.want = turns.want.max(Some(want));
            rest = after;
        }
        if turns.want == Some(Want::Hours) {
            turns.read_hours(tokens);
        }
        turns
    }

    /// Whose hours are wanted: *domani* is no word to search for; *il sabato* alone is, and no wish to ring.
    fn read_hours(&mut self, tokens: &[Token]) {
        let is = |token: &Token, table: &[&str]| table.contains(&token.fold.as_str());
        let said = |token: &Token| self.said.contains(&token.start) || is(token, FROM_NOW);
        let left = || {
            let topics = tokens
                .iter()
                .filter(|token| !words::is_stop(&token.fold) && !words::is_courtesy(&token.fold));
            topics.filter(|token| !said(token) && !is(token, ANYBODY))
        };
        if left().next().is_none() {
            self.anybody = true;
        } else if left().all(|token| is(token, DAYS) || is_number(token)) {
            *self = Self::default();
            return;
        }
        let from_now = tokens.iter().filter(|token| is(token, FROM_NOW));
        self.said.extend(from_now.map(|token| token.start));
    }

    /// True for a word that says what is wanted.
    pub(super) fn has(&self, token: &Token) -> bool {
        self.said.contains(&token.start)
    }
}

/// The longest turn of phrase at the beginning of `rest`: how many words, and what it asks for.
fn turn(all: &[Token], rest: &[Token]) -> Option<(usize, Want)> {
    TURNS
        .iter()
        .filter(|(words, _)| {
            let mut tokens = rest.iter();
            words
                .iter()
                .all(|word| tokens.next().is_some_and(|token| token.fold == *word))
        })
        .map(|(words, want)| (words.len(), *want))
        .max_by_key(|(length, _)| *length)
        .filter(|(length, _)| *length > 1 || is_wish(all, rest))
}

/// True when the one word that begins `rest` says a wish there.
fn is_wish(all: &[Token], rest: &[Token]) -> bool {
    let Some((word, after)) = rest.split_first() else {
        return false;
    };
    match word.fold.as_str() {
        "numero" => {
            let next = after.iter().find(|token| !words::is_stop(&token.fold));
            next.is_none_or(|next| !NO_TELEPHONE.contains(&next.fold.as_str()))
        }
        // In the middle of a sentence it is a story: *da un mese cerco casa*.
        // To *us*, not: *mi aprite una segnalazione*.
        "aprite" => all.iter().all(|token| {
            let fold = token.fold.as_str();
            let says_when = [FROM_NOW, DAYS, ANYBODY]
                .iter()
                .any(|table| table.contains(&fold));
            token.start == word.start
                || says_when
                || words::is_stop(fold)
                || words::is_courtesy(fold)
        }),
        "cerco" => all
            .iter()
            .take_while(|token| token.start < word.start)
            .all(|token| words::is_courtesy(&token.fold)),
        _ => true,
    }
}

/// Whether it is the number of a day: *sabato 5 dicembre*.
fn is_number(token: &Token) -> bool {
    token.fold.bytes().all(|byte| byte.is_ascii_digit())
}

/// True for a courtesy title before a name; *cambio dottore* has none.
fn is_title(word: &Token, next: &Token) -> bool {
    words::is_title(&word.fold) && !words::is_stop(&next.fold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::token::tokens;

    /// What is wanted, and the words that are left to search for.
    fn read(text: &str) -> (Option<Want>, Vec<String>) {
        let all = tokens(text);
        let turns = Turns::of(&all);
        let left = all.iter().filter(|token| !turns.has(token));
        (turns.want, left.map(|token| token.fold.clone()).collect())
    }

    #[test]
    fn the_table_is_folded_and_each_turn_is_there_once() {
        for (at, (words, _)) in TURNS.iter().enumerate() {
            let folds: Vec<String> = tokens(&words.join(" "))
                .into_iter()
                .map(|t| t.fold)
                .collect();
            assert_eq!(folds, *words);
            assert!(TURNS.iter().skip(at + 1).all(|(other, _)| other != words));
        }
        for word in [NO_TELEPHONE, ANYBODY, FROM_NOW, DAYS, &[HOURS]].concat() {
            assert_eq!(tokens(word)[0].fold, word);
        }
    }

    #[test]
    fn a_turn_of_phrase_says_what_is_wanted() {
        use Want::{Contact, Duty, Hours};
        let table: &[(&str, Option<Want>, &[&str])] = &[
            ("mi passa i tributi", Some(Contact), &["i", "tributi"]),
            ("mi può passare Carli", Some(Contact), &["carli"]),
            ("può passarmi Carli", Some(Contact), &["carli"]),
            ("numero dei vigili", Some(Contact), &["dei", "vigili"]),
            ("numero di telefono anagrafe", Some(Contact), &["anagrafe"]),
            (
                "vorrei parlare con Carli",
                Some(Contact),
                &["vorrei", "carli"],
            ),
            (
                "buongiorno cerco Carli",
                Some(Contact),
                &["buongiorno", "carli"],
            ),
            ("interno di Carli", Some(Contact), &["di", "carli"]),
            ("mi passa la signora Carli", Some(Contact), &["la", "carli"]),
            ("chi segue la tari", Some(Duty), &["la", "tari"]),
            ("chi si occupa di strade", Some(Duty), &["di", "strade"]),
            (
                "numero di chi segue la tari",
                Some(Duty),
                &["di", "la", "tari"],
            ),
            ("orari anagrafe", Some(Hours), &["anagrafe"]),
            ("quando apre il nido", Some(Hours), &["il", "nido"]),
            // The same words where they say something else.
            (
                "qualcuno può passare",
                None,
                &["qualcuno", "puo", "passare"],
            ),
            ("numero civico", None, &["numero", "civico"]),
            (
                "numero della richiesta",
                None,
                &["numero", "della", "richiesta"],
            ),
            (
                "da un mese cerco casa",
                None,
                &["da", "un", "mese", "cerco", "casa"],
            ),
            ("cambio dottore", None, &["cambio", "dottore"]),
        ];
        holds(table);
    }

    #[test]
    fn a_day_with_a_name_is_searched_for_and_what_is_opened_for_somebody_is_no_door() {
        let table: &[(&str, Option<Want>, &[&str])] = &[
            ("aprite domani", Some(Want::Hours), &[]),
            (
                "mi aprite una segnalazione",
                None,
                &["mi", "aprite", "una", "segnalazione"],
            ),
            (
                "siete aperti a Natale",
                None,
                &["siete", "aperti", "a", "natale"],
            ),
            (
                "siete aperti sabato 5 dicembre",
                None,
                &["siete", "aperti", "sabato", "5", "dicembre"],
            ),
            (
                "are you open on saturday",
                None,
                &["are", "you", "open", "on", "saturday"],
            ),
            ("signora Carli", None, &["carli"]),
        ];
        holds(table);
    }

    #[track_caller]
    fn holds(table: &[(&str, Option<Want>, &[&str])]) {
        for (text, want, left) in table {
            let found = read(text);
            assert_eq!(
                (found.0, found.1.as_slice()),
                (*want, to_owned(left).as_slice()),
                "{text}"
            );
        }
    }

    #[test]
    fn hours_of_nobody_in_particular_are_told_from_those_of_somebody() {
        for text in [
            "siete aperti domani",
            "a che ora aprite",
            "orari degli uffici",
            "il comune è aperto oggi",
            "a che ora apre il comune",
            "buongiorno orario di apertura al pubblico",
        ] {
            let turns = Turns::of(&tokens(text));
            assert_eq!(
                (turns.want, turns.anybody),
                (Some(Want::Hours), true),
                "{text}"
            );
        }
        for text in ["orari anagrafe", "a che ora apre l'anagrafe domani"] {
            let turns = Turns::of(&tokens(text));
            assert_eq!(
                (turns.want, turns.anybody),
                (Some(Want::Hours), false),
                "{text}"
            );
        }
        assert_eq!(
            read("a che ora apre l'anagrafe domani").1,
            to_owned(&["l", "anagrafe"])
        );
        // A day with a name is asked about, and a door that stands open is no office.
        for text in ["siete aperti il sabato", "il cancello è aperto"] {
            assert_eq!(Turns::of(&tokens(text)).want, None, "{text}");
        }
    }

    #[test]
    fn who_asks_whom_to_call_wants_who_deals_with_it() {
        for (text, left) in [
            ("chi devo chiamare per la tari", ["per", "la", "tari"]),
            ("a chi mi rivolgo per l'imu", ["per", "l", "imu"]),
            ("con chi parlo per la tari", ["per", "la", "tari"]),
        ] {
            assert_eq!(read(text), (Some(Want::Duty), to_owned(&left)), "{text}");
        }
        assert_eq!(read("a che ora aprite"), (Some(Want::Hours), Vec::new()));
    }

    fn to_owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }
}
