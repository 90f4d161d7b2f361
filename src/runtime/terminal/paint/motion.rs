//! The shortest way for the cursor from one place to another.

/// How often a one-byte motion is worth repeating before a numbered one is shorter.
const WORTH_REPEATING: u16 = 4;

/// The shortest bytes that bring the cursor from `from` (column, row, from 0; `None` when not
/// known) to `to`. Output processing is off, so that a line feed keeps the column; it is used
/// downwards only, where nothing scrolls.
pub fn shortest(from: Option<(u16, u16)>, to: (u16, u16)) -> Vec<u8> {
    let absolute = absolute(to);
    let Some((from_x, from_y)) = from else {
        return absolute;
    };
    let vertical = vertical(from_y, to.1);
    let direct = [vertical.clone(), horizontal(from_x, to.0)].concat();
    let from_margin = [b"\r".to_vec(), vertical, horizontal(0, to.0)].concat();
    [direct, from_margin, absolute]
        .into_iter()
        .min_by_key(Vec::len)
        .unwrap_or_default()
}

fn absolute((x, y): (u16, u16)) -> Vec<u8> {
    let text = match (x, y) {
        (0, 0) => "\x1b[H".to_owned(),
        (0, _) => format!("\x1b[{}H", y + 1),
        (_, 0) => format!("\x1b[;{}H", x + 1),
        _ => format!("\x1b[{};{}H", y + 1, x + 1),
    };
    text.into_bytes()
}

fn vertical(from: u16, to: u16) -> Vec<u8> {
    match to.abs_diff(from) {
        0 => Vec::new(),
        n if to > from && n < WORTH_REPEATING => vec![b'\n'; n.into()],
        n if to > from => numbered(n, 'B'),
        n => numbered(n, 'A'),
    }
}

fn horizontal(from: u16, to: u16) -> Vec<u8> {
    match to.abs_diff(from) {
        0 => Vec::new(),
        n if to < from && n < WORTH_REPEATING => vec![0x08; n.into()],
        n if to < from => numbered(n, 'D'),
        n => numbered(n, 'C'),
    }
}

fn numbered(count: u16, command: char) -> Vec<u8> {
    match count {
        1 => format!("\x1b[{command}"),
        n => format!("\x1b[{n}{command}"),
    }
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_shorter_motion_is_chosen() {
        type Place = (u16, u16);
        let table: &[(Option<Place>, Place, &[u8])] = &[
            (None, (0, 0), b"\x1b[H"),
            (None, (0, 9), b"\x1b[10H"),
            (None, (4, 0), b"\x1b[;5H"),
            (Some((3, 3)), (3, 3), b""),
            (Some((7, 3)), (0, 4), b"\r\n"),
            (Some((7, 3)), (5, 3), b"\x08\x08"),
            (Some((7, 3)), (8, 3), b"\x1b[C"),
            (Some((7, 3)), (47, 3), b"\x1b[40C"),
            (Some((40, 20)), (69, 3), b"\x1b[4;70H"),
            (Some((2, 10)), (2, 9), b"\x1b[A"),
        ];
        for (from, to, bytes) in table {
            assert_eq!(shortest(*from, *to), *bytes, "{from:?} {to:?}");
        }
    }

    proptest! {
        /// Law: the cursor arrives, from anywhere.
        #[test]
        fn every_motion_arrives(from in (0u16..80, 0u16..24), to in (0u16..80, 0u16..24)) {
            let mut screen = vt100::Parser::new(24, 80, 0);
            screen.process(&shortest(None, from));
            screen.process(&shortest(Some(from), to));
            prop_assert_eq!(screen.screen().cursor_position(), (to.1, to.0));
        }
    }
}
