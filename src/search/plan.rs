//! Turns what was typed into terms: each word with the forms it may stand for.

use super::analysis::{self, Analysis};
use super::dictionary::Dictionary;
use super::forms::{Planner, factor};
use super::phone;
use super::places;
use super::schema::Part;
use super::streets;
use super::token::{self, Token};
use super::turns::{self, Turns, Want};
use super::words;

/// Characters of the typed text that count, from its end.
const MAX_CHARS: usize = 256;
/// Digits that make an extension: fewer are a time or a street number.
const SHORTEST_EXTENSION: usize = 3;
/// Words that count, from the end.
pub(super) const MAX_WORDS: usize = 16;
/// One form of a word: the terms that all add up, and what it is worth.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// Factor of the sum.
    pub weight: f32,
    /// Where to look for what.
    pub terms: Vec<(Part, String)>,
    /// How it goes together with names.
    pub names: Names,
    /// Perhaps another word than the one that was meant: alone it finds nothing.
    pub guess: bool,
}

/// How a form goes together with names of persons.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// Found in a name, it makes the document one that was asked for by name.
    #[default]
    Full,
    /// A guess that does not.
    Weak,
    /// Counts only for documents that another word asked for by name.
    After,
}

/// A typed word: the best of its forms counts.
#[derive(Debug, Default)]
pub(super) struct Word {
    /// What it may stand for.
    pub forms: Vec<Form>,
    /// What it is there for.
    pub role: Role,
    /// It is of the name of a place.
    pub place: bool,
    /// How many documents have it, roughly: rare words are looked for first.
    pub documents: u32,
}

/// What a word is there for.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It says what is wanted: a match of every such word brings a bonus.
    #[default]
    Topic,
    /// It says that somebody is wanted: a sheet may speak of it, and what can be rung need not.
    Aside,
    /// It counts where it is found and is not missed elsewhere.
    Extra,
    /// It names a street: the same, and the street itself is found by nothing else.
    Street,
}

/// What kind of answer the words ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// Nothing tells.
    Plain,
    /// A question about a service.
    Asking,
    /// A person or an office is named.
    Naming,
    /// A person or an office is wanted: *mi passa*.
    Calling,
    /// Whoever deals with something is wanted: *chi segue*.
    Duty,
    /// Digits: a number is wanted.
    Number,
}

/// The search to carry out.
#[derive(Debug)]
pub(super) struct Plan {
    /// Its words in typed order, at most [`MAX_WORDS`] and one optional.
    pub words: Vec<Word>,
    /// Grams of all words.
    pub grams: Vec<String>,
    /// The query as the whole name of something.
    pub whole: Option<String>,
    /// What is wanted.
    pub mood: Mood,
    /// Whether the caller says where he lives.
    pub lives: bool,
}

/// Makes the plan of `text` with the words of the index.
pub(super) fn plan(text: &str, dictionary: &Dictionary) -> Plan {
    if let Some(number) = phone::digits(text) {
        return number_plan(&number);
    }
    let text = last_chars(text);
    let all = token::tokens(text);
    let turns = Turns::of(&all);
    if turns.anybody && dictionary.knows(turns::HOURS) && text.trim() != turns::HOURS {
        return plan(turns::HOURS, dictionary);
    }
    let streets = streets::names(&all);
    let kept = last_different(&topical(&all));
    let is_called = |token: &Token| streets.called.contains(&token.start);
    let is_street = |token: &Token| streets.named.contains(&token.start);
    let only_said = kept
        .iter()
        .all(|token| turns.has(token) || is_street(token) || is_called(token));
    let is_aside = |token: &Token| !only_said && turns.has(token);
    if let Some(number) = asked_number(kept.iter().copied().filter(|token| !is_aside(token))) {
        return number_plan(&number);
    }
    let planner = Planner {
        analysis: Analysis::new(),
        dictionary,
        open: token::is_open(text).then(|| all.last()).flatten(),
        alone: kept.len() == 1,
    };
    let mut plan = Plan {
        words: Vec::with_capacity(kept.len() + 1),
        grams: Vec::new(),
        whole: planner.whole(kept.iter().copied().filter(|token| !is_aside(token))),
        mood: mood(&all, &turns),
        lives: streets::lives(&all),
    };
    let named = places::named(&kept, dictionary);
    for token in &kept {
        let before = all.iter().rfind(|other| other.end <= token.start);
        let mut word = planner.word(token, before);
        if is_aside(token) {
            word.role = Role::Aside;
        } else if is_street(token) && !only_said {
            word.role = Role::Street;
        } else if is_called(token) && only_said {
            // Many have it: the name says which one is meant.
            word.role = Role::Extra;
        } else {
            stand_for_place(&mut word, token, &named);
            plan.grams
                .extend(analysis::grams(&token.fold, planner.is_open(token)));
        }
        plan.words.push(word);
    }
    plan.words.extend(planner.dropped_beginning(&kept));
    plan.grams.sort_unstable();
    plan.grams.dedup();
    plan
}

/// Has a word of the name of a place find what is there.
fn stand_for_place(word: &mut Word, token: &Token, named: &[(Vec<usize>, String)]) {
    let place = named.iter().find(|(words, _)| words.contains(&token.start));
    if let (Some((_, name)), Some(form)) = (place, word.forms.first_mut()) {
        form.terms.push((Part::Place, name.clone()));
        word.place = true;
    }
}

/// The digits, when nothing but digits is asked for (*mi passa il 418*).
fn asked_number<'t>(asked: impl Iterator<Item = &'t Token>) -> Option<String> {
    let mut digits = String::new();
    for token in asked {
        if !token.fold.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.push_str(&token.fold);
    }
    (digits.len() >= SHORTEST_EXTENSION).then_some(digits)
}

/// The words that carry a topic; all, when none does.
fn topical(all: &[Token]) -> Vec<&Token> {
    let kept: Vec<&Token> = all
        .iter()
        .filter(|token| !words::is_stop(&token.fold) && !words::is_courtesy(&token.fold))
        .collect();
    if kept.is_empty() {
        return all.iter().collect();
    }
    kept
}

/// The last [`MAX_CHARS`] characters, without the word cut in two.
fn last_chars(text: &str) -> &str {
    let Some((start, _)) = text.char_indices().rev().nth(MAX_CHARS - 1) else {
        return text;
    };
    let tail = text.get(start..).unwrap_or(text);
    let cut_word = text
        .get(..start)
        .and_then(|head| head.chars().next_back())
        .is_some_and(char::is_alphanumeric);
    match tail.find(|letter: char| !letter.is_alphanumeric()) {
        Some(at) if cut_word => tail.get(at..).unwrap_or(tail),
        _ => tail,
    }
}

/// The last [`MAX_WORDS`] different words, in typed order.
fn last_different<'t>(tokens: &[&'t Token]) -> Vec<&'t Token> {
    let mut kept: Vec<&Token> = Vec::new();
    for token in tokens.iter().rev() {
        if kept.len() < MAX_WORDS && !kept.iter().any(|other| other.fold == token.fold) {
            kept.push(token);
        }
    }
    kept.reverse();
    kept
}

fn mood(tokens: &[Token], turns: &Turns) -> Mood {
    let any = |test: fn(&str) -> bool| tokens.iter().any(|token| test(&token.fold));
    match turns.want {
        Some(Want::Duty) => return Mood::Duty,
        // Nobody's in particular: the sheet on all of them says it.
        Some(Want::Hours) if turns.anybody => return Mood::Asking,
        Some(Want::Contact | Want::Hours) => return Mood::Calling,
        None => {}
    }
    if any(words::is_calling) {
        Mood::Naming
    } else if any(words::is_asking) {
        Mood::Asking
    } else {
        Mood::Plain
    }
}

fn number_plan(number: &str) -> Plan {
    let form = |weight, part, text: String| Form {
        weight,
        terms: vec![(part, text)],
        names: Names::Full,
        guess: false,
    };
    let titled = Form {
        weight: factor::TITLE_NUMBER,
        terms: vec![
            (Part::TitleExact, number.to_owned()),
            (Part::Alias, number.to_owned()),
        ],
        names: Names::Full,
        guess: false,
    };
    let word = Word {
        forms: vec![
            form(factor::WHOLE_NUMBER, Part::Phone, phone::whole_term(number)),
            titled,
            form(factor::END_OF_NUMBER, Part::Phone, number.to_owned()),
            form(
                factor::START_OF_NUMBER,
                Part::Phone,
                phone::start_term(number),
            ),
        ],
        role: Role::Topic,
        place: false,
        documents: 0,
    };
    Plan {
        words: vec![word],
        grams: Vec::new(),
        whole: None,
        mood: Mood::Number,
        lives: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::dictionary::Counted;
    use crate::search::forms::is_slip;

    fn dictionary() -> Dictionary {
        let list: Vec<Counted> = [
            ("acqua", 4),
            ("acquedotto", 2),
            ("anagrafe", 9),
            ("carta", 8),
            ("certificato", 5),
            ("deluca", 1),
            ("luca", 2),
        ]
        .map(|(word, count)| (word.into(), count))
        .to_vec();
        Dictionary::merge(std::iter::once(list.as_slice()))
    }

    fn folds(text: &str) -> Vec<Vec<(String, f32)>> {
        plan(text, &dictionary())
            .words
            .iter()
            .map(|word| {
                word.forms
                    .iter()
                    .filter_map(|form| {
                        let exact = form.terms.iter().find(|(part, _)| *part == Part::Exact)?;
                        Some((exact.1.clone(), form.weight))
                    })
                    .collect()
            })
            .collect()
    }

    fn forms_of(text: &str) -> Vec<(String, f32)> {
        folds(text).remove(0)
    }

    fn has(forms: &[(String, f32)], word: &str, weight: f32) -> bool {
        forms.contains(&(word.to_owned(), weight))
    }

    #[test]
    fn a_known_closed_word_stands_for_itself() {
        assert_eq!(forms_of("carta "), [("carta".to_owned(), 1.0)]);
    }

    #[test]
    fn the_word_being_typed_is_completed() {
        let forms = forms_of("acq");
        assert!(has(&forms, "acqua", factor::COMPLETED));
        assert!(has(&forms, "acquedotto", factor::COMPLETED));
    }

    #[test]
    fn an_unknown_word_stands_for_what_was_meant() {
        assert!(has(&forms_of("cartta "), "carta", factor::ONE_SLIP));
        assert!(has(
            &forms_of("cretifciato "),
            "certificato",
            factor::TWO_SLIPS
        ));
        assert!(has(&forms_of("dellacqua "), "acqua", factor::UNGLUED));
        assert!(has(
            &forms_of("certi anagrafe"),
            "certificato",
            factor::ABBREVIATED
        ));
        assert!(has(&folds("de luca ")[1], "deluca", factor::GLUED));
    }

    #[test]
    fn only_the_end_of_a_long_text_counts() {
        let text = format!("{} carta anagrafe", "parola ".repeat(2_000));
        let words = folds(&text);
        assert!(words.len() <= MAX_WORDS);
        assert!(has(&words[words.len() - 2], "carta", 1.0));
        let one = "x".repeat(10_000);
        assert_eq!(plan(&one, &dictionary()).words.len(), 1);
        let many = (0..200)
            .map(|n| format!("w{n}"))
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(plan(&many, &dictionary()).words.len(), MAX_WORDS);
    }

    #[test]
    fn stop_words_go_unless_nothing_is_left() {
        assert_eq!(folds("la carta per il ").len(), 1);
        assert_eq!(folds("lo ").len(), 1);
        let with_beginning = plan("carta al", &dictionary());
        assert!(with_beginning.words.last().unwrap().role == Role::Extra);
        assert!(plan("?! 😀", &dictionary()).words.is_empty());
    }

    #[test]
    fn the_mood_is_read_from_the_words() {
        let table = [
            ("ho perso la carta", Mood::Asking),
            ("interno della signora Carli", Mood::Calling),
            ("signora Carli", Mood::Naming),
            ("ufficio anagrafe", Mood::Naming),
            ("mi passa l'anagrafe", Mood::Calling),
            ("orari anagrafe", Mood::Calling),
            ("chi segue la carta", Mood::Duty),
            ("numero civico", Mood::Plain),
            ("carta identita", Mood::Plain),
            ("0552859953", Mood::Number),
        ];
        for (text, expected) in table {
            assert_eq!(plan(text, &dictionary()).mood, expected, "{text}");
        }
    }

    #[test]
    fn what_only_says_who_is_wanted_is_aside() {
        let roles = |text: &str| -> Vec<Role> {
            let words = plan(text, &dictionary()).words;
            words.iter().map(|word| word.role).collect()
        };
        assert_eq!(roles("numero anagrafe "), [Role::Aside, Role::Topic]);
        assert_eq!(roles("chi segue la carta "), [Role::Aside, Role::Topic]);
        assert_eq!(roles("numero "), [Role::Topic], "nothing else is left");
        let plan = plan("orari anagrafe ", &dictionary());
        assert_eq!(plan.whole.as_deref(), Some("anagraf"));
    }

    #[test]
    fn another_word_for_the_same_is_worth_less() {
        let stems = |text: &str| -> Vec<(String, f32)> {
            let word = plan(text, &dictionary()).words.remove(0);
            let forms = word.forms.iter().filter_map(|form| {
                let (_, stem) = form.terms.iter().find(|(part, _)| *part == Part::Title)?;
                Some((stem.clone(), form.weight))
            });
            forms.collect()
        };
        let found = stems("ditta ");
        assert_eq!(found[0], ("ditt".to_owned(), 1.0));
        assert!(found.contains(&("impres".to_owned(), factor::SYNONYM)));
        assert_eq!(found.len(), 3, "no slip is looked for: {found:?}");
        assert_eq!(stems("rat").len(), 1, "still being typed");
    }

    #[test]
    fn a_slip_is_told_from_another_word() {
        let table = [
            ("tairi", "tari", 1, true),
            ("tair", "tari", 1, true),
            ("mlta", "multa", 1, true),
            ("topi", "tosi", 1, false),
            ("gatto", "fatto", 1, false),
            ("cartta", "carta", 1, true),
            ("asubentro", "subentro", 1, true),
            ("concorso", "soccorso", 2, false),
            ("concorso", "concorda", 2, false),
            ("cretifciato", "certificato", 2, true),
        ];
        for (typed, known, away, slip) in table {
            assert_eq!(is_slip(typed, known, away), slip, "{typed} {known}");
        }
    }
}
