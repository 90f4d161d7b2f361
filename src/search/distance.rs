//! How many typing slips lie between two words: insertion, omission, change, swap of neighbours.

/// The rows of an alignment, kept between comparisons so that each costs no memory.
#[derive(Debug, Default)]
pub(super) struct Table {
    before: Vec<usize>,
    above: Vec<usize>,
    current: Vec<usize>,
}

impl Table {
    /// The number of slips from `a` to `b`, or `None` when it is more than `limit`.
    /// (Optimal string alignment; cost is length × length, so callers filter first.)
    pub(super) fn slips(&mut self, a: &[char], b: &[char], limit: usize) -> Option<usize> {
        if a.len().abs_diff(b.len()) > limit {
            return None;
        }
        self.before.clear();
        self.above.clear();
        self.above.extend(0..=b.len());
        let mut last_a = None;
        for (row, &letter_a) in a.iter().enumerate() {
            let least = self.next_row(row, letter_a, last_a, b);
            if least > limit {
                return None;
            }
            last_a = Some(letter_a);
            std::mem::swap(&mut self.before, &mut self.above);
            std::mem::swap(&mut self.above, &mut self.current);
        }
        self.above.last().copied().filter(|&found| found <= limit)
    }

    /// Fills the current row from the row above it and the one before that; its least value.
    fn next_row(&mut self, row: usize, letter_a: char, last_a: Option<char>, b: &[char]) -> usize {
        self.current.clear();
        self.current.push(row + 1);
        let mut left = row + 1;
        let mut least = left;
        let mut last_b = None;
        for (column, (&letter_b, pair)) in b.iter().zip(self.above.windows(2)).enumerate() {
            let &[diagonal, up] = pair else { break };
            let mut best = (diagonal + usize::from(letter_a != letter_b))
                .min(up + 1)
                .min(left + 1);
            let swapped = last_a == Some(letter_b) && last_b == Some(letter_a);
            let two_back = self.before.get(column.wrapping_sub(1));
            if let Some(&two_back) = two_back.filter(|_| swapped) {
                best = best.min(two_back + 1);
            }
            self.current.push(best);
            left = best;
            least = least.min(best);
            last_b = Some(letter_b);
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn between(a: &str, b: &str, limit: usize) -> Option<usize> {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        Table::default().slips(&a, &b, limit)
    }

    #[test]
    fn slips_are_counted_up_to_the_limit() {
        let table = [
            ("carta", "carta", 1, Some(0)),
            ("carta", "crata", 1, Some(1)),
            ("carta", "catra", 2, Some(1)),
            ("carta", "cart", 1, Some(1)),
            ("carta", "cartta", 1, Some(1)),
            ("carta", "corta", 1, Some(1)),
            ("carta", "corda", 1, None),
            ("carta", "corda", 2, Some(2)),
            ("certificato", "cretifciato", 2, Some(2)),
            ("a", "certificato", 2, None),
            ("", "", 0, Some(0)),
        ];
        for (a, b, limit, expected) in table {
            assert_eq!(between(a, b, limit), expected, "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn slips_do_not_depend_on_the_direction(a in "[abc]{0,7}", b in "[abc]{0,7}") {
            prop_assert_eq!(between(&a, &b, 2), between(&b, &a, 2));
        }

        #[test]
        fn one_omission_is_one_slip(word in "[a-z]{2,9}", at in 0usize..9) {
            let mut shorter = word.clone();
            shorter.remove(at % word.len());
            prop_assert_eq!(between(&word, &shorter, 1), Some(1));
        }
    }
}
