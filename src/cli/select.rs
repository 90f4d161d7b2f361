//! From the words of a command line to what they name: tickets, offices, values of a table.

use super::{
    failure::{Exit, Failure, Said},
    session::{Session, no_ticket},
    words,
};
use crate::{
    domain::{
        id::TicketId,
        number::{NumberError, TicketNumber},
        op::Queue,
        operator::Operator,
        outcome::ArticleKind,
        slug::Slug,
        text::folded,
    },
    keeper::service::Dossier,
    locale::Phrase,
};

/// An identifier.
///
/// # Errors
/// When it is none.
pub fn slug(text: &str) -> Result<Slug, Failure> {
    Slug::parse(text).map_err(|error| {
        Failure::new(Exit::Usage, Said::from(words::BAD_SLUG).with("id", text))
            .because(error)
            .hint(words::BAD_SLUG_HINT)
    })
}

/// The operator who is meant: by identifier, or by a name that only one bears, capitals and accents
/// aside.
///
/// # Errors
/// When there is none, or several; the ones there are are named.
pub fn operator(session: &Session, text: &str) -> Result<Slug, Failure> {
    let operators = session.operators()?;
    let wanted = folded(text.trim());
    if let Some(found) = operators
        .iter()
        .find(|operator| operator.id.as_str() == text)
    {
        return Ok(found.id.clone());
    }
    let named: Vec<&Operator> = operators
        .iter()
        .filter(|operator| folded(operator.name.as_str()) == wanted)
        .collect();
    match named.as_slice() {
        [only] => Ok(only.id.clone()),
        [] => Err(no_operator(words::NO_OPERATOR, text, operators.iter())),
        several => Err(no_operator(
            words::SEVERAL_OPERATORS,
            text,
            several.iter().copied(),
        )),
    }
}

fn no_operator<'a>(what: Phrase, text: &str, known: impl Iterator<Item = &'a Operator>) -> Failure {
    let known: Vec<String> = known
        .map(|operator| format!("{} ({})", operator.name, operator.id))
        .collect();
    let failure = Failure::new(Exit::NotFound, Said::from(what).with("id", text));
    if known.is_empty() {
        return failure.hint(words::WHO_ARE_YOU_HINT);
    }
    failure.hint(Said::from(words::KNOWN_OPERATORS).with("list", known.join(", ")))
}

/// The ticket that is meant: by its number in any grouping, or by its identity.
///
/// # Errors
/// When the text is no number (and why: perhaps a typing error), when no ticket answers to it, or
/// several do.
pub fn ticket(session: &Session, text: &str) -> Result<Dossier, Failure> {
    if let Some(id) = TicketId::parse(text.trim()) {
        return session.dossier(id);
    }
    let number = TicketNumber::parse(text).map_err(|error| bad_number(text, error))?;
    let rows = session.by_number(number)?;
    match rows.as_slice() {
        [] => Err(no_ticket(&number.to_string())),
        [row] => session.dossier(row.id),
        several => {
            let ids: Vec<String> = several.iter().map(|row| row.id.to_string()).collect();
            Err(Failure::new(
                Exit::Refused,
                Said::from(words::SEVERAL_TICKETS).with("number", number),
            )
            .hint(Said::from(words::SEVERAL_TICKETS_HINT).with("list", ids.join(", "))))
        }
    }
}

/// A wrong check digit is a ticket that is not found; anything else is no number at all.
fn bad_number(text: &str, error: NumberError) -> Failure {
    let exit = match error {
        NumberError::WrongCheck => Exit::NotFound,
        NumberError::NotDigits(_) | NumberError::WrongLength(_) | NumberError::WrongStart(_) => {
            Exit::Usage
        }
    };
    Failure::new(exit, Said::from(words::BAD_NUMBER).with("number", text)).hint(error.phrase())
}

/// The queue that is meant: `back-office`, or an office there is.
///
/// # Errors
/// When there is no such office.
pub fn queue(session: &Session, text: &str) -> Result<Queue, Failure> {
    let queue = Queue::from_id(text).ok_or_else(|| no_office(text))?;
    if let Queue::Office(office) = &queue {
        let found = session.article(office).ok();
        if found.is_none_or(|found| found.article.kind != ArticleKind::Office) {
            return Err(no_office(text));
        }
    }
    Ok(queue)
}

fn no_office(text: &str) -> Failure {
    Failure::new(
        Exit::NotFound,
        Said::from(words::NO_OFFICE).with("id", text),
    )
    .hint(words::NO_OFFICE_HINT)
}

/// The value of a table with this identifier.
///
/// # Errors
/// When there is none; the accepted ones are named.
pub fn value<T: Copy>(text: &str, all: &[T], id: impl Fn(T) -> &'static str) -> Result<T, Failure> {
    let found = all.iter().copied().find(|value| id(*value) == text);
    found.ok_or_else(|| {
        let accepted: Vec<&str> = all.iter().map(|value| id(*value)).collect();
        Failure::new(Exit::Usage, Said::from(words::BAD_WORD).with("word", text))
            .hint(Said::from(words::ACCEPTED_WORDS).with("list", accepted.join(", ")))
    })
}
