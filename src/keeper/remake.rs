//! Making the views again beside the work: a thread of its own reads the journal, and saves go on meanwhile.

use super::{
    loss::Loss,
    service::{Fault, Reply, Task},
    shared::{Order, Shared},
    views::{Keeping, Made, Prepared, Size, ViewsError, follow},
};
use crate::journal::{Journal, Position};
use std::{
    io,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::SyncSender,
    },
    thread::{self, JoinHandle},
};

/// How often the thread follows what was written meanwhile, before the committer does the rest.
const ROUNDS: usize = 8;
/// By how much its threads are nicer than the others (nice(2)): on Linux it is each thread's own.
const POLITE: i32 = 10;
/// Who waits for new views.
pub type Asking = SyncSender<Result<Reply, Fault>>;

/// Up to where the journal is durable, as the other threads see it.
#[derive(Debug, Default)]
pub struct Durable(AtomicU64);

impl Durable {
    /// Notes that the journal is durable up to its end.
    pub fn note(&self, journal: &Journal) {
        let end = u64::from_be_bytes(journal.end().bytes());
        self.0.store(end, Ordering::SeqCst);
    }

    fn end(&self) -> Position {
        Position::from_bytes(self.0.load(Ordering::SeqCst).to_be_bytes())
    }
}

/// New views beside the ones in use.
#[derive(Debug)]
pub struct Remade {
    /// The views.
    pub prepared: Prepared,
    /// How many places of the journal could not be read.
    pub corrupt: u64,
    /// What the views in use know and the new ones, for that reason, may not.
    pub loss: Option<Loss>,
}

/// New views that are being made.
#[derive(Debug)]
pub struct Remaking {
    asking: Vec<Asking>,
    stopped: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Remaking {
    /// Starts the thread; it gives the committer [`Order::Remade`] when it has ended, whatever became
    /// of it. The journal has about this `size`.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn start(
        shared: &Arc<Shared>,
        keeping: &Keeping,
        durable: &Arc<Durable>,
        size: Size,
    ) -> io::Result<Self> {
        let stopped = Arc::new(AtomicBool::new(false));
        let maker = Maker {
            shared: Arc::clone(shared),
            keeping: keeping.clone(),
            durable: Arc::clone(durable),
            size,
            stopped: Arc::clone(&stopped),
        };
        let thread = thread::Builder::new()
            .name("remaker".to_owned())
            .spawn(move || {
                // Whoever saves or asks comes first; where the system refuses, they share.
                let _ = rustix::process::nice(POLITE);
                let made = catch_unwind(AssertUnwindSafe(|| maker.make()));
                let failed = || Err(Fault::Store("making the views again failed".to_owned()));
                let made = made.map_or_else(|_panic| failed(), |made| made.map_err(Fault::from));
                let _ = maker.shared.send(Order::Remade(made));
            })?;
        Ok(Self {
            asking: Vec::new(),
            stopped,
            thread,
        })
    }

    /// One more who is told when it is over.
    pub fn ask(&mut self, asking: Option<Asking>) {
        self.asking.extend(asking);
    }

    /// Those to tell. The thread has nothing more to do.
    pub fn end(self) -> Vec<Asking> {
        let _ = self.thread.join();
        self.asking
    }

    /// Gives up, and waits until the thread leaves the disk alone.
    pub fn stop(self) {
        self.stopped.store(true, Ordering::SeqCst);
        let _ = self.thread.join();
    }
}

/// What the thread works with.
struct Maker {
    shared: Arc<Shared>,
    keeping: Keeping,
    durable: Arc<Durable>,
    size: Size,
    stopped: Arc<AtomicBool>,
}

impl Maker {
    /// Makes views of the journal as it is now, then follows it until little is left to follow.
    fn make(&self) -> Result<Remade, ViewsError> {
        let shared = &self.shared;
        let mut working = shared.works.begin(Task::Rebuild, Some(&shared.watchers));
        let mut report = |done, total| {
            working.reached(done, total);
            self.go_on()
        };
        let mut end = self.durable.end();
        let whole = || Journal::replay_between(&shared.journal, Position::START, end);
        let (keeping, reading) = (&self.keeping, shared.reading);
        let Made { store, corrupt } = keeping.prepare(&whole, self.size, reading, &mut report)?;
        for _ in 0..ROUNDS {
            let from = std::mem::replace(&mut end, self.durable.end());
            if from == end {
                break;
            }
            follow(&store, Journal::replay_between(&shared.journal, from, end)?)?;
        }
        let views = shared.views();
        let loss = (corrupt > 0)
            .then(|| Loss::of_damage(views.as_ref()?, &store, end))
            .flatten();
        drop(views);
        Ok(Remade {
            prepared: self.keeping.put_down(store)?,
            corrupt,
            loss,
        })
    }

    fn go_on(&self) -> ControlFlow<()> {
        if self.stopped.load(Ordering::SeqCst) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}
