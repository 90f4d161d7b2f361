//! The ops of one batch, gathered from a call and its questions.

use super::Mark;
use crate::{
    desk::{
        app::App,
        draft::{Call, Ending, Question, Told},
        words,
    },
    domain::{
        field::{self, FieldId, Value},
        id::{InteractionId, OpId, TicketId},
        op::{ArticleRef, Op, Queue, Subject},
        outcome::{Channel, Outcome, TicketKind, TimeSource, Verb},
        text::Text,
    },
};

/// How a question ends.
#[derive(Clone, Debug)]
pub struct Ends {
    /// What the request is.
    pub kind: TicketKind,
    /// The outcome.
    pub outcome: Outcome,
    /// What becomes of the request.
    pub verb: Verb,
    /// Who gets it.
    pub to: Option<Queue>,
    /// The words that go with it.
    pub words: Text,
}

impl Ends {
    /// The question is answered here and now, with these words.
    #[must_use]
    pub const fn closed(kind: TicketKind, outcome: Outcome, words: Text) -> Self {
        Self {
            kind,
            outcome,
            verb: Verb::Close,
            to: None,
            words,
        }
    }
}

/// The ops of one batch being gathered.
#[derive(Debug, Default)]
pub struct Batch {
    pub(super) ops: Vec<Op>,
    pub(super) marks: Vec<(u64, Mark)>,
    pub(super) mint: Vec<TicketId>,
    /// The requests that the caller's data are written with.
    pub(super) callers: Vec<TicketId>,
    /// The requests whose answers are written.
    pub(super) answered: Vec<TicketId>,
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

    /// The beginning of the call, unless the journal or this batch has it.
    pub fn begin(&mut self, app: &App) {
        let call = &app.call;
        let mark = Mark::Begin(call.interaction);
        if call.begun || self.marks.iter().any(|(_, known)| *known == mark) {
            return;
        }
        let (started, source) = call
            .started
            .unwrap_or((app.now.at, TimeSource::FirstCharacter));
        let op = Op::Begin {
            interaction: call.interaction,
            channel: Channel::Phone,
            started,
            source,
            station: app.station,
            caller: call.caller_number.clone(),
        };
        self.push_marked(op, mark);
    }

    /// A question that ends: the call has begun, the request is there with its fields, what was told
    /// for it, how it ended and what becomes of it.
    pub fn settle(&mut self, app: &App, question: &Question, ends: Ends) {
        let interaction = app.call.interaction;
        self.begin(app);
        self.ticket(&app.call, question, ends.kind);
        self.told(interaction, question);
        let answer = question.answer().map(|told| told.answer.clone());
        self.conclude(interaction, question, ends.outcome, answer);
        self.change(question, ends.verb, ends.to, ends.words);
    }

    /// A question that a number given has closed goes on: the closing is taken back, and what follows
    /// in this batch stands on what was before it. `false` when no number has closed it.
    pub fn reopen(&mut self, question: &mut Question) -> bool {
        let (Ending::Given { .. }, Some(closing), Some(opened)) = (
            &question.ending,
            question.written.head,
            question.written.opened,
        ) else {
            return false;
        };
        let subject = Subject::ticket(question.ticket);
        self.push(Op::Undo {
            subject,
            op: closing,
        });
        question.written.head = Some(opened);
        question.ending = Ending::Open;
        true
    }

    /// The question as a ticket: opened if it is new, its fields where they differ from what the
    /// journal holds.
    fn ticket(&mut self, call: &Call, question: &Question, kind: TicketKind) {
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
        self.callers.push(ticket);
    }

    /// What the caller said of himself after his request was written: it is kept with it.
    pub fn caller(&mut self, call: &Call, question: &Question) {
        if question.written.head.is_none() && question.ending == Ending::Open {
            return;
        }
        self.callers.push(question.ticket);
        for (field, words) in call.caller_words() {
            if question.written.caller.get(&field) != Some(&words) {
                self.set(question, field, &Text::line(&words));
            }
        }
    }

    /// What the caller answered to the questions of the sheet, where it was not sent yet.
    pub fn answers(&mut self, question: &Question) {
        if question.written.head.is_none() && question.ending == Ending::Open {
            return;
        }
        for (place, asked) in question.asked.iter().enumerate() {
            if asked.is_owed() {
                let op = Op::Answer {
                    ticket: question.ticket,
                    article: asked.article.clone(),
                    question: asked.question.id.clone(),
                    value: asked.line.text(),
                    replaces: asked.op.into_iter().collect(),
                };
                self.push_marked(op, Mark::Answer(question.ticket, place));
                self.answered.push(question.ticket);
            }
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
    fn change(&mut self, question: &Question, verb: Verb, to: Option<Queue>, text: Text) {
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
        let typed = typed.map(|question| question.line.as_str().trim().to_owned());
        // Without a request there is no other place for what the caller said of himself.
        let words = typed.into_iter().chain(call.caller_words().into_values());
        let words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
        let text = Text::block(&words.join(" · "));
        let (answer, corrects) = (None, None);
        let op = Op::Conclude {
            interaction,
            ticket,
            outcome,
            answer,
            corrects,
            text,
        };
        self.push(op);
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

    /// The first op gathered.
    #[must_use]
    pub fn first(&self) -> Option<&Op> {
        self.ops.first()
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
pub(super) fn undone_subject(op: &Op) -> Option<Subject> {
    match op {
        Op::Change { .. }
        | Op::Conclude { .. }
        | Op::Told { .. }
        | Op::End { .. }
        | Op::Note { .. }
        | Op::Undo { .. } => Some(op.subject()),
        // Which answer it was goes with the conclusion that names it.
        Op::SetField {
            field: field::ARTICLE,
            replaces,
            ..
        } if !replaces.is_empty() => Some(op.subject()),
        _ => None,
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
