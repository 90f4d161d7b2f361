//! What differs between two texts, line by line: the command line prints it, the desk reads it out.

use similar::{Algorithm, ChangeTag, TextDiff, capture_diff_slices};

/// How many equal lines stand around what changed.
const AROUND: usize = 3;

/// A line of either text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Line {
    /// It stands in both.
    Stays(String),
    /// It is no longer there.
    Gone(String),
    /// It is new.
    Came(String),
}

/// The lines of both texts in the order in which they stand; of a place that changed what is gone first.
#[must_use]
pub fn lines(before: &[String], after: &[String]) -> Vec<Line> {
    let ops = capture_diff_slices(Algorithm::Myers, before, after);
    let changes = ops.iter().flat_map(|op| op.iter_changes(before, after));
    let said = changes.map(|change| match change.tag() {
        ChangeTag::Equal => Line::Stays(change.value()),
        ChangeTag::Delete => Line::Gone(change.value()),
        ChangeTag::Insert => Line::Came(change.value()),
    });
    said.collect()
}

/// What differs between two texts, each under its name, in the form that `patch` reads.
#[must_use]
pub fn unified(before: (&str, &str), after: (&str, &str)) -> String {
    TextDiff::from_lines(before.1, after.1)
        .unified_diff()
        .context_radius(AROUND)
        .header(before.0, after.0)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_went_and_what_came() {
        for (before, after, expected) in [
            ("a b c", "a b c", "a b c"),
            ("a b c", "a x c", "a -b +x c"),
            ("", "a", "+a"),
            ("a b", "", "-a -b"),
        ] {
            let said = lines(&words(before), &words(after)).into_iter();
            let said = said.map(|line| match line {
                Line::Stays(line) => line,
                Line::Gone(line) => format!("-{line}"),
                Line::Came(line) => format!("+{line}"),
            });
            let said = said.collect::<Vec<_>>().join(" ");
            assert_eq!(said, expected, "{before} → {after}");
        }
    }

    /// The text that a unified diff makes of another one.
    fn patched(before: &str, patch: &str) -> String {
        let old: Vec<&str> = before.split_inclusive('\n').collect();
        let (mut new, mut at) = (String::new(), 0);
        for line in patch.split_inclusive('\n').skip(2) {
            if let Some(place) = line.strip_prefix("@@ -") {
                let place = place.split([',', ' ']).collect::<Vec<_>>();
                let (first, none) = (place[0].parse::<usize>().unwrap(), place[1] == "0");
                let start = if none { first } else { first - 1 };
                new.extend(old[at..start].iter().copied());
                at = start;
            } else if let Some(came) = line.strip_prefix('+') {
                new.push_str(came);
            } else if let Some(stays) = line.strip_prefix([' ', '-']) {
                assert_eq!(old[at], stays);
                at += 1;
                if line.starts_with(' ') {
                    new.push_str(stays);
                }
            } else {
                panic!("{line:?} in {patch}");
            }
        }
        new.extend(old[at..].iter().copied());
        new
    }

    proptest! {
        #[test]
        fn one_text_with_its_changes_is_the_other(before in "[abc ]{0,30}", after in "[abc ]{0,30}") {
            let (before, after) = (words(&before), words(&after));
            let said = lines(&before, &after);
            let of = |skipped: fn(&Line) -> bool| -> Vec<String> {
                let kept = said.iter().filter(|line| !skipped(line)).cloned();
                kept.map(|line| match line {
                    Line::Stays(line) | Line::Gone(line) | Line::Came(line) => line,
                }).collect()
            };
            prop_assert_eq!(of(|line| matches!(line, Line::Came(_))), before.clone());
            prop_assert_eq!(of(|line| matches!(line, Line::Gone(_))), after.clone());
            let longest = before.iter().filter(|line| after.contains(line)).count();
            let stays = said.iter().filter(|line| matches!(line, Line::Stays(_))).count();
            prop_assert!(stays <= longest && (stays > 0 || longest == 0));
        }

        #[test]
        fn a_text_patched_is_the_other(before in "([a-d]\n){0,40}", after in "([a-d]\n){0,40}") {
            let patch = unified(("a", &before), ("b", &after));
            prop_assert_eq!(patch.is_empty(), before == after);
            prop_assert_eq!(patched(&before, &patch), after);
        }
    }
}
