//! F1: the keys of the screen one is on, and what they do, from the command table.

mod view;

use super::{
    app::App,
    command::{self, Command, Shown, Step, commands},
    line::LineEdit,
    panel::Screen,
    widget::{Canvas, Cursor, key_words},
};
use ratatui::layout::Rect;

/// One line of help.
#[derive(Clone, Debug, PartialEq)]
pub struct HelpLine {
    /// The key, as its cap says.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// What it does.
    pub help: String,
}

/// The help being read.
#[derive(Clone, Debug, PartialEq)]
pub struct Help {
    /// Its lines.
    pub lines: Vec<HelpLine>,
    /// Lines scrolled away.
    pub scroll: usize,
}

use Shown::{Footer, Hidden};

impl Screen for Help {
    const SCOPES: &'static [&'static str] = &["help"];
    const OVERLAY: bool = true;
    const COMMANDS: &'static [Command] = commands! {
        "help" "close" Footer(0), "chiudi" / "close", "Chiude l'aiuto." / "Closes the help.", close;
        "help" "up" Hidden, "su" / "up", "Una riga più su." / "A line up.", |app| scroll(app, -1);
        "help" "down" Hidden, "giù" / "down", "Una riga più giù." / "A line down.", |app| scroll(app, 1);
        "help" "page_up" Hidden, "pagina su" / "page up", "Una pagina più su." / "A page up.", |app| scroll(app, -10);
        "help" "page_down" Hidden, "pagina giù" / "page down", "Una pagina più giù." / "A page down.", |app| scroll(app, 10);
    };

    fn line(&mut self) -> Option<&mut LineEdit> {
        None
    }

    fn view(&self, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
        view::view(self, app, area, canvas)
    }
}

/// Opens the help of what has the keys now; a second F1 closes it.
pub fn open(app: &mut App) -> Step {
    if app.top::<Help>().is_some() {
        return close(app);
    }
    let scopes = app.scopes();
    let lines = scopes
        .iter()
        .flat_map(|scope| command::all().filter(move |command| command.scope == *scope))
        .filter(|command| command.shown != Hidden)
        .map(|command| HelpLine {
            key: key_words(app, command),
            label: app.say(command.label).to_owned(),
            help: app.say(command.help).to_owned(),
        })
        .collect();
    app.open(Help { lines, scroll: 0 });
    Step::Done
}

fn close(app: &mut App) -> Step {
    app.back();
    Step::Done
}

fn scroll(app: &mut App, by: isize) -> Step {
    if let Some(help) = app.top::<Help>() {
        let last = help.lines.len().saturating_sub(1);
        help.scroll = help.scroll.saturating_add_signed(by).min(last);
    }
    Step::Done
}
