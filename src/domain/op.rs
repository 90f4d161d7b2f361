//! An op: one fact in the journal, the only way state changes; and its bytes.
//!
//! An op is framed by hand: kind, flags, subject, then two payloads. The *clear* one keeps what
//! statistics need (topic, office, times, outcome); the *personal* one keeps what identifies a
//! person, so that it can be sealed with a key of its subject and later shed for good (DESIGN §3).
//! A kind or a value this version does not know is kept as it came, counted, and folded after an
//! upgrade: nothing is dropped in silence (rule 5).

mod frame;
mod payload;

use super::{
    field::{FieldId, Value},
    id::{InteractionId, OpId, StationId, StreamId, TicketId},
    number::TicketNumber,
    outcome::{ArticleKind, Channel, Outcome, Role, Side, TimeSource, Verb},
    slug::Slug,
    text::Text,
    time::Moment,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use frame::{FrameError, RawOp, SEALED, SHED};
pub use payload::vocabulary;

/// What an op is about: ops of one subject fold together.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// The sort of thing, a number of [`subject`].
    pub kind: u8,
    /// Its identity: its own sixteen bytes, or the hash of its name.
    pub id: [u8; 16],
}

/// The sorts of subject. Never reused.
pub mod subject {
    /// A ticket.
    pub const TICKET: u8 = 1;
    /// An interaction.
    pub const INTERACTION: u8 = 2;
    /// An article, by the hash of its slug.
    pub const ARTICLE: u8 = 3;
    /// An agency, by the hash of its slug.
    pub const AGENCY: u8 = 4;
    /// An operator, by the hash of its slug.
    pub const OPERATOR: u8 = 5;
    /// The replica itself: number blocks, receipts.
    pub const REPLICA: u8 = 6;
}

impl Subject {
    /// A ticket.
    #[must_use]
    pub const fn ticket(id: TicketId) -> Self {
        Self {
            kind: subject::TICKET,
            id: id.bytes(),
        }
    }

    /// An interaction.
    #[must_use]
    pub const fn interaction(id: InteractionId) -> Self {
        Self {
            kind: subject::INTERACTION,
            id: id.bytes(),
        }
    }

    /// Something that has a name.
    #[must_use]
    pub fn named(kind: u8, name: &Slug) -> Self {
        let mut id = [0; 16];
        for (to, from) in id
            .iter_mut()
            .zip(blake3::hash(name.as_str().as_bytes()).as_bytes())
        {
            *to = *from;
        }
        Self { kind, id }
    }

    /// The replica's own affairs.
    pub const REPLICA: Self = Self {
        kind: subject::REPLICA,
        id: [0; 16],
    };

    /// Its seventeen bytes, kind first: the order in which subjects are kept.
    #[must_use]
    pub fn bytes(self) -> [u8; 17] {
        let mut bytes = [0; 17];
        for (to, from) in bytes
            .iter_mut()
            .zip(std::iter::once(&self.kind).chain(&self.id))
        {
            *to = *from;
        }
        bytes
    }
}

/// An article as it was told: which one, and which version of it (hash of the canonical text).
#[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct ArticleRef {
    /// The article.
    pub id: Slug,
    /// The first sixteen bytes of the hash of its canonical text.
    pub version: [u8; 16],
}

/// Who holds a request: the queue it waits in.
#[derive(Clone, Debug, Default, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub enum Queue {
    /// The first level.
    #[default]
    FirstLevel,
    /// The back office.
    BackOffice,
    /// A department.
    Office(Slug),
}

impl Queue {
    /// `first-level`, `back-office`, or the office's id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::FirstLevel => "first-level",
            Self::BackOffice => "back-office",
            Self::Office(office) => office.as_str(),
        }
    }

    /// The queue with this identifier; `None` when it is no identifier at all.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        match id {
            "first-level" => Some(Self::FirstLevel),
            "back-office" => Some(Self::BackOffice),
            _ => Slug::parse(id).ok().map(Self::Office),
        }
    }
}

/// Who vouches for a published article.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Provenance {
    /// It came with the program.
    Seed,
    /// It was imported as trusted.
    Trusted,
    /// A draft: not found by the first level.
    Draft,
    /// Made by `demo`: synthetic.
    Synthetic,
    /// Office and URP approved this very text, two people who did not write it (BA-24).
    Approved,
}

/// An approval given outside the program: office heads never open a terminal (BA-24, BA-27).
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// Its protocol number.
    pub protocol: Text,
    /// Its date.
    pub date: NaiveDate,
    /// Who approved.
    pub name: Text,
}

/// One fact.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(
    missing_docs,
    reason = "each kind says what it is; its parts are the types they have"
)]
pub enum Op {
    /// A field of a ticket takes a value, in place of the ones its author saw.
    SetField {
        ticket: TicketId,
        field: FieldId,
        value: Value,
        replaces: Vec<OpId>,
    },
    /// The state of a ticket changes, from the heads its author saw.
    Change {
        ticket: TicketId,
        verb: Verb,
        to: Option<Queue>,
        owner: Option<Slug>,
        parents: Vec<OpId>,
        text: Text,
    },
    /// An annotation by any actor, never edited in place (PR-02).
    Note {
        ticket: TicketId,
        text: Text,
        corrects: Option<OpId>,
    },
    /// A ticket is called by a number.
    Number {
        ticket: TicketId,
        number: TicketNumber,
    },
    /// A tag is put on or taken off; a concurrent putting-on wins.
    Tag {
        ticket: TicketId,
        tag: Slug,
        present: bool,
        replaces: Vec<OpId>,
    },
    /// The answer to a question of an article, in place of the ones its author saw (PR-15).
    Answer {
        ticket: TicketId,
        article: Slug,
        question: Text,
        value: Text,
        replaces: Vec<OpId>,
    },
    /// A ticket is linked with another.
    Link { ticket: TicketId, to: TicketId },
    /// An interaction begins.
    Begin {
        interaction: InteractionId,
        channel: Channel,
        started: Moment,
        source: TimeSource,
        station: StationId,
        caller: Text,
    },
    /// How an interaction ended, for one of its tickets or by itself.
    Conclude {
        interaction: InteractionId,
        ticket: Option<TicketId>,
        outcome: Outcome,
        answer: Option<ArticleRef>,
        corrects: Option<OpId>,
        text: Text,
    },
    /// A passage was told; `used` is false when it was abandoned for another answer.
    Told {
        interaction: InteractionId,
        ticket: Option<TicketId>,
        answer: ArticleRef,
        passage: Text,
        used: bool,
    },
    /// A call is parked with everything its desk held of it, as the desk wrote it.
    Park {
        interaction: InteractionId,
        draft: String,
    },
    /// A parked call is taken up at a desk.
    Resume {
        interaction: InteractionId,
        station: StationId,
        parked: OpId,
    },
    /// An interaction is over.
    End {
        interaction: InteractionId,
        ended: Moment,
        source: TimeSource,
    },
    /// A version of an article is in force, or, as a draft, proposed; in place of the publications its
    /// author saw.
    Publish {
        article: Slug,
        kind: ArticleKind,
        text: String,
        provenance: Provenance,
        replaces: Vec<OpId>,
    },
    /// An article is withdrawn.
    Withdraw { article: Slug, replaces: Vec<OpId> },
    /// A version is approved, in person or by an act of somebody who opens no terminal.
    Approve {
        article: Slug,
        version: [u8; 16],
        side: Side,
        act: Option<Act>,
    },
    /// Another person has seen the act that an approval records.
    Confirm { article: Slug, approval: OpId },
    /// One sentence on an office or a sheet, not approved, gone within a day; empty to take away what it
    /// replaces.
    Notice {
        article: Slug,
        text: Text,
        until: Moment,
        replaces: Vec<OpId>,
    },
    /// Its author has read this version (BA-28).
    Read { article: Slug, version: [u8; 16] },
    /// What callers were looking for when this article was picked; or, to forget, nothing from now back.
    Learned {
        article: Slug,
        queries: Vec<Text>,
        forget: bool,
    },
    /// A number of this article reaches somebody else, or nobody.
    WrongNumber { article: Slug, number: Text },
    /// An agency is described: one file of a page.
    Agency { agency: Slug, text: String },
    /// An operator is named; `account` is the Unix account he works under.
    Operator {
        operator: Slug,
        name: Text,
        account: Option<u32>,
    },
    /// An operator receives a role, in an agency or (`all`) everywhere, perhaps for one office.
    Grant {
        operator: Slug,
        role: Role,
        agency: Slug,
        office: Option<Slug>,
    },
    /// An operator loses a role.
    Revoke {
        operator: Slug,
        role: Role,
        agency: Slug,
    },
    /// A block of ticket numbers belongs to this replica.
    NumberBlock { block: u32 },
    /// Whoever orders saw these batches of a stream at this time.
    Receipt {
        stream: StreamId,
        from: u64,
        to: u64,
        at: Moment,
    },
    /// An op has no effect, by this rule; its author is told.
    Refused {
        subject: Subject,
        op: OpId,
        rule: Text,
    },
    /// An op is taken back by its author; figures ignore the pair.
    Undo { subject: Subject, op: OpId },
    /// A fact this version cannot read: kept, forwarded, folded after an upgrade.
    Unknown(RawOp),
}

impl Op {
    /// What it is about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        match self {
            Self::SetField { ticket, .. }
            | Self::Change { ticket, .. }
            | Self::Note { ticket, .. }
            | Self::Number { ticket, .. }
            | Self::Tag { ticket, .. }
            | Self::Answer { ticket, .. }
            | Self::Link { ticket, .. } => Subject::ticket(*ticket),
            Self::Begin { interaction, .. }
            | Self::Conclude { interaction, .. }
            | Self::Told { interaction, .. }
            | Self::Park { interaction, .. }
            | Self::Resume { interaction, .. }
            | Self::End { interaction, .. } => Subject::interaction(*interaction),
            Self::Publish { article, .. }
            | Self::Withdraw { article, .. }
            | Self::Approve { article, .. }
            | Self::Confirm { article, .. }
            | Self::Notice { article, .. }
            | Self::Read { article, .. }
            | Self::Learned { article, .. }
            | Self::WrongNumber { article, .. } => Subject::named(subject::ARTICLE, article),
            Self::Agency { agency, .. } => Subject::named(subject::AGENCY, agency),
            Self::Operator { operator, .. }
            | Self::Grant { operator, .. }
            | Self::Revoke { operator, .. } => Subject::named(subject::OPERATOR, operator),
            Self::NumberBlock { .. } | Self::Receipt { .. } => Subject::REPLICA,
            Self::Refused { subject, .. } | Self::Undo { subject, .. } => *subject,
            Self::Unknown(raw) => raw.subject,
        }
    }

    /// The ops it stands on: those its author saw and it replaces, corrects or follows.
    #[must_use]
    pub fn parents(&self) -> &[OpId] {
        match self {
            Self::SetField { replaces, .. }
            | Self::Tag { replaces, .. }
            | Self::Answer { replaces, .. }
            | Self::Publish { replaces, .. }
            | Self::Notice { replaces, .. }
            | Self::Withdraw { replaces, .. } => replaces,
            Self::Confirm { approval, .. } => std::slice::from_ref(approval),
            Self::Change { parents, .. } => parents,
            Self::Note { corrects, .. } | Self::Conclude { corrects, .. } => corrects.as_slice(),
            Self::Resume { parked, .. } => std::slice::from_ref(parked),
            Self::Number { .. }
            | Self::Link { .. }
            | Self::Begin { .. }
            | Self::Told { .. }
            | Self::Park { .. }
            | Self::End { .. }
            | Self::Approve { .. }
            | Self::Read { .. }
            | Self::Learned { .. }
            | Self::WrongNumber { .. }
            | Self::Agency { .. }
            | Self::Operator { .. }
            | Self::Grant { .. }
            | Self::Revoke { .. }
            | Self::NumberBlock { .. }
            | Self::Receipt { .. }
            | Self::Refused { .. }
            | Self::Undo { .. }
            | Self::Unknown(_) => &[],
        }
    }

    /// Whether the later of the two says anew what the earlier said: the state of a ticket, the value
    /// of one field, whether one tag is on.
    #[must_use]
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Change { .. }, Self::Change { .. }) => true,
            (Self::SetField { field: one, .. }, Self::SetField { field: two, .. }) => one == two,
            (Self::Tag { tag: one, .. }, Self::Tag { tag: two, .. }) => one == two,
            (
                Self::Answer {
                    article, question, ..
                },
                Self::Answer {
                    article: other,
                    question: same,
                    ..
                },
            ) => article == other && question == same,
            _ => false,
        }
    }

    /// The article it is about.
    #[must_use]
    pub const fn article(&self) -> Option<&Slug> {
        match self {
            Self::Publish { article, .. }
            | Self::Withdraw { article, .. }
            | Self::Approve { article, .. }
            | Self::Confirm { article, .. }
            | Self::Notice { article, .. }
            | Self::Read { article, .. }
            | Self::Learned { article, .. }
            | Self::WrongNumber { article, .. } => Some(article),
            _ => None,
        }
    }

    /// The ticket an op of an interaction also belongs to: both histories show it.
    #[must_use]
    pub const fn also(&self) -> Option<Subject> {
        match self {
            Self::Conclude {
                ticket: Some(ticket),
                ..
            }
            | Self::Told {
                ticket: Some(ticket),
                ..
            } => Some(Subject::ticket(*ticket)),
            _ => None,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
