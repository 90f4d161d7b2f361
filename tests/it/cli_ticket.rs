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
fn a_request_lives_from_open_to_close_and_again() {
    let place = Sandbox::trial();
    let number = place.ticket("lampione spento in via Prova");
    assert_eq!(number.len(), "417-030-045".len(), "{number}");
    let (bare, spaced) = (number.replace('-', ""), number.replace('-', " "));
    place
        .words(&format!("ticket note {number} --text visto"))
        .done();
    let escalated = place.words(&format!(
        "ticket escalate {number} --to polizia-locale --text verificare"
    ));
    assert!(escalated.done().contains("polizia-locale"));
    place.words(&format!("ticket remind {number}")).done();
    place.words(&format!("ticket take {bare}")).done();
    place
        .words(&format!(
            "ticket assign {number} --to claudia --queue back-office"
        ))
        .done();
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
    assert_eq!(closed["notes"][0]["text"], "visto");
    assert_eq!(closed["flags"], serde_json::json!(["reminded"]));
    let said = place
        .words(&format!("ticket close {number} --text ancora"))
        .failed(1);
    assert!(said.contains("prima va riaperta"), "{said}");
    place
        .words(&format!("ticket reopen {number} --text ancora"))
        .done();
    assert_eq!(
        verbs(&place, &number),
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

/// The changes of state in a request's history, by identifier.
fn verbs(place: &Sandbox, number: &str) -> Vec<String> {
    let history = place.json(&["ticket", "history", number]);
    let lines = history.as_array().into_iter().flatten();
    lines
        .filter(|line| line["what"] == "change")
        .filter_map(|line| line["which"].as_str().map(str::to_owned))
        .collect()
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
    assert_eq!(rows(&["ticket", "list", "--owner", "nessuno"]).len(), 0);
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
fn a_typing_error_in_a_number_is_told_apart() {
    let place = Sandbox::trial();
    let number = place.ticket("una richiesta");
    let (head, last) = number.split_at(number.len() - 1);
    let wrong = format!("{head}{}", (last.parse::<u32>().unwrap() + 1) % 10);
    let said = place.run(&["ticket", "show", &wrong]).failed(4);
    assert!(said.contains("forse un errore di battitura"), "{said}");
    let said = place
        .run(&["--lang", "en", "ticket", "show", &wrong])
        .failed(4);
    assert!(said.contains("perhaps a typing error"), "{said}");
    assert!(
        place
            .words("ticket show 999999999")
            .failed(4)
            .contains("999-999-999")
    );
    place.words("ticket show 0551234567").failed(2);
    place.words("ticket show pippo").failed(2);
}

#[test]
fn what_is_not_there_or_not_accepted_is_said() {
    let place = Sandbox::trial();
    let number = place.ticket("una richiesta");
    let cases = [
        ("escalate NUMBER --to marte", 4),
        ("escalate NUMBER --to carta-identita-smarrita", 4),
        ("transfer NUMBER --to marte", 4),
        ("assign NUMBER --to nessuno", 4),
        ("close NUMBER --text x --article niente", 4),
        ("close NUMBER --text x --outcome boh", 2),
        ("close NUMBER", 2),
        ("open --text x --topic niente", 4),
        ("open --text x --agency marte", 4),
        ("open --text x --channel piccione", 2),
        ("open --text x --kind boh", 2),
    ];
    for (line, code) in cases {
        let line = line.replace("NUMBER", &number);
        let said = place.words(&format!("ticket {line}")).failed(code);
        assert!(said.starts_with("sportello: "), "{line}: {said}");
    }
    place
        .run(&["ticket", "close", &number, "--text", " "])
        .failed(2);
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
