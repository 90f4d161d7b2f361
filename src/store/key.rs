//! The keys of the views: one table per leading byte, big-endian within, so that a scan is a list.

use crate::domain::{
    id::{BatchId, InteractionId, StreamId, TicketId},
    number::TicketNumber,
    op::Subject,
    outcome::{ArticleKind, State},
    slug::Slug,
    time::Moment,
};

/// The tables, in the order in which a rebuild writes them.
pub mod table {
    /// slug → what is kept of an article that was published once.
    pub const ARTICLE: u8 = b'a';
    /// batch id → what was answered.
    pub const BATCH: u8 = b'b';
    /// operator, start (newest first), interaction → nothing.
    pub const CALL: u8 = b'c';
    /// kind, agency, slug → nothing.
    pub const KIND: u8 = b'd';
    /// stream, batch number → effective stamp.
    pub const STAMP: u8 = b'e';
    /// slug → agency.
    pub const AGENCY: u8 = b'g';
    /// agency, end (the last to go first), slug of the article with a notice → nothing.
    pub const NOTICE: u8 = b'h';
    /// agency, parking time (oldest first), interaction → nothing.
    pub const PARKED: u8 = b'k';
    /// facet, agency, value, state, change (newest first), ticket → nothing.
    pub const LIST: u8 = b'l';
    /// What the views stand for.
    pub const META: u8 = b'm';
    /// number, ticket → nothing.
    pub const NUMBER: u8 = b'n';
    /// subject → its row, when it is a ticket, and its ops.
    pub const RECORD: u8 = b'o';
    /// hash of the normal form, ticket → nothing.
    pub const PHONE: u8 = b'p';
    /// agency, task of a curator, slug → nothing.
    pub const TASK: u8 = b'q';
    /// operator, slug, version → nothing.
    pub const READ: u8 = b'r';
    /// stream → how far it has come.
    pub const STREAM: u8 = b's';
    /// slug → operator.
    pub const OPERATOR: u8 = b'u';
    /// account, slug → nothing.
    pub const ACCOUNT: u8 = b'v';
    /// agency, first moment in force (newest first), slug → nothing.
    pub const NEWS: u8 = b'w';
    /// key of a long value, number → piece.
    pub const PIECE: u8 = b'~';
}

/// By what a list is chosen, beside agency and state.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Facet<'a> {
    /// Nothing else.
    Agency,
    /// The queue, by its identifier.
    Queue(&'a str),
    /// The owner.
    Owner(&'a Slug),
    /// Whatever department holds it.
    Departments,
}

/// Whether keys of its table stand for themselves and have no value.
pub const fn is_bare(key: &[u8]) -> bool {
    use table::{ACCOUNT, CALL, KIND, LIST, NEWS, NOTICE, NUMBER, PARKED, PHONE, READ, TASK};
    matches!(
        key,
        [
            ACCOUNT | CALL | KIND | LIST | NEWS | NOTICE | NUMBER | PARKED | PHONE | READ | TASK,
            ..
        ]
    )
}

fn joined(table: u8, parts: &[&[u8]]) -> Vec<u8> {
    let mut key = Vec::with_capacity(1 + parts.iter().map(|part| part.len()).sum::<usize>());
    key.push(table);
    for part in parts {
        key.extend(*part);
    }
    key
}

/// Eight bytes that sort as moments do.
const fn ascending(moment: Moment) -> [u8; 8] {
    (moment.0.cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

/// Eight bytes that sort newest first.
const fn descending(moment: Moment) -> [u8; 8] {
    (!(moment.0.cast_unsigned() ^ (1 << 63))).to_be_bytes()
}

/// The one key of [`table::META`].
pub fn progress() -> Vec<u8> {
    joined(table::META, &[b"progress"])
}

/// A further piece of the long value under `key`.
pub fn piece(key: &[u8], number: u16) -> Vec<u8> {
    joined(table::PIECE, &[key, &number.to_be_bytes()])
}

/// The record of a subject.
pub fn record(subject: Subject) -> Vec<u8> {
    joined(table::RECORD, &[&subject.bytes()])
}

/// Reads what [`record`] wrote; `None` for any other key.
pub fn read_record(key: &[u8]) -> Option<Subject> {
    let (table, rest) = key.split_first()?;
    let (kind, id) = rest.split_first()?;
    let subject = Subject {
        kind: *kind,
        id: id.try_into().ok()?,
    };
    (*table == table::RECORD).then_some(subject)
}

/// The tickets of a list.
pub fn list(facet: Facet<'_>, agency: &Slug, state: State) -> Vec<u8> {
    let (tag, value) = match facet {
        Facet::Agency => (1, ""),
        Facet::Queue(queue) => (2, queue),
        Facet::Owner(owner) => (3, owner.as_str()),
        Facet::Departments => (4, ""),
    };
    let state = state.code().to_be_bytes();
    let parts: [&[u8]; 6] = [
        &[tag],
        agency.as_str().as_bytes(),
        &[0],
        value.as_bytes(),
        &[0],
        &state,
    ];
    joined(table::LIST, &parts)
}

/// A ticket in a list, newest change first.
pub fn listed(list: &[u8], updated: Moment, ticket: TicketId) -> Vec<u8> {
    [list, &descending(updated), &ticket.bytes()].concat()
}

/// The tickets that answer to a number.
pub fn number(number: TicketNumber) -> Vec<u8> {
    joined(table::NUMBER, &[&number.value().to_be_bytes()])
}

/// Reads the nine digits of a key of [`table::NUMBER`].
pub fn read_number(key: &[u8]) -> Option<u32> {
    key.get(1..5)?.try_into().ok().map(u32::from_be_bytes)
}

/// The tickets of a telephone number in its normal form: hashed, so that the views show none.
pub fn phone(normal: &str) -> Vec<u8> {
    let hash = blake3::hash(normal.as_bytes());
    joined(
        table::PHONE,
        &[hash
            .as_bytes()
            .first_chunk::<16>()
            .map_or(&[][..], |half| half)],
    )
}

/// The calls of an operator, newest first.
pub fn calls(operator: &Slug) -> Vec<u8> {
    joined(table::CALL, &[operator.as_str().as_bytes(), &[0]])
}

/// A call of an operator.
pub fn call(operator: &Slug, started: Moment, call: InteractionId) -> Vec<u8> {
    [&calls(operator)[..], &descending(started), &call.bytes()].concat()
}

/// The parked calls of an agency, oldest first.
pub fn parked(agency: &Slug) -> Vec<u8> {
    joined(table::PARKED, &[agency.as_str().as_bytes(), &[0]])
}

/// A parked call.
pub fn parked_call(agency: &Slug, at: Moment, call: InteractionId) -> Vec<u8> {
    [&parked(agency)[..], &ascending(at), &call.bytes()].concat()
}

/// What an agency's curator has to do.
pub fn tasks(agency: &Slug) -> Vec<u8> {
    joined(table::TASK, &[agency.as_str().as_bytes(), &[0]])
}

/// One task on one article.
pub fn task(agency: &Slug, task: u8, slug: &Slug) -> Vec<u8> {
    [&tasks(agency)[..], &[task], slug.as_str().as_bytes()].concat()
}

/// What an agency published, newest first.
pub fn news(agency: &Slug) -> Vec<u8> {
    joined(table::NEWS, &[agency.as_str().as_bytes(), &[0]])
}

/// A version that came into force.
pub fn news_of(agency: &Slug, since: Moment, slug: &Slug) -> Vec<u8> {
    let slug = slug.as_str().as_bytes();
    [&news(agency)[..], &descending(since), slug].concat()
}

/// When a call of a list began.
pub fn started(key: &[u8], calls: &[u8]) -> Option<Moment> {
    let (moment, _) = key.strip_prefix(calls)?.split_first_chunk::<8>()?;
    Some(undescending(*moment))
}

/// The moment that [`descending`] wrote.
const fn undescending(bytes: [u8; 8]) -> Moment {
    Moment(((!u64::from_be_bytes(bytes)) ^ (1 << 63)).cast_signed())
}

/// The moment and the slug of a key that [`news_of`] or [`notice`] made; `None` for any other.
pub fn moment_and_slug(key: &[u8], prefix: &[u8]) -> Option<(Moment, Slug)> {
    let (moment, slug) = key.strip_prefix(prefix)?.split_first_chunk::<8>()?;
    let slug = Slug::parse(std::str::from_utf8(slug).ok()?).ok()?;
    Some((undescending(*moment), slug))
}

/// The notices on the desks of an agency, those that stay longest first.
pub fn notices(agency: &Slug) -> Vec<u8> {
    joined(table::NOTICE, &[agency.as_str().as_bytes(), &[0]])
}

/// A notice.
pub fn notice(agency: &Slug, until: Moment, slug: &Slug) -> Vec<u8> {
    let slug = slug.as_str().as_bytes();
    [&notices(agency)[..], &descending(until), slug].concat()
}

/// Whether an operator has read a version.
pub fn read(operator: &Slug, slug: &Slug, version: [u8; 16]) -> Vec<u8> {
    let parts: [&[u8]; 5] = [
        operator.as_str().as_bytes(),
        &[0],
        slug.as_str().as_bytes(),
        &[0],
        &version,
    ];
    joined(table::READ, &parts)
}

/// What is kept of an article that was published once.
pub fn article(slug: &Slug) -> Vec<u8> {
    joined(table::ARTICLE, &[slug.as_str().as_bytes()])
}

/// Every article of a kind.
pub fn kind(kind: ArticleKind) -> Vec<u8> {
    joined(table::KIND, &[&kind.code().to_be_bytes()])
}

/// The articles of a kind that an agency has.
pub fn articles(of: ArticleKind, agency: &Slug) -> Vec<u8> {
    [&kind(of)[..], agency.as_str().as_bytes(), &[0]].concat()
}

/// An operator.
pub fn operator(slug: &Slug) -> Vec<u8> {
    joined(table::OPERATOR, &[slug.as_str().as_bytes()])
}

/// The operators of a Unix account.
pub fn account(account: u32) -> Vec<u8> {
    joined(table::ACCOUNT, &[&account.to_be_bytes()])
}

/// An agency.
pub fn agency(slug: &Slug) -> Vec<u8> {
    joined(table::AGENCY, &[slug.as_str().as_bytes()])
}

/// A batch by its author's name for it.
pub fn batch(id: BatchId) -> Vec<u8> {
    joined(table::BATCH, &[&id.bytes()])
}

/// A stream.
pub fn stream(id: StreamId) -> Vec<u8> {
    joined(table::STREAM, &[&id.bytes()])
}

/// The effective stamp of a batch of a stream.
pub fn stamp(stream: StreamId, number: u64) -> Vec<u8> {
    joined(table::STAMP, &[&stream.bytes(), &number.to_be_bytes()])
}

/// The last sixteen bytes of a key: the identity an index points to.
pub fn tail(key: &[u8]) -> Option<[u8; 16]> {
    key.last_chunk().copied()
}

/// The words after `prefix`: the slug an index points to.
pub fn slug_after(key: &[u8], prefix: &[u8]) -> Option<Slug> {
    let rest = key.strip_prefix(prefix)?;
    Slug::parse(std::str::from_utf8(rest).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn moments_sort_as_their_bytes(one in any::<i64>(), other in any::<i64>()) {
            let (a, b) = (Moment(one), Moment(other));
            prop_assert_eq!(ascending(a).cmp(&ascending(b)), a.cmp(&b));
            prop_assert_eq!(descending(a).cmp(&descending(b)), b.cmp(&a));
        }

        #[test]
        fn a_moment_and_a_slug_read_back(moment: i64) {
            let (agency, slug) = (Slug::parse("esempio").unwrap(), Slug::parse("cie").unwrap());
            let key = news_of(&agency, Moment(moment), &slug);
            let read = moment_and_slug(&key, &news(&agency));
            prop_assert_eq!(read, Some((Moment(moment), slug)));
        }

        #[test]
        fn a_record_key_reads_back(kind: u8, id: [u8; 16]) {
            let subject = Subject { kind, id };
            prop_assert_eq!(read_record(&record(subject)), Some(subject));
        }
    }

    #[test]
    fn a_list_of_one_queue_holds_no_other() {
        let agency = Slug::parse("esempio").unwrap();
        let one = list(Facet::Queue("tributi"), &agency, State::Open);
        let other = list(Facet::Queue("tributi-2"), &agency, State::Open);
        assert!(!listed(&other, Moment(0), TicketId::default()).starts_with(&one));
    }
}
