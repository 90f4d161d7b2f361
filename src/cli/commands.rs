//! The subcommands: one row each. A new one is its file and its row here.

use super::{
    call, completions, context::Context, demo, directory, doctor, failure::Done, init, kb, keeper,
    keys, man, operator, store, ticket,
};
use crate::locale::Phrase;
use clap::{ArgMatches, Args, Command, error::Error as UsageError};

/// What `--help` says of a command and its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// What it does.
    pub about: Phrase,
    /// Its arguments, by id.
    pub args: &'static [(&'static str, Phrase)],
}

/// One subcommand: its arguments, its words, what it does.
pub trait Verb: Args {
    /// How it is called: one word, or a group and a word.
    const PATH: &'static [&'static str];
    /// What `--help` says.
    const WORDS: Words;

    /// Does it.
    ///
    /// # Errors
    /// What the person is to be told, with the exit code.
    fn run(self, context: &mut Context) -> Done;
}

/// A subcommand in the table.
pub struct Row {
    /// How it is called.
    pub path: &'static [&'static str],
    /// What `--help` says.
    pub words: Words,
    /// Its clap command, texts not yet set.
    pub build: fn() -> Command,
    /// Reads its arguments and does it.
    pub run: fn(&ArgMatches, &mut Context) -> Result<Done, UsageError>,
}

const fn row_of<V: Verb>() -> Row {
    Row {
        path: V::PATH,
        words: V::WORDS,
        build: build::<V>,
        run: run::<V>,
    }
}

fn build<V: Verb>() -> Command {
    V::augment_args(Command::new(V::PATH.last().copied().unwrap_or_default()))
}

fn run<V: Verb>(matches: &ArgMatches, context: &mut Context) -> Result<Done, UsageError> {
    Ok(V::from_arg_matches(matches)?.run(context))
}

/// A word at the first level: a command, a group of commands, or both.
pub struct Group {
    /// The word.
    pub name: &'static str,
    /// What `--help` says, where the word alone is no command.
    pub words: Words,
}

const fn group(name: &'static str, about: Phrase) -> Group {
    Group {
        name,
        words: Words { about, args: &[] },
    }
}

const fn alone<V: Verb>(name: &'static str) -> Group {
    Group {
        name,
        words: V::WORDS,
    }
}

/// The first level, in the order of `--help`.
pub static GROUPS: &[Group] = &[
    alone::<init::Init>("init"),
    group("ticket", Phrase::new("Le richieste", "Requests")),
    group(
        "kb",
        Phrase::new("La base di conoscenza", "The knowledge base"),
    ),
    group(
        "directory",
        Phrase::new(
            "La rubrica: uffici, persone, numeri",
            "The directory: offices, people, numbers",
        ),
    ),
    group(
        "operator",
        Phrase::new(
            "Chi lavora, e che cosa può fare",
            "Who works here, and what he may do",
        ),
    ),
    alone::<call::Call>("call"),
    alone::<keeper::Keeper>("keeper"),
    group(
        "store",
        Phrase::new(
            "L'archivio della cartella dei dati",
            "The store of the data directory",
        ),
    ),
    alone::<demo::Demo>("demo"),
    group("keys", Phrase::new("I tasti del banco", "The desk's keys")),
    alone::<doctor::Doctor>("doctor"),
    alone::<completions::Completions>("completions"),
    alone::<man::Man>("man"),
];

/// Every subcommand.
pub static ROWS: &[Row] = &[
    row_of::<init::Init>(),
    row_of::<ticket::open::Open>(),
    row_of::<ticket::show::Show>(),
    row_of::<ticket::list::List>(),
    row_of::<ticket::note::Note>(),
    row_of::<ticket::take::Take>(),
    row_of::<ticket::escalate::Escalate>(),
    row_of::<ticket::assign::Assign>(),
    row_of::<ticket::transfer::Transfer>(),
    row_of::<ticket::close::Close>(),
    row_of::<ticket::reopen::Reopen>(),
    row_of::<ticket::remind::Remind>(),
    row_of::<ticket::link::Link>(),
    row_of::<ticket::history::History>(),
    row_of::<kb::check::Check>(),
    row_of::<kb::import::Import>(),
    row_of::<kb::export::Export>(),
    row_of::<kb::search::Search>(),
    row_of::<kb::show::Show>(),
    row_of::<kb::life::history::History>(),
    row_of::<kb::life::diff::Diff>(),
    row_of::<kb::life::sign::Sign>(),
    row_of::<kb::life::confirm::Confirm>(),
    row_of::<kb::life::publish::Publish>(),
    row_of::<kb::life::withdraw::Withdraw>(),
    row_of::<kb::life::tasks::Tasks>(),
    row_of::<kb::life::notice::Notice>(),
    row_of::<kb::life::notices::Notices>(),
    row_of::<kb::life::news::News>(),
    row_of::<kb::life::gaps::Gaps>(),
    row_of::<kb::life::forget::Forget>(),
    row_of::<directory::import::Import>(),
    row_of::<directory::export::Export>(),
    row_of::<directory::print::Print>(),
    row_of::<operator::add::Add>(),
    row_of::<operator::list::List>(),
    row_of::<operator::grant::Grant>(),
    row_of::<operator::revoke::Revoke>(),
    row_of::<call::Call>(),
    row_of::<keeper::Keeper>(),
    row_of::<keeper::stop::Stop>(),
    row_of::<keeper::status::Status>(),
    row_of::<store::rebuild::Rebuild>(),
    row_of::<store::digest::Digest>(),
    row_of::<store::stats::Stats>(),
    row_of::<store::verify::Verify>(),
    row_of::<store::backup::Backup>(),
    row_of::<store::backups::Backups>(),
    row_of::<store::restore::Restore>(),
    row_of::<store::repair::Repair>(),
    row_of::<demo::Demo>(),
    row_of::<keys::list::List>(),
    row_of::<keys::lint::Lint>(),
    row_of::<doctor::Doctor>(),
    row_of::<completions::Completions>(),
    row_of::<man::Man>(),
];

/// The subcommand called so.
#[must_use]
pub fn row(path: &[&str]) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.path == path)
}

/// The subcommands of a group.
pub fn under(group: &'static str) -> impl Iterator<Item = &'static Row> {
    ROWS.iter()
        .filter(move |row| row.path.len() > 1 && row.path.first() == Some(&group))
}

/// The command a line of words calls, as one types it; `sportello` where it calls none.
pub fn called<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut called = String::from("sportello");
    let mut group: Option<&Group> = None;
    for word in words {
        let known = match group {
            None => {
                group = GROUPS.iter().find(|group| group.name == word);
                group.is_some()
            }
            Some(group) => row(&[group.name, word]).is_some(),
        };
        if known {
            called = format!("{called} {word}");
        }
    }
    called
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_path_stands_once_under_a_group_that_exists() {
        let paths: HashSet<_> = ROWS.iter().map(|row| row.path).collect();
        assert_eq!(paths.len(), ROWS.len());
        for row in ROWS {
            assert!(
                matches!(row.path, [first] | [first, _]
                if GROUPS.iter().any(|group| group.name == *first)),
                "{:?}",
                row.path
            );
        }
    }
}
