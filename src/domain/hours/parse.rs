//! Reading opening hours.

use super::{Closure, Hours, Span, TimeOfDay, YearDay};
use crate::locale::Phrase;

/// A piece of opening hours that cannot be read, and why.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{piece}`: {fault}")]
pub struct HoursError {
    /// The piece as written.
    pub piece: String,
    /// What is wrong with it.
    pub fault: HoursFault,
}

/// What can be wrong with a piece.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HoursFault {
    /// A day that is no day of the week and not `festivi`.
    #[error("unknown day")]
    Day,
    /// No time, or one that is not `HH:MM-HH:MM` within 24:00.
    #[error("not a time from HH:MM to HH:MM")]
    Time,
    /// It ends before it begins: hours over midnight are two pieces.
    #[error("ends before it begins")]
    Order,
    /// A date that is not `DD/MM`.
    #[error("not a date DD/MM")]
    Date,
}

impl HoursFault {
    /// What to tell the curator.
    #[must_use]
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::Day => Phrase::new(
                "giorno sconosciuto: lun mar mer gio ven sab dom festivi",
                "unknown day: mon tue wed thu fri sat sun holidays",
            ),
            Self::Time => Phrase::new(
                "orario non leggibile: 08:30-12:30",
                "unreadable time: 08:30-12:30",
            ),
            Self::Order => Phrase::new(
                "finisce prima di cominciare: oltre la mezzanotte servono due righe",
                "ends before it begins: over midnight write two lines",
            ),
            Self::Date => Phrase::new(
                "data non leggibile: chiuso 25/12",
                "unreadable date: closed 25/12",
            ),
        }
    }
}

/// The index that stands for national holidays among the days of a piece.
const HOLIDAYS: usize = 7;

/// Names of days by index, Monday first; compared by their beginning.
const DAYS: [[&str; 2]; 8] = [
    ["lunedi", "monday"],
    ["martedi", "tuesday"],
    ["mercoledi", "wednesday"],
    ["giovedi", "thursday"],
    ["venerdi", "friday"],
    ["sabato", "saturday"],
    ["domenica", "sunday"],
    ["festivi", "holidays"],
];

pub(super) fn parse(pieces: &[&str]) -> Result<Hours, HoursError> {
    let mut hours = Hours::default();
    for piece in pieces
        .iter()
        .flat_map(|line| line.split([';', '\n']))
        .map(str::trim)
    {
        if !piece.is_empty() {
            let error = |fault| HoursError {
                piece: piece.to_owned(),
                fault,
            };
            read_piece(&mut hours, &tidy(piece)).map_err(error)?;
        }
    }
    hours.week.iter_mut().for_each(settle);
    settle(&mut hours.holidays);
    hours.closures.sort_unstable();
    hours.closures.dedup();
    Ok(hours)
}

/// Lower case, one kind of dash, no space around dashes and commas, no grave accent.
fn tidy(piece: &str) -> String {
    let mut text = piece
        .to_lowercase()
        .replace(['–', '—'], "-")
        .replace('ì', "i");
    for (spaced, tight) in [(" -", "-"), ("- ", "-"), (" ,", ","), (", ", ",")] {
        while text.contains(spaced) {
            text = text.replace(spaced, tight);
        }
    }
    text
}

fn read_piece(hours: &mut Hours, piece: &str) -> Result<(), HoursFault> {
    let (first, rest) = piece.split_once(char::is_whitespace).unwrap_or((piece, ""));
    if matches!(first, "chiuso" | "closed") {
        for range in rest.split([',', ' ']).filter(|range| !range.is_empty()) {
            hours.closures.push(read_closure(range)?);
        }
        return if rest.trim().is_empty() {
            Err(HoursFault::Date)
        } else {
            Ok(())
        };
    }
    let days = read_days(first)?;
    let spans = rest
        .split([',', ' '])
        .filter(|part| !matches!(*part, "" | "e" | "and"));
    let spans = spans
        .map(read_span)
        .collect::<Result<Vec<Span>, HoursFault>>()?;
    if spans.is_empty() {
        return Err(HoursFault::Time);
    }
    for day in days {
        hours
            .week
            .get_mut(day)
            .unwrap_or(&mut hours.holidays)
            .extend(&spans);
    }
    Ok(())
}

/// The days of `lun-ven`, `mar,gio`, `sab-lun` (over the end of the week), `festivi`.
fn read_days(text: &str) -> Result<Vec<usize>, HoursFault> {
    let mut days = Vec::new();
    for part in text.split(',') {
        let Some((first, last)) = part.split_once('-') else {
            days.push(read_day(part)?);
            continue;
        };
        let (first, last) = (read_day(first)?, read_day(last)?);
        if first == HOLIDAYS || last == HOLIDAYS {
            return Err(HoursFault::Day);
        }
        let length = (last + 7 - first) % 7;
        days.extend((first..=first + length).map(|day| day % 7));
    }
    Ok(days)
}

/// A day by its name or at least the first three letters of it.
fn read_day(text: &str) -> Result<usize, HoursFault> {
    let text = text.trim_end_matches('.');
    let named = |names: &[&str; 2]| names.iter().any(|name| name.starts_with(text));
    if text.len() < 3 {
        return Err(HoursFault::Day);
    }
    DAYS.iter().position(named).ok_or(HoursFault::Day)
}

fn read_span(text: &str) -> Result<Span, HoursFault> {
    let (from, to) = text.split_once('-').ok_or(HoursFault::Time)?;
    let span = Span {
        from: read_time(from)?,
        to: read_time(to)?,
    };
    if span.from < span.to {
        Ok(span)
    } else {
        Err(HoursFault::Order)
    }
}

/// `8`, `8:30`, `08.30`, `24:00`.
fn read_time(text: &str) -> Result<TimeOfDay, HoursFault> {
    let (hour, minute) = text.split_once([':', '.']).unwrap_or((text, "00"));
    let hour = read_number(hour, 1..=2).ok_or(HoursFault::Time)?;
    let minute = read_number(minute, 2..=2)
        .filter(|m| *m < 60)
        .ok_or(HoursFault::Time)?;
    TimeOfDay::from_minutes(hour * 60 + minute).ok_or(HoursFault::Time)
}

/// A number of as many digits as `length` allows, and nothing else.
fn read_number(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<u16> {
    let digits = length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn read_closure(text: &str) -> Result<Closure, HoursFault> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    Ok(Closure {
        from: read_date(from)?,
        to: read_date(to)?,
    })
}

/// `25/12`, with the days each month can have (29 in February).
fn read_date(text: &str) -> Result<YearDay, HoursFault> {
    let (day, month) = text.split_once(['/', '.']).ok_or(HoursFault::Date)?;
    let number = |text| {
        read_number(text, 1..=2)
            .map(u32::from)
            .ok_or(HoursFault::Date)
    };
    let date = YearDay {
        month: number(month)?,
        day: number(day)?,
    };
    let last = match date.month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if (1..=last).contains(&date.day) {
        Ok(date)
    } else {
        Err(HoursFault::Date)
    }
}

/// Sorts the spans of a day and joins those that touch.
fn settle(spans: &mut Vec<Span>) {
    spans.sort_unstable();
    spans.dedup_by(|later, earlier| {
        let joined = later.from <= earlier.to;
        if joined {
            earlier.to = earlier.to.max(later.to);
        }
        joined
    });
}
