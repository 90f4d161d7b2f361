//! A frame as text: its rows, and the styles of each row as a run-length map beside it.

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Rect,
    style::{Color, Modifier, Style},
};
use sportello::desk::{app::App, view::view};
use std::collections::BTreeMap;

/// The frame of a desk.
fn frame(app: &App) -> (Buffer, Option<(u16, u16)>) {
    let (width, height) = app.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let cursor = view(app, &mut buffer).map(|cursor| (cursor.x, cursor.y));
    (buffer, cursor)
}

/// The rows of the screen, spaces at their ends left out.
pub fn text(app: &App) -> String {
    let (buffer, _) = frame(app);
    rows(&buffer).join("\n")
}

fn rows(buffer: &Buffer) -> Vec<String> {
    cells(buffer).map(|row| row_text(row)).collect()
}

fn cells(buffer: &Buffer) -> impl Iterator<Item = &[Cell]> {
    buffer.content.chunks(usize::from(buffer.area.width).max(1))
}

/// A wide character takes two cells, the second of which is empty.
fn row_text(row: &[Cell]) -> String {
    let text: String = row.iter().map(Cell::symbol).collect();
    text.trim_end().to_owned()
}

/// The whole frame: text, cursor, and the styles by letter. Numbers and times that the keeper makes
/// up are replaced by others of the same width.
pub fn portrait(app: &App) -> String {
    let (buffer, cursor) = frame(app);
    let mut letters: BTreeMap<String, char> = BTreeMap::new();
    let mut names: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut styles = String::new();
    for (y, row) in cells(&buffer).enumerate() {
        text.push_str(&format!("{y:>2}│{}\n", row_text(row)));
        let mut runs: Vec<(char, usize)> = Vec::new();
        for cell in row {
            let name = style_words(cell.style());
            let next = char::from(b'a' + u8::try_from(letters.len()).unwrap_or(25));
            let letter = *letters.entry(name.clone()).or_insert_with(|| {
                names.push(format!("{next} = {name}"));
                next
            });
            match runs.last_mut().filter(|(last, _)| *last == letter) {
                Some((_, length)) => *length += 1,
                None => runs.push((letter, 1)),
            }
        }
        let runs: Vec<String> = runs
            .iter()
            .map(|(letter, n)| format!("{letter}{n}"))
            .collect();
        styles.push_str(&format!("{y:>2}│{}\n", runs.join(" ")));
    }
    let cursor = cursor.map_or("none".to_owned(), |(x, y)| format!("column {x}, row {y}"));
    let text = steady(&text);
    format!("{text}cursor: {cursor}\n\n{styles}{}\n", names.join("\n"))
}

fn style_words(style: Style) -> String {
    let mut words = Vec::new();
    for (name, color) in [("on", style.bg), ("in", style.fg)] {
        if let Some(color) = color.filter(|color| *color != Color::Reset) {
            words.push(format!("{name} {color:?}"));
        }
    }
    for (name, modifier) in [
        ("bold", Modifier::BOLD),
        ("underlined", Modifier::UNDERLINED),
        ("reversed", Modifier::REVERSED),
        ("dim", Modifier::DIM),
    ] {
        if style.add_modifier.contains(modifier) {
            words.push(name.to_owned());
        }
    }
    if words.is_empty() {
        "plain".to_owned()
    } else {
        words.join(" ")
    }
}

/// Puts steady numbers and times in the place of those the keeper makes up: request numbers are
/// random, and it stamps what it writes with the clock of the machine.
fn steady(text: &str) -> String {
    let mut known: Vec<String> = Vec::new();
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let shapes = [
            ("ddd-ddd-ddd", Shape::Number),
            ("dd/dd/dddd dd:dd", Shape::Time("01/01/2027 12:00")),
            ("dd/dd dd:dd", Shape::Time("01/01 12:00")),
        ];
        let found = shapes
            .into_iter()
            .find_map(|(shape, kind)| Some((taken(rest, shape)?, kind)));
        let Some((word, kind)) = found else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        match kind {
            Shape::Time(steady) => out.push_str(steady),
            Shape::Number => {
                let place = known
                    .iter()
                    .position(|number| number == word)
                    .unwrap_or_else(|| {
                        known.push(word.to_owned());
                        known.len() - 1
                    });
                out.push_str(&format!("900-000-{:03}", place + 1));
            }
        }
        rest = &rest[word.len()..];
    }
    out
}

#[derive(Clone, Copy)]
enum Shape {
    Number,
    Time(&'static str),
}

/// The start of `text`, if it has this shape: `d` is a digit, the rest is itself.
fn taken<'a>(text: &'a str, shape: &str) -> Option<&'a str> {
    let word = text.get(..shape.len())?;
    let fits = word
        .chars()
        .zip(shape.chars())
        .all(|(c, wanted)| match wanted {
            'd' => c.is_ascii_digit(),
            other => c == other,
        });
    fits.then_some(word)
}

#[test]
fn what_the_keeper_makes_up_is_steady_and_what_the_seed_says_stays() {
    assert_eq!(
        steady("928-111-222 aperta 22/11/2026 03:12, verificato 03/11/2026, 928-111-222"),
        "900-000-001 aperta 01/01/2027 12:00, verificato 03/11/2026, 900-000-001"
    );
}
