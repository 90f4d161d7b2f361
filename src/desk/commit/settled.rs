//! What the acknowledgement of a batch, or its refusal, changes at the desk.

use super::{Mark, Pending, Said};
use crate::{
    desk::{app::App, draft::Call, msg::Effect, phone, theme::Tone, words},
    domain::{
        id::{BatchId, OpId, TicketId},
        number::TicketNumber,
    },
    keeper::service::Fault,
};

impl App {
    /// A batch is durable: its number is told, its ops are remembered.
    pub fn saved(&mut self, batch: BatchId, first: OpId, numbers: &[(TicketId, TicketNumber)]) {
        let Some(position) = self
            .pending
            .iter()
            .position(|pending| pending.batch == batch)
        else {
            return;
        };
        let mut pending = self.pending.remove(position);
        pending.first = Some(first);
        remember(&mut self.call, &pending, first, numbers);
        for before in self
            .pending
            .iter_mut()
            .filter_map(|one| one.before.as_mut())
        {
            remember(before, &pending, first, numbers);
        }
        let number = |ticket: &TicketId| {
            numbers
                .iter()
                .find(|(id, _)| id == ticket)
                .map(|(_, number)| *number)
        };
        match &pending.say {
            Said::Number(ticket) => {
                let told = number(ticket).or_else(|| known_number(&self.call, *ticket));
                let for_the_record = self
                    .call
                    .questions
                    .iter()
                    .find(|question| question.ticket == *ticket)
                    .is_some_and(|question| phone::is_for_the_record(self, question));
                let phrase = if for_the_record {
                    words::REGISTERED_NUMBER
                } else {
                    words::SAVED_NUMBER
                };
                let words = told.map_or_else(
                    || self.say(words::SAVED).to_owned(),
                    |number| phrase.fill(self.lang, &[("number", &number)]),
                );
                self.tell_words(Tone::Good, words);
            }
            Said::Saved => self.tell(Tone::Good, words::SAVED),
            Said::Resumed(_) => self.tell(Tone::Good, words::RESUMED),
            Said::Parked => self.tell(Tone::Good, words::PARKED),
            Said::Undone => self.tell(Tone::Good, words::UNDONE),
            Said::Withdrawn => self.tell(Tone::Good, words::WITHDRAWN),
        }
        if let Some(mut before) = pending.before.take() {
            remember(&mut before, &pending, first, numbers);
            pending.before = Some(before);
        }
        if self.call.in_progress() {
            self.keep_draft();
        }
        let undid = matches!(pending.say, Said::Undone | Said::Withdrawn);
        self.undoable = (!undid).then_some(pending);
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
        if let Said::Resumed(taken) = &pending.say {
            self.give_back(taken);
        }
        self.unconfirmed.extend(pending.words);
        match pending.before {
            Some(before) if self.call.is_blank() || self.call.interaction == before.interaction => {
                self.call = *before;
                self.line_changed();
            }
            Some(before) => self.set_aside(*before),
            None => {}
        }
        self.keep_draft();
        self.effects.push(Effect::ForgetBatch(batch));
        let why = words::fault(fault, self.lang);
        self.error(words::NOT_SAVED.fill(self.lang, &[("why", &why)]));
        if let Some(status) = &mut self.status {
            status.lasts = true;
        }
    }
}

fn known_number(call: &Call, ticket: TicketId) -> Option<TicketNumber> {
    call.questions
        .iter()
        .find(|question| question.ticket == ticket)
        .and_then(|question| question.written.number)
}

/// Notes in a call what the journal now holds of it.
fn remember(call: &mut Call, pending: &Pending, first: OpId, numbers: &[(TicketId, TicketNumber)]) {
    let of_call = |before: &Call| before.interaction == call.interaction;
    if pending.before.as_deref().is_some_and(of_call) {
        call.begun = true;
    }
    for question in &mut call.questions {
        let ticket = question.ticket;
        for (_, number) in numbers.iter().filter(|(id, _)| *id == ticket) {
            question.written.number = Some(*number);
        }
        for (offset, mark) in &pending.marks {
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
                Mark::Conclusion(of) if *of == ticket => question.written.conclusion = Some(op),
                _ => {}
            }
        }
    }
}
