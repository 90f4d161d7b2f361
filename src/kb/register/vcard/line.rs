//! The lines of a vCard: unfolded, cut into name, parameters and value, within limits.

use super::broken;
use crate::kb::{
    fault::{KbError, Rule},
    layout::{MAX_CELL, MAX_ROWS},
};

/// A property of a card.
pub struct Line {
    /// The line of the file on which it begins, from 1.
    pub number: usize,
    /// Its name in capitals, without its group.
    pub name: String,
    /// Its parameters in small letters.
    parameters: String,
    /// Its value as it is written.
    pub value: String,
}

/// The unfolded lines of a text; a line that goes on begins with a space or a tab.
pub fn lines(text: &str) -> impl Iterator<Item = Result<Line, KbError>> {
    let mut rest = text.lines().zip(1..).peekable();
    std::iter::from_fn(move || {
        let (first, number) = rest.find(|(line, _)| !line.trim().is_empty())?;
        if number > MAX_ROWS * 16 {
            return Some(Err(
                KbError::new(Rule::TooLarge, number).with("limit", "1.000.000")
            ));
        }
        let mut whole = first.to_owned();
        while let Some((more, _)) = rest.next_if(|(line, _)| line.starts_with([' ', '\t'])) {
            let mut signs = more.chars();
            signs.next();
            // A photograph may be longer than a cell: only what is kept counts.
            if whole.len() <= MAX_CELL {
                whole.push_str(signs.as_str());
            }
        }
        Some(Line::of(&whole, number))
    })
}

impl Line {
    fn of(whole: &str, number: usize) -> Result<Self, KbError> {
        let mut quoted = false;
        let colon = whole.find(|sign| {
            quoted ^= sign == '"';
            sign == ':' && !quoted
        });
        let (head, value) = colon
            .and_then(|at| whole.split_at_checked(at))
            .ok_or_else(|| broken(number, whole))?;
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        let name = name.rsplit('.').next().unwrap_or(name);
        let line = Self {
            number,
            name: name.trim().to_ascii_uppercase(),
            parameters: parameters.to_lowercase(),
            value: value.strip_prefix(':').unwrap_or(value).trim().to_owned(),
        };
        if line.value.len() > MAX_CELL && {
            let name = line.name.as_str();
            !super::DROPPED.contains(&name) && !super::OF_THE_CARD.contains(&name)
        } {
            return Err(KbError::new(Rule::TooLarge, number).with("limit", "64 KiB"));
        }
        Ok(line)
    }

    /// Whether the value is this word, in any case.
    pub fn is(&self, word: &str) -> bool {
        self.value.eq_ignore_ascii_case(word)
    }

    /// Whether it is of a type: `TYPE=work,fax`, or the bare word of old files.
    pub fn has_type(&self, word: &str) -> bool {
        let mut words = self.parameters.split([';', ',', '=', '"']);
        words.any(|known| known == word)
    }

    /// The value as text.
    pub fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// The values parted by semicolons.
    pub fn parts(&self) -> Vec<String> {
        split(&self.value, ';')
    }

    /// The values parted by commas.
    pub fn list(&self) -> Vec<String> {
        let words = split(&self.value, ',').into_iter();
        words.filter(|word| !word.trim().is_empty()).collect()
    }
}

/// The pieces between two signs that are not escaped, each unescaped.
fn split(value: &str, at: char) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut signs = value.chars();
    while let Some(sign) = signs.next() {
        let mut push = |sign: char| {
            if let Some(piece) = pieces.last_mut() {
                piece.push(sign);
            }
        };
        match sign {
            '\\' => {
                push(sign);
                if let Some(next) = signs.next() {
                    push(next);
                }
            }
            sign if sign == at => pieces.push(String::new()),
            sign => push(sign),
        }
    }
    pieces.iter().map(|piece| unescaped(piece)).collect()
}

fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut signs = value.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => match signs.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(escaped) => out.push(escaped),
                None => out.push('\\'),
            },
            plain => out.push(plain),
        }
    }
    out
}
