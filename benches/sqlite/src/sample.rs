//! Calls as a desk commits them, and what is asked of a keeper.

use crate::Outcome;
use sportello::{
    domain::{
        field,
        id::{BatchId, InteractionId, StationId, TicketId},
        number::TicketNumber,
        op::{Op, Queue},
        outcome::{Channel, Outcome as Ending, Role, TimeSource, Verb},
        slug::Slug,
        text::Text,
        time::Moment,
    },
    keeper::service::{Proposal, Reply, Request, Service},
};
use std::sync::atomic::{AtomicU64, Ordering};

/// Ops to save, and the new tickets among them.
pub struct Call {
    pub ops: Vec<Op>,
    pub wants: Vec<TicketId>,
}

/// Calls, each with names nobody else has.
#[derive(Default)]
pub struct Calls;

fn sixteen() -> [u8; 16] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    // Spread like random names, which is what a desk gives.
    let mut state = u128::from(NEXT.fetch_add(1, Ordering::Relaxed));
    state = state.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    (state ^ u128::from(std::process::id()) << 64).to_le_bytes()
}

impl Calls {
    pub fn name(&mut self) -> [u8; 16] {
        sixteen()
    }

    /// A call with one request: eight ops, the number included.
    pub fn call(&mut self) -> Call {
        let (interaction, ticket) = (InteractionId::new(sixteen()), TicketId::new(sixteen()));
        let words = |field, words: &str| Op::SetField {
            ticket,
            field,
            value: field::Value::Text(Text::line(words)),
            replaces: Vec::new(),
        };
        let phone = u32::from_le_bytes(ticket.bytes()[..4].try_into().unwrap_or_default());
        let ops = vec![
            Op::Begin {
                interaction,
                channel: Channel::Phone,
                started: Moment(1_700_000_000_000),
                source: TimeSource::Key,
                station: StationId::default(),
                caller: Text::default(),
            },
            Op::Change {
                ticket,
                verb: Verb::Open,
                to: Some(Queue::FirstLevel),
                owner: None,
                parents: Vec::new(),
                text: Text::default(),
            },
            words(
                field::TEXT,
                "Ho perso la carta d'identità: che cosa devo fare adesso?",
            ),
            words(field::TOPIC, "anagrafe"),
            words(field::PHONE, &format!("055 {:07}", phone % 10_000_000)),
            Op::Conclude {
                interaction,
                ticket: Some(ticket),
                outcome: Ending::Answered,
                answer: None,
                corrects: None,
                text: Text::line("Denuncia e una foto, poi allo sportello."),
            },
            Op::End {
                interaction,
                ended: Moment(1_700_000_103_000),
                source: TimeSource::Key,
            },
        ];
        Call {
            ops,
            wants: vec![ticket],
        }
    }

    /// A hundred ops of thirteen calls, as an import writes them.
    pub fn hundred(&mut self) -> Call {
        let mut whole = Call {
            ops: Vec::new(),
            wants: Vec::new(),
        };
        while whole.ops.len() + whole.wants.len() + 8 <= 100 {
            let call = self.call();
            whole.ops.extend(call.ops);
            whole.wants.extend(call.wants);
        }
        while whole.ops.len() + whole.wants.len() < 100 {
            let (ticket, text) = (whole.wants[0], Text::line("Ha richiamato."));
            whole.ops.push(Op::Note {
                ticket,
                text,
                corrects: None,
            });
        }
        whole
    }
}

pub fn save(desk: &dyn Service, call: Call) -> Outcome<()> {
    let agency = Slug::parse("esempio")?;
    let proposal = Proposal::new(
        BatchId::new(sixteen()),
        agency,
        Role::FirstLevel,
        &call.ops,
        call.wants,
    )?;
    match desk.call(Request::Commit(proposal))? {
        Reply::Saved { .. } => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}

pub fn lookup(desk: &dyn Service, number: TicketNumber) -> Outcome<()> {
    match desk.call(Request::ByNumber(number))? {
        Reply::Rows(rows) if rows.len() == 1 => Ok(()),
        other => Err(format!("{number}: {other:?}").into()),
    }
}
