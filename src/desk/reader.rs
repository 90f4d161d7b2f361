//! A sheet open in full, passage by passage: Invio marks the one that was told.

mod layout;
mod view;

use super::{
    app::App,
    command::{Command, Shown, Step, commands},
    line::LineEdit,
    panel::Screen,
    phone,
    theme::Tone,
    view::body,
    widget::{Canvas, Cursor, Passage, passages},
    words,
};
use crate::domain::article::Published;
use layout::Layout;
use ratatui::layout::Rect;

/// An article being read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reader {
    /// What it says.
    pub published: Published,
    /// The passage that is chosen, counted from the first.
    pub passage: usize,
    /// Rows scrolled away.
    pub scroll: u16,
}

use Shown::{Footer, Hidden, Listed};

impl Screen for Reader {
    const SCOPES: &'static [&'static str] = &["sheet"];
    const OVERLAY: bool = false;
    const COMMANDS: &'static [Command] = commands! {
        "sheet" "mark" Footer(0), "detto" / "told", "Segna il passo come detto a chi chiama: poi si conclude." / "Marks the passage as told to the caller: then conclude.", mark;
        "sheet" "back" Footer(5), "indietro" / "back", "Torna ai risultati." / "Back to the results.", back;
        "sheet" "wrong_number" Listed, "numero errato" / "wrong number", "Il numero di questa voce è errato: lo vede chi cura la rubrica." / "The number of this entry is wrong: the curator sees it.", phone::wrong_number;
        "sheet" "propose" Listed, "versioni e modifiche" / "versions and changes", "Le versioni della scheda: storia, approvazioni, e il testo da modificare." / "The versions of the sheet: history, approvals, and the text to change.", propose;
        "sheet" "next_passage" Listed, "passo seguente" / "next passage", "Il passo seguente." / "The next passage.", |app| go(app, |sheet, at| sheet.passage(at, 1));
        "sheet" "previous_passage" Listed, "passo precedente" / "previous passage", "Il passo precedente." / "The previous passage.", |app| go(app, |sheet, at| sheet.passage(at, -1));
        "sheet" "up" Hidden, "su" / "up", "Più su: una riga di un passo lungo, o il passo precedente." / "Further up: a row of a long passage, or the previous passage.", |app| go(app, |sheet, at| sheet.line(at, -1));
        "sheet" "down" Hidden, "giù" / "down", "Più giù: una riga di un passo lungo, o il passo seguente." / "Further down: a row of a long passage, or the next passage.", |app| go(app, |sheet, at| sheet.line(at, 1));
        "sheet" "page_up" Hidden, "pagina su" / "page up", "Una pagina più su." / "A page up.", |app| go(app, |sheet, at| sheet.page(at, -1));
        "sheet" "page_down" Hidden, "pagina giù" / "page down", "Una pagina più giù." / "A page down.", |app| go(app, |sheet, at| sheet.page(at, 1));
        "sheet" "first" Hidden, "all'inizio" / "to the start", "Al primo passo." / "To the first passage.", |app| go(app, |_, _| Layout::first());
        "sheet" "last" Hidden, "alla fine" / "to the end", "All'ultimo passo." / "To the last passage.", |app| go(app, |sheet, _| sheet.last());
    };

    fn line(&mut self) -> Option<&mut LineEdit> {
        None
    }

    fn view(&self, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
        Some(view::view(self, app, area, canvas))
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

/// Goes to another place of the sheet: a passage, and the first row on screen.
fn go(app: &mut App, to: fn(&Layout, (usize, u16)) -> (usize, u16)) -> Step {
    let body = body(app.size);
    let next = match app.panels.last() {
        Some(super::panel::Panel::Reader(reader)) => {
            let heading = view::heading(reader, app, body.width);
            let place = Rect {
                height: body.height.saturating_sub(heading),
                ..body
            };
            let layout = Layout::of(reader, app, place);
            to(&layout, (reader.passage, reader.scroll))
        }
        _ => return Step::Done,
    };
    if let Some(reader) = app.top::<Reader>() {
        (reader.passage, reader.scroll) = next;
    }
    Step::Done
}

/// The version on screen as a curator sees it.
fn propose(app: &mut App) -> Step {
    let shown = app
        .top::<Reader>()
        .map(|reader| reader.published.reference());
    if let Some(shown) = shown {
        super::version::open(app, shown.id, shown.version, false);
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
