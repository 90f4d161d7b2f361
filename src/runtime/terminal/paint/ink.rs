//! How a glyph is drawn: colours and weight, and the shortest change from one to another.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use crate::runtime::terminal::look::Colours;

/// A colour as it is sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Tone {
    /// The terminal's own.
    Default,
    /// One of 16 or 256.
    Palette(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// How a glyph is drawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Ink {
    fore: Tone,
    back: Tone,
    weight: Modifier,
}

/// What shows on a space too.
const SHOWS_ON_BLANK: Modifier = Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT);

/// Modifier, the parameter that sets it, the one that ends it. Bold and dim end together.
const WEIGHTS: &[(Modifier, u8, u8)] = &[
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Ink {
    /// The terminal's own colours and no weight.
    pub const PLAIN: Self = Self {
        fore: Tone::Default,
        back: Tone::Default,
        weight: Modifier::empty(),
    };

    /// The ink of `cell` on a terminal that has `colours`.
    pub fn of(cell: &Cell, colours: Colours) -> Self {
        let mut weight = cell.modifier;
        // Bold and dim at once is either of them, or both, according to the terminal.
        if weight.contains(Modifier::BOLD) {
            weight.remove(Modifier::DIM);
        }
        Self {
            fore: Tone::of(cell.fg, colours),
            back: Tone::of(cell.bg, colours),
            weight,
        }
    }

    /// Whether a glyph meant for `other` looks the same drawn with this. On a blank most of an ink
    /// does not show.
    pub fn suits(self, other: Self, blank: bool) -> bool {
        if self == other || !blank {
            return self == other;
        }
        let marks = self.weight & SHOWS_ON_BLANK;
        self.back == other.back
            && marks == other.weight & SHOWS_ON_BLANK
            && (marks.is_empty() || self.fore == other.fore)
    }

    /// Appends the shortest sequence that changes the terminal's ink from `before` (`None` when
    /// not known) to this one.
    pub fn change_from(self, before: Option<Self>, out: &mut Vec<u8>) {
        let afresh = sequence(&self.afresh());
        let change = before.map(|before| sequence(&self.difference(before)));
        match change {
            Some(change) if change.len() < afresh.len() => out.extend(change),
            _ => out.extend(afresh),
        }
    }

    fn afresh(self) -> Vec<String> {
        if self == Self::PLAIN {
            return Vec::new();
        }
        let mut parameters = vec!["0".to_owned()];
        parameters.extend(self.difference(Self::PLAIN));
        parameters
    }

    fn difference(self, before: Self) -> Vec<String> {
        let mut parameters = Vec::new();
        let mut held = before.weight;
        for (weight, _, end) in WEIGHTS {
            if held.contains(*weight) && !self.weight.contains(*weight) {
                parameters.push(end.to_string());
                for (ended, _, _) in WEIGHTS.iter().filter(|row| row.2 == *end) {
                    held.remove(*ended);
                }
            }
        }
        for (weight, set, _) in WEIGHTS {
            if self.weight.contains(*weight) && !held.contains(*weight) {
                parameters.push(set.to_string());
            }
        }
        if self.fore != before.fore {
            parameters.push(self.fore.parameter(30));
        }
        if self.back != before.back {
            parameters.push(self.back.parameter(40));
        }
        parameters
    }
}

fn sequence(parameters: &[String]) -> Vec<u8> {
    format!("\x1b[{}m", parameters.join(";")).into_bytes()
}

impl Tone {
    fn of(colour: Color, colours: Colours) -> Self {
        let exact = Self::exact(colour);
        match (exact, colours) {
            (Self::Default, _) | (_, Colours::None) => Self::Default,
            (_, Colours::True)
            | (Self::Palette(_), Colours::Ansi256)
            | (Self::Palette(0..=15), _) => exact,
            (Self::Rgb(r, g, b), Colours::Ansi256) => Self::Palette(cube(r, g, b)),
            (Self::Rgb(r, g, b), Colours::Ansi16) => Self::Palette(nearest_of_16(r, g, b)),
            (Self::Palette(n), Colours::Ansi16) => {
                let (r, g, b) = uncube(n);
                Self::Palette(nearest_of_16(r, g, b))
            }
        }
    }

    const fn exact(colour: Color) -> Self {
        match colour {
            Color::Reset => Self::Default,
            Color::Black => Self::Palette(0),
            Color::Red => Self::Palette(1),
            Color::Green => Self::Palette(2),
            Color::Yellow => Self::Palette(3),
            Color::Blue => Self::Palette(4),
            Color::Magenta => Self::Palette(5),
            Color::Cyan => Self::Palette(6),
            Color::Gray => Self::Palette(7),
            Color::DarkGray => Self::Palette(8),
            Color::LightRed => Self::Palette(9),
            Color::LightGreen => Self::Palette(10),
            Color::LightYellow => Self::Palette(11),
            Color::LightBlue => Self::Palette(12),
            Color::LightMagenta => Self::Palette(13),
            Color::LightCyan => Self::Palette(14),
            Color::White => Self::Palette(15),
            Color::Indexed(n) => Self::Palette(n),
            Color::Rgb(r, g, b) => Self::Rgb(r, g, b),
        }
    }

    /// The parameter; `base` is 30 for the foreground, 40 for the background.
    fn parameter(self, base: u8) -> String {
        match self {
            Self::Default => (base + 9).to_string(),
            Self::Palette(n @ 0..=7) => (base + n).to_string(),
            Self::Palette(n @ 8..=15) => (base + 52 + n).to_string(),
            Self::Palette(n) => format!("{};5;{n}", base + 8),
            Self::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
        }
    }
}

/// The six levels of the colour cube of xterm.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn cube(r: u8, g: u8, b: u8) -> u8 {
    let level = |value: u8| {
        let near = (0u8..).zip(LEVELS).min_by_key(|(_, l)| l.abs_diff(value));
        near.map_or(0, |(place, _)| place)
    };
    16 + 36 * level(r) + 6 * level(g) + level(b)
}

/// The colour of place 16 to 255 of the palette.
fn uncube(place: u8) -> (u8, u8, u8) {
    if place >= 232 {
        let grey = 8 + 10 * (place - 232);
        return (grey, grey, grey);
    }
    let n = place.saturating_sub(16);
    let level = |digit: u8| LEVELS.get(usize::from(digit)).copied().unwrap_or(255);
    (level(n / 36), level(n / 6 % 6), level(n % 6))
}

/// The nearest of the sixteen: one bit a channel where it is at least half the strongest, bright
/// when the strongest is; greys by their lightness.
fn nearest_of_16(r: u8, g: u8, b: u8) -> u8 {
    let strongest = r.max(g).max(b);
    if strongest - r.min(g).min(b) < 32 {
        return match strongest {
            0..=63 => 0,
            64..=149 => 8,
            150..=220 => 7,
            221.. => 15,
        };
    }
    let bit = |channel: u8, bit: u8| if channel > strongest / 2 { bit } else { 0 };
    let bright = if strongest > 191 { 8 } else { 0 };
    bright + bit(r, 1) + bit(g, 2) + bit(b, 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(fg: Color, bg: Color, modifier: Modifier) -> Cell {
        let mut cell = Cell::EMPTY;
        cell.fg = fg;
        cell.bg = bg;
        cell.modifier = modifier;
        cell
    }

    fn changed(before: Option<&Cell>, after: &Cell, colours: Colours) -> String {
        let mut out = Vec::new();
        Ink::of(after, colours).change_from(before.map(|c| Ink::of(c, colours)), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_shortest_change_is_sent() {
        let plain = Cell::EMPTY;
        let bold = cell(Color::Reset, Color::Reset, Modifier::BOLD);
        let dim = cell(Color::Reset, Color::Reset, Modifier::DIM);
        let both = cell(Color::Reset, Color::Reset, Modifier::BOLD | Modifier::DIM);
        let under = cell(
            Color::Red,
            Color::Reset,
            Modifier::BOLD | Modifier::UNDERLINED,
        );
        let red = cell(Color::Red, Color::Reset, Modifier::BOLD);
        let loud = cell(Color::LightRed, Color::Blue, Modifier::BOLD);
        let table = [
            (None, &plain, "\x1b[m"),
            (Some(&bold), &plain, "\x1b[m"),
            (Some(&plain), &bold, "\x1b[1m"),
            (None, &bold, "\x1b[0;1m"),
            (Some(&bold), &dim, "\x1b[0;2m"),
            (Some(&both), &loud, "\x1b[91;44m"),
            (Some(&under), &red, "\x1b[24m"),
            (Some(&bold), &loud, "\x1b[91;44m"),
            (Some(&loud), &bold, "\x1b[0;1m"),
        ];
        for (before, after, expected) in table {
            assert_eq!(changed(before, after, Colours::Ansi16), expected);
        }
    }

    #[test]
    fn colours_come_down_to_what_the_terminal_has() {
        let table = [
            (Color::Rgb(255, 0, 0), Colours::None, "\x1b[m"),
            (Color::Rgb(255, 0, 0), Colours::Ansi16, "\x1b[0;91m"),
            (Color::Rgb(255, 0, 0), Colours::Ansi256, "\x1b[0;38;5;196m"),
            (Color::Rgb(255, 0, 0), Colours::True, "\x1b[0;38;2;255;0;0m"),
            (Color::Indexed(196), Colours::Ansi16, "\x1b[0;91m"),
            (Color::Indexed(240), Colours::Ansi16, "\x1b[0;90m"),
            (Color::Indexed(4), Colours::Ansi16, "\x1b[0;34m"),
            (Color::Indexed(22), Colours::Ansi16, "\x1b[0;32m"),
        ];
        for (colour, colours, expected) in table {
            let cell = cell(colour, Color::Reset, Modifier::empty());
            assert_eq!(
                changed(None, &cell, colours),
                expected,
                "{colour:?} {colours:?}"
            );
        }
    }

    #[test]
    fn on_a_blank_only_what_shows_counts() {
        let ink = |cell: &Cell| Ink::of(cell, Colours::Ansi16);
        let red = cell(Color::Red, Color::Reset, Modifier::BOLD);
        let lined = cell(Color::Red, Color::Reset, Modifier::UNDERLINED);
        let field = cell(Color::Red, Color::Blue, Modifier::empty());
        assert!(ink(&red).suits(Ink::PLAIN, true));
        assert!(!ink(&red).suits(Ink::PLAIN, false));
        assert!(!ink(&lined).suits(Ink::PLAIN, true));
        assert!(!ink(&field).suits(Ink::PLAIN, true));
    }
}
