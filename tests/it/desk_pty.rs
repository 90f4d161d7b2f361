//! The desk as an operator meets it: the real binary at 80×24, from ring to close.

use super::terminal::{Data, Terminal};
use serde_json::Value;
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

fn ready(desk: &Terminal) {
    desk.wait("sono Claudia");
}

/// Waits until a field of a ticket has a value: what is on screen may be a moment ahead of it.
#[track_caller]
fn becomes(data: &Data, number: &str, field: &str, value: &str) {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let ticket = data.json(&["ticket", "show", number]);
        if ticket[field] == value {
            return;
        }
        assert!(
            Instant::now() < until,
            "{field} is {} and not {value}",
            ticket[field]
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Waits until words are on disk: a desk may die only after that and lose nothing.
#[track_caller]
fn on_disk(data: &Data, words: &str) {
    let until = Instant::now() + Duration::from_secs(20);
    while !is_in(&data.dir().join("drafts"), words) {
        assert!(Instant::now() < until, "{words} is on no disk");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether a file of a folder holds these words; one that goes away meanwhile does not.
fn is_in(folder: &Path, words: &str) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| {
        if path.is_dir() {
            return is_in(&path, words);
        }
        fs::read(path).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(words))
    })
}

#[test]
fn a_switchboard_call_is_logged_with_one_key() {
    let data = Data::new();
    let mut desk = data.desk();
    ready(&desk);
    desk.press("carli anagrafe<Enter>");
    let number = desk.saved_number();
    desk.wait("int. 417");
    let ticket = data.json(&["ticket", "show", &number]);
    assert_eq!(ticket["state"], "closed");
    assert_eq!(ticket["kind"], "switchboard");
    assert_eq!(ticket["outcome"], "switchboard-given");
    assert_eq!(ticket["requester"], Value::Null);
}

#[test]
fn an_answer_of_the_knowledge_base_is_concluded_with_three() {
    let data = Data::new();
    let mut desk = data.desk();
    ready(&desk);
    desk.press("ho perso la carta d'identità<Enter><Enter><F10>");
    let number = desk.saved_number();
    let ticket = data.json(&["ticket", "show", &number]);
    assert_eq!(ticket["state"], "closed");
    assert_eq!(ticket["outcome"], "answered");
    assert!(
        ticket["article"]["version"]
            .as_str()
            .is_some_and(|version| version.len() == 32)
    );
    assert_eq!(ticket["text"], "ho perso la carta d'identità");
}

#[test]
fn a_request_is_entrusted_to_a_department_with_its_number_told_within_five() {
    let data = Data::new();
    let mut desk = data.desk();
    ready(&desk);
    desk.press("il lampione in via dell'Esempio è spento<F6>");
    desk.wait("A chi affidi la richiesta?");
    desk.press("<Enter>");
    let number = desk.saved_number();
    desk.wait("Affidata a");
    desk.press("<F10>");
    desk.wait_gone("telefonata");
    desk.wait(&number);
    let ticket = data.json(&["ticket", "show", &number]);
    assert_eq!(ticket["state"], "open");
    assert_eq!(ticket["level"], "department");
    assert_eq!(ticket["outcome"], "entrusted-department");
}

#[test]
fn two_questions_in_one_call_are_two_requests_of_one_interaction() {
    let data = Data::new();
    let mut desk = data.desk();
    ready(&desk);
    desk.press(
        "ho perso la carta d'identità<Enter><Enter><F2>quando si paga l'IMU<Enter><Enter><F10>",
    );
    desk.saved_number();
    let listed = data.json(&["ticket", "list", "--limit", "50"]);
    let shown: Vec<Value> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|row| data.json(&["ticket", "show", row["number"].as_str().unwrap()]))
        .collect();
    assert_eq!(shown.len(), 2);
    assert_eq!(
        shown[0]["interactions"][0]["id"],
        shown[1]["interactions"][0]["id"]
    );
}

#[test]
fn a_parked_call_comes_back_with_its_text() {
    let data = Data::new();
    let mut desk = data.desk();
    ready(&desk);
    desk.press("vorrei prenotare la sala consiliare<F3>");
    desk.wait("Sospesa");
    desk.press("carli anagrafe<Enter>");
    desk.saved_number();
    desk.press("<F3>");
    desk.wait("Telefonate sospese");
    desk.wait("vorrei prenotare");
    desk.press("<Enter>");
    desk.wait("> vorrei prenotare la sala consiliare");
}

#[test]
fn a_colleague_who_does_not_answer_is_replaced_by_his_deputy() {
    let data = Data::new();
    let mut desk = data.desk();
    ready(&desk);
    desk.press("carli anagrafe<Enter>");
    let number = desk.saved_number();
    desk.press("<C-k>");
    desk.wait("Il sostituto");
    becomes(&data, &number, "outcome", "no-answer");
    desk.press("<Enter>");
    desk.wait("int. 418");
    becomes(&data, &number, "outcome", "switchboard-given");
}

#[test]
fn an_outcome_is_corrected_afterwards() {
    let data = Data::new();
    let mut desk = data.desk();
    ready(&desk);
    desk.press("carli anagrafe<Enter>");
    let number = desk.saved_number();
    desk.press("<F9>");
    desk.wait("Ultime telefonate");
    desk.wait(&number);
    desk.press("<Enter>");
    desk.wait("Che cosa correggi?");
    desk.press("passata al secondo<Enter>");
    desk.wait_gone("Che cosa correggi?");
    becomes(&data, &number, "outcome", "passed-live");
}

#[test]
fn a_whole_call_typed_ahead_arrives_intact() {
    for delay in [0, 10, 100] {
        let data = Data::new();
        let mut desk = data.desk();
        std::thread::sleep(Duration::from_millis(delay));
        desk.press("ho perso la carta d'identità<Enter><Enter><F10>");
        let number = desk.saved_number();
        let ticket = data.json(&["ticket", "show", &number]);
        assert_eq!(
            ticket["text"], "ho perso la carta d'identità",
            "after {delay} ms"
        );
        assert_eq!(ticket["outcome"], "answered", "after {delay} ms");
    }
}

#[test]
fn a_draft_survives_a_killed_desk() {
    let data = Data::new();
    let mut desk = data.desk();
    ready(&desk);
    desk.press("una buca in via dell'Esempio");
    desk.wait("> una buca in via dell'Esempio");
    std::thread::sleep(Duration::from_secs(1));
    desk.kill();
    let desk = data.desk();
    desk.wait("> una buca in via dell'Esempio");
    desk.wait("Ripresa la telefonata interrotta");
}

#[test]
fn words_in_a_form_survive_a_killed_desk() {
    let data = Data::new();
    let mut desk = data.desk();
    ready(&desk);
    desk.press("orario della messa<F10>");
    desk.wait("Come si conclude?");
    desk.press("senza<Enter>");
    desk.wait("Risposto senza scheda");
    desk.press("alle dieci");
    desk.wait("alle dieci");
    on_disk(&data, "alle dieci");
    desk.kill();
    let mut desk = data.desk();
    desk.wait("> orario della messa");
    ready(&desk);
    desk.press("<F10>");
    desk.wait("Come si conclude?");
    desk.press("senza<Enter>");
    desk.wait("alle dieci");
}

#[test]
fn a_concluded_call_survives_a_killed_keeper() {
    let data = Data::new();
    let mut desk = data.desk();
    ready(&desk);
    data.kill_keeper();
    desk.press("carli anagrafe<Enter>");
    let number = desk.saved_number();
    assert_eq!(data.json(&["ticket", "show", &number])["state"], "closed");
}
