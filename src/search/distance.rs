//! How many typing slips lie between two words: insertion, omission, change, swap of neighbours.

/// The number of slips from `a` to `b`, or `None` when it is more than `limit`.
/// (Optimal string alignment; cost is length × length, so callers filter first.)
pub(super) fn slips(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut last_a = None;
    for (row, &letter_a) in a.iter().enumerate() {
        let current = next_row(row, letter_a, last_a, b, &above, &before);
        if current.iter().min().is_none_or(|&least| least > limit) {
            return None;
        }
        last_a = Some(letter_a);
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().filter(|&found| found <= limit)
}

/// One row of the alignment table, from the row above it and the one before that.
fn next_row(
    row: usize,
    letter_a: char,
    last_a: Option<char>,
    b: &[char],
    above: &[usize],
    before: &[usize],
) -> Vec<usize> {
    let mut current = Vec::with_capacity(b.len() + 1);
    current.push(row + 1);
    let mut left = row + 1;
    let mut last_b = None;
    for (column, (&letter_b, pair)) in b.iter().zip(above.windows(2)).enumerate() {
        let &[diagonal, up] = pair else { break };
        let mut best = (diagonal + usize::from(letter_a != letter_b))
            .min(up + 1)
            .min(left + 1);
        let swapped = last_a == Some(letter_b) && last_b == Some(letter_a);
        if let Some(&two_back) = before.get(column.wrapping_sub(1)).filter(|_| swapped) {
            best = best.min(two_back + 1);
        }
        current.push(best);
        left = best;
        last_b = Some(letter_b);
    }
    current
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn between(a: &str, b: &str, limit: usize) -> Option<usize> {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        slips(&a, &b, limit)
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
