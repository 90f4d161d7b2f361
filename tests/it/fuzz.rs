//! The fuzz targets for a short while, on any toolchain: real bytes, mutated by chance that can be repeated.
//!
//! `SPORTELLO_FUZZ=60` gives each target a minute, `SPORTELLO_SEED` repeats a run. What was ever found
//! to break a target stands in `fuzz/regressions/` and is tried first, every time. The long runs are
//! cargo-fuzz's (`fuzz/README.md`).

mod seeds;
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// How long each target runs.
fn budget() -> Duration {
    let asked = std::env::var("SPORTELLO_FUZZ").ok();
    let seconds = asked.and_then(|seconds| seconds.parse().ok());
    seconds.map_or(Duration::from_millis(700), Duration::from_secs)
}

/// Chance that can be repeated (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % (end.max(1) as u64)).unwrap()
    }

    fn byte(&mut self) -> u8 {
        // What lengths, texts and checks trip over, as often as anything else.
        const ODD: [u8; 12] = [
            0, 1, 0x7f, 0x80, 0xff, b'\n', b'"', b',', 0x1b, 0xfb, 0xfc, 0xfd,
        ];
        if self.below(2) == 0 {
            ODD[self.below(ODD.len())]
        } else {
            u8::try_from(self.below(256)).unwrap()
        }
    }

    /// The bytes with a few things done to them.
    fn mutated(&mut self, bytes: &[u8], other: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            let length = self.below(16.min(bytes.len() - at + 1));
            match self.below(6) {
                0 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
                1 if !bytes.is_empty() => bytes[at] = self.byte(),
                2 => bytes.insert(at, self.byte()),
                3 => drop(bytes.drain(at..at + length)),
                4 => {
                    let copied = bytes[at..at + length].to_vec();
                    let to = self.below(bytes.len());
                    bytes.splice(to..to, copied);
                }
                _ => {
                    let from = self.below(other.len());
                    let until = from + self.below(64.min(other.len() - from + 1));
                    bytes.splice(at..at, other[from..until].iter().copied());
                }
            }
        }
        bytes
    }
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The files below some folders.
fn files(folders: &[PathBuf]) -> Vec<Vec<u8>> {
    let mut found: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).into_iter().flatten())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Where the seeds of a target are: its own, and files of the repository that are of its kind.
fn folders(name: &str) -> Vec<PathBuf> {
    let own = top().join("fuzz/seeds").join(name);
    let more: &[&str] = match name {
        "article" => &["kb-seed/sheets", "kb-seed/faq", "kb-seed/agency"],
        "import" => &["kb-seed", "kb-seed/faq"],
        "keymap" => &["keymaps"],
        "record" | "open" => &["tests/golden/1/journal", "fuzz/seeds/journal"],
        _ => &[],
    };
    let more = more.iter().map(|folder| top().join(folder));
    std::iter::once(own).chain(more).collect()
}

#[expect(clippy::print_stderr, reason = "a run says its seed")]
fn say(words: &str) {
    eprintln!("{words}");
}

fn seed() -> u64 {
    let given = std::env::var("SPORTELLO_SEED").ok();
    given.and_then(|seed| seed.parse().ok()).unwrap_or_else(|| {
        let now = std::time::SystemTime::now();
        let since = now.duration_since(std::time::UNIX_EPOCH).unwrap();
        u64::from(since.subsec_nanos())
    })
}

/// Runs one target; what breaks it is written where the next run begins.
fn run(name: &str, target: targets::Target) {
    for found in files(&[top().join("fuzz/regressions").join(name)]) {
        target(&found);
    }
    let folders = folders(name);
    let own = seeds::of(name);
    if std::env::var_os("SPORTELLO_BLESS").is_some() {
        for (file, bytes) in &own {
            fs::create_dir_all(&folders[0]).unwrap();
            fs::write(folders[0].join(file), bytes).unwrap();
        }
    }
    let mut seeds = files(&folders);
    seeds.extend(own.into_values());
    assert!(!seeds.is_empty(), "{name}: no seeds");
    let seed = seed();
    let (mut dice, until, mut runs) = (Dice(seed), Instant::now() + budget(), 0u64);
    for seed in &seeds {
        target(seed);
    }
    while Instant::now() < until {
        let (one, other) = (dice.below(seeds.len()), dice.below(seeds.len()));
        let bytes = dice.mutated(&seeds[one], &seeds[other]);
        runs += 1;
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(&bytes))) {
            let path = std::env::temp_dir().join(format!("sportello-fuzz-{name}-{seed}"));
            fs::write(&path, &bytes).unwrap();
            say(&format!(
                "{name}: SPORTELLO_SEED={seed}: {}",
                path.display()
            ));
            std::panic::resume_unwind(panic);
        }
    }
    say(&format!("{name}: {runs} runs, SPORTELLO_SEED={seed}"));
}

macro_rules! targets {
    ($($name:ident),+) => {
        $(#[test]
        fn $name() {
            run(stringify!($name), targets::$name);
        })+

        #[test]
        fn every_target_runs_here() {
            let here = [$(stringify!($name)),+];
            let all: Vec<&str> = targets::TARGETS.iter().map(|(name, _)| *name).collect();
            assert_eq!(all, here);
            for name in here {
                let bin = top().join(format!("fuzz/fuzz_targets/{name}.rs"));
                assert!(bin.exists(), "{}", bin.display());
            }
        }
    };
}

targets!(
    record, open, ops, frame, request, text, query, article, import, keymap
);
