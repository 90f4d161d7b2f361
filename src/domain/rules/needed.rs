//! Which roles would do, where none of somebody's does: asked of the rulebook itself, a role at a time.

use super::{Known, Principal, authorize, fitting, refusals};
use crate::domain::{
    op::Op,
    operator::{Grant, Operator},
    outcome::Role,
    slug::Slug,
};

/// The roles in which a person may write all of these ops for an agency, the likeliest first. What else
/// keeps him from it (his own text, a version that is not there) is no matter of roles.
#[must_use]
pub fn needed(person: &Operator, ops: &[Op], agency: &Slug) -> Vec<Role> {
    let likeliest = ops.first().map_or(Role::ALL, fitting);
    let would_do = |role: &&Role| {
        let grant = Grant {
            role: **role,
            agency: agency.clone(),
            office: None,
        };
        let granted = Operator {
            grants: vec![grant],
            ..person.clone()
        };
        ops.iter().all(|op| {
            let who = Principal::Person(&granted);
            let refusal = authorize(who, op, agency, Known::Nothing).err();
            let out_of_reach = [refusals::NO_ROLE, refusals::NOT_YOURS, refusals::BIRTH_ONLY];
            refusal.is_none_or(|refusal| !out_of_reach.contains(&refusal))
        })
    };
    likeliest.iter().filter(would_do).copied().collect()
}
