//! A call being taken: what its desk holds of it until it is concluded. It is written to disk within
//! a second, travels with a parked call, and comes back after a dropped line.

use super::line::LineEdit;
use crate::domain::{
    article,
    field::FieldId,
    id::{InteractionId, OpId, TicketId},
    number::TicketNumber,
    op::{ArticleRef, Queue},
    outcome::{Outcome, TimeSource},
    slug::Slug,
    text::Text,
    time::Moment,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was told from an article.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Which article, which version.
    pub answer: ArticleRef,
    /// Its title.
    pub title: Text,
    /// Its topic's slug, or empty.
    pub topic: Text,
    /// The office a request on it goes to.
    pub office: Option<Slug>,
    /// The passage.
    pub passage: Text,
    /// False once another answer took its place (*non usata*).
    pub used: bool,
    /// What the article asks about a request.
    #[serde(default)]
    pub ask: Vec<article::Question>,
}

/// A question of a sheet about the request, and what the caller says to it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The sheet.
    pub article: Slug,
    /// What is asked.
    pub question: article::Question,
    /// What is typed.
    pub line: LineEdit,
    /// What of it was sent to the journal.
    pub sent: Text,
    /// The op that holds it.
    pub op: Option<OpId>,
}

impl Asked {
    /// A question nobody has answered.
    #[must_use]
    pub fn new(article: Slug, question: article::Question) -> Self {
        Self {
            article,
            question,
            line: LineEdit::default(),
            sent: Text::default(),
            op: None,
        }
    }

    /// Whether what is typed was not sent.
    #[must_use]
    pub fn is_owed(&self) -> bool {
        self.line.text() != self.sent
    }
}

/// How a request of the call has ended, as far as its desk knows.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Ending {
    /// It goes on.
    Open,
    /// A number was given.
    Given {
        /// What to read out and keep on screen.
        card: Card,
    },
    /// It was entrusted.
    Entrusted(Queue, Text),
    /// The call was passed on live.
    Passed(Text),
    /// Concluded with another outcome.
    Other(Outcome),
}

/// A number to read out: it stays on screen until the next call.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Of whom.
    pub title: Text,
    /// Office or role.
    pub detail: Text,
    /// Extension, telephone, address: each with its sort.
    pub lines: Vec<Text>,
    /// Whether the number was given or the call put through.
    #[serde(default = "given")]
    pub outcome: Outcome,
    /// Which entry, for *non risponde*.
    pub answer: ArticleRef,
    /// The numbers among them, as they stand in the entry.
    #[serde(default)]
    pub numbers: Vec<Text>,
    /// Who stands in.
    pub deputy: Option<Slug>,
    /// The office to entrust to when nobody answers.
    pub office: Option<Slug>,
}

/// What a card means that says nothing of its outcome: a call parked by an earlier version.
const fn given() -> Outcome {
    Outcome::SwitchboardGiven
}

/// What the journal already holds of a request.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Written {
    /// The number told on the phone.
    pub number: Option<TicketNumber>,
    /// The op that set each field.
    pub fields: BTreeMap<FieldId, OpId>,
    /// The change that opened it.
    pub opened: Option<OpId>,
    /// The last change of state.
    pub head: Option<OpId>,
    /// The conclusion in force.
    pub conclusion: Option<OpId>,
    /// What the caller said of himself, as it was sent with it last.
    #[serde(default)]
    pub caller: BTreeMap<FieldId, String>,
}

/// One question of the caller.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The ticket it is or becomes.
    pub ticket: TicketId,
    /// What is typed: the text of the request and the live search at once.
    pub line: LineEdit,
    /// Which result is chosen.
    pub selected: usize,
    /// What was told.
    pub told: Vec<Told>,
    /// What was answered without a sheet.
    pub own_words: Text,
    /// What its sheet asks, and what was answered.
    #[serde(default)]
    pub asked: Vec<Asked>,
    /// How it ended.
    pub ending: Ending,
    /// What the journal holds of it.
    pub written: Written,
}

impl Question {
    /// A question nothing is known of.
    #[must_use]
    pub fn new(ticket: TicketId) -> Self {
        Self {
            ticket,
            line: LineEdit::default(),
            selected: 0,
            told: Vec::new(),
            own_words: Text::default(),
            asked: Vec::new(),
            ending: Ending::Open,
            written: Written::default(),
        }
    }

    /// The answer that counts: the last one told and not abandoned.
    #[must_use]
    pub fn answer(&self) -> Option<&Told> {
        self.told.iter().rev().find(|told| told.used)
    }

    /// Whether something was answered, from a sheet or in own words.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.answer().is_some() || !self.own_words.is_empty()
    }

    /// Whether it holds nothing worth keeping. A number that was told is: it is of this caller's request,
    /// whatever was taken back and erased since.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let unasked = self.asked.iter().all(|asked| asked.line.is_blank());
        unasked
            && self.line.is_blank()
            && self.told.is_empty()
            && self.ending == Ending::Open
            && self.written.number.is_none()
    }

    /// Marks a passage as told; what was told before is kept as *non usata*.
    pub fn tell(&mut self, told: Told) {
        for earlier in &mut self.told {
            earlier.used = false;
        }
        self.told.retain(|earlier| earlier.answer != told.answer);
        self.told.push(told);
    }
}

/// A call being taken.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The interaction it is or becomes.
    pub interaction: InteractionId,
    /// When it began and how that is known.
    pub started: Option<(Moment, TimeSource)>,
    /// When it ended, by the telephone system.
    pub ended: Option<Moment>,
    /// The caller's number, told by the telephone system.
    pub caller_number: Text,
    /// What the caller said about himself.
    pub caller: BTreeMap<FieldId, LineEdit>,
    /// The request whose state was told: a call that ends so needs no other answer.
    pub looked_up: Option<TicketId>,
    /// His questions; never empty.
    pub questions: Vec<Question>,
    /// The question being worked on.
    pub current: usize,
    /// Whether the journal holds its beginning.
    pub begun: bool,
    /// Whether everything of it has been sent to the journal: what is on screen stays until the next call.
    pub concluded: bool,
}

impl Call {
    /// A call nobody has made yet.
    #[must_use]
    pub fn new(interaction: InteractionId, ticket: TicketId) -> Self {
        Self {
            interaction,
            started: None,
            ended: None,
            caller_number: Text::default(),
            caller: BTreeMap::new(),
            looked_up: None,
            questions: vec![Question::new(ticket)],
            current: 0,
            begun: false,
            concluded: false,
        }
    }

    /// The question being worked on.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        self.questions.get(self.current)
    }

    /// The question being worked on, to be changed.
    pub fn question_mut(&mut self) -> Option<&mut Question> {
        self.questions.get_mut(self.current)
    }

    /// Whether there is nothing to lose: no call in progress and nothing typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.started.is_none()
            && self.caller.values().all(LineEdit::is_blank)
            && self.questions.iter().all(Question::is_blank)
    }

    /// Whether nobody would miss it: nothing typed, nothing told, nothing in the journal, and no
    /// telephone system that rang it.
    #[must_use]
    pub fn holds_nothing(&self) -> bool {
        let by_hand = !matches!(
            self.started,
            Some((_, TimeSource::Telephony | TimeSource::Key))
        );
        by_hand
            && !self.begun
            && self.caller.values().all(LineEdit::is_blank)
            && self.questions.iter().all(Question::is_blank)
    }

    /// The questions a batch changed are as they were before it; what was typed since stays. The
    /// place of the first of them, if they are here.
    pub fn take_back(&mut self, before: &Before) -> Option<usize> {
        let mut first = None;
        for (place, question) in self.questions.iter_mut().enumerate() {
            let changed = before.changed.contains(&question.ticket);
            let was = before.call.questions.iter();
            let Some(was) = was
                .filter(|_| changed)
                .find(|was| was.ticket == question.ticket)
            else {
                continue;
            };
            // What became durable since is written, whatever is taken back.
            let mut written = std::mem::take(&mut question.written);
            written.head = was.written.head.or(written.head);
            written.conclusion = was.written.conclusion.or(written.conclusion);
            written.caller.clone_from(&was.written.caller);
            // What was answered since stays, and is sent again if its batch was not taken.
            let mut asked = std::mem::take(&mut question.asked);
            for (now, was) in asked.iter_mut().zip(&was.asked) {
                now.sent.clone_from(&was.sent);
            }
            if was.asked.is_empty() {
                for now in &mut asked {
                    now.sent = Text::default();
                }
            }
            *question = Question {
                asked,
                written,
                ..was.clone()
            };
            first.get_or_insert(place);
        }
        let known = |question: &Question| {
            let mut before = before.call.questions.iter();
            before.any(|was| was.ticket == question.ticket)
        };
        self.concluded = before.call.concluded && self.questions.iter().all(known);
        first
    }

    /// What the caller said of himself, in words.
    #[must_use]
    pub fn caller_words(&self) -> BTreeMap<FieldId, String> {
        let words = self.caller.iter();
        let words = words.map(|(field, line)| (*field, line.as_str().trim().to_owned()));
        let sent = |field: &FieldId| {
            let mut questions = self.questions.iter();
            questions.any(|question| question.written.caller.contains_key(field))
        };
        words
            .filter(|(field, words)| !words.is_empty() || sent(field))
            .collect()
    }

    /// Whether the caller has said something of himself since his requests were sent.
    #[must_use]
    pub fn owes_caller(&self) -> bool {
        let words = self.caller_words();
        let mut written = self.questions.iter();
        written.any(|question| {
            let owed = question.written.caller != words || question.owes_answers();
            question.ending != Ending::Open && owed
        })
    }

    /// Whether a call is going on.
    #[must_use]
    pub const fn in_progress(&self) -> bool {
        self.started.is_some() && !self.concluded
    }
}

/// A call before a batch, and what the batch changed of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    /// The call as it was.
    pub call: Call,
    /// The questions that the batch changed.
    pub changed: Vec<TicketId>,
    /// Whether the batch holds the beginning of the call.
    pub begins: bool,
}

impl Before {
    /// Whether something would be missing without the call: one that was over, and that the batch
    /// changed nothing of, is in the journal.
    #[must_use]
    pub const fn has_lost(&self) -> bool {
        !self.call.concluded || !self.changed.is_empty()
    }

    /// `call` before a batch that leaves it as `after`.
    #[must_use]
    pub fn of(call: Call, after: &Call, begins: bool) -> Self {
        let same = after.interaction == call.interaction;
        let was = |now: &&Question| call.questions.iter().find(|was| was.ticket == now.ticket);
        let changed = after
            .questions
            .iter()
            .filter(|now| same && was(now).is_some_and(|was| was != *now))
            .map(|question| question.ticket)
            .collect();
        Self {
            call,
            changed,
            begins,
        }
    }
}
