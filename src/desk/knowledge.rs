//! The life of the knowledge base as lists: what is new, and by task what waits for a curator.

mod view;

use super::{
    app::{App, Wait},
    command::{Command, Shown, Step, commands},
    line::LineEdit,
    msg::{Ask, Then},
    panel::{Panel, Screen},
    version,
    widget::{Canvas, Cursor},
    words,
};
use crate::{
    domain::{
        article::Published,
        rules::{self, refusals},
        slug::Slug,
        text::Text,
    },
    keeper::service::{CuratorRow, CuratorTask, Request},
    locale::Phrase,
};
use ratatui::layout::Rect;

/// One list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum View {
    /// What is new and was not read.
    News,
    /// What waits for a curator.
    Task(CuratorTask),
}

impl View {
    /// The lists with their names, in order.
    pub const ALL: &[(Self, Phrase)] = &[
        (Self::News, words::NEWS),
        (Self::Task(CuratorTask::Draft), words::TASK_DRAFTS),
        (Self::Task(CuratorTask::Approved), words::TASK_APPROVED),
        (Self::Task(CuratorTask::Rivals), words::TASK_RIVALS),
        (Self::Task(CuratorTask::WrongNumber), words::TASK_NUMBERS),
        (Self::Task(CuratorTask::Expires), words::TASK_EXPIRES),
    ];
}

/// The lists for who works at this desk: what waits for a curator waits for nobody else.
#[must_use]
pub fn views(app: &App) -> Vec<(View, Phrase)> {
    let tasks = curates(app);
    let views = View::ALL.iter().copied();
    { views.filter(|(view, _)| tasks || *view == View::News) }.collect()
}

/// Whether this operator writes, approves or publishes texts of the agency.
fn curates(app: &App) -> bool {
    let operator = app.operator.as_ref();
    operator.is_some_and(|one| rules::works_on_texts(one, &app.agency_id))
}

/// Why this operator has no lists of a curator; `None` when he has.
#[must_use]
pub fn refused(app: &App) -> Option<Phrase> {
    (app.operator.is_some() && !curates(app)).then_some(refusals::NO_ROLE.words)
}

/// What is said where a list is empty.
const fn empty(view: View) -> Phrase {
    match view {
        View::News => words::NOTHING_NEW,
        View::Task(_) => words::NOTHING_WAITS,
    }
}

/// What is known of the life of the knowledge base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Knowledge {
    /// What is new and was not read, newest first.
    pub news: Vec<Published>,
    /// The question it answers.
    pub news_asked: u64,
    /// What waits for a curator.
    pub tasks: Vec<CuratorRow>,
    /// The question it answers.
    pub tasks_asked: u64,
    /// What its texts are written with.
    pub editor: version::Editor,
}

/// The lists on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct KnowledgePanel {
    /// Which list.
    pub view: View,
    /// Which row is chosen.
    pub selected: usize,
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The article.
    pub article: Slug,
    /// The version it is about.
    pub version: [u8; 16],
    /// What it is called.
    pub title: Text,
    /// Since when, who, until when.
    pub detail: String,
}

use Shown::{Footer, Hidden, Listed};

impl Screen for KnowledgePanel {
    const SCOPES: &'static [&'static str] = &["knowledge"];
    const OVERLAY: bool = false;
    const COMMANDS: &'static [Command] = commands! {
        "knowledge" "open" Footer(0), "apri" / "open", "Apre la versione scelta: che cosa cambia e come si vedrà." / "Opens the chosen version: what changes and how it will look.", open_chosen;
        "knowledge" "next_view" Footer(1), "elenco seguente" / "next list", "L'elenco seguente." / "The next list.", |app| turn(app, 1);
        "knowledge" "previous_view" Hidden, "elenco precedente" / "previous list", "L'elenco precedente." / "The previous list.", |app| turn(app, -1);
        "knowledge" "correct" Footer(3), "correggi" / "correct", "Apre nell'editor il testo della voce scelta: la versione pubblicata toglie la segnalazione." / "Opens the text of the chosen entry in the editor: the version published settles what was reported.", correct;
        "knowledge" "new" Listed, "nuova scheda" / "new sheet", "Scrive una scheda nuova con l'editor." / "Writes a new sheet with the editor.", version::write_new;
        "knowledge" "back" Footer(2), "indietro" / "back", "Torna alla telefonata." / "Back to the call.", back;
        "knowledge" "up" Hidden, "su" / "up", "La riga precedente." / "The previous row.", |app| step(app, -1);
        "knowledge" "down" Hidden, "giù" / "down", "La riga seguente." / "The next row.", |app| step(app, 1);
        "knowledge" "page_up" Hidden, "pagina su" / "page up", "Dieci righe più su." / "Ten rows up.", |app| step(app, -10);
        "knowledge" "page_down" Hidden, "pagina giù" / "page down", "Dieci righe più giù." / "Ten rows down.", |app| step(app, 10);
    };

    fn line(&mut self) -> Option<&mut LineEdit> {
        None
    }

    fn view(&self, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
        Some(view::view(self, app, area, canvas))
    }
}

impl App {
    /// Asks what is new.
    pub fn ask_news(&mut self) {
        self.knowledge.news_asked = self.next_question();
        let ask = Ask::News(self.knowledge.news_asked);
        let agency = self.agency_id.clone();
        self.ask(ask, Request::News(agency));
    }

    fn ask_tasks(&mut self) {
        self.knowledge.tasks_asked = self.next_question();
        let ask = Ask::Tasks(self.knowledge.tasks_asked);
        let agency = self.agency_id.clone();
        self.ask(ask, Request::CuratorTasks(agency));
    }
}

/// What is new has come.
pub fn news_arrived(app: &mut App, asked: u64, news: Vec<Published>) {
    if app.knowledge.news_asked == asked {
        app.knowledge.news = news;
        settle(app);
    }
}

/// What waits for a curator has come.
pub fn tasks_arrived(app: &mut App, asked: u64, tasks: Vec<CuratorRow>) {
    if app.knowledge.tasks_asked == asked {
        app.meet(tasks.iter().map(|row| &row.by));
        app.knowledge.tasks = tasks;
        settle(app);
    }
}

/// The chosen row is one of those there are.
fn settle(app: &mut App) {
    let counts: Vec<usize> = { View::ALL.iter() }
        .map(|(view, _)| rows(app, *view).len())
        .collect();
    for panel in &mut app.panels {
        if let Panel::Knowledge(panel) = panel {
            let place = View::ALL.iter().position(|(view, _)| *view == panel.view);
            let count = place.and_then(|place| counts.get(place)).copied();
            panel.selected = panel
                .selected
                .min(count.unwrap_or_default().saturating_sub(1));
        }
    }
}

/// The life of articles went on: what is on screen of it is asked again.
pub fn changed(app: &mut App) {
    app.ask_notices();
    app.ask_news();
    if app
        .panels
        .iter()
        .any(|panel| matches!(panel, Panel::Knowledge(_)))
    {
        app.ask_tasks();
    }
    version::changed(app);
}

/// The rows of a list.
#[must_use]
pub fn rows(app: &App, view: View) -> Vec<Row> {
    let day = |at| super::widget::day(at, app);
    match view {
        View::News => { app.knowledge.news.iter() }
            .map(|published| Row {
                article: published.article.id.clone(),
                version: published.version,
                title: published.article.title.clone(),
                detail: format!(
                    "{} · {}",
                    app.say(version::provenance(published.provenance)),
                    day(published.since)
                ),
            })
            .collect(),
        View::Task(task) => { app.knowledge.tasks.iter() }
            .filter(|row| row.task == task)
            .map(|row| Row {
                article: row.article.clone(),
                version: row.version,
                title: row.title.clone(),
                detail: match row.expires.filter(|_| task == CuratorTask::Expires) {
                    Some(last) => last.format("%d/%m/%Y").to_string(),
                    None => waiting(row, app),
                },
            })
            .collect(),
    }
}

/// What a row is about: the numbers said to be wrong, who made it so, since when.
fn waiting(row: &CuratorRow, app: &App) -> String {
    let numbers: Vec<&str> = row.doubted.iter().map(Text::as_str).collect();
    let since = super::widget::day(row.since, app);
    let parts = [&numbers.join(", "), app.operator_name(&row.by), &since];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// What is new, to be read: never in the way of a call.
pub fn open_news(app: &mut App) -> Step {
    open(app, View::News)
}

/// What waits for a curator.
pub fn open_curation(app: &mut App) -> Step {
    if let Some(why) = refused(app) {
        app.refuse(why);
        return Step::Done;
    }
    open(app, View::Task(CuratorTask::Draft))
}

fn open(app: &mut App, view: View) -> Step {
    if app.operator.is_none() {
        return Step::Wait(Wait::Welcome);
    }
    if let Some(pending) = app.pending.last() {
        return Step::Wait(Wait::Saved(pending.batch));
    }
    app.panels
        .retain(|panel| !matches!(panel, Panel::Knowledge(_)));
    app.ask_news();
    app.ask_tasks();
    app.open(KnowledgePanel { view, selected: 0 });
    Step::Done
}

/// The list that was asked for and has not come: no key decides on the one before.
fn coming(app: &App) -> Option<Wait> {
    let knowledge = &app.knowledge;
    let asked = [
        Ask::News(knowledge.news_asked),
        Ask::Tasks(knowledge.tasks_asked),
    ];
    { asked.into_iter().map(Wait::Answer) }.find(|wait| app.is_coming(wait))
}

fn step(app: &mut App, by: isize) -> Step {
    if let Some(wait) = coming(app) {
        return Step::Wait(wait);
    }
    let Some(view) = app.top::<KnowledgePanel>().map(|panel| panel.view) else {
        return Step::Done;
    };
    let last = rows(app, view).len().saturating_sub(1);
    if let Some(panel) = app.top::<KnowledgePanel>() {
        panel.selected = panel.selected.saturating_add_signed(by).min(last);
    }
    Step::Done
}

fn turn(app: &mut App, by: isize) -> Step {
    let views = views(app);
    if let Some(panel) = app.top::<KnowledgePanel>() {
        let count = views.len().max(1);
        let now = views.iter().position(|(view, _)| *view == panel.view);
        let next = (now.unwrap_or_default() + count).saturating_add_signed(by) % count;
        if let Some((view, _)) = views.get(next) {
            *panel = KnowledgePanel {
                view: *view,
                selected: 0,
            };
        }
    }
    Step::Done
}

/// The chosen entry in the editor, as soon as its version has come.
fn correct(app: &mut App) -> Step {
    let panels = app.panels.len();
    let step = open_chosen(app);
    if app.panels.len() > panels {
        app.go_on(Then::Edit);
    }
    step
}

fn open_chosen(app: &mut App) -> Step {
    if let Some(wait) = coming(app) {
        return Step::Wait(wait);
    }
    let panel = app.top::<KnowledgePanel>().cloned();
    let row = panel.and_then(|panel| {
        let row = rows(app, panel.view).into_iter().nth(panel.selected)?;
        Some((row, panel.view))
    });
    let view = app.top::<KnowledgePanel>().map(|panel| panel.view);
    match row {
        Some((row, view)) => version::open(app, row.article, row.version, view == View::News),
        None => app.refuse(view.map_or(words::NOTHING_WAITS, empty)),
    }
    Step::Done
}

fn back(app: &mut App) -> Step {
    app.back();
    Step::Done
}
