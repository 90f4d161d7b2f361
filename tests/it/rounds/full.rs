//! A full disk: callers save on a small file system while ballast fills it, step by step, and goes again.

use super::{
    Dice,
    caller::Caller,
    depth,
    power::system,
    promise::{self, Size},
    say,
};
use crate::it::terminal::{self, Terminal, command};
use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Bytes of the disk: journal, views, index, the reserve, and some room.
const DISK: &str = "size=96m";
/// Bytes of one piece of ballast.
const PIECE: usize = 256 << 10;
/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A small file system in memory with a data directory on it.
struct Small {
    at: PathBuf,
}

impl Small {
    /// Mounts one; `None`, said aloud, where the machine cannot.
    fn new(place: &Path) -> Option<Self> {
        let at = place.join("disk");
        fs::create_dir_all(&at).unwrap();
        let line = ["mount", "-t", "tmpfs", "-o", DISK, "sportello"];
        if system(&[&line[..], &[at.to_str()?]].concat()) {
            let small = Self { at };
            terminal::run(&small.data(), &["init", "--operator", "Claudia"]);
            terminal::run(&small.data(), &["keeper", "stop"]);
            return Some(small);
        }
        say("not run: a full disk needs root, to mount a small one");
        None
    }

    fn data(&self) -> PathBuf {
        self.at.join("data")
    }

    fn ballast(&self) -> PathBuf {
        self.at.join("ballast")
    }

    fn open(&self) -> fs::File {
        let mut how = fs::File::options();
        how.create(true).append(true);
        how.open(self.ballast()).unwrap()
    }

    /// Adds ballast, up to `pieces`; whether all of it found room.
    fn fill(&self, pieces: u64) -> bool {
        let mut ballast = self.open();
        (0..pieces).all(|_| ballast.write_all(&vec![7; PIECE]).is_ok())
    }

    /// Not a byte is left.
    fn fill_up(&self) {
        while self.fill(16) {}
        let mut ballast = self.open();
        while ballast.write_all(&[7; 512]).is_ok() {}
    }

    fn empty(&self) {
        let _ = fs::remove_file(self.ballast());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let at = self.at.to_str().unwrap();
        let until = Instant::now() + Duration::from_secs(5);
        while !system(&["umount", at]) {
            if Instant::now() > until {
                let _ = system(&["umount", "--lazy", at]);
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// A keeper that nobody starts again.
struct Keeper(Child);

impl Keeper {
    fn start(data: &Path, log: &Path) -> Self {
        let child = command(data)
            .args(["keeper", "--foreground"])
            .stdout(Stdio::null())
            .stderr(fs::File::create(log).unwrap())
            .spawn()
            .unwrap();
        let mut keeper = Self(child);
        while !data.join("keeper.sock").exists() {
            keeper.lives();
            thread::sleep(Duration::from_millis(2));
        }
        keeper
    }

    #[track_caller]
    fn lives(&mut self) {
        assert!(self.0.try_wait().unwrap().is_none(), "the keeper ended");
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[track_caller]
fn until(what: &str, done: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < end, "{what}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_full_disk_loses_nothing_and_work_goes_on_when_there_is_space() {
    let rounds = depth(1);
    let mut dice = Dice::thrown("full disk");
    let mut acknowledged = 0;
    for round in 0..rounds {
        let place = tempfile::tempdir().unwrap();
        let Some(small) = Small::new(place.path()) else {
            return;
        };
        let size = if round % 2 == 0 {
            Size::Import
        } else {
            Size::Call
        };
        acknowledged += one(&small, place.path(), &mut dice, size);
    }
    say(&format!(
        "full disk: {rounds} rounds, {acknowledged} acknowledged batches, 0 lost; in each the reserve was \
         used and made again, and the keeper went on"
    ));
}

/// Two callers save while the disk fills up and has room again; how many batches they were promised.
fn one(small: &Small, place: &Path, dice: &mut Dice, size: Size) -> usize {
    let data = small.data();
    let log = place.join("log");
    let mut keeper = Keeper::start(&data, &log);
    let reserve = data.join("reserve");
    until("there is no reserve", || reserve.exists());
    let start = |dice: &mut Dice| Caller::start(&data, place, dice.next(), size);
    let mut callers = [start(dice), start(dice)];
    callers.iter_mut().for_each(Caller::at_work);
    // In steps, so that the last space goes in the middle of whatever is being written.
    while small.fill(1 + dice.below(8)) {
        thread::sleep(dice.moment(8));
        keeper.lives();
    }
    small.fill_up();
    until("the reserve was not given up", || !reserve.exists());
    for _ in 0..3 {
        small.fill_up();
        thread::sleep(dice.moment(200));
        keeper.lives();
    }
    let mut promises = BTreeSet::new();
    promises.extend(callers.into_iter().flat_map(Caller::kill));
    small.empty();
    // Unaided, by the keeper that met the full disk.
    let mut caller = start(dice);
    caller.at_work();
    until("the reserve is not made again", || reserve.exists());
    keeper.lives();
    promises.extend(caller.kill());
    let found = terminal::run(&data, &["store", "verify"]);
    assert!(!found.is_empty());
    keeper.lives();
    let log = fs::read_to_string(log).unwrap();
    let mut panics = log.lines().filter(|line| line.contains("panicked at"));
    assert!(panics.all(|line| line.contains("/sled-")), "{log}");
    terminal::run(&data, &["keeper", "stop"]);
    promise::kept(&data, &promises);
    promises.len()
}

#[test]
fn a_call_typed_on_a_full_disk_is_kept_and_saved_when_there_is_space() {
    let place = tempfile::tempdir().unwrap();
    let Some(small) = Small::new(place.path()) else {
        return;
    };
    let data = small.data();
    let mut keeper = Keeper::start(&data, &place.path().join("log"));
    let mut desk = Terminal::start(&data, &[], 80, 24);
    desk.wait("sono Claudia");
    until("there is no reserve", || data.join("reserve").exists());
    desk.press("carli anagrafe<Enter>");
    desk.saved_number();
    // What is found for a text comes from the views, which a full disk may take away: the list is open before.
    desk.press("il lampione in via dell'Esempio è spento");
    desk.wait("Lavori pubblici");
    desk.press("<F6>");
    desk.wait("A chi affidi la richiesta?");
    // Callers use up what the keeper has: its segment of the journal, the views, and the reserve.
    small.fill_up();
    let callers: Vec<Caller> = (1..=3)
        .map(|seed| Caller::start(&data, place.path(), seed, Size::Import))
        .collect();
    until("the disk was never full", || {
        // Whatever is given up on the way is taken as well.
        small.fill(1);
        desk.text().contains("SOLA LETTURA")
    });
    small.fill_up();
    callers.into_iter().map(Caller::kill).for_each(drop);
    desk.press("<Enter>");
    desk.wait("in corso di salvataggio");
    keeper.lives();
    small.empty();
    // The sheet asks what the office needs; the panel behind says the number, and not only the line below,
    // which may say just then that there is space again.
    desk.wait("Qualcuno può farsi male");
    desk.press("<Esc>");
    desk.wait("Numero da dire  9");
    let text = desk.text();
    let number = text.split_once("Numero da dire  ").unwrap().1;
    let number = number.split_whitespace().next().unwrap().to_owned();
    let shown = terminal::run(&data, &["ticket", "show", &number]);
    assert!(shown.contains("lampione"), "{shown}");
    keeper.lives();
}
