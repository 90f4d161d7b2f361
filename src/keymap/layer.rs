//! One keymap file: reading it, and laying a user's file over a preset.

use thiserror::Error;
use toml_edit::{Document, Item, TableLike};

use super::lint::{Fault, Finding};
use super::text::{KeyTextError, Sequence};

/// One command of one scope and the sequences that call it, the one to show first. No sequence
/// means that the command has no key there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Binding {
    /// The scope it works in.
    pub scope: String,
    /// The command's id.
    pub command: String,
    /// What calls it.
    pub sequences: Vec<Sequence>,
}

/// The bindings of one file, in the order written.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Layer {
    /// The preset the file says it is laid over, if it names one.
    pub preset: Option<String>,
    /// Its bindings; a command stands once per scope.
    pub bindings: Vec<Binding>,
}

/// Why a keymap file could not be read: where, and what.
#[derive(Clone, Debug, Error, Eq, PartialEq)]
#[error("keymap, line {line}: {fault}")]
pub struct FileError {
    /// Line of the file, from 1; 0 when it is not known.
    pub line: usize,
    /// What is wrong there.
    pub fault: FileFault,
}

/// What is wrong in a keymap file.
#[derive(Clone, Debug, Error, Eq, PartialEq)]
pub enum FileFault {
    /// It is not TOML; the parser's own words.
    #[error("{0}")]
    Toml(String),
    /// A value at the top that is neither a scope nor `preset = "…"`.
    #[error("`{0}` is neither a scope (a table) nor `preset = \"standard\"`")]
    NotAScope(String),
    /// A command whose value is no list of texts.
    #[error("`{0}` needs a list of key sequences, like [\"F6\", \"Ctrl-f\"]")]
    NotAList(String),
    /// A text that is no key sequence.
    #[error("`{command}`: {error}")]
    Key {
        /// The command it stands under.
        command: String,
        /// Why it is none.
        error: KeyTextError,
    },
}

impl Layer {
    /// Reads a keymap file.
    ///
    /// # Errors
    /// The first thing in it that is no keymap, with its line.
    pub fn read(text: &str) -> Result<Self, FileError> {
        let document = Document::parse(text).map_err(|error| FileError {
            line: line_of(text, error.span()),
            fault: FileFault::Toml(error.message().to_owned()),
        })?;
        let mut layer = Self::default();
        for (name, item) in document.iter() {
            if name == "preset"
                && let Some(preset) = item.as_str()
            {
                layer.preset = Some(preset.to_owned());
            } else if let Some(table) = item.as_table_like() {
                layer.bindings.extend(read_scope(text, name, table)?);
            } else {
                let fault = FileFault::NotAScope(name.to_owned());
                return Err(at(text, item, fault));
            }
        }
        Ok(layer)
    }

    /// This layer laid over `base`: a command named here has the sequences given here and no
    /// others, in that scope. A sequence taken here leaves the command of `base` that had it;
    /// each such loss is named.
    #[must_use]
    pub fn over(&self, base: &Self) -> (Self, Vec<Finding>) {
        let mut losses = Vec::new();
        let mut bindings: Vec<Binding> = Vec::new();
        for below in &base.bindings {
            match self.find(&below.scope, &below.command) {
                Some(own) => bindings.push(own.clone()),
                None => bindings.push(self.leave(below, &mut losses)),
            }
        }
        for own in &self.bindings {
            if base.find(&own.scope, &own.command).is_none() {
                bindings.push(own.clone());
            }
        }
        let preset = self.preset.clone().or_else(|| base.preset.clone());
        (Self { preset, bindings }, losses)
    }

    /// The binding of `command` in `scope`.
    #[must_use]
    pub fn find(&self, scope: &str, command: &str) -> Option<&Binding> {
        self.bindings
            .iter()
            .find(|b| b.scope == scope && b.command == command)
    }

    /// `below` without the sequences that this layer takes for itself.
    fn leave(&self, below: &Binding, losses: &mut Vec<Finding>) -> Binding {
        let mut left = below.clone();
        left.sequences.retain(|sequence| {
            let taker = self
                .bindings
                .iter()
                .find(|b| b.scope == below.scope && b.sequences.contains(sequence));
            if let Some(taker) = taker {
                losses.push(Finding {
                    scope: below.scope.clone(),
                    command: below.command.clone(),
                    sequence: Some(sequence.clone()),
                    fault: Fault::TakenBy(taker.command.clone()),
                });
            }
            taker.is_none()
        });
        left
    }
}

fn read_scope(text: &str, scope: &str, table: &dyn TableLike) -> Result<Vec<Binding>, FileError> {
    table
        .iter()
        .map(|(command, item)| {
            Ok(Binding {
                scope: scope.to_owned(),
                command: command.to_owned(),
                sequences: read_sequences(text, command, item)?,
            })
        })
        .collect()
}

fn read_sequences(text: &str, command: &str, item: &Item) -> Result<Vec<Sequence>, FileError> {
    let no_list = || at(text, item, FileFault::NotAList(command.to_owned()));
    let array = item.as_array().ok_or_else(no_list)?;
    array
        .iter()
        .map(|value| {
            let written = value.as_str().ok_or_else(no_list)?;
            written.parse().map_err(|error| FileError {
                line: line_of(text, value.span()),
                fault: FileFault::Key {
                    command: command.to_owned(),
                    error,
                },
            })
        })
        .collect()
}

fn at(text: &str, item: &Item, fault: FileFault) -> FileError {
    FileError {
        line: line_of(text, item.span()),
        fault,
    }
}

fn line_of(text: &str, span: Option<std::ops::Range<usize>>) -> usize {
    span.map_or(0, |span| {
        let before = text.as_bytes().iter().take(span.start);
        1 + before.filter(|byte| **byte == b'\n').count()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(text: &str) -> Layer {
        Layer::read(text).unwrap()
    }

    #[test]
    fn a_file_is_read_in_the_order_written() {
        let read = layer(
            "preset = \"standard\"\n[list]\nup = [\"Up\"]\ndown = [\"Down\", \"Ctrl-x d\"]\n",
        );
        assert_eq!(read.preset.as_deref(), Some("standard"));
        assert_eq!(read.bindings.len(), 2);
        assert_eq!(read.bindings[1].sequences[1].to_string(), "Ctrl-x d");
    }

    #[test]
    fn a_fault_names_its_line() {
        let table = [
            ("[list]\nup = [\"Uo\"]\n", 2),
            ("[list]\n\nup = \"Up\"\n", 3),
            ("[list]\nup = [3]\n", 2),
            ("\nhelp = [\"F1\"]\n", 2),
            ("[list]\nup = [\n", 2),
        ];
        for (text, line) in table {
            let error = Layer::read(text).unwrap_err();
            assert!(
                error.line.abs_diff(line) <= usize::from(line == 2),
                "{text:?}: {error}"
            );
            assert!(error.line > 0, "{text:?}: {error}");
        }
    }

    #[test]
    fn the_user_rebinds_unbinds_adds_and_takes() {
        let base = layer("[g]\na = [\"F1\", \"Ctrl-g\"]\nb = [\"F2\"]\nc = [\"F3\", \"Ctrl-o\"]\n");
        let user = layer("[g]\na = [\"F12\"]\nb = []\nd = [\"F3\"]\n[h]\na = [\"F1\"]\n");
        let (merged, losses) = user.over(&base);
        let keys = |scope, command| -> Vec<String> {
            let binding = merged.find(scope, command).unwrap();
            binding.sequences.iter().map(ToString::to_string).collect()
        };
        assert_eq!(keys("g", "a"), ["F12"]);
        assert!(keys("g", "b").is_empty());
        assert_eq!(keys("g", "c"), ["Ctrl-o"]);
        assert_eq!(keys("g", "d"), ["F3"]);
        assert_eq!(keys("h", "a"), ["F1"]);
        assert_eq!(losses.len(), 1);
        assert_eq!(losses[0].command, "c");
        assert_eq!(losses[0].fault, Fault::TakenBy("d".to_owned()));
    }
}
