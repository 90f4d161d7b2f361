//! `sportello kb notices`: the sentences on the desks now.

use super::{AGENCY_HELP, words};
use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
        names::Names,
        session::unexpected,
        time, words as common,
    },
    keeper::service::{NoticeRow, Reply, Request},
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Notices {
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
}

impl Verb for Notices {
    const PATH: &'static [&'static str] = &["kb", "notices"];
    const WORDS: Words = Words {
        about: Phrase::new("Elenca gli avvisi di adesso", "List the notices of now"),
        args: &[AGENCY_HELP],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        let agency = session.agency(self.agency.as_deref())?.id.clone();
        let rows = match session.call(Request::Notices(agency))? {
            Reply::Notices(rows) => rows,
            other => return Err(unexpected(&other)),
        };
        if context.out.json {
            let rows: Vec<_> = rows.iter().map(as_json).collect();
            return context.out.json(&rows);
        }
        if rows.is_empty() {
            return context.out.remark(common::NOTHING_FOUND);
        }
        let lang = context.out.lang;
        let names = Names::of(&session, lang)?;
        let lines = rows.iter().map(|row| {
            vec![
                row.title.to_string(),
                time::local(row.notice.until, lang),
                names.operator(&row.notice.by),
                row.article.to_string(),
                row.notice.text.to_string(),
            ]
        });
        let lines: Vec<Vec<String>> = lines.collect();
        let heads = [
            words::ARTICLE,
            words::UNTIL,
            common::WHO,
            common::ID,
            common::WORDS,
        ];
        context.out.table(&heads, &lines)
    }
}

fn as_json(row: &NoticeRow) -> serde_json::Value {
    serde_json::json!({
        "id": row.article.as_str(),
        "title": row.title.as_str(),
        "agency": row.notice.agency.as_str(),
        "text": row.notice.text.as_str(),
        "by": row.notice.by.as_str(),
        "at": row.notice.at.rfc3339(),
        "until": row.notice.until.rfc3339(),
    })
}
