//! Making a connection: find the keeper or start it, greet, say who one is.

use super::{
    lock::{self, Phase},
    place,
    service::{Fault, Hello, PROTOCOL, Reply, Request, Welcome},
    socket,
    spawn::{self, Spawn},
    wire::{self, Incoming},
};
use std::{
    fmt::Display,
    io::{self, BufReader, Write},
    os::unix::net::UnixStream,
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// How long a keeper may take to answer, unless it says that it is still opening.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long a keeper may take to open: a rebuild of some millions of ops.
const OPENING: Duration = Duration::from_secs(5 * 60);
/// How long before another keeper is started, when the one before did not come up.
const RESTART: Duration = Duration::from_secs(1);
/// How many keepers may go while they are waited for.
const LIVES: u32 = 3;
/// The id of the first request after the greeting.
const HELLO_ID: u64 = 1;
/// The id of the first request of a client.
pub const FIRST_ID: u64 = HELLO_ID + 1;

/// How a client connects.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConnectOptions {
    /// Who connects.
    pub hello: Hello,
    /// Whether a keeper is started where there is none.
    pub spawn: Spawn,
}

/// A connection that was greeted and welcomed.
#[derive(Debug)]
pub struct Link {
    /// Where requests go.
    pub sending: UnixStream,
    /// Where answers come from.
    pub reading: BufReader<UnixStream>,
    /// What the keeper said.
    pub welcome: Welcome,
}

/// The fault of a keeper that is not there.
pub fn unreachable(why: impl Display) -> Fault {
    Fault::Unreachable(why.to_string())
}

/// Connects, starting a keeper where there is none.
///
/// # Errors
/// [`Fault::Unreachable`] with process, user and since when; [`Fault::Version`]; what the keeper
/// answered to the hello.
pub fn establish(dir: &Path, options: &ConnectOptions) -> Result<Link, Fault> {
    match &options.spawn {
        Spawn::IfNeeded(_) => place::prepare(dir),
        Spawn::Never => place::check(dir),
    }
    .map_err(|error| Fault::Store(error.to_string()))?;
    let mut begun = Instant::now();
    let mut lives = LIVES;
    let mut started: Option<Instant> = None;
    let mut pause = Duration::from_millis(2);
    loop {
        match socket::connect(dir) {
            Ok(stream) => match converse(&stream, dir, &options.hello) {
                Err(Attempt::Gone(_)) if begun.elapsed() < PATIENCE => {}
                // It went while it was waited for: nobody is asked any more, and the next one is begun with.
                Err(Attempt::Gone(_)) if lives > 0 && !lock::is_held(dir) => {
                    lives -= 1;
                    begun = Instant::now();
                    started = None;
                }
                Err(Attempt::Gone(error)) => return Err(blame(dir, &error)),
                Err(Attempt::Fault(fault)) => return Err(fault),
                Ok(link) => return Ok(link),
            },
            Err(error) => {
                if begun.elapsed() > PATIENCE {
                    return Err(blame(dir, &error));
                }
                if started.is_some()
                    && let Some(fault) = lock::failure(dir)
                {
                    return Err(fault);
                }
                let due = started.is_none_or(|at| at.elapsed() > RESTART);
                if let (Spawn::IfNeeded(program), true) = (&options.spawn, due)
                    && !lock::is_held(dir)
                {
                    lock::forget_failure(dir);
                    spawn::start(program, dir).map_err(unreachable)?;
                    started = Some(Instant::now());
                }
            }
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

/// Names who has the directory and does not answer.
fn blame(dir: &Path, error: &io::Error) -> Fault {
    let held = lock::is_held(dir).then(|| lock::holder(dir)).flatten();
    unreachable(held.map_or_else(
        || format!("no keeper serves {}: {error}", dir.display()),
        |holder| {
            format!(
                "process {} of {} has {} since {}",
                holder.process,
                holder.user,
                dir.display(),
                holder.since.rfc3339()
            )
        },
    ))
}

/// Why a connection came to nothing.
enum Attempt {
    /// The keeper went, or does not answer: another attempt may do.
    Gone(io::Error),
    /// It answered, and that is final.
    Fault(Fault),
}

impl From<io::Error> for Attempt {
    fn from(error: io::Error) -> Self {
        Self::Gone(error)
    }
}

fn converse(stream: &UnixStream, dir: &Path, hello: &Hello) -> Result<Link, Attempt> {
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut sending = stream.try_clone()?;
    wire::greet(&mut sending)?;
    await_greeting(stream, dir)?;
    let mut reading = BufReader::new(stream.try_clone()?);
    let theirs = wire::greeted(&mut reading)?;
    if theirs != PROTOCOL {
        let ours = PROTOCOL;
        return Err(Attempt::Fault(Fault::Version { theirs, ours }));
    }
    let request = Request::Hello(hello.clone());
    sending.write_all(&wire::frame(HELLO_ID, &request, wire::REQUEST_LIMIT)?)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let welcome = loop {
        let frame = wire::read(&mut reading, wire::ANSWER_LIMIT)?;
        let gone = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let (id, body) = frame.ok_or_else(gone)?;
        match wire::incoming(id, &body)? {
            // Nobody watches yet.
            Incoming::Notice(_) => {}
            Incoming::Answer(_, Ok(Reply::Welcome(welcome))) => break *welcome,
            Incoming::Answer(_, Ok(_)) => return Err(io::Error::other("no welcome").into()),
            Incoming::Answer(_, Err(fault)) => return Err(Attempt::Fault(fault)),
        }
    };
    stream.set_read_timeout(None)?;
    Ok(Link {
        sending,
        reading,
        welcome,
    })
}

/// Waits until the keeper greets: three seconds, or as long as it says that it is opening.
fn await_greeting(stream: &UnixStream, dir: &Path) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let begun = Instant::now();
    let mut open_since = begun;
    let step = Timespec {
        tv_sec: 0,
        tv_nsec: 100_000_000,
    };
    loop {
        let mut source = [PollFd::new(stream, PollFlags::IN)];
        if poll(&mut source, Some(&step)).is_ok_and(|ready| ready > 0) {
            return Ok(());
        }
        if lock::holder(dir).is_some_and(|holder| holder.phase != Phase::Ready) {
            // What it may take to greet counts from when it is open.
            open_since = Instant::now();
        }
        if open_since.elapsed() > PATIENCE || begun.elapsed() > OPENING {
            return Err(io::ErrorKind::TimedOut.into());
        }
    }
}
