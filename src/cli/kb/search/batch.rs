//! The batch contract: one JSON line out per line in, in order, flushed; a bad line never ends it.

use super::{Asked, find};
use crate::{
    cli::{
        context::Context,
        failure::{Done, Exit, Failure},
        select,
        session::Session,
        time,
    },
    domain::outcome::ArticleKind,
    locale::Lang,
};
use serde::Deserialize;
use serde_json::Value;

/// A question as a line of JSON.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    q: String,
    k: Option<u16>,
    kind: Option<String>,
    agency: Option<String>,
    at: Option<String>,
    office: Option<String>,
    topic: Option<String>,
    others: Option<bool>,
}

/// Answers the lines of the input until it ends.
///
/// # Errors
/// When the input cannot be read, nobody reads the answers, or the keeper cannot search at all.
pub fn run(context: &mut Context, session: &Session, asked: &Asked) -> Done {
    let mut number = 0_u64;
    while let Some(line) = context.read_line()? {
        number += 1;
        let answer = match one(session, asked, &line, number) {
            Ok(answer) => answer,
            Err(failure) if ends_all(&failure) => return Err(failure),
            Err(failure) => serde_json::json!({ "id": null, "error": words(&failure) }),
        };
        context.out.json(&answer)?;
    }
    Ok(())
}

/// Whether no further line can be answered either.
fn ends_all(failure: &Failure) -> bool {
    matches!(failure.exit(), Exit::Store | Exit::Keeper)
}

fn words(failure: &Failure) -> String {
    match failure {
        Failure::Pipe => String::new(),
        Failure::Told(told) => match &told.cause {
            Some(cause) => format!("{}: {cause}", told.what.get(Lang::En)),
            None => told.what.get(Lang::En),
        },
    }
}

fn one(session: &Session, asked: &Asked, line: &str, number: u64) -> Result<Value, Failure> {
    let line = read(line, number)?;
    let mut question = asked.question(line.q);
    if let Some(limit) = line.k {
        question.limit = limit.clamp(1, 50);
    }
    if let Some(kind) = &line.kind {
        question.kind = Some(select::value(kind, ArticleKind::ALL, ArticleKind::id)?);
    }
    if let Some(agency) = &line.agency {
        question.agency = session.agency(Some(agency))?.id.clone();
    }
    if let Some(at) = &line.at {
        question.at = Some(time::read(at)?);
    }
    if let Some(office) = &line.office {
        question.office = Some(select::slug(office)?);
    }
    if let Some(topic) = &line.topic {
        question.topic = Some(select::slug(topic)?);
    }
    question.others = line.others.unwrap_or(question.others);
    let (hits, micros) = find(session, question)?;
    Ok(asked.answer(&line.id, micros, &hits))
}

/// A line is a JSON object, or bare text whose id is its number.
fn read(line: &str, number: u64) -> Result<Line, Failure> {
    if line.trim_start().starts_with('{') {
        return serde_json::from_str(line).map_err(|error| {
            Failure::new(Exit::Usage, crate::cli::usage::OTHER_USAGE).because(error)
        });
    }
    Ok(Line {
        id: number.into(),
        q: line.to_owned(),
        k: None,
        kind: None,
        agency: None,
        at: None,
        office: None,
        topic: None,
        others: None,
    })
}
