//! Hours as offices write them, the calendar, and the laws of reading and writing.

use super::*;
use proptest::prelude::*;

/// Monday to Friday mornings, two afternoons: the usual week of a comune.
fn usual() -> Hours {
    Hours::parse(&[
        "lun-ven 08:30-12:30",
        "mar,gio 15:00-17:30",
        "chiuso 24/12",
        "chiuso 24/06",
    ])
    .unwrap()
}

fn at(date: &str, time: &str) -> NaiveDateTime {
    format!("{date}T{time}:00").parse().unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_usual_week_says_when_it_is_open() {
    let table = [
        ("2026-11-03", "08:29", "apre alle 08:30"),
        ("2026-11-03", "08:30", "aperto fino alle 12:30"),
        ("2026-11-03", "12:29", "aperto fino alle 12:30"),
        ("2026-11-03", "12:30", "apre alle 15:00"),
        ("2026-11-03", "17:30", "apre domani alle 08:30"),
        ("2026-11-06", "13:00", "apre lun alle 08:30"),
        ("2026-11-08", "10:00", "apre domani alle 08:30"),
        // The Immaculate Conception is a Tuesday.
        ("2026-12-08", "09:00", "apre domani alle 08:30"),
        // A closure, Christmas, Saint Stephen, the week-end.
        ("2026-12-24", "09:00", "apre lun alle 08:30"),
        ("2026-12-23", "13:00", "apre lun alle 08:30"),
        // Easter Monday.
        ("2026-04-06", "09:00", "apre domani alle 08:30"),
    ];
    for (day, time, words) in table {
        let now = at(day, time);
        assert_eq!(
            usual().at(now).words(now.date(), Lang::It),
            words,
            "{day} {time}"
        );
    }
    let now = at("2026-11-06", "13:00");
    assert_eq!(
        usual().at(now).words(now.date(), Lang::En),
        "opens mon at 08:30"
    );
}

#[test]
fn a_service_that_names_holidays_is_open_on_them() {
    let hours = Hours::parse(&["lun-dom,festivi 00:00-24:00"]).unwrap();
    let midnight = TimeOfDay::from_minutes(DAY_MINUTES).unwrap();
    assert_eq!(
        hours.at(at("2026-12-25", "23:59")),
        Status::OpenUntil(midnight)
    );
    assert_eq!(hours.to_string(), "lun-dom,festivi 00:00-24:00");
}

#[test]
fn hours_that_never_open_are_closed() {
    let never = Hours::parse(&["chiuso 01/01-31/12", "lun 09-10"]).unwrap();
    assert_eq!(never.at(at("2026-11-03", "09:00")), Status::Closed);
    assert_eq!(
        Hours::default().at(at("2026-11-03", "09:00")),
        Status::Closed
    );
    assert!(Hours::default().is_empty() && !never.is_empty());
}

#[test]
fn a_closure_may_go_over_new_year() {
    let hours = Hours::parse(&["lun-ven 9-13; chiuso 23/12-06/01"]).unwrap();
    let opens = Status::OpensAt {
        day: date("2027-01-07"),
        time: TimeOfDay(9 * 60),
    };
    assert_eq!(hours.at(at("2026-12-23", "10:00")), opens);
    assert_eq!(
        opens.words(date("2026-12-23"), Lang::It),
        "apre il 07/01 alle 09:00"
    );
}

#[test]
fn hours_are_written_in_one_way() {
    let table: [(&[&str], &str); 8] = [
        (&["lun,mar,mer,gio,ven 8.30-12.30"], "lun-ven 08:30-12:30"),
        (&["Lunedì – Venerdì 8:30 – 12:30"], "lun-ven 08:30-12:30"),
        (
            &["mon-fri 9-13", "tue, thu 15-17:30"],
            "lun-ven 09:00-13:00; mar,gio 15:00-17:30",
        ),
        (&["lun,mer,ven 09:00-13:00"], "lun,mer,ven 09:00-13:00"),
        (&["mar 9-13 e 15-17"], "mar 09:00-13:00; mar 15:00-17:00"),
        (&["sab-lun 9-13"], "lun,sab,dom 09:00-13:00"),
        (&["lun 9-13", "lun 12-15", "lun 15-16"], "lun 09:00-16:00"),
        (&["chiuso 25/12, 1/1"], "chiuso 01/01; chiuso 25/12"),
    ];
    for (pieces, canonical) in table {
        assert_eq!(
            Hours::parse(pieces).unwrap().to_string(),
            canonical,
            "{pieces:?}"
        );
    }
    assert_eq!(
        usual().pieces(Lang::En),
        [
            "mon-fri 08:30-12:30",
            "tue,thu 15:00-17:30",
            "closed 24/06",
            "closed 24/12"
        ]
    );
}

#[test]
fn an_error_names_the_piece() {
    let table = [
        ("lun-ben 8-12", HoursFault::Day),
        ("l 8-12", HoursFault::Day),
        ("lun-festivi 8-12", HoursFault::Day),
        ("lun", HoursFault::Time),
        ("lun 8", HoursFault::Time),
        ("lun 8:60-12", HoursFault::Time),
        ("lun 8-24:01", HoursFault::Time),
        ("lun +8-12", HoursFault::Time),
        ("lun 22:00-06:00", HoursFault::Order),
        ("chiuso", HoursFault::Date),
        ("chiuso 31/4", HoursFault::Date),
        ("chiuso natale", HoursFault::Date),
    ];
    for (piece, fault) in table {
        let error = Hours::parse(&["mar 9-10", piece]).unwrap_err();
        assert_eq!(
            error,
            HoursError {
                piece: piece.to_owned(),
                fault
            },
            "{piece}"
        );
    }
}

#[test]
fn easter_falls_where_the_calendar_has_it() {
    for monday in [
        "2000-04-24",
        "2008-03-24",
        "2011-04-25",
        "2019-04-22",
        "2024-04-01",
        "2025-04-21",
        "2026-04-06",
        "2027-03-29",
        "2028-04-17",
        "2038-04-26",
        "2049-04-19",
        "2076-04-20",
    ] {
        assert_eq!(easter_monday(date(monday).year()), Some(date(monday)));
    }
    assert_eq!(easter_monday(1582), None);
}

#[test]
fn national_holidays_are_those_of_the_law() {
    let holidays = |year: i32| {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        first
            .iter_days()
            .take(365)
            .filter(|day| national_holiday(*day).is_some())
            .count()
    };
    assert_eq!(holidays(2025), 11);
    assert_eq!(holidays(2026), 12);
    assert!(national_holiday(date("2025-10-04")).is_none());
    assert!(national_holiday(date("2027-10-04")).is_some());
    assert!(national_holiday(date("2026-11-04")).is_none());
}

fn any_piece() -> impl Strategy<Value = String> {
    let days = prop::sample::subsequence(
        vec!["lun", "mar", "mer", "gio", "ven", "sab", "dom", "festivi"],
        1..=8,
    );
    let opening = (days, 0u16..1_440, 1u16..600).prop_map(|(days, from, length)| {
        let time = |minutes| TimeOfDay::from_minutes(minutes).unwrap();
        format!(
            "{} {}-{}",
            days.join(","),
            time(from),
            time((from + length).min(DAY_MINUTES))
        )
    });
    let closure = (1u32..=28, 1u32..=12, 1u32..=28, 1u32..=12)
        .prop_map(|(d, m, e, n)| format!("chiuso {d}/{m}-{e}/{n}"));
    prop_oneof![4 => opening, 1 => closure]
}

fn any_hours() -> impl Strategy<Value = Hours> {
    prop::collection::vec(any_piece(), 0..8).prop_map(|pieces| Hours::try_from(pieces).unwrap())
}

proptest! {
    #[test]
    fn hours_read_back_what_they_wrote(hours in any_hours()) {
        for lang in [Lang::It, Lang::En] {
            prop_assert_eq!(&Hours::try_from(hours.pieces(lang)).unwrap(), &hours);
        }
        let json = serde_json::to_string(&hours).unwrap();
        prop_assert_eq!(serde_json::from_str::<Hours>(&json).unwrap(), hours);
    }

    #[test]
    fn the_opening_announced_is_true(hours in any_hours(), day in 0u64..800, minute in 0u16..1_440) {
        let today = date("2026-01-01") + Days::new(day);
        let now = today.and_hms_opt(u32::from(minute / 60), u32::from(minute % 60), 0).unwrap();
        match hours.at(now) {
            Status::OpenUntil(end) => prop_assert!(end.minutes() > minute),
            Status::OpensAt { day, time } => {
                let opening = day.and_hms_opt(u32::from(time.minutes() / 60), u32::from(time.minutes() % 60), 0).unwrap();
                prop_assert!(opening > now);
                prop_assert!(matches!(hours.at(opening), Status::OpenUntil(_)));
                let before = opening - chrono::TimeDelta::minutes(1);
                prop_assert!(before < now || hours.at(before) == hours.at(now));
            }
            Status::Closed => {}
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,40}", near in "[a-z,;0-9:./ -]{0,40}") {
        let _ = (Hours::parse(&[&text]), Hours::parse(&[&near]));
    }
}
