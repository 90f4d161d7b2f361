//! Bytes of a register as text: UTF-8, else UTF-16 by its byte-order mark, else Latin-1, and which it was.

use crate::kb::fault::{KbError, Rule};

/// A text, and what it was when it was no UTF-8.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// The encoding it had; `None` for UTF-8.
    pub found: Option<&'static str>,
}

/// How the files begin that hold other files: ZIP (also XLSX and ODS), gzip, bzip2, xz, zstd, 7z, old XLS.
const ARCHIVES: &[&[u8]] = &[
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf",
    b"\xd0\xcf\x11\xe0",
];

/// The fault of a file that holds other files: none is opened (SECURITY T14).
#[must_use]
pub fn archive(bytes: &[u8]) -> Option<KbError> {
    let found = ARCHIVES.iter().any(|begin| bytes.starts_with(begin));
    found.then(|| KbError::new(Rule::Archive, 1))
}

/// The text of the bytes; every byte means something, so this never fails.
#[must_use]
pub fn text(bytes: Vec<u8>) -> Decoded {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => return wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return wide(rest, u16::from_be_bytes),
        _ => {}
    }
    match String::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: match text.strip_prefix('\u{feff}') {
                Some(rest) => rest.to_owned(),
                None => text,
            },
            found: None,
        },
        Err(error) => Decoded {
            text: error.into_bytes().into_iter().map(western).collect(),
            found: Some("Latin-1"),
        },
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let units = bytes.chunks(2).map(|pair| match pair {
        [one, two] => unit([*one, *two]),
        _ => 0xfffd,
    });
    let text = char::decode_utf16(units)
        .map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    Decoded {
        text,
        found: Some("UTF-16"),
    }
}

/// A byte of Latin-1 as Windows writes it: 0x80–0x9f are quotes, dashes and the euro, no controls.
fn western(byte: u8) -> char {
    const WINDOWS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => WINDOWS
            .get(usize::from(byte - 0x80))
            .copied()
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        plain => char::from(plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn encodings_are_told_apart() {
        let cases: [(&[u8], &str, Option<&str>); 6] = [
            ("città".as_bytes(), "città", None),
            ("\u{feff}città".as_bytes(), "città", None),
            (b"citt\xe0 \x80 5", "città € 5", Some("Latin-1")),
            (b"\xff\xfec\0i\0\xe0\0", "cià", Some("UTF-16")),
            (b"\xfe\xff\0c\0i\0\xe0", "cià", Some("UTF-16")),
            (b"\xff\xfec\0i", "c\u{fffd}", Some("UTF-16")),
        ];
        for (bytes, text, found) in cases {
            let decoded = super::text(bytes.to_vec());
            assert_eq!((decoded.text.as_str(), decoded.found), (text, found));
        }
    }

    #[test]
    fn archives_are_not_opened() {
        assert!(archive(b"PK\x03\x04...").is_some());
        assert!(archive(b"\x1f\x8b\x08").is_some());
        assert!(archive(b"cod_amm\tdes_amm").is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_text(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = text(bytes);
        }
    }
}
