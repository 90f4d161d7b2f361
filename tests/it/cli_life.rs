//! The life of an article by commands: written, checked, approved by two, published, told to everybody, corrected.

use super::sandbox::Sandbox;
use serde_json::{Value, json};

pub const ID: &str = "orto-comunale";

/// A sheet of the trial agency, with what it says and from when on.
pub fn sheet(title: &str, say: &str, more: &str) -> String {
    format!(
        "+++\nid = \"{ID}\"\nkind = \"sheet\"\nagency = \"esempio\"\ntitle = \"{title}\"\n\
         summary = \"Gli orti comunali\"\nsay = \"{say}\"\ntopic = \"anagrafe\"\n\
         office = \"anagrafe\"\nescalate_to = \"anagrafe\"\n{more}+++\n"
    )
}

/// A trial place with an author, one for the office, one for the URP and one who publishes.
pub fn staffed() -> Sandbox {
    let place = Sandbox::trial();
    for (name, id, role) in [
        ("Anna Autrice", "anna", "back-office"),
        ("Ugo Ufficio", "ugo", "department"),
        ("Ursula Urp", "ursula", "urp"),
        ("Carlo Redattore", "carlo", "curator"),
    ] {
        place.run(&["operator", "add", name, "--id", id]).done();
        place.run(&["operator", "grant", id, role]).done();
    }
    place.run(&["operator", "grant", "anna", "urp"]).done();
    place
}

/// Proposes a text as Anna.
pub fn propose(place: &Sandbox, text: &str) {
    propose_as(place, "anna", text);
}

fn propose_as(place: &Sandbox, who: &str, text: &str) {
    let file = place.write("proposta.md", text);
    let file = file.to_str().unwrap();
    place.run(&["kb", "import", file, "--operator", who]).done();
}

/// The command line that records an act of the office, dated `day`, on the sheet.
pub fn act(day: &str) -> Vec<&str> {
    let what = "kb sign orto-comunale --as office --protocol 77/2026";
    let who = ["--date", day, "--name", "Dante Dirigente"];
    what.split(' ').chain(who).collect()
}

/// Office and URP approve the only draft.
fn approve(place: &Sandbox) {
    for (who, side) in [("ugo", "office"), ("ursula", "urp")] {
        place
            .run(&["kb", "sign", ID, "--as", side, "--operator", who])
            .done();
    }
}

/// The titles a search finds of the sheet.
fn found(place: &Sandbox, more: &[&str]) -> Vec<String> {
    let line: Vec<&str> = ["kb", "search", "orti", "urbani"]
        .iter()
        .chain(more)
        .copied()
        .collect();
    let found = place.json(&line);
    let hits = found["hits"].as_array().unwrap();
    let own = hits.iter().filter(|hit| hit["id"] == ID);
    own.map(|hit| hit["title"].as_str().unwrap().to_owned())
        .collect()
}

pub fn rule(ran: super::sandbox::Ran) -> String {
    let said: Value = serde_json::from_str(&ran.failed(1)).unwrap();
    assert!(said["message"].is_string(), "{said}");
    said["rule"].as_str().unwrap().to_owned()
}

/// A moment after everything so far: the clock of what is in force counts milliseconds, a script's
/// text whole seconds.
fn after_now() -> String {
    let begun = chrono::Utc::now();
    while chrono::Utc::now().timestamp() <= begun.timestamp() + 1 {
        std::thread::yield_now();
    }
    let between = begun + chrono::TimeDelta::seconds(1);
    between.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn a_sheet_is_written_approved_by_two_published_corrected_and_withdrawn() {
    let place = staffed();
    propose(
        &place,
        &sheet("Orti urbani: domanda", "Si chiede in anagrafe.", ""),
    );
    assert_eq!(found(&place, &[]), Vec::<String>::new());
    let tasks = place.json(&["kb", "tasks"]);
    let task = tasks
        .as_array()
        .unwrap()
        .iter()
        .find(|task| task["id"] == ID);
    assert_eq!(task.unwrap()["task"], "draft");

    let own = format!("kb sign {ID} --as urp --operator anna --json");
    assert_eq!(rule(place.line(&own)), "own-text");
    let early = ["kb", "publish", ID, "--operator", "carlo", "--json"];
    assert_eq!(rule(place.run(&early)), "not-approved");
    let signed = place.json(&["kb", "sign", ID, "--as", "office", "--operator", "ugo"]);
    assert_eq!(
        (&signed["approved"], &signed["missing"]),
        (&json!(false), &json!(["urp"]))
    );
    let said = place
        .run(&["kb", "publish", ID, "--operator", "carlo"])
        .failed(1);
    assert!(said.contains("kb sign orto-comunale --as urp"), "{said}");
    let signed = place.json(&["kb", "sign", ID, "--as", "urp", "--operator", "ursula"]);
    assert_eq!(signed["approved"], true);
    let first = signed["version"].as_str().unwrap().to_owned();
    assert_eq!(first.len(), 32);
    assert_eq!(
        rule(place.run(&["kb", "publish", ID, "--operator", "ugo", "--json"])),
        "no-role"
    );
    let published = place.json(&["kb", "publish", ID, "--operator", "carlo"]);
    assert_eq!(
        (&published["version"], &published["in_force"]),
        (&json!(first), &json!(true))
    );
    assert_eq!(found(&place, &[]), ["Orti urbani: domanda"]);
    let between = after_now();

    propose(
        &place,
        &sheet(
            "Orti urbani: domanda e canone",
            "Si chiede in anagrafe, 20 euro.",
            "",
        ),
    );
    assert_eq!(found(&place, &[]), ["Orti urbani: domanda"]);
    let diff = place.run(&["kb", "diff", ID]).done();
    assert!(
        diff.starts_with(&format!("--- {ID} {first}\n+++ {ID} ")),
        "{diff}"
    );
    assert!(
        diff.contains("\n-say = \"Si chiede in anagrafe.\"\n"),
        "{diff}"
    );
    assert!(
        diff.contains("\n+say = \"Si chiede in anagrafe, 20 euro.\"\n"),
        "{diff}"
    );
    approve(&place);
    place
        .run(&["kb", "publish", ID, "--operator", "carlo"])
        .done();
    assert_eq!(found(&place, &[]), ["Orti urbani: domanda e canone"]);
    assert_eq!(found(&place, &["--at", &between]), ["Orti urbani: domanda"]);
    let batch = format!(
        "{{\"q\":\"orti urbani\",\"at\":\"{between}\",\"topic\":\"anagrafe\",\"others\":false}}\n"
    );
    let line = place
        .feed(&["kb", "search", "--batch"], batch.as_bytes())
        .done();
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["hits"][0]["title"], "Orti urbani: domanda");
    assert_eq!(found(&place, &["--topic", "tributi"]), Vec::<String>::new());
    assert_eq!(
        found(&place, &["--office", "anagrafe"]),
        ["Orti urbani: domanda e canone"]
    );
    let old = place.run(&["kb", "show", ID, "--at", &between]).done();
    assert!(old.contains("Si chiede in anagrafe.\""), "{old}");
    let old = place.json(&["kb", "show", ID, "--version", first.get(..10).unwrap()]);
    assert_eq!(old["version"], json!(first));

    let history = place.json(&["kb", "history", ID]);
    let versions = history["versions"].as_array().unwrap();
    let stages: Vec<_> = versions.iter().map(|one| &one["stage"]).collect();
    assert_eq!(stages, ["superseded", "published"]);
    let signers: Vec<_> = versions[1]["approvals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["by"])
        .collect();
    assert_eq!(signers, ["ugo", "ursula"]);
    assert_eq!(versions[1]["authors"], json!(["anna"]));
    assert_eq!(
        versions[0]["in_force"][0]["until"],
        versions[1]["in_force"][0]["since"]
    );
    let told = place.run(&["kb", "history", ID]).done();
    assert!(
        told.contains("sostituita") && told.contains("Anna Autrice"),
        "{told}"
    );

    place
        .run(&["kb", "withdraw", ID, "--operator", "carlo"])
        .done();
    assert_eq!(found(&place, &[]), Vec::<String>::new());
    place.run(&["kb", "show", ID]).failed(4);
    let history = place.json(&["kb", "history", ID]);
    assert_eq!(history["withdrawn"]["by"], "carlo");
    assert_eq!(
        rule(place.run(&["kb", "withdraw", ID, "--operator", "carlo", "--json"])),
        "not-in-force"
    );
}

#[test]
fn what_is_valid_from_a_later_day_waits_for_it() {
    let place = staffed();
    propose(&place, &sheet("Orti urbani: oggi", "Oggi.", ""));
    approve(&place);
    place
        .run(&["kb", "publish", ID, "--operator", "carlo"])
        .done();
    let later = chrono::Utc::now().date_naive() + chrono::Days::new(3);
    let more = format!("valid_from = \"{later}\"\n");
    propose(&place, &sheet("Orti urbani: fra poco", "Fra poco.", &more));
    approve(&place);
    let told = place
        .run(&["kb", "publish", ID, "--operator", "carlo"])
        .done();
    assert!(told.contains("in vigore dal"), "{told}");
    assert_eq!(found(&place, &[]), ["Orti urbani: oggi"]);
    let after = (later + chrono::Days::new(1)).to_string();
    assert_eq!(found(&place, &["--at", &after]), ["Orti urbani: fra poco"]);
    let past = chrono::Utc::now().date_naive() - chrono::Days::new(2);
    let more = format!("valid_to = \"{past}\"\n");
    propose(&place, &sheet("Orti urbani: ieri", "Ieri.", &more));
    approve(&place);
    place
        .run(&["kb", "publish", ID, "--operator", "carlo"])
        .done();
    let told = place.run(&["kb", "history", ID]).done();
    assert!(told.contains("scaduta"), "{told}");
}

#[test]
fn an_act_given_outside_counts_when_another_has_seen_it() {
    let place = staffed();
    propose(&place, &sheet("Orti urbani", "Si chiede in anagrafe.", ""));
    let act = [&act("2026-11-02")[..], &["--operator", "claudia", "--json"]].concat();
    let recorded = place.run(&act).json();
    assert_eq!(recorded["act"]["protocol"], "77/2026");
    assert_eq!(recorded["missing"], json!(["office", "urp"]));
    place
        .run(&["kb", "sign", ID, "--as", "urp", "--operator", "ursula"])
        .done();
    let own = ["kb", "confirm", ID, "--operator", "claudia", "--json"];
    assert_eq!(rule(place.run(&own)), "own-act");
    place
        .run(&["operator", "grant", "ugo", "supervisor"])
        .done();
    let confirmed = place.json(&["kb", "confirm", ID, "--operator", "ugo"]);
    assert_eq!(confirmed["drafts"][0]["approved"], true);
    let again = ["kb", "confirm", ID, "--operator", "ugo", "--json"];
    assert_eq!(rule(place.run(&again)), "no-act");
    place
        .run(&["kb", "publish", ID, "--operator", "carlo"])
        .done();
    let history = place.run(&["kb", "history", ID]).done();
    assert!(history.contains("prot. 77/2026"), "{history}");
    let half = ["kb", "sign", ID, "--as", "office", "--protocol", "1"];
    place.run(&half).failed(2);
}

#[test]
fn of_several_drafts_one_is_named_and_one_is_set_aside() {
    let place = staffed();
    propose(&place, &sheet("Orti urbani uno", "Uno.", ""));
    propose_as(&place, "ugo", &sheet("Orti urbani due", "Due.", ""));
    let any = format!("kb sign {ID} --as urp --operator ursula --json");
    assert_eq!(rule(place.line(&any)), "several-drafts");
    let history = place.json(&["kb", "history", ID]);
    let second = history["versions"][1]["version"].as_str().unwrap();
    place
        .line(&format!(
            "kb withdraw {ID} --draft {second} --operator carlo"
        ))
        .done();
    let signed = place.line(&any).json();
    assert_eq!(signed["version"], history["versions"][0]["version"]);
    place
        .run(&["kb", "sign", ID, "--as", "urp", "--version", "zz"])
        .failed(4);
    place.run(&["kb", "history", "mai-visto"]).failed(4);
}

#[test]
fn who_corrects_his_own_draft_leaves_one_to_approve() {
    let place = staffed();
    propose(&place, &sheet("Orti urbani uno", "Uno.", ""));
    place
        .run(&["kb", "sign", ID, "--as", "office", "--operator", "ugo"])
        .done();
    propose(&place, &sheet("Orti urbani due", "Due.", ""));
    let signed = place.json(&["kb", "sign", ID, "--as", "urp", "--operator", "ursula"]);
    assert_eq!(
        signed["missing"],
        json!(["office"]),
        "an approval is of one text"
    );
    let history = place.json(&["kb", "history", ID]);
    assert_eq!(history["versions"][0]["waits"], false);
    assert_eq!(history["versions"][1]["version"], signed["version"]);
}

#[test]
fn a_notice_stands_for_a_day_at_most_and_goes_when_it_is_taken_away() {
    let place = Sandbox::trial();
    let before = chrono::Utc::now();
    let said = place.json(&[
        "kb",
        "notice",
        "anagrafe",
        "Oggi chiuso per guasto.",
        "--hours",
        "3",
    ]);
    let until = chrono::DateTime::parse_from_rfc3339(said["until"].as_str().unwrap()).unwrap();
    let hours = until.signed_duration_since(before);
    assert!(
        hours <= chrono::TimeDelta::hours(3) + chrono::TimeDelta::minutes(1),
        "{said}"
    );
    assert!(hours > chrono::TimeDelta::hours(2), "{said}");
    place
        .run(&["kb", "notice", "anagrafe", "Riapre alle 11."])
        .done();
    let notices = place.json(&["kb", "notices"]);
    assert_eq!(notices.as_array().map(Vec::len), Some(1), "{notices}");
    assert_eq!(notices[0]["text"], "Riapre alle 11.");
    assert!(
        place
            .run(&["kb", "notices"])
            .done()
            .contains("Riapre alle 11.")
    );
    for hours in ["0", "25", "48"] {
        let said = place
            .run(&["kb", "notice", "anagrafe", "x", "--hours", hours])
            .failed(2);
        assert!(said.contains("da 1 a 24 ore"), "{said}");
        assert!(said.contains("sportello kb import anagrafe.md"), "{said}");
    }
    place.run(&["kb", "notice", "anagrafe"]).failed(2);
    place.run(&["kb", "notice", "anagrafe", "--remove"]).done();
    assert_eq!(place.json(&["kb", "notices"]), json!([]));
    let again = ["kb", "notice", "anagrafe", "--remove", "--json"];
    assert_eq!(rule(place.run(&again)), "no-notice");
}

#[test]
fn what_is_read_is_news_no_more_and_leaves_its_receipt() {
    let place = staffed();
    propose(&place, &sheet("Orti urbani", "Si chiede in anagrafe.", ""));
    approve(&place);
    place
        .run(&["kb", "publish", ID, "--operator", "carlo"])
        .done();
    let news = || place.json(&["kb", "news", "--operator", "ugo"]);
    assert!(news().as_array().unwrap().iter().any(|new| new["id"] == ID));
    let read = place.json(&["kb", "news", "--read", ID, "--operator", "ugo"]);
    assert_eq!(read["read"].as_array().map(Vec::len), Some(1), "{read}");
    assert!(!news().as_array().unwrap().iter().any(|new| new["id"] == ID));
    place
        .run(&["kb", "news", "--read-all", "--operator", "ursula"])
        .done();
    let history = place.json(&["kb", "history", ID]);
    let readers = history["versions"][0]["read_by"].as_array().unwrap();
    let readers: Vec<_> = readers.iter().map(|one| &one["by"]).collect();
    assert_eq!(readers, ["ugo", "ursula"]);
    let told = place.run(&["kb", "history", ID]).done();
    assert!(told.contains("2 operatori"), "{told}");
    let none = place.run(&["kb", "news", "--operator", "ursula"]);
    assert!(none.err.contains("niente di nuovo"), "{}", none.err);
    place.run(&["kb", "news", "--read", "mai-visto"]).failed(4);
}

#[test]
fn forgetting_is_the_curators() {
    let place = staffed();
    let forgotten = place.json(&["kb", "forget", "anagrafe", "--operator", "carlo"]);
    assert_eq!(forgotten["forgotten"], 0);
    let refused = ["kb", "forget", "anagrafe", "--operator", "ugo", "--json"];
    assert_eq!(rule(place.run(&refused)), "no-role");
}

#[test]
fn operators_are_named_granted_and_revoked_by_others() {
    let place = staffed();
    let list = place.json(&["operator", "list"]);
    let ugo = list
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "ugo");
    assert_eq!(
        ugo.unwrap()["grants"],
        json!([{ "role": "department", "agency": "esempio", "office": null }])
    );
    assert!(
        place
            .run(&["operator", "list"])
            .done()
            .contains("supporto dipartimentale")
    );
    let own = ["operator", "grant", "claudia", "urp", "--json"];
    assert_eq!(rule(place.run(&own)), "own-grants");
    let twice = ["operator", "add", "Ugo Secondo", "--id", "ugo", "--json"];
    assert_eq!(rule(place.run(&twice)), "operator-exists");
    let named = ["operator", "add", "Ignoto", "--operator", "carlo", "--json"];
    assert_eq!(rule(place.run(&named)), "no-role");
    let office = place.json(&[
        "operator",
        "grant",
        "ugo",
        "back-office",
        "--office",
        "anagrafe",
    ]);
    assert_eq!(office["grants"][1]["office"], "anagrafe");
    let revoked = place.json(&["operator", "revoke", "ugo", "back-office"]);
    assert_eq!(revoked["grants"].as_array().map(Vec::len), Some(1));
    let again = ["operator", "revoke", "ugo", "back-office", "--json"];
    assert_eq!(rule(place.run(&again)), "not-granted");
    place.run(&["operator", "grant", "ugo", "capo"]).failed(2);
    place
        .run(&["operator", "grant", "nessuno", "urp"])
        .failed(4);
    place
        .run(&["operator", "grant", "ugo", "urp", "--agency", "all"])
        .done();
}
