//! The faults of a keymap, as data: each with its place, its reason and a hint.

use super::hazard::{Hazard, hazard};
use super::layer::{Binding, Layer};
use super::text::Sequence;
use super::{GLOBAL, Key};
use crate::{
    catalog,
    locale::{Lang, Phrase},
};

catalog! {
    UNKNOWN_COMMAND = "nessun comando con questo nome in questo ambito" / "no such command in this scope";
    UNKNOWN_HINT = "guarda i comandi di questo ambito: è scritto giusto?" / "see the list of commands for this scope; is it misspelt?";
    SAME_AS = "è anche di `{other}`" / "also bound to `{other}`";
    PREFIX_OF = "comincia la sequenza più lunga di `{other}`" / "begins the longer sequence of `{other}`";
    ANOTHER_HINT = "dai a uno dei due un altro tasto" / "give one of the two another key";
    HIDES = "nasconde `{other}` di [{scope}]" / "hides `{other}` of [{scope}]";
    HIDES_HINT = "scegli un tasto che nessun comando di [global] ha" / "choose a key that no command of [global] has";
    TAKEN_BY = "la tua mappa lo dà a `{other}`" / "taken by `{other}` in the user's keymap";
    TAKEN_HINT = "dagli anche un altro tasto, o resta solo nell'elenco dei comandi" / "bind it to another key too, or it is left to the palette";
    TYPES_TEXT = "in questo ambito un carattere è testo" / "in this scope a character is text";
    TYPES_HINT = "usa un tasto funzione, un tasto con Ctrl o uno che non scrive niente" / "use a function key, a Ctrl key or a key that types nothing";
    NO_TWIN = "un tasto funzione senza un gemello con Ctrl" / "a function key without a twin under Ctrl";
    TWIN_HINT = "aggiungi una seconda sequenza con Ctrl" / "add a second sequence with Ctrl";
}

/// What a keymap may speak of.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary<'a> {
    /// Every command, as (scope, id).
    pub commands: &'a [(&'a str, &'a str)],
    /// The scopes in which characters are text.
    pub typing: &'a [&'a str],
}

/// One fault and where it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The scope.
    pub scope: String,
    /// The command.
    pub command: String,
    /// The sequence at fault; `None` when it is the command as such.
    pub sequence: Option<Sequence>,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a binding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Fault {
    /// No such command in this scope.
    UnknownCommand,
    /// This other command has the same sequence in the same scope.
    SameAs(String),
    /// The sequence begins a longer one, of this command, which can then never be finished.
    PrefixOf(String),
    /// In this scope it hides this command, whose key must work everywhere.
    Hides(String),
    /// The user's file gives it to this command instead.
    TakenBy(String),
    /// A key in it cannot be relied on.
    Hazard(Key, Hazard),
    /// It begins with a character, and in this scope characters are text.
    TypesText,
    /// The command has only function keys, which some consoles, laptops and relays swallow.
    NoTwin,
}

impl Fault {
    /// What to do about it.
    #[must_use]
    pub const fn hint(&self) -> Phrase {
        match self {
            Self::UnknownCommand => UNKNOWN_HINT,
            Self::SameAs(_) | Self::PrefixOf(_) => ANOTHER_HINT,
            Self::Hides(_) => HIDES_HINT,
            Self::TakenBy(_) => TAKEN_HINT,
            Self::Hazard(_, hazard) => hazard.hint(),
            Self::TypesText => TYPES_HINT,
            Self::NoTwin => TWIN_HINT,
        }
    }

    /// What is wrong, in `lang`.
    #[must_use]
    pub fn reason(&self, lang: Lang) -> String {
        let of = |phrase: Phrase, other: &str| {
            phrase.fill(lang, &[("other", &other), ("scope", &GLOBAL)])
        };
        match self {
            Self::UnknownCommand => of(UNKNOWN_COMMAND, ""),
            Self::SameAs(other) => of(SAME_AS, other),
            Self::PrefixOf(other) => of(PREFIX_OF, other),
            Self::Hides(other) => of(HIDES, other),
            Self::TakenBy(other) => of(TAKEN_BY, other),
            Self::Hazard(key, hazard) => format!("`{key}`: {}", hazard.reason(lang)),
            Self::TypesText => of(TYPES_TEXT, ""),
            Self::NoTwin => of(NO_TWIN, ""),
        }
    }
}

impl Finding {
    /// Where, what and what to do, on one line in `lang`; the file's own words stay as they are.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        let sequence = self.sequence.as_ref();
        let sequence = sequence.map_or_else(String::new, |keys| format!(" = `{keys}`"));
        let (reason, hint) = (self.fault.reason(lang), self.fault.hint().get(lang));
        format!(
            "[{}] {}{sequence}: {reason}; {hint}",
            self.scope, self.command
        )
    }
}

/// Every fault of `layer`, in the order written; empty when it will work on every terminal.
#[must_use]
pub fn lint(layer: &Layer, vocabulary: &Vocabulary<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, binding) in layer.bindings.iter().enumerate() {
        whole(binding, vocabulary, &mut findings);
        for sequence in &binding.sequences {
            alone(binding, sequence, vocabulary, &mut findings);
            against_others(layer, place, sequence, &mut findings);
        }
    }
    findings
}

fn whole(binding: &Binding, vocabulary: &Vocabulary<'_>, findings: &mut Vec<Finding>) {
    let known = (binding.scope.as_str(), binding.command.as_str());
    if !vocabulary.commands.contains(&known) {
        findings.push(finding(binding, None, Fault::UnknownCommand));
    }
    let on_function_keys = |s: &Sequence| s.keys().iter().any(|key| key.is_function());
    if !binding.sequences.is_empty() && binding.sequences.iter().all(on_function_keys) {
        findings.push(finding(binding, None, Fault::NoTwin));
    }
}

/// What is wrong with a sequence whatever else is bound.
fn alone(
    binding: &Binding,
    sequence: &Sequence,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Vec<Finding>,
) {
    for key in sequence.keys() {
        if let Some(hazard) = hazard(*key) {
            let fault = Fault::Hazard(*key, hazard);
            findings.push(finding(binding, Some(sequence), fault));
        }
    }
    let types = sequence
        .keys()
        .first()
        .is_some_and(|key| key.typed().is_some());
    if types && vocabulary.typing.contains(&binding.scope.as_str()) {
        findings.push(finding(binding, Some(sequence), Fault::TypesText));
    }
}

fn against_others(layer: &Layer, place: usize, sequence: &Sequence, findings: &mut Vec<Finding>) {
    let Some(binding) = layer.bindings.get(place) else {
        return;
    };
    for (other_place, other) in layer.bindings.iter().enumerate() {
        for theirs in &other.sequences {
            let same_scope = other.scope == binding.scope;
            let fault = if same_scope && theirs == sequence && other_place < place {
                Fault::SameAs(other.command.clone())
            } else if same_scope && begins(sequence, theirs) {
                Fault::PrefixOf(other.command.clone())
            } else if !same_scope && other.scope == GLOBAL && hides(sequence, theirs) {
                Fault::Hides(other.command.clone())
            } else {
                continue;
            };
            findings.push(finding(binding, Some(sequence), fault));
        }
    }
}

/// Whether `short` is a true prefix of `long`.
fn begins(short: &Sequence, long: &Sequence) -> bool {
    short.keys().len() < long.keys().len() && long.keys().starts_with(short.keys())
}

fn hides(inner: &Sequence, outer: &Sequence) -> bool {
    inner == outer || begins(inner, outer) || begins(outer, inner)
}

fn finding(binding: &Binding, sequence: Option<&Sequence>, fault: Fault) -> Finding {
    Finding {
        scope: binding.scope.clone(),
        command: binding.command.clone(),
        sequence: sequence.cloned(),
        fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::{KeyCode, STANDARD};

    const VOCABULARY: Vocabulary<'_> = Vocabulary {
        commands: &[
            ("global", "help"),
            ("call", "open"),
            ("list", "up"),
            ("list", "down"),
        ],
        typing: &["call"],
    };

    fn faults(text: &str) -> Vec<Fault> {
        let layer = Layer::read(text).unwrap();
        lint(&layer, &VOCABULARY)
            .into_iter()
            .map(|f| f.fault)
            .collect()
    }

    #[test]
    fn each_fault_is_found() {
        let own = |name: &str| name.to_owned();
        let table = [
            ("[list]\nup = [\"Up\"]\ndown = [\"Down\", \"j\"]\n", vec![]),
            ("[list]\nupp = [\"Up\"]\n", vec![Fault::UnknownCommand]),
            ("[call]\nup = [\"Up\"]\n", vec![Fault::UnknownCommand]),
            (
                "[list]\nup = [\"Up\"]\ndown = [\"Up\"]\n",
                vec![Fault::SameAs(own("up"))],
            ),
            (
                "[list]\nup = [\"g\"]\ndown = [\"g g\"]\n",
                vec![Fault::PrefixOf(own("down"))],
            ),
            (
                "[list]\nup = [\"g g\"]\ndown = [\"g\"]\n",
                vec![Fault::PrefixOf(own("up"))],
            ),
            ("[list]\nup = [\"F3\"]\n", vec![Fault::NoTwin]),
            ("[list]\nup = []\n", vec![]),
            ("[call]\nopen = [\"o\"]\n", vec![Fault::TypesText]),
            (
                "[global]\nhelp = [\"F1\", \"Ctrl-g\"]\n[list]\nup = [\"Ctrl-g\"]\n",
                vec![Fault::Hides(own("help"))],
            ),
            (
                "[list]\nup = [\"Ctrl-m\"]\n",
                vec![Fault::Hazard(
                    Key::ctrl('m'),
                    Hazard::SameAs(KeyCode::Enter),
                )],
            ),
        ];
        for (text, expected) in table {
            assert_eq!(faults(text), expected, "{text}");
        }
    }

    #[test]
    fn a_finding_says_where_what_and_what_to_do() {
        let layer = Layer::read("[list]\nup = [\"Alt-x\"]\n").unwrap();
        assert_eq!(
            lint(&layer, &VOCABULARY)[0].line(Lang::En),
            "[list] up = `Alt-x`: `Alt-x`: legacy terminals cannot send it; use a function key \
             with one of Ctrl-d e f g k l n o p q r s t u v w x y"
        );
    }

    #[test]
    fn the_standard_preset_has_no_fault_but_that_it_names_its_own_commands() {
        let layer = Layer::read(STANDARD).unwrap();
        let own: Vec<(&str, &str)> = layer
            .bindings
            .iter()
            .map(|b| (b.scope.as_str(), b.command.as_str()))
            .collect();
        let vocabulary = Vocabulary {
            commands: &own,
            typing: &["call", "field"],
        };
        let found: Vec<String> = lint(&layer, &vocabulary)
            .iter()
            .map(|finding| finding.line(Lang::En))
            .collect();
        assert!(found.is_empty(), "{found:#?}");
    }
}
