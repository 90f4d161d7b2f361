//! What the commands say when something is not as they want it, and what the calls say is missing.

use super::{
    cli_life::{ID, act, propose, rule, sheet, staffed},
    sandbox::Sandbox,
};
use serde_json::json;

#[test]
fn a_wrong_role_names_those_there_are_with_what_they_mean() {
    let place = Sandbox::trial();
    for verb in ["grant", "revoke"] {
        let said = place.run(&["operator", verb, "claudia", "capo"]).failed(2);
        assert!(said.contains("«capo» non è un ruolo"), "{said}");
        assert!(
            said.contains("curator = redattore (redattore: scrive e pubblica"),
            "{said}"
        );
        assert!(
            said.contains("first-level = primo livello (risponde al telefono"),
            "{said}"
        );
    }
    let script = place.run(&["completions", "bash"]).done();
    assert!(
        script.contains("first-level back-office department"),
        "{script}"
    );
}

#[test]
fn a_refusal_names_the_day_as_it_was_typed_and_no_code_of_ours() {
    let place = staffed();
    for day in ["01/01/2020", "2020-01-01"] {
        let said = place.run(&["kb", "show", "urp", "--at", day]).failed(4);
        assert!(said.contains(&format!("il {day}")), "{said}");
        assert!(!said.contains("T00:00"), "{said}");
    }
    propose(&place, &sheet("Gli orti urbani", "Si chiede un orto.", ""));
    let own = ["kb", "sign", ID, "--as", "urp", "--operator", "anna"];
    let said = place.run(&own).failed(1);
    assert!(
        said.contains("lo faccia un altro") && !said.contains("BA-"),
        "{said}"
    );
}

#[test]
fn the_day_of_an_act_is_a_day_and_not_to_come() {
    let place = staffed();
    propose(&place, &sheet("Gli orti urbani", "Si chiede un orto.", ""));
    for (day, said) in [
        ("2026-11-22 09:30", "senza ora"),
        ("2999-01-01", "deve ancora venire"),
    ] {
        let act = act(day);
        let told = place.run(&[&act[..], &["--operator", "carlo"]].concat());
        let told = told.failed(2);
        assert!(told.contains(said), "{told}");
        assert!(!told.contains("09:30\""), "{told}");
    }
}

#[test]
fn a_question_that_has_its_sheet_is_named_with_it_and_becomes_no_draft() {
    let place = Sandbox::trial();
    let number = place.ticket("carta identità smarrita");
    place
        .line(&format!(
            "ticket escalate {number} --to back-office --text x"
        ))
        .done();
    let gaps = place.json(&["kb", "gaps"]);
    assert_eq!(
        gaps["gaps"][0]["there"]["id"], "carta-persa-cosa-faccio",
        "{gaps}"
    );
    let ran = place.run(&["kb", "gaps"]);
    assert!(ran.out.contains("c'è già: "), "{}", ran.out);
    assert!(!ran.err.contains("--draft"), "{}", ran.err);
    let refused = place.run(&["kb", "gaps", "--draft", "1", "--json"]);
    assert_eq!(rule(refused), "there-already");
}

#[test]
fn a_question_without_an_article_becomes_a_draft() {
    let place = Sandbox::trial();
    for text in ["bidone raccolta giardino", "carta bidone giardino raccolta"] {
        let number = place.ticket(text);
        place
            .line(&format!(
                "ticket escalate {number} --to back-office --text x"
            ))
            .done();
    }
    let gaps = place.json(&["kb", "gaps"]);
    for field in [
        "since",
        "calls",
        "again",
        "solved",
        "gaps",
        "unused",
        "unanswered",
    ] {
        assert!(!gaps[field].is_null(), "{field}: {gaps}");
    }
    assert_eq!(gaps["gaps"][0]["times"], 2, "{gaps}");
    assert_eq!((&gaps["again"], &gaps["solved"]), (&json!(1), &json!(0)));
    let said = place.run(&["kb", "gaps"]).done();
    assert!(
        said.contains("risolta al primo livello 0 volte su 1"),
        "{said}"
    );
    place.run(&["kb", "gaps", "--draft", "99999"]).failed(4);
    place.run(&["kb", "gaps", "--draft", "0"]).failed(4);
    let made = place.json(&["kb", "gaps", "--draft", "1"]);
    assert_eq!(made["id"], "bidone-raccolta-giardino");
    let again = place.json(&["kb", "gaps", "--draft", "1"]);
    assert_eq!(again["id"], "bidone-raccolta-giardino-2");
    let version = made["version"].as_str().unwrap();
    let shown = place.json(&[
        "kb",
        "show",
        "bidone-raccolta-giardino",
        "--version",
        version,
    ]);
    assert_eq!(shown["provenance"], "draft");
    let text = shown["text"].as_str().unwrap();
    assert!(
        text.contains("title = \"Bidone raccolta giardino\""),
        "{text}"
    );
    assert!(
        text.contains("\"carta bidone giardino raccolta\""),
        "{text}"
    );
}
