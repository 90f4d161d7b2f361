//! What every command is given: the options, the settings, the place, and where to speak.

use super::{
    args::Globals,
    config::Config,
    failure::{Exit, Failure},
    output::Output,
    place::Place,
    select,
    session::Session,
    words,
};
use crate::{
    domain::{slug::Slug, time::Moment},
    keeper::service::Service,
};
use std::{io::BufRead, path::PathBuf, sync::Arc};

/// One run of the command line.
pub struct Context {
    /// The options every command takes.
    pub globals: Globals,
    /// The settings.
    pub config: Config,
    /// Where the data is.
    pub place: Place,
    /// Where it speaks.
    pub out: Output,
    /// Where it listens.
    pub input: Box<dyn BufRead>,
    service: Option<Arc<dyn Service>>,
}

impl Context {
    /// A run with these.
    #[must_use]
    pub fn new(
        globals: Globals,
        config: Config,
        place: Place,
        out: Output,
        input: Box<dyn BufRead>,
    ) -> Self {
        Self {
            globals,
            config,
            place,
            out,
            input,
            service: None,
        }
    }

    /// The same with a service at hand, so that no keeper is looked for.
    #[must_use]
    pub fn with_service(mut self, service: Arc<dyn Service>) -> Self {
        self.service = Some(service);
        self
    }

    /// The operator named by `--operator` or by the settings: by identifier, or by his name.
    ///
    /// # Errors
    /// When nobody is called so.
    pub fn operator(&self) -> Result<Option<Slug>, Failure> {
        let named = self
            .globals
            .operator
            .as_ref()
            .or(self.config.operator.as_ref());
        let Some(named) = named else {
            return Ok(None);
        };
        let session = self.session_of(None)?;
        select::operator(&session, named).map(Some)
    }

    /// A connection to the keeper of the data directory, which is started where none runs.
    ///
    /// # Errors
    /// When the directory cannot be used, or the keeper does not answer.
    pub fn session(&self) -> Result<Session, Failure> {
        self.session_of(self.operator()?)
    }

    /// The same without an operator, where there is a data directory already: a command that only reads
    /// files makes none.
    ///
    /// # Errors
    /// When the directory that is there cannot be used, or its keeper does not answer.
    pub fn standing_session(&self) -> Result<Option<Session>, Failure> {
        if self.service.is_none() && !self.place.is_made() {
            return Ok(None);
        }
        self.session_of(None).map(Some)
    }

    fn session_of(&self, operator: Option<Slug>) -> Result<Session, Failure> {
        match &self.service {
            Some(service) => Session::greet(Arc::clone(service), operator),
            None => Session::open(&self.place, operator),
        }
    }

    /// The directory of the backups: the one the settings name, from where they lie; else one beside the
    /// journal.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        let settings = self.place.config_file.parent();
        match (&self.config.backups, settings) {
            (Some(named), Some(settings)) => settings.join(named),
            (Some(named), None) => named.clone(),
            (None, _) => self.place.data_dir.join("backups"),
        }
    }

    /// The time of the clock on the wall.
    #[must_use]
    pub fn now(&self) -> Moment {
        Moment(chrono::Utc::now().timestamp_millis())
    }

    /// The next line of the input without its end; `None` at the end of the input. Bytes that are
    /// not UTF-8 are marked.
    ///
    /// # Errors
    /// When the input fails.
    pub fn read_line(&mut self) -> Result<Option<String>, Failure> {
        let mut bytes = Vec::new();
        let read = self
            .input
            .read_until(b'\n', &mut bytes)
            .map_err(|error| Failure::new(Exit::Usage, words::CANNOT_READ_IN).because(error))?;
        if read == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&bytes);
        Ok(Some(text.trim_end_matches(['\n', '\r']).to_owned()))
    }
}
