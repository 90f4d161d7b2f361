//! `sportello completions`: a completion script for a shell.

use super::{
    args,
    commands::{Verb, Words},
    context::Context,
    failure::Done,
    select,
};
use crate::locale::Phrase;
use clap_complete::Shell;

/// Its arguments.
#[derive(clap::Args)]
pub struct Completions {
    #[arg(value_name = "SHELL")]
    shell: String,
}

impl Verb for Completions {
    const PATH: &'static [&'static str] = &["completions"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Stampa il completamento dei comandi per una shell",
            "Print the command completion for a shell",
        ),
        args: &[(
            "shell",
            Phrase::new(
                "bash, elvish, fish, powershell o zsh",
                "bash, elvish, fish, powershell or zsh",
            ),
        )],
    };

    fn run(self, context: &mut Context) -> Done {
        let shell = select::value(&self.shell, SHELLS, shell_id)?;
        let mut script = Vec::new();
        let mut command = args::command(context.out.lang);
        clap_complete::generate(shell, &mut command, "sportello", &mut script);
        context.out.document(&String::from_utf8_lossy(&script))
    }
}

const SHELLS: &[Shell] = &[
    Shell::Bash,
    Shell::Elvish,
    Shell::Fish,
    Shell::PowerShell,
    Shell::Zsh,
];

const fn shell_id(shell: Shell) -> &'static str {
    match shell {
        Shell::Elvish => "elvish",
        Shell::Fish => "fish",
        Shell::PowerShell => "powershell",
        Shell::Zsh => "zsh",
        _ => "bash",
    }
}
