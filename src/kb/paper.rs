//! The paper edition of the directory: what is left when the power is not (BA-03). Pages of text, or one page of HTML.
//!
//! Emergency numbers stand on the first page, then the offices with their people and hours, then everybody by
//! surname with the page he stands on.

mod html;
mod text;

pub use html::html;
pub use text::text;

use crate::{
    catalog,
    domain::{
        agency::{self, Agency},
        article::{Article, PointKind},
        outcome::ArticleKind,
        slug::Slug,
        text::{Text, folded},
    },
    kb::DOUBT,
    locale::Lang,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;

catalog! {
    DIRECTORY = "Rubrica" / "Directory";
    PAGE_OF = "pagina {n} di {m}" / "page {n} of {m}";
    EMERGENCIES = "Emergenze" / "Emergencies";
    USEFUL = "Numeri utili" / "Useful numbers";
    OFFICES = "Uffici" / "Offices";
    OTHERS = "Altre voci" / "Other entries";
    INDEX = "Indice delle persone" / "Index of persons";
    EXTENSION = "int. {n}" / "ext. {n}";
    ROOM = "stanza {n}" / "room {n}";
    DEPUTY = "sostituisce: {name}" / "deputy: {name}";
    HEAD = "responsabile: {name}" / "head: {name}";
    WRONG = "(errato?) {n}" / "(wrong?) {n}";
    DOUBTFUL = "voce da confermare" / "entry to be confirmed";
    DOUBTFUL_HOURS = "voce e orario da confermare" / "entry and hours to be confirmed";
    AS_OF = "In vigore il {day}. Una copia di carta invecchia: si ristampa." / "In force on {day}. A paper copy ages: print it again.";
    OFFICE_PAGE = "pag. {n}" / "p. {n}";
    TRIAL = "DATI DI PROVA: numeri inventati, non si danno a nessuno" / "TRIAL DATA: invented numbers, to be given to nobody";
}

/// The number for every emergency.
const FIRST: &str = "112";

/// What is printed, in the order in which it is printed.
pub struct Edition<'a> {
    /// Whose directory it is.
    pub agency: &'a Agency,
    /// The day of which it is.
    pub day: NaiveDate,
    /// The language of its words.
    pub lang: Lang,
    emergencies: Vec<&'a Article>,
    useful: Vec<&'a Article>,
    offices: Vec<Section<'a>>,
    others: Vec<&'a Article>,
    /// The numbers somebody said are wrong, with the entry they stand in.
    wrong: BTreeSet<(Slug, Text)>,
}

/// An office with those who work in it.
struct Section<'a> {
    office: &'a Article,
    people: Vec<&'a Article>,
}

impl<'a> Edition<'a> {
    /// The edition of what is in force in an agency.
    #[must_use]
    pub fn new(agency: &'a Agency, articles: &'a [Article], day: NaiveDate, lang: Lang) -> Self {
        let of_kind = |kind: ArticleKind| {
            let mut found: Vec<&Article> = articles
                .iter()
                .filter(|article| article.kind == kind && article.in_force(day))
                .filter(|article| {
                    let everybodys = article.agency.as_str() == agency::ALL;
                    article.agency == agency.id || (everybodys && kind == ArticleKind::HelpLine)
                })
                .collect();
            found.sort_by_key(|article| (folded(article.title.as_str()), article.id.clone()));
            found
        };
        let (mut emergencies, useful): (Vec<_>, Vec<_>) = of_kind(ArticleKind::HelpLine)
            .into_iter()
            .partition(|line| line.emergency);
        // The one number for every emergency stands before those of the single services.
        emergencies.sort_by_key(|line| !line.reach.phones.iter().any(|it| it.as_str() == FIRST));
        let people = of_kind(ArticleKind::Contact);
        let works_in = |person: &Article, office: &Slug| person.office.as_ref() == Some(office);
        let offices: Vec<Section<'a>> = of_kind(ArticleKind::Office)
            .into_iter()
            .map(|office| Section {
                office,
                people: people
                    .iter()
                    .copied()
                    .filter(|person| works_in(person, &office.id))
                    .collect(),
            })
            .collect();
        let others = people
            .into_iter()
            .filter(|person| {
                !offices
                    .iter()
                    .any(|section| works_in(person, &section.office.id))
            })
            .collect();
        Self {
            agency,
            day,
            lang,
            emergencies,
            useful,
            offices,
            others,
            wrong: BTreeSet::new(),
        }
    }

    /// The same edition, these numbers marked: paper is read when nobody can ask.
    #[must_use]
    pub fn doubting(mut self, wrong: impl IntoIterator<Item = (Slug, Text)>) -> Self {
        self.wrong.extend(wrong);
        self
    }

    /// A number of an entry in words, marked where it was said to be wrong. The mark stands first: an
    /// index has no room for long pieces.
    fn number(&self, article: &Article, number: &Text, said: String) -> String {
        if self.wrong.contains(&(article.id.clone(), number.clone())) {
            WRONG.fill(self.lang, &[("n", &said)])
        } else {
            said
        }
    }

    /// The date as it is written.
    fn date(&self) -> String {
        self.day.format("%d/%m/%Y").to_string()
    }

    /// The persons in the order of their surnames, each with the office he works in.
    fn persons(&self) -> Vec<(&'a Article, Option<&'a Article>)> {
        let sections = self.offices.iter().flat_map(|section| {
            let people = section.people.iter();
            people.map(|person| (*person, Some(section.office)))
        });
        let others = self.others.iter().map(|person| (*person, None));
        let mut persons: Vec<_> = sections.chain(others).collect();
        persons.sort_by_key(|(person, _)| (folded(person.title.as_str()), person.id.clone()));
        persons
    }

    /// How an entry is reached, piece by piece.
    fn reach(&self, article: &Article) -> Vec<String> {
        let mut pieces: Vec<String> = article
            .reach
            .phones
            .iter()
            .map(|phone| self.number(article, phone, phone.to_string()))
            .collect();
        let mut push = |text: String| {
            if !text.trim().is_empty() {
                pieces.push(text);
            }
        };
        let reach = &article.reach;
        if !reach.extension.is_empty() {
            let said = EXTENSION.fill(self.lang, &[("n", &reach.extension)]);
            push(self.number(article, &reach.extension, said));
        }
        for point in &reach.points {
            let kind = PointKind::from_id(point.kind.as_str());
            let rung = |kind: &PointKind| point.is_rung() || *kind == PointKind::Fax;
            if let Some(kind) = kind.filter(rung) {
                let said = format!("{} {}", kind.label().get(self.lang), point.value);
                push(self.number(article, &point.value, said));
            }
        }
        if !reach.room.is_empty() {
            push(ROOM.fill(self.lang, &[("n", &reach.room)]));
        }
        for text in [&reach.email, &reach.pec, &reach.address] {
            push(text.to_string());
        }
        pieces
    }

    /// When it is open, in the words of the language.
    fn hours(&self, article: &Article) -> String {
        let hours = article.hours.pieces(self.lang).join("; ");
        match (hours.is_empty(), article.hours_text.is_empty()) {
            (true, _) => article.hours_text.to_string(),
            (false, true) => hours,
            (false, false) => format!("{hours} ({})", article.hours_text),
        }
    }

    /// What stands under a name, line by line.
    fn lines(&self, article: &Article) -> Vec<String> {
        let mut lines = Vec::new();
        let reach = self.reach(article).join(" · ");
        let head = article.head.as_str();
        let head = (!head.is_empty()).then(|| HEAD.fill(self.lang, &[("name", &head)]));
        let deputy = article.deputy.as_ref().map(|deputy| {
            let name = self.name_of(deputy);
            DEPUTY.fill(self.lang, &[("name", &name)])
        });
        let hours = self.hours(article);
        let doubt = match (article.to_confirm(), hours == DOUBT) {
            (_, true) => Some(DOUBTFUL_HOURS),
            (true, false) => Some(DOUBTFUL),
            (false, false) => None,
        };
        let hours = Some(hours).filter(|hours| hours != DOUBT);
        let doubt = doubt.map(|doubt| doubt.get(self.lang).to_owned());
        let more = [Some(reach), hours, head, deputy, doubt];
        lines.extend(more.into_iter().flatten().filter(|line| !line.is_empty()));
        lines
    }

    /// What an entry is called; its id when it is not printed.
    fn name_of(&self, id: &Slug) -> String {
        let sections = self.offices.iter();
        let entries = sections.flat_map(|section| {
            std::iter::once(section.office).chain(section.people.iter().copied())
        });
        let mut entries = entries.chain(self.others.iter().copied());
        entries
            .find(|article| article.id == *id)
            .map_or_else(|| id.to_string(), |article| article.title.to_string())
    }
}

/// A name with what it does.
fn titled(article: &Article) -> String {
    let role = article.role.as_str();
    if role.is_empty() || article.kind == ArticleKind::Office {
        article.title.to_string()
    } else {
        format!("{}, {role}", article.title)
    }
}

#[cfg(test)]
mod tests;
