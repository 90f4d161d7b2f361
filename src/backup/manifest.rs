//! The manifest of a backup: which bytes it is made of, under which hashes, and what was wrong with their source.

use super::error::BackupError;
use crate::{
    domain::{id::StreamId, time::Moment},
    journal::{
        Findings, Position, StreamHead, Totals,
        segment::{HEADER, LARGEST},
    },
};
use serde::{Deserialize, Serialize};
use std::{fs::File, io::Read, path::Path};

/// The version of the format; a newer one is refused.
const FORMAT: u32 = 1;
/// The most bytes of a manifest that are read: more than a journal of a thousand years needs.
pub const LIMIT: u64 = 16 << 20;
/// How a manifest begins: the hash of everything after this line.
const SEAL: &str = "# sportello backup ";
/// The most findings that are listed; the rest are counted.
const LISTED: usize = 200;

/// What a backup says of itself.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the format.
    format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// When it was made, RFC 3339.
    made_at: String,
    /// The segment in which the journal ended.
    end_segment: u32,
    /// And where in it.
    end_offset: u32,
    /// Batches it holds.
    pub batches: u64,
    /// Their ops.
    pub ops: u64,
    /// Records of a newer program among its bytes.
    pub unread: u64,
    /// What was wrong with the journal that was copied; nothing in a sound backup.
    #[serde(default)]
    pub findings: Vec<String>,
    /// The segments, from the first one on.
    #[serde(rename = "segment")]
    pub parts: Vec<Part>,
    /// The last batch of every stream.
    #[serde(rename = "stream", default)]
    heads: Vec<Head>,
}

/// One segment of a backup.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its number.
    pub number: u32,
    /// Where its records end.
    pub end: u32,
    /// Its bytes.
    pub bytes: u32,
    /// Their hash, hexadecimal.
    pub blake3: String,
}

/// Whether a file begins as a manifest does; the other sort of backup is one file that holds all.
///
/// # Errors
/// When it cannot be read.
pub fn begins(path: &Path) -> Result<bool, BackupError> {
    let file = File::open(path).map_err(BackupError::io("open", path))?;
    let mut bytes = Vec::new();
    file.take(SEAL.len() as u64)
        .read_to_end(&mut bytes)
        .map_err(BackupError::io("read", path))?;
    Ok(bytes == SEAL.as_bytes())
}

impl Part {
    /// The name of its file.
    #[must_use]
    pub fn file_name(&self) -> String {
        let hash = self.blake3.get(..16).unwrap_or_default();
        format!("{:06}-{hash}.journal", self.number)
    }

    fn fault(&self, due: u32) -> Option<&'static str> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if self.number != due {
            Some("its segments are not in order")
        } else if self.bytes > LARGEST || self.end > LARGEST || self.end < HEADER {
            Some("a segment is larger than one can be")
        } else if self.blake3.len() != 64 || !self.blake3.bytes().all(hex) {
            Some("a hash is none")
        } else {
            None
        }
    }
}

#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
struct Head {
    id: String,
    batch: u64,
    next_op: u64,
    blake3: String,
}

impl From<&StreamHead> for Head {
    fn from(head: &StreamHead) -> Self {
        Self {
            id: head.stream.to_string(),
            batch: head.number,
            next_op: head.next_seq,
            blake3: blake3::Hash::from_bytes(head.hash).to_hex().to_string(),
        }
    }
}

impl Manifest {
    /// The manifest of a copy that was read back.
    pub(super) fn new(
        program: &str,
        made_at: Moment,
        end: Position,
        parts: Vec<Part>,
        read: &Findings,
        heads: &[StreamHead],
    ) -> Self {
        let Totals { batches, ops } = read.read;
        Self {
            format: FORMAT,
            program: program.to_owned(),
            made_at: made_at.rfc3339(),
            end_segment: end.segment,
            end_offset: end.offset,
            batches,
            ops,
            unread: read.unread.len() as u64,
            findings: described(read),
            parts,
            heads: heads.iter().map(Head::from).collect(),
        }
    }

    /// When it was made.
    #[must_use]
    pub fn made_at(&self) -> Moment {
        Moment::parse(&self.made_at).unwrap_or_default()
    }

    /// Where the journal ended.
    #[must_use]
    pub const fn end(&self) -> Position {
        Position {
            segment: self.end_segment,
            offset: self.end_offset,
        }
    }

    /// Whether nothing was wrong with the journal that was copied.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// The bytes of all its segments.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.parts.iter().map(|part| u64::from(part.bytes)).sum()
    }

    /// The last batch of every stream; one that cannot be read is left out.
    pub(super) fn heads(&self) -> impl Iterator<Item = StreamHead> + '_ {
        self.heads.iter().filter_map(|head| {
            Some(StreamHead {
                stream: StreamId::parse(&head.id)?,
                number: head.batch,
                next_seq: head.next_op,
                hash: blake3::Hash::from_hex(&head.blake3).ok()?.into(),
            })
        })
    }

    /// Whether what was read of it is what it says.
    pub(super) fn tells(&self, read: &Findings, heads: &[StreamHead]) -> bool {
        let heads = heads.iter().map(Head::from);
        self.batches == read.read.batches
            && self.ops == read.read.ops
            && self.unread == read.unread.len() as u64
            && self.findings == described(read)
            && heads.eq(self.heads.iter().cloned())
    }

    /// Its file.
    ///
    /// # Errors
    /// When it cannot be written as TOML: never for one that was read or made.
    pub(super) fn text(&self) -> Result<String, String> {
        let body = toml_edit::ser::to_string_pretty(self).map_err(|error| error.to_string())?;
        let hash = blake3::hash(body.as_bytes()).to_hex();
        Ok(format!("{SEAL}{hash}\n{body}"))
    }

    /// Reads the file of a manifest; `path` is for what is said of it.
    ///
    /// # Errors
    /// When it is damaged, contradicts itself, or a newer program made it.
    pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<Self, BackupError> {
        let damaged = |why: &str| BackupError::damaged(path, why);
        let text = str::from_utf8(bytes).map_err(|_no_utf8| damaged("no text"))?;
        let sealed = text.strip_prefix(SEAL).and_then(|it| it.split_once('\n'));
        let (hash, body) = sealed.ok_or_else(|| damaged("no manifest of a backup"))?;
        if *hash != *blake3::hash(body.as_bytes()).to_hex() {
            return Err(damaged("the manifest is damaged"));
        }
        let format = toml_edit::de::from_str::<Format>(body).map_or(FORMAT, |it| it.format);
        if format > FORMAT {
            return Err(BackupError::Newer {
                path: path.to_owned(),
                format,
            });
        }
        let manifest: Self =
            toml_edit::de::from_str(body).map_err(|error| damaged(error.message()))?;
        match manifest.fault() {
            None => Ok(manifest),
            Some(why) => Err(damaged(why)),
        }
    }

    fn fault(&self) -> Option<&'static str> {
        let parts = (1..).zip(&self.parts);
        if let Some(fault) = parts.into_iter().find_map(|(due, part)| part.fault(due)) {
            return Some(fault);
        }
        let ends = self
            .parts
            .last()
            .is_some_and(|last| (last.number, last.end) == (self.end_segment, self.end_offset));
        if !ends {
            return Some("it ends elsewhere than its last segment");
        }
        Moment::parse(&self.made_at)
            .is_none()
            .then_some("it has no time")
    }
}

/// What is asked of a manifest before anything else.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// What a walk found wrong, a line each.
fn described(read: &Findings) -> Vec<String> {
    let corrupt = read
        .corrupt
        .iter()
        .map(|damage| format!("damaged {} +{}", damage.position, damage.length));
    let breaks = read
        .breaks
        .iter()
        .map(|one| format!("chain {} {} at {}", one.stream, one.number, one.position));
    let mut lines: Vec<String> = corrupt.chain(breaks).collect();
    if lines.len() > LISTED {
        let more = lines.len() - LISTED;
        lines.truncate(LISTED);
        lines.push(format!("and {more} more"));
    }
    lines
}
