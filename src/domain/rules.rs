//! The one rulebook for who may do what (rule 8): default deny, an exhaustive match.
//!
//! The keeper enforces it before a batch is written; the desk greys keys with the same function.

use super::{
    op::{Op, Queue},
    operator::Operator,
    outcome::{Role, State, Verb},
    slug::Slug,
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

/// The words of the refusals.
pub mod refusals {
    use super::{Phrase, Refusal};

    macro_rules! refusals {
        ($($name:ident = $rule:literal $it:literal / $en:literal;)+) => {
            $(#[doc = $en] pub const $name: Refusal =
                Refusal { rule: $rule, words: Phrase::new($it, $en) };)+
            /// Every refusal.
            pub const ALL: &[Refusal] = &[$($name),+];
        };
    }

    refusals! {
        NO_ROLE = "no-role"
            "non hai un ruolo che lo permette in questo ente: chiedi al responsabile"
            / "no role of yours allows it in this agency: ask the supervisor";
        NOT_YOURS = "not-yours"
            "la richiesta è di un altro livello: puoi aggiungere una nota"
            / "the request is held elsewhere: you can add a note";
        NO_ANSWER = "no-answer"
            "per chiudere scrivi che cosa è stato risposto"
            / "to close, write what was answered";
        CLOSED = "closed"
            "la richiesta è chiusa: prima va riaperta"
            / "the request is closed: reopen it first";
        NOT_CLOSED = "not-closed"
            "la richiesta non è chiusa"
            / "the request is not closed";
        OWN_GRANTS = "own-grants"
            "nessuno cambia i propri permessi: chiedi a un altro amministratore"
            / "nobody changes his own grants: ask another administrator";
        BIRTH_ONLY = "birth-only"
            "solo il programma può scriverlo"
            / "only the program may write this";
        OTHER_AGENCY = "other-agency"
            "la richiesta è di un altro ente: aprine una collegata"
            / "the request is another agency's: open a linked one";
    }
}

/// Decides whether `who` may do `op` for `agency`. `ticket` is the subject when it is a known ticket.
///
/// # Errors
/// The rule that forbids it. What no rule allows is forbidden.
pub fn authorize(
    who: Principal<'_>,
    op: &Op,
    agency: &Slug,
    ticket: Option<&Ticket>,
) -> Result<(), Refusal> {
    let Principal::Person(person) = who else {
        return Ok(());
    };
    if ticket.is_some_and(|ticket| ticket.agency != *agency) {
        return Err(refusals::OTHER_AGENCY);
    }
    match op {
        Op::Change { verb, to, text, .. } => {
            may_change(person, *verb, to.as_ref(), text.is_empty(), agency, ticket)
        }
        Op::SetField { .. }
        | Op::Note { .. }
        | Op::Tag { .. }
        | Op::Link { .. }
        | Op::Begin { .. }
        | Op::Conclude { .. }
        | Op::Told { .. }
        | Op::Park { .. }
        | Op::Resume { .. }
        | Op::End { .. }
        | Op::Undo { .. } => holds_any(person, WORKERS, agency),
        Op::Publish { .. } | Op::Withdraw { .. } => holds_any(person, &[Role::Curator], agency),
        Op::Agency { .. } | Op::Operator { .. } => holds_any(person, &[Role::Admin], agency),
        Op::Grant { operator, .. } | Op::Revoke { operator, .. } => {
            if *operator == person.id {
                return Err(refusals::OWN_GRANTS);
            }
            holds_any(person, &[Role::Admin, Role::Supervisor], agency)
        }
        Op::Number { .. }
        | Op::NumberBlock { .. }
        | Op::Receipt { .. }
        | Op::Refused { .. }
        | Op::Unknown(_) => Err(refusals::BIRTH_ONLY),
    }
}

/// The roles that work on requests.
const WORKERS: &[Role] = &[
    Role::FirstLevel,
    Role::BackOffice,
    Role::Department,
    Role::Urp,
    Role::Supervisor,
];

fn holds_any(person: &Operator, roles: &[Role], agency: &Slug) -> Result<(), Refusal> {
    if roles.iter().any(|role| person.holds(*role, agency)) {
        Ok(())
    } else {
        Err(refusals::NO_ROLE)
    }
}

fn may_change(
    person: &Operator,
    verb: Verb,
    to: Option<&Queue>,
    wordless: bool,
    agency: &Slug,
    ticket: Option<&Ticket>,
) -> Result<(), Refusal> {
    let closed = ticket.is_some_and(|ticket| ticket.standing.state == State::Closed);
    let office = to.is_some_and(|queue| matches!(queue, Queue::Office(_)));
    match verb {
        Verb::Open => holds_any(person, WORKERS, agency),
        Verb::Take | Verb::EscalateBackOffice | Verb::EscalateDepartment | Verb::Assign
            if closed =>
        {
            Err(refusals::CLOSED)
        }
        Verb::Take => may_hold(person, agency, ticket),
        Verb::EscalateBackOffice => holds_any(person, WORKERS, agency),
        Verb::EscalateDepartment if office => holds_any(
            person,
            &[Role::FirstLevel, Role::BackOffice, Role::Supervisor],
            agency,
        ),
        Verb::EscalateDepartment => Err(refusals::NO_ROLE),
        Verb::Assign => holds_any(person, &[Role::BackOffice, Role::Supervisor], agency),
        Verb::SupervisorAssign => holds_any(person, &[Role::Supervisor], agency),
        Verb::Reopen if !closed && ticket.is_some() => Err(refusals::NOT_CLOSED),
        Verb::Reopen => holds_any(person, &[Role::BackOffice, Role::Supervisor], agency),
        Verb::Close if closed => Err(refusals::CLOSED),
        Verb::Close if wordless => Err(refusals::NO_ANSWER),
        Verb::Close => may_hold(person, agency, ticket),
    }
}

/// Whether he works where the request waits: his own, his level's, his office's; back office and
/// supervisor everywhere in the agency.
fn may_hold(person: &Operator, agency: &Slug, ticket: Option<&Ticket>) -> Result<(), Refusal> {
    if holds_any(person, &[Role::BackOffice, Role::Supervisor], agency).is_ok() {
        return Ok(());
    }
    let Some(ticket) = ticket else {
        return holds_any(person, WORKERS, agency);
    };
    let standing = &ticket.standing;
    let his = standing.owner.as_ref() == Some(&person.id);
    let allowed = match &standing.queue {
        Queue::FirstLevel => person.holds(Role::FirstLevel, agency),
        Queue::BackOffice => false,
        Queue::Office(office) => person.offices().any(|own| own == office),
    };
    if allowed || (his && holds_any(person, WORKERS, agency).is_ok()) {
        Ok(())
    } else {
        Err(refusals::NOT_YOURS)
    }
}
