//! A sheet open in full, passage by passage: Invio marks the one that was told.

mod view;

use super::{
    app::App,
    command::{Command, Shown, Step, commands},
    line::LineEdit,
    panel::Screen,
    phone,
    theme::Tone,
    widget::{Canvas, Cursor, Passage, passages},
    words,
};
use crate::domain::article::Published;
use ratatui::layout::Rect;

/// An article being read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reader {
    /// What it says.
    pub published: Published,
    /// The passage that is chosen, counted from the first.
    pub passage: usize,
    /// Rows scrolled away.
    pub scroll: usize,
}

use Shown::{Footer, Hidden, Listed};

impl Screen for Reader {
    const SCOPES: &'static [&'static str] = &["sheet"];
    const OVERLAY: bool = false;
    const COMMANDS: &'static [Command] = commands! {
        "sheet" "mark" Footer(0), "detto" / "told", "Segna il passo come detto a chi chiama: poi si conclude." / "Marks the passage as told to the caller: then conclude.", mark;
        "sheet" "back" Footer(5), "indietro" / "back", "Torna ai risultati." / "Back to the results.", back;
        "sheet" "next_passage" Listed, "passo seguente" / "next passage", "Il passo seguente." / "The next passage.", |app| step(app, 1);
        "sheet" "previous_passage" Listed, "passo precedente" / "previous passage", "Il passo precedente." / "The previous passage.", |app| step(app, -1);
        "sheet" "up" Hidden, "su" / "up", "Il passo precedente." / "The previous passage.", |app| step(app, -1);
        "sheet" "down" Hidden, "giù" / "down", "Il passo seguente." / "The next passage.", |app| step(app, 1);
        "sheet" "page_up" Hidden, "pagina su" / "page up", "Una pagina più su." / "A page up.", |app| step(app, -4);
        "sheet" "page_down" Hidden, "pagina giù" / "page down", "Una pagina più giù." / "A page down.", |app| step(app, 4);
        "sheet" "first" Hidden, "all'inizio" / "to the start", "Al primo passo." / "To the first passage.", |app| step(app, isize::MIN);
        "sheet" "last" Hidden, "alla fine" / "to the end", "All'ultimo passo." / "To the last passage.", |app| step(app, isize::MAX);
    };

    fn line(&mut self) -> Option<&mut LineEdit> {
        None
    }

    fn view(&self, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
        view::view(self, app, area, canvas)
    }
}

impl Reader {
    /// An article from its beginning: the sentence to say.
    #[must_use]
    pub const fn new(published: Published) -> Self {
        Self {
            published,
            passage: 0,
            scroll: 0,
        }
    }

    /// Its passages, the sentence to say first.
    #[must_use]
    pub fn passages(&self, app: &App) -> Vec<Passage> {
        passages(&self.published, app)
    }
}

fn step(app: &mut App, by: isize) -> Step {
    let count = match app.panels.last() {
        Some(super::panel::Panel::Reader(reader)) => reader.passages(app).len(),
        _ => 0,
    };
    if let Some(reader) = app.top::<Reader>() {
        reader.passage = reader
            .passage
            .saturating_add_signed(by)
            .min(count.saturating_sub(1));
    }
    Step::Done
}

fn back(app: &mut App) -> Step {
    app.back();
    Step::Done
}

/// The passage was told: it is what F10 concludes with. The sheet stays open.
fn mark(app: &mut App) -> Step {
    let chosen = match app.panels.last() {
        Some(super::panel::Panel::Reader(reader)) => {
            let passage = reader.passages(app).into_iter().nth(reader.passage);
            passage.map(|passage| phone::told(&reader.published, passage.text()))
        }
        _ => None,
    };
    if let (Some(told), Some(question)) = (chosen, app.call.question_mut()) {
        question.tell(told);
        app.tell(Tone::Good, words::PASSAGE_MARKED);
        app.keep_draft();
    }
    Step::Done
}
