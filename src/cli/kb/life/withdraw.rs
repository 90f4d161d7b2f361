//! `sportello kb withdraw`: what is in force is withdrawn, or a draft is set aside.

use super::{
    ID_HELP,
    case::{self, Case},
};
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure, Said},
        identity,
    },
    domain::{id::OpId, op::Op},
    locale::Phrase,
};

catalog! {
    WITHDRAWN = "«{id}»: ritirato, non si trova più" / "“{id}”: withdrawn, it is not found any more";
    SET_ASIDE = "«{id}», versione {version}: bozza messa da parte" / "“{id}”, version {version}: draft set aside";
    NOT_A_DRAFT = "la versione {version} di «{id}» non è una bozza che aspetta"
        / "version {version} of “{id}” is not a draft that waits";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Withdraw {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long, value_name = "HEX")]
    draft: Option<String>,
}

impl Verb for Withdraw {
    const PATH: &'static [&'static str] = &["kb", "withdraw"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Ritira l'articolo in vigore, o mette da parte una bozza",
            "Withdraw the article in force, or set a draft aside",
        ),
        args: &[
            ID_HELP,
            (
                "draft",
                Phrase::new(
                    "Mette da parte questa bozza, e lascia in vigore ciò che lo è",
                    "Set this draft aside, and leave in force what is",
                ),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let case = Case::of(context, &self.id)?;
        if let Some(named) = self.draft.as_deref() {
            let version = case.draft(Some(named))?;
            if version.drafts.is_empty() {
                let said = Said::from(NOT_A_DRAFT).with("id", &case.id);
                let said = said.with("version", case::short(version.id));
                return Err(Failure::refused("no-draft", said));
            }
            let said = Said::from(SET_ASIDE).with("version", case::short(version.id));
            return withdraw(context, &case, version.drafts.clone(), &[version.id], said);
        }
        if case.life.heads.is_empty() {
            return Err(case::not_in_force(&case.id));
        }
        let spans = case.life.spans.iter();
        let standing = spans.filter(|span| case.life.heads.contains(&span.op));
        let versions: Vec<[u8; 16]> = standing.map(|span| span.version).collect();
        withdraw(
            context,
            &case,
            case.life.heads.clone(),
            &versions,
            WITHDRAWN.into(),
        )
    }
}

fn withdraw(
    context: &mut Context,
    case: &Case,
    replaces: Vec<OpId>,
    versions: &[[u8; 16]],
    said: Said,
) -> Done {
    let op = Op::Withdraw {
        article: case.id.clone(),
        replaces,
    };
    case.commit(&case.owner()?, &[op])?;
    if context.out.json {
        let versions: Vec<String> = versions.iter().map(|id| identity::hex(*id)).collect();
        let id = case.id.as_str();
        return context
            .out
            .json(&serde_json::json!({ "id": id, "withdrawn": versions }));
    }
    context.out.say(said.with("id", &case.id))
}
