//! Key scripts: keys, what the screen must show after them, what the journal must hold in the end.

mod call;
mod corrections;
mod editing;
mod knowledge;
mod queue;
mod ringing;
mod shift;

use super::{
    bench::Bench,
    place::{Desk, Place},
};
use sportello::desk::command;
use std::{collections::BTreeSet, sync::Arc};

/// Keys, and what the screen must show (`!`: must not show) once they have had their effect.
/// `{number}` is the number told last, `{typo}` the same with its last digit wrong.
pub type Step = (&'static str, &'static [&'static str]);

/// A script.
pub struct Script {
    /// What it shows.
    pub name: &'static str,
    /// The commands it runs, as `scope.id`; it fails when one of them was not run.
    pub covers: &'static [&'static str],
    /// What is pressed and seen.
    pub steps: &'static [Step],
    /// The batches its desk wrote.
    pub journal: &'static [&'static str],
}

/// Every script of the tables.
const TABLES: &[&[Script]] = &[
    call::SCRIPTS,
    corrections::SCRIPTS,
    editing::SCRIPTS,
    knowledge::SCRIPTS,
    queue::SCRIPTS,
    shift::SCRIPTS,
];

/// Runs a table on one place, each script at a desk of its own; all faults are told together.
fn run(scripts: &[Script]) {
    run_at(&Place::new(), scripts);
}

/// Runs a table at a place.
fn run_at(place: &Arc<Place>, scripts: &[Script]) {
    let faults: Vec<String> = scripts
        .iter()
        .flat_map(|script| script.faults(place))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

impl Script {
    fn faults(&self, place: &Arc<Place>) -> Vec<String> {
        let mut bench = place.desk(Desk::default());
        let mut faults = Vec::new();
        for (keys, expected) in self.steps {
            press(&mut bench, keys);
            let screen = bench.screen();
            for words in *expected {
                let missed = match words.strip_prefix('!') {
                    Some(unwanted) => screen.contains(unwanted),
                    None => !screen.contains(words),
                };
                if missed {
                    faults.push(format!("{}: after {keys}: {words}\n{screen}", self.name));
                }
            }
        }
        if bench.journal() != self.journal {
            let journal = bench.journal().join("\n  ");
            faults.push(format!("{}: the journal holds\n  {journal}", self.name));
        }
        for command in self.covers {
            if !bench.ran.contains(*command) {
                faults.push(format!("{}: {command} was not run", self.name));
            }
        }
        faults
    }
}

fn press(bench: &mut Bench, keys: &str) {
    let mut keys = keys.to_owned();
    if keys.contains("{number}") || keys.contains("{typo}") {
        let number = bench.told_number();
        let (start, last) = number.split_at(number.len() - 1);
        let last: u8 = last.parse().unwrap();
        let typo = format!("{start}{}", (last + 1) % 10);
        keys = keys.replace("{number}", &number).replace("{typo}", &typo);
    }
    bench.press(&keys);
}

#[test]
fn every_command_is_run_by_a_script() {
    let covered: BTreeSet<&str> = TABLES
        .iter()
        .flat_map(|table| table.iter())
        .flat_map(|script| script.covers.iter().copied())
        .collect();
    let missing: Vec<String> = command::all()
        .map(|command| format!("{}.{}", command.scope, command.id))
        .filter(|command| !covered.contains(command.as_str()))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}
