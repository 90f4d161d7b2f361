//! `sportello kb gaps`: what callers ask and no article answers; a gap becomes a draft.

mod draft;

use super::{AGENCY_HELP, words};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure, Said},
        session::{Session, unexpected},
        time, words as common,
    },
    domain::{slug::Slug, text::Text},
    keeper::service::{Gaps as Found, Reply, Request},
    locale::Phrase,
};

catalog! {
    CALLS = "dal {since}: richieste {calls}" / "since {since}: requests {calls}";
    WORDLESS = "domande senza articolo e senza una parola conosciuta, forse argomenti nuovi: {count}"
        / "questions without an article and without a known word, perhaps new subjects: {count}";
    SECOND_TIME = "stessa domanda, seconda volta: risolta al primo livello {solved} volte su {again}"
        / "same question, second time: solved at the first level {solved} times of {again}";
    QUESTIONS = "Domande senza articolo" / "Questions without an article";
    UNUSED = "Articoli che nessuno ha detto" / "Articles nobody told";
    SILENT = "Voci della rubrica che spesso non rispondono" / "Entries of the directory that often do not answer";
    ROW = "N" / "N";
    TIMES = "Volte" / "Times";
    ESCALATED = "Affidate" / "Entrusted";
    AGAIN = "Di nuovo" / "Again";
    SOLVED = "Risolte" / "Solved";
    LAST = "Ultima" / "Last";
    RUNG = "Date" / "Given";
    MISSED = "Senza risposta" / "No answer";
    THERE = "{words} — c'è già: {title} ({id})" / "{words} — it is there: {title} ({id})";
    DRAFT_HINT = "`sportello kb gaps --draft N` fa una bozza della domanda N"
        / "`sportello kb gaps --draft N` makes a draft of question N";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Gaps {
    #[arg(long, value_name = "N")]
    draft: Option<usize>,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

impl Verb for Gaps {
    const PATH: &'static [&'static str] = &["kb", "gaps"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Elenca che cosa manca: domande senza articolo, articoli mai detti, numeri che non rispondono",
            "List what is missing: questions without an article, articles never told, numbers that do not answer",
        ),
        args: &[
            (
                "draft",
                Phrase::new(
                    "Fa una bozza di scheda della domanda con questo numero",
                    "Make a draft sheet of the question with this number",
                ),
            ),
            AGENCY_HELP,
            (
                "limit",
                Phrase::new("Quanti di ciascuno (20)", "How many of each (20)"),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let mut session = context.session()?;
        if let Some(number) = self.draft {
            session.enlist(context)?;
            let agency = session.agency(self.agency.as_deref())?.id.clone();
            let found = found(&session, &agency)?;
            return draft::make(context, &session, &agency, &found, number);
        }
        let agency = session.agency(self.agency.as_deref())?.id.clone();
        let mut found = found(&session, &agency)?;
        found.gaps.truncate(self.limit);
        found.unused.truncate(self.limit);
        found.unanswered.truncate(self.limit);
        if context.out.json {
            return context.out.json(&as_json(&found));
        }
        print(context, &found)
    }
}

fn found(session: &Session, agency: &Slug) -> Result<Found, Failure> {
    match session.call(Request::Gaps(agency.clone()))? {
        Reply::Gaps(found) => Ok(*found),
        other => Err(unexpected(&other)),
    }
}

fn print(context: &mut Context, found: &Found) -> Done {
    let lang = context.out.lang;
    let calls = Said::from(CALLS).with("since", time::local(found.since, lang));
    context.out.say(calls.with("calls", found.calls))?;
    let again = Said::from(SECOND_TIME).with("solved", found.solved);
    context.out.say(again.with("again", found.again))?;
    if found.wordless > 0 {
        context
            .out
            .say(Said::from(WORDLESS).with("count", found.wordless))?;
    }
    let questions = found.gaps.iter().enumerate().map(|(place, gap)| {
        let wordings: Vec<&str> = gap.wordings.iter().map(Text::as_str).collect();
        vec![
            (place + 1).to_string(),
            gap.times.to_string(),
            gap.escalated.to_string(),
            gap.again.to_string(),
            gap.solved.to_string(),
            time::local(gap.last, lang),
            match &gap.there {
                Some((id, title)) => Said::from(THERE)
                    .with("words", wordings.join(" · "))
                    .with("title", title)
                    .with("id", id)
                    .get(lang),
                None => wordings.join(" · "),
            },
        ]
    });
    let heads = [ROW, TIMES, ESCALATED, AGAIN, SOLVED, LAST, common::WORDS];
    section(context, QUESTIONS, &heads, &questions.collect::<Vec<_>>())?;
    if found.gaps.iter().any(|gap| gap.there.is_none()) {
        context.out.remark(DRAFT_HINT)?;
    }
    let unused = found.unused.iter();
    let unused = unused.map(|(id, title)| vec![title.to_string(), id.to_string()]);
    section(
        context,
        UNUSED,
        &[common::TITLE, common::ID],
        &unused.collect::<Vec<_>>(),
    )?;
    let silent = found.unanswered.iter().map(|one| {
        vec![
            one.title.to_string(),
            one.rung.to_string(),
            one.missed.to_string(),
            one.article.to_string(),
        ]
    });
    let heads = [words::ARTICLE, RUNG, MISSED, common::ID];
    section(context, SILENT, &heads, &silent.collect::<Vec<_>>())
}

/// A table under its name; nothing without rows.
fn section(context: &mut Context, name: Phrase, heads: &[Phrase], rows: &[Vec<String>]) -> Done {
    if rows.is_empty() {
        return Ok(());
    }
    context.out.line("")?;
    context.out.say(name)?;
    context.out.table(heads, rows)
}

fn as_json(found: &Found) -> serde_json::Value {
    let gaps = found.gaps.iter().map(|gap| {
        let wordings: Vec<&str> = gap.wordings.iter().map(Text::as_str).collect();
        serde_json::json!({
            "wordings": wordings,
            "times": gap.times,
            "escalated": gap.escalated,
            "again": gap.again,
            "solved": gap.solved,
            "last": gap.last.rfc3339(),
            "there": gap.there.as_ref().map(|(id, title)| {
                serde_json::json!({ "id": id.as_str(), "title": title.as_str() })
            }),
        })
    });
    let unused = found.unused.iter();
    let unused =
        unused.map(|(id, title)| serde_json::json!({ "id": id.as_str(), "title": title.as_str() }));
    let unanswered = found.unanswered.iter().map(|one| {
        serde_json::json!({
            "id": one.article.as_str(),
            "title": one.title.as_str(),
            "rung": one.rung,
            "missed": one.missed,
        })
    });
    serde_json::json!({
        "since": found.since.rfc3339(),
        "calls": found.calls,
        "wordless": found.wordless,
        "again": found.again,
        "solved": found.solved,
        "gaps": gaps.collect::<Vec<_>>(),
        "unused": unused.collect::<Vec<_>>(),
        "unanswered": unanswered.collect::<Vec<_>>(),
    })
}
