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
        ticket::{Register, Ticket},
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
        let now = self.session.dossier(ticket.id);
        match (names, now) {
            (None, now) => context.out.json(&json::Shown::of(&now?)),
            (Some(names), Ok(now)) => context.out.line(&standing_line(&now, &names, lang)),
            // It is durable, and how it stands now cannot be read: its number alone is true.
            (Some(_), Err(_unread)) => context.out.line(&number(ticket)),
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
    let state = ticket.standing.state.label().get(lang);
    let queue = names.queue(&ticket.standing.queue);
    format!("{} · {state} · {queue}", number(ticket))
}

/// Its number, empty where it has none yet.
fn number(ticket: &Ticket) -> String {
    let number = ticket.number.map(|number| number.to_string());
    number.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::{args::Globals, config::Config, fake::Captured, output::Output, place::Place},
        domain::id::TicketId,
        keeper::{
            Keeper, Options,
            service::{Fault, Notice, Reply, Request, Service},
        },
        locale::Lang,
    };
    use std::sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::Receiver,
    };

    /// A keeper that answers nothing any more once it has written a batch, if it is to be so.
    struct Tired {
        keeper: crate::keeper::Session,
        tires: AtomicBool,
        silent: AtomicBool,
        articles: Mutex<Vec<String>>,
    }

    impl Service for Tired {
        fn call(&self, request: Request) -> Result<Reply, Fault> {
            if self.silent.load(Ordering::SeqCst) {
                return Err(Fault::Busy);
            }
            if let Request::Article(id, _) = &request {
                self.articles.lock().unwrap().push(id.to_string());
            }
            let commit = matches!(request, Request::Commit(_));
            let reply = self.keeper.call(request);
            let tires = commit && self.tires.load(Ordering::SeqCst);
            self.silent.store(tires, Ordering::SeqCst);
            reply
        }

        fn watch(&self) -> Receiver<Notice> {
            self.keeper.watch()
        }
    }

    fn context(service: &Arc<Tired>, dir: &std::path::Path) -> (Context, Captured) {
        let out = Captured::default();
        let output = Output::into_writers(
            Lang::It,
            Box::new(out.clone()),
            Box::new(Captured::default()),
        );
        let globals = Globals {
            data_dir: Some(dir.into()),
            ..Globals::default()
        };
        let place = Place::find(&globals).unwrap();
        let input = Box::new(std::io::empty());
        let context = Context::new(globals, Config::default(), place, output, input);
        let service: Arc<dyn Service> = Arc::<Tired>::clone(service);
        (context.with_service(service), out)
    }

    /// A trial place in memory with one request, and who works there.
    fn with_a_request(dir: &std::path::Path) -> (Keeper, Arc<Tired>, TicketId) {
        let options = Options {
            in_memory: true,
            ..Options::default()
        };
        let keeper = Keeper::open(dir, options).unwrap();
        let service = Arc::new(Tired {
            keeper: keeper.session(1),
            tires: AtomicBool::new(false),
            silent: AtomicBool::new(false),
            articles: Mutex::default(),
        });
        let (mut context, _) = context(&service, dir);
        let mut session = context.session().unwrap();
        session.enlist(&mut context).unwrap();
        let agency = session.agency(None).unwrap().id.clone();
        let ticket = TicketId::new([7; 16]);
        let open = Op::Change {
            ticket,
            verb: Verb::Open,
            to: Some(Queue::FirstLevel),
            owner: None,
            parents: Vec::new(),
            text: Text::default(),
        };
        let role = session.role(&agency, fitting(Level::First)).unwrap();
        session
            .commit(&agency, role, &[open], vec![ticket])
            .unwrap();
        (keeper, service, ticket)
    }

    #[test]
    fn a_durable_change_ends_well_though_nothing_can_be_read_after_it() {
        let dir = tempfile::tempdir().unwrap();
        let (_keeper, service, ticket) = with_a_request(dir.path());
        let (mut context, out) = context(&service, dir.path());
        let mut edit = Edit::of(&mut context, &ticket.to_string()).unwrap();
        edit.note(Text::line("visto"));
        let number = number(&edit.dossier.ticket);
        service.tires.store(true, Ordering::SeqCst);
        edit.save(&mut context).unwrap();
        assert_eq!(out.text().trim(), number);
        assert!(service.silent.load(Ordering::SeqCst));
    }

    #[test]
    fn the_title_of_an_article_is_asked_for_once() {
        let dir = tempfile::tempdir().unwrap();
        let (_keeper, service, _) = with_a_request(dir.path());
        let (context, _) = context(&service, dir.path());
        let session = context.session().unwrap();
        let agency = session.agency(None).unwrap().id.clone();
        let names = Names::of(&session, Lang::It).unwrap();
        let title = || names.value(&agency, field::ARTICLE, "imu@00");
        assert_eq!(title(), title());
        assert_ne!(title(), "imu");
        assert_eq!(*service.articles.lock().unwrap(), ["imu"]);
    }
}
