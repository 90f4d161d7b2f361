//! `sportello kb show`: one article, as its file.

use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
        identity, select,
    },
    domain::op::Provenance,
    kb::document,
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Show {
    #[arg(value_name = "ID")]
    id: String,
}

impl Verb for Show {
    const PATH: &'static [&'static str] = &["kb", "show"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Mostra l'articolo in vigore, come file",
            "Show the article in force, as its file",
        ),
        args: &[(
            "id",
            Phrase::new("L'identificativo dell'articolo", "The article's identifier"),
        )],
    };

    fn run(self, context: &mut Context) -> Done {
        let published = context.session()?.article(&select::slug(&self.id)?)?;
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

const fn provenance_id(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Seed => "seed",
        Provenance::Trusted => "trusted",
        Provenance::Draft => "draft",
        Provenance::Synthetic => "synthetic",
        Provenance::Approved => "approved",
    }
}
