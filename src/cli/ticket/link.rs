//! `sportello ticket link`: two requests belong together.

use super::{NUMBER_HELP, edit::Edit};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure},
        select,
    },
    domain::op::Op,
    locale::Phrase,
};

catalog! {
    SAME = "una richiesta non si collega a sé stessa" / "a request is not linked with itself";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Link {
    #[arg(value_name = "NUMBER")]
    number: String,
    #[arg(value_name = "OTHER")]
    other: String,
}

impl Verb for Link {
    const PATH: &'static [&'static str] = &["ticket", "link"];
    const WORDS: Words = Words {
        about: Phrase::new("Collega due richieste", "Link two requests"),
        args: &[
            NUMBER_HELP,
            (
                "other",
                Phrase::new("L'altra richiesta", "The other request"),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let mut edit = Edit::of(context, &self.number)?;
        let other = select::ticket(&edit.session, &self.other)?.ticket;
        let (one, two) = (edit.ticket(), other.id);
        if one == two {
            return Err(Failure::new(Exit::Usage, SAME));
        }
        edit.push(Op::Link {
            ticket: one,
            to: two,
        });
        if other.agency == edit.dossier.ticket.agency {
            edit.push(Op::Link {
                ticket: two,
                to: one,
            });
        }
        edit.save(context)
    }
}
