//! A draft of every past version comes back: whoever was cut off by an upgrade loses no word.

use super::bench::Bench;
use sportello::desk::{draft::Call, msg::Msg};
use std::{fs, path::Path};

/// The draft that a desk of this version writes, made where there is none by `SPORTELLO_GOLDEN=1`: a call
/// with an answer told and a second question.
#[test]
fn a_draft_of_every_past_version_comes_back_with_its_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let present = root.join("1/draft.json");
    if std::env::var_os("SPORTELLO_GOLDEN").is_some() && !present.exists() {
        let mut bench = Bench::alone();
        bench.press("carta smarrita<Enter><Enter>").wait(2);
        bench.press("<F2>buca in strada").wait(2);
        let draft = bench.drafts.values().next().unwrap();
        fs::write(&present, draft).unwrap();
    }
    for version in fs::read_dir(root).unwrap() {
        let path = version.unwrap().path().join("draft.json");
        if !path.exists() {
            continue;
        }
        let draft = fs::read_to_string(&path).unwrap();
        let call: Call = serde_json::from_str(&draft).unwrap();
        assert_eq!(call.questions.len(), 2);
        assert!(call.questions[0].is_answered(), "{draft}");
        let mut bench = Bench::alone();
        bench.tell(Msg::Drafts(vec![draft], 0));
        bench.settle();
        assert_eq!(bench.line(), "buca in strada", "{}", bench.screen());
        assert_eq!(bench.app.call.questions.len(), 2);
    }
    assert!(present.exists());
}
