//! `sportello kb import`: files become articles, as drafts or published at once.

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
    kb::{import, layout::Documents},
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
    trusted: bool,
}

catalog! {
    IMPORTED = "articoli: {docs} · lasciati: {skipped} · indice: {documents} documenti in {seconds} s"
        / "articles: {docs} · skipped: {skipped} · index: {documents} documents in {seconds} s";
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
        let documents = match import::read(&self.path, Some(agency)).accept() {
            Ok(documents) => documents,
            Err(findings) => {
                super::report(context, &findings)?;
                return Err(Failure::refused("kb-import", NOT_IMPORTED).hint(NOT_IMPORTED_HINT));
            }
        };
        let provenance = if self.trusted {
            Provenance::Trusted
        } else {
            Provenance::Draft
        };
        import_all(context, &session, documents, provenance)
    }
}

impl Import {
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

fn import_all(
    context: &mut Context,
    session: &Session,
    documents: Documents,
    provenance: Provenance,
) -> Done {
    let skipped = documents.skipped();
    let progress = Progress::new(&context.out, documents.articles.len());
    let begun = Instant::now();
    let docs = super::publish(session, documents.articles, provenance, |done| {
        progress.set(done);
    })?;
    progress.end();
    let index = session.settle()?;
    let seconds = begun.elapsed().as_secs_f64();
    if context.out.json {
        return context.out.json(&serde_json::json!({
            "docs": docs,
            "skipped": skipped,
            "index_s": seconds,
            "bytes": index.bytes,
            "segments": index.segments,
        }));
    }
    for note in &documents.notes {
        let line = note.report(context.out.lang);
        context.out.line(&line)?;
    }
    let said = Said::from(IMPORTED)
        .with("docs", docs)
        .with("skipped", skipped)
        .with("documents", index.documents)
        .with("seconds", format!("{seconds:.1}"));
    context.out.say(said)
}
