//! What identifiers are called by people: agencies, offices, operators, topics, what happened.

use super::{
    failure::Failure,
    session::{Session, unexpected},
};
use crate::{
    catalog,
    domain::{
        agency::Agency,
        article::Published,
        field::{self, FieldId},
        op::Queue,
        operator::Operator,
        outcome::{ArticleKind, Channel, Level, TicketKind},
        slug::Slug,
    },
    keeper::service::{Dossier, Event, EventKind, Reply, Request},
    locale::Lang,
};
use std::{cell::RefCell, collections::BTreeMap};

catalog! {
    NEWER = "scritto da una versione più nuova" / "written by a newer version";
    CONFLICT = "decisioni diverse" / "conflicting decisions";
    CONCURRENT_EDIT = "valori diversi" / "conflicting values";
}

/// The names of a place, in one language.
pub struct Names<'a> {
    session: &'a Session,
    lang: Lang,
    agencies: Vec<Agency>,
    operators: Vec<Operator>,
    offices: Vec<Published>,
    /// The titles asked for so far: a history names one article many times.
    titles: RefCell<BTreeMap<String, String>>,
}

impl<'a> Names<'a> {
    /// The names that the keeper of a session knows.
    ///
    /// # Errors
    /// When it cannot tell.
    pub fn of(session: &'a Session, lang: Lang) -> Result<Self, Failure> {
        let agencies = session.welcome.agencies.clone();
        let mut offices = Vec::new();
        for agency in &agencies {
            let request = Request::Articles(ArticleKind::Office, agency.id.clone());
            match session.call(request)? {
                Reply::Articles(found) => offices.extend(found),
                other => return Err(unexpected(&other)),
            }
        }
        let operators = session.operators()?;
        Ok(Self {
            session,
            lang,
            agencies,
            operators,
            offices,
            titles: RefCell::default(),
        })
    }

    /// The name of an agency.
    #[must_use]
    pub fn agency(&self, id: &Slug) -> String {
        let found = self.agencies.iter().find(|known| known.id == *id);
        found.map_or_else(|| id.to_string(), |found| found.name.to_string())
    }

    /// The name of an operator.
    #[must_use]
    pub fn operator(&self, id: &Slug) -> String {
        let found = self.operators.iter().find(|known| known.id == *id);
        found.map_or_else(|| id.to_string(), |found| found.name.to_string())
    }

    /// Where a request waits.
    #[must_use]
    pub fn queue(&self, queue: &Queue) -> String {
        match queue {
            Queue::FirstLevel => Level::First.label().get(self.lang).to_owned(),
            Queue::BackOffice => Level::BackOffice.label().get(self.lang).to_owned(),
            Queue::Office(id) => {
                let found = self.offices.iter().find(|known| known.article.id == *id);
                found.map_or_else(|| id.to_string(), |found| found.article.title.to_string())
            }
        }
    }

    /// The title of an article, in whatever version: the version is for scripts.
    fn article(&self, reference: &str) -> String {
        let id = reference.split('@').next().unwrap_or(reference);
        if let Some(title) = self.titles.borrow().get(id) {
            return title.clone();
        }
        let found = Slug::parse(id)
            .ok()
            .and_then(|id| self.session.article(&id).ok());
        let title = found.map_or_else(|| id.to_owned(), |found| found.article.title.to_string());
        let mut titles = self.titles.borrow_mut();
        titles.insert(id.to_owned(), title.clone());
        title
    }

    /// A value of a field: the words of an identifier, anything else as it is.
    #[must_use]
    pub fn value(&self, agency: &Slug, field: FieldId, value: &str) -> String {
        let label = match field {
            field::KIND => TicketKind::from_id(value).map(TicketKind::label),
            field::CHANNEL => Channel::from_id(value).map(Channel::label),
            _ => None,
        };
        let of_agency = self.agencies.iter().find(|known| known.id == *agency);
        match (field, of_agency) {
            (field::TOPIC, Some(of)) => of.topic_name(value, self.lang).to_owned(),
            (field::ARTICLE, _) => self.article(value),
            _ => label.map_or(value, |label| label.get(self.lang)).to_owned(),
        }
    }

    /// What stands out about a request: known marks in words, the tags of the agency as they are.
    #[must_use]
    pub fn flag(&self, flag: &str) -> String {
        let phrase = match flag {
            "conflict" => CONFLICT,
            "concurrent-edit" => CONCURRENT_EDIT,
            "newer-version" => NEWER,
            _ => return flag.to_owned(),
        };
        phrase.get(self.lang).to_owned()
    }

    /// What happened, and the words that went with it.
    #[must_use]
    pub fn event(&self, dossier: &Dossier, event: &Event) -> (String, String) {
        let field = field::FIELDS.iter().find(|spec| spec.key == event.which);
        let words = match (event.what, field) {
            (EventKind::Set, Some(spec)) => {
                self.value(&dossier.ticket.agency, spec.id, event.words.as_str())
            }
            _ => event.words.to_string(),
        };
        let title = match event.what {
            EventKind::Told => self.article(&event.which),
            _ => String::new(),
        };
        (dossier.said(event, self.lang, &title), words)
    }
}
