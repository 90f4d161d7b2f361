//! What an import changes: each article beside the version in force, so that what is the same is not published again.

use crate::{
    catalog,
    cli::{
        context::Context,
        failure::{Done, Failure, Said},
        progress::Progress,
        session::{Session, unexpected},
        words,
    },
    domain::{
        article::{Article, Published, version_of},
        id::OpId,
        op::Provenance,
        outcome::ArticleKind,
        slug::Slug,
    },
    keeper::service::{Reply, Request},
    locale::Phrase,
};
use std::collections::{BTreeSet, HashMap};

/// The most articles that a dry run names to a person; a script gets all of them.
const NAMED: usize = 50;
/// From how many articles on all that is in force is asked for at once.
const MANY: usize = 200;

catalog! {
    NEW = "nuovo" / "new";
    CHANGED = "cambia" / "changed";
    WOULD = "nuovi: {fresh} · cambiati: {changed} · uguali a quelli in vigore: {same} · lasciati: {skipped}"
        / "new: {fresh} · changed: {changed} · the same as in force: {same} · skipped: {skipped}";
    NOTHING_DONE = "prova: niente è stato scritto; ciò che nei file non c'è resta in vigore"
        / "dry run: nothing was written; what is not in the files stays in force";
    AND_MORE = "… e altri {count}" / "… and {count} more";
}

/// The articles of an import, beside what is in force.
#[derive(Default)]
pub struct Changes {
    /// Those that are not there yet.
    pub fresh: Vec<Slug>,
    /// Those that say something else than the version in force.
    pub changed: Vec<Slug>,
    /// How many are the same already.
    pub same: usize,
    /// What has to be published, each with the publications it replaces.
    pub articles: Vec<(Article, String, Vec<OpId>)>,
}

impl Changes {
    /// Compares articles with what is in force.
    ///
    /// # Errors
    /// When the keeper does not answer.
    pub fn of(
        context: &Context,
        session: &Session,
        articles: Vec<(Article, String)>,
        provenance: Provenance,
    ) -> Result<Self, Failure> {
        let mut changes = Self::default();
        let progress = Progress::new(&context.out, articles.len());
        let known = in_force(session, &articles);
        for ((article, text), done) in articles.into_iter().zip(1..) {
            progress.set(done);
            let version = version_of(&text);
            let now = match &known {
                Some(known) => known.get(&article.id).cloned(),
                None => found(session, &article.id, None)?.map(|now| Standing::of(&now)),
            };
            let is_same = now.as_ref().is_some_and(|now| now.version == version);
            if is_same || is_drafted(session, &article.id, version, provenance)? {
                changes.same += 1;
                continue;
            }
            if now.is_some() {
                changes.changed.push(article.id.clone());
            } else {
                changes.fresh.push(article.id.clone());
            }
            let heads = now.map(|now| now.heads).unwrap_or_default();
            changes.articles.push((article, text, heads));
        }
        progress.end();
        Ok(changes)
    }

    /// Tells what would be done.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn tell(&self, context: &mut Context, skipped: usize) -> Done {
        if context.out.json {
            let ids = |ids: &[Slug]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
            return context.out.json(&serde_json::json!({
                "dry_run": true,
                "new": ids(&self.fresh),
                "changed": ids(&self.changed),
                "unchanged": self.same,
                "skipped": skipped,
            }));
        }
        let lang = context.out.lang;
        let titled: Vec<Vec<String>> = self
            .articles
            .iter()
            .take(NAMED)
            .map(|(article, ..)| {
                let fresh = self.fresh.contains(&article.id);
                let what = if fresh { NEW } else { CHANGED };
                let what = what.get(lang).to_owned();
                vec![what, article.id.to_string(), article.title.to_string()]
            })
            .collect();
        let heads: [Phrase; 3] = [words::WHAT, words::ID, words::TITLE];
        context.out.table(&heads, &titled)?;
        let more = self.articles.len().saturating_sub(NAMED);
        if more > 0 {
            context.out.say(Said::from(AND_MORE).with("count", more))?;
        }
        context.out.say(self.count(skipped))?;
        context.out.remark(NOTHING_DONE)
    }

    /// How many of each.
    #[must_use]
    pub fn count(&self, skipped: usize) -> Said {
        Said::from(WOULD)
            .with("fresh", self.fresh.len())
            .with("changed", self.changed.len())
            .with("same", self.same)
            .with("skipped", skipped)
    }
}

/// What an import asks of a version in force.
#[derive(Clone)]
struct Standing {
    version: [u8; 16],
    heads: Vec<OpId>,
}

impl Standing {
    fn of(published: &Published) -> Self {
        Self {
            version: published.version,
            heads: published.heads.clone(),
        }
    }
}

/// Everything in force of the agencies of a large import, asked for at once; `None` for a small one, and
/// where it is more than one answer holds: then each article is asked for by itself.
fn in_force(session: &Session, articles: &[(Article, String)]) -> Option<HashMap<Slug, Standing>> {
    if articles.len() < MANY {
        return None;
    }
    let agencies: BTreeSet<&Slug> = articles
        .iter()
        .map(|(article, _)| &article.agency)
        .collect();
    let mut known = HashMap::new();
    for agency in agencies {
        for kind in ArticleKind::ALL {
            let Ok(Reply::Articles(found)) = session.call(Request::Articles(*kind, agency.clone()))
            else {
                return None;
            };
            let found = found.iter();
            known.extend(found.map(|now| (now.article.id.clone(), Standing::of(now))));
        }
    }
    Some(known)
}

/// Whether this very text waits as a draft already: it is not proposed twice.
fn is_drafted(
    session: &Session,
    id: &Slug,
    version: [u8; 16],
    provenance: Provenance,
) -> Result<bool, Failure> {
    if provenance != Provenance::Draft {
        return Ok(false);
    }
    let known = found(session, id, Some(version))?;
    Ok(known.is_some_and(|known| known.provenance == Provenance::Draft))
}

fn found(
    session: &Session,
    id: &Slug,
    version: Option<[u8; 16]>,
) -> Result<Option<Box<Published>>, Failure> {
    match session.call(Request::Article(id.clone(), version))? {
        Reply::Article(found) => Ok(found),
        other => Err(unexpected(&other)),
    }
}
