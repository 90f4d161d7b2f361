//! What a curator is told to do next: of a draft, of a role he has not, of a file without a kind.

use super::{
    cli_life::{ID, propose, sheet, staffed},
    sandbox::Sandbox,
};
use serde_json::json;

/// A sheet that lacks a sentence to say, and points to a topic and an office that are not there.
fn unfinished() -> String {
    let whole = sheet("Gli orti urbani", "", "");
    let whole = whole.replace("topic = \"anagrafe\"", "topic = \"orticoltura\"");
    whole.replace("office = \"anagrafe\"", "office = \"ufficio-orti\"")
}

#[test]
fn an_imported_draft_says_that_it_is_one_what_it_lacks_and_what_comes_next() {
    let place = staffed();
    let file = place.write("orto-comunale.md", unfinished());
    let import = ["kb", "import", file.to_str().unwrap(), "--operator", "anna"];
    let ran = place.run(&import);
    for said in [
        "«orto-comunale»: bozza, gli operatori non la trovano ancora; da completare: say",
        "orticoltura",
        "ufficio-orti",
    ] {
        assert!(ran.out.contains(said), "{}", ran.out);
    }
    for said in [
        "kb sign orto-comunale --as office",
        "kb sign orto-comunale --as urp",
        "kb publish orto-comunale",
        "--trusted",
    ] {
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    let file = place.write(
        "orto-comunale.md",
        unfinished().replace("Gli orti", "Degli orti"),
    );
    let import = ["kb", "import", file.to_str().unwrap(), "--operator", "anna"];
    let dry = place.run(&[&import[..], &["--dry-run"]].concat());
    assert!(dry.out.contains("ufficio-orti"), "{}", dry.out);
    let told = place.json(&import);
    let draft = &told["drafts"][0];
    assert_eq!(
        (&draft["id"], &draft["lacks"]),
        (&json!(ID), &json!(["say"]))
    );
    assert_eq!(draft["missing"], json!(["office", "urp"]));
    assert_eq!(
        told["findings"],
        json!([]),
        "none that keeps it from being a draft"
    );
    let doubts = told["doubts"].as_array().unwrap();
    let rules: Vec<_> = doubts.iter().map(|one| &one["rule"]).collect();
    assert_eq!(rules, ["broken-reference", "broken-reference"], "{told}");
}

#[test]
fn a_refusal_for_want_of_a_role_names_the_role_and_how_it_is_given() {
    let place = staffed();
    propose(&place, &sheet("Gli orti urbani", "Si chiede un orto.", ""));
    for (who, side) in [("ugo", "office"), ("ursula", "urp")] {
        place
            .run(&["kb", "sign", ID, "--as", side, "--operator", who])
            .done();
    }
    let said = place
        .run(&["kb", "publish", ID, "--operator", "ugo"])
        .failed(1);
    assert!(
        said.contains("redattore") && said.contains("sportello operator grant ugo curator`"),
        "{said}"
    );
    let said = place
        .run(&["operator", "grant", "anna", "admin", "--operator", "ugo"])
        .failed(1);
    assert!(
        said.contains("un amministratore con `sportello operator grant ugo admin`"),
        "{said}"
    );
}

#[test]
fn a_file_without_a_kind_is_told_the_kinds_and_all_that_is_missing_at_once() {
    let place = Sandbox::trial();
    let file = place.write("orto.md", "+++\ntitle = \"Orti\"\n+++\nTesto.\n");
    let said = place
        .run(&["kb", "check", file.to_str().unwrap()])
        .out
        .clone();
    for part in [
        "manca «id»",
        "manca «agency»",
        "sheet (say, summary, topic, office, escalate_to)",
        "contact (surname, phones)",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let file = place.write("orto.md", "+++\nkind = \"sheet\"\ntitle = \"Orti\"\n+++\n");
    let said = place
        .run(&["kb", "check", file.to_str().unwrap()])
        .out
        .clone();
    for key in ["id", "agency", "say", "summary", "topic", "office"] {
        assert!(said.contains(&format!("manca «{key}»")), "{key}: {said}");
    }
}
