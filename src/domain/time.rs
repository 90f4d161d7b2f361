//! Time as a value: a moment, the hybrid clock of a replica, and the effective time that orders ops.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

/// A moment in milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize,
)]
pub struct Moment(pub i64);

/// A day, in milliseconds.
pub const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

/// 2026-01-01T00:00:00Z: the program is younger, so a clock that shows an earlier time is wrong.
pub const YOUNGER_THAN: Moment = Moment(1_767_225_600_000);

impl Moment {
    /// The same moment as RFC 3339 in UTC, to the second. Out-of-range moments are written as the epoch.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.utc().to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// The same moment as a `chrono` value; the epoch when out of range.
    #[must_use]
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }

    /// Reads RFC 3339 or a bare date (midnight UTC).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return Some(Self(time.timestamp_millis()));
        }
        let date = text.parse::<NaiveDate>().ok()?;
        Some(Self(
            date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis(),
        ))
    }

    /// When a day begins in Italy: an hour ahead of UTC, two from the last Sunday of March to the last
    /// Sunday of October (directive 2000/84/EC).
    #[must_use]
    pub fn day_begins(day: NaiveDate) -> Self {
        let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc();
        let summer =
            last_sunday(day.year(), 3) < Some(day) && Some(day) <= last_sunday(day.year(), 10);
        let ahead = if summer { 2 * HOUR } else { HOUR };
        Self(midnight.timestamp_millis() - ahead)
    }

    /// Milliseconds from `earlier` to here; negative when it is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// This moment moved by `millis`.
    #[must_use]
    pub const fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

/// The last Sunday of a month of 31 days.
fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    let since_sunday = u64::from(last.weekday().num_days_from_sunday());
    last.checked_sub_days(chrono::Days::new(since_sunday))
}

/// How many low bits of a stamp count ticks within one millisecond.
const TICK_BITS: u32 = 16;

/// The latest moment a stamp can begin at, in the year 6429: half of what its bits hold.
pub const LATEST: Moment = Moment((1 << 47) - 1);

/// A stamp that orders ops: milliseconds since 1970 in the upper 48 bits, ticks in the lower 16.
/// Negative moments count as zero: no op is older than 1970. Moments after [`LATEST`] count as that
/// one, so that there is always a next tick.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize,
)]
pub struct Stamp(pub u64);

impl Stamp {
    /// The first stamp of a moment.
    #[must_use]
    pub const fn at(moment: Moment) -> Self {
        let millis = if moment.0 < 0 {
            0
        } else if moment.0 > LATEST.0 {
            LATEST.0
        } else {
            moment.0
        };
        Self(millis.cast_unsigned() << TICK_BITS)
    }

    /// The stamp one tick later.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The moment it stands in.
    #[must_use]
    pub const fn moment(self) -> Moment {
        Moment((self.0 >> TICK_BITS).cast_signed())
    }
}

/// The hybrid logical clock of a replica: never behind the wall clock, never behind what it has seen,
/// never standing still (DESIGN §3).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct HybridClock {
    last: Stamp,
}

impl HybridClock {
    /// A clock that has seen `last`.
    #[must_use]
    pub const fn starting_after(last: Stamp) -> Self {
        Self { last }
    }

    /// The stamp of an event at wall time `now`.
    pub fn tick(&mut self, now: Moment) -> Stamp {
        self.last = Stamp::at(now).max(self.last.next());
        self.last
    }

    /// Takes note of a stamp made elsewhere.
    pub fn observe(&mut self, seen: Stamp) {
        self.last = self.last.max(seen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_hybrid_clock_always_goes_on(walls in prop::collection::vec(0i64..10_000, 1..50)) {
            let mut clock = HybridClock::default();
            let mut last = Stamp::default();
            for wall in walls {
                let stamp = clock.tick(Moment(wall));
                prop_assert!(stamp > last);
                prop_assert!(stamp >= Stamp::at(Moment(wall)));
                last = stamp;
            }
        }

        #[test]
        fn no_clock_can_stop_it(walls in prop::collection::vec(any::<i64>(), 1..50)) {
            let mut clock = HybridClock::default();
            let mut last = Stamp::default();
            for wall in walls {
                let stamp = clock.tick(Moment(wall));
                prop_assert!(stamp > last, "{wall}");
                last = stamp;
            }
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_italy() {
        for (day, begins) in [
            ("2026-01-01", "2025-12-31T23:00:00Z"),
            ("2026-03-29", "2026-03-28T23:00:00Z"),
            ("2026-03-30", "2026-03-29T22:00:00Z"),
            ("2026-10-25", "2026-10-24T22:00:00Z"),
            ("2026-10-26", "2026-10-25T23:00:00Z"),
        ] {
            assert_eq!(
                Moment::day_begins(day.parse().unwrap()).rfc3339(),
                begins,
                "{day}"
            );
        }
    }

    #[test]
    fn a_moment_reads_what_it_writes() {
        let moment = Moment(1_700_000_000_000);
        assert_eq!(Moment::parse(&moment.rfc3339()), Some(moment));
        assert_eq!(Moment::parse("1970-01-02"), Some(Moment(86_400_000)));
        assert_eq!(Moment::parse("ieri"), None);
        assert_eq!(Moment(i64::MAX).rfc3339(), "1970-01-01T00:00:00Z");
    }
}
