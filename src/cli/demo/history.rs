//! One synthetic request with its call, from its number among so many: the same on every machine.

use super::{
    dice::Dice,
    mix::{End, Preset},
    scenario::Answered,
};
use crate::{
    desk::commit::article_words,
    domain::{
        article::Published,
        field::{self, FieldId, Value},
        id::{self, InteractionId, StationId, TicketId},
        op::{Op, Queue},
        outcome::{Channel, Outcome, TicketKind, TimeSource, Verb},
        slug::Slug,
        text::Text,
        time::Moment,
    },
};

/// The tag of every synthetic request.
pub const TAG: &str = "synthetic";
/// What a synthetic request says of itself.
const MARK: &str = "(dato sintetico)";
/// How far back the history goes: six months.
const SPAN_MS: u64 = 180 * 24 * 3_600 * 1_000;
/// The mean conversation is 103 seconds (LC-06); these are its bounds, in milliseconds.
const SHORTEST_MS: u64 = 40_000;
const LONGER_MS: u64 = 126_000;

/// What every case of a run has in common.
pub struct History<'a> {
    /// The seed.
    pub seed: u64,
    /// The end of the history.
    pub now: Moment,
    /// How many requests it has; they come in the order of their numbers, evenly.
    pub tickets: u32,
    /// Where it was made.
    pub station: StationId,
    /// The contact centre to imitate.
    pub preset: Preset,
    /// What is asked and answered.
    pub answers: &'a [Answered],
}

/// One request with everything that happened to it.
pub struct Case {
    /// Its identity.
    pub ticket: TicketId,
    /// Its ops.
    pub ops: Vec<Op>,
}

impl Case {
    /// How many ops it takes in a batch, its number included.
    pub fn size(&self) -> usize {
        self.ops.len() + 1
    }
}

/// What was rolled for one case.
struct Rolled<'a> {
    ticket: TicketId,
    interaction: InteractionId,
    kind: TicketKind,
    channel: Channel,
    end: End,
    words: &'static str,
    answer: Option<&'a Published>,
    started: Moment,
    ended: Moment,
}

impl History<'_> {
    /// A name for something of this seed.
    pub fn name(&self, what: &str, number: u32) -> [u8; 16] {
        let mut hash = blake3::Hasher::new();
        hash.update(format!("demo {} {what} {} {number}", self.preset.name, self.seed).as_bytes());
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(hash.finalize().as_bytes()) {
            *to = *from;
        }
        id::made_at(Moment(number.into()), bytes)
    }

    /// The case with this number, which is less than [`Self::tickets`].
    pub fn case(&self, number: u32) -> Case {
        let rolled = self.roll(number);
        let mut ops = vec![Op::Begin {
            interaction: rolled.interaction,
            channel: rolled.channel,
            started: rolled.started,
            source: source(rolled.channel),
            station: self.station,
            caller: Text::default(),
        }];
        ops.extend(fields(&rolled));
        if let Ok(tag) = Slug::parse(TAG) {
            let (ticket, replaces) = (rolled.ticket, Vec::new());
            ops.push(Op::Tag {
                ticket,
                tag,
                present: true,
                replaces,
            });
        }
        ops.extend(ending(&rolled));
        Case {
            ticket: rolled.ticket,
            ops,
        }
    }

    fn roll(&self, number: u32) -> Rolled<'_> {
        let mut dice = Dice::new(self.seed, number);
        let kind = dice
            .share(self.preset.kinds)
            .unwrap_or(TicketKind::Information);
        let fitting: Vec<&Answered> = self
            .answers
            .iter()
            .filter(|answered| answered.scenario.kind == kind)
            .collect();
        let asked = dice.pick(&fitting);
        let apart = SPAN_MS / u64::from(self.tickets.max(1));
        let before = (apart * u64::from(self.tickets.saturating_sub(number)))
            .saturating_sub(dice.below(apart));
        let started = self.now.0 - i64::try_from(before).unwrap_or_default();
        let length = i64::try_from(SHORTEST_MS + dice.below(LONGER_MS)).unwrap_or_default();
        Rolled {
            ticket: TicketId::new(self.name("ticket", number)),
            interaction: InteractionId::new(self.name("call", number)),
            kind,
            channel: dice.share(self.preset.channels).unwrap_or(Channel::Phone),
            end: self.end(kind, &mut dice),
            words: asked.map_or("richiesta di prova", |asked| asked.scenario.words),
            answer: asked.and_then(|asked| dice.pick(&asked.found)),
            started: Moment(started),
            ended: Moment(started + length).min(self.now),
        }
    }

    /// A switchboard call and a booking end at the first level, so the other kinds carry the whole
    /// share of what does not: over all requests it is the preset's again.
    fn end(&self, kind: TicketKind, dice: &mut Dice) -> End {
        let easy = |kind: TicketKind| matches!(kind, TicketKind::Switchboard | TicketKind::Booking);
        if easy(kind) {
            return End::Answered;
        }
        let kinds = self.preset.kinds.iter();
        let all: u64 = kinds.clone().map(|(share, _)| share).sum();
        let hard: u64 = kinds
            .filter(|(_, kind)| !easy(*kind))
            .map(|(share, _)| share)
            .sum();
        let ends: u64 = self.preset.ends.iter().map(|(share, _)| share).sum();
        let mut left = dice.below(ends * hard);
        for (share, end) in self
            .preset
            .ends
            .iter()
            .filter(|(_, end)| *end != End::Answered)
        {
            let share = share * all;
            if left < share {
                return *end;
            }
            left -= share;
        }
        End::Answered
    }
}

/// Only a telephone call has a conversation time.
const fn source(channel: Channel) -> TimeSource {
    match channel {
        Channel::Phone => TimeSource::Telephony,
        _ => TimeSource::Entered,
    }
}

fn fields(rolled: &Rolled) -> Vec<Op> {
    let mut fields: Vec<(FieldId, Text)> = vec![
        (field::TEXT, Text::line(&format!("{} {MARK}", rolled.words))),
        (field::KIND, Text::line(rolled.kind.id())),
        (field::CHANNEL, Text::line(rolled.channel.id())),
    ];
    if let Some(answer) = rolled.answer {
        let article = &answer.article;
        fields.push((field::TITLE, article.title.clone()));
        fields.push((field::ARTICLE, article_words(&answer.reference())));
        let topic = article
            .topic
            .as_ref()
            .map(|topic| Text::line(topic.as_str()));
        fields.extend(topic.map(|topic| (field::TOPIC, topic)));
    }
    let set = |(field, words)| Op::SetField {
        ticket: rolled.ticket,
        field,
        value: Value::Text(words),
        replaces: Vec::new(),
    };
    fields.into_iter().map(set).collect()
}

/// How the call ended for the request, and what became of the request.
fn ending(rolled: &Rolled) -> Vec<Op> {
    let (outcome, verb, to) = match rolled.end {
        End::Answered => (answered(rolled.kind), Verb::Close, None),
        End::Passed => (Outcome::PassedLive, Verb::Close, None),
        End::Emergency => (Outcome::Emergency, Verb::Close, None),
        End::BackOffice => (Outcome::EntrustedBackOffice, Verb::Close, None),
        End::Waiting => (
            Outcome::EntrustedBackOffice,
            Verb::EscalateBackOffice,
            Some(Queue::BackOffice),
        ),
    };
    vec![
        Op::Conclude {
            interaction: rolled.interaction,
            ticket: Some(rolled.ticket),
            outcome,
            answer: rolled.answer.map(Published::reference),
            corrects: None,
            text: Text::default(),
        },
        Op::Change {
            ticket: rolled.ticket,
            verb,
            to,
            owner: None,
            parents: Vec::new(),
            text: Text::line(MARK),
        },
        Op::End {
            interaction: rolled.interaction,
            ended: rolled.ended,
            source: source(rolled.channel),
        },
    ]
}

const fn answered(kind: TicketKind) -> Outcome {
    match kind {
        TicketKind::Switchboard => Outcome::SwitchboardGiven,
        TicketKind::Booking => Outcome::Booked,
        TicketKind::Information | TicketKind::ServiceRequest | TicketKind::Feedback => {
            Outcome::Answered
        }
    }
}
