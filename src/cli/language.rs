//! Which language to speak, known before the command line is read: its errors are in that language too.

use crate::locale::Lang;
use std::ffi::OsString;

/// The language asked for by `--lang`, else by the locale variables, else Italian.
///
/// `arguments` are those of the process, its name included; `variable` reads the environment.
#[must_use]
pub fn choose(arguments: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Lang {
    asked(arguments)
        .or_else(|| from_environment(variable))
        .unwrap_or_default()
}

/// The last `--lang VALUE` or `--lang=VALUE` before a `--`.
fn asked(arguments: &[OsString]) -> Option<Lang> {
    let words: Vec<&str> = arguments
        .iter()
        .map(|argument| argument.to_str().unwrap_or_default())
        .take_while(|word| *word != "--")
        .collect();
    let pairs = words.iter().zip(words.iter().skip(1));
    let apart = pairs.filter_map(|(flag, value)| (*flag == "--lang").then_some(*value));
    let joined = words.iter().filter_map(|word| word.strip_prefix("--lang="));
    apart
        .chain(joined)
        .filter_map(Lang::from_locale)
        .next_back()
}

/// The first of the locale variables that is set decides; `C` and `POSIX` name no language.
fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Option<Lang> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()))
        .and_then(|value| Lang::from_locale(&value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(arguments: &[&str], environment: &[(&str, &str)]) -> Lang {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        choose(&arguments, |name| {
            let found = environment.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_option_stands_above_the_environment_and_italian_is_the_rest() {
        let english = [("LANG", "en_GB.UTF-8")];
        assert_eq!(chosen(&["sportello"], &[]), Lang::It);
        assert_eq!(chosen(&["sportello"], &[("LANG", "C")]), Lang::It);
        assert_eq!(chosen(&["sportello"], &[("LANG", "de_DE")]), Lang::It);
        assert_eq!(chosen(&["sportello"], &english), Lang::En);
        assert_eq!(chosen(&["sportello", "--lang", "it"], &english), Lang::It);
        assert_eq!(chosen(&["sportello", "x", "--lang=en"], &[]), Lang::En);
        assert_eq!(chosen(&["sportello", "--", "--lang=en"], &[]), Lang::It);
        assert_eq!(
            chosen(&["sportello"], &[("LC_ALL", "it_IT"), ("LANG", "en_US")]),
            Lang::It
        );
    }
}
