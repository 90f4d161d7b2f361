//! One connection of the socket: requests answered as they are ready, notices in between.
//!
//! Each request has a thread of its own, at most [`IN_FLIGHT`] at a time, so that a slow one (a
//! rebuild, a wait for the index) never holds up the next keystroke of the same desk.

use super::{
    open::Keeper,
    service::{Fault, PROTOCOL, Reply, Request, Service},
    session::Session,
    socket, wire,
};
use std::{
    io::{self, BufReader},
    net::Shutdown,
    os::unix::net::UnixStream,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::Duration,
};

/// How many requests of a connection are worked on at once; further ones wait in the socket.
const IN_FLIGHT: usize = 32;
/// How long a client may take to receive an answer, or to send the rest of a greeting.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many requests are worked on.
#[derive(Debug, Default)]
struct Load {
    count: Mutex<usize>,
    less: Condvar,
}

impl Load {
    fn enter(&self) {
        let count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        let mut count = self
            .less
            .wait_while(count, |count| *count >= IN_FLIGHT)
            .unwrap_or_else(PoisonError::into_inner);
        *count += 1;
    }

    fn leave(&self) {
        *self.count.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.less.notify_one();
    }
}

/// The sending end of a connection.
#[derive(Debug)]
struct Sender {
    stream: Mutex<UnixStream>,
}

impl Sender {
    /// Sends a whole frame; a client that does not take it is let go.
    fn send(&self, frame: &[u8]) -> io::Result<()> {
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        io::Write::write_all(&mut *stream, frame).inspect_err(|_gone| {
            let _ = stream.shutdown(Shutdown::Both);
        })
    }

    fn cut(&self) {
        let stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = stream.shutdown(Shutdown::Both);
    }

    fn answer(&self, id: u64, answer: &Result<Reply, Fault>) -> io::Result<()> {
        let frame = wire::frame(id, answer, wire::ANSWER_LIMIT).or_else(|_large| {
            let fault = Fault::Unacceptable("the answer is too long: ask for less".to_owned());
            wire::frame(id, &Err::<Reply, _>(fault), wire::ANSWER_LIMIT)
        })?;
        self.send(&frame)
    }
}

/// Serves a connection until its client goes.
///
/// # Errors
/// When the client breaks the contract or goes in the middle of a frame.
pub fn serve(keeper: &Keeper, stream: &UnixStream) -> io::Result<()> {
    let account = socket::peer(stream)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut sending = stream.try_clone()?;
    wire::greet(&mut sending)?;
    let mut reading = BufReader::new(stream.try_clone()?);
    if wire::greeted(&mut reading)? != PROTOCOL {
        return Ok(());
    }
    stream.set_read_timeout(None)?;
    let session = Arc::new(keeper.session(account));
    let sender = Arc::new(Sender {
        stream: Mutex::new(sending),
    });
    let notices = session.watch();
    let telling = Arc::clone(&sender);
    // Ends when the keeper forgets the watcher or the client has gone.
    thread::Builder::new().spawn(move || {
        for notice in notices {
            let frame = wire::frame(wire::NOTICE, &notice, wire::ANSWER_LIMIT);
            if frame.and_then(|frame| telling.send(&frame)).is_err() {
                break;
            }
        }
        telling.cut();
    })?;
    let served = requests(&session, &sender, &mut reading);
    let _ = stream.shutdown(Shutdown::Both);
    served
}

fn requests(
    session: &Arc<Session>,
    sender: &Arc<Sender>,
    reading: &mut BufReader<UnixStream>,
) -> io::Result<()> {
    let load = Arc::new(Load::default());
    while let Some((id, body)) = wire::read(reading, wire::REQUEST_LIMIT)? {
        let request = match wire::request(&body) {
            Ok(request) => request,
            Err(error) => {
                sender.answer(id, &Err(Fault::Unacceptable(error.to_string())))?;
                continue;
            }
        };
        if let Request::Hello(_) = &request {
            // Before anything else of this client: it says who he is.
            sender.answer(id, &session.call(request))?;
            continue;
        }
        load.enter();
        let (session, sender, load) = (Arc::clone(session), Arc::clone(sender), Arc::clone(&load));
        thread::Builder::new().spawn(move || {
            let answer =
                catch_unwind(AssertUnwindSafe(|| session.call(request))).unwrap_or_else(|_panic| {
                    Err(Fault::Store("a question made a thread fail".to_owned()))
                });
            if let Err(Fault::Unreachable(_)) = &answer {
                // This keeper is closing: unanswered, the request goes to the next one.
                sender.cut();
            } else {
                let _ = sender.answer(id, &answer);
            }
            load.leave();
        })?;
    }
    Ok(())
}
