//! Learning from what operators pick: the words of callers that led to an article, written once an article a day.
//!
//! What was picked is read from the calls of the last days ([`usage`]), so nothing is kept beside them and
//! nothing is lost when a keeper goes. Only words that stand in published articles, and in no
//! name of the directory, are kept: operators type surnames too (SECURITY, *Privacy*).

use super::{
    admit::Author,
    clock,
    service::{Fault, Proposal},
    shared::Shared,
    usage::{self, Use},
};
use crate::domain::{
    id::BatchId,
    op::Op,
    outcome::Role,
    slug::Slug,
    text::Text,
    time::{DAY, Moment},
};
use std::{
    collections::BTreeMap,
    io,
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// How far back calls are read: a keeper that was away over a long weekend learns what it missed.
const DAYS: i64 = 7;
/// The most questions of an article learned in a day.
const MOST: usize = 8;
/// The most words of a question.
const MOST_WORDS: usize = 12;

/// When it is looked whether there is something to learn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pace {
    /// How long after the start of the keeper.
    pub settle: Duration,
    /// How often from then on.
    pub look: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            settle: Duration::from_secs(90),
            look: Duration::from_secs(30 * 60),
        }
    }
}

/// The thread that learns; it ends when this is dropped.
#[derive(Debug)]
pub struct Learning {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Learning {
    /// Begins to learn.
    ///
    /// # Errors
    /// When there is no thread for it.
    pub fn begin(shared: &Arc<Shared>, pace: Pace) -> io::Result<Self> {
        let (end, ended) = channel();
        let shared = Arc::clone(shared);
        let thread = thread::Builder::new()
            .name("learning".to_owned())
            .spawn(move || {
                let mut wait = pace.settle;
                while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                    // What fails now is read again at the next look.
                    let _ = learn(&shared);
                    wait = pace.look;
                }
            })?;
        Ok(Self {
            end: Some(end),
            thread: Some(thread),
        })
    }
}

impl Drop for Learning {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Writes what there is to learn; how many articles learned something.
///
/// # Errors
/// When the views cannot be read, or nothing can be written.
pub fn learn(shared: &Shared) -> Result<usize, Fault> {
    let now = shared.clock.wall();
    let uses = usage::since(shared, now.plus(-DAYS * DAY))?;
    let mut learned = 0;
    for (article, uses) in picked(&uses) {
        let Some(kept) = shared.read(|store| store.shelf(article))? else {
            continue;
        };
        let last = kept.learned_at.unwrap_or_default();
        if same_day(last, now) || !kept.last.article.is_explained() {
            continue;
        }
        let new = uses.iter().filter(|one| last < one.at);
        let queries = queries(new.map(|one| one.said.as_str()), &kept.learned, |word| {
            shared.index.is_written(word, now)
        });
        if queries.is_empty() {
            continue;
        }
        let agency = &kept.last.article.agency;
        let op = Op::Learned {
            article: article.clone(),
            queries,
            forget: false,
        };
        let id = BatchId::new(clock::random());
        let proposal = Proposal::new(id, agency.clone(), Role::Admin, &[op], Vec::new());
        let proposal = proposal.map_err(|error| Fault::Unacceptable(error.to_string()))?;
        shared.commit(Author::Birth, proposal)?;
        learned += 1;
    }
    Ok(learned)
}

/// The uses of each article, oldest first.
fn picked(uses: &[Use]) -> BTreeMap<&Slug, Vec<&Use>> {
    let mut found: BTreeMap<_, Vec<&Use>> = BTreeMap::new();
    for one in uses.iter().filter(|one| !one.said.is_empty()) {
        for article in &one.told {
            found.entry(article).or_default().push(one);
        }
    }
    for uses in found.values_mut() {
        uses.sort_by_key(|one| one.at);
    }
    found
}

const fn same_day(one: Moment, other: Moment) -> bool {
    one.0.div_euclid(DAY) == other.0.div_euclid(DAY)
}

/// The questions worth keeping: known words only, each question once, none that is known already.
fn queries<'a>(
    said: impl Iterator<Item = &'a str>,
    known: &[Text],
    is_written: impl Fn(&str) -> bool,
) -> Vec<Text> {
    let mut found: Vec<Text> = Vec::new();
    for said in said {
        let words = written_words(said, &is_written).join(" ");
        let query = Text::line(&words);
        if !query.is_empty() && !known.contains(&query) && !found.contains(&query) {
            found.push(query);
        }
    }
    // Of many the last ones: they are what is asked now.
    found.split_off(found.len().saturating_sub(MOST))
}

/// The words of a question that stand in published articles, folded, in their order.
pub fn written_words(said: &str, is_written: impl Fn(&str) -> bool) -> Vec<String> {
    let folded = crate::domain::text::folded(said);
    let words = folded.split(|sign: char| !sign.is_alphanumeric());
    words
        .filter(|word| word.chars().count() > 1 && !word.chars().any(char::is_numeric))
        .filter(|word| is_written(word))
        .take(MOST_WORDS)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_are_written_are_kept_and_each_question_once() {
        let written = ["carta", "identita", "persa", "rinnovo"];
        let is_written = |word: &str| written.contains(&word);
        let known = [Text::line("carta persa")];
        let said = [
            "Rossi Mario ha perso... carta d'identità persa",
            "carta persa",
            "3331234567 rinnovo",
            "RINNOVO!",
            "Bianchi",
        ];
        let found = queries(said.into_iter(), &known, is_written);
        let found: Vec<&str> = found.iter().map(Text::as_str).collect();
        assert_eq!(found, ["carta identita persa", "rinnovo"]);
    }

    #[test]
    fn of_many_questions_the_last_are_kept() {
        let said: Vec<String> = ('a'..='z')
            .map(|letter| format!("{letter}{letter}"))
            .collect();
        let found = queries(said.iter().map(String::as_str), &[], |_word| true);
        assert_eq!(found.len(), MOST);
        assert_eq!(found.last().map(Text::as_str), Some("zz"));
    }
}
