//! `sportello store rebuild`: views and index thrown away and made again from the journal.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Said},
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
}

impl Verb for Rebuild {
    const PATH: &'static [&'static str] = &["store", "rebuild"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Rifà archivio e indice dal giornale: non si perde niente",
            "Make store and index again from the journal: nothing is lost",
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
        let seconds = begun.elapsed().as_secs_f64();
        if context.out.json {
            return context.out.json(&serde_json::json!({ "seconds": seconds }));
        }
        context
            .out
            .say(Said::from(REBUILT).with("seconds", format!("{seconds:.1}")))
    }
}
