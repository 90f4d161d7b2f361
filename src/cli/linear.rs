//! The desk as prompts and lists, for screen readers and braille lines: nothing is drawn twice.
//!
//! Blind switchboard operators are a legal quota (L. 113/1985). One line in, a short answer out: the
//! count first, the results only when asked for; a number picks; the request's number comes last.

mod call;
mod emergency;
mod spoken;
mod step;
mod words;

use super::{
    context::Context,
    failure::{Done, Failure, Said},
    session::Session,
};
use crate::domain::text::{TITLE_MAX_CHARS, Text};
use call::Call;
use step::Step;

/// Runs until the input ends or the person leaves.
///
/// # Errors
/// When the input fails, nobody reads the output, or the keeper cannot be reached.
pub fn run(context: &mut Context) -> Done {
    let mut session = context.session()?;
    if session.welcome.operator.is_none() && !who(context, &mut session)? {
        return Ok(());
    }
    greet(context, &session)?;
    let agency = session.agency(None)?.clone();
    session.settle()?;
    let mut call = Call::default();
    loop {
        context.out.ask(">")?;
        let Some(line) = context.read_line()? else {
            return context.out.line("");
        };
        match step::step(context, &session, &agency, &mut call, line.trim()) {
            Ok(Step::Next) => {}
            Ok(Step::Leave) => return Ok(()),
            Err(failure @ Failure::Pipe) => return Err(failure),
            Err(failure) if failure.exit() == super::Exit::Keeper => return Err(failure),
            Err(failure) => context.out.failure(&failure),
        }
    }
}

/// Asks for the name of a person nobody knows yet; false when the input ends instead.
fn who(context: &mut Context, session: &mut Session) -> Result<bool, Failure> {
    loop {
        let question = words::WHO.get(context.out.lang);
        context.out.ask(question)?;
        let Some(line) = context.read_line()? else {
            context.out.line("")?;
            return Ok(false);
        };
        let name = Text::line(line.trim()).clipped(TITLE_MAX_CHARS).text;
        if !name.is_blank() {
            let agency = session.agency(None)?.id.clone();
            session.enrol(&name, agency)?;
            return Ok(true);
        }
    }
}

/// Who answers for whom, and whether the data is a trial.
fn greet(context: &mut Context, session: &Session) -> Done {
    let agency = session.agency(None)?;
    let operator = session.operator()?;
    let notice = if agency.fictional {
        words::TRIAL
    } else {
        words::NO_REAL_DATA
    };
    let place = Said::from(words::PLACE).with("agency", &agency.name);
    context.out.say(
        place
            .with("operator", &operator.name)
            .with_phrase("notice", notice),
    )?;
    let greeting = agency.greet(context.out.lang, operator.name.as_str());
    if !greeting.is_empty() {
        context.out.line(&greeting)?;
    }
    context.out.say(words::BEGIN)
}
