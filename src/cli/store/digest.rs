//! `sportello store digest`: one hash of the whole state, equal on replicas that hold the same ops.

use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
        session::unexpected,
    },
    keeper::service::{Reply, Request, Task},
    locale::Phrase,
};
use std::collections::BTreeMap;

/// Its arguments.
#[derive(clap::Args)]
pub struct Digest {}

impl Verb for Digest {
    const PATH: &'static [&'static str] = &["store", "digest"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Una riga: l'impronta di tutto lo stato, uguale dove le operazioni sono le stesse",
            "One line: the hash of the whole state, equal where the ops are the same",
        ),
        args: &[],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        match session.attend(&context.out, Task::Digest, &Request::Digest)? {
            Reply::Digest(agencies, all) if context.out.json => {
                let agencies: BTreeMap<String, String> = agencies
                    .into_iter()
                    .map(|(agency, hash)| (agency.to_string(), hash))
                    .collect();
                let value = serde_json::json!({ "digest": all, "agencies": agencies });
                context.out.json(&value)
            }
            Reply::Digest(_, all) => context.out.line(&all),
            other => Err(unexpected(&other)),
        }
    }
}
