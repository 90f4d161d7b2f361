//! `sportello init`: makes a data directory without a terminal: its agency, its knowledge, its first operator.

mod birth;
mod group;

use super::{
    commands::{Verb, Words},
    context::Context,
    failure::{Done, Exit, Failure, Said},
    keeper::refused,
    session::Session,
};
use crate::{
    catalog,
    domain::{
        agency::TRIAL,
        text::{TITLE_MAX_CHARS, Text},
    },
    keeper::{self, Lock, Options, ServeError},
    locale::Phrase,
};
use std::{path::PathBuf, sync::Arc};

/// Its arguments.
#[derive(clap::Args)]
pub struct Init {
    #[arg(long, value_name = "ID", default_value = TRIAL)]
    agency: String,
    #[arg(long, value_name = "FILE")]
    agency_file: Option<PathBuf>,
    #[arg(long)]
    no_seed: bool,
    #[arg(long, value_name = "GROUP")]
    shared: Option<String>,
}

catalog! {
    MADE = "«{path}» è pronta: {agency}, operatore {operator}" / "“{path}” is ready: {agency}, operator {operator}";
    MADE_UNMANNED = "«{path}» è pronta: {agency}; manca un operatore" / "“{path}” is ready: {agency}; an operator is missing";
    UNMANNED_HINT = "`sportello init --operator NOME` lo aggiunge" / "`sportello init --operator NAME` adds one";
    OTHER_AGENCY = "«{path}» c'è già, e il suo ente non è «{id}»" / "“{path}” exists, and its agency is not “{id}”";
    OTHER_AGENCY_HINT = "un ente nuovo vuole una cartella nuova: indica `--data-dir`"
        / "a new agency wants a new directory: name one with `--data-dir`";
}

impl Verb for Init {
    const PATH: &'static [&'static str] = &["init"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Prepara una cartella dei dati: ente, conoscenza iniziale, primo operatore (--operator NOME)",
            "Prepare a data directory: agency, starting knowledge, first operator (--operator NAME)",
        ),
        args: &[
            (
                "agency",
                Phrase::new(
                    "L'ente; esempio è il comune di prova",
                    "The agency; esempio is the fictional comune",
                ),
            ),
            (
                "agency_file",
                Phrase::new(
                    "La descrizione dell'ente, un file TOML di una pagina",
                    "The agency's description, a TOML file of a page",
                ),
            ),
            (
                "no_seed",
                Phrase::new(
                    "Senza la conoscenza iniziale",
                    "Without the starting knowledge",
                ),
            ),
            (
                "shared",
                Phrase::new(
                    "Condivisa con questo gruppo Unix",
                    "Shared with this Unix group",
                ),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let name = context.globals.operator.take();
        let name = name.map(|name| Text::line(&name).clipped(TITLE_MAX_CHARS).text);
        if let Some(newborn) = self.give_birth(context)? {
            let account = rustix::process::geteuid().as_raw();
            let service = Arc::new(newborn.keeper.session(account));
            let settled = self
                .enter(context, Session::greet(service, None)?, name)
                .and_then(|()| context.out.flush());
            newborn.end();
            return settled;
        }
        let session = context.session()?;
        self.enter(context, session, name)
    }
}

impl Init {
    /// Opens an empty directory once, in this process, with what it is born with; `None` where
    /// there is something already, or another process is faster.
    fn give_birth(&self, context: &Context) -> Result<Option<Newborn>, Failure> {
        let dir = &context.place.data_dir;
        if context.place.is_made() {
            return Ok(None);
        }
        let seed = birth::seed(&self.agency, self.agency_file.as_deref(), self.no_seed)?;
        if let Some(name) = &self.shared {
            group::share(dir, name)?;
        }
        let sharing = context.place.prepare()?;
        keeper::place::mask(sharing);
        let lock = Lock::take(dir, sharing).map_err(|error| refused(ServeError::Io(error)))?;
        let Some(lock) = lock else {
            return Ok(None);
        };
        let options = Options {
            seed,
            ..Options::default()
        };
        let opened = keeper::Keeper::open(dir, options);
        let keeper = opened.map_err(|error| refused(ServeError::Open(error)))?;
        Ok(Some(Newborn { keeper, lock }))
    }

    /// Enrols the operator, waits until the knowledge can be found, and tells how it went.
    fn enter(&self, context: &mut Context, mut session: Session, name: Option<Text>) -> Done {
        let Ok(agency) = session.agency(Some(&self.agency)).cloned() else {
            let said = Said::from(OTHER_AGENCY).with("path", context.place.data_dir.display());
            let said = said.with("id", &self.agency);
            return Err(Failure::refused("other-agency", said).hint(OTHER_AGENCY_HINT));
        };
        if let Some(name) = name {
            session.enrol(&name, agency.id.clone())?;
        }
        session.settle()?;
        tell(context, &session, agency.name.as_str(), &self.agency)
    }
}

/// A directory just born, open in this process.
struct Newborn {
    keeper: keeper::Keeper,
    lock: Lock,
}

impl Newborn {
    /// Hands it over to the keepers to come.
    fn end(self) {
        self.keeper.close();
        drop(self.lock);
    }
}

fn tell(context: &mut Context, session: &Session, agency: &str, id: &str) -> Done {
    let path = context.place.data_dir.display().to_string();
    let operator = session.welcome.operator.as_ref();
    if context.out.json {
        return context.out.json(&serde_json::json!({
            "data_dir": path,
            "agency": id,
            "operator": operator.map(|operator| operator.id.as_str()),
        }));
    }
    let Some(operator) = operator else {
        let said = Said::from(MADE_UNMANNED).with("path", path);
        context.out.say(said.with("agency", agency))?;
        return context.out.remark(UNMANNED_HINT);
    };
    let made = Said::from(MADE).with("path", path).with("agency", agency);
    context.out.say(made.with("operator", &operator.name))
}

/// A file that describes an agency cannot be used.
fn bad_file(what: impl Into<Said>, cause: impl std::fmt::Display) -> Failure {
    Failure::new(Exit::Usage, what).because(cause)
}
