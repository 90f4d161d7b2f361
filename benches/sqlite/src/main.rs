//! sportello beside SQLite: the same payload on the same disk, in one run; prints a Markdown table.
//!
//! `cargo run --release -- compare DIR [TICKETS]` in this directory. Any other arguments make this
//! binary the program itself, which is how it serves as its own keeper.

mod measure;
mod place;
mod sample;
mod sqlite;
mod table;

use measure::{Times, floor, median};
use place::Place;
use sample::Calls;
use sqlite::Database;
use std::{error::Error, path::PathBuf, process::ExitCode, time::Instant};
use table::Table;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How often everything that can be repeated is measured; the median is printed.
const RUNS: usize = 3;
/// Saves in a run.
const SAVES: usize = 500;
/// Batches of a hundred ops in a run.
const BATCHES: usize = 150;
/// Lookups in a run.
const LOOKUPS: usize = 2_000;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() != Some("compare") {
        return sportello::cli::main();
    }
    let dir = arguments
        .next()
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let tickets = arguments
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(85_000);
    match compare(dir, tickets) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn compare(dir: PathBuf, tickets: u32) -> Outcome<()> {
    std::fs::create_dir_all(&dir)?;
    let mut table = Table::default();
    let place = Place::born(&dir.join("sportello"))?;
    imported(&place, tickets, &mut table)?;
    let mut database = Database::create(&dir.join("sqlite.db"))?;
    loaded(&place, &mut database, &mut table)?;
    sizes(&place, &database, "after the import", &mut table)?;
    saves(&place, &mut database, &dir, &mut table)?;
    at_work(&place, &mut table)?;
    opened(&place, &mut table)?;
    sizes(&place, &database, "after a rebuild", &mut table)?;
    print!("{table}");
    Ok(())
}

/// The synthetic history, through the keeper's socket.
fn imported(place: &Place, tickets: u32, table: &mut Table) -> Outcome<()> {
    let begun = Instant::now();
    let peak = place.demo(tickets)?;
    let ops = place.payload()?.ops;
    table.row(
        "import over the socket, batches of 256, ops/s",
        [measure::rate(ops, begun.elapsed()), String::new()],
    );
    table.row(
        "keeper's memory during the import, peak MB",
        [peak, String::new()],
    );
    table.row("ops", [ops.to_string(), String::new()]);
    Ok(())
}

/// The same batches into SQLite, a transaction each.
fn loaded(place: &Place, database: &mut Database, table: &mut Table) -> Outcome<()> {
    let begun = Instant::now();
    let mut ops = 0;
    for stored in place.journal()? {
        let batch = stored?.batch;
        ops += batch.ops.len() as u64;
        database.save(&batch.header.id.bytes(), batch.ops, &[])?;
    }
    table.row(
        "the same batches, a transaction each, ops/s",
        [String::new(), measure::rate(ops, begun.elapsed())],
    );
    Ok(())
}

/// Saves, batches of a hundred and lookups, each in turn here and there.
fn saves(
    place: &Place,
    database: &mut Database,
    dir: &std::path::Path,
    table: &mut Table,
) -> Outcome<()> {
    let mut calls = Calls::default();
    let mut floors = Vec::new();
    let (mut inside, mut socket, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    let (mut batches, mut their_batches) = (Vec::new(), Vec::new());
    let (mut found, mut their_found) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        floors.push(floor(dir)?);
        theirs.push(Times::of(SAVES, || {
            let call = calls.call();
            database.save(&calls.name(), call.ops, &call.wants)
        })?);
        their_batches.push(Times::of(BATCHES, || {
            let calls_of = calls.hundred();
            database.save(&calls.name(), calls_of.ops, &calls_of.wants)
        })?);
        let numbers = database.numbers(LOOKUPS)?;
        their_found.push(Times::over(&numbers, |number| database.lookup(*number))?);
        let numbers = place.numbers(&numbers)?;
        let keeper = place.keeper()?;
        let desk = keeper.session(place.account());
        inside.push(Times::of(SAVES, || sample::save(&desk, calls.call()))?);
        batches.push(Times::of(BATCHES, || sample::save(&desk, calls.hundred()))?);
        found.push(Times::over(&numbers, |number| {
            sample::lookup(&desk, *number)
        })?);
        drop(desk);
        keeper.close();
        let desk = place.connect()?;
        socket.push(Times::of(SAVES, || sample::save(&desk, calls.call()))?);
        drop(desk);
        place.stop()?;
    }
    table.times(
        "floor: write and fdatasync of 4 KiB, p50 / p99 ms",
        [&floors, &[]],
    );
    table.times(
        "durable save of a call (8 ops), in process, p50 / p99 ms",
        [&inside, &theirs],
    );
    table.times("the same over the socket, p50 / p99 ms", [&socket, &[]]);
    let rate = |runs: &[Times]| {
        let all: Vec<f64> = runs.iter().map(|run| run.rate() * 100.0).collect();
        format!("{:.0}", median(&all))
    };
    table.row(
        "batches of 100 ops, one after the other, ops/s",
        [rate(&batches), rate(&their_batches)],
    );
    table.times("lookup by number, p50 / p99 ms", [&found, &their_found]);
    Ok(())
}

/// A rebuild under a desk that goes on saving, over the socket; and the keeper's memory.
fn at_work(place: &Place, table: &mut Table) -> Outcome<()> {
    let mut calls = Calls::default();
    let (mut rebuilds, mut peaks, mut busy, mut quiet) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let desk = place.connect()?;
        place.forget_peak(&desk)?;
        quiet.push({
            for _ in 0..SAVES {
                sample::save(&desk, calls.call())?;
            }
            place.peak(&desk)?
        });
        place.forget_peak(&desk)?;
        let (rebuild, saves) = place.rebuild(&desk, &mut calls)?;
        rebuilds.push(place.payload()?.ops as f64 / rebuild.as_secs_f64());
        peaks.push(place.peak(&desk)?);
        busy.push(saves);
        drop(desk);
        place.stop()?;
    }
    table.row(
        "rebuild beside the work, ops/s",
        [format!("{:.0}", median(&rebuilds)), String::new()],
    );
    table.times(
        "saves over the socket meanwhile, p50 / p99 ms",
        [&busy, &[]],
    );
    let longest: Vec<f64> = busy.iter().map(Times::longest).collect();
    table.row(
        "the longest of them, ms",
        [format!("{:.1}", median(&longest)), String::new()],
    );
    table.row(
        "keeper's memory at work, peak MB",
        [format!("{:.0}", median(&quiet)), String::new()],
    );
    table.row(
        "keeper's memory during a rebuild, peak MB",
        [format!("{:.0}", median(&peaks)), String::new()],
    );
    Ok(())
}

/// Opening a directory that was closed well.
fn opened(place: &Place, table: &mut Table) -> Outcome<()> {
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        let keeper = place.keeper()?;
        times.push(begun.elapsed().as_secs_f64());
        keeper.close();
    }
    table.row("open, s", [format!("{:.2}", median(&times)), String::new()]);
    Ok(())
}

fn sizes(place: &Place, database: &Database, when: &str, table: &mut Table) -> Outcome<()> {
    let payload = place.payload()?;
    let of = |bytes: u64| {
        format!(
            "{:.1} MB, {:.2}×",
            bytes as f64 / 1e6,
            bytes as f64 / payload.bytes as f64
        )
    };
    let [journal, views, index] = place.bytes()?;
    table.row(
        &format!("payload {when}, MB"),
        [format!("{:.1}", payload.bytes as f64 / 1e6), String::new()],
    );
    table.row(
        &format!("disk {when}"),
        [of(journal + views + index), of(database.bytes()?)],
    );
    table.row(
        &format!("journal, views, index {when}, MB"),
        [
            format!(
                "{:.1}, {:.1}, {:.1}",
                journal as f64 / 1e6,
                views as f64 / 1e6,
                index as f64 / 1e6
            ),
            String::new(),
        ],
    );
    Ok(())
}
