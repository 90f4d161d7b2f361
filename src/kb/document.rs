//! The canonical text of an article of any kind: TOML front matter between two `+++` lines, then the Markdown body.
//!
//! ```text
//! +++
//! id = "carta-smarrita"
//! kind = "sheet"
//! …
//! +++
//! ## Come si fa
//! ```
//!
//! Keys come in one fixed order, empty ones are left out, the body is verbatim. So equal articles
//! have equal bytes, and [`version_of`](crate::domain::article::version_of) of them is one version
//! on every desk (DESIGN §3, *Merge*). Laws, held by tests: `parse ∘ write` is the identity, and
//! `write ∘ parse ∘ write` is `write`.

mod extra;
mod fields;
mod read;
mod reasons;
mod source;
mod take;
mod write;

pub use fields::keys;
pub(super) use fields::{Row, row};
pub use read::{Defaults, Located};
pub(super) use source::{Toml, given, tables};
pub(super) use take::{A_FLAG, A_LIST, A_TEXT, At, Given, name, told};
pub(super) use write::{push_flag, push_list, push_text};

use super::fault::{KbError, Rule};
use crate::domain::{
    article::Article,
    outcome::ArticleKind,
    text::{Cleaned, Text},
};
use read::first_error;

/// The line that opens and closes the front matter.
const FENCE: &str = "+++";

/// Reads an article.
///
/// # Errors
/// The first rule broken that is an error; what is only worth a warning is passed over.
/// [`Located::read`] tells everything, with its lines.
pub fn parse(text: &str) -> Result<Article, KbError> {
    let located = Located::read(text);
    match (first_error(&located.faults), located.article) {
        (Some(error), _) => Err(error.clone()),
        (None, Some(article)) => Ok(article),
        (None, None) => Err(KbError::new(Rule::FrontMatter, 1)),
    }
}

/// The canonical text of an article.
#[must_use]
pub fn write(article: &Article) -> String {
    let mut out = String::with_capacity(512 + article.body.as_str().len());
    out.push_str(FENCE);
    out.push('\n');
    write::front_matter(&mut out, article);
    out.push_str(FENCE);
    out.push('\n');
    out.push_str(article.body.as_str());
    out
}

/// The front matter of a canonical text; `None` when it is none.
pub(super) fn front_matter(text: &str) -> Option<toml_edit::DocumentMut> {
    split(text)?.0.parse().ok()
}

/// Where an export puts an article, relative to its folder.
#[must_use]
pub fn path(article: &Article) -> String {
    let folder = match article.kind {
        ArticleKind::Sheet => "sheets",
        ArticleKind::Faq => "faq",
        ArticleKind::Procedure => "procedures",
        ArticleKind::Office => "offices",
        ArticleKind::Contact => "contacts",
        ArticleKind::HelpLine => "helplines",
        ArticleKind::Body => "bodies",
        ArticleKind::Street => "streets",
    };
    format!("{folder}/{}.md", article.id)
}

/// The front matter and the body of a text, and the line on which the body begins; `None` without
/// two fences. Line ends of any kind; a byte-order mark at the start is passed over.
fn split(text: &str) -> Option<(&str, &str, usize)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut start = None;
    let mut end = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let before = end;
        end += line.len();
        if line.trim_end() != FENCE {
            start?;
            continue;
        }
        match start {
            None => start = Some(end),
            Some(start) => {
                return Some((text.get(start..before)?, text.get(end..)?, number + 2));
            }
        }
    }
    None
}

/// The line on which a front matter begins that is never closed; `None` where none begins.
fn unclosed(text: &str) -> Option<usize> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..).zip(text.lines());
    let (line, first) = lines.find(|(_, line)| !line.trim().is_empty())?;
    (first.trim_end() == FENCE).then_some(line)
}

/// The body as text, and what there is to say of it.
fn body(raw: &str, line: usize) -> (Text, Option<KbError>) {
    let cleaned = Cleaned::block(raw);
    let fault = if cleaned.clipped {
        Some(KbError::new(Rule::Clipped, line).with("key", "body"))
    } else if cleaned.removed > 0 {
        let fault = KbError::new(Rule::Cleaned, line).with("key", "body");
        Some(fault.with("count", &cleaned.removed.to_string()))
    } else {
        None
    };
    (cleaned.text, fault)
}

#[cfg(test)]
pub(super) mod tests;
