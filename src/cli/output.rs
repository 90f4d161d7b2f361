//! The one way out for everything printed outside a frame: nothing in it that a terminal would obey.

mod json;
mod table;

use super::{
    failure::{Done, Failure, Said, Told},
    words,
};
use crate::{
    domain::text::neutral,
    locale::{Lang, Phrase},
    runtime::terminal::{Glyphs, Look},
};
use serde::Serialize;
use std::io::{self, BufWriter, IsTerminal, Write};

pub use json::safe_json;

/// Where a command speaks: in one language, to a person or (`--json`) to a script.
pub struct Output {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// The language of the person.
    pub lang: Lang,
    /// Whether a script reads.
    pub json: bool,
    color: bool,
    progress: bool,
    /// What the terminal that is read on can show; a pipe takes everything.
    glyphs: Glyphs,
}

impl Output {
    /// Standard output and standard error of this process. Colours only on a terminal, and never
    /// with `NO_COLOR` or `TERM=dumb`.
    #[must_use]
    pub fn standard(lang: Lang) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let plain = dumb || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            out: Box::new(BufWriter::new(io::stdout())),
            err: Box::new(io::stderr()),
            lang,
            json: false,
            color: !plain && io::stderr().is_terminal() && io::stdout().is_terminal(),
            progress: !dumb && io::stderr().is_terminal(),
            glyphs: if io::stdout().is_terminal() {
                Look::from_environment(|name| std::env::var(name).ok()).glyphs
            } else {
                Glyphs::Unicode
            },
        }
    }

    /// An output into these two writers, without colours.
    #[must_use]
    pub fn into_writers(lang: Lang, out: Box<dyn Write>, err: Box<dyn Write>) -> Self {
        Self {
            out,
            err,
            lang,
            json: false,
            color: false,
            progress: false,
            glyphs: Glyphs::Unicode,
        }
    }

    /// Whether long work may show a progress bar: on a terminal, and when no script reads.
    #[must_use]
    pub const fn shows_progress(&self) -> bool {
        self.progress && !self.json
    }

    /// One line of text.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn line(&mut self, text: &str) -> Done {
        written(writeln!(self.out, "{}", self.glyphs.text(&neutral(text))))
    }

    /// A phrase with its values, on a line of its own.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn say(&mut self, said: impl Into<Said>) -> Done {
        let text = said.into().get(self.lang);
        self.line(&text)
    }

    /// Words without a line end, shown at once: a question to the person.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn ask(&mut self, text: &str) -> Done {
        written(write!(self.out, "{} ", self.glyphs.text(&neutral(text))))?;
        self.flush()
    }

    /// A text that is complete as it is (a script for a shell, a manual page).
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn document(&mut self, text: &str) -> Done {
        written(write!(self.out, "{}", self.glyphs.text(&neutral(text))))
    }

    /// One JSON value on one line, shown at once.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn json<T: Serialize>(&mut self, value: &T) -> Done {
        let text = serde_json::to_string(value)
            .map_err(|error| Failure::new(super::Exit::Store, words::NOT_JSON).because(error))?;
        written(writeln!(self.out, "{}", safe_json(&text)))?;
        self.flush()
    }

    /// Rows under headings, in columns as wide as they need; no row, no heading.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn table(&mut self, heads: &[Phrase], rows: &[Vec<String>]) -> Done {
        let heads: Vec<&str> = heads.iter().map(|head| head.get(self.lang)).collect();
        for line in table::lines(&heads, rows) {
            self.line(&line)?;
        }
        Ok(())
    }

    /// Label and value, one pair a line; pairs without a value are left out.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn pairs(&mut self, pairs: &[(Phrase, String)]) -> Done {
        let labelled: Vec<(&str, &str)> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| (label.get(self.lang), value.as_str()))
            .collect();
        for line in table::pairs(&labelled) {
            self.line(&line)?;
        }
        Ok(())
    }

    /// A remark beside the result, on standard error; a script does not get it.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn remark(&mut self, said: impl Into<Said>) -> Done {
        if self.json {
            return Ok(());
        }
        let text = said.into().get(self.lang);
        self.flush()?;
        written(writeln!(self.err, "{}", self.glyphs.text(&neutral(&text))))
    }

    /// Tells why the command failed: what, why, and what to do. With `--json` one JSON line in
    /// English. Nothing more can be done when even this cannot be written.
    pub fn failure(&mut self, failure: &Failure) {
        let Failure::Told(told) = failure else {
            return;
        };
        let text = if self.json {
            json::failure(told)
        } else {
            self.failure_text(told)
        };
        let _ = self.out.flush();
        let _ = writeln!(self.err, "{}", self.glyphs.text(&text));
    }

    /// What happened is whole in the language of the person; the cause, in the words of whoever knows it,
    /// stands behind in brackets.
    fn failure_text(&self, told: &Told) -> String {
        let mut text = format!("sportello: {}", told.what.get(self.lang));
        if let Some(cause) = &told.cause {
            text = format!("{text} ({cause})");
        }
        let mut text = neutral(&text).into_owned();
        if self.color {
            text = format!("\u{1b}[1m{text}\u{1b}[0m");
        }
        if let Some(hint) = &told.hint {
            let label = words::WHAT_TO_DO.get(self.lang);
            let hint = hint.get(self.lang);
            text = format!("{text}\n{label}: {}", neutral(&hint));
        }
        text
    }

    /// Sends what is waiting.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn flush(&mut self) -> Done {
        written(self.out.flush())
    }
}

/// A reader that has gone is a quiet end; any other failure is told.
fn written(result: io::Result<()>) -> Done {
    result.map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Pipe,
        _ => Failure::new(super::Exit::Store, words::CANNOT_WRITE_OUT).because(error),
    })
}

#[cfg(test)]
mod tests;
