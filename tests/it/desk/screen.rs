//! A frame as text: its rows, and the styles of each row as a run-length map beside it.

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Rect,
    style::{Color, Modifier, Style},
};
use sportello::desk::{app::App, view::view};

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
    cells(buffer).map(row_text).collect()
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
    let mut legend = Legend::default();
    let (mut text, mut styles) = (Vec::new(), Vec::new());
    for (y, row) in cells(&buffer).enumerate() {
        text.push(format!("{y:>2}│{}", row_text(row)));
        styles.push(format!("{y:>2}│{}", legend.runs(row)));
    }
    let cursor = cursor.map_or("none".to_owned(), |(x, y)| format!("column {x}, row {y}"));
    format!(
        "{}\ncursor: {cursor}\n\n{}\n{}\n",
        steady(&text.join("\n")),
        styles.join("\n"),
        legend.words()
    )
}

/// The styles of a frame, a letter each in the order in which they are met.
#[derive(Default)]
struct Legend {
    names: Vec<String>,
}

impl Legend {
    fn letter(&mut self, style: Style) -> char {
        let name = style_words(style);
        let known = self.names.iter().position(|other| *other == name);
        let place = known.unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        ('a'..='z').nth(place).unwrap_or('?')
    }

    /// A row as letters with how many cells they go on for.
    fn runs(&mut self, row: &[Cell]) -> String {
        let mut runs: Vec<(char, usize)> = Vec::new();
        for cell in row {
            let letter = self.letter(cell.style());
            match runs.last_mut().filter(|(last, _)| *last == letter) {
                Some((_, length)) => *length += 1,
                None => runs.push((letter, 1)),
            }
        }
        let runs = runs
            .iter()
            .map(|(letter, length)| format!("{letter}{length}"));
        runs.collect::<Vec<_>>().join(" ")
    }

    fn words(&self) -> String {
        let named = ('a'..='z').zip(&self.names);
        let lines = named.map(|(letter, name)| format!("{letter} = {name}"));
        lines.collect::<Vec<_>>().join("\n")
    }
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
    let shapes = [
        ("ddd-ddd-ddd", Shape::Number),
        ("dd/dd/dddd dd:dd", Shape::Time("01/01/2027 12:00")),
        ("dd/dd dd:dd", Shape::Time("01/01 12:00")),
    ];
    let mut known: Vec<&str> = Vec::new();
    let mut out = String::new();
    let mut rest = text.chars();
    loop {
        let here = rest.as_str();
        let found = shapes
            .into_iter()
            .find_map(|(shape, kind)| Some((split(here, shape)?, kind)));
        match (found, rest.next()) {
            (_, None) => return out,
            (None, Some(c)) => out.push(c),
            (Some(((_, after), Shape::Time(steady))), _) => {
                out.push_str(steady);
                rest = after.chars();
            }
            (Some(((number, after), Shape::Number)), _) => {
                let place = known.iter().position(|other| *other == number);
                let place = place.unwrap_or_else(|| {
                    known.push(number);
                    known.len() - 1
                });
                out.extend(["900-000-".to_owned(), format!("{:03}", place + 1)]);
                rest = after.chars();
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Shape {
    Number,
    Time(&'static str),
}

/// The start of `text`, if it has this shape, and what follows: `d` is a digit, the rest is itself.
fn split<'a>(text: &'a str, shape: &str) -> Option<(&'a str, &'a str)> {
    let (word, after) = text.split_at_checked(shape.len())?;
    let fits = word
        .chars()
        .zip(shape.chars())
        .all(|(c, wanted)| match wanted {
            'd' => c.is_ascii_digit(),
            other => c == other,
        });
    fits.then_some((word, after))
}

#[test]
fn what_the_keeper_makes_up_is_steady_and_what_the_seed_says_stays() {
    assert_eq!(
        steady("928-111-222 aperta 22/11/2026 03:12, verificato 03/11/2026, 928-111-222"),
        "900-000-001 aperta 01/01/2027 12:00, verificato 03/11/2026, 900-000-001"
    );
}
