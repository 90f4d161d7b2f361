//! What is sent, read back by a terminal emulator, is the frame.

use proptest::prelude::*;
use ratatui::style::{Color, Modifier, Style};

use super::*;
use crate::runtime::terminal::look::{Colours, Glyphs};

const LOOK: Look = Look {
    glyphs: Glyphs::Unicode,
    colours: Colours::Ansi256,
};

fn buffer(width: u16, lines: &[&str]) -> Buffer {
    let height = u16::try_from(lines.len()).unwrap();
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    for (line, y) in lines.iter().zip(0..) {
        buffer.set_string(0, y, line, Style::new());
    }
    buffer
}

fn colour_of(colour: vt100::Color) -> Color {
    match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(n) => Color::Indexed(n),
        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}

/// The first place where the emulator shows anything else than `buffer`.
fn difference(screen: &vt100::Screen, buffer: &Buffer) -> Option<String> {
    let width = usize::from(buffer.area.width).max(1);
    for (cells, y) in buffer.content.chunks(width).zip(0u16..) {
        for (slot, x) in slots(cells, LOOK).iter().zip(0u16..) {
            let shown = screen.cell(y, x)?;
            let Slot::Glyph {
                text, ink, blank, ..
            } = slot
            else {
                if !shown.is_wide_continuation() {
                    return Some(format!("{x},{y}: no second half"));
                }
                continue;
            };
            let mut cell = ratatui::buffer::Cell::EMPTY;
            cell.fg = colour_of(shown.fgcolor());
            cell.bg = colour_of(shown.bgcolor());
            for (on, weight) in [
                (shown.bold(), Modifier::BOLD),
                (shown.dim(), Modifier::DIM),
                (shown.italic(), Modifier::ITALIC),
                (shown.underline(), Modifier::UNDERLINED),
                (shown.inverse(), Modifier::REVERSED),
            ] {
                cell.modifier.set(weight, on);
            }
            let there = if shown.has_contents() {
                shown.contents()
            } else {
                " "
            };
            let right = there == text && Ink::of(&cell, LOOK.colours).suits(*ink, *blank);
            if !right {
                return Some(format!("{x},{y}: {slot:?} is {there:?} {:?}", cell.style()));
            }
        }
    }
    None
}

fn sent(painter: &mut Painter, buffer: &Buffer, cursor: Option<Position>) -> String {
    String::from_utf8(painter.frame(buffer, cursor)).unwrap()
}

#[test]
fn a_frame_costs_what_changed() {
    let mut painter = Painter::new(LOOK);
    let cursor = |x, y| Some(Position::new(x, y));
    let table: &[(&[&str], Option<Position>, &str)] = &[
        (
            &["> ", "row"],
            cursor(2, 0),
            "\x1b[m\x1b[H\x1b[2J>\n\x08row\x1b[A\x08",
        ),
        (&["> ", "row"], cursor(2, 0), ""),
        (&["> c", "row"], cursor(3, 0), "c"),
        (&["> ca", "row"], cursor(4, 0), "a"),
        (&["> c", "row"], cursor(3, 0), "\x08 \x08"),
        (&["> c", "row"], None, "\x1b[?25l"),
        (&["> c", "row"], cursor(3, 0), "\x1b[?25h"),
        (&["> c", "ROw"], cursor(3, 0), "\r\nRO\x1b[;4H"),
        (
            &["> c", "RXY, a long one"],
            cursor(3, 0),
            "\n\x08\x08XY, a long one\x1b[;4H",
        ),
        (&["> c", "RX"], cursor(3, 0), "\n\x08\x1b[K\x1b[;4H"),
    ];
    for (lines, cursor, expected) in table {
        let frame = buffer(20, lines);
        let bytes = sent(&mut painter, &frame, *cursor);
        assert_eq!(bytes, *expected, "{lines:?}");
    }
}

#[test]
fn a_forgotten_or_resized_screen_is_sent_whole() {
    let mut painter = Painter::new(LOOK);
    let frame = buffer(4, &["ab"]);
    let whole = sent(&mut painter, &frame, None);
    painter.forget();
    assert_eq!(
        sent(&mut painter, &frame, None),
        whole.replace("\x1b[?25l", "")
    );
    assert!(sent(&mut painter, &buffer(5, &["ab"]), None).contains("\x1b[2J"));
    let speck = sent(&mut painter, &buffer(1, &["x"]), Some(Position::new(9, 9)));
    assert_eq!(speck, "\x1b[m\x1b[H\x1b[2Jx\x1b[H\x1b[?25h");
    assert!(sent(&mut painter, &Buffer::empty(Rect::ZERO), None).contains("\x1b[2J"));
}

#[test]
fn nothing_beyond_ascii_is_sent_to_an_ascii_terminal() {
    let mut painter = Painter::new(Look {
        glyphs: Glyphs::Ascii,
        colours: Colours::None,
    });
    let mut frame = buffer(24, &["▸ identità ─── «漢» €5 …"]);
    frame.set_style(frame.area, Style::new().fg(Color::Red).bold());
    let bytes = sent(&mut painter, &frame, None);
    assert!(bytes.is_ascii(), "{bytes:?}");
    assert!(
        bytes.contains("\x1b[1m> identita --- <??> E5 ."),
        "{bytes:?}"
    );
}

#[test]
fn a_control_character_in_a_cell_is_never_sent() {
    let mut painter = Painter::new(LOOK);
    let mut frame = buffer(3, &["abc"]);
    for (x, symbol) in [(0, "\x1b"), (1, "\u{9b}2J"), (2, "")] {
        frame.cell_mut((x, 0)).unwrap().set_symbol(symbol);
    }
    assert_eq!(
        sent(&mut painter, &frame, None),
        "\x1b[m\x1b[H\x1b[2J\x1b[?25l"
    );
}

fn style() -> impl Strategy<Value = Style> {
    let colour = prop_oneof![
        4 => Just(Color::Reset),
        2 => (0u8..16).prop_map(Color::Indexed),
        1 => (16u8..=255).prop_map(Color::Indexed),
    ];
    let weight = prop_oneof![
        Just(Modifier::empty()),
        Just(Modifier::BOLD),
        Just(Modifier::DIM),
        Just(Modifier::ITALIC),
        Just(Modifier::REVERSED),
        Just(Modifier::UNDERLINED | Modifier::BOLD),
    ];
    (colour.clone(), colour, weight)
        .prop_map(|(fg, bg, weight)| Style::new().fg(fg).bg(bg).add_modifier(weight))
}

fn stroke() -> impl Strategy<Value = (u16, u16, String, Style)> {
    let text = prop_oneof![
        "[a-c ]{0,14}",
        "[aè漢字 ]{0,8}",
        "(e\u{301}|o\u{300}|─|│| ){0,8}",
        " {1,14}",
    ];
    (0u16..14, 0u16..5, text, style())
}

proptest! {
    /// Law: whatever the frames, the emulator shows the last one, and the same frame once more
    /// sends nothing.
    #[test]
    fn the_terminal_shows_the_frame(
        frames in prop::collection::vec(
            (prop::collection::vec(stroke(), 0..8), prop::option::of((0u16..14, 0u16..5)), any::<bool>()),
            1..6,
        ),
    ) {
        let mut emulator = vt100::Parser::new(5, 14, 0);
        emulator.process(b"old contents\x1b[1;31m");
        let mut painter = Painter::new(LOOK);
        let mut frame = Buffer::empty(Rect::new(0, 0, 14, 5));
        for (strokes, cursor, afresh) in frames {
            if afresh {
                frame.reset();
            }
            for (x, y, text, style) in strokes {
                frame.set_string(x, y, text, style);
            }
            let cursor = cursor.map(|(x, y)| Position::new(x, y));
            emulator.process(&painter.frame(&frame, cursor));
            let screen = emulator.screen();
            prop_assert_eq!(difference(screen, &frame), None);
            prop_assert_eq!(screen.hide_cursor(), cursor.is_none());
            if let Some(place) = cursor {
                prop_assert_eq!(screen.cursor_position(), (place.y, place.x));
            }
            prop_assert_eq!(painter.frame(&frame, cursor), Vec::<u8>::new());
        }
    }
}
