//! The text of a draft: opened in the editor, held until the linter has seen it, and written as a draft.

use super::{decide, shown};
use crate::{
    desk::{
        app::App,
        chooser::{Choice, Chooser, Pick},
        command::Step,
        commit::{Batch, Said},
        msg::{Ask, Effect},
        theme::Tone,
        widget::wrap,
        words,
    },
    domain::{
        id::{InteractionId, OpId},
        op::{Op, Provenance},
        outcome::ArticleKind,
        slug::Slug,
    },
    keeper::service::{Linted, Request},
    locale::Phrase,
};
use serde::{Deserialize, Serialize};

/// A text that came back from the editor and is no draft yet: kept on disk under its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptText {
    /// The name it is kept under.
    pub id: InteractionId,
    /// Whose text it is: an account may have several operators. `None` before the desk knew.
    #[serde(default)]
    pub operator: Option<Slug>,
    /// The article it is a text of; `None` for a new one.
    #[serde(default)]
    pub article: Option<Slug>,
    /// The drafts it goes on from.
    pub replaces: Vec<OpId>,
    /// What is typed.
    pub text: String,
    /// Whether the operator has changed it: it is on disk then.
    #[serde(default)]
    pub typed: bool,
    /// Why it is no draft yet, as the linter said last.
    #[serde(default)]
    pub findings: Vec<String>,
}

/// Which editor a text would be opened in.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Editor {
    /// The one that the operator has chosen, or has been told of.
    #[default]
    Chosen,
    /// He has chosen none: this one is there, and he is told before it covers the screen.
    Found(String),
    /// None is installed.
    Missing,
}

/// Opens the text on screen in the editor.
pub fn edit(app: &mut App) -> Step {
    let edition = match shown(app) {
        Ok(edition) => edition,
        Err(step) => return step,
    };
    let version = edition.life.version(edition.published.version);
    let replaces = version.map_or_else(Vec::new, |version| version.drafts.clone());
    if allowed(app) {
        let article = Some(edition.published.article.id.clone());
        open(app, article, replaces, edition.canonical);
    }
    Step::Done
}

/// Opens an empty sheet in the editor.
pub fn write_new(app: &mut App) -> Step {
    if let Some(kept) = app.texts.iter().find(|kept| kept.typed) {
        // One that is no draft yet goes before a new one; which a new one was asked for is there too.
        let id = kept.id;
        let blank = Choice::new(app.say(words::BLANK_SHEET), "", Pick::BlankSheet);
        offer(app, id, Some(blank));
    } else {
        write_blank(app);
    }
    Step::Done
}

/// Opens an empty sheet in the editor, whatever text waits.
pub fn write_blank(app: &mut App) {
    if allowed(app) {
        let text = words::NEW_SHEET.fill(app.lang, &[("agency", &app.agency_id)]);
        open(app, None, Vec::new(), text);
    }
}

/// Whether this operator may propose a text; says why not.
fn allowed(app: &mut App) -> bool {
    let refused = refused(app);
    if let Some(why) = refused {
        app.refuse(why);
    }
    refused.is_none()
}

/// Why this operator may not propose a text; `None` when he may.
pub(super) fn refused(app: &App) -> Option<Phrase> {
    let op = Op::Publish {
        article: app.agency_id.clone(),
        kind: ArticleKind::Sheet,
        text: String::new(),
        provenance: Provenance::Draft,
        replaces: Vec::new(),
    };
    decide::may(app, &op, None)
        .err()
        .map(|refusal| refusal.words)
}

fn open(app: &mut App, article: Option<Slug>, replaces: Vec<OpId>, text: String) {
    if app
        .effects
        .iter()
        .any(|effect| matches!(effect, Effect::Edit(..)))
    {
        // The editor is about to open: a key that came with the one before opens no second one.
        return;
    }
    // One that never came before anybody's eyes is no text.
    app.texts.retain(|kept| kept.typed);
    let id = app.new_name();
    let kept = KeptText {
        id,
        operator: app.operator_id(),
        article,
        replaces,
        text,
        typed: false,
        findings: Vec::new(),
    };
    match app.knowledge.editor.clone() {
        Editor::Missing => return app.refuse(words::NO_EDITOR_HERE),
        Editor::Found(name) => announce(app, id, &name),
        Editor::Chosen => app.effects.push(Effect::Edit(id, kept.text.clone())),
    }
    app.texts.push(kept);
}

/// Says which editor is about to cover the screen, once: who has chosen none may not know how to leave it.
fn announce(app: &mut App, id: InteractionId, name: &str) {
    let title = words::EDITOR_FOUND.fill(app.lang, &[("name", &name)]);
    let open = words::EDITOR_OPEN.fill(app.lang, &[("name", &name)]);
    let mut chooser = Chooser::new(title, vec![Choice::new(open, "", Pick::EditAgain(id))]);
    app.say(words::EDITOR_CHOOSE).clone_into(&mut chooser.note);
    app.open(chooser);
}

/// Asks whether a text that is no draft yet is thrown away.
pub fn ask_to_drop(app: &mut App, id: InteractionId) {
    let choices = vec![
        Choice::new(app.say(words::MEND_TEXT), "", Pick::EditAgain(id)),
        Choice::new(app.say(words::DROP_FOR_GOOD), "", Pick::DropText(id)).toned(Tone::Alarm),
    ];
    app.open(Chooser::new(app.say(words::DROP_TITLE), choices));
}

/// Throws a text away, from disk too.
pub fn drop_text(app: &mut App, id: InteractionId) {
    app.texts.retain(|kept| kept.id != id);
    app.effects.push(Effect::Forget(id));
    app.tell(Tone::Plain, words::TEXT_DROPPED);
}

/// Opens a text, or opens it again when the linter found fault with it; which editor opens is known now.
pub fn write_again(app: &mut App, id: InteractionId) {
    app.knowledge.editor = Editor::Chosen;
    if let Some(kept) = app.texts.iter().find(|kept| kept.id == id) {
        app.effects.push(Effect::Edit(id, kept.text.clone()));
    }
}

/// The editor has closed: what it left is kept on disk, and the linter is asked.
pub fn edited(app: &mut App, id: InteractionId, left: Result<String, String>) {
    let Some(place) = app.texts.iter().position(|kept| kept.id == id) else {
        return;
    };
    let text = match left {
        Ok(text) => text,
        Err(why) => {
            app.texts.retain(|kept| kept.typed || kept.id != id);
            app.error(words::NO_EDITOR.fill(app.lang, &[("why", &why)]));
            return;
        }
    };
    let Some(kept) = app.texts.get_mut(place) else {
        return;
    };
    if kept.text == text && !kept.typed {
        app.texts.remove(place);
        app.tell(Tone::Plain, words::TEXT_UNCHANGED);
        return;
    }
    kept.text.clone_from(&text);
    kept.typed = true;
    kept.findings.clear();
    keep(app, id);
    ask_linter(app, id, text);
}

/// The text on disk follows.
fn keep(app: &mut App, id: InteractionId) {
    let kept = app.texts.iter().find(|kept| kept.id == id);
    if let Some(draft) = kept.and_then(|kept| serde_json::to_string(kept).ok()) {
        app.effects.push(Effect::Keep(id, draft));
    }
}

/// The linter found fault: that is kept with the text, and offered with it.
fn fault(app: &mut App, id: InteractionId, findings: Vec<String>) {
    if let Some(kept) = app.texts.iter_mut().find(|kept| kept.id == id) {
        kept.findings = findings;
    }
    keep(app, id);
    offer(app, id, None);
}

fn ask_linter(app: &mut App, id: InteractionId, text: String) {
    let request = Request::Lint(text, app.lang.id().to_owned());
    app.ask(Ask::Lint(id), request);
}

/// The linter could not be asked: the text stays, and is offered again.
pub fn lint_failed(app: &mut App, id: InteractionId) {
    offer(app, id, None);
}

/// What the linter says: a text without faults becomes a draft, the others are shown.
pub fn linted(app: &mut App, id: InteractionId, linted: Linted) {
    let Some(kept) = app.texts.iter().find(|kept| kept.id == id).cloned() else {
        return;
    };
    let Some((article, kind, agency)) = linted.article.clone().filter(|_| !linted.has_errors)
    else {
        return fault(app, id, linted.findings);
    };
    if linted.taken && kept.article.as_ref() != Some(&article) {
        // It would become a version of something else.
        let taken = words::ID_TAKEN.fill(app.lang, &[("id", &article)]);
        return fault(app, id, vec![taken]);
    }
    let mut batch = Batch::default();
    batch.push(Op::Publish {
        article: article.clone(),
        kind,
        text: linted.canonical,
        provenance: Provenance::Draft,
        replaces: kept.replaces,
    });
    // The text stays until it is durable: a refusal must not take it away.
    if app.commit_for(&agency, batch, Said::Text(id)).is_err() {
        return;
    }
    if !linted.findings.is_empty() {
        notes(app, &article, &linted.findings);
    }
}

/// Whose text it is, its faults, and the way back into the editor; `besides` is one more choice.
fn offer(app: &mut App, id: InteractionId, besides: Option<Choice>) {
    let Some(kept) = app.texts.iter().find(|kept| kept.id == id) else {
        return;
    };
    let title = match &kept.article {
        Some(article) => words::FAULTS_OF.fill(app.lang, &[("article", article)]),
        None => app.say(words::FAULTS_NEW).to_owned(),
    };
    let mut findings = kept.findings.clone();
    if findings.is_empty() {
        findings.push(app.say(words::NOT_CHECKED).to_owned());
    }
    let mut choices =
        vec![Choice::new(app.say(words::MEND_TEXT), "", Pick::EditAgain(id)).toned(Tone::Strong)];
    choices.push(Choice::new(
        app.say(words::DROP_TEXT),
        "",
        Pick::AskToDrop(id),
    ));
    choices.extend(besides);
    choices.extend(rows(app, &findings));
    app.effects.push(Effect::Beep);
    app.open(Chooser::new(title, choices));
}

/// What the linter says, each row as wide as the screen.
fn rows(app: &App, findings: &[String]) -> Vec<Choice> {
    let columns = app.size.0.saturating_sub(6);
    let rows = findings.iter().flat_map(|line| wrap(line, columns));
    rows.map(|row| Choice::new(row, "", Pick::Nothing))
        .collect()
}

/// The draft is written; what there is to say of it besides.
fn notes(app: &mut App, article: &Slug, findings: &[String]) {
    let title = words::NOTES_TITLE.fill(app.lang, &[("article", article)]);
    let rows = rows(app, findings);
    app.open(Chooser::new(title, rows));
}

/// Texts of this operator that a desk that died left behind: the way back into the editor is offered. Where
/// he is at work already they wait for the next new sheet: nothing opens under his fingers.
pub fn texts_found(app: &mut App, found: Vec<KeptText>) {
    let at_rest = app.call.is_blank() && app.panels.is_empty() && app.inbox.is_empty();
    for mut kept in found {
        let id = kept.id;
        // An earlier version did not say so; a text is on disk only when something was typed.
        kept.typed = true;
        kept.operator = kept.operator.or_else(|| app.operator_id());
        app.texts.push(kept);
        if at_rest {
            offer(app, id, None);
        } else {
            app.tell(Tone::Good, words::TEXT_WAITS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{article::Article, text::Text},
        kb::check,
        locale::Lang,
    };

    #[test]
    fn an_empty_sheet_shows_every_key_it_cannot_do_without() {
        let id = Slug::parse("x").unwrap();
        let blank = Article::named(id.clone(), ArticleKind::Sheet, id, Text::default());
        let wanted = check::lacks(&blank);
        assert!(wanted.contains(&"escalate_to"), "{wanted:?}");
        for lang in [Lang::It, Lang::En] {
            let text = words::NEW_SHEET.fill(lang, &[("agency", &"esempio")]);
            assert!(
                text.starts_with("+++\n") && text.ends_with("\n+++\n"),
                "{text}"
            );
            for key in &wanted {
                assert!(text.contains(&format!("\n{key} = \"\"\n")), "{key}: {text}");
            }
            assert!(text.contains("agency = \"esempio\""), "{text}");
        }
    }
}
