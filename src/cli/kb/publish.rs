//! Publishing many articles: batches within the limits of a record, one agency each.

use crate::{
    catalog,
    cli::{
        failure::{Failure, Said},
        session::{Session, unexpected},
    },
    domain::{
        article::Article,
        codec::{BATCH_LIMIT, BATCH_OPS},
        id::OpId,
        op::{Op, Provenance},
        slug::Slug,
    },
    keeper::service::{Reply, Request},
};

catalog! {
    HALF_WAY = "scritti finora: {docs}, e restano; ripeti lo stesso comando: scrive solo ciò che manca"
        / "written so far: {docs}, and they stay; run the same command again: it writes only what is missing";
}

/// Room left in a batch for its frames and header.
const ROOM: usize = 64 * 1024;
/// What an op takes beside its text, at most.
const FRAME: usize = 512;
/// What the name of an op takes, at most.
const OP_ID: usize = 32;

/// Publishes articles with their canonical texts, and tells after each batch how many are durable.
///
/// # Errors
/// When a rule refuses it, or it cannot be written; the batches before it stay.
pub fn publish(
    session: &Session,
    articles: impl IntoIterator<Item = (Article, String)>,
    provenance: Provenance,
    told: impl FnMut(usize),
) -> Result<usize, Failure> {
    let articles = articles.into_iter();
    let fresh = articles.map(|(article, text)| (article, text, Vec::new()));
    replace(session, fresh, provenance, told)
}

/// The same, each article in place of the publications that stand.
///
/// # Errors
/// As [`publish`].
pub fn replace(
    session: &Session,
    articles: impl IntoIterator<Item = (Article, String, Vec<OpId>)>,
    provenance: Provenance,
    mut told: impl FnMut(usize),
) -> Result<usize, Failure> {
    let mut waiting = Waiting::default();
    let mut published = 0;
    for (article, text, mut heads) in articles {
        if provenance == Provenance::Draft {
            heads.extend(own_drafts(session, &article.id)?);
        }
        let bytes = text.len() + heads.len() * OP_ID;
        if !waiting.has_room(&article.agency, bytes) {
            published += waiting.commit(session).map_err(half_way(published))?;
            told(published);
        }
        waiting.push(article, text, provenance, heads);
    }
    published += waiting.commit(session).map_err(half_way(published))?;
    told(published);
    Ok(published)
}

/// What to do about a failure after which some are durable and others are not.
fn half_way(published: usize) -> impl Fn(Failure) -> Failure {
    move |failure| match published {
        0 => failure,
        _ => failure.hint(Said::from(HALF_WAY).with("docs", published)),
    }
}

/// The drafts of an article that he alone wrote and that wait: what he proposes now comes in their place,
/// while those of others stay beside it.
fn own_drafts(session: &Session, article: &Slug) -> Result<Vec<OpId>, Failure> {
    let life = match session.call(Request::Life(article.clone()))? {
        Reply::Life(Some(life)) => life,
        Reply::Life(None) => return Ok(Vec::new()),
        other => return Err(unexpected(&other)),
    };
    let me = &session.operator()?.id;
    let own = life.open_drafts();
    let own = own.filter(|draft| draft.authors.iter().all(|author| author == me));
    Ok(own.flat_map(|draft| draft.drafts.iter().copied()).collect())
}

/// The ops of the next batch.
#[derive(Default)]
struct Waiting {
    agency: Option<Slug>,
    ops: Vec<Op>,
    bytes: usize,
}

impl Waiting {
    fn has_room(&self, agency: &Slug, bytes: usize) -> bool {
        self.agency.as_ref().is_none_or(|own| own == agency)
            && self.ops.len() < BATCH_OPS
            && self.bytes + bytes + FRAME < BATCH_LIMIT - ROOM
    }

    fn push(
        &mut self,
        article: Article,
        text: String,
        provenance: Provenance,
        replaces: Vec<OpId>,
    ) {
        self.bytes += text.len() + FRAME + replaces.len() * OP_ID;
        self.ops.push(Op::Publish {
            article: article.id,
            kind: article.kind,
            text,
            provenance,
            replaces,
        });
        self.agency = Some(article.agency);
    }

    fn commit(&mut self, session: &Session) -> Result<usize, Failure> {
        let Some(agency) = self.agency.take() else {
            return Ok(0);
        };
        let ops = std::mem::take(&mut self.ops);
        self.bytes = 0;
        session.commit_knowledge(&agency, &ops)?;
        Ok(ops.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::Exit,
        locale::{Phrase, catalog_faults},
    };

    #[test]
    fn what_stays_of_an_import_cut_off_is_said() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
        let failure = || Failure::new(Exit::Store, Phrase::new("spento", "gone"));
        assert_eq!(half_way(0)(failure()), failure());
        let told = half_way(512)(failure());
        assert!(format!("{told:?}").contains("512"), "{told:?}");
    }
}
