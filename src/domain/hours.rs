//! Opening hours of offices: what they say now, and their canonical form.

mod holiday;
mod parse;
mod write;

pub use holiday::{easter_monday, national_holiday};
pub use parse::{HoursError, HoursFault};

use crate::locale::{Lang, Phrase};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How many days ahead the next opening is looked for; beyond them an office counts as closed.
const LOOK_AHEAD_DAYS: u64 = 366;

/// The last minute of a day, as 24:00.
const DAY_MINUTES: u16 = 24 * 60;

/// A time of day on the clock of the office, from 00:00 to 24:00 (the end of the day).
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// `minutes` after midnight; `None` beyond 24:00.
    #[must_use]
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes <= DAY_MINUTES {
            Some(Self(minutes))
        } else {
            None
        }
    }

    /// Minutes after midnight, 0–1,440.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// From a time to a later one; open at the first, closed at the second.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
struct Span {
    from: TimeOfDay,
    to: TimeOfDay,
}

/// A day of the year without its year, ordered as the year goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
struct YearDay {
    month: u32,
    day: u32,
}

/// Closed from a day to another, both included, every year; over New Year where the second is
/// earlier.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
struct Closure {
    from: YearDay,
    to: YearDay,
}

impl Closure {
    fn covers(self, date: NaiveDate) -> bool {
        let day = YearDay {
            month: date.month(),
            day: date.day(),
        };
        if self.from <= self.to {
            (self.from..=self.to).contains(&day)
        } else {
            day >= self.from || day <= self.to
        }
    }
}

/// When an office is open: each day of the week, national holidays, yearly closures.
///
/// On a national holiday it is closed unless the hours name `festivi`; a closure (`chiuso 25/12`)
/// comes before everything. The feast of the patron saint is a closure of each office.
#[derive(Clone, Debug, Default, Eq, PartialEq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Hours {
    /// Monday first. The spans of a day are sorted and apart from each other.
    week: [Vec<Span>; 7],
    holidays: Vec<Span>,
    closures: Vec<Closure>,
}

/// What hours say at a moment.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash)]
pub enum Status {
    /// Open, until this time today.
    OpenUntil(TimeOfDay),
    /// Closed; it opens next on this day at this time.
    OpensAt {
        /// The day, today included.
        day: NaiveDate,
        /// The time.
        time: TimeOfDay,
    },
    /// Closed, with no opening within a year.
    Closed,
}

impl Hours {
    /// Reads pieces such as `lun-ven 08:30-12:30`, `mar,gio 15:00-17:30`, `festivi 09:00-12:00`,
    /// `chiuso 25/12` or `chiuso 10/08-20/08`; one string may hold several, parted by `;`. Day names
    /// may be Italian or English, whole or their first three letters.
    ///
    /// # Errors
    /// A [`HoursError`] that names the first piece that cannot be read.
    pub fn parse(pieces: &[&str]) -> Result<Self, HoursError> {
        parse::parse(pieces)
    }

    /// Whether nothing is said about opening. Such hours are unknown rather than closed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.week.iter().all(Vec::is_empty) && self.holidays.is_empty()
    }

    /// Whether the office is open at `now`, local time, and until or from when.
    #[must_use]
    pub fn at(&self, now: NaiveDateTime) -> Status {
        let today = now.date();
        let minute = u16::try_from(now.hour() * 60 + now.minute()).unwrap_or(DAY_MINUTES);
        let time = TimeOfDay(minute);
        if let Some(span) = self
            .on(today)
            .iter()
            .find(|s| s.from <= time && time < s.to)
        {
            return Status::OpenUntil(span.to);
        }
        if let Some(span) = self.on(today).iter().find(|s| s.from > time) {
            return Status::OpensAt {
                day: today,
                time: span.from,
            };
        }
        (1..=LOOK_AHEAD_DAYS)
            .filter_map(|days| today.checked_add_days(Days::new(days)))
            .find_map(|day| self.on(day).first().map(|span| (day, span.from)))
            .map_or(Status::Closed, |(day, time)| Status::OpensAt { day, time })
    }

    /// The spans of a day, in order.
    fn on(&self, date: NaiveDate) -> &[Span] {
        if self.closures.iter().any(|closure| closure.covers(date)) {
            return &[];
        }
        if national_holiday(date).is_some() {
            return &self.holidays;
        }
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default();
        self.week
            .get(weekday)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The canonical pieces, with day names in `lang`. Read again, they give the same hours.
    #[must_use]
    pub fn pieces(&self, lang: Lang) -> Vec<String> {
        write::pieces(self, lang)
    }
}

/// The canonical pieces in Italian, parted by `; `.
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.pieces(Lang::It).join("; "))
    }
}

impl TryFrom<Vec<String>> for Hours {
    type Error = HoursError;

    fn try_from(pieces: Vec<String>) -> Result<Self, HoursError> {
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        Self::parse(&pieces)
    }
}

impl From<Hours> for Vec<String> {
    fn from(hours: Hours) -> Self {
        hours.pieces(Lang::It)
    }
}

/// Name of each weekday on screen, Monday first: three letters, which also read in Italian and English.
const DAY_NAMES: [Phrase; 7] = [
    Phrase::new("lun", "mon"),
    Phrase::new("mar", "tue"),
    Phrase::new("mer", "wed"),
    Phrase::new("gio", "thu"),
    Phrase::new("ven", "fri"),
    Phrase::new("sab", "sat"),
    Phrase::new("dom", "sun"),
];

fn day_name(weekday: Weekday, lang: Lang) -> &'static str {
    let index = usize::try_from(weekday.num_days_from_monday()).unwrap_or_default();
    DAY_NAMES.get(index).map_or("", |name| name.get(lang))
}

impl Status {
    /// The status in words, as seen on `today`: `aperto fino alle 12:30`, `apre mar alle 15:00`.
    #[must_use]
    pub fn words(self, today: NaiveDate, lang: Lang) -> String {
        const OPEN: Phrase = Phrase::new("aperto fino alle {time}", "open until {time}");
        const TODAY: Phrase = Phrase::new("apre alle {time}", "opens at {time}");
        const TOMORROW: Phrase = Phrase::new("apre domani alle {time}", "opens tomorrow at {time}");
        const THIS_WEEK: Phrase = Phrase::new("apre {day} alle {time}", "opens {day} at {time}");
        const LATER: Phrase = Phrase::new("apre il {day} alle {time}", "opens on {day} at {time}");
        const CLOSED: Phrase = Phrase::new("chiuso", "closed");
        match self {
            Self::Closed => CLOSED.get(lang).to_owned(),
            Self::OpenUntil(time) => OPEN.fill(lang, &[("time", &time)]),
            Self::OpensAt { day, time } => match (day - today).num_days() {
                0 => TODAY.fill(lang, &[("time", &time)]),
                1 => TOMORROW.fill(lang, &[("time", &time)]),
                2..=6 => {
                    let name = day_name(day.weekday(), lang);
                    THIS_WEEK.fill(lang, &[("day", &name), ("time", &time)])
                }
                _ => {
                    let date = format!("{:02}/{:02}", day.day(), day.month());
                    LATER.fill(lang, &[("day", &date), ("time", &time)])
                }
            },
        }
    }
}

#[cfg(test)]
mod tests;
