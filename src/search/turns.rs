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
    (&["chi", "e", "responsabile"], Want::Duty),
    (&["orari"], Want::Hours),
    (&["orario"], Want::Hours),
    (&["quando", "apre"], Want::Hours),
    (&["quando", "chiude"], Want::Hours),
    (&["a", "che", "ora", "apre"], Want::Hours),
    (&["a", "che", "ora", "chiude"], Want::Hours),
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

/// What the words of a query ask for.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// What is wanted most plainly.
    pub want: Option<Want>,
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
        turns
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
        "cerco" => all
            .iter()
            .take_while(|token| token.start < word.start)
            .all(|token| words::is_courtesy(&token.fold)),
        _ => true,
    }
}

/// True for a courtesy title before a name; *cambio dottore* has none.
fn is_title(word: &Token, next: &Token) -> bool {
    words::is_title(&word.fold) && !words::is_stop(&next.fold)
}
