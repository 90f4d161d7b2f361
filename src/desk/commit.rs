//! From what was typed and told to the ops of one batch, and what its acknowledgement changes.

mod settled;

use super::{
    app::{App, Wait},
    draft::{Call, Ending, Question, Told},
    form::Purpose,
    line::LineEdit,
    msg::Effect,
    words,
};
use crate::{
    domain::{
        field::{self, FieldId, Value},
        id::{BatchId, InteractionId, OpId, TicketId},
        op::{ArticleRef, Op, Queue, Subject},
        outcome::{Channel, Outcome, Role, TicketKind, TimeSource, Verb},
        slug::Slug,
        text::Text,
    },
    keeper::service::Proposal,
};

/// What the identity of an op is remembered for, once the batch is durable.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    /// The value of a field.
    Field(TicketId, FieldId),
    /// The state of a ticket.
    Head(TicketId),
    /// The conclusion of a ticket.
    Conclusion(TicketId),
    /// The conclusion of a call without a request.
    CallConclusion,
}

/// A batch on its way to the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// Its name.
    pub batch: BatchId,
    /// What to undo, by position in the batch: the subject of each op, when undoing it makes sense.
    pub subjects: Vec<Option<Subject>>,
    /// What to remember of which op, by position.
    pub marks: Vec<(u64, Mark)>,
    /// The call as it was before: it comes back when the batch is refused, or undone. `None` when
    /// the batch is about something else than a call on screen.
    pub before: Option<Box<Call>>,
    /// The first op, once it is durable.
    pub first: Option<OpId>,
    /// What to say when it is durable.
    pub say: Said,
    /// The words of a form that it writes: they are in the form again if it is refused.
    pub words: Option<(Purpose, LineEdit)>,
}

/// What the acknowledgement of a batch is for the operator.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Said {
    /// *Salvato*, with the number of this ticket.
    Number(TicketId),
    /// *Salvato*.
    Saved,
    /// Parked.
    Parked,
    /// A parked call was taken up; this is how it was then.
    Resumed(Box<Call>),
    /// Taken back, and its call is on screen again.
    Undone,
    /// Taken back.
    Withdrawn,
}

/// The ops of one batch being gathered.
#[derive(Debug, Default)]
pub struct Batch {
    ops: Vec<Op>,
    marks: Vec<(u64, Mark)>,
    mint: Vec<TicketId>,
}

impl Batch {
    /// Adds an op.
    pub fn push(&mut self, op: Op) {
        self.ops.push(op);
    }

    fn push_marked(&mut self, op: Op, mark: Mark) {
        self.marks.push((self.ops.len() as u64, mark));
        self.ops.push(op);
    }

    /// The beginning of the call, unless the journal has it.
    pub fn begin(&mut self, app: &App) {
        let call = &app.call;
        if call.begun {
            return;
        }
        let (started, source) = call
            .started
            .unwrap_or((app.now.at, TimeSource::FirstCharacter));
        self.push(Op::Begin {
            interaction: call.interaction,
            channel: Channel::Phone,
            started,
            source,
            station: app.station,
            caller: call.caller_number.clone(),
        });
    }

    /// The question as a ticket: opened if it is new, its fields where they differ from what the
    /// journal holds.
    pub fn ticket(&mut self, call: &Call, question: &Question, kind: TicketKind) {
        let ticket = question.ticket;
        if question.written.head.is_none() {
            self.change(question, Verb::Open, None, Text::default());
        }
        if question.written.number.is_none() {
            self.mint.push(ticket);
        }
        let answer = question.answer();
        let title = answer.map_or_else(Text::default, |told| told.title.clone());
        let topic = answer.map_or_else(Text::default, |told| told.topic.clone());
        let mut fields = vec![
            (field::TEXT, question.line.text()),
            (field::TITLE, title),
            (field::TOPIC, topic),
            (field::KIND, Text::line(kind.id())),
            (field::CHANNEL, Text::line(Channel::Phone.id())),
        ];
        fields.extend(answer.map(|told| (field::ARTICLE, article_words(&told.answer))));
        fields.extend(
            call.caller
                .iter()
                .map(|(field, line)| (*field, Text::line(line.as_str().trim()))),
        );
        for (field, words) in fields {
            self.set(question, field, &words);
        }
    }

    /// What the caller said of himself after his request was written: it is kept with it.
    pub fn caller(&mut self, call: &Call, question: &Question) {
        if question.written.head.is_none() && question.ending == Ending::Open {
            return;
        }
        let missing = call
            .caller
            .iter()
            .filter(|(field, _)| !question.written.fields.contains_key(field));
        for (field, words) in missing {
            self.set(question, *field, &Text::line(words.as_str().trim()));
        }
    }

    fn set(&mut self, question: &Question, field: FieldId, words: &Text) {
        let written = question.written.fields.get(&field);
        if words.is_empty() && written.is_none() {
            return;
        }
        let Some(value) = field::by_id(field).and_then(|spec| spec.read(words.as_str())) else {
            return;
        };
        self.set_value(
            question.ticket,
            field,
            value,
            written.iter().map(|op| **op).collect(),
        );
    }

    /// A field takes a value in place of the ones named.
    pub fn set_value(
        &mut self,
        ticket: TicketId,
        field: FieldId,
        value: Value,
        replaces: Vec<OpId>,
    ) {
        let op = Op::SetField {
            ticket,
            field,
            value,
            replaces,
        };
        self.push_marked(op, Mark::Field(ticket, field));
    }

    /// A change of state of the question's ticket.
    pub fn change(&mut self, question: &Question, verb: Verb, to: Option<Queue>, text: Text) {
        let parents = question.written.head.into_iter().collect();
        let ticket = question.ticket;
        let op = Op::Change {
            ticket,
            verb,
            to,
            owner: None,
            parents,
            text,
        };
        self.push_marked(op, Mark::Head(ticket));
    }

    /// What was told for the question, the abandoned included.
    pub fn told(&mut self, interaction: InteractionId, question: &Question) {
        for told in &question.told {
            let Told {
                answer,
                passage,
                used,
                ..
            } = told.clone();
            self.push(Op::Told {
                interaction,
                ticket: Some(question.ticket),
                answer,
                passage,
                used,
            });
        }
    }

    /// How the call ended for the question.
    pub fn conclude(
        &mut self,
        interaction: InteractionId,
        question: &Question,
        outcome: Outcome,
        answer: Option<ArticleRef>,
    ) {
        let ticket = Some(question.ticket);
        let (corrects, text) = (question.written.conclusion, question.own_words.clone());
        let op = Op::Conclude {
            interaction,
            ticket,
            outcome,
            answer,
            corrects,
            text,
        };
        self.push_marked(op, Mark::Conclusion(question.ticket));
    }

    /// How a call ended that opens no request; it may be about one that was open already. What was
    /// typed stays with it.
    pub fn conclude_call(&mut self, call: &Call, outcome: Outcome, ticket: Option<TicketId>) {
        let interaction = call.interaction;
        // Of a request that was looked up, its number was typed.
        let typed = call.question().filter(|_| ticket.is_none());
        let text = typed.map_or_else(Text::default, |question| question.line.text());
        let (answer, corrects) = (None, None);
        let op = Op::Conclude {
            interaction,
            ticket,
            outcome,
            answer,
            corrects,
            text,
        };
        self.push_marked(op, Mark::CallConclusion);
    }

    /// The end of the call.
    pub fn end(&mut self, app: &App) {
        let (ended, source) = match app.call.ended {
            Some(at) => (at, TimeSource::Telephony),
            None => (app.now.at, TimeSource::Key),
        };
        self.push(Op::End {
            interaction: app.call.interaction,
            ended,
            source,
        });
    }

    /// Whether nothing has been gathered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ops.is_empty()
    }
}

/// The words by which a ticket names its answer: slug and version.
#[must_use]
pub fn article_words(answer: &ArticleRef) -> Text {
    let version = u128::from_be_bytes(answer.version);
    Text::line(&format!("{}@{version:032x}", answer.id))
}

/// What undoing leaves alone: a number told stays the ticket's, and so do its words.
fn undone_subject(op: &Op) -> Option<Subject> {
    match op {
        Op::Change { .. }
        | Op::Conclude { .. }
        | Op::Told { .. }
        | Op::End { .. }
        | Op::Note { .. } => Some(op.subject()),
        _ => None,
    }
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
    pub fn commit_apart(&mut self, batch: Batch, say: Said) {
        self.send(batch, None, say);
    }

    /// Sends a batch of the call. `before` is what to put back if it is refused or undone.
    pub fn commit(&mut self, batch: Batch, before: Call, say: Said) {
        let begins = batch.ops.iter().any(|op| matches!(op, Op::Begin { .. }));
        if begins && self.call.interaction == before.interaction {
            // What follows before this is durable must not begin the call again.
            self.call.begun = true;
        }
        self.send(batch, Some(before), say);
    }

    fn send(&mut self, batch: Batch, before: Option<Call>, say: Said) {
        let id = self.new_batch();
        let over = say == Said::Parked || self.call.concluded;
        let ended = before
            .as_ref()
            .map(|before| before.interaction)
            .filter(|call| over && self.call.interaction == *call);
        let subjects = batch.ops.iter().map(undone_subject).collect();
        let proposal = Proposal::new(
            id,
            self.agency_id.clone(),
            self.role(),
            &batch.ops,
            batch.mint,
        );
        match proposal {
            Ok(proposal) => {
                self.pending.push(Pending {
                    batch: id,
                    subjects,
                    marks: batch.marks,
                    before: before.map(Box::new),
                    first: None,
                    say,
                    words: self.confirmed.take(),
                });
                self.effects.push(Effect::Commit(proposal, ended));
            }
            Err(error) => {
                if let Some(before) = before {
                    self.call = before;
                }
                self.error(words::UNACCEPTABLE.fill(self.lang, &[("why", &error)]));
            }
        }
    }

    /// What something waits for that goes on from ops of the call on screen.
    #[must_use]
    pub fn unsaved(&self) -> Option<Wait> {
        let of_call = |before: &Call| before.interaction == self.call.interaction;
        let last = self
            .pending
            .iter()
            .rev()
            .find(|pending| pending.before.as_deref().is_some_and(of_call))?;
        Some(Wait::Saved(last.batch))
    }
}

/// What a question is called in the words of a closing: the answer told, else how it ended.
#[must_use]
pub fn closing_words(question: &Question, app: &App) -> Text {
    match (&question.ending, question.answer()) {
        (Ending::Passed(to), _) => Text::line(&words::CLOSED_PASSED.fill(app.lang, &[("to", to)])),
        (Ending::Other(outcome), _) => Text::line(app.say(outcome.label())),
        _ if !question.own_words.is_empty() => question.own_words.clone(),
        (_, Some(told)) if !told.passage.is_empty() => told.passage.clone(),
        (_, Some(told)) => told.title.clone(),
        (Ending::Given { card }, None) => card.title.clone(),
        _ => Text::line(app.say(words::SAVED)),
    }
}
