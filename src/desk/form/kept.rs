//! Words of forms that nothing has confirmed: kept for the next time their form opens, and on disk.

use super::{Form, Purpose};
use crate::{
    desk::{app::App, line::LineEdit, msg::Effect, panel::Panel},
    domain::{id::InteractionId, slug::Slug},
};
use serde::{Deserialize, Serialize};

/// What stands in the lines of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Lines(pub Vec<LineEdit>);

/// The lines as they are on disk: an earlier version kept the first alone, and one alone it still reads.
#[derive(Serialize, Deserialize)]
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

impl From<Lines> for Stored {
    fn from(Lines(mut lines): Lines) -> Self {
        match lines.len() {
            1 => Self::One(lines.remove(0)),
            _ => Self::All(lines),
        }
    }
}

impl Lines {
    /// Puts them back where they were typed. A form that has fewer lines now than it had has the rest
    /// in its last.
    fn restore(self, form: &mut Form) {
        let last = form.fields.len().saturating_sub(1);
        for (place, line) in self.0.into_iter().enumerate() {
            match form.fields.get_mut(place.min(last)) {
                Some(field) if place > last => {
                    let words = format!("{} {}", field.line.as_str(), line.as_str());
                    field.line = LineEdit::new(words.trim());
                }
                Some(field) => field.line = line,
                None => {}
            }
        }
    }
}

/// Words of forms that nothing has confirmed, as they are kept on disk beside the drafts of calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptWords {
    /// The name they are kept under.
    pub id: InteractionId,
    /// Who typed them: an account may have several operators. `None` before the desk knew.
    #[serde(default)]
    pub operator: Option<Slug>,
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
        let id = self.kept_words.id;
        let operator = self.operator_id();
        let kept = KeptWords {
            id,
            operator,
            words,
        };
        if kept == self.kept_words || kept.words.is_empty() && self.kept_words.words.is_empty() {
            return;
        }
        self.kept_words = kept;
        self.effects
            .retain(|effect| !matches!(effect, Effect::Keep(of, _) if *of == id));
        let kept = serde_json::to_string(&self.kept_words);
        self.effects.push(match kept {
            Ok(kept) if !self.kept_words.words.is_empty() => Effect::Keep(id, kept),
            _ => Effect::Forget(id),
        });
    }

    /// Words of this operator that a desk that died left behind are in their forms again.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_on_disk_as_it_always_was_and_several_are_a_list() {
        let (one, other) = (LineEdit::new("via Roma"), LineEdit::new("12"));
        let json = |lines: &[LineEdit]| serde_json::to_string(&Lines(lines.to_vec())).unwrap();
        let single = std::slice::from_ref(&one);
        assert_eq!(json(single), serde_json::to_string(&one).unwrap());
        let both = [one.clone(), other];
        for lines in [single, &both] {
            let read: Lines = serde_json::from_str(&json(lines)).unwrap();
            assert_eq!(read.0, lines);
        }
    }
}
