//! Reading bytes that may be anything, from the front, without ever going past their end.

/// The next `N` bytes; `bytes` moves on behind them. `None` when they are too few.
pub fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = bytes.split_first_chunk::<N>()?;
    *bytes = tail;
    Some(*head)
}

/// The next `length` bytes; `bytes` moves on behind them. `None` when they are too few.
pub fn take_slice<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (head, tail) = bytes.split_at_checked(length)?;
    *bytes = tail;
    Some(head)
}

/// Where the zeros begin that run to the end: 0 when there is nothing else.
pub fn written_length(bytes: &[u8]) -> usize {
    const BLOCK: [u8; 4096] = [0; 4096];
    let blank_blocks = bytes
        .rchunks(BLOCK.len())
        .take_while(|block| BLOCK.starts_with(block))
        .map(<[u8]>::len)
        .sum::<usize>();
    let rest = bytes.get(..bytes.len() - blank_blocks).unwrap_or_default();
    rest.iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unwritten_tail_is_zeros_to_the_end() {
        let mut bytes = vec![0; 10_000];
        assert_eq!(written_length(&bytes), 0);
        for at in [0, 1, 1_807, 1_808, 5_903, 5_904, 9_999] {
            bytes[at] = 1;
            assert_eq!(written_length(&bytes), at + 1);
        }
        assert_eq!(written_length(&[]), 0);
    }

    #[test]
    fn nothing_is_taken_past_the_end() {
        let mut bytes: &[u8] = &[1, 2, 3];
        assert_eq!(take::<2>(&mut bytes), Some([1, 2]));
        assert_eq!(take::<2>(&mut bytes), None);
        assert_eq!(take_slice(&mut bytes, 2), None);
        assert_eq!(take_slice(&mut bytes, 1), Some(&[3][..]));
    }
}
