//! What the views derive from one subject: a pure function of its record, so that applying a batch
//! and rebuilding from nothing write the same keys.

use super::{
    StoreError, entry,
    key::{self, Facet},
    row::Row,
    seal::{Sealed, seal},
    shelf,
};
use crate::domain::{
    agency::Agency,
    article::Article,
    codec, field,
    fold::Record,
    id::{InteractionId, TicketId},
    interaction::Interaction,
    op::{Op, Subject, subject},
    operator::Operator,
    outcome::Level,
    phone::Phone,
    ticket::Ticket,
};

/// How the texts of articles and agencies are read, which is `kb`'s affair; and what else is.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Reads the canonical text of an article; `None` when this version cannot.
    pub article: fn(&str) -> Option<Article>,
    /// Reads the text of an agency.
    pub agency: fn(&str) -> Option<Agency>,
    /// Which ops and records are read, in a number: views made by a program that read others are made
    /// again, so that what it could not read is folded after an upgrade.
    pub vocabulary: u64,
}

/// Every key that follows from the ops of a subject, its record among them.
///
/// # Errors
/// When a value cannot be encoded.
pub fn derive(subject: Subject, record: &Record, reading: Reading) -> Result<Sealed, StoreError> {
    let mut keys = Sealed::new();
    if record.is_empty() {
        return Ok(keys);
    }
    let mut row = None;
    match subject.kind {
        subject::TICKET => row = ticket(TicketId::new(subject.id), record, &mut keys),
        subject::INTERACTION => interaction(InteractionId::new(subject.id), record, &mut keys),
        subject::ARTICLE => shelf::derive(record, reading, &mut keys)?,
        subject::AGENCY => agency(record, reading, &mut keys)?,
        subject::OPERATOR => operator(record, &mut keys)?,
        _ => {}
    }
    let value = entry::value(subject, row.as_ref(), record.all())?;
    seal(&mut keys, key::record(subject), &value);
    Ok(keys)
}

/// The indexes of a ticket, and its row.
fn ticket(id: TicketId, record: &Record, keys: &mut Sealed) -> Option<Row> {
    let ticket = Ticket::fold(id, record)?;
    let row = Row::of(&ticket);
    let owner = row.owner.as_ref().map(Facet::Owner);
    let departments = (row.level == Level::Department).then_some(Facet::Departments);
    for facet in [Facet::Agency, Facet::Queue(row.queue.id())]
        .into_iter()
        .chain(owner)
        .chain(departments)
    {
        let list = key::list(facet, &row.agency, row.state);
        keys.insert(key::listed(&list, row.updated_at, id), Vec::new());
    }
    for number in ticket.number.iter().chain(&ticket.aliases) {
        keys.insert(
            [&key::number(*number)[..], &id.bytes()].concat(),
            Vec::new(),
        );
    }
    if let Some(normal) = normal_phone(ticket.words(field::PHONE)) {
        keys.insert([&key::phone(&normal)[..], &id.bytes()].concat(), Vec::new());
    }
    Some(row)
}

/// The normal form of a telephone number as it was typed; `None` when there is none.
pub fn normal_phone(typed: &str) -> Option<String> {
    Phone::parse(typed).normal()
}

fn interaction(id: InteractionId, record: &Record, keys: &mut Sealed) {
    let Some(interaction) = Interaction::fold(id, record) else {
        return;
    };
    let call = key::call(&interaction.operator, interaction.started, id);
    keys.insert(call, Vec::new());
    if let Some(parked) = &interaction.parked {
        let call = key::parked_call(&interaction.agency, parked.at, id);
        keys.insert(call, Vec::new());
    }
}

fn agency(record: &Record, reading: Reading, keys: &mut Sealed) -> Result<(), StoreError> {
    if let Some(agency) = agency_of(record, reading) {
        seal(keys, key::agency(&agency.id), &codec::encode(&agency)?);
    }
    Ok(())
}

/// The agency as it was described last.
#[must_use]
pub fn agency_of(record: &Record, reading: Reading) -> Option<Agency> {
    record
        .live()
        .iter()
        .rev()
        .find_map(|entry| match &entry.op {
            Op::Agency { text, .. } => (reading.agency)(text),
            _ => None,
        })
}

fn operator(record: &Record, keys: &mut Sealed) -> Result<(), StoreError> {
    let Some(operator) = Operator::fold(record) else {
        return Ok(());
    };
    seal(
        keys,
        key::operator(&operator.id),
        &codec::encode(&operator)?,
    );
    if let Some(account) = operator.account {
        let by_account = [&key::account(account)[..], operator.id.as_str().as_bytes()];
        keys.insert(by_account.concat(), Vec::new());
    }
    Ok(())
}
