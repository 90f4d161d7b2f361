//! Everything a keeper tells of one request.

use super::{Event, EventKind};
use crate::{
    catalog,
    domain::{
        article::{Occasion, Question},
        field::Value,
        interaction::Interaction,
        outcome::Verb,
        slug::Slug,
        text::Text,
        ticket::Ticket,
    },
    locale::Lang,
};
use serde::{Deserialize, Serialize};

catalog! {
    UNDID = "annullato: «{which}»" / "taken back: “{which}”";
}

/// Everything about one ticket.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// The ticket.
    pub ticket: Ticket,
    /// Its interactions.
    pub interactions: Vec<Interaction>,
    /// Its history, oldest first.
    pub history: Vec<Event>,
    /// What its articles ask, in the version that was told, else in the one in force when it was opened.
    pub asked: Vec<(Slug, Question)>,
}

impl Dossier {
    /// The question of a name, as the operator asked it; the name where no version there is has it.
    #[must_use]
    pub fn question<'a>(&'a self, article: Option<&Slug>, id: &'a str) -> &'a str {
        let of = |of: &Slug| article.is_none_or(|article| article == of);
        let mut asked = self.asked.iter();
        asked
            .find(|(article, question)| of(article) && question.id.as_str() == id)
            .map_or(id, |(_, question)| question.text.as_str())
    }

    /// What happened, in words; an answer by the words of its question, an undo by what it took back.
    #[must_use]
    pub fn said(&self, event: &Event, lang: Lang, title: &str) -> String {
        match event.what {
            EventKind::Answer => {
                let article = event.article.as_ref();
                self.question(article, &event.which).to_owned()
            }
            EventKind::Undo => match self.taken_back(event) {
                Some(taken) => {
                    let what = match taken.what {
                        EventKind::Answer => self.question(taken.article.as_ref(), &taken.which),
                        _ => &taken.said(lang, ""),
                    };
                    UNDID.fill(lang, &[("which", &what)])
                }
                None => event.said(lang, title),
            },
            _ => event.said(lang, title),
        }
    }

    /// What an undo took back, where the history has it.
    fn taken_back(&self, undo: &Event) -> Option<&Event> {
        let place = usize::try_from(undo.undid?).ok()?;
        self.history.get(place)
    }

    /// What an entrusted request is not useful without, and nobody has answered.
    pub fn unanswered(&self) -> impl Iterator<Item = &Text> {
        let handed_on = [Verb::EscalateBackOffice, Verb::EscalateDepartment];
        let entrusted = self.history.iter().any(|event| {
            let verb = Verb::from_id(&event.which);
            !event.void && verb.is_some_and(|verb| handed_on.contains(&verb))
        });
        let asked = self.asked.iter().filter(move |(_, question)| {
            let occasions = [Occasion::Entrusted, Occasion::Reported];
            let fitting = occasions.iter().any(|occasion| question.is_for(*occasion));
            entrusted && question.needed && fitting
        });
        asked
            .filter(|(article, question)| {
                let key = (article.clone(), question.id.clone());
                match self.ticket.answers.get(&key).map(|answer| &answer.value) {
                    Some(Value::Text(words)) => words.is_empty(),
                    Some(Value::Moment(_) | Value::Flag(_)) => false,
                    None => true,
                }
            })
            .map(|(_, question)| &question.text)
    }
}
