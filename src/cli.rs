//! The command line: one file per subcommand; the binary is one call into [`main`].
//!
//! | file | what it is |
//! |---|---|
//! | [`commands`] | the table of subcommands |
//! | [`args`], [`usage`], [`language`] | reading the command line, in the language of the person |
//! | [`context`], [`place`], [`config`] | who, where, and with which settings |
//! | [`session`] | a connection to the keeper, and what commands ask of it |
//! | [`output`], [`failure`], [`words`] | everything printed outside a frame |
//! | the rest | one subcommand each |

pub mod args;
mod call;
pub mod commands;
mod completions;
pub mod config;
pub mod context;
mod demo;
pub mod desk;
mod directory;
mod doctor;
pub mod failure;
mod identity;
mod init;
mod kb;
mod keeper;
mod keys;
pub mod language;
mod linear;
mod man;
mod names;
mod operator;
pub mod output;
pub mod place;
mod progress;
mod select;
pub mod session;
mod store;
mod ticket;
mod time;
pub mod usage;
pub mod words;

#[cfg(test)]
mod fake;

pub use failure::Exit;

use args::Globals;
use clap::{ArgMatches, FromArgMatches, error::Error as UsageError};
use config::Config;
use context::Context;
use failure::{Done, Failure};
use output::Output;
use place::Place;
use std::{ffi::OsString, io, process::ExitCode};

/// The whole program: reads the arguments of the process, does what they say, and says how it went.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    ExitCode::from(run(&arguments).code())
}

/// Runs one command line, its first word the program's name.
fn run(arguments: &[OsString]) -> Exit {
    let lang = language::choose(arguments, |name| std::env::var(name).ok());
    let mut output = Output::standard(lang);
    output.json = arguments.iter().any(|argument| argument == "--json");
    let words = arguments.iter().filter_map(|argument| argument.to_str());
    let called = commands::called(words.skip(1));
    let ended = match args::command(lang).try_get_matches_from(arguments) {
        Ok(matches) => dispatch(&matches, &called, output),
        Err(error) => {
            usage_ended(&error, &called, &mut output).map_err(|failure| (failure, output))
        }
    };
    match ended {
        Ok(()) => Exit::Done,
        Err((failure, mut output)) => {
            output.failure(&failure);
            failure.exit()
        }
    }
}

/// Help and version are printed; anything else is told as an error.
fn usage_ended(error: &UsageError, called: &str, output: &mut Output) -> Done {
    if let Some(failure) = usage::failure(error, called) {
        return Err(failure);
    }
    output.document(&usage::text(error, output.lang))?;
    output.flush()
}

fn dispatch(
    matches: &ArgMatches,
    called: &str,
    mut output: Output,
) -> Result<(), (Failure, Output)> {
    let globals = match Globals::from_arg_matches(matches) {
        Ok(globals) => globals,
        Err(error) => {
            let ended = usage_ended(&error, called, &mut output);
            return ended.map_err(|failure| (failure, output));
        }
    };
    let opened = Place::find(&globals).and_then(|place| Ok((Config::read(&place)?, place)));
    let (config, place) = match opened {
        Ok(opened) => opened,
        Err(failure) => return Err((failure, output)),
    };
    output.lang = globals.lang(&config, output.lang);
    output.json = globals.json;
    let input = Box::new(io::stdin().lock());
    let mut context = Context::new(globals, config, place, output, input);
    let done = chosen(matches, called, &mut context).and_then(|()| context.out.flush());
    done.map_err(|failure| (failure, context.out))
}

/// The command that was called; without one, the desk.
fn chosen(matches: &ArgMatches, called: &str, context: &mut Context) -> Done {
    let mut path = Vec::new();
    let mut inner = matches;
    while let Some((name, below)) = inner.subcommand() {
        path.push(name);
        inner = below;
    }
    let Some(row) = commands::row(&path) else {
        return desk::run(context);
    };
    match (row.run)(inner, context) {
        Ok(done) => done,
        Err(error) => usage_ended(&error, called, &mut context.out),
    }
}
