//! A gap becomes a draft: a sheet with the callers' words, the rest for the curator to fill in.

use crate::{
    catalog,
    cli::{
        context::Context,
        failure::{Done, Exit, Failure, Said},
        identity,
        session::{Session, unexpected},
    },
    domain::{
        article::{Article, version_of},
        gap::Gap,
        op::{Op, Provenance},
        outcome::ArticleKind,
        slug::Slug,
        text::{TITLE_MAX_CHARS, Text},
    },
    kb::{check, document},
    keeper::service::{Gaps, Reply, Request},
};

catalog! {
    MADE = "bozza «{id}» ({title})" / "draft “{id}” ({title})";
    FILL_IN = "mancano {keys}: `sportello kb show {id} --version {version} > {id}.md`, completala, poi `sportello kb import {id}.md`"
        / "it lacks {keys}: `sportello kb show {id} --version {version} > {id}.md`, fill it in, then `sportello kb import {id}.md`";
    THERE = "c'è già: {title} ({id})" / "it is there already: {title} ({id})";
    THERE_HINT = "se non si trova, mancano le parole di chi chiama: aggiungile agli aliases con `sportello kb show {id} > {id}.md`, poi `sportello kb import {id}.md`"
        / "if it is not found, it lacks the callers' words: add them to its aliases with `sportello kb show {id} > {id}.md`, then `sportello kb import {id}.md`";
    NO_GAP = "non c'è la domanda {number}" / "there is no question {number}";
    NO_GAP_HINT = "`sportello kb gaps --limit 200` le numera tutte" / "`sportello kb gaps --limit 200` numbers them all";
}

/// How many names like a taken one are tried.
const NAMES: usize = 100;

/// Proposes a sheet for the gap with this number, counted from one.
///
/// # Errors
/// When there is no such gap, or a rule refuses it.
pub fn make(
    context: &mut Context,
    session: &Session,
    agency: &Slug,
    found: &Gaps,
    number: usize,
) -> Done {
    let gap = number
        .checked_sub(1)
        .and_then(|place| found.gaps.get(place));
    if let Some((id, title)) = gap.and_then(|gap| gap.there.as_ref()) {
        let said = Said::from(THERE).with("title", title).with("id", id);
        let hint = Said::from(THERE_HINT).with("id", id);
        return Err(Failure::refused("there-already", said).hint(hint));
    }
    let sheet = match gap.and_then(|gap| title(gap).map(|title| (gap, title))) {
        Some((gap, title)) => sheet(session, agency, gap, title)?,
        None => None,
    };
    let Some(sheet) = sheet else {
        let said = Said::from(NO_GAP).with("number", number);
        return Err(Failure::new(Exit::NotFound, said).hint(NO_GAP_HINT));
    };
    let text = document::write(&sheet);
    let version = version_of(&text);
    let op = Op::Publish {
        article: sheet.id.clone(),
        kind: sheet.kind,
        text,
        provenance: Provenance::Draft,
        replaces: Vec::new(),
    };
    session.commit_knowledge(agency, &[op])?;
    if context.out.json {
        return context.out.json(&serde_json::json!({
            "id": sheet.id.as_str(),
            "title": sheet.title.as_str(),
            "version": identity::hex(version),
        }));
    }
    let said = Said::from(MADE).with("id", &sheet.id);
    context.out.say(said.with("title", &sheet.title))?;
    let hint = Said::from(FILL_IN).with("id", &sheet.id);
    let hint = hint.with("keys", check::lacks(&sheet).join(", "));
    context
        .out
        .remark(hint.with("version", super::super::case::short(version)))
}

/// The commonest wording, with a capital.
fn title(gap: &Gap) -> Option<Text> {
    let mut letters = gap.wordings.first()?.as_str().chars();
    let first = letters.next()?;
    let title: String = first.to_uppercase().chain(letters).collect();
    Some(Text::line(&title).clipped(TITLE_MAX_CHARS).text)
}

/// The sheet under a name nobody has; `None` when the title makes no name.
fn sheet(
    session: &Session,
    agency: &Slug,
    gap: &Gap,
    title: Text,
) -> Result<Option<Article>, Failure> {
    let Some(base) = Slug::from_title(title.as_str()) else {
        return Ok(None);
    };
    let short: String = base.as_str().chars().take(70).collect();
    let numbered = (2..NAMES).filter_map(|number| Slug::parse(&format!("{short}-{number}")).ok());
    for id in std::iter::once(base).chain(numbered) {
        match session.call(Request::Life(id.clone()))? {
            Reply::Life(Some(_)) => {}
            Reply::Life(None) => {
                let mut sheet = Article::named(id, ArticleKind::Sheet, agency.clone(), title);
                sheet.aliases.clone_from(&gap.wordings);
                return Ok(Some(sheet));
            }
            other => return Err(unexpected(&other)),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Moment;

    #[test]
    fn the_commonest_wording_is_the_title() {
        let gap = |wordings: &[&str]| Gap {
            wordings: wordings.iter().map(|words| Text::line(words)).collect(),
            times: 1,
            escalated: 0,
            again: 0,
            solved: 0,
            last: Moment(0),
            there: None,
        };
        let told = title(&gap(&["compost bidone", "bidone"]));
        assert_eq!(told, Some(Text::line("Compost bidone")));
        assert_eq!(title(&gap(&[])), None);
    }
}
