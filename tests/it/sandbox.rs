//! The real binary on a data directory of its own; its keeper ends with it.

use serde_json::Value;
use std::{
    ffi::OsStr,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// What a command came to.
pub struct Ran {
    /// The exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    fn of(output: &Output) -> Self {
        let ran = Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout.clone()).expect("UTF-8 on standard output"),
            err: String::from_utf8(output.stderr.clone()).expect("UTF-8 on standard error"),
        };
        for text in [&ran.out, &ran.err] {
            let printed = sportello::domain::text::neutral(text);
            assert_eq!(&printed, text, "a control character was printed");
            assert!(!text.contains("panicked"), "{text}");
        }
        ran
    }

    /// It was done: what it printed.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    /// It was done, and printed one JSON value.
    #[track_caller]
    pub fn json(self) -> Value {
        let out = self.done();
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
    }

    /// It failed with this code: what it said.
    #[track_caller]
    pub fn failed(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        self.err
    }
}

/// A data directory, with the binary to use it.
pub struct Sandbox {
    dir: tempfile::TempDir,
}

impl Sandbox {
    /// An empty place: nothing is there yet.
    pub fn empty() -> Self {
        Self {
            dir: tempfile::tempdir().expect("a directory"),
        }
    }

    /// A trial place with an operator named Claudia.
    pub fn trial() -> Self {
        let sandbox = Self::empty();
        sandbox.run(&["init", "--operator", "Claudia"]).done();
        sandbox
    }

    /// A file or folder beside the data directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// A command of the binary, in Italian, without the environment of whoever runs the tests.
    pub fn command<I, S>(&self, arguments: I) -> Command
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sportello"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.dir.path())
            .env("SPORTELLO_DATA", self.data())
            .env("SPORTELLO_CONFIG", self.config())
            .env("LANG", "it_IT.UTF-8")
            .env("USER", "prova")
            .stdin(Stdio::null());
        command
    }

    /// Runs a command line to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&self.command(arguments).output().expect("the binary runs"))
    }

    /// Runs a command line written as one types it, without quotes: its words are its arguments.
    pub fn line(&self, line: &str) -> Ran {
        self.run(&line.split(' ').collect::<Vec<_>>())
    }

    /// The same with `--json`.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let line: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        self.run(&line).json()
    }

    /// Runs a command line with these bytes as its input.
    pub fn feed(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut stdin = child.stdin.take().expect("an input");
        let input = input.to_vec();
        let feeder = std::thread::spawn(move || {
            // The program may have ended before it read everything.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().expect("it ends");
        feeder.join().expect("the feeder ends");
        Ran::of(&output)
    }

    /// Opens a request and returns its number.
    pub fn ticket(&self, text: &str) -> String {
        self.run(&["ticket", "open", "--text", text])
            .done()
            .trim()
            .to_owned()
    }

    /// Writes a file beside the data directory.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("a file is written");
        path
    }

    fn config(&self) -> PathBuf {
        let path = self.path("config.toml");
        if !Path::exists(&path) {
            std::fs::write(&path, "").expect("a configuration");
        }
        path
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if self.data().join("keeper.lock").exists() {
            let _ = self.command(["keeper", "stop"]).output();
        }
    }
}
