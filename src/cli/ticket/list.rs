//! `sportello ticket list`: requests that fit, newest change first.

use super::json;
use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure},
        names::Names,
        select,
        session::Session,
        time, words,
    },
    domain::{
        op::Queue,
        outcome::{Level, State},
        text::Text,
    },
    keeper::service::{Filter, Row},
    locale::{Lang, Phrase},
};

/// Its arguments.
#[derive(clap::Args)]
pub struct List {
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    #[arg(long, value_name = "open|taken|closed")]
    state: Option<String>,
    #[arg(long, value_name = "ID")]
    queue: Option<String>,
    #[arg(long, value_name = "ID")]
    level: Option<String>,
    #[arg(long, value_name = "ID")]
    owner: Option<String>,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
}

impl List {
    fn filter(&self, session: &Session) -> Result<Filter, Failure> {
        let slug = |text: &Option<String>| text.as_deref().map(select::slug).transpose();
        let queue = slug(&self.queue)?.and_then(|queue| Queue::from_id(queue.as_str()));
        let state = self.state.as_deref();
        let level = self.level.as_deref();
        let owner = self.owner.as_deref();
        let owner = owner.map(|name| select::operator(session, name));
        Ok(Filter {
            agency: slug(&self.agency)?,
            queue,
            level: level
                .map(|id| select::value(id, Level::ALL, Level::id))
                .transpose()?,
            state: state
                .map(|id| select::value(id, State::ALL, State::id))
                .transpose()?,
            unclosed: false,
            owner: owner.transpose()?,
            since: self.since.as_deref().map(time::read).transpose()?,
            words: Text::line(&self.words.join(" ")).to_string(),
            limit: self.limit,
        })
    }
}

fn cells(row: &Row, names: &Names<'_>, lang: Lang) -> Vec<String> {
    vec![
        row.number
            .map(|number| number.to_string())
            .unwrap_or_default(),
        row.state.label().get(lang).to_owned(),
        names.queue(&row.queue),
        row.owner
            .as_ref()
            .map(|owner| names.operator(owner))
            .unwrap_or_default(),
        time::local(row.updated_at, lang),
        row.title.to_string(),
    ]
}

impl Verb for List {
    const PATH: &'static [&'static str] = &["ticket", "list"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Elenca le richieste, l'ultima cambiata per prima",
            "List requests, the last changed first",
        ),
        args: &[
            (
                "words",
                Phrase::new(
                    "Parole nel numero, nel titolo o nella tipologia",
                    "Words in number, title or topic",
                ),
            ),
            (
                "state",
                Phrase::new("open, taken o closed", "open, taken or closed"),
            ),
            (
                "queue",
                Phrase::new(
                    "first-level, back-office o un ufficio",
                    "first-level, back-office or an office",
                ),
            ),
            (
                "level",
                Phrase::new(
                    "first-level, back-office o department",
                    "first-level, back-office or department",
                ),
            ),
            (
                "owner",
                Phrase::new("Di questo operatore", "Of this operator"),
            ),
            ("agency", Phrase::new("Di questo ente", "Of this agency")),
            (
                "since",
                Phrase::new("Aperte da questo momento", "Opened since"),
            ),
            (
                "limit",
                Phrase::new("Al massimo tante (100)", "At most so many (100)"),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        let filter = self.filter(&session)?;
        if let Some(agency) = &filter.agency {
            session.agency(Some(agency.as_str()))?;
        }
        let rows = session.list(filter)?;
        if context.out.json {
            let rows: Vec<_> = rows.iter().map(json::row).collect();
            return context.out.json(&rows);
        }
        if rows.is_empty() {
            return context.out.remark(words::NOTHING_FOUND);
        }
        let lang = context.out.lang;
        let names = Names::of(&session, lang)?;
        let cells: Vec<Vec<String>> = rows.iter().map(|row| cells(row, &names, lang)).collect();
        let heads = [
            words::NUMBER,
            words::STATE,
            words::QUEUE,
            words::OWNER,
            words::UPDATED,
            words::TITLE,
        ];
        context.out.table(&heads, &cells)
    }
}
