//! Without a command: the desk, on a terminal; with `--linear`, as prompts and lists.

use super::{
    context::Context,
    failure::{Done, Exit, Failure, Said},
    keys, linear, words,
};
use crate::{
    catalog,
    desk::theme::Theme,
    domain::{agency, slug::Slug},
    keeper::{self, ConnectOptions, Spawn},
    keymap::Keymap,
    runtime::{
        self, DeskError, DeskOptions, Reach,
        terminal::{Look, TerminalError},
    },
};
use std::{path::PathBuf, sync::Arc};

catalog! {
    NO_TERMINAL = "il banco ha bisogno di un terminale, e qui non c'è"
        / "the desk needs a terminal, and there is none here";
    NO_TERMINAL_HINT = "usa `sportello --linear`, che legge righe, oppure `sportello kb search` e `sportello ticket`"
        / "use `sportello --linear`, which reads lines, or `sportello kb search` and `sportello ticket`";
    DUMB_TERMINAL = "questo terminale non sa spostare il cursore (TERM=dumb)"
        / "this terminal cannot move the cursor (TERM=dumb)";
    TERMINAL_LOST = "il terminale non risponde più; le bozze sono salve"
        / "the terminal does not answer any more; the drafts are safe";
    NO_DRAFTS = "la cartella dei dati non accetta bozze" / "the data directory takes no drafts";
    NO_RANDOMNESS = "il sistema operativo non dà numeri casuali" / "the operating system gives no random numbers";
    NO_TRIAL = "il nome dell'ente di prova non è valido" / "the name of the trial agency is not valid";
    NO_THEME = "tema sconosciuto: {name}" / "unknown theme: {name}";
    THEMES = "i temi sono: {names}" / "the themes are: {names}";
}

/// Opens the desk.
///
/// # Errors
/// When there is no terminal for it, or the data directory cannot be used.
pub fn run(context: &mut Context) -> Done {
    if context.globals.linear {
        return linear::run(context);
    }
    runtime::terminal::probe().map_err(|error| refused(&DeskError::Terminal(error)))?;
    context.place.prepare()?;
    let program = std::env::current_exe()
        .map_err(|error| Failure::new(Exit::Keeper, words::NO_PROGRAM).because(error))?;
    let options = DeskOptions {
        data_dir: context.place.data_dir.clone(),
        lang: context.out.lang,
        theme: theme(context)?,
        look: Look::from_environment(|name| std::env::var(name).ok()),
        keys: Keymap::of(&keys::in_force(&context.place.keymap_file())?),
        agency: Slug::parse(agency::TRIAL)
            .map_err(|error| Failure::new(Exit::Usage, NO_TRIAL).because(error))?,
        operator: context.operator()?,
        reach: reach(context.place.data_dir.clone(), program),
    };
    runtime::run(options).map_err(|error| refused(&error))
}

/// How the desk reaches the keeper; it is started where there is none.
fn reach(dir: PathBuf, program: PathBuf) -> Reach {
    Box::new(move |hello| {
        let spawn = Spawn::IfNeeded(program.clone());
        let client = keeper::connect(&dir, ConnectOptions { hello, spawn })?;
        Ok(Arc::new(client))
    })
}

/// The theme the option or the settings name.
fn theme(context: &Context) -> Result<Theme, Failure> {
    let named = context
        .globals
        .theme
        .as_ref()
        .or(context.config.theme.as_ref());
    let Some(name) = named else {
        return Ok(Theme::default());
    };
    Theme::from_id(name).ok_or_else(|| {
        let known: Vec<&str> = Theme::ALL.iter().map(|(id, _)| *id).collect();
        Failure::new(Exit::Usage, Said::from(NO_THEME).with("name", name))
            .hint(Said::from(THEMES).with("names", known.join(", ")))
    })
}

fn refused(error: &DeskError) -> Failure {
    match error {
        DeskError::Terminal(TerminalError::InputNoTerminal | TerminalError::OutputNoTerminal) => {
            Failure::new(Exit::Usage, NO_TERMINAL).hint(NO_TERMINAL_HINT)
        }
        DeskError::Terminal(TerminalError::Dumb) => {
            Failure::new(Exit::Usage, DUMB_TERMINAL).hint(NO_TERMINAL_HINT)
        }
        DeskError::Terminal(_) => Failure::new(Exit::Usage, TERMINAL_LOST).because(error),
        DeskError::Drafts(_) => Failure::new(Exit::Store, NO_DRAFTS)
            .because(error)
            .hint(words::CHECK_PATH),
        DeskError::Randomness(_) => Failure::new(Exit::Usage, NO_RANDOMNESS).because(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;

    #[test]
    fn the_catalog_is_complete() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
    }
}
