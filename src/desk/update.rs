//! The heart of the desk: a message changes the state and leaves effects. It never waits.
//!
//! *Type-ahead is sacred.* Input is a queue. A key that needs something not there yet (results for
//! exactly the text typed, a list, a number) stays at its head, and later keys wait behind it, so
//! that every key reaches the screen it was meant for. An error holds the queue until the operator
//! has seen it.

use super::{
    app::{App, Item, Link, Wait},
    chooser, command,
    command::Step,
    dossier, form, knowledge,
    line::LineEdit,
    msg::{Ask, Effect, Input, Msg, Now, Then},
    notices,
    panel::Panel,
    phone, queue, shift, structure,
    theme::Tone,
    version, words,
};
use crate::{
    domain::{id::InteractionId, outcome::ArticleKind},
    keeper::service::{Fault, Hit, Notice, Reply, Request, Ring, Row, Task, Welcome},
    keymap::{Key, KeyCode, Lookup},
    locale::Phrase,
};
use std::mem::Discriminant;

/// The scope whose keys work everywhere.
const EVERYWHERE: &str = crate::keymap::GLOBAL;

/// Changes the state by what happened at `now`.
pub fn update(app: &mut App, now: Now, msg: Msg) {
    app.note_time(now);
    match msg {
        Msg::Inputs(inputs) => app.receive(inputs),
        Msg::Resized(width, height) => app.size = (width, height),
        Msg::Tick => {}
        Msg::Welcome(welcome) => welcomed(app, *welcome),
        Msg::Refused(fault) => {
            app.link = Link::Down;
            app.parted = None;
            let why = words::fault(&fault, app.lang);
            app.tell_words(Tone::Alarm, why);
        }
        Msg::Found(generation, found) => found_articles(app, generation, found),
        Msg::Answer(ask, answer) => answered(app, ask, answer),
        Msg::Saved(batch, first, numbers) => {
            app.saved(batch, first, &numbers);
            app.came(&Wait::Saved(batch));
            queue::changed(app);
            dossier::saved(app);
            form::ask_for_requests(app);
        }
        Msg::NotSaved(batch, fault) => {
            app.not_saved(batch, &fault);
            app.came(&Wait::Saved(batch));
        }
        Msg::NotAdopted(proposal, fault) => shift::not_adopted(app, &proposal, &fault),
        Msg::Kept(fault) => app.draft_kept(fault.as_deref()),
        Msg::Notice(notice) => noticed(app, notice),
        Msg::Edited(id, left) => version::edited(app, id, left),
        Msg::Drafts(drafts, unread) => shift::drafts_found(app, &drafts, unread),
    }
    app.drain();
    app.keep_words();
}

impl App {
    /// Input arrives behind what still waits. After an error the first new key decides about the
    /// keys that were typed before it was seen.
    fn receive(&mut self, inputs: Vec<Input>) {
        let mut inputs = inputs.into_iter();
        if self.wait == Some(Wait::Attention) {
            let Some(first) = inputs.next() else { return };
            self.wait = None;
            self.status = None;
            match first {
                Input::Key(key) if key == Key::plain(KeyCode::Esc) => self.inbox.clear(),
                Input::Key(key) if key == Key::plain(KeyCode::Enter) => {}
                other => self.inbox.push_back(other),
            }
        }
        self.inbox.extend(inputs);
    }

    /// What the input waited for has come.
    pub fn came(&mut self, what: &Wait) {
        if self.wait.as_ref() == Some(what) {
            self.wait = None;
        }
    }

    /// Feeds the queue until it is empty or its head has to wait.
    fn drain(&mut self) {
        self.give_up_waiting();
        while self.wait.is_none() {
            let Some(input) = self.inbox.pop_front() else {
                return;
            };
            if let Step::Wait(wait) = self.feed(&input) {
                if !self.is_coming(&wait) {
                    self.refuse_waiting(&wait);
                    continue;
                }
                self.inbox.push_front(input);
                self.wait = Some(wait);
            }
        }
    }

    fn feed(&mut self, input: &Input) -> Step {
        let (stage, said) = (self.stage(), self.status.clone());
        let step = match input {
            Input::Paste(text) => {
                self.type_in(text);
                Step::Done
            }
            Input::Key(key) => self.press(*key),
            Input::Then(Then::Conclude) => phone::conclude(self),
            Input::Then(Then::Take) => dossier::take(self),
            Input::Then(Then::CorrectText) => dossier::correct_text(self),
            Input::Then(Then::Edit) => version::edit(self),
        };
        if self.stage() != stage && self.status == said {
            // What was said on the screen that was left does not follow to the next.
            self.status.take_if(|status| !status.lasts);
        }
        step
    }

    /// What the operator has before him: the panel with the keys, and the question of the call.
    fn stage(&self) -> (usize, Option<Discriminant<Panel>>, InteractionId, usize) {
        let panel = self.panels.last().map(std::mem::discriminant);
        let call = &self.call;
        (self.panels.len(), panel, call.interaction, call.current)
    }

    /// A character goes to the line that has the keys, if one has; every other key means a command.
    fn press(&mut self, key: Key) -> Step {
        if let Some(c) = key.typed()
            && self.chord.is_empty()
            && self.focused_line().is_some()
        {
            self.type_in(c.encode_utf8(&mut [0; 4]));
            return Step::Done;
        }
        let scopes = self.scopes();
        let mut keys = std::mem::take(&mut self.chord);
        keys.push(key);
        match self.keys.lookup(&scopes, &keys) {
            Lookup::Matched(id) => {
                let Some(command) = command::find(&scopes, id.as_str()) else {
                    return Step::Done;
                };
                let step = self.run(command);
                if matches!(step, Step::Wait(_)) {
                    // The last key comes again: the ones before it are still pressed.
                    keys.pop();
                    self.chord = keys;
                }
                step
            }
            Lookup::Pending(_) => {
                self.chord = keys;
                Step::Done
            }
            Lookup::Cancelled => {
                self.refuse(no_command(key));
                Step::Done
            }
            Lookup::NotFound => {
                match key.code {
                    KeyCode::Char(c) if key.mods.is_empty() => {
                        self.type_in(c.encode_utf8(&mut [0; 4]));
                    }
                    _ => self.refuse(no_command(key)),
                }
                Step::Done
            }
        }
    }

    /// Runs a command.
    pub fn run(&mut self, command: &'static command::Command) -> Step {
        (command.run)(self)
    }

    /// The scopes of what has the keys, innermost first.
    #[must_use]
    pub fn scopes(&self) -> Vec<&'static str> {
        let inner = self.panels.last().map_or(phone::SCOPES, Panel::scopes);
        inner.iter().copied().chain([EVERYWHERE]).collect()
    }

    /// The line that takes typed text: the panel's, else the call's when nothing covers it.
    pub fn focused_line(&mut self) -> Option<&mut LineEdit> {
        match self.panels.last_mut() {
            Some(panel) => panel.line(),
            None => self.call.question_mut().map(|question| &mut question.line),
        }
    }

    /// Puts text into the focused line. Typing on a concluded call begins the next one, and typing
    /// on a screen without a line of its own goes on with the line of the call.
    fn type_in(&mut self, text: &str) {
        let mut goes_on = false;
        if let Some(
            Panel::Reader(_)
            | Panel::Dossier(_)
            | Panel::Queue(_)
            | Panel::Knowledge(_)
            | Panel::Version(_),
        ) = self.panels.last()
            && self.focused_line().is_none()
        {
            self.close_panels();
            goes_on = true;
        }
        if self.panels.is_empty() {
            phone::begin_if_over(self);
        }
        goes_on &= !text.starts_with(char::is_whitespace);
        if let Some(line) = self.focused_line().filter(|_| goes_on) {
            // What the caller says meanwhile is another word, not the end of the last one.
            line.begin_word();
        }
        let Some(line) = self.focused_line() else {
            self.refuse(words::NOTHING_TO_DO);
            return;
        };
        let whole = line.insert(text);
        self.after_typing();
        if !whole {
            self.refuse(words::TOO_LONG);
        }
    }

    /// Lets whoever owns the line know that it changed.
    pub fn after_typing(&mut self) {
        match self.panels.last().map(Panel::typed) {
            Some(typed) => typed(self),
            None => phone::typed(self),
        }
    }
}

/// What is said of a key that means nothing: who presses the one that ends other programs wants to leave.
fn no_command(key: Key) -> Phrase {
    if key == Key::ctrl('c') {
        words::HOW_TO_QUIT
    } else {
        words::NOTHING_TO_DO
    }
}

fn welcomed(app: &mut App, welcome: Welcome) {
    app.link = if welcome.read_only {
        Link::ReadOnly
    } else {
        Link::Up
    };
    app.parted = None;
    let known = welcome.operator.is_some();
    app.operator = welcome.operator;
    shift::claim(app);
    // What is told from here on is worse than words that wait.
    if welcome.findings.lost > 0 && !app.welcomed {
        app.tell(Tone::Alarm, words::FINDINGS_LOST);
    } else if welcome.findings.corrupt > 0 && !app.welcomed {
        app.tell(Tone::Alarm, words::FINDINGS_CORRUPT);
    } else if welcome.space_short && !app.welcomed {
        app.tell(Tone::Alarm, words::SPACE_SHORT);
    }
    app.welcomed = true;
    app.agencies = welcome.agencies;
    if app.agency().is_none()
        && let Some(own) = app.agencies.first()
    {
        app.agency_id = own.id.clone();
    }
    let agency = app.agency_id.clone();
    app.ask(
        Ask::Offices,
        Request::Articles(ArticleKind::Office, agency.clone()),
    );
    app.ask(
        Ask::HelpLines,
        Request::Articles(ArticleKind::HelpLine, agency),
    );
    app.ask(Ask::Operators, Request::Operators);
    app.ask_parked();
    app.ask_notices();
    app.ask_news();
    if !known && app.top::<form::Form>().is_none() {
        form::open_enrol(app);
    }
    app.came(&Wait::Welcome);
}

fn found_articles(app: &mut App, generation: u64, found: Result<Vec<Hit>, Fault>) {
    if generation != app.results.wanted {
        return;
    }
    // Whatever came, the articles of another text are none of this one's.
    let results = &mut app.results;
    results.items.retain(|item| matches!(item, Item::Ticket(_)));
    match found {
        Ok(hits) => {
            let articles = hits.into_iter().map(|hit| Item::Article(Box::new(hit)));
            results.items.extend(articles);
        }
        Err(fault) => {
            results.failed = true;
            app.fault(&fault);
        }
    }
    app.results.articles_of = generation;
    results_came(app);
}

/// The requests with the number being typed stand above the articles.
fn found_tickets(app: &mut App, generation: u64, rows: Vec<Row>) {
    if generation != app.results.wanted {
        return;
    }
    if rows.is_empty() {
        app.tell(Tone::Doubt, words::NO_TICKET);
    }
    let mut items: Vec<Item> = rows
        .into_iter()
        .map(|row| Item::Ticket(Box::new(row)))
        .collect();
    app.results
        .items
        .retain(|item| matches!(item, Item::Article(_)));
    items.append(&mut app.results.items);
    app.results.items = items;
    app.results.tickets_of = generation;
    results_came(app);
}

/// Whether a request has the number being typed could not be learnt: those of another text go.
fn tickets_failed(app: &mut App, generation: u64) {
    if generation != app.results.wanted {
        return;
    }
    let results = &mut app.results;
    results
        .items
        .retain(|item| matches!(item, Item::Article(_)));
    results.tickets_of = generation;
    results.failed = true;
    results_came(app);
}

fn results_came(app: &mut App) {
    let count = app.results.items.len();
    if let Some(question) = app.call.question_mut() {
        question.selected = question.selected.min(count.saturating_sub(1));
    }
    if app.results.fresh() {
        app.came(&Wait::Results);
    }
}

impl App {
    /// Says what a fault means.
    pub fn fault(&mut self, fault: &Fault) {
        let why = words::fault(fault, self.lang);
        self.error(why);
    }
}

fn answered(app: &mut App, ask: Ask, answer: Result<Box<Reply>, Fault>) {
    if let Some(position) = app.outstanding.iter().position(|known| *known == ask) {
        app.outstanding.remove(position);
    }
    match answer {
        Ok(reply) => place(app, &ask, *reply),
        Err(fault) => {
            app.fault(&fault);
            match ask {
                Ask::Number(generation, _) => tickets_failed(app, generation),
                Ask::Lint(id) => version::lint_failed(app, id),
                _ => {}
            }
        }
    }
    app.came(&Wait::Answer(ask));
}

/// Puts an answer where it was asked for.
fn place(app: &mut App, ask: &Ask, reply: Reply) {
    match (ask, reply) {
        (Ask::Queue(question), Reply::Rows(rows)) => queue::arrived(app, *question, rows),
        (Ask::Counts(question), Reply::Counts(counts)) => queue::counted(app, *question, counts),
        (Ask::Dossier(_, question), Reply::Dossier(found)) => {
            dossier::arrived(app, *question, found);
        }
        (Ask::Number(generation, _), Reply::Rows(rows)) => {
            found_tickets(app, *generation, rows);
        }
        (Ask::Offices, Reply::Articles(offices)) => app.offices = offices,
        (Ask::Operators, Reply::Operators(operators)) => app.operators = operators,
        (Ask::HelpLines, Reply::Articles(lines)) if !lines.is_empty() => app.help_lines = lines,
        (Ask::Recent(_), Reply::Calls(calls)) => shift::recent_arrived(app, ask, &calls),
        (Ask::Parked(_), Reply::Calls(calls)) => shift::parked_arrived(app, ask, calls),
        (Ask::Notices(asked), Reply::Notices(rows)) => notices::arrived(app, *asked, rows),
        (Ask::People(asked), Reply::Articles(people)) => structure::arrived(app, *asked, people),
        (Ask::News(asked), Reply::Articles(news)) => knowledge::news_arrived(app, *asked, news),
        (Ask::Tasks(asked), Reply::CuratorTasks(tasks)) => {
            knowledge::tasks_arrived(app, *asked, tasks);
        }
        (Ask::Edition(asked), Reply::Edition(found)) => version::arrived(app, *asked, found),
        (Ask::Lint(id), Reply::Linted(linted)) => version::linted(app, *id, *linted),
        (Ask::Article(_), Reply::Article(found)) => app.deputy = found.map(|found| *found),
        (Ask::Enrol, Reply::Operator(operator)) => {
            app.operator = Some(*operator);
            shift::claim(app);
            app.unconfirmed
                .retain(|(purpose, _)| *purpose != form::Purpose::Enrol);
        }
        (Ask::CallerRequests(asked), Reply::Rows(rows)) => {
            chooser::caller_requests(app, *asked, rows);
        }
        _ => {}
    }
}

/// Whether a ring is for this desk: one that names an operator is his alone.
fn is_for(app: &App, ring: &Ring) -> bool {
    let me = app.operator.as_ref().map(|me| &me.id);
    ring.operator.is_none() || ring.operator.as_ref() == me
}

fn noticed(app: &mut App, notice: Notice) {
    match notice {
        Notice::Tickets(tickets) => {
            queue::changed(app);
            dossier::changed(app, &tickets);
        }
        Notice::Parked => {
            app.ask_parked();
        }
        Notice::Knowledge => {
            app.ask_news();
            let agency = app.agency_id.clone();
            app.ask(
                Ask::Offices,
                Request::Articles(ArticleKind::Office, agency.clone()),
            );
            app.ask(
                Ask::HelpLines,
                Request::Articles(ArticleKind::HelpLine, agency),
            );
        }
        Notice::Ring(ring) if is_for(app, &ring) => phone::rang(app, ring),
        Notice::ReadOnly => {
            app.link = Link::ReadOnly;
            app.tell(Tone::Alarm, words::STOPPED_WRITING);
            app.effects.push(Effect::Beep);
        }
        Notice::Writable => {
            app.link = Link::Up;
            app.tell(Tone::Good, words::WRITABLE);
        }
        Notice::Working(work) if work.task == Task::Rebuild => app.remade = Some(work.percent()),
        Notice::Rested(Task::Rebuild) => app.remade = None,
        Notice::BackupFailed => app.tell(Tone::Alarm, words::BACKUP_FAILED),
        Notice::Ring(_) | Notice::Working(_) | Notice::Rested(_) => {}
        Notice::Lives => knowledge::changed(app),
        Notice::SpaceShort => {
            app.tell(Tone::Alarm, words::SPACE_SHORT);
            app.effects.push(Effect::Beep);
        }
        Notice::SpaceEnough => app.tell(Tone::Good, words::SPACE_ENOUGH),
        Notice::Disconnected => {
            app.link = Link::Down;
            app.remade = None;
            app.parted = Some(app.now.steady_ms);
        }
        Notice::Connected => connected(app),
    }
}

/// A keeper is there again: what was asked of the one before may have failed or have changed since.
fn connected(app: &mut App) {
    app.link = Link::Up;
    app.parted = None;
    queue::changed(app);
    dossier::saved(app);
    form::ask_for_requests(app);
    if app.results.failed {
        app.line_changed();
    }
}
