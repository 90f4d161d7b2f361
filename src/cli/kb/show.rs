//! `sportello kb show`: one article, as its file.

use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure},
        identity,
        kb::life::{self, case, history::provenance_id},
        select,
        session::Session,
        time,
    },
    domain::{article::Published, slug::Slug},
    kb::document,
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Show {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long = "version", value_name = "HEX", conflicts_with = "at")]
    edition: Option<String>,
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

impl Verb for Show {
    const PATH: &'static [&'static str] = &["kb", "show"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Mostra l'articolo in vigore, o un'altra sua versione, come file",
            "Show the article in force, or another version of it, as its file",
        ),
        args: &[
            life::ID_HELP,
            life::VERSION_HELP,
            (
                "at",
                Phrase::new(
                    "Com'era in vigore in quel momento",
                    "As it was in force at that time",
                ),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        let published = self.find(&session, &select::slug(&self.id)?)?;
        let text = document::write(&published.article);
        if !context.out.json {
            return context.out.document(&text);
        }
        let version = identity::hex(published.version);
        let article = &published.article;
        context.out.json(&serde_json::json!({
            "id": article.id.as_str(),
            "version": version,
            "kind": article.kind.id(),
            "agency": article.agency.as_str(),
            "title": article.title.as_str(),
            "summary": article.summary.as_str(),
            "say": article.say.as_str(),
            "verified_on": article.verified_on,
            "to_confirm": article.to_confirm(),
            "provenance": provenance_id(published.provenance),
            "text": text,
        }))
    }
}

impl Show {
    fn find(&self, session: &Session, id: &Slug) -> Result<Published, Failure> {
        let version = match (&self.edition, &self.at) {
            (None, None) => return session.article(id),
            (Some(named), _) => case::version(id, &case::life(session, id)?, named)?.id,
            (None, Some(at)) => case::at(id, &case::life(session, id)?, (time::read(at)?, at))?,
        };
        case::text(session, id, version)
    }
}
