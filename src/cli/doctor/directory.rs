//! The data directory: whose it is, who may look in, and whether there is room.

use super::finding::{Finding, Verdict};
use crate::{
    catalog,
    cli::{
        context::Context,
        failure::{Failure, Said},
    },
    keeper::{
        place::{self, Sharing},
        reserve,
    },
};
use std::path::Path;

/// Below this many bytes a busy day may not fit.
const ROOM: u64 = 256 * 1024 * 1024;

catalog! {
    DIRECTORY = "Cartella dei dati" / "Data directory";
    PRIVATE = "{path}, solo tua" / "{path}, yours alone";
    SHARED = "{path}, condivisa con il gruppo" / "{path}, shared with its group";
    MISSING = "{path} non c'è ancora: nasce con il primo comando" / "{path} is not there yet: the first command makes it";
    UNUSABLE = "{path}" / "{path}";
    SPACE = "Spazio" / "Space";
    FREE = "{mebibytes} MiB liberi" / "{mebibytes} MiB free";
    UNKNOWN = "non si sa" / "not known";
    RESERVE = "Riserva" / "Reserve";
    RESERVE_IS = "{mebibytes} MiB tenuti da parte per quando il disco è pieno"
        / "{mebibytes} MiB kept aside for when the disk is full";
    RESERVE_LATER = "il custode la mette da parte quando parte" / "the keeper puts it aside when it starts";
    RESERVE_GONE = "usata: il disco è quasi pieno" / "in use: the disk is nearly full";
    RESERVE_HINT = "libera almeno {mebibytes} MiB: il custode la rimette da parte da sé"
        / "free at least {mebibytes} MiB: the keeper puts it aside again by itself";
    SPACE_HINT = "libera spazio: con il disco pieno non si salva più niente" / "free some space: on a full disk nothing can be saved";
}

/// Whether the directory may be used.
pub fn place(context: &Context) -> Finding {
    let dir = &context.place.data_dir;
    let named = |phrase| Said::from(phrase).with("path", dir.display());
    if !dir.exists() {
        return Finding::good("data-dir", DIRECTORY, named(MISSING));
    }
    match place::check(dir) {
        Ok(Sharing::Private) => Finding::good("data-dir", DIRECTORY, named(PRIVATE)),
        Ok(Sharing::Group) => Finding::good("data-dir", DIRECTORY, named(SHARED)),
        Err(error) => match Failure::from(error) {
            Failure::Told(told) => {
                let hint = told.hint.clone();
                let finding = Finding::good("data-dir", DIRECTORY, told.what.clone());
                finding.not(Verdict::Bad, hint.unwrap_or_else(|| told.what.clone()))
            }
            Failure::Pipe => Finding::good("data-dir", DIRECTORY, named(UNUSABLE)),
        },
    }
}

/// Whether there is room on its disk.
pub fn space(context: &Context) -> Finding {
    let Some(free) = free_bytes(&context.place.data_dir) else {
        return Finding::good("space", SPACE, UNKNOWN);
    };
    let words = Said::from(FREE).with("mebibytes", free / (1024 * 1024));
    let finding = Finding::good("space", SPACE, words);
    if free < ROOM {
        finding.not(Verdict::Bad, SPACE_HINT)
    } else {
        finding
    }
}

/// Whether the reserve is there: a keeper that runs without one met a full disk.
pub fn kept(context: &Context) -> Finding {
    let mebibytes = |bytes: u64| bytes / (1024 * 1024);
    let dir = &context.place.data_dir;
    if reserve::is_kept(dir) {
        let words = Said::from(RESERVE_IS).with("mebibytes", mebibytes(reserve::BYTES));
        return Finding::good("reserve", RESERVE, words);
    }
    if !crate::keeper::is_held(dir) {
        return Finding::good("reserve", RESERVE, RESERVE_LATER);
    }
    let hint = Said::from(RESERVE_HINT).with("mebibytes", mebibytes(2 * reserve::BYTES));
    Finding::good("reserve", RESERVE, RESERVE_GONE).not(Verdict::Bad, hint)
}

/// Free bytes for this account where the directory is, or will be.
fn free_bytes(dir: &Path) -> Option<u64> {
    reserve::free(dir.ancestors().find(|dir| dir.exists())?)
}
