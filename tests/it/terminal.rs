//! The real binary in a pseudo-terminal: keys go in, the screen comes out, and tests wait for text.

use rustix::{
    fs::{Mode, OFlags},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};
use std::{
    fs::{self, File, Permissions},
    io::{Read, Write},
    os::{fd::OwnedFd, unix::fs::PermissionsExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

/// How long a screen may take to show what is waited for. Far above any budget: it only ends a test
/// that would never pass.
const PATIENCE: Duration = Duration::from_secs(30);

/// The binary under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_sportello");

/// A desk in a terminal of its own.
pub struct Terminal {
    child: Child,
    master: File,
    screen: Arc<Mutex<vt100::Parser>>,
}

impl Terminal {
    /// Starts the binary with these arguments on `columns` × `rows`.
    pub fn start(data: &Path, arguments: &[&str], columns: u16, rows: u16) -> Self {
        Self::of(command(data).args(arguments), columns, rows)
    }

    /// Starts this command on `columns` × `rows`.
    pub fn of(command: &mut Command, columns: u16, rows: u16) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let slave = rustix::fs::open(name, flags, Mode::empty()).unwrap();
        let size = Winsize {
            ws_row: rows,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&slave, size).unwrap();
        let child = command
            .stdin(stdio(&slave))
            .stdout(stdio(&slave))
            .stderr(stdio(&slave))
            .spawn()
            .unwrap();
        drop(slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, columns, 0)));
        let master = File::from(master);
        read_into(master.try_clone().unwrap(), Arc::clone(&screen));
        Self {
            child,
            master,
            screen,
        }
    }

    /// Types: text as it is, keys in angle brackets (`<Enter>`, `<F10>`, `<C-k>`).
    pub fn press(&mut self, keys: &str) {
        self.master.write_all(&bytes(keys)).unwrap();
    }

    /// What is on screen.
    pub fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Waits until `wanted` is on screen.
    #[track_caller]
    pub fn wait(&self, wanted: &str) {
        self.wait_until(wanted, |text| text.contains(wanted));
    }

    /// Waits until `gone` is not on screen.
    #[track_caller]
    pub fn wait_gone(&self, gone: &str) {
        self.wait_until(&format!("no {gone}"), |text| !text.contains(gone));
    }

    #[track_caller]
    fn wait_until(&self, what: &str, there: impl Fn(&str) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !there(&self.text()) {
            assert!(
                Instant::now() < until,
                "waited for {what:?}, on screen:\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The ticket number in the status line, once a saving is acknowledged.
    #[track_caller]
    pub fn saved_number(&self) -> String {
        self.wait("Numero da dire: ");
        let text = self.text();
        let (_, after) = text.split_once("Numero da dire: ").unwrap();
        after.chars().take(11).collect()
    }

    /// Ends the process at once, as a cut power cord would for it alone.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A child that has ended already cannot be killed: that is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The binary on a data directory, with an environment that is the same everywhere.
pub fn command(data: &Path) -> Command {
    program(Path::new(BINARY), data)
}

fn program(binary: &Path, data: &Path) -> Command {
    let mut command = Command::new(binary);
    command
        .arg("--data-dir")
        .arg(data)
        .env_clear()
        .env("TERM", "xterm-256color")
        .env("LANG", "it_IT.UTF-8")
        .env("LC_ALL", "it_IT.UTF-8")
        .env("TZ", "Europe/Rome")
        .env("HOME", data);
    command
}

/// Runs a command to its end; its standard output.
#[track_caller]
pub fn run(data: &Path, arguments: &[&str]) -> String {
    done(command(data).args(arguments))
}

/// Runs this command to its end; its standard output.
#[track_caller]
pub fn done(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// A data directory with the seed and an operator; its keeper is stopped when the test ends.
pub struct Data {
    root: tempfile::TempDir,
}

impl Data {
    /// Makes one.
    #[track_caller]
    pub fn new() -> Self {
        let data = Self {
            root: tempfile::tempdir().unwrap(),
        };
        run(
            &data.dir(),
            &["init", "--agency", "esempio", "--operator", "Claudia"],
        );
        data
    }

    /// Makes one that this group shares, reachable by others, beside a copy of the binary that they
    /// may run.
    #[track_caller]
    pub fn shared(group: u32) -> Self {
        let data = Self {
            root: tempfile::tempdir().unwrap(),
        };
        let everybody = Permissions::from_mode(0o755);
        fs::set_permissions(data.root.path(), everybody).unwrap();
        fs::copy(BINARY, data.root.path().join("sportello")).unwrap();
        let group = group.to_string();
        done(
            data.program()
                .args(["init", "--shared", &group, "--operator", "Claudia"]),
        );
        data
    }

    /// The binary that everybody may run, on this directory.
    pub fn program(&self) -> Command {
        program(&self.root.path().join("sportello"), &self.dir())
    }

    /// The directory: one that did not exist before the first command made it.
    pub fn dir(&self) -> PathBuf {
        self.root.path().join("data")
    }

    /// A desk on it.
    pub fn desk(&self) -> Terminal {
        Terminal::start(&self.dir(), &[], 80, 24)
    }

    /// What the directory lies in.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// Kills whatever process keeps the directory at this instant, ready or not.
    pub fn kill_if_there(&self) {
        if sportello::keeper::is_held(&self.dir())
            && let Some(holder) = sportello::keeper::holder(&self.dir())
            && let Some(keeper) = rustix::process::Pid::from_raw(holder.process.cast_signed())
        {
            // It may have ended by itself meanwhile.
            let _ = rustix::process::kill_process(keeper, rustix::process::Signal::KILL);
        }
    }

    /// Kills the keeper, as the system would: the next client starts another one.
    #[track_caller]
    pub fn kill_keeper(&self) {
        let status = self.json(&["keeper", "status"]);
        let process = i32::try_from(status["process"].as_i64().unwrap()).unwrap();
        let keeper = rustix::process::Pid::from_raw(process).unwrap();
        rustix::process::kill_process(keeper, rustix::process::Signal::KILL).unwrap();
    }

    /// The output of a command, as JSON.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let all: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&run(&self.dir(), &all)).unwrap()
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        // No keeper means nothing to stop.
        let _ = command(&self.dir()).args(["keeper", "stop"]).output();
    }
}

fn stdio(slave: &OwnedFd) -> Stdio {
    Stdio::from(slave.try_clone().unwrap())
}

fn read_into(mut master: File, screen: Arc<Mutex<vt100::Parser>>) {
    thread::spawn(move || {
        let mut bytes = [0; 8192];
        while let Ok(count @ 1..) = master.read(&mut bytes) {
            screen.lock().unwrap().process(&bytes[..count]);
        }
    });
}

/// Keys as a terminal sends them.
fn bytes(keys: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = keys;
    while let Some((before, after)) = rest.split_once('<') {
        let (name, tail) = after.split_once('>').unwrap();
        out.extend(before.as_bytes());
        out.extend(key(name));
        rest = tail;
    }
    out.extend(rest.as_bytes());
    out
}

fn key(name: &str) -> Vec<u8> {
    let sequence: &[u8] = match name {
        "Enter" => b"\r",
        "Esc" => b"\x1b",
        "Tab" => b"\t",
        "Down" => b"\x1b[B",
        "Up" => b"\x1b[A",
        "F1" => b"\x1bOP",
        "F2" => b"\x1bOQ",
        "F3" => b"\x1bOR",
        "F4" => b"\x1bOS",
        "F5" => b"\x1b[15~",
        "F6" => b"\x1b[17~",
        "F7" => b"\x1b[18~",
        "F8" => b"\x1b[19~",
        "F9" => b"\x1b[20~",
        "F10" => b"\x1b[21~",
        "F12" => b"\x1b[24~",
        other => {
            let letter = other
                .strip_prefix("C-")
                .and_then(|rest| rest.bytes().next())
                .unwrap();
            return vec![letter & 0x1f];
        }
    };
    sequence.to_vec()
}
