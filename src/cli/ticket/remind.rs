//! `sportello ticket remind`: the department that holds a request is reminded of it.

use super::{NUMBER_HELP, edit::Edit, text};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure},
    },
    domain::{
        op::Op,
        outcome::{Level, State},
        slug::Slug,
        text::Text,
    },
    locale::Phrase,
};

/// The tag of a request that was reminded of.
const TAG: &str = "reminded";

catalog! {
    REMINDER = "Sollecito" / "Reminder";
    NOT_HELD = "nessun ufficio ha questa richiesta: non c'è chi sollecitare"
        / "no office holds this request: there is nobody to remind";
    NOT_HELD_HINT = "`sportello ticket escalate` l'affida a un ufficio"
        / "`sportello ticket escalate` entrusts it to an office";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Remind {
    #[arg(value_name = "NUMBER")]
    number: String,
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
}

impl Verb for Remind {
    const PATH: &'static [&'static str] = &["ticket", "remind"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Sollecita l'ufficio che ha una richiesta",
            "Remind the office that holds a request",
        ),
        args: &[
            NUMBER_HELP,
            (
                "text",
                Phrase::new("Le parole del sollecito", "The words of the reminder"),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let words = text::optional(context, "--text", self.text.as_deref())?;
        let mut edit = Edit::of(context, &self.number)?;
        let standing = &edit.dossier.ticket.standing;
        if standing.level != Level::Department || standing.state == State::Closed {
            return Err(Failure::refused("not-department", NOT_HELD).hint(NOT_HELD_HINT));
        }
        let label = REMINDER.get(context.out.lang);
        let words = match words.as_str() {
            "" => label.to_owned(),
            words => format!("{label}: {words}"),
        };
        edit.note(Text::block(&words));
        if let Ok(tag) = Slug::parse(TAG) {
            let (ticket, replaces) = (edit.ticket(), Vec::new());
            edit.push(Op::Tag {
                ticket,
                tag,
                present: true,
                replaces,
            });
        }
        edit.save(context)
    }
}
