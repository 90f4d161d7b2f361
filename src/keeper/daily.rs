//! The daily backup: made by a keeper that runs when the newest one is a day old, and told when it fails.

use super::{
    clock,
    service::{Backups, Fault, Notice, Task},
    shared::{Order, Shared},
};
use crate::{
    backup::{self, BackupError, Source},
    domain::time::Moment,
};
use std::{
    io,
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// How old the newest backup may be, in milliseconds.
const DAY: i64 = 86_400_000;

/// Where and when backups are made.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Policy {
    /// The directory of the backups.
    pub dir: PathBuf,
    /// How long after its start the keeper looks whether one is due: a keeper that is only passing by, and
    /// the first minute of the desks, are left alone.
    pub settle: Duration,
    /// How often it then looks.
    pub look: Duration,
}

impl Policy {
    /// A backup a day in this directory: looked after a minute, and every hour.
    #[must_use]
    pub const fn daily(dir: PathBuf) -> Self {
        Self {
            dir,
            settle: Duration::from_secs(60),
            look: Duration::from_secs(60 * 60),
        }
    }
}

/// What is known of the daily backups; empty where none are made.
#[derive(Debug, Default)]
pub struct State {
    dir: OnceLock<PathBuf>,
    failed: Mutex<Option<String>>,
}

impl State {
    /// What whoever asks is told.
    pub fn told(&self) -> Backups {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        Backups {
            dir: self.dir.get().map(|dir| dir.display().to_string()),
            failed: failed.clone(),
        }
    }

    /// Takes note of how it went; whether it went wrong and had not before.
    fn note(&self, failed: Option<String>) -> bool {
        let mut known = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let new = failed.is_some() && known.is_none();
        *known = failed;
        new
    }
}

/// The thread that makes them; it ends when this is dropped.
#[derive(Debug)]
pub struct Daily {
    wanted: Arc<AtomicBool>,
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Daily {
    /// Begins to look after the backups.
    ///
    /// # Errors
    /// When there is no thread for it.
    pub fn begin(shared: &Arc<Shared>, policy: Policy) -> io::Result<Self> {
        // Another one cannot be: a keeper serves once.
        let _ = shared.daily.dir.set(policy.dir.clone());
        let (end, ended) = channel();
        let wanted = Arc::new(AtomicBool::new(true));
        let (shared, going) = (Arc::clone(shared), Arc::clone(&wanted));
        let thread = thread::Builder::new()
            .name("backup".to_owned())
            .spawn(move || {
                let mut wait = policy.settle;
                while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                    look(&shared, &policy, &going);
                    wait = policy.look;
                }
            })?;
        Ok(Self {
            wanted,
            end: Some(end),
            thread: Some(thread),
        })
    }
}

impl Drop for Daily {
    fn drop(&mut self) {
        self.wanted.store(false, Ordering::SeqCst);
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Makes a backup when one is due. One that fails is tried again at the next look.
fn look(shared: &Shared, policy: &Policy, wanted: &AtomicBool) {
    let now = clock::now();
    let made = match is_due(policy, now) {
        Ok(false) => Ok(()),
        Ok(true) => make(shared, policy, now, wanted),
        Err(error) => Err(Fault::Store(error.to_string())),
    };
    let failed = match made {
        Ok(()) => None,
        // The keeper is leaving: the next one makes it.
        Err(_) if !wanted.load(Ordering::SeqCst) => return,
        Err(why) => Some(why.to_string()),
    };
    if shared.daily.note(failed) {
        shared.watchers.tell(&Notice::BackupFailed);
    }
}

/// Whether the newest backup that can be read is older than a day, or from after tomorrow: then a clock
/// had jumped.
fn is_due(policy: &Policy, now: Moment) -> Result<bool, BackupError> {
    let listed = backup::list(&policy.dir)?;
    let newest = listed.iter().find_map(|one| one.manifest.as_ref().ok());
    Ok(newest.is_none_or(|newest| now.since(newest.made_at()).abs() >= DAY))
}

fn make(shared: &Shared, policy: &Policy, now: Moment, wanted: &AtomicBool) -> Result<(), Fault> {
    let source = Source {
        journal: &shared.journal,
        end: shared.ask(Order::Measure)?.end,
        now,
    };
    let mut working = shared.works.begin(Task::Backup, None);
    let report = &mut |done, total| {
        working.reached(done, total);
        if wanted.load(Ordering::SeqCst) {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    match backup::make(source, &policy.dir, report) {
        // Somebody is making one by hand.
        Ok(_) | Err(BackupError::Busy { .. }) => Ok(()),
        Err(error) => Err(Fault::Store(error.to_string())),
    }
}
