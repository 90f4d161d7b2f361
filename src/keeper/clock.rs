//! The clocks of the machine: the wall, the monotonic one, and which run of the system this is.

use crate::domain::{id::BootId, time::Moment};
use std::{
    fmt::Debug,
    time::{SystemTime, UNIX_EPOCH},
};

/// The clocks a keeper works by: a value, so that clocks that jump can be given to one.
pub trait Clock: Debug + Send + Sync {
    /// The wall clock: somebody may set it, at any moment, to anything.
    fn wall(&self) -> Moment;

    /// Milliseconds that nobody sets, within one run of the system.
    fn monotonic_ms(&self) -> u64;

    /// Which run of the system this is.
    fn boot(&self) -> BootId;
}

/// The clocks of this machine.
#[derive(Clone, Copy, Debug)]
pub struct System;

impl Clock for System {
    fn wall(&self) -> Moment {
        now()
    }

    fn monotonic_ms(&self) -> u64 {
        monotonic_ms()
    }

    fn boot(&self) -> BootId {
        boot()
    }
}

/// The wall clock; 1970 when it stands before that.
#[must_use]
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    Moment(since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }))
}

/// Milliseconds since the system started, sleep included where the system counts it.
#[must_use]
pub fn monotonic_ms() -> u64 {
    #[cfg(target_os = "linux")]
    let clock = rustix::time::ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    let clock = rustix::time::ClockId::Monotonic;
    let time = rustix::time::clock_gettime(clock);
    let millis = time
        .tv_sec
        .saturating_mul(1_000)
        .saturating_add(time.tv_nsec / 1_000_000);
    u64::try_from(millis).unwrap_or_default()
}

/// This run of the operating system; a random one where the system does not say.
#[must_use]
pub fn boot() -> BootId {
    let told = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
    told.ok()
        .and_then(|uuid| BootId::parse(&uuid.trim().replace('-', "")))
        .unwrap_or_else(|| BootId::new(random()))
}

/// Random bytes from the system.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if getrandom::fill(&mut bytes).is_err() {
        // A system without randomness still gets different bytes from different processes and times.
        let seed = format!("{:?} {}", SystemTime::now(), std::process::id());
        blake3::Hasher::new()
            .update(seed.as_bytes())
            .finalize_xof()
            .fill(&mut bytes);
    }
    bytes
}
