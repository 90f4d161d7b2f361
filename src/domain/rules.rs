//! The one rulebook for who may do what (rule 8): default deny, an exhaustive match.
//!
//! The keeper enforces it before a batch is written; the desk greys keys with the same function.

mod knowledge;
mod needed;
pub mod refusals;

pub use self::{
    knowledge::{fitting, works_on_texts},
    needed::needed,
};

use self::knowledge::{
    HERALDS, PUBLISHERS, WITNESSES, approves_anew, confirms, is_approved, may_approve, may_publish,
    works_here,
};
use super::{
    article::life::Life,
    op::{Op, Queue, subject},
    operator::Operator,
    outcome::{Role, State, Verb},
    slug::Slug,
    text::Text,
    ticket::Ticket,
};
use crate::locale::Phrase;

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub enum Principal<'a> {
    /// A named person.
    Person(&'a Operator),
    /// The program itself, at birth: the seed, the first operator, number blocks, receipts.
    Birth,
}

/// Why an op is refused: the rule and the next step, in both languages.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Refusal {
    /// The name of the rule, stable for scripts.
    pub rule: &'static str,
    /// What it says, and the way out.
    pub words: Phrase,
}

use Scope::{Anywhere, Assigned, Held, Involved, Own};

/// What is known of the subject of an op when it is judged.
#[derive(Clone, Copy, Debug)]
pub enum Known<'a> {
    /// Nothing: a ticket op is then judged as on a new request of his own.
    Nothing,
    /// The ticket.
    Ticket(&'a Ticket),
    /// The life of the article.
    Article(&'a Life),
}

impl<'a> Known<'a> {
    /// The ticket, if it is one.
    const fn ticket(self) -> Option<&'a Ticket> {
        match self {
            Self::Ticket(ticket) => Some(ticket),
            Self::Nothing | Self::Article(_) => None,
        }
    }

    /// The life of the article, if it is one.
    const fn life(self) -> Option<&'a Life> {
        match self {
            Self::Article(life) => Some(life),
            Self::Nothing | Self::Ticket(_) => None,
        }
    }
}

/// On which requests of the agency a role may do something.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Scope {
    /// All of them.
    Anywhere,
    /// Those he has, and those of the first level that nobody has.
    Held,
    /// [`Held`], and those he opened.
    Own,
    /// Those he has, and those that wait at an office he answers for.
    Assigned,
    /// [`Assigned`], and those he opened.
    Involved,
}

/// Who may do a thing, and on which requests; whoever is not named may not (SECURITY, Roles).
type Row = &'static [(Role, Scope)];

const OPEN: Row = &[
    (Role::FirstLevel, Anywhere),
    (Role::BackOffice, Anywhere),
    (Role::Urp, Anywhere),
];
const NOTE: Row = &[
    (Role::FirstLevel, Anywhere),
    (Role::BackOffice, Anywhere),
    (Role::Department, Assigned),
    (Role::Urp, Involved),
    (Role::Supervisor, Anywhere),
];
const DESCRIBE: Row = &[
    (Role::FirstLevel, Own),
    (Role::BackOffice, Anywhere),
    (Role::Department, Involved),
    (Role::Urp, Involved),
    (Role::Supervisor, Anywhere),
];
const LINK_AND_TAG: Row = &[
    (Role::FirstLevel, Own),
    (Role::BackOffice, Anywhere),
    (Role::Department, Assigned),
    (Role::Supervisor, Anywhere),
];
const TAKE_AND_CLOSE: Row = &[
    (Role::FirstLevel, Held),
    (Role::BackOffice, Anywhere),
    (Role::Department, Assigned),
    (Role::Supervisor, Anywhere),
];
const TO_BACK_OFFICE: Row = &[
    (Role::FirstLevel, Held),
    (Role::Department, Assigned),
    (Role::Urp, Involved),
    (Role::Supervisor, Anywhere),
];
const TO_DEPARTMENT: Row = &[
    (Role::FirstLevel, Held),
    (Role::BackOffice, Anywhere),
    (Role::Supervisor, Anywhere),
];
const ASSIGN_AND_REOPEN: Row = &[(Role::BackOffice, Anywhere), (Role::Supervisor, Anywhere)];
const SUPERVISE: Row = &[(Role::Supervisor, Anywhere)];

/// The roles that work on requests, and so may say how a contact with a citizen went.
const WORKERS: &[Role] = &[
    Role::FirstLevel,
    Role::BackOffice,
    Role::Department,
    Role::Urp,
    Role::Supervisor,
];
/// Decides whether `who` may do `op` for `agency`, given what is `known` of its subject.
///
/// It knows nothing but its arguments: that an undone op is its author's own, and that an article
/// stays in its agency, is for the keeper to see.
///
/// # Errors
/// The rule that forbids it. What no rule allows is forbidden.
#[expect(
    clippy::too_many_lines,
    reason = "an arm a kind, exhaustive so that none is forgotten"
)]
pub fn authorize(
    who: Principal<'_>,
    op: &Op,
    agency: &Slug,
    known: Known<'_>,
) -> Result<(), Refusal> {
    let Principal::Person(person) = who else {
        return Ok(());
    };
    let ticket = known.ticket();
    if ticket.is_some_and(|ticket| ticket.agency != *agency) {
        return Err(refusals::OTHER_AGENCY);
    }
    let on = |row| may_on(person, row, agency, ticket);
    match op {
        Op::Change { verb, to, text, .. } => {
            may_decide(person, *verb, to.as_ref(), agency, ticket)?;
            is_possible(*verb, to.as_ref(), text, ticket)
        }
        Op::SetField { .. } | Op::Answer { .. } => on(DESCRIBE),
        Op::Note { .. } => on(NOTE),
        Op::Tag { .. } | Op::Link { .. } => on(LINK_AND_TAG),
        Op::Begin { .. }
        | Op::Conclude { .. }
        | Op::Told { .. }
        | Op::Park { .. }
        | Op::Resume { .. }
        | Op::End { .. } => holds_any(person, WORKERS, agency),
        Op::Undo { subject, .. } => match subject.kind {
            subject::TICKET | subject::INTERACTION => holds_any(person, WORKERS, agency),
            _ => Err(refusals::NO_ROLE),
        },
        Op::Publish {
            provenance, text, ..
        } => {
            may_publish(person, *provenance, agency)?;
            is_approved(*provenance, text, known.life())
        }
        // Words are learned by the program; a person only forgets.
        Op::Learned { queries, .. } if !queries.is_empty() => Err(refusals::BIRTH_ONLY),
        Op::Withdraw { .. } | Op::Learned { .. } => holds_any(person, PUBLISHERS, agency),
        Op::Approve {
            version, side, act, ..
        } => {
            may_approve(person, *side, act.is_some(), agency)?;
            approves_anew(person, *version, act.is_some(), known.life())
        }
        Op::Confirm { approval, .. } => {
            holds_any(person, WITNESSES, agency)?;
            confirms(person, *approval, known.life())
        }
        Op::Notice { .. } => holds_any(person, HERALDS, agency),
        Op::Read { .. } | Op::WrongNumber { .. } => works_here(person, agency),
        // Scope comes from the grant, never from the request (T24): the agency is the op's, whatever
        // agency the batch was sent for.
        Op::Agency { agency, .. } => holds_any(person, &[Role::Admin], agency),
        Op::Operator { .. } => may_name(person),
        Op::Grant {
            operator,
            role,
            agency,
            ..
        }
        | Op::Revoke {
            operator,
            role,
            agency,
        } => may_grant(person, operator, *role, agency),
        Op::Number { .. }
        | Op::NumberBlock { .. }
        | Op::Receipt { .. }
        | Op::Refused { .. }
        | Op::Unknown(_) => Err(refusals::BIRTH_ONLY),
    }
}

fn holds_any(person: &Operator, roles: &[Role], agency: &Slug) -> Result<(), Refusal> {
    if roles.iter().any(|role| person.holds(*role, agency)) {
        Ok(())
    } else {
        Err(refusals::NO_ROLE)
    }
}

/// Whether a row allows it: [`refusals::NO_ROLE`] when he has none of its roles,
/// [`refusals::NOT_YOURS`] when none of his reaches this request.
fn may_on(
    person: &Operator,
    row: Row,
    agency: &Slug,
    ticket: Option<&Ticket>,
) -> Result<(), Refusal> {
    let mut refusal = refusals::NO_ROLE;
    for (role, scope) in row.iter().filter(|(role, _)| person.holds(*role, agency)) {
        if ticket.is_none_or(|ticket| reaches(person, *role, *scope, ticket)) {
            return Ok(());
        }
        refusal = refusals::NOT_YOURS;
    }
    Err(refusal)
}

fn reaches(person: &Operator, role: Role, scope: Scope, ticket: &Ticket) -> bool {
    let standing = &ticket.standing;
    let has = standing.owner.as_ref() == Some(&person.id);
    let opened = ticket.opened_by == person.id;
    let free = standing.queue == Queue::FirstLevel && standing.owner.is_none();
    let waits_with_him = match &standing.queue {
        Queue::Office(office) => person.answers_for(role, &ticket.agency, office),
        Queue::FirstLevel | Queue::BackOffice => false,
    };
    match scope {
        Anywhere => true,
        Held => has || free,
        Own => has || free || opened,
        Assigned => has || waits_with_him,
        Involved => has || waits_with_him || opened,
    }
}

fn may_decide(
    person: &Operator,
    verb: Verb,
    to: Option<&Queue>,
    agency: &Slug,
    ticket: Option<&Ticket>,
) -> Result<(), Refusal> {
    let on = |row| may_on(person, row, agency, ticket);
    match verb {
        Verb::Open => on(OPEN).or_else(|refusal| may_open_at_office(person, to, agency, refusal)),
        Verb::Take | Verb::Close => on(TAKE_AND_CLOSE),
        Verb::EscalateBackOffice => on(TO_BACK_OFFICE),
        Verb::EscalateDepartment => on(TO_DEPARTMENT),
        Verb::Assign | Verb::Reopen => on(ASSIGN_AND_REOPEN),
        Verb::SupervisorAssign => on(SUPERVISE),
    }
}

/// A department opens requests in its own queue only.
fn may_open_at_office(
    person: &Operator,
    to: Option<&Queue>,
    agency: &Slug,
    refusal: Refusal,
) -> Result<(), Refusal> {
    if !person.holds(Role::Department, agency) {
        return Err(refusal);
    }
    match to {
        Some(Queue::Office(office)) if person.answers_for(Role::Department, agency, office) => {
            Ok(())
        }
        _ => Err(refusals::NOT_YOURS),
    }
}

/// Whether the decision fits what the request is doing, whoever makes it.
fn is_possible(
    verb: Verb,
    to: Option<&Queue>,
    answer: &Text,
    ticket: Option<&Ticket>,
) -> Result<(), Refusal> {
    let Some(ticket) = ticket else {
        return has_its_words(verb, to, answer);
    };
    let closed = ticket.standing.state == State::Closed;
    match verb {
        Verb::Open if !ticket.heads.is_empty() => Err(refusals::ALREADY_OPEN),
        Verb::Reopen if !closed => Err(refusals::NOT_CLOSED),
        Verb::Open | Verb::Reopen => Ok(()),
        Verb::Take
        | Verb::EscalateBackOffice
        | Verb::EscalateDepartment
        | Verb::Assign
        | Verb::SupervisorAssign
        | Verb::Close
            if closed =>
        {
            Err(refusals::CLOSED)
        }
        Verb::Take
        | Verb::EscalateBackOffice
        | Verb::EscalateDepartment
        | Verb::Assign
        | Verb::SupervisorAssign
        | Verb::Close => has_its_words(verb, to, answer),
    }
}

fn has_its_words(verb: Verb, to: Option<&Queue>, answer: &Text) -> Result<(), Refusal> {
    match verb {
        Verb::EscalateDepartment if !matches!(to, Some(Queue::Office(_))) => {
            Err(refusals::NO_OFFICE)
        }
        Verb::Close if answer.is_blank() => Err(refusals::NO_ANSWER),
        Verb::Open
        | Verb::Take
        | Verb::EscalateBackOffice
        | Verb::EscalateDepartment
        | Verb::SupervisorAssign
        | Verb::Assign
        | Verb::Reopen
        | Verb::Close => Ok(()),
    }
}

/// Naming a person binds a Unix account to him, and so all his grants: only who administers every
/// agency may, since the person may have grants in any.
fn may_name(person: &Operator) -> Result<(), Refusal> {
    if person.holds_everywhere(Role::Admin) {
        Ok(())
    } else {
        Err(refusals::NO_ROLE)
    }
}

/// Only administrators make and unmake administrators, and nobody himself: so the last one stays.
fn may_grant(person: &Operator, operator: &Slug, role: Role, agency: &Slug) -> Result<(), Refusal> {
    if *operator == person.id {
        return Err(refusals::OWN_GRANTS);
    }
    match role {
        Role::Admin => holds_any(person, &[Role::Admin], agency),
        Role::FirstLevel
        | Role::BackOffice
        | Role::Department
        | Role::Urp
        | Role::Supervisor
        | Role::Curator
        | Role::Privacy => holds_any(person, &[Role::Admin, Role::Supervisor], agency),
    }
}

#[cfg(test)]
mod tests;
