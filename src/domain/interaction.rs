//! An interaction: one call, mail or visit, which carries zero or more requests.

use super::{
    fold::{Entry, Lineage, Record},
    id::{InteractionId, OpId, StationId, TicketId},
    op::{ArticleRef, Op},
    outcome::{Channel, Outcome, TimeSource},
    slug::Slug,
    text::Text,
    time::Moment,
};
use serde::{Deserialize, Serialize};

/// How it ended for one of its requests, or by itself.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Conclusion {
    /// The op that says so.
    pub op: OpId,
    /// The request, or none.
    pub ticket: Option<TicketId>,
    /// The outcome of the pair.
    pub outcome: Outcome,
    /// The answer given.
    pub answer: Option<ArticleRef>,
    /// What was said.
    pub text: Text,
}

/// A passage told during the call.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    /// For which request.
    pub ticket: Option<TicketId>,
    /// Which article, which version.
    pub answer: ArticleRef,
    /// Which words.
    pub passage: Text,
    /// False for *non usata*: abandoned for another answer.
    pub used: bool,
}

/// A parked call: everything its desk held of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Parked {
    /// The op that parked it: a resume names it.
    pub op: OpId,
    /// When.
    pub at: Moment,
    /// Who.
    pub by: Slug,
    /// The desk's draft.
    pub draft: String,
}

/// An interaction as its ops make it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Interaction {
    /// Its identity.
    pub id: InteractionId,
    /// The agency in whose name it was answered.
    pub agency: Slug,
    /// Who answered.
    pub operator: Slug,
    /// How it came.
    pub channel: Channel,
    /// The caller's number, when the telephone system told it.
    pub caller: Text,
    /// When it began.
    pub started: Moment,
    /// Where that time comes from.
    pub source: TimeSource,
    /// When it ended.
    pub ended: Option<Moment>,
    /// How it ended: the conclusions in force, corrected ones left out.
    pub conclusions: Vec<Conclusion>,
    /// What was told.
    pub told: Vec<Telling>,
    /// Set while it waits for a desk.
    pub parked: Option<Parked>,
    /// The desk that took it up last: the first resume of a parking has it.
    pub resumed_by: Option<StationId>,
}

impl Interaction {
    /// The interaction its ops make; `None` before it begins.
    #[must_use]
    pub fn fold(id: InteractionId, record: &Record) -> Option<Self> {
        let live = record.live();
        let mut folded: Option<Self> = None;
        for entry in &live {
            if let Op::Begin {
                channel,
                started,
                source,
                caller,
                ..
            } = &entry.op
            {
                folded.get_or_insert(Self {
                    id,
                    agency: entry.agency.clone(),
                    operator: entry.actor.clone(),
                    channel: *channel,
                    caller: caller.clone(),
                    started: *started,
                    source: *source,
                    ended: None,
                    conclusions: Vec::new(),
                    told: Vec::new(),
                    parked: None,
                    resumed_by: None,
                });
            }
        }
        let mut folded = folded?;
        let lineage = record.lineage();
        for entry in live {
            folded.apply(entry, &lineage);
        }
        Some(folded)
    }

    fn apply(&mut self, entry: &Entry, lineage: &Lineage<'_>) {
        match &entry.op {
            Op::Conclude { .. } => self.conclude(entry, lineage),
            Op::Told {
                ticket,
                answer,
                passage,
                used,
                ..
            } => {
                self.told
                    .retain(|told| told.ticket != *ticket || told.answer != *answer);
                self.told.push(Telling {
                    ticket: *ticket,
                    answer: answer.clone(),
                    passage: passage.clone(),
                    used: *used,
                });
            }
            Op::Park { draft, .. } => {
                self.parked = Some(Parked {
                    op: entry.id(),
                    at: entry.at(),
                    by: entry.actor.clone(),
                    draft: draft.clone(),
                });
            }
            Op::Resume {
                station, parked, ..
            } if self.waits_for(*parked) => {
                self.parked = None;
                self.resumed_by = Some(*station);
            }
            Op::End { ended, .. } => {
                self.ended = Some(*ended);
                self.parked = None;
            }
            _ => {}
        }
    }

    fn waits_for(&self, parked: OpId) -> bool {
        self.parked
            .as_ref()
            .is_some_and(|waiting| waiting.op == parked)
    }

    /// A conclusion takes the place of the one it corrects.
    fn conclude(&mut self, entry: &Entry, lineage: &Lineage<'_>) {
        let Op::Conclude {
            ticket,
            outcome,
            answer,
            text,
            ..
        } = &entry.op
        else {
            return;
        };
        let corrects = lineage.parents(entry);
        self.conclusions
            .retain(|conclusion| !corrects.contains(&conclusion.op));
        self.conclusions.push(Conclusion {
            op: entry.id(),
            ticket: *ticket,
            outcome: *outcome,
            answer: answer.clone(),
            text: text.clone(),
        });
    }

    /// Seconds of conversation, when its start is one that counts (DESIGN §4, Timer).
    #[must_use]
    pub fn conversation_seconds(&self) -> Option<i64> {
        let ended = self.ended?;
        (self.source.counts_as_conversation()).then(|| (ended.since(self.started) / 1000).max(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{id::StreamId, order::OrderKey, outcome::Role, time::Stamp};

    fn entry(seq: u64, op: Op) -> Entry {
        Entry {
            key: OrderKey {
                stamp: Stamp::at(Moment(i64::try_from(seq).unwrap() * 1000)),
                op: OpId {
                    stream: StreamId::default(),
                    seq,
                },
            },
            actor: Slug::parse("claudia").unwrap(),
            role: Role::FirstLevel,
            agency: Slug::parse("esempio").unwrap(),
            op,
        }
    }

    fn begin(id: InteractionId) -> Op {
        Op::Begin {
            interaction: id,
            channel: Channel::Phone,
            started: Moment(500),
            source: TimeSource::Key,
            station: StationId::default(),
            caller: Text::default(),
        }
    }

    fn conclude(id: InteractionId, outcome: Outcome, corrects: Option<OpId>) -> Op {
        let (ticket, answer, text) = (None, None, Text::default());
        Op::Conclude {
            interaction: id,
            ticket,
            outcome,
            answer,
            corrects,
            text,
        }
    }

    #[test]
    fn a_correction_takes_the_place_of_what_it_corrects() {
        let id = InteractionId::default();
        let first = entry(2, conclude(id, Outcome::Dropped, None));
        let wrong = first.id();
        let record: Record = [
            entry(1, begin(id)),
            first,
            entry(3, conclude(id, Outcome::Silent, Some(wrong))),
        ]
        .into_iter()
        .collect();
        let folded = Interaction::fold(id, &record).unwrap();
        let outcomes: Vec<_> = folded.conclusions.iter().map(|c| c.outcome).collect();
        assert_eq!(outcomes, [Outcome::Silent]);
    }

    #[test]
    fn the_first_desk_that_takes_up_a_parked_call_has_it() {
        let id = InteractionId::default();
        let park = entry(
            2,
            Op::Park {
                interaction: id,
                draft: "{}".to_owned(),
            },
        );
        let parked = park.id();
        let resume = |seq, byte| {
            entry(
                seq,
                Op::Resume {
                    interaction: id,
                    station: StationId::new([byte; 16]),
                    parked,
                },
            )
        };
        let record: Record = [entry(1, begin(id)), park, resume(4, 2), resume(3, 1)]
            .into_iter()
            .collect();
        let folded = Interaction::fold(id, &record).unwrap();
        assert_eq!(folded.parked, None);
        assert_eq!(folded.resumed_by, Some(StationId::new([1; 16])));
    }

    #[test]
    fn only_times_that_count_are_conversation() {
        let id = InteractionId::default();
        let end = Op::End {
            interaction: id,
            ended: Moment(61_500),
            source: TimeSource::Key,
        };
        let record: Record = [entry(1, begin(id)), entry(2, end)].into_iter().collect();
        let mut folded = Interaction::fold(id, &record).unwrap();
        assert_eq!(folded.conversation_seconds(), Some(61));
        folded.source = TimeSource::FirstCharacter;
        assert_eq!(folded.conversation_seconds(), None);
    }
}
