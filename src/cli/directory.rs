//! `sportello directory`: offices, people and numbers, from and to other programs, and on paper.

pub mod export;
pub mod import;
pub mod print;

use super::{failure::Failure, kb::export::in_force, session::Session};
use crate::domain::{agency::Agency, article::Article, outcome::ArticleKind};

/// What the directory of an agency holds: its own offices and people.
const KINDS: &[ArticleKind] = &[ArticleKind::Office, ArticleKind::Contact];

/// The offices and people of an agency that are in force.
fn entries(session: &Session, agency: &Agency) -> Result<Vec<Article>, Failure> {
    let found = in_force(session, Some(&agency.id), KINDS)?;
    Ok(found.into_values().collect())
}
