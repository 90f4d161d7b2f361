//! The keeper as a process: takes the lock, opens the directory, serves the socket, leaves in good order.

use super::{
    daily::{Daily, Policy},
    learning::{self, Learning},
    lock::{self, Lock, Phase},
    open::{Keeper, OpenError, Options},
    place::{self, PlaceError, Sharing},
    reserve, server,
    shared::Shared,
    socket,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::{
    io::{self, ErrorKind, Read, Write},
    os::unix::net::{UnixListener, UnixStream},
    path::Path,
    sync::{Arc, atomic::Ordering},
    thread,
    time::{Duration, Instant},
};

/// How a keeper serves.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// How the data directory is opened.
    pub keeper: Options,
    /// How long it stays after its last client.
    pub idle: Duration,
    /// The daily backups; none are made without.
    pub backups: Option<Policy>,
}

impl Default for ServeOptions {
    /// Ten minutes (DESIGN rule 3).
    fn default() -> Self {
        Self {
            keeper: Options::default(),
            idle: Duration::from_secs(10 * 60),
            backups: None,
        }
    }
}

/// Why a keeper ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ExitReason {
    /// Nobody came for the idle time.
    Idle,
    /// A client asked, and the last one has gone.
    Stopped,
    /// The system asked: SIGTERM, SIGINT or SIGHUP.
    Signal,
    /// Another keeper serves the directory.
    AlreadyServed,
}

/// Why a keeper could not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The data directory is not fit for use.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The socket or the lock cannot be made.
    #[error("the keeper cannot serve: {0}")]
    Io(#[from] io::Error),
}

/// How long a new keeper waits for one that is closing.
const HANDOVER: Duration = Duration::from_secs(20);

/// Serves a data directory until there is no more need. Detaches itself from the terminal.
///
/// # Errors
/// When the directory cannot be used or opened.
pub fn serve(dir: &Path, options: &ServeOptions) -> Result<ExitReason, ServeError> {
    let sharing = place::prepare(dir)?;
    place::mask(sharing);
    // A process that leads a session already (systemd, a shell's job) stays as it is.
    let _ = rustix::process::setsid();
    let Some(mut lock) = take_lock(dir, sharing)? else {
        return Ok(ExitReason::AlreadyServed);
    };
    let since = options.keeper.clock.wall();
    // A keeper has to write a few lines to start.
    reserve::give_up_if_full(dir);
    lock.note(since, Phase::Opening)?;
    // Bound before anything is opened: clients queue in the socket from the first moment.
    let listener = socket::bind(dir, sharing)?;
    let opened = Keeper::open(dir, options.keeper.clone());
    let keeper = Arc::new(opened.inspect_err(|error| {
        lock::note_failure(dir, error);
    })?);
    lock::forget_failure(dir);
    lock.note(since, Phase::Ready)?;
    let backups = options.backups.clone();
    let daily = backups.map(|policy| Daily::begin(keeper.shared(), policy));
    let daily = daily.transpose()?;
    let learning = Learning::begin(keeper.shared(), learning::Pace::default())?;
    let reason = accept(&keeper, &listener, options.idle)?;
    socket::remove(dir)?;
    drop(listener);
    drop((daily, learning));
    keeper.finish();
    drop(lock);
    Ok(reason)
}

/// Waits for a keeper that is closing; `None` when one answers.
fn take_lock(dir: &Path, sharing: Sharing) -> io::Result<Option<Lock>> {
    let until = Instant::now() + HANDOVER;
    loop {
        if let Some(lock) = Lock::take(dir, sharing)? {
            return Ok(Some(lock));
        }
        if socket::connect(dir).is_ok() || Instant::now() > until {
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// Accepts clients until it is time to leave.
fn accept(
    keeper: &Arc<Keeper>,
    listener: &UnixListener,
    idle: Duration,
) -> Result<ExitReason, io::Error> {
    listener.set_nonblocking(true)?;
    let (signalled, left) = (UnixStream::pair()?, UnixStream::pair()?);
    for signal in [
        signal_hook::consts::SIGTERM,
        signal_hook::consts::SIGINT,
        signal_hook::consts::SIGHUP,
    ] {
        signal_hook::low_level::pipe::register(signal, signalled.1.try_clone()?)?;
    }
    left.0.set_nonblocking(true)?;
    let mut alone_since = Instant::now();
    loop {
        let shared = keeper.shared();
        if shared.broken.load(Ordering::SeqCst) {
            return Err(io::Error::other("the committer has failed"));
        }
        let alone = shared.clients.load(Ordering::SeqCst) == 0;
        if alone && shared.leaving.load(Ordering::SeqCst) {
            return Ok(ExitReason::Stopped);
        }
        if alone && alone_since.elapsed() >= idle {
            return Ok(ExitReason::Idle);
        }
        let wait = alone.then(|| idle.saturating_sub(alone_since.elapsed()));
        let mut sources = [
            PollFd::new(listener, PollFlags::IN),
            PollFd::new(&signalled.0, PollFlags::IN),
            PollFd::new(&left.0, PollFlags::IN),
        ];
        let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
        match poll(&mut sources, wait.as_ref()) {
            Err(rustix::io::Errno::INTR) | Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
        let [_, signal, _] = &sources;
        if signal.revents().contains(PollFlags::IN) {
            return Ok(ExitReason::Signal);
        }
        if drain(&left.0) {
            alone_since = Instant::now();
        }
        match listener.accept() {
            // Without a file or a thread for it the client is let go, and comes again.
            Ok((stream, _)) => drop(spawn(keeper, stream, &left.1)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            // Too many open files, or a client that went at once: the next one may do.
            Err(_gone) => thread::sleep(Duration::from_millis(10)),
        }
    }
}

/// Serves a client on a thread of its own; `left` hears when it has gone.
fn spawn(keeper: &Arc<Keeper>, stream: UnixStream, left: &UnixStream) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    let keeper = Arc::clone(keeper);
    let client = Counted::new(keeper.shared(), left.try_clone()?);
    thread::Builder::new().spawn(move || {
        // A client that broke the contract is let go like one that has left.
        let _ = server::serve(&keeper, &stream);
        drop(client);
    })?;
    Ok(())
}

/// A client that is connected, counted until it is dropped, however its thread ends.
struct Counted {
    shared: Arc<Shared>,
    left: UnixStream,
}

impl Counted {
    fn new(shared: &Arc<Shared>, left: UnixStream) -> Self {
        shared.clients.fetch_add(1, Ordering::SeqCst);
        let shared = Arc::clone(shared);
        Self { shared, left }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.shared.clients.fetch_sub(1, Ordering::SeqCst);
        let _ = self.left.write_all(&[1]);
    }
}

/// Whether anything had been written; it is taken away.
fn drain(mut stream: &UnixStream) -> bool {
    let mut bytes = [0; 64];
    let mut any = false;
    while stream.read(&mut bytes).is_ok_and(|read| read > 0) {
        any = true;
    }
    any
}
