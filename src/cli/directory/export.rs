//! `sportello directory export`: the agency's own offices and people for another program, into a new file.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        kb::export::write_new,
        select,
    },
    kb::register::{jsonl, table, vcard},
    locale::Phrase,
};
use std::{fs, path::PathBuf};

/// Its arguments.
#[derive(clap::Args)]
pub struct Export {
    #[arg(value_name = "FILE|DIR")]
    path: PathBuf,
    #[arg(long, value_name = "csv|vcard|jsonl")]
    format: String,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
}

catalog! {
    EXPORTED = "voci scritte in «{path}»: {count}" / "entries written to “{path}”: {count}";
    CANNOT = "la tabella non si può scrivere" / "the table cannot be written";
    A_LINK = "«{path}» è un collegamento del file system" / "“{path}” is a link of the file system";
    A_LINK_HINT = "indica il file o la cartella vera" / "name the file or the folder itself";
}

/// The formats, each with the name of its file in a folder.
const FORMATS: &[(&str, &str)] = &[
    ("csv", "directory.csv"),
    ("vcard", "directory.vcf"),
    ("jsonl", "directory.jsonl"),
];

impl Verb for Export {
    const PATH: &'static [&'static str] = &["directory", "export"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Esporta uffici e persone dell'ente in un file nuovo",
            "Export the agency's offices and people to a new file",
        ),
        args: &[
            (
                "path",
                Phrase::new(
                    "Un file nuovo, o la cartella in cui metterlo",
                    "A new file, or the folder to put it in",
                ),
            ),
            ("format", Phrase::new("Il formato", "The format")),
            ("agency", Phrase::new("Di questo ente", "Of this agency")),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let (format, name) = select::value(&self.format, FORMATS, |(format, _)| format)?;
        let session = context.session()?;
        let agency = session.agency(self.agency.as_deref())?;
        let entries = super::entries(&session, agency)?;
        let bytes = match format {
            "csv" => table::write(entries.iter())
                .map_err(|error| Failure::new(Exit::Usage, CANNOT).because(error))?,
            "vcard" => vcard::write(entries.iter()).into_bytes(),
            _ => {
                let lines = entries.iter().map(|entry| jsonl::write(entry) + "\n");
                lines.collect::<String>().into_bytes()
            }
        };
        let path = match fs::symlink_metadata(&self.path) {
            Ok(found) if found.is_symlink() => {
                let said = Said::from(A_LINK).with("path", self.path.display());
                return Err(Failure::new(Exit::Usage, said).hint(A_LINK_HINT));
            }
            Ok(found) if found.is_dir() => self.path.join(name),
            _ => self.path,
        };
        write_new(&path, &bytes)?;
        if context.out.json {
            let path = path.display().to_string();
            return context
                .out
                .json(&serde_json::json!({ "entries": entries.len(), "path": path }));
        }
        let said = Said::from(EXPORTED).with("count", entries.len());
        context.out.say(said.with("path", path.display()))
    }
}
