//! A record: the frame, the header and the packed ops of one batch, each under a checksum.
//!
//! ```text
//! F7 's' 'p' 'J' · version u16 · header length u32 · ops length u32
//! · own position 8 · position of its fsync group 8                     the frame, 30 bytes
//! header · CRC-32 of frame and header · packed ops · CRC-32 of all before
//! ```
//!
//! Numbers are little-endian, positions big-endian. The frame and the two checksums stay as they are
//! in every version, so that an older program can step over a newer record. The first byte never
//! occurs in UTF-8 and a record names the place where it stands: nothing that a record carries can
//! pass for a record when the journal is searched for the next good one after damage.

use super::{
    Position,
    bytes::{take, take_slice},
    header::{self, Link, Packed, VERSION},
};
use crate::domain::{
    batch::{Batch, unpack_ops},
    op::{RawOp, Subject},
};

/// How a record begins.
pub const MAGIC: [u8; 4] = [0xF7, b's', b'p', b'J'];
/// Bytes of the frame before the header.
const FRAME: usize = 30;
/// Bytes of a checksum.
const CRC: usize = 4;

/// A record whose checksums hold, payload unread.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'a> {
    /// Where it stands.
    pub position: Position,
    /// Where its fsync group begins.
    pub group: Position,
    /// The version of its format.
    pub version: u16,
    /// Its place in its stream.
    pub link: Link,
    header: &'a [u8],
    payload: &'a [u8],
    length: u32,
}

impl Raw<'_> {
    /// Where the next record of the segment begins.
    pub const fn next(&self) -> Position {
        Position {
            segment: self.position.segment,
            offset: self.position.offset.saturating_add(self.length),
        }
    }

    /// The hash that the next batch of its stream names as previous.
    pub fn hash(&self) -> [u8; 32] {
        header::hash(self.version, self.header, self.payload)
    }

    /// What its ops are about, as far as they can be read.
    pub fn subjects(&self) -> Vec<Subject> {
        subjects(self.payload)
    }

    /// The batch it carries; `None` when a newer version wrote it or something in it.
    pub fn batch(&self) -> Option<Batch> {
        if self.version != VERSION {
            return None;
        }
        let (header, count) = header::read_header(self.header)?;
        let ops = unpack_ops(self.payload).ok()?;
        (ops.len() == usize::from(count)).then_some(Batch { header, ops })
    }
}

/// How many bytes a record takes; `None` when more than a segment can address.
pub fn length(packed: &Packed) -> Option<u32> {
    let parts = [FRAME, packed.header.len(), CRC, packed.payload.len(), CRC];
    u32::try_from(parts.iter().sum::<usize>()).ok()
}

/// Writes the record of a batch after `out`: it will stand at `position`, in the fsync group that
/// begins at `group`.
pub fn write(out: &mut Vec<u8>, packed: &Packed, position: Position, group: Position) {
    let mut all = crc32fast::Hasher::new();
    let mut frame = Vec::with_capacity(FRAME + packed.header.len());
    frame.extend(MAGIC);
    frame.extend(VERSION.to_le_bytes());
    for part in [&packed.header, &packed.payload] {
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        frame.extend(length.to_le_bytes());
    }
    frame.extend(position.bytes());
    frame.extend(group.bytes());
    frame.extend(&packed.header);
    let crc = crc32fast::hash(&frame);
    frame.extend(crc.to_le_bytes());
    all.update(&frame);
    all.update(&packed.payload);
    out.extend(frame);
    out.extend(&packed.payload);
    out.extend(all.finalize().to_le_bytes());
}

/// The front of a record: everything up to its ops, under its own checksum.
struct Front<'a> {
    version: u16,
    group: Position,
    header: &'a [u8],
    payload_length: usize,
    length: usize,
}

impl<'a> Front<'a> {
    /// Reads the front of the record that stands at `position`; `None` when it is damaged.
    fn read(bytes: &'a [u8], position: Position) -> Option<Self> {
        let mut rest = bytes;
        if take(&mut rest)? != MAGIC {
            return None;
        }
        let version = u16::from_le_bytes(take(&mut rest)?);
        let header_length = u32::from_le_bytes(take(&mut rest)?) as usize;
        let payload_length = u32::from_le_bytes(take(&mut rest)?) as usize;
        let own = Position::take(&mut rest)?;
        let group = Position::take(&mut rest)?;
        if own != position || group > position {
            return None;
        }
        let header = take_slice(&mut rest, header_length)?;
        let length = FRAME.checked_add(header_length)?;
        let crc = u32::from_le_bytes(take(&mut rest)?);
        (crc32fast::hash(bytes.get(..length)?) == crc).then_some(Self {
            version,
            group,
            header,
            payload_length,
            length: length + CRC,
        })
    }
}

/// The record at the front of `bytes`, which stand at `position`; `None` when it is damaged, cut
/// short, belongs elsewhere, or is none.
pub fn read(bytes: &[u8], position: Position) -> Option<Raw<'_>> {
    let front = Front::read(bytes, position)?;
    let mut rest = bytes.get(front.length..)?;
    let payload = take_slice(&mut rest, front.payload_length)?;
    let checked = front.length.checked_add(front.payload_length)?;
    let crc = u32::from_le_bytes(take(&mut rest)?);
    if crc32fast::hash(bytes.get(..checked)?) != crc {
        return None;
    }
    Some(Raw {
        position,
        group: front.group,
        version: front.version,
        link: Link::take(&mut { front.header })?,
        header: front.header,
        payload,
        length: u32::try_from(checked.checked_add(CRC)?).ok()?,
    })
}

/// What can still be told of a damaged record.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Remains {
    /// Whose batch it was, when the damage is only in its ops.
    pub header: Option<crate::domain::batch::Header>,
    /// What its ops were about, as far as they can be read: not covered by a checksum any more, so a
    /// hint of where to look and no more.
    pub subjects: Vec<Subject>,
}

/// What can still be told of the damaged record at the front of `bytes`.
pub fn remains(bytes: &[u8], position: Position) -> Remains {
    let Some(front) = Front::read(bytes, position) else {
        return Remains::default();
    };
    let mut payload = bytes.get(front.length..).unwrap_or_default();
    payload = payload.get(..front.payload_length).unwrap_or(payload);
    Remains {
        header: header::read_header(front.header)
            .filter(|_read| front.version == VERSION)
            .map(|(header, _ops)| header),
        subjects: subjects(payload),
    }
}

/// What packed ops are about, up to the first bytes that are none; each subject once.
fn subjects(mut payload: &[u8]) -> Vec<Subject> {
    let mut subjects: Vec<_> = std::iter::from_fn(|| RawOp::read(&mut payload).ok())
        .map(|op| op.subject)
        .collect();
    subjects.sort_unstable();
    subjects.dedup();
    subjects
}
