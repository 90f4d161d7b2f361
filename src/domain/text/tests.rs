//! Tables and laws of the way in.

use super::*;
use proptest::prelude::*;
use unicode_normalization::is_nfc;

/// Pieces that make trouble together more often than random characters do.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => any::<char>().prop_map(String::from),
        3 => prop::sample::select(vec![
            "\u{1b}", "\u{1b}[", "\u{1b}]0;", "\u{1b}P", "\u{9b}", "\u{9d}", "\u{7}", "\u{1b}\\", "31m", "\r", "\n",
            "\r\n", "\t", " ", "\u{202e}", "\u{2066}", "\u{200d}", "\u{200c}", "\u{200f}", "\u{feff}", "\u{ad}",
            "\u{301}", "\u{327}", "\u{483}", "\u{fe0f}", "\u{e0100}", "\u{e0041}", "\u{fffd}", "\u{fffe}", "e", "é",
            "\u{1100}", "\u{1161}", "\u{11a8}", "क", "\u{94d}", "ष", "\u{93c}", "م", "\u{653}", "ש", "\u{5c1}",
            "\u{5bc}", "身", "👩", "🏽", "❤", "\u{344}", "\u{2126}", "\u{958}",
        ]).prop_map(String::from),
        1 => "[ -~]{1,12}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// The longest run of combining marks between two bases.
fn most_marks(text: &str) -> usize {
    let (mut most, mut run) = (0, 0);
    for character in text.chars() {
        if is_combining_mark(character) {
            run += 1;
        } else if !classes::is_joiner(character) {
            run = 0;
        }
        most = most.max(run);
    }
    most
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn cleaning_twice_is_cleaning_once(raw in hostile()) {
        let block = Cleaned::block(&raw);
        let again = Cleaned::block(block.text.as_str());
        prop_assert_eq!(again.removed, 0);
        prop_assert_eq!(&again.text, &block.text);
        let line = Text::line(&raw);
        prop_assert_eq!(&Text::line(line.as_str()), &line);
        prop_assert_eq!(&Text::block(line.as_str()), &line);
    }

    #[test]
    fn what_comes_out_is_safe(raw in hostile()) {
        let text = Text::block(&raw);
        prop_assert!(is_nfc(text.as_str()));
        let doubled = [MARK; 2].iter().collect::<String>();
        prop_assert!(!text.as_str().contains(&doubled));
        prop_assert!(text.as_str().chars().all(|c| c == '\n' || !c.is_control()));
        prop_assert!(most_marks(text.as_str()) <= usize::from(Text::MAX_MARKS));
        prop_assert!(!Text::line(&raw).as_str().contains('\n'));
    }

    #[test]
    fn nothing_goes_unseen(raw in hostile()) {
        let cleaned = Cleaned::block(&raw);
        prop_assert!(cleaned.removed == 0 || cleaned.text.as_str().contains(MARK));
    }

    #[test]
    fn it_reads_back_what_it_wrote(raw in hostile()) {
        let text = Text::block(&raw);
        let json = serde_json::to_string(&text).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Text>(&json).unwrap(), &text);
        let config = bincode::config::standard();
        let bytes = bincode::serde::encode_to_vec(&text, config).unwrap();
        prop_assert_eq!(bincode::serde::decode_from_slice::<Text, _>(&bytes, config).unwrap().0, text);
    }

    #[test]
    fn a_cut_text_is_a_clean_start_of_it(raw in hostile(), max in 0usize..30) {
        let text = Text::block(&raw);
        let cut = text.clone().clipped(max);
        prop_assert!(cut.text.as_str().chars().count() <= max);
        prop_assert!(text.as_str().starts_with(cut.text.as_str()));
        prop_assert_eq!(cut.clipped, cut.text != text);
        prop_assert_eq!(&Text::block(cut.text.as_str()), &cut.text);
    }

    #[test]
    fn any_bytes_become_text(raw in prop::collection::vec(any::<u8>(), 0..200)) {
        let cleaned = Cleaned::from_bytes(&raw);
        prop_assert_eq!(cleaned.text, Text::block(&String::from_utf8_lossy(&raw)));
    }

    #[test]
    fn neutral_leaves_nothing_to_obey(raw in hostile()) {
        let shown = neutral(&raw);
        prop_assert!(shown.chars().all(|c| matches!(c, '\n' | '\t') || !c.is_control()));
        prop_assert_eq!(neutral(&shown), shown.as_ref());
    }
}

#[test]
fn what_people_write_stays_whole() {
    for text in [
        "Perché il sig. D’Angelo non può? 12 € – sì…",
        "بطاقة الهوية",
        "می\u{200c}خواهم",
        "תעודת זהות (ת\u{5bc}\u{5b8})",
        "שלום!\u{200f}",
        "身份证 遗失了怎么办",
        "क\u{94d}\u{200d}ष",
        "Nguyễn Thị",
        "👩\u{200d}💻 👍🏽 ❤\u{fe0f}\u{200d}🔥",
        "한국어",
        "a\u{323}\u{302}b\u{301}\u{302}\u{303}\u{304}",
    ] {
        let cleaned = Cleaned::block(text);
        assert_eq!(cleaned.removed, 0, "{text}");
        assert!(cleaned.text.as_str().nfd_eq(text), "{text}");
    }
}

/// Canonical equivalence, for the table above.
trait NfdEq {
    fn nfd_eq(&self, other: &str) -> bool;
}

impl NfdEq for str {
    fn nfd_eq(&self, other: &str) -> bool {
        use unicode_normalization::UnicodeNormalization;
        self.nfd().eq(other.nfd())
    }
}

#[test]
fn what_must_go_leaves_one_mark() {
    let table = [
        (
            "rosso \u{1b}[1;31mROSSO\u{1b}[0m",
            "rosso \u{fffd}ROSSO\u{fffd}",
            11,
        ),
        ("\u{1b}[2J\u{1b}[Hciao", "\u{fffd}ciao", 7),
        ("\u{9b}31mciao", "\u{fffd}ciao", 4),
        ("\u{1b}]0;titolo\u{7}dopo", "\u{fffd}dopo", 11),
        ("\u{1b}]8;;http://x\u{1b}\\link", "\u{fffd}link", 15),
        ("\u{1b}]52;c;cm0=\nriga dopo", "\u{fffd}\nriga dopo", 11),
        ("\u{1b}Pq#0\u{9c}dopo", "\u{fffd}dopo", 6),
        ("\u{1b}(Bx\u{1b}cy", "\u{fffd}x\u{fffd}y", 5),
        ("\u{1b}", "\u{fffd}", 1),
        ("\u{1b}èx", "\u{fffd}èx", 1),
        ("a\u{0}\u{1}\u{7f}b", "a\u{fffd}b", 3),
        ("fattura\u{202e}fdp.exe", "fattura\u{fffd}fdp.exe", 1),
        ("\u{2066}a\u{2069}", "\u{fffd}a\u{fffd}", 2),
        ("pa\u{200b}ga\u{200d}re", "pa\u{fffd}ga\u{fffd}re", 2),
        (
            "\u{e0041}\u{e0042}ciao\u{fdd0}\u{1fffe}",
            "\u{fffd}ciao\u{fffd}",
            4,
        ),
        ("\u{301}\u{301}e", "\u{fffd}e", 2),
        (
            "o\u{337}\u{337}\u{337}\u{337}\u{337}\u{337}k",
            "o\u{337}\u{337}\u{337}\u{337}\u{fffd}k",
            2,
        ),
        ("👍\u{fe0f}\u{fe0f}", "👍\u{fe0f}\u{fffd}", 1),
        ("già\u{fffd}rotto", "già\u{fffd}rotto", 0),
    ];
    for (raw, text, removed) in table {
        let cleaned = Cleaned::block(raw);
        assert_eq!(cleaned.text.as_str(), text, "{raw:?}");
        assert_eq!(cleaned.removed, removed, "{raw:?}");
    }
}

#[test]
fn line_ends_tabs_and_soft_hyphens_change_without_a_mark() {
    assert_eq!(
        Text::block("\u{feff}a\r\nb\rc\u{2028}d\te").as_str(),
        "a\nb\nc\nd e"
    );
    assert_eq!(Text::line("a\r\nb\rc\u{2028}d\te").as_str(), "a b c d e");
    assert_eq!(Text::block("infor\u{ad}mazioni").as_str(), "informazioni");
    assert_eq!(Text::block("e\u{301}").as_str(), "é");
    assert_eq!(Text::block("a\nb").into_line().as_str(), "a b");
}

#[test]
fn limits_cut_and_say_so() {
    let title = Cleaned::title(&"è".repeat(201));
    assert!(title.clipped);
    assert_eq!(title.text.as_str().chars().count(), TITLE_MAX_CHARS);
    assert!(!Cleaned::line(&"a".repeat(LINE_MAX_CHARS)).clipped);
    let block = Cleaned::block(&"è".repeat(TEXT_MAX_BYTES));
    assert!(block.clipped);
    assert_eq!(block.text.as_str().len(), TEXT_MAX_BYTES);
    let odd = Cleaned::block(&format!("a{}", "è".repeat(TEXT_MAX_BYTES)));
    assert_eq!(odd.text.as_str().len(), TEXT_MAX_BYTES - 1);
}

#[test]
fn a_cut_never_parts_a_grapheme() {
    let family = "👨\u{200d}👩\u{200d}👧";
    let text = Text::line(&format!("a{family}"));
    assert_eq!(text.clipped(4).text.as_str(), "a");
    let chain = Text::line(family);
    assert_eq!(chain.clipped(2).text.as_str().chars().count(), 2);
}

#[test]
fn invalid_bytes_are_counted() {
    let cleaned = Cleaned::from_bytes(b"citt\xe0 \xff\xfe");
    assert_eq!(cleaned.text.as_str(), "citt\u{fffd} \u{fffd}");
    assert_eq!(cleaned.removed, 3);
}

#[test]
fn bytes_from_elsewhere_pass_the_same_way() {
    let text: Text = serde_json::from_str(r#""a\u001b[31mb\u202e""#).unwrap();
    assert_eq!(text.as_str(), "a\u{fffd}b\u{fffd}");
    let long = serde_json::to_string(&"a".repeat(TEXT_MAX_BYTES + 1)).unwrap();
    assert!(serde_json::from_str::<Text>(&long).is_err());
}

#[test]
fn neutral_shows_what_a_terminal_would_obey() {
    assert_eq!(
        neutral("a\u{1b}[31m\u{7f}\u{9b}\u{202e}\tè\n"),
        "a␛[31m␡<U+009B><U+202E>\tè\n"
    );
    assert!(matches!(neutral("già fatto"), Cow::Borrowed(_)));
}
