//! `sportello man`: the manual, one page for the program and one for each command.

use super::{
    args,
    commands::{Verb, Words},
    context::Context,
    failure::{Done, Exit, Failure, Said},
    usage, words,
};
use crate::locale::{Lang, Phrase};
use clap::Command;

/// Its arguments.
#[derive(clap::Args)]
pub struct Man {
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

impl Verb for Man {
    const PATH: &'static [&'static str] = &["man"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Stampa la pagina di manuale (roff): `sportello man | man -l -`",
            "Print the manual page (roff): `sportello man | man -l -`",
        ),
        args: &[(
            "command",
            Phrase::new(
                "Di quale comando; senza, del programma",
                "Of which command; without one, of the program",
            ),
        )],
    };

    fn run(self, context: &mut Context) -> Done {
        let mut root = args::command(context.out.lang);
        root.build();
        let mut found = &root;
        for word in &self.command {
            found = found
                .find_subcommand(word)
                .ok_or_else(|| unknown(&self.command.join(" ")))?;
        }
        let page = page(found.clone(), context.out.lang)
            .map_err(|error| Failure::new(Exit::Store, words::CANNOT_WRITE_OUT).because(error))?;
        context.out.document(&page)
    }
}

fn unknown(command: &str) -> Failure {
    Failure::new(
        Exit::NotFound,
        Said::from(usage::UNKNOWN_COMMAND).with("arg", command),
    )
}

/// The headings of a page, as the program that renders it and as an Italian manual has them.
const HEADINGS: &[(&str, &str)] = &[
    (".SH NAME", ".SH NOME"),
    (".SH SYNOPSIS", ".SH SINTASSI"),
    (".SH DESCRIPTION", ".SH DESCRIZIONE"),
    (".SH OPTIONS", ".SH OPZIONI"),
    (".SH SUBCOMMANDS", ".SH COMANDI"),
    (".SH VERSION", ".SH VERSIONE"),
];

fn page(command: Command, lang: Lang) -> std::io::Result<String> {
    let mut roff = Vec::new();
    clap_mangen::Man::new(command).render(&mut roff)?;
    let page = String::from_utf8_lossy(&roff).into_owned();
    Ok(match lang {
        Lang::En => page,
        Lang::It => HEADINGS.iter().fold(page, |page, (english, italian)| {
            page.replace(english, italian)
        }),
    })
}
