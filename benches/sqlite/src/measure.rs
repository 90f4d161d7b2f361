//! Times of one thing done many times over, and the floor of the disk.

use crate::Outcome;
use std::{
    fs::File,
    os::unix::fs::FileExt,
    path::Path,
    time::{Duration, Instant},
};

/// How long each of many took, in milliseconds, shortest first.
#[derive(Debug)]
pub struct Times(Vec<f64>);

impl Times {
    /// Does it so many times.
    pub fn of<T>(count: usize, mut what: impl FnMut() -> Outcome<T>) -> Outcome<Self> {
        Self::over(&vec![(); count], |()| what())
    }

    /// Does it with each of these.
    pub fn over<I, T>(inputs: &[I], mut what: impl FnMut(&I) -> Outcome<T>) -> Outcome<Self> {
        let mut times = Vec::with_capacity(inputs.len());
        for input in inputs {
            let begun = Instant::now();
            what(input)?;
            times.push(begun.elapsed());
        }
        Ok(Self::new(times))
    }

    pub fn new(times: Vec<Duration>) -> Self {
        let mut times: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
        times.sort_by(f64::total_cmp);
        Self(times)
    }

    /// The time that so many of a thousand do not exceed.
    pub fn quantile(&self, thousandths: usize) -> f64 {
        let at = self.0.len() * thousandths / 1_000;
        self.0
            .get(at)
            .or(self.0.last())
            .copied()
            .unwrap_or_default()
    }

    pub fn longest(&self) -> f64 {
        self.0.last().copied().unwrap_or_default()
    }

    /// How many in a second, all of them together.
    pub fn rate(&self) -> f64 {
        self.0.len() as f64 * 1e3 / self.0.iter().sum::<f64>()
    }
}

pub fn median(of: &[f64]) -> f64 {
    let mut of = of.to_vec();
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or_default()
}

pub fn rate(count: u64, time: Duration) -> String {
    format!("{:.0}", count as f64 / time.as_secs_f64())
}

/// Writing 4 KiB into space that a file has, and fdatasync: nothing durable is faster here.
pub fn floor(dir: &Path) -> Outcome<Times> {
    const BLOCK: usize = 4 << 10;
    let path = dir.join("floor");
    let file = File::create(&path)?;
    file.write_all_at(&vec![1; BLOCK * 512], 0)?;
    file.sync_all()?;
    let mut at = 0;
    let times = Times::of(500, || {
        file.write_all_at(&[2; BLOCK], at)?;
        at += BLOCK as u64;
        Ok(file.sync_data()?)
    });
    std::fs::remove_file(path)?;
    times
}
