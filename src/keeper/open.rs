//! Opening a data directory: journal, views, index, and the threads that work on them.

use super::{
    birth,
    clock::{self, Clock},
    committer::Committer,
    indexer::{self, Indexer},
    loss::{self, Loss},
    mint::Mint,
    replica::Replica,
    service::{Fault, Findings},
    session::Session,
    shared::{Closing, Order, Shared},
    space::Space,
    views::{Found, Keeping, Made, ViewsError},
};
use crate::{
    domain::{
        agency::Agency,
        article::Article,
        op::{self, Op, Provenance},
        slug::Slug,
    },
    journal::{self, Journal, JournalError},
    kb,
    store::{Reading, Store, StoreError, Stream, Views},
};
use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering, mpsc::channel},
    thread::{self, JoinHandle},
};

/// What a data directory says of itself, before its version.
const PROGRAM: &str = "sportello ";
/// Version of the data directory; a newer one is refused.
const VERSION: u32 = 1;
/// Where a directory's version is written before it takes its name.
pub(super) const NEW_FORMAT: &str = "FORMAT.new";
/// What a directory says of itself until a restore into it is whole.
pub(super) const RESTORING: &str = "sportello restoring";

/// What a new data directory is born with.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Seed {
    /// The embedded knowledge and the fictional *Comune di Esempio*: a trial.
    #[default]
    Trial,
    /// These agencies with their articles, and nothing else: `init --agency`.
    Given(Vec<(Agency, String)>, Vec<(Article, String)>),
}

/// How a keeper works.
#[derive(Clone, Debug)]
pub struct Options {
    /// What a new data directory is born with; an old one ignores it.
    pub seed: Seed,
    /// How texts are read.
    pub reading: Reading,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Views and index in memory: for tests and short looks. The journal is always on disk.
    pub in_memory: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: Seed::Trial,
            reading: Reading {
                article: |text| kb::document::parse(text).ok(),
                agency: |text| kb::agency::parse_agency(text).ok(),
                vocabulary: op::vocabulary(&[journal::VERSION]),
            },
            clock: Arc::new(clock::System),
            in_memory: false,
        }
    }
}

/// Why a data directory cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file of it cannot be read or written.
    #[error("the data directory cannot be used: {0}")]
    Io(#[from] io::Error),
    /// The journal cannot be opened.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The views cannot be made.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// A newer program made the directory, or something else did.
    #[error("the data directory is of another version ({0:?}): use the newer program")]
    Format(String),
    /// A restore into the directory was cut off.
    #[error("a restore into the data directory was cut off")]
    Unfinished,
    /// The embedded knowledge is broken.
    #[error("the seed cannot be read: {0}")]
    Seed(String),
    /// The first batches could not be written.
    #[error(transparent)]
    Birth(#[from] Fault),
}

impl OpenError {
    /// Whether a newer program made what is there, and opens it.
    #[must_use]
    pub fn is_of_a_newer_program(&self) -> bool {
        match self {
            Self::Format(format) => format
                .trim()
                .strip_prefix(PROGRAM)
                .and_then(|version| version.parse().ok())
                .is_some_and(|version: u32| version > VERSION),
            Self::Journal(error) | Self::Views(ViewsError::Journal(error)) => {
                matches!(error, JournalError::Newer { .. })
            }
            Self::Io(_) | Self::Views(_) | Self::Unfinished | Self::Seed(_) | Self::Birth(_) => {
                false
            }
        }
    }
}

/// An open data directory. Dropped without [`Keeper::close`] it ends as if it had been killed, which
/// loses nothing and makes the next start look closer.
#[derive(Debug)]
pub struct Keeper {
    shared: Arc<Shared>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Keeper {
    /// Opens the data directory, or gives birth to one in an empty directory.
    ///
    /// # Errors
    /// When it cannot be read or written, or a newer program made it.
    pub fn open(dir: &Path, options: Options) -> Result<Self, OpenError> {
        let newborn = !has_format(dir)?;
        let (journal, recovery) = Journal::open(&dir.join("journal"), journal::Options::default())?;
        let keeping = if options.in_memory {
            Keeping::Memory
        } else {
            Keeping::Disk(Views::new(dir, options.reading, options.clock.boot()))
        };
        let mut replica = Replica::load(dir)?;
        let (made, foreign) = brought_up(dir, &keeping, &journal, &mut replica, options.reading)?;
        let Made { store, corrupt } = made;
        let losses = loss::missing(dir, &store)?;
        if losses.is_empty() {
            keeping.forget_ahead()?;
        }
        let index_dir = dir.join("index");
        let (index, tasks) = Indexer::new((!options.in_memory).then_some(&*index_dir));
        if foreign {
            // Its articles are those that the other program could read.
            index.remake();
        }
        let (orders, receiver) = channel();
        let findings = Findings {
            torn: recovery.torn.is_some(),
            corrupt: corrupt.max(recovery.corrupt.len() as u64),
            lost: 0,
        };
        let mut shared = Shared::new(store, orders, options.reading, index, options.clock);
        shared.note_findings(findings);
        shared.note_losses(losses);
        shared.journal = dir.join("journal");
        let shared = Arc::new(shared);
        let space = Space::new((!options.in_memory).then_some(dir));
        let writing = Arc::clone(&shared);
        let committer = Committer::new(writing, receiver, journal, keeping, replica, space)?;
        let (working, fed) = (Arc::clone(&shared), Arc::clone(&shared));
        let threads = vec![
            thread::Builder::new()
                .name("committer".to_owned())
                .spawn(move || work(&working, committer))?,
            thread::Builder::new()
                .name("indexer".to_owned())
                .spawn(move || indexer::run(&fed, &tasks))?,
        ];
        let threads = Mutex::new(threads);
        let keeper = Self { shared, threads };
        if newborn {
            let seed = seed(options.seed)?;
            if !birth::is_over(&keeper.shared, &seed)? {
                birth::publish(&keeper.shared, seed)?;
            }
            stamp_format(dir)?;
        }
        Ok(keeper)
    }

    /// A client in this process, under this Unix account.
    #[must_use]
    pub fn session(&self, account: u32) -> Session {
        Session::new(Arc::clone(&self.shared), account)
    }

    /// What the server of the socket shares with the threads.
    pub(super) const fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Ends the threads and hands the views to the disk. Sessions that are left get
    /// [`Fault::Unreachable`] from now on.
    pub fn close(self) {
        self.finish();
    }

    /// Closes while sessions may still hold on.
    pub(super) fn finish(&self) {
        self.end(Closing::Clean);
    }

    fn end(&self, closing: Closing) {
        let threads = self.threads.lock();
        let threads = std::mem::take(&mut *threads.unwrap_or_else(PoisonError::into_inner));
        if !threads.is_empty() {
            let _ = self.shared.send(Order::End(closing));
        }
        for thread in threads {
            let _ = thread.join();
        }
        self.shared.watchers.dismiss();
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.end(Closing::Abrupt);
    }
}

/// Views that hold all of the journal. Where the journal has lost what was acknowledged, at its end or in
/// the middle, this place goes on under new streams: neither a sequence nor a number is used twice. And
/// whether a program that reads other things had made the views before.
fn brought_up(
    dir: &Path,
    keeping: &Keeping,
    journal: &Journal,
    replica: &mut Replica,
    reading: Reading,
) -> Result<(Made, bool), OpenError> {
    let mut foreign = false;
    let found = match keeping.open(journal)? {
        // What a start asks them may be damaged where opening did not look.
        Found::Whole(store) if begun(&store, replica).is_err() => Found::Nothing,
        found => found,
    };
    let made = match found {
        Found::Whole(store) => Made { store, corrupt: 0 },
        Found::Nothing => keeping.make(journal, reading)?,
        Found::Foreign => {
            foreign = true;
            keeping.make(journal, reading)?
        }
        Found::Ahead(store) => {
            // In this order: whatever is cut off here is done again at the next start.
            loss::note(dir, Loss::between(&store, journal)?)?;
            replica.retire()?;
            keeping.keep_ahead(store).map_err(ViewsError::from)?;
            keeping.make(journal, reading)?
        }
    };
    let streams = made.store.streams().map_err(ViewsError::from)?;
    let torn = |stream: &Stream| replica.owns(stream.id) && !stream.beyond.is_empty();
    if streams.iter().any(torn) {
        replica.retire()?;
    }
    Ok((made, foreign))
}

/// Asks the views what a start needs of them.
fn begun(store: &Store, replica: &Replica) -> Result<(), StoreError> {
    store.streams()?;
    Mint::load(store, replica)?;
    Ok(())
}

/// Runs the committer. Should it ever panic, this keeper is of no more use: its clients are let go,
/// and the next keeper answers them.
fn work(shared: &Shared, committer: Committer) {
    let ended = catch_unwind(AssertUnwindSafe(|| committer.run()));
    if ended.is_err() {
        shared.broken.store(true, Ordering::SeqCst);
        // Nobody else tells it, and the process waits for it.
        shared.index.end();
        shared.watchers.dismiss();
    }
}

/// Whether the directory was born whole; a birth that was cut off is done again, which changes
/// nothing of what it had written.
fn has_format(dir: &Path) -> Result<bool, OpenError> {
    match fs::read_to_string(dir.join("FORMAT")) {
        Ok(format) if format.trim() == written_format() => Ok(true),
        Ok(format) if format.trim() == RESTORING => Err(OpenError::Unfinished),
        Ok(format) => Err(OpenError::Format(format)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn written_format() -> String {
    format!("{PROGRAM}{VERSION}")
}

/// Says what the directory now is: a whole one.
pub(super) fn stamp_format(dir: &Path) -> io::Result<()> {
    stamp(dir, &written_format())
}

/// Says what the directory now is.
pub(super) fn stamp(dir: &Path, format: &str) -> io::Result<()> {
    let new = dir.join(NEW_FORMAT);
    fs::write(&new, format!("{format}\n"))?;
    fs::File::open(&new)?.sync_all()?;
    fs::rename(new, dir.join("FORMAT"))?;
    fs::File::open(dir)?.sync_all()
}

fn seed(seed: Seed) -> Result<Vec<(Slug, Op)>, OpenError> {
    let (agencies, articles) = match seed {
        Seed::Given(agencies, articles) => (agencies, articles),
        Seed::Trial => {
            let documents = kb::seed::load()
                .map_err(|findings| OpenError::Seed(format!("{} findings", findings.len())))?;
            (documents.agencies, documents.articles)
        }
    };
    let agencies = agencies.into_iter().map(|(agency, text)| {
        let id = agency.id;
        (id.clone(), Op::Agency { agency: id, text })
    });
    let mut articles: Vec<_> = articles.into_iter().collect();
    articles.sort_by(|(a, _), (b, _)| a.agency.cmp(&b.agency));
    let articles = articles.into_iter().map(|(article, text)| {
        let publish = Op::Publish {
            article: article.id,
            kind: article.kind,
            text,
            provenance: Provenance::Seed,
            replaces: Vec::new(),
        };
        (article.agency, publish)
    });
    Ok(agencies.chain(articles).collect())
}
