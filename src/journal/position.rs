//! Places in the journal: a segment and an offset in it, ordered as the records are.

use super::bytes::take;
use std::fmt;

/// Where a record begins, or where the next one will: ordered, and the same on every opening.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct Position {
    /// The number of the segment, from 1.
    pub segment: u32,
    /// Bytes from the beginning of the segment.
    pub offset: u32,
}

impl Position {
    /// Before the first record of any journal.
    pub const START: Self = Self {
        segment: 1,
        offset: 0,
    };

    /// Its eight bytes; they sort as positions do.
    #[must_use]
    pub fn bytes(self) -> [u8; 8] {
        (u64::from(self.segment) << 32 | u64::from(self.offset)).to_be_bytes()
    }

    /// The position these bytes were made from.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        let [s0, s1, s2, s3, o0, o1, o2, o3] = bytes;
        Self {
            segment: u32::from_be_bytes([s0, s1, s2, s3]),
            offset: u32::from_be_bytes([o0, o1, o2, o3]),
        }
    }

    /// Reads a position from the front of `bytes`, which moves on behind it; `None` when they are too few.
    pub(super) fn take(bytes: &mut &[u8]) -> Option<Self> {
        take(bytes).map(Self::from_bytes)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}:{}", self.segment, self.offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_sort_as_their_bytes_do() {
        let table = [(1, 0), (1, 64), (1, 256), (2, 0), (300, 7)];
        let positions = table.map(|(segment, offset)| Position { segment, offset });
        assert!(positions.is_sorted());
        assert!(positions.map(Position::bytes).is_sorted());
        assert_eq!(
            positions.map(|it| Position::from_bytes(it.bytes())),
            positions
        );
        assert_eq!(positions[4].to_string(), "000300:7");
    }
}
