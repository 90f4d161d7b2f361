//! The emergency numbers: one key away, whatever is under way.

use super::{spoken, words};
use crate::{
    cli::{
        context::Context,
        failure::{Done, Said},
        session::{Session, unexpected},
    },
    domain::{agency::Agency, outcome::ArticleKind},
    keeper::service::{Reply, Request},
};

/// Tells every emergency number of the agency.
///
/// # Errors
/// When the keeper cannot tell.
pub fn tell(context: &mut Context, session: &Session, agency: &Agency) -> Done {
    let request = Request::Articles(ArticleKind::HelpLine, agency.id.clone());
    let lines = match session.call(request)? {
        Reply::Articles(lines) => lines,
        other => return Err(unexpected(&other)),
    };
    for line in lines.iter().filter(|line| line.article.emergency) {
        let reach = spoken::reached(&line.article, context.out.lang);
        let said = Said::from(words::EMERGENCY).with("title", &line.article.title);
        context.out.say(said.with("reach", reach))?;
    }
    Ok(())
}
