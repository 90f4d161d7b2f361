//! `sportello directory import`: a register of another program becomes entries, as drafts or published at once.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        kb::{
            brief,
            export::in_force,
            finding_json,
            import::{Changes, DRY_RUN, provenance, refused, write},
            known, reachable,
        },
        progress::Progress,
        select,
        session::Session,
        words,
    },
    domain::outcome::ArticleKind,
    kb::{
        check, import,
        layout::Reading,
        register::{Format, map::Map, vcard},
    },
    locale::Phrase,
};
use std::path::{Path, PathBuf};

/// Its arguments.
#[derive(clap::Args)]
pub struct Import {
    #[arg(value_name = "FILE")]
    path: PathBuf,
    #[arg(long, value_name = "ipa-enti|ipa-aoo|ipa-ou|csv|vcard|jsonl")]
    format: String,
    #[arg(long, value_name = "COL=KEY,…|FILE.toml")]
    map: Option<String>,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
    #[arg(long)]
    dry_run: bool,
    #[arg(long)]
    trusted: bool,
}

catalog! {
    BAD_MAP = "la mappa delle colonne non si legge" / "the map of the columns cannot be read";
    BAD_MAP_HINT = "coppie colonna=chiave separate da virgole, oppure un file TOML; con - la colonna si lascia"
        / "pairs column=key parted by commas, or a TOML file; with - the column is left out";
    MEND_HINT = "correggi le righe indicate e ripeti lo stesso comando con `--dry-run`"
        / "mend the lines named and run the same command again with `--dry-run`";
    READ = "righe lette: {count}" / "rows read: {count}";
}

impl Verb for Import {
    const PATH: &'static [&'static str] = &["directory", "import"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Importa un registro: IndicePA, CSV, vCard, JSONL",
            "Import a register: IndicePA, CSV, vCard, JSONL",
        ),
        args: &[
            ("path", Phrase::new("Il file", "The file")),
            ("format", Phrase::new("Che cos'è", "What it is")),
            (
                "map",
                Phrase::new(
                    "Quale colonna del CSV è quale chiave",
                    "Which column of the CSV is which key",
                ),
            ),
            (
                "agency",
                Phrase::new(
                    "L'ente delle voci che non ne nominano uno",
                    "The agency of entries that name none",
                ),
            ),
            ("dry_run", DRY_RUN),
            (
                "trusted",
                Phrase::new(
                    "Le pubblica subito, con questa provenienza; senza, sono bozze",
                    "Publishes them at once, with that provenance; without it they are drafts",
                ),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        reachable(&self.path)?;
        let format = Format::ALL;
        let format = select::value(&self.format, format, Format::id)?;
        let map = map(self.map.as_deref())?;
        let mut session = context.session()?;
        session.enlist(context)?;
        let agency = session.agency(self.agency.as_deref())?.id.clone();
        let progress = Progress::new(&context.out, 0);
        let mut told = |rows| progress.set(rows);
        let mut register = import::register(&self.path, format, &map, Some(agency), &mut told);
        progress.end();
        judge(&session, &mut register, format)?;
        let documents = match register.accept() {
            Ok(documents) => documents,
            Err(findings) => return Err(refused(context, &findings, MEND_HINT)),
        };
        let (rows, skipped) = (documents.articles.len(), documents.skipped());
        let provenance = provenance(self.trusted);
        let changes = Changes::of(context, &session, documents.articles, provenance)?;
        if self.dry_run {
            return changes.tell(context, skipped, &documents.notes);
        }
        let (fresh, edited, same) = (changes.fresh.len(), changes.changed.len(), changes.same);
        let wrote = write(context, &session, changes, provenance, skipped)?;
        if context.out.json {
            let findings: Vec<_> = documents.notes.iter().map(finding_json).collect();
            return context.out.json(&serde_json::json!({
                "rows": rows,
                "new": fresh,
                "changed": edited,
                "unchanged": same,
                "skipped": skipped,
                "findings": findings,
            }));
        }
        brief(context, &documents.notes)?;
        context.out.say(Said::from(READ).with("count", rows))?;
        context.out.say(wrote.count.clone())?;
        context.out.say(wrote.said())
    }
}

/// The linter's word on what the rows became. IndicePA is somebody else's snapshot: what is odd in it is
/// taken as it is.
fn judge(session: &Session, register: &mut Reading, format: Format) -> Done {
    if format == Format::VCard {
        let offices = in_force(session, None, &[ArticleKind::Office])?;
        let offices = offices.into_iter().map(|(id, office)| (id, office.title));
        vcard::seat(register, offices);
    }
    let beyond = check::limits(register);
    register.findings.extend(beyond);
    if matches!(format, Format::Csv | Format::VCard | Format::Jsonl) {
        let today = chrono::Local::now().date_naive();
        let odd = check::rows(register, &known(session)?, today);
        register.findings.extend(odd);
        register.findings.sort_by_key(|finding| finding.fault.line);
    }
    Ok(())
}

/// The map that is given: pairs, or the file that holds them.
fn map(given: Option<&str>) -> Result<Map, Failure> {
    let Some(given) = given else {
        return Ok(Map::default());
    };
    let read = if given.contains('=') {
        Map::parse(given)
    } else {
        let path = Path::new(given);
        reachable(path)?;
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::new(
                Exit::Usage,
                Said::from(words::CANNOT_READ).with("path", path.display()),
            )
            .because(error)
        })?;
        Map::toml(&text)
    };
    read.map_err(|fault| {
        Failure::new(Exit::Usage, BAD_MAP)
            .because(fault)
            .hint(BAD_MAP_HINT)
    })
}
