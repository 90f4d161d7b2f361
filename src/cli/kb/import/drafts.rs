//! What an import without `--trusted` leaves: drafts, which nobody finds before two people approve them.

use super::{super::brief, Changes};
use crate::{
    catalog,
    cli::{
        context::Context,
        failure::{Done, Said},
        identity,
    },
    domain::{article::version_of, op::Provenance, outcome::Side, slug::Slug},
    kb::{check, fault::Finding},
};
use std::path::Path;

/// How many drafts are named to a person; a script gets all of them.
const NAMED: usize = 5;

catalog! {
    DRAFT = "«{id}»: bozza, gli operatori non la trovano ancora" / "“{id}”: a draft, operators do not find it yet";
    UNFINISHED = "«{id}»: bozza, gli operatori non la trovano ancora; da completare: {keys}"
        / "“{id}”: a draft, operators do not find it yet; it lacks {keys}";
    MORE_DRAFTS = "altre bozze: {count}, tutte in `sportello kb tasks`" / "more drafts: {count}, all of them in `sportello kb tasks`";
    DOUBTS = "da sistemare prima dell'approvazione:" / "to be mended before it is approved:";
    COMPLETE = "senza ciò che manca non si approva: completa il file e ripeti `sportello kb import {path}`"
        / "it is not approved without what it lacks: complete the file and run `sportello kb import {path}` again";
    APPROVE = "la approvano due persone che non l'hanno scritta: l'ufficio con `sportello kb sign {id} --as office`, l'URP con `sportello kb sign {id} --as urp`; poi un redattore con `sportello kb publish {id}` la mette in vigore. Un redattore che ne risponde la pubblica subito con `sportello kb import {path} --trusted`"
        / "two people who did not write it approve it: the office with `sportello kb sign {id} --as office`, the URP with `sportello kb sign {id} --as urp`; then a curator puts it in force with `sportello kb publish {id}`. A curator who answers for it publishes it at once with `sportello kb import {path} --trusted`";
}

/// A text that was proposed.
pub struct Draft {
    id: Slug,
    version: [u8; 16],
    lacks: Vec<&'static str>,
}

/// The drafts that an import leaves; none where it publishes at once.
pub fn of(changes: &Changes, provenance: Provenance) -> Vec<Draft> {
    if provenance != Provenance::Draft {
        return Vec::new();
    }
    let written = changes.articles.iter();
    let drafts = written.map(|(article, text, _)| Draft {
        id: article.id.clone(),
        version: version_of(text),
        lacks: check::lacks(article),
    });
    drafts.collect()
}

impl Draft {
    /// As a script reads it: `missing` are the approvals it waits for.
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "id": self.id.as_str(),
            "version": identity::hex(self.version),
            "lacks": self.lacks,
            "missing": Side::ALL.iter().map(|side| side.id()).collect::<Vec<_>>(),
        })
    }

    fn said(&self) -> Said {
        let said = if self.lacks.is_empty() {
            DRAFT
        } else {
            UNFINISHED
        };
        let said = Said::from(said).with("id", &self.id);
        said.with("keys", self.lacks.join(", "))
    }
}

/// Says of each that it is a draft and what it lacks, then what comes next.
pub fn tell(context: &mut Context, drafts: &[Draft], path: &Path) -> Done {
    let Some(first) = drafts.first() else {
        return Ok(());
    };
    for draft in drafts.iter().take(NAMED) {
        context.out.say(draft.said())?;
    }
    let more = drafts.len().saturating_sub(NAMED);
    if more > 0 {
        context
            .out
            .say(Said::from(MORE_DRAFTS).with("count", more))?;
    }
    let path = path.display().to_string();
    if drafts.iter().any(|draft| !draft.lacks.is_empty()) {
        context
            .out
            .remark(Said::from(COMPLETE).with("path", &path))?;
    }
    let approve = Said::from(APPROVE).with("id", &first.id);
    context.out.remark(approve.with("path", &path))
}

/// Says what the proposed texts point to that is not there: it keeps nobody from proposing them.
pub fn doubt(context: &mut Context, doubts: &[Finding]) -> Done {
    if doubts.is_empty() || context.out.json {
        return Ok(());
    }
    context.out.remark(Said::from(DOUBTS))?;
    brief(context, doubts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;

    #[test]
    fn the_catalog_is_complete() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
    }
}
