//! A desk on a workbench: the state, a keeper in this process, a clock moved by hand, and the three
//! workers of the runtime as queues that a test empties when it likes.

use super::{
    journal,
    keys::keys,
    place::{Desk, Place},
    screen,
};
use chrono::Duration;
use sportello::{
    desk::{
        app::{App, Wait},
        chooser::Pick,
        command,
        msg::{Ask, Effect, Input, Msg},
        panel::Panel,
        update::update,
    },
    domain::{
        batch::unpack_ops,
        id::{BatchId, InteractionId},
        number::TicketNumber,
        op::Op,
        slug::Slug,
    },
    keeper::{
        Session,
        service::{Fault, Hello, Notice, Proposal, Reply, Request, Search, Service},
    },
    keymap::{KeyCode, Lookup},
};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, mpsc::Receiver},
};

/// A thread of the runtime: what it was given, and what it has done and not yet told.
struct Worker<T> {
    given: VecDeque<T>,
    done: Option<Msg>,
}

impl<T> Default for Worker<T> {
    fn default() -> Self {
        Self {
            given: VecDeque::new(),
            done: None,
        }
    }
}

impl<T> Worker<T> {
    fn moves(&self, run: Move, tell: Move) -> Option<Move> {
        match (&self.done, self.given.is_empty()) {
            (Some(_), _) => Some(tell),
            (None, false) => Some(run),
            (None, true) => None,
        }
    }
}

/// Something a thread of the runtime may do next. Doing and telling are apart: what was read before
/// a batch was written may be told after it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Move {
    /// The search worker searches, or tells what it found.
    Search(Part),
    /// The asking worker asks, or tells the answer.
    Ask(Part),
    /// The committing worker commits, or tells that it is durable.
    Commit(Part),
    /// The watching thread tells a notice.
    Notice,
}

/// Half of a move.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// The keeper is called.
    Run,
    /// The desk is told.
    Tell,
}

/// A desk on the bench.
pub struct Bench {
    /// The state.
    pub app: App,
    /// Whose desk it is, when the keeper knows.
    pub operator: Option<Slug>,
    /// Where it stands: open as long as the desk is.
    place: Arc<Place>,
    /// Whether the keeper cannot be reached.
    pub away: bool,
    /// Whether the keeper's disk is full: batches wait for space.
    pub full: bool,
    /// Faults that the next batches meet, in order. One that passes is met once: the batch is sent again.
    pub refuse: VecDeque<Fault>,
    /// Faults that the next searches and questions meet, in order.
    pub fail: VecDeque<Fault>,
    /// What the operator's editor makes of a text.
    pub editor: fn(&str) -> String,
    /// How often the bell rang.
    pub beeps: usize,
    /// How often the whole screen was drawn again.
    pub redraws: usize,
    /// Whether the operator has left.
    pub left: bool,
    /// The drafts on disk.
    pub drafts: BTreeMap<InteractionId, String>,
    /// Drafts left for the desks of others.
    pub released: Vec<String>,
    /// The batches beside them: on their way, or refused and not yet on screen again.
    pub sent: BTreeMap<BatchId, Vec<Op>>,
    /// The ops of every batch that became durable.
    pub batches: Vec<Vec<Op>>,
    /// The numbers that were minted, in order.
    pub numbers: Vec<TicketNumber>,
    /// The commands that were run, as `scope.id`.
    pub ran: BTreeSet<String>,
    session: Session,
    notices: Receiver<Notice>,
    search: Worker<(u64, Search)>,
    asks: Worker<(Ask, Request)>,
    commits: Worker<Proposal>,
    noticed: VecDeque<Notice>,
}

impl Bench {
    /// A desk of its own place.
    pub fn alone() -> Self {
        Place::new().desk(Desk::default())
    }

    /// A desk that has not heard from its keeper yet.
    pub fn new(place: Arc<Place>, session: Session, app: App, operator: Option<Slug>) -> Self {
        Self {
            notices: session.watch(),
            app,
            session,
            operator,
            place,
            away: false,
            full: false,
            refuse: VecDeque::new(),
            fail: VecDeque::new(),
            sent: BTreeMap::new(),
            editor: str::to_owned,
            beeps: 0,
            redraws: 0,
            left: false,
            drafts: BTreeMap::new(),
            released: Vec::new(),
            batches: Vec::new(),
            numbers: Vec::new(),
            ran: BTreeSet::new(),
            search: Worker::default(),
            asks: Worker::default(),
            commits: Worker::default(),
            noticed: VecDeque::new(),
        }
    }

    /// The keeper's first word.
    pub fn connect(&mut self) {
        let hello = Hello {
            operator: self.operator.clone(),
            station: self.app.station,
        };
        match self.session.call(Request::Hello(hello)) {
            Ok(Reply::Welcome(welcome)) => self.tell(Msg::Welcome(welcome)),
            other => panic!("{other:?}"),
        }
    }

    /// Keys pressed one after the other, every answer in between.
    pub fn press(&mut self, script: &str) -> &mut Self {
        for key in keys(script) {
            self.note_command(&key);
            self.tell(Msg::Inputs(vec![key]));
            self.settle();
        }
        self
    }

    /// Keys in one burst; no answer comes before they are all there.
    pub fn burst(&mut self, script: &str) -> &mut Self {
        self.tell(Msg::Inputs(keys(script)));
        self
    }

    /// Time goes on.
    pub fn wait(&mut self, seconds: i64) -> &mut Self {
        self.place.pass(seconds * 1_000);
        self.app.now.at = self.app.now.at.plus(seconds * 1_000);
        self.app.now.local += Duration::seconds(seconds);
        self.app.now.steady_ms += u64::try_from(seconds).unwrap() * 1_000;
        self.tell(Msg::Tick);
        self
    }

    /// Somebody sets the clock.
    pub fn set_clock(&mut self, seconds: i64) -> &mut Self {
        let mut now = self.app.now;
        now.at = now.at.plus(seconds * 1_000);
        now.local += Duration::seconds(seconds);
        update(&mut self.app, now, Msg::Tick);
        self
    }

    /// Something happens, and its effects are handed to the workers.
    pub fn tell(&mut self, msg: Msg) {
        let now = self.app.now;
        update(&mut self.app, now, msg);
        for effect in std::mem::take(&mut self.app.effects) {
            match effect {
                Effect::Search(generation, search) => {
                    self.search.given = VecDeque::from([(generation, search)]);
                }
                Effect::Ask(ask, request) => self.asks.given.push_back((ask, request)),
                Effect::Commit(proposal, ended) => {
                    let ops = unpack_ops(&proposal.ops).unwrap();
                    self.sent.insert(proposal.id, ops);
                    ended.map(|call| self.drafts.remove(&call));
                    self.commits.given.push_back(proposal);
                }
                Effect::Keep(call, draft) => {
                    self.drafts.insert(call, draft);
                }
                Effect::Forget(call) => {
                    self.drafts.remove(&call);
                }
                Effect::Release(draft) => {
                    let draft = self.drafts.remove(&draft).expect("it was kept");
                    self.released.push(draft);
                }
                Effect::Edit(id, text) => {
                    let left = (self.editor)(&text);
                    self.tell(Msg::Edited(id, Ok(left)));
                }
                Effect::Beep => self.beeps += 1,
                Effect::Redraw => self.redraws += 1,
                Effect::Quit => self.left = true,
                Effect::ForgetBatch(batch) => {
                    self.sent.remove(&batch);
                }
            }
        }
    }

    /// The keeper's disk takes no more.
    pub fn fill_disk(&mut self) {
        self.full = true;
        self.tell(Msg::Notice(Notice::ReadOnly));
    }

    /// The keeper's disk has space again.
    pub fn free_disk(&mut self) {
        self.full = false;
        self.tell(Msg::Notice(Notice::Writable));
    }

    /// The keeper dies.
    pub fn lose_keeper(&mut self) {
        self.away = true;
        self.tell(Msg::Notice(Notice::Disconnected));
    }

    /// Another keeper is there.
    pub fn find_keeper(&mut self) {
        self.away = false;
        self.tell(Msg::Notice(Notice::Connected));
    }

    /// What has been told meanwhile was told to a connection that is gone.
    pub fn deaf(&mut self) {
        while self.notices.try_recv().is_ok() {}
        self.noticed.clear();
    }

    /// Every worker does and tells all it can.
    pub fn settle(&mut self) -> &mut Self {
        while let Some(next) = self.moves().first() {
            self.make(*next);
        }
        self
    }

    /// What the workers may do next.
    pub fn moves(&mut self) -> Vec<Move> {
        self.noticed.extend(self.notices.try_iter());
        let commits = self
            .commits
            .moves(Move::Commit(Part::Run), Move::Commit(Part::Tell))
            .filter(|next| !(self.away || self.full) || *next == Move::Commit(Part::Tell));
        [
            self.search
                .moves(Move::Search(Part::Run), Move::Search(Part::Tell)),
            self.asks.moves(Move::Ask(Part::Run), Move::Ask(Part::Tell)),
            commits,
            (!self.noticed.is_empty()).then_some(Move::Notice),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// A worker does one thing.
    pub fn make(&mut self, next: Move) {
        let told = match next {
            Move::Search(Part::Run) => {
                self.search.done = self.search.given.pop_front().map(|(generation, search)| {
                    let found = self.ask(Request::Search(search));
                    Msg::Found(generation, found.map(hits))
                });
                None
            }
            Move::Ask(Part::Run) => {
                self.asks.done = self
                    .asks
                    .given
                    .pop_front()
                    .map(|(ask, request)| Msg::Answer(ask, self.ask(request).map(Box::new)));
                None
            }
            Move::Commit(Part::Run) => {
                let proposal = self.commits.given.pop_front();
                self.commits.done = proposal.and_then(|proposal| self.commit(proposal));
                None
            }
            Move::Search(Part::Tell) => self.search.done.take(),
            Move::Ask(Part::Tell) => self.asks.done.take(),
            Move::Commit(Part::Tell) => self.commits.done.take(),
            Move::Notice => self.noticed.pop_front().map(Msg::Notice),
        };
        if let Some(msg) = told {
            self.tell(msg);
        }
    }

    fn ask(&mut self, request: Request) -> Result<Reply, Fault> {
        if let Some(fault) = self.fail.pop_front() {
            return Err(fault);
        }
        if self.away {
            return Err(Fault::Unreachable("nobody listens".to_owned()));
        }
        self.session.call(request)
    }

    /// What passes is no answer: the batch waits, and is sent again.
    fn commit(&mut self, proposal: Proposal) -> Option<Msg> {
        let batch: BatchId = proposal.id;
        match self.refuse.pop_front() {
            Some(Fault::Unreachable(_) | Fault::ReadOnly(_) | Fault::Busy) => {
                self.commits.given.push_front(proposal);
                return None;
            }
            Some(fault) => return Some(Msg::NotSaved(batch, fault)),
            None => {}
        }
        let ops = unpack_ops(&proposal.ops).unwrap();
        let reply = self.session.call(Request::Commit(proposal));
        // The watchers are told after the answer: a question to the same thread comes back after that.
        self.session.call(Request::Stats).unwrap();
        Some(match reply {
            Ok(Reply::Saved {
                batch,
                first,
                numbers,
            }) => {
                self.sent.remove(&batch);
                self.batches.push(ops);
                self.numbers
                    .extend(numbers.iter().map(|(_, number)| *number));
                Msg::Saved(batch, first, numbers)
            }
            Ok(other) => panic!("{other:?}"),
            Err(fault) => Msg::NotSaved(batch, fault),
        })
    }

    /// Notes which command a key means now.
    fn note_command(&mut self, input: &Input) {
        let Input::Key(key) = input else { return };
        if let Some(Panel::Chooser(palette)) = self.app.panels.last()
            && key.code == KeyCode::Enter
            && let Some(choice) = palette.visible().get(palette.selected)
            && let Pick::Command(command) = choice.pick
        {
            self.ran.insert(format!("{}.{}", command.scope, command.id));
        }
        let scopes = self.app.scopes();
        if key.typed().is_some() && self.app.focused_line().is_some() {
            return;
        }
        let mut pressed = self.app.chord.clone();
        pressed.push(*key);
        if let Lookup::Matched(id) = self.app.keys.lookup(&scopes, &pressed) {
            let command = command::find(&scopes, id.as_str()).unwrap();
            self.ran.insert(format!("{}.{}", command.scope, command.id));
        }
    }

    /// The rows of the screen.
    pub fn screen(&self) -> String {
        screen::text(&self.app)
    }

    /// The batches, a line each.
    pub fn journal(&self) -> Vec<String> {
        self.batches.iter().map(|ops| journal::line(ops)).collect()
    }

    /// What is typed for the question being worked on.
    pub fn line(&self) -> &str {
        self.app
            .call
            .question()
            .map_or("", |question| question.line.as_str())
    }

    /// The status line.
    pub fn status(&self) -> &str {
        self.app
            .status
            .as_ref()
            .map_or("", |status| status.words.as_str())
    }

    /// The number told last, digits only.
    pub fn told_number(&self) -> String {
        let number = self
            .numbers
            .last()
            .unwrap_or_else(|| panic!("no number\n{}", self.screen()));
        number.to_string().replace('-', "")
    }

    /// Whether keys wait for the operator.
    pub fn holds(&self) -> bool {
        self.app.wait == Some(Wait::Attention)
    }
}

fn hits(reply: Reply) -> Vec<sportello::keeper::service::Hit> {
    match reply {
        Reply::Found(hits, _) => hits,
        other => panic!("{other:?}"),
    }
}
