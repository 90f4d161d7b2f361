//! What callers ask and the knowledge base does not answer: questions gathered by likeness (BA-23).

use super::{slug::Slug, text::Text, time::Moment};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Of the words of the shorter of two questions, how many they must share to be one: three in five.
const ALIKE: (usize, usize) = (3, 5);
/// The most wordings kept of one question: they become aliases of a draft.
const MOST_WORDINGS: usize = 8;

/// A question as one call asked it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Asked {
    /// When.
    pub at: Moment,
    /// Its words, cleaned: only such as stand in published articles and name nobody of the directory.
    pub words: Vec<String>,
    /// How it went.
    pub ending: Ending,
}

/// How a question went.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ending {
    /// Answered at the first level from an article.
    Answered,
    /// Answered at the first level without an article.
    Unwritten,
    /// It left the first level.
    Escalated,
}

/// Questions that are alike, and were not answered from an article at least once.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// The wordings, the commonest first.
    pub wordings: Vec<Text>,
    /// How often no article answered.
    pub times: u32,
    /// How often of these it left the first level.
    pub escalated: u32,
    /// How often it was asked again after the first time.
    pub again: u32,
    /// How often of these the first level answered from an article: the second time is what counts.
    pub solved: u32,
    /// When it was asked last.
    pub last: Moment,
    /// The article in force that is about it all the same, by id and title: it was not told, or not found.
    pub there: Option<(Slug, Text)>,
}

/// Gathers questions into gaps, those that cost most calls first.
#[must_use]
pub fn gaps(asked: &[Asked]) -> Vec<Gap> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    // The first group that holds each word: a question is compared with those only.
    let mut with: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for one in asked.iter().filter(|one| !one.words.is_empty()) {
        let words: BTreeSet<&str> = one.words.iter().map(String::as_str).collect();
        let near: BTreeSet<usize> = words
            .iter()
            .flat_map(|word| with.get(word).into_iter().flatten())
            .copied()
            .collect();
        let home = near.into_iter().find(|place| {
            groups
                .get(*place)
                .is_some_and(|group| group.is_like(&words))
        });
        if let Some(group) = home.and_then(|place| groups.get_mut(place)) {
            group.asked.push(one);
            continue;
        }
        for word in &words {
            with.entry(word).or_default().push(groups.len());
        }
        groups.push(Group {
            words,
            asked: vec![one],
        });
    }
    let mut found: Vec<Gap> = groups.iter().filter_map(Group::gap).collect();
    found.sort_by_key(|gap| std::cmp::Reverse((gap.times, gap.last)));
    found
}

/// Questions that are alike; the words are those of the first.
struct Group<'a> {
    words: BTreeSet<&'a str>,
    asked: Vec<&'a Asked>,
}

impl Group<'_> {
    fn is_like(&self, words: &BTreeSet<&str>) -> bool {
        let shared = self.words.intersection(words).count();
        let shorter = self.words.len().min(words.len());
        let (most, of) = ALIKE;
        // One word in common says little of a question of several.
        let enough = shared > 1 || self.words.len() == words.len() && shorter == 1;
        enough && shared * of >= shorter * most
    }

    /// The gap they are; `None` when an article answered every time.
    fn gap(&self) -> Option<Gap> {
        let mut asked = self.asked.clone();
        asked.sort_by_key(|one| one.at);
        let missed = |one: &&&Asked| one.ending != Ending::Answered;
        let first = asked.iter().position(|one| missed(&one))?;
        let after = || asked.iter().skip(first + 1);
        let count = |found: usize| u32::try_from(found).unwrap_or(u32::MAX);
        let escalated = |one: &&&Asked| one.ending == Ending::Escalated;
        Some(Gap {
            wordings: wordings(&asked),
            times: count(asked.iter().filter(missed).count()),
            escalated: count(asked.iter().filter(escalated).count()),
            again: count(after().count()),
            solved: count(after().filter(|one| !missed(one)).count()),
            last: asked.last()?.at,
            there: None,
        })
    }
}

/// The wordings, the commonest first, of equal ones the shortest.
fn wordings(asked: &[&Asked]) -> Vec<Text> {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for one in asked {
        *counted.entry(one.words.join(" ")).or_default() += 1;
    }
    let mut counted: Vec<(String, usize)> = counted.into_iter().collect();
    counted.sort_by_key(|(words, count)| (std::cmp::Reverse(*count), words.len()));
    counted.truncate(MOST_WORDINGS);
    counted.iter().map(|(words, _)| Text::line(words)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(at: i64, words: &str, ending: Ending) -> Asked {
        Asked {
            at: Moment(at),
            words: words.split(' ').map(str::to_owned).collect(),
            ending,
        }
    }

    #[test]
    fn questions_that_are_alike_are_one_gap() {
        use Ending::{Answered, Escalated, Unwritten};
        let found = gaps(&[
            asked(1, "compost giardino bidone", Escalated),
            asked(2, "imu seconda casa", Answered),
            asked(3, "bidone compost", Unwritten),
            asked(4, "compost bidone", Answered),
            asked(5, "tessera elettorale", Escalated),
        ]);
        let told: Vec<_> = found.iter().map(|gap| (gap.times, gap.escalated)).collect();
        assert_eq!(told, [(2, 1), (1, 1)]);
        assert_eq!((found[0].again, found[0].solved), (2, 1));
        assert_eq!(found[0].last, Moment(4));
        assert_eq!((found[1].again, found[1].solved), (0, 0));
    }

    #[test]
    fn what_was_always_answered_is_no_gap() {
        let found = gaps(&[
            asked(1, "imu scadenza", Ending::Answered),
            asked(2, "imu scadenza", Ending::Answered),
        ]);
        assert_eq!(found, []);
    }

    #[test]
    fn one_common_word_does_not_make_two_questions_one() {
        let found = gaps(&[
            asked(1, "permesso ztl residenti", Ending::Escalated),
            asked(2, "permesso soggiorno rinnovo", Ending::Escalated),
            asked(3, "permesso", Ending::Escalated),
        ]);
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn the_commonest_wording_comes_first() {
        let found = gaps(&[
            asked(1, "bidone compost giardino", Ending::Escalated),
            asked(2, "compost bidone", Ending::Escalated),
            asked(3, "compost bidone", Ending::Escalated),
        ]);
        let words: Vec<_> = found[0].wordings.iter().map(Text::as_str).collect();
        assert_eq!(words, ["compost bidone", "bidone compost giardino"]);
    }
}
