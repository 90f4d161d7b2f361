//! Numbers as they are found in directories, and laws over any text.

use super::*;
use PhoneKind as K;
use proptest::prelude::*;

/// What is typed, its kind, its normal form, how it is shown.
const NUMBERS: &[(&str, PhoneKind, &str, &str)] = &[
    // City numbers are ordinary fixed lines.
    ("055055", K::Geographic, "+39055055", "055055"),
    ("060606", K::Geographic, "+39060606", "060606"),
    ("020202", K::Geographic, "+39020202", "020202"),
    ("0101010", K::Geographic, "+390101010", "0101010"),
    ("052140521", K::Geographic, "+39052140521", "0521 40521"),
    ("39 055 055", K::Geographic, "+39055055", "055055"),
    ("+39 055 055", K::Geographic, "+39055055", "055055"),
    // As written in real cells.
    (
        "091/6954361",
        K::Geographic,
        "+390916954361",
        "091 695 4361",
    ),
    (
        "+39.080.5723498",
        K::Geographic,
        "+390805723498",
        "080 572 3498",
    ),
    ("tel. 0825 1234", K::Geographic, "+3908251234", "0825 1234"),
    (
        "(06) 6710-1234",
        K::Geographic,
        "+390667101234",
        "06 6710 1234",
    ),
    ("0039 06 67101", K::Geographic, "+390667101", "06 67101"),
    ("333 1234567", K::Mobile, "+393331234567", "333 123 4567"),
    (
        "+39 333 1234567",
        K::Mobile,
        "+393331234567",
        "333 123 4567",
    ),
    ("392 1234567", K::Mobile, "+393921234567", "392 123 4567"),
    ("339 123456", K::Mobile, "+39339123456", "339 123 456"),
    ("3101234567", K::Mobile, "+393101234567", "310 123 4567"),
    ("800 840 840", K::Free, "+39800840840", "800 840 840"),
    ("803 116", K::Free, "+39803116", "803 116"),
    ("84.00.00.343", K::SharedCost, "+39840000343", "840 000 343"),
    ("848 800 444", K::SharedCost, "+39848800444", "848 800 444"),
    ("841 123", K::SharedCost, "+39841123", "841 123"),
    ("199 123456", K::Personal, "+39199123456", "199 123 456"),
    ("178 1234567", K::Personal, "+391781234567", "178 123 4567"),
    ("892 424", K::Premium, "+39892424", "892 424"),
    ("899 123456", K::Premium, "+39899123456", "899 123 456"),
    ("0878 12345", K::Premium, "+39087812345", "0878 12345"),
    ("166 123456", K::Premium, "+39166123456", "166 123 456"),
    ("55 12345678", K::Voip, "+395512345678", "551 234 5678"),
    // Short numbers come first.
    ("112", K::Emergency, "112", "112"),
    ("1 1 8", K::Emergency, "118", "118"),
    ("117", K::Short, "117", "117"),
    ("1522", K::Short, "1522", "1522"),
    ("19696", K::Short, "19696", "19696"),
    ("116000", K::Short, "116000", "116000"),
    ("116117", K::Short, "116117", "116117"),
    // Extensions and other countries.
    ("401", K::Extension, "401", "401"),
    ("int. 417", K::Extension, "417", "417"),
    (
        "+44 (0)20 7946 0958",
        K::Foreign,
        "+442079460958",
        "+442079460958",
    ),
    (
        "0041 91 123 45 67",
        K::Foreign,
        "+41911234567",
        "+41911234567",
    ),
    (
        "+378 0549 882914",
        K::Foreign,
        "+3780549882914",
        "+3780549882914",
    ),
];

#[test]
fn numbers_are_read_as_the_plan_says() {
    for &(typed, kind, normal, display) in NUMBERS {
        let phone = Phone::parse(typed);
        assert_eq!(phone.kind(), kind, "{typed}");
        assert_eq!(phone.normal().as_deref(), Some(normal), "{typed}");
        assert_eq!(phone.display(), display, "{typed}");
        assert_eq!(phone.as_typed().as_str(), typed);
    }
}

#[test]
fn every_short_number_of_the_knowledge_base_is_known() {
    for short in [
        "112", "113", "115", "118", "114", "117", "1500", "1515", "1522", "1530", "19696",
        "116000", "116117",
    ] {
        assert!(
            matches!(Phone::parse(short).kind(), K::Emergency | K::Short),
            "{short}"
        );
    }
}

#[test]
fn what_no_rule_knows_is_kept_and_warned_of() {
    for typed in [
        "+39 55 1234567",
        "+39 112",
        "12345678",
        "00",
        "3",
        "riservato",
        "",
        "308 1234567",
    ] {
        let phone = Phone::parse(typed);
        assert_eq!(phone.kind(), K::Unknown, "{typed}");
        assert_eq!(phone.warning(), Some(PhoneWarning::Unknown), "{typed}");
        assert_eq!((phone.normal(), phone.display()), (None, typed.to_owned()));
    }
}

#[test]
fn warnings_say_what_a_call_costs() {
    let table = [
        ("899 123456", Some(PhoneWarning::Premium)),
        ("087812345", Some(PhoneWarning::Premium)),
        ("848 800 444", Some(PhoneWarning::SharedCost)),
        ("199 123456", Some(PhoneWarning::SharedCost)),
        ("0000 123 456", Some(PhoneWarning::Fictional)),
        ("800 840 840", None),
        ("0552768311", None),
    ];
    for (typed, warning) in table {
        assert_eq!(Phone::parse(typed).warning(), warning, "{typed}");
    }
    let fictional = Phone::parse("0000 123456");
    assert_eq!(
        (fictional.normal(), fictional.display().as_str()),
        (None, "0000 123 456")
    );
}

#[test]
fn a_cell_is_doubted_for_any_of_its_numbers() {
    assert_eq!(
        doubt("055 2768311; 899 123456"),
        Some(PhoneWarning::Premium.phrase())
    );
    assert_eq!(doubt("055 2768311; 333 1234567"), None);
    assert_eq!(doubt("riservato"), None);
}

#[test]
fn an_extension_is_read_after_the_number() {
    for typed in [
        "0825 1234 int. 5",
        "0825 1234 interno 5",
        "0825/1234 - Int 5",
        "0825 1234, int. 5",
    ] {
        let phones = Phone::split(typed);
        assert_eq!(phones.len(), 1, "{typed}");
        assert_eq!(
            phones[0].normal().as_deref(),
            Some("+3908251234"),
            "{typed}"
        );
        assert_eq!(phones[0].extension(), Some("5"), "{typed}");
        assert_eq!(phones[0].display(), "0825 1234 int. 5");
    }
}

#[test]
fn cells_with_several_numbers_are_split() {
    let table: [(&str, &[&str]); 17] = [
        (
            "091 7404508; 091 7404501",
            &["+390917404508", "+390917404501"],
        ),
        (
            "091 7404508, 091 7404501",
            &["+390917404508", "+390917404501"],
        ),
        (
            "091 7404508 / 091 7404501",
            &["+390917404508", "+390917404501"],
        ),
        ("0917404508/0917404501", &["+390917404508", "+390917404501"]),
        (
            "091 7404508 - 091 7404501",
            &["+390917404508", "+390917404501"],
        ),
        ("091 7404508/501", &["+390917404508", "+390917404501"]),
        (
            "091 7404508/9/10",
            &["+390917404508", "+390917404509", "+390917404510"],
        ),
        (
            "tel. 055 2768311 fax 055 2768312",
            &["+390552768311", "+390552768312"],
        ),
        (
            "055 2768311 o 333 1234567",
            &["+390552768311", "+393331234567"],
        ),
        (
            "055 2768311\n055 2768312",
            &["+390552768311", "+390552768312"],
        ),
        ("091/6954361", &["+390916954361"]),
        ("080-572-3498", &["+390805723498"]),
        ("055 2768311 dalle 9 alle 12", &["+390552768311"]),
        (
            "055 2768311 055 2768312",
            &["+390552768311", "+390552768312"],
        ),
        ("0552 768 311", &["+390552768311"]),
        ("055 03 04 05", &["+39055030405"]),
        ("nessuno", &[]),
    ];
    for (cell, normals) in table {
        let found: Vec<String> = Phone::split(cell)
            .iter()
            .filter_map(Phone::normal)
            .collect();
        assert_eq!(found, normals, "{cell}");
        assert_eq!(Phone::split(cell).len(), normals.len(), "{cell}");
    }
}

#[test]
fn two_numbers_parted_by_spaces_are_two_and_what_is_none_stays_whole() {
    for (cell, parts) in [
        (
            "0000 000779 0000 000780",
            &["0000 000779", "0000 000780"][..],
        ),
        (
            "055 2768311 12345678901234",
            &["055 2768311 12345678901234"],
        ),
        ("12 34 56 78 90 12", &["12 34 56 78 90 12"]),
    ] {
        let split = Phone::split(cell);
        let typed: Vec<&str> = split.iter().map(|one| one.as_typed().as_str()).collect();
        assert_eq!(typed, parts, "{cell}");
    }
}

#[test]
fn a_search_finds_a_number_by_its_parts() {
    let forms = Phone::parse("055 276 8311").search_forms();
    assert_eq!(forms, ["0552768311", "2768311", "768311", "68311", "8311"]);
    assert_eq!(
        Phone::parse("055055").search_forms(),
        ["055055", "55055", "5055"]
    );
    assert_eq!(Phone::parse("112").search_forms(), ["112"]);
    assert_eq!(
        Phone::parse("0825 1234 int. 5")
            .search_forms()
            .last()
            .unwrap(),
        "5"
    );
    assert!(Phone::parse("riservato").search_forms().is_empty());
}

#[test]
fn four_digits_are_a_query_for_a_number() {
    assert_eq!(query_digits("055.27 68"), Some("0552768".to_owned()));
    assert_eq!(query_digits("+39 055"), Some("39055".to_owned()));
    assert_eq!(query_digits("401"), None);
    assert_eq!(query_digits("imu 2026"), None);
}

proptest! {
    #[test]
    fn any_text_is_read(text in ".{0,40}") {
        let _ = (Phone::parse(&text).display(), Phone::split(&text));
    }

    #[test]
    fn any_cell_of_digits_and_signs_is_split(text in "[0-9+/ ,;.()intx-]{0,40}") {
        for phone in Phone::split(&text) {
            let _ = (phone.display(), phone.search_forms());
        }
    }

    #[test]
    fn separators_do_not_matter(digits in "(0[1-9]|3[2-9]|800|84|89)[0-9]{4,9}", places in prop::collection::vec(0usize..14, 0..4)) {
        let mut typed = digits.clone();
        for place in places {
            typed.insert(place.min(typed.len()), ' ');
        }
        prop_assert_eq!(Phone::parse(&typed).normal(), Phone::parse(&digits).normal());
    }

    #[test]
    fn a_known_number_displays_as_itself(digits in "(0[1-9]|3[2-9]|800|84|89|55)[0-9]{4,9}") {
        let phone = Phone::parse(&digits);
        let again = Phone::parse(&phone.display());
        prop_assert_eq!((again.kind(), again.normal()), (phone.kind(), phone.normal()));
        let json = serde_json::to_string(&phone).unwrap();
        prop_assert_eq!(serde_json::from_str::<Phone>(&json).unwrap(), phone);
    }
}
