//! A client process that saves as fast as it is answered, and notes what was acknowledged.

use super::promise::{self, Promise, Size};
use std::{
    collections::BTreeSet,
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long a caller may take until it is promised something.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the process finds what it has to do.
const DATA: &str = "ROUNDS_DATA";
const NOTES: &str = "ROUNDS_NOTES";
const SEED: &str = "ROUNDS_SEED";
const SIZE: &str = "ROUNDS_SIZE";

/// A running client.
pub struct Caller {
    child: Child,
    notes: PathBuf,
    seed: u64,
    size: Size,
}

impl Caller {
    /// Starts one on a data directory; its notes are kept in `notes`, outside of it.
    pub fn start(data: &Path, notes: &Path, seed: u64, size: Size) -> Self {
        let notes = notes.join(format!("caller-{seed}"));
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "it::rounds::caller::as_a_process"])
            .args(["--ignored", "--nocapture"])
            .env(DATA, data)
            .env(NOTES, &notes)
            .env(SEED, seed.to_string())
            .env(SIZE, size.name())
            .stdout(Stdio::null())
            .stderr(fs::File::create(said(&notes)).unwrap())
            .spawn()
            .unwrap();
        Self {
            child,
            notes,
            seed,
            size,
        }
    }

    /// Waits until it has been promised something.
    pub fn at_work(&mut self) {
        let until = Instant::now() + PATIENCE;
        while fs::metadata(&self.notes).map_or(0, |notes| notes.len()) == 0 {
            let ended = self.child.try_wait().unwrap();
            assert!(
                ended.is_none() && Instant::now() < until,
                "nothing was acknowledged: {ended:?} {}",
                fs::read_to_string(said(&self.notes)).unwrap_or_default()
            );
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Kills it at once; what it was promised until then.
    pub fn kill(mut self) -> BTreeSet<Promise> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let notes = fs::read_to_string(&self.notes).unwrap_or_default();
        let _ = fs::remove_file(&self.notes);
        let whole = notes
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'));
        whole
            .map(|line| {
                let (nth, number) = line.trim_end().split_once(' ').unwrap();
                Promise {
                    seed: self.seed,
                    size: self.size.name(),
                    nth: nth.parse().unwrap(),
                    number: number.to_owned(),
                }
            })
            .collect()
    }
}

/// Where a caller says why it ended.
fn said(notes: &Path) -> PathBuf {
    notes.with_extension("said")
}

/// Not a test: the client as a process of its own, for the rounds that kill it.
#[test]
#[ignore = "run by the rounds"]
fn as_a_process() {
    let given = |name| std::env::var(name).ok();
    let (Some(data), Some(notes)) = (given(DATA), given(NOTES)) else {
        return;
    };
    let seed: u64 = given(SEED).unwrap().parse().unwrap();
    let size = Size::named(&given(SIZE).unwrap());
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(notes)
        .unwrap();
    let client = promise::patient_client(Path::new(&data));
    for nth in 0.. {
        let number = promise::commit(&client, &promise::proposal(seed, nth, size));
        // One write: a kill leaves the line whole or not there.
        file.write_all(format!("{nth} {number}\n").as_bytes())
            .unwrap();
    }
}
