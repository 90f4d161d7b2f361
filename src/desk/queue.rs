//! The queue: the requests that wait, by who has them, and the calls that are parked.

mod view;

use super::{
    app::{App, Wait},
    command::{Command, Shown, Step, commands},
    dossier,
    line::LineEdit,
    msg::{Ask, Then},
    panel::{Panel, Screen},
    widget::{Canvas, Cursor},
    words,
};
use crate::{
    domain::{op::Queue, outcome::Level},
    keeper::service::{Filter, Request, Row},
    locale::Phrase,
};
use ratatui::layout::Rect;

/// One view of the queue.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum View {
    /// What this operator holds.
    Mine,
    /// What waits at the first level.
    First,
    /// What waits in the back office.
    BackOffice,
    /// What departments hold.
    Departments,
    /// Every request, closed ones included, newest first.
    All,
}

impl View {
    /// The views with their names, in order.
    pub const ALL: &[(Self, Phrase)] = &[
        (Self::Mine, words::VIEW_MINE),
        (Self::First, words::VIEW_FIRST),
        (Self::BackOffice, words::VIEW_BACK_OFFICE),
        (Self::Departments, words::VIEW_DEPARTMENTS),
        (Self::All, words::VIEW_ALL),
    ];
}

/// The queue screen.
#[derive(Clone, Debug, PartialEq)]
pub struct QueuePanel {
    /// Which view.
    pub view: View,
    /// What narrows it.
    pub line: LineEdit,
    /// Whether what is typed narrows the list; else it goes on with the line of the call.
    pub filtering: bool,
    /// The list, once it has come.
    pub rows: Vec<Row>,
    /// Which row is chosen.
    pub selected: usize,
    /// The question the list answers.
    pub asked: u64,
    /// Whether a list has come.
    pub loaded: bool,
    /// How many requests are in each view, once they were counted.
    pub counts: Vec<u32>,
    /// The question the counts answer.
    pub counting: u64,
    /// Whether requests changed since it was asked: when its answer comes, it is asked again.
    pub recount: bool,
    /// The question that was answered last: an older list is shown, but no key decides on it.
    pub answered: u64,
}

/// How many rows a list asks for.
const ROWS: u32 = 200;
/// How far the requests of a view are counted: past it the tab says only that there are more.
pub const COUNTED: u32 = 1_000;

use Shown::{Footer, Hidden};

impl Screen for QueuePanel {
    const SCOPES: &'static [&'static str] = &["queue", "field"];
    const OVERLAY: bool = false;
    const COMMANDS: &'static [Command] = commands! {
        "queue" "open" Footer(0), "apri" / "open", "Apre la richiesta scelta." / "Opens the chosen request.", open_chosen;
        "queue" "take" Footer(1), "prendi" / "take", "Prende in carico la richiesta scelta." / "Takes the chosen request.", take;
        "queue" "filter" Footer(2), "filtra" / "filter", "Scrivi le parole da cercare nell'elenco e conferma." / "Type the words to look for in the list and confirm.", filter;
        "queue" "next_view" Footer(3), "vista seguente" / "next view", "La vista seguente." / "The next view.", |app| turn(app, 1);
        "queue" "previous_view" Hidden, "vista precedente" / "previous view", "La vista precedente." / "The previous view.", |app| turn(app, -1);
        "queue" "back" Footer(4), "indietro" / "back", "Torna alla telefonata." / "Back to the call.", back;
        "queue" "up" Hidden, "su" / "up", "La riga precedente." / "The previous row.", |app| step(app, -1);
        "queue" "down" Hidden, "giù" / "down", "La riga seguente." / "The next row.", |app| step(app, 1);
        "queue" "page_up" Hidden, "pagina su" / "page up", "Dieci righe più su." / "Ten rows up.", |app| step(app, -10);
        "queue" "page_down" Hidden, "pagina giù" / "page down", "Dieci righe più giù." / "Ten rows down.", |app| step(app, 10);
        "queue" "first" Hidden, "all'inizio" / "to the start", "Alla prima riga." / "To the first row.", |app| step(app, isize::MIN);
        "queue" "last" Hidden, "alla fine" / "to the end", "All'ultima riga." / "To the last row.", |app| step(app, isize::MAX);
    };

    fn line(&mut self) -> Option<&mut LineEdit> {
        self.filtering.then_some(&mut self.line)
    }

    fn typed(app: &mut App) {
        reload(app);
    }

    fn view(&self, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
        view::view(self, app, area, canvas)
    }
}

/// F4: opens the queue where this operator works.
pub fn open(app: &mut App) -> Step {
    if app.operator.is_none() {
        return Step::Wait(Wait::Welcome);
    }
    if let Some(pending) = app.pending.last() {
        return Step::Wait(Wait::Saved(pending.batch));
    }
    app.panels.retain(|panel| !matches!(panel, Panel::Queue(_)));
    app.open(QueuePanel {
        view: View::Mine,
        line: LineEdit::default(),
        filtering: false,
        rows: Vec::new(),
        selected: 0,
        asked: 0,
        loaded: false,
        counts: Vec::new(),
        counting: 0,
        recount: false,
        answered: 0,
    });
    reload(app);
    count(app);
    Step::Done
}

/// The rows of an answer, if they are for what the panel shows.
pub fn arrived(app: &mut App, question: u64, rows: Vec<Row>) {
    if let Some(panel) = panel_of(app).filter(|panel| panel.asked == question) {
        // The chosen request stays chosen, wherever it stands now.
        let chosen = panel.rows.get(panel.selected).map(|row| row.id);
        let again = rows.iter().position(|row| Some(row.id) == chosen);
        panel.selected = again.unwrap_or_else(|| panel.selected.min(rows.len().saturating_sub(1)));
        panel.rows = rows;
        panel.loaded = true;
        panel.answered = question;
    }
}

/// Requests changed somewhere: an open list is asked again.
pub fn changed(app: &mut App) {
    if panel_of(app).is_some() {
        reload(app);
        count(app);
    }
}

/// Asks how many requests wait in each view: the tabs say where there is work. One such question is
/// on its way at a time, however fast requests change: each reads far into the keeper's views.
fn count(app: &mut App) {
    let counting = app
        .outstanding
        .iter()
        .any(|ask| matches!(ask, Ask::Counts(_)));
    if counting {
        if let Some(panel) = panel_of(app) {
            panel.recount = true;
        }
        return;
    }
    let filters = View::ALL.iter().map(|(view, _)| Filter {
        limit: COUNTED,
        ..filter_of(app, *view)
    });
    let filters = filters.collect();
    let question = app.next_question();
    app.ask(Ask::Counts(question), Request::Counts(filters));
    if let Some(panel) = panel_of(app) {
        panel.counting = question;
        panel.recount = false;
    }
}

/// The counts of an answer; what changed meanwhile is counted again.
pub fn counted(app: &mut App, question: u64, counts: Vec<u32>) {
    let Some(panel) = panel_of(app) else { return };
    if panel.counting == question {
        panel.counts = counts;
    }
    if panel.recount {
        count(app);
    }
}

fn panel_of(app: &mut App) -> Option<&mut QueuePanel> {
    app.panels.iter_mut().find_map(|panel| match panel {
        Panel::Queue(queue) => Some(queue),
        _ => None,
    })
}

/// Which requests a view shows.
fn filter_of(app: &App, view: View) -> Filter {
    let mut filter = Filter {
        agency: Some(app.agency_id.clone()),
        unclosed: view != View::All,
        ..Filter::default()
    };
    match view {
        View::Mine => filter.owner = app.operator.as_ref().map(|operator| operator.id.clone()),
        View::First => filter.queue = Some(Queue::FirstLevel),
        View::BackOffice => filter.queue = Some(Queue::BackOffice),
        View::Departments => filter.level = Some(Level::Department),
        View::All => {}
    }
    filter
}

fn reload(app: &mut App) {
    let Some(panel) = panel_of(app) else { return };
    let (view, words) = (panel.view, panel.line.as_str().to_owned());
    let filter = Filter {
        words,
        limit: ROWS,
        ..filter_of(app, view)
    };
    let question = app.ask_list(filter);
    if let Some(panel) = panel_of(app) {
        panel.asked = question;
    }
}

/// What a key on the list waits for: what was just saved, and the list with it in. A list that was
/// asked and could not be had is asked again.
fn waits(app: &mut App) -> Option<Wait> {
    if let Some(pending) = app.pending.last() {
        return Some(Wait::Saved(pending.batch));
    }
    let coming = list_coming(app)?;
    if app.is_coming(&coming) {
        return Some(coming);
    }
    reload(app);
    list_coming(app)
}

/// The list that was asked for and has not come.
fn list_coming(app: &App) -> Option<Wait> {
    match app.panels.last() {
        Some(Panel::Queue(panel)) if panel.answered != panel.asked => {
            Some(Wait::Answer(Ask::Queue(panel.asked)))
        }
        _ => None,
    }
}

fn step(app: &mut App, by: isize) -> Step {
    if let Some(wait) = waits(app) {
        return Step::Wait(wait);
    }
    if let Some(panel) = app.top::<QueuePanel>() {
        let last = panel.rows.len().saturating_sub(1);
        panel.selected = panel.selected.saturating_add_signed(by).min(last);
    }
    Step::Done
}

fn turn(app: &mut App, by: isize) -> Step {
    if let Some(panel) = app.top::<QueuePanel>() {
        let count = View::ALL.len();
        let now = View::ALL
            .iter()
            .position(|(view, _)| *view == panel.view)
            .unwrap_or_default();
        let next = (now + count).saturating_add_signed(by) % count;
        if let Some((view, _)) = View::ALL.get(next) {
            panel.view = *view;
        }
        panel.selected = 0;
        panel.rows.clear();
        panel.loaded = false;
    }
    reload(app);
    Step::Done
}

fn filter(app: &mut App) -> Step {
    if let Some(panel) = app.top::<QueuePanel>() {
        panel.filtering = !panel.filtering;
    }
    Step::Done
}

fn chosen(app: &mut App) -> Result<Option<Row>, Wait> {
    if let Some(wait) = waits(app) {
        return Err(wait);
    }
    let panel = app.top::<QueuePanel>();
    Ok(panel.and_then(|panel| panel.rows.get(panel.selected).cloned()))
}

fn open_chosen(app: &mut App) -> Step {
    if let Some(panel) = app.top::<QueuePanel>().filter(|panel| panel.filtering) {
        panel.filtering = false;
        return Step::Done;
    }
    match chosen(app) {
        Err(wait) => Step::Wait(wait),
        Ok(Some(row)) => dossier::open(app, row.id),
        Ok(None) => {
            app.refuse(words::QUEUE_EMPTY);
            Step::Done
        }
    }
}

/// Takes the chosen request: its state graph is needed, so it opens too.
fn take(app: &mut App) -> Step {
    match chosen(app) {
        Err(wait) => Step::Wait(wait),
        Ok(Some(row)) => dossier::open_to(app, row.id, Then::Take),
        Ok(None) => {
            app.refuse(words::QUEUE_EMPTY);
            Step::Done
        }
    }
}

fn back(app: &mut App) -> Step {
    match app.top::<QueuePanel>() {
        Some(panel) if panel.filtering => {
            panel.filtering = false;
            panel.line = LineEdit::default();
            reload(app);
        }
        _ => app.back(),
    }
    Step::Done
}
