//! Judging a batch, op by op, each against the state the ones before it make.

use super::{
    limits,
    overlay::{Overlay, entries},
    service::Fault,
};
use crate::{
    domain::{
        agency,
        article::version_of,
        batch::Batch,
        fold::Entry,
        id::TicketId,
        op::{Op, Provenance, Subject, subject},
        operator::Operator,
        rules::{self, Known, Principal, Refusal, refusals},
        slug::Slug,
        ticket::Ticket,
    },
    kb,
    store::{
        Reading, StoreError,
        shelf::{published, text_of},
    },
};

/// Who proposes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Author {
    /// A named person.
    Person(Slug),
    /// The program itself.
    Birth,
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error.to_string())
    }
}

fn refused(refusal: Refusal) -> Fault {
    Fault::Refused(refusal.rule.to_owned())
}

/// Judges `batch` and adds its ops to `overlay`, which keeps nothing of a refused one.
///
/// # Errors
/// [`Fault::Refused`] with the rule, [`Fault::Unacceptable`] with what is wrong.
pub fn admit(
    overlay: &mut Overlay<'_>,
    author: &Author,
    batch: &Batch,
    reading: Reading,
) -> Result<(), Fault> {
    let saved = overlay.save(batch);
    let judged = judge(overlay, author, batch, reading);
    if judged.is_err() {
        overlay.restore(batch, saved);
    }
    judged
}

fn judge(
    overlay: &mut Overlay<'_>,
    author: &Author,
    batch: &Batch,
    reading: Reading,
) -> Result<(), Fault> {
    let person = match author {
        Author::Birth => None,
        Author::Person(slug) => {
            let known = overlay
                .operator(slug)?
                .ok_or_else(|| refused(refusals::NO_ROLE))?;
            may_act(overlay, &known, batch)?;
            Some(known)
        }
    };
    for entry in entries(batch) {
        limits::check(&entry.op, &entry.agency, reading).map_err(Fault::Unacceptable)?;
        if let Some(person) = &person {
            may(overlay, person, &entry)?;
        }
        overlay.add(entry)?;
    }
    Ok(())
}

/// Whether the agency exists and he holds the role he acts in.
fn may_act(overlay: &Overlay<'_>, person: &Operator, batch: &Batch) -> Result<(), Fault> {
    let agency = &batch.header.agency;
    let exists = agency.as_str() == agency::ALL || overlay.store().agency(agency)?.is_some();
    if !exists {
        return Err(Fault::Unacceptable(format!("there is no agency {agency}")));
    }
    if person.holds(batch.header.role, agency) {
        Ok(())
    } else {
        Err(refused(refusals::NO_ROLE))
    }
}

fn may(overlay: &mut Overlay<'_>, person: &Operator, entry: &Entry) -> Result<(), Fault> {
    let subject = entry.op.subject();
    let ticket = ticket_of(overlay, subject)?;
    let life = match entry.op.article() {
        Some(article) if needs_life(&entry.op) => Some(overlay.life(article)?),
        _ => None,
    };
    let known = match (&ticket, &life) {
        (Some(ticket), _) => Known::Ticket(ticket),
        (None, Some(life)) => Known::Article(life),
        (None, None) => Known::Nothing,
    };
    rules::authorize(Principal::Person(person), &entry.op, &entry.agency, known)
        .map_err(refused)?;
    same_agency(overlay, entry)?;
    if !is_whole(overlay, &entry.op)? {
        return Err(refused(refusals::NOT_WHOLE));
    }
    if let Op::Resume {
        interaction,
        parked,
        ..
    } = &entry.op
    {
        // Of two desks that take up the same call here, the first has it.
        let call = overlay.interaction(*interaction)?;
        let waiting = call.and_then(|call| call.parked);
        if waiting.is_none_or(|waiting| waiting.op != *parked) {
            return Err(refused(refusals::TAKEN_UP));
        }
    }
    if let Op::Undo { op, .. } = &entry.op {
        let own = overlay
            .record(subject)?
            .all()
            .any(|undone| undone.id() == *op && undone.actor == person.id);
        let may_be_undone = matches!(subject.kind, subject::TICKET | subject::INTERACTION);
        if !(own && may_be_undone) {
            return Err(refused(refusals::NO_ROLE));
        }
    }
    Ok(())
}

/// Whether a rule looks at what was said of the article before.
const fn needs_life(op: &Op) -> bool {
    matches!(
        op,
        Op::Approve { .. }
            | Op::Confirm { .. }
            | Op::Publish {
                provenance: Provenance::Approved,
                ..
            }
    )
}

/// Whether a text that is approved, or published as approved, has everything an operator reads out.
fn is_whole(overlay: &mut Overlay<'_>, op: &Op) -> Result<bool, Fault> {
    let (article, version) = match op {
        Op::Approve {
            article, version, ..
        } => (article, *version),
        Op::Publish {
            article,
            text,
            provenance: Provenance::Approved,
            ..
        } => (article, version_of(text)),
        _ => return Ok(true),
    };
    let reading = overlay.store().reading();
    let record = overlay.record(Subject::named(subject::ARTICLE, article))?;
    let said = text_of(record, version).and_then(|entry| published(entry, reading));
    Ok(said.is_none_or(|said| kb::check::lacks(&said.article).is_empty()))
}

/// Whether an agency says it for itself of an article that is everybody's.
const fn is_said_here(op: &Op) -> bool {
    matches!(
        op,
        Op::Notice { .. } | Op::Read { .. } | Op::Learned { .. } | Op::WrongNumber { .. }
    )
}

fn ticket_of(overlay: &mut Overlay<'_>, subject: Subject) -> Result<Option<Ticket>, Fault> {
    if subject.kind == subject::TICKET {
        Ok(overlay.ticket(TicketId::new(subject.id))?)
    } else {
        Ok(None)
    }
}

/// Calls, the tickets they name and articles stay in their agency.
fn same_agency(overlay: &mut Overlay<'_>, entry: &Entry) -> Result<(), Fault> {
    let other = |owner: Option<&Slug>| owner.is_some_and(|owner| *owner != entry.agency);
    let subject = entry.op.subject();
    let mut elsewhere = false;
    if subject.kind == subject::INTERACTION {
        let id = crate::domain::id::InteractionId::new(subject.id);
        let call = overlay.interaction(id)?;
        elsewhere |= other(call.as_ref().map(|call| &call.agency));
    }
    if let Some(also) = entry.op.also() {
        let ticket = ticket_of(overlay, also)?;
        elsewhere |= other(ticket.as_ref().map(|ticket| &ticket.agency));
    }
    if let Some(article) = entry.op.article() {
        let owner = overlay.owner(article)?;
        let owner = owner.as_ref();
        let everybodys = owner.is_some_and(|owner| owner.as_str() == agency::ALL);
        elsewhere |= other(owner) && !(everybodys && is_said_here(&entry.op));
    }
    if elsewhere {
        return Err(refused(refusals::OTHER_AGENCY));
    }
    Ok(())
}
