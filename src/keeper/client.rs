//! A client of the keeper behind its socket: reconnects by itself, starts the next keeper, sends again
//! what was not answered.

use super::{
    link::{self, ConnectOptions, Link},
    service::{Fault, Notice, Reply, Request, Service, Welcome},
    watch::Watchers,
    wire::{self, Incoming},
};
use crate::domain::operator::Operator;
use std::{
    collections::BTreeMap,
    io::{self, Write},
    net::Shutdown,
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

/// How long it waits before it looks for a keeper again, when none could be had.
const PAUSE: Duration = Duration::from_millis(300);

/// A connection to a keeper that outlives keepers.
#[derive(Debug)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    dir: PathBuf,
    /// How the next keeper is greeted: by the operator this client has come to speak for.
    options: Mutex<ConnectOptions>,
    sending: Mutex<Option<UnixStream>>,
    waiting: Mutex<BTreeMap<u64, Waiting>>,
    next: AtomicU64,
    watchers: Watchers,
    welcome: Mutex<Welcome>,
    closed: AtomicBool,
}

/// A request that is not answered yet.
#[derive(Debug)]
struct Waiting {
    frame: Vec<u8>,
    reply: SyncSender<Result<Reply, Fault>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Client {
    /// Connects to the keeper of a data directory, and starts one where there is none.
    ///
    /// # Errors
    /// [`Fault::Unreachable`] after three seconds, [`Fault::Version`] when the keeper is another
    /// program's, [`Fault::Refused`] when the operator is not this account's.
    pub fn connect(dir: &Path, options: ConnectOptions) -> Result<Self, Fault> {
        let link = link::establish(dir, &options)?;
        let inner = Arc::new(Inner {
            dir: dir.to_owned(),
            options: Mutex::new(options),
            sending: Mutex::new(None),
            waiting: Mutex::new(BTreeMap::new()),
            next: AtomicU64::new(link::FIRST_ID),
            watchers: Watchers::default(),
            welcome: Mutex::new(link.welcome.clone()),
            closed: AtomicBool::new(false),
        });
        inner.speak_for(link.welcome.operator.as_ref());
        *locked(&inner.sending) = Some(link.sending.try_clone().map_err(link::unreachable)?);
        let follower = Arc::clone(&inner);
        thread::Builder::new()
            .name("keeper-link".to_owned())
            .spawn(move || follower.follow(link))
            .map_err(link::unreachable)?;
        Ok(Self { inner })
    }

    /// What the keeper said last when this client connected.
    #[must_use]
    pub fn welcome(&self) -> Welcome {
        locked(&self.inner.welcome).clone()
    }
}

impl Service for Client {
    fn call(&self, request: Request) -> Result<Reply, Fault> {
        self.inner.call(&request)
    }

    fn watch(&self) -> Receiver<Notice> {
        self.inner.watchers.watch()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.inner.closed.store(true, Ordering::SeqCst);
        if let Some(stream) = locked(&self.inner.sending).take() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Inner {
    fn call(&self, request: &Request) -> Result<Reply, Fault> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let frame = wire::frame(id, request, wire::REQUEST_LIMIT)
            .map_err(|error| Fault::Unacceptable(error.to_string()))?;
        let (reply, answer) = sync_channel(1);
        self.send(id, &frame, reply);
        answer
            .recv()
            .unwrap_or_else(|_closed| Err(link::unreachable("the connection was closed")))
    }

    /// Sends a request, or leaves it to the next connection: a failure to send is no failure of the
    /// request. The lock is held throughout, so that it goes over each connection once.
    fn send(&self, id: u64, frame: &[u8], reply: SyncSender<Result<Reply, Fault>>) {
        let mut sending = locked(&self.sending);
        let waiting = Waiting {
            frame: frame.to_vec(),
            reply,
        };
        locked(&self.waiting).insert(id, waiting);
        if let Some(stream) = &mut *sending
            && stream.write_all(frame).is_err()
        {
            // Half a frame may be out: this connection is over.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Reads what the keeper sends; when it has gone, finds the next one.
    fn follow(&self, mut link: Link) {
        loop {
            while let Ok(Some((id, body))) = wire::read(&mut link.reading, wire::ANSWER_LIMIT) {
                match wire::incoming(id, &body) {
                    Ok(incoming) => self.take(incoming),
                    Err(_garbage) => break,
                }
            }
            locked(&self.sending).take();
            if self.closed.load(Ordering::SeqCst) {
                return;
            }
            self.watchers.tell(&Notice::Disconnected);
            match self.find_next() {
                Some(next) => link = next,
                None => return,
            }
            self.watchers.tell(&Notice::Connected);
        }
    }

    fn take(&self, incoming: Incoming) {
        match incoming {
            Incoming::Notice(notice) => self.watchers.tell(&notice),
            Incoming::Answer(id, answer) => {
                match &answer {
                    Ok(Reply::Operator(enrolled)) => self.speak_for(Some(enrolled)),
                    Ok(Reply::Welcome(welcome)) => self.speak_for(welcome.operator.as_ref()),
                    _ => {}
                }
                if let Some(waiting) = locked(&self.waiting).remove(&id) {
                    let _ = waiting.reply.send(answer);
                }
            }
        }
    }

    /// Notes who speaks through this client. An account may have several operators: the next keeper,
    /// which knows only the account, is told which of them it was.
    fn speak_for(&self, operator: Option<&Operator>) {
        if let Some(operator) = operator {
            locked(&self.options).hello.operator = Some(operator.id.clone());
        }
    }

    /// The next keeper, with everything unanswered sent to it; `None` when this client is closed.
    fn find_next(&self) -> Option<Link> {
        loop {
            let options = locked(&self.options).clone();
            let found = link::establish(&self.dir, &options);
            if self.closed.load(Ordering::SeqCst) {
                return None;
            }
            let sent = found.and_then(|link| self.send_again(&link).map(|()| link));
            match sent {
                Ok(link) => return Some(link),
                Err(fault) => {
                    // Why nobody could be reached is no answer to what was asked: the keeper that died
                    // may have written it. Whoever waits tries again, under the same batch id.
                    for (_, waiting) in std::mem::take(&mut *locked(&self.waiting)) {
                        let _ = waiting.reply.send(Err(link::unreachable(&fault)));
                    }
                    thread::sleep(PAUSE);
                }
            }
        }
    }

    fn send_again(&self, link: &Link) -> Result<(), Fault> {
        *locked(&self.welcome) = link.welcome.clone();
        let again = || -> io::Result<UnixStream> {
            // New requests wait until the old ones are out: the same lock guards both.
            let mut stream = link.sending.try_clone()?;
            for waiting in locked(&self.waiting).values() {
                stream.write_all(&waiting.frame)?;
            }
            Ok(stream)
        };
        let mut sending = locked(&self.sending);
        *sending = Some(again().map_err(link::unreachable)?);
        Ok(())
    }
}
