//! The length of a terminal escape sequence (ECMA-48), so that it can be removed whole.

use std::iter::Peekable;
use std::str::Chars;

/// The 8-bit CSI.
const CSI: char = '\u{9b}';

/// The 8-bit string terminator.
const ST: char = '\u{9c}';

/// Removes from `rest` what belongs to the sequence begun by `introducer`, already read, and
/// returns how many characters that was. Zero where `introducer` begins no sequence.
pub(super) fn skip_sequence(introducer: char, rest: &mut Peekable<Chars<'_>>) -> usize {
    match introducer {
        '\u{1b}' => skip_escape(rest),
        CSI => skip_control_sequence(rest),
        // DCS, SOS, OSC, PM, APC in their 8-bit form.
        '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => skip_string(rest),
        _ => 0,
    }
}

/// What follows ESC.
fn skip_escape(rest: &mut Peekable<Chars<'_>>) -> usize {
    match rest.peek() {
        Some('[') => {
            rest.next();
            1 + skip_control_sequence(rest)
        }
        Some('P' | 'X' | ']' | '^' | '_') => {
            rest.next();
            1 + skip_string(rest)
        }
        _ => {
            let intermediates = skip_while(rest, |c| matches!(c, ' '..='/'));
            intermediates + skip_one(rest, |c| matches!(c, '0'..='~'))
        }
    }
}

/// Parameters, intermediates and the final byte.
fn skip_control_sequence(rest: &mut Peekable<Chars<'_>>) -> usize {
    let parameters = skip_while(rest, |c| matches!(c, '0'..='?'));
    let intermediates = skip_while(rest, |c| matches!(c, ' '..='/'));
    parameters + intermediates + skip_one(rest, |c| matches!(c, '@'..='~'))
}

/// The body of an OSC, DCS, SOS, PM or APC and its terminator. One that is not terminated ends with
/// its line: a terminal would swallow all that follows, we keep the citizen's next line.
fn skip_string(rest: &mut Peekable<Chars<'_>>) -> usize {
    let body = skip_while(rest, |c| {
        !matches!(c, '\u{7}' | ST | '\u{1b}' | '\n' | '\r')
    });
    match rest.peek() {
        Some('\u{7}' | &ST) => body + skip_one(rest, |_| true),
        // ESC \ is the terminator; any other escape aborts the string and begins anew.
        Some('\u{1b}') => {
            rest.next();
            body + 1 + skip_escape(rest)
        }
        _ => body,
    }
}

fn skip_while(rest: &mut Peekable<Chars<'_>>, belongs: fn(char) -> bool) -> usize {
    let mut count = 0;
    while rest.next_if(|c| belongs(*c)).is_some() {
        count += 1;
    }
    count
}

fn skip_one(rest: &mut Peekable<Chars<'_>>, belongs: fn(char) -> bool) -> usize {
    usize::from(rest.next_if(|c| belongs(*c)).is_some())
}
