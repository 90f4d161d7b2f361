//! One line of the person: what it means, what is done, what is said.

use super::{
    call::{Call, Logged},
    emergency, spoken, words,
};
use crate::{
    cli::{
        context::Context,
        failure::{Done, Failure, Said},
        session::{Session, unexpected},
    },
    domain::{
        agency::Agency,
        article::Published,
        op::Queue,
        outcome::{Level, Outcome, TicketKind},
    },
    keeper::service::{Reply, Request, Search},
};

/// How many results there are at most: as many as one remembers.
const RESULTS: u16 = 9;

/// Whether it goes on.
pub enum Step {
    /// With the next line.
    Next,
    /// No more.
    Leave,
}

/// Does what a line says.
///
/// # Errors
/// What the person is to be told.
pub fn step(
    context: &mut Context,
    session: &Session,
    agency: &Agency,
    call: &mut Call,
    line: &str,
) -> Result<Step, Failure> {
    match line {
        "?" => context.out.say(words::HELP)?,
        "q" => return Ok(Step::Leave),
        "" => list(context, call)?,
        "x" => drop_call(context, call)?,
        "e" => emergency::tell(context, session, agency)?,
        "c" => conclude(context, session, agency, call)?,
        "a" => entrust(context, session, agency, call)?,
        _ => match line.parse::<usize>() {
            Ok(number) if line.len() <= 2 => pick(context, session, agency, call, number)?,
            _ => search(context, session, agency, call, line)?,
        },
    }
    Ok(Step::Next)
}

/// The count first; the results wait to be asked for.
fn search(
    context: &mut Context,
    session: &Session,
    agency: &Agency,
    call: &mut Call,
    line: &str,
) -> Done {
    call.ask(line, context.now());
    let question = Search::new(line.to_owned(), agency.id.clone(), RESULTS);
    call.found = match session.call(Request::Search(question))? {
        Reply::Found(hits, _) => hits.into_iter().map(|hit| hit.published).collect(),
        other => return Err(unexpected(&other)),
    };
    match call.found.len() {
        0 => context.out.say(words::NO_RESULTS),
        1 => context.out.say(words::ONE_RESULT),
        count => context
            .out
            .say(Said::from(words::RESULTS).with("count", count)),
    }
}

fn list(context: &mut Context, call: &Call) -> Done {
    if call.found.is_empty() {
        return context.out.say(words::NOTHING_YET);
    }
    for (number, published) in (1..).zip(&call.found) {
        let line = spoken::item(number, &published.article, context.out.lang);
        context.out.line(&line)?;
    }
    Ok(())
}

/// A directory entry gives its number and logs the call; anything else is read out.
fn pick(
    context: &mut Context,
    session: &Session,
    agency: &Agency,
    call: &mut Call,
    number: usize,
) -> Done {
    let found = number
        .checked_sub(1)
        .and_then(|place| call.found.get(place));
    let Some(chosen) = found.cloned() else {
        let said = Said::from(words::NO_SUCH).with("number", number);
        return context.out.say(said.with("count", call.found.len()));
    };
    if !chosen.article.is_directory() {
        let office = chosen.article.office.as_ref();
        let office = office.and_then(|office| session.article(office).ok());
        let office = office.as_ref().map(|office| &office.article);
        for line in spoken::sheet(&chosen.article, office, context.out.lang) {
            context.out.line(&line)?;
        }
        call.read = Some(chosen);
        return context.out.say(words::THEN);
    }
    let line = spoken::reach(&chosen.article, context.out.lang);
    context.out.line(&line)?;
    let outcome = if chosen.article.emergency {
        Outcome::Emergency
    } else {
        Outcome::SwitchboardGiven
    };
    let logged = Logged {
        kind: TicketKind::Switchboard,
        outcome,
        to: None,
        told: Some(chosen),
        closing: line,
    };
    let number = call.log(context, session, agency, &logged)?;
    context
        .out
        .say(Said::from(words::LOGGED).with("number", number))
}

/// The call ends with the answer that was read.
fn conclude(context: &mut Context, session: &Session, agency: &Agency, call: &mut Call) -> Done {
    let Some(read) = call.read.clone() else {
        return context.out.say(words::NOT_READ);
    };
    let logged = Logged {
        kind: TicketKind::Information,
        outcome: Outcome::Answered,
        to: None,
        closing: read.article.title.to_string(),
        told: Some(read),
    };
    let number = call.log(context, session, agency, &logged)?;
    context
        .out
        .say(Said::from(words::SAVED_CLOSED).with("number", number))
}

/// The request goes to the office of the answer that was read, else to the back office.
fn entrust(context: &mut Context, session: &Session, agency: &Agency, call: &mut Call) -> Done {
    if !call.has_begun() {
        return context.out.say(words::NO_CALL);
    }
    let read = call.read.clone();
    let office = read.as_ref().and_then(office_of);
    let (queue, outcome, name) = if let Some(office) = office {
        let found = session.article(&office);
        let name = found.map_or_else(
            |_missing| office.to_string(),
            |found| found.article.title.to_string(),
        );
        (Queue::Office(office), Outcome::EntrustedDepartment, name)
    } else {
        let name = Level::BackOffice.label().get(context.out.lang).to_owned();
        (Queue::BackOffice, Outcome::EntrustedBackOffice, name)
    };
    let logged = Logged {
        kind: TicketKind::Information,
        outcome,
        to: Some(queue),
        closing: String::new(),
        told: read,
    };
    let number = call.log(context, session, agency, &logged)?;
    context.out.say(
        Said::from(words::ENTRUSTED)
            .with("to", name)
            .with("number", number),
    )
}

fn office_of(published: &Published) -> Option<crate::domain::slug::Slug> {
    let article = &published.article;
    article
        .escalate_to
        .clone()
        .or_else(|| article.office.clone())
}

fn drop_call(context: &mut Context, call: &mut Call) -> Done {
    if !call.has_begun() {
        return context.out.say(words::NO_CALL);
    }
    *call = Call::default();
    context.out.say(words::DROPPED)
}
