//! Every word of the index in memory: which are known, how a beginning goes on, which word was
//! meant by a slip of the fingers.

use super::distance::Table;
use super::words;

/// A word and the number of documents that have it.
pub(super) type Counted = (Box<str>, u32);

/// A sorted word list. About 60 bytes a word; 100,000 words are searched for slips in well under
/// a millisecond, because a set of letters rules most of them out with one comparison.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    words: Vec<Counted>,
    marks: Vec<Mark>,
    places: Vec<Counted>,
}

/// What is compared before the letters are: the length, and for each letter (folded to 32 classes)
/// whether it occurs once and whether it occurs twice.
#[derive(Debug, Clone, Copy)]
struct Mark {
    letters: u64,
    length: usize,
}

impl Mark {
    fn of(word: &str) -> Self {
        let mut letters: u64 = 0;
        let mut length = 0;
        for letter in word.chars() {
            let once = 1 << (u32::from(letter) % 32);
            letters |= if letters & once == 0 {
                once
            } else {
                once << 32
            };
            length += 1;
        }
        Self { letters, length }
    }

    /// False when more than `limit` slips surely lie between the two words: a slip takes away at
    /// most one letter and adds at most one.
    const fn may_be_near(self, other: Self, limit: usize) -> bool {
        self.length.abs_diff(other.length) <= limit
            && (self.letters & !other.letters).count_ones() as usize <= limit
            && (other.letters & !self.letters).count_ones() as usize <= limit
    }
}

impl Dictionary {
    /// Merges word lists, each sorted, adding up the counts of equal words.
    pub(super) fn merge<'a>(lists: impl Iterator<Item = &'a [Counted]>) -> Self {
        let words = merged(lists);
        let marks = words.iter().map(|(word, _)| Mark::of(word)).collect();
        Self {
            words,
            marks,
            places: Vec::new(),
        }
    }

    /// The same words with the names of places, whose lists are sorted too.
    pub(super) fn with_places<'a>(self, lists: impl Iterator<Item = &'a [Counted]>) -> Self {
        Self {
            places: merged(lists),
            ..self
        }
    }

    /// True when some document is at a place of this name.
    pub(super) fn knows_place(&self, name: &str) -> bool {
        self.places
            .binary_search_by(|(known, _)| (**known).cmp(name))
            .is_ok()
    }

    /// True when some document has `word`.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.count(word) > 0
    }

    /// How many documents have `word`.
    pub(super) fn count(&self, word: &str) -> u32 {
        self.words
            .binary_search_by(|(known, _)| (**known).cmp(word))
            .ok()
            .and_then(|at| self.words.get(at))
            .map_or(0, |(_, count)| *count)
    }

    /// The most frequent words that begin with `start`, go on and carry a topic, at most `limit`.
    pub(super) fn completions(&self, start: &str, limit: usize) -> Vec<&str> {
        let from = self.words.partition_point(|(word, _)| &**word < start);
        let mut found: Vec<&Counted> = self
            .words
            .iter()
            .skip(from)
            .take_while(|(word, _)| word.starts_with(start))
            .filter(|(word, _)| word.len() > start.len() && !words::is_stop(word))
            .collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(limit);
        found.into_iter().map(|(word, _)| &**word).collect()
    }

    /// The words at most `slips` slips from `word`, each with its distance: nearest first, then the
    /// same first letter, then the more frequent; at most `limit`.
    pub(super) fn neighbours(
        &self,
        word: &str,
        distance: usize,
        limit: usize,
    ) -> Vec<(&str, usize)> {
        let letters: Vec<char> = word.chars().collect();
        let mut other: Vec<char> = Vec::new();
        let mut table = Table::default();
        let mark = Mark::of(word);
        let mut found: Vec<(usize, bool, std::cmp::Reverse<u32>, &str)> = self
            .marks
            .iter()
            .zip(&self.words)
            .filter(|(other, _)| mark.may_be_near(**other, distance))
            .filter_map(|(_, (known, count))| {
                other.clear();
                other.extend(known.chars());
                let away = table.slips(&letters, &other, distance)?;
                let other_start = letters.first() != other.first();
                Some((away, other_start, std::cmp::Reverse(*count), &**known))
            })
            .collect();
        found.sort_unstable();
        found.truncate(limit);
        found
            .into_iter()
            .map(|(away, _, _, known)| (known, away))
            .collect()
    }
}

fn merged<'a>(lists: impl Iterator<Item = &'a [Counted]>) -> Vec<Counted> {
    let mut words: Vec<Counted> = lists.flatten().cloned().collect();
    words.sort_by(|a, b| a.0.cmp(&b.0));
    words.dedup_by(|next, kept| {
        let equal = next.0 == kept.0;
        if equal {
            kept.1 += next.1;
        }
        equal
    });
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary(words: &[(&str, u32)]) -> Dictionary {
        let mut list: Vec<Counted> = words.iter().map(|(w, n)| ((*w).into(), *n)).collect();
        list.sort();
        Dictionary::merge(std::iter::once(list.as_slice()))
    }

    #[test]
    fn counts_of_lists_add_up() {
        let one: [Counted; 2] = [("acqua".into(), 3), ("carta".into(), 1)];
        let two: [Counted; 2] = [("acquedotto".into(), 4), ("carta".into(), 2)];
        let merged = Dictionary::merge([one.as_slice(), two.as_slice()].into_iter());
        assert!(merged.knows("carta") && !merged.knows("cart"));
        assert_eq!(merged.completions("ac", 8), ["acquedotto", "acqua"]);
        assert_eq!(merged.completions("c", 8), ["carta"]);
        assert!(merged.completions("carta", 8).is_empty());
        assert!(merged.completions("z", 8).is_empty());
    }

    #[test]
    fn neighbours_are_ordered_by_distance_first_letter_and_frequency() {
        let known = dictionary(&[("carta", 5), ("casta", 9), ("parta", 50), ("corda", 7)]);
        assert_eq!(
            known.neighbours("cartta", 1, 6),
            [("carta", 1)],
            "corda is too far"
        );
        assert_eq!(
            known.neighbours("cagta", 1, 6),
            [("casta", 1), ("carta", 1)]
        );
        assert_eq!(known.neighbours("xarta", 1, 1), [("parta", 1)]);
        assert_eq!(known.neighbours("crata", 1, 6), [("carta", 1)]);
    }
}
