//! What a desk or a command may ask of a keeper, in process and over its socket alike.

mod dossier;
mod event;
mod knowledge;
mod search;
mod work;

use crate::domain::{
    agency::Agency,
    article::{Published, life::Life},
    batch::{self, BatchError},
    id::{BatchId, OpId, StationId, TicketId},
    interaction::Interaction,
    number::TicketNumber,
    op::{ArticleRef, Op},
    operator::Operator,
    outcome::{ArticleKind, Role, State},
    slug::Slug,
    text::Text,
    time::Moment,
};
use crate::kb::check::Known;
use serde::{Deserialize, Serialize};
use std::sync::mpsc::Receiver;

pub use crate::store::CuratorTask;
pub use crate::store::row::{Filter, Row};
pub use dossier::Dossier;
pub use event::{Event, EventKind};
pub use knowledge::{CuratorRow, Edition, Gaps, Linted, NoticeRow, Page, Unanswered};
pub use search::{Hit, Search};
pub use work::{Task, Work};

/// The version of this contract: both ends must speak the same (they are the same binary).
pub const PROTOCOL: u32 = 13;

/// Ops to be committed as one batch.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// The author's name for it: proposed twice, it is written once and answered twice.
    pub id: BatchId,
    /// Whose affairs.
    pub agency: Slug,
    /// In which role the author acts.
    pub role: Role,
    /// The packed ops ([`batch::pack_ops`]).
    pub ops: Vec<u8>,
    /// New tickets that want a number.
    pub mint: Vec<TicketId>,
}

impl Proposal {
    /// A proposal of these ops.
    ///
    /// # Errors
    /// When there are none, too many, or they are too large.
    pub fn new(
        id: BatchId,
        agency: Slug,
        role: Role,
        ops: &[Op],
        mint: Vec<TicketId>,
    ) -> Result<Self, BatchError> {
        Ok(Self {
            id,
            agency,
            role,
            ops: batch::pack_ops(ops)?,
            mint,
        })
    }
}

/// Who connects.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// The operator; `None` for the one whose Unix account it is.
    pub operator: Option<Slug>,
    /// The desk; commands have one too.
    pub station: StationId,
}

/// What a client is told when it connects.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// Who he is, when the keeper knows him.
    pub operator: Option<Operator>,
    /// Every agency this place answers for, the station's own first.
    pub agencies: Vec<Agency>,
    /// Process of the keeper.
    pub process: u32,
    /// Whether the journal is read-only now, and so nothing can be saved.
    pub read_only: bool,
    /// Whether the disk is nearly full: what is saved now takes the last of it.
    pub space_short: bool,
    /// What the keeper found damaged when it opened the journal, put aside and not dropped.
    pub findings: Findings,
}

/// What was wrong with a journal that was opened.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Whether what was being written last was cut off: it was never acknowledged.
    pub torn: bool,
    /// Records that were durable once and are damaged.
    pub corrupt: u64,
    /// Batches that were acknowledged, at this start or an earlier one, and are not in the journal.
    pub lost: u64,
}

/// A call of an operator, for correcting it until the end of the shift.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct CallRow {
    /// The call.
    pub interaction: Interaction,
    /// Its tickets: identity, number, headline.
    pub tickets: Vec<Row>,
    /// What was told, by title.
    pub told: Vec<(ArticleRef, Text)>,
}

/// An event of the telephone system (`sportello call`).
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Ring {
    /// The telephone system's name for the call.
    pub id: Text,
    /// The caller's number, or empty.
    pub from: Text,
    /// The number called, or empty.
    pub to: Text,
    /// What happened.
    pub event: RingEvent,
    /// The operator whose desk it is for.
    pub operator: Option<Slug>,
}

/// What happened on the line.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum RingEvent {
    /// It rings.
    Ringing,
    /// It was answered.
    Answered,
    /// It ended.
    Ended,
}

/// A question or an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// First of all: who connects.
    Hello(Hello),
    /// Write a batch; answered with [`Reply::Saved`] after it is durable.
    Commit(Proposal),
    /// Search the knowledge base; [`Reply::Found`].
    Search(Search),
    /// One article, in this version or the one in force; [`Reply::Article`].
    Article(Slug, Option<[u8; 16]>),
    /// Which version of each of these articles is in force, of the first thousand; [`Reply::Versions`].
    Versions(Vec<Slug>),
    /// Every article of a kind that an agency shows; [`Reply::Articles`].
    Articles(ArticleKind, Slug),
    /// A page of an agency's own articles of a kind, by slug; [`Reply::Articles`], empty after the last.
    Page(Page),
    /// The life of an article, drafts included; [`Reply::Life`].
    Life(Slug),
    /// A version with its text and what it comes after; [`Reply::Edition`].
    Edition(Slug, [u8; 16]),
    /// What `kb check` says of a text, in a language by its id; [`Reply::Linted`].
    Lint(String, String),
    /// What is in force, by name, for `kb check` of files; [`Reply::Known`].
    Known,
    /// What an agency's curator has to do; [`Reply::CuratorTasks`].
    CuratorTasks(Slug),
    /// What is new in an agency and was not read by who asks, newest first; [`Reply::Articles`].
    News(Slug),
    /// The sentences on the desks of an agency now, newest first; [`Reply::Notices`].
    Notices(Slug),
    /// What the calls say that the knowledge base of an agency lacks; [`Reply::Gaps`].
    Gaps(Slug),
    /// One ticket; [`Reply::Dossier`].
    Dossier(TicketId),
    /// The tickets that answer to a number (more than one when two places minted it); [`Reply::Rows`].
    ByNumber(TicketNumber),
    /// The tickets whose requester has this telephone number (normal form); [`Reply::Rows`].
    ByPhone(String),
    /// A list; [`Reply::Rows`].
    List(Filter),
    /// How many tickets each of these lists shows, its limit where there are so many or more; the first
    /// eight lists; [`Reply::Counts`].
    Counts(Vec<Filter>),
    /// The last calls of an operator, newest first; [`Reply::Calls`].
    RecentCalls(Slug, u16),
    /// The parked calls of an agency, oldest first; [`Reply::Calls`].
    ParkedCalls(Slug),
    /// The operators; [`Reply::Operators`].
    Operators,
    /// A new operator of a trial place, or the first of a real one; [`Reply::Operator`].
    Enrol {
        /// His name as the greeting says it.
        name: Text,
        /// The roles he asks for; granted where the rules allow.
        roles: Vec<Role>,
        /// The agency.
        agency: Slug,
    },
    /// An event of the telephone system, for the open desk it is meant for; [`Reply::Done`].
    Ring(Ring),
    /// Wait until everything committed so far can be searched; [`Reply::Index`].
    Settle,
    /// One hash of the whole state per agency; [`Reply::Digest`].
    Digest,
    /// Look at everything on disk; [`Reply::Verified`].
    Verify,
    /// Throw the views and the index away and make them again from the journal; [`Reply::Done`].
    Rebuild,
    /// Counts and sizes; [`Reply::Stats`].
    Stats,
    /// What long work goes on, and how far it is: answered at once; [`Reply::Working`].
    Working,
    /// Leave when the clients have gone; [`Reply::Done`].
    Stop,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// To [`Request::Hello`].
    Welcome(Box<Welcome>),
    /// The batch is durable; the numbers of the tickets that wanted one.
    Saved {
        /// The batch.
        batch: BatchId,
        /// Its first op; the others follow in the order proposed. A desk needs them to undo and to
        /// correct what it wrote.
        first: OpId,
        /// The numbers minted for it.
        numbers: Vec<(TicketId, TicketNumber)>,
    },
    /// Results, best first, and how long the search took inside, in microseconds.
    Found(Vec<Hit>, u64),
    /// One article; `None` when it does not exist or is not in force.
    Article(Option<Box<Published>>),
    /// The versions in force with the publications that stand, in the order asked.
    Versions(Vec<Option<([u8; 16], Vec<OpId>)>>),
    /// Articles, by title.
    Articles(Vec<Published>),
    /// The life of an article; `None` when nothing was ever said of it.
    Life(Option<Box<Life>>),
    /// A version; `None` when there is none.
    Edition(Option<Box<Edition>>),
    /// What there is to say of a text.
    Linted(Box<Linted>),
    /// What references may point to.
    Known(Box<Known>),
    /// What a curator has to do, the most urgent first.
    CuratorTasks(Vec<CuratorRow>),
    /// Notices.
    Notices(Vec<NoticeRow>),
    /// What the knowledge base lacks.
    Gaps(Box<Gaps>),
    /// One ticket; `None` when there is none.
    Dossier(Option<Box<Dossier>>),
    /// Tickets.
    Rows(Vec<Row>),
    /// Counts, in the order asked.
    Counts(Vec<u32>),
    /// Calls.
    Calls(Vec<CallRow>),
    /// Operators.
    Operators(Vec<Operator>),
    /// One operator.
    Operator(Box<Operator>),
    /// The state of the index.
    Index(IndexStats),
    /// Hashes by agency, and of all of them together.
    Digest(Vec<(Slug, String)>, String),
    /// What was looked at, and what is wrong.
    Verified(Box<Verification>),
    /// Counts and sizes.
    Stats(Box<Stats>),
    /// The long work that goes on, the latest last.
    Working(Vec<Work>),
    /// Done.
    Done,
}

/// What a look at everything on disk found.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Verification {
    /// Batches of the journal that were read.
    pub batches: u64,
    /// Their ops.
    pub ops: u64,
    /// Values of the views whose checksums were held against them.
    pub values: u64,
    /// Documents of the index.
    pub documents: u64,
    /// What is wrong, the journal first.
    pub findings: Vec<Finding>,
}

/// Something that is wrong, or out of the ordinary.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// Where, as a person who repairs it needs it: a file and offset, a stream, a name.
    pub place: String,
    /// The requests it touches: numbers, or identities of those without one.
    pub tickets: Vec<String>,
}

/// The sorts of finding.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum FindingKind {
    /// A record of the journal is damaged: what it said is lost here.
    CorruptRecord,
    /// Batches of a stream are missing.
    MissingBatches,
    /// Batches that were acknowledged are gone from the end of the journal; the numbers told for them.
    LostBatches,
    /// Two histories of one stream.
    ForkedStream,
    /// A record of a newer program: kept, not shown.
    NewerRecord,
    /// Put aside at an earlier start: never acknowledged, or named above.
    Quarantined,
    /// A value of the views is missing, damaged, or not what the journal says.
    DifferentViews,
    /// The index is not what the views say.
    DifferentIndex,
    /// A file of the index is damaged.
    DamagedIndex,
}

impl FindingKind {
    /// Whether something has to be done about it.
    #[must_use]
    pub const fn is_bad(self) -> bool {
        !matches!(self, Self::NewerRecord | Self::Quarantined)
    }

    /// Whether the journal lacks something that was acknowledged.
    #[must_use]
    pub const fn is_of_the_journal(self) -> bool {
        matches!(
            self,
            Self::CorruptRecord | Self::MissingBatches | Self::LostBatches
        )
    }
}

/// The state of the search index.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct IndexStats {
    /// Documents that can be found.
    pub documents: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Segments.
    pub segments: u64,
    /// Milliseconds the last indexing took.
    pub millis: u64,
}

/// Counts and sizes of a data directory.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Stats {
    /// Version of the program that keeps it.
    pub version: String,
    /// Process of the keeper.
    pub process: u32,
    /// When it started.
    pub since: Moment,
    /// Clients connected.
    pub clients: u32,
    /// Batches in the journal.
    pub batches: u64,
    /// Ops in the journal.
    pub ops: u64,
    /// Up to where the journal is durable: a [`crate::journal::Position`] as its bytes.
    pub journal_end: [u8; 8],
    /// Ops this version cannot read.
    pub unread_ops: u64,
    /// Bytes of the journal.
    pub journal_bytes: u64,
    /// Bytes of the views.
    pub view_bytes: u64,
    /// Tickets by state.
    pub tickets: Vec<(State, u64)>,
    /// Articles by kind.
    pub articles: Vec<(ArticleKind, u64)>,
    /// The index.
    pub index: IndexStats,
    /// What was wrong with the journal when this keeper opened it.
    pub findings: Findings,
    /// The daily backups.
    pub backups: Backups,
    /// Torn tails and corrupt records put aside, by file name.
    pub quarantined: Vec<String>,
}

/// The backups that a keeper makes every day.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Backups {
    /// Where; `None` when it makes none.
    pub dir: Option<String>,
    /// Why the last one it tried to make failed.
    pub failed: Option<String>,
}

/// What happened, told to whoever watches.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Notice {
    /// Tickets changed.
    Tickets(Vec<TicketId>),
    /// Calls were parked or taken up.
    Parked,
    /// The knowledge base changed and can be searched.
    Knowledge,
    /// There is news of the life of articles: drafts, approvals, notices.
    Lives,
    /// The telephone system says something to this desk.
    Ring(Ring),
    /// The disk takes no more: what is committed waits.
    ReadOnly,
    /// The disk takes writes again.
    Writable,
    /// The disk is nearly full: the reserve is in use.
    SpaceShort,
    /// The disk has space again.
    SpaceEnough,
    /// The keeper does something long that every desk should know of, and has come so far.
    Working(Work),
    /// That is over.
    Rested(Task),
    /// The daily backup failed: the doctor says why.
    BackupFailed,
    /// The keeper went away: what is not acknowledged will be sent again.
    Disconnected,
    /// A keeper is there again.
    Connected,
}

/// Why a request was not done.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub enum Fault {
    /// A rule forbids it: the name of a [`crate::domain::rules::refusals`] entry.
    #[error("refused: {0}")]
    Refused(String),
    /// The ops cannot be taken as they are.
    #[error("not acceptable: {0}")]
    Unacceptable(String),
    /// The disk is full or failing: nothing is lost, nothing can be saved now.
    #[error("the journal is read-only: {0}")]
    ReadOnly(String),
    /// Views or index are being made again: it passes by itself.
    #[error("the store is being made again")]
    Busy,
    /// A part of the journal is missing, so that it cannot be opened; `sportello store repair`.
    #[error("the journal cannot be opened: {0}")]
    Journal(String),
    /// A restore into the directory was cut off; `sportello store restore` once more.
    #[error("a restore into the data directory was cut off")]
    Unfinished,
    /// Views or index cannot be used; `sportello store rebuild`.
    #[error("the store cannot be used: {0}")]
    Store(String),
    /// A newer program made the data directory: that one opens it.
    #[error("a newer program made the data directory: {0}")]
    Newer(String),
    /// The keeper does not answer.
    #[error("the keeper does not answer: {0}")]
    Unreachable(String),
    /// The keeper is of another version; what to do about it.
    #[error("the keeper speaks protocol {theirs}, this program {ours}")]
    Version {
        /// The keeper's protocol.
        theirs: u32,
        /// Ours.
        ours: u32,
    },
}

/// A keeper, in process or behind its socket. Calls block; desks make them from worker threads.
pub trait Service: Send + Sync {
    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// The [`Fault`] that kept it from being done.
    fn call(&self, request: Request) -> Result<Reply, Fault>;

    /// What happens from now on. A receiver that is dropped is forgotten.
    fn watch(&self) -> Receiver<Notice>;
}
