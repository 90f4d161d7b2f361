//! The life of an article: what was proposed, who approved it, what was in force when.
//!
//! draft → approved by the office and by the URP, two people and neither of them its author → published
//! → superseded, withdrawn or expired (BA-24, SECURITY T22). A pure function of the set of its ops: of
//! two publications made at once the later by the order of all ops is in force, and both are shown until
//! a curator chooses (DESIGN §3, *Merge*).

mod history;

use self::history::{doubts, heads, open_drafts, publications, spans, withdrawals};
use super::version_of;
use crate::domain::{
    fold::{Entry, Lineage, Record},
    id::OpId,
    op::{Act, Op, Provenance},
    order::OrderKey,
    outcome::Side,
    slug::Slug,
    text::Text,
    time::{DAY, Moment},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most questions that are remembered to have led to an article.
pub const MOST_LEARNED: usize = 16;

/// What a version is doing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
pub enum Stage {
    /// Proposed, not approved by both sides.
    Draft,
    /// Approved by both sides, not published.
    Approved,
    /// Published; in force from its first moment on.
    Published,
    /// Another one came in its place.
    Superseded,
    /// Taken away.
    Withdrawn,
}

/// An approval of a version.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// The op.
    pub op: OpId,
    /// For whom it speaks.
    pub side: Side,
    /// Who wrote it down.
    pub by: Slug,
    /// When.
    pub at: Moment,
    /// The act it records, where it was not given in person.
    pub act: Option<Act>,
    /// Who else has seen the act.
    pub confirmed_by: Option<Slug>,
}

impl Approval {
    /// Whether it counts: in person, or by an act that somebody else has seen.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.act.is_none() || self.confirmed_by.is_some()
    }

    /// Whether both are the same person's: the same operator, the same name on the acts, or an operator
    /// and an act that bears his name or that he saw himself.
    fn is_of_the_person_of(&self, other: &Self) -> bool {
        match (&self.act, &other.act) {
            (None, None) => self.by == other.by,
            (Some(one), Some(two)) => words_of(one.name.as_str()) == words_of(two.name.as_str()),
            (Some(act), None) => {
                self.confirmed_by.as_ref() == Some(&other.by) || is_named(act, &other.by)
            }
            (None, Some(act)) => {
                other.confirmed_by.as_ref() == Some(&self.by) || is_named(act, &self.by)
            }
        }
    }

    /// Whether an author of the text speaks here, or was the one who saw the act.
    fn is_of_one_of(&self, authors: &BTreeSet<Slug>) -> bool {
        match &self.act {
            None => authors.contains(&self.by),
            Some(act) => authors
                .iter()
                .any(|author| self.confirmed_by.as_ref() == Some(author) || is_named(act, author)),
        }
    }
}

/// Whether an act bears the name of an operator, as far as his slug tells it.
fn is_named(act: &Act, operator: &Slug) -> bool {
    words_of(act.name.as_str()) == words_of(operator.as_str())
}

/// How a name is compared: its words in any order and any case.
fn words_of(name: &str) -> Vec<String> {
    let folded = crate::domain::text::folded(name);
    let words = folded.split(|sign: char| !sign.is_alphanumeric());
    let mut words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.sort();
    words
}

/// A version with everything that happened to it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// The hash of its canonical text.
    pub id: [u8; 16],
    /// Those who proposed or published this very text, or the drafts that it changes.
    pub authors: BTreeSet<Slug>,
    /// The ops that say it.
    pub proposals: Vec<OpId>,
    /// When it was first proposed.
    pub at: Moment,
    /// Its approvals, oldest first.
    pub approvals: Vec<Approval>,
    /// Its publications that have effect, oldest first.
    pub publications: Vec<OpId>,
    /// Its proposals that wait: neither published nor set aside, nor changed into another draft.
    pub drafts: Vec<OpId>,
    /// Who vouches for it.
    pub provenance: Provenance,
    /// What it is doing.
    pub stage: Stage,
}

impl Version {
    /// Whether office and URP have approved it: two people, neither of them an author.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.valid(Side::Office).any(|one| {
            self.valid(Side::Urp)
                .any(|two| !one.is_of_the_person_of(two))
        })
    }

    /// The sides for which nobody who may has approved it yet.
    #[must_use]
    pub fn missing(&self) -> Vec<Side> {
        let sides = Side::ALL.iter().copied();
        sides
            .filter(|side| self.valid(*side).next().is_none())
            .collect()
    }

    /// Whether an act was recorded for a side that nobody else has seen yet.
    #[must_use]
    pub fn waits_for_confirmation(&self, side: Side) -> bool {
        let mut approvals = self.approvals.iter();
        approvals.any(|one| one.side == side && !one.counts())
    }

    /// The approvals of a side that count, and are no author's.
    fn valid(&self, side: Side) -> impl Iterator<Item = &Approval> {
        self.approvals
            .iter()
            .filter(move |one| one.side == side && one.counts() && !one.is_of_one_of(&self.authors))
    }

    /// Whether an operator has approved it already.
    #[must_use]
    pub fn has_approval_of(&self, operator: &Slug) -> bool {
        let own = |one: &Approval| one.act.is_none() && one.by == *operator;
        self.approvals.iter().any(own)
    }
}

/// When a version was, is or will be in force: from `since` on, and before `until`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// The publication.
    pub op: OpId,
    /// The version.
    pub version: [u8; 16],
    /// The first moment.
    pub since: Moment,
    /// The first moment after it; `None` when it has no end yet.
    pub until: Option<Moment>,
}

impl Span {
    /// Whether it holds any moment at all: what was withdrawn before its day does not.
    #[must_use]
    pub fn is_ever(&self) -> bool {
        self.until.is_none_or(|until| self.since < until)
    }

    /// Whether it holds a moment.
    #[must_use]
    pub fn holds(&self, at: Moment) -> bool {
        self.since <= at && self.until.is_none_or(|until| at < until)
    }
}

/// One sentence on an office or a sheet, not approved.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// The op.
    pub op: OpId,
    /// The agency whose desks show it.
    pub agency: Slug,
    /// What it says.
    pub text: Text,
    /// Who says it.
    pub by: Slug,
    /// Since when.
    pub at: Moment,
    /// When it goes: a day after it came, at the latest.
    pub until: Moment,
}

/// A number of which somebody said that it is wrong.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// The number, as it stands in the article.
    pub number: Text,
    /// Who said so.
    pub by: Slug,
    /// When.
    pub at: Moment,
}

/// The life of one article.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Life {
    /// Its versions, in the order in which they were first proposed.
    pub versions: Vec<Version>,
    /// What was, is and will be in force, by the order of the publications.
    pub spans: Vec<Span>,
    /// The publications that no later one has seen: more than one when two were made at once.
    pub heads: Vec<OpId>,
    /// Who withdrew it last, and when, where nothing was published since.
    pub withdrawn: Option<(Slug, Moment)>,
    /// The sentences on it that nobody took away, oldest first; some may have gone by now.
    pub notices: Vec<Notice>,
    /// The numbers said to be wrong since it was published last.
    pub doubts: Vec<Doubt>,
    /// What callers were looking for when it was picked, the last ones first.
    pub learned: Vec<Text>,
    /// When something was learned last.
    pub learned_at: Option<Moment>,
    /// Who has read which version, and when.
    pub readers: Vec<(Slug, [u8; 16], Moment)>,
}

impl Life {
    /// The life its ops make. `begins` reads from a canonical text from which moment on it is meant to
    /// be in force, where it says so.
    #[must_use]
    pub fn fold(record: &Record, begins: impl Fn(&str) -> Option<Moment>) -> Self {
        let effective = record.live();
        let lineage = record.lineage();
        let published = publications(&effective, begins);
        let withdrawals = withdrawals(&effective);
        let covered = |key: OrderKey| {
            withdrawals
                .iter()
                .filter(|(last, _)| key <= *last)
                .map(|(_, entry)| *entry)
                .min_by_key(|entry| entry.key)
        };
        let mut life = Self {
            spans: spans(&published, covered),
            heads: heads(&published, &lineage, covered),
            ..Self::default()
        };
        life.withdrawn = match published.last() {
            Some(last) => covered(last.entry.key).map(|entry| (entry.actor.clone(), entry.at())),
            None => None,
        };
        for entry in &effective {
            life.take(entry, &lineage);
        }
        let last = published.last().map(|last| last.entry.key);
        life.doubts = doubts(&effective, last);
        for (version, draft) in open_drafts(&effective, &lineage) {
            let waiting = life.version_mut(version);
            if let Some(one) = waiting {
                one.drafts.push(draft);
            }
        }
        life.settle();
        life
    }

    fn take(&mut self, entry: &Entry, lineage: &Lineage<'_>) {
        match &entry.op {
            Op::Publish {
                text, provenance, ..
            } => self.propose(entry, lineage, version_of(text), *provenance),
            Op::Approve {
                version, side, act, ..
            } => {
                if let Some(version) = self.version_mut(*version) {
                    version.approvals.push(Approval {
                        op: entry.id(),
                        side: *side,
                        by: entry.actor.clone(),
                        at: entry.at(),
                        act: act.clone(),
                        confirmed_by: None,
                    });
                }
            }
            Op::Confirm { approval, .. } => {
                let approvals = self.versions.iter_mut().flat_map(|one| &mut one.approvals);
                for known in approvals.filter(|known| known.op == *approval) {
                    if known.by != entry.actor {
                        known.confirmed_by = Some(entry.actor.clone());
                    }
                }
            }
            Op::Notice { text, until, .. } => {
                let seen = lineage.parents(entry);
                // Nobody takes away what another agency says of an article that is everybody's.
                let stays =
                    |notice: &Notice| notice.agency != entry.agency || !seen.contains(&notice.op);
                self.notices.retain(stays);
                if !text.is_blank() {
                    self.notices.push(Notice {
                        op: entry.id(),
                        agency: entry.agency.clone(),
                        text: text.clone(),
                        by: entry.actor.clone(),
                        at: entry.at(),
                        until: (*until).min(entry.at().plus(DAY)),
                    });
                }
            }
            Op::Read { version, .. } => {
                let known = self.readers.iter();
                let mut known = known.filter(|(by, of, _)| *by == entry.actor && of == version);
                if known.next().is_none() {
                    let reader = (entry.actor.clone(), *version, entry.at());
                    self.readers.push(reader);
                }
            }
            Op::Learned {
                queries, forget, ..
            } => {
                self.learn(queries, *forget);
                self.learned_at = Some(entry.at());
            }
            _ => {}
        }
    }

    fn propose(
        &mut self,
        entry: &Entry,
        lineage: &Lineage<'_>,
        id: [u8; 16],
        provenance: Provenance,
    ) {
        let draft = provenance == Provenance::Draft;
        let changed = lineage.parents(entry);
        let is_changed = |known: &&Version| {
            known.publications.is_empty() && known.proposals.iter().any(|op| changed.contains(op))
        };
        let mut authors: BTreeSet<Slug> = self
            .versions
            .iter()
            .filter(is_changed)
            .flat_map(|known| known.authors.iter().cloned())
            .collect();
        authors.insert(entry.actor.clone());
        if let Some(known) = self.version_mut(id) {
            known.proposals.push(entry.id());
            // Who publishes what others wrote and approved has not written it.
            if provenance != Provenance::Approved {
                known.authors.extend(authors);
            }
            if !draft {
                known.publications.push(entry.id());
                known.provenance = provenance;
            }
            return;
        }
        self.versions.push(Version {
            id,
            authors,
            proposals: vec![entry.id()],
            at: entry.at(),
            approvals: Vec::new(),
            publications: (!draft).then(|| entry.id()).into_iter().collect(),
            drafts: Vec::new(),
            provenance,
            stage: Stage::Draft,
        });
    }

    fn learn(&mut self, queries: &[Text], forget: bool) {
        if forget {
            self.learned.clear();
        }
        for query in queries {
            self.learned.retain(|known| known != query);
            self.learned.insert(0, query.clone());
        }
        self.learned.truncate(MOST_LEARNED);
    }

    /// Says what each version is doing.
    fn settle(&mut self) {
        let last = self.spans.last().copied();
        let withdrawn = self.withdrawn.is_some();
        for version in &mut self.versions {
            let is_last = last.is_some_and(|last| last.version == version.id);
            let waits = |span: &Span| span.version == version.id && span.until.is_none();
            version.stage = if version.publications.is_empty() {
                if version.is_approved() {
                    Stage::Approved
                } else {
                    Stage::Draft
                }
            } else if is_last && withdrawn {
                Stage::Withdrawn
            } else if is_last || self.spans.iter().any(waits) {
                Stage::Published
            } else {
                Stage::Superseded
            };
        }
    }

    fn version_mut(&mut self, id: [u8; 16]) -> Option<&mut Version> {
        self.versions.iter_mut().find(|version| version.id == id)
    }

    /// A version by its id.
    #[must_use]
    pub fn version(&self, id: [u8; 16]) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == id)
    }

    /// What is in force at a moment.
    #[must_use]
    pub fn in_force(&self, at: Moment) -> Option<&Span> {
        self.spans.iter().rev().find(|span| span.holds(at))
    }

    /// What a version comes after: the one in force before it; of one that never was in force, the one in
    /// force now, or else the last that was.
    #[must_use]
    pub fn before(&self, version: [u8; 16], now: Moment) -> Option<[u8; 16]> {
        let own = self.spans.iter().rposition(|span| span.version == version);
        if own.is_none()
            && let Some(span) = self.in_force(now)
        {
            return Some(span.version);
        }
        let earlier = self.spans.iter().take(own.unwrap_or(self.spans.len()));
        let mut earlier = earlier.rev().map(|span| span.version);
        earlier.find(|known| *known != version)
    }

    /// Whether an operator has read a version.
    #[must_use]
    pub fn was_read_by(&self, operator: &Slug, version: [u8; 16]) -> bool {
        let by = |(reader, of, _): &(Slug, [u8; 16], Moment)| reader == operator && *of == version;
        self.readers.iter().any(by)
    }

    /// The versions that wait for somebody: what a curator has before him.
    pub fn open_drafts(&self) -> impl Iterator<Item = &Version> {
        self.versions.iter().filter(|one| !one.drafts.is_empty())
    }
}

#[cfg(test)]
mod tests;
