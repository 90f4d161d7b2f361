//! `sportello keeper status`: which process has the data directory, whose it is, since when.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Said},
        time,
    },
    keeper::{Holder, Phase, holder, is_held},
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Status {}

catalog! {
    NONE = "nessun custode in funzione: parte da sé quando serve" / "no keeper is running: it starts by itself when needed";
    RUNNING = "processo {process}, utente {user}, dal {since}, versione {version}{opening}"
        / "process {process}, user {user}, since {since}, version {version}{opening}";
    OPENING = ", sta aprendo l'archivio" / ", opening the store";
    MENDING = ", ripara il giornale" / ", mending the journal";
}

impl Verb for Status {
    const PATH: &'static [&'static str] = &["keeper", "status"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Dice chi tiene la cartella dei dati",
            "Say who has the data directory",
        ),
        args: &[],
    };

    fn run(self, context: &mut Context) -> Done {
        tell(context)
    }
}

/// Who has the data directory now.
pub fn running(context: &Context) -> Option<Holder> {
    let dir = &context.place.data_dir;
    is_held(dir).then(|| holder(dir)).flatten()
}

/// Tells it.
///
/// # Errors
/// When nobody reads any more.
pub fn tell(context: &mut Context) -> Done {
    let running = running(context);
    if context.out.json {
        let value = match &running {
            None => serde_json::json!({ "running": false }),
            Some(holder) => serde_json::json!({
                "running": true,
                "process": holder.process,
                "user": holder.user,
                "since": holder.since.rfc3339(),
                "version": holder.version,
                "ready": holder.phase == Phase::Ready,
            }),
        };
        return context.out.json(&value);
    }
    match running {
        None => context.out.say(NONE),
        Some(holder) => {
            let words = words(&holder, context);
            context.out.say(words)
        }
    }
}

/// A holder in words.
pub fn words(holder: &Holder, context: &Context) -> Said {
    let opening = match holder.phase {
        Phase::Opening => OPENING.get(context.out.lang),
        Phase::Ready => "",
        Phase::Mending => MENDING.get(context.out.lang),
    };
    Said::from(RUNNING)
        .with("process", holder.process)
        .with("user", &holder.user)
        .with("since", time::local(holder.since, context.out.lang))
        .with("version", &holder.version)
        .with("opening", opening)
}
