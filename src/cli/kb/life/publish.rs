//! `sportello kb publish`: an approved draft is put in force, in place of what is.

use super::{
    ID_HELP, VERSION_HELP,
    case::{self, Case},
};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Said},
        identity,
    },
    domain::{
        article::life::Span,
        op::{Op, Provenance},
    },
    locale::Phrase,
};

catalog! {
    NOW = "«{id}», versione {version}: in vigore" / "“{id}”, version {version}: in force";
    LATER = "«{id}», versione {version}: in vigore dal {when}" / "“{id}”, version {version}: in force from {when}";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Publish {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long = "version", value_name = "HEX")]
    edition: Option<String>,
}

impl Verb for Publish {
    const PATH: &'static [&'static str] = &["kb", "publish"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Mette in vigore una bozza approvata da ufficio e URP",
            "Put in force a draft that office and public relations approved",
        ),
        args: &[ID_HELP, VERSION_HELP],
    };

    fn run(self, context: &mut Context) -> Done {
        let case = Case::of(context, &self.id)?;
        let version = case.approved(self.edition.as_deref())?;
        let edition = case.edition(version.id)?;
        let article = edition.published.article;
        let replaces = case.life.heads.iter().chain(&version.drafts).copied();
        let op = Op::Publish {
            article: case.id.clone(),
            kind: article.kind,
            text: edition.canonical,
            provenance: Provenance::Approved,
            replaces: replaces.collect(),
        };
        let saved = case.commit(&article.agency, &[op])?;
        let life = case.again()?;
        match life.spans.iter().find(|span| span.op == saved.first) {
            Some(span) => tell(context, &case, span),
            None => Ok(()),
        }
    }
}

fn tell(context: &mut Context, case: &Case, span: &Span) -> Done {
    let now = context.now();
    let in_force = span.holds(now);
    if context.out.json {
        return context.out.json(&serde_json::json!({
            "id": case.id.as_str(),
            "version": identity::hex(span.version),
            "since": span.since.rfc3339(),
            "in_force": in_force,
        }));
    }
    // Of a keeper whose clock is a little ahead, «from now» is now.
    let said = if span.since.since(now) > 60_000 {
        Said::from(LATER).with("when", case::when(context, span.since))
    } else {
        NOW.into()
    };
    let said = said.with("id", &case.id);
    context
        .out
        .say(said.with("version", case::short(span.version)))
}
