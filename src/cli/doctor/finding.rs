//! One check's finding: good, doubtful or bad, and what to do.

use crate::{
    catalog,
    cli::{context::Context, failure::Said},
    locale::{Lang, Phrase},
};

/// How it stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// As it should be.
    Good,
    /// It works, and could be better.
    Doubtful,
    /// It does not work.
    Bad,
}

impl Verdict {
    const fn id(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Doubtful => "doubtful",
            Self::Bad => "bad",
        }
    }

    const fn label(self) -> Phrase {
        match self {
            Self::Good => GOOD,
            Self::Doubtful => DOUBTFUL,
            Self::Bad => BAD,
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// What was looked at: stable, for scripts.
    pub what: &'static str,
    /// The same for a person.
    pub label: Phrase,
    /// How it stands.
    pub verdict: Verdict,
    /// In words.
    pub words: Said,
    /// What to do about it.
    pub hint: Option<Said>,
}

catalog! {
    GOOD = "bene" / "good";
    DOUBTFUL = "da vedere" / "look at it";
    BAD = "male" / "bad";
    VERSION = "Versione" / "Version";
    VERSION_IS = "{version}" / "{version}";
}

impl Finding {
    /// It is as it should be.
    pub fn good(what: &'static str, label: Phrase, words: impl Into<Said>) -> Self {
        Self {
            what,
            label,
            verdict: Verdict::Good,
            words: words.into(),
            hint: None,
        }
    }

    /// It is not, and this is what to do.
    pub fn not(mut self, verdict: Verdict, hint: impl Into<Said>) -> Self {
        self.verdict = verdict;
        self.hint = Some(hint.into());
        self
    }

    /// As lines of text.
    pub fn text(&self, lang: Lang) -> String {
        let head = format!(
            "{}: {} · {}",
            self.label.get(lang),
            self.verdict.label().get(lang),
            self.words.get(lang)
        );
        match &self.hint {
            None => head,
            Some(hint) => {
                let label = crate::cli::words::WHAT_TO_DO.get(lang);
                format!("{head}\n    {label}: {}", hint.get(lang))
            }
        }
    }

    /// For a script.
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "check": self.what,
            "verdict": self.verdict.id(),
            "words": self.words.get(Lang::En),
            "hint": self.hint.as_ref().map(|hint| hint.get(Lang::En)),
        })
    }
}

/// Which program this is.
pub fn version(_: &Context) -> Finding {
    let words = Said::from(VERSION_IS).with("version", env!("CARGO_PKG_VERSION"));
    Finding::good("version", VERSION, words)
}
