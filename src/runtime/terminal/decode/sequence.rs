//! Control sequences to keys: xterm, rxvt, `PuTTY`, the Linux console and the VT220 they descend
//! from.

use crate::keymap::{Key, KeyCode, Mods};

/// Whether `byte` goes on with a sequence that has `bytes` after its `ESC [`.
pub fn goes_on(bytes: &[u8], byte: u8) -> bool {
    match byte {
        // `ESC [ [ A`: F1 of the Linux console.
        b'[' => bytes.is_empty(),
        // rxvt ends keys under Shift with `$`, which elsewhere announces one more byte.
        b'$' => !is_number(bytes),
        0x20..=0x3f => bytes != b"[",
        _ => false,
    }
}

/// Whether `byte`, which does not go on, ends a sequence, known or not.
pub fn ends(byte: u8) -> bool {
    matches!(byte, b'$' | 0x40..=0x7e)
}

fn is_number(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit)
}

/// The key of `ESC O`, parameters and `last`.
pub fn ss3(parameters: &[u8], last: u8) -> Option<Key> {
    let mods = modifiers(*numbers(parameters)?.last()?)?;
    let code = match last {
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        // rxvt: arrows under Control.
        b'a'..=b'd' => return arrow(last.to_ascii_uppercase()).map(|a| Key::new(a, Mods::CTRL)),
        // The numeric pad in application mode.
        b'j'..=b'y' => KeyCode::Char(char::from(last - 0x40)),
        b'X' => KeyCode::Char('='),
        _ => cursor_or_function(last)?,
    };
    Some(Key::new(code, mods))
}

/// The key of `ESC [`, `bytes` and `last`; `None` for what is no key.
pub fn csi(bytes: &[u8], last: u8) -> Option<Key> {
    if let Some((b'[', rest)) = bytes.split_first() {
        let code = match last {
            b'A'..=b'E' if rest.is_empty() => KeyCode::F(last - b'A' + 1),
            _ => return None,
        };
        return Some(Key::plain(code));
    }
    let values = numbers(bytes)?;
    let first = values.first().copied().unwrap_or(0);
    let held = values.get(1).copied().unwrap_or(0);
    match last {
        b'~' if first == 27 && values.len() == 3 => coded(*values.get(2)?, modifiers(held)?),
        b'u' => coded(first, modifiers(held)?),
        b'~' => Some(Key::new(numbered(first)?, modifiers(held)?)),
        // rxvt: `^` is Control, `$` Shift, `@` both.
        b'^' => Some(Key::new(numbered(first)?, Mods::CTRL)),
        b'$' => Some(Key::new(numbered(first)?, Mods::SHIFT)),
        b'@' => Some(Key::new(numbered(first)?, Mods::CTRL.with(Mods::SHIFT))),
        b'Z' => Some(Key::plain(KeyCode::BackTab)),
        b'a'..=b'd' => Some(Key::new(arrow(last.to_ascii_uppercase())?, Mods::SHIFT)),
        // A first value other than 1 is an answer, as the cursor position `ESC [ 24 ; 80 R`.
        _ if first > 1 => None,
        _ => Some(Key::new(cursor_or_function(last)?, modifiers(held)?)),
    }
}

/// The numbers between semicolons, sub-parameters left out, nothing as 0; `None` when there is
/// anything else, as in the private sequences of terminals.
fn numbers(bytes: &[u8]) -> Option<Vec<u16>> {
    bytes
        .split(|byte| *byte == b';')
        .map(|field| {
            let main = field.split(|byte| *byte == b':').next()?;
            let text = std::str::from_utf8(main).ok()?;
            if text.is_empty() {
                return Some(0);
            }
            text.parse().ok()
        })
        .collect()
}

/// What is held: one more than the bits, 0 and 1 for nothing. Super, Meta and the locks (from 16
/// on) are no part of a key here.
fn modifiers(value: u16) -> Option<Mods> {
    let bits = value.saturating_sub(1);
    if bits > 255 {
        return None;
    }
    let mut mods = Mods::NONE;
    for (bit, held) in [(1, Mods::SHIFT), (2, Mods::ALT), (4, Mods::CTRL)] {
        if bits & bit != 0 {
            mods = mods.with(held);
        }
    }
    Some(mods)
}

const fn arrow(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        _ => return None,
    })
}

fn cursor_or_function(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return arrow(last),
    })
}

/// The key of `ESC [ number ~`.
fn numbered(number: u16) -> Option<KeyCode> {
    let function = |offset: u16| u8::try_from(number - offset).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(10),
        17..=21 => function(11),
        23..=26 => function(12),
        28 | 29 => function(13),
        31..=34 => function(14),
        _ => None,
    }
}

/// The key of a character number, as `modifyOtherKeys` and the kitty protocol send it.
fn coded(code: u16, mods: Mods) -> Option<Key> {
    let code = match code {
        8 | 127 => KeyCode::Backspace,
        9 => KeyCode::Tab,
        10 | 13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        _ => KeyCode::Char(char::from_u32(code.into()).filter(|c| !c.is_control())?),
    };
    Some(Key::new(code, mods))
}
