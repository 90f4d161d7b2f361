//! What reaches the desk and what it asks for: messages and effects, both plain data.

use crate::{
    domain::{
        id::{self, BatchId, InteractionId, OpId, StationId, TicketId},
        number::TicketNumber,
        slug::Slug,
        time::Moment,
    },
    keeper::service::{Fault, Hit, Notice, Proposal, Reply, Request, Search, Welcome},
    keymap::Key,
};
use chrono::NaiveDateTime;

/// The time a message arrives: the desk has no clock of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Now {
    /// The moment.
    pub at: Moment,
    /// The same moment on the wall of this place.
    pub local: NaiveDateTime,
    /// Milliseconds of a clock that nobody sets: waits are measured by it.
    pub steady_ms: u64,
}

impl Now {
    /// By how many milliseconds the wall clock was set between here and `later`.
    #[must_use]
    pub fn set_by(self, later: Self) -> i64 {
        let passed = later.steady_ms.saturating_sub(self.steady_ms);
        let passed = i64::try_from(passed).unwrap_or(i64::MAX);
        later.at.since(self.at).saturating_sub(passed)
    }
}

/// Something typed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Pasted text: it goes to the focused line only (T12).
    Paste(String),
    /// What the key before goes on to do.
    Then(Then),
}

/// What a key goes on to do once what it needs is there: it stands at the head of the input, and keys
/// typed after it wait behind it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Then {
    /// The call is concluded.
    Conclude,
    /// The request on screen is taken.
    Take,
    /// The text of the request on screen is corrected.
    CorrectText,
    /// The text of the version on screen is opened in the editor.
    Edit,
}

/// Why something was asked, and so where its answer goes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Ask {
    /// The queue screen's list, of this generation.
    Queue(u64),
    /// How many requests wait in each view of the queue, asked with this number.
    Counts(u64),
    /// A ticket to be opened or shown again, asked with this number: an earlier answer is an old one.
    Dossier(TicketId, u64),
    /// The tickets with the number being typed, of this generation of the line.
    Number(u64, TicketNumber),
    /// The offices one may entrust to.
    Offices,
    /// The help lines.
    HelpLines,
    /// The operators, for their names.
    Operators,
    /// The last calls of this operator, asked with this number: an earlier answer is an old one.
    Recent(u64),
    /// The parked calls of the agency, asked with this number.
    Parked(u64),
    /// An article to be shown: a deputy, a related sheet.
    Article(Slug),
    /// A new operator.
    Enrol,
    /// What is said on every desk, asked with this number.
    Notices(u64),
    /// The people of the structure, asked with this number.
    People(u64),
    /// What is new, asked with this number.
    News(u64),
    /// What waits for a curator, asked with this number.
    Tasks(u64),
    /// A version to be shown, asked with this number.
    Edition(u64),
    /// What the linter says of the text kept under this name.
    Lint(InteractionId),
    /// The requests of the identified caller, asked with this number.
    CallerRequests(u64),
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Keys, in the order typed.
    Inputs(Vec<Input>),
    /// The size of the terminal.
    Resized(u16, u16),
    /// Time went on: a clock on screen may have changed.
    Tick,
    /// The keeper knows us.
    Welcome(Box<Welcome>),
    /// The keeper does not; nothing is lost.
    Refused(Fault),
    /// Results for the text of a generation.
    Found(u64, Result<Vec<Hit>, Fault>),
    /// An answer.
    Answer(Ask, Result<Box<Reply>, Fault>),
    /// A batch is durable.
    Saved(BatchId, OpId, Vec<(TicketId, TicketNumber)>),
    /// A batch was not taken.
    NotSaved(BatchId, Fault),
    /// A batch that a desk that died left behind was not taken: it stays on disk.
    NotAdopted(Proposal, Fault),
    /// Why drafts cannot be kept on disk; `None` when they can again.
    Kept(Option<String>),
    /// Something changed elsewhere.
    Notice(Notice),
    /// The editor of the text kept under this name has closed: what it left, or why it could not open.
    Edited(InteractionId, Result<String, String>),
    /// Drafts this operator left behind, newest last: a dropped line, a killed desk. How many more
    /// files there were that cannot be read.
    Drafts(Vec<String>, usize),
}

/// Something the runtime is asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Search; only the newest search matters.
    Search(u64, Search),
    /// Ask the keeper.
    Ask(Ask, Request),
    /// Have a batch written; batches are written in the order given. The draft of the call it ends
    /// is not needed any more.
    Commit(Proposal, Option<InteractionId>),
    /// Keep this draft of a call on disk, in place of the one before.
    Keep(InteractionId, String),
    /// Nothing is left to keep of a call.
    Forget(InteractionId),
    /// What is kept under this name is another operator's: it is left for his desk.
    Release(InteractionId),
    /// A batch that was refused is on screen again, and kept there.
    ForgetBatch(BatchId),
    /// Open the text kept under this name in the operator's editor, and tell what it left.
    Edit(InteractionId, String),
    /// Ring the terminal's bell.
    Beep,
    /// Draw the whole screen again.
    Redraw,
    /// Leave.
    Quit,
}

/// What makes identities: a seed drawn by the runtime, and a count. The desk stays pure and two desks
/// never make the same one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Identities {
    seed: [u8; 32],
    count: u64,
}

impl Identities {
    /// Identities from a random seed.
    #[must_use]
    pub const fn new(seed: [u8; 32]) -> Self {
        Self { seed, count: 0 }
    }

    /// The identity of what is made now.
    pub fn draw(&mut self, now: Moment) -> [u8; 16] {
        self.count += 1;
        let mut hasher = blake3::Hasher::new_keyed(&self.seed);
        hasher.update(&self.count.to_le_bytes());
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        id::made_at(now, bytes)
    }

    /// The identity of this desk: the first one made.
    pub fn station(&mut self, now: Moment) -> StationId {
        StationId::new(self.draw(now))
    }
}
