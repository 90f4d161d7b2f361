//! The chooser: one overlay for every question with a short list of answers. Typing narrows it; what a
//! row means is a value, not a callback.

mod offers;
mod view;

use super::{
    app::{App, Wait},
    command::{Command, Shown, Step, commands},
    draft::Ending,
    form,
    line::LineEdit,
    panel::Screen,
    phone, shift,
    theme::Tone,
    widget::{Canvas, Cursor},
};
use crate::{
    domain::{
        article::Published,
        id::{InteractionId, TicketId},
        op::Queue,
        outcome::Outcome,
        slug::Slug,
        text::{Text, folded},
    },
    keeper::service::CallRow,
};
use ratatui::layout::Rect;

pub use offers::{
    caller_requests, entrust_with, no_answer_waits, open_assign, open_caller_requests,
    open_entrust, open_entrust_ticket, open_help_lines, open_no_answer, open_outcomes,
    open_palette, open_transfer,
};

/// What a row means.
#[derive(Clone, Debug, PartialEq)]
pub enum Pick {
    /// The request of this call is entrusted; with words, as a promise to call back.
    Entrust(Queue),
    /// A request of the queue is entrusted.
    EntrustTicket(TicketId, Queue),
    /// A request of the queue is assigned to an operator.
    Assign(TicketId, Slug),
    /// The live call is passed on.
    Transfer(Slug),
    /// The question ends so.
    Outcome(Outcome),
    /// The question is answered with the sheet chosen in the results.
    AnswerChosen,
    /// The question was answered without a sheet: the words are asked.
    AnswerFree,
    /// A text goes back to the editor.
    EditAgain(InteractionId),
    /// An empty sheet goes to the editor.
    BlankSheet,
    /// Whether a text is thrown away is asked.
    AskToDrop(InteractionId),
    /// A text is thrown away.
    DropText(InteractionId),
    /// This number of an article is wrong.
    WrongNumber(Slug, Text),
    /// A command of the palette.
    Command(&'static Command),
    /// A number is given.
    Give(Box<Published>),
    /// A number is given instead of the one that does not answer.
    GiveInstead(Box<Published>),
    /// The operator searches another number.
    SearchAgain,
    /// A callback is asked for.
    Callback(Queue),
    /// A call is corrected.
    Recent(Box<CallRow>),
    /// A call's outcome is corrected.
    Correct(Box<CallRow>, shift::Correction),
    /// A parked call is resumed.
    Resume(Box<CallRow>),
    /// A draft found on disk is taken up.
    Draft(InteractionId),
    /// A request is opened.
    Ticket(TicketId),
    /// The caller's data are asked for.
    Caller,
    /// The desk is left.
    Leave,
    /// Nothing: the row only says something.
    Nothing,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What it is.
    pub label: String,
    /// More about it, at the right.
    pub detail: String,
    /// What the operator may type to find it besides.
    pub words: String,
    /// How it looks.
    pub tone: Tone,
    /// What it means.
    pub pick: Pick,
}

impl Choice {
    /// A row with a label and a detail.
    #[must_use]
    pub fn new(label: impl Into<String>, detail: impl Into<String>, pick: Pick) -> Self {
        Self {
            label: label.into(),
            detail: detail.into(),
            words: String::new(),
            tone: Tone::Plain,
            pick,
        }
    }

    /// The same row, found by these words too.
    #[must_use]
    pub fn found_by(mut self, words: impl Into<String>) -> Self {
        self.words = words.into();
        self
    }

    /// The same row in another tone.
    #[must_use]
    pub const fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// Which list it is, where one is looked for among those open: what it says is no identity.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Kind {
    /// One that nobody looks for.
    #[default]
    Plain,
    /// The identified caller's own requests.
    CallerRequests,
    /// What is still open at the end of the shift.
    End,
}

/// A question with a list of answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Chooser {
    /// Which list it is.
    pub kind: Kind,
    /// The question.
    pub title: String,
    /// What is to be known besides; may be empty.
    pub note: String,
    /// What narrows the list.
    pub line: LineEdit,
    /// Every answer.
    choices: Vec<Choice>,
    /// The places of the visible ones in it, in the order they are shown: kept, because every frame and
    /// every key asks for them and folding the texts of a long list is most of what they cost.
    narrowed: Vec<usize>,
    /// What is said when none is left.
    pub empty: String,
    /// Which of the visible ones is chosen.
    pub selected: usize,
    /// Set while the answers are on their way: Invio waits for them.
    pub waits: Option<Wait>,
}

impl Chooser {
    /// A question with these answers.
    #[must_use]
    pub fn new(title: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self {
            kind: Kind::Plain,
            title: title.into(),
            note: String::new(),
            line: LineEdit::default(),
            narrowed: (0..choices.len()).collect(),
            choices,
            empty: String::new(),
            selected: 0,
            waits: None,
        }
    }

    /// The same question, to be found among the open ones.
    #[must_use]
    pub const fn of_kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// Has these answers from now on.
    pub fn show(&mut self, choices: Vec<Choice>) {
        self.choices = choices;
        self.narrow();
    }

    /// The answers that hold every word typed, accents and case aside: what is called so before what
    /// only mentions it.
    #[must_use]
    pub fn visible(&self) -> Vec<&Choice> {
        let choice = |at: &usize| self.choices.get(*at);
        self.narrowed.iter().filter_map(choice).collect()
    }

    /// Looks again which answers are visible: what was typed or the answers have changed.
    fn narrow(&mut self) {
        let typed = folded(self.line.as_str());
        let wanted: Vec<&str> = typed.split_whitespace().collect();
        if wanted.is_empty() {
            self.narrowed = (0..self.choices.len()).collect();
            return;
        }
        let holds = |(at, choice): (usize, &Choice)| {
            let text = format!("{} {} {}", choice.label, choice.detail, choice.words);
            let text = folded(&text);
            let all = wanted.iter().all(|word| text.contains(word));
            all.then(|| (nearness(&folded(&choice.label), typed.trim()), at))
        };
        let mut near: Vec<(u8, usize)> =
            self.choices.iter().enumerate().filter_map(holds).collect();
        near.sort_unstable();
        self.narrowed = near.into_iter().map(|(_, at)| at).collect();
    }
}

/// How near a label is to what is typed, the nearest first: the same, beginning with it, a word of it
/// beginning with it, holding it, none of these.
fn nearness(label: &str, typed: &str) -> u8 {
    let mut words = label.split_whitespace();
    match label {
        _ if label == typed => 0,
        _ if label.starts_with(typed) => 1,
        _ if words.any(|word| word.starts_with(typed)) => 2,
        _ if label.contains(typed) => 3,
        _ => 4,
    }
}

use Shown::{Footer, Hidden};

impl Screen for Chooser {
    const SCOPES: &'static [&'static str] = &["chooser", "field"];
    const OVERLAY: bool = true;
    const COMMANDS: &'static [Command] = commands! {
        "chooser" "accept" Footer(0), "scegli" / "choose", "Sceglie la voce evidenziata." / "Chooses the highlighted entry.", accept;
        "chooser" "cancel" Footer(1), "chiudi" / "close", "Chiude senza scegliere." / "Closes without choosing.", cancel;
        "chooser" "up" Hidden, "su" / "up", "La voce precedente." / "The previous entry.", |app| step(app, -1);
        "chooser" "down" Hidden, "giù" / "down", "La voce seguente." / "The next entry.", |app| step(app, 1);
        "chooser" "page_up" Hidden, "pagina su" / "page up", "Dieci voci più su." / "Ten entries up.", |app| step(app, -10);
        "chooser" "page_down" Hidden, "pagina giù" / "page down", "Dieci voci più giù." / "Ten entries down.", |app| step(app, 10);
    };

    fn line(&mut self) -> Option<&mut LineEdit> {
        Some(&mut self.line)
    }

    fn typed(app: &mut App) {
        if let Some(chooser) = app.top::<Self>() {
            chooser.selected = 0;
            chooser.narrow();
        }
    }

    fn view(&self, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
        Some(view::view(self, app, area, canvas))
    }
}

fn step(app: &mut App, by: isize) -> Step {
    if let Some(chooser) = app.top::<Chooser>() {
        if let Some(wait) = &chooser.waits {
            return Step::Wait(wait.clone());
        }
        let last = chooser.visible().len().saturating_sub(1);
        chooser.selected = chooser.selected.saturating_add_signed(by).min(last);
    }
    Step::Done
}

fn cancel(app: &mut App) -> Step {
    app.back();
    Step::Done
}

fn accept(app: &mut App) -> Step {
    let Some(chooser) = app.top::<Chooser>() else {
        return Step::Done;
    };
    if let Some(wait) = &chooser.waits {
        return Step::Wait(wait.clone());
    }
    let Some(pick) = chooser
        .visible()
        .get(chooser.selected)
        .map(|choice| choice.pick.clone())
    else {
        app.refuse(super::words::CHOICE_EMPTY);
        return Step::Done;
    };
    if pick == Pick::Nothing {
        app.refuse(super::words::NOTHING_TO_DO);
        return Step::Done;
    }
    if let Some(wait) = needs_saved(app, &pick).or_else(|| needs_read(app, &pick)) {
        return Step::Wait(wait);
    }
    let chooser = app.panels.pop();
    let step = picked(app, pick);
    if matches!(step, Step::Wait(_)) {
        // The key comes again when that is there, and must find the list as it was.
        app.panels.extend(chooser);
    }
    step
}

/// What goes on from a number already given names the ops that gave it: they must be durable first.
fn needs_saved(app: &App, pick: &Pick) -> Option<Wait> {
    let given = app
        .call
        .question()
        .is_some_and(|question| matches!(question.ending, Ending::Given { .. }));
    let goes_on = matches!(
        pick,
        Pick::Entrust(_) | Pick::Callback(_) | Pick::GiveInstead(_)
    );
    let pending = app.pending.last()?;
    (given && goes_on).then_some(Wait::Saved(pending.batch))
}

/// A decision on a request of the queue names the decisions before it.
fn needs_read(app: &mut App, pick: &Pick) -> Option<Wait> {
    match pick {
        Pick::EntrustTicket(ticket, _) | Pick::Assign(ticket, _) => {
            super::dossier::waits(app, *ticket)
        }
        _ => None,
    }
}

/// Does what a row means.
fn picked(app: &mut App, pick: Pick) -> Step {
    match pick {
        Pick::Entrust(queue) => offers::entrust(app, queue),
        Pick::EntrustTicket(ticket, queue) => super::dossier::entrust(app, ticket, queue),
        Pick::Assign(ticket, operator) => super::dossier::assign(app, ticket, operator),
        Pick::Transfer(office) => offers::transfer(app, &office),
        Pick::Outcome(outcome) => phone::conclude_with(app, outcome),
        Pick::AnswerChosen => offers::answer_chosen(app),
        Pick::AnswerFree => form::open_free_answer(app),
        Pick::EditAgain(id) => super::version::write_again(app, id),
        Pick::BlankSheet => super::version::write_blank(app),
        Pick::AskToDrop(id) => super::version::ask_to_drop(app, id),
        Pick::DropText(id) => super::version::drop_text(app, id),
        Pick::WrongNumber(article, number) => phone::say_wrong(app, article, number),
        Pick::Command(command) => return app.run(command),
        Pick::Give(published) => return phone::give(app, &published),
        Pick::GiveInstead(published) => phone::give_instead(app, &published),
        Pick::SearchAgain => return phone::another_question(app),
        Pick::Callback(queue) => form::open_callback(app, queue),
        Pick::Recent(call) => return shift::open_correction(app, &call),
        Pick::Correct(call, correction) => return shift::correct(app, &call, correction),
        Pick::Resume(call) => return shift::resume(app, &call),
        Pick::Draft(interaction) => shift::take_draft(app, interaction),
        Pick::Ticket(ticket) => return super::dossier::open(app, ticket),
        Pick::Caller => form::open_caller(app),
        Pick::Leave => app.effects.push(super::msg::Effect::Quit),
        Pick::Nothing => {}
    }
    Step::Done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_narrows_by_every_word_whatever_the_accents() {
        let mut chooser = Chooser::new(
            "?",
            vec![
                Choice::new("Attività produttive", "int. 420", Pick::Nothing),
                Choice::new("Anagrafe", "int. 410", Pick::Nothing).found_by("residenza"),
                Choice::new("Cambio di residenza", "", Pick::Nothing).found_by("anagrafe"),
            ],
        );
        for (typed, expected) in [
            ("", 3),
            ("attivita", 1),
            ("RESID", 2),
            ("ana 410", 1),
            ("x", 0),
        ] {
            chooser.line = LineEdit::new(typed);
            chooser.narrow();
            assert_eq!(chooser.visible().len(), expected, "{typed}");
        }
        for (typed, first) in [("resid", "Cambio di residenza"), ("anagrafe", "Anagrafe")] {
            chooser.line = LineEdit::new(typed);
            chooser.narrow();
            assert_eq!(chooser.visible()[0].label, first, "{typed}");
        }
    }

    #[test]
    fn answers_that_come_late_are_narrowed_by_what_was_typed_meanwhile() {
        let labels = |chooser: &Chooser| -> Vec<String> {
            let visible = chooser.visible().into_iter();
            visible.map(|choice| choice.label.clone()).collect()
        };
        let row = |label: &str| Choice::new(label, "", Pick::Nothing);
        let mut chooser = Chooser::new("?", Vec::new());
        chooser.line = LineEdit::new("imu");
        chooser.show(vec![row("mensa"), row("rate IMU"), row("IMU")]);
        assert_eq!(labels(&chooser), ["IMU", "rate IMU"]);
        chooser.line.clear();
        chooser.narrow();
        assert_eq!(labels(&chooser), ["mensa", "rate IMU", "IMU"]);
    }
}
