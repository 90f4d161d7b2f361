//! `sportello store repair`: a damaged journal mended from its backups, and what is still missing, by name.

use super::{
    backup::{unreadable, whole},
    restore::failed,
};
use crate::{
    backup::{Appended, Archive, Doing, Patched},
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        keeper::stop,
        progress::Progress,
    },
    journal::{Break, BreakKind, Damage},
    keeper::{self, Mending, Options, RestoreError},
    locale::Phrase,
};
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// How long keepers that desks start again and again are asked to leave.
const PATIENCE: Duration = Duration::from_secs(30);

/// Its arguments.
#[derive(clap::Args)]
pub struct Repair {
    #[arg(long, value_name = "FROM")]
    from: Vec<PathBuf>,
    #[arg(long)]
    dry_run: bool,
}

catalog! {
    PATCHED = "rimesso al suo posto {range}, dalla copia {source}" / "put back {range}, from the backup {source}";
    WOULD_PATCH = "si può rimettere al suo posto {range}, dalla copia {source}" / "{range} can be put back, from the backup {source}";
    HEADER = "intestazione rifatta: {range}" / "header made again: {range}";
    APPENDED = "aggiunti in fondo i gruppi {first}–{last} del flusso {stream}, dalla copia {source}"
        / "appended batches {first}–{last} of the stream {stream}, from the backup {source}";
    WOULD_APPEND = "si possono aggiungere in fondo i gruppi {first}–{last} del flusso {stream}, dalla copia {source}"
        / "batches {first}–{last} of the stream {stream} can be appended, from the backup {source}";
    REFUSED = "copia non usata: {path}: {why}" / "backup not used: {path}: {why}";
    MISSING = "manca ancora {range}" / "still missing: {range}";
    MISSING_BATCHES = "mancano ancora i gruppi {from}–{to} del flusso {stream}" / "still missing: batches {from}–{to} of the stream {stream}";
    FORK = "due storie del flusso {stream}, dal gruppo {number}" / "two histories of the stream {stream}, from batch {number}";
    UNFIT = "i gruppi {first}–{last} del flusso {stream} sono nella copia {source} e non entrano nel giornale"
        / "batches {first}–{last} of the stream {stream} are in the backup {source} and do not fit into the journal";
    TORN = "in fondo ({range}) c'è una scrittura interrotta, forse mai confermata: all'avvio è messa da parte"
        / "at the end ({range}) there is a write that was cut off, perhaps never acknowledged: it is put aside at the next start";
    TICKETS = "richieste toccate: {tickets}" / "requests touched: {tickets}";
    LOST = "gruppi confermati e non ancora tornati: {count}; numeri detti: {numbers}" / "batches acknowledged and not back: {count}; numbers told: {numbers}";
    SOUND = "il giornale è intero: non c'era niente da riparare" / "the journal is whole: there was nothing to mend";
    MENDED = "il giornale è di nuovo intero; il prossimo comando rifà archivio e indice" / "the journal is whole again; the next command makes store and index again";
    WOULD_MEND = "con queste copie il giornale torna intero: lancialo senza --dry-run" / "with these backups the journal is whole again: run it without --dry-run";
    LACKING = "manca ancora qualcosa" / "something is still missing";
    LACKING_HINT = "prova altre copie con `--from COPIA`; dall'hub si potrà riprendere quando questa postazione ne avrà uno"
        / "try other backups with `--from BACKUP`; the hub can give it back once this place has one";
    UNSTOPPED = "il custode non lascia la cartella dei dati" / "the keeper does not leave the data directory";
    UNSTOPPED_HINT = "chiudi i banchi aperti e riprova" / "close the open desks and try again";
}

impl Verb for Repair {
    const PATH: &'static [&'static str] = &["store", "repair"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Ripara il giornale dalle copie; dice da dove viene ogni pezzo e che cosa manca",
            "Mend the journal from the backups; say where each piece came from and what is missing",
        ),
        args: &[
            (
                "from",
                Phrase::new(
                    "Una copia da usare, anche più volte; altrimenti quelle della cartella delle copie",
                    "A backup to use, more than once too; else those of the directory of backups",
                ),
            ),
            (
                "dry_run",
                Phrase::new(
                    "Dice che cosa farebbe e non scrive niente",
                    "Says what it would do and writes nothing",
                ),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let mut archives = Vec::new();
        for from in &self.from {
            archives.extend(Archive::all(&whole(from)?).map_err(unreadable)?);
        }
        if self.from.is_empty() && context.backups().exists() {
            archives = Archive::all(&context.backups()).map_err(unreadable)?;
        }
        let doing = if self.dry_run {
            Doing::Look
        } else {
            Doing::Mend
        };
        let mending = mend(context, &archives, doing)?;
        if context.out.json {
            let json = json(&mending, doing);
            context.out.json(&json)?;
        } else {
            tell(context, &mending, doing)?;
        }
        if mending.is_whole() {
            return Ok(());
        }
        Err(Failure::new(Exit::Store, LACKING).hint(LACKING_HINT))
    }
}

/// Mends, with the keeper out of the way: a desk that is open starts the next one as soon as it can, which
/// is asked to leave like the first, until this command has the directory.
fn mend(context: &Context, archives: &[Archive], doing: Doing) -> Result<Mending, Failure> {
    let reading = Options::default().reading;
    let progress = Progress::new(&context.out, 0);
    let begun = Instant::now();
    loop {
        if doing == Doing::Mend {
            stop::dismiss(context)?;
        }
        let dir = &context.place.data_dir;
        let mending = keeper::mend(dir, archives, doing, reading, &mut progress.report());
        progress.end();
        match mending {
            Err(RestoreError::Held) if begun.elapsed() < PATIENCE => {}
            Err(RestoreError::Held) => {
                return Err(Failure::new(Exit::Keeper, UNSTOPPED).hint(UNSTOPPED_HINT));
            }
            mending => return mending.map_err(failed),
        }
    }
}

fn tell(context: &mut Context, mending: &Mending, doing: Doing) -> Done {
    let mended = &mending.mended;
    let mut lines: Vec<Said> = Vec::new();
    let patched = |one: &Patched| patched(one, doing);
    lines.extend(mended.patched.iter().map(patched));
    let phrase = match doing {
        Doing::Look => WOULD_APPEND,
        Doing::Mend => APPENDED,
    };
    lines.extend(mended.appended.iter().map(|one| of_stream(phrase, one)));
    let refused = |(path, why): &(PathBuf, String)| {
        let said = Said::from(REFUSED).with("path", path.display());
        said.with("why", why)
    };
    lines.extend(mended.refused.iter().map(refused));
    let ranged = |phrase: Phrase, damage: &Damage| Said::from(phrase).with("range", range(damage));
    lines.extend(mended.torn.iter().map(|damage| ranged(TORN, damage)));
    lines.extend(mended.missing.iter().map(|damage| ranged(MISSING, damage)));
    lines.extend(mended.breaks.iter().map(broken));
    lines.extend(mended.unfit.iter().map(|one| of_stream(UNFIT, one)));
    if !mending.tickets.is_empty() {
        lines.push(Said::from(TICKETS).with("tickets", mending.tickets.join(", ")));
    }
    if mending.lost > 0 {
        let said = Said::from(LOST).with("count", mending.lost);
        lines.push(said.with("numbers", mending.numbers.join(", ")));
    }
    if mending.is_whole() {
        let phrase = match (mended.is_changed(), doing) {
            (false, _) => SOUND,
            (true, Doing::Mend) => MENDED,
            (true, Doing::Look) => WOULD_MEND,
        };
        lines.push(phrase.into());
    }
    lines.into_iter().try_for_each(|line| context.out.say(line))
}

fn patched(one: &Patched, doing: Doing) -> Said {
    let range = format!("{}–{}", one.from, one.until);
    match &one.source {
        None => Said::from(HEADER).with("range", range),
        Some(source) => {
            let phrase = match doing {
                Doing::Look => WOULD_PATCH,
                Doing::Mend => PATCHED,
            };
            let said = Said::from(phrase).with("range", range);
            said.with("source", name(source))
        }
    }
}

fn of_stream(phrase: Phrase, one: &Appended) -> Said {
    Said::from(phrase)
        .with("first", one.first)
        .with("last", one.last)
        .with("stream", one.stream)
        .with("source", name(&one.source))
}

fn broken(one: &Break) -> Said {
    match one.kind {
        BreakKind::Missing { from } => Said::from(MISSING_BATCHES)
            .with("from", from)
            .with("to", one.number.saturating_sub(1))
            .with("stream", one.stream),
        BreakKind::Fork | BreakKind::Repeated => Said::from(FORK)
            .with("stream", one.stream)
            .with("number", one.number),
    }
}

fn range(damage: &Damage) -> String {
    let until = damage.position.offset.saturating_add(damage.length);
    format!("{}–{until}", damage.position)
}

/// A backup as a person knows it: by its file.
fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn json(mending: &Mending, doing: Doing) -> serde_json::Value {
    let mended = &mending.mended;
    let source = |path: &Path| path.display().to_string();
    let batches = |all: &[Appended]| -> Vec<serde_json::Value> {
        let each = all.iter().map(|one| {
            serde_json::json!({
                "stream": one.stream.to_string(),
                "first": one.first,
                "last": one.last,
                "source": source(&one.source),
            })
        });
        each.collect()
    };
    let patched = mended.patched.iter().map(|one| {
        serde_json::json!({
            "from": one.from.to_string(),
            "until": one.until,
            "source": one.source.as_deref().map(source),
        })
    });
    let breaks = mended.breaks.iter().map(|one| match one.kind {
        BreakKind::Missing { from } => serde_json::json!({
            "stream": one.stream.to_string(), "first": from, "last": one.number.saturating_sub(1),
        }),
        BreakKind::Fork | BreakKind::Repeated => serde_json::json!({
            "stream": one.stream.to_string(), "forked_at": one.number,
        }),
    });
    let refused = mended
        .refused
        .iter()
        .map(|(path, why)| serde_json::json!({ "path": source(path), "why": why }));
    serde_json::json!({
        "dry_run": doing == Doing::Look,
        "whole": mending.is_whole(),
        "changed": mended.is_changed(),
        "patched": patched.collect::<Vec<_>>(),
        "appended": batches(&mended.appended),
        "refused": refused.collect::<Vec<_>>(),
        "torn": mended.torn.as_ref().map(range),
        "missing": mended.missing.iter().map(range).collect::<Vec<_>>(),
        "missing_batches": breaks.collect::<Vec<_>>(),
        "unfit": batches(&mended.unfit),
        "requests": mending.tickets,
        "lost": mending.lost,
        "lost_numbers": mending.numbers,
    })
}

#[cfg(test)]
mod tests {
    use crate::locale::catalog_faults;

    #[test]
    fn the_catalog_is_complete() {
        assert_eq!(catalog_faults(super::ALL), Vec::<String>::new());
    }
}
