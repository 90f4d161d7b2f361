//! How a command fails: an exit code, what happened, why, and what to do about it.

use super::words;
use crate::{
    domain::rules::refusals,
    keeper::service::Fault,
    locale::{Lang, Phrase},
};
use std::fmt::Display;

/// The exit codes of the command line; scripts count on them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Exit {
    /// Done.
    Done,
    /// A rule refused it.
    Refused,
    /// The command line is wrong.
    Usage,
    /// The store or the index cannot be used.
    Store,
    /// Not found.
    NotFound,
    /// The keeper of the data directory does not answer.
    Keeper,
}

impl Exit {
    /// The code the process leaves with.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Store => 3,
            Self::NotFound => 4,
            Self::Keeper => 6,
        }
    }

    /// The word for it in JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Usage => "usage",
            Self::Store => "store",
            Self::NotFound => "not-found",
            Self::Keeper => "keeper",
        }
    }
}

/// A phrase with its values, not yet in a language.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Said {
    phrase: Phrase,
    values: Vec<(&'static str, Value)>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Value {
    Plain(String),
    Phrase(Phrase),
    List(Vec<Phrase>),
}

impl From<Phrase> for Said {
    fn from(phrase: Phrase) -> Self {
        Self {
            phrase,
            values: Vec::new(),
        }
    }
}

impl Said {
    /// The same with the place `name` filled.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.values.push((name, Value::Plain(value.to_string())));
        self
    }

    /// The same with the place `name` filled by a phrase, in whatever language is chosen.
    #[must_use]
    pub fn with_phrase(mut self, name: &'static str, value: Phrase) -> Self {
        self.values.push((name, Value::Phrase(value)));
        self
    }

    /// The same with the place `name` filled by phrases, one after the other.
    #[must_use]
    pub fn with_list(mut self, name: &'static str, values: Vec<Phrase>) -> Self {
        self.values.push((name, Value::List(values)));
        self
    }

    /// Its words in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> String {
        let texts: Vec<(&str, String)> = self
            .values
            .iter()
            .map(|(name, value)| match value {
                Value::Plain(text) => (*name, text.clone()),
                Value::Phrase(phrase) => (*name, phrase.get(lang).to_owned()),
                Value::List(phrases) => {
                    let words: Vec<&str> = phrases.iter().map(|one| one.get(lang)).collect();
                    (*name, words.join(", "))
                }
            })
            .collect();
        let values: Vec<(&str, &dyn Display)> = texts
            .iter()
            .map(|(name, text)| (*name, text as &dyn Display))
            .collect();
        self.phrase.fill(lang, &values)
    }
}

/// Why a command ended early.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Failure {
    /// Whoever read the output has gone: a quiet end.
    Pipe,
    /// Something to tell the person.
    Told(Box<Told>),
}

/// What the person is told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Told {
    /// The exit code.
    pub exit: Exit,
    /// The rule that refused, where one did.
    pub rule: Option<String>,
    /// What happened.
    pub what: Said,
    /// Why, in the words of whoever knows (the system, a parser): never translated.
    pub cause: Option<String>,
    /// What to do.
    pub hint: Option<Said>,
}

/// What a command comes to.
pub type Done = Result<(), Failure>;

impl Failure {
    /// A failure with this exit code.
    #[must_use]
    pub fn new(exit: Exit, what: impl Into<Said>) -> Self {
        Self::Told(Box::new(Told {
            exit,
            rule: None,
            what: what.into(),
            cause: None,
            hint: None,
        }))
    }

    /// The same with its cause.
    #[must_use]
    pub fn because(mut self, cause: impl Display) -> Self {
        if let Self::Told(told) = &mut self {
            told.cause = Some(cause.to_string());
        }
        self
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Said>) -> Self {
        if let Self::Told(told) = &mut self {
            told.hint = Some(hint.into());
        }
        self
    }

    /// A rule refused it.
    #[must_use]
    pub fn refused(rule: &str, what: impl Into<Said>) -> Self {
        let mut failure = Self::new(Exit::Refused, what);
        if let Self::Told(told) = &mut failure {
            told.rule = Some(rule.to_owned());
        }
        failure
    }

    /// Whether this rule refused it.
    #[must_use]
    pub fn is_refusal(&self, rule: &str) -> bool {
        matches!(self, Self::Told(told) if told.rule.as_deref() == Some(rule))
    }

    /// The code the process leaves with.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Pipe => Exit::Done,
            Self::Told(told) => told.exit,
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(rule) => {
                let known = refusals::ALL.iter().find(|refusal| refusal.rule == rule);
                let said = known.map_or_else(
                    || Said::from(words::REFUSED_BY).with("rule", &rule),
                    |refusal| refusal.words.into(),
                );
                Self::refused(&rule, said)
            }
            Fault::Unacceptable(why) => Self::new(Exit::Refused, words::UNACCEPTABLE).because(why),
            Fault::ReadOnly(why) => Self::new(Exit::Store, words::READ_ONLY)
                .because(why)
                .hint(words::READ_ONLY_HINT),
            Fault::Busy => Self::new(Exit::Store, words::BUSY).hint(words::BUSY_HINT),
            Fault::Journal(why) => Self::new(Exit::Store, words::JOURNAL_UNUSABLE)
                .because(why)
                .hint(words::JOURNAL_UNUSABLE_HINT),
            Fault::Unfinished => {
                Self::new(Exit::Store, words::UNFINISHED).hint(words::UNFINISHED_HINT)
            }
            Fault::Store(why) => Self::new(Exit::Store, words::STORE_UNUSABLE)
                .because(why)
                .hint(words::STORE_UNUSABLE_HINT),
            Fault::Newer(why) => Self::new(Exit::Store, words::MADE_BY_NEWER)
                .because(why)
                .hint(words::MADE_BY_NEWER_HINT),
            Fault::Unreachable(why) => Self::new(Exit::Keeper, words::KEEPER_SILENT)
                .because(why)
                .hint(words::KEEPER_SILENT_HINT),
            Fault::Version { theirs, ours } => Self::new(
                Exit::Keeper,
                Said::from(words::KEEPER_VERSION)
                    .with("theirs", theirs)
                    .with("ours", ours),
            )
            .hint(words::KEEPER_VERSION_HINT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_its_rule_in_the_language_of_the_person() {
        let failure = Failure::from(Fault::Refused("no-answer".to_owned()));
        let Failure::Told(told) = &failure else {
            panic!("told");
        };
        assert_eq!(
            (told.exit, told.rule.as_deref()),
            (Exit::Refused, Some("no-answer"))
        );
        assert!(told.what.get(Lang::It).contains("per chiudere"));
        assert!(told.what.get(Lang::En).contains("to close"));
    }

    #[test]
    fn an_unknown_rule_is_named() {
        let failure = Failure::from(Fault::Refused("quota".to_owned()));
        let Failure::Told(told) = failure else {
            panic!("told");
        };
        assert!(told.what.get(Lang::En).contains("quota"));
    }
}
