//! The table that is printed.

use crate::measure::{Times, median};
use std::fmt;

/// What was measured: here, and in SQLite.
#[derive(Default)]
pub struct Table(Vec<(String, [String; 2])>);

impl Table {
    pub fn row(&mut self, what: &str, figures: [String; 2]) {
        eprintln!("{what}: {figures:?}");
        self.0.push((what.to_owned(), figures));
    }

    /// The medians, over the runs, of their 50th and 99th hundredth.
    pub fn times(&mut self, what: &str, runs: [&[Times]; 2]) {
        let figure = |runs: &[Times]| {
            if runs.is_empty() {
                return String::new();
            }
            let of = |thousandths| {
                let all: Vec<f64> = runs.iter().map(|run| run.quantile(thousandths)).collect();
                median(&all)
            };
            format!("{:.3} / {:.2}", of(500), of(990))
        };
        self.row(what, runs.map(figure));
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | sportello | SQLite |\n|---|---|---|")?;
        for (what, [here, there]) in &self.0 {
            writeln!(f, "| {what} | {here} | {there} |")?;
        }
        Ok(())
    }
}
