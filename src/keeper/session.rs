//! One client of the keeper: an account, the operator it speaks for, and its questions.

use super::{
    admit::Author,
    answer, enrol,
    service::{Fault, Hello, Notice, Reply, Request, Service, Welcome},
    shared::Shared,
    verify,
};
use crate::{
    domain::{operator::Operator, outcome::Role, rules::refusals, slug::Slug},
    store::Store,
};
use std::sync::{Arc, PoisonError, RwLock, atomic::Ordering, mpsc::Receiver};

/// A client's session. Its principal is the operator of its account, never what a request says.
#[derive(Debug)]
pub struct Session {
    shared: Arc<Shared>,
    account: u32,
    operator: RwLock<Speaker>,
}

/// For whom a session speaks.
#[derive(Clone, Debug)]
enum Speaker {
    /// The views were not asked yet, or could not answer.
    Unasked,
    /// His account has no operator.
    Nobody,
    /// This operator.
    Known(Slug),
}

impl Session {
    /// A session of a Unix account, before its [`Hello`]: the account's own operator speaks.
    pub(super) fn new(shared: Arc<Shared>, account: u32) -> Self {
        Self {
            shared,
            account,
            operator: RwLock::new(Speaker::Unasked),
        }
    }

    /// Who speaks, as the views know him now; the first operator of the account, unless he said otherwise.
    fn operator(&self) -> Result<Option<Operator>, Fault> {
        let speaker = self.operator.read();
        let speaker = speaker.unwrap_or_else(PoisonError::into_inner).clone();
        match speaker {
            Speaker::Known(slug) => self.shared.read(|store| store.operator(&slug)),
            Speaker::Nobody => Ok(None),
            Speaker::Unasked => {
                let of_account = self.shared.read(|store| store.operators_of(self.account))?;
                let first = of_account.into_iter().next();
                self.set_operator(first.as_ref().map(|known| known.id.clone()));
                Ok(first)
            }
        }
    }

    fn set_operator(&self, operator: Option<Slug>) {
        *self
            .operator
            .write()
            .unwrap_or_else(PoisonError::into_inner) =
            operator.map_or(Speaker::Nobody, Speaker::Known);
    }

    /// Takes note of who connects. An operator without an account may be anybody's; one with an
    /// account is his who has it (SECURITY T2).
    fn hello(&self, hello: &Hello) -> Result<Reply, Fault> {
        if let Some(slug) = &hello.operator {
            let operator = self.shared.read(|store| store.operator(slug))?;
            let his = operator
                .as_ref()
                .is_some_and(|known| known.account.is_none_or(|account| account == self.account));
            if !his {
                return Err(Fault::Refused(refusals::NO_ROLE.rule.to_owned()));
            }
            self.set_operator(operator.map(|known| known.id));
        }
        let operator = self.operator()?;
        let mut agencies = self.shared.read(Store::agencies)?;
        agencies.sort_by_key(|agency| {
            let own = operator
                .as_ref()
                .is_some_and(|known| known.grants.iter().any(|grant| grant.agency == agency.id));
            (!own, agency.id.clone())
        });
        Ok(Reply::Welcome(Box::new(Welcome {
            operator,
            agencies,
            process: std::process::id(),
            read_only: self.shared.read_only().is_some(),
            space_short: self.shared.space_short(),
            findings: self.shared.findings(),
        })))
    }

    fn commit(&self, proposal: super::service::Proposal) -> Result<Reply, Fault> {
        let speaks = self.operator()?;
        let author = speaks.map(|operator| Author::Person(operator.id));
        let author = author.ok_or_else(|| Fault::Refused(refusals::NO_ROLE.rule.to_owned()))?;
        self.shared.commit(author, proposal)
    }

    /// What only some roles may order.
    fn only(&self, roles: &[Role]) -> Result<(), Fault> {
        let holds = self.operator()?.is_some_and(|operator| {
            operator
                .grants
                .iter()
                .any(|grant| roles.contains(&grant.role))
        });
        if holds {
            return Ok(());
        }
        Err(Fault::Refused(refusals::NO_ROLE.rule.to_owned()))
    }
}

impl Service for Session {
    fn call(&self, request: Request) -> Result<Reply, Fault> {
        match request {
            Request::Hello(hello) => self.hello(&hello),
            Request::Commit(proposal) => self.commit(proposal),
            Request::Enrol {
                name,
                roles,
                agency,
            } => {
                let operator = enrol::enrol(&self.shared, self.account, &name, &roles, &agency)?;
                self.set_operator(Some(operator.id.clone()));
                Ok(Reply::Operator(Box::new(operator)))
            }
            Request::Ring(ring) => {
                self.shared.watchers.tell(&Notice::Ring(ring));
                Ok(Reply::Done)
            }
            Request::Settle => Ok(Reply::Index(self.shared.settle()?)),
            Request::Verify => Ok(Reply::Verified(Box::new(verify::verify(&self.shared)?))),
            Request::Rebuild => self.shared.rebuild(),
            Request::Working => Ok(Reply::Working(self.shared.works.going())),
            Request::Stop => {
                self.shared.leaving.store(true, Ordering::SeqCst);
                Ok(Reply::Done)
            }
            Request::Stats => answer::stats(&self.shared),
            Request::RecentCalls(ref operator, _)
                if self.operator()?.is_none_or(|speaks| speaks.id != *operator) =>
            {
                self.only(&[Role::Supervisor])?;
                answer::answer(&self.shared, self.operator()?.as_ref(), request)
            }
            question => answer::answer(&self.shared, self.operator()?.as_ref(), question),
        }
    }

    fn watch(&self) -> Receiver<Notice> {
        self.shared.watchers.watch()
    }
}
