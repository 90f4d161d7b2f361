//! The frame of an op: written by hand, versioned by its kinds, readable without knowing them.

use super::{Op, Subject, payload};
use crate::domain::codec::{CodecError, OP_LIMIT};

/// The personal payload is encrypted with the key named in the frame.
pub const SEALED: u8 = 1;
/// The personal payload has been shed for good; what is left is its absence.
pub const SHED: u8 = 2;

/// Bytes before the payloads: kind, flags, subject, two lengths.
const HEAD: usize = 2 + 1 + 17 + 4 + 4;
/// Bytes of the name of a key, when there is one.
const KEY: usize = 16;

/// An op as its frame shows it, payloads unread.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RawOp {
    /// The number of its kind.
    pub kind: u16,
    /// [`SEALED`], [`SHED`], and flags of later versions.
    pub flags: u8,
    /// What it is about.
    pub subject: Subject,
    /// The key its personal payload is sealed with.
    pub key: Option<[u8; 16]>,
    /// What stays in clear.
    pub clear: Vec<u8>,
    /// What identifies a person.
    pub personal: Vec<u8>,
}

/// Why bytes are no op.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The bytes end within a frame.
    #[error("the op is cut short")]
    Short,
    /// The op is larger than 64 KiB.
    #[error("the op takes {0} bytes, more than {OP_LIMIT}")]
    Large(usize),
    /// A payload could not be written.
    #[error(transparent)]
    Codec(#[from] CodecError),
}

impl RawOp {
    /// Its length when written, in bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        let head = if self.key.is_some() { HEAD + KEY } else { HEAD };
        head + self.clear.len() + self.personal.len()
    }

    /// Never: a frame has bytes even when its payloads have none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        false
    }

    /// Writes the frame after `out`.
    ///
    /// # Errors
    /// When the op is larger than [`OP_LIMIT`].
    pub fn write(&self, out: &mut Vec<u8>) -> Result<(), FrameError> {
        if self.len() > OP_LIMIT {
            return Err(FrameError::Large(self.len()));
        }
        out.extend(self.kind.to_le_bytes());
        out.push(self.flags);
        out.extend(self.subject.bytes());
        if let Some(key) = self.key {
            out.extend(key);
        }
        for part in [&self.clear, &self.personal] {
            let length =
                u32::try_from(part.len()).map_err(|_too_long| FrameError::Large(part.len()))?;
            out.extend(length.to_le_bytes());
        }
        out.extend(&self.clear);
        out.extend(&self.personal);
        Ok(())
    }

    /// Reads one frame from the front of `bytes`, which moves on behind it.
    ///
    /// # Errors
    /// When the bytes end early or the frame claims more than [`OP_LIMIT`].
    pub fn read(bytes: &mut &[u8]) -> Result<Self, FrameError> {
        let kind = u16::from_le_bytes(take(bytes)?);
        let [flags] = take(bytes)?;
        let [subject_kind] = take(bytes)?;
        let subject = Subject {
            kind: subject_kind,
            id: take(bytes)?,
        };
        let key = if flags & SEALED == 0 {
            None
        } else {
            Some(take(bytes)?)
        };
        let clear_length = u32::from_le_bytes(take(bytes)?) as usize;
        let personal_length = u32::from_le_bytes(take(bytes)?) as usize;
        let head = if key.is_some() { HEAD + KEY } else { HEAD };
        let total = head
            .saturating_add(clear_length)
            .saturating_add(personal_length);
        if total > OP_LIMIT {
            return Err(FrameError::Large(total));
        }
        let clear = take_slice(bytes, clear_length)?.to_vec();
        let personal = take_slice(bytes, personal_length)?.to_vec();
        Ok(Self {
            kind,
            flags,
            subject,
            key,
            clear,
            personal,
        })
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], FrameError> {
    let (head, tail) = bytes.split_first_chunk::<N>().ok_or(FrameError::Short)?;
    *bytes = tail;
    Ok(*head)
}

fn take_slice<'a>(bytes: &mut &'a [u8], length: usize) -> Result<&'a [u8], FrameError> {
    let (head, tail) = bytes.split_at_checked(length).ok_or(FrameError::Short)?;
    *bytes = tail;
    Ok(head)
}

impl Op {
    /// Writes the op after `out`.
    ///
    /// # Errors
    /// When it is larger than [`OP_LIMIT`].
    pub fn write(&self, out: &mut Vec<u8>) -> Result<(), FrameError> {
        match self {
            Self::Unknown(raw) => raw.write(out),
            known => payload::pack(known)?.write(out),
        }
    }

    /// The frame it is written in.
    ///
    /// # Errors
    /// When a payload cannot be written.
    pub fn raw(&self) -> Result<RawOp, FrameError> {
        match self {
            Self::Unknown(raw) => Ok(raw.clone()),
            known => Ok(payload::pack(known)?),
        }
    }

    /// The op of a frame. A kind or a payload this version cannot read becomes [`Op::Unknown`].
    #[must_use]
    pub fn of(raw: RawOp) -> Self {
        payload::unpack(&raw).unwrap_or(Self::Unknown(raw))
    }

    /// Reads one op from the front of `bytes`. A kind or a payload this version cannot read becomes
    /// [`Op::Unknown`], byte for byte.
    ///
    /// # Errors
    /// When the bytes are no frame.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, FrameError> {
        RawOp::read(bytes).map(Self::of)
    }
}
