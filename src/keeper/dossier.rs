//! Everything about one request, with what its articles asked in the words in which they asked it.

use super::{history, service::Dossier};
use crate::{
    domain::{
        article::{Article, Question},
        field::{self, Value},
        id::TicketId,
        interaction::Interaction,
        op::{ArticleRef, Op, Subject},
        slug::Slug,
        ticket::Ticket,
    },
    store::{Store, StoreError},
};
use std::collections::BTreeSet;

/// A ticket of the agencies in scope.
///
/// # Errors
/// When the views are damaged.
pub fn dossier(store: &Store, scope: &[Slug], id: TicketId) -> Result<Option<Dossier>, StoreError> {
    let record = store.record(Subject::ticket(id))?;
    let Some(ticket) = Ticket::fold(id, &record).filter(|found| scope.contains(&found.agency))
    else {
        return Ok(None);
    };
    let told = record
        .live()
        .into_iter()
        .filter_map(|entry| match entry.op {
            Op::Told { interaction, .. } => Some(interaction),
            _ => None,
        });
    let mut ids = ticket.interactions();
    ids.extend(told);
    let mut interactions: Vec<Interaction> = Vec::new();
    for id in ids {
        if !interactions.iter().any(|known| known.id == id) {
            interactions.extend(store.interaction(id)?);
        }
    }
    Ok(Some(Dossier {
        asked: asked(store, &ticket)?,
        ticket,
        interactions,
        history: history::history(&record),
    }))
}

/// What the articles of a ticket ask: the one told, and those whose questions were answered.
fn asked(store: &Store, ticket: &Ticket) -> Result<Vec<(Slug, Question)>, StoreError> {
    let told = told(ticket);
    let mut asked = Vec::new();
    let mut others: BTreeSet<&Slug> = ticket.answers.keys().map(|(article, _)| article).collect();
    if let Some(told) = &told
        && let Some(article) = store.version(&told.id, told.version)?
    {
        let article = article.article;
        others.remove(&article.id);
        let sheet = sheet_of(store, &article, ticket)?;
        if let Some(sheet) = &sheet {
            others.remove(&sheet.id);
        }
        asked.extend(questions(sheet.unwrap_or(article)));
    }
    for other in others {
        let article = store.article(other, ticket.opened_at)?;
        asked.extend(
            article
                .into_iter()
                .flat_map(|found| questions(found.article)),
        );
    }
    Ok(asked)
}

fn questions(article: Article) -> impl Iterator<Item = (Slug, Question)> {
    let id = article.id;
    article
        .ask
        .into_iter()
        .map(move |question| (id.clone(), question))
}

/// The sheet that a question and answer is tied to, and asks for it.
fn sheet_of(
    store: &Store,
    article: &Article,
    ticket: &Ticket,
) -> Result<Option<Article>, StoreError> {
    match &article.parent {
        Some(parent) if article.ask.is_empty() => {
            let sheet = store.article(parent, ticket.opened_at)?;
            Ok(sheet.map(|sheet| sheet.article))
        }
        _ => Ok(None),
    }
}

/// The answer that a ticket names, as [`field::ARTICLE`] holds it.
fn told(ticket: &Ticket) -> Option<ArticleRef> {
    let register = ticket.fields.get(&field::ARTICLE)?;
    let Value::Text(words) = &register.value else {
        return None;
    };
    let (id, version) = words.as_str().split_once('@')?;
    let version = u128::from_str_radix(version, 16).ok()?;
    Some(ArticleRef {
        id: Slug::parse(id).ok()?,
        version: version.to_be_bytes(),
    })
}
