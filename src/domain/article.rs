//! An article: what the knowledge search returns. One record carries sheet, FAQ, procedure, office, contact and help line.

pub mod life;
mod parts;

pub use parts::{
    Annex, AnnexKind, Deadline, Extra, Fact, Occasion, Point, PointKind, Question, QuestionKind,
    Source,
};

use self::life::Doubt;
use super::{
    hours::Hours,
    id::OpId,
    op::{ArticleRef, Provenance},
    outcome::ArticleKind,
    slug::Slug,
    text::Text,
    time::Moment,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
    /// Web site.
    pub web: Text,
    /// Further contact points, each with its kind: fax, mobile, a second mailbox.
    pub points: Vec<Point>,
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
    /// Why the service is not to be had now (*stato: non attivo*, with its reason); empty when it is.
    pub inactive: Text,
    /// Topic of the agency's tree.
    pub topic: Option<Slug>,
    /// Themes of the service, by id ([`vocabulary::Theme`](super::vocabulary::Theme)).
    pub themes: Vec<Text>,
    /// Events of life it belongs to, by id ([`vocabulary::LifeEvent`](super::vocabulary::LifeEvent)).
    pub life_events: Vec<Text>,
    /// Events of a business it belongs to, by id
    /// ([`vocabulary::BusinessEvent`](super::vocabulary::BusinessEvent)).
    pub business_events: Vec<Text>,
    /// The office that answers for it; of a person, where he works.
    pub office: Option<Slug>,
    /// The office a request on it is entrusted to.
    pub escalate_to: Option<Slug>,
    /// The sheet a FAQ is tied to (RM-11); the office an office is part of.
    pub parent: Option<Slug>,
    /// Who stands in (another contact or office).
    pub deputy: Option<Slug>,
    /// The office that keeps this article true.
    pub owner: Option<Slug>,
    /// Whom it is for.
    pub audience: Text,
    /// How it is done, step by step (*come fare*).
    pub steps: Vec<Text>,
    /// What to bring.
    pub needs: Vec<Text>,
    /// What one gets (*cosa si ottiene*).
    pub obtain: Text,
    /// What it costs.
    pub cost: Text,
    /// Times and terms.
    pub terms: Text,
    /// Terms in days, each with its name.
    pub deadlines: Vec<Deadline>,
    /// Where and how.
    pub place: Text,
    /// Where it is done on line; a URL.
    pub online: Text,
    /// Where and how to learn how it went (*procedure collegate all'esito*).
    pub follow_up: Text,
    /// What binds it (*vincoli*).
    pub limits: Text,
    /// The special cases, where calls go wrong (*casi particolari*).
    pub exceptions: Text,
    /// Laws, as cited.
    pub law: Vec<Text>,
    /// Other articles worth a look.
    pub related: Vec<Slug>,
    /// What to ask when a request on it is entrusted, booked or reported (PR-05, PR-15).
    pub ask: Vec<Question>,
    /// Forms, laws in full text, texts of calls, tables (BA-26, PR-08).
    pub annexes: Vec<Annex>,
    /// Facts with a name of their own: of a street its area, its school.
    pub facts: Vec<Fact>,
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
    /// Where a help line answers; the quarter of a street.
    pub area: Text,
    /// The municipality a body or an office stands in.
    pub town: Text,
    /// Its province, by its two letters.
    pub province: Text,
    /// Its region.
    pub region: Text,
    /// Its code in the register it came from (`IPA`), by which it is imported again.
    pub code: Text,
    /// Its tax code.
    pub tax_code: Text,
    /// Who answers for a body or an office: title, name, surname.
    pub head: Text,
    /// Front matter this version does not know, kept as it came.
    pub extra: Vec<Extra>,
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
            inactive: Text::default(),
            topic: None,
            themes: Vec::new(),
            life_events: Vec::new(),
            business_events: Vec::new(),
            office: None,
            escalate_to: None,
            parent: None,
            deputy: None,
            owner: None,
            audience: Text::default(),
            steps: Vec::new(),
            needs: Vec::new(),
            obtain: Text::default(),
            cost: Text::default(),
            terms: Text::default(),
            deadlines: Vec::new(),
            place: Text::default(),
            online: Text::default(),
            follow_up: Text::default(),
            limits: Text::default(),
            exceptions: Text::default(),
            law: Vec::new(),
            related: Vec::new(),
            ask: Vec::new(),
            annexes: Vec::new(),
            facts: Vec::new(),
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
            town: Text::default(),
            province: Text::default(),
            region: Text::default(),
            code: Text::default(),
            tax_code: Text::default(),
            head: Text::default(),
            extra: Vec::new(),
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
            ArticleKind::Office | ArticleKind::Contact | ArticleKind::HelpLine | ArticleKind::Body
        )
    }

    /// Whether it is read out, where a directory entry is rung.
    #[must_use]
    pub const fn is_explained(&self) -> bool {
        matches!(
            self.kind,
            ArticleKind::Sheet | ArticleKind::Faq | ArticleKind::Procedure
        )
    }

    /// Whether a caller hears the same of both: what classifies, finds, proves or keeps it aside.
    #[must_use]
    pub fn is_heard_as(&self, other: &Self) -> bool {
        let heard = |article: &Self| Self {
            aliases: Vec::new(),
            topic: None,
            themes: Vec::new(),
            life_events: Vec::new(),
            business_events: Vec::new(),
            owner: None,
            related: Vec::new(),
            sources: Vec::new(),
            verified_on: None,
            code: Text::default(),
            ..article.clone()
        };
        heard(self) == heard(other)
    }

    /// Whether the service is not to be had now.
    #[must_use]
    pub fn is_inactive(&self) -> bool {
        !self.inactive.is_empty()
    }

    /// What to ask on an occasion.
    pub fn questions(&self, occasion: Occasion) -> impl Iterator<Item = &Question> {
        self.ask
            .iter()
            .filter(move |question| question.is_for(occasion))
    }

    /// Every number to ring, the main ones first.
    pub fn numbers(&self) -> impl Iterator<Item = &Text> {
        let further = self.reach.points.iter().filter(|point| point.is_rung());
        self.reach
            .phones
            .iter()
            .chain(further.map(|point| &point.value))
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
    /// Since when it is in force.
    pub since: Moment,
    /// When it ceased to be; `None` when it is in force without an end.
    pub until: Option<Moment>,
    /// The publications that stand, which the next one replaces; more than one when two were made at
    /// once, and a curator has to choose.
    pub heads: Vec<OpId>,
    /// Its numbers that somebody said are wrong, since it was published.
    pub doubts: Vec<Doubt>,
}

impl Published {
    /// An article that no journal knows: in force since ever.
    #[must_use]
    pub const fn outside(article: Article, version: [u8; 16], provenance: Provenance) -> Self {
        Self {
            article,
            version,
            provenance,
            since: Moment(0),
            until: None,
            heads: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// How an answer names it.
    #[must_use]
    pub fn reference(&self) -> ArticleRef {
        ArticleRef {
            id: self.article.id.clone(),
            version: self.version,
        }
    }
}
