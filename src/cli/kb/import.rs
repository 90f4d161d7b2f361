//! `sportello kb import`: files become articles, as drafts or published at once.

mod change;
mod drafts;

pub use change::Changes;

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure, Said},
        progress::Progress,
        select,
        session::Session,
    },
    domain::op::Provenance,
    kb::{Finding, check, import, layout::Reading},
    keeper::service::IndexStats,
    locale::Phrase,
};
use std::{path::PathBuf, time::Instant};

/// Its arguments.
#[derive(clap::Args)]
pub struct Import {
    #[arg(value_name = "PATH")]
    path: PathBuf,
    #[arg(long, value_name = "md|jsonl|csv")]
    format: Option<String>,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
    #[arg(long)]
    dry_run: bool,
    #[arg(long)]
    trusted: bool,
}

/// What `--dry-run` says of itself.
pub const DRY_RUN: Phrase = Phrase::new(
    "Dice che cosa cambierebbe, e non scrive niente",
    "Says what would change, and writes nothing",
);

catalog! {
    IMPORTED = "articoli scritti: {docs} · indice: {documents} documenti in {seconds} s"
        / "articles written: {docs} · index: {documents} documents in {seconds} s";
    NOT_IMPORTED = "niente è stato importato: errori nei file" / "nothing was imported: errors in the files";
    NOT_IMPORTED_HINT = "correggi le righe indicate; `sportello kb check` le ripete"
        / "mend the lines named; `sportello kb check` repeats them";
    OTHER_FORMAT = "«{path}» non è del formato {format}" / "“{path}” is not of the format {format}";
    OTHER_FORMAT_HINT = "il formato si legge dal nome del file: .md, .jsonl o .csv"
        / "the format is read from the file's name: .md, .jsonl or .csv";
}

/// The formats a file may have, by the ending of its name.
const FORMATS: &[&str] = &["md", "jsonl", "csv"];

impl Verb for Import {
    const PATH: &'static [&'static str] = &["kb", "import"];
    const WORDS: Words = Words {
        about: Phrase::new("Importa articoli da file", "Import articles from files"),
        args: &[
            (
                "path",
                Phrase::new("Un file o una cartella", "A file or a folder"),
            ),
            (
                "format",
                Phrase::new("Il formato, se è un file", "The format, where it is a file"),
            ),
            (
                "agency",
                Phrase::new(
                    "L'ente degli articoli che non ne nominano uno",
                    "The agency of articles that name none",
                ),
            ),
            ("dry_run", DRY_RUN),
            (
                "trusted",
                Phrase::new(
                    "Li pubblica subito, con questa provenienza; senza, sono bozze",
                    "Publishes them at once, with that provenance; without it they are drafts",
                ),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        super::reachable(&self.path)?;
        self.check_format()?;
        let mut session = context.session()?;
        session.enlist(context)?;
        let agency = session.agency(self.agency.as_deref())?.id.clone();
        let mut reading = import::read(&self.path, Some(agency));
        let beyond = check::limits(&reading);
        reading.findings.extend(beyond);
        let doubts = self.doubts(&session, &reading)?;
        let documents = match reading.accept() {
            Ok(documents) => documents,
            Err(findings) => return Err(refused(context, &findings, NOT_IMPORTED_HINT)),
        };
        let skipped = documents.skipped();
        let read = documents.articles.len();
        let provenance = provenance(self.trusted);
        let changes = Changes::of(context, &session, documents.articles, provenance)?;
        if self.dry_run {
            changes.tell(context, skipped, &documents.notes)?;
            return drafts::doubt(context, &doubts);
        }
        let drafts = drafts::of(&changes, provenance);
        let written = write(context, &session, changes, provenance, skipped)?;
        if context.out.json {
            let said = |findings: &[Finding]| -> Vec<_> {
                findings.iter().map(super::finding_json).collect()
            };
            return context.out.json(&serde_json::json!({
                "docs": read,
                "skipped": skipped,
                "index_s": written.seconds,
                "bytes": written.index.bytes,
                "segments": written.index.segments,
                "findings": said(&documents.notes),
                "doubts": said(&doubts),
                "drafts": drafts.iter().map(drafts::Draft::json).collect::<Vec<_>>(),
            }));
        }
        super::brief(context, &documents.notes)?;
        context.out.say(written.count.clone())?;
        context.out.say(written.said())?;
        drafts::tell(context, &drafts, &self.path)?;
        drafts::doubt(context, &doubts)
    }
}

impl Import {
    /// What proposed texts point to that is not there; what is published on trust is its curator's.
    fn doubts(&self, session: &Session, reading: &Reading) -> Result<Vec<Finding>, Failure> {
        if self.trusted {
            return Ok(Vec::new());
        }
        let today = chrono::Local::now().date_naive();
        Ok(check::references(reading, &super::known(session)?, today))
    }

    fn check_format(&self) -> Done {
        let Some(format) = self.format.as_deref() else {
            return Ok(());
        };
        let format = select::value(format, FORMATS, |format| format)?;
        let ending = self.path.extension().and_then(std::ffi::OsStr::to_str);
        if self.path.is_dir() || ending == Some(format) {
            return Ok(());
        }
        let said = Said::from(OTHER_FORMAT).with("path", self.path.display());
        Err(
            Failure::new(crate::cli::Exit::Usage, said.with("format", format))
                .hint(OTHER_FORMAT_HINT),
        )
    }
}

/// Where imported articles come from.
pub const fn provenance(trusted: bool) -> Provenance {
    if trusted {
        Provenance::Trusted
    } else {
        Provenance::Draft
    }
}

/// All or nothing: the report of why it is nothing.
pub fn refused(context: &mut Context, findings: &[Finding], hint: Phrase) -> Failure {
    let told = if context.out.json {
        let findings: Vec<_> = findings.iter().map(super::finding_json).collect();
        context.out.json(&findings)
    } else {
        super::brief(context, findings)
    };
    if let Err(failure) = told {
        return failure;
    }
    Failure::refused("kb-import", NOT_IMPORTED).hint(hint)
}

/// What an import wrote.
pub struct Written {
    /// How many were written.
    pub docs: usize,
    /// How many were new, changed, the same.
    pub count: Said,
    /// How long writing and indexing took.
    pub seconds: f64,
    /// The index after it.
    pub index: IndexStats,
}

impl Written {
    /// The last line of the report.
    #[must_use]
    pub fn said(&self) -> Said {
        Said::from(IMPORTED)
            .with("docs", self.docs)
            .with("documents", self.index.documents)
            .with("seconds", format!("{:.1}", self.seconds))
    }
}

/// Publishes what is new or changed, and waits until it can be found.
///
/// # Errors
/// When a rule refuses it, or it cannot be written.
pub fn write(
    context: &Context,
    session: &Session,
    changes: Changes,
    provenance: Provenance,
    skipped: usize,
) -> Result<Written, Failure> {
    let count = changes.count(skipped);
    let progress = Progress::new(&context.out, changes.articles.len());
    let begun = Instant::now();
    let docs = super::replace(session, changes.articles, provenance, |done| {
        progress.set(done);
    })?;
    progress.end();
    let index = session.settle()?;
    Ok(Written {
        docs,
        count,
        seconds: begun.elapsed().as_secs_f64(),
        index,
    })
}
