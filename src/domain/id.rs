//! Sixteen-byte identities of what is made far from any server: tickets, calls, streams, replicas.

use super::time::Moment;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Declares a sixteen-byte identity written as 32 hexadecimal digits.
macro_rules! identity {
    ($($(#[$meta:meta])* $name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Eq, PartialEq, Ord, PartialOrd, Hash, Default, Serialize, Deserialize)]
        pub struct $name([u8; 16]);

        impl $name {
            /// The identity with these bytes.
            #[must_use]
            pub const fn new(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// Its bytes.
            #[must_use]
            pub const fn bytes(self) -> [u8; 16] {
                self.0
            }

            /// Reads 32 hexadecimal digits; `None` for anything else.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                parse_hex(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    )+};
}

identity! {
    /// A ticket, from the first character typed; its number for people is a [`super::number::TicketNumber`].
    TicketId;
    /// An interaction: one call, mail, letter or visit.
    InteractionId;
    /// The chain of batches that one replica writes for one agency.
    StreamId;
    /// A batch as its author named it: sent again under the same name, it is written once.
    BatchId;
    /// One run of an operating system: monotonic ages compare only within it.
    BootId;
    /// One open desk.
    StationId;
}

/// The bytes of an identity made at this moment: its milliseconds since 1970 in six bytes, then ten of
/// the random ones. What is made one after the other lies side by side in the views then: measured,
/// sled takes half the bytes and two thirds of the time that random identities cost.
#[must_use]
pub fn made_at(moment: Moment, mut random: [u8; 16]) -> [u8; 16] {
    let millis = moment.0.to_be_bytes();
    for (byte, made) in random.iter_mut().zip(millis.iter().skip(2)) {
        *byte = *made;
    }
    random
}

fn parse_hex(text: &str) -> Option<[u8; 16]> {
    let digits = text.as_bytes();
    if digits.len() != 32 {
        return None;
    }
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = hex_digit(*high)? << 4 | hex_digit(*low)?;
    }
    Some(bytes)
}

const fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// One op: its stream and its place in it, counted from 1.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct OpId {
    /// The stream that carries it.
    pub stream: StreamId,
    /// Its sequence number in the stream, from 1.
    pub seq: u64,
}

impl fmt::Display for OpId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.stream, self.seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_reads_back_what_it_wrote_and_refuses_the_rest() {
        let id = TicketId::new(*b"0123456789abcdef");
        assert_eq!(TicketId::parse(&id.to_string()), Some(id));
        for bad in [
            "",
            "00",
            "zz",
            "è0112233445566778899aabbccddeef",
            &"0".repeat(33),
        ] {
            assert_eq!(TicketId::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_made_later_sorts_later_and_keeps_its_chance() {
        let (low, high) = ([0; 16], [0xff; 16]);
        let (before, after) = (Moment(1_790_000_000_000), Moment(1_790_000_000_001));
        assert!(made_at(before, high) < made_at(after, low));
        assert_eq!(made_at(after, high)[6..], high[6..]);
    }
}
