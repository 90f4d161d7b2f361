//! What people write: text, documents, tables, keymaps.

use sportello::{
    domain::text::{Cleaned, LINE_MAX_CHARS, MARK, TEXT_MAX_BYTES, TITLE_MAX_CHARS, Text, neutral},
    kb,
    keymap::{self, Keymap, Layer, Sequence, Vocabulary},
    locale::Lang,
};
use unicode_normalization::is_nfc;

/// Makes a text of the bytes.
///
/// # Panics
/// When it is not safe to draw, exceeds a bound, or cleaning it again changes it.
pub fn text(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    for text in [Cleaned::from_bytes(bytes).text, Text::block(&raw)] {
        assert!(is_nfc(text.as_str()));
        assert!(text.as_str().len() <= TEXT_MAX_BYTES);
        assert!(text.as_str().chars().all(|c| c == '\n' || !c.is_control()));
        assert!(
            !text
                .as_str()
                .contains(&[MARK; 2].iter().collect::<String>())
        );
        assert_eq!(neutral(text.as_str()), text.as_str());
        let again = Cleaned::block(text.as_str());
        assert_eq!((&again.text, again.removed), (&text, 0));
    }
    let line = Cleaned::line(&raw).text;
    assert!(!line.as_str().contains('\n') && line.as_str().chars().count() <= LINE_MAX_CHARS);
    assert_eq!(Text::line(line.as_str()), line);
    let title = Cleaned::title(&raw).text;
    assert!(title.as_str().chars().count() <= TITLE_MAX_CHARS);
    assert_eq!(Cleaned::title(title.as_str()).text, title);
}

/// Reads the bytes as an article and as an agency.
///
/// # Panics
/// When what was read is not the same after it is written and read again.
pub fn article(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    if let Ok(article) = kb::document::parse(&raw) {
        let canonical = kb::document::write(&article);
        assert_eq!(kb::document::parse(&canonical), Ok(article));
        let _ = kb::markdown::blocks(&canonical);
    }
    if let Ok(agency) = kb::agency::parse_agency(&raw) {
        let canonical = kb::agency::write_agency(&agency);
        assert_eq!(kb::agency::parse_agency(&canonical), Ok(agency));
    }
    let _ = kb::markdown::blocks(&raw);
}

/// Reads the bytes as each sort of file that knowledge is imported from.
///
/// # Panics
/// When an article that is accepted cannot be read from its canonical text.
pub fn import(bytes: &[u8]) {
    for name in ["a.md", "a.toml", "a.csv", "a.jsonl"] {
        let mut reading = kb::layout::Reading::default();
        reading.file(name, bytes);
        let reports: usize = [Lang::It, Lang::En]
            .map(|lang| {
                reading
                    .findings
                    .iter()
                    .map(|it| it.report(lang).len())
                    .sum()
            })
            .iter()
            .sum();
        assert!(reading.findings.is_empty() || reports > 0);
        if let Ok(documents) = reading.accept() {
            for (article, canonical) in documents.articles {
                assert_eq!(kb::document::parse(&canonical), Ok(article));
            }
        }
    }
}

/// Reads the bytes as a keymap file and as a sequence of keys, over the standard preset.
///
/// # Panics
/// When a sequence does not read back as it is written.
pub fn keymap(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    if let Ok(sequence) = raw.parse::<Sequence>() {
        assert_eq!(sequence.to_string().parse(), Ok(sequence));
    }
    let Ok(layer) = Layer::read(&raw) else { return };
    let standard = Layer::read(keymap::STANDARD).unwrap();
    let (both, _losses) = layer.over(&standard);
    let vocabulary = Vocabulary {
        commands: &[("global", "conclude")],
        typing: &["global"],
    };
    for finding in keymap::lint(&both, &vocabulary) {
        assert!(!finding.line(Lang::It).is_empty());
    }
    let keymap = Keymap::of(&both);
    for binding in &both.bindings {
        for sequence in &binding.sequences {
            assert_eq!(sequence.to_string().parse().as_ref(), Ok(sequence));
            let _ = keymap.lookup(&[&binding.scope, keymap::GLOBAL], sequence.keys());
        }
    }
}
