//! Without a command: the desk, on a terminal; with `--linear`, as prompts and lists.

use super::{
    context::Context,
    failure::{Done, Exit, Failure},
    linear,
};
use crate::catalog;
use std::io::{self, IsTerminal};

catalog! {
    NO_TERMINAL = "il banco ha bisogno di un terminale, e qui non c'è"
        / "the desk needs a terminal, and there is none here";
    NO_TERMINAL_HINT = "usa `sportello --linear`, che legge righe, oppure `sportello kb search` e `sportello ticket`"
        / "use `sportello --linear`, which reads lines, or `sportello kb search` and `sportello ticket`";
    DUMB_TERMINAL = "questo terminale non sa spostare il cursore (TERM=dumb)"
        / "this terminal cannot move the cursor (TERM=dumb)";
}

/// Opens the desk.
///
/// # Errors
/// When there is no terminal for it, or the data directory cannot be used.
pub fn run(context: &mut Context) -> Done {
    if context.globals.linear {
        return linear::run(context);
    }
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Failure::new(Exit::Usage, NO_TERMINAL).hint(NO_TERMINAL_HINT));
    }
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return Err(Failure::new(Exit::Usage, DUMB_TERMINAL).hint(NO_TERMINAL_HINT));
    }
    linear::run(context)
}
