//! One version of an article: what it changes, how it will look, who approved it, and what one may do
//! about it.

mod decide;
mod text;
mod view;

use super::{
    app::{App, Wait},
    command::{Command, Shown, Step, commands},
    line::LineEdit,
    msg::Ask,
    panel::{Panel, Screen},
    widget::{Canvas, Cursor},
    words,
};
use crate::{
    domain::{op::Provenance, outcome::Side, slug::Slug},
    keeper::service::{Edition, Request},
    locale::Phrase,
};
use ratatui::layout::Rect;

pub use decide::{applies, may, record_act, refused};
pub use text::{
    Editor, KeptText, ask_to_drop, drop_text, edit, edited, lint_failed, linted, texts_found,
    write_again, write_blank, write_new,
};

/// A version on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionPanel {
    /// The article.
    pub article: Slug,
    /// The version.
    pub version: [u8; 16],
    /// Whether it is read as news: the key that reads it goes on to the next.
    pub news: bool,
    /// Whether its history is shown in place of its text.
    pub history: bool,
    /// What there is to show; `None` until it has come.
    pub edition: Option<Box<Edition>>,
    /// The question it answers.
    pub asked: u64,
    /// Rows scrolled away.
    pub scroll: usize,
}

use Shown::{Footer, Hidden, Listed};

impl Screen for VersionPanel {
    const SCOPES: &'static [&'static str] = &["version"];
    const OVERLAY: bool = false;
    const COMMANDS: &'static [Command] = commands! {
        "version" "read" Footer(0), "letta" / "read", "Segna la novità come letta e mostra la seguente." / "Marks the news as read and shows the next.", decide::read;
        "version" "approve_office" Footer(2), "approva: ufficio" / "approve: office", "Approva il testo per l'ufficio." / "Approves the text for the office.", |app| decide::approve(app, Side::Office);
        "version" "approve_urp" Footer(3), "approva: URP" / "approve: URP", "Approva il testo per l'URP." / "Approves the text for public relations.", |app| decide::approve(app, Side::Urp);
        "version" "record_act" Listed, "registra un atto" / "record an act", "Registra l'atto con cui un ufficio ha approvato: protocollo, data, nome." / "Records the act by which an office approved: protocol, date, name.", decide::open_act;
        "version" "confirm_act" Listed, "conferma l'atto" / "confirm the act", "Conferma di aver visto l'atto registrato da un altro." / "Confirms having seen the act that somebody else recorded.", decide::confirm;
        "version" "publish" Footer(4), "pubblica" / "publish", "Pubblica il testo approvato; fra due versioni insieme, sceglie questa." / "Publishes the approved text; of two versions at once, chooses this one.", decide::publish;
        "version" "set_aside" Listed, "scarta la bozza" / "set the draft aside", "Mette da parte la bozza." / "Sets the draft aside.", decide::set_aside;
        "version" "edit" Footer(5), "modifica" / "edit", "Apre il testo nell'editor: ciò che si salva è una bozza." / "Opens the text in the editor: what is saved is a draft.", edit;
        "version" "number_right" Footer(4), "numero giusto" / "number right", "Il numero segnalato errato è giusto: pubblica di nuovo lo stesso testo, e la segnalazione cade." / "The number said to be wrong is right: publishes the same text again, and the report is settled.", decide::number_right;
        "version" "history" Footer(6), "storia" / "history", "Chi ha scritto, approvato e pubblicato che cosa, e quando." / "Who wrote, approved and published what, and when.", history;
        "version" "other" Footer(7), "altra versione" / "other version", "L'altra versione: la rivale, o quella di prima." / "The other version: its rival, or the one before.", other;
        "version" "back" Footer(1), "indietro" / "back", "Torna indietro." / "Goes back.", back;
        "version" "up" Hidden, "su" / "up", "Una riga più su." / "A line up.", |app| scroll(app, -1);
        "version" "down" Hidden, "giù" / "down", "Una riga più giù." / "A line down.", |app| scroll(app, 1);
        "version" "page_up" Hidden, "pagina su" / "page up", "Una pagina più su." / "A page up.", |app| scroll(app, -10);
        "version" "page_down" Hidden, "pagina giù" / "page down", "Una pagina più giù." / "A page down.", |app| scroll(app, 10);
    };

    fn line(&mut self) -> Option<&mut LineEdit> {
        None
    }

    fn view(&self, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
        Some(view::view(self, app, area, canvas))
    }
}

/// Who vouches for a version, in words.
#[must_use]
pub const fn provenance(provenance: Provenance) -> Phrase {
    match provenance {
        Provenance::Seed => words::FROM_SEED,
        Provenance::Trusted => words::FROM_TRUST,
        Provenance::Draft => words::FROM_DRAFT,
        Provenance::Synthetic => words::FROM_DEMO,
        Provenance::Approved => words::FROM_APPROVAL,
    }
}

/// Opens a version; as news, where it was not read.
pub fn open(app: &mut App, article: Slug, version: [u8; 16], news: bool) {
    app.open(VersionPanel {
        article,
        version,
        news,
        history: false,
        edition: None,
        asked: 0,
        scroll: 0,
    });
    ask(app);
}

/// Asks for the versions on screen.
fn ask(app: &mut App) {
    let shown: Vec<(usize, Slug, [u8; 16])> = { app.panels.iter().enumerate() }
        .filter_map(|(place, panel)| match panel {
            Panel::Version(panel) => Some((place, panel.article.clone(), panel.version)),
            _ => None,
        })
        .collect();
    for (place, article, version) in shown {
        let asked = app.next_question();
        app.ask(Ask::Edition(asked), Request::Edition(article, version));
        if let Some(Panel::Version(panel)) = app.panels.get_mut(place) {
            panel.asked = asked;
        }
    }
}

/// The life of articles went on: what is on screen of it is asked again.
pub fn changed(app: &mut App) {
    ask(app);
}

/// A version has come.
pub fn arrived(app: &mut App, asked: u64, edition: Option<Box<Edition>>) {
    let versions = edition.iter().flat_map(|edition| &edition.life.versions);
    app.meet(versions.flat_map(|version| {
        let approvals = version.approvals.iter();
        let people = approvals.flat_map(|one| std::iter::once(&one.by).chain(&one.confirmed_by));
        people.chain(&version.authors)
    }));
    for panel in &mut app.panels {
        if let Panel::Version(panel) = panel
            && panel.asked == asked
        {
            panel.edition = edition;
            return;
        }
    }
}

/// The version on screen, as it is after everything saved here; else what to wait for.
fn shown(app: &mut App) -> Result<Box<Edition>, Step> {
    if let Some(pending) = app.pending.last() {
        return Err(Step::Wait(Wait::Saved(pending.batch)));
    }
    let Some((asked, edition)) =
        { app.top::<VersionPanel>() }.map(|panel| (panel.asked, panel.edition.clone()))
    else {
        return Err(Step::Done);
    };
    let coming = Wait::Answer(Ask::Edition(asked));
    if app.is_coming(&coming) {
        return Err(Step::Wait(coming));
    }
    edition.ok_or_else(|| {
        app.refuse(words::NOT_THERE);
        Step::Done
    })
}

/// The version proposed before this one, whatever became of it; behind the first the last.
fn other(app: &mut App) -> Step {
    let edition = match shown(app) {
        Ok(edition) => edition,
        Err(step) => return step,
    };
    let versions = &edition.life.versions;
    let here = edition.published.version;
    let place = versions.iter().position(|version| version.id == here);
    let before = place.unwrap_or_default().checked_sub(1);
    let next = before.map_or_else(|| versions.last(), |before| versions.get(before));
    let Some(next) = next.map(|next| next.id).filter(|next| *next != here) else {
        app.refuse(words::ONLY_VERSION);
        return Step::Done;
    };
    if let Some(panel) = app.top::<VersionPanel>() {
        (panel.version, panel.edition, panel.scroll) = (next, None, 0);
    }
    ask(app);
    Step::Done
}

fn history(app: &mut App) -> Step {
    if let Some(panel) = app.top::<VersionPanel>() {
        panel.history = !panel.history;
        panel.scroll = 0;
    }
    Step::Done
}

fn scroll(app: &mut App, by: isize) -> Step {
    let last = match app.panels.last() {
        Some(Panel::Version(panel)) => view::last_scroll(panel, app),
        _ => 0,
    };
    if let Some(panel) = app.top::<VersionPanel>() {
        panel.scroll = panel.scroll.saturating_add_signed(by).min(last);
    }
    Step::Done
}

fn back(app: &mut App) -> Step {
    app.back();
    Step::Done
}
