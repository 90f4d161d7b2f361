//! `sportello keeper`: the process that owns a data directory; it starts by itself when it is needed.

pub mod status;
pub mod stop;

use super::{
    commands::{Verb, Words},
    context::Context,
    failure::{Done, Exit, Failure, Said},
    words,
};
use crate::{
    catalog,
    journal::JournalError,
    keeper::{self, ExitReason, OpenError, Policy, ServeError, ServeOptions},
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Keeper {
    #[arg(long)]
    foreground: bool,
}

catalog! {
    ALREADY = "un altro custode tiene già «{path}»" / "another keeper already has “{path}”";
    ALREADY_HINT = "`sportello keeper status` dice quale" / "`sportello keeper status` says which";
    NEWER = "la cartella dei dati è di un'altra versione del programma" / "the data directory is of another version of the program";
    NEWER_HINT = "usa la versione più nuova di sportello" / "use the newer version of sportello";
    CANNOT_SERVE = "il custode non riesce a partire" / "the keeper cannot start";
    CANNOT_SERVE_HINT = "`sportello doctor` dice che cosa manca" / "`sportello doctor` says what is missing";
}

impl Verb for Keeper {
    const PATH: &'static [&'static str] = &["keeper"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Il processo che tiene una cartella dei dati; parte da sé quando serve",
            "The process that owns a data directory; it starts by itself when needed",
        ),
        args: &[(
            "foreground",
            Phrase::new(
                "Resta in primo piano, per systemd",
                "Stays in the foreground, for systemd",
            ),
        )],
    };

    fn run(self, context: &mut Context) -> Done {
        if !self.foreground {
            context.session()?;
            return status::tell(context);
        }
        let daily = context.config.daily_backup.unwrap_or(true);
        let options = ServeOptions {
            backups: daily.then(|| Policy::daily(context.backups())),
            ..ServeOptions::default()
        };
        let served = keeper::serve(&context.place.data_dir, &options);
        match served.map_err(refused)? {
            ExitReason::Idle | ExitReason::Stopped | ExitReason::Signal => Ok(()),
            ExitReason::AlreadyServed => Err(Failure::new(
                Exit::Keeper,
                Said::from(ALREADY).with("path", context.place.data_dir.display()),
            )
            .hint(ALREADY_HINT)),
        }
    }
}

/// Why a data directory cannot be served, and what to do about it.
pub fn refused(error: ServeError) -> Failure {
    match error {
        ServeError::Place(error) => error.into(),
        ServeError::Open(OpenError::Format(_)) => Failure::new(Exit::Store, NEWER).hint(NEWER_HINT),
        ServeError::Open(error @ OpenError::Views(_)) => {
            Failure::new(Exit::Store, words::STORE_UNUSABLE)
                .because(error)
                .hint(words::STORE_UNUSABLE_HINT)
        }
        ServeError::Open(OpenError::Unfinished) => {
            Failure::new(Exit::Store, words::UNFINISHED).hint(words::UNFINISHED_HINT)
        }
        ServeError::Open(OpenError::Journal(error @ JournalError::Missing { .. })) => {
            Failure::new(Exit::Store, words::JOURNAL_UNUSABLE)
                .because(error)
                .hint(words::JOURNAL_UNUSABLE_HINT)
        }
        ServeError::Open(error) => Failure::new(Exit::Store, CANNOT_SERVE)
            .because(error)
            .hint(CANNOT_SERVE_HINT),
        ServeError::Io(error) => Failure::new(Exit::Keeper, CANNOT_SERVE)
            .because(error)
            .hint(CANNOT_SERVE_HINT),
    }
}
