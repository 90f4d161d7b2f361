//! One desk from start to end: drain what happened, change the state, do the effects, draw once.

use super::{
    clock,
    drafts::Drafts,
    editor,
    terminal::{self, Event, Input as Typed, Look, Terminal, TerminalError},
    workers::{Reach, Workers},
};
use crate::{
    desk::{
        app::{App, Start},
        msg::{Effect, Identities, Input, Msg},
        theme::Theme,
        update::update,
        view::view,
    },
    domain::{id::StationId, slug::Slug},
    kb::seed,
    keeper::service::Hello,
    keymap::{Key, KeyCode, Keymap},
    locale::Lang,
};
use ratatui::{buffer::Buffer, layout::Rect};
use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::{Duration, Instant},
};

/// For how long after the start keys are never taken for a paste: they were typed ahead.
const TYPED_AHEAD: Duration = Duration::from_secs(2);
/// How long leaving waits for batches on their way; what is not acknowledged is sent at the next start.
const LEAVING: Duration = Duration::from_secs(3);

/// What a desk is started with.
pub struct DeskOptions {
    /// The data directory; it exists.
    pub data_dir: PathBuf,
    /// The language.
    pub lang: Lang,
    /// The theme.
    pub theme: Theme,
    /// What the terminal can show.
    pub look: Look,
    /// Which key does what.
    pub keys: Keymap,
    /// The agency this place answers for first.
    pub agency: Slug,
    /// The operator, when the command line names one.
    pub operator: Option<Slug>,
    /// How the keeper is reached.
    pub reach: Reach,
}

/// Why a desk could not be opened, or ended.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// There is no terminal to draw on.
    #[error(transparent)]
    Terminal(#[from] TerminalError),
    /// The data directory takes no drafts.
    #[error("drafts cannot be kept: {0}")]
    Drafts(#[source] std::io::Error),
    /// The system gives no random numbers.
    #[error("no randomness: {0}")]
    Randomness(getrandom::Error),
}

/// What the loop hears.
enum Heard {
    Terminal(Event),
    Desk(Msg),
}

/// What the loop does next.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Next {
    Go,
    Leave,
    Vanish,
}

/// Runs a desk until its operator leaves or its terminal goes away.
///
/// # Errors
/// When there is no terminal, or the data directory takes no drafts.
pub fn run(options: DeskOptions) -> Result<(), DeskError> {
    terminal::probe()?;
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(DeskError::Randomness)?;
    let (tell, heard) = channel();
    let typed: Sender<Heard> = tell.clone();
    let mut terminal = Terminal::enter(options.look, move |event| {
        // A loop that has ended hears nothing; the process is about to.
        let _ = typed.send(Heard::Terminal(event));
    })?;
    let size = terminal.size();
    let mut app = App::new(Start {
        lang: options.lang,
        theme: options.theme,
        keys: options.keys,
        identities: Identities::new(seed),
        agency: options.agency,
        size: (size.width, size.height),
        now: clock::now(),
    });
    app.knowledge.editor = editor::found();
    draw(&mut terminal, &app)?;
    let workers = start_workers(
        &options.data_dir,
        options.operator,
        options.reach,
        app.station,
        tell,
    )?;
    // Until the keeper tells its own, and when it cannot: 112 waits for nobody.
    app.help_lines = seed::help_lines();
    let mut desk = Desk {
        terminal,
        workers,
        started: Instant::now(),
        data_dir: options.data_dir,
    };
    let next = desk.run(&mut app, &heard);
    if next == Next::Leave {
        desk.wait_for_batches(&mut app, &heard);
    }
    desk.workers.close();
    Ok(())
}

fn start_workers(
    data_dir: &Path,
    operator: Option<Slug>,
    reach: Reach,
    station: StationId,
    tell: Sender<Heard>,
) -> Result<Workers, DeskError> {
    let (drafts, mut adopted) = Drafts::open(data_dir, station).map_err(DeskError::Drafts)?;
    editor::adopt(data_dir, &drafts, &mut adopted);
    let hello = Hello { operator, station };
    Ok(Workers::start(reach, hello, drafts, adopted, move |msg| {
        let _ = tell.send(Heard::Desk(msg));
    }))
}

fn draw(terminal: &mut Terminal, app: &App) -> Result<(), TerminalError> {
    let (width, height) = app.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let cursor = view(app, &mut buffer);
    terminal.draw(&buffer, cursor.map(|cursor| (cursor.x, cursor.y).into()))
}

struct Desk {
    terminal: Terminal,
    workers: Workers,
    started: Instant,
    data_dir: PathBuf,
}

impl Desk {
    /// Drains every waiting event, then draws once.
    fn run(&mut self, app: &mut App, heard: &Receiver<Heard>) -> Next {
        loop {
            let wait = clock::until_next_change(app, clock::now());
            let first = match heard.recv_timeout(wait) {
                Ok(first) => first,
                Err(RecvTimeoutError::Timeout) => Heard::Desk(Msg::Tick),
                Err(RecvTimeoutError::Disconnected) => return Next::Vanish,
            };
            let mut next = self.hear(app, first);
            while next == Next::Go
                && let Ok(more) = heard.try_recv()
            {
                next = self.hear(app, more);
            }
            if next != Next::Go {
                return next;
            }
            if draw(&mut self.terminal, app).is_err() {
                return Next::Vanish;
            }
        }
    }

    fn hear(&mut self, app: &mut App, heard: Heard) -> Next {
        let msg = match heard {
            Heard::Desk(msg) => msg,
            Heard::Terminal(Event::Inputs(inputs)) => Msg::Inputs(self.read(inputs)),
            Heard::Terminal(Event::Resize(size)) => Msg::Resized(size.width, size.height),
            Heard::Terminal(Event::Continue) => {
                self.terminal.repaint();
                Msg::Tick
            }
            Heard::Terminal(Event::Terminate) => return Next::Leave,
            Heard::Terminal(Event::Gone) => return Next::Vanish,
        };
        update(app, clock::now(), msg);
        self.perform(app)
    }

    /// Keys as the desk knows them; a burst that no fingers type is a paste (SECURITY T12).
    fn read(&self, typed: Vec<Typed>) -> Vec<Input> {
        if self.started.elapsed() > TYPED_AHEAD && terminal::is_burst(&typed) {
            return vec![Input::Paste(typed.iter().filter_map(pasted).collect())];
        }
        typed
            .into_iter()
            .map(|input| match input {
                Typed::Key(key) => Input::Key(key),
                Typed::Paste(pasted) => Input::Paste(pasted.text),
            })
            .collect()
    }

    fn perform(&mut self, app: &mut App) -> Next {
        let mut next = Next::Go;
        for effect in std::mem::take(&mut app.effects) {
            match effect {
                Effect::Search(generation, search) => self.workers.search(generation, search),
                Effect::Ask(ask, request) => self.workers.ask(ask, request),
                Effect::Commit(proposal, ended) => self.workers.commit(proposal, ended),
                Effect::Keep(interaction, draft) => self.workers.keep(interaction, draft),
                Effect::Forget(interaction) => self.workers.forget(interaction),
                Effect::Release(interaction) => self.workers.release(interaction),
                Effect::ForgetBatch(batch) => self.workers.forget_batch(batch),
                Effect::Edit(id, text) => {
                    let kept = app.texts.iter().find(|kept| kept.id == id);
                    let left = editor::edit(&mut self.terminal, &self.data_dir, &text, kept);
                    update(app, clock::now(), Msg::Edited(id, left));
                    next = self.perform(app).max(next);
                }
                Effect::Beep => {
                    // A bell that cannot ring is no reason to stop: a dead line is told by its reader.
                    let _ = self.terminal.ring();
                }
                Effect::Redraw => self.terminal.repaint(),
                Effect::Quit => next = Next::Leave,
            }
        }
        next
    }

    /// Leaving waits a moment for what is on its way to the journal.
    fn wait_for_batches(&mut self, app: &mut App, heard: &Receiver<Heard>) {
        let until = Instant::now() + LEAVING;
        while !app.pending.is_empty() {
            let Some(left) = until.checked_duration_since(Instant::now()) else {
                return;
            };
            match heard.recv_timeout(left) {
                Ok(Heard::Desk(msg)) => update(app, clock::now(), msg),
                Ok(Heard::Terminal(_)) => {}
                Err(_) => return,
            }
            self.perform(app);
        }
    }
}

fn pasted(input: &Typed) -> Option<char> {
    match input {
        Typed::Key(Key {
            code: KeyCode::Enter | KeyCode::Tab,
            ..
        }) => Some(' '),
        Typed::Key(key) => key.typed(),
        Typed::Paste(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_keeps_the_words_of_two_lines_apart() {
        let inputs: Vec<Typed> = "via Roma\n12\tinterno"
            .chars()
            .map(|c| match c {
                '\n' => Key::plain(KeyCode::Enter),
                '\t' => Key::plain(KeyCode::Tab),
                c => Key::char(c),
            })
            .map(Typed::Key)
            .collect();
        let text: String = inputs.iter().filter_map(pasted).collect();
        assert_eq!(text, "via Roma 12 interno");
    }
}
