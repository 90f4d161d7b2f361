//! A version as a curator has it before him, and what the linter says of the next one.

use super::{
    knowledge::is_own,
    service::{Edition, Fault, Linted, Reply},
    shared::Shared,
};
use crate::{
    domain::{outcome::ArticleKind, slug::Slug},
    kb::{
        Severity,
        check::{self, Known},
        layout::Reading,
    },
    locale::Lang,
};

/// A version with its text, what it comes after, and the life of its article.
///
/// # Errors
/// When the views cannot be read.
pub fn edition(
    shared: &Shared,
    scope: &[Slug],
    slug: &Slug,
    version: [u8; 16],
) -> Result<Reply, Fault> {
    let now = shared.clock.wall();
    let found = shared.read(|store| {
        if !is_own(store, scope, slug)? {
            return Ok(None);
        }
        let (Some(life), Some(published), Some(canonical)) = (
            store.life(slug)?,
            store.version(slug, version)?,
            store.canonical(slug, version)?,
        ) else {
            return Ok(None);
        };
        let before = match life.before(version, now) {
            Some(before) => store.version(slug, before)?,
            None => None,
        };
        Ok(Some(Box::new(Edition {
            published,
            canonical,
            before,
            life,
        })))
    })?;
    Ok(Reply::Edition(found))
}

/// What `kb check` says of a text that is to be a draft, references to what is in force included.
///
/// # Errors
/// When the views cannot be read.
pub fn lint(shared: &Shared, text: &str, lang: &str) -> Result<Reply, Fault> {
    let named = |name: &str| {
        let mut reading = Reading::of(None);
        reading.file(name, text.as_bytes());
        reading
    };
    let mut reading = named("bozza.md");
    // A draft has the name that its file would have.
    let name = { reading.articles.first() }.map(|entry| format!("{}.md", entry.article.id));
    if let Some(name) = name {
        reading = named(&name);
    }
    let known = known(shared)?;
    let today = shared.clock.wall().utc().date_naive();
    let findings = check::check(&reading, &known, today);
    let lang = if lang == Lang::En.id() {
        Lang::En
    } else {
        Lang::It
    };
    let entry = reading.articles.first();
    let taken = match entry {
        Some(entry) => shared
            .read(|store| store.owner(&entry.article.id))?
            .is_some(),
        None => false,
    };
    Ok(Reply::Linted(Box::new(Linted {
        article: entry.map(|entry| {
            let article = &entry.article;
            (article.id.clone(), article.kind, article.agency.clone())
        }),
        taken,
        canonical: entry.map_or_else(String::new, |entry| entry.canonical.clone()),
        has_errors: entry.is_none() || { findings.iter() }
            .any(|finding| finding.severity() == Severity::Error),
        findings: findings
            .iter()
            .map(|finding| finding.report(lang))
            .collect(),
    })))
}

/// What is in force: references may point there.
///
/// # Errors
/// When the views cannot be read.
pub fn known(shared: &Shared) -> Result<Known, Fault> {
    let all = super::answer::all()?;
    shared.read(|store| {
        let mut known = Known::default();
        let agencies = store.agencies()?;
        for agency in agencies.iter().map(|agency| &agency.id).chain([&all]) {
            for kind in ArticleKind::ALL {
                let slugs = store.article_slugs(*kind, agency)?;
                known
                    .articles
                    .extend(slugs.into_iter().map(|slug| (slug, *kind)));
            }
        }
        let topics = agencies.iter().flat_map(|agency| &agency.topics);
        known.topics = topics.map(|topic| topic.id.clone()).collect();
        Ok(known)
    })
}
