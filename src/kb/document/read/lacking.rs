//! Front matter without its kind, id or agency: everything else that is missing is said in the same run.

use super::{FIELDS, Located, given};
use crate::{
    domain::{article::Article, outcome::ArticleKind, slug::Slug, text::Text},
    kb::{
        check::lacks,
        fault::{KbError, Rule},
    },
};
use toml_edit::Table;

/// Whether people write files of this kind; the others come from registers.
const fn is_written(kind: ArticleKind) -> bool {
    match kind {
        ArticleKind::Sheet
        | ArticleKind::Faq
        | ArticleKind::Procedure
        | ArticleKind::Office
        | ArticleKind::Contact
        | ArticleKind::HelpLine => true,
        ArticleKind::Body | ArticleKind::Street => false,
    }
}

/// The kind is missing: those there are, each with what else it would want.
pub fn no_kind(line: usize, wants: impl Fn(ArticleKind) -> Vec<&'static str>) -> KbError {
    let kinds = ArticleKind::ALL.iter().filter(|kind| is_written(**kind));
    let kinds = kinds.map(|kind| match wants(*kind).as_slice() {
        [] => kind.id().to_owned(),
        keys => format!("{} ({})", kind.id(), keys.join(", ")),
    });
    let kinds: Vec<String> = kinds.collect();
    KbError::new(Rule::NoKind, line).with_keys("kinds", &kinds.join("; "))
}

/// Adds what the kind of this file wants besides; where it has none, what each kind would.
pub fn name_rest(located: &mut Located, table: &Table, body: &Text) {
    let wants = |kind| rest(kind, table, body);
    let line = located.line;
    let named = table.get("kind").and_then(toml_edit::Item::as_str);
    if let Some(kind) = named.and_then(ArticleKind::from_id) {
        let missing = wants(kind).into_iter();
        let missing = missing.map(|key| KbError::new(Rule::Missing, line).with("key", key));
        located.faults.extend(missing);
    }
    let faults = located.faults.iter_mut();
    for fault in faults.filter(|fault| fault.rule == Rule::NoKind) {
        *fault = no_kind(line, wants);
    }
}

/// What an article of this kind would lack.
fn rest(kind: ArticleKind, table: &Table, body: &Text) -> Vec<&'static str> {
    let Ok(blank) = Slug::parse("x") else {
        return Vec::new();
    };
    let mut article = Article::named(blank.clone(), kind, blank, Text::default());
    article.body = body.clone();
    let rows = FIELDS.iter().filter(|row| row.applies(kind));
    for row in rows.filter(|row| !matches!(row.key, "id" | "kind" | "agency")) {
        let Some(item) = table.get(row.key) else {
            continue;
        };
        // What is wrong with a value is said once the kind is known.
        row.take(&mut article, given(item), 0, &mut Vec::new());
    }
    let mut keys = lacks(&article);
    // Numbers stand in tables of their own: one is enough.
    keys.retain(|key| table.get(key).is_none());
    keys
}
