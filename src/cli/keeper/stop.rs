//! `sportello keeper stop`: the keeper leaves when its clients have gone; the next command starts the next one.

use super::status;
use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        session::{Session, unexpected},
        words,
    },
    keeper::{
        Phase, Spawn, is_held,
        service::{Reply, Request},
    },
    locale::Phrase,
};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    thread,
    time::{Duration, Instant},
};

/// How long the command waits for the keeper to be gone; open desks may keep it longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Its arguments.
#[derive(clap::Args)]
pub struct Stop {}

catalog! {
    STOPPED = "custode fermato" / "keeper stopped";
    MENDING = "una riparazione è già al lavoro (processo {process}): aspetta che finisca"
        / "a repair is already at work (process {process}): wait until it ends";
    LEAVING = "il custode esce quando si chiudono i banchi aperti" / "the keeper leaves when the open desks close";
}

/// A keeper that cannot be spoken to, of another version or hung, is asked by the system; one that holds
/// the lock is alive, so its process is its own.
fn signal(context: &Context, failure: Failure) -> Done {
    let holder = status::running(context);
    if let Some(holder) = holder
        .as_ref()
        .filter(|holder| holder.phase == Phase::Mending)
    {
        let said = Said::from(MENDING).with("process", holder.process);
        return Err(Failure::new(Exit::Keeper, said));
    }
    let process = holder
        .and_then(|holder| i32::try_from(holder.process).ok())
        .and_then(Pid::from_raw);
    match process.map(|process| kill_process(process, Signal::TERM)) {
        Some(Ok(())) => Ok(()),
        Some(Err(_)) | None => Err(failure),
    }
}

/// Has the keeper leave at once, whatever desks are open: they find the next one by themselves. What it
/// acknowledged is durable, and what it did not is sent again.
///
/// # Errors
/// When it may not be asked, or does not leave.
pub fn dismiss(context: &Context) -> Done {
    let begun = Instant::now();
    let silent =
        || Failure::new(Exit::Keeper, words::KEEPER_SILENT).hint(words::KEEPER_SILENT_HINT);
    let mut asked = None;
    while let Some(holder) = status::running(context) {
        if begun.elapsed() > PATIENCE {
            return Err(silent());
        }
        if asked != Some(holder.process) {
            asked = Some(holder.process);
            signal(context, silent())?;
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

impl Verb for Stop {
    const PATH: &'static [&'static str] = &["keeper", "stop"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Ferma il custode quando i suoi banchi sono chiusi",
            "Stop the keeper when its desks are closed",
        ),
        args: &[],
    };

    fn run(self, context: &mut Context) -> Done {
        if status::running(context).is_none() {
            return status::tell(context);
        }
        match Session::connect(&context.place, None, Spawn::Never) {
            Ok(session) => match session.call(Request::Stop)? {
                Reply::Done => drop(session),
                other => return Err(unexpected(&other)),
            },
            Err(failure) if failure.exit() == Exit::Keeper => signal(context, failure)?,
            Err(failure) => return Err(failure),
        }
        let begun = Instant::now();
        while is_held(&context.place.data_dir) && begun.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(20));
        }
        let stopped = !is_held(&context.place.data_dir);
        if context.out.json {
            return context.out.json(&serde_json::json!({ "stopped": stopped }));
        }
        context.out.say(if stopped { STOPPED } else { LEAVING })
    }
}
