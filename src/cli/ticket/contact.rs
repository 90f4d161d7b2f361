//! The contact a request came by, when it is entered afterwards: begun, concluded and ended in one batch.

use crate::{
    cli::{failure::Failure, identity},
    domain::{
        field,
        id::{InteractionId, StationId},
        op::{ArticleRef, Op},
        outcome::{Channel, Outcome, TimeSource},
        text::Text,
        ticket::Ticket,
        time::Moment,
    },
};

/// How a contact ended for a request.
pub struct Ended {
    /// The outcome of the pair.
    pub outcome: Outcome,
    /// The answer given.
    pub answer: Option<ArticleRef>,
    /// What was said.
    pub text: Text,
    /// When.
    pub at: Moment,
}

/// The ops of a contact that began with the request. Its times are entered, so they count for no
/// conversation (DESIGN §4, Timer).
///
/// # Errors
/// When the system gives no identity.
pub fn ops(ticket: &Ticket, station: StationId, ended: Ended) -> Result<[Op; 3], Failure> {
    let interaction = InteractionId::new(identity::made_at(ended.at)?);
    let channel = Channel::from_id(ticket.words(field::CHANNEL)).unwrap_or(Channel::Phone);
    Ok([
        Op::Begin {
            interaction,
            channel,
            started: ticket.opened_at.min(ended.at),
            source: TimeSource::Entered,
            station,
            caller: Text::default(),
        },
        Op::Conclude {
            interaction,
            ticket: Some(ticket.id),
            outcome: ended.outcome,
            answer: ended.answer,
            corrects: None,
            text: ended.text,
        },
        Op::End {
            interaction,
            ended: ended.at,
            source: TimeSource::Entered,
        },
    ])
}
