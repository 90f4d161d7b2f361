//! `sportello kb news`: what was published lately and the operator has not read; reading it leaves the receipt.

use super::{AGENCY_HELP, case, words};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure, Said},
        identity, select,
        session::{Session, unexpected},
        time, words as common,
    },
    domain::{article::Published, op::Op, slug::Slug},
    keeper::service::{Reply, Request},
    locale::Phrase,
};

catalog! {
    NOTHING_NEW = "niente di nuovo da leggere" / "nothing new to read";
    READ = "articoli letti: {count}" / "articles read: {count}";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct News {
    #[arg(long, value_name = "ID", conflicts_with = "read_all")]
    read: Option<String>,
    #[arg(long)]
    read_all: bool,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
}

impl Verb for News {
    const PATH: &'static [&'static str] = &["kb", "news"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Elenca gli articoli nuovi o cambiati che non hai ancora letto",
            "List the new or changed articles you have not read yet",
        ),
        args: &[
            (
                "read",
                Phrase::new(
                    "Segna come letto questo articolo",
                    "Mark this article as read",
                ),
            ),
            (
                "read_all",
                Phrase::new("Segna tutti come letti", "Mark all of them as read"),
            ),
            AGENCY_HELP,
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let mut session = context.session()?;
        session.enlist(context)?;
        let agency = session.agency(self.agency.as_deref())?.id.clone();
        let mut news = news(&session, &agency)?;
        if self.read_all {
            return read(context, &session, &agency, &news);
        }
        if let Some(id) = &self.read {
            let id = select::slug(id)?;
            news.retain(|new| new.article.id == id);
            if news.is_empty() {
                // Read already, or old: that it exists is all there is to check.
                session.article(&id)?;
            }
            return read(context, &session, &agency, &news);
        }
        list(context, &news)
    }
}

fn news(session: &Session, agency: &Slug) -> Result<Vec<Published>, Failure> {
    match session.call(Request::News(agency.clone()))? {
        Reply::Articles(news) => Ok(news),
        other => Err(unexpected(&other)),
    }
}

fn list(context: &mut Context, news: &[Published]) -> Done {
    if context.out.json {
        let news: Vec<_> = news.iter().map(as_json).collect();
        return context.out.json(&news);
    }
    if news.is_empty() {
        return context.out.remark(NOTHING_NEW);
    }
    let lang = context.out.lang;
    let lines = news.iter().map(|new| {
        vec![
            time::local(new.since, lang),
            new.article.kind.label().get(lang).to_owned(),
            new.article.title.to_string(),
            case::short(new.version),
            new.article.id.to_string(),
        ]
    });
    let lines: Vec<Vec<String>> = lines.collect();
    let heads = [
        words::SINCE,
        common::KIND,
        common::TITLE,
        words::VERSION,
        common::ID,
    ];
    context.out.table(&heads, &lines)
}

fn read(context: &mut Context, session: &Session, agency: &Slug, news: &[Published]) -> Done {
    let ops = news.iter().map(|new| Op::Read {
        article: new.article.id.clone(),
        version: new.version,
    });
    let ops: Vec<Op> = ops.collect();
    if !ops.is_empty() {
        session.commit_knowledge(agency, &ops)?;
    }
    if context.out.json {
        let read: Vec<_> = news.iter().map(as_json).collect();
        return context.out.json(&serde_json::json!({ "read": read }));
    }
    if ops.is_empty() {
        return context.out.remark(NOTHING_NEW);
    }
    context.out.say(Said::from(READ).with("count", ops.len()))
}

fn as_json(new: &Published) -> serde_json::Value {
    serde_json::json!({
        "id": new.article.id.as_str(),
        "kind": new.article.kind.id(),
        "agency": new.article.agency.as_str(),
        "title": new.article.title.as_str(),
        "version": identity::hex(new.version),
        "since": new.since.rfc3339(),
    })
}
