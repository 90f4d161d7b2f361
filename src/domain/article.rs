//! An article: what the knowledge search returns. One record carries sheet, FAQ, procedure, office, contact and help line.

use super::{
    hours::Hours,
    op::{ArticleRef, Provenance},
    outcome::ArticleKind,
    slug::Slug,
    text::Text,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where a fact was read.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Who says it.
    pub name: Text,
    /// Where; empty when it is no page.
    pub url: Text,
    /// The date the source bears.
    pub date: Option<NaiveDate>,
}

/// How an office or a person is reached.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Reach {
    /// Telephone numbers, as the curator wrote them.
    pub phones: Vec<Text>,
    /// Internal extension.
    pub extension: Text,
    /// Mail address.
    pub email: Text,
    /// Certified mail address.
    pub pec: Text,
    /// Street address.
    pub address: Text,
    /// Room.
    pub room: Text,
}

/// A version of an article. Texts that do not apply are empty.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Its slug.
    pub id: Slug,
    /// What it is.
    pub kind: ArticleKind,
    /// The agency it belongs to; `all` for national facts.
    pub agency: Slug,
    /// Its title, as a caller would say it; for a person, surname and name.
    pub title: Text,
    /// One line under the title, ≤ 160 characters.
    pub summary: Text,
    /// The sentence to say (BA-25: all of it and nothing else).
    pub say: Text,
    /// What not to say.
    pub avoid: Text,
    /// How callers put it.
    pub aliases: Vec<Text>,
    /// Topic of the agency's tree.
    pub topic: Option<Slug>,
    /// The office that answers for it; of a person, where he works.
    pub office: Option<Slug>,
    /// The office a request on it is entrusted to.
    pub escalate_to: Option<Slug>,
    /// The sheet a FAQ is tied to (RM-11); the office an office is part of.
    pub parent: Option<Slug>,
    /// Who stands in (another contact or office).
    pub deputy: Option<Slug>,
    /// Whom it is for.
    pub audience: Text,
    /// What to bring.
    pub needs: Vec<Text>,
    /// What it costs.
    pub cost: Text,
    /// Times and terms.
    pub terms: Text,
    /// Where and how.
    pub place: Text,
    /// Laws, as cited.
    pub law: Vec<Text>,
    /// Other articles worth a look.
    pub related: Vec<Slug>,
    /// Where its facts were read.
    pub sources: Vec<Source>,
    /// When its facts were last checked.
    pub verified_on: Option<NaiveDate>,
    /// Names of the fields whose fact is to be confirmed (*dato da confermare*).
    pub unconfirmed: Vec<Text>,
    /// In force from this day.
    pub valid_from: Option<NaiveDate>,
    /// In force until this day, included.
    pub valid_to: Option<NaiveDate>,
    /// Whether the procedure needs the caller's identity.
    pub identity: bool,
    /// Surname, for a person.
    pub surname: Text,
    /// Given name, for a person.
    pub given_name: Text,
    /// What a person does.
    pub role: Text,
    /// How it is reached.
    pub reach: Reach,
    /// When it is open.
    pub hours: Hours,
    /// Opening hours as the source words them, where they are no grammar.
    pub hours_text: Text,
    /// Whether a help line is an emergency number.
    pub emergency: bool,
    /// Whether a help line is free to call; `None` when unknown.
    pub free: Option<bool>,
    /// Where a help line answers.
    pub area: Text,
    /// The Markdown body, verbatim.
    pub body: Text,
}

impl Article {
    /// An article with a title and nothing else.
    #[must_use]
    pub fn named(id: Slug, kind: ArticleKind, agency: Slug, title: Text) -> Self {
        Self {
            id,
            kind,
            agency,
            title,
            summary: Text::default(),
            say: Text::default(),
            avoid: Text::default(),
            aliases: Vec::new(),
            topic: None,
            office: None,
            escalate_to: None,
            parent: None,
            deputy: None,
            audience: Text::default(),
            needs: Vec::new(),
            cost: Text::default(),
            terms: Text::default(),
            place: Text::default(),
            law: Vec::new(),
            related: Vec::new(),
            sources: Vec::new(),
            verified_on: None,
            unconfirmed: Vec::new(),
            valid_from: None,
            valid_to: None,
            identity: false,
            surname: Text::default(),
            given_name: Text::default(),
            role: Text::default(),
            reach: Reach::default(),
            hours: Hours::default(),
            hours_text: Text::default(),
            emergency: false,
            free: None,
            area: Text::default(),
            body: Text::default(),
        }
    }

    /// Whether it is in force on `day`.
    #[must_use]
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Whether a fact of it has still to be confirmed: never checked, or named as doubtful.
    #[must_use]
    pub fn to_confirm(&self) -> bool {
        !self.unconfirmed.is_empty() || (self.states_facts() && self.verified_on.is_none())
    }

    const fn states_facts(&self) -> bool {
        matches!(
            self.kind,
            ArticleKind::Sheet | ArticleKind::Faq | ArticleKind::Procedure | ArticleKind::HelpLine
        )
    }

    /// Whether Invio on it gives a number and logs a switchboard call (DESIGN §4).
    #[must_use]
    pub const fn is_directory(&self) -> bool {
        matches!(
            self.kind,
            ArticleKind::Office | ArticleKind::Contact | ArticleKind::HelpLine
        )
    }
}

/// The version id of a canonical text: the first sixteen bytes of its hash, so that equal imports on
/// three desks are one version (DESIGN §3).
#[must_use]
pub fn version_of(canonical: &str) -> [u8; 16] {
    let mut version = [0; 16];
    for (to, from) in version
        .iter_mut()
        .zip(blake3::hash(canonical.as_bytes()).as_bytes())
    {
        *to = *from;
    }
    version
}

/// A published article as a desk receives it: what it says, which version, who vouches for it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// What it says.
    pub article: Article,
    /// Which version.
    pub version: [u8; 16],
    /// Who vouches for it.
    pub provenance: Provenance,
}

impl Published {
    /// How an answer names it.
    #[must_use]
    pub fn reference(&self) -> ArticleRef {
        ArticleRef {
            id: self.article.id.clone(),
            version: self.version,
        }
    }
}
