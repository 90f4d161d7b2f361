//! `sportello kb tasks`: what a curator has to do, the most urgent first.

use super::{AGENCY_HELP, case, words};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
        identity,
        names::Names,
        session::unexpected,
        time, words as common,
    },
    domain::text::Text,
    keeper::service::{CuratorRow, CuratorTask, Reply, Request},
    locale::Phrase,
};

catalog! {
    NOTHING = "niente da fare" / "nothing to do";
    DRAFT = "bozza da approvare" / "draft to be approved";
    APPROVED = "approvata, da pubblicare" / "approved, to be published";
    RIVALS = "pubblicata due volte insieme: scegli" / "published twice at once: choose";
    WRONG_NUMBER = "numero segnalato sbagliato" / "number said to be wrong";
    EXPIRES = "scade" / "expires";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Tasks {
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
}

impl Verb for Tasks {
    const PATH: &'static [&'static str] = &["kb", "tasks"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Elenca che cosa aspetta un redattore: bozze, scadenze, numeri sbagliati",
            "List what waits for a curator: drafts, expiries, wrong numbers",
        ),
        args: &[
            AGENCY_HELP,
            ("limit", Phrase::new("Quanti (100)", "How many (100)")),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        let agency = session.agency(self.agency.as_deref())?.id.clone();
        let mut rows = match session.call(Request::CuratorTasks(agency))? {
            Reply::CuratorTasks(rows) => rows,
            other => return Err(unexpected(&other)),
        };
        rows.truncate(self.limit);
        if context.out.json {
            let rows: Vec<_> = rows.iter().map(as_json).collect();
            return context.out.json(&rows);
        }
        if rows.is_empty() {
            return context.out.remark(NOTHING);
        }
        let lang = context.out.lang;
        let names = Names::of(&session, lang)?;
        let lines = rows.iter().map(|row| {
            let expires = row.expires.filter(|_| row.task == CuratorTask::Expires);
            vec![
                label(row.task).get(lang).to_owned(),
                titled(row),
                row.article.to_string(),
                case::short(row.version),
                time::local(row.since, lang),
                names.operator(&row.by),
                expires.map(|day| day.to_string()).unwrap_or_default(),
            ]
        });
        let lines: Vec<Vec<String>> = lines.collect();
        let heads = [
            common::WHAT,
            common::TITLE,
            common::ID,
            words::VERSION,
            words::SINCE,
            common::WHO,
            words::EXPIRES,
        ];
        context.out.table(&heads, &lines)
    }
}

/// What it is called, with the numbers said to be wrong.
fn titled(row: &CuratorRow) -> String {
    let numbers: Vec<&str> = row.doubted.iter().map(Text::as_str).collect();
    if numbers.is_empty() {
        row.title.to_string()
    } else {
        format!("{}: {}", row.title, numbers.join(", "))
    }
}

const fn label(task: CuratorTask) -> Phrase {
    match task {
        CuratorTask::Draft => DRAFT,
        CuratorTask::Approved => APPROVED,
        CuratorTask::Rivals => RIVALS,
        CuratorTask::WrongNumber => WRONG_NUMBER,
        CuratorTask::Expires => EXPIRES,
    }
}

const fn task_id(task: CuratorTask) -> &'static str {
    match task {
        CuratorTask::Draft => "draft",
        CuratorTask::Approved => "approved",
        CuratorTask::Rivals => "rivals",
        CuratorTask::WrongNumber => "wrong-number",
        CuratorTask::Expires => "expires",
    }
}

fn as_json(row: &CuratorRow) -> serde_json::Value {
    serde_json::json!({
        "task": task_id(row.task),
        "id": row.article.as_str(),
        "kind": row.kind.id(),
        "title": row.title.as_str(),
        "version": identity::hex(row.version),
        "since": row.since.rfc3339(),
        "by": row.by.as_str(),
        "expires": row.expires.map(|day| day.to_string()),
        "numbers": row.doubted.iter().map(Text::as_str).collect::<Vec<_>>(),
    })
}
