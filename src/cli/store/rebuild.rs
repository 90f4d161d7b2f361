//! `sportello store rebuild`: views and index thrown away and made again from the journal.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        session::unexpected,
    },
    keeper::service::{Reply, Request, Task},
    locale::Phrase,
};
use std::time::Instant;

/// Its arguments.
#[derive(clap::Args)]
pub struct Rebuild {}

catalog! {
    REBUILT = "archivio e indice rifatti dal giornale in {seconds} s"
        / "store and index made again from the journal in {seconds} s";
    DAMAGED = "il giornale ha {count} parti danneggiate: quel che c'era scritto lì non è nell'archivio"
        / "the journal is damaged in {count} places: what was written there is not in the store";
    DAMAGED_HINT = "`sportello store repair` lo riprende dalle copie; l'archivio di prima è conservato finché manca qualcosa"
        / "`sportello store repair` takes it from the backups; the store of before is kept as long as anything is missing";
}

impl Verb for Rebuild {
    const PATH: &'static [&'static str] = &["store", "rebuild"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Rifà archivio e indice dal giornale",
            "Make store and index again from the journal",
        ),
        args: &[],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        let begun = Instant::now();
        match session.attend(&context.out, Task::Rebuild, &Request::Rebuild)? {
            Reply::Done => {}
            other => return Err(unexpected(&other)),
        }
        // The keeper begins with it by itself: what is waited for is its end.
        match session.attend(&context.out, Task::Index, &Request::Settle)? {
            Reply::Index(_) => {}
            other => return Err(unexpected(&other)),
        }
        let seconds = begun.elapsed().as_secs_f64();
        let damaged = match session.call(Request::Stats)? {
            Reply::Stats(stats) => stats.findings.corrupt,
            other => return Err(unexpected(&other)),
        };
        if context.out.json {
            let done = serde_json::json!({ "seconds": seconds, "damaged": damaged });
            context.out.json(&done)?;
        } else {
            let seconds = format!("{seconds:.1}");
            context
                .out
                .say(Said::from(REBUILT).with("seconds", seconds))?;
        }
        if damaged == 0 {
            return Ok(());
        }
        let said = Said::from(DAMAGED).with("count", damaged);
        Err(Failure::new(Exit::Store, said).hint(DAMAGED_HINT))
    }
}
