//! What the acknowledgement of a batch, or its refusal, changes at the desk.

use super::{Mark, Pending, Said, Undoable};
use crate::{
    desk::{
        app::App,
        draft::{Before, Call, Ending, Question},
        msg::Effect,
        phone,
        theme::Tone,
        words,
    },
    domain::{
        id::{BatchId, OpId, TicketId},
        number::TicketNumber,
    },
    keeper::service::Fault,
};

/// What to remember of which op of a batch, by position.
type Marks = [(u64, Mark)];
/// The numbers minted for a batch.
type Numbers = [(TicketId, TicketNumber)];

impl App {
    /// A batch is durable: its number is told, its ops are remembered.
    pub fn saved(&mut self, batch: BatchId, first: OpId, numbers: &Numbers) {
        let Some(position) = self
            .pending
            .iter()
            .position(|pending| pending.batch == batch)
        else {
            return self.tell_adopted(numbers);
        };
        let mut pending = self.pending.remove(position);
        let last = self.undoable.iter_mut();
        let last = last.filter_map(|last| last.before.as_mut());
        for before in pending.before.iter_mut().chain(last) {
            remember_before(&mut before.call, &pending.marks, first, numbers);
        }
        let others = self.pending.iter_mut();
        let others = others.filter_map(|other| other.before.as_mut());
        let others = others.map(|before| &mut before.call);
        for call in others.chain(&mut self.drafts).chain([&mut self.call]) {
            remember(call, &pending.marks, first, numbers);
        }
        self.tell_saved(&pending.say, numbers);
        if let Said::Text(text) = pending.say {
            self.texts.retain(|kept| kept.id != text);
            self.effects.push(Effect::Forget(text));
        }
        if self.call.in_progress() {
            self.keep_draft();
        }
        let earlier = self.undoable.take();
        let undid = matches!(pending.say, Said::Undone(_) | Said::Withdrawn);
        self.undoable = (!undid).then(|| Undoable::of(pending, first).after(earlier));
    }

    /// A batch that a desk that died had sent is durable: its number was never told.
    fn tell_adopted(&mut self, numbers: &Numbers) {
        let numbers: Vec<String> = numbers
            .iter()
            .map(|(_, number)| number.to_string())
            .collect();
        if numbers.is_empty() {
            return self.tell(Tone::Good, words::SAVED_EARLIER);
        }
        let numbers = numbers.join(", ");
        let words = words::SAVED_EARLIER_NUMBER.fill(self.lang, &[("number", &numbers)]);
        self.tell_words(Tone::Good, words);
    }

    fn tell_saved(&mut self, say: &Said, numbers: &Numbers) {
        let phrase = match say {
            Said::Number(ticket) => {
                let minted = numbers.iter().find(|(id, _)| id == ticket);
                let told = minted
                    .map(|(_, number)| *number)
                    .or_else(|| known_number(&self.call, *ticket));
                if let Some(number) = told {
                    let mut questions = self.call.questions.iter();
                    let for_the_record = questions
                        .find(|question| question.ticket == *ticket)
                        .is_some_and(|question| phone::is_for_the_record(self, question));
                    let phrase = if for_the_record {
                        words::REGISTERED_NUMBER
                    } else {
                        words::SAVED_NUMBER
                    };
                    let words = phrase.fill(self.lang, &[("number", &number)]);
                    return self.tell_words(Tone::Good, words);
                }
                words::SAVED
            }
            Said::Words(words) => return self.tell_words(Tone::Good, words.clone()),
            Said::Saved | Said::NoAnswer(_) | Said::Text(_) => words::SAVED,
            Said::Resumed(_) => words::RESUMED,
            Said::Parked => words::PARKED,
            Said::Undone(_) => return self.tell_undone(),
            Said::Withdrawn => words::WITHDRAWN,
        };
        self.tell(Tone::Good, phrase);
    }

    /// What was taken back may have been told: its number stays with it.
    fn tell_undone(&mut self) {
        let question = self.call.question();
        match question.and_then(|question| question.written.number) {
            Some(number) => {
                let words = words::UNDONE_NUMBER.fill(self.lang, &[("number", &number)]);
                self.tell_words(Tone::Good, words);
            }
            None => self.tell(Tone::Good, words::UNDONE),
        }
    }

    /// A call that another desk took up first leaves the screen; what was added to it here stays.
    fn give_back(&mut self, taken: &Call) {
        if self.call.interaction == taken.interaction {
            let added = self.call != *taken;
            self.effects.push(Effect::Forget(taken.interaction));
            let call = self.leave_call();
            if added {
                self.set_aside(call);
            }
        }
    }

    /// A batch was not taken: what it held comes back to the screen, or waits parked at this desk.
    pub fn not_saved(&mut self, batch: BatchId, fault: &Fault) {
        let Some(position) = self
            .pending
            .iter()
            .position(|pending| pending.batch == batch)
        else {
            return;
        };
        let pending = self.pending.remove(position);
        if let Said::Resumed(taken) | Said::Undone(Some(taken)) = &pending.say {
            self.give_back(taken);
        }
        if let Some(words) = pending.words {
            self.put_by(words);
        }
        if let Some(undone) = pending.undoes {
            self.undoable = Some(*undone);
        }
        if let Some(before) = pending.before {
            self.refused(*before);
        }
        self.keep_draft();
        self.effects.push(Effect::ForgetBatch(batch));
        let why = words::fault(fault, self.lang);
        self.error(words::NOT_SAVED.fill(self.lang, &[("why", &why)]));
        if let Some(status) = &mut self.status {
            status.lasts = true;
        }
    }

    /// What a refused batch did to its call is taken back, wherever the call is now. What has been
    /// typed since stays, and so does the question that is being typed.
    fn refused(&mut self, before: Before) {
        let later = self.pending.iter_mut();
        let later = later.filter_map(|later| later.before.as_mut());
        for call in later.map(|later| &mut later.call) {
            if call.interaction == before.call.interaction {
                give_up(call, &before);
            }
        }
        if let Some(waiting) = self
            .drafts
            .iter_mut()
            .find(|draft| draft.interaction == before.call.interaction)
        {
            give_up(waiting, &before);
            let waiting = waiting.clone();
            return self.keep_aside(&waiting);
        }
        if self.call.interaction == before.call.interaction {
            let changed = give_up(&mut self.call, &before);
            if self.call.question().is_none_or(Question::is_blank) {
                let held =
                    |question: &Question| !question.is_blank() && question.ending == Ending::Open;
                let held = self.call.questions.iter().position(held);
                self.call.current = held.or(changed).unwrap_or(self.call.current);
            }
            self.line_changed();
        } else if self.call.is_blank() {
            self.call = before.call;
            self.line_changed();
        } else if !before.call.is_blank() && before.has_lost() {
            self.set_aside(before.call);
        }
    }
}

impl Undoable {
    fn of(pending: Pending, first: OpId) -> Self {
        let ops = (0..).zip(pending.subjects).filter_map(|(offset, subject)| {
            let op = OpId {
                stream: first.stream,
                seq: first.seq + offset,
            };
            Some((subject?, op))
        });
        Self {
            ops: ops.collect(),
            before: pending.before,
            unanswered: match pending.say {
                Said::NoAnswer(ticket) => Some(ticket),
                _ => None,
            },
        }
    }

    /// What is offered for a number that did not answer is one action with saying so.
    fn after(self, earlier: Option<Self>) -> Self {
        let of = |undoable: &Self| {
            let before = undoable.before.as_ref();
            before.map(|before| before.call.interaction)
        };
        if self.ops.is_empty() && earlier.as_ref().map(of) == Some(of(&self)) {
            // Nothing of it can be taken back: what can is what was done before in the same call.
            return earlier.unwrap_or(self);
        }
        let changes = |ticket: &TicketId| {
            let before = self.before.as_ref();
            before.is_some_and(|before| before.changed.contains(ticket))
        };
        match earlier.filter(|earlier| earlier.unanswered.as_ref().is_some_and(changes)) {
            None => self,
            Some(mut earlier) => {
                earlier.ops.extend(self.ops);
                if let (Some(first), Some(last)) = (&mut earlier.before, self.before) {
                    first.changed = last.changed;
                }
                earlier.unanswered = None;
                earlier
            }
        }
    }
}

fn give_up(call: &mut Call, refused: &Before) -> Option<usize> {
    call.begun &= !refused.begins;
    call.take_back(refused)
}

fn known_number(call: &Call, ticket: TicketId) -> Option<TicketNumber> {
    call.questions
        .iter()
        .find(|question| question.ticket == ticket)
        .and_then(|question| question.written.number)
}

/// Notes in the call before a batch what its ops leave there when they are taken back: the request
/// has its number and its fields, and stands on what it stood on, if it was there.
fn remember_before(call: &mut Call, marks: &Marks, first: OpId, numbers: &Numbers) {
    let stood: Vec<_> = call
        .questions
        .iter()
        .map(|question| (question.written.head, question.written.conclusion))
        .collect();
    remember(call, marks, first, numbers);
    for (question, (head, conclusion)) in call.questions.iter_mut().zip(stood) {
        let written = &mut question.written;
        written.head = head.or(written.head);
        written.conclusion = conclusion.or(written.conclusion);
    }
}

/// Notes in a call what the journal now holds of it.
fn remember(call: &mut Call, marks: &Marks, first: OpId, numbers: &Numbers) {
    call.begun |= marks
        .iter()
        .any(|(_, mark)| *mark == Mark::Begin(call.interaction));
    for question in &mut call.questions {
        let ticket = question.ticket;
        for (_, number) in numbers.iter().filter(|(id, _)| *id == ticket) {
            question.written.number = Some(*number);
        }
        for (offset, mark) in marks {
            let op = OpId {
                stream: first.stream,
                seq: first.seq + offset,
            };
            match mark {
                Mark::Field(of, field) if *of == ticket => {
                    question.written.fields.insert(*field, op);
                }
                Mark::Head(of) if *of == ticket => {
                    question.written.opened.get_or_insert(op);
                    question.written.head = Some(op);
                }
                Mark::Answer(of, place) if *of == ticket => {
                    if let Some(asked) = question.asked.get_mut(*place) {
                        asked.op = Some(op);
                    }
                }
                Mark::Conclusion(of) if *of == ticket => question.written.conclusion = Some(op),
                _ => {}
            }
        }
    }
}
