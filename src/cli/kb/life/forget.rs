//! `sportello kb forget`: what was learned for an article from the words of callers is forgotten.

use super::{ID_HELP, case::Case};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Said},
    },
    domain::op::Op,
    locale::Phrase,
};

catalog! {
    FORGOTTEN = "«{id}»: domande dimenticate: {count}" / "“{id}”: questions forgotten: {count}";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Forget {
    #[arg(value_name = "ID")]
    id: String,
}

impl Verb for Forget {
    const PATH: &'static [&'static str] = &["kb", "forget"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Dimentica le parole imparate per un articolo",
            "Forget the words learned for an article",
        ),
        args: &[ID_HELP],
    };

    fn run(self, context: &mut Context) -> Done {
        let case = Case::of(context, &self.id)?;
        let count = case.life.learned.len();
        // Asked to forget, it does so even when nothing is known here: another replica may know more.
        let op = Op::Learned {
            article: case.id.clone(),
            queries: Vec::new(),
            forget: true,
        };
        case.commit(&case.speaker(None)?, &[op])?;
        if context.out.json {
            let id = case.id.as_str();
            return context
                .out
                .json(&serde_json::json!({ "id": id, "forgotten": count }));
        }
        let said = Said::from(FORGOTTEN).with("id", &case.id);
        context.out.say(said.with("count", count))
    }
}
