//! Ticket numbers: nine digits told on the telephone, minted from blocks, ending in a check digit.

use crate::locale::Phrase;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// How many digits a ticket number has: five of the block, three of the index, one check digit.
pub const DIGITS: usize = 9;

/// How many numbers a block holds.
pub const BLOCK_SIZE: u16 = 1_000;

/// First block that a place without a hub may take; the first digit 9 is theirs alone.
const OFFLINE_FIRST: u32 = 90_000;

/// How many blocks start with 9.
const OFFLINE_BLOCKS: u32 = 10_000;

/// The totally anti-symmetric quasigroup of H. M. Damm (2004): it lets no single wrong digit and no
/// swap of neighbours through, which Luhn mod N and ISO 7064 mod 37,36 do not promise (DESIGN §5).
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// The Damm digit of the decimal digits of `value`, read from the left. Leading zeros change nothing.
fn damm(value: u32) -> u8 {
    let mut power = 1_000_000_000;
    let mut interim = 0;
    while power > 0 {
        let digit = value / power % 10;
        interim = damm_step(interim, digit);
        power /= 10;
    }
    interim
}

fn damm_step(interim: u8, digit: u32) -> u8 {
    DAMM.get(usize::from(interim))
        .zip(usize::try_from(digit).ok())
        .and_then(|(row, column)| row.get(column))
        .copied()
        .unwrap_or_default()
}

/// Whether numbers may start with this digit: 0, 3 and 8 look like Italian telephone numbers.
const fn may_start(digit: u32) -> bool {
    matches!(digit, 1 | 2 | 4..=7 | 9)
}

/// A block of 1,000 ticket numbers, the unit that is leased or taken: five digits, of which the
/// first says from whom.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct Block(u32);

impl Block {
    /// The block with these five digits; `None` out of 10,000–99,999 or where the first digit is
    /// not one of 1, 2, 4–7 (leased by a hub) or 9 (taken without a hub).
    #[must_use]
    pub const fn new(digits: u32) -> Option<Self> {
        if digits <= 99_999 && may_start(digits / 10_000) {
            Some(Self(digits))
        } else {
            None
        }
    }

    /// A block starting with 9, for a place without a hub. `random` comes from the caller; any value
    /// will do. Two places may draw the same: both numbers then stay as aliases (DESIGN §5).
    #[must_use]
    pub const fn offline(random: u32) -> Self {
        Self(OFFLINE_FIRST + random % OFFLINE_BLOCKS)
    }

    /// Whether the block was taken without a hub.
    #[must_use]
    pub const fn is_offline(self) -> bool {
        self.0 >= OFFLINE_FIRST
    }

    /// Its five digits as a number.
    #[must_use]
    pub const fn digits(self) -> u32 {
        self.0
    }

    /// The ticket number at `index`; `None` from 1,000 on: the block is used up.
    #[must_use]
    pub fn number(self, index: u16) -> Option<TicketNumber> {
        if index >= BLOCK_SIZE {
            return None;
        }
        let payload = self.0 * u32::from(BLOCK_SIZE) + u32::from(index);
        Some(TicketNumber(payload * 10 + u32::from(damm(payload))))
    }
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = u32::deserialize(deserializer)?;
        Self::new(digits).ok_or_else(|| de::Error::custom("not a block of ticket numbers"))
    }
}

/// The number of a ticket, as the caller hears it. It always carries a right check digit and an
/// allowed first digit.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct TicketNumber(u32);

/// Why a text is not a ticket number.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NumberError {
    /// A character that is neither a digit nor a separator.
    #[error("`{}` is not a digit", .0.escape_default())]
    NotDigits(char),
    /// This many digits instead of nine.
    #[error("{0} digits, a ticket number has 9")]
    WrongLength(usize),
    /// No ticket number starts with this digit (0, 3 and 8 belong to telephone numbers).
    #[error("no ticket number starts with {0}")]
    WrongStart(u8),
    /// The check digit does not match: one digit is wrong, or two are swapped.
    #[error("the check digit does not match: perhaps a typing error")]
    WrongCheck,
}

impl NumberError {
    /// What to tell the operator, with a hint.
    #[must_use]
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::NotDigits(_) => Phrase::new(
                "il numero della richiesta ha solo cifre",
                "a request number has digits only",
            ),
            Self::WrongLength(_) => Phrase::new(
                "il numero della richiesta ha nove cifre",
                "a request number has nine digits",
            ),
            Self::WrongStart(_) => Phrase::new(
                "non è il numero di una richiesta: forse un telefono",
                "not a request number: perhaps a telephone number",
            ),
            Self::WrongCheck => Phrase::new(
                "forse un errore di battitura: lo faccia ripetere",
                "perhaps a typing error: have it repeated",
            ),
        }
    }
}

impl TicketNumber {
    /// Reads nine digits in any grouping: `417-030-045`, `417 030 045`, `41.70.30.045`.
    ///
    /// # Errors
    /// A [`NumberError`] that says whether it looks like a typing error or like something else.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let mut value: u32 = 0;
        let mut count = 0;
        for character in text.chars().filter(|c| !is_separator(*c)) {
            let digit = character
                .to_digit(10)
                .ok_or(NumberError::NotDigits(character))?;
            value = value.saturating_mul(10).saturating_add(digit);
            count += 1;
        }
        if count != DIGITS {
            return Err(NumberError::WrongLength(count));
        }
        Self::checked(value)
    }

    fn checked(value: u32) -> Result<Self, NumberError> {
        let start = value / 100_000_000;
        if start > 9 {
            return Err(NumberError::WrongLength(DIGITS + 1));
        }
        if !may_start(start) {
            return Err(NumberError::WrongStart(
                u8::try_from(start).unwrap_or_default(),
            ));
        }
        if damm(value) == 0 {
            Ok(Self(value))
        } else {
            Err(NumberError::WrongCheck)
        }
    }

    /// The nine digits as a number, 100,000,000–999,999,999.
    #[must_use]
    pub const fn value(self) -> u32 {
        self.0
    }

    /// The block it was minted from.
    #[must_use]
    pub const fn block(self) -> Block {
        Block(self.0 / 10_000)
    }

    /// Its index in the block, 0–999.
    #[must_use]
    pub fn index(self) -> u16 {
        u16::try_from(self.0 / 10 % u32::from(BLOCK_SIZE)).unwrap_or_default()
    }

    /// The three groups to say one after the other, zeros included: `["417", "030", "045"]`.
    #[must_use]
    pub fn spoken(self) -> [String; 3] {
        let group = |divisor: u32| format!("{:03}", self.0 / divisor % 1_000);
        [group(1_000_000), group(1_000), group(1)]
    }
}

/// What people write or say between the digits: spaces, dots and every kind of dash.
const fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '\u{2010}'..='\u{2015}'
    )
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.spoken().join("-"))
    }
}

impl std::str::FromStr for TicketNumber {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
}

/// A number in the journal, its written form in JSON.
impl Serialize for TicketNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_u32(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for TicketNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = if deserializer.is_human_readable() {
            Self::parse(&String::deserialize(deserializer)?)
        } else {
            Self::checked(u32::deserialize(deserializer)?)
        };
        number.map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_number() -> impl Strategy<Value = TicketNumber> {
        (10_000u32..100_000, 0u16..BLOCK_SIZE)
            .prop_filter_map("first digit", |(b, i)| Block::new(b)?.number(i))
    }

    fn digits(number: TicketNumber) -> Vec<u8> {
        number.value().to_string().into_bytes()
    }

    fn read(digits: &[u8]) -> Result<TicketNumber, NumberError> {
        TicketNumber::parse(std::str::from_utf8(digits).unwrap())
    }

    proptest! {
        #[test]
        fn every_number_reads_back_in_every_written_form(number in any_number()) {
            prop_assert_eq!(TicketNumber::parse(&number.to_string()), Ok(number));
            prop_assert_eq!(TicketNumber::parse(&number.spoken().join(" ")), Ok(number));
            prop_assert_eq!(number.block().number(number.index()), Some(number));
            let json = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<TicketNumber>(&json).unwrap(), number);
        }

        #[test]
        fn every_single_wrong_digit_is_caught(number in any_number()) {
            let right = digits(number);
            for place in 0..DIGITS {
                for wrong in (b'0'..=b'9').filter(|d| *d != right[place]) {
                    let mut typed = right.clone();
                    typed[place] = wrong;
                    prop_assert!(read(&typed).is_err(), "{:?}", typed);
                }
            }
        }

        #[test]
        fn every_swap_of_neighbours_is_caught(number in any_number()) {
            let right = digits(number);
            for place in 1..DIGITS {
                let mut typed = right.clone();
                typed.swap(place - 1, place);
                prop_assert!(typed == right || read(&typed).is_err(), "{:?}", typed);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,24}") {
            let _ = TicketNumber::parse(&text);
        }

        #[test]
        fn an_offline_block_starts_with_nine(random in any::<u32>()) {
            let block = Block::offline(random);
            prop_assert!(block.is_offline());
            prop_assert_eq!(Block::new(block.digits()), Some(block));
        }
    }

    #[test]
    fn the_check_digit_is_damms() {
        assert_eq!(damm(572), 4);
        assert_eq!(damm(5_724), 0);
    }

    #[test]
    fn blocks_start_with_allowed_digits_only() {
        let starts: Vec<u32> = (0..=10)
            .filter(|d| Block::new(d * 10_000).is_some())
            .collect();
        assert_eq!(starts, [1, 2, 4, 5, 6, 7, 9]);
        assert_eq!(Block::new(123_456), None);
    }

    #[test]
    fn a_block_ends_after_a_thousand_numbers() {
        let block = Block::new(41_703).unwrap();
        assert!(block.number(999).is_some());
        assert_eq!(block.number(1_000), None);
        assert_eq!(block.number(4).unwrap().spoken()[..2], ["417", "030"]);
    }

    #[test]
    fn refusals_say_what_is_wrong() {
        let right = Block::new(41_703).unwrap().number(4).unwrap();
        let wrong = right.value() - right.value() % 10 + (right.value() + 1) % 10;
        assert_eq!(
            TicketNumber::parse(&wrong.to_string()),
            Err(NumberError::WrongCheck)
        );
        assert_eq!(
            TicketNumber::parse("055 276 831"),
            Err(NumberError::WrongStart(0))
        );
        assert_eq!(
            TicketNumber::parse("333 123 456"),
            Err(NumberError::WrongStart(3))
        );
        assert_eq!(TicketNumber::parse("112"), Err(NumberError::WrongLength(3)));
        assert_eq!(TicketNumber::parse(""), Err(NumberError::WrongLength(0)));
        assert_eq!(
            TicketNumber::parse(&"9".repeat(40)),
            Err(NumberError::WrongLength(40))
        );
        assert_eq!(
            TicketNumber::parse("41703004O"),
            Err(NumberError::NotDigits('O'))
        );
    }

    #[test]
    fn bytes_from_elsewhere_are_checked() {
        assert!(serde_json::from_str::<TicketNumber>("\"417-030-040\"").is_err());
        assert!(TicketNumber::checked(u32::MAX).is_err());
        assert!(serde_json::from_str::<Block>("30000").is_err());
    }
}
