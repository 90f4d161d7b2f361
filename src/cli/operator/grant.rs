//! `sportello operator grant`: an operator receives a role.

use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure},
        select,
        session::Session,
    },
    domain::{
        op::{Op, Queue},
        slug::Slug,
    },
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Grant {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(value_name = "ROLE", value_parser = super::Roles)]
    role: String,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
    #[arg(long, value_name = "ID")]
    office: Option<String>,
}

impl Verb for Grant {
    const PATH: &'static [&'static str] = &["operator", "grant"];
    const WORDS: Words = Words {
        about: Phrase::new("Dà un ruolo a un operatore", "Give an operator a role"),
        args: &[
            super::ID_HELP,
            super::ROLE_HELP,
            super::AGENCY_HELP,
            (
                "office",
                Phrase::new("Solo per questo ufficio", "For this office only"),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let role = super::role_of(&self.role, context.out.lang)?;
        let mut session = context.session()?;
        session.enlist(context)?;
        let operator = select::operator(&session, &self.id)?;
        let agency = super::scope(&session, self.agency.as_deref())?;
        let office = self.office.as_deref();
        let op = Op::Grant {
            operator: operator.clone(),
            role,
            agency: agency.clone(),
            office: office.map(|id| office_of(&session, id)).transpose()?,
        };
        super::commit(&session, &agency, &[op])?;
        super::show(context, &session, &operator)
    }
}

/// The office that is meant, when there is one called so.
fn office_of(session: &Session, id: &str) -> Result<Slug, Failure> {
    match select::queue(session, id)? {
        Queue::Office(office) => Ok(office),
        Queue::FirstLevel | Queue::BackOffice => select::slug(id),
    }
}
