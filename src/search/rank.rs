//! From scores to the order an operator sees: scope, validity, what kind of answer is wanted.

use super::analysis;
use super::columns::Card;
use super::document::Kind;
use super::error::Error;
use super::plan::{Mood, Plan};
use super::query::Query;
use super::schema::Part;
use super::score::{Board, Entry, NAMED};
use super::snapshot::Snapshot;
use std::cmp::Ordering;

/// Bonus when every word is found.
const ALL_WORDS: f32 = 3.0;
/// Share of the score that is lost when no word is found, only grams; in proportion for some.
const MISSING_WORDS: f32 = 0.4;
/// Factor of what is past its validity, superseded or withdrawn.
const DEMOTED: f32 = 0.35;
/// Factor of a person found by role or office only.
const UNNAMED: f32 = 0.6;
/// Factor of a place of the directory (*Palestra comunale*) that nobody asked to be put through to:
/// the sheet on it says more.
const PLACE: f32 = 0.8;
/// Factor of another agency than the one that was called.
const ELSEWHERE: f32 = 0.4;
/// Factor of a body that is not at the place that was named.
const MISPLACED: f32 = 0.1;
/// Factor of a street where the caller says that he lives there.
const LIVED_IN: f32 = 6.0;
/// Factor of a street in which something happened.
const STREET: f32 = 0.4;
/// The agency of what belongs to every one.
const ALL: &str = "all";
/// Words that must be found where each is only a guess.
const GUESSES: u32 = 2;
/// The most that how well a document fits can be worth.
const FITTEST: f32 = 1.3;
/// Nothing else makes a score larger: what a document can become at most is a rule, not a guess.
const _: () = assert!(
    ELSEWHERE <= 1.0 && MISPLACED <= 1.0 && DEMOTED <= 1.0 && STREET <= 1.0 && PLACE <= 1.0,
    "a factor that raises belongs into the ceiling"
);
const _: () = assert!(
    UNNAMED <= 1.0 && FITTEST >= 1.0 && LIVED_IN >= 1.0,
    "the ceiling is no lower than the score"
);
/// Documents that are judged whatever they can become.
const SURELY: usize = 256;
/// Share of the best score added to an office, person or line called exactly so.
const CALLED_SO: f32 = 0.6;
/// The same for an article.
const TITLED_SO: f32 = 0.3;

/// A ranked document: its number in the snapshot and its score.
pub(super) type Ranked = (u32, f32);

/// The best documents of `query`, best first; equal scores by kind, then by id.
///
/// # Errors
/// [`Error::Cancelled`], or [`Error::Damaged`] and [`Error::Io`] when the index cannot be read.
pub(super) fn rank(snapshot: &Snapshot, plan: &Plan, query: &Query) -> Result<Vec<Ranked>, Error> {
    snapshot.with_board(|board| {
        board.score(snapshot, plan, query)?;
        ranked(snapshot, board, plan, query)
    })
}

fn ranked(
    snapshot: &Snapshot,
    board: &mut Board,
    plan: &Plan,
    query: &Query,
) -> Result<Vec<Ranked>, Error> {
    let limit = query.limit.min(Query::MAX_HITS);
    let names = Names::of(snapshot, board, plan)?;
    let judge = Judge {
        snapshot,
        board,
        plan,
        query,
        scope: Scope::of(snapshot, query),
    };
    let mut ranked = judge.promising(&names, limit.max(1));
    raise(&judge, &names, &mut ranked);
    Ok(best(snapshot, ranked, limit, query.day()))
}

/// What the query may be the whole name of.
#[derive(Default)]
struct Names {
    /// Documents called exactly so, in order.
    called: Vec<u32>,
    /// Documents called exactly like what is asked for there, in order.
    asked_for: Vec<u32>,
}

impl Names {
    fn of(snapshot: &Snapshot, board: &mut Board, plan: &Plan) -> Result<Self, Error> {
        let Some(whole) = &plan.whole else {
            return Ok(Self::default());
        };
        Ok(Self {
            called: board.wholly(snapshot, whole)?,
            asked_for: board.wholly(snapshot, &analysis::asked_for(whole))?,
        })
    }

    fn has(&self, doc: u32) -> bool {
        [&self.called, &self.asked_for]
            .iter()
            .any(|docs| docs.binary_search(&doc).is_ok())
    }
}

/// Says what a scored document is worth.
struct Judge<'j> {
    snapshot: &'j Snapshot,
    board: &'j Board,
    plan: &'j Plan,
    query: &'j Query<'j>,
    scope: Scope<'j>,
}

impl Judge<'_> {
    /// Every document that may be among the best `limit`, with its score before names are raised.
    ///
    /// Judging a document means to fetch its card, and of a common beginning there are tens of
    /// thousands: those whose score can at most become less than that of `limit` others are left out.
    fn promising(&self, names: &Names, limit: usize) -> Vec<Ranked> {
        let mut open: Vec<Ranked> = self
            .board
            .touched
            .iter()
            .map(|&doc| {
                if names.has(doc) {
                    (doc, f32::INFINITY)
                } else {
                    (doc, self.ceiling(self.board.entry(doc)))
                }
            })
            .collect();
        let mut ranked = Vec::new();
        if open.len() > SURELY {
            open.select_nth_unstable_by(SURELY - 1, |a, b| b.1.total_cmp(&a.1));
            let rest = open.split_off(SURELY);
            ranked.extend(self.judged(&open));
            let least = nth_best(&mut ranked, limit);
            open = rest;
            open.retain(|&(_, ceiling)| ceiling >= least);
        }
        ranked.extend(self.judged(&open));
        ranked
    }

    fn judged<'d>(&'d self, open: &'d [Ranked]) -> impl Iterator<Item = Ranked> + 'd {
        open.iter()
            .filter_map(|&(doc, _)| Some((doc, self.score(doc)?)))
    }

    /// The most that [`Self::score`] can make of an entry.
    fn ceiling(&self, entry: Entry) -> f32 {
        let mut most = entry.total + entry.aside;
        if entry.seen & self.board.needed == self.board.needed {
            most += ALL_WORDS;
        }
        most * FITTEST * if self.plan.lives { LIVED_IN } else { 1.0 }
    }

    /// The score of a document before names are raised, `None` when it is no answer.
    fn score(&self, doc: u32) -> Option<f32> {
        let (card, standing) = self.scope.card(self.snapshot, doc)?;
        let entry = self.board.entry(doc);
        if !is_evident(self.board, card.kind, entry) {
            return None;
        }
        let mut value = self.adjusted(card, entry);
        if standing == Standing::Other {
            value *= ELSEWHERE;
        }
        if self.is_misplaced(doc, entry) {
            value *= MISPLACED;
        }
        Some(value)
    }

    fn adjusted(&self, card: &Card, entry: Entry) -> f32 {
        let mut score = entry.total;
        let mut needed = self.board.needed;
        if card.kind.is_article() {
            needed |= self.board.needed_aside;
            score += entry.aside;
        }
        if entry.seen & needed == needed {
            score += ALL_WORDS;
        }
        score *= 1.0 - MISSING_WORDS * missing(entry.seen, needed);
        let found = Found {
            named: entry.seen & NAMED != 0,
            titled: entry.titled != 0,
        };
        score *= fitness(card.kind, found, self.plan.mood);
        if card.kind == Kind::Street {
            score *= if self.plan.lives { LIVED_IN } else { STREET };
        }
        if card.is_demoted(self.query.day()) {
            score *= DEMOTED;
        }
        score
    }

    /// True for a body with a place, but not the one that the query names.
    fn is_misplaced(&self, doc: u32, entry: Entry) -> bool {
        let missed = self.board.places & !entry.seen != 0;
        missed
            && self
                .snapshot
                .place(doc)
                .is_some_and(|(_, segment, local)| segment.length_code(Part::Place, local) > 0)
    }

    /// True when there is an article with every word in its title.
    fn sheet_says_it(&self) -> bool {
        let needed = self.board.needed;
        self.board.touched.iter().any(|&doc| {
            let is_article = |(card, _): (&Card, Standing)| card.kind.is_article();
            self.board.entry(doc).titled & needed == needed
                && self.scope.card(self.snapshot, doc).is_some_and(is_article)
                && self.score(doc).is_some()
        })
    }
}

/// The score of the `limit`-th best, or nothing when there are fewer.
fn nth_best(ranked: &mut [Ranked], limit: usize) -> f32 {
    if ranked.len() < limit {
        return 0.0;
    }
    let (_, &mut (_, least), _) =
        ranked.select_nth_unstable_by(limit - 1, |a, b| b.1.total_cmp(&a.1));
    least
}

/// Which documents the query may return.
struct Scope<'q> {
    kinds: &'q [Kind],
    /// Per segment, per agency of the segment.
    agencies: Vec<Vec<Standing>>,
    office: &'q str,
    topic: &'q str,
    instant: i64,
}

/// Whether documents of an agency are returned, and where.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Outside,
    /// Of the agency that was called, of every agency, or no agency is preferred.
    Own,
    /// Of another one.
    Other,
}

impl<'q> Scope<'q> {
    fn of(snapshot: &Snapshot, query: &Query<'q>) -> Self {
        let standing = |agency: &str| {
            if !query.agencies.iter().any(|allowed| allowed == agency) {
                Standing::Outside
            } else if query.first.is_empty() || agency == query.first || agency == ALL {
                Standing::Own
            } else {
                Standing::Other
            }
        };
        let agencies = snapshot
            .segments
            .iter()
            .map(|segment| segment.columns.agencies.iter())
            .map(|agencies| agencies.map(|agency| standing(agency)).collect())
            .collect();
        Self {
            kinds: query.kinds,
            agencies,
            office: query.office,
            topic: query.topic,
            instant: query.instant(),
        }
    }

    /// The card of a document and the standing of its agency, `None` when it is out of scope.
    fn card<'s>(&self, snapshot: &'s Snapshot, doc: u32) -> Option<(&'s Card, Standing)> {
        let (ordinal, segment, local) = snapshot.place(doc)?;
        let card = segment.columns.card(local)?;
        let standing = *self.agencies.get(ordinal)?.get(card.agency())?;
        let wanted = self.kinds.is_empty() || self.kinds.contains(&card.kind);
        let inside = standing != Standing::Outside
            && wanted
            && card.holds(self.instant)
            && segment.columns.is_about(card, self.office, self.topic);
        inside.then_some((card, standing))
    }
}

/// False for a document that only parts of words or a guess speak for: nothing is a better answer
/// than a false one.
///
/// A street is an answer where its whole name is in the query.
fn is_evident(board: &Board, kind: Kind, entry: Entry) -> bool {
    if kind == Kind::Street {
        let named = match board.streets {
            0 => board.needed,
            streets => streets,
        };
        return named != 0 && entry.seen & named == named;
    }
    entry.sure & board.needed != 0 || (entry.seen & board.needed).count_ones() >= GUESSES
}

/// The share of the needed words that were not seen.
#[expect(clippy::cast_precision_loss, reason = "at most 32 words")]
fn missing(seen: u32, needed: u32) -> f32 {
    let all = needed.count_ones().max(1);
    (needed & !seen).count_ones() as f32 / all as f32
}

/// By what a document was found that may have a name of its own.
#[derive(Clone, Copy)]
struct Found {
    /// By the name of somebody.
    named: bool,
    /// By its title.
    titled: bool,
}

/// How well a kind of document fits what is wanted.
fn fitness(kind: Kind, found: Found, mood: Mood) -> f32 {
    let by_name = match (kind, found) {
        // What somebody deals with is just what was asked.
        _ if matches!(mood, Mood::Number | Mood::Duty) => 1.0,
        (Kind::Person, Found { named: true, .. }) => 1.0,
        (Kind::Person, Found { titled: true, .. }) => PLACE,
        (Kind::Person, _) => UNNAMED,
        _ => 1.0,
    };
    let by_mood = match (mood, kind.is_article()) {
        (Mood::Asking, false) => 0.5,
        (Mood::Naming | Mood::Calling | Mood::Duty, false) => FITTEST,
        (Mood::Calling | Mood::Duty, true) => 0.6,
        _ => 1.0,
    };
    by_name * by_mood
}

/// Lifts what is called exactly like the query: by its name, or by what is asked for there.
fn raise(judge: &Judge, names: &Names, ranked: &mut [Ranked]) {
    let top = ranked.iter().map(|&(_, score)| score).fold(0.0, f32::max);
    let request = if names.asked_for.is_empty() {
        0.0
    } else {
        lift_of_request(judge.plan.mood, judge.sheet_says_it())
    };
    for (doc, score) in ranked.iter_mut().filter(|(doc, _)| names.has(*doc)) {
        let Some(card) = judge.snapshot.card(*doc) else {
            continue;
        };
        let mut lift = if names.called.binary_search(doc).is_ok() {
            lift_of_name(card.kind)
        } else {
            request
        };
        if card.is_demoted(judge.query.day()) {
            lift *= DEMOTED;
        }
        *score += top * lift;
    }
}

/// What a name in full is worth.
const fn lift_of_name(kind: Kind) -> f32 {
    if kind.is_article() {
        TITLED_SO
    } else {
        CALLED_SO
    }
}

/// What it is worth to be asked for just this: somebody who wants to be put through means the
/// office, anybody else the sheet of that title, if there is one.
const fn lift_of_request(mood: Mood, sheet_says_it: bool) -> f32 {
    match mood {
        Mood::Plain | Mood::Asking if sheet_says_it => 0.0,
        _ => CALLED_SO,
    }
}

/// The first `limit` in final order.
fn best(snapshot: &Snapshot, mut ranked: Vec<Ranked>, limit: usize, day: i64) -> Vec<Ranked> {
    if limit == 0 {
        return Vec::new();
    }
    if ranked.len() > limit {
        let (_, &mut (_, least), _) =
            ranked.select_nth_unstable_by(limit - 1, |a, b| b.1.total_cmp(&a.1));
        ranked.retain(|&(_, score)| score >= least);
    }
    ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| tie(snapshot, a.0, b.0)));
    ranked.truncate(limit);
    // What is out of date comes last, whatever it is called.
    ranked.sort_by_key(|&(doc, _)| snapshot.card(doc).is_some_and(|card| card.is_demoted(day)));
    ranked
}

fn tie(snapshot: &Snapshot, a: u32, b: u32) -> Ordering {
    let key = |doc| (snapshot.card(doc).map(|card| card.kind), snapshot.id(doc));
    key(a).cmp(&key(b))
}
