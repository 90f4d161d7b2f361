//! `sportello directory print`: the paper edition of what is in force, as pages of text or one page of HTML.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Said},
        kb::export::{published, write_new},
        select,
    },
    domain::{article::Article, outcome::ArticleKind, slug::Slug, text::Text},
    kb::paper::{Edition, html, text},
    locale::Phrase,
};
use std::path::PathBuf;

/// Its arguments.
#[derive(clap::Args)]
pub struct Print {
    #[arg(long, value_name = "text|html", default_value = "text")]
    format: String,
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
}

catalog! {
    PRINTED = "edizione su carta scritta in «{path}»" / "paper edition written to “{path}”";
}

/// The formats of the paper edition.
const FORMATS: &[&str] = &["text", "html"];
/// What is printed.
const KINDS: &[ArticleKind] = &[
    ArticleKind::HelpLine,
    ArticleKind::Office,
    ArticleKind::Contact,
];

impl Verb for Print {
    const PATH: &'static [&'static str] = &["directory", "print"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Fa l'edizione su carta della rubrica, con emergenze e indice",
            "Make the paper edition of the directory, with emergencies and index",
        ),
        args: &[
            (
                "format",
                Phrase::new(
                    "Pagine di testo o un file HTML",
                    "Pages of text or an HTML file",
                ),
            ),
            ("output", Phrase::new("In un file nuovo", "Into a new file")),
            ("agency", Phrase::new("Di questo ente", "Of this agency")),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let format = select::value(&self.format, FORMATS, |format| format)?;
        let session = context.session()?;
        let agency = session.agency(self.agency.as_deref())?;
        let found = published(&session, None, KINDS)?;
        let wrong: Vec<(Slug, Text)> = { found.iter() }
            .flat_map(|(id, found)| {
                let doubts = found.doubts.iter();
                doubts.map(|doubt| (id.clone(), doubt.number.clone()))
            })
            .collect();
        let articles: Vec<Article> = found.into_values().map(|found| found.article).collect();
        let today = chrono::Local::now().date_naive();
        let edition = Edition::new(agency, &articles, today, context.out.lang).doubting(wrong);
        let printed = match format {
            "html" => html(&edition),
            _ => text(&edition),
        };
        let Some(path) = self.output else {
            // A form feed is for the printer: on a screen the pages just follow each other.
            return printed
                .split('\u{c}')
                .try_for_each(|page| context.out.document(page));
        };
        write_new(&path, printed.as_bytes())?;
        context
            .out
            .say(Said::from(PRINTED).with("path", path.display()))
    }
}
