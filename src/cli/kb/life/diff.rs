//! `sportello kb diff`: what changed between two versions of an article, line by line.

use super::{ID_HELP, case};
use crate::{
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure},
        identity, select,
        session::Session,
    },
    domain::{article::life::Life, diff, slug::Slug, time::Moment},
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Diff {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(value_name = "FROM")]
    from: Option<String>,
    #[arg(value_name = "TO")]
    to: Option<String>,
}

impl Verb for Diff {
    const PATH: &'static [&'static str] = &["kb", "diff"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Mostra che cosa cambia tra due versioni di un articolo",
            "Show what changes between two versions of an article",
        ),
        args: &[
            ID_HELP,
            (
                "from",
                Phrase::new(
                    "Una versione; da sola, si confronta con quella che la precede: per una bozza, quella in vigore. Senza, la bozza che aspetta, o quella in vigore con la precedente",
                    "A version; alone, it is held against the one before it: for a draft, the one in force. Without, the draft that waits, or the one in force against the one before",
                ),
            ),
            ("to", Phrase::new("L'altra versione", "The other version")),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        let id = select::slug(&self.id)?;
        let life = case::life(&session, &id)?;
        let named = |named: &Option<String>| -> Result<Option<[u8; 16]>, Failure> {
            let named = named.as_deref();
            let found = named
                .map(|named| case::version(&id, &life, named))
                .transpose()?;
            Ok(found.map(|version| version.id))
        };
        let now = context.now();
        let (from, to) = match (named(&self.from)?, named(&self.to)?) {
            (Some(from), Some(to)) => (Some(from), to),
            (Some(one), None) | (None, Some(one)) => (life.before(one, now), one),
            (None, None) => {
                let last = newest(&life, now).ok_or_else(|| case::not_in_force(&id))?;
                (life.before(last, now), last)
            }
        };
        print(context, &session, &id, from, to)
    }
}

/// What one wants to see the changes of: the draft that waits, the last one of several; else what is in
/// force, or was last.
fn newest(life: &Life, now: Moment) -> Option<[u8; 16]> {
    let draft = life.open_drafts().last().map(|version| version.id);
    let in_force = || life.in_force(now).or(life.spans.last());
    draft.or_else(|| in_force().map(|span| span.version))
}

fn print(
    context: &mut Context,
    session: &Session,
    id: &Slug,
    from: Option<[u8; 16]>,
    to: [u8; 16],
) -> Done {
    let text = |version| Ok::<_, Failure>(case::edition(session, id, version)?.canonical);
    let (old, new) = (from.map(text).transpose()?.unwrap_or_default(), text(to)?);
    let name = |version| format!("{id} {}", identity::hex(version));
    let from_name = from.map_or_else(|| "/dev/null".to_owned(), name);
    let changed = diff::unified((&from_name, &old), (&name(to), &new));
    if context.out.json {
        return context.out.json(&serde_json::json!({
            "id": id.as_str(),
            "from": from.map(identity::hex),
            "to": identity::hex(to),
            "diff": changed,
        }));
    }
    context.out.document(&changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        article::life::Span,
        id::{OpId, StreamId},
    };

    #[test]
    fn without_a_draft_what_is_in_force_is_looked_at() {
        let stream = StreamId::new([0; 16]);
        let span = |version: u8, since: i64, until: Option<i64>| Span {
            op: OpId { stream, seq: 1 },
            version: [version; 16],
            since: Moment(since),
            until: until.map(Moment),
        };
        let life = Life {
            spans: vec![span(1, 0, Some(5)), span(2, 5, Some(9)), span(3, 9, None)],
            ..Life::default()
        };
        assert_eq!(newest(&life, Moment(7)), Some([2; 16]));
        assert_eq!(newest(&Life::default(), Moment(7)), None);
    }
}
