//! What each typed word may stand for: itself, a beginning, a slip, another word for the same.

use super::analysis::Analysis;
use super::dictionary::Dictionary;
use super::places;
use super::plan::{Form, Names, Role, Word};
use super::schema::Part;
use super::synonyms;
use super::token::Token;
use super::words;

/// Completions tried for one word.
const COMPLETIONS: usize = 8;
/// Completions tried for a beginning of fewer letters than [`SPARSE`], which says next to nothing.
const FEW_COMPLETIONS: usize = 4;
/// Documents from which on a completion is not read apart from others of its stem.
const COMMON_FORM: u32 = 2_000;
/// Letters from which a beginning says something.
const SPARSE: usize = 3;
/// Neighbours tried for one word.
const NEIGHBOURS: usize = 6;

/// Bytes of a word being typed from which on it is taken to be the whole word.
const SETTLED: usize = 4;

/// What a form other than the typed one is worth.
pub(super) mod factor {
    /// The word goes on and is not known as it stands.
    pub(in crate::search) const COMPLETED: f32 = 0.8;
    /// The word goes on but is also a word.
    pub(in crate::search) const KNOWN_COMPLETED: f32 = 0.5;
    /// An unknown word in the middle: an abbreviation.
    pub(in crate::search) const ABBREVIATED: f32 = 0.6;
    /// An article was glued to the word.
    pub(in crate::search) const UNGLUED: f32 = 0.9;
    /// Two typed words are one.
    pub(in crate::search) const GLUED: f32 = 0.9;
    /// Another word for the same thing.
    pub(in crate::search) const SYNONYM: f32 = 0.5;
    /// One slip.
    pub(in crate::search) const ONE_SLIP: f32 = 0.7;
    /// Two slips.
    pub(in crate::search) const TWO_SLIPS: f32 = 0.45;
    /// A name begins with the word, which is also a word.
    pub(in crate::search) const KNOWN_BEGINNING: f32 = 0.3;
    /// A whole telephone number.
    pub(in crate::search) const WHOLE_NUMBER: f32 = 10.0;
    /// The digits are a word of a title or an alias (*legge 104*).
    pub(in crate::search) const TITLE_NUMBER: f32 = 4.0;
    /// The digits end a number.
    pub(in crate::search) const END_OF_NUMBER: f32 = 2.0;
    /// The digits begin a number.
    pub(in crate::search) const START_OF_NUMBER: f32 = 0.5;
}

/// True when `known` is surely what the fingers meant by `typed`: at most one slip in five letters, or
/// one in a word of four; in a short word none on the first letter, and of four letters none exchanged
/// for another (*topi* is not *Tosi*): a letter too many, one too few or two turned round.
pub(super) fn is_slip(typed: &str, known: &str, away: usize) -> bool {
    let length = typed.chars().count();
    if length >= 6 && away <= 1 {
        return true;
    }
    let same_start = typed.chars().next() == known.chars().next();
    let same_letters = known.chars().count() != length || is_anagram(typed, known);
    same_start && (length >= 5 * away || length == 4 && same_letters)
}

fn is_anagram(one: &str, other: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(one) == sorted(other)
}

/// Another word for the typed one. Never a name: who asks for *Sposi* wants no wedding.
fn meaning(stem: &str) -> Form {
    Form {
        weight: factor::SYNONYM,
        terms: Part::STEMMED.map(|part| (part, stem.to_owned())).to_vec(),
        names: Names::Weak,
        guess: false,
    }
}

/// Knows what each typed word may stand for.
pub(super) struct Planner<'a> {
    /// The analysis.
    pub analysis: Analysis,
    /// The words of the index.
    pub dictionary: &'a Dictionary,
    /// The word still being typed.
    pub open: Option<&'a Token>,
    /// Only one word carries a topic.
    pub alone: bool,
}

impl Planner<'_> {
    /// True for the word still being typed.
    pub(super) fn is_open(&self, token: &Token) -> bool {
        self.open.is_some_and(|open| open.start == token.start)
    }

    /// The words as the name of something.
    pub(super) fn whole<'t>(&self, named: impl Iterator<Item = &'t Token>) -> Option<String> {
        let whole = self.analysis.whole(named.map(|token| token.fold.as_str()));
        (!whole.is_empty()).then_some(whole)
    }

    /// `fold` in every part that may hold it.
    fn form(&self, fold: &str, weight: f32) -> Form {
        let stem = self.analysis.stem(fold);
        let stemmed = Part::STEMMED.map(|part| (part, stem.clone()));
        let folded = Part::FOLDED.map(|part| (part, fold.to_owned()));
        Form {
            weight,
            terms: stemmed.into_iter().chain(folded).collect(),
            names: Names::Full,
            guess: false,
        }
    }

    /// What `token`, typed after `before`, may stand for.
    pub(super) fn word(&self, token: &Token, before: Option<&Token>) -> Word {
        let fold = token.fold.as_str();
        let synonyms = self.synonyms(token);
        // A word of the tables is no slip of the fingers, whatever the index holds.
        let known = !synonyms.is_empty() || self.dictionary.knows(fold);
        let mut forms = vec![self.form(fold, 1.0)];
        forms.extend(synonyms.iter().map(|stem| meaning(stem)));
        if let Some(before) = before {
            let glued = format!("{}{fold}", before.fold);
            if self.dictionary.knows(&glued) {
                forms.push(self.form(&glued, factor::GLUED));
            }
            let both = synonyms::of(&glued, &self.analysis.stem(&glued));
            // A name of two words says more than either.
            forms.extend(both.iter().map(|stem| Form {
                weight: factor::GLUED,
                ..meaning(stem)
            }));
        }
        if self.is_open(token) {
            forms.extend(self.open_forms(fold, known));
        } else if !known && fold.chars().count() >= 4 {
            forms.extend(self.completed(fold, factor::ABBREVIATED));
        }
        if !known {
            forms.extend(self.unglued(fold));
            forms.extend(self.meant(fold));
        }
        let folds = forms.iter().flat_map(|form| &form.terms);
        let documents = folds
            .filter(|(part, _)| *part == Part::Exact)
            .map(|(_, fold)| self.dictionary.count(fold))
            .fold(0, u32::saturating_add);
        Word {
            forms,
            role: Role::Topic,
            place: false,
            documents,
        }
    }

    /// The stems of the words that mean the same; a short word that is still being typed may become
    /// another one.
    fn synonyms(&self, token: &Token) -> &'static [String] {
        if self.is_open(token) && token.fold.len() < SETTLED {
            return &[];
        }
        synonyms::of(&token.fold, &self.analysis.stem(&token.fold))
    }

    /// What a word being typed may become.
    fn open_forms(&self, fold: &str, known: bool) -> Vec<Form> {
        let (completed, beginning) = if known {
            (factor::KNOWN_COMPLETED, factor::KNOWN_BEGINNING)
        } else {
            (factor::COMPLETED, factor::COMPLETED)
        };
        let mut forms = self.completed(fold, completed);
        if known {
            for form in &mut forms {
                form.terms.retain(|(part, _)| !part.is_name());
            }
        }
        forms.push(Form {
            weight: beginning,
            terms: vec![(Part::Beginning, fold.to_owned())],
            names: if !self.alone && fold.chars().count() < 3 {
                Names::After
            } else if known {
                Names::Weak
            } else {
                Names::Full
            },
            guess: false,
        });
        forms
    }

    fn completed(&self, fold: &str, weight: f32) -> Vec<Form> {
        let sparse = fold.chars().count() < SPARSE;
        let most = if sparse { FEW_COMPLETIONS } else { COMPLETIONS };
        let mut forms: Vec<Form> = Vec::with_capacity(most);
        let mut stems: Vec<String> = Vec::with_capacity(most);
        for word in self.dictionary.completions(fold, most) {
            let stem = self.analysis.stem(word);
            let mut form = self.form(word, weight);
            // Common forms of one word share their stem: its documents are read once.
            let shared = self.dictionary.count(word) > COMMON_FORM;
            // Two letters that half of the texts have a word for ask for a title.
            if sparse && shared {
                form.terms
                    .retain(|(part, _)| !matches!(part, Part::Body | Part::Exact));
            }
            let known = stems.iter().position(|known| shared && *known == stem);
            if let Some(first) = known.and_then(|at| forms.get_mut(at)) {
                form.terms.retain(|(part, _)| Part::FOLDED.contains(part));
                first.terms.append(&mut form.terms);
            } else {
                stems.push(stem);
                forms.push(form);
            }
        }
        forms
    }

    /// The word without a glued article, when that is a known word.
    fn unglued(&self, fold: &str) -> Option<Form> {
        words::ELIDED
            .iter()
            .filter_map(|article| fold.strip_prefix(article))
            .find(|rest| rest.len() >= 3 && self.dictionary.knows(rest))
            .map(|rest| self.form(rest, factor::UNGLUED))
    }

    /// The known words that a slip or two lead to.
    fn meant(&self, fold: &str) -> Vec<Form> {
        let distance = match fold.chars().count() {
            0..=3 => return Vec::new(),
            4..=7 => 1,
            _ => 2,
        };
        self.dictionary
            .neighbours(fold, distance, NEIGHBOURS)
            .into_iter()
            .map(|(word, away)| {
                let weight = if away <= 1 {
                    factor::ONE_SLIP
                } else {
                    factor::TWO_SLIPS
                };
                Form {
                    guess: !is_slip(fold, word, away),
                    ..self.form(word, weight)
                }
            })
            .collect()
    }

    /// A last word that was dropped as a stop word may be the beginning of a name (`carli al`).
    pub(super) fn dropped_beginning(&self, kept: &[&Token]) -> Option<Word> {
        let open = self.open?;
        if kept.iter().any(|token| token.fold == open.fold) {
            return None;
        }
        let form = |part, names| Form {
            weight: factor::COMPLETED,
            terms: vec![(part, open.fold.clone())],
            names,
            guess: false,
        };
        let mut forms = vec![form(Part::Beginning, Names::After)];
        // Milano and Alessandria have codes that are stop words too.
        if places::is_code(&open.fold) {
            forms.push(form(Part::Place, Names::Weak));
        }
        Some(Word {
            forms,
            role: Role::Extra,
            place: false,
            documents: 0,
        })
    }
}
