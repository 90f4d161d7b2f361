//! One article under work: its life, its agency, the version that is meant, and the batch that changes it.

use super::words;
use crate::{
    cli::{
        context::Context,
        failure::{Exit, Failure, Said},
        identity, select,
        session::{Saved, Session, unexpected},
        time,
    },
    domain::{
        agency,
        article::{
            Published,
            life::{Life, Version},
        },
        op::Op,
        rules::refusals,
        slug::Slug,
        time::Moment,
    },
    keeper::service::{Edition, Reply, Request},
};

/// How many digits of a version a person is shown: enough to tell the versions of one article apart.
const SHOWN_DIGITS: usize = 8;

/// An article that somebody works on.
pub struct Case {
    /// The connection.
    pub session: Session,
    /// Its identity.
    pub id: Slug,
    /// Everything that happened to it.
    pub life: Life,
}

impl Case {
    /// The article with this identity, by somebody who may write.
    ///
    /// # Errors
    /// When nothing was ever said of it, or the keeper does not answer.
    pub fn of(context: &mut Context, id: &str) -> Result<Self, Failure> {
        let id = select::slug(id)?;
        let mut session = context.session()?;
        session.enlist(context)?;
        let life = life(&session, &id)?;
        Ok(Self { session, id, life })
    }

    /// The draft that is meant: the one named, else the only one that waits.
    ///
    /// # Errors
    /// When there is none, or there are several and none is named.
    pub fn draft(&self, named: Option<&str>) -> Result<&Version, Failure> {
        if let Some(named) = named {
            return version(&self.id, &self.life, named);
        }
        let waiting: Vec<&Version> = self.life.open_drafts().collect();
        only(&self.id, &waiting)
    }

    /// The draft to be published: the one named, else the only one that is approved.
    ///
    /// # Errors
    /// When there is none, several, or what waits is not approved: what is missing is said.
    pub fn approved(&self, named: Option<&str>) -> Result<&Version, Failure> {
        if named.is_some() {
            return self.draft(named);
        }
        let ready = self.life.open_drafts().filter(|one| one.is_approved());
        let ready: Vec<&Version> = ready.collect();
        if !ready.is_empty() {
            return only(&self.id, &ready);
        }
        let waiting = self.draft(None)?;
        let refusal = refusals::NOT_APPROVED;
        Err(Failure::refused(refusal.rule, refusal.words).hint(next_step(&self.id, waiting)))
    }

    /// A version as it is written.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn text(&self, version: [u8; 16]) -> Result<Published, Failure> {
        text(&self.session, &self.id, version)
    }

    /// A version with its canonical text, as it stands in the journal.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn edition(&self, version: [u8; 16]) -> Result<Edition, Failure> {
        edition(&self.session, &self.id, version)
    }

    /// The agency it belongs to; for what an agency says for itself of what is everybody's, its own.
    ///
    /// # Errors
    /// When no version of it can be read.
    pub fn owner(&self) -> Result<Slug, Failure> {
        let last = self.life.versions.last().map(|version| version.id);
        let last = last.ok_or_else(|| no_life(&self.id))?;
        Ok(self.text(last)?.article.agency)
    }

    /// The agency in whose name something is said of it: its own, or that of the desk for what is
    /// everybody's.
    ///
    /// # Errors
    /// When no version of it can be read, or the agency named is unknown.
    pub fn speaker(&self, named: Option<&str>) -> Result<Slug, Failure> {
        let owner = self.owner()?;
        if owner.as_str() == agency::ALL {
            return Ok(self.session.agency(named)?.id.clone());
        }
        Ok(owner)
    }

    /// Writes ops in the name of an agency, in the first role that may and that the operator holds.
    ///
    /// # Errors
    /// When a rule refuses it, or it cannot be written.
    pub fn commit(&self, agency: &Slug, ops: &[Op]) -> Result<Saved, Failure> {
        self.session.commit_knowledge(agency, ops)
    }

    /// Its life as it is now.
    ///
    /// # Errors
    /// When the keeper cannot tell.
    pub fn again(&self) -> Result<Life, Failure> {
        life(&self.session, &self.id)
    }
}

/// The life of an article.
///
/// # Errors
/// When nothing was ever said of it.
pub fn life(session: &Session, id: &Slug) -> Result<Life, Failure> {
    match session.call(Request::Life(id.clone()))? {
        Reply::Life(Some(life)) => Ok(*life),
        Reply::Life(None) => Err(no_life(id)),
        other => Err(unexpected(&other)),
    }
}

/// A version as it is written.
///
/// # Errors
/// When it cannot be read.
pub fn text(session: &Session, id: &Slug, version: [u8; 16]) -> Result<Published, Failure> {
    match session.call(Request::Article(id.clone(), Some(version)))? {
        Reply::Article(Some(published)) => Ok(*published),
        Reply::Article(None) => Err(no_version(id, &identity::hex(version))),
        other => Err(unexpected(&other)),
    }
}

/// A version with its canonical text, as it stands in the journal.
///
/// # Errors
/// When it cannot be read.
pub fn edition(session: &Session, id: &Slug, version: [u8; 16]) -> Result<Edition, Failure> {
    match session.call(Request::Edition(id.clone(), version))? {
        Reply::Edition(Some(edition)) => Ok(*edition),
        Reply::Edition(None) => Err(no_version(id, &identity::hex(version))),
        other => Err(unexpected(&other)),
    }
}

/// The version that is meant: 32 hexadecimal digits, or as many of the first ones as no other has.
///
/// # Errors
/// When there is none, or several.
pub fn version<'a>(id: &Slug, life: &'a Life, named: &str) -> Result<&'a Version, Failure> {
    let wanted = named.trim().to_ascii_lowercase();
    let found = life.versions.iter();
    let found =
        found.filter(|one| !wanted.is_empty() && identity::hex(one.id).starts_with(&wanted));
    match *found.collect::<Vec<_>>() {
        [] => Err(no_version(id, named)),
        [one] => Ok(one),
        [..] => {
            let said = Said::from(words::SEVERAL_VERSIONS).with("id", id);
            Err(Failure::new(Exit::Usage, said.with("version", named)).hint(history_hint(id)))
        }
    }
}

/// The version in force at a moment, which a refusal names as it was typed.
///
/// # Errors
/// When none was.
pub fn at(id: &Slug, life: &Life, (when, typed): (Moment, &str)) -> Result<[u8; 16], Failure> {
    let span = life.in_force(when);
    span.map(|span| span.version).ok_or_else(|| {
        let said = Said::from(words::NOT_IN_FORCE_AT).with("id", id);
        Failure::new(Exit::NotFound, said.with("when", typed.trim())).hint(history_hint(id))
    })
}

fn only<'a>(id: &Slug, found: &[&'a Version]) -> Result<&'a Version, Failure> {
    match found {
        [] => {
            let said = Said::from(words::NO_DRAFT).with("id", id);
            Err(Failure::refused("no-draft", said).hint(words::NO_DRAFT_HINT))
        }
        [one] => Ok(*one),
        [..] => {
            let list: Vec<String> = found.iter().map(|one| identity::hex(one.id)).collect();
            let said = Said::from(words::SEVERAL_DRAFTS).with("id", id);
            let hint = Said::from(words::SEVERAL_DRAFTS_HINT).with("list", list.join(", "));
            Err(Failure::refused("several-drafts", said).hint(hint))
        }
    }
}

/// What has to happen next to a version that waits.
pub fn next_step(id: &Slug, version: &Version) -> Said {
    match version.missing().as_slice() {
        [] if version.is_approved() => Said::from(words::PUBLISH_HINT).with("id", id),
        [] => words::TWO_PEOPLE_HINT.into(),
        [side, ..] if version.waits_for_confirmation(*side) => {
            Said::from(words::CONFIRM_HINT).with("id", id)
        }
        [side, ..] => Said::from(words::SIGN_HINT)
            .with("id", id)
            .with("side", side.id()),
    }
}

fn no_life(id: &Slug) -> Failure {
    Failure::new(Exit::NotFound, Said::from(words::NO_LIFE).with("id", id))
        .hint(words::NO_LIFE_HINT)
}

fn no_version(id: &Slug, named: &str) -> Failure {
    let said = Said::from(words::NO_VERSION).with("id", id);
    Failure::new(Exit::NotFound, said.with("version", named)).hint(history_hint(id))
}

fn history_hint(id: &Slug) -> Said {
    Said::from(words::HISTORY_HINT).with("id", id)
}

/// Nothing of it is in force.
pub fn not_in_force(id: &Slug) -> Failure {
    let said = Said::from(words::NOT_IN_FORCE).with("id", id);
    Failure::refused("not-in-force", said).hint(history_hint(id))
}

/// The first digits of a version, as a person is shown it.
pub fn short(version: [u8; 16]) -> String {
    identity::hex(version).chars().take(SHOWN_DIGITS).collect()
}

/// A moment for a person; a day alone where it is the day that counts.
pub fn when(context: &Context, moment: Moment) -> String {
    time::local(moment, context.out.lang)
}
