//! The structure: offices under the office they are part of, people under their office; Invio gives a number.

mod view;

use super::{
    app::{App, Wait},
    command::{Command, Shown, Step, commands},
    line::LineEdit,
    msg::Ask,
    panel::{Panel, Screen},
    phone,
    theme::Tone,
    widget::{Canvas, Cursor},
    words,
};
use crate::{
    domain::{
        article::Published,
        outcome::ArticleKind,
        slug::Slug,
        text::{Text, folded},
    },
    keeper::service::Request,
};
use ratatui::layout::Rect;
use std::collections::BTreeSet;

/// How deep offices are looked for under offices: a loop in what was written ends there.
const DEEPEST: usize = 12;

/// The tree on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct StructurePanel {
    /// What narrows it: then it is a list.
    pub line: LineEdit,
    /// The people, once they have come.
    pub people: Vec<Published>,
    /// The question they answer.
    pub asked: u64,
    /// The offices that are unfolded.
    pub unfolded: BTreeSet<Slug>,
    /// Which row is chosen.
    pub selected: usize,
}

/// One row of the tree.
#[derive(Clone, Copy, Debug)]
pub struct Branch<'a> {
    /// How deep it stands.
    pub depth: usize,
    /// The office or the person.
    pub entry: &'a Published,
    /// Whether there is something under it.
    pub has_more: bool,
}

use Shown::{Footer, Hidden};

impl Screen for StructurePanel {
    const SCOPES: &'static [&'static str] = &["structure", "field"];
    const OVERLAY: bool = false;
    const COMMANDS: &'static [Command] = commands! {
        "structure" "give" Footer(0), "numero" / "number", "Dà il numero dell'ufficio o della persona e registra la telefonata." / "Gives the number of the office or person and logs the call.", give;
        "structure" "unfold" Footer(1), "apri" / "unfold", "Mostra uffici e persone sotto l'ufficio scelto." / "Shows offices and people under the chosen office.", |app| fold(app, false);
        "structure" "fold" Footer(2), "chiudi" / "fold", "Li nasconde, o risale all'ufficio sopra." / "Hides them, or goes up to the office above.", |app| fold(app, true);
        "structure" "back" Footer(3), "indietro" / "back", "Torna alla telefonata." / "Back to the call.", back;
        "structure" "up" Hidden, "su" / "up", "La riga precedente." / "The previous row.", |app| step(app, -1);
        "structure" "down" Hidden, "giù" / "down", "La riga seguente." / "The next row.", |app| step(app, 1);
        "structure" "page_up" Hidden, "pagina su" / "page up", "Dieci righe più su." / "Ten rows up.", |app| step(app, -10);
        "structure" "page_down" Hidden, "pagina giù" / "page down", "Dieci righe più giù." / "Ten rows down.", |app| step(app, 10);
    };

    fn line(&mut self) -> Option<&mut LineEdit> {
        Some(&mut self.line)
    }

    fn typed(app: &mut App) {
        if let Some(panel) = app.top::<Self>() {
            panel.selected = 0;
        }
    }

    fn view(&self, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
        Some(view::view(self, app, area, canvas))
    }
}

/// Opens the tree.
pub fn open(app: &mut App) -> Step {
    if app.operator.is_none() {
        return Step::Wait(Wait::Welcome);
    }
    app.panels
        .retain(|panel| !matches!(panel, Panel::Structure(_)));
    let asked = app.next_question();
    let agency = app.agency_id.clone();
    app.ask(
        Ask::People(asked),
        Request::Articles(ArticleKind::Contact, agency),
    );
    app.open(StructurePanel {
        line: LineEdit::default(),
        people: Vec::new(),
        asked,
        unfolded: BTreeSet::new(),
        selected: 0,
    });
    Step::Done
}

/// The people have come.
pub fn arrived(app: &mut App, asked: u64, people: Vec<Published>) {
    for panel in &mut app.panels {
        if let Panel::Structure(panel) = panel
            && panel.asked == asked
        {
            panel.people = people;
            return;
        }
    }
}

impl StructurePanel {
    /// The rows, top to bottom: the tree as far as it is unfolded, or what the words typed are found in.
    #[must_use]
    pub fn branches<'a>(&'a self, app: &'a App) -> Vec<Branch<'a>> {
        let wanted = folded(self.line.as_str());
        let wanted: Vec<&str> = wanted.split_whitespace().collect();
        let mut branches = Vec::new();
        if !wanted.is_empty() {
            let all = app.offices.iter().chain(&self.people);
            let found = all.filter(|entry| {
                let article = &entry.article;
                let office = article
                    .office
                    .as_ref()
                    .map_or("", |office| app.office_name(office));
                let aliases: Vec<&str> = article.aliases.iter().map(Text::as_str).collect();
                let text = format!(
                    "{} {} {office} {}",
                    article.title,
                    article.role,
                    aliases.join(" ")
                );
                let text = folded(&text);
                wanted.iter().all(|word| text.contains(word))
            });
            branches.extend(found.map(|entry| Branch {
                depth: 0,
                entry,
                has_more: false,
            }));
            return branches;
        }
        let known = |office: &Slug| app.offices.iter().any(|known| known.article.id == *office);
        let roots = { app.offices.iter() }.filter(|office| {
            office
                .article
                .parent
                .as_ref()
                .is_none_or(|parent| !known(parent))
        });
        for office in roots {
            self.grow(app, office, 0, &mut branches);
        }
        branches
    }

    fn grow<'a>(
        &'a self,
        app: &'a App,
        office: &'a Published,
        depth: usize,
        branches: &mut Vec<Branch<'a>>,
    ) {
        let id = &office.article.id;
        let people =
            { self.people.iter() }.filter(|person| person.article.office.as_ref() == Some(id));
        let offices =
            { app.offices.iter() }.filter(|other| other.article.parent.as_ref() == Some(id));
        let has_more = people.clone().next().is_some() || offices.clone().next().is_some();
        branches.push(Branch {
            depth,
            entry: office,
            has_more,
        });
        if !self.unfolded.contains(id) || depth >= DEEPEST {
            return;
        }
        branches.extend(people.map(|entry| Branch {
            depth: depth + 1,
            entry,
            has_more: false,
        }));
        for other in offices {
            self.grow(app, other, depth + 1, branches);
        }
    }
}

/// The people who were asked for and have not come.
fn coming(app: &mut App) -> Option<Wait> {
    let asked = app.top::<StructurePanel>().map(|panel| panel.asked)?;
    let wait = Wait::Answer(Ask::People(asked));
    app.is_coming(&wait).then_some(wait)
}

fn chosen(app: &App) -> Option<(Published, Option<usize>)> {
    let Some(Panel::Structure(panel)) = app.panels.last() else {
        return None;
    };
    let branches = panel.branches(app);
    let here = branches.get(panel.selected)?;
    let above = branches.iter().take(panel.selected);
    let above = above
        .enumerate()
        .rfind(|(_, branch)| branch.depth < here.depth);
    Some((here.entry.clone(), above.map(|(place, _)| place)))
}

fn step(app: &mut App, by: isize) -> Step {
    if let Some(wait) = coming(app) {
        return Step::Wait(wait);
    }
    let count = match app.panels.last() {
        Some(Panel::Structure(panel)) => panel.branches(app).len(),
        _ => 0,
    };
    if let Some(panel) = app.top::<StructurePanel>() {
        panel.selected = panel
            .selected
            .saturating_add_signed(by)
            .min(count.saturating_sub(1));
    }
    Step::Done
}

/// Unfolds the chosen office, or folds it; what is folded already goes up to the one above.
fn fold(app: &mut App, close: bool) -> Step {
    if let Some(wait) = coming(app) {
        return Step::Wait(wait);
    }
    let Some((entry, above)) = chosen(app) else {
        return Step::Done;
    };
    if let Some(panel) = app.top::<StructurePanel>() {
        let id = entry.article.id;
        if !close {
            panel.unfolded.insert(id);
        } else if !panel.unfolded.remove(&id) {
            panel.selected = above.unwrap_or(panel.selected);
        }
    }
    Step::Done
}

fn give(app: &mut App) -> Step {
    if let Some(wait) = coming(app) {
        return Step::Wait(wait);
    }
    let Some((entry, _)) = chosen(app) else {
        app.refuse(words::CHOICE_EMPTY);
        return Step::Done;
    };
    if app.call.in_progress() {
        return phone::give(app, &entry);
    }
    // Who looks something up on a free desk has no caller: nothing is logged.
    let numbers = phone::reach_words(app, &entry);
    let numbers: Vec<&str> = numbers.iter().map(Text::as_str).collect();
    let said = app.fill(
        words::NO_CALL_TO_LOG,
        &[
            ("who", &entry.article.title),
            ("numbers", &numbers.join(" · ")),
        ],
    );
    app.tell_words(Tone::Plain, said);
    Step::Done
}

fn back(app: &mut App) -> Step {
    app.back();
    Step::Done
}
