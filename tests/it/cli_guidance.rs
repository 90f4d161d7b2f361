//! What a curator is told to do next: of a draft, of a role he has not, of a file without a kind.

use super::{
    cli_life::{ID, propose, sheet, staffed},
    sandbox::Sandbox,
};

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
