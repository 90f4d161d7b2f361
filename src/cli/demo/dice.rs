//! Numbers that look random and are not: the same seed gives the same ones on every machine.

/// A `SplitMix64` generator (Steele, Lea, Flood 2014): small, fast, good enough for synthetic data.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The dice of one case of a seed.
    #[must_use]
    pub const fn new(seed: u64, number: u32) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ ((number as u64) << 20))
    }

    /// The next number.
    pub const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 when the bound is 0.
    pub const fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 { 0 } else { self.roll() % bound }
    }

    /// One of these; `None` when there is none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let bound = u64::try_from(from.len()).unwrap_or_default();
        from.get(usize::try_from(self.below(bound)).unwrap_or_default())
    }

    /// One of these by its share; the shares are parts of their sum.
    pub fn share<T: Copy>(&mut self, table: &[(u64, T)]) -> Option<T> {
        let sum: u64 = table.iter().map(|(share, _)| share).sum();
        let mut left = self.below(sum);
        table.iter().find_map(|(share, value)| {
            if left < *share {
                return Some(*value);
            }
            left -= share;
            None
        })
    }
}
