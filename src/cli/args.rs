//! The command line as a whole: global options, and the clap command in the chosen language.

use super::{
    commands::{self, Row, Words},
    usage,
};
use crate::{
    catalog,
    locale::{Lang, Phrase},
};
use clap::{Arg, ArgAction, Args, Command};
use std::path::PathBuf;

/// The options every command takes.
#[derive(Args, Clone, Debug, Default)]
pub struct Globals {
    #[arg(long, global = true, value_name = "DIR", env = "SPORTELLO_DATA")]
    pub(super) data_dir: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE", env = "SPORTELLO_CONFIG")]
    pub(super) config: Option<PathBuf>,
    #[arg(long, global = true, value_name = "it|en", value_parser = ["it", "en"])]
    pub(super) lang: Option<String>,
    #[arg(long, global = true, value_name = "ID")]
    pub(super) operator: Option<String>,
    #[arg(long, global = true)]
    pub(super) json: bool,
    #[arg(long)]
    pub(super) linear: bool,
    #[arg(long, value_name = "standard|high-contrast|mono",
        value_parser = ["standard", "high-contrast", "mono"])]
    pub(super) theme: Option<String>,
}

/// What `--help` says of the program and of the options every command takes.
pub const WORDS: Words = Words {
    about: Phrase::new(
        "Il banco di un contact center pubblico: una riga, la risposta mentre chi chiama parla, niente si perde.\n\
         Senza comando apre il banco; la prima volta sul Comune di Esempio, di prova.",
        "The desk of a public contact centre: one line, the answer while the caller speaks, nothing lost.\n\
         Without a command it opens the desk; the first time on the fictional Comune di Esempio.",
    ),
    args: &[
        (
            "data_dir",
            Phrase::new(
                "La cartella dei dati (SPORTELLO_DATA)",
                "The data directory (SPORTELLO_DATA)",
            ),
        ),
        (
            "config",
            Phrase::new(
                "Il file di configurazione (SPORTELLO_CONFIG)",
                "The configuration file (SPORTELLO_CONFIG)",
            ),
        ),
        ("lang", Phrase::new("La lingua", "The language")),
        ("operator", Phrase::new("Chi lavora", "Who is working")),
        (
            "json",
            Phrase::new(
                "Risultati in JSON, stabili e mai tradotti",
                "Results as JSON, stable and never translated",
            ),
        ),
        (
            "linear",
            Phrase::new(
                "Il banco a domande ed elenchi, senza ridisegnare (lettori di schermo, braille)",
                "The desk as prompts and lists, without redrawing (screen readers, braille)",
            ),
        ),
        (
            "theme",
            Phrase::new("I colori del banco", "The desk's colours"),
        ),
    ],
};

catalog! {
    COMMANDS_HEADING = "Comandi" / "Commands";
    ARGUMENTS_HEADING = "Argomenti" / "Arguments";
    OPTIONS_HEADING = "Opzioni" / "Options";
    GLOBAL_HEADING = "Opzioni di ogni comando" / "Options of every command";
    USAGE_HEADING = "Uso" / "Usage";
    HELP_HELP = "Mostra questo aiuto" / "Show this help";
    HELP_VERSION = "Mostra la versione" / "Show the version";
}

/// The whole command line in `lang`.
#[must_use]
pub fn command(lang: Lang) -> Command {
    let mut root = Globals::augment_args(Command::new("sportello"))
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(false);
    root = in_words(root, &WORDS, lang).arg(
        Arg::new("version")
            .long("version")
            .short('V')
            .action(ArgAction::Version)
            .help(HELP_VERSION.get(lang))
            .help_heading(OPTIONS_HEADING.get(lang)),
    );
    for group in commands::GROUPS {
        let rows = commands::under(group.name);
        let mut parent = match commands::row(&[group.name]) {
            Some(row) => built(row, lang),
            None => in_words(
                Command::new(group.name).subcommand_required(true),
                &group.words,
                lang,
            ),
        };
        for row in rows {
            parent = parent.subcommand(built(row, lang));
        }
        root = root.subcommand(parent);
    }
    root
}

fn built(row: &Row, lang: Lang) -> Command {
    in_words((row.build)(), &row.words, lang)
}

/// The command with its texts and headings in `lang`, its values and defaults left to the texts.
fn in_words(command: Command, words: &Words, lang: Lang) -> Command {
    let mut command = command
        .about(words.about.get(lang))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_help_heading(COMMANDS_HEADING.get(lang))
        .subcommand_value_name(usage::COMMAND_PLACE.get(lang))
        .help_template(format!(
            "{{about}}\n\n{}: {{usage}}\n\n{{all-args}}",
            USAGE_HEADING.get(lang)
        ))
        .mut_args(|arg| {
            let heading = match (arg.is_positional(), arg.is_global_set()) {
                (true, _) => ARGUMENTS_HEADING,
                (false, true) => GLOBAL_HEADING,
                (false, false) => OPTIONS_HEADING,
            };
            let help = words
                .args
                .iter()
                .find(|(id, _)| *id == arg.get_id().as_str());
            let mut arg = arg.help_heading(heading.get(lang));
            if arg.get_action().takes_values() {
                arg = arg
                    .hide_possible_values(true)
                    .hide_default_value(true)
                    .hide_env(true);
            }
            match help {
                Some((_, phrase)) => arg.help(phrase.get(lang)),
                None => arg,
            }
        });
    command = command.arg(
        Arg::new("help")
            .long("help")
            .short('h')
            .action(ArgAction::Help)
            .help(HELP_HELP.get(lang))
            .help_heading(OPTIONS_HEADING.get(lang)),
    );
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;

    #[test]
    fn the_command_line_is_well_formed_in_both_languages() {
        for lang in [Lang::It, Lang::En] {
            command(lang).debug_assert();
        }
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
    }

    #[test]
    fn every_argument_has_its_words_and_every_word_its_argument() {
        fn check(command: &Command, words: &Words) {
            let own = |arg: &&Arg| !matches!(arg.get_id().as_str(), "help" | "version");
            let mut there: Vec<&str> = command
                .get_arguments()
                .filter(own)
                .map(|arg| arg.get_id().as_str())
                .collect();
            let mut told: Vec<&str> = words.args.iter().map(|(id, _)| *id).collect();
            there.sort_unstable();
            told.sort_unstable();
            assert_eq!(there, told, "{}", command.get_name());
            let about = [("about", words.about)];
            assert_eq!(catalog_faults(&about), Vec::<String>::new());
            assert_eq!(catalog_faults(words.args), Vec::<String>::new());
        }
        check(&Globals::augment_args(Command::new("sportello")), &WORDS);
        for row in commands::ROWS {
            check(&(row.build)(), &row.words);
        }
    }
}
