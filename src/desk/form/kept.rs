//! Words of forms that nothing has confirmed: kept for the next time their form opens, and on disk.

use super::{Form, Purpose};
use crate::{
    desk::{app::App, line::LineEdit, msg::Effect, panel::Panel},
    domain::id::InteractionId,
};
use serde::{Deserialize, Serialize};

/// What stands in the lines of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Lines(pub Vec<LineEdit>);

/// The lines as they are on disk: an earlier version kept the first alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    One(LineEdit),
    All(Vec<LineEdit>),
}

impl From<Stored> for Lines {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::One(line) => Self(vec![line]),
            Stored::All(lines) => Self(lines),
        }
    }
}

impl Lines {
    /// Puts them back where they were typed.
    fn restore(self, form: &mut Form) {
        for (field, line) in form.fields.iter_mut().zip(self.0) {
            field.line = line;
        }
    }
}

/// Words of forms that nothing has confirmed, as they are kept on disk beside the drafts of calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptWords {
    /// The name they are kept under.
    pub id: InteractionId,
    /// What each was typed for.
    pub words: Vec<(Purpose, Lines)>,
}

impl App {
    /// Closes every panel; what was typed in a form is kept for the next time it opens.
    pub fn close_panels(&mut self) {
        for words in self.words_in_forms() {
            self.put_by(words);
        }
        self.panels.clear();
    }

    /// Keeps words of a form for a next time it opens. Other words for the same form stay: each is
    /// somebody's only copy.
    pub fn put_by(&mut self, words: (Purpose, Lines)) {
        self.unconfirmed.retain(|kept| *kept != words);
        self.unconfirmed.push(words);
    }

    fn words_in_forms(&self) -> Vec<(Purpose, Lines)> {
        let forms = self.panels.iter().filter_map(|panel| match panel {
            Panel::Form(form) => form.unconfirmed(),
            _ => None,
        });
        forms.collect()
    }

    /// The words of forms that nothing has confirmed follow on disk: a desk that dies loses none.
    pub fn keep_words(&mut self) {
        let mut words = self.unconfirmed.clone();
        words.extend(self.words_in_forms());
        if words == self.kept_words.words {
            return;
        }
        self.kept_words.words = words;
        let id = self.kept_words.id;
        self.effects
            .retain(|effect| !matches!(effect, Effect::Keep(of, _) if *of == id));
        let kept = serde_json::to_string(&self.kept_words);
        self.effects.push(match kept {
            Ok(kept) if !self.kept_words.words.is_empty() => Effect::Keep(id, kept),
            _ => Effect::Forget(id),
        });
    }

    /// Words that a desk that died left behind are in their forms again.
    pub fn words_found(&mut self, found: &[KeptWords]) {
        for words in found.iter().flat_map(|found| &found.words) {
            let open = self.top::<Form>();
            let open = open.filter(|form| form.purpose == words.0 && form.unconfirmed().is_none());
            match open {
                Some(form) => words.1.clone().restore(form),
                None => self.put_by(words.clone()),
            }
        }
        // They are kept with this desk's own before the others are let go.
        self.keep_words();
        let gone = found.iter().map(|found| Effect::Forget(found.id));
        self.effects.extend(gone);
    }

    /// Opens a form with what was typed in it last.
    pub(super) fn ask_line(&mut self, mut form: Form) {
        let kept = self
            .unconfirmed
            .iter()
            .rposition(|(purpose, _)| *purpose == form.purpose);
        if let Some(position) = kept {
            self.unconfirmed.remove(position).1.restore(&mut form);
        }
        self.open(form);
    }
}
