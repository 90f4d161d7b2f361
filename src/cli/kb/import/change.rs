//! What an import changes: each article beside the version in force, so that what is the same is not published again.

use crate::{
    catalog,
    cli::{
        context::Context,
        failure::{Done, Failure, Said},
        kb::{brief, finding_json},
        progress::Progress,
        session::{Session, unexpected},
        words,
    },
    domain::{
        article::{Article, version_of},
        id::OpId,
        op::Provenance,
        slug::Slug,
    },
    kb::Finding,
    keeper::service::{Reply, Request},
    locale::Phrase,
};

/// The most articles that a dry run names to a person; a script gets all of them.
const NAMED: usize = 50;
/// How many articles are asked about at once.
const AT_ONCE: usize = 1_000;

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
        let known = in_force(session, &articles)?;
        for (((article, text), now), done) in articles.into_iter().zip(known).zip(1..) {
            progress.set(done);
            let version = version_of(&text);
            let is_same = now.as_ref().is_some_and(|(now, _)| *now == version);
            if is_same || is_drafted(session, &article.id, version, provenance)? {
                changes.same += 1;
                continue;
            }
            if now.is_some() {
                changes.changed.push(article.id.clone());
            } else {
                changes.fresh.push(article.id.clone());
            }
            let heads = now.map(|(_, heads)| heads).unwrap_or_default();
            changes.articles.push((article, text, heads));
        }
        progress.end();
        Ok(changes)
    }

    /// Tells what would be done.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn tell(&self, context: &mut Context, skipped: usize, notes: &[Finding]) -> Done {
        if context.out.json {
            let findings: Vec<_> = notes.iter().map(finding_json).collect();
            let ids = |ids: &[Slug]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
            return context.out.json(&serde_json::json!({
                "dry_run": true,
                "new": ids(&self.fresh),
                "changed": ids(&self.changed),
                "unchanged": self.same,
                "skipped": skipped,
                "findings": findings,
            }));
        }
        brief(context, notes)?;
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

/// A version in force, and the publications that stand.
type Standing = ([u8; 16], Vec<OpId>);

/// What is in force of each article.
fn in_force(
    session: &Session,
    articles: &[(Article, String)],
) -> Result<Vec<Option<Standing>>, Failure> {
    let mut known = Vec::with_capacity(articles.len());
    for page in articles.chunks(AT_ONCE) {
        let slugs = page.iter().map(|(article, _)| article.id.clone());
        match session.call(Request::Versions(slugs.collect()))? {
            Reply::Versions(found) => known.extend(found),
            other => return Err(unexpected(&other)),
        }
    }
    Ok(known)
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
    match session.call(Request::Life(id.clone()))? {
        Reply::Life(life) => Ok(life.is_some_and(|life| {
            let mut drafts = life.open_drafts();
            drafts.any(|draft| draft.id == version)
        })),
        other => Err(unexpected(&other)),
    }
}
