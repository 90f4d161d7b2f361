//! `sportello operator revoke`: an operator loses a role.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure, Said},
        select,
    },
    domain::op::Op,
    locale::Phrase,
};

catalog! {
    NOT_HELD = "{id} non ha questo ruolo: {role}, {agency}" / "{id} does not hold this role: {role}, {agency}";
    NOT_HELD_HINT = "`sportello operator list` dice chi può che cosa" / "`sportello operator list` says who may do what";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Revoke {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(value_name = "ROLE", value_parser = super::Roles)]
    role: String,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
}

impl Verb for Revoke {
    const PATH: &'static [&'static str] = &["operator", "revoke"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Toglie un ruolo a un operatore",
            "Take a role from an operator",
        ),
        args: &[super::ID_HELP, super::ROLE_HELP, super::AGENCY_HELP],
    };

    fn run(self, context: &mut Context) -> Done {
        let role = super::role_of(&self.role, context.out.lang)?;
        let mut session = context.session()?;
        session.enlist(context)?;
        let operator = select::operator(&session, &self.id)?;
        let agency = super::scope(&session, self.agency.as_deref())?;
        let known = super::known(&session, &operator)?;
        let held = known.grants.iter();
        let mut held = held.filter(|grant| grant.role == role && grant.agency == agency);
        if held.next().is_none() {
            let said = Said::from(NOT_HELD).with("id", &operator);
            let said = said
                .with_phrase("role", role.label())
                .with("agency", &agency);
            return Err(Failure::refused("not-granted", said).hint(NOT_HELD_HINT));
        }
        let op = Op::Revoke {
            operator: operator.clone(),
            role,
            agency: agency.clone(),
        };
        super::commit(&session, &agency, &[op])?;
        super::show(context, &session, &operator)
    }
}
