//! What the knowledge base lacks: questions without an article, articles without a question, numbers nobody answers.

use super::{
    answer::{all, find},
    learning::written_words,
    service::{Fault, Gaps, Reply, Search, Unanswered},
    shared::Shared,
    usage::{self, Use},
};
use crate::domain::{
    gap::{self, Asked, Ending, Gap},
    outcome::{ArticleKind, Outcome},
    slug::Slug,
    text::Text,
    time::DAY,
};
use crate::search::covers;
use std::collections::{BTreeMap, BTreeSet};

/// How many days of calls are looked at.
const DAYS: i64 = 30;
/// The most gaps, articles or numbers of one answer.
const MOST: usize = 200;
/// How many results of a search are looked at: offices and people may stand before the first article.
const LOOKED_AT: u16 = 5;
/// How often a number must have been given before its silence says something.
const RUNG_OFTEN: u32 = 3;

/// The gaps of an agency.
///
/// # Errors
/// When the views cannot be read.
pub fn gaps(shared: &Shared, agency: &Slug) -> Result<Reply, Fault> {
    let now = shared.clock.wall();
    let since = now.plus(-DAYS * DAY);
    let mut uses = usage::since(shared, since)?;
    uses.retain(|one| one.agency == *agency);
    // Without the index no word is known, and every question would seem to be none.
    let index = shared
        .index
        .awaited()
        .ok_or_else(|| shared.index.failure().map_or(Fault::Busy, Fault::Store))?;
    let asked = asked(&uses, |word| index.is_written(word, now.0));
    let missed = |one: &&Asked| one.ending != Ending::Answered && one.words.is_empty();
    let wordless = asked.iter().filter(missed).count();
    let mut found = gap::gaps(&asked);
    let again = found.iter().map(|gap| gap.again).sum();
    let solved = found.iter().map(|gap| gap.solved).sum();
    found.truncate(MOST);
    for gap in &mut found {
        gap.there = there(shared, agency, gap)?;
    }
    Ok(Reply::Gaps(Box::new(Gaps {
        since,
        calls: u32::try_from(uses.len()).unwrap_or(u32::MAX),
        gaps: found,
        wordless: u32::try_from(wordless).unwrap_or(u32::MAX),
        again,
        solved,
        unused: unused(shared, agency, &uses)?,
        unanswered: unanswered(shared, &uses)?,
    })))
}

/// The first article in force that a search for the question finds, where its title and aliases have all of
/// its words: nobody told it, but it is there.
fn there(shared: &Shared, agency: &Slug, gap: &Gap) -> Result<Option<(Slug, Text)>, Fault> {
    let Some(words) = gap.wordings.first() else {
        return Ok(None);
    };
    let search = Search::new(words.to_string(), agency.clone(), LOOKED_AT);
    let Reply::Found(hits, _) = find(shared, &search)? else {
        return Ok(None);
    };
    let articles = hits.into_iter().map(|hit| hit.published.article);
    let first = articles.filter(|article| !article.is_directory()).take(1);
    let mut about = first.filter(|article| {
        let texts = [&article.title].into_iter().chain(&article.aliases);
        covers(words.as_str(), texts.map(Text::as_str))
    });
    Ok(about.next().map(|article| (article.id, article.title)))
}

/// The questions as they were asked; what is no question of the knowledge base is left out.
fn asked(uses: &[Use], is_written: impl Fn(&str) -> bool) -> Vec<Asked> {
    let asked = uses.iter().filter_map(|one| {
        let ending = match one.outcome {
            Outcome::Answered | Outcome::Booked | Outcome::OtherBody if one.told.is_empty() => {
                Ending::Unwritten
            }
            Outcome::Answered | Outcome::Booked | Outcome::OtherBody => Ending::Answered,
            Outcome::PassedLive | Outcome::EntrustedBackOffice | Outcome::EntrustedDepartment => {
                Ending::Escalated
            }
            Outcome::SwitchboardGiven
            | Outcome::SwitchboardForwarded
            | Outcome::Emergency
            | Outcome::ExistingRequest
            | Outcome::NoAnswer
            | Outcome::Dropped
            | Outcome::Silent
            | Outcome::WrongNumber
            | Outcome::Interrupted => return None,
        };
        Some(Asked {
            at: one.at,
            words: written_words(&one.said, &is_written),
            ending,
        })
    });
    asked.collect()
}

/// The articles to be read out that nobody told in that time.
fn unused(shared: &Shared, agency: &Slug, uses: &[Use]) -> Result<Vec<(Slug, Text)>, Fault> {
    let told: BTreeSet<&Slug> = uses.iter().flat_map(|one| &one.told).collect();
    let (now, all) = (shared.clock.wall(), all()?);
    let mut found = Vec::new();
    for kind in [ArticleKind::Sheet, ArticleKind::Faq, ArticleKind::Procedure] {
        for agency in [agency, &all] {
            let articles = shared.read(|store| store.articles(kind, agency, now))?;
            let articles = articles.into_iter().map(|published| published.article);
            let silent = articles.filter(|article| !told.contains(&article.id));
            found.extend(silent.map(|article| (article.id, article.title)));
        }
    }
    found.truncate(MOST);
    Ok(found)
}

/// The entries of the directory that often do not answer, those with the worst rate first.
fn unanswered(shared: &Shared, uses: &[Use]) -> Result<Vec<Unanswered>, Fault> {
    let mut counted: BTreeMap<&Slug, (u32, u32)> = BTreeMap::new();
    for one in uses {
        let silent = match one.outcome {
            Outcome::SwitchboardGiven | Outcome::SwitchboardForwarded => 0,
            Outcome::NoAnswer => 1,
            _ => continue,
        };
        for article in &one.told {
            let (rung, missed) = counted.entry(article).or_default();
            *rung += 1;
            *missed += silent;
        }
    }
    let mut found = Vec::new();
    let silent = counted
        .into_iter()
        .filter(|(_, (rung, missed))| *missed > 0 && *rung >= RUNG_OFTEN);
    for (article, (rung, missed)) in silent {
        let kept = shared.read(|store| store.shelf(article))?;
        found.extend(kept.map(|kept| Unanswered {
            article: article.clone(),
            title: kept.last.article.title,
            rung,
            missed,
        }));
    }
    found.sort_by_key(|one| std::cmp::Reverse((one.missed * 1_000 / one.rung.max(1), one.rung)));
    found.truncate(MOST);
    Ok(found)
}
