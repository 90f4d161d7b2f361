//! What a refusal for want of a role says besides: the role that would do, and how it is given.

use super::Session;
use crate::{
    catalog,
    cli::failure::{Failure, Said},
    domain::{
        agency,
        op::Op,
        outcome::Role,
        rules::{self, refusals},
        slug::Slug,
    },
};

catalog! {
    NEEDED = "per questo serve il ruolo {roles}: lo dà {giver} con `sportello operator grant {who} {role}{agency}{office}`"
        / "this wants the role {roles}: {giver} gives it with `sportello operator grant {who} {role}{agency}{office}`";
    NEEDED_ANY = "per questo serve uno di questi ruoli: {roles}; lo dà {giver} con `sportello operator grant {who} {role}{agency}{office}`"
        / "this wants one of these roles: {roles}; {giver} gives it with `sportello operator grant {who} {role}{agency}{office}`";
    EVERYWHERE = "un amministratore di tutti gli enti" / "an administrator of every agency";
    OFFICE = " --office UFFICIO" / " --office OFFICE";
    ADMIN = "un amministratore" / "an administrator";
    ADMIN_OR_SUPERVISOR = "un responsabile o un amministratore" / "a supervisor or an administrator";
}

/// The same failure; where it is that no role of his allows it, with the role that would as what to do.
pub fn named(session: &Session, owner: &Slug, ops: &[Op], failure: Failure) -> Failure {
    if !failure.is_refusal(refusals::NO_ROLE.rule) {
        return failure;
    }
    match hint(session, owner, ops) {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

fn hint(session: &Session, owner: &Slug, ops: &[Op]) -> Option<Said> {
    let person = session.operator().ok()?;
    let own = session.agency(None).ok().map(|agency| agency.id.clone());
    // What no role in an agency allows may be for who holds it in every one.
    let everywhere = Slug::parse(agency::ALL).ok();
    let scopes = [Some(owner.clone()), everywhere].into_iter().flatten();
    let mut found = scopes.map(|scope| (rules::needed(person, ops, &scope), scope));
    let (roles, scope) = found.find(|(roles, _)| !roles.is_empty())?;
    if roles.iter().any(|role| person.holds(*role, &scope)) {
        // He has one that would do: it is something else that keeps him from it.
        return None;
    }
    let (said, first) = match roles.as_slice() {
        [] => return None,
        [only] => (NEEDED, *only),
        [first, ..] => (NEEDED_ANY, *first),
    };
    let giver = if scope.as_str() == agency::ALL {
        EVERYWHERE
    } else if first == Role::Admin {
        ADMIN
    } else {
        ADMIN_OR_SUPERVISOR
    };
    let agency = match own {
        Some(own) if own == scope => String::new(),
        _ => format!(" --agency {scope}"),
    };
    let said = Said::from(said)
        .with_list("roles", roles.iter().map(|role| role.label()).collect())
        .with_phrase("giver", giver)
        .with("who", &person.id)
        .with("role", first.id())
        .with("agency", agency);
    Some(if first == Role::Department {
        said.with_phrase("office", OFFICE)
    } else {
        said.with("office", "")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;

    #[test]
    fn the_catalog_is_complete() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
    }
}
