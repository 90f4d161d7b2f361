//! The threads that wait so that the desk need not: for searches, answers, the disk, the journal.

use super::drafts::{Adopted, Drafts};
use crate::{
    desk::msg::{Ask, Msg},
    domain::id::{BatchId, InteractionId},
    keeper::service::{Fault, Hello, Notice, Proposal, Reply, Request, Search, Service},
};
use std::{
    collections::VecDeque,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
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

/// How the desk reaches its keeper; called again until it works.
pub type Connect = Box<dyn Fn() -> Result<Arc<dyn Service>, Fault> + Send>;

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
    Commit(Proposal, Option<InteractionId>),
    Written(BatchId),
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
        connect: Connect,
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
            // The receiver lives as long as the connector below, which outlives this loop.
            let _ = commits.send(batch);
        }
        if !adopted.drafts.is_empty() {
            say(Msg::Drafts(adopted.drafts));
        }
        thread::spawn(move || disk(&drafts, &to_do, &commits));
        let workers = Self {
            slot: Arc::clone(&slot),
            asks,
            jobs: jobs.clone(),
        };
        thread::spawn(move || {
            let service = reach(&connect, &say);
            let notices = service.watch();
            greet(service.as_ref(), &hello, &say);
            let (of_search, tell) = (Arc::clone(&service), say.clone());
            thread::spawn(move || search(of_search.as_ref(), &slot, &tell));
            let (of_ask, tell) = (Arc::clone(&service), say.clone());
            thread::spawn(move || ask(of_ask.as_ref(), &asked, &tell));
            let (of_commit, tell) = (Arc::clone(&service), say.clone());
            thread::spawn(move || commit(of_commit.as_ref(), &committed, &jobs, &tell));
            watch(&notices, service.as_ref(), &hello, &say);
        });
        workers
    }

    /// Searches; only the newest search matters.
    pub fn search(&self, generation: u64, search: Search) {
        *self
            .slot
            .newest
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some((generation, search));
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

    /// A batch that was refused is on screen again, and kept there.
    pub fn forget_batch(&self, batch: BatchId) {
        self.job(Job::Written(batch));
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
fn reach(connect: &Connect, say: &impl Fn(Msg)) -> Arc<dyn Service> {
    let mut told = None;
    loop {
        match connect() {
            Ok(service) => return service,
            Err(fault) => {
                if told.as_ref() != Some(&fault) {
                    say(Msg::Refused(fault.clone()));
                    told = Some(fault);
                }
                thread::sleep(RETRY);
            }
        }
    }
}

fn greet(service: &dyn Service, hello: &Hello, say: &impl Fn(Msg)) {
    match service.call(Request::Hello(hello.clone())) {
        Ok(Reply::Welcome(welcome)) => say(Msg::Welcome(welcome)),
        Ok(_) => {}
        Err(fault) => say(Msg::Refused(fault)),
    }
}

fn search(service: &dyn Service, slot: &Slot, say: &impl Fn(Msg)) {
    loop {
        let mut newest = slot.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let (generation, search) = loop {
            if let Some(wanted) = newest.take() {
                break wanted;
            }
            newest = slot
                .changed
                .wait(newest)
                .unwrap_or_else(PoisonError::into_inner);
        };
        drop(newest);
        let found = service
            .call(Request::Search(search))
            .map(|reply| match reply {
                Reply::Found(hits, _) => hits,
                _ => Vec::new(),
            });
        say(Msg::Found(generation, found));
    }
}

fn ask(service: &dyn Service, asked: &Receiver<(Ask, Request)>, say: &impl Fn(Msg)) {
    while let Ok((ask, request)) = asked.recv() {
        say(Msg::Answer(ask, service.call(request).map(Box::new)));
    }
}

/// Sends batches one after the other. A keeper that is away, or whose disk is full, is tried again
/// until it is there and has space: the batch stays among the drafts meanwhile.
fn commit(
    service: &dyn Service,
    committed: &Receiver<Proposal>,
    jobs: &Sender<Job>,
    say: &impl Fn(Msg),
) {
    while let Ok(proposal) = committed.recv() {
        let batch = proposal.id;
        let result = loop {
            match service.call(Request::Commit(proposal.clone())) {
                Err(Fault::Unreachable(_) | Fault::ReadOnly(_) | Fault::Busy) => {
                    thread::sleep(RETRY);
                }
                other => break other,
            }
        };
        // A refused batch stays on disk: its call is on screen again, and kept there, only after the
        // desk has heard of it. The disk worker ends only with the process.
        if matches!(result, Ok(Reply::Saved { .. })) {
            let _ = jobs.send(Job::Written(batch));
        }
        match result {
            Ok(Reply::Saved {
                batch,
                first,
                numbers,
            }) => say(Msg::Saved(batch, first, numbers)),
            Ok(_) => {}
            Err(fault) => say(Msg::NotSaved(batch, fault)),
        }
    }
}

fn watch(notices: &Receiver<Notice>, service: &dyn Service, hello: &Hello, say: &impl Fn(Msg)) {
    while let Ok(notice) = notices.recv() {
        let again = notice == Notice::Connected;
        say(Msg::Notice(notice));
        if again {
            greet(service, hello, say);
        }
    }
}

/// Writes drafts and batches. A draft waits a moment for a newer one, a batch never.
fn disk(drafts: &Drafts, to_do: &Receiver<Job>, commits: &Sender<Proposal>) {
    let mut waiting: VecDeque<(InteractionId, String)> = VecDeque::new();
    let mut deadline = Instant::now();
    loop {
        let job = if waiting.is_empty() {
            to_do.recv().map_err(|_gone| RecvTimeoutError::Disconnected)
        } else {
            let left = deadline.saturating_duration_since(Instant::now());
            to_do.recv_timeout(left.min(DRAFT_PAUSE))
        };
        match job {
            Ok(Job::Keep(interaction, draft)) => {
                if waiting.is_empty() {
                    deadline = Instant::now() + DRAFT_AT_LAST;
                }
                let known = waiting.iter_mut().find(|(id, _)| *id == interaction);
                match known {
                    Some(known) => known.1 = draft,
                    None => waiting.push_back((interaction, draft)),
                }
                if Instant::now() >= deadline {
                    flush(drafts, &mut waiting);
                }
            }
            Ok(job) => {
                flush(drafts, &mut waiting);
                do_job(drafts, job, commits);
            }
            Err(RecvTimeoutError::Timeout) => flush(drafts, &mut waiting),
            Err(RecvTimeoutError::Disconnected) => return flush(drafts, &mut waiting),
        }
    }
}

fn flush(drafts: &Drafts, waiting: &mut VecDeque<(InteractionId, String)>) {
    for (interaction, draft) in waiting.drain(..) {
        // A disk that takes no draft takes no batch either: that is told when one is sent.
        let _ = drafts.keep(interaction, &draft);
    }
}

fn do_job(drafts: &Drafts, job: Job, commits: &Sender<Proposal>) {
    match job {
        Job::Keep(interaction, draft) => {
            let _ = drafts.keep(interaction, &draft);
        }
        Job::Forget(interaction) => drafts.forget(interaction),
        Job::Commit(proposal, ended) => {
            // Sent even if it could not be kept: the journal is the safer place.
            let kept = drafts.keep_batch(&proposal);
            if let (Ok(()), Some(interaction)) = (kept, ended) {
                drafts.forget(interaction);
            }
            let _ = commits.send(proposal);
        }
        Job::Written(batch) => drafts.forget_batch(batch),
        Job::Close(done) => {
            drafts.close();
            let _ = done.send(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        id::{BatchId, OpId, StreamId},
        outcome::Role,
        slug::Slug,
    };
    use std::sync::mpsc::channel;

    /// A keeper whose disk is full at first.
    struct Full(Mutex<Vec<Fault>>);

    impl Service for Full {
        fn call(&self, request: Request) -> Result<Reply, Fault> {
            let Request::Commit(proposal) = request else {
                panic!("{request:?}");
            };
            match self.0.lock().unwrap().pop() {
                Some(fault) => Err(fault),
                None => Ok(Reply::Saved {
                    batch: proposal.id,
                    first: OpId {
                        stream: StreamId::new([1; 16]),
                        seq: 1,
                    },
                    numbers: Vec::new(),
                }),
            }
        }

        fn watch(&self) -> Receiver<Notice> {
            channel().1
        }
    }

    #[test]
    fn a_batch_waits_for_a_keeper_and_for_space_and_is_forgotten_only_when_durable() {
        let passing = vec![
            Fault::Busy,
            Fault::ReadOnly("full".to_owned()),
            Fault::Unreachable("gone".to_owned()),
        ];
        let service = Full(Mutex::new(passing));
        let (commits, committed) = channel();
        let (jobs, to_do) = channel();
        let said = Mutex::new(Vec::new());
        let proposal = Proposal {
            id: BatchId::new([7; 16]),
            agency: Slug::parse("esempio").unwrap(),
            role: Role::FirstLevel,
            ops: Vec::new(),
            mint: Vec::new(),
        };
        commits.send(proposal).unwrap();
        drop(commits);
        commit(&service, &committed, &jobs, &|msg| {
            said.lock().unwrap().push(msg);
        });
        assert!(matches!(said.lock().unwrap()[..], [Msg::Saved(..)]));
        assert!(matches!(to_do.try_recv(), Ok(Job::Written(_))));
    }
}
