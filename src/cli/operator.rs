//! `sportello operator`: who works here, and the grants that say what he may do.

pub mod add;
pub mod grant;
pub mod list;
pub mod revoke;

use super::{
    context::Context,
    failure::{Done, Exit, Failure, Said},
    select,
    session::Session,
    words,
};
use crate::{
    catalog,
    domain::{
        agency::{self, Agency},
        op::Op,
        operator::{Grant, Operator},
        outcome::Role,
        slug::Slug,
        text::folded,
    },
    locale::{Lang, Phrase},
};
use clap::{
    Arg, Command,
    builder::{PossibleValue, StringValueParser, TypedValueParser},
};
use std::ffi::OsStr;

catalog! {
    EVERYWHERE = "tutti gli enti" / "every agency";
    GRANT = "{role}: {agency}" / "{role}: {agency}";
    GRANT_OFFICE = "{role}: {agency}, {office}" / "{role}: {agency}, {office}";
    NO_ROLE = "«{role}» non è un ruolo" / "“{role}” is no role";
    ROLES = "i ruoli: {list}" / "the roles: {list}";
    FIRST_LEVEL = "risponde al telefono e apre le richieste" / "answers calls and opens requests";
    BACK_OFFICE = "qualifica, risponde, assegna; propone schede" / "qualifies, answers, assigns; proposes sheets";
    DEPARTMENT = "risponde per il suo ufficio e approva le sue schede" / "answers for its office and approves its sheets";
    URP = "relazioni con il pubblico: approva per l'URP" / "public relations: approves for it";
    SUPERVISOR = "responsabile del servizio: turni, avvisi, pubblicazione" / "answers for the service: shifts, notices, publication";
    CURATOR = "redattore: scrive e pubblica le schede" / "writes and publishes the sheets";
    PRIVACY = "referente per i dati personali" / "answers for personal data";
    ADMIN = "ente, operatori e permessi" / "agency, operators and grants";
    NO_GRANTS = "senza permessi" / "without grants";
}

/// What `--help` says of the operator.
const ID_HELP: (&str, Phrase) = (
    "id",
    Phrase::new(
        "L'operatore: identificativo o nome",
        "The operator: identifier or name",
    ),
);
/// What `--help` says of the role.
const ROLE_HELP: (&str, Phrase) = (
    "role",
    Phrase::new(
        "first-level, back-office, department, urp, supervisor, curator, privacy o admin",
        "first-level, back-office, department, urp, supervisor, curator, privacy or admin",
    ),
);
/// The roles as the shell completes them. A word that is none is refused by [`role_of`], which says what
/// each of them means.
#[derive(Clone)]
struct Roles;

impl TypedValueParser for Roles {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let roles = Role::ALL.iter();
        Some(Box::new(roles.map(|role| PossibleValue::new(role.id()))))
    }
}

/// What one who holds it does.
const fn meaning(role: Role) -> Phrase {
    match role {
        Role::FirstLevel => FIRST_LEVEL,
        Role::BackOffice => BACK_OFFICE,
        Role::Department => DEPARTMENT,
        Role::Urp => URP,
        Role::Supervisor => SUPERVISOR,
        Role::Curator => CURATOR,
        Role::Privacy => PRIVACY,
        Role::Admin => ADMIN,
    }
}

/// The role that is meant.
///
/// # Errors
/// When there is none of that name: those there are are listed, each with what it means.
fn role_of(text: &str, lang: Lang) -> Result<Role, Failure> {
    let wanted = folded(text.trim());
    let called = |role: &Role| {
        let label = role.label();
        let names = [role.id(), label.it, label.en];
        names.into_iter().any(|name| folded(name) == wanted)
    };
    let found = Role::ALL.iter().copied().find(called);
    found.ok_or_else(|| {
        let roles = Role::ALL.iter();
        let list = roles.map(|role| {
            let (label, does) = (role.label().get(lang), meaning(*role).get(lang));
            format!("{} = {label} ({does})", role.id())
        });
        let list = list.collect::<Vec<_>>().join("; ");
        Failure::new(Exit::Usage, Said::from(NO_ROLE).with("role", text))
            .hint(Said::from(ROLES).with("list", list))
    })
}

/// What `--help` says of the agency.
const AGENCY_HELP: (&str, Phrase) = (
    "agency",
    Phrase::new("L'ente; all per tutti", "The agency; all for every one"),
);

/// The agency of a grant: the one named, `all`, else the station's own.
fn scope(session: &Session, named: Option<&str>) -> Result<Slug, Failure> {
    if named == Some(agency::ALL) {
        return everybody();
    }
    Ok(session.agency(named)?.id.clone())
}

fn everybody() -> Result<Slug, Failure> {
    select::slug(agency::ALL)
}

/// Writes ops about operators, for every agency where the person administers all of them.
fn commit(session: &Session, agency: &Slug, ops: &[Op]) -> Done {
    let roles = [Role::Admin, Role::Supervisor];
    let everywhere = session.operator()?.holds_everywhere(Role::Admin);
    let agency = if everywhere {
        everybody()?
    } else {
        agency.clone()
    };
    let role = session.role(&agency, &roles)?;
    session.commit(&agency, role, ops, Vec::new())?;
    Ok(())
}

/// An operator as he is now.
fn known(session: &Session, id: &Slug) -> Result<Operator, Failure> {
    let found = session.operators()?.into_iter().find(|one| one.id == *id);
    found.ok_or_else(|| Failure::new(Exit::NotFound, words::WHO_ARE_YOU))
}

/// Shows an operator as he is now.
fn show(context: &mut Context, session: &Session, id: &Slug) -> Done {
    let operator = known(session, id)?;
    if context.out.json {
        return context.out.json(&as_json(&operator));
    }
    let lang = context.out.lang;
    let grants = grants(&operator, &session.welcome.agencies, lang);
    context
        .out
        .line(&format!("{} ({}) · {grants}", operator.name, operator.id))
}

/// His grants in one line.
fn grants(operator: &Operator, agencies: &[Agency], lang: Lang) -> String {
    if operator.grants.is_empty() {
        return NO_GRANTS.get(lang).to_owned();
    }
    let grants = operator.grants.iter();
    let grants: Vec<String> = grants
        .map(|grant| grant_words(grant, agencies, lang))
        .collect();
    grants.join("; ")
}

fn grant_words(grant: &Grant, agencies: &[Agency], lang: Lang) -> String {
    let role = grant.role.label().get(lang);
    let known = agencies.iter().find(|agency| agency.id == grant.agency);
    let agency = match known {
        Some(known) => known.name.to_string(),
        None if grant.agency.as_str() == agency::ALL => EVERYWHERE.get(lang).to_owned(),
        None => grant.agency.to_string(),
    };
    match &grant.office {
        Some(office) => GRANT_OFFICE.fill(
            lang,
            &[("role", &role), ("agency", &agency), ("office", office)],
        ),
        None => GRANT.fill(lang, &[("role", &role), ("agency", &agency)]),
    }
}

/// An operator as a script reads it.
fn as_json(operator: &Operator) -> serde_json::Value {
    let grants = operator.grants.iter().map(|grant| {
        serde_json::json!({
            "role": grant.role.id(),
            "agency": grant.agency.as_str(),
            "office": grant.office.as_ref().map(Slug::as_str),
        })
    });
    serde_json::json!({
        "id": operator.id.as_str(),
        "name": operator.name.as_str(),
        "account": operator.account,
        "grants": grants.collect::<Vec<_>>(),
    })
}
