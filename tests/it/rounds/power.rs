//! Power cuts: an ext4 image is cut off in a burst of saves, its copy mounted and opened.
//!
//! The keeper is stopped (not ended: that would let it write), and the image is copied as its disk holds
//! it at that instant: what was not synchronised is not in it. The same harness cuts plain sled, which
//! flushes after each write and acknowledges: it has to lose, or the test would not be seen to bite.

use super::{
    Dice,
    caller::Caller,
    depth,
    promise::{self, Promise, Size},
    say,
};
use crate::it::terminal::{self, command};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

/// Bytes of the image: two segments of the journal, views and index.
const IMAGE: u64 = 192 << 20;

/// Runs a program of the system; whether it worked.
pub fn system(line: &[&str]) -> bool {
    let done = Command::new(line[0])
        .args(&line[1..])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    done.is_ok_and(|status| status.success())
}

/// An ext4 image that is mounted.
struct Mounted {
    image: PathBuf,
    at: PathBuf,
}

impl Mounted {
    /// Mounts it; `None` where the machine cannot.
    fn new(image: &Path, at: &Path) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let (image, at) = (image.to_owned(), at.to_owned());
        let mounted = system(&["mount", "-o", "loop", image.to_str()?, at.to_str()?]);
        mounted.then_some(Self { image, at })
    }

    /// A copy of the image as the disk holds it now.
    fn cut(&self) -> PathBuf {
        let copy = self.image.with_extension("cut");
        let (from, to) = (self.image.to_str().unwrap(), copy.to_str().unwrap());
        assert!(system(&["cp", "--sparse=always", from, to]));
        copy
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let at = self.at.to_str().unwrap();
        // Whoever was killed a moment ago may still hold a file.
        for _ in 0..1_000 {
            if system(&["umount", at]) {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
        let _ = system(&["umount", "--lazy", at]);
    }
}

/// A fresh image; `None`, said aloud, where the machine cannot make or mount one.
fn image(place: &Path) -> Option<PathBuf> {
    let image = place.join("disk.img");
    fs::File::create(&image).unwrap().set_len(IMAGE).unwrap();
    let made = system(&["mkfs.ext4", "-q", "-F", image.to_str()?]);
    if made && Mounted::new(&image, &place.join("mount")).is_some() {
        return Some(image);
    }
    say("not run: power cuts need root, mkfs.ext4 and a loop device");
    None
}

fn signal(child: &Child, signal: rustix::process::Signal) {
    let process = rustix::process::Pid::from_child(child);
    rustix::process::kill_process(process, signal).unwrap();
}

#[test]
fn what_was_acknowledged_survives_power_cuts() {
    let rounds = depth(2);
    let place = tempfile::tempdir().unwrap();
    let Some(image) = image(place.path()) else {
        return;
    };
    let mut dice = Dice::thrown("power cut");
    let mount = place.path().join("mount");
    {
        let _mounted = Mounted::new(&image, &mount).unwrap();
        let data = mount.join("data");
        terminal::run(&data, &["init", "--operator", "Claudia"]);
    }
    let mut acknowledged = 0;
    let mut promises = BTreeSet::new();
    for round in 0..rounds {
        let size = if round.is_multiple_of(2) {
            Size::Call
        } else {
            Size::Import
        };
        let (cut, kept) = one(place.path(), &image, &mut dice, size);
        acknowledged += kept.len();
        promises.extend(kept);
        fs::rename(cut, &image).unwrap();
        let _mounted = Mounted::new(&image, &mount).unwrap();
        promise::kept(&mount.join("data"), &promises);
        if space_is_short(&mount) {
            begin_again(&mount, &mut promises);
        }
    }
    say(&format!(
        "power cut: {rounds} rounds, {acknowledged} acknowledged batches, every open unaided, 0 lost"
    ));
}

/// Less than a third of the image is free.
fn space_is_short(mount: &Path) -> bool {
    let space = rustix::fs::statvfs(mount).unwrap();
    space.f_bavail * 3 < space.f_blocks
}

/// A new directory in place of a full one; what it promised was just found.
fn begin_again(mount: &Path, promises: &mut BTreeSet<Promise>) {
    let data = mount.join("data");
    fs::remove_dir_all(&data).unwrap();
    terminal::run(&data, &["init", "--operator", "Claudia"]);
    promises.clear();
}

/// A burst that ends in a cut: the copy of the image, and what had been promised until then.
fn one(place: &Path, image: &Path, dice: &mut Dice, size: Size) -> (PathBuf, BTreeSet<Promise>) {
    let mounted = Mounted::new(image, &place.join("mount")).unwrap();
    let data = mounted.at.join("data");
    let mut keeper = command(&data)
        .args(["keeper", "--foreground"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !sportello::keeper::is_held(&data) {
        assert!(keeper.try_wait().unwrap().is_none(), "the keeper ended");
        thread::sleep(Duration::from_millis(1));
    }
    let mut callers: Vec<Caller> = (0..2)
        .map(|_| Caller::start(&data, place, dice.next(), size))
        .collect();
    callers.iter_mut().for_each(Caller::at_work);
    thread::sleep(dice.moment(300));
    signal(&keeper, rustix::process::Signal::STOP);
    let promises = callers.into_iter().flat_map(Caller::kill).collect();
    let cut = mounted.cut();
    keeper.kill().unwrap();
    keeper.wait().unwrap();
    (cut, promises)
}

/// Where the control finds what it has to do.
const CONTROL: &str = "ROUNDS_SLED";

/// Not a test: plain sled as a process of its own.
#[test]
#[ignore = "run by the control"]
fn plain_sled_as_a_process() {
    let Some(place) = std::env::var_os(CONTROL) else {
        return;
    };
    let place = PathBuf::from(place);
    let db = sled::open(place.join("mount/sled")).unwrap();
    let mut notes = fs::File::create(place.join("notes")).unwrap();
    for nth in 0u64.. {
        db.insert(nth.to_be_bytes(), vec![7; 300]).unwrap();
        db.flush().unwrap();
        std::io::Write::write_all(&mut notes, format!("{nth}\n").as_bytes()).unwrap();
    }
}

#[test]
fn plain_sled_loses_what_it_called_flushed() {
    let rounds = depth(2);
    let place = tempfile::tempdir().unwrap();
    let Some(image) = image(place.path()) else {
        return;
    };
    let mut dice = Dice::thrown("control");
    let lost = (0..rounds)
        .filter(|_| !survives(place.path(), &image, &mut dice))
        .count();
    say(&format!(
        "control, plain sled: {lost} of {rounds} rounds lost what was flushed"
    ));
    assert!(lost > 0, "the harness does not bite");
}

fn survives(place: &Path, image: &Path, dice: &mut Dice) -> bool {
    let mount = place.join("mount");
    let notes = place.join("notes");
    let (cut, acknowledged) = {
        let mounted = Mounted::new(image, &mount).unwrap();
        let _ = fs::remove_dir_all(mount.join("sled"));
        let mut control = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "it::rounds::power::plain_sled_as_a_process",
                "--ignored",
            ])
            .env(CONTROL, place)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while !fs::metadata(&notes).is_ok_and(|found| found.len() > 0) {
            thread::sleep(Duration::from_millis(2));
        }
        thread::sleep(dice.moment(300));
        signal(&control, rustix::process::Signal::STOP);
        let acknowledged = fs::read_to_string(&notes).unwrap().lines().count() as u64;
        let cut = mounted.cut();
        control.kill().unwrap();
        control.wait().unwrap();
        fs::remove_file(&notes).unwrap();
        (cut, acknowledged)
    };
    let _mounted = Mounted::new(&cut, &mount).unwrap();
    let looked = std::panic::catch_unwind(|| {
        let db = sled::open(mount.join("sled")).ok()?;
        let found = (0..acknowledged).all(|nth| matches!(db.get(nth.to_be_bytes()), Ok(Some(_))));
        found.then_some(())
    });
    looked.ok().flatten().is_some()
}
