use super::*;
use crate::cli::{Exit, fake::Captured};

fn output(lang: Lang) -> (Output, Captured, Captured) {
    let (out, err) = (Captured::default(), Captured::default());
    let output = Output::into_writers(lang, Box::new(out.clone()), Box::new(err.clone()));
    (output, out, err)
}

#[test]
fn nothing_a_terminal_would_obey_is_printed() {
    let (mut output, out, err) = output(Lang::It);
    let poison = "via \u{1b}[31mRossa\u{7} \u{9b}2J\u{202e}x";
    output.line(poison).unwrap();
    output
        .table(&[words::WHAT_TO_DO], &[vec![poison.to_owned()]])
        .unwrap();
    output.json(&poison).unwrap();
    output.failure(&Failure::new(Exit::Store, words::STORE_UNUSABLE).because(poison));
    for text in [out.text(), err.text()] {
        assert!(!text.is_empty());
        assert_eq!(neutral(&text), text, "{text:?}");
    }
}

#[test]
fn safe_json_is_the_same_value() {
    let poison = "\u{1b}\u{7f}\u{9b}\u{202e}\u{e0041}è";
    let safe = safe_json(&serde_json::to_string(poison).unwrap());
    assert_eq!(neutral(&safe), safe);
    assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), poison);
}

#[test]
fn a_failure_says_what_why_and_what_to_do() {
    let failure = Failure::new(Exit::Store, words::STORE_UNUSABLE)
        .because("crc")
        .hint(words::STORE_UNUSABLE_HINT);
    let (mut it, _, err) = output(Lang::It);
    it.failure(&failure);
    assert!(
        err.text().contains(" (crc)\nChe cosa fare: "),
        "{}",
        err.text()
    );
    let (mut script, _, err) = output(Lang::It);
    script.json = true;
    script.failure(&failure);
    let value: serde_json::Value = serde_json::from_str(&err.text()).unwrap();
    assert_eq!(value["error"], "store");
    assert_eq!(value["exit"], 3);
}

/// A reader that has gone.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_has_gone_is_a_quiet_end() {
    let mut output = Output::into_writers(Lang::It, Box::new(Gone), Box::new(Gone));
    let ended = output.line("x").unwrap_err();
    assert_eq!((&ended, ended.exit()), (&Failure::Pipe, Exit::Done));
}
