//! Fault rounds: what was acknowledged is there after every fault that can be made here.
//!
//! `SPORTELLO_ROUNDS=500 cargo test --release --test it -- rounds --nocapture` runs them at a chosen
//! depth; without it each kind runs a few. Each says its seed, and `SPORTELLO_SEED` repeats it. What the
//! machine cannot do (a power cut needs root and a loop device) is said aloud and not passed over.

pub mod caller;
mod damage;
mod full;
mod inject;
mod kill;
mod power;
pub mod promise;
mod shift;

use std::time::Duration;

/// How many rounds of a kind are run; `few` where nobody asks for more.
fn depth(few: u64) -> u64 {
    let asked = std::env::var("SPORTELLO_ROUNDS").ok();
    asked.and_then(|rounds| rounds.parse().ok()).unwrap_or(few)
}

/// Chance that can be repeated.
struct Dice(u64);

impl Dice {
    /// From `SPORTELLO_SEED`, or new; it is said either way.
    fn thrown(what: &str) -> Self {
        let given = std::env::var("SPORTELLO_SEED").ok();
        let seed = given.and_then(|seed| seed.parse().ok()).unwrap_or_else(|| {
            let now = std::time::SystemTime::now();
            let since = now.duration_since(std::time::UNIX_EPOCH).unwrap();
            u64::from(since.subsec_nanos())
        });
        say(&format!("{what}: SPORTELLO_SEED={seed}"));
        Self(seed)
    }

    /// The next number (splitmix64, whose constants these are).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// Some time below `end` milliseconds.
    fn moment(&mut self, end: u64) -> Duration {
        Duration::from_millis(self.below(end))
    }
}

/// Says something to whoever runs the rounds.
#[expect(
    clippy::print_stderr,
    reason = "a round says what it did and could not do"
)]
pub fn say(words: &str) {
    eprintln!("{words}");
}
