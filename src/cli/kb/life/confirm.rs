//! `sportello kb confirm`: the supervisor has seen the acts that the curator recorded.

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
    domain::{
        article::life::{Approval, Version},
        id::OpId,
        op::Op,
    },
    locale::Phrase,
};

catalog! {
    CONFIRMED = "«{id}»: atti confermati: {count}" / "“{id}”: acts confirmed: {count}";
    NO_ACT = "le bozze di «{id}» non hanno atti da confermare" / "the drafts of “{id}” have no acts to confirm";
    NO_ACT_HINT = "`sportello kb history {id}` dice chi ha approvato" / "`sportello kb history {id}` says who approved";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Confirm {
    #[arg(value_name = "ID")]
    id: String,
}

impl Verb for Confirm {
    const PATH: &'static [&'static str] = &["kb", "confirm"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Conferma gli atti registrati sulle bozze di un articolo",
            "Confirm the acts recorded on the drafts of an article",
        ),
        args: &[ID_HELP],
    };

    fn run(self, context: &mut Context) -> Done {
        let case = Case::of(context, &self.id)?;
        let me = case.session.operator()?.id.clone();
        let unseen: Vec<&Approval> = case.life.open_drafts().flat_map(unseen).collect();
        if unseen.is_empty() {
            let said = Said::from(NO_ACT).with("id", &case.id);
            let hint = Said::from(NO_ACT_HINT).with("id", &case.id);
            return Err(Failure::refused("no-act", said).hint(hint));
        }
        let others: Vec<OpId> = unseen
            .iter()
            .filter(|one| one.by != me)
            .map(|one| one.op)
            .collect();
        // Only his own: the rule says why not.
        let wanted = if others.is_empty() {
            unseen.iter().map(|one| one.op).collect()
        } else {
            others
        };
        let ops = wanted.iter().map(|approval| Op::Confirm {
            article: case.id.clone(),
            approval: *approval,
        });
        let ops: Vec<Op> = ops.collect();
        case.commit(&case.owner()?, &ops)?;
        tell(context, &case, ops.len())
    }
}

fn unseen(version: &Version) -> impl Iterator<Item = &Approval> {
    version.approvals.iter().filter(|one| !one.counts())
}

fn tell(context: &mut Context, case: &Case, count: usize) -> Done {
    let life = case.again()?;
    if context.out.json {
        let drafts = life.open_drafts().map(|one| {
            serde_json::json!({ "version": identity::hex(one.id), "approved": one.is_approved() })
        });
        let drafts: Vec<_> = drafts.collect();
        let id = case.id.as_str();
        return context
            .out
            .json(&serde_json::json!({ "id": id, "confirmed": count, "drafts": drafts }));
    }
    let said = Said::from(CONFIRMED).with("id", &case.id);
    context.out.say(said.with("count", count))?;
    for draft in life.open_drafts() {
        context.out.remark(case::next_step(&case.id, draft))?;
    }
    Ok(())
}
