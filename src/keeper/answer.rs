//! The answers to questions: from the views and the index, within the agencies the operator works for.

use super::{
    dossier, edition, gaps,
    indexer::kind,
    knowledge,
    service::{CallRow, Fault, Filter, Hit, Reply, Request, Search, Stats, Task},
    shared::{Order, Shared},
};
use crate::{
    domain::{
        agency,
        id::{InteractionId, TicketId},
        interaction::Interaction,
        operator::Operator,
        rules::refusals,
        slug::Slug,
    },
    search::Query,
    store::{Digesting, Digests, Row, Store, StoreError},
};
use std::{sync::atomic::Ordering, time::Instant};

/// The most tickets one telephone number shows.
const BY_PHONE: usize = 100;
/// The most lists that one question has counted: the others wait for the views meanwhile.
const COUNTED_AT_ONCE: usize = 8;
/// Subjects of a digest that are folded under one lock: a few milliseconds.
const DIGEST_PAGE: usize = 500;
/// How often a digest is begun again because work went on.
const DIGEST_ROUNDS: usize = 3;
/// The most bytes of a search text that are looked at (SECURITY T13).
const SEARCH_TEXT: usize = 4_096;

/// Answers a question of `operator`; of nobody in particular when `None`, who sees no ticket.
///
/// # Errors
/// The [`Fault`] that kept it from being answered.
pub fn answer(
    shared: &Shared,
    operator: Option<&Operator>,
    question: Request,
) -> Result<Reply, Fault> {
    let scope = scope(shared, operator)?;
    let mut reply = told(shared, operator, &scope, question)?;
    match &mut reply {
        Reply::Article(Some(published)) => knowledge::anonymous(&scope, published),
        Reply::Articles(found) => {
            let found = found.iter_mut();
            found.for_each(|published| knowledge::anonymous(&scope, published));
        }
        Reply::Found(hits, _) => {
            let now = shared.clock.wall();
            hits.retain(|hit| knowledge::is_begun(&scope, &hit.published, now));
            let found = hits.iter_mut().map(|hit| &mut hit.published);
            found.for_each(|published| knowledge::anonymous(&scope, published));
        }
        _ => {}
    }
    Ok(reply)
}

fn told(
    shared: &Shared,
    operator: Option<&Operator>,
    scope: &[Slug],
    question: Request,
) -> Result<Reply, Fault> {
    match question {
        Request::Search(search) => find(shared, &search),
        Request::CuratorTasks(ref agency) | Request::Gaps(ref agency)
            if !may_see(scope, agency) =>
        {
            Err(Fault::Refused(refusals::NO_ROLE.rule.to_owned()))
        }
        Request::Notices(ref agency) if !may_see(scope, agency) => Ok(Reply::Notices(Vec::new())),
        Request::News(ref agency) if !may_see(scope, agency) => Ok(Reply::Articles(Vec::new())),
        Request::Article(slug, version) => knowledge::article(shared, scope, &slug, version),
        Request::Versions(slugs) => knowledge::versions(shared, scope, &slugs),
        Request::Articles(kind, agency) => knowledge::articles(shared, kind, &agency),
        Request::Page(page) => knowledge::page(shared, &page),
        Request::Life(slug) => knowledge::life(shared, scope, &slug),
        Request::Edition(slug, version) => edition::edition(shared, scope, &slug, version),
        Request::Lint(text, lang) => edition::lint(shared, &text, &lang),
        Request::Known => Ok(Reply::Known(Box::new(edition::known(shared)?))),
        Request::CuratorTasks(agency) => knowledge::curator_tasks(shared, &agency),
        Request::News(agency) => knowledge::news(shared, operator, &agency),
        Request::Gaps(agency) => gaps::gaps(shared, &agency),
        Request::Notices(agency) => knowledge::notices(shared, &agency),
        Request::Dossier(id) => {
            let found = shared.read(|store| dossier::dossier(store, scope, id))?;
            Ok(Reply::Dossier(found.map(Box::new)))
        }
        Request::ByNumber(number) => rows(shared, scope, |store| store.by_number(number)),
        Request::ByPhone(phone) => rows(shared, scope, |store| store.by_phone(&phone, BY_PHONE)),
        Request::List(filter) => Ok(Reply::Rows(
            shared.read(|store| store.list(&filter, scope))?,
        )),
        Request::Counts(filters) => {
            let counts = shared.read(|store| counts(store, &filters, scope))?;
            Ok(Reply::Counts(counts))
        }
        Request::RecentCalls(operator, most) => calls(shared, scope, |store| {
            store.calls(&operator, usize::from(most))
        }),
        Request::ParkedCalls(agency) => calls(shared, scope, |store| store.parked(&agency)),
        Request::Operators => Ok(Reply::Operators(shared.read(Store::operators)?)),
        Request::Digest => {
            let digests = digest(shared)?;
            let by_agency = digests.agencies.into_iter();
            let by_agency = by_agency
                .filter_map(|(agency, hash)| Some((Slug::parse(&agency).ok()?, hash)))
                .collect();
            Ok(Reply::Digest(by_agency, digests.total))
        }
        Request::Hello(_)
        | Request::Commit(_)
        | Request::Enrol { .. }
        | Request::Ring(_)
        | Request::Settle
        | Request::Rebuild
        | Request::Verify
        | Request::Stats
        | Request::Working
        | Request::Stop => Err(Fault::Unacceptable("not a question".to_owned())),
    }
}

/// The digest of one moment: in pages, so that no save waits for all of it; work that goes on in
/// between has it taken again, and in the end with everybody waiting.
fn digest(shared: &Shared) -> Result<Digests, Fault> {
    let mut working = shared.works.begin(Task::Digest, None);
    let position = || shared.read(|store| Ok(store.progress()?.position));
    for _ in 0..DIGEST_ROUNDS {
        let begun = position()?;
        let ops = shared.read(|store| Ok(store.progress()?.ops))?;
        let mut digesting = Digesting::default();
        while shared.read(|store| store.digest_page(&mut digesting, DIGEST_PAGE))? {
            working.reached(digesting.ops(), ops);
        }
        if position()? == begun {
            return Ok(digesting.end());
        }
    }
    shared.read(Store::digest)
}

/// The agencies whose tickets he sees: where he has a grant, or every one when a grant says `all`.
fn scope(shared: &Shared, operator: Option<&Operator>) -> Result<Vec<Slug>, Fault> {
    let Some(operator) = operator else {
        return Ok(Vec::new());
    };
    let mut agencies: Vec<Slug> = operator
        .grants
        .iter()
        .map(|grant| grant.agency.clone())
        .collect();
    if agencies.iter().any(|agency| agency.as_str() == agency::ALL) {
        agencies.extend(shared.read(Store::listed_agencies)?);
        let described = shared.read(Store::agencies)?;
        agencies.extend(described.into_iter().map(|agency| agency.id));
    }
    agencies.sort();
    agencies.dedup();
    Ok(agencies)
}

/// Whether the drafts, tasks and figures of an agency are his to see: the grant says so, never the
/// question (SECURITY T24).
pub fn may_see(scope: &[Slug], agency: &Slug) -> bool {
    scope.contains(agency) || (agency.as_str() == agency::ALL && !scope.is_empty())
}

/// The agency of what is everybody's.
pub fn all() -> Result<Slug, Fault> {
    Slug::parse(agency::ALL).map_err(|error| Fault::Unacceptable(error.to_string()))
}

fn rows(
    shared: &Shared,
    scope: &[Slug],
    ids: impl FnOnce(&Store) -> Result<Vec<TicketId>, StoreError>,
) -> Result<Reply, Fault> {
    let found = shared.read(|store| {
        let mut found = rows_of(store, ids(store)?)?;
        found.retain(|row| scope.contains(&row.agency));
        Ok(found)
    })?;
    Ok(Reply::Rows(found))
}

fn rows_of(store: &Store, ids: Vec<TicketId>) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(store.row(id)?);
    }
    Ok(found)
}

fn counts(store: &Store, filters: &[Filter], scope: &[Slug]) -> Result<Vec<u32>, StoreError> {
    let count = |filter| {
        let count = store.list_count(filter, scope)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    };
    filters.iter().take(COUNTED_AT_ONCE).map(count).collect()
}

fn calls(
    shared: &Shared,
    scope: &[Slug],
    ids: impl FnOnce(&Store) -> Result<Vec<InteractionId>, StoreError>,
) -> Result<Reply, Fault> {
    let found = shared.read(|store| {
        let mut found = Vec::new();
        for id in ids(store)? {
            let call = store.interaction(id)?;
            if let Some(call) = call.filter(|call| scope.contains(&call.agency)) {
                found.push(call_row(store, call)?);
            }
        }
        Ok(found)
    })?;
    Ok(Reply::Calls(found))
}

fn call_row(store: &Store, interaction: Interaction) -> Result<CallRow, StoreError> {
    let concluded = interaction.conclusions.iter().map(|one| one.ticket);
    let tickets = concluded.chain(interaction.told.iter().map(|told| told.ticket));
    let mut ids: Vec<TicketId> = tickets.flatten().collect();
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    let mut told = Vec::new();
    for telling in &interaction.told {
        let answer = &telling.answer;
        let found = store.version(&answer.id, answer.version)?;
        let title = found.map(|found| found.article.title).unwrap_or_default();
        told.push((answer.clone(), title));
    }
    Ok(CallRow {
        tickets: rows_of(store, ids)?,
        interaction,
        told,
    })
}

/// The answer to a search: what is in force, best first.
///
/// # Errors
/// When index or views cannot be read.
pub fn find(shared: &Shared, search: &Search) -> Result<Reply, Fault> {
    let (started, now) = (Instant::now(), shared.clock.wall());
    let index = shared
        .index
        .awaited()
        .ok_or_else(|| shared.index.failure().map_or(Fault::Busy, Fault::Store))?;
    let mut agencies = vec![search.agency.to_string(), agency::ALL.to_owned()];
    if search.others {
        let described = shared.read(Store::agencies)?;
        agencies.extend(described.iter().map(|agency| agency.id.to_string()));
    }
    let kinds: Vec<_> = search.kind.into_iter().map(kind).collect();
    let slug = |slug: &Option<Slug>| slug.as_ref().map_or_else(String::new, Slug::to_string);
    let (office, topic) = (slug(&search.office), slug(&search.topic));
    let at = search.at.unwrap_or(now);
    let query = Query {
        kinds: &kinds,
        office: &office,
        topic: &topic,
        first: if search.others {
            search.agency.as_str()
        } else {
            ""
        },
        at: search.at.map(|at| at.0),
        ..Query::new(
            clipped(&search.text),
            usize::from(search.limit.clamp(1, 50)),
            &agencies,
            now.0,
        )
    };
    let hits = index
        .search(&query)
        .map_err(|error| Fault::Store(error.to_string()))?;
    let found = shared.read(|store| {
        let mut found = Vec::with_capacity(hits.len());
        for hit in hits {
            let Ok(slug) = Slug::parse(&hit.article) else {
                continue;
            };
            // Between a withdrawal and its commit to the index the hit has nothing to show.
            found.extend(store.article(&slug, at)?.map(|published| Hit {
                published,
                score: hit.score,
                snippet: hit.snippet,
                highlights: hit.highlights.iter().copied().map(narrow).collect(),
            }));
        }
        Ok(found)
    })?;
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    Ok(Reply::Found(found, micros))
}

/// The end of a long text: what was typed last counts.
fn clipped(text: &str) -> &str {
    let from = text.len().saturating_sub(SEARCH_TEXT);
    (from..text.len())
        .find_map(|at| text.get(at..))
        .unwrap_or_default()
}

fn narrow((start, end): (usize, usize)) -> (u32, u32) {
    let narrow = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
    (narrow(start), narrow(end))
}

/// Counts and sizes.
///
/// # Errors
/// When journal or views cannot be measured.
pub fn stats(shared: &Shared) -> Result<Reply, Fault> {
    let journal = shared.ask(Order::Measure)?;
    let (progress, bytes, tickets, articles) = shared.read(|store| {
        let counts = (store.ticket_counts()?, store.article_counts()?);
        Ok((store.progress()?, store.bytes(), counts.0, counts.1))
    })?;
    Ok(Reply::Stats(Box::new(Stats {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        process: std::process::id(),
        since: shared.since,
        clients: shared.clients.load(Ordering::SeqCst),
        batches: journal.totals.batches,
        ops: journal.totals.ops,
        journal_end: journal.end.bytes(),
        unread_ops: progress.unread,
        journal_bytes: journal.bytes,
        view_bytes: bytes,
        tickets,
        articles,
        index: shared.index.stats(),
        findings: shared.findings(),
        backups: shared.daily.told(),
        quarantined: journal.quarantined,
    })))
}
