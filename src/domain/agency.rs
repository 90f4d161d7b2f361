//! An agency: the public body in whose name a call is answered (LC-03).

use super::{slug::Slug, text::Text};
use crate::locale::Lang;
use serde::{Deserialize, Serialize};

/// The reserved agency of what belongs to everyone: national sheets, help lines, operators, grants.
pub const ALL: &str = "all";
/// The fictional agency a fresh desk opens on.
pub const TRIAL: &str = "esempio";

/// Words in both languages, as a curator wrote them.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Bilingual {
    /// Italian.
    pub it: Text,
    /// English; empty when there is none.
    pub en: Text,
}

impl Bilingual {
    /// The words in `lang`, else in Italian.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &Text {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            _ => &self.it,
        }
    }
}

/// A classification of requests (tipologia).
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// Its slug.
    pub id: Slug,
    /// The topic it is part of.
    pub parent: Option<Slug>,
    /// Its name.
    pub name: Bilingual,
}

/// An agency: its name, how it greets, its topics.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Agency {
    /// Its slug.
    pub id: Slug,
    /// Its name.
    pub name: Text,
    /// A fictional one opens the desk in trial (DESIGN §4, *Trial and truth*).
    pub fictional: bool,
    /// The numbers citizens dial to reach it.
    pub called: Vec<Text>,
    /// What the operator says first; `{operator}` is his name (BA-29).
    pub greeting: Bilingual,
    /// Its topics.
    pub topics: Vec<Topic>,
}

impl Agency {
    /// The greeting in `lang` for this operator.
    #[must_use]
    pub fn greet(&self, lang: Lang, operator: &str) -> String {
        self.greeting
            .get(lang)
            .as_str()
            .replace("{operator}", operator)
    }

    /// The name of a topic; its slug when the agency does not know it (any more).
    #[must_use]
    pub fn topic_name<'a>(&'a self, topic: &'a str, lang: Lang) -> &'a str {
        self.topics
            .iter()
            .find(|known| known.id.as_str() == topic)
            .map_or(topic, |known| known.name.get(lang).as_str())
    }
}
