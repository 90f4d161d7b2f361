//! A data directory mended from its backups, while no keeper has it.

use super::{
    clock,
    lock::{Lock, Phase},
    loss::{self, Loss},
    place,
    replica::Replica,
    restore::RestoreError,
    verify,
    views::{Found, Keeping, ViewsError},
};
use crate::{
    backup::{self, Archive, Doing, Mended, Report},
    domain::op::Subject,
    journal::{self, Journal},
    store::{Reading, Store, Views},
};
use std::{fs, io, path::Path};

/// What was done for a data directory, and what it still lacks.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Mending {
    /// What was done for its journal.
    pub mended: Mended,
    /// The requests that what is missing was about, as far as it can be told.
    pub tickets: Vec<String>,
    /// Batches that were acknowledged, are known from the views, and are not back.
    pub lost: u64,
    /// The numbers that were told for them and for others lost with them.
    pub numbers: Vec<String>,
}

impl Mending {
    /// Whether nothing that is known of is missing.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.mended.is_whole() && self.lost == 0
    }
}

/// Mends the journal of a data directory from backups, in this order. Whenever it was not whole, the place
/// goes on under new streams (what is missing may have had the next sequence), and views and index are made
/// again by the next keeper: they look at the end of the journal and not at what is put back before it.
///
/// # Errors
/// [`RestoreError::Held`] when a keeper has the directory; or what cannot be read or written.
pub fn mend(
    dir: &Path,
    archives: &[Archive],
    doing: Doing,
    reading: Reading,
    report: Report<'_>,
) -> Result<Mending, RestoreError> {
    let sharing = place::check(dir)?;
    let place = dir.join("journal");
    if doing == Doing::Look {
        let mended = backup::repair(&place, archives, doing, report)?;
        return Ok(Mending {
            mended,
            ..Mending::default()
        });
    }
    place::mask(sharing);
    let mut lock = Lock::take(dir, sharing)?.ok_or(RestoreError::Held)?;
    lock.note(clock::now(), Phase::Mending)?;
    let mended = backup::repair(&place, archives, doing, report)?;
    let (journal, _torn_is_put_aside) =
        Journal::open(&place, journal::Options::default()).map_err(ViewsError::from)?;
    let mut losses = loss::outstanding(dir, &journal)?;
    let keeping = Keeping::Disk(Views::new(dir, reading, clock::boot()));
    let found = keeping.open(&journal)?;
    let subjects: Vec<Subject> = mended
        .missing
        .iter()
        .flat_map(|damage| damage.subjects.iter().copied())
        .collect();
    let tickets = match &found {
        Found::Whole(store) | Found::Ahead(store) => verify::tickets(store, &subjects),
        Found::Nothing | Found::Foreign => Vec::new(),
    };
    // Another program made the views: the next opening makes them, and the index, again.
    let foreign = matches!(found, Found::Foreign);
    let anew = mended.is_changed() || !mended.is_whole();
    match found {
        Found::Ahead(store) => {
            // These views know what was lost: the next opening notes it and keeps them.
            losses.push(between(&store, &journal)?);
            keeping.close(store).map_err(ViewsError::from)?;
        }
        Found::Whole(store) if !anew => keeping.close(store).map_err(ViewsError::from)?,
        Found::Whole(store) => losses.extend(put_away(dir, store, &keeping, &journal)?),
        Found::Foreign | Found::Nothing if anew => keeping.discard().map_err(ViewsError::from)?,
        Found::Foreign | Found::Nothing => {}
    }
    if anew || foreign {
        remove(&dir.join("index"))?;
    }
    if anew {
        Replica::load(dir)?.retire()?;
    }
    Ok(Mending {
        mended,
        tickets,
        lost: losses.iter().map(Loss::weight).sum(),
        numbers: losses.into_iter().flat_map(|loss| loss.numbers).collect(),
    })
}

/// Has the next keeper make the views again. What only these know goes with them unless it is noted, and
/// they are kept.
fn put_away(
    dir: &Path,
    store: Store,
    keeping: &Keeping,
    journal: &Journal,
) -> Result<Option<Loss>, RestoreError> {
    let loss = Some(between(&store, journal)?).filter(|loss| !loss.batches.is_empty());
    if let Some(loss) = &loss {
        loss::note(dir, loss.clone())?;
        keeping.keep_ahead(store).map_err(ViewsError::from)?;
    } else {
        drop(store);
        keeping.discard().map_err(ViewsError::from)?;
    }
    Ok(loss)
}

fn between(ahead: &Store, journal: &Journal) -> Result<Loss, RestoreError> {
    Ok(Loss::between(ahead, journal).map_err(ViewsError::from)?)
}

fn remove(dir: &Path) -> io::Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _gone => Ok(()),
    }
}
