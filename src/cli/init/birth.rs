//! What a data directory is born with: the trial, or a real agency with the national knowledge.

use super::bad_file;
use crate::{
    catalog,
    cli::{
        failure::{Exit, Failure, Said},
        select, words,
    },
    domain::{
        agency::{ALL as EVERYONE, Agency, Bilingual, TRIAL},
        article::Article,
        slug::Slug,
        text::Text,
    },
    kb::{
        agency::{parse_agency, write_agency},
        document,
        layout::Documents,
        seed as embedded,
    },
    keeper::Seed,
};
use std::{collections::BTreeSet, fs, path::Path};

catalog! {
    BAD_AGENCY = "«{path}» non descrive un ente" / "“{path}” describes no agency";
    OTHER_ID = "«{path}» descrive l'ente «{found}», non «{id}»" / "“{path}” describes the agency “{found}”, not “{id}”";
    RESERVED = "«all» è riservato a ciò che vale per tutti" / "“all” is reserved for what belongs to everyone";
    BAD_SEED = "la conoscenza iniziale è guasta" / "the starting knowledge is broken";
    GREETING = "Buongiorno, {name}, sono {operator}. In cosa posso esserle utile?"
        / "Good morning, {name}, {operator} speaking. How can I help you?";
}

/// The seed of a new data directory.
///
/// # Errors
/// When the identifier or the agency's file is wrong.
pub fn seed(id: &str, file: Option<&Path>, no_knowledge: bool) -> Result<Seed, Failure> {
    let id = select::slug(id)?;
    if id.as_str() == EVERYONE {
        return Err(Failure::new(Exit::Usage, RESERVED));
    }
    let documents = embedded::load().map_err(|findings| {
        Failure::new(Exit::Store, BAD_SEED).because(format!("{} findings", findings.len()))
    })?;
    let trial = id.as_str() == TRIAL && file.is_none();
    match (trial, no_knowledge) {
        (true, false) => Ok(Seed::Trial),
        (true, true) => Ok(Seed::Given(documents.agencies, Vec::new())),
        (false, _) => {
            let agency = match file {
                Some(path) => described(path, &id)?,
                None => plain(id, &documents),
            };
            let articles = if no_knowledge {
                Vec::new()
            } else {
                national(documents)
            };
            let text = write_agency(&agency);
            Ok(Seed::Given(vec![(agency, text)], articles))
        }
    }
}

/// The agency a file describes.
fn described(path: &Path, id: &Slug) -> Result<Agency, Failure> {
    let of_path = |phrase| Said::from(phrase).with("path", path.display());
    let text = fs::read_to_string(path)
        .map_err(|error| bad_file(of_path(words::CANNOT_READ), error).hint(words::CHECK_PATH))?;
    let agency = parse_agency(&text).map_err(|error| bad_file(of_path(BAD_AGENCY), error))?;
    if agency.id == *id {
        return Ok(agency);
    }
    let other = of_path(OTHER_ID).with("found", &agency.id).with("id", id);
    Err(Failure::new(Exit::Usage, other))
}

/// An agency of which only the identifier is known: the topics of the seed, a plain greeting.
fn plain(id: Slug, documents: &Documents) -> Agency {
    let name = Text::line(id.as_str());
    let greet = |words: &str| Text::line(&words.replace("{name}", name.as_str()));
    let topics = documents
        .agencies
        .first()
        .map(|(agency, _)| agency.topics.clone());
    Agency {
        greeting: Bilingual {
            it: greet(GREETING.it),
            en: greet(GREETING.en),
        },
        id,
        fictional: false,
        called: Vec::new(),
        topics: topics.unwrap_or_default(),
        name,
    }
}

/// The articles that hold for everyone, without what they say of the trial's offices.
fn national(documents: Documents) -> Vec<(Article, String)> {
    let articles = documents.articles.into_iter().map(|(article, _)| article);
    let kept: Vec<Article> = articles
        .filter(|article| article.agency.as_str() == EVERYONE)
        .collect();
    let known: BTreeSet<Slug> = kept.iter().map(|article| article.id.clone()).collect();
    kept.into_iter()
        .map(|mut article| {
            for reference in [
                &mut article.office,
                &mut article.escalate_to,
                &mut article.parent,
                &mut article.deputy,
            ] {
                reference.take_if(|id| !known.contains(id));
            }
            article.related.retain(|id| known.contains(id));
            let text = document::write(&article);
            (article, text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;

    fn given(id: &str, no_knowledge: bool) -> Documents {
        match seed(id, None, no_knowledge).unwrap() {
            Seed::Given(agencies, articles) => Documents {
                agencies,
                articles,
                notes: Vec::new(),
            },
            Seed::Trial => panic!("the trial"),
        }
    }

    #[test]
    fn a_real_agency_is_born_with_national_knowledge_only() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
        let Documents {
            agencies, articles, ..
        } = given("comune-vero", false);
        assert!(!agencies[0].0.fictional && !agencies[0].0.topics.is_empty());
        assert_eq!(parse_agency(&agencies[0].1).as_ref(), Ok(&agencies[0].0));
        assert!(articles.len() > 20);
        for (article, text) in &articles {
            assert_eq!(article.agency.as_str(), EVERYONE);
            assert_eq!(document::parse(text).as_ref(), Ok(article));
        }
    }

    #[test]
    fn without_knowledge_there_is_the_agency_alone() {
        assert_eq!(seed(TRIAL, None, false).ok(), Some(Seed::Trial));
        assert!(given(TRIAL, true).articles.is_empty());
        assert!(given("altro", true).articles.is_empty());
        assert_eq!(seed("all", None, false).unwrap_err().exit(), Exit::Usage);
        assert_eq!(seed("Comune", None, false).unwrap_err().exit(), Exit::Usage);
    }
}
