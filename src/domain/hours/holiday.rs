//! The national holidays of Italy, on which offices are closed.

use crate::locale::Phrase;
use chrono::{Datelike, Days, NaiveDate};

/// First year in which 4 October is a national holiday (L. 8 ottobre 2025 n. 151, in force from
/// 1 January 2026).
const SAINT_FRANCIS_FROM: i32 = 2026;

/// Fixed holidays: month, day, first year, name. L. 27 maggio 1949 n. 260 art. 2; without those
/// abolished by L. 5 marzo 1977 n. 54; 6 January again by DPR 28 dicembre 1985 n. 792; 2 June again
/// by L. 20 novembre 2000 n. 336. For years before 2001 the list claims nothing.
const FIXED: &[(u32, u32, i32, Phrase)] = &[
    (1, 1, 0, Phrase::new("Capodanno", "New Year's Day")),
    (1, 6, 0, Phrase::new("Epifania", "Epiphany")),
    (
        4,
        25,
        0,
        Phrase::new("Anniversario della Liberazione", "Liberation Day"),
    ),
    (5, 1, 0, Phrase::new("Festa del lavoro", "Labour Day")),
    (
        6,
        2,
        0,
        Phrase::new("Festa della Repubblica", "Republic Day"),
    ),
    (8, 15, 0, Phrase::new("Assunzione", "Assumption Day")),
    (
        10,
        4,
        SAINT_FRANCIS_FROM,
        Phrase::new("San Francesco d'Assisi", "Saint Francis of Assisi"),
    ),
    (11, 1, 0, Phrase::new("Ognissanti", "All Saints' Day")),
    (
        12,
        8,
        0,
        Phrase::new("Immacolata Concezione", "Immaculate Conception"),
    ),
    (12, 25, 0, Phrase::new("Natale", "Christmas Day")),
    (
        12,
        26,
        0,
        Phrase::new("Santo Stefano", "Saint Stephen's Day"),
    ),
];

/// The national holiday on `date`, if it is one. Sundays are holidays by the same law, but days of
/// the week like the others here: hours say whether an office opens on them.
#[must_use]
pub fn national_holiday(date: NaiveDate) -> Option<Phrase> {
    if easter_monday(date.year()) == Some(date) {
        return Some(Phrase::new("Lunedì dell'Angelo", "Easter Monday"));
    }
    FIXED
        .iter()
        .find(|(month, day, from, _)| {
            (date.month(), date.day()) == (*month, *day) && date.year() >= *from
        })
        .map(|(.., name)| *name)
}

/// The Monday after Easter in a year of the Gregorian calendar (algorithm of Meeus, Jones and
/// Butcher). `None` before 1583.
#[must_use]
pub fn easter_monday(year: i32) -> Option<NaiveDate> {
    if year < 1583 {
        return None;
    }
    let (century, of_century) = (year / 100, year % 100);
    let golden = year % 19;
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    let month = u32::try_from(days / 31).ok()?;
    let day = u32::try_from(days % 31 + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)?.checked_add_days(Days::new(1))
}
