//! A new operator: anybody in a trial place, only the first one in a real place.

use super::{
    admit::Author,
    clock,
    service::{Fault, Proposal},
    shared::Shared,
};
use crate::domain::{
    agency::ALL, id::BatchId, op::Op, operator::Operator, outcome::Role, rules::refusals,
    slug::Slug, text::Text,
};
use std::sync::PoisonError;

/// What the first operator of a place is given, everywhere: somebody has to be able to do it all.
const FIRST: &[Role] = &[
    Role::FirstLevel,
    Role::BackOffice,
    Role::Supervisor,
    Role::Curator,
    Role::Admin,
];

/// Enrols a person who works under this Unix account; who is enrolled already, by account and name,
/// is found again.
///
/// # Errors
/// [`Fault::Refused`] in a real place that has operators: its administrator enrols.
pub fn enrol(
    shared: &Shared,
    account: u32,
    name: &Text,
    roles: &[Role],
    agency: &Slug,
) -> Result<Operator, Fault> {
    let _one = shared
        .enrolling
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let known = shared.read(|store| store.operators_of(account))?;
    if let Some(known) = known.into_iter().find(|known| known.name == *name) {
        return Ok(known);
    }
    let operators = shared.read(crate::store::Store::operators)?;
    let home = shared
        .read(|store| store.agency(agency))?
        .ok_or_else(|| Fault::Unacceptable(format!("there is no agency {agency}")))?;
    let first = operators.is_empty();
    if !first && !home.fictional {
        return Err(Fault::Refused(refusals::NO_ROLE.rule.to_owned()));
    }
    let id = free_slug(name, &operators)?;
    let everywhere = Slug::parse(ALL).map_err(unacceptable)?;
    let mut ops = vec![Op::Operator {
        operator: id.clone(),
        name: name.clone(),
        account: Some(account),
    }];
    let asked = roles.iter().filter(|role| first && !FIRST.contains(role));
    let given = if first { FIRST } else { &[Role::FirstLevel] };
    ops.extend(given.iter().chain(asked).map(|role| Op::Grant {
        operator: id.clone(),
        role: *role,
        agency: if first { &everywhere } else { agency }.clone(),
        office: None,
    }));
    let batch = BatchId::new(clock::random());
    let proposal = Proposal::new(batch, everywhere, Role::Admin, &ops, Vec::new());
    shared.commit(Author::Birth, proposal.map_err(unacceptable)?)?;
    let enrolled = shared.read(|store| store.operator(&id))?;
    enrolled.ok_or_else(|| Fault::Store("the new operator is not in the views".to_owned()))
}

/// A slug from the name that nobody has.
fn free_slug(name: &Text, operators: &[Operator]) -> Result<Slug, Fault> {
    let base = Slug::from_title(name.as_str())
        .ok_or_else(|| Fault::Unacceptable("a name needs a letter".to_owned()))?;
    let taken = |slug: &Slug| operators.iter().any(|known| known.id == *slug);
    let numbered = (2..).map(|number| {
        let short: String = base.as_str().chars().take(70).collect();
        Slug::parse(&format!("{short}-{number}"))
    });
    std::iter::once(Ok(base.clone()))
        .chain(numbered)
        .flatten()
        .find(|slug| !taken(slug))
        .ok_or_else(|| Fault::Unacceptable("no name is free".to_owned()))
}

fn unacceptable(error: impl std::fmt::Display) -> Fault {
    Fault::Unacceptable(error.to_string())
}
