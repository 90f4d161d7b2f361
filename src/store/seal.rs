//! Values with their checksum, cut into pieces where they exceed what the engine may take.

use super::{
    StoreError, key,
    kv::{Kv, VALUE_LIMIT},
};
use std::collections::BTreeMap;

/// Sealed keys and values, in key order.
pub type Sealed = BTreeMap<Vec<u8>, Vec<u8>>;

/// The most bytes of a piece: room for checksum and count within [`VALUE_LIMIT`].
const PIECE: usize = VALUE_LIMIT - 64;

/// Adds `bytes` under `key`, with checksums; what does not fit follows under keys of its own.
pub fn seal(out: &mut Sealed, key: Vec<u8>, bytes: &[u8]) {
    let mut pieces = bytes.chunks(PIECE);
    let head = pieces.next().unwrap_or_default();
    let more = pieces.len();
    for (number, piece) in (1u16..).zip(pieces) {
        out.insert(key::piece(&key, number), with_checksum(0, piece));
    }
    out.insert(
        key,
        with_checksum(u16::try_from(more).unwrap_or(u16::MAX), head),
    );
}

/// The bytes of a piece with its checksum, and how many more follow it.
pub fn with_checksum(more: u16, bytes: &[u8]) -> Vec<u8> {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&more.to_le_bytes());
    hasher.update(bytes);
    let mut value = Vec::with_capacity(bytes.len() + 6);
    value.extend(hasher.finalize().to_le_bytes());
    value.extend(more.to_le_bytes());
    value.extend(bytes);
    value
}

/// The value sealed under `key`.
///
/// # Errors
/// [`StoreError::Damaged`] when a checksum does not match or a piece is missing.
pub fn get(kv: &dyn Kv, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
    match kv.get(key)? {
        Some(head) => open(kv, key, &head).map(Some),
        None => Ok(None),
    }
}

/// The value whose first piece a scan has found under `key`.
///
/// # Errors
/// [`StoreError::Damaged`] when a checksum does not match or a piece is missing.
pub fn open(kv: &dyn Kv, key: &[u8], head: &[u8]) -> Result<Vec<u8>, StoreError> {
    let (more, bytes) = checked(key, head)?;
    let mut whole = bytes.to_vec();
    for number in 1..=more {
        let piece = kv
            .get(&key::piece(key, number))?
            .ok_or_else(|| StoreError::damaged(key))?;
        whole.extend(checked(key, &piece)?.1);
    }
    Ok(whole)
}

/// How many pieces follow one, and its bytes.
///
/// # Errors
/// [`StoreError::Damaged`] when the checksum does not match.
pub fn checked<'v>(key: &[u8], value: &'v [u8]) -> Result<(u16, &'v [u8]), StoreError> {
    let damaged = || StoreError::damaged(key);
    let (checksum, sealed) = value.split_first_chunk().ok_or_else(damaged)?;
    if crc32fast::hash(sealed) != u32::from_le_bytes(*checksum) {
        return Err(damaged());
    }
    let (more, bytes) = sealed.split_first_chunk().ok_or_else(damaged)?;
    Ok((u16::from_le_bytes(*more), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{kv::Change, memory_kv::MemoryKv};

    fn stored(bytes: &[u8]) -> MemoryKv {
        let mut sealed = Sealed::new();
        seal(&mut sealed, b"key".to_vec(), bytes);
        let kv = MemoryKv::default();
        let puts = sealed
            .into_iter()
            .map(|(key, value)| Change::Put(key, value));
        kv.apply(puts.collect()).unwrap();
        kv
    }

    #[test]
    fn a_value_of_any_length_reads_back() {
        for length in [0, 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
            let bytes: Vec<u8> = (0..length)
                .map(|n| u8::try_from(n % 251).unwrap())
                .collect();
            assert_eq!(get(&stored(&bytes), b"key").unwrap(), Some(bytes));
        }
    }

    #[test]
    fn a_flipped_bit_or_a_missing_piece_is_damage() {
        let bytes = vec![7; PIECE + 1];
        for key in [b"key".to_vec(), key::piece(b"key", 1)] {
            let kv = stored(&bytes);
            let mut value = kv.get(&key).unwrap().unwrap();
            value[6] ^= 1;
            kv.apply(vec![Change::Put(key.clone(), value)]).unwrap();
            assert!(matches!(get(&kv, b"key"), Err(StoreError::Damaged(_))));
        }
        let kv = stored(&bytes);
        kv.apply(vec![Change::Delete(key::piece(b"key", 1))])
            .unwrap();
        assert!(matches!(get(&kv, b"key"), Err(StoreError::Damaged(_))));
    }
}
