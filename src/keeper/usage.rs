//! How the knowledge base is used: read from the calls themselves, so that it is lost and replicated with them.

use super::{service::Fault, shared::Shared};
use crate::{
    domain::{
        field, interaction::Interaction, op::Subject, outcome::Outcome, slug::Slug, ticket::Ticket,
        time::Moment,
    },
    store::{Store, StoreError},
};
use std::collections::BTreeSet;

/// How many calls are read under one lock: a few milliseconds.
const PAGE: usize = 100;

/// What one request of a call was about, and how it went.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Use {
    /// When it was written down how it went.
    pub at: Moment,
    /// The agency that was called.
    pub agency: Slug,
    /// What the caller said, as it was typed; empty for a call without a request.
    pub said: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The articles that were told and served.
    pub told: Vec<Slug>,
}

/// Every request of the calls that began at `since` or later, in no order. The views are let go between
/// pages: nobody who saves waits for all of it.
///
/// # Errors
/// When the views cannot be read.
pub fn since(shared: &Shared, since: Moment) -> Result<Vec<Use>, Fault> {
    let operators = shared.read(Store::operators)?;
    let mut uses = Vec::new();
    for operator in operators {
        let calls = shared.read(|store| store.calls_since(&operator.id, since))?;
        for page in calls.chunks(PAGE) {
            shared.read(|store| {
                for call in page {
                    if let Some(call) = store.interaction(*call)? {
                        read(store, &call, &mut uses)?;
                    }
                }
                Ok(())
            })?;
        }
    }
    Ok(uses)
}

fn read(store: &Store, call: &Interaction, uses: &mut Vec<Use>) -> Result<(), StoreError> {
    for conclusion in &call.conclusions {
        let ticket = match conclusion.ticket {
            Some(id) => Ticket::fold(id, &store.record(Subject::ticket(id))?),
            None => None,
        };
        let served = call
            .told
            .iter()
            .filter(|told| told.used && told.ticket == conclusion.ticket)
            .map(|told| &told.answer);
        let told: BTreeSet<Slug> = served
            .chain(&conclusion.answer)
            .map(|answer| answer.id.clone())
            .collect();
        let ending = ticket.iter().flat_map(|ticket| &ticket.endings);
        let mut ending = ending.filter(|ending| ending.op == conclusion.op);
        uses.push(Use {
            at: ending.next().map_or(call.started, |ending| ending.at),
            agency: call.agency.clone(),
            said: ticket.map_or_else(String::new, |ticket| ticket.words(field::TEXT).to_owned()),
            outcome: conclusion.outcome,
            told: told.into_iter().collect(),
        });
    }
    Ok(())
}
