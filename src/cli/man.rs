//! `sportello man`: the manual, one page for the program and one for each command.

use super::{
    args,
    commands::{Verb, Words},
    context::Context,
    failure::{Done, Exit, Failure, Said},
    usage, words,
};
use crate::locale::Phrase;
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
            Phrase::new("Di quale comando; senza, del programma", "Of which command; without one, of the program"),
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
        let page = page(found.clone())
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

fn page(command: Command) -> std::io::Result<String> {
    let name = command.get_display_name().unwrap_or("sportello").to_owned();
    let mut roff = Vec::new();
    clap_mangen::Man::new(command.name(name)).render(&mut roff)?;
    Ok(String::from_utf8_lossy(&roff).into_owned())
}
