//! What differs between two texts, line by line: the longest common part stays, the rest was taken away or came.

/// More pairs of lines than these are not compared: both texts are shown whole.
const MOST_PAIRS: usize = 4_000_000;

/// A line that differs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// It is no longer there.
    Gone(String),
    /// It is new.
    Came(String),
}

/// The lines that differ, in the order in which they stand.
#[must_use]
pub fn changes(before: &[String], after: &[String]) -> Vec<Change> {
    let width = after.len() + 1;
    let common = if before.len().saturating_mul(after.len()) > MOST_PAIRS {
        Vec::new()
    } else {
        lengths(before, after)
    };
    let length = |row: usize, column: usize| common.get(row * width + column).copied();
    let (mut row, mut column) = (0, 0);
    let mut changes = Vec::new();
    loop {
        match (before.get(row), after.get(column)) {
            (Some(old), Some(new)) if old == new => (row, column) = (row + 1, column + 1),
            (Some(old), new)
                if new.is_none() || length(row + 1, column) >= length(row, column + 1) =>
            {
                changes.push(Change::Gone(old.clone()));
                row += 1;
            }
            (_, Some(new)) => {
                changes.push(Change::Came(new.clone()));
                column += 1;
            }
            (_, None) => return changes,
        }
    }
}

/// How many lines two ends of the texts have in common, from each pair of places on.
fn lengths(before: &[String], after: &[String]) -> Vec<usize> {
    let width = after.len() + 1;
    let mut common = vec![0; (before.len() + 1) * width];
    for (row, old) in before.iter().enumerate().rev() {
        for (column, new) in after.iter().enumerate().rev() {
            let at = |row: usize, column: usize| common.get(row * width + column).copied();
            let length = if old == new {
                at(row + 1, column + 1).unwrap_or_default() + 1
            } else {
                at(row + 1, column)
                    .max(at(row, column + 1))
                    .unwrap_or_default()
            };
            if let Some(place) = common.get_mut(row * width + column) {
                *place = length;
            }
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_went_and_what_came() {
        for (before, after, expected) in [
            ("a b c", "a b c", ""),
            ("a b c", "a x c", "-b +x"),
            ("", "a", "+a"),
            ("a b", "", "-a -b"),
            ("a b", "b a", "-a +a"),
        ] {
            let said = changes(&lines(before), &lines(after)).into_iter();
            let said = said.map(|change| match change {
                Change::Gone(line) => format!("-{line}"),
                Change::Came(line) => format!("+{line}"),
            });
            assert_eq!(
                said.collect::<Vec<_>>().join(" "),
                expected,
                "{before} → {after}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_stays_and_what_came_is_the_new_text(before in "[abc ]{0,30}", after in "[abc ]{0,30}") {
            let (before, after) = (lines(&before), lines(&after));
            let changes = changes(&before, &after);
            let gone = changes.iter().filter(|change| matches!(change, Change::Gone(_))).count();
            let came = changes.len() - gone;
            prop_assert_eq!(before.len() - gone, after.len() - came);
        }
    }
}
