//! Columns of text, as wide as the terminal counts their characters.

use unicode_width::UnicodeWidthStr;

/// The widest a column grows before its cells are cut.
const COLUMN_MAX: usize = 60;
/// What stands between two columns.
const GAP: &str = "  ";

/// Headings and rows as lines; nothing without rows.
pub fn lines(heads: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let head: Vec<String> = heads.iter().map(|&text| text.to_owned()).collect();
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| one_line(cell)).collect())
        .collect();
    let mut widths = vec![0; heads.len()];
    for row in std::iter::once(&head).chain(&rows) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width()).min(COLUMN_MAX);
        }
    }
    std::iter::once(&head)
        .chain(&rows)
        .map(|row| line(row, &widths))
        .collect()
}

/// Labels of one width, each with its value; further lines of a value stand under its first.
pub fn pairs(pairs: &[(&str, &str)]) -> Vec<String> {
    let widest = pairs
        .iter()
        .map(|(label, _)| label.width())
        .max()
        .unwrap_or_default();
    let mut out = Vec::new();
    for (label, value) in pairs {
        let mut label = *label;
        for part in value.lines() {
            out.push(format!("{}{GAP}{part}", padded(label, widest)));
            label = "";
        }
    }
    out
}

fn line(row: &[String], widths: &[usize]) -> String {
    let mut out = String::new();
    for (place, (cell, width)) in row.iter().zip(widths).enumerate() {
        let last = place + 1 == row.len();
        out.push_str(&if last {
            cell.clone()
        } else {
            padded(&cut(cell, *width), *width)
        });
        if !last {
            out.push_str(GAP);
        }
    }
    out.trim_end().to_owned()
}

fn one_line(cell: &str) -> String {
    cell.replace(['\n', '\t'], " ")
}

fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(missing))
}

/// The start of `text` that fits, with an ellipsis where something is missing.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for character in text.chars() {
        if out.width() + character.to_string().width() + 1 > width {
            break;
        }
        out.push(character);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_follow_their_widest_cell_and_long_cells_are_cut() {
        let long = "x".repeat(80);
        let rows = vec![
            vec!["a".to_owned(), "perché\nno".to_owned()],
            vec![long, "b".to_owned()],
        ];
        let lines = lines(&["uno", "due"], &rows);
        assert_eq!(lines.first().map(|l| l.width()), Some(65));
        assert!(lines.iter().any(|line| line.ends_with("perché no")));
        assert!(lines.iter().any(|line| line.contains('…')));
        assert_eq!(super::lines(&["uno"], &[]), Vec::<String>::new());
    }

    #[test]
    fn further_lines_of_a_value_stand_under_the_first() {
        assert_eq!(
            pairs(&[("a", "1\n2"), ("bb", "3")]),
            ["a   1", "    2", "bb  3"]
        );
    }
}
