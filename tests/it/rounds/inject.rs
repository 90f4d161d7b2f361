//! Input/output errors: a keeper whose calls to the disk fail at the n-th, once or twenty times, with a
//! full or a failing disk or a short write, while a shift is worked; nobody restarts it.
//!
//! The calls are made to fail by a library loaded before the C library (`shim.c`), which counts them
//! over all threads; `strace -e inject` counts them for each thread apart and takes the sockets along.

use super::{Dice, depth, promise, say, shift::Shift};
use crate::it::terminal::{Data, command};
use sportello::keeper::{
    Client, ConnectOptions, Spawn,
    service::{FindingKind, Reply, Request, Service},
};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

/// How long a point may take before its keeper is ended, and with it the test.
const STUCK: Duration = Duration::from_secs(90);
/// How often the next keeper is started too, on what the failing one left.
const THOROUGHLY: u64 = 4;
/// Errors of the disk, by their numbers on Linux; 0 makes writes short.
const EIO: u32 = 5;
const ENOSPC: u32 = 28;
const SHORT: u32 = 0;
/// How calls fail at a point: with which error, and how many from there on.
const WAYS: [(u32, u64); 5] = [(EIO, 1), (ENOSPC, 1), (SHORT, 3), (EIO, 20), (ENOSPC, 20)];

/// Where and how the disk fails.
#[derive(Clone, Copy, Debug)]
struct Point {
    from: u64,
    error: u32,
    count: u64,
}

/// A keeper on a disk that fails at a point, or whose calls are counted.
struct Failing {
    child: Child,
    /// Dropped when it has ended well; else it is ended after [`STUCK`].
    _watched: mpsc::Sender<()>,
}

impl Failing {
    fn start(shim: &Path, data: &Path, notes: &Path, point: Option<Point>) -> Self {
        let log = data.join("keeper.log");
        let log = File::options().create(true).append(true).open(log).unwrap();
        let mut line = command(data);
        line.args(["keeper", "--foreground"])
            .env("LD_PRELOAD", shim)
            .env("FAULT_DIR", data)
            .env("FAULT_NOTES", notes)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        if let Some(Point { from, error, count }) = point {
            line.env("FAULT_FROM", from.to_string())
                .env("FAULT_ERRNO", error.to_string())
                .env("FAULT_COUNT", count.to_string());
        }
        let child = line.spawn().unwrap();
        Self {
            _watched: watch(&child),
            child,
        }
    }

    /// Connects as soon as it is there; `None` when it has ended.
    fn client(&mut self, data: &Path) -> Option<Client> {
        let hello = promise::hello();
        let options = || ConnectOptions {
            hello: hello.clone(),
            spawn: Spawn::Never,
        };
        loop {
            if self.child.try_wait().unwrap().is_some() {
                return None;
            }
            let there = data.join("keeper.sock").exists();
            match there.then(|| sportello::keeper::connect(data, options())) {
                Some(Ok(client)) => return Some(client),
                _not_yet => thread::sleep(Duration::from_millis(2)),
            }
        }
    }
}

impl Drop for Failing {
    /// One that is still there was met by a failing test.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Ends a process that is still there after [`STUCK`].
fn watch(child: &Child) -> mpsc::Sender<()> {
    let (done, ended) = mpsc::channel();
    let process = rustix::process::Pid::from_child(child);
    thread::spawn(move || {
        if ended.recv_timeout(STUCK) == Err(RecvTimeoutError::Timeout) {
            let _ = rustix::process::kill_process(process, rustix::process::Signal::KILL);
        }
    });
    done
}

/// The library, compiled; `None`, said aloud, where there is no compiler.
fn shim(place: &Path) -> Option<PathBuf> {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/rounds/shim.c");
    let made = place.join("shim.so");
    let done = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&made)
        .arg(source)
        .status();
    if done.is_ok_and(|status| status.success()) {
        return Some(made);
    }
    say("not run: input/output errors need a C compiler (cc)");
    None
}

/// What a round stands on.
struct Bench {
    shim: PathBuf,
    /// A directory as `init` leaves it.
    template: PathBuf,
    place: tempfile::TempDir,
}

impl Bench {
    fn new() -> Option<Self> {
        let place = tempfile::tempdir().unwrap();
        let shim = shim(place.path())?;
        let born = Data::new();
        born.json(&["keeper", "stop"]);
        let template = place.path().join("template");
        promise::copy(&born.dir(), &template);
        Some(Self {
            shim,
            template,
            place,
        })
    }

    /// A shift on a fresh directory; which calls failed, or all of them where none should.
    fn shift(&self, point: Option<Point>, thoroughly: bool) -> (Vec<String>, Shift, bool) {
        let data = self.place.path().join("data");
        let notes = self.place.path().join("notes");
        let _ = fs::remove_dir_all(&data);
        let _ = fs::remove_file(&notes);
        promise::copy(&self.template, &data);
        let mut keeper = Failing::start(&self.shim, &data, &notes, point);
        let mut client = keeper.client(&data);
        let started = client.is_some();
        if !started {
            // The fault hit its start: the next one must do.
            keeper = Failing::start(&self.shim, &data, &notes, Some(NEVER));
            client = keeper.client(&data);
        }
        let client = client.unwrap_or_else(|| panic!("no start: {}", log(&data)));
        let mut shift = Shift::default();
        shift.work(&client);
        sound(&mut shift, &client);
        client.call(Request::Stop).unwrap();
        drop(client);
        keeper.child.wait().unwrap();
        if thoroughly {
            again(&data, &mut shift);
        }
        judged(&data, &shift);
        let notes = fs::read_to_string(&notes).unwrap_or_default();
        (notes.lines().map(str::to_owned).collect(), shift, started)
    }
}

/// A disk that does not fail.
const NEVER: Point = Point {
    from: u64::MAX >> 2,
    error: EIO,
    count: 0,
};

/// Nothing is wrong with journal, views and index. Views that do not answer any more are named by whoever
/// finds it first, and are made again from then on.
#[track_caller]
fn sound(shift: &mut Shift, keeper: &dyn Service) {
    shift.done(keeper, &Request::Digest);
    let until = Instant::now() + STUCK;
    loop {
        let Reply::Verified(found) = shift.done(keeper, &Request::Verify) else {
            panic!("no verification");
        };
        let findings = found.findings.into_iter();
        let bad: Vec<_> = findings.filter(|finding| finding.kind.is_bad()).collect();
        if bad.is_empty() {
            return;
        }
        let views = bad.iter().all(|it| it.kind == FindingKind::DifferentViews);
        assert!(views && Instant::now() < until, "{bad:?}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// The next keeper opens what was left, and finds it sound.
fn again(data: &Path, shift: &mut Shift) {
    let client = promise::client(data);
    sound(shift, &client);
    client.call(Request::Stop).unwrap();
    drop(client);
    let until = Instant::now() + STUCK;
    while sportello::keeper::is_held(data) {
        assert!(Instant::now() < until, "the keeper does not leave");
        thread::sleep(Duration::from_millis(1));
    }
}

fn log(data: &Path) -> String {
    fs::read_to_string(data.join("keeper.log")).unwrap_or_default()
}

/// Every acknowledged batch is in the journal once, and no thread has panicked.
fn judged(data: &Path, shift: &Shift) {
    let written = promise::written(data);
    for batch in shift.saved.keys() {
        let times = written.get(batch).map_or(0, |(times, _)| *times);
        assert_eq!(times, 1, "{batch}");
    }
    // sled gives up by panicking, which its adapter takes for damaged views.
    let log = log(data);
    let mut panics = log.lines().filter(|line| line.contains("panicked at"));
    assert!(panics.all(|line| line.contains("/sled-")), "{log}");
}

#[test]
fn what_was_acknowledged_survives_errors_of_the_disk_and_work_goes_on() {
    let Some(bench) = Bench::new() else { return };
    let (calls, _, _) = bench.shift(None, true);
    let ways = WAYS.len() as u64;
    let all = calls.len() as u64 * ways;
    let rounds = depth(6).min(all);
    let mut dice = Dice::thrown("errors of the disk");
    let offset = dice.below(all);
    let mut hit: BTreeMap<String, u64> = BTreeMap::new();
    let mut lost = Vec::new();
    let (mut at_start, mut refused, mut missed) = (0, 0, 0);
    let begun = Instant::now();
    for round in 0..rounds {
        let place = (offset + round * all / rounds) % all;
        let (error, count) = WAYS[usize::try_from(place % ways).unwrap()];
        let from = place / ways;
        let point = asked().unwrap_or(Point { from, error, count });
        let call = calls.get(usize::try_from(point.from).unwrap());
        let what = format!("{point:?} {}", call.map_or("", String::as_str));
        let since = Instant::now();
        let worked = catch_unwind(AssertUnwindSafe(|| {
            bench.shift(Some(point), round % THOROUGHLY == 0)
        }));
        let Ok((failed, shift, started)) = worked else {
            say(&log(&bench.place.path().join("data")));
            lost.push(what);
            continue;
        };
        say(&format!("{:?} {what}", since.elapsed()));
        at_start += u64::from(!started);
        refused += u64::from(shift.refused > 0);
        missed += u64::from(failed.is_empty());
        for line in failed {
            *hit.entry(kind(&line)).or_default() += 1;
        }
    }
    say(&format!(
        "errors of the disk: {} changing calls in a shift, {rounds} points, {missed} not reached, \
         {at_start} at the start of a keeper, {refused} refused a save, 0 acknowledged lost, \
         {:?} a point; calls that failed: {hit:?}",
        calls.len(),
        begun.elapsed() / u32::try_from(rounds.max(1)).unwrap()
    ));
    assert!(lost.is_empty(), "{lost:#?}");
}

/// The one point that is asked for: call, error and count, `SPORTELLO_POINT=29,5,20`.
fn asked() -> Option<Point> {
    let asked = std::env::var("SPORTELLO_POINT").ok()?;
    let mut parts = asked.split(',').map(|part| part.parse().unwrap());
    Some(Point {
        from: parts.next()?,
        error: u32::try_from(parts.next()?).unwrap(),
        count: parts.next()?,
    })
}

/// The call of a note, and the room it was for.
fn kind(note: &str) -> String {
    let mut parts = note.split([' ', '/']).skip(1);
    let (call, room) = (parts.next().unwrap_or_default(), parts.next());
    format!("{call} {}", room.unwrap_or_default())
}
