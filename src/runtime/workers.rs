//! The threads that wait so that the desk need not: for searches, answers, the disk, the journal.

use super::drafts::{Adopted, Drafts, Kept};
use crate::{
    desk::msg::{Ask, Msg},
    domain::{
        id::{BatchId, InteractionId},
        operator::Operator,
    },
    keeper::service::{Fault, Hello, Notice, Proposal, Reply, Request, Search, Service},
};
use std::{
    collections::VecDeque,
    io,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

/// How long the disk worker waits for a newer draft before it writes one.
const DRAFT_PAUSE: Duration = Duration::from_millis(200);
/// How long a draft waits at most while somebody types on: it is on disk within a second.
const DRAFT_AT_LAST: Duration = Duration::from_millis(700);
/// How long between two attempts to reach the keeper.
const RETRY: Duration = Duration::from_millis(500);
/// How long between two attempts when the keeper has said no: only somebody who changes something,
/// an account or a version, makes it say something else.
const RETRY_REFUSED: Duration = Duration::from_secs(30);

/// How a desk that says who it is reaches its keeper; called again until it works.
pub type Reach = Box<dyn Fn(Hello) -> Result<Arc<dyn Service>, Fault> + Send + Sync>;

/// Who works at the desk, as the keeper said last.
type Who = Arc<Mutex<Hello>>;

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A batch to be sent.
struct Sending {
    batch: Kept,
    /// Whether a desk that died left it.
    adopted: bool,
}

/// The newest search: an older one nobody waits for any more is dropped.
#[derive(Debug, Default)]
struct Slot {
    newest: Mutex<Option<(u64, Search)>>,
    changed: Condvar,
}

/// A job of the disk worker.
#[derive(Debug)]
enum Job {
    Keep(InteractionId, String),
    Forget(InteractionId),
    Release(InteractionId),
    Commit(Proposal, Option<InteractionId>),
    /// The batch is durable.
    Durable(BatchId),
    /// The batch was refused, and its call is on screen again and kept there.
    Refused(BatchId),
    Close(Sender<()>),
}

/// The threads of a desk.
pub struct Workers {
    slot: Arc<Slot>,
    asks: Sender<(Ask, Request)>,
    jobs: Sender<Job>,
}

impl Workers {
    /// Starts the threads; `say` takes their messages.
    pub fn start(
        reach: Reach,
        hello: Hello,
        drafts: Drafts,
        adopted: Adopted,
        say: impl Fn(Msg) + Send + Clone + 'static,
    ) -> Self {
        let slot = Arc::new(Slot::default());
        let (asks, asked) = channel();
        let (jobs, to_do) = channel();
        let (commits, committed) = channel();
        for batch in adopted.batches {
            let adopted = true;
            // The receiver lives as long as the connector below, which outlives this loop.
            let _ = commits.send(Sending { batch, adopted });
        }
        let who = Arc::new(Mutex::new(hello));
        if !adopted.drafts.is_empty() || adopted.unread > 0 {
            say(Msg::Drafts(adopted.drafts, adopted.unread));
        }
        let disk = Disk::new(drafts, commits, Arc::clone(&who), say.clone());
        thread::spawn(move || disk.work(&to_do));
        let workers = Self {
            slot: Arc::clone(&slot),
            asks,
            jobs: jobs.clone(),
        };
        thread::spawn(move || {
            let service = connect(&reach, &who, &say);
            let notices = service.watch();
            greet(service.as_ref(), &who, &say);
            let (of_search, tell) = (Arc::clone(&service), say.clone());
            thread::spawn(move || search(of_search.as_ref(), &slot, &tell));
            let (of_ask, asks_as, tell) = (Arc::clone(&service), Arc::clone(&who), say.clone());
            thread::spawn(move || ask(of_ask.as_ref(), &asked, &asks_as, &tell));
            let sender = Committer {
                service: Arc::clone(&service),
                reach,
                who: Arc::clone(&who),
            };
            let tell = say.clone();
            thread::spawn(move || sender.work(&committed, &jobs, &tell));
            watch(&notices, service.as_ref(), &who, &say);
        });
        workers
    }

    /// Searches; only the newest search matters.
    pub fn search(&self, generation: u64, search: Search) {
        *locked(&self.slot.newest) = Some((generation, search));
        self.slot.changed.notify_one();
    }

    /// Asks the keeper.
    pub fn ask(&self, ask: Ask, request: Request) {
        // A receiver that is gone means that the process is ending: nobody waits for the answer.
        let _ = self.asks.send((ask, request));
    }

    /// Keeps a draft.
    pub fn keep(&self, interaction: InteractionId, draft: String) {
        self.job(Job::Keep(interaction, draft));
    }

    /// Forgets a draft.
    pub fn forget(&self, interaction: InteractionId) {
        self.job(Job::Forget(interaction));
    }

    /// Leaves a draft for the desk of another operator.
    pub fn release(&self, interaction: InteractionId) {
        self.job(Job::Release(interaction));
    }

    /// A batch that was refused is on screen again, and kept there.
    pub fn forget_batch(&self, batch: BatchId) {
        self.job(Job::Refused(batch));
    }

    /// Has a batch written: first kept on disk, then sent.
    pub fn commit(&self, proposal: Proposal, ended: Option<InteractionId>) {
        self.job(Job::Commit(proposal, ended));
    }

    /// Waits until the disk worker has written everything it was given.
    pub fn close(&self) {
        let (done, closed) = channel();
        self.job(Job::Close(done));
        // A worker that does not answer has nothing left to write, or a disk that never answers.
        let _ = closed.recv_timeout(Duration::from_secs(2));
    }

    fn job(&self, job: Job) {
        // As above: without a receiver the process is ending.
        let _ = self.jobs.send(job);
    }
}

/// Tries until the keeper is there; every failure is told once it changes.
fn connect(reach: &Reach, who: &Who, say: &impl Fn(Msg)) -> Arc<dyn Service> {
    let mut told = None;
    loop {
        let hello = locked(who).clone();
        match reach(hello) {
            Ok(service) => return service,
            Err(fault) => {
                if told.as_ref() != Some(&fault) {
                    say(Msg::Refused(fault.clone()));
                }
                thread::sleep(pause_after(&fault));
                told = Some(fault);
            }
        }
    }
}

fn pause_after(fault: &Fault) -> Duration {
    match fault {
        Fault::Refused(_) | Fault::Version { .. } => RETRY_REFUSED,
        _ => RETRY,
    }
}

fn greet(service: &dyn Service, who: &Who, say: &impl Fn(Msg)) {
    let hello = locked(who).clone();
    match service.call(Request::Hello(hello)) {
        Ok(Reply::Welcome(welcome)) => {
            works_here(who, welcome.operator.as_ref());
            say(Msg::Welcome(welcome));
        }
        Ok(_) => {}
        Err(fault) => say(Msg::Refused(fault)),
    }
}

/// Whoever was welcomed or enrolled works here from now on, whichever keeper comes next.
fn works_here(who: &Who, operator: Option<&Operator>) {
    if let Some(operator) = operator {
        locked(who).operator = Some(operator.id.clone());
    }
}

impl Slot {
    /// Waits for a search, and takes it.
    fn take(&self) -> (u64, Search) {
        let mut newest = locked(&self.newest);
        loop {
            if let Some(wanted) = newest.take() {
                return wanted;
            }
            newest = self
                .changed
                .wait(newest)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits as long as between two attempts; whether no newer search came.
    fn is_quiet(&self) -> bool {
        let newest = locked(&self.newest);
        let (newest, _) = self
            .changed
            .wait_timeout_while(newest, RETRY, |newest| newest.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        newest.is_none()
    }
}

fn search(service: &dyn Service, slot: &Slot, say: &impl Fn(Msg)) {
    loop {
        let (generation, search) = slot.take();
        find(service, slot, generation, &search, say);
    }
}

/// Searches, again and again while the store or the keeper is not there: that is told once, and ends
/// with a newer search.
fn find(service: &dyn Service, slot: &Slot, generation: u64, search: &Search, say: &impl Fn(Msg)) {
    let mut told = false;
    loop {
        let found = service
            .call(Request::Search(search.clone()))
            .map(|reply| match reply {
                Reply::Found(hits, _) => hits,
                _ => Vec::new(),
            });
        let passes = matches!(found, Err(Fault::Busy | Fault::Unreachable(_)));
        if !(passes && told) {
            say(Msg::Found(generation, found));
        }
        told = true;
        if !passes || !slot.is_quiet() {
            return;
        }
    }
}

fn ask(service: &dyn Service, asked: &Receiver<(Ask, Request)>, who: &Who, say: &impl Fn(Msg)) {
    while let Ok((ask, request)) = asked.recv() {
        let answer = service.call(request);
        if let Ok(Reply::Operator(enrolled)) = &answer {
            works_here(who, Some(enrolled));
        }
        say(Msg::Answer(ask, answer.map(Box::new)));
    }
}

/// Sends batches one after the other. A keeper that is away, or whose disk is full, is tried again
/// until it is there and has space: the batch stays among the drafts meanwhile.
struct Committer {
    service: Arc<dyn Service>,
    reach: Reach,
    who: Who,
}

impl Committer {
    fn work(&self, committed: &Receiver<Sending>, jobs: &Sender<Job>, say: &impl Fn(Msg)) {
        while let Ok(Sending { batch, adopted }) = committed.recv() {
            let id = batch.proposal.id;
            let result = loop {
                match self.send(&batch) {
                    Err(Fault::Unreachable(_) | Fault::ReadOnly(_) | Fault::Busy) => {
                        thread::sleep(RETRY);
                    }
                    other => break other,
                }
            };
            let fault = match result {
                Ok(Reply::Saved {
                    batch,
                    first,
                    numbers,
                }) => {
                    // The disk worker ends only with the process.
                    let _ = jobs.send(Job::Durable(id));
                    say(Msg::Saved(batch, first, numbers));
                    continue;
                }
                Ok(_) => Fault::Unacceptable("unexpected answer".to_owned()),
                Err(fault) => fault,
            };
            // A refused batch stays on disk: its call is on screen again, and kept there, only after
            // the desk has heard of it.
            say(if adopted {
                Msg::NotAdopted(batch.proposal, fault)
            } else {
                Msg::NotSaved(id, fault)
            });
        }
    }

    /// A batch of another operator of this account, left by a desk that died, is sent in his name.
    fn send(&self, batch: &Kept) -> Result<Reply, Fault> {
        let commit = Request::Commit(batch.proposal.clone());
        let hello = Hello {
            operator: batch.operator.clone(),
            ..locked(&self.who).clone()
        };
        if batch.operator.is_none() || hello == *locked(&self.who) {
            return self.service.call(commit);
        }
        (self.reach)(hello)?.call(commit)
    }
}

fn watch(notices: &Receiver<Notice>, service: &dyn Service, who: &Who, say: &impl Fn(Msg)) {
    while let Ok(notice) = notices.recv() {
        let again = notice == Notice::Connected;
        say(Msg::Notice(notice));
        if again {
            greet(service, who, say);
        }
    }
}

/// Writes drafts and batches. A draft waits a moment for a newer one, a batch never.
struct Disk<S> {
    drafts: Drafts,
    commits: Sender<Sending>,
    who: Who,
    say: S,
    /// Why drafts cannot be kept, as it was told last.
    fault: Option<String>,
    /// Drafts that wait for newer ones.
    waiting: VecDeque<(InteractionId, String)>,
    /// When they are written at last.
    deadline: Instant,
    /// Batches that could not be kept, with the call that each ends: its draft stays until the batch
    /// is durable.
    unkept: Vec<(BatchId, InteractionId)>,
}

impl<S: Fn(Msg)> Disk<S> {
    fn new(drafts: Drafts, commits: Sender<Sending>, who: Who, say: S) -> Self {
        Self {
            drafts,
            commits,
            who,
            say,
            fault: None,
            waiting: VecDeque::new(),
            deadline: Instant::now(),
            unkept: Vec::new(),
        }
    }

    fn work(mut self, to_do: &Receiver<Job>) {
        loop {
            let job = if self.waiting.is_empty() {
                to_do.recv().map_err(|_gone| RecvTimeoutError::Disconnected)
            } else {
                let left = self.deadline.saturating_duration_since(Instant::now());
                to_do.recv_timeout(left.min(DRAFT_PAUSE))
            };
            match job {
                Ok(job) => self.do_job(job),
                Err(RecvTimeoutError::Timeout) => self.flush(),
                Err(RecvTimeoutError::Disconnected) => return self.flush(),
            }
        }
    }

    fn do_job(&mut self, job: Job) {
        if !matches!(job, Job::Keep(..)) {
            // Drafts and batches are written in the order given.
            self.flush();
        }
        match job {
            Job::Keep(interaction, draft) => self.keep(interaction, draft),
            Job::Forget(interaction) => self.drafts.forget(interaction),
            Job::Release(interaction) => self.drafts.release(interaction),
            Job::Commit(proposal, ended) => self.commit(proposal, ended),
            Job::Durable(batch) => {
                for interaction in self.take_unkept(batch) {
                    self.drafts.forget(interaction);
                }
                self.drafts.forget_batch(batch);
            }
            Job::Refused(batch) => {
                self.take_unkept(batch);
                self.drafts.forget_batch(batch);
            }
            Job::Close(done) => {
                self.drafts.close();
                let _ = done.send(());
            }
        }
    }

    /// A draft takes the place of the one that waits, and is written when nothing newer comes.
    fn keep(&mut self, interaction: InteractionId, draft: String) {
        // A draft given after the batch that ended its call holds something else.
        self.unkept.retain(|(_, ended)| *ended != interaction);
        if self.waiting.is_empty() {
            self.deadline = Instant::now() + DRAFT_AT_LAST;
        }
        let known = self.waiting.iter_mut().find(|(id, _)| *id == interaction);
        match known {
            Some(known) => known.1 = draft,
            None => self.waiting.push_back((interaction, draft)),
        }
        if Instant::now() >= self.deadline {
            self.flush();
        }
    }

    fn flush(&mut self) {
        for (interaction, draft) in std::mem::take(&mut self.waiting) {
            let kept = self.drafts.keep(interaction, &draft);
            self.note(&kept);
        }
    }

    fn commit(&mut self, proposal: Proposal, ended: Option<InteractionId>) {
        let operator = locked(&self.who).operator.clone();
        let batch = Kept { operator, proposal };
        // Sent even if it could not be kept: the journal is the safer place.
        let kept = self.drafts.keep_batch(&batch);
        self.note(&kept);
        match (kept, ended) {
            (Ok(()), Some(interaction)) => self.drafts.forget(interaction),
            (Err(_), Some(interaction)) => self.unkept.push((batch.proposal.id, interaction)),
            (_, None) => {}
        }
        let adopted = false;
        let _ = self.commits.send(Sending { batch, adopted });
    }

    /// The calls ended by a batch that could not be kept.
    fn take_unkept(&mut self, batch: BatchId) -> Vec<InteractionId> {
        let (of_it, others) = std::mem::take(&mut self.unkept)
            .into_iter()
            .partition(|(id, _)| *id == batch);
        self.unkept = others;
        let of_it: Vec<(BatchId, InteractionId)> = of_it;
        of_it.into_iter().map(|(_, ended)| ended).collect()
    }

    /// What keeps drafts off the disk is told once, and again only when it changes.
    fn note(&mut self, kept: &io::Result<()>) {
        let fault = kept.as_ref().err().map(ToString::to_string);
        if fault != self.fault {
            self.fault.clone_from(&fault);
            (self.say)(Msg::Kept(fault));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            id::{OpId, StationId, StreamId},
            outcome::Role,
            slug::Slug,
            text::Text,
        },
        keeper::service::{Findings, Welcome},
    };
    use std::fs;

    const LONG: Duration = Duration::from_secs(10);

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    fn station(byte: u8) -> StationId {
        StationId::new([byte; 16])
    }

    fn batch(byte: u8, operator: Option<&str>) -> Kept {
        Kept {
            operator: operator.map(slug),
            proposal: Proposal {
                id: BatchId::new([byte; 16]),
                agency: slug("esempio"),
                role: Role::FirstLevel,
                ops: vec![1],
                mint: Vec::new(),
            },
        }
    }

    type Heard = Arc<Mutex<Vec<(Option<Slug>, BatchId)>>>;

    /// A keeper that knows an account whose first operator is Anna, and notes who sends what.
    struct Listener {
        speaks: Slug,
        heard: Heard,
        /// What it answers first.
        passing: Mutex<Vec<Fault>>,
        _notices: Sender<Notice>,
        notices: Mutex<Option<Receiver<Notice>>>,
    }

    impl Service for Listener {
        fn call(&self, request: Request) -> Result<Reply, Fault> {
            match request {
                Request::Hello(_) => Ok(Reply::Welcome(Box::new(Welcome {
                    operator: Some(Operator {
                        id: self.speaks.clone(),
                        name: Text::line(self.speaks.as_str()),
                        account: Some(1000),
                        grants: Vec::new(),
                    }),
                    agencies: Vec::new(),
                    process: 1,
                    read_only: false,
                    space_short: false,
                    findings: Findings::default(),
                }))),
                Request::Commit(proposal) => {
                    if let Some(fault) = locked(&self.passing).pop() {
                        return Err(fault);
                    }
                    let batch = proposal.id;
                    locked(&self.heard).push((Some(self.speaks.clone()), batch));
                    let first = OpId {
                        stream: StreamId::new([0; 16]),
                        seq: 1,
                    };
                    let numbers = Vec::new();
                    Ok(Reply::Saved {
                        batch,
                        first,
                        numbers,
                    })
                }
                other => panic!("{other:?}"),
            }
        }

        fn watch(&self) -> Receiver<Notice> {
            locked(&self.notices).take().unwrap()
        }
    }

    fn listening(heard: &Heard, passing: &'static [fn() -> Fault]) -> Reach {
        let heard = Arc::clone(heard);
        Box::new(move |hello: Hello| {
            let (tell, notices) = channel();
            Ok(Arc::new(Listener {
                speaks: hello.operator.unwrap_or_else(|| slug("anna")),
                heard: Arc::clone(&heard),
                passing: Mutex::new(passing.iter().map(|fault| fault()).collect()),
                _notices: tell,
                notices: Mutex::new(Some(notices)),
            }))
        })
    }

    fn start(data: &std::path::Path, heard: &Heard, own: u8) -> (Workers, Receiver<Msg>) {
        started(data, listening(heard, &[]), own)
    }

    fn started(data: &std::path::Path, reach: Reach, own: u8) -> (Workers, Receiver<Msg>) {
        let (drafts, adopted) = Drafts::open(data, station(own)).unwrap();
        let hello = Hello {
            operator: None,
            station: station(own),
        };
        let (say, said) = channel();
        let say = move |msg| drop(say.send(msg));
        let workers = Workers::start(reach, hello, drafts, adopted, say);
        (workers, said)
    }

    fn folder(data: &std::path::Path, own: u8) -> std::path::PathBuf {
        data.join("drafts").join(station(own).to_string())
    }

    /// Waits for what another thread does.
    fn until(done: impl Fn() -> bool) {
        let from = Instant::now();
        while !done() {
            assert!(from.elapsed() < LONG);
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// How a batch ended: whether it was saved.
    fn ended(msg: &Msg) -> Option<bool> {
        match msg {
            Msg::Saved(..) => Some(true),
            Msg::NotSaved(..) => Some(false),
            _ => None,
        }
    }

    /// A keeper that says «done» to everything but a search, and meets faults first.
    #[derive(Default)]
    struct Confused {
        passing: Mutex<Vec<Fault>>,
        notices: Mutex<Vec<Sender<Notice>>>,
    }

    impl Service for Confused {
        fn call(&self, request: Request) -> Result<Reply, Fault> {
            if !matches!(request, Request::Search(_)) {
                return Ok(Reply::Done);
            }
            match locked(&self.passing).pop() {
                Some(fault) => Err(fault),
                None => Ok(Reply::Found(Vec::new(), 0)),
            }
        }

        fn watch(&self) -> Receiver<Notice> {
            let (tell, notices) = channel();
            locked(&self.notices).push(tell);
            notices
        }
    }

    /// The next message of a kind.
    fn next<T>(said: &Receiver<Msg>, of: impl Fn(&Msg) -> Option<T>) -> T {
        loop {
            let msg = said.recv_timeout(LONG).unwrap();
            if let Some(found) = of(&msg) {
                return found;
            }
        }
    }

    #[test]
    fn a_batch_that_a_dead_desk_left_is_sent_in_the_name_of_its_author() {
        let data = tempfile::tempdir().unwrap();
        let (dead, _) = Drafts::open(data.path(), station(1)).unwrap();
        dead.keep_batch(&batch(7, Some("bruno"))).unwrap();
        drop(dead);
        let heard = Heard::default();
        let (workers, said) = start(data.path(), &heard, 2);
        next(&said, |msg| matches!(msg, Msg::Saved(..)).then_some(()));
        workers.commit(batch(8, None).proposal, None);
        next(&said, |msg| matches!(msg, Msg::Saved(..)).then_some(()));
        let by = |name: &str, byte| (Some(slug(name)), BatchId::new([byte; 16]));
        assert_eq!(*locked(&heard), [by("bruno", 7), by("anna", 8)]);
    }

    #[test]
    fn a_batch_waits_for_a_keeper_and_for_space_and_is_forgotten_only_when_durable() {
        let data = tempfile::tempdir().unwrap();
        let heard = Heard::default();
        let passing: &[fn() -> Fault] = &[
            || Fault::Busy,
            || Fault::ReadOnly("full".to_owned()),
            || Fault::Unreachable("gone".to_owned()),
        ];
        let (workers, said) = started(data.path(), listening(&heard, passing), 1);
        workers.commit(batch(7, None).proposal, None);
        let file = folder(data.path(), 1).join(format!("{}.batch", BatchId::new([7; 16])));
        // It is written before it is sent, and the first answers take more than a second.
        until(|| file.exists());
        assert!(next(&said, ended));
        assert_eq!(locked(&heard).len(), 1);
        until(|| !file.exists());
    }

    #[test]
    fn an_answer_that_is_none_is_told_as_a_refusal() {
        let data = tempfile::tempdir().unwrap();
        let reach: Reach = Box::new(|_| Ok(Arc::new(Confused::default())));
        let (workers, said) = started(data.path(), reach, 1);
        workers.commit(batch(7, None).proposal, None);
        assert!(!next(&said, ended));
    }

    #[test]
    fn a_search_is_made_again_until_it_is_answered_and_its_fault_is_told_once() {
        let data = tempfile::tempdir().unwrap();
        let busy: [fn() -> Fault; 3] = [
            || Fault::Busy,
            || Fault::Unreachable("gone".to_owned()),
            || Fault::Busy,
        ];
        let reach: Reach = Box::new(move |_| {
            let passing = Mutex::new(busy.iter().map(|fault| fault()).collect());
            let notices = Mutex::default();
            Ok(Arc::new(Confused { passing, notices }))
        });
        let (workers, said) = started(data.path(), reach, 1);
        workers.search(3, Search::new("carli".to_owned(), slug("esempio"), 1));
        let found = |msg: &Msg| match msg {
            Msg::Found(3, found) => Some(found.is_ok()),
            _ => None,
        };
        assert_eq!([next(&said, found), next(&said, found)], [false, true]);
    }

    #[test]
    fn a_newer_search_ends_one_that_is_not_answered() {
        let slot = Slot::default();
        let wanted = Search::new("carli".to_owned(), slug("esempio"), 1);
        *locked(&slot.newest) = Some((2, wanted.clone()));
        let away = Confused {
            passing: Mutex::new(vec![Fault::Busy]),
            ..Confused::default()
        };
        let said = Mutex::new(Vec::new());
        find(&away, &slot, 1, &wanted, &|msg| locked(&said).push(msg));
        assert_eq!(*locked(&said), [Msg::Found(1, Err(Fault::Busy))]);
        assert!(locked(&slot.newest).is_some());
    }

    #[test]
    fn a_keeper_that_says_no_is_not_asked_again_at_once() {
        let data = tempfile::tempdir().unwrap();
        let asked = Arc::new(Mutex::new(0));
        let count = Arc::clone(&asked);
        let reach: Reach = Box::new(move |_| {
            *locked(&count) += 1;
            Err(Fault::Refused("not-this-account".to_owned()))
        });
        let (_workers, said) = started(data.path(), reach, 1);
        next(&said, |msg| matches!(msg, Msg::Refused(_)).then_some(()));
        thread::sleep(RETRY * 3);
        assert_eq!(*locked(&asked), 1);
        let version = Fault::Version { theirs: 1, ours: 2 };
        assert_eq!(pause_after(&version), RETRY_REFUSED);
        assert_eq!(pause_after(&Fault::Busy), RETRY);
    }

    #[test]
    fn the_draft_of_a_call_whose_batch_could_not_be_kept_goes_when_that_is_durable() {
        let data = tempfile::tempdir().unwrap();
        let (drafts, _) = Drafts::open(data.path(), station(1)).unwrap();
        let (commits, _committed) = channel();
        let who: Who = Arc::new(Mutex::new(Hello {
            operator: None,
            station: station(1),
        }));
        let mut disk = Disk::new(drafts, commits, who, drop as fn(Msg));
        let folder = folder(data.path(), 1);
        let call = InteractionId::new([7; 16]);
        let draft = folder.join(format!("{call}.call"));
        // A folder in the place of the file keeps the batch off the disk.
        for byte in [1, 2, 3] {
            let name = format!("{}.batch", BatchId::new([byte; 16]));
            fs::create_dir_all(folder.join(name).join("full")).unwrap();
        }
        let ends = |disk: &mut Disk<fn(Msg)>, byte| {
            disk.do_job(Job::Keep(call, "{}".to_owned()));
            disk.do_job(Job::Commit(batch(byte, None).proposal, Some(call)));
            BatchId::new([byte; 16])
        };
        let refused = ends(&mut disk, 1);
        disk.do_job(Job::Refused(refused));
        disk.do_job(Job::Durable(refused));
        assert!(draft.exists(), "its call is on screen again");
        let durable = ends(&mut disk, 2);
        assert!(draft.exists());
        disk.do_job(Job::Durable(durable));
        assert!(!draft.exists());
        let later = ends(&mut disk, 3);
        disk.do_job(Job::Keep(call, "{\"more\":1}".to_owned()));
        disk.do_job(Job::Durable(later));
        assert!(draft.exists(), "something was typed since");
    }

    #[test]
    fn a_batch_is_kept_with_the_operator_who_was_welcomed() {
        let data = tempfile::tempdir().unwrap();
        let who: Who = Arc::new(Mutex::new(Hello {
            operator: Some(slug("bruno")),
            station: station(1),
        }));
        let (drafts, _) = Drafts::open(data.path(), station(1)).unwrap();
        let (commits, committed) = channel();
        let mut disk = Disk::new(drafts, commits, who, |_| {});
        disk.do_job(Job::Commit(batch(7, None).proposal, None));
        assert_eq!(committed.recv().unwrap().batch, batch(7, Some("bruno")));
        drop(disk);
        let (_, adopted) = Drafts::open(data.path(), station(2)).unwrap();
        assert_eq!(adopted.batches, [batch(7, Some("bruno"))]);
    }

    #[test]
    fn a_disk_that_takes_no_drafts_is_told_once_and_again_when_it_takes_them() {
        let data = tempfile::tempdir().unwrap();
        let (workers, said) = start(data.path(), &Heard::default(), 1);
        let folder = folder(data.path(), 1);
        let away = data.path().join("away");
        fs::rename(&folder, &away).unwrap();
        let call = InteractionId::new([7; 16]);
        for draft in ["a", "b", "c"] {
            workers.keep(call, draft.to_owned());
            thread::sleep(DRAFT_PAUSE * 2);
        }
        fs::rename(&away, &folder).unwrap();
        workers.keep(call, "d".to_owned());
        let kept = |msg: &Msg| match msg {
            Msg::Kept(fault) => Some(fault.is_some()),
            _ => None,
        };
        assert_eq!([next(&said, kept), next(&said, kept)], [true, false]);
        assert!(folder.join(format!("{call}.call")).exists());
    }
}
