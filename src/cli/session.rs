//! A connection to the keeper, and what commands ask of it.

mod needed;

use super::{
    context::Context,
    failure::{Done, Exit, Failure, Said},
    identity,
    output::Output,
    place::Place,
    progress, words,
};
use crate::{
    domain::{
        agency::{self, Agency},
        article::Published,
        id::{BatchId, OpId, StationId, TicketId},
        number::TicketNumber,
        op::Op,
        operator::Operator,
        outcome::Role,
        rules,
        slug::Slug,
        text::{TITLE_MAX_CHARS, Text},
    },
    keeper::{
        self, ConnectOptions, Spawn,
        service::{
            Dossier, Fault, Filter, Hello, IndexStats, Proposal, Reply, Request, Row, Service,
            Task, Welcome,
        },
    },
};
use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

/// What a durable batch is answered with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Saved {
    /// Its first op.
    pub first: OpId,
    /// The numbers minted for it.
    pub numbers: Vec<(TicketId, TicketNumber)>,
}

/// A connection to a keeper, by one operator.
pub struct Session {
    service: Arc<dyn Service>,
    /// What the keeper said first.
    pub welcome: Welcome,
    /// The name of this run.
    pub station: StationId,
}

/// The keeper answered something that was not asked.
#[must_use]
pub fn unexpected(reply: &Reply) -> Failure {
    let name = format!("{reply:?}");
    let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
    Failure::new(Exit::Keeper, words::UNEXPECTED_REPLY)
        .because(name)
        .hint(words::KEEPER_VERSION_HINT)
}

/// How long a command waits for views that are being made, as a desk does.
const MAKING: Duration = Duration::from_secs(30);

/// Asks until the views are there to answer from.
fn patiently<T>(mut ask: impl FnMut() -> Result<T, Fault>) -> Result<T, Fault> {
    let until = Instant::now() + MAKING;
    loop {
        match ask() {
            Err(Fault::Busy) if Instant::now() < until => thread::sleep(Duration::from_millis(50)),
            answer => return answer,
        }
    }
}

impl Session {
    /// Connects to the keeper of a place, starting it where none runs.
    ///
    /// # Errors
    /// When the directory cannot be used, or no keeper answers.
    pub fn open(place: &Place, operator: Option<Slug>) -> Result<Self, Failure> {
        place.prepare()?;
        let program = std::env::current_exe()
            .map_err(|error| Failure::new(Exit::Keeper, words::NO_PROGRAM).because(error))?;
        Self::connect(place, operator, Spawn::IfNeeded(program))
    }

    /// Connects to the keeper of a place, or to the one that runs.
    ///
    /// # Errors
    /// When no keeper answers.
    pub fn connect(place: &Place, operator: Option<Slug>, spawn: Spawn) -> Result<Self, Failure> {
        let station = StationId::new(identity::random()?);
        let hello = Hello { operator, station };
        let options = ConnectOptions { hello, spawn };
        let client = patiently(|| keeper::connect(&place.data_dir, options.clone()))?;
        Ok(Self {
            welcome: client.welcome(),
            service: Arc::new(client),
            station,
        })
    }

    /// Says who we are to a service at hand.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn greet(service: Arc<dyn Service>, operator: Option<Slug>) -> Result<Self, Failure> {
        let station = StationId::new(identity::random()?);
        let hello = Hello { operator, station };
        match service.call(Request::Hello(hello))? {
            Reply::Welcome(welcome) => Ok(Self {
                service,
                welcome: *welcome,
                station,
            }),
            other => Err(unexpected(&other)),
        }
    }

    /// Asks the keeper.
    ///
    /// # Errors
    /// What kept it from answering.
    pub fn call(&self, request: Request) -> Result<Reply, Failure> {
        let again = request.clone();
        Ok(match self.service.call(request) {
            Err(Fault::Busy) => patiently(|| self.service.call(again.clone()))?,
            answer => answer?,
        })
    }

    /// Has the keeper do something that takes long, with a bar of how far it is.
    ///
    /// # Errors
    /// What kept it from being done.
    pub fn attend(&self, out: &Output, task: Task, request: &Request) -> Result<Reply, Failure> {
        let attended = || progress::attended(&*self.service, out, task, request.clone());
        Ok(patiently(attended)?)
    }

    /// Who works.
    ///
    /// # Errors
    /// When the keeper does not know.
    pub fn operator(&self) -> Result<&Operator, Failure> {
        self.welcome.operator.as_ref().ok_or_else(|| {
            Failure::refused("no-role", words::WHO_ARE_YOU).hint(words::WHO_ARE_YOU_HINT)
        })
    }

    /// Makes sure that somebody works. In a trial place whoever has an account may: he is enrolled
    /// under its name; a real place is entered by `init` only.
    ///
    /// # Errors
    /// When nobody is known in a real place, or the keeper refuses.
    pub fn enlist(&mut self, context: &mut Context) -> Done {
        let trial = self.welcome.agencies.iter().find(|agency| agency.fictional);
        let (None, Some(trial)) = (&self.welcome.operator, trial) else {
            return self.operator().map(|_| ());
        };
        let name = Text::line(&account_name()).clipped(TITLE_MAX_CHARS).text;
        let agency = trial.id.clone();
        let operator = self.enrol(&name, agency)?;
        context
            .out
            .remark(Said::from(words::ENLISTED).with("name", &operator.name))
    }

    /// Enrols a person and works in his name from now on.
    ///
    /// # Errors
    /// When a rule refuses it.
    pub fn enrol(&mut self, name: &Text, agency: Slug) -> Result<&Operator, Failure> {
        let request = Request::Enrol {
            name: name.clone(),
            roles: Vec::new(),
            agency,
        };
        match self.call(request)? {
            Reply::Operator(operator) => Ok(self.welcome.operator.insert(*operator)),
            other => Err(unexpected(&other)),
        }
    }

    fn no_agency(&self) -> Failure {
        let found = self.welcome.findings;
        if found.corrupt + found.lost > 0 {
            return Failure::new(Exit::Store, words::AGENCY_LOST)
                .hint(words::JOURNAL_UNUSABLE_HINT);
        }
        Failure::new(Exit::NotFound, words::NO_AGENCY).hint(words::NO_AGENCY_HINT)
    }

    /// The agency named, else the station's own.
    ///
    /// # Errors
    /// When it is not one of this place, or there is none yet.
    pub fn agency(&self, named: Option<&str>) -> Result<&Agency, Failure> {
        let agencies = &self.welcome.agencies;
        let Some(name) = named else {
            return agencies.first().ok_or_else(|| self.no_agency());
        };
        let found = agencies.iter().find(|agency| agency.id.as_str() == name);
        found.ok_or_else(|| {
            let known: Vec<&str> = agencies.iter().map(|agency| agency.id.as_str()).collect();
            Failure::new(
                Exit::NotFound,
                Said::from(words::UNKNOWN_AGENCY).with("id", name),
            )
            .hint(Said::from(words::KNOWN_AGENCIES).with("list", known.join(", ")))
        })
    }

    /// The first of these roles that the operator holds in the agency; the first of all where he
    /// holds none: the keeper then says which rule forbids it.
    ///
    /// # Errors
    /// When nobody is known to work.
    pub fn role(&self, agency: &Slug, fitting: &[Role]) -> Result<Role, Failure> {
        let operator = self.operator()?;
        let held = fitting.iter().find(|role| operator.holds(**role, agency));
        Ok(held
            .or(fitting.first())
            .copied()
            .unwrap_or(Role::FirstLevel))
    }

    /// Writes ops about articles, in the first role that may and that the operator holds.
    ///
    /// # Errors
    /// When a rule refuses it, or it cannot be written.
    pub fn commit_knowledge(&self, agency: &Slug, ops: &[Op]) -> Result<Saved, Failure> {
        let fitting = ops.first().map_or(Role::ALL, rules::fitting);
        self.commit(agency, self.role(agency, fitting)?, ops, Vec::new())
    }

    /// Writes a batch; returns when it is durable.
    ///
    /// # Errors
    /// When a rule refuses it, or it cannot be written.
    pub fn commit(
        &self,
        agency: &Slug,
        role: Role,
        ops: &[Op],
        mint: Vec<TicketId>,
    ) -> Result<Saved, Failure> {
        let id = BatchId::new(identity::random()?);
        let proposal = Proposal::new(id, agency.clone(), role, ops, mint)
            .map_err(|error| Failure::new(Exit::Refused, words::UNACCEPTABLE).because(error))?;
        let reply = self.call(Request::Commit(proposal));
        match reply.map_err(|failure| needed::named(self, agency, ops, failure))? {
            Reply::Saved { first, numbers, .. } => Ok(Saved { first, numbers }),
            other => Err(unexpected(&other)),
        }
    }

    /// One ticket with everything about it.
    ///
    /// # Errors
    /// When there is none.
    pub fn dossier(&self, ticket: TicketId) -> Result<Dossier, Failure> {
        match self.call(Request::Dossier(ticket))? {
            Reply::Dossier(Some(dossier)) => Ok(*dossier),
            Reply::Dossier(None) => Err(no_ticket(&ticket.to_string())),
            other => Err(unexpected(&other)),
        }
    }

    /// The tickets of a list.
    ///
    /// # Errors
    /// When the keeper cannot tell.
    pub fn list(&self, filter: Filter) -> Result<Vec<Row>, Failure> {
        rows(self.call(Request::List(filter))?)
    }

    /// The tickets that answer to a number.
    ///
    /// # Errors
    /// When the keeper cannot tell.
    pub fn by_number(&self, number: TicketNumber) -> Result<Vec<Row>, Failure> {
        rows(self.call(Request::ByNumber(number))?)
    }

    /// The article in force.
    ///
    /// # Errors
    /// When there is none.
    pub fn article(&self, id: &Slug) -> Result<Published, Failure> {
        match self.call(Request::Article(id.clone(), None))? {
            Reply::Article(Some(published)) => Ok(*published),
            Reply::Article(None) => Err(Failure::new(
                Exit::NotFound,
                Said::from(words::NO_ARTICLE).with("id", id),
            )
            .hint(words::NO_ARTICLE_HINT)),
            other => Err(unexpected(&other)),
        }
    }

    /// The operators of this place.
    ///
    /// # Errors
    /// When the keeper cannot tell.
    pub fn operators(&self) -> Result<Vec<Operator>, Failure> {
        match self.call(Request::Operators)? {
            Reply::Operators(operators) => Ok(operators),
            other => Err(unexpected(&other)),
        }
    }

    /// Waits until everything committed so far can be searched.
    ///
    /// # Errors
    /// When the index cannot be used.
    pub fn settle(&self) -> Result<IndexStats, Failure> {
        match self.call(Request::Settle)? {
            Reply::Index(stats) => Ok(stats),
            other => Err(unexpected(&other)),
        }
    }

    /// The agencies whose articles an operator may see, the one of everybody last.
    #[must_use]
    pub fn scopes(&self) -> Vec<Slug> {
        let own = self.welcome.agencies.iter().map(|agency| agency.id.clone());
        let mut scopes: Vec<Slug> = own.chain(Slug::parse(agency::ALL)).collect();
        scopes.dedup();
        scopes
    }
}

fn rows(reply: Reply) -> Result<Vec<Row>, Failure> {
    match reply {
        Reply::Rows(rows) => Ok(rows),
        other => Err(unexpected(&other)),
    }
}

/// The name of the account, as the environment tells it.
fn account_name() -> String {
    ["USER", "LOGNAME"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "operatore".to_owned())
}

/// No ticket answers to `number`.
#[must_use]
pub fn no_ticket(number: &str) -> Failure {
    Failure::new(
        Exit::NotFound,
        Said::from(words::NO_TICKET).with("number", number),
    )
    .hint(words::NO_TICKET_HINT)
}
