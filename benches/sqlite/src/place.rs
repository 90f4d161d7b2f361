//! A data directory of sportello, with a keeper in process or behind its socket.

use crate::{
    Outcome,
    measure::Times,
    sample::{self, Calls},
};
use sportello::{
    domain::{batch::pack_ops, id::StationId, number::TicketNumber},
    journal::{Position, Reader, Replay},
    keeper::{
        self, Client, ConnectOptions, Keeper, Options, Spawn,
        service::{Hello, Request, Service},
    },
};
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

/// The data directory.
pub struct Place {
    dir: PathBuf,
    program: PathBuf,
}

/// What was saved.
pub struct Payload {
    pub ops: u64,
    /// Bytes of the packed ops.
    pub bytes: u64,
}

impl Place {
    /// A new trial place with one operator.
    pub fn born(dir: &Path) -> Outcome<Self> {
        let place = Self {
            dir: dir.to_owned(),
            program: std::env::current_exe()?,
        };
        place.command(&["init", "--operator", "Claudia"])?;
        place.stop()?;
        Ok(place)
    }

    fn command(&self, arguments: &[&str]) -> Outcome<()> {
        let done = Command::new(&self.program)
            .arg("--data-dir")
            .arg(&self.dir)
            .args(arguments)
            .output()?;
        if done.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&done.stderr).into_owned().into())
    }

    pub fn stop(&self) -> Outcome<()> {
        self.command(&["keeper", "stop"])
    }

    pub fn account(&self) -> u32 {
        rustix::process::getuid().as_raw()
    }

    /// Writes a synthetic history through the socket; the keeper's peak memory in MB.
    pub fn demo(&self, tickets: u32) -> Outcome<String> {
        let desk = self.connect()?;
        self.command(&["demo", "--tickets", &tickets.to_string()])?;
        let peak = self.peak(&desk)?;
        drop(desk);
        self.stop()?;
        Ok(format!("{peak:.0}"))
    }

    pub fn keeper(&self) -> Outcome<Keeper> {
        Ok(Keeper::open(&self.dir, Options::default())?)
    }

    pub fn connect(&self) -> Outcome<Client> {
        let (operator, station) = (None, StationId::default());
        let hello = Hello { operator, station };
        let spawn = Spawn::IfNeeded(self.program.clone());
        Ok(keeper::connect(&self.dir, ConnectOptions { hello, spawn })?)
    }

    pub fn journal(&self) -> Outcome<Replay> {
        let (reader, _) = Reader::open(&self.dir.join("journal"))?;
        Ok(reader.replay(Position::START)?)
    }

    pub fn payload(&self) -> Outcome<Payload> {
        let mut payload = Payload { ops: 0, bytes: 0 };
        for stored in self.journal()? {
            let batch = stored?.batch;
            payload.ops += batch.ops.len() as u64;
            payload.bytes += pack_ops(&batch.ops)?.len() as u64;
        }
        Ok(payload)
    }

    /// The numbers as this place writes them.
    pub fn numbers(&self, values: &[u32]) -> Outcome<Vec<TicketNumber>> {
        let parsed = values
            .iter()
            .map(|value| TicketNumber::parse(&value.to_string()));
        Ok(parsed.collect::<Result<_, _>>()?)
    }

    /// Bytes of journal, views and index.
    pub fn bytes(&self) -> Outcome<[u64; 3]> {
        let of = |name: &str| bytes_under(&self.dir.join(name));
        Ok([of("journal")?, of("views")?, of("index")?])
    }

    /// The most memory the keeper has held, in MB, since [`Self::forget_peak`].
    pub fn peak(&self, desk: &Client) -> Outcome<f64> {
        let status = format!("/proc/{}/status", desk.welcome().process);
        let status = std::fs::read_to_string(status)?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes: f64 = line
            .and_then(|line| line.trim().strip_suffix(" kB"))
            .ok_or("no peak")?
            .parse()?;
        Ok(kilobytes / 1024.0)
    }

    pub fn forget_peak(&self, desk: &Client) -> Outcome<()> {
        let of = format!("/proc/{}/clear_refs", desk.welcome().process);
        Ok(std::fs::write(of, "5")?)
    }

    /// Has the views made again while calls are saved, one every 20 ms; how long it took, and the saves.
    pub fn rebuild(&self, desk: &Client, calls: &mut Calls) -> Outcome<(Duration, Times)> {
        let over = AtomicBool::new(false);
        let mut saves = Vec::new();
        let took = thread::scope(|scope| {
            let rebuilding = scope.spawn(|| {
                let begun = Instant::now();
                let done = desk.call(Request::Rebuild);
                over.store(true, Ordering::SeqCst);
                done.map(|_| begun.elapsed())
            });
            while !over.load(Ordering::SeqCst) {
                let begun = Instant::now();
                if let Err(error) = sample::save(desk, calls.call()) {
                    eprintln!("a save during the rebuild: {error}");
                }
                saves.push(begun.elapsed());
                thread::sleep(Duration::from_millis(20));
            }
            rebuilding.join()
        });
        let took = took.map_err(|_| "the rebuild panicked")??;
        Ok((took, Times::new(saves)))
    }
}

fn bytes_under(dir: &Path) -> Outcome<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let known = entry.metadata()?;
        bytes += if known.is_dir() {
            bytes_under(&entry.path())?
        } else {
            allocated(&known)
        };
    }
    Ok(bytes)
}

/// What a file takes on disk, preallocated space included.
fn allocated(file: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::blocks(file) * 512
}
