//! Codice fiscale and partita IVA: a finding that warns of a typing error, and never more.
//!
//! A wrong code never blocks a request (it is optional: minimisation), and a code is never computed:
//! only the one issued by the Agenzia delle Entrate is valid. The check letter alone lets some swaps
//! of neighbours through (2 of 13 in the sample of the tests; the places of letters and digits catch
//! those two, not every such swap), so that a valid finding clears the warning and proves nothing.

use crate::locale::Phrase;

/// Characters of a person's code.
const PERSON_LENGTH: usize = 16;

/// Digits of a body's code and of a partita IVA.
const BODY_LENGTH: usize = 11;

/// What a valid code is the code of.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash)]
pub enum TaxCodeKind {
    /// A person.
    Person,
    /// A person whose digits are partly letters, because another has the same data (omocodia).
    Omocode,
    /// A body or a firm; also the provisional code of a person. Eleven digits.
    Body,
}

/// What the check of a code says. It names no position: the check character cannot know where.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash)]
pub enum TaxCodeFinding {
    /// Nothing was typed.
    Empty,
    /// The check character matches.
    Valid(TaxCodeKind),
    /// The check character does not match.
    ProbablyTypo,
    /// This many characters, separators apart, instead of 16 or 11.
    WrongLength(usize),
    /// The right length, with letters where digits belong or the other way round.
    WrongShape,
    /// The check character matches, but the day of birth does not exist in its month.
    ImpossibleDate,
}

impl TaxCodeFinding {
    /// Whether there is nothing to warn of.
    #[must_use]
    pub const fn is_quiet(self) -> bool {
        matches!(self, Self::Empty | Self::Valid(_))
    }

    /// The warning; `None` where there is none.
    #[must_use]
    pub const fn warning(self) -> Option<Phrase> {
        match self {
            Self::Empty | Self::Valid(_) => None,
            Self::ProbablyTypo => Some(Phrase::new(
                "codice: forse un errore di battitura",
                "code: perhaps a typing error",
            )),
            Self::WrongLength(_) => Some(Phrase::new(
                "codice: 16 caratteri per una persona, 11 cifre per un ente",
                "code: 16 characters for a person, 11 digits for a body",
            )),
            Self::WrongShape => Some(Phrase::new(
                "codice: lettere e cifre non sono al loro posto",
                "code: letters and digits are not in their places",
            )),
            Self::ImpossibleDate => Some(Phrase::new(
                "codice: la data di nascita non esiste",
                "code: the date of birth does not exist",
            )),
        }
    }
}

/// A code as it is compared and stored: upper case, without spaces, dots, dashes and the like. What
/// is not ASCII stays, so that the finding can complain of it.
#[must_use]
pub fn normal(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/' | '_'))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Checks a codice fiscale of a person or of a body (DM 23/12/1976 n. 13813). Separators and case
/// do not matter; letters of omocodia are accepted at any of their seven places.
#[must_use]
pub fn check_tax_code(typed: &str) -> TaxCodeFinding {
    let code = normal(typed);
    match code.chars().count() {
        0 => TaxCodeFinding::Empty,
        PERSON_LENGTH => check_person(&code),
        BODY_LENGTH => check_body(&code),
        length => TaxCodeFinding::WrongLength(length),
    }
}

/// Checks a partita IVA, with or without `IT` before it (DPR 633/1972 art. 35).
#[must_use]
pub fn check_vat_number(typed: &str) -> TaxCodeFinding {
    let code = normal(typed);
    let digits = code.strip_prefix("IT").unwrap_or(&code);
    match digits.chars().count() {
        0 => TaxCodeFinding::Empty,
        BODY_LENGTH => check_body(digits),
        length => TaxCodeFinding::WrongLength(length),
    }
}

/// The warning for a codice fiscale as typed; `None` where there is nothing to warn of.
#[must_use]
pub fn doubt(typed: &str) -> Option<Phrase> {
    check_tax_code(typed).warning()
}

/// What may stand at each of the 16 places: `L` a letter, `D` a digit or its letter of omocodia,
/// `M` a month.
const PERSON_SHAPE: &[u8; PERSON_LENGTH] = b"LLLLLLDDMDDLDDDL";

fn check_person(code: &str) -> TaxCodeFinding {
    let fits = |(place, character): (&u8, u8)| match place {
        b'D' => digit(character).is_some(),
        b'M' => days_of_month(character).is_some(),
        _ => character.is_ascii_uppercase(),
    };
    // A code with a non-ASCII character has more bytes than places, one of which does not fit.
    if !PERSON_SHAPE.iter().zip(code.bytes()).all(fits) {
        return TaxCodeFinding::WrongShape;
    }
    if !has_right_check_letter(code) {
        return TaxCodeFinding::ProbablyTypo;
    }
    if !has_possible_date(code) {
        return TaxCodeFinding::ImpossibleDate;
    }
    let letters = PERSON_SHAPE.iter().zip(code.bytes());
    let omocode = letters
        .into_iter()
        .any(|(place, c)| *place == b'D' && !c.is_ascii_digit());
    TaxCodeFinding::Valid(if omocode {
        TaxCodeKind::Omocode
    } else {
        TaxCodeKind::Person
    })
}

/// Whether the last letter is the one that the first 15 characters ask for.
fn has_right_check_letter(code: &str) -> bool {
    let places = code.bytes().take(PERSON_LENGTH - 1).zip(1..);
    let sum: u32 = places
        .map(|(character, place)| weight(character, place))
        .sum();
    code.bytes().last().map(u32::from) == Some(u32::from(b'A') + sum % 26)
}

/// What a character adds to the sum at `place`, counted from 1.
fn weight(character: u8, place: u32) -> u32 {
    /// Odd places: the value of A…Z; 0…9 count as A…J.
    const ODD: [u8; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
        23,
    ];
    let rank = match character {
        b'0'..=b'9' => character - b'0',
        _ => character.saturating_sub(b'A'),
    };
    if place.is_multiple_of(2) {
        u32::from(rank)
    } else {
        ODD.get(usize::from(rank)).copied().map_or(0, u32::from)
    }
}

/// The digit a character stands for: itself, or undone from omocodia (0→L … 9→V).
fn digit(character: u8) -> Option<u32> {
    const OMOCODE: &[u8; 10] = b"LMNPQRSTUV";
    match character {
        b'0'..=b'9' => Some(u32::from(character - b'0')),
        _ => OMOCODE
            .iter()
            .zip(0..)
            .find(|(letter, _)| **letter == character)
            .map(|(_, d)| d),
    }
}

/// The days a month may have; `None` for a letter that is no month. The century is not in the code,
/// so that 29 February is always possible.
const fn days_of_month(letter: u8) -> Option<u32> {
    match letter {
        b'B' => Some(29),
        b'D' | b'H' | b'P' | b'S' => Some(30),
        b'A' | b'C' | b'E' | b'L' | b'M' | b'R' | b'T' => Some(31),
        _ => None,
    }
}

/// Whether the day (40 more for women) exists in the month.
fn has_possible_date(code: &str) -> bool {
    let mut date = code.bytes().skip(8);
    let month = date.next().and_then(days_of_month);
    let day = date.next().and_then(digit).zip(date.next().and_then(digit));
    let (Some(last), Some((tens, units))) = (month, day) else {
        return false;
    };
    let day = tens * 10 + units;
    (1..=last).contains(&(if day > 40 { day - 40 } else { day }))
}

/// Eleven digits, the last by the formula of Luhn. Eleven zeros satisfy it and are nobody's.
fn check_body(code: &str) -> TaxCodeFinding {
    if !code.bytes().all(|c| c.is_ascii_digit()) {
        return TaxCodeFinding::WrongShape;
    }
    let sum: u32 = code
        .bytes()
        .zip(1u32..)
        .map(|(c, place)| luhn(u32::from(c - b'0'), place))
        .sum();
    if sum == 0 || !sum.is_multiple_of(10) {
        TaxCodeFinding::ProbablyTypo
    } else {
        TaxCodeFinding::Valid(TaxCodeKind::Body)
    }
}

const fn luhn(digit: u32, place: u32) -> u32 {
    match digit * 2 {
        _ if !place.is_multiple_of(2) => digit,
        doubled if doubled > 9 => doubled - 9,
        doubled => doubled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use proptest::prelude::*;

    /// The sample code in general use; it is nobody's.
    const SAMPLE: &str = "RSSMRA80A01H501U";

    fn with(code: &str, place: usize, character: u8) -> String {
        let mut bytes = code.as_bytes().to_vec();
        bytes[place] = character;
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn codes_of_persons_and_their_omocodes_are_valid() {
        assert_eq!(
            check_tax_code(SAMPLE),
            TaxCodeFinding::Valid(TaxCodeKind::Person)
        );
        for code in [
            "RSSMRA80A01H50MM",
            "RSSMRA80A01H5LMX",
            "RSSMRA80A01HRLMS",
            "RSSMRA80A0MHRLMK",
            "RSSMRA80ALMHRLMV",
            "RSSMRA8LALMHRLMG",
            "RSSMRAULALMHRLMD",
        ] {
            assert_eq!(
                check_tax_code(code),
                TaxCodeFinding::Valid(TaxCodeKind::Omocode),
                "{code}"
            );
        }
    }

    #[test]
    fn codes_of_bodies_are_valid() {
        for code in [
            "01041340371",
            "00351040423",
            "00120680079",
            "80015010723",
            "01232710374",
            "00147990923",
            "00071560700",
            "01307110484",
            "00856930102",
            "80008510754",
            "01199250158",
            "00221940364",
            "80014890638",
            "80016350821",
            "00162210348",
            "00163570542",
            "00127040764",
            "00514490010",
            "00355870221",
            "00210240321",
            "00339370272",
        ] {
            assert_eq!(
                check_tax_code(code),
                TaxCodeFinding::Valid(TaxCodeKind::Body),
                "{code}"
            );
            assert_eq!(
                check_vat_number(&format!("it {code}")),
                TaxCodeFinding::Valid(TaxCodeKind::Body)
            );
        }
    }

    #[test]
    fn every_single_wrong_character_of_the_sample_is_caught() {
        let mut of_its_kind = 0;
        for (place, right) in SAMPLE.bytes().enumerate() {
            for wrong in (b'0'..=b'9').chain(b'A'..=b'Z').filter(|c| *c != right) {
                let finding = check_tax_code(&with(SAMPLE, place, wrong));
                assert!(!finding.is_quiet(), "{place} {}", char::from(wrong));
                let same_kind = wrong.is_ascii_digit() == right.is_ascii_digit();
                of_its_kind += usize::from(same_kind && place < 15);
            }
        }
        assert_eq!(of_its_kind, 263);
    }

    #[test]
    fn every_single_wrong_digit_of_a_body_is_caught() {
        let code = "01041340371";
        for (place, right) in code.bytes().enumerate() {
            for wrong in (b'0'..=b'9').filter(|c| *c != right) {
                assert_eq!(
                    check_vat_number(&with(code, place, wrong)),
                    TaxCodeFinding::ProbablyTypo
                );
            }
        }
    }

    #[test]
    fn the_check_letter_lets_two_swaps_through_and_the_shape_catches_them() {
        let swapped: Vec<String> = (1..15)
            .map(|place| {
                let mut bytes = SAMPLE.as_bytes().to_vec();
                bytes.swap(place - 1, place);
                String::from_utf8(bytes).unwrap()
            })
            .filter(|code| code != SAMPLE)
            .collect();
        let by_letter = swapped
            .iter()
            .filter(|code| !has_right_check_letter(code))
            .count();
        let caught = swapped
            .iter()
            .filter(|code| !check_tax_code(code).is_quiet())
            .count();
        assert_eq!((by_letter, caught, swapped.len()), (11, 13, 13));
    }

    #[test]
    fn findings_say_what_is_wrong() {
        let table = [
            (" ", TaxCodeFinding::Empty),
            (
                "rss mra 80a01 h501u",
                TaxCodeFinding::Valid(TaxCodeKind::Person),
            ),
            ("RSSMRA80A01H501", TaxCodeFinding::WrongLength(15)),
            ("RSSMRA80F01H501U", TaxCodeFinding::WrongShape),
            ("1SSMRA80A01H501U", TaxCodeFinding::WrongShape),
            ("RSSMRÀ80A01H501U", TaxCodeFinding::WrongShape),
            ("RSSMRA80A01H501V", TaxCodeFinding::ProbablyTypo),
            (
                "RSSMRA80A41H501Y",
                TaxCodeFinding::Valid(TaxCodeKind::Person),
            ),
            ("00000000000", TaxCodeFinding::ProbablyTypo),
            ("0104134037X", TaxCodeFinding::WrongShape),
        ];
        for (typed, finding) in table {
            assert_eq!(check_tax_code(typed), finding, "{typed}");
        }
        assert_eq!(check_vat_number(SAMPLE), TaxCodeFinding::WrongLength(16));
    }

    #[test]
    fn a_day_that_does_not_exist_is_told_from_a_typing_error() {
        let with_check = |body: &str| {
            (b'A'..=b'Z')
                .map(|check| check_tax_code(&format!("{body}{}", char::from(check))))
                .find(|finding| *finding != TaxCodeFinding::ProbablyTypo)
        };
        for day in ["00", "32", "40", "72", "99", "PN"] {
            let body = format!("RSSMRA80A{day}H501");
            assert_eq!(
                with_check(&body),
                Some(TaxCodeFinding::ImpossibleDate),
                "{day}"
            );
        }
        assert_eq!(
            with_check("RSSMRA80B30H501"),
            Some(TaxCodeFinding::ImpossibleDate)
        );
        assert_eq!(
            with_check("RSSMRA80B69H501"),
            Some(TaxCodeFinding::Valid(TaxCodeKind::Person))
        );
    }

    #[test]
    fn every_finding_but_a_quiet_one_has_a_warning() {
        for finding in [
            TaxCodeFinding::ProbablyTypo,
            TaxCodeFinding::WrongLength(3),
            TaxCodeFinding::WrongShape,
            TaxCodeFinding::ImpossibleDate,
        ] {
            assert!(
                finding
                    .warning()
                    .is_some_and(|w| !w.get(Lang::It).is_empty())
            );
        }
        assert_eq!(doubt(""), None);
        assert_eq!(doubt(SAMPLE), None);
        assert_eq!(
            doubt("RSSMRA80A01H501V"),
            TaxCodeFinding::ProbablyTypo.warning()
        );
    }

    proptest! {
        #[test]
        fn any_text_gets_a_finding(text in ".{0,24}") {
            let _ = (check_tax_code(&text), check_vat_number(&text));
        }

        #[test]
        fn sixteen_characters_get_a_finding(text in "[A-Zàè0-9]{16}") {
            let _ = check_tax_code(&text);
        }

        #[test]
        fn case_and_separators_do_not_matter(text in "[a-z0-9 .-]{0,20}") {
            prop_assert_eq!(check_tax_code(&text), check_tax_code(&normal(&text)));
        }
    }
}
