//! Walking segments in memory, wherever their bytes come from: each record, its chain, and whatever is none.

use super::{
    Position,
    chain::{Chains, StreamHead},
    header::Link,
    record::Raw,
    replay::{Findings, Stored, Unread},
    scan::{Damage, Step, Window},
    segment::{self, Header, NoHeader},
};

/// What was met on a way through the segments of one journal.
#[derive(Debug)]
pub struct Walk {
    chains: Chains,
    findings: Findings,
}

impl Walk {
    /// A walk that begins at `from`.
    #[must_use]
    pub fn from(from: Position) -> Self {
        Self {
            chains: Chains::from(from),
            findings: Findings::default(),
        }
    }

    /// What was met up to here.
    #[must_use]
    pub const fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The last batch of every stream, by stream.
    #[must_use]
    pub fn heads(&self) -> Vec<StreamHead> {
        self.chains.heads()
    }

    /// Takes note of damage.
    pub(super) fn damaged(&mut self, damage: Damage) {
        self.findings.corrupt.push(damage);
    }

    /// Takes the next record; the batch it carries when this version can read it.
    pub(super) fn take(&mut self, raw: &Raw<'_>) -> Option<Stored> {
        let hash = raw.hash();
        self.findings
            .breaks
            .extend(self.chains.follow(raw.position, &raw.link, hash));
        let Some(batch) = raw.batch() else {
            self.findings.unread.push(Unread {
                position: raw.position,
                next: raw.next(),
                version: raw.version,
                link: raw.link,
                hash,
                subjects: raw.subjects(),
            });
            return None;
        };
        self.findings.read = self.findings.read.and(raw.link.ops);
        Some(Stored {
            position: raw.position,
            next: raw.next(),
            batch,
            hash,
        })
    }
}

/// A good record of a segment in memory.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Sound {
    /// Where it begins.
    pub offset: u32,
    /// Where the next one does.
    pub next: u32,
    /// Its place in its stream.
    pub link: Link,
    /// The hash that the next batch of its stream names as previous.
    pub hash: [u8; 32],
}

/// A whole segment in memory.
#[derive(Debug)]
pub struct Image {
    segment: u32,
    window: Window,
}

impl Image {
    /// The bytes of a segment from its header on; its records end at `end`, where that is known.
    #[must_use]
    pub const fn new(segment: u32, bytes: Vec<u8>, end: Option<u32>) -> Self {
        Self {
            segment,
            window: Window::whole(segment, bytes, end),
        }
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.window.bytes()
    }

    /// Its header.
    ///
    /// # Errors
    /// When it is damaged, or of a newer program.
    pub fn header(&self) -> Result<Header, NoHeader> {
        Header::read(self.bytes(), self.segment)
    }

    /// Its good records, in order.
    #[must_use]
    pub fn sound(&self) -> Vec<Sound> {
        let mut sound = Vec::new();
        self.steps(|step| {
            if let Step::Record(raw) = step {
                sound.push(Sound {
                    offset: raw.position.offset,
                    next: raw.next().offset,
                    link: raw.link,
                    hash: raw.hash(),
                });
            }
        });
        sound
    }

    /// Goes through it: what is met is noted in `walk`, each batch is given to `each`. A header of a
    /// newer version counts as damage: so do its records, if they cannot be read.
    pub fn walk(&self, walk: &mut Walk, each: &mut dyn FnMut(Stored)) {
        if self.header().is_err() {
            let start = Position {
                segment: self.segment,
                offset: 0,
            };
            walk.damaged(Damage::nameless(start, segment::HEADER));
        }
        self.steps(|step| match step {
            Step::Record(raw) => {
                if let Some(stored) = walk.take(&raw) {
                    each(stored);
                }
            }
            Step::Damage(damage) => walk.damaged(damage),
            Step::End => {}
        });
    }

    fn steps(&self, mut each: impl FnMut(Step<'_>)) {
        let mut at = segment::first(self.segment);
        loop {
            let step = self.window.step(at);
            match &step {
                Step::End => return,
                Step::Record(raw) => at = raw.next(),
                Step::Damage(damage) => at.offset = at.offset.saturating_add(damage.length),
            }
            each(step);
        }
    }
}
