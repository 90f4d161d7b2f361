//! From what was typed and told to the ops of one batch, and what its acknowledgement changes.

mod batch;
mod settled;

use super::{
    app::{App, Wait},
    draft::{Before, Call},
    form::{self, Lines, Purpose},
    msg::Effect,
    words,
};
use crate::{
    domain::{
        field::FieldId,
        id::{BatchId, InteractionId, OpId, TicketId},
        op::Subject,
        outcome::Role,
        slug::Slug,
    },
    keeper::service::Proposal,
};

use batch::undone_subject;
pub use batch::{Batch, Ends, article_words, closing_words};

/// What the identity of an op is remembered for, once the batch is durable.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    /// The beginning of a call.
    Begin(InteractionId),
    /// The value of a field.
    Field(TicketId, FieldId),
    /// The state of a ticket.
    Head(TicketId),
    /// The conclusion of a ticket.
    Conclusion(TicketId),
    /// The answer to a question of its sheet, by its place.
    Answer(TicketId, usize),
}

/// A batch on its way to the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// Its name.
    pub batch: BatchId,
    /// When it was sent, on the clock that nobody sets.
    pub sent: u64,
    /// What to undo, by position in the batch: the subject of each op, when undoing it makes sense.
    pub subjects: Vec<Option<Subject>>,
    /// What to remember of which op, by position.
    pub marks: Vec<(u64, Mark)>,
    /// The call as it was before: it comes back when the batch is refused, or undone. `None` when
    /// the batch is about something else than a call on screen.
    pub before: Option<Box<Before>>,
    /// What to say when it is durable.
    pub say: Said,
    /// The words of a form that it writes: they are in the form again if it is refused.
    pub words: Option<(Purpose, Lines)>,
    /// The action that it takes back: if it is refused, that can be taken back again.
    pub undoes: Option<Box<Undoable>>,
}

/// What one action of the operator wrote: undo takes all of it back.
#[derive(Clone, Debug, PartialEq)]
pub struct Undoable {
    /// The ops, with their subjects.
    pub ops: Vec<(Subject, OpId)>,
    /// The call as it was before, when the action was about one.
    pub before: Option<Box<Before>>,
    /// The request whose number did not answer: what is offered instead is the same action.
    pub unanswered: Option<TicketId>,
}

/// A batch holds more than one may hold: nothing was sent, and the call is as it was.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TooLarge;

/// Nothing is left to do for a batch refused for its size: the call is as it was, what was typed is
/// where it was typed, and the operator has been told.
pub const fn or_told(_sent: Result<(), TooLarge>) {}

/// What the acknowledgement of a batch is for the operator.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Said {
    /// *Salvato*, with the number of this ticket.
    Number(TicketId),
    /// *Salvato*.
    Saved,
    /// These words.
    Words(String),
    /// *Salvato*: the number given for this request did not answer.
    NoAnswer(TicketId),
    /// Parked.
    Parked,
    /// A parked call was taken up; this is how it was then.
    Resumed(Box<Call>),
    /// Taken back, and its call is on screen again: as it was then, when another one was there.
    Undone(Option<Box<Call>>),
    /// A text is a draft now: it needs no longer be kept.
    Text(InteractionId),
    /// Taken back.
    Withdrawn,
}

impl App {
    /// The role this operator acts in for the agency.
    #[must_use]
    pub fn role(&self) -> Role {
        let agency: &Slug = &self.agency_id;
        let wanted = [
            Role::FirstLevel,
            Role::BackOffice,
            Role::Department,
            Role::Urp,
            Role::Supervisor,
            Role::Curator,
        ];
        let held = |role: &Role| {
            self.operator
                .as_ref()
                .is_some_and(|me| me.holds(*role, agency))
        };
        wanted.into_iter().find(held).unwrap_or(Role::FirstLevel)
    }

    /// Sends a batch that is about no call on screen: a request of the queue, a call of before.
    ///
    /// # Errors
    /// [`TooLarge`]; the operator has been told.
    pub fn commit_apart(&mut self, batch: Batch, say: Said) -> Result<(), TooLarge> {
        self.send(batch, None, say)
    }

    /// Sends a batch of the call. `before` is the call without what the batch writes of it: it comes
    /// back at once when the batch cannot be sent, later when it is refused or undone.
    ///
    /// # Errors
    /// [`TooLarge`]; the operator has been told.
    pub fn commit(&mut self, batch: Batch, before: Call, say: Said) -> Result<(), TooLarge> {
        let begins = Mark::Begin(before.interaction);
        let begins = batch.marks.iter().any(|(_, mark)| *mark == begins);
        let caller = self.call.caller_words();
        for question in &mut self.call.questions {
            if batch.callers.contains(&question.ticket) {
                question.written.caller.clone_from(&caller);
            }
        }
        form::answers_sent(&mut self.call, &batch.answered);
        let before = Before::of(before, &self.call, begins);
        self.send(batch, Some(Box::new(before)), say)
    }

    /// The same for an article, which may be another agency's: everybody's, for one.
    ///
    /// # Errors
    /// [`TooLarge`]; the operator has been told.
    pub fn commit_for(&mut self, agency: &Slug, batch: Batch, say: Said) -> Result<(), TooLarge> {
        let own = std::mem::replace(&mut self.agency_id, agency.clone());
        let sent = self.send(batch, None, say);
        self.agency_id = own;
        sent
    }

    fn send(
        &mut self,
        batch: Batch,
        before: Option<Box<Before>>,
        say: Said,
    ) -> Result<(), TooLarge> {
        let id = self.new_batch();
        let role = self.role();
        let agency = self.agency_id.clone();
        let Ok(proposal) = Proposal::new(id, agency, role, &batch.ops, batch.mint) else {
            if let Some(before) = before {
                self.call = before.call;
            }
            self.refuse(words::TOO_LARGE);
            return Err(TooLarge);
        };
        // What the caller has said of himself since, or answered, is only in the draft.
        let told_all = self.call.concluded && !self.call.owes_caller();
        let over = say == Said::Parked || told_all;
        let here = self.call.interaction;
        let own = before
            .as_ref()
            .filter(|before| before.call.interaction == here);
        let ended = own.filter(|_| over).map(|_| here);
        if own.is_some_and(|before| before.begins) {
            // What follows before this is durable must not begin the call again.
            self.call.begun = true;
        }
        self.pending.push(Pending {
            batch: id,
            sent: self.now.steady_ms,
            subjects: batch.ops.iter().map(undone_subject).collect(),
            marks: batch.marks,
            before,
            say,
            words: self.confirmed.take(),
            undoes: None,
        });
        self.effects.push(Effect::Commit(proposal, ended));
        Ok(())
    }

    /// What something waits for that goes on from ops of the call on screen.
    #[must_use]
    pub fn unsaved(&self) -> Option<Wait> {
        let of_call = |before: &Before| before.call.interaction == self.call.interaction;
        let last = self
            .pending
            .iter()
            .rev()
            .find(|pending| pending.before.as_deref().is_some_and(of_call))?;
        Some(Wait::Saved(last.batch))
    }
}
