//! The life of a request by commands: each verb's happy path, and what it refuses.

use super::sandbox::Sandbox;

/// The fields scripts count on, in the order of the reference.
const FIELDS: &[&str] = &[
    "number",
    "id",
    "agency",
    "kind",
    "state",
    "level",
    "owner",
    "queue",
    "topic",
    "title",
    "text",
    "requester",
    "channel",
    "outcome",
    "article",
    "opened_at",
    "updated_at",
    "closed_at",
    "due_at",
    "flags",
    "interactions",
    "notes",
    "history",
];

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn a_request_lives_from_open_to_close_and_again() {
    let place = Sandbox::trial();
    let number = place.ticket("lampione spento in via Prova");
    assert_eq!(number.len(), "417-030-045".len(), "{number}");

    place
        .run(&["ticket", "note", &number, "--text", "visto dal vigile"])
        .done();
    let escalated = [
        "ticket",
        "escalate",
        &number,
        "--to",
        "polizia-locale",
        "--text",
        "verificare",
    ];
    assert!(place.run(&escalated).done().contains("Polizia locale"));
    place.run(&["ticket", "remind", &number]).done();
    place
        .run(&["ticket", "take", &number.replace('-', "")])
        .done();
    place
        .line(&format!(
            "ticket assign {number} --to claudia --queue back-office"
        ))
        .done();
    let spaced = number.replace('-', " ");
    let closed = place.json(&[
        "ticket",
        "close",
        &spaced,
        "--text",
        "riparato",
        "--article",
        "segnalazione-guasti",
    ]);
    assert_eq!(closed["state"], "closed");
    assert_eq!(closed["outcome"], "entrusted-department");
    assert_eq!(closed["article"]["id"], "segnalazione-guasti");
    assert_eq!(
        closed["article"]["version"].as_str().map(str::len),
        Some(32)
    );
    assert_eq!(closed["interactions"].as_array().map(Vec::len), Some(1));
    assert_eq!(closed["notes"][0]["text"], "visto dal vigile");
    assert!(
        closed["flags"]
            .as_array()
            .is_some_and(|flags| !flags.contains(&"conflict".into()))
    );

    let again = ["ticket", "close", &number, "--text", "ancora"];
    let said = place.run(&again).failed(1);
    assert!(said.contains("prima va riaperta"), "{said}");
    place
        .run(&["ticket", "reopen", &number, "--text", "di nuovo spento"])
        .done();
    let history = place.json(&["ticket", "history", &number]);
    let verbs: Vec<&str> = history
        .as_array()
        .into_iter()
        .flatten()
        .filter(|line| line["what"] == "change")
        .filter_map(|line| line["which"].as_str())
        .collect();
    assert_eq!(
        verbs,
        [
            "open",
            "escalate-department",
            "take",
            "supervisor-assign",
            "close",
            "reopen"
        ]
    );
}

#[test]
fn show_has_the_fields_scripts_count_on_in_their_order() {
    let place = Sandbox::trial();
    let opened = place.json(&[
        "ticket",
        "open",
        "--text",
        "cambio di residenza",
        "--name",
        "Rossi Anna",
        "--phone",
        "055 055",
        "--channel",
        "email",
        "--topic",
        "residenza",
    ]);
    let number = opened["number"].as_str().unwrap();
    let line = place.run(&["ticket", "show", number, "--json"]).done();
    let places: Vec<usize> = FIELDS
        .iter()
        .map(|field| {
            line.find(&format!("\"{field}\":"))
                .unwrap_or_else(|| panic!("{field}"))
        })
        .collect();
    assert!(places.is_sorted(), "{line}");
    assert_eq!(opened["requester"]["name"], "Rossi Anna");
    assert_eq!(opened["requester"]["email"], serde_json::Value::Null);
    assert_eq!(
        (&opened["channel"], &opened["topic"]),
        (&"email".into(), &"residenza".into())
    );
    assert_eq!(opened["outcome"], serde_json::Value::Null);
    let text = place
        .run(&["--lang", "en", "ticket", "show", number])
        .done();
    assert!(
        text.contains("Rossi Anna") && text.contains("first level"),
        "{text}"
    );
}

#[test]
fn what_a_person_reads_has_names_and_no_identifiers() {
    let place = Sandbox::trial();
    let number = place.ticket("lampione spento");
    place
        .run(&["ticket", "escalate", &number, "--to", "lavori-pubblici"])
        .done();
    place
        .line(&format!(
            "ticket close {number} --text riparato --article segnalazione-guasti"
        ))
        .done();
    for line in [["ticket", "show", &number], ["ticket", "history", &number]] {
        let said = place.run(&line).done();
        for id in [
            "lavori-pubblici",
            "escalate-department",
            "claudia",
            "esempio\n",
            "concluded",
            "segnalazione-guasti",
        ] {
            assert!(!said.contains(id), "{id}: {said}");
        }
        assert!(said.contains("affidata"), "{said}");
        assert!(said.contains("Claudia"), "{said}");
    }
    let list = place.run(&["ticket", "list"]).done();
    assert!(list.contains("Lavori pubblici e manutenzioni"), "{list}");
}

#[test]
fn an_operator_is_named_by_his_name_too() {
    let place = Sandbox::trial();
    let number = place.ticket("lampione spento");
    place
        .run(&["--operator", "Claudia", "ticket", "take", &number])
        .done();
    place
        .run(&["ticket", "assign", &number, "--to", "Claudia"])
        .done();
    let mine = place.json(&["ticket", "list", "--owner", "Claudia"]);
    assert_eq!(mine.as_array().map(Vec::len), Some(1));
    place
        .run(&["--operator", "claudia", "ticket", "list"])
        .done();
    let said = place
        .run(&["--operator", "Anna Bianchi", "ticket", "list"])
        .failed(4);
    assert!(said.contains("Claudia (claudia)"), "{said}");
    let said = place
        .run(&["--operator", "nessuno", "ticket", "list"])
        .failed(4);
    assert!(said.contains("Claudia (claudia)"), "{said}");
}

#[test]
fn a_passed_call_and_linked_requests() {
    let place = Sandbox::trial();
    let (one, two) = (
        place.ticket("chiede dell'anagrafe"),
        place.ticket("e poi dei tributi"),
    );
    let passed = place.json(&["ticket", "transfer", &one, "--to", "anagrafe"]);
    assert_eq!(
        (&passed["state"], &passed["outcome"]),
        (&"closed".into(), &"passed-live".into())
    );
    let linked = place.json(&["ticket", "link", &one, &two]);
    assert_eq!(linked["links"].as_array().map(Vec::len), Some(1));
    place.run(&["ticket", "link", &one, &one]).failed(2);
    let said = place.run(&["ticket", "remind", &two]).failed(1);
    assert!(said.contains("Che cosa fare: "), "{said}");
}

#[test]
fn lists_filter_and_limit() {
    let place = Sandbox::trial();
    let closed = place.ticket("primo");
    place
        .run(&["ticket", "close", &closed, "--text", "fatto"])
        .done();
    place.ticket("secondo");
    place.ticket("terzo");
    let rows = |line: &[&str]| place.json(line).as_array().unwrap().clone();
    assert_eq!(rows(&["ticket", "list"]).len(), 3);
    assert_eq!(
        rows(&["ticket", "list", "--limit", "1"])[0]["title"],
        "terzo"
    );
    assert_eq!(
        rows(&["ticket", "list", "--state", "closed"])[0]["title"],
        "primo"
    );
    assert_eq!(rows(&["ticket", "list", "--owner", "claudia"]).len(), 0);
    // Nobody is called so: no empty list, which would say that he has no requests.
    let nobody = place.run(&["ticket", "list", "--owner", "nessuno"]);
    let said = nobody.failed(4);
    assert!(said.contains("Claudia (claudia)"), "{said}");
    assert_eq!(rows(&["ticket", "list", "--since", "2099-01-01"]).len(), 0);
    assert_eq!(
        rows(&[
            "ticket",
            "list",
            "--level",
            "first-level",
            "--agency",
            "esempio"
        ])
        .len(),
        3
    );
    assert!(
        place
            .run(&["ticket", "list", "--state", "aperta"])
            .failed(2)
            .contains("open, taken, closed")
    );
    place.run(&["ticket", "list", "--since", "ieri"]).failed(2);
    place
        .run(&["ticket", "list", "--agency", "marte"])
        .failed(4);
    place.run(&["ticket", "list", "--limit", "0"]).failed(2);
}

#[test]
fn what_is_not_there_is_said_and_a_typing_error_is_told_apart() {
    let place = Sandbox::trial();
    let number = place.ticket("una richiesta");
    let mut wrong: Vec<char> = number.chars().collect();
    let last = wrong.pop().unwrap().to_digit(10).unwrap();
    wrong.push(char::from_digit((last + 1) % 10, 10).unwrap());
    let wrong: String = wrong.into_iter().collect();
    let said = place.run(&["ticket", "show", &wrong]).failed(4);
    assert!(said.contains("forse un errore di battitura"), "{said}");
    let said = place
        .run(&["--lang", "en", "ticket", "show", &wrong])
        .failed(4);
    assert!(said.contains("perhaps a typing error"), "{said}");
    assert!(
        place
            .run(&["ticket", "show", "999999999"])
            .failed(4)
            .contains("999-999-999")
    );
    place.run(&["ticket", "show", "0551234567"]).failed(2);
    place.run(&["ticket", "show", "pippo"]).failed(2);
    place
        .run(&["ticket", "escalate", &number, "--to", "marte"])
        .failed(4);
    place
        .line(&format!(
            "ticket escalate {number} --to carta-identita-smarrita"
        ))
        .failed(4);
    place
        .run(&["ticket", "assign", &number, "--to", "nessuno"])
        .failed(4);
    place
        .line(&format!("ticket close {number} --text x --article niente"))
        .failed(4);
    place
        .run(&["ticket", "close", &number, "--text", " "])
        .failed(2);
    place
        .line(&format!("ticket close {number} --text x --outcome boh"))
        .failed(2);
    place
        .run(&["ticket", "open", "--text", "x", "--topic", "niente"])
        .failed(4);
}

#[test]
fn poison_in_a_text_is_shown_as_removed_and_never_obeyed() {
    let place = Sandbox::trial();
    let poison = "via \u{1b}[31mRossa\u{7}\u{202e}\u{9b}2J fine";
    let opened = place.run(&["ticket", "open", "--text", poison]);
    assert!(opened.err.contains("caratteri"), "{}", opened.err);
    let number = opened.done().trim().to_owned();
    place
        .run(&["ticket", "note", &number, "--text", &"lungo ".repeat(5_000)])
        .done();
    let shown = place.run(&["ticket", "show", &number]).done();
    assert!(shown.contains("Rossa"), "{shown}");
    place.run(&["ticket", "show", poison]).failed(2);
    place.run(&["ticket", "list", poison]).done();
}
