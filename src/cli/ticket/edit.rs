//! One change of one request: its ops gathered, written as one batch, and the request shown as it then is.

use super::{
    contact::{self, Ended},
    json,
};
use crate::{
    cli::{
        context::Context, failure::Done, failure::Failure, names::Names, select, session::Session,
    },
    domain::{
        field::{self, FieldId},
        id::TicketId,
        op::{ArticleRef, Op, Queue},
        outcome::{Level, Outcome, Role, Verb},
        slug::Slug,
        text::Text,
        ticket::Register,
    },
    keeper::service::Dossier,
};

/// A request about to change.
pub struct Edit {
    /// The connection.
    pub session: Session,
    /// The request as it is.
    pub dossier: Dossier,
    ops: Vec<Op>,
}

impl Edit {
    /// The request with this number, to be changed.
    ///
    /// # Errors
    /// When there is none, or the keeper does not answer.
    pub fn of(context: &mut Context, number: &str) -> Result<Self, Failure> {
        let mut session = context.session()?;
        session.enlist(context)?;
        let dossier = select::ticket(&session, number)?;
        Ok(Self {
            session,
            dossier,
            ops: Vec::new(),
        })
    }

    /// The request's identity.
    pub const fn ticket(&self) -> TicketId {
        self.dossier.ticket.id
    }

    /// Adds an op.
    pub fn push(&mut self, op: Op) {
        self.ops.push(op);
    }

    /// Its state changes, from what the person sees.
    pub fn change(&mut self, verb: Verb, to: Option<Queue>, owner: Option<Slug>, text: Text) {
        self.push(Op::Change {
            ticket: self.ticket(),
            verb,
            to,
            owner,
            parents: self.dossier.ticket.heads.clone(),
            text,
        });
    }

    /// A note is added.
    pub fn note(&mut self, text: Text) {
        self.push(Op::Note {
            ticket: self.ticket(),
            text,
            corrects: None,
        });
    }

    /// A field takes a value, unless it has it.
    pub fn set(&mut self, field: FieldId, words: &str) {
        let register = self.dossier.ticket.fields.get(&field);
        let Some(value) = field::by_id(field).and_then(|spec| spec.read(words)) else {
            return;
        };
        if register.is_some_and(|register| register.value == value) {
            return;
        }
        let replaces = register.map(Register::replaces).unwrap_or_default();
        self.push(Op::SetField {
            ticket: self.ticket(),
            field,
            value,
            replaces,
        });
    }

    /// How the contact ended that the request came by. One that has ended is not ended again, unless
    /// the person names an outcome.
    ///
    /// # Errors
    /// When the system gives no identity.
    pub fn conclude(
        &mut self,
        context: &Context,
        named: Option<Outcome>,
        usual: Outcome,
        answer: Option<ArticleRef>,
        text: &Text,
    ) -> Done {
        if named.is_none() && !self.dossier.ticket.endings.is_empty() {
            return Ok(());
        }
        let ended = Ended {
            outcome: named.unwrap_or(usual),
            answer,
            text: text.clone(),
            at: context.now(),
        };
        let ops = contact::ops(&self.dossier.ticket, self.session.station, ended)?;
        self.ops.extend(ops);
        Ok(())
    }

    /// Writes the change, and shows the request as it then is. What is needed to show it is asked
    /// before: what is durable ends in no failure for the want of a name.
    ///
    /// # Errors
    /// When a rule refuses it, or it cannot be written.
    pub fn save(self, context: &mut Context) -> Done {
        let ticket = &self.dossier.ticket;
        let role = self
            .session
            .role(&ticket.agency, fitting(ticket.standing.level))?;
        let lang = context.out.lang;
        let names = (!context.out.json)
            .then(|| Names::of(&self.session, lang))
            .transpose()?;
        self.session
            .commit(&ticket.agency, role, &self.ops, Vec::new())?;
        let now = self.session.dossier(ticket.id)?;
        match names {
            None => context.out.json(&json::Shown::of(&now)),
            Some(names) => context.out.line(&standing_line(&now, &names, lang)),
        }
    }
}

/// The roles in which one acts on a request that is held at this level, the likeliest first.
const fn fitting(level: Level) -> &'static [Role] {
    match level {
        Level::First => &[
            Role::FirstLevel,
            Role::BackOffice,
            Role::Supervisor,
            Role::Department,
            Role::Urp,
        ],
        Level::BackOffice => &[
            Role::BackOffice,
            Role::Supervisor,
            Role::FirstLevel,
            Role::Department,
            Role::Urp,
        ],
        Level::Department => &[
            Role::Department,
            Role::BackOffice,
            Role::Supervisor,
            Role::FirstLevel,
            Role::Urp,
        ],
    }
}

/// Number, state and queue on one line.
fn standing_line(dossier: &Dossier, names: &Names<'_>, lang: crate::locale::Lang) -> String {
    let ticket = &dossier.ticket;
    let number = ticket
        .number
        .map(|number| number.to_string())
        .unwrap_or_default();
    let state = ticket.standing.state.label().get(lang);
    format!(
        "{number} · {state} · {}",
        names.queue(&ticket.standing.queue)
    )
}
