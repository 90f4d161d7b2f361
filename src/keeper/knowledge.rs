//! The answers about the life of articles: what is new, what is said on every desk, what a curator has to do.

use super::{
    answer::{all, may_see},
    service::{CuratorRow, CuratorTask, Fault, NoticeRow, Page, Reply},
    shared::Shared,
};
use crate::{
    domain::{
        article::{
            Published,
            life::{Life, Stage, Version},
        },
        operator::Operator,
        outcome::ArticleKind,
        slug::Slug,
        time::{DAY, Moment},
    },
    store::{Store, StoreError},
};

/// For how many days what was published is news.
const NEWS_DAYS: i64 = 30;
/// The most pieces of news at once: nobody reads more before a call.
const MOST_NEWS: usize = 50;
/// The most tasks of a sort at once.
const MOST_TASKS: usize = 200;
/// The most versions asked for at once.
const MOST_VERSIONS: usize = 1_000;
/// Articles of a page: within the limit of an answer, were each of them as long as may be.
const PAGE: usize = 250;
/// How many days ahead an expiry is a task.
const EXPIRING_DAYS: u64 = 30;

/// One article: in a version, or as it is in force now. A draft is there for its own agency only.
///
/// # Errors
/// When the views cannot be read.
pub fn article(
    shared: &Shared,
    scope: &[Slug],
    slug: &Slug,
    version: Option<[u8; 16]>,
) -> Result<Reply, Fault> {
    let now = shared.clock.wall();
    let found = shared.read(|store| match version {
        Some(version) if is_shown(store, (scope, now), slug, version)? => {
            store.version(slug, version)
        }
        Some(_) => Ok(None),
        None => store.article(slug, now),
    })?;
    Ok(Reply::Article(found.map(Box::new)))
}

/// Which versions are in force, or meant to come into force: what an import asks, without their texts.
///
/// # Errors
/// When the views cannot be read.
pub fn versions(shared: &Shared, scope: &[Slug], slugs: &[Slug]) -> Result<Reply, Fault> {
    let now = shared.clock.wall();
    let mut found = Vec::with_capacity(slugs.len().min(MOST_VERSIONS));
    for slug in slugs.iter().take(MOST_VERSIONS) {
        let kept = shared.read(|store| store.shelf(slug))?;
        let version = kept.and_then(|kept| {
            // What is meant for later is the last word already, for those who know of it.
            let own = may_see(scope, &kept.last.article.agency);
            let planned = kept.spans.last().filter(|span| span.until.is_none());
            let planned = planned.filter(|span| own || span.since <= now);
            let version = planned.or_else(|| kept.in_force(now))?.version;
            Some((version, kept.last.heads))
        });
        found.push(version);
    }
    Ok(Reply::Versions(found))
}

/// The articles of a kind that an agency shows: its own and everybody's.
///
/// # Errors
/// When the views cannot be read.
pub fn articles(shared: &Shared, kind: ArticleKind, agency: &Slug) -> Result<Reply, Fault> {
    let (now, all) = (shared.clock.wall(), all()?);
    let mut found = shared.read(|store| {
        let mut found = store.articles(kind, agency, now)?;
        if *agency != all {
            found.extend(store.articles(kind, &all, now)?);
        }
        Ok(found)
    })?;
    found.sort_by(|a, b| a.article.title.cmp(&b.article.title));
    Ok(Reply::Articles(found))
}

/// The next of an agency's own articles of a kind, as they were in force at a moment.
///
/// # Errors
/// When the views cannot be read.
pub fn page(shared: &Shared, asked: &Page) -> Result<Reply, Fault> {
    let at = asked.at.min(shared.clock.wall());
    let mut found = Vec::new();
    let mut after = asked.after.clone();
    // Many that are not in force may stand before one that is: each look at them is short.
    while found.is_empty() {
        let slugs = shared.read(|store| {
            let slugs =
                store.article_slugs_after(asked.kind, &asked.agency, after.as_ref(), PAGE)?;
            for slug in &slugs {
                found.extend(store.article(slug, at)?);
            }
            Ok(slugs)
        })?;
        match slugs.last() {
            Some(last) => after = Some(last.clone()),
            None => break,
        }
    }
    Ok(Reply::Articles(found))
}

/// Whether a version is for everybody, having been in force, or for its own agency.
fn is_shown(
    store: &Store,
    (scope, now): (&[Slug], Moment),
    slug: &Slug,
    version: [u8; 16],
) -> Result<bool, StoreError> {
    let kept = store.shelf(slug)?;
    let was_in_force = kept.is_some_and(|kept| {
        let mut spans = kept.spans.iter();
        spans.any(|span| span.version == version && span.since <= now && span.is_ever())
    });
    Ok(was_in_force || is_own(store, scope, slug)?)
}

/// Whether it is in force already, or planned by an agency that is in scope.
pub fn is_begun(scope: &[Slug], published: &Published, now: Moment) -> bool {
    published.since <= now || may_see(scope, &published.article.agency)
}

/// What is in force as others may have it: that a number is said to be wrong concerns whoever tells it, who
/// said so concerns the agency.
pub fn anonymous(scope: &[Slug], published: &mut Published) {
    let agency = &published.article.agency;
    if !may_see(scope, agency) {
        for doubt in &mut published.doubts {
            doubt.by = agency.clone();
        }
    }
}

/// Whether an article belongs to an agency that is in scope.
///
/// # Errors
/// When the views are damaged.
pub fn is_own(store: &Store, scope: &[Slug], slug: &Slug) -> Result<bool, StoreError> {
    let owner = store.owner(slug)?;
    Ok(owner.is_some_and(|owner| may_see(scope, &owner)))
}

/// The life of an article, for those of its agency; what other agencies say of one that is everybody's is
/// left out.
///
/// # Errors
/// When the views cannot be read.
pub fn life(shared: &Shared, scope: &[Slug], slug: &Slug) -> Result<Reply, Fault> {
    let life = shared.read(|store| {
        if is_own(store, scope, slug)? {
            store.life(slug)
        } else {
            Ok(None)
        }
    })?;
    let life = life.map(|mut life| {
        life.notices.retain(|notice| may_see(scope, &notice.agency));
        Box::new(life)
    });
    Ok(Reply::Life(life))
}

/// What is new in an agency, and in those of everybody, for the operator who asks (BA-28).
///
/// # Errors
/// When the views cannot be read.
pub fn news(shared: &Shared, reader: Option<&Operator>, agency: &Slug) -> Result<Reply, Fault> {
    let Some(reader) = reader else {
        return Ok(Reply::Articles(Vec::new()));
    };
    let (now, all) = (shared.clock.wall(), all()?);
    let since = now.plus(-NEWS_DAYS * DAY);
    let mut found = shared.read(|store| {
        let mut found = store.news(agency, &reader.id, (since, now), MOST_NEWS)?;
        if *agency != all {
            found.extend(store.news(&all, &reader.id, (since, now), MOST_NEWS)?);
        }
        Ok(found)
    })?;
    found.sort_by_key(|published| std::cmp::Reverse(published.since));
    found.truncate(MOST_NEWS);
    Ok(Reply::Articles(found))
}

/// The sentences on the desks of an agency now.
///
/// # Errors
/// When the views cannot be read.
pub fn notices(shared: &Shared, agency: &Slug) -> Result<Reply, Fault> {
    let now = shared.clock.wall();
    let found = shared.read(|store| {
        let mut rows = Vec::new();
        for (article, notice) in store.notices(agency, now)? {
            let title = store.shelf(&article)?.map(|kept| kept.last.article.title);
            rows.push(NoticeRow {
                title: title.unwrap_or_default(),
                article,
                notice,
            });
        }
        Ok(rows)
    })?;
    Ok(Reply::Notices(found))
}

/// What a curator of an agency has to do.
///
/// # Errors
/// When the views cannot be read.
pub fn curator_tasks(shared: &Shared, agency: &Slug) -> Result<Reply, Fault> {
    let now = shared.clock.wall();
    let found = shared.read(|store| {
        let mut rows = Vec::new();
        for (task, slug) in store.curator_tasks(agency, MOST_TASKS)? {
            if let Some(life) = store.life(&slug)? {
                rows.extend(rows_of(store, task, &slug, &life, now)?);
            }
        }
        Ok(rows)
    })?;
    Ok(Reply::CuratorTasks(found))
}

fn rows_of(
    store: &Store,
    task: CuratorTask,
    slug: &Slug,
    life: &Life,
    now: Moment,
) -> Result<Vec<CuratorRow>, StoreError> {
    let row = |version: [u8; 16], since: Moment, by: &Slug| -> Result<_, StoreError> {
        let found = store.version(slug, version)?;
        Ok(found.map(|published| CuratorRow {
            task,
            article: slug.clone(),
            kind: published.article.kind,
            title: published.article.title.clone(),
            version,
            since,
            by: by.clone(),
            expires: published.article.valid_to,
            doubted: Vec::new(),
        }))
    };
    let drafts = |wanted: &dyn Fn(&Version) -> bool| -> Result<Vec<CuratorRow>, StoreError> {
        let mut rows = Vec::new();
        for draft in life.open_drafts().filter(|draft| wanted(draft)) {
            let author = draft.authors.iter().next().unwrap_or(slug);
            rows.extend(row(draft.id, draft.at, author)?);
        }
        Ok(rows)
    };
    match task {
        CuratorTask::Draft => drafts(&|draft| draft.stage != Stage::Approved),
        CuratorTask::Approved => drafts(&|draft| draft.stage == Stage::Approved),
        CuratorTask::Rivals | CuratorTask::WrongNumber | CuratorTask::Expires => {
            let Some(span) = life.spans.last() else {
                return Ok(Vec::new());
            };
            let version = life.version(span.version);
            let author = version.and_then(|version| version.authors.iter().next());
            let (mut since, mut by) = (span.since, author.unwrap_or(slug));
            if let (CuratorTask::WrongNumber, Some(doubt)) = (task, life.doubts.first()) {
                (since, by) = (doubt.at, &doubt.by);
            }
            let mut rows: Vec<CuratorRow> = row(span.version, since, by)?.into_iter().collect();
            if task == CuratorTask::WrongNumber {
                for row in &mut rows {
                    row.doubted = { life.doubts.iter() }
                        .map(|doubt| doubt.number.clone())
                        .collect();
                }
            }
            if task == CuratorTask::Expires {
                rows.retain(|row| row.expires.is_some_and(|day| is_soon(day, now)));
            }
            Ok(rows)
        }
    }
}

/// Whether a day is past or comes within [`EXPIRING_DAYS`].
fn is_soon(day: chrono::NaiveDate, now: Moment) -> bool {
    let soon = now
        .utc()
        .date_naive()
        .checked_add_days(chrono::Days::new(EXPIRING_DAYS));
    soon.is_some_and(|soon| day <= soon)
}
