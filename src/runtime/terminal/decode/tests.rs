//! What terminals send, and the law that packets do not matter.

use proptest::prelude::*;

use super::*;

fn decode(bytes: &[u8]) -> Vec<Input> {
    let mut decoder = Decoder::default();
    let mut out = Vec::new();
    decoder.feed(bytes, &mut out);
    decoder.flush(&mut out);
    out
}

/// Keys as text, pastes in quotes, all apart by spaces.
fn shown(inputs: &[Input]) -> String {
    let words: Vec<String> = inputs
        .iter()
        .map(|input| match input {
            Input::Key(key) => key.to_string(),
            Input::Paste(pasted) => format!("{:?}", pasted.text),
        })
        .collect();
    words.join(" ")
}

#[test]
fn every_terminal_says_its_keys() {
    let table: &[(&[u8], &str)] = &[
        (b"abC", "a b C"),
        (b"\r", "Enter"),
        (b"\n", "Enter"),
        (b"\n\r\r", "Enter Enter Enter"),
        (b"a\r\nb", "a Enter b"),
        (b"\x7f\x08", "Backspace Backspace"),
        (b"\t\x1b[Z", "Tab Shift-Tab"),
        (
            b"\x00\x01\x1a\x1c\x1f",
            "Ctrl-Space Ctrl-a Ctrl-z Ctrl-\\ Ctrl-_",
        ),
        (b"\x1b", "Esc"),
        (b"\x1b\x1b", "Esc Esc"),
        (b"\x1bd\x1b\r", "Esc d Esc Enter"),
        (
            b"\x1b[A\x1bOA\x1b[1;5A\x1b[1;2D",
            "Up Up Ctrl-Up Shift-Left",
        ),
        (b"\x1b[a\x1bOa\x1b\x1b[A", "Shift-Up Ctrl-Up Esc Up"),
        (
            b"\x1b[H\x1bOF\x1b[1~\x1b[4~\x1b[7~\x1b[8~",
            "Home End Home End Home End",
        ),
        (
            b"\x1b[2~\x1b[3~\x1b[5~\x1b[6~",
            "Insert Delete PageUp PageDown",
        ),
        (
            b"\x1bOP\x1bOS\x1b[11~\x1b[15~\x1b[[A\x1b[[E",
            "F1 F4 F1 F5 F1 F5",
        ),
        (
            b"\x1b[P\x1b[1;2P\x1bO5Q\x1b[1;5R",
            "F1 Shift-F1 Ctrl-F2 Ctrl-F3",
        ),
        (
            b"\x1b[17~\x1b[21~\x1b[23~\x1b[24~\x1b[34~",
            "F6 F10 F11 F12 F20",
        ),
        (
            b"\x1b[21;5~\x1b[21^\x1b[21$\x1b[3@",
            "Ctrl-F10 Ctrl-F10 Shift-F10 Ctrl-Shift-Delete",
        ),
        (b"\x1bOM\x1bOp\x1bOy\x1bOk", "Enter 0 9 +"),
        (
            b"\x1b[27;5;100~\x1b[100;5u\x1b[13;2u",
            "Ctrl-d Ctrl-d Shift-Enter",
        ),
        (b"\x1b[97;65u", "a"),
    ];
    for (bytes, expected) in table {
        assert_eq!(shown(&decode(bytes)), *expected, "{bytes:?}");
    }
}

#[test]
fn what_is_no_key_is_swallowed_whole_and_eats_nothing() {
    let table: &[(&[u8], &str)] = &[
        // Answers of the terminal, changes of focus, unknown keys.
        (
            b"\x1b[24;80R\x1b[?62;1c\x1b[?2026;2$y\x1b[Ix\x1b[O\x1b[99~",
            "x",
        ),
        (b"\x1b]11;rgb:0/0/0\x07a\x1b]0;t\x1b\\b", "a b"),
        // Esc, then text in capitals that is no function key.
        (b"\x1bO", "Esc O"),
        (b"\x1bO\xe8\x1bOVI", "Esc O è Esc O V I"),
        // A torn sequence never eats what comes after it.
        (b"\x1b[\r", "Enter"),
        (b"\x1b[1;\x1b[A", "Up"),
        (b"\x1b[1\xc3\xa8", "è"),
    ];
    for (bytes, expected) in table {
        assert_eq!(shown(&decode(bytes)), *expected, "{bytes:?}");
    }
}

#[test]
fn letters_that_are_no_utf8_are_latin1_and_eat_nothing() {
    let table: &[(&[u8], &str)] = &[
        ("perché €5 漢".as_bytes(), "p e r c h é Space € 5 Space 漢"),
        (b"\xe8", "è"),
        (b"perch\xe9\r", "p e r c h é Enter"),
        (b"\xe0\xe8\xec\xf2\xf9\x1b[A", "à è ì ò ù Up"),
        (b"\xe8\xb0a", "è ° a"),
        (b"\xb0\xff", "° ÿ"),
        // Overlong and surrogate encodings are no characters.
        (b"\xc0\xaf", "À ¯"),
        (b"\xed\xa0\x80", "í \u{a0}"),
        // C1 controls type nothing, alone or as UTF-8.
        (b"\x80\x9fa\xc2\x9bb", "a b"),
    ];
    for (bytes, expected) in table {
        assert_eq!(shown(&decode(bytes)), *expected, "{bytes:?}");
    }
}

#[test]
fn a_paste_is_one_input_whatever_is_in_it() {
    let table: &[(&[u8], &str)] = &[
        (b"\x1b[200~a\rb\r\nc\nd\x1b[201~e", "\"a\\nb\\nc\\nd\" e"),
        (
            b"\x1b[200~\x1b[A\x1b[20\x1b[201~",
            "\"\\u{1b}[A\\u{1b}[20\"",
        ),
        (b"\x1b[200~\x1b\x1b[201~", "\"\\u{1b}\""),
        (b"\x1b[200~perch\xe9 \xc3\xa8\x1b[201~", "\"perché è\""),
        (b"\x1b[200~\x1b[201~", "\"\""),
        (b"\x1b[200~without end\x1b[2", "\"without end\""),
        (b"\x1b[201~x", "x"),
    ];
    for (bytes, expected) in table {
        assert_eq!(shown(&decode(bytes)), *expected, "{bytes:?}");
    }
}

#[test]
fn a_paste_is_cut_at_its_limit_and_says_so() {
    let mut bytes = b"\x1b[200~a".to_vec();
    bytes.extend("è".repeat(40_000).as_bytes());
    bytes.extend(b"\x1b[201~z");
    let inputs = decode(&bytes);
    let Some(Input::Paste(pasted)) = inputs.first() else {
        panic!("a paste");
    };
    assert_eq!(pasted.text.chars().count(), 1 + 32_767);
    assert_eq!(pasted.left_out, 80_001 - 65_536);
    assert_eq!(shown(inputs.get(1..).unwrap_or_default()), "z");
}

#[test]
fn silence_after_esc_is_the_key_and_its_late_rest_is_no_text() {
    let mut decoder = Decoder::default();
    let mut out = Vec::new();
    for (bytes, expected) in [
        (&b"\x1b"[..], "Esc"),
        (b"[A", "Esc Up"),
        (b"\x1b", "Esc Up Esc"),
        (b"[x", "Esc Up Esc [ x"),
        (b"\x1b", "Esc Up Esc [ x Esc"),
        (b"[", "Esc Up Esc [ x Esc ["),
        (b"\x1b[1", "Esc Up Esc [ x Esc ["),
    ] {
        decoder.feed(bytes, &mut out);
        if decoder.patience().is_some() {
            decoder.flush(&mut out);
        }
        assert_eq!(shown(&out), expected);
        assert_eq!(decoder.patience(), None);
    }
}

#[test]
fn memory_is_bounded_and_the_next_key_arrives() {
    let mut endless = b"\x1b[".to_vec();
    endless.extend(std::iter::repeat_n(b'1', 100_000));
    endless.extend(b"mF");
    assert_eq!(shown(&decode(&endless)), "F");
    let mut answer = b"\x1b]".to_vec();
    answer.extend(std::iter::repeat_n(b'x', MAX_ANSWER));
    answer.extend(b"xab");
    assert_eq!(shown(&decode(&answer)), "a b");
}

#[test]
fn a_whole_call_typed_ahead_arrives_in_order() {
    let mut bytes = Vec::new();
    for _ in 0..200 {
        bytes.extend("carta identità\r\x1b[17~\x1bOP\x1b[B\x04".as_bytes());
    }
    let inputs = decode(&bytes);
    assert_eq!(inputs.len(), 200 * 19);
    let one = "c a r t a Space i d e n t i t à Enter F6 F1 Down Ctrl-d";
    assert_eq!(shown(inputs.get(19..38).unwrap_or_default()), one);
}

/// Bytes as terminals send them, whole or torn, and noise.
fn traffic() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<u8>().prop_map(|byte| vec![byte]),
        "[a-zàèéìòù€漢 ]{1,4}".prop_map(String::into_bytes),
        prop::sample::select(vec![
            &b"\x1b"[..],
            b"\x1b[",
            b"\x1bO",
            b"[",
            b"~",
            b"\x1b[A",
            b"\x1b[1;5A",
            b"\x1b[[A",
            b"\x1b[15~",
            b"\x1bOP",
            b"\x1b[200~",
            b"\x1b[201~",
            b"\r",
            b"\n",
            b"\xe8",
            b"\x1b]0;",
            b"\x07",
            b"\x1b\\",
            b"\x1b[?2$",
            b"\x1b[2$",
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// Law: how the bytes are cut into packets changes nothing.
    #[test]
    fn packets_do_not_matter(bytes in traffic(), cuts in prop::collection::vec(1usize..8, 1..60)) {
        let mut decoder = Decoder::default();
        let mut out = Vec::new();
        let mut rest = bytes.as_slice();
        for cut in cuts {
            let (packet, after) = rest.split_at(cut.min(rest.len()));
            decoder.feed(packet, &mut out);
            rest = after;
        }
        decoder.feed(rest, &mut out);
        decoder.flush(&mut out);
        prop_assert_eq!(out, decode(&bytes));
    }

    /// Law: after any noise and a silence the decoder is ready, and a key is that key.
    #[test]
    fn no_noise_eats_the_next_key(bytes in traffic()) {
        let mut decoder = Decoder::default();
        let mut out = Vec::new();
        decoder.feed(&bytes, &mut out);
        decoder.flush(&mut out);
        prop_assert_eq!(decoder.patience(), None);
        decoder.feed(b"q", &mut out);
        prop_assert_eq!(out.last(), Some(&Input::Key(Key::char('q'))));
    }
}
