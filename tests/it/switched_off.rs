//! The safety devices, each switched off in turn: the tests that claim to hold it must go red.
//!
//! A suite that stays green without a device would not notice its loss. The devices and the changes that
//! switch them off stand in `tests/switched-off.toml`. Needs what building needs, and some minutes.

use serde::Deserialize;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

#[derive(Deserialize)]
struct Table {
    device: Vec<Device>,
}

/// A device, the change that switches it off, and the tests that must see it.
#[derive(Deserialize)]
struct Device {
    name: String,
    file: String,
    find: String,
    put: String,
    tests: Vec<String>,
    /// How deep fault rounds among the tests are run.
    rounds: Option<u32>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn devices() -> Vec<Device> {
    let text = fs::read_to_string(root().join("tests/switched-off.toml")).unwrap();
    let table: Table = toml_edit::de::from_str(&text).unwrap();
    table.device
}

#[test]
fn every_device_can_be_switched_off() {
    for device in devices() {
        let source = fs::read_to_string(root().join(&device.file)).unwrap();
        let times = source.matches(&device.find).count();
        assert_eq!(
            times, 1,
            "{}: `{}` in {}",
            device.name, device.find, device.file
        );
    }
}

#[test]
#[ignore = "builds once per device: `cargo test --test it -- switched_off --ignored --nocapture`"]
fn without_a_device_the_suite_goes_red() {
    let dir = tempfile::tempdir().unwrap();
    copy(root(), dir.path());
    let mut green = Vec::new();
    for device in devices() {
        let begun = Instant::now();
        let place = dir.path().join(&device.file);
        let source = fs::read_to_string(&place).unwrap();
        fs::write(&place, source.replace(&device.find, &device.put)).unwrap();
        let failed = failures(dir.path(), &device);
        fs::write(&place, source).unwrap();
        let seconds = begun.elapsed().as_secs();
        super::rounds::say(&format!(
            "{}: {failed} tests fail ({seconds} s)",
            device.name
        ));
        if failed == 0 {
            green.push(device.name);
        }
    }
    assert!(green.is_empty(), "nobody would notice: {green:#?}");
}

/// How many tests fail in the changed copy, which must build.
fn failures(sources: &Path, device: &Device) -> usize {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .arg("test")
        .args(&device.tests)
        .args(["--no-fail-fast"])
        .current_dir(sources)
        .env("CARGO_TARGET_DIR", target());
    if let Some(rounds) = device.rounds {
        cargo.env("SPORTELLO_ROUNDS", rounds.to_string());
    }
    let output = cargo.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("test result:"), "{}: {error}", device.name);
    let names = said
        .lines()
        .filter(|line| line.starts_with("test ") && line.ends_with("FAILED"));
    names.count()
}

/// Where the copies are built: beside the ordinary build, kept for the next time.
fn target() -> PathBuf {
    root().join("target/switched-off")
}

/// Copies the sources; builds, histories and whatever else is not theirs stay behind.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if name == "target" || name == ".git" {
            continue;
        }
        let target = to.join(&name);
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
