//! When what failed is tried again: often at first, because most faults pass, then seldom.

use std::time::{Duration, Instant};

/// How long between attempts at first, and how many of them there are.
const SOON: Duration = Duration::from_millis(100);
const SOON_ATTEMPTS: u32 = 50;
/// How long between later ones: a disk that stays full or broken is looked at, and no more.
const LATER: Duration = Duration::from_secs(5);

/// The failures in a row of one piece of work.
#[derive(Debug, Default)]
pub struct Pace {
    failures: u32,
    due: Option<Instant>,
}

impl Pace {
    /// It failed, once more.
    pub fn failed(&mut self) {
        self.failures = self.failures.saturating_add(1);
        let pause = if self.failures > SOON_ATTEMPTS {
            LATER
        } else {
            SOON
        };
        self.due = Some(Instant::now() + pause);
    }

    /// It was done.
    pub fn worked(&mut self) {
        *self = Self::default();
    }

    /// Whether nothing has to be tried again.
    pub const fn is_well(&self) -> bool {
        self.due.is_none()
    }

    /// How long until the next attempt; `None` when there is nothing to try.
    pub fn wait(&self) -> Option<Duration> {
        let due = self.due?;
        Some(due.saturating_duration_since(Instant::now()))
    }

    /// Whether an attempt is due.
    pub fn is_due(&self) -> bool {
        self.wait() == Some(Duration::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_failing_is_tried_seldom_and_what_worked_not_at_all() {
        let mut pace = Pace::default();
        assert!(pace.is_well() && pace.wait().is_none() && !pace.is_due());
        for _ in 0..SOON_ATTEMPTS {
            pace.failed();
            assert!(pace.wait().unwrap() <= SOON && !pace.is_well());
        }
        pace.failed();
        assert!(pace.wait().unwrap() > SOON && !pace.is_due());
        pace.due = Some(Instant::now());
        assert!(pace.is_due());
        pace.worked();
        assert!(pace.is_well());
    }
}
