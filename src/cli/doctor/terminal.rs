//! The terminal: whether there is one, how large it is, whether it can draw and reads UTF-8.

use super::finding::{Finding, Verdict};
use crate::{
    catalog,
    cli::{context::Context, failure::Said},
};
use std::io::{self, IsTerminal};

/// The size the desk is made for.
const COLUMNS: u16 = 80;
const ROWS: u16 = 24;

catalog! {
    TERMINAL = "Terminale" / "Terminal";
    NONE = "nessun terminale" / "no terminal";
    NONE_HINT = "per il banco apri un terminale; da qui vanno `sportello --linear` e i comandi"
        / "for the desk open a terminal; from here `sportello --linear` and the commands work";
    IS = "{term}, {columns}×{rows}" / "{term}, {columns}×{rows}";
    SMALL_HINT = "allarga la finestra ad almeno 80×24" / "make the window at least 80×24";
    DUMB = "TERM={term}: non sa spostare il cursore" / "TERM={term}: it cannot move the cursor";
    DUMB_HINT = "imposta TERM (per esempio xterm-256color), oppure usa `sportello --linear`"
        / "set TERM (for example xterm-256color), or use `sportello --linear`";
    ENCODING = "Caratteri" / "Characters";
    ENCODING_IS = "{locale}" / "{locale}";
    ENCODING_UNSET = "nessuna lingua impostata (LANG)" / "no locale set (LANG)";
    ENCODING_HINT = "imposta LANG=it_IT.UTF-8 (o C.UTF-8): senza, gli accenti possono mancare"
        / "set LANG=en_GB.UTF-8 (or C.UTF-8): without it accents may be missing";
}

/// Whether the desk can be drawn here.
pub fn terminal(_: &Context) -> Finding {
    let term = std::env::var("TERM").unwrap_or_default();
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return Finding::good("terminal", TERMINAL, NONE).not(Verdict::Doubtful, NONE_HINT);
    }
    if term.is_empty() || term == "dumb" {
        let words = Said::from(DUMB).with("term", term);
        return Finding::good("terminal", TERMINAL, words).not(Verdict::Bad, DUMB_HINT);
    }
    let (columns, rows) = crossterm::terminal::size().unwrap_or_default();
    let words = Said::from(IS)
        .with("term", term)
        .with("columns", columns)
        .with("rows", rows);
    let finding = Finding::good("terminal", TERMINAL, words);
    if columns < COLUMNS || rows < ROWS {
        finding.not(Verdict::Doubtful, SMALL_HINT)
    } else {
        finding
    }
}

/// Whether the locale says UTF-8.
pub fn encoding(_: &Context) -> Finding {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    let Some(locale) = locale else {
        return Finding::good("encoding", ENCODING, ENCODING_UNSET)
            .not(Verdict::Doubtful, ENCODING_HINT);
    };
    let folded = locale.to_ascii_lowercase().replace('-', "");
    let finding = Finding::good(
        "encoding",
        ENCODING,
        Said::from(ENCODING_IS).with("locale", locale),
    );
    if folded.contains("utf8") {
        finding
    } else {
        finding.not(Verdict::Doubtful, ENCODING_HINT)
    }
}
