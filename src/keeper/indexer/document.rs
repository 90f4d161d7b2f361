//! An article as the search index takes it.

use crate::{
    domain::{article::Article, outcome::ArticleKind, slug::Slug, text::Text},
    keeper::{service::Fault, shared::Shared},
    search::{Document, Kind},
    store::Shelf,
};
use std::collections::BTreeMap;

/// The documents of these articles, one for each version that was, is or will be in force, offices by
/// their titles.
///
/// # Errors
/// When the views cannot be read.
pub fn documents(shared: &Shared, kept: &[Shelf]) -> Result<Vec<Document>, Fault> {
    let now = shared.clock.wall();
    let mut offices = BTreeMap::<Slug, String>::new();
    let named = kept.iter();
    for office in named.filter_map(|one| one.last.article.office.as_ref()) {
        if !offices.contains_key(office) {
            let found = shared.read(|store| store.article(office, now))?;
            let title = found.map(|found| found.article.title.to_string());
            offices.insert(office.clone(), title.unwrap_or_default());
        }
    }
    let mut documents = Vec::with_capacity(kept.len());
    for one in kept {
        let editions = shared.read(|store| store.editions(one))?;
        for (place, edition) in editions.iter().enumerate() {
            let office = edition.article.office.as_ref();
            let office = office.and_then(|slug| offices.get(slug));
            let office = office.map_or("", String::as_str);
            documents.push(Document {
                id: format!("{}@{place}", edition.article.id),
                since: Some(edition.since.0),
                until: edition.until.map(|until| until.0),
                led_here: one.learned.iter().rev().map(Text::to_string).collect(),
                ..document(&edition.article, office)
            });
        }
    }
    Ok(documents)
}

fn document(article: &Article, office: &str) -> Document {
    let mut document = Document::new(
        article.id.as_str(),
        kind(article.kind),
        article.agency.as_str(),
    );
    office.clone_into(&mut document.office);
    document.office_id = slug(article.office.as_ref());
    document.topic = slug(article.topic.as_ref());
    document.town = article.town.to_string();
    document.province = article.province.to_string();
    document.region = article.region.to_string();
    document.title = article.title.to_string();
    document.aliases = strings(&article.aliases);
    // What somebody deals with is what he is looked for by, as an office by its aliases.
    if article.kind == ArticleKind::Contact && !article.role.is_empty() {
        document.aliases.push(article.role.to_string());
    }
    document.body = body(article);
    document.surname = article.surname.to_string();
    document.name = article.given_name.to_string();
    let reach = &article.reach;
    document.phones = article.numbers().map(Text::to_string).collect();
    if !reach.extension.is_empty() {
        document.phones.push(reach.extension.to_string());
    }
    let epoch = chrono::NaiveDate::default();
    document.valid_until = article
        .valid_to
        .map(|day| day.signed_duration_since(epoch).num_days());
    document
}

/// The same kind in the words of the index.
#[must_use]
pub const fn kind(kind: ArticleKind) -> Kind {
    match kind {
        ArticleKind::Sheet => Kind::Sheet,
        ArticleKind::Faq => Kind::Faq,
        ArticleKind::Procedure => Kind::Procedure,
        ArticleKind::Office | ArticleKind::Body => Kind::Office,
        ArticleKind::Street => Kind::Street,
        ArticleKind::Contact => Kind::Person,
        ArticleKind::HelpLine => Kind::HelpLine,
    }
}

/// Everything that can be said, in the order in which it is said.
fn body(article: &Article) -> String {
    let parts = [
        &article.summary,
        &article.say,
        &article.role,
        &article.audience,
        &article.cost,
        &article.terms,
        &article.place,
        &article.obtain,
        &article.limits,
        &article.exceptions,
        &article.follow_up,
        &article.area,
        &article.town,
        &article.region,
        &article.head,
        &article.hours_text,
        &article.reach.address,
        &article.body,
    ];
    let lists = article.needs.iter().chain(&article.steps);
    let facts = article.facts.iter();
    let facts = facts.flat_map(|fact| [&fact.name, &fact.value]);
    let annexes = article.annexes.iter().map(|annex| &annex.name);
    let words: Vec<&str> = parts
        .into_iter()
        .chain(lists)
        .chain(facts)
        .chain(annexes)
        .map(Text::as_str)
        .filter(|words| !words.is_empty())
        .collect();
    words.join("\n")
}

fn slug(slug: Option<&Slug>) -> String {
    slug.map_or_else(String::new, |slug| slug.as_str().to_owned())
}

fn strings(texts: &[Text]) -> Vec<String> {
    texts.iter().map(Text::to_string).collect()
}
