//! From scores to the order an operator sees: scope, validity, what kind of answer is wanted.

use super::columns::Card;
use super::document::Kind;
use super::error::Error;
use super::plan::{Mood, Plan};
use super::query::Query;
use super::score::{Board, NAMED};
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
/// Share of the best score added to an office, person or line called exactly so.
const CALLED_SO: f32 = 0.6;
/// The same for an article.
const TITLED_SO: f32 = 0.1;

/// A ranked document: its number in the snapshot and its score.
pub(super) type Ranked = (u32, f32);

/// The best documents of `query`, best first; equal scores by kind, then by id.
///
/// # Errors
/// [`Error::Cancelled`], or [`Error::Damaged`] and [`Error::Io`] when the index cannot be read.
pub(super) fn rank(snapshot: &Snapshot, plan: &Plan, query: &Query) -> Result<Vec<Ranked>, Error> {
    let mut board = Board::score(snapshot, plan, query)?;
    let scope = Scope::of(snapshot, query);
    let mut ranked: Vec<Ranked> = board
        .touched
        .iter()
        .filter_map(|&doc| {
            let card = scope.card(snapshot, doc)?;
            Some((doc, adjusted(&board, card, plan, query, doc)?))
        })
        .collect();
    if let Some(whole) = &plan.whole {
        let called = board.wholly(snapshot, whole)?;
        raise(snapshot, &called, query, &mut ranked);
    }
    Ok(best(snapshot, ranked, query.limit.min(Query::MAX_HITS)))
}

/// Which documents the query may return.
struct Scope<'q> {
    kinds: &'q [Kind],
    /// Per segment, per agency of the segment.
    agencies: Vec<Vec<bool>>,
}

impl<'q> Scope<'q> {
    fn of(snapshot: &Snapshot, query: &Query<'q>) -> Self {
        let allowed = |agency: &str| query.agencies.iter().any(|allowed| allowed == agency);
        let agencies = snapshot
            .segments
            .iter()
            .map(|segment| segment.columns.agencies.iter())
            .map(|agencies| agencies.map(|agency| allowed(agency)).collect())
            .collect();
        Self {
            kinds: query.kinds,
            agencies,
        }
    }

    /// The card of a document, `None` when it is out of scope.
    fn card<'s>(&self, snapshot: &'s Snapshot, doc: u32) -> Option<&'s Card> {
        let (ordinal, segment, local) = snapshot.place(doc)?;
        let card = segment.columns.cards.get(local as usize)?.as_ref()?;
        let wanted = self.kinds.is_empty() || self.kinds.contains(&card.kind);
        let allowed = self.agencies.get(ordinal)?.get(card.agency)?;
        (wanted && *allowed).then_some(card)
    }
}

/// The final score of a document.
fn adjusted(board: &Board, card: &Card, plan: &Plan, query: &Query, doc: u32) -> Option<f32> {
    let seen = *board.seen.get(doc as usize)?;
    let mut score = *board.total.get(doc as usize)?;
    if seen & board.needed == board.needed {
        score += ALL_WORDS;
    }
    score *= 1.0 - MISSING_WORDS * missing(seen, board.needed);
    score *= fitness(card.kind, seen & NAMED != 0, plan.mood);
    if card.demoted || card.valid_until.is_some_and(|day| day < query.today) {
        score *= DEMOTED;
    }
    Some(score)
}

/// The share of the needed words that were not seen.
#[expect(clippy::cast_precision_loss, reason = "at most 32 words")]
fn missing(seen: u32, needed: u32) -> f32 {
    let all = needed.count_ones().max(1);
    (needed & !seen).count_ones() as f32 / all as f32
}

/// How well a kind of document fits what is wanted.
fn fitness(kind: Kind, named: bool, mood: Mood) -> f32 {
    let by_name = match kind {
        Kind::Person if !named && mood != Mood::Number => UNNAMED,
        _ => 1.0,
    };
    let by_mood = match (mood, kind.is_article()) {
        (Mood::Asking, false) => 0.5,
        (Mood::Calling, false) => 1.3,
        _ => 1.0,
    };
    by_name * by_mood
}

/// Lifts what is called exactly like the query.
fn raise(snapshot: &Snapshot, called: &[u32], query: &Query, ranked: &mut [Ranked]) {
    let top = ranked.iter().map(|&(_, score)| score).fold(0.0, f32::max);
    for (doc, score) in ranked
        .iter_mut()
        .filter(|(doc, _)| called.binary_search(doc).is_ok())
    {
        let Some((card, _)) = snapshot.card(*doc) else {
            continue;
        };
        let mut lift = if card.kind.is_article() {
            TITLED_SO
        } else {
            CALLED_SO
        };
        if card.demoted || card.valid_until.is_some_and(|day| day < query.today) {
            lift *= DEMOTED;
        }
        *score += top * lift;
    }
}

/// The first `limit` in final order.
fn best(snapshot: &Snapshot, mut ranked: Vec<Ranked>, limit: usize) -> Vec<Ranked> {
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
    ranked
}

fn tie(snapshot: &Snapshot, a: u32, b: u32) -> Ordering {
    let key = |doc| snapshot.card(doc).map(|(card, _)| (card.kind, &card.id));
    key(a).cmp(&key(b))
}
