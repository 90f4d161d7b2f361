//! What is decided about a version: read, approved, recorded, confirmed, published, set aside.

use super::{VersionPanel, open, shown};
use crate::{
    desk::{
        app::App,
        command::Step,
        commit::{Batch, Said, or_told},
        form,
        panel::Panel,
        words,
    },
    domain::{
        article::life::{Approval, Stage, Version},
        op::{Act, Op, Provenance},
        outcome::Side,
        rules::{self, Known, Principal, Refusal},
        slug::Slug,
        text::Text,
    },
    keeper::service::Edition,
    locale::Phrase,
};
use chrono::NaiveDate;

/// The version of an edition in the life of its article.
fn version(edition: &Edition) -> Option<&Version> {
    edition.life.version(edition.published.version)
}

/// Writes an op about a version, where the rules allow it; says why where they do not.
fn write(app: &mut App, edition: &Edition, op: Op) {
    write_all(app, edition, vec![op]);
}

fn write_all(app: &mut App, edition: &Edition, ops: Vec<Op>) {
    let refused = { ops.iter() }.find_map(|op| may(app, op, Some(edition)).err());
    if let Some(refusal) = refused {
        return app.refuse(refusal.words);
    }
    let mut batch = Batch::default();
    for op in ops {
        batch.push(op);
    }
    // What is read is read here; what is decided is decided where the article belongs.
    let agency = match batch.first() {
        Some(Op::Read { .. }) => app.agency_id.clone(),
        _ => edition.published.article.agency.clone(),
    };
    or_told(app.commit_for(&agency, batch, Said::Saved));
}

/// Whether the rules let this operator write an op.
///
/// # Errors
/// The rule that forbids it.
pub fn may(app: &App, op: &Op, edition: Option<&Edition>) -> Result<(), Refusal> {
    let Some(person) = &app.operator else {
        return Ok(());
    };
    let known = edition.map_or(Known::Nothing, |edition| Known::Article(&edition.life));
    let agency = edition.map_or(&app.agency_id, |edition| &edition.published.article.agency);
    let agency = match op {
        Op::Read { .. } => &app.agency_id,
        _ => agency,
    };
    rules::authorize(Principal::Person(person), op, agency, known)
}

/// Why the rules keep this operator from a command on the version on screen; `None` when they do not.
#[must_use]
pub fn refused(app: &App, command: &str) -> Option<Phrase> {
    let Some(Panel::Version(panel)) = app.panels.last() else {
        return None;
    };
    let edition = panel.edition.as_deref()?;
    let act = || Act {
        protocol: Text::default(),
        date: app.now.local.date(),
        name: Text::default(),
    };
    let op = match command {
        "approve_office" => approval(edition, Side::Office, None),
        "approve_urp" => approval(edition, Side::Urp, None),
        "record_act" => approval(edition, Side::Office, Some(act())),
        "publish" => publication(edition, version(edition)?),
        "number_right" => same_again(edition, version(edition)?),
        "set_aside" => Op::Withdraw {
            article: edition.published.article.id.clone(),
            replaces: Vec::new(),
        },
        "edit" => return super::text::refused(app),
        _ => return None,
    };
    may(app, &op, Some(edition))
        .err()
        .map(|refusal| refusal.words)
}

/// Whether a command means something on the version on screen: what is in force is approved by nobody.
#[must_use]
pub fn applies(app: &App, command: &str) -> bool {
    let Some(Panel::Version(panel)) = app.panels.last() else {
        return true;
    };
    let edition = panel.edition.as_deref();
    let stage = edition.and_then(|edition| Some(version(edition)?.stage));
    let rivals = edition.is_some_and(|edition| edition.life.heads.len() > 1);
    match command {
        "read" => panel.news,
        "approve_office" | "approve_urp" => stage == Some(Stage::Draft),
        "publish" => stage == Some(Stage::Approved) || rivals,
        "number_right" => edition.is_some_and(|edition| doubted(edition).is_some()),
        _ => true,
    }
}

/// The news is read, and the next one comes.
pub fn read(app: &mut App) -> Step {
    let edition = match shown(app) {
        Ok(edition) => edition,
        Err(step) => return step,
    };
    if !app.top::<VersionPanel>().is_some_and(|panel| panel.news) {
        app.refuse(words::NO_NEWS_HERE);
        return Step::Done;
    }
    let article = edition.published.article.id.clone();
    let op = Op::Read {
        article: article.clone(),
        version: edition.published.version,
    };
    write(app, &edition, op);
    app.back();
    app.knowledge
        .news
        .retain(|known| known.article.id != article);
    let next = app.knowledge.news.first();
    if let Some((article, version)) = next.map(|next| (next.article.id.clone(), next.version)) {
        open(app, article, version, true);
    }
    Step::Done
}

/// The text is approved in person, for one side.
pub fn approve(app: &mut App, side: Side) -> Step {
    let edition = match shown(app) {
        Ok(edition) => edition,
        Err(step) => return step,
    };
    let op = approval(&edition, side, None);
    write(app, &edition, op);
    Step::Done
}

fn approval(edition: &Edition, side: Side, act: Option<Act>) -> Op {
    Op::Approve {
        article: edition.published.article.id.clone(),
        version: edition.published.version,
        side,
        act,
    }
}

/// The act of an office that opens no terminal is asked for.
pub fn open_act(app: &mut App) -> Step {
    let edition = match shown(app) {
        Ok(edition) => edition,
        Err(step) => return step,
    };
    let act = Act {
        protocol: Text::default(),
        date: app.now.local.date(),
        name: Text::default(),
    };
    if let Err(refusal) = may(
        app,
        &approval(&edition, Side::Office, Some(act)),
        Some(&edition),
    ) {
        app.refuse(refusal.words);
        return Step::Done;
    }
    form::open_act(app, edition.published.article.id, edition.published.version);
    Step::Done
}

/// The act that was typed is recorded; `false` when it is not all there.
pub fn record_act(app: &mut App, article: &Slug, version: [u8; 16], words: &[Text]) -> bool {
    let [protocol, date, name, side] = words else {
        return false;
    };
    let date = NaiveDate::parse_from_str(date.as_str(), "%d/%m/%Y");
    let (Ok(date), false, false) = (date, protocol.is_empty(), name.is_empty()) else {
        app.refuse(words::ACT_INCOMPLETE);
        return false;
    };
    let side = side.as_str().trim().to_lowercase();
    let mut sides = Side::ALL.iter().copied();
    let named = |known: &Side| known.id() == side || known.label().get(app.lang) == side;
    // Left blank it is the office's: that is what acts are for.
    let blank = |known: &Side| side.is_empty() && *known == Side::Office;
    let Some(side) = sides.find(|known| blank(known) || named(known)) else {
        app.refuse(words::ACT_INCOMPLETE);
        return false;
    };
    let mut batch = Batch::default();
    batch.push(Op::Approve {
        article: article.clone(),
        version,
        side,
        act: Some(Act {
            protocol: protocol.clone(),
            date,
            name: name.clone(),
        }),
    });
    app.commit_apart(batch, Said::Saved).is_ok()
}

/// The act that somebody else recorded was seen.
pub fn confirm(app: &mut App) -> Step {
    let edition = match shown(app) {
        Ok(edition) => edition,
        Err(step) => return step,
    };
    let waits = |approval: &&Approval| approval.act.is_some() && approval.confirmed_by.is_none();
    let approval = version(&edition).and_then(|version| version.approvals.iter().find(waits));
    let Some(approval) = approval.map(|approval| approval.op) else {
        app.refuse(words::NO_ACT);
        return Step::Done;
    };
    let op = Op::Confirm {
        article: edition.published.article.id.clone(),
        approval,
    };
    write(app, &edition, op);
    Step::Done
}

/// The approved text is put in force; of two in force at once the one on screen is.
pub fn publish(app: &mut App) -> Step {
    let edition = match shown(app) {
        Ok(edition) => edition,
        Err(step) => return step,
    };
    let Some(version) = version(&edition) else {
        app.refuse(words::NOT_THERE);
        return Step::Done;
    };
    let again = !version.publications.is_empty();
    if again && edition.life.heads.len() < 2 && version.drafts.is_empty() {
        app.refuse(words::IN_FORCE_ALREADY);
        return Step::Done;
    }
    let op = publication(&edition, version);
    write(app, &edition, op);
    Step::Done
}

/// A number that was said to be wrong is right: the text stands as it is, published again, and what was
/// said before that is settled.
pub fn number_right(app: &mut App) -> Step {
    let edition = match shown(app) {
        Ok(edition) => edition,
        Err(step) => return step,
    };
    let Some(version) = doubted(&edition) else {
        app.refuse(words::NO_DOUBT);
        return Step::Done;
    };
    let op = same_again(&edition, version);
    write(app, &edition, op);
    Step::Done
}

/// The version on screen where it stands alone as published, and has a number that was said to be wrong:
/// saying that the number is right decides nothing else.
fn doubted(edition: &Edition) -> Option<&Version> {
    let alone = edition.life.heads.len() < 2 && !edition.published.doubts.is_empty();
    version(edition).filter(|version| alone && version.stage == Stage::Published)
}

/// The op that publishes a version again as it is, vouched for as it was. What came with the program stands
/// on the trust of who says that it is right: nobody publishes in the program's name.
fn same_again(edition: &Edition, version: &Version) -> Op {
    let mut op = publication(edition, version);
    if let Op::Publish { provenance, .. } = &mut op {
        *provenance = match version.provenance {
            Provenance::Seed | Provenance::Trusted => Provenance::Trusted,
            Provenance::Synthetic => Provenance::Synthetic,
            Provenance::Approved | Provenance::Draft => Provenance::Approved,
        };
    }
    op
}

/// The op that puts a version in force, in place of all that stands and of its own drafts.
fn publication(edition: &Edition, version: &Version) -> Op {
    let provenance = match version.provenance {
        // What stood on trust stands on trust again.
        Provenance::Trusted | Provenance::Synthetic => version.provenance,
        _ => Provenance::Approved,
    };
    let mut replaces = edition.life.heads.clone();
    replaces.extend(&version.drafts);
    Op::Publish {
        article: edition.published.article.id.clone(),
        kind: edition.published.article.kind,
        text: edition.canonical.clone(),
        provenance,
        replaces,
    }
}

/// The draft is set aside.
pub fn set_aside(app: &mut App) -> Step {
    let edition = match shown(app) {
        Ok(edition) => edition,
        Err(step) => return step,
    };
    let drafts = version(&edition).map(|version| version.drafts.clone());
    let Some(replaces) = drafts.filter(|drafts| !drafts.is_empty()) else {
        app.refuse(words::NO_DRAFT);
        return Step::Done;
    };
    let op = Op::Withdraw {
        article: edition.published.article.id.clone(),
        replaces,
    };
    write(app, &edition, op);
    Step::Done
}
