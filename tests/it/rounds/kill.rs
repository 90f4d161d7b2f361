//! kill -9 of keeper and clients: while they save, import, open, recover and make views again.
//!
//! Each of these is hit for certain: the keeper is stopped first, and what it is doing then is looked at.

use super::{
    Dice,
    caller::Caller,
    depth,
    promise::{self, Promise, Size},
    say,
};
use crate::it::terminal::{Data, command};
use rustix::process::{Pid, Signal, kill_process};
use sportello::keeper::{self, Phase};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::FileExt,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

/// How often everything is looked at, and not the last promises alone.
const THOROUGHLY: u64 = 50;
/// How often a round tries to hit what it is about.
const ATTEMPTS: u32 = 40;
/// How long a process may take to begin with what it is to be killed in.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is killed in the middle of.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum During {
    Save,
    Import,
    Opening,
    Recovery,
    Rebuild,
}

const KINDS: [During; 5] = [
    During::Save,
    During::Import,
    During::Opening,
    During::Recovery,
    During::Rebuild,
];

#[test]
fn what_was_acknowledged_survives_kills() {
    let rounds = depth(KINDS.len() as u64);
    let mut dice = Dice::thrown("kill -9");
    let data = Data::new();
    let mut promises = BTreeSet::new();
    let mut kills: BTreeMap<During, u64> = BTreeMap::new();
    for (round, during) in (0..rounds).zip(KINDS.into_iter().cycle()) {
        promises.extend(one(&data, &mut dice, during));
        *kills.entry(during).or_default() += 1;
        promise::still_known(&data.dir(), &promises);
        if round % THOROUGHLY == THOROUGHLY - 1 {
            promise::kept(&data.dir(), &promises);
        }
    }
    promise::kept(&data.dir(), &promises);
    say(&format!(
        "kill -9: {rounds} rounds, {kills:?}, {} acknowledged batches, 0 lost",
        promises.len()
    ));
}

/// Two clients work, and the keeper is killed under them; what they were promised. One client dies with
/// a request on its way, the other with the keeper.
fn one(data: &Data, dice: &mut Dice, during: During) -> BTreeSet<Promise> {
    let size = match during {
        During::Import => Size::Import,
        _ => Size::Call,
    };
    let mut callers: Vec<Caller> = (0..2)
        .map(|_| Caller::start(&data.dir(), data.root(), dice.next(), size))
        .collect();
    callers.iter_mut().for_each(Caller::at_work);
    let mut callers = callers.into_iter();
    let mut promises = BTreeSet::new();
    match during {
        During::Save | During::Import => {
            thread::sleep(dice.moment(160));
            data.kill_if_there();
        }
        During::Opening => hit(during, || while_opening(data, dice)),
        During::Rebuild => hit(during, || while_rebuilding(data, dice)),
        During::Recovery => {
            promises.extend(callers.by_ref().flat_map(Caller::kill));
            hit(during, || while_recovering(data, dice));
        }
    }
    promises.extend(callers.next().map(Caller::kill).unwrap_or_default());
    data.kill_if_there();
    promises.extend(callers.flat_map(Caller::kill));
    promises
}

/// Tries until it is hit.
#[track_caller]
fn hit(during: During, mut kill: impl FnMut() -> bool) {
    assert!((0..ATTEMPTS).any(|_| kill()), "{during:?} was never hit");
}

/// Waits until something is there; false when it does not come.
fn comes(there: impl Fn() -> bool) -> bool {
    let until = Instant::now() + PATIENCE;
    while !there() {
        if Instant::now() > until {
            return false;
        }
        thread::sleep(Duration::from_micros(200));
    }
    true
}

/// The process that opens the directory now.
fn opening(data: &Data) -> Option<u32> {
    let holder = keeper::holder(&data.dir())?;
    let opens = holder.phase == Phase::Opening && keeper::is_held(&data.dir());
    opens.then_some(holder.process)
}

/// Kills whoever opens the directory; whether it was opening it still.
fn kill_opening(data: &Data, dice: &mut Dice) -> bool {
    if !comes(|| opening(data).is_some()) {
        return false;
    }
    thread::sleep(Duration::from_micros(dice.below(8_000)));
    kill_if(data, || opening(data).is_some())
}

/// Kills the keeper; whether `at_it` held when it was stopped for good.
fn kill_if(data: &Data, at_it: impl Fn() -> bool) -> bool {
    let Some(holder) = keeper::holder(&data.dir()).filter(|_| keeper::is_held(&data.dir())) else {
        return false;
    };
    let process = Pid::from_raw(holder.process.cast_signed()).unwrap();
    // Stopped first: what it is doing then is what it is killed in.
    let _ = kill_process(process, Signal::STOP);
    let stat = format!("/proc/{}/stat", holder.process);
    let still = comes(|| {
        let state = fs::read_to_string(&stat).unwrap_or_default();
        state.is_empty() || state.contains(") T ") || state.contains(") Z ")
    });
    let same = keeper::holder(&data.dir()).is_some_and(|now| now.process == holder.process);
    let killed = still && same && keeper::is_held(&data.dir()) && at_it();
    let _ = kill_process(process, Signal::KILL);
    killed
}

/// The callers start the next keeper as soon as one has died.
fn while_opening(data: &Data, dice: &mut Dice) -> bool {
    data.kill_if_there();
    kill_opening(data, dice)
}

/// A tail is torn, and for every other time the views are gone: the next opening has to mend both.
fn while_recovering(data: &Data, dice: &mut Dice) -> bool {
    data.kill_if_there();
    if !comes(|| !keeper::is_held(&data.dir())) {
        return false;
    }
    tear(data);
    if dice.below(2) == 0 {
        let _ = fs::remove_dir_all(data.dir().join("views"));
    }
    let mut next = command(&data.dir())
        .args(["keeper", "--foreground"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let killed = kill_opening(data, dice);
    let _ = next.kill();
    next.wait().unwrap();
    killed
}

/// Bytes behind the last record, as a write leaves them that was cut off.
fn tear(data: &Data) {
    let segments = fs::read_dir(data.dir().join("journal")).unwrap();
    let last = segments
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "journal"))
        .max()
        .unwrap();
    let bytes = fs::read(&last).unwrap();
    let written = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0) as u64;
    let file = fs::File::options().write(true).open(last).unwrap();
    file.write_all_at(b"strappato", written + 9).unwrap();
}

/// Killed while new views lie beside the old ones.
fn while_rebuilding(data: &Data, dice: &mut Dice) -> bool {
    let new = data.dir().join("views.new");
    // What another one left.
    let _ = fs::remove_dir_all(&new);
    let mut rebuild = command(&data.dir())
        .args(["store", "rebuild"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let began = comes(|| new.exists());
    thread::sleep(Duration::from_micros(dice.below(8_000)));
    let killed = began && kill_if(data, || new.exists());
    let _ = rebuild.kill();
    rebuild.wait().unwrap();
    killed
}
