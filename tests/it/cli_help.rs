//! What `--help` says, held as plain text in both languages, and what a wrong command line is told.

use super::sandbox::Sandbox;
use std::{os::unix::ffi::OsStrExt, path::Path};

/// Compares with the text kept beside this file; `SPORTELLO_BLESS=1` writes it anew.
fn held(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it")
        .join(name);
    if std::env::var_os("SPORTELLO_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        text, kept,
        "{name}: run the test with SPORTELLO_BLESS=1 and look at the difference"
    );
}

#[test]
fn help_is_the_one_that_is_kept() {
    let place = Sandbox::empty();
    held("help.it.txt", &place.run(&["--help"]).done());
    held(
        "help.en.txt",
        &place.run(&["--lang", "en", "--help"]).done(),
    );
    held(
        "help-ticket-open.it.txt",
        &place.run(&["ticket", "open", "--help"]).done(),
    );
    assert!(!place.data().exists());
}

#[test]
fn no_english_of_the_parser_is_left_in_the_italian_help() {
    let place = Sandbox::empty();
    let root = place.run(&["--help"]).done();
    let commands = root.lines().skip_while(|line| *line != "Comandi:").skip(1);
    for line in commands.take_while(|line| !line.is_empty()) {
        let Some(name) = line
            .split_whitespace()
            .next()
            .filter(|_| !line.starts_with("   "))
        else {
            continue;
        };
        let help = place.run(&[name, "--help"]).done();
        for english in [
            "Usage:",
            "Options:",
            "OPTIONS",
            "Commands:",
            "Arguments:",
            "[default",
            "[possible",
            "[env",
        ] {
            assert!(!help.contains(english), "{name}: {english}");
        }
    }
}

#[test]
fn a_wrong_command_line_is_told_in_the_language_of_the_person() {
    let place = Sandbox::empty();
    let cases: &[(&[&str], &str, &str)] = &[
        (&["tiket"], "non conosco il comando", "unknown command"),
        (&["ticket"], "manca il comando", "a command is missing"),
        (&["ticket", "show"], "manca", "missing"),
        (
            &["doctor", "--fast"],
            "non conosco l'opzione",
            "unknown option",
        ),
        (
            &["ticket", "list", "--limit", "molti"],
            "non va bene",
            "is not accepted",
        ),
        (&["--theme", "rosa"], "non va bene", "is not accepted"),
        (
            &["completions", "tcsh"],
            "non è tra i valori",
            "is not an accepted value",
        ),
        (
            &["man", "volare"],
            "non conosco il comando",
            "unknown command",
        ),
    ];
    for (line, italian, english) in cases {
        let said = place.run(line);
        assert!(matches!(said.code, Some(2 | 4)), "{line:?}: {}", said.err);
        assert!(said.err.contains(italian), "{}", said.err);
        let with_lang: Vec<&str> = ["--lang", "en"].iter().chain(*line).copied().collect();
        let said = place.run(&with_lang);
        assert!(said.err.contains(english), "{}", said.err);
    }
    let said = place.run(&["--json", "tiket"]).failed(2);
    let value: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (&value["error"], &value["exit"]),
        (&"usage".into(), &2.into())
    );
}

#[test]
fn bytes_that_are_no_text_are_refused_in_words() {
    let place = Sandbox::empty();
    let bad = std::ffi::OsStr::from_bytes(b"caff\xe8");
    let output = place
        .command(["ticket", "open", "--text"])
        .arg(bad)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("UTF-8"));
}

#[test]
fn scripts_and_pages_are_printed_without_a_data_directory() {
    let place = Sandbox::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(
            place
                .run(&["completions", shell])
                .done()
                .contains("sportello")
        );
    }
    assert!(place.run(&["man"]).done().contains(".SH NOME"));
    let page = place.run(&["--lang", "en", "man", "ticket", "open"]).done();
    assert!(page.contains(".SH NAME") && page.contains("Open a request"));
    assert!(
        place
            .run(&["--version"])
            .done()
            .contains(env!("CARGO_PKG_VERSION"))
    );
    assert!(!place.data().exists());
}
