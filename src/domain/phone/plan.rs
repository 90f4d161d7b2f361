//! The numbering plan: which digits are a number of which kind, and how they are grouped.

/// What sort of number it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub enum PhoneKind {
    /// A rescue service: 112, 113, 114, 115, 118.
    Emergency,
    /// A short number of public use, without area code: 117, 1522, 116117.
    Short,
    /// A fixed line, the short numbers of cities (060606) included.
    Geographic,
    /// A mobile.
    Mobile,
    /// Free to the caller: 800, 803.
    Free,
    /// Paid in part by the caller: 84x.
    SharedCost,
    /// Personal or unique numbers at the caller's cost: 178, 199.
    Personal,
    /// With a surcharge: 89x, 0878, 144, 163, 164, 166.
    Premium,
    /// A nomadic voice-over-IP line: 55.
    Voip,
    /// Two to five digits inside a telephone system.
    Extension,
    /// A placeholder starting with 0000, which no telephone can reach.
    Fictional,
    /// A number of another country, with `+`.
    Foreign,
    /// None of these.
    Unknown,
}

/// Short numbers, tried before anything else: no rule of the plan contains them. Ministry list of
/// 2021 and the harmonised 116 numbers of the EU; 116117 (care that is not urgent) is in no metadata.
const SHORT: &[(&str, PhoneKind)] = &[
    ("112", PhoneKind::Emergency),
    ("113", PhoneKind::Emergency),
    ("114", PhoneKind::Emergency),
    ("115", PhoneKind::Emergency),
    ("118", PhoneKind::Emergency),
    ("117", PhoneKind::Short),
    ("1500", PhoneKind::Short),
    ("1515", PhoneKind::Short),
    ("1518", PhoneKind::Short),
    ("1522", PhoneKind::Short),
    ("1525", PhoneKind::Short),
    ("1530", PhoneKind::Short),
    ("1533", PhoneKind::Short),
    ("1544", PhoneKind::Short),
    ("19696", PhoneKind::Short),
    ("116000", PhoneKind::Short),
    ("116111", PhoneKind::Short),
    ("116117", PhoneKind::Short),
];

/// One rule of the plan: numbers with one of these prefixes and this many digits in all.
struct Rule {
    prefixes: &'static [&'static str],
    digits: std::ops::RangeInclusive<usize>,
    kind: PhoneKind,
}

const fn rule(
    prefixes: &'static [&'static str],
    least: usize,
    most: usize,
    kind: PhoneKind,
) -> Rule {
    Rule {
        prefixes,
        digits: least..=most,
        kind,
    }
}

/// The first rule that fits decides; 0878 comes before the geographic numbers it looks like.
const RULES: &[Rule] = &[
    rule(&["0000"], 4, 15, PhoneKind::Fictional),
    rule(&["0878"], 9, 10, PhoneKind::Premium),
    rule(
        &["01", "02", "03", "04", "05", "06", "07", "08", "09"],
        6,
        12,
        PhoneKind::Geographic,
    ),
    rule(
        &["32", "33", "34", "35", "36", "37", "38", "39"],
        9,
        10,
        PhoneKind::Mobile,
    ),
    rule(&["31", "43"], 10, 10, PhoneKind::Mobile),
    rule(&["800"], 9, 9, PhoneKind::Free),
    rule(&["803"], 6, 6, PhoneKind::Free),
    rule(&["840", "848"], 9, 9, PhoneKind::SharedCost),
    rule(&["841", "847"], 6, 6, PhoneKind::SharedCost),
    rule(&["89"], 6, 10, PhoneKind::Premium),
    rule(&["144", "163", "164", "166"], 9, 9, PhoneKind::Premium),
    rule(&["178"], 10, 10, PhoneKind::Personal),
    rule(&["199"], 9, 9, PhoneKind::Personal),
    rule(&["55"], 10, 10, PhoneKind::Voip),
];

/// How many digits a number of another country may have, its country code included (E.164).
const FOREIGN_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// The kind of a number given as digits, perhaps after a `+`, and the digits as dialled in Italy.
/// A foreign number keeps country code and `+`.
pub(super) fn classify(number: &str) -> (PhoneKind, String) {
    if let Some(international) = number.strip_prefix('+') {
        return classify_international(international);
    }
    let kind = classify_national(number);
    if kind != PhoneKind::Unknown {
        return (kind, number.to_owned());
    }
    if let Some(international) = number.strip_prefix("00") {
        return classify_international(international);
    }
    // «39 055 055» is Italy's code without its plus, unless it is a mobile, which was tried first.
    match number
        .strip_prefix("39")
        .map(|rest| (classify_national(rest), rest))
    {
        Some((kind, rest)) if reachable_from_abroad(kind) => (kind, rest.to_owned()),
        Some(_) | None => (PhoneKind::Unknown, number.to_owned()),
    }
}

fn classify_international(digits: &str) -> (PhoneKind, String) {
    match digits.strip_prefix("39") {
        Some(national) => {
            let kind = classify_national(national);
            let kind = if reachable_from_abroad(kind) {
                kind
            } else {
                PhoneKind::Unknown
            };
            (kind, national.to_owned())
        }
        None if FOREIGN_DIGITS.contains(&digits.len()) && !digits.starts_with('0') => {
            (PhoneKind::Foreign, format!("+{digits}"))
        }
        None => (PhoneKind::Unknown, digits.to_owned()),
    }
}

/// Whether a number of this kind makes sense after +39.
const fn reachable_from_abroad(kind: PhoneKind) -> bool {
    !matches!(
        kind,
        PhoneKind::Emergency | PhoneKind::Short | PhoneKind::Extension | PhoneKind::Unknown
    )
}

fn classify_national(digits: &str) -> PhoneKind {
    if let Some((_, kind)) = SHORT.iter().find(|(short, _)| *short == digits) {
        return *kind;
    }
    let fits = |rule: &&Rule| {
        rule.digits.contains(&digits.len())
            && rule
                .prefixes
                .iter()
                .any(|prefix| digits.starts_with(prefix))
    };
    match RULES.iter().find(fits) {
        Some(rule) => rule.kind,
        None if (2..=5).contains(&digits.len()) && !digits.starts_with("00") => {
            PhoneKind::Extension
        }
        None => PhoneKind::Unknown,
    }
}

/// What may stand between the digits of a number.
pub(super) const fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '/' | '(' | ')' | '\'' | '\u{2010}'..='\u{2015}'
    )
}

/// The digits of the area code of a geographic number: Milan and Rome have two, those whose third
/// digit is 0, 1, 5 or 9 have three, the others four.
fn area_code_digits(digits: &str) -> usize {
    match digits.as_bytes() {
        [b'0', b'2' | b'6', ..] => 2,
        [b'0', _, b'0' | b'1' | b'5' | b'9', ..] => 3,
        _ => 4,
    }
}

/// Whether a geographic number is one of the short ones that cities publish, said in one piece and
/// never without its first digits: six digits (055055, 060606), or seven that go on repeating the
/// first two (0101010).
fn is_city_number(digits: &str) -> bool {
    let repeats = digits
        .bytes()
        .zip(digits.bytes().skip(2))
        .all(|(one, other)| one == other);
    digits.len() <= 6 || digits.len() == 7 && repeats
}

/// The number without its area code; empty where it has none.
pub(super) fn without_area_code(kind: PhoneKind, digits: &str) -> &str {
    if kind != PhoneKind::Geographic || is_city_number(digits) {
        return "";
    }
    digits.get(area_code_digits(digits)..).unwrap_or_default()
}

/// The digits in groups that can be said.
pub(super) fn grouped(kind: PhoneKind, dialled: &str) -> String {
    let first = match kind {
        PhoneKind::Geographic if is_city_number(dialled) => return dialled.to_owned(),
        PhoneKind::Geographic => area_code_digits(dialled),
        PhoneKind::Foreign
        | PhoneKind::Emergency
        | PhoneKind::Short
        | PhoneKind::Extension
        | PhoneKind::Unknown => return dialled.to_owned(),
        PhoneKind::Fictional => 4,
        PhoneKind::Premium if dialled.starts_with('0') => 4,
        PhoneKind::Mobile
        | PhoneKind::Free
        | PhoneKind::SharedCost
        | PhoneKind::Personal
        | PhoneKind::Premium
        | PhoneKind::Voip => 3,
    };
    let (Some(prefix), Some(rest)) = (dialled.get(..first), dialled.get(first..)) else {
        return dialled.to_owned();
    };
    in_groups(prefix, rest)
}

/// `prefix` and then groups of three, the last of up to five, or two of four where eight are left.
fn in_groups(prefix: &str, rest: &str) -> String {
    let mut out = prefix.to_owned();
    let mut rest = rest;
    while !rest.is_empty() {
        let size = match rest.len() {
            length @ ..=5 => length,
            8 => 4,
            _ => 3,
        };
        let (group, later) = rest.split_at_checked(size).unwrap_or((rest, ""));
        out.push(' ');
        out.push_str(group);
        rest = later;
    }
    out
}
