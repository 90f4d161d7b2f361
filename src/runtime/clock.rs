//! The clock of the desk: what time it is, and when the next change of it is seen on screen.

use crate::{
    desk::{app::App, msg::Now},
    domain::time::Moment,
    keeper::{Clock, System},
};
use chrono::{Local, Timelike, Utc};
use std::time::Duration;

/// The time now, here.
#[must_use]
pub fn now() -> Now {
    let utc = Utc::now();
    Now {
        at: Moment(utc.timestamp_millis()),
        local: utc.with_timezone(&Local).naive_local(),
        steady_ms: System.monotonic_ms(),
    }
}

/// How long between two looks at a key that gives up waiting after some time.
const LOOK: Duration = Duration::from_millis(500);

/// How long nothing on screen changes by itself: to the next second of a call, else to the next
/// minute. An idle desk wakes once a minute.
#[must_use]
pub fn until_next_change(app: &App, now: Now) -> Duration {
    let millis = match app.call.started {
        Some((start, _)) if !app.call.concluded && app.call.ended.is_none() => {
            1000 - now.at.since(start).rem_euclid(1000)
        }
        _ => {
            let past = i64::from(now.local.second()) * 1000 + now.at.0.rem_euclid(1000);
            (60_000 - past).max(1)
        }
    };
    let change = Duration::from_millis(millis.unsigned_abs());
    if app.waits_with_patience() {
        change.min(LOOK)
    } else {
        change
    }
}
