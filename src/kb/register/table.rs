//! The directory as a CSV that spreadsheets open and that reads back: no cell of it is a formula (SECURITY T16).

use crate::{
    domain::{article::Article, slug::Slug, text::Text},
    kb::layout::harmless,
    locale::Lang,
};

/// What stands in a cell.
type Cell = fn(&Article) -> String;

/// The columns, each with what stands in it.
const COLUMNS: &[(&str, Cell)] = &[
    ("id", |article| article.id.to_string()),
    ("kind", |article| article.kind.id().to_owned()),
    ("agency", |article| article.agency.to_string()),
    ("title", |article| article.title.to_string()),
    ("surname", |article| article.surname.to_string()),
    ("name", |article| article.given_name.to_string()),
    ("role", |article| article.role.to_string()),
    ("summary", |article| article.summary.to_string()),
    ("office", |article| slug(article.office.as_ref())),
    ("parent", |article| slug(article.parent.as_ref())),
    ("deputy", |article| slug(article.deputy.as_ref())),
    ("phone", |article| list(&article.reach.phones)),
    ("extension", |article| article.reach.extension.to_string()),
    ("email", |article| article.reach.email.to_string()),
    ("pec", |article| article.reach.pec.to_string()),
    ("address", |article| article.reach.address.to_string()),
    ("room", |article| article.reach.room.to_string()),
    ("web", |article| article.reach.web.to_string()),
    ("hours", |article| article.hours.pieces(Lang::It).join(";")),
    ("hours_text", |article| article.hours_text.to_string()),
    ("aliases", |article| list(&article.aliases)),
    ("notes", |article| article.body.to_string()),
];

fn slug(slug: Option<&Slug>) -> String {
    slug.map(ToString::to_string).unwrap_or_default()
}

fn list(texts: &[Text]) -> String {
    let texts: Vec<&str> = texts.iter().map(Text::as_str).collect();
    texts.join(";")
}

/// The entries, one a row under the names of the columns.
///
/// # Errors
/// What keeps the writer from writing; never, into memory.
pub fn write<'a>(articles: impl Iterator<Item = &'a Article>) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS.iter().map(|(name, _)| *name))?;
    for article in articles {
        out.write_record(COLUMNS.iter().map(|(_, cell)| harmless(&cell(article))))?;
    }
    out.into_inner()
        .map_err(|error| csv::Error::from(std::io::Error::from(error.error().kind())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::outcome::ArticleKind,
        kb::{layout::Reading, seed},
    };

    #[test]
    fn the_directory_of_the_seed_comes_back_from_its_table() {
        let documents = seed::load().unwrap();
        let kept: Vec<&Article> = documents
            .articles
            .iter()
            .map(|(article, _)| article)
            .filter(|article| matches!(article.kind, ArticleKind::Office | ArticleKind::Contact))
            .collect();
        assert!(kept.len() > 60);
        let table = write(kept.iter().copied()).unwrap();
        let mut reading = Reading::default();
        reading.file("directory.csv", table.as_slice());
        assert_eq!(reading.findings, []);
        for (entry, article) in reading.articles.iter().zip(kept) {
            let (mut one, mut other) = (entry.article.clone(), article.clone());
            for article in [&mut one, &mut other] {
                // The last line end of a text is not kept in a cell.
                article.body = Text::block(article.body.as_str().trim());
            }
            assert_eq!(one, other);
        }
    }
}
