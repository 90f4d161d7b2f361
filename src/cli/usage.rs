//! What is wrong with a command line, in the language of the person: clap speaks English only.

use super::failure::{Exit, Failure, Said};
use crate::{catalog, locale::Lang};
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

catalog! {
    OPTIONS_PLACE = "[OPZIONI]" / "[OPTIONS]";
    COMMAND_PLACE = "COMANDO" / "COMMAND";
    UNKNOWN_ARGUMENT = "non conosco l'opzione «{arg}»" / "unknown option “{arg}”";
    UNKNOWN_COMMAND = "non conosco il comando «{arg}»" / "unknown command “{arg}”";
    INVALID_VALUE = "«{value}» non va bene per {arg}" / "“{value}” is not accepted by {arg}";
    EMPTY_VALUE = "{arg} vuole un valore" / "{arg} needs a value";
    MISSING_ARGUMENT = "manca: {arg}" / "missing: {arg}";
    MISSING_COMMAND = "manca il comando" / "a command is missing";
    CONFLICT = "{arg} non si usa insieme a {other}" / "{arg} cannot be used with {other}";
    NOT_UTF8 = "un argomento non è testo UTF-8" / "an argument is not UTF-8 text";
    NOT_UTF8_HINT = "controlla la codifica del terminale (`locale`): serve UTF-8"
        / "check the terminal's encoding (`locale`): UTF-8 is needed";
    TOO_MANY = "un valore di troppo: «{value}»" / "one value too many: “{value}”";
    WRONG_COUNT = "numero di valori sbagliato per {arg}" / "wrong number of values for {arg}";
    NO_EQUALS = "dopo {arg} serve «=»" / "{arg} needs an equals sign";
    OTHER_USAGE = "la riga di comando non è giusta" / "the command line is wrong";
    SEE_HELP = "`{command} --help` mostra come si usa" / "`{command} --help` shows how it is used";
    DID_YOU_MEAN = "forse «{near}»; `{command} --help` mostra il resto"
        / "perhaps “{near}”; `{command} --help` shows the rest";
    VALUES_ARE = "valori ammessi: {list}" / "accepted values: {list}";
}

/// The usage error of `command` as a failure; `None` when it is no error but help or the version to be shown.
#[must_use]
pub fn failure(error: &Error, command: &str) -> Option<Failure> {
    let what = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return None,
        ErrorKind::UnknownArgument => Said::from(UNKNOWN_ARGUMENT).with("arg", argument(error)),
        ErrorKind::InvalidSubcommand => {
            Said::from(UNKNOWN_COMMAND).with("arg", word(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation
            if word(error, ContextKind::InvalidValue).is_empty() =>
        {
            Said::from(EMPTY_VALUE).with("arg", argument(error))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => Said::from(INVALID_VALUE)
            .with("value", word(error, ContextKind::InvalidValue))
            .with("arg", argument(error)),
        ErrorKind::MissingRequiredArgument => {
            Said::from(MISSING_ARGUMENT).with("arg", argument(error))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            MISSING_COMMAND.into()
        }
        ErrorKind::ArgumentConflict => Said::from(CONFLICT)
            .with("arg", argument(error))
            .with("other", word(error, ContextKind::PriorArg)),
        ErrorKind::InvalidUtf8 => NOT_UTF8.into(),
        ErrorKind::TooManyValues => {
            Said::from(TOO_MANY).with("value", word(error, ContextKind::InvalidValue))
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            Said::from(WRONG_COUNT).with("arg", argument(error))
        }
        ErrorKind::NoEquals => Said::from(NO_EQUALS).with("arg", argument(error)),
        _ => OTHER_USAGE.into(),
    };
    Some(Failure::new(Exit::Usage, what).hint(hint(error, command)))
}

fn hint(error: &Error, command: &str) -> Said {
    let near = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .map(|kind| word(error, kind))
    .find(|near| !near.is_empty());
    let values = word(error, ContextKind::ValidValue);
    if error.kind() == ErrorKind::InvalidUtf8 {
        NOT_UTF8_HINT.into()
    } else if let Some(near) = near {
        Said::from(DID_YOU_MEAN)
            .with("near", near)
            .with("command", command)
    } else if error.kind() == ErrorKind::InvalidValue && !values.is_empty() {
        Said::from(VALUES_ARE).with("list", values)
    } else {
        Said::from(SEE_HELP).with("command", command)
    }
}

fn argument(error: &Error) -> String {
    word(error, ContextKind::InvalidArg)
}

/// What clap knows under `kind`, as words; empty when nothing.
fn word(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => {
            let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
            texts.join(", ")
        }
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The help or version text clap made, with the one word left that cannot be set.
#[must_use]
pub fn text(error: &Error, lang: Lang) -> String {
    let text = error.render().to_string();
    text.replace("[OPTIONS]", OPTIONS_PLACE.get(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::{args, commands},
        locale::catalog_faults,
    };

    fn told(line: &[&str], lang: Lang) -> (String, String) {
        let words = ["sportello"].iter().chain(line);
        let error = args::command(lang).try_get_matches_from(words).unwrap_err();
        let called = commands::called(line.iter().copied());
        match failure(&error, &called) {
            Some(Failure::Told(told)) => {
                assert_eq!(told.exit, Exit::Usage);
                let hint = told.hint.map(|hint| hint.get(lang)).unwrap_or_default();
                (told.what.get(lang), hint)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_catalog_is_complete() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
    }

    #[test]
    fn each_kind_of_error_is_said_in_words_of_ours() {
        let cases: &[(&[&str], &str)] = &[
            (&["tiket"], "non conosco il comando «tiket»"),
            (&["ticket", "shw"], "non conosco il comando «shw»"),
            (&["ticket"], "manca il comando"),
            (&["ticket", "show"], "manca: <NUMBER>"),
            (
                &["ticket", "list", "--limit", "x"],
                "«x» non va bene per --limit <N>",
            ),
            (
                &["ticket", "list", "--limit"],
                "--limit <N> vuole un valore",
            ),
            (
                &["--lang", "de", "doctor"],
                "«de» non va bene per --lang <it|en>",
            ),
            (&["doctor", "--fast"], "non conosco l'opzione «--fast»"),
        ];
        for (line, expected) in cases {
            let (what, hint) = told(line, Lang::It);
            assert_eq!(&what, expected);
            assert!(!hint.is_empty() && !hint.contains("try"), "{hint}");
        }
    }

    #[test]
    fn the_hint_names_the_command_and_a_near_word() {
        assert_eq!(
            told(&["ticket", "show"], Lang::En).1,
            "`sportello ticket show --help` shows how it is used"
        );
        assert!(told(&["tiket"], Lang::It).1.starts_with("forse «ticket»"));
        assert!(
            told(&["--lang", "de", "doctor"], Lang::En)
                .1
                .contains("it, en")
        );
    }
}
