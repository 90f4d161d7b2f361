//! The one place where values become bytes: bincode 2, standard configuration, a limit on every decode.
//!
//! bincode carries no names, so what must outlive a version (kinds, versions, framing) is written
//! by hand around it ([`super::op`], the journal's records); golden bytes in the tests hold it still.

use serde::{Serialize, de::DeserializeOwned};

/// The most bytes one op may take, packed (SECURITY T7).
pub const OP_LIMIT: usize = 64 * 1024;
/// The most bytes one batch may take, packed (SECURITY T7).
pub const BATCH_LIMIT: usize = 1024 * 1024;
/// The most ops in one batch (SECURITY T7).
pub const BATCH_OPS: usize = 256;

/// Why bytes are no value, or a value no bytes.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// The value cannot be written.
    #[error("value cannot be encoded: {0}")]
    Encode(#[from] bincode::error::EncodeError),
    /// The bytes are not of this type, or larger than the limit.
    #[error("bytes cannot be decoded: {0}")]
    Decode(#[from] bincode::error::DecodeError),
    /// Bytes were left over.
    #[error("{0} bytes left over after the value")]
    Trailing(usize),
}

/// The bytes of a value.
///
/// # Errors
/// When a part of the value refuses to be serialized.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, CodecError> {
    Ok(bincode::serde::encode_to_vec(
        value,
        bincode::config::standard(),
    )?)
}

/// The value of bytes that came from disk or a peer; never allocates more than `LIMIT` bytes.
///
/// # Errors
/// When the bytes are not exactly one value within the limit.
pub fn decode<const LIMIT: usize, T: DeserializeOwned>(mut bytes: &[u8]) -> Result<T, CodecError> {
    let value = decode_first::<LIMIT, T>(&mut bytes)?;
    if bytes.is_empty() {
        Ok(value)
    } else {
        Err(CodecError::Trailing(bytes.len()))
    }
}

/// The value at the front of `bytes`, which moves on behind it; never allocates more than `LIMIT` bytes.
///
/// # Errors
/// When the bytes do not begin with a value within the limit.
pub fn decode_first<const LIMIT: usize, T: DeserializeOwned>(
    bytes: &mut &[u8],
) -> Result<T, CodecError> {
    let config = bincode::config::standard().with_limit::<LIMIT>();
    let (value, read) = bincode::serde::decode_from_slice(bytes, config)?;
    *bytes = bytes.get(read..).unwrap_or_default();
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_never_changes() {
        assert_eq!(
            encode(&(300u64, "sì", Some(-2i64))).unwrap(),
            b"\xfb\x2c\x01\x03s\xc3\xac\x01\x03"
        );
    }

    #[test]
    fn leftovers_and_bombs_are_refused() {
        assert!(matches!(
            decode::<1024, u64>(&[1, 2]),
            Err(CodecError::Trailing(1))
        ));
        let bomb = [0xfd, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        assert!(decode::<1024, Vec<u8>>(&bomb).is_err());
    }
}
