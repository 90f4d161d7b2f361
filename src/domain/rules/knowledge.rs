//! The rules for articles: who proposes, approves, publishes, withdraws, and says one sentence at once.

use super::{Refusal, holds_any, refusals};
use crate::domain::{
    article::{life::Life, version_of},
    id::OpId,
    op::{Op, Provenance},
    operator::Operator,
    outcome::{Role, Side},
    slug::Slug,
};

/// The roles that may propose an article.
pub const DRAFTERS: &[Role] = &[Role::Curator, Role::BackOffice, Role::Department, Role::Urp];
/// The roles that record the acts of those who open no terminal.
pub const RECORDERS: &[Role] = &[Role::Curator];
/// The roles that confirm an act recorded.
pub const WITNESSES: &[Role] = &[Role::Supervisor];
/// The roles that approve for an office.
pub const FOR_THE_OFFICE: &[Role] = &[Role::Department, Role::BackOffice];
/// The roles that approve for the URP: the supervisor where there is none.
pub const FOR_THE_URP: &[Role] = &[Role::Urp, Role::Supervisor];
/// The roles that put an approved text in force, and those that publish on trust.
pub const PUBLISHERS: &[Role] = &[Role::Curator, Role::Supervisor];
/// The roles that may say one sentence at once.
pub const HERALDS: &[Role] = &[Role::BackOffice, Role::Supervisor];

/// Whether he writes, approves or publishes texts of an agency.
#[must_use]
pub fn works_on_texts(person: &Operator, agency: &Slug) -> bool {
    { [DRAFTERS, FOR_THE_OFFICE, FOR_THE_URP, PUBLISHERS].iter() }
        .copied()
        .flatten()
        .any(|role| person.holds(*role, agency))
}

/// Whether he may put a text there, on these grounds.
pub fn may_publish(
    person: &Operator,
    provenance: Provenance,
    agency: &Slug,
) -> Result<(), Refusal> {
    match provenance {
        Provenance::Draft => holds_any(person, DRAFTERS, agency),
        Provenance::Trusted | Provenance::Synthetic | Provenance::Approved => {
            holds_any(person, PUBLISHERS, agency)
        }
        Provenance::Seed => Err(refusals::BIRTH_ONLY),
    }
}

/// What is published as approved has been.
pub fn is_approved(provenance: Provenance, text: &str, life: Option<&Life>) -> Result<(), Refusal> {
    if provenance != Provenance::Approved {
        return Ok(());
    }
    let version = life.and_then(|life| life.version(version_of(text)));
    match version {
        Some(version) if version.is_approved() => Ok(()),
        Some(_) => Err(refusals::NOT_APPROVED),
        None => Err(refusals::NO_VERSION),
    }
}

/// In person for his side; an act of somebody else's is recorded by the curator.
pub fn may_approve(
    person: &Operator,
    side: Side,
    by_act: bool,
    agency: &Slug,
) -> Result<(), Refusal> {
    match (by_act, side) {
        (true, _) => holds_any(person, RECORDERS, agency),
        (false, side) => holds_any(person, for_side(side), agency),
    }
}

/// The roles that approve for a side in person.
const fn for_side(side: Side) -> &'static [Role] {
    match side {
        Side::Office => FOR_THE_OFFICE,
        Side::Urp => FOR_THE_URP,
    }
}

/// The roles in which somebody may write an op about an article, the likeliest first; every role for any
/// other op. Whether this person may is [`authorize`](super::authorize)'s to say.
#[must_use]
pub const fn fitting(op: &Op) -> &'static [Role] {
    match op {
        Op::Publish {
            provenance: Provenance::Draft,
            ..
        } => DRAFTERS,
        Op::Publish { .. } | Op::Withdraw { .. } | Op::Learned { .. } => PUBLISHERS,
        Op::Approve { act: Some(_), .. } => RECORDERS,
        Op::Approve { side, .. } => for_side(*side),
        Op::Confirm { .. } => WITNESSES,
        Op::Notice { .. } => HERALDS,
        _ => Role::ALL,
    }
}

/// Nobody approves his own text, and nobody twice (BA-24, SECURITY T22).
pub fn approves_anew(
    person: &Operator,
    version: [u8; 16],
    by_act: bool,
    life: Option<&Life>,
) -> Result<(), Refusal> {
    let Some(version) = life.and_then(|life| life.version(version)) else {
        return Err(refusals::NO_VERSION);
    };
    if by_act {
        return Ok(());
    }
    if version.authors.contains(&person.id) {
        return Err(refusals::OWN_TEXT);
    }
    if version.has_approval_of(&person.id) {
        return Err(refusals::APPROVED_ALREADY);
    }
    Ok(())
}

/// An act is confirmed by somebody else, once it is known.
pub fn confirms(person: &Operator, approval: OpId, life: Option<&Life>) -> Result<(), Refusal> {
    let versions = life.into_iter().flat_map(|life| &life.versions);
    let mut approvals = versions.flat_map(|version| &version.approvals);
    match approvals.find(|known| known.op == approval && known.act.is_some()) {
        None => Err(refusals::NO_VERSION),
        Some(known) if known.by == person.id => Err(refusals::OWN_ACT),
        Some(_) => Ok(()),
    }
}

/// Anybody who works for the agency reads what everybody must know, and says that a number is wrong.
pub fn works_here(person: &Operator, agency: &Slug) -> Result<(), Refusal> {
    holds_any(person, Role::ALL, agency)
}
